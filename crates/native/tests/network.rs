//! `ranks network`, as a shell sees it.

use std::process::Command;

use serde_json::{Value, json};

/// Exit status, standard output, standard error.
fn network(flags: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ranks"));
    let output = command.arg("network").args(flags).output();
    let output = output.expect("the program starts");
    let [stdout, stderr] = [output.stdout, output.stderr]
        .map(|bytes| String::from_utf8(bytes).expect("the program writes UTF-8"));
    (output.status.code(), stdout, stderr)
}

#[test]
fn keys_are_sent_through_and_all_inputs_are_tried() {
    let (exit, printed, _) = network(&["--keys", "3,-1.5,2,2,0,1", "--json"]);
    assert_eq!(exit, Some(0));
    let six: Value = serde_json::from_str(&printed).expect("JSON");
    let rows = six["rows"].as_array().expect("a list of keys");
    let sorted = json!([-1.5, 0.0, 1.0, 2.0, 2.0, 3.0]);
    assert_eq!(json!(rows[rows.len() - 6..]), sorted);
    assert_eq!(six["comparators"].as_array().map(Vec::len), Some(30));
    assert_eq!(six["proof"]["inputs"], 64);
    assert_eq!(six["proof"]["failing"], 0);
}

#[test]
fn without_json_a_layer_is_a_line() {
    let (exit, printed, _) = network(&["--wires", "16", "--kind", "odd-even-merge"]);
    assert_eq!((exit, printed.lines().count()), (Some(0), 10));
    assert_eq!(printed.split_whitespace().count(), 63);
}

#[test]
fn what_makes_no_sense_is_refused_by_name() {
    for (flags, name) in [
        (["--wires", "129"], "wires"),
        (["--kind", "bubble"], "kind"),
        (["--keys", "1,x"], "keys"),
    ] {
        let (exit, _, words) = network(&flags);
        assert_eq!(exit, Some(2));
        assert!(words.contains(name), "{words}");
    }
}
