//! The article on passes over memory: its numbers are those of plans.

use bitonic::plan::{Plan, Shape};
use bitonic::{KeyKind, Order};

use super::{Article, grouped};

const COUNT: usize = 1 << 20;
const STAGES: usize = 20;

fn shape(tile_bits: Option<u32>, register_bits: u32) -> Shape {
    Shape {
        register_bits,
        tile_bits,
        pairs: false,
    }
}

fn plan(tile_bits: Option<u32>, register_bits: u32) -> Plan {
    Plan::new(COUNT, shape(tile_bits, register_bits))
}

fn naive() -> Plan {
    Plan::new(COUNT, Shape::naive(false))
}

fn blocked() -> Plan {
    Plan::new(COUNT, Shape::for_gpu(16 << 10, false))
}

fn bytes(plan: &Plan) -> usize {
    usize::try_from(plan.bytes()).expect("a bill fits")
}

fn article() -> Article {
    Article::read("sorting-passes")
}

#[test]
fn steps_and_passes() {
    let article = article();
    let (naive, blocked) = (naive(), blocked());
    assert_eq!(naive.passes.len(), STAGES * (STAGES + 1) / 2);
    let (many, few) = (naive.passes.len(), blocked.passes.len());
    article.says(
        &format!("{many} passes, or {few}"),
        &format!("{many}遍，还是{few}遍"),
    );
    article.says("the same 110 million comparisons", "一亿一千万次比较");
    for plan in [&naive, &blocked] {
        assert_eq!(plan.comparators(), 110_100_480);
    }
    let each = usize::try_from(naive.passes[0].bytes).unwrap();
    article.says(
        &format!("written back, {} bytes", grouped(each, ',')),
        &format!("一遍{}字节", grouped(each, ' ')),
    );
    article.says("1.76 GB in all", "210遍就是1.76 GB");
    let first = blocked.passes[0];
    assert_eq!((first.stage, first.low), (12, 0));
    article.says(
        &format!(
            "all 12 first stages before it stores them: {} steps",
            first.steps
        ),
        &format!("前12个阶段就都能做完再写回去，{}步只算一遍", first.steps),
    );
    let beyond: usize = (1..=STAGES - 12).sum();
    article.says(
        &format!("= {beyond}$ steps that reach"),
        &format!("= {beyond}$步"),
    );
    let fused = plan(Some(12), 1);
    assert_eq!(fused.passes.len(), 1 + beyond + (STAGES - 12));
    article.says("they make 45 passes", "总共45遍");
    let shrunk: usize = (1..=STAGES - 12)
        .map(|steps: usize| steps.div_ceil(4))
        .sum();
    article.says(
        &format!("{beyond} shrink to {shrunk}: $1 + {shrunk} + 8 = {few}$ passes, 176 MB"),
        &format!("{beyond}步就缩成{shrunk}遍：$1 + {shrunk} + 8 = {few}$遍，176 MB"),
    );
}

#[test]
fn the_table_of_plans() {
    let article = article();
    for (plan, english, chinese) in [
        (naive(), "one step a pass", "一遍一步"),
        (plan(Some(12), 1), "tile of 4,096", "tile 4 096"),
        (
            blocked(),
            "tile of 4,096, 16 in a thread",
            "tile 4 096，线程里16个",
        ),
        (
            plan(None, 4),
            "16 in a thread, no tile",
            "线程里16个，不用tile",
        ),
    ] {
        let (passes, bytes) = (plan.passes.len(), bytes(&plan));
        #[allow(clippy::cast_precision_loss, reason = "bills are far below 2^53")]
        let density = (100.0 * plan.comparators() as f64 / bytes as f64).round() / 100.0;
        let row = |name: &str, separator| {
            let bytes = grouped(bytes, separator);
            format!("| {name} | {passes} | {bytes} | {density:.2} |")
        };
        article.says(&row(english, ','), &row(chinese, ' '));
    }
}

#[test]
fn one_key_more() {
    let article = article();
    let more = bytes(&Plan::new(COUNT + 1, Shape::for_gpu(16 << 10, false)));
    let padded = bytes(&Plan::new(2 * COUNT, Shape::for_gpu(16 << 10, false)));
    let base = bytes(&blocked());
    let over = |bytes: usize| (100 * bytes + base / 2) / base - 100;
    let (more, padded) = (over(more), over(padded));
    article.says(
        &format!("{} keys](?v=1", grouped(COUNT + 1, ',')),
        &format!("{}个键](?v=1", grouped(COUNT + 1, ' ')),
    );
    article.says(
        &format!("cost {more}% more bytes"),
        &format!("多花{more}%的字节"),
    );
    article.says(&format!("cost {padded}% more"), &format!("得多花{padded}%"));
}

#[test]
fn the_bill_in_time() {
    let article = article();
    // 1,008 GB/s are so many bytes in a microsecond.
    let per_us = 1_008_000;
    let us = |plan: &Plan| (2 * bytes(plan) / per_us).div_ceil(2);
    assert_eq!((us(&naive()), us(&blocked())), (1748, 175));
    article.says(
        "1.76 GB take 1.75 ms and 176 MB take 175 µs",
        "1.76 GB要1.75 ms，176 MB要175 µs",
    );
    let radix = 36 * COUNT;
    assert_eq!((radix + 500_000) / 1_000_000, 38);
    assert_eq!((10 * bytes(&blocked()) + radix / 2) / radix, 47);
    article.says("38 MB, 4.7 times fewer bytes", "38 MB，是21遍的1/4.7");
    let software = Plan::new(COUNT, Shape::for_software(COUNT, false));
    assert_eq!(
        (software.shape.register_bits, software.shape.tile_bits),
        (5, None)
    );
    let passes = software.passes.len();
    article.says(&format!("and {passes} passes"), &format!("，{passes}遍，"));
}

#[test]
fn zeros_as_keys() {
    let article = article();
    let key = |number: f32| {
        format!(
            "{:#010x}",
            Order::ascending(KeyKind::F32).encode(number.to_bits())
        )
    };
    article.says(
        &format!("−0 becomes {}, +0 becomes {}", key(-0.0), key(0.0)),
        &format!("−0变成{}，+0变成{}", key(-0.0), key(0.0)),
    );
}
