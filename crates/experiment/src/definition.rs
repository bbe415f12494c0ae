//! What each collective means, said without any algorithm: a fold over the matrix of ranks (rows)
//! and elements (columns), in double precision.
//!
//! Nothing here shares code with the algorithms, so a mistake in them shows.

use std::ops::Range;

use collectives::{Collective, ElementKind, OpKind};

use crate::{Experiment, Values};

/// What one rank should hold at the end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Expected {
    pub(crate) values: Vec<f64>,
    /// How far off each value may be.
    pub(crate) tolerance: Vec<f64>,
    /// Whether nothing is computed that could round, so that even the sign of a zero counts.
    pub(crate) exact: bool,
}

/// Length of the result of `rank`, or `None` where it receives nothing.
pub(crate) fn output_len(
    collective: Collective,
    counts: &[usize],
    root: usize,
    rank: usize,
) -> Option<usize> {
    match collective {
        Collective::Barrier => None,
        Collective::Broadcast => Some(counts[root]),
        Collective::Gather => (rank == root).then(|| counts.iter().sum()),
        Collective::AllGather => Some(counts.iter().sum()),
        Collective::AllToAll => {
            let lengths = counts.iter().map(|&n| block(n, counts.len(), rank).len());
            Some(lengths.sum())
        }
        Collective::ReduceScatter => Some(block(counts[0], counts.len(), rank).len()),
        // How a sort divides its elements is the algorithm's choice; their number stays.
        Collective::AllReduce | Collective::Sort => Some(counts[rank]),
    }
}

/// What each rank should hold at the end of `experiment`, or `None` where it receives nothing.
/// Of a sort only the whole is defined; it is cut as `lengths` says that the ranks have cut it.
pub(crate) fn expected(experiment: &Experiment, lengths: &[usize]) -> Vec<Option<Expected>> {
    let moved = |rank: usize| match experiment.collective {
        Collective::Barrier => None,
        Collective::Broadcast => Some(experiment.inputs[experiment.root].to_f64()),
        Collective::Gather if rank != experiment.root => None,
        _ => Some(experiment.inputs.iter().flat_map(Values::to_f64).collect()),
    };
    let exactly = |rows: Vec<Vec<f64>>| {
        let rows = rows.into_iter();
        rows.map(|row| Some(Expected::exactly(row))).collect()
    };
    match experiment.collective {
        Collective::AllToAll => return exactly(transposed(experiment)),
        Collective::Sort => return exactly(sorted(experiment, lengths)),
        _ => {}
    }
    if !experiment.collective.reduces() {
        return (0..experiment.ranks)
            .map(|rank| moved(rank).map(Expected::exactly))
            .collect();
    }
    let whole = reduced(experiment);
    let part = |rank| match experiment.collective {
        Collective::ReduceScatter => whole.part(block(whole.values.len(), experiment.ranks, rank)),
        _ => whole.clone(),
    };
    (0..experiment.ranks).map(|rank| Some(part(rank))).collect()
}

/// Rank `index`'s share of `n` elements: contiguous, the first `n mod p` one longer.
fn block(n: usize, p: usize, index: usize) -> Range<usize> {
    let start = |index: usize| index * (n / p) + index.min(n % p);
    start(index)..start(index + 1)
}

/// The columns of the matrix whose rows are the ranks' inputs and whose elements are blocks.
fn transposed(experiment: &Experiment) -> Vec<Vec<f64>> {
    let mut columns = vec![Vec::new(); experiment.ranks];
    for input in &experiment.inputs {
        let row = input.to_f64();
        for (rank, column) in columns.iter_mut().enumerate() {
            column.extend_from_slice(&row[block(row.len(), experiment.ranks, rank)]);
        }
    }
    columns
}

/// All inputs in order, NaN last, in rows of the given lengths; what is over is in the last one.
fn sorted(experiment: &Experiment, lengths: &[usize]) -> Vec<Vec<f64>> {
    let mut numbers = Vec::new();
    for input in &experiment.inputs {
        numbers.append(&mut input.to_f64());
    }
    put_in_order(&mut numbers);
    let mut rest = numbers.as_slice();
    let mut rows = Vec::new();
    for &length in lengths {
        let (row, after) = rest.split_at(length.min(rest.len()));
        rows.push(row.to_vec());
        rest = after;
    }
    if let Some(last) = rows.last_mut() {
        last.extend_from_slice(rest);
    }
    rows
}

/// −∞ … −0, +0 … +∞, then every NaN; those by their bits. Merged half by half: the sort of the
/// standard library is more to download than all that is defined here.
pub(crate) fn put_in_order(numbers: &mut [f64]) {
    let half = numbers.len() / 2;
    if half == 0 {
        return;
    }
    put_in_order(&mut numbers[..half]);
    put_in_order(&mut numbers[half..]);
    let left = numbers[..half].to_vec();
    let (mut place, mut next) = (0, half);
    for number in left {
        while next < numbers.len() && is_before(numbers[next], number) {
            numbers[place] = numbers[next];
            (place, next) = (place + 1, next + 1);
        }
        numbers[place] = number;
        place += 1;
    }
}

fn is_before(a: f64, b: f64) -> bool {
    let nan_last = a.is_nan().cmp(&b.is_nan());
    nan_last.then(a.total_cmp(&b)).is_lt()
}

/// Every rank's values combined: each column of the matrix, folded over its ranks.
fn reduced(experiment: &Experiment) -> Expected {
    let (ranks, count) = (experiment.ranks, experiment.inputs[0].len());
    let rows: Vec<Vec<f64>> = experiment.inputs.iter().map(Values::to_f64).collect();
    let fold = |start: f64, combine: &dyn Fn(f64, f64) -> f64| {
        let column = |index| {
            rows.iter()
                .fold(start, |total, row: &Vec<f64>| combine(total, row[index]))
        };
        (0..count).map(column).collect::<Vec<_>>()
    };
    let integer = experiment.kind.is_integer();
    let selects = matches!(experiment.op, OpKind::Min | OpKind::Max);
    let values = match experiment.op {
        // One rank alone computes nothing: its values come back as they are.
        _ if ranks == 1 => rows[0].clone(),
        OpKind::Min => fold(f64::INFINITY, &least),
        OpKind::Max => fold(f64::NEG_INFINITY, &|a, b| -least(-a, -b)),
        OpKind::Product if integer => fold(1.0, &|a, b| wrapped(experiment.kind, a, b, true)),
        OpKind::Sum | OpKind::Mean if integer => {
            fold(0.0, &|a, b| wrapped(experiment.kind, a, b, false))
        }
        OpKind::Product => fold(1.0, &|a, b| a * b),
        OpKind::Sum => fold(0.0, &|a, b| a + b),
        OpKind::Mean => fold(0.0, &|a, b| a + b / real(ranks)),
    };
    let exact = ranks == 1 || integer || selects;
    let magnitudes = match experiment.op {
        _ if exact => vec![0.0; count],
        OpKind::Product => fold(1.0, &|a, b| a * b.abs()),
        OpKind::Mean => fold(0.0, &|a, b| a + b.abs() / real(ranks)),
        _ => fold(0.0, &|a, b| a + b.abs()),
    };
    // How far rounding in any order may lead: 2 P ε times the sum (or the product) of magnitudes.
    let factor = 2.0 * real(ranks) * epsilon(experiment.kind);
    let tolerance = magnitudes
        .into_iter()
        .map(|magnitude| factor * magnitude)
        .collect();
    Expected {
        values,
        tolerance,
        exact,
    }
}

/// The distance from 1 to the next number of that kind.
fn epsilon(kind: ElementKind) -> f64 {
    if kind == ElementKind::F32 {
        f64::from(f32::EPSILON)
    } else {
        f64::EPSILON
    }
}

/// The smaller value: NaN wins, and -0 is smaller than +0.
fn least(a: f64, b: f64) -> f64 {
    match (a.is_nan() || b.is_nan(), a.total_cmp(&b)) {
        (true, _) => f64::NAN,
        (false, std::cmp::Ordering::Greater) => b,
        (false, _) => a,
    }
}

/// The product or the sum of two integers modulo 2^32, in the range of `kind`.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "integers of 32 bits are exact in a double"
)]
fn wrapped(kind: ElementKind, a: f64, b: f64, product: bool) -> f64 {
    let (a, b) = (a as i64, b as i64);
    let total = if product { a.wrapping_mul(b) } else { a + b };
    let total = total.rem_euclid(1 << 32);
    let negative = kind == ElementKind::I32 && total >= 1 << 31;
    (if negative { total - (1 << 32) } else { total }) as f64
}

#[allow(
    clippy::cast_precision_loss,
    reason = "a number of ranks is far below 2^53"
)]
fn real(count: usize) -> f64 {
    count as f64
}

impl Expected {
    fn exactly(values: Vec<f64>) -> Self {
        Self {
            tolerance: vec![0.0; values.len()],
            values,
            exact: true,
        }
    }

    fn part(&self, range: Range<usize>) -> Self {
        Self {
            values: self.values[range.clone()].to_vec(),
            tolerance: self.tolerance[range].to_vec(),
            exact: self.exact,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_that_of_the_standard_library_with_nan_last() {
        let some = [
            2.0,
            -0.0,
            f64::NAN,
            0.0,
            f64::NEG_INFINITY,
            -f64::NAN,
            1e300,
            -2.0,
            2.0,
            f64::INFINITY,
            f64::from_bits(0x7ff8_0000_0000_1234),
        ];
        // Every length, and of every length several arrangements.
        for length in 0..=3 * some.len() {
            for stride in [1, 2, 3, 7] {
                let pick = |index: usize| some[index * stride % some.len()];
                let mut numbers: Vec<f64> = (0..length).map(pick).collect();
                let mut wanted = numbers.clone();
                wanted.sort_by(|a, b| a.is_nan().cmp(&b.is_nan()).then(a.total_cmp(b)));
                put_in_order(&mut numbers);
                let bits =
                    |numbers: &[f64]| numbers.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
                assert_eq!(bits(&numbers), bits(&wanted), "{length} by {stride}");
            }
        }
    }
}
