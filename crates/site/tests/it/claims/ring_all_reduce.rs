//! The article on ring all-reduce.

use experiment::Report;
use serde_json::json;

use super::{Article, grouped, run};
use crate::source_root;

const RANKS: usize = 6;
/// What the figure runs unless a reader changes it.
const COUNT: usize = 6144;
const CHUNK: usize = COUNT / RANKS;
const VECTOR_BYTES: usize = COUNT * 4;

fn ring(count: usize, cut: usize) -> Report {
    run(json!({
        "collective": "all-reduce", "algorithm": "ring", "engine": "simulated",
        "ranks": RANKS, "count": count, "cut": cut,
    }))
}

fn model_us(algorithm: &str, count: usize) -> f64 {
    let report = run(json!({
        "collective": "all-reduce", "algorithm": algorithm, "engine": "simulated",
        "ranks": RANKS, "count": count, "trace": false,
    }));
    report
        .predicted
        .time_us
        .expect("the catalogue has a formula")
}

fn outputs(report: &Report) -> Vec<Vec<f64>> {
    let outputs = report.outputs.iter().flatten();
    outputs.map(experiment::Values::to_f64).collect()
}

/// How many chunks are wrong, whether all ranks agree, whether every rank's own chunk is right.
fn judged(cut: usize) -> (usize, bool, bool) {
    let (right, got) = (outputs(&ring(COUNT, RANKS - 1)), outputs(&ring(COUNT, cut)));
    let is_right = |rank: usize, chunk: usize| {
        let range = chunk * CHUNK..(chunk + 1) * CHUNK;
        got[rank][range.clone()] == right[rank][range]
    };
    let all = (0..RANKS).flat_map(|rank| (0..RANKS).map(move |chunk| (rank, chunk)));
    let wrong = all.filter(|&(rank, chunk)| !is_right(rank, chunk)).count();
    let agree = got.iter().all(|output| *output == got[0]);
    (wrong, agree, (0..RANKS).all(|rank| is_right(rank, rank)))
}

#[test]
fn the_table_of_cuts() {
    let article = Article::read("ring-all-reduce");
    let steps = 2 * (RANKS - 1);
    for (cuts, [english, chinese]) in [
        (0..=4, ["0 to 4", "0到4"]),
        (5..=5, ["5", "5"]),
        (6..=steps, ["6 to 10", "6到10"]),
    ] {
        let rows: Vec<_> = cuts.map(judged).collect();
        assert!(
            rows.iter().all(|row| *row == rows[0]),
            "{english}: {rows:?}"
        );
        let (wrong, agree, owners) = rows[0];
        let row = |cut: &str, of: &str, words: [&str; 2]| {
            let count = if wrong == 0 {
                "0".to_owned()
            } else {
                format!("{wrong}{of}36")
            };
            let [agree, owners] = [agree, owners].map(|yes| words[usize::from(yes)]);
            format!("| {cut} | {count} | {agree} | {owners} |")
        };
        article.says(
            &row(english, " of ", ["no", "yes"]),
            &row(chinese, " / ", ["否", "是"]),
        );
    }
    article.says("all 36 chunks are wrong", "36个chunk全是错的");
    article.says(
        "30 chunks count one rank twice",
        "有30个chunk把某个rank那一份加了两遍",
    );
    article.says(
        "Each passes six of the eleven cuts",
        "十一个刀口，每种查法各放行六个",
    );
}

/// The inputs that the article's link types into the figure.
fn linked_inputs(text: &str) -> Vec<Vec<f64>> {
    let (_, data) = text.split_once("#data=").expect("a link with data");
    let (data, _) = data.split_once(')').expect("a link ends");
    let mut inputs = vec![vec![f64::NAN; RANKS]; RANKS];
    for edit in data.split('~') {
        let (place, value) = edit.split_once('_').expect("rank.index_value");
        let (rank, index) = place.split_once('.').expect("rank.index");
        let [rank, index] = [rank, index].map(|text| text.parse::<usize>().expect("a number"));
        inputs[rank][index] = value.parse().expect("a value");
    }
    inputs
}

#[test]
fn the_order_of_addition() {
    let article = Article::read("ring-all-reduce");
    let inputs = linked_inputs(&article.english);
    assert_eq!(inputs, linked_inputs(&article.chinese));
    for (rank, value) in [1e8, 1.0, -1e8, 0.0, 0.0, 0.0].into_iter().enumerate() {
        assert_eq!(inputs[rank], [value; RANKS], "rank {rank}");
    }
    article.says("with 10⁸, 1, −10⁸, 0, 0 and 0", "填满10⁸、1、−10⁸、0、0、0");
    let report = run(json!({
        "collective": "all-reduce", "algorithm": "ring", "engine": "simulated",
        "ranks": RANKS, "inputs": inputs,
    }));
    for output in outputs(&report) {
        assert_eq!(output, [0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    }
    article.says(
        "is 0 in five chunks and 1 in chunk 1",
        "在五个chunk里是0，只在chunk 1里是1",
    );
    assert!(report.verdict.agrees);
    let tolerance = format!("{:.0}", report.verdict.tolerance);
    article.says(
        &format!("here {tolerance}"),
        &format!("在这里是{tolerance}"),
    );
}

#[test]
fn messages_and_bytes() {
    let article = Article::read("ring-all-reduce");
    let totals = ring(COUNT, RANKS - 1).totals;
    assert_eq!(totals.messages, [10; RANKS]);
    let sent = totals.bytes_sent[0];
    assert_eq!(totals.bytes_sent, [sent; RANKS]);
    let sent = usize::try_from(sent).unwrap();
    let [message, sent, vector] = [CHUNK * 4, sent, VECTOR_BYTES];
    let english = |number| grouped(number, ',');
    let chinese = |number| grouped(number, ' ');
    article.says(
        &format!(
            "ten of {} here, {} bytes for a vector of {}",
            english(message),
            english(sent),
            english(vector)
        ),
        &format!(
            "每条{}字节：向量{}字节，发出{}字节",
            chinese(message),
            chinese(vector),
            chinese(sent)
        ),
    );
    // Hundredths, rounded.
    let ratio = (sent * 200 / vector).div_ceil(2);
    let ratio = format!("{}.{:02} $n$", ratio / 100, ratio % 100);
    article.says(&ratio, &ratio);
    article.says(
        &format!("the same format, {} bytes", english(sent)),
        &format!("字节也还是{}", chinese(sent)),
    );
    let received = (RANKS - 1) * VECTOR_BYTES;
    article.says(
        &format!("rank 0 receive {} bytes", english(received)),
        &format!("rank 0就得收{}字节", chinese(received)),
    );
}

#[test]
fn time_in_the_model() {
    let article = Article::read("ring-all-reduce");
    let [ring, naive] = ["ring", "gather-broadcast"].map(|name| move |count| model_us(name, count));
    let (starts, whole) = (ring(0), ring(COUNT));
    article.says(
        &format!("{starts:.0} of the {whole:.0} µs are start-up latency"),
        &format!("{whole:.0} µs里有{starts:.0} µs花在启动上"),
    );
    let slow = naive(COUNT);
    article.says(&format!("takes {slow:.0} µs"), &format!("要{slow:.0} µs"));
    let start_us = 5.0;
    let [few, many] = [naive(0) / start_us, starts / start_us];
    article.says(
        &format!("{few:.0} start-ups in a row, not {many:.0}"),
        &format!("启动只有{few:.0}次，不是{many:.0}次"),
    );
    let last = (1..COUNT)
        .take_while(|&count| naive(count) < ring(count))
        .last();
    let last = last.expect("for one float the naive way is faster");
    article.says(
        &format!("up to {last} floats it is the faster one"),
        &format!("不超过{last}个float时，它反而更快"),
    );
    let one = ring(1);
    let (more_time, more_data) = (one / whole * 100.0, 400.0 / 24_576.0);
    article.says(
        &format!("costs {one:.0} µs: {more_data:.3}% more data, {more_time:.0}% more time"),
        &format!("要{one:.0} µs：数据只多{more_data:.3}%，时间多了{more_time:.0}%"),
    );
}

#[test]
fn the_two_halves_are_files() {
    for half in ["reduce_scatter/ring.rs", "all_gather/ring.rs"] {
        Article::read("ring-all-reduce").says(&format!("`{half}`"), &format!("`{half}`"));
        assert!(
            source_root()
                .join("crates/collectives/src")
                .join(half)
                .is_file()
        );
    }
}

/// The ring's loop on one number per chunk, with a value typed over what a rank holds after `after`
/// steps: how many of the 36 outputs are wrong, and whether all ranks agree.
fn changed(after: usize, rank: usize, chunk: usize) -> (usize, bool) {
    let mut held = [[1_u32; RANKS]; RANKS];
    for step in 0..2 * (RANKS - 1) {
        if step == after {
            held[rank][chunk] = 1000;
        }
        let before = held;
        for (sender, values) in before.iter().enumerate() {
            let (receiver, chunk) = (
                (sender + 1) % RANKS,
                (sender + 2 * RANKS - 1 - step) % RANKS,
            );
            let own = if step < RANKS - 1 {
                before[receiver][chunk]
            } else {
                0
            };
            held[receiver][chunk] = own + values[chunk];
        }
    }
    let sum = u32::try_from(RANKS).unwrap();
    let wrong = held.iter().flatten().filter(|&&value| value != sum).count();
    (wrong, held.iter().all(|row| *row == held[0]))
}

#[test]
fn a_change_in_the_middle() {
    let article = Article::read("ring-all-reduce");
    assert_eq!(changed(1, 2, 1), (0, true));
    assert_eq!(changed(1, 2, 0), (RANKS, true));
    let first = |chunk: usize| format!("(?v=1&t=1#fork=1,2.{}_1000)", chunk * CHUNK);
    for chunk in [0, 1] {
        article.says(&first(chunk), &first(chunk));
    }
    let rest = 2 * (RANKS - 1) - 1;
    assert_eq!(rest, 9);
    article.says(
        "let the other nine steps run again, and no output changes",
        "剩下的9步重跑一遍，输出一个也不变",
    );
    article.says(
        "wrong on all six ranks, who agree",
        "六个rank上全错，而且错得一致",
    );
}

#[test]
fn work_in_the_gap() {
    let article = Article::read("ring-all-reduce");
    let english = |number| grouped(number, ',');
    let chinese = |number| grouped(number, ' ');
    article.says(
        &format!(
            "each rank works on {} elements instead of {}",
            english(CHUNK),
            english(COUNT)
        ),
        &format!("只处理{}个元素，不必是{}个", chinese(CHUNK), chinese(COUNT)),
    );
    article.says(
        &format!(
            "{} bytes of momentum instead of {}",
            english(CHUNK * 4),
            english(VECTOR_BYTES)
        ),
        &format!(
            "动量只占{}字节，不必是{}字节",
            chinese(CHUNK * 4),
            chinese(VECTOR_BYTES)
        ),
    );
    let token = 128;
    assert_eq!((CHUNK % token, CHUNK / token), (0, 8));
    article.says(
        "here eight of 128 elements each",
        "这里是8个，每个128个元素",
    );

    // Five ranks: the first chunks are one element longer. A chunk that begins inside a token
    // cuts it.
    let ranks = 5;
    let begins = |chunk: usize| chunk * (COUNT / ranks) + chunk.min(COUNT % ranks);
    let is_cut = |token_index: usize| {
        let inside = |at: usize| at > token_index * token && at < (token_index + 1) * token;
        (1..ranks).any(|chunk| inside(begins(chunk)))
    };
    let tokens = COUNT / token;
    let cut: Vec<_> = (0..tokens).filter(|&index| is_cut(index)).collect();
    let wrong = (0..ranks).filter(|&chunk| {
        let touches =
            |index: usize| index * token < begins(chunk + 1) && begins(chunk) < (index + 1) * token;
        cut.iter().any(|&index| touches(index))
    });
    let wrong = wrong.count() * ranks;
    article.says(
        &format!("cut {} of the {tokens} tokens", cut.len()),
        &format!("{tokens}个token里有{}个被切断", cut.len()),
    );
    article.says(
        &format!("all {wrong} chunks are wrong"),
        &format!("{wrong}个chunk全错"),
    );
    article.says(
        &format!("what is gathered adds up to {RANKS}"),
        &format!("收齐了加起来是{RANKS}"),
    );
}
