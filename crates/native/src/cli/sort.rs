//! `ranks sort`: numbers in, numbers in order out, by the radix sort that a page falls back to.

use std::fmt::Display;
use std::io::{self, Write};
use std::time::Instant;

use collectives::{Element, SortKey};
use experiment::{SortRequest, Values};
use serde::Serialize;

use super::trouble::Trouble;
use crate::afford::afford;

/// What is needed besides the numbers, for each of them: the sorted copy, two rows of keys, the
/// numbers as doubles, and two lists of slices that the verdict compares.
const WORK_BYTES_PER_NUMBER: usize = 64;

/// What a sort answers; the shape of `sort` in `openhood.js`.
#[derive(Debug, Serialize)]
pub(super) struct SortReport {
    values: Values,
    /// Nothing is carried along here.
    payload: (),
    device: Device,
    plan: Plan,
    times: Times,
    pub(super) verdict: SortVerdict,
}

#[derive(Debug, Serialize)]
struct Device {
    kind: &'static str,
    name: &'static str,
    /// Whether it is no real GPU.
    software: bool,
    /// Why not a GPU.
    why: &'static str,
}

/// What the sort did.
#[derive(Debug, Serialize)]
struct Plan {
    passes: usize,
    comparators: usize,
    /// What the passes read and wrote.
    bytes: usize,
}

#[derive(Debug, Serialize)]
struct Times {
    total_ms: f64,
    upload_ms: f64,
    gpu_ms: Option<f64>,
    readback_ms: f64,
}

/// Whether the result is what it should be, found out without the sort and its keys.
#[derive(Clone, Copy, Debug, Serialize)]
pub(super) struct SortVerdict {
    pub(super) agrees: bool,
    /// Nothing stands before something that it should stand behind.
    sorted: bool,
    /// The very bits that came in.
    permutation: bool,
    /// Equal numbers cannot be told apart here.
    stable: Option<bool>,
}

/// Sorts, and judges what came out.
pub(super) fn sort(request: &SortRequest) -> Result<SortReport, Trouble> {
    let bytes = request.values.len() * WORK_BYTES_PER_NUMBER;
    afford(bytes, 0).map_err(|words| Trouble::Unaffordable(format!("the sort {words}")))?;
    let started = Instant::now();
    let (values, passes) = sorted(request);
    let total_ms = started.elapsed().as_secs_f64() * 1000.0;
    let bytes = 2 * passes * values.bytes().len();
    Ok(SortReport {
        verdict: SortVerdict::of(request, &values),
        values,
        payload: (),
        device: Device {
            kind: "cpu",
            name: "radix sort on one thread",
            software: true,
            why: "the command line has no GPU",
        },
        plan: Plan {
            passes,
            comparators: 0,
            bytes,
        },
        times: Times {
            total_ms,
            upload_ms: 0.0,
            gpu_ms: None,
            readback_ms: 0.0,
        },
    })
}

/// The numbers in order, and how many passes that took.
fn sorted(request: &SortRequest) -> (Values, usize) {
    let mut values = request.values.clone();
    let passes = match &mut values {
        Values::F32(vector) => sort_vector(vector, request.descending),
        Values::F64(vector) => sort_vector(vector, request.descending),
        Values::I32(vector) => sort_vector(vector, request.descending),
        Values::U32(vector) => sort_vector(vector, request.descending),
    };
    (values, passes)
}

fn sort_vector<E: Element>(vector: &mut [E], descending: bool) -> usize {
    let mut keys: Vec<_> = vector.iter().map(|it| it.to_key()).collect();
    let passes = SortKey::sort(&mut keys);
    for (place, key) in vector.iter_mut().zip(keys) {
        *place = E::from_key(key);
    }
    if descending {
        vector.reverse();
    }
    passes
}

impl SortVerdict {
    fn of(request: &SortRequest, values: &Values) -> Self {
        let numbers = values.to_f64();
        // NaN is behind every number, and no NaN is behind another one.
        let in_order = |a: f64, b: f64| b.is_nan() || (!a.is_nan() && a.total_cmp(&b).is_le());
        let sorted = numbers.windows(2).all(|pair| match request.descending {
            false => in_order(pair[0], pair[1]),
            true => in_order(pair[1], pair[0]),
        });
        let permutation = elements(values) == elements(&request.values);
        Self {
            agrees: sorted && permutation,
            sorted,
            permutation,
            stable: None,
        }
    }
}

/// The bits of every element, in an order that depends on nothing else.
fn elements(values: &Values) -> Vec<&[u8]> {
    let mut elements: Vec<_> = values.bytes().chunks(values.kind().size()).collect();
    elements.sort_unstable();
    elements
}

/// One number per line, spelled as in JSON.
pub(super) fn lines(report: &SortReport, to: &mut dyn Write) -> io::Result<()> {
    match &report.values {
        Values::F32(vector) => vector.iter().try_for_each(|it| line(it, to)),
        Values::F64(vector) => vector.iter().try_for_each(|it| line(it, to)),
        Values::I32(vector) => vector.iter().try_for_each(|it| line(it, to)),
        Values::U32(vector) => vector.iter().try_for_each(|it| line(it, to)),
    }
}

fn line(number: &impl Display, to: &mut dyn Write) -> io::Result<()> {
    let text = number.to_string();
    let spelled = match text.as_str() {
        "inf" => "Infinity",
        "-inf" => "-Infinity",
        other => other,
    };
    writeln!(to, "{spelled}")
}
