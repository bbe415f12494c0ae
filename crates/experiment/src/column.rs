//! Rows of numbers on their way out.
//!
//! A format for people, as JSON is, gets a list. Any other gets the memory itself, under the name
//! that JavaScript has for an array of such numbers: see `arrays.rs` in `playground`.

use std::ops::{Deref, DerefMut};

use bytemuck::Pod;
use serde::ser::{Serialize, SerializeSeq, Serializer};

/// Bytes.
pub type Uint8Array = Column<u8>;
/// Whole numbers of 32 bits.
pub type Uint32Array = Column<u32>;
/// Whole numbers of 32 bits that may be negative.
pub type Int32Array = Column<i32>;
/// Doubles.
pub type Float64Array = Column<f64>;

/// A column of a table. The types above name columns as TypeScript does, for what stands in a
/// struct stands in its declaration.
#[derive(Clone, Debug, PartialEq)]
pub struct Column<T>(Vec<T>);

/// What rows consist of.
pub trait Number: Pod + Serialize + Into<f64> {
    /// What JavaScript calls an array of such numbers.
    const ARRAY: &'static str;
}

macro_rules! numbers {
    ($($number:ty: $array:literal;)*) => {
        $(impl Number for $number {
            const ARRAY: &'static str = $array;
        })*
    };
}
numbers! {
    u8: "Uint8Array";
    i32: "Int32Array";
    u32: "Uint32Array";
    f32: "Float32Array";
    f64: "Float64Array";
}

/// How to spell a number that is not finite, for which JSON has none.
pub(crate) fn spelled(number: f64) -> Option<&'static str> {
    match number {
        x if x.is_nan() => Some("NaN"),
        f64::INFINITY => Some("Infinity"),
        f64::NEG_INFINITY => Some("-Infinity"),
        _ => None,
    }
}

/// A number by itself, which may be one of those.
pub(crate) fn number<S: Serializer>(number: &f64, to: S) -> Result<S::Ok, S::Error> {
    match spelled(*number).filter(|_| to.is_human_readable()) {
        Some(text) => to.serialize_str(text),
        None => to.serialize_f64(*number),
    }
}

/// Numbers in order.
pub(crate) fn row<T: Number, S: Serializer>(numbers: &[T], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_newtype_struct(T::ARRAY, &Row(numbers))
}

struct Row<'a, T>(&'a [T]);

impl<T: Number> Serialize for Row<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if !to.is_human_readable() {
            return to.serialize_bytes(bytemuck::cast_slice(self.0));
        }
        let mut list = to.serialize_seq(Some(self.0.len()))?;
        for &number in self.0 {
            match spelled(number.into()) {
                Some(text) => list.serialize_element(text)?,
                None => list.serialize_element(&number)?,
            }
        }
        list.end()
    }
}

impl<T: Number> Serialize for Column<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        row(self, to)
    }
}

impl<T> Default for Column<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Column<T> {
    type Target = Vec<T>;

    fn deref(&self) -> &Vec<T> {
        &self.0
    }
}

impl<T> DerefMut for Column<T> {
    fn deref_mut(&mut self) -> &mut Vec<T> {
        &mut self.0
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(numbers: Vec<T>) -> Self {
        Self(numbers)
    }
}

impl<T: PartialEq, const N: usize> PartialEq<[T; N]> for Column<T> {
    fn eq(&self, numbers: &[T; N]) -> bool {
        self.0 == *numbers
    }
}

impl<'a, T> IntoIterator for &'a Column<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> FromIterator<T> for Column<T> {
    fn from_iter<I: IntoIterator<Item = T>>(numbers: I) -> Self {
        Self(numbers.into_iter().collect())
    }
}
