//! Takes fields out of a record, one by one, and collects what is wrong with them.

use std::borrow::Cow;

use collectives::ElementKind;

use crate::experiment::Limits;
use crate::spelling::spell;
use crate::{Problem, Value, Values};

/// Whole numbers from `least` to `most`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    least: usize,
    most: usize,
}

impl Bounds {
    pub(super) fn new(least: usize, most: usize) -> Self {
        Self { least, most }
    }

    /// Any rank, as far as the number of ranks is known.
    pub(super) fn ranks(ranks: Option<usize>) -> Self {
        Self::new(0, ranks.unwrap_or(Limits::SIMULATED_COUNT_MAX) - 1)
    }
}

/// One record of a request.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    record: &'a Value,
    path: String,
    problems: Vec<Problem>,
}

impl<'a> Reader<'a> {
    /// Notes every field of `record` that is not in `known`.
    pub(super) fn new(record: &'a Value, path: &str, known: &[&str]) -> Self {
        let mut problems = Vec::new();
        match record {
            Value::Record(fields) => {
                let unknown = fields
                    .iter()
                    .filter(|(name, _)| !known.contains(&name.as_str()));
                problems.extend(unknown.map(|(name, _)| Problem::unknown_field(path, name, known)));
            }
            other => {
                let field = if path.is_empty() { "experiment" } else { path };
                problems.push(Problem::new(
                    field,
                    &other.to_string(),
                    "an object with fields",
                ));
            }
        }
        Self {
            record,
            path: path.to_string(),
            problems,
        }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems
    }

    /// Takes over what a reader of a part has found.
    pub(super) fn adopt(&mut self, part: Reader<'_>) {
        self.problems.extend(part.problems);
    }

    /// Notes that `field` holds something that is not allowed.
    pub(super) fn refuse(&mut self, field: &str, got: &str, allowed: &str) {
        self.problems
            .push(Problem::new(&self.full(field), got, allowed));
    }

    /// What the field holds; null is as good as nothing.
    pub(super) fn field(&self, field: &str) -> Option<&'a Value> {
        self.record
            .field(field)
            .filter(|value| **value != Value::Null)
    }

    /// The index of a name in `names`. Without a default the field is required.
    pub(super) fn choice(
        &mut self,
        field: &str,
        names: &[&str],
        default: Option<usize>,
    ) -> Option<usize> {
        match self.field(field) {
            None => {
                default.or_else(|| self.missing(field, &format!("one of {}", names.join(", "))))
            }
            Some(Value::Text(text)) => {
                let index = names.iter().position(|name| name == text);
                if index.is_none() {
                    self.problems
                        .push(Problem::unknown_name(&self.full(field), text, names));
                }
                index
            }
            Some(other) => {
                self.refuse(
                    field,
                    &other.to_string(),
                    &format!("one of {}", names.join(", ")),
                );
                None
            }
        }
    }

    /// A whole number. Without a default the field is required.
    pub(super) fn index(
        &mut self,
        field: &str,
        bounds: Bounds,
        default: Option<usize>,
    ) -> Option<usize> {
        let allowed = format!("a whole number from {} to {}", bounds.least, bounds.most);
        let Some(value) = self.field(field) else {
            return default.or_else(|| self.missing(field, &allowed));
        };
        let whole = value
            .as_number()
            .and_then(whole)
            .and_then(|it| usize::try_from(it).ok());
        let index = whole.filter(|index| (bounds.least..=bounds.most).contains(index));
        if index.is_none() {
            self.refuse(field, &value.to_string(), &allowed);
        }
        index
    }

    /// A whole number that seeds generators; 1 if unset.
    pub(super) fn seed(&mut self, field: &str) -> Option<u64> {
        let Some(value) = self.field(field) else {
            return Some(1);
        };
        let seed = value
            .as_number()
            .and_then(whole)
            .filter(|&seed| seed <= Limits::SEED_MAX);
        if seed.is_none() {
            let allowed = format!("a whole number from 0 to {}", Limits::SEED_MAX);
            self.refuse(field, &value.to_string(), &allowed);
        }
        seed
    }

    /// A number between two bounds, both included.
    pub(super) fn number(&mut self, field: &str, bounds: (f64, f64), default: f64) -> Option<f64> {
        let Some(value) = self.field(field) else {
            return Some(default);
        };
        let number = value
            .as_number()
            .filter(|it| (bounds.0..=bounds.1).contains(it));
        if number.is_none() {
            let allowed = format!("a number from {} to {}", spell(bounds.0), spell(bounds.1));
            self.refuse(field, &value.to_string(), &allowed);
        }
        number
    }

    pub(super) fn truth(&mut self, field: &str, default: bool) -> Option<bool> {
        match self.field(field) {
            None => Some(default),
            Some(Value::Bool(value)) => Some(*value),
            Some(other) => {
                self.refuse(field, &other.to_string(), "true or false");
                None
            }
        }
    }

    pub(super) fn text(&mut self, field: &str, default: &str) -> Option<String> {
        match self.field(field) {
            None => Some(default.to_string()),
            Some(Value::Text(text)) => Some(text.clone()),
            Some(other) => {
                self.refuse(field, &other.to_string(), "text");
                None
            }
        }
    }

    /// A record in a field, if there is one.
    pub(super) fn record(&self, field: &str, known: &[&str]) -> Option<Self> {
        self.field(field)
            .map(|value| Reader::new(value, &self.full(field), known))
    }

    /// A list of records in a field; none if there is no such field.
    pub(super) fn records(&mut self, field: &str, known: &[&str]) -> Vec<Self> {
        match self.field(field) {
            None => Vec::new(),
            Some(Value::List(values)) => {
                let path = |index| format!("{}[{index}]", self.full(field));
                let reader = |(index, value)| Reader::new(value, &path(index), known);
                values.iter().enumerate().map(reader).collect()
            }
            Some(Value::Numbers(values)) if values.is_empty() => Vec::new(),
            Some(other) => {
                self.refuse(field, &other.to_string(), "a list of objects with fields");
                Vec::new()
            }
        }
    }

    /// A row of numbers of one kind. `path` names it in full.
    pub(super) fn values(
        &mut self,
        path: &str,
        value: &Value,
        kind: ElementKind,
    ) -> Option<Values> {
        let numbers = self.numbers(path, value)?;
        if let Some((index, number)) = Values::problem(kind, &numbers) {
            let allowed = format!("what {kind} holds: {}", Values::allowed(kind));
            self.refuse(&format!("{path}[{index}]"), &spell(number), &allowed);
            return None;
        }
        let values = Values::try_convert(kind, &numbers);
        if values.is_none() {
            self.refuse_for_memory(path, numbers.len());
        }
        values
    }

    /// The numbers of a list, unless one of its elements is something else.
    fn numbers<'v>(&mut self, path: &str, value: &'v Value) -> Option<Cow<'v, [f64]>> {
        let count = match value {
            Value::Numbers(numbers) => numbers.len(),
            Value::List(list) => list.len(),
            other => {
                self.refuse(path, &other.to_string(), "a list of numbers");
                return None;
            }
        };
        if count > Limits::ELEMENT_COUNT_MAX {
            let allowed = format!("at most {} long", Limits::ELEMENT_COUNT_MAX);
            self.refuse(path, &format!("{count} long"), &allowed);
            return None;
        }
        let Value::List(list) = value else {
            let Value::Numbers(numbers) = value else {
                return None;
            };
            return Some(Cow::Borrowed(numbers));
        };
        let mut numbers = Vec::new();
        if numbers.try_reserve_exact(count).is_err() {
            self.refuse_for_memory(path, count);
            return None;
        }
        for (index, element) in list.iter().enumerate() {
            let Some(number) = element.as_number() else {
                let allowed = match element {
                    Value::Text(_) => "a number, \"NaN\", \"Infinity\", \"-Infinity\" or \"-0\"",
                    _ => "a number",
                };
                self.refuse(&format!("{path}[{index}]"), &element.to_string(), allowed);
                return None;
            };
            numbers.push(number);
        }
        Some(Cow::Owned(numbers))
    }

    /// Notes that there is no memory for what `field` asks for.
    pub(super) fn refuse_for_memory(&mut self, field: &str, count: usize) {
        let got = format!("{count} long");
        self.refuse(field, &got, "so short that there is memory for it");
    }

    fn missing<T>(&mut self, field: &str, allowed: &str) -> Option<T> {
        // What is no record at all has been refused as a whole.
        if matches!(self.record, Value::Record(_)) {
            self.refuse(field, "missing", allowed);
        }
        None
    }

    fn full(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_string()
        } else {
            format!("{}.{field}", self.path)
        }
    }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range and the fraction are checked first"
)]
fn whole(number: f64) -> Option<u64> {
    ((0.0..=9_007_199_254_740_991.0).contains(&number) && number.fract() == 0.0)
        .then_some(number as u64)
}
