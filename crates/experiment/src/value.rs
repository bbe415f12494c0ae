//! A request as it comes from outside, before anybody knows what it means.

use std::fmt;

use crate::spelling::{quote, spell};

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

/// A tree of plain data: what JSON and JavaScript have in common, plus rows of numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A truth value.
    Bool(bool),
    /// Any number.
    Number(f64),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Self>),
    /// Numbers in order, where the host knows that they are nothing else.
    Numbers(Vec<f64>),
    /// Named values, in the order of the source. A name may stand twice; the last one counts.
    Record(Vec<(String, Self)>),
}

impl Value {
    /// The field `name` of a record.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Record(fields) => fields
                .iter()
                .rev()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Sets the field `name` of a record; anything else becomes a record first.
    pub fn set(&mut self, name: &str, value: Self) {
        if !matches!(self, Self::Record(_)) {
            *self = Self::Record(Vec::new());
        }
        if let Self::Record(fields) = self {
            fields.retain(|(key, _)| key != name);
            fields.push((name.to_string(), value));
        }
    }

    /// Removes the field `name` of a record, if it is there.
    pub fn remove(&mut self, name: &str) {
        if let Self::Record(fields) = self {
            fields.retain(|(key, _)| key != name);
        }
    }

    /// As a number: numbers, and the three that JSON has no number for. JSON has minus zero, but
    /// JavaScript drops its sign when it writes JSON, so that is spelled too.
    #[must_use]
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => match text.as_str() {
                "NaN" => Some(f64::NAN),
                "Infinity" => Some(f64::INFINITY),
                "-Infinity" => Some(f64::NEG_INFINITY),
                "-0" => Some(-0.0),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Short, for messages: long lists are only counted.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(value) => f.write_str(&spell(*value)),
            Self::Text(text) => f.write_str(&quote(text)),
            Self::List(values) => write!(f, "a list of {}", values.len()),
            Self::Numbers(values) => write!(f, "a list of {}", values.len()),
            Self::Record(_) => f.write_str("an object"),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "numbers are doubles, as in JavaScript"
    )]
    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    #[allow(
        clippy::cast_precision_loss,
        reason = "numbers are doubles, as in JavaScript"
    )]
    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_string()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element()? {
            values.try_reserve(1).map_err(A::Error::custom)?;
            values.push(value);
        }
        Ok(Value::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = access.next_entry()? {
            fields.push(field);
        }
        Ok(Value::Record(fields))
    }
}
