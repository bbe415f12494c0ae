//! What each collective means, said without any algorithm: a fold over the matrix of ranks (rows)
//! and elements (columns). Integers are exact in double precision; what floating numbers combine
//! to is known exactly, too, see [`Reduction`].
//!
//! Nothing here shares code with the algorithms, so a mistake in them shows.

mod exact_product;
mod exact_sum;
mod format;
mod reduction;

use std::ops::Range;

use collectives::{Collective, ElementKind, OpKind};

use crate::{Experiment, Values};

pub(crate) use reduction::{Judgement, Reduction};

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

/// Whether results are rounded on the way. One rank alone computes nothing: its values come back
/// as they are.
pub(crate) fn rounds(experiment: &Experiment) -> bool {
    let exact = experiment.kind.is_integer() || matches!(experiment.op, OpKind::Min | OpKind::Max);
    experiment.reduces() && !exact && experiment.ranks > 1
}

/// Which elements of a reduction end on which ranks.
pub(crate) fn shares(experiment: &Experiment) -> Vec<(Range<usize>, Range<usize>)> {
    let (ranks, count) = (experiment.ranks, experiment.inputs[0].len());
    match experiment.claims() {
        Some(Collective::ReduceScatter) => {
            let share = |rank| (block(count, ranks, rank), rank..rank + 1);
            (0..ranks).map(share).collect()
        }
        _ => vec![(0..count, 0..ranks)],
    }
}

/// What each rank should hold at the end of `experiment`, to the bit, or `None` where it receives
/// nothing. Of a sort only the whole is defined; it is cut as `lengths` says that the ranks have
/// cut it.
///
/// # Panics
/// If results are rounded.
pub(crate) fn expected(experiment: &Experiment, lengths: &[usize]) -> Vec<Option<Vec<f64>>> {
    let all = |rows: Vec<Vec<f64>>| rows.into_iter().map(Some).collect();
    let ranks = 0..experiment.ranks;
    let concatenated = || experiment.inputs.iter().flat_map(Values::to_f64).collect();
    let Some(collective) = experiment.claims() else {
        return ranks.map(|_| None).collect();
    };
    match collective {
        Collective::Barrier => ranks.map(|_| None).collect(),
        Collective::Broadcast => {
            let row = experiment.inputs[experiment.root].to_f64();
            ranks.map(|_| Some(row.clone())).collect()
        }
        Collective::Gather => {
            let row = |rank| (rank == experiment.root).then(concatenated);
            ranks.map(row).collect()
        }
        Collective::AllGather => ranks.map(|_| Some(concatenated())).collect(),
        Collective::AllToAll => all(transposed(experiment)),
        Collective::Sort => all(sorted(experiment, lengths)),
        Collective::AllReduce | Collective::ReduceScatter => {
            let whole = folded(experiment);
            let mut rows = vec![None; experiment.ranks];
            for (elements, ranks) in shares(experiment) {
                rows[ranks].fill(Some(whole[elements].to_vec()));
            }
            rows
        }
    }
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

/// −∞ … −0, +0 … +∞, then every NaN; those by their bits.
pub(crate) fn put_in_order(numbers: &mut [f64]) {
    numbers.sort_unstable_by(|a, b| a.is_nan().cmp(&b.is_nan()).then(a.total_cmp(b)));
}

/// Every rank's values combined: each column of the matrix, folded over its ranks.
fn folded(experiment: &Experiment) -> Vec<f64> {
    let kind = experiment.kind;
    let mut rows = experiment.inputs.iter().map(Values::to_f64);
    let mut whole = rows.next().expect("there is at least one rank");
    for row in rows {
        for (total, number) in whole.iter_mut().zip(row) {
            *total = match experiment.op {
                OpKind::Min => least(*total, number),
                OpKind::Max => -least(-*total, -number),
                OpKind::Product if kind.is_integer() => wrapped(kind, *total, number, true),
                OpKind::Sum if kind.is_integer() => wrapped(kind, *total, number, false),
                op => panic!("a {op} of {kind} is rounded"),
            };
        }
    }
    whole
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_in_order_and_every_nan_comes_last() {
        let mut numbers = [
            f64::NAN,
            0.0,
            f64::INFINITY,
            -f64::NAN,
            -0.0,
            2.0,
            f64::NEG_INFINITY,
        ];
        put_in_order(&mut numbers);
        let text = format!("{numbers:?}");
        assert_eq!(text, "[-inf, -0.0, 0.0, 2.0, inf, NaN, NaN]");
    }
}
