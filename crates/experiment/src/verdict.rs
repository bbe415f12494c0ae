//! Whether the outputs are what the definition says.

use collectives::Collective;
use serde::Serialize;

use crate::column::number;
use crate::definition::{Judgement, Reduction, expected, put_in_order, rounds, shares};
use crate::{Experiment, Values};

/// The comparison of a run with the definition.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Verdict {
    /// Whether every output is right, where ranks should hold the same they do, and no message is
    /// left over.
    pub agrees: bool,
    /// The error of the worst element: the one furthest outside, or nearest to, its tolerance.
    #[serde(serialize_with = "number")]
    pub max_error: f64,
    /// What that element may be off by; 0 where results must be exact.
    #[serde(serialize_with = "number")]
    pub tolerance: f64,
    /// Whether all ranks hold the same bits; none where they need not. NaN is one value here,
    /// for WebAssembly does not fix its bits.
    pub identical_on_all_ranks: Option<bool>,
}

impl Verdict {
    /// Compares `outputs` with the definition of `experiment`. Plans by hand that claim nothing are
    /// right if they end and leave no message over.
    pub(crate) fn of(experiment: &Experiment, outputs: &[Option<Values>]) -> Self {
        let mut findings = Findings {
            right: outputs.len() == experiment.ranks && experiment.messages_left_over() == 0,
            worst: None,
        };
        let Some(collective) = experiment.claims() else {
            return Self {
                agrees: findings.right,
                max_error: 0.0,
                tolerance: 0.0,
                identical_on_all_ranks: None,
            };
        };
        if rounds(experiment) {
            findings.compare_columns(experiment, outputs);
        } else {
            findings.compare_rows(experiment, outputs);
        }
        if collective == Collective::Sort
            && nan_bits(&experiment.inputs) != nan_bits(outputs.iter().flatten())
        {
            findings.miss();
        }
        let identical_on_all_ranks = must_be_identical(collective).then(|| {
            outputs
                .windows(2)
                .all(|pair| same(pair[0].as_ref(), pair[1].as_ref()))
        });
        let (max_error, tolerance) = findings.worst.unwrap_or_default();
        Self {
            agrees: findings.right && identical_on_all_ranks != Some(false),
            max_error,
            tolerance,
            identical_on_all_ranks,
        }
    }
}

fn must_be_identical(collective: Collective) -> bool {
    matches!(
        collective,
        Collective::Broadcast | Collective::AllGather | Collective::AllReduce
    )
}

/// What has been found out so far.
struct Findings {
    right: bool,
    /// Error and tolerance of the element that stands worst.
    worst: Option<(f64, f64)>,
}

impl Findings {
    /// Compares outputs that must be what is expected to the bit.
    fn compare_rows(&mut self, experiment: &Experiment, outputs: &[Option<Values>]) {
        // A rank without a result counts as one that claims no elements: it is missed below.
        let lengths = outputs.iter().map(|it| it.as_ref().map_or(0, Values::len));
        let expected = expected(experiment, &lengths.collect::<Vec<_>>());
        for (output, expected) in outputs.iter().zip(expected) {
            match (output, expected) {
                (None, None) => {}
                (Some(output), Some(expected)) if output.len() == expected.len() => {
                    for (got, want) in output.to_f64().into_iter().zip(expected) {
                        self.note(Judgement::beside(want, got), 0.0);
                    }
                }
                _ => self.miss(),
            }
        }
    }

    /// Compares outputs that are rounded, element by element over all ranks that have it.
    fn compare_columns(&mut self, experiment: &Experiment, outputs: &[Option<Values>]) {
        let mut reduction = Reduction::of(experiment);
        for (elements, ranks) in shares(experiment) {
            let mut complete = Vec::new();
            for output in outputs.iter().take(ranks.end).skip(ranks.start) {
                match output {
                    Some(output) if output.len() == elements.len() => complete.push(output),
                    _ => self.miss(),
                }
            }
            for (place, element) in elements.enumerate() {
                reduction.look_at(element);
                let mut last = None;
                for got in complete.iter().map(|output| output.at(place)) {
                    // What ranks hold is the same, as a rule: then they share the judgement.
                    if last.replace(got.to_bits()) != Some(got.to_bits()) {
                        self.note(reduction.judge(got), reduction.tolerance());
                    }
                }
            }
        }
    }

    fn note(&mut self, Judgement { right, error }: Judgement, tolerance: f64) {
        self.right &= right;
        let worse = |worst: (f64, f64)| excess(error, tolerance) > excess(worst.0, worst.1);
        if self.worst.is_none_or(worse) {
            self.worst = Some((error, tolerance));
        }
    }

    /// There is no result to compare, or one too many.
    fn miss(&mut self) {
        self.right = false;
        self.worst = Some((f64::INFINITY, 0.0));
    }
}

/// How badly an error stands against its tolerance.
fn excess(error: f64, tolerance: f64) -> f64 {
    if error == 0.0 || error.is_infinite() {
        error
    } else {
        error / tolerance
    }
}

/// The bits of every NaN, in order: as numbers they are all the same, but a sort may lose none.
fn nan_bits<'a>(rows: impl IntoIterator<Item = &'a Values>) -> Vec<u64> {
    let mut all = Vec::new();
    for row in rows {
        let bits = row.bytes().chunks(row.kind().size());
        for (number, bits) in row.to_f64().into_iter().zip(bits) {
            if number.is_nan() {
                let digits = bits.iter().rev();
                let bits = digits.fold(0, |bits, &byte| bits << 8 | u64::from(byte));
                all.push(f64::from_bits(bits));
            }
        }
    }
    // Of doubles with these bits, whatever number each is: all that counts is one order.
    put_in_order(&mut all);
    all.into_iter().map(f64::to_bits).collect()
}

fn same(left: Option<&Values>, right: Option<&Values>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return left == right;
    };
    let size = left.kind().size();
    let numbers = left.to_f64().into_iter().zip(right.to_f64());
    let bits = left.bytes().chunks(size).zip(right.bytes().chunks(size));
    left.len() == right.len()
        && numbers
            .zip(bits)
            .all(|((a, b), (left, right))| left == right || (a.is_nan() && b.is_nan()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Limits, Value};

    fn sort_of(rows: &[&[f64]]) -> Experiment {
        let mut request = Value::Record(Vec::new());
        request.set("collective", Value::Text("sort".to_string()));
        request.set("ranks", Value::Number(2.0));
        request.set("kind", Value::Text("u32".to_string()));
        let rows = rows.iter().map(|row| Value::Numbers(row.to_vec()));
        request.set("inputs", Value::List(rows.collect()));
        Experiment::read(&request, &Limits::native()).expect("the request is in order")
    }

    /// Beside a NaN no tolerance is a number; what the definition says is right all the same.
    #[test]
    fn a_nan_that_belongs_there_is_right_and_one_that_does_not_is_wrong() {
        let mut request = Value::Record(Vec::new());
        request.set("collective", Value::Text("all-reduce".to_string()));
        request.set("ranks", Value::Number(2.0));
        let rows = [[f64::NAN, 1.0, f64::INFINITY], [2.0, 3.0, 1.0]];
        let rows = rows.iter().map(|row| Value::Numbers(row.to_vec()));
        request.set("inputs", Value::List(rows.collect()));
        let experiment = Experiment::read(&request, &Limits::native()).expect("it is in order");
        let agrees = |row: [f32; 3]| {
            let outputs = vec![Some(Values::F32(row.to_vec())); 2];
            Verdict::of(&experiment, &outputs).agrees
        };
        let (nan, infinity) = (f32::NAN, f32::INFINITY);
        assert!(agrees([nan, 4.0, infinity]));
        assert!(!agrees([2.0, 4.0, infinity]));
        assert!(!agrees([nan, nan, infinity]));
        assert!(!agrees([nan, 4.0, -infinity]));
        assert!(!agrees([nan, 4.0, f32::MAX]));
    }

    /// How a sort divides its elements is its own business; that none is missing is not.
    #[test]
    fn a_sort_may_cut_where_it_likes_but_lose_and_leave_out_nothing() {
        let experiment = sort_of(&[&[3.0, 1.0], &[2.0]]);
        let agrees = |outputs: &[Option<&[u32]>]| {
            let outputs = outputs
                .iter()
                .map(|it| it.map(|it| Values::U32(it.to_vec())));
            Verdict::of(&experiment, &outputs.collect::<Vec<_>>()).agrees
        };
        assert!(agrees(&[Some(&[1, 2]), Some(&[3])]));
        assert!(agrees(&[Some(&[1, 2, 3]), Some(&[])]));
        assert!(
            !agrees(&[Some(&[1, 2, 3]), None]),
            "a rank without a result"
        );
        assert!(
            !agrees(&[None, Some(&[1, 2, 3])]),
            "a rank without a result"
        );
        assert!(!agrees(&[Some(&[1, 2]), Some(&[])]), "one is lost");
        assert!(!agrees(&[Some(&[1, 2]), Some(&[3, 3])]), "one is made up");
        assert!(!agrees(&[Some(&[3]), Some(&[1, 2])]), "out of order");
    }
}
