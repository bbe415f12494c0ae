//! A request to sort numbers, in one place and without ranks.

use collectives::ElementKind;

use super::reader::Reader;
use crate::{Problem, Value, Values};

/// Numbers to sort.
#[derive(Clone, Debug, PartialEq)]
pub struct SortRequest {
    /// The numbers, of one kind.
    pub values: Values,
    /// Largest first: the exact reverse order, NaN at the front.
    pub descending: bool,
}

impl SortRequest {
    /// Reads a record with the fields `values`, `kind` and `descending`. Without a kind the
    /// numbers are doubles, as in JSON, so none is rounded.
    ///
    /// # Errors
    /// All problems, not only the first.
    pub fn read(request: &Value) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::new(request, "", &["values", "kind", "descending"]);
        let request = read_fields(&mut reader);
        let problems = reader.into_problems();
        match request {
            Some(request) if problems.is_empty() => Ok(request),
            _ => Err(problems),
        }
    }
}

fn read_fields(reader: &mut Reader<'_>) -> Option<SortRequest> {
    let names = ElementKind::ALL.map(ElementKind::name);
    let double = ElementKind::ALL
        .iter()
        .position(|it| *it == ElementKind::F64);
    let kind = reader.choice("kind", &names, double);
    let descending = reader.truth("descending", false);
    // The numbers are read even if their kind is not known: they may have other faults.
    let kind = kind.map(|index| ElementKind::ALL[index]);
    let values = match reader.field("values") {
        Some(values) => reader.values("values", values, kind.unwrap_or(ElementKind::F64)),
        None => {
            reader.refuse("values", "missing", "a list of numbers");
            None
        }
    };
    kind?;
    Some(SortRequest {
        values: values?,
        descending: descending?,
    })
}
