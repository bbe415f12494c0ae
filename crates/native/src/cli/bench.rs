//! `ranks bench`: how long calls take between threads, as lines of JSON.

use std::io::Write;

use experiment::{Engine, Failure, Measure, Problem, Subject};
use lexopt::{Arg, Parser, ValueExt as _};
use serde::Serialize;

use super::arguments::refused;
use super::output::json;
use super::trouble::Trouble;
use crate::threads;

/// A sample lasts at least so long, or the clock and the barrier before it would show.
const SAMPLE_US_MIN: f64 = 200.0;

/// Samples that are not kept: caches and predictors learn.
const WARMUP_COUNT: usize = 3;

const FLAGS: [&str; 7] = [
    "op",
    "ranks",
    "min-bytes",
    "max-bytes",
    "factor",
    "samples",
    "engine",
];

/// What to measure: every combination.
#[derive(Clone, Debug)]
pub(super) struct BenchArguments {
    subjects: Vec<Subject>,
    ranks: Vec<usize>,
    bytes: Vec<usize>,
    samples: usize,
}

/// One line of what is printed.
#[derive(Debug, Serialize)]
struct Line {
    engine: &'static str,
    op: &'static str,
    algorithm: &'static str,
    ranks: usize,
    bytes: usize,
    iters: usize,
    median_us: f64,
    min_us: f64,
    max_us: f64,
    #[serde(rename = "algbw_GBps")]
    algbw: Option<f64>,
    #[serde(rename = "busbw_GBps")]
    busbw: Option<f64>,
}

/// Reads the flags; none of them if help is asked for.
pub(super) fn parse(mut parser: Parser) -> Result<Option<BenchArguments>, Problem> {
    let mut subjects = Subject::ALL.to_vec();
    let mut ranks = vec![2, 4, 8];
    let (mut least, mut most, mut factor, mut samples) = (8, Measure::BYTES_MAX, 4, 20);
    let rank_count_max = experiment::Limits::rank_count_max(Engine::Threads);
    while let Some(argument) = parser.next().map_err(refused)? {
        let Arg::Long(flag) = argument else {
            return Err(refused(argument.unexpected()));
        };
        let flag = flag.to_owned();
        match flag.as_str() {
            "json" => continue,
            "help" => return Ok(None),
            known if FLAGS.contains(&known) => {}
            other => return Err(Problem::unknown_name("flag", other, &FLAGS)),
        }
        let text = parser.value().and_then(|it| it.string()).map_err(refused)?;
        let list = text.split(',');
        let whole = |text: &str, least, most| whole(&flag, text, least, most);
        match flag.as_str() {
            "op" => subjects = list.map(subject).collect::<Result<_, _>>()?,
            "ranks" => {
                let each = |text| whole(text, 2, rank_count_max);
                ranks = list.map(each).collect::<Result<_, _>>()?;
            }
            "min-bytes" => least = whole(&text, 4, Measure::BYTES_MAX)?,
            "max-bytes" => most = whole(&text, 4, Measure::BYTES_MAX)?,
            "factor" => factor = whole(&text, 2, 1 << 20)?,
            "samples" => samples = whole(&text, 1, 10_000)?,
            _ if text == Engine::Threads.name() => {}
            _ => {
                return Err(Problem::unknown_name(
                    "engine",
                    &text,
                    &[Engine::Threads.name()],
                ));
            }
        }
    }
    if most < least {
        let allowed = format!("at least min-bytes, which is {least}");
        return Err(Problem::new("max-bytes", &most.to_string(), &allowed));
    }
    let bytes = sizes(least, most, factor);
    Ok(Some(BenchArguments {
        subjects,
        ranks,
        bytes,
        samples,
    }))
}

fn subject(name: &str) -> Result<Subject, Problem> {
    let found = Subject::ALL.into_iter().find(|it| it.name() == name);
    found.ok_or_else(|| Problem::unknown_name("op", name, &Subject::ALL.map(Subject::name)))
}

fn whole(flag: &str, text: &str, least: usize, most: usize) -> Result<usize, Problem> {
    let number = text.parse().ok().filter(|it| (least..=most).contains(it));
    let allowed = format!("a whole number from {least} to {most}");
    number.ok_or_else(|| Problem::new(flag, text, &allowed))
}

/// From the least to the most, each `factor` times the one before, in whole numbers of f32.
fn sizes(least: usize, most: usize, factor: usize) -> Vec<usize> {
    let words = |bytes: usize| bytes / 4 * 4;
    let next = |bytes: &usize| Some(bytes.saturating_mul(factor));
    let below = std::iter::successors(Some(words(least)), next).take_while(|it| *it < words(most));
    below.chain([words(most)]).collect()
}

/// Measures, and prints a line as soon as it is known.
pub(super) fn print(arguments: &BenchArguments, to: &mut dyn Write) -> Result<(), Trouble> {
    for &subject in &arguments.subjects {
        let sized = subject.algorithm_factor().is_some();
        let bytes = if sized { &arguments.bytes[..] } else { &[0] };
        let ranks: &[usize] = match subject {
            Subject::PingPong => &[2],
            Subject::Call(_) => &arguments.ranks,
        };
        for &ranks in ranks {
            for &bytes in bytes {
                json(&line(subject, ranks, bytes, arguments.samples)?, to)?;
                to.flush()?;
            }
        }
    }
    Ok(())
}

fn line(subject: Subject, ranks: usize, bytes: usize, samples: usize) -> Result<Line, Failure> {
    let mut measure = Measure {
        subject,
        engine: Engine::Threads,
        ranks,
        bytes,
        warmup: WARMUP_COUNT,
        samples: 3,
        batch: 1,
    };
    let guess_us = median(&call_us(&measure)?).max(0.01);
    measure.samples = samples;
    measure.batch = batch(guess_us);
    let times_us = call_us(&measure)?;
    let median_us = median(&times_us);
    let algbw = subject
        .algorithm_factor()
        .map(|factor| factor * count(bytes) / (median_us * 1e3));
    Ok(Line {
        engine: Engine::Threads.name(),
        op: subject.name(),
        algorithm: subject.algorithm(),
        ranks,
        bytes,
        iters: measure.samples * measure.batch,
        median_us,
        min_us: times_us.first().copied().unwrap_or(f64::NAN),
        max_us: times_us.last().copied().unwrap_or(f64::NAN),
        algbw,
        busbw: algbw.map(|it| it * subject.bus_factor(ranks)),
    })
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 1 and 20000"
)]
fn batch(guess_us: f64) -> usize {
    (SAMPLE_US_MIN / guess_us).ceil().max(1.0) as usize
}

/// What one call took in each sample, smallest first: until the last rank was done.
fn call_us(measure: &Measure) -> Result<Vec<f64>, Failure> {
    let laps = threads::measure(measure)?;
    let slowest = |sample| laps.iter().map(|rank| rank[sample]).max().unwrap_or(0);
    let mut times: Vec<f64> = (0..measure.samples)
        .map(|sample| nanoseconds(slowest(sample)) / 1e3 / count(measure.batch))
        .collect();
    times.sort_by(f64::total_cmp);
    Ok(times)
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len() % 2 == 1 {
        sorted[middle]
    } else {
        (sorted[middle - 1] + sorted[middle]) / 2.0
    }
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
fn nanoseconds(value: u64) -> f64 {
    value as f64
}

#[allow(clippy::cast_precision_loss, reason = "far below 2^53")]
fn count(value: usize) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_grow_by_the_factor_and_end_where_asked() {
        assert_eq!(sizes(8, 64, 4), [8, 32, 64]);
        assert_eq!(sizes(8, 8, 2), [8]);
        assert_eq!(sizes(9, 35, 2), [8, 16, 32]);
        assert_eq!(sizes(8, 1 << 26, 4).last(), Some(&(1 << 26)));
    }

    #[test]
    fn the_median_of_an_even_number_is_between_the_two() {
        assert_eq!(median(&[1.0, 2.0, 4.0, 8.0]), 3.0);
        assert_eq!(median(&[1.0, 2.0, 4.0]), 2.0);
    }
}
