//! Every number in an article comes from a run or a formula, and stands in both languages.

mod bench;
mod bitonic_network;
mod broadcast;
mod ring_all_reduce;
mod sort_across_ranks;
mod sorting_passes;

use experiment::{Engine, EngineUsed, Experiment, Failure, Limits, Report, simulate};
use serde_json::Value;

use crate::read;

fn run(request: Value) -> Report {
    attempt(request).expect("a run that ends")
}

fn attempt(request: Value) -> Result<Report, Failure> {
    let request = serde_json::from_value(request).expect("a request is plain data");
    let experiment = Experiment::read(&request, &Limits::native()).expect("a valid request");
    let engine = EngineUsed::simulated(Engine::Simulated, None);
    simulate(&experiment, engine)
}

/// One article in both languages, as running text.
struct Article {
    english: String,
    chinese: String,
}

impl Article {
    fn read(slug: &str) -> Self {
        let text = |language: &str| {
            let text = read(&format!("web/articles/{slug}/{language}.md"));
            // Spaces that keep a number and its unit together are spaces here.
            text.replace(['\u{a0}', '\u{202f}', '\n'], " ")
        };
        Self {
            english: text("en"),
            chinese: text("zh"),
        }
    }

    #[track_caller]
    fn says(&self, english: &str, chinese: &str) {
        assert!(
            self.english.contains(english),
            "en.md does not say `{english}`"
        );
        assert!(
            self.chinese.contains(chinese),
            "zh.md does not say `{chinese}`"
        );
    }
}

/// Digits in groups of three.
fn grouped(number: usize, separator: char) -> String {
    let digits = number.to_string();
    let mut result = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            result.push(separator);
        }
        result.push(digit);
    }
    result
}
