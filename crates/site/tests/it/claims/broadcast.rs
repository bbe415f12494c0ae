//! The article on broadcast: its numbers are those of the figure's own runs.

mod modulo;

use experiment::{FailureKind, Planned, Report};
use serde_json::{Value, json};

use super::{Article, attempt, grouped, run};

const RANKS: usize = 8;
/// What the figure runs unless a reader changes it.
const COUNT: usize = 1024;
const BOTH: [&str; 2] = ["linear", "binomial-tree"];
const ALPHA_US: f64 = 5.0;

fn article() -> Article {
    Article::read("broadcast")
}

fn request(algorithm: &str, ranks: usize) -> Value {
    json!({
        "collective": "broadcast", "algorithm": algorithm, "engine": "simulated",
        "ranks": ranks, "count": COUNT,
    })
}

/// The request with one field more, or another value of one.
fn with(mut request: Value, field: &str, value: Value) -> Value {
    request[field] = value;
    request
}

fn broadcast(algorithm: &str, ranks: usize) -> Report {
    let report = run(request(algorithm, ranks));
    assert!(report.verdict.agrees);
    report
}

fn us(report: &Report) -> f64 {
    report.time.virtual_us.expect("a simulated run has a time")
}

/// Both algorithms, linear first.
fn both_us(ranks: usize) -> [f64; 2] {
    BOTH.map(|algorithm| us(&broadcast(algorithm, ranks)))
}

fn sum(numbers: &[u64]) -> usize {
    usize::try_from(numbers.iter().sum::<u64>()).expect("few enough")
}

/// Who passes on what it was sent.
fn inner(report: &Report, root: usize) -> Vec<usize> {
    let sends = |&rank: &usize| rank != root && report.totals.messages[rank] > 0;
    (0..report.totals.messages.len()).filter(sends).collect()
}

#[test]
fn the_same_messages() {
    let article = article();
    let runs = BOTH.map(|algorithm| broadcast(algorithm, RANKS));
    let [linear, tree] = &runs;
    for report in &runs {
        assert_eq!(sum(&report.totals.messages), RANKS - 1);
        let bytes = sum(&report.totals.bytes_sent);
        article.says(
            &format!("send seven messages, {} bytes", grouped(bytes, ',')),
            &format!("七条消息、{}字节", grouped(bytes, ' ')),
        );
    }
    article.says(
        &format!(
            "{} floats, which are {} bytes",
            grouped(COUNT, ','),
            grouped(COUNT * 4, ',')
        ),
        &format!(
            "{}个float，也就是{}字节",
            grouped(COUNT, ' '),
            grouped(COUNT * 4, ' ')
        ),
    );
    assert_eq!((linear.totals.rounds, tree.totals.rounds), (1, 3));
    article.says("the tree’s three rounds", "树有三轮");
    let (slow, fast) = (us(linear), us(tree));
    article.says(
        &format!("{slow:.0} µs if the root sends them all, {fast:.0} µs if every rank helps"),
        &format!("root全包要{slow:.0} µs，大家帮着发只要{fast:.0} µs"),
    );
    article.says(
        &format!("the same seven messages take {slow:.0} µs or {fast:.0} µs"),
        &format!("同样七条消息，一边{fast:.0} µs，一边{slow:.0} µs"),
    );
    article.says(
        &format!("after {fast:.1} µs, and the linear broadcast only after {slow:.1} µs"),
        &format!("树{fast:.1} µs就完成了，线性广播要{slow:.1} µs"),
    );
    let one = slow / 7.0;
    article.says(&format!("that is {one:.1} µs"), &format!("合计{one:.1} µs"));
    let product = format!(r"$7 \times {one:.1} = {slow:.1}$");
    article.says(&product, &product);
    // All seven at the same time would take as long as one.
    article.says(
        &format!("at once, the linear broadcast would take > {one:.1} µs"),
        &format!("线性广播{one:.1} µs就完成了"),
    );
}

#[test]
fn who_sends_them() {
    let article = article();
    assert_eq!(inner(&broadcast("linear", RANKS), 0), [0; 0]);
    let tree = broadcast("binomial-tree", RANKS);
    assert_eq!(inner(&tree, 0), [2, 4, 6]);
    assert_eq!(tree.totals.messages[0], 3);
    article.says(
        "rank 0 sends only three of them. Ranks 2, 4 and 6 send the other four",
        "rank 0只发其中三条，另外四条由rank 2、4、6",
    );
    let moved = run(with(request("binomial-tree", RANKS), "root", json!(3)));
    assert_eq!(inner(&moved, 3), [1, 5, 7]);
    assert_eq!(sum(&moved.totals.messages), RANKS - 1);
    let time = us(&moved);
    article.says(
        &format!(
            "ranks 5, 7 and 1 pass the values on, instead of 2, 4 and 6. \
             It is still seven messages and {time:.1} µs"
        ),
        &format!("从rank 2、4、6变成了rank 5、7、1，消息还是七条，时间还是{time:.1} µs"),
    );
    article.says("(?v=1&root=3)", "(?v=1&root=3)");
}

/// One rank pauses before the first round.
fn delayed(algorithm: &str, rank: usize, delay_us: f64) -> Report {
    let fault = json!([{ "kind": "delay", "rank": rank, "step": 0, "value": delay_us / 1000.0 }]);
    run(with(request(algorithm, RANKS), "faults", fault))
}

/// When each rank was done.
fn finished(report: &Report) -> &[f64] {
    let trace = report.trace.as_ref().expect("a run has a trace");
    &trace.finished_us
}

/// Which ranks are done later for it.
fn late(algorithm: &str, rank: usize, delay_us: f64) -> Vec<usize> {
    let (usual, late) = (
        broadcast(algorithm, RANKS),
        delayed(algorithm, rank, delay_us),
    );
    let (usual, late) = (finished(&usual), finished(&late));
    (0..RANKS)
        .filter(|&rank| late[rank] > usual[rank])
        .collect()
}

#[test]
fn a_late_rank() {
    let article = article();
    let delay_us = 20.0;
    let tree = us(&delayed("binomial-tree", 4, delay_us));
    assert_eq!(late("binomial-tree", 4, delay_us), [4, 5, 6, 7]);
    article.says(
        &format!(
            "(?v=1&fault=delay:4) by {delay_us} µs before it receives. \
             In the tree, ranks 5, 6 and 7"
        ),
        &format!("[让rank 4晚{delay_us} µs](?v=1&fault=delay:4)才开始接收。在树里，rank 5、6、7"),
    );
    article.says(
        &format!("the tree finishes after {tree:.1} µs"),
        &format!("整棵树要{tree:.1} µs才完成"),
    );
    let its_turn = finished(&broadcast("linear", RANKS))[4];
    assert_eq!(late("linear", 4, delay_us), [0; 0]);
    assert_eq!(late("linear", 4, 1000.0), [4]);
    article.says(
        &format!("only arrives after {its_turn:.1} µs"),
        &format!("本来也要到{its_turn:.1} µs才到"),
    );
    assert_eq!(late("binomial-tree", 1, delay_us), [0; 0]);
    article.says("(?v=1&fault=delay:1)", "(?v=1&fault=delay:1)");
}

#[test]
fn a_silent_rank() {
    let fault = json!([{ "kind": "silent", "rank": 4, "step": 0 }]);
    let waits = |algorithm| {
        let request = with(request(algorithm, RANKS), "faults", fault.clone());
        let failure = attempt(request).expect_err("a silent rank is missed");
        assert_eq!(failure.kind, FailureKind::Timeout);
        let waiting = failure.waiting.iter();
        waiting.map(|it| (it.rank, it.on)).collect::<Vec<_>>()
    };
    assert_eq!(waits("binomial-tree"), [(5, 4), (6, 4), (7, 6)]);
    assert_eq!(waits("linear"), []);
    article().says(
        "rank 4, ranks 5 and 6, which wait for rank 4, and rank 7, which waits for rank 6",
        "rank 5和6在等它，rank 7在等rank 6",
    );
}

#[test]
fn times_in_the_model() {
    let article = article();
    for ranks in [2, 3, 4, 8, 32] {
        let [linear, tree] = both_us(ranks);
        let row = format!(
            "| {ranks} | {} | {linear:.1} µs | {tree:.1} µs |",
            ranks - 1
        );
        article.says(&row, &row);
    }
    let equal = |ranks| {
        let [linear, tree] = both_us(ranks);
        (linear - tree).abs() < 1e-9
    };
    let equal: Vec<usize> = (2..=32).filter(|&ranks| equal(ranks)).collect();
    assert_eq!(equal, [2, 3]);
    for algorithm in BOTH {
        assert_eq!(broadcast(algorithm, 3).totals.messages, [2, 0, 0]);
    }
    let ratio = |ranks| {
        let [linear, tree] = both_us(ranks);
        linear / tree
    };
    let (few, many) = (ratio(8), ratio(32));
    article.says(
        &format!("{few:.1} times as long with 8 ranks and {many:.1} times as long with 32"),
        &format!("8个rank时是树的{few:.1}倍，32个rank时是{many:.1}倍"),
    );
}

#[test]
fn long_messages() {
    let article = article();
    let count = 8192;
    let time = |algorithm| us(&run(with(request(algorithm, RANKS), "count", json!(count))));
    let [linear, tree] = BOTH.map(time);
    let bytes = count * 4;
    article.says(
        &format!(
            "[{} floats](?v=1&elements={count}) are {} bytes; \
             the linear broadcast takes {linear:.1} µs for them and the tree {tree:.1} µs",
            grouped(count, ','),
            grouped(bytes, ',')
        ),
        &format!(
            "[{}个float](?v=1&elements={count})是{}字节，线性广播要{linear:.1} µs，树要{tree:.1} µs",
            grouped(count, ' '),
            grouped(bytes, ' ')
        ),
    );
    let rounds = 3.0;
    let transfer = tree - rounds * ALPHA_US;
    let once = transfer / rounds;
    article.says(
        &format!("which is {once:.1} µs of transfer"),
        &format!("光传输是{once:.1} µs"),
    );
    article.says(
        &format!("{transfer:.1} of its {tree:.1} µs"),
        &format!("{tree:.1} µs里有{transfer:.1} µs花在这上面"),
    );
    // Scatter and all-gather: twice three start-ups, and twice seven eighths of the bytes.
    let cut = |once: f64| 2.0 * (rounds * ALPHA_US + 7.0 / 8.0 * once);
    let long = cut(once);
    let [_, short_tree] = both_us(RANKS);
    let short = cut(short_tree / rounds - ALPHA_US);
    article.says(
        &format!(
            "the two take {long:.1} µs for {} bytes instead of {tree:.1} µs, \
             but {short:.1} µs for {} bytes instead of {short_tree:.1} µs",
            grouped(bytes, ','),
            grouped(COUNT * 4, ',')
        ),
        &format!(
            "{}字节只要{long:.1} µs，不用{tree:.1} µs；\
             但是{}字节要{short:.1} µs，反而不如{short_tree:.1} µs",
            grouped(bytes, ' '),
            grouped(COUNT * 4, ' ')
        ),
    );
}

/// What the command in this text gives to `ranks`.
fn piped(text: &str) -> Value {
    let (_, rest) = text.split_once("echo '").expect("a command with an input");
    let (input, _) = rest.split_once('\'').expect("an input ends");
    let request = serde_json::from_str(input).expect("the input is JSON");
    with(request, "collective", json!("broadcast"))
}

#[test]
fn the_plan_with_one_message_more() {
    let article = article();
    let request = piped(&article.english);
    assert_eq!(request, piped(&article.chinese));
    let read = |request: Value| {
        let request = serde_json::from_value(request).expect("a request is plain data");
        Planned::read(&request).expect("plans in order").prove()
    };
    let complaints = read(request.clone()).complaints;
    let [complaint] = &complaints[..] else {
        panic!("one thing is wrong: {complaints:?}");
    };
    let message = &complaint.message;
    article.says(
        &format!("It says “{message}”"),
        &format!("它会说“{message}”"),
    );
    // Nobody sees it in the results, and only the verdict, which counts messages too, objects.
    let report = run(with(request, "engine", json!("simulated")));
    let outputs: Vec<_> = report.outputs.iter().flatten().collect();
    assert_eq!(outputs.len(), 3);
    assert!(outputs.iter().all(|&values| values == outputs[0]));
    assert!(!report.verdict.agrees);
    let fixed = read(self::request("binomial-tree", 3));
    assert!(fixed.right);
}
