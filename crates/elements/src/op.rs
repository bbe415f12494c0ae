//! The operators.

use std::fmt;

use serde::Serialize;

/// The operators that an experiment can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(rename = "Op"))]
#[serde(rename_all = "lowercase")]
pub enum OpKind {
    /// Addition.
    Sum,
    /// Multiplication.
    Product,
    /// The smallest value; NaN wins.
    Min,
    /// The largest value; NaN wins.
    Max,
    /// The sum, divided by the number of ranks once at the end.
    Mean,
}

impl OpKind {
    /// Every operator.
    pub const ALL: [Self; 5] = [Self::Sum, Self::Product, Self::Min, Self::Max, Self::Mean];

    /// As experiments spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Product => "product",
            Self::Min => "min",
            Self::Max => "max",
            Self::Mean => "mean",
        }
    }
}

impl fmt::Display for OpKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
