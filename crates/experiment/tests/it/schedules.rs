//! Every row of the catalogue under every schedule there is on few ranks, and under ten thousand
//! thrown by dice on eight: never a deadlock, never a message left over, always the same bits.
//!
//! `cargo test -p experiment schedules -- --nocapture` prints how many schedules that were.

use collectives::Collective;
use collectives::catalogue::{CATALOGUE, Row};
use experiment::{Crash, Experiment, Value, Values, perform, suite};
use simulator::{Buffering, Exploration, Memory, explore};

use crate::{read, simulate, text};

/// On how many ranks the dice are thrown.
const RANKS_MANY: usize = 8;
/// How often, over all rows.
const SEED_COUNT: usize = 10_000;

fn experiment(row: &Row, ranks: usize, count: usize, root: usize, schedule: &str) -> Experiment {
    let number = |value: usize| Value::Number(f64::from(u32::try_from(value).expect("small")));
    let mut fields = vec![
        ("collective", text(row.collective.name())),
        ("algorithm", text(row.algorithm)),
        ("ranks", number(ranks)),
        ("schedule", text(schedule)),
        ("trace", Value::Bool(false)),
    ];
    if row.collective != Collective::Barrier {
        fields.push(("count", number(count)));
    }
    if row.collective.has_root() {
        fields.push(("root", number(root)));
    }
    read(&fields)
}

/// What every rank holds at the end, bit by bit.
type Bits = Vec<Option<Vec<u8>>>;

fn bits<'a>(outputs: impl Iterator<Item = &'a Option<Values>>) -> Bits {
    let bytes = |values: &Option<Values>| values.as_ref().map(|values| values.bytes().to_vec());
    outputs.map(bytes).collect()
}

/// A run that is what it has to be, and its bits.
fn right(name: &str, experiment: &Experiment) -> Bits {
    let report = simulate(experiment).unwrap_or_else(|failure| panic!("{name}: {failure}"));
    suite::check(&report).unwrap_or_else(|what| panic!("{name}: {what}"));
    bits(report.outputs.iter())
}

/// All schedules of one row, whose results have to be those of the earliest, which are right.
fn check(row: &Row, ranks: usize, root: usize, how: (Buffering, Memory)) -> Exploration {
    let experiment = experiment(row, ranks, ranks + 1, root, "earliest");
    let name = format!("{} on {ranks} ranks, root {root}", experiment.call());
    let right = right(&name, &experiment);
    let tasks: Vec<_> = (0..ranks).map(|rank| experiment.task(rank)).collect();
    let program = |port| {
        let task = &tasks[collectives::Transport::rank(&port)];
        async move { perform(&port, task, Crash::Error).await }
    };
    let all = explore(ranks, how, program, |outcome| {
        let under = &outcome.replay;
        let parts = match outcome.result {
            Ok(parts) => parts,
            Err(stuck) => panic!("{name} under {under}: {stuck:?}"),
        };
        assert_eq!(outcome.leftover, 0, "{name} under {under} leaves messages");
        let bits = bits(parts.iter().map(|part| &part.output));
        assert!(bits == right, "{name} under {under}: other bits");
    });
    let Exploration {
        states,
        transitions,
        schedules,
        ends,
    } = all;
    eprintln!(
        "{name}, {how:?}: all {schedules:.4e} schedules, in {states} states with {transitions} \
         choices and {ends} ends"
    );
    assert!(ends > 0 && schedules > 10.0, "{name}: nothing to choose");
    all
}

/// Every row with every root, whether sends wait or not.
fn check_all(ranks: usize, check: impl Fn(&Row, usize, Buffering)) {
    assert!(ranks > 1, "one rank has nothing to choose");
    for row in CATALOGUE {
        let roots = if row.collective.has_root() { ranks } else { 1 };
        for root in 0..roots {
            check(row, root, Buffering::Eager);
            check(row, root, Buffering::Rendezvous);
        }
    }
}

/// In both ways of telling states apart, which have to count the same schedules: no algorithm
/// asks which of two messages came first.
#[test]
fn every_row_on_two_ranks_under_every_schedule() {
    check_all(2, |row, root, buffering| {
        let ordered = check(row, 2, root, (buffering, Memory::Ordered));
        let unordered = check(row, 2, root, (buffering, Memory::Unordered));
        assert_eq!(
            ordered.schedules.to_bits(),
            unordered.schedules.to_bits(),
            "{}/{}: {ordered:?} {unordered:?}",
            row.collective,
            row.algorithm
        );
    });
}

#[test]
fn every_row_on_three_ranks_under_every_schedule() {
    check_all(3, |row, root, buffering| {
        let all = check(row, 3, root, (buffering, Memory::Unordered));
        assert_eq!(all.ends, 1, "a Kahn network has one end");
    });
}

/// Seeds alternate between sends that wait and sends that do not.
#[test]
fn every_row_on_eight_ranks_under_dice() {
    let seeds_of_row = SEED_COUNT.div_ceil(CATALOGUE.len());
    for row in CATALOGUE {
        let name = format!("{}/{}", row.collective, row.algorithm);
        let run = |root, schedule: &str| {
            let experiment = experiment(row, RANKS_MANY, RANKS_MANY + 3, root, schedule);
            right(&format!("{name}, root {root}, {schedule}"), &experiment)
        };
        let roots = if row.collective.has_root() {
            RANKS_MANY
        } else {
            1
        };
        let earliest: Vec<_> = (0..roots).map(|root| run(root, "earliest")).collect();
        for seed in 0..seeds_of_row {
            // Both kinds of seeds for every root.
            let root = seed / 2 % roots;
            let schedule = format!("seeded:{seed}");
            let same = run(root, &schedule) == earliest[root];
            assert!(same, "{name}, root {root}: other bits under {schedule}");
        }
        eprintln!("{name} on {RANKS_MANY} ranks: {seeds_of_row} schedules by dice");
    }
}
