//! The article on sorting across ranks: its numbers are those of the figure's own runs.

use std::iter;

use experiment::{Report, Values};
use serde_json::{Value, json};

use super::{Article, grouped, run};

const RANKS: usize = 8;
const KEYS: usize = 1024;

fn article() -> Article {
    Article::read("sort-across-ranks")
}

/// The random words that the figure sorts: those of `web/src/sorting/keys.ts` for seed 1.
fn words() -> impl Iterator<Item = u32> {
    let mut state = ((1_u32 ^ 0x9e37_79b9).wrapping_mul(0x85eb_ca6b)) ^ 0xc2b2_ae35;
    iter::from_fn(move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        Some(state)
    })
}

fn sort(algorithm: &str, ranks: usize, keys: usize, key: impl Fn(u32) -> u32) -> Report {
    let keys: Vec<u32> = words().map(key).take(ranks * keys).collect();
    let inputs: Value = keys.chunks(keys.len() / ranks).collect();
    run(json!({
        "collective": "sort", "algorithm": algorithm, "engine": "simulated", "kind": "u32",
        "ranks": ranks, "inputs": inputs,
        "network": { "alpha_us": 5, "beta_ns_per_byte": 1 },
    }))
}

fn random(algorithm: &str, ranks: usize, keys: usize) -> Report {
    sort(algorithm, ranks, keys, |word| word)
}

fn length(values: Option<&Values>) -> usize {
    values.map_or(0, |values| values.to_f64().len())
}

/// The smallest and the largest.
fn range(numbers: impl Iterator<Item = usize> + Clone) -> (usize, usize) {
    (numbers.clone().min().unwrap(), numbers.max().unwrap())
}

fn sent(report: &Report) -> (usize, usize) {
    let bytes = report.totals.bytes_sent.iter();
    range(bytes.map(|&bytes| usize::try_from(bytes).unwrap()))
}

fn lengths(report: &Report) -> (usize, usize) {
    range(report.outputs.iter().map(|values| length(values.as_ref())))
}

fn total(report: &Report) -> usize {
    let total: u64 = report.totals.bytes_sent.iter().sum();
    usize::try_from(total).unwrap()
}

#[test]
fn the_network() {
    let article = article();
    let report = random("bitonic", RANKS, KEYS);
    assert!(report.verdict.agrees);
    assert_eq!((report.totals.rounds, lengths(&report)), (6, (KEYS, KEYS)));
    let (least, most) = sent(&report);
    assert_eq!((least, most), (6 * KEYS * 4, 6 * KEYS * 4));
    article.says(
        &format!(
            "its block, {} bytes: {} in all",
            grouped(KEYS * 4, ','),
            grouped(most, ',')
        ),
        &format!(
            "{}字节，一共{}字节",
            grouped(KEYS * 4, ' '),
            grouped(most, ' ')
        ),
    );
    let six = random("bitonic", 6, KEYS);
    assert_eq!(six.totals.rounds, 6);
    assert_eq!(six.totals.messages, [5, 5, 6, 6, 4, 4]);
    let (least, _) = sent(&six);
    article.says(
        &format!("4 and 5 send {} bytes", grouped(least, ',')),
        &format!("rank 4和5只发{}字节", grouped(least, ' ')),
    );
}

#[test]
fn samples() {
    let article = article();
    let report = random("sample", RANKS, KEYS);
    let ((least, most), (shortest, longest)) = (sent(&report), lengths(&report));
    article.says(
        &format!(
            "{} to {} bytes per rank",
            grouped(least, ','),
            grouped(most, ',')
        ),
        &format!("{}到{}字节", grouped(least, ' '), grouped(most, ' ')),
    );
    let network = total(&random("bitonic", RANKS, KEYS));
    assert_eq!(
        (
            (network * 2 / total(&report)).div_ceil(2),
            longest <= 2 * KEYS
        ),
        (6, true)
    );
    article.says(
        &format!("{shortest} to {} keys", grouped(longest, ',')),
        &format!("{shortest}到{}个键", grouped(longest, ' ')),
    );
    let spacing = RANKS * KEYS / (RANKS * (RANKS + 1));
    article.says(
        &format!("every {spacing}th of"),
        &format!("每{spacing}个取一个"),
    );
    // The eighth power keeps the order, and that is all that samples see.
    let skewed = sort("sample", RANKS, KEYS, |word| {
        let part = f64::from(word) / f64::from(2_f32.powi(32));
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a part of the largest key is a key"
        )]
        let key = (part.powi(8) * f64::from(u32::MAX)) as u32;
        key
    });
    assert_eq!(
        (sent(&skewed), lengths(&skewed)),
        (sent(&report), lengths(&report))
    );
}

#[test]
fn equal_keys() {
    let article = article();
    let (shortest, longest) = lengths(&sort("sample", RANKS, KEYS, |_| 7));
    article.says(
        &format!(
            "{} to {} keys",
            grouped(shortest, ','),
            grouped(longest, ',')
        ),
        &format!("{}到{}个键", grouped(shortest, ' '), grouped(longest, ' ')),
    );
    article.says(
        &format!("sends all {} keys to one rank", grouped(RANKS * KEYS, ',')),
        &format!("把{}个键全发给一个rank", grouped(RANKS * KEYS, ' ')),
    );
}

#[test]
fn times_in_the_model() {
    let article = article();
    for keys in [KEYS, 4 * KEYS, 8 * KEYS] {
        let us = |algorithm: &str| {
            let report = random(algorithm, RANKS, keys);
            report.time.virtual_us.expect("a simulated run has a time")
        };
        let row = |separator| {
            let keys = grouped(keys, separator);
            format!(
                "| {keys} | {:.1} µs | {:.1} µs |",
                us("bitonic"),
                us("sample")
            )
        };
        article.says(&row(','), &row(' '));
    }
    article.says("54.6 µs for 1,024", "网络要54.6 µs");
    article.says("127.3 µs: it sends a sixth", "采样排序要127.3 µs");
    let rounds = |algorithm: &str, ranks| random(algorithm, ranks, KEYS).totals.rounds;
    let (few, many) = (rounds("bitonic", RANKS), rounds("sample", RANKS));
    article.says(
        &format!("in {many} rounds instead of {few}"),
        &format!("轮数却是{many}对{few}"),
    );
    let (few, many) = (rounds("bitonic", 32), rounds("sample", 32));
    article.says(
        &format!("for 32 it has {few}, sample sort {many}"),
        &format!("32个rank时它要{few}轮，采样排序要{many}轮"),
    );
}

#[test]
fn keys_in_order() {
    let article = article();
    let mut keys: Vec<u32> = words().take(RANKS * KEYS).collect();
    keys.sort_unstable();
    let inputs: Value = keys.chunks(KEYS).collect();
    let [sample, bitonic] = ["sample", "bitonic"].map(|algorithm| {
        total(&run(json!({
            "collective": "sort", "algorithm": algorithm, "engine": "simulated",
            "kind": "u32", "ranks": RANKS, "inputs": inputs,
        })))
    });
    article.says(
        &format!("{} bytes in all", grouped(sample, ',')),
        &format!("总共发{}字节", grouped(sample, ' ')),
    );
    article.says(
        &format!("sends its {}", grouped(bitonic, ',')),
        &format!("网络照发{}字节", grouped(bitonic, ' ')),
    );
}
