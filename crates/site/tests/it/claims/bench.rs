//! The article on measuring: its factors are those of bandwidths, its rules stand in the source.

use experiment::Subject;

use super::Article;
use crate::read;

fn article() -> Article {
    Article::read("bench")
}

/// The whole number that `file` of the bench page gives this name.
fn constant(file: &str, name: &str) -> u32 {
    let text = read(&format!("web/src/bench/{file}"));
    let start = format!("const {name} = ");
    let (_, rest) = text.split_once(&start).expect("the constant is there");
    let digits: String = rest.split(';').next().unwrap_or_default().replace('_', "");
    digits.parse().expect("it is a whole number")
}

#[test]
fn the_bus_factor_from_2_ranks_to_8() {
    let named = |it: &Subject| it.name() == "all-reduce";
    let all_reduce = Subject::ALL.into_iter().find(named);
    let all_reduce = all_reduce.expect("it is measured");
    let (few, many) = (all_reduce.bus_factor(2), all_reduce.bus_factor(8));
    article().says(
        &format!("From 2 ranks to 8 that factor grows from {few} to {many}"),
        &format!("从2个rank到8个，这个系数从{few}涨到{many}"),
    );
}

#[test]
fn how_long_things_run() {
    let (sample_us, steps) = (
        constant("clock.ts", "SAMPLE_US"),
        constant("clock.ts", "STEPS_PER_SAMPLE"),
    );
    let sample_ms = sample_us / 1000;
    article().says(
        &format!("to last {sample_ms} ms and {steps} steps of the clock"),
        &format!("至少有{sample_ms} ms、至少有时钟的{steps}格"),
    );
    let warm_s = f64::from(constant("race.ts", "WARM_US")) / 1e6;
    article().says(
        &format!("is warmed up for {warm_s} s first"),
        &format!("先空跑{warm_s} s"),
    );
    let samples = constant("plan.ts", "GOAL_SAMPLES");
    article().says(
        &format!("the medians of {samples}"),
        &format!("{samples}个样本的中位数之比"),
    );
}
