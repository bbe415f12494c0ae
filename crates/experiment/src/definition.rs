//! What each collective means, said without any algorithm: one line of ndarray over the matrix
//! of ranks (rows) and elements (columns), in double precision.
//!
//! Nothing here shares code with the algorithms, so a mistake in them shows.

use std::ops::Range;

use collectives::{Collective, ElementKind, OpKind, Partition};
use ndarray::{Array1, Array2, Axis};

use crate::Experiment;

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
        Collective::ReduceScatter => Some(Partition::new(counts[0], counts.len()).length(rank)),
        Collective::AllReduce => Some(counts[rank]),
    }
}

/// What `rank` should hold at the end of `experiment`, or `None` where it receives nothing.
pub(crate) fn expected(experiment: &Experiment) -> Vec<Option<Expected>> {
    let moved = |rank: usize| match experiment.collective {
        Collective::Barrier => None,
        Collective::Broadcast => Some(experiment.inputs[experiment.root].to_f64()),
        Collective::Gather if rank != experiment.root => None,
        _ => Some(
            experiment
                .inputs
                .iter()
                .flat_map(crate::Values::to_f64)
                .collect(),
        ),
    };
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

/// Every rank's values combined.
fn reduced(experiment: &Experiment) -> Expected {
    let (ranks, count) = (experiment.ranks, experiment.inputs[0].len());
    let rows: Vec<Vec<f64>> = experiment
        .inputs
        .iter()
        .map(crate::Values::to_f64)
        .collect();
    let matrix = Array2::from_shape_fn((ranks, count), |(rank, index)| rows[rank][index]);
    let values = match (experiment.op, experiment.kind.is_integer()) {
        (OpKind::Min, _) => matrix.fold_axis(Axis(0), f64::INFINITY, |&a, &b| least(a, b)),
        (OpKind::Max, _) => matrix.fold_axis(Axis(0), f64::NEG_INFINITY, |&a, &b| -least(-a, -b)),
        (op, true) => matrix
            .fold_axis(Axis(0), i64::from(op == OpKind::Product), |&total, &x| {
                wrap(op, total, x)
            })
            .mapv(|total| as_kind(experiment.kind, total)),
        (OpKind::Sum, false) => matrix.sum_axis(Axis(0)),
        (OpKind::Mean, false) => matrix.sum_axis(Axis(0)) / real(ranks),
        (OpKind::Product, false) => matrix.product_axis(Axis(0)),
    };
    // One rank alone computes nothing: its values come back as they are.
    let values = if ranks == 1 {
        matrix.row(0).to_owned()
    } else {
        values
    };
    let selects = matches!(experiment.op, OpKind::Min | OpKind::Max);
    Expected {
        values: values.to_vec(),
        tolerance: tolerance(experiment, &matrix.mapv(f64::abs)),
        exact: ranks == 1 || selects || experiment.kind.is_integer(),
    }
}

/// How far rounding in any order may lead: 2 P ε times the sum (or the product) of magnitudes.
fn tolerance(experiment: &Experiment, magnitudes: &Array2<f64>) -> Vec<f64> {
    let ranks = experiment.ranks;
    let epsilon = match experiment.kind {
        ElementKind::F32 => f64::from(f32::EPSILON),
        ElementKind::F64 => f64::EPSILON,
        ElementKind::I32 | ElementKind::U32 => 0.0,
    };
    let scale: Array1<f64> = match experiment.op {
        OpKind::Sum => magnitudes.sum_axis(Axis(0)),
        OpKind::Mean => magnitudes.sum_axis(Axis(0)) / real(ranks),
        OpKind::Product => magnitudes.product_axis(Axis(0)),
        OpKind::Min | OpKind::Max => Array1::zeros(magnitudes.ncols()),
    };
    let factor = if ranks == 1 {
        0.0
    } else {
        2.0 * real(ranks) * epsilon
    };
    (scale * factor).to_vec()
}

/// The smaller value: NaN wins, and -0 is smaller than +0.
fn least(a: f64, b: f64) -> f64 {
    match (a.is_nan() || b.is_nan(), a.total_cmp(&b)) {
        (true, _) => f64::NAN,
        (false, std::cmp::Ordering::Greater) => b,
        (false, _) => a,
    }
}

/// Sums and products of integers, modulo 2^32.
#[allow(
    clippy::cast_possible_truncation,
    reason = "an element of an integer kind is whole"
)]
fn wrap(op: OpKind, total: i64, x: f64) -> i64 {
    let result = match op {
        OpKind::Product => total.wrapping_mul(x as i64),
        _ => total.wrapping_add(x as i64),
    };
    result.rem_euclid(1 << 32)
}

/// A number modulo 2^32, in the range of `kind`.
#[allow(clippy::cast_precision_loss, reason = "32 bits are exact in a double")]
fn as_kind(kind: ElementKind, total: i64) -> f64 {
    let signed = kind == ElementKind::I32 && total >= 1 << 31;
    (if signed { total - (1 << 32) } else { total }) as f64
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
