//! Every collective once more, as one line about the matrix of ranks (rows) and elements (columns).
//!
//! The verdict of a report comes from folds that a page can afford to load; this is the definition
//! as one would write it on a blackboard, and it shares nothing with them.

use experiment::{Experiment, Limits, Value, Values};
use ndarray::{Array1, Array2, Axis, s};

use crate::simulate;

/// Whole numbers, so that sums in any order are the same.
fn matrix(ranks: usize, count: usize) -> Array2<f64> {
    let number = |(rank, index): (usize, usize)| (31 * rank + 7 * index) % 19;
    let small = |place| f64::from(u32::try_from(number(place)).expect("below 19"));
    Array2::from_shape_fn((ranks, count), small)
}

fn outputs(collective: &str, op: &str, inputs: &Array2<f64>) -> Vec<Option<Values>> {
    let number = |it: usize| Value::Number(f64::from(u32::try_from(it).expect("few")));
    let rows = inputs.outer_iter().map(|row| Value::Numbers(row.to_vec()));
    let mut request = Value::Record(Vec::new());
    request.set("collective", Value::Text(collective.to_string()));
    request.set("op", Value::Text(op.to_string()));
    request.set("kind", Value::Text("f64".to_string()));
    request.set("ranks", number(inputs.nrows()));
    request.set("inputs", Value::List(rows.collect()));
    request.set("root", number(inputs.nrows() - 1));
    let experiment = Experiment::read(&request, &Limits::native()).expect("it is in order");
    let report = simulate(&experiment).expect("nothing goes wrong");
    assert!(report.verdict.agrees, "{collective} {op}");
    report.outputs
}

fn check(
    collective: &str,
    op: &str,
    expected: impl Fn(&Array2<f64>, usize) -> Option<Array1<f64>>,
) {
    for (ranks, chunk) in [(1, 3), (2, 4), (3, 1), (5, 2), (8, 3)] {
        let inputs = matrix(ranks, ranks * chunk);
        for (rank, output) in outputs(collective, op, &inputs).into_iter().enumerate() {
            let expected = expected(&inputs, rank).map(|row| Values::F64(row.to_vec()));
            assert_eq!(
                output, expected,
                "{collective} {op}, rank {rank} of {ranks}"
            );
        }
    }
}

/// Chunk `rank` of as many equal ones as there are ranks.
fn chunk(whole: &Array1<f64>, ranks: usize, rank: usize) -> Array1<f64> {
    let length = whole.len() / ranks;
    whole
        .slice(s![rank * length..(rank + 1) * length])
        .to_owned()
}

#[test]
fn reductions_fold_the_matrix_over_its_ranks() {
    let largest = |m: &Array2<f64>| m.fold_axis(Axis(0), f64::NEG_INFINITY, |&a, &b| a.max(b));
    check("all-reduce", "sum", |m, _| Some(m.sum_axis(Axis(0))));
    check("all-reduce", "product", |m, _| {
        Some(m.product_axis(Axis(0)))
    });
    check("all-reduce", "max", |m, _| Some(largest(m)));
    check("reduce-scatter", "sum", |m, rank| {
        Some(chunk(&m.sum_axis(Axis(0)), m.nrows(), rank))
    });
}

#[test]
fn what_only_moves_is_a_row_all_rows_or_a_transpose() {
    let rows = |m: &Array2<f64>| Array1::from_iter(m.iter().copied());
    check("broadcast", "sum", |m, _| {
        Some(m.row(m.nrows() - 1).to_owned())
    });
    check("all-gather", "sum", |m, _| Some(rows(m)));
    check("gather", "sum", |m, rank| {
        (rank == m.nrows() - 1).then(|| rows(m))
    });
    check("all-to-all", "sum", |m, rank| {
        let (ranks, block) = (m.nrows(), m.ncols() / m.nrows());
        let columns = m.slice(s![.., rank * block..(rank + 1) * block]);
        Some(
            columns
                .to_owned()
                .into_shape_with_order(ranks * block)
                .expect("as many"),
        )
    });
}
