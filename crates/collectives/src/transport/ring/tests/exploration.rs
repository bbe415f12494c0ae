//! Every interleaving of the rings' memory operations, at small capacities: goal, that none loses
//! a byte, a wake-up, the end of a frame or the end of the world.
//!
//! The code under test is the real one, from a call down to the single load or store. Its ranks
//! are no threads: `search.rs` runs them as functions of what their memory answers, and visits
//! every state that they can reach together. Whatever goes wrong comes with a shortest schedule
//! and the list of operations that leads to it. That it would be found is tested too: on bugs
//! planted between the rings and their memory.
//!
//! `cargo test -p collectives exploration -- --nocapture` prints how many states there were.

mod bugs;
mod ending;
mod memory;
mod outcome;
mod scenario;
mod search;

use bugs::Bug;
use outcome::{Counts, Violation};
use scenario::{Pattern, Scenario};

/// Fails on a violation, and if so little was explored that something must be switched off.
fn clean(name: &str, state_count_min: usize, result: Result<Counts, Violation>) {
    match result {
        Err(violation) => panic!("{name}: {violation}"),
        Ok(counts) => {
            eprintln!("{name}: {counts:?}");
            assert!(counts.states > state_count_min, "{name}: only {counts:?}");
        }
    }
}

fn check(state_count_min: usize, scenario: Scenario) {
    let name = format!("{scenario:?}");
    clean(&name, state_count_min, scenario.explore(None, true));
}

/// The violation found must be of the kind that its bug makes.
fn caught(name: &str, result: Result<Counts, Violation>, kind: &str) {
    match result {
        Ok(counts) => panic!("{name} was not found in {counts:?}"),
        Err(violation) => {
            eprintln!("{name}: {violation}\n");
            let what = &violation.what;
            assert!(what.contains(kind), "{name} was found as: {what}");
        }
    }
}

/// The same scenario is clean without the bug, and with it is not.
fn finds(bug: Bug, scenario: Scenario, races: bool, kind: &str) {
    check(10, scenario);
    let name = format!("{bug:?} in {scenario:?}");
    caught(&name, scenario.explore(Some(bug), races), kind);
}

#[test]
fn a_message_longer_than_the_ring() {
    check(10_000, Scenario::new(16, Pattern::OneWay, &[6]));
}

#[test]
fn messages_that_fill_the_ring() {
    check(5_000, Scenario::new(32, Pattern::OneWay, &[4, 1]));
}

#[test]
fn frames_that_go_on_at_the_start_of_the_ring() {
    for start in [8, 16, 24] {
        check(
            1_000,
            Scenario::new(32, Pattern::OneWay, &[3, 1]).from(start),
        );
    }
}

#[test]
fn indices_that_run_through_the_end_of_32_bits() {
    for start in [u32::MAX - 7, u32::MAX - 15] {
        check(
            1_000,
            Scenario::new(32, Pattern::OneWay, &[3, 1]).from(start),
        );
        check(
            1_000,
            Scenario::new(32, Pattern::Exchange, &[1]).from(start),
        );
    }
}

#[test]
fn messages_taken_in_another_order() {
    check(1_000, Scenario::new(32, Pattern::Reversed, &[2, 0]));
    check(1_000, Scenario::new(64, Pattern::Reversed, &[1, 2, 0]));
}

#[test]
fn empty_messages() {
    check(10_000, Scenario::new(16, Pattern::OneWay, &[0, 0, 0]));
    check(10_000, Scenario::new(16, Pattern::Exchange, &[0, 0]));
}

#[test]
fn an_exchange_through_rings_too_small_for_it() {
    check(100_000, Scenario::new(16, Pattern::Exchange, &[1]));
}

#[test]
fn what_comes_is_combined_as_it_comes() {
    check(100_000, Scenario::new(32, Pattern::Combine, &[5]));
    check(100, Scenario::new(32, Pattern::Combine, &[3]).from(16));
    check(10_000, Scenario::new(32, Pattern::Combine, &[1]).on(3));
}

#[test]
fn sleeps_that_end_early() {
    check(
        1_000,
        Scenario::new(16, Pattern::OneWay, &[1]).waking_early(2),
    );
    check(
        1_000,
        Scenario::new(16, Pattern::Exchange, &[0]).waking_early(2),
    );
}

#[test]
fn three_ranks_around_a_ring() {
    check(10_000, Scenario::new(32, Pattern::Exchange, &[1]).on(3));
}

#[test]
fn three_ranks_in_a_chain() {
    check(100_000, Scenario::new(16, Pattern::Relay, &[1]).on(3));
}

#[test]
fn a_begun_send_is_dropped() {
    clean("a dropped send", 1_000, ending::dropped_send());
}

#[test]
fn the_host_ends_the_world() {
    clean("an end by the host", 10_000, ending::ended_by_host());
}

#[test]
fn the_next_run_has_memory_of_its_own() {
    let clean_run = ending::next_generation(false, true);
    clean("the next run", 10_000, clean_run);
    let reused = || "a reused generation".to_string();
    caught(&reused(), ending::next_generation(true, true), "data race");
    let without = format!("{}, races apart", reused());
    caught(
        &without,
        ending::next_generation(true, false),
        "the next run",
    );
}

#[test]
fn a_dropped_notification_is_found() {
    let scenario = Scenario::new(16, Pattern::OneWay, &[1]);
    finds(Bug::DroppedNotify, scenario, true, "lost wake-up");
}

#[test]
fn a_rank_that_names_the_wrong_peer_is_found() {
    let scenario = Scenario::new(32, Pattern::OneWay, &[1]);
    finds(Bug::WrongPeer, scenario, true, "lost wake-up");
}

/// One way only: in an exchange, bytes of the other direction would ring the same bell.
#[test]
fn a_missing_request_for_space_is_found() {
    let scenario = Scenario::new(16, Pattern::OneWay, &[1]);
    finds(Bug::MissingWantSpace, scenario, true, "lost wake-up");
}

#[test]
fn a_wrong_wrap_is_found() {
    let scenario = Scenario::new(32, Pattern::OneWay, &[3]).from(8);
    finds(Bug::WrongWrap, scenario, true, "wrong values");
}

#[test]
fn an_index_published_too_early_is_found() {
    let scenario = Scenario::new(32, Pattern::OneWay, &[3]);
    finds(Bug::EarlyPublish, scenario, true, "data race");
    finds(Bug::EarlyPublish, scenario, false, "torn frame");
}

#[test]
fn a_sleep_that_does_not_compare_is_found() {
    let scenario = Scenario::new(16, Pattern::OneWay, &[1]);
    finds(Bug::SleepWithoutComparing, scenario, true, "lost wake-up");
}
