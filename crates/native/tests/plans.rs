//! `ranks plan` and `ranks prove`, as a shell sees them.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Exit status and standard output with `--json`.
fn ranks(arguments: &[&str], input: &Value) -> (i32, Value) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ranks"))
        .args(arguments)
        .arg("--json")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command was built for this test");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    // A command that refuses its arguments does not read its input.
    let _ = stdin.write_all(input.to_string().as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the command ends");
    let answer = serde_json::from_slice(&output.stdout).expect("it is JSON");
    (output.status.code().expect("no signal"), answer)
}

fn refused(input: &Value) -> Vec<String> {
    let (exit, answer) = ranks(&["prove", "--input", "-"], input);
    assert_eq!(exit, 2, "{answer}");
    let problems = answer["problems"].as_array().expect("a list");
    let text = |problem: &Value| problem["message"].as_str().expect("a text").to_string();
    problems.iter().map(text).collect()
}

/// Two ranks that add what they hold, by hand.
fn exchange() -> Value {
    let plan = |rank: usize| {
        let peer = 1 - rank;
        let side = if rank == 0 { "right" } else { "left" };
        json!({
            "rank": rank, "size": 2, "elements": 4, "input": [[0, 2]], "result": [[0, 2]],
            "rounds": [{
                "messages": [
                    { "send": peer, "elements": [[0, 2]] },
                    { "receive": peer, "elements": [[2, 4]] }
                ],
                "local": [{ "fold": [[2, 4]], "onto": [[0, 2]], "side": side }]
            }]
        })
    };
    json!({ "plan": { "claims": "all-reduce", "ranks": [plan(0), plan(1)] } })
}

#[test]
fn what_plan_prints_is_proved_alike_when_it_comes_back_by_hand() {
    for (collective, algorithm) in [
        ("barrier", "dissemination"),
        ("broadcast", "binomial-tree"),
        ("gather", "linear"),
        ("all-gather", "ring"),
        ("all-to-all", "pairwise"),
        ("reduce-scatter", "ring"),
        ("all-reduce", "ring"),
        ("all-reduce", "gather-broadcast"),
    ] {
        for ranks_asked in ["1", "3", "4"] {
            let flags = [
                collective,
                "--algorithm",
                algorithm,
                "--ranks",
                ranks_asked,
                "--count",
                "7",
            ];
            let (exit, plans) = ranks(&[&["plan"], &flags[..]].concat(), &Value::Null);
            assert_eq!(exit, 0);
            let (exit, proof) = ranks(&[&["prove"], &flags[..]].concat(), &Value::Null);
            assert_eq!(
                (exit, &proof["right"]),
                (0, &json!(true)),
                "{collective}: {proof}"
            );
            let by_hand = json!({ "plan": { "claims": collective, "ranks": plans } });
            let (exit, again) = ranks(&["prove", "--input", "-"], &by_hand);
            assert_eq!((exit, again), (0, proof), "{collective}/{algorithm}");
        }
    }
}

#[test]
fn an_edit_breaks_a_plan_and_the_proof_says_where() {
    let drop = json!({ "edits": [{ "rank": 2, "round": 1, "message": 0, "do": "drop" }] });
    let flags = [
        "prove",
        "all-reduce",
        "--ranks",
        "4",
        "--count",
        "8",
        "--input",
        "-",
    ];
    let (exit, proof) = ranks(&flags, &drop);
    assert_eq!((exit, &proof["ends"]), (1, &json!(false)));
    let first = &proof["complaints"][0];
    let named = [
        &first["kind"],
        &first["rank"],
        &first["round"],
        &first["peer"],
    ];
    assert_eq!(
        named,
        [&json!("unmatched"), &json!(3), &json!(5), &json!(2)]
    );
    let cut = json!({ "cut": 2 });
    let (exit, proof) = ranks(&flags, &cut);
    assert_eq!(
        (exit, &proof["complaints"][0]["kind"]),
        (1, &json!("missing"))
    );
}

#[test]
fn plans_by_hand_are_proved_by_what_they_do() {
    let (exit, proof) = ranks(&["prove", "--input", "-"], &exchange());
    assert_eq!(exit, 0, "{proof}");
    assert_eq!(proof["order"], "rank");
    assert_eq!(
        (&proof["bytes"], &proof["scratch"]),
        (&json!([8, 8]), &json!([2, 2]))
    );
    assert_eq!(proof["same_bracketing"], true);
    let mut swapped = exchange();
    swapped["plan"]["ranks"][1]["rounds"][0]["local"][0]["side"] = json!("right");
    let (exit, proof) = ranks(&["prove", "--input", "-"], &swapped);
    assert_eq!((exit, &proof["order"]), (0, &json!("any")));
    assert_eq!(proof["same_bracketing"], false);
    let mut unclaimed = swapped;
    unclaimed["plan"]["claims"] = Value::Null;
    assert_eq!(ranks(&["prove", "--input", "-"], &unclaimed).0, 0);
}

/// Something done to the plan of rank 1.
type Change<'a> = &'a dyn Fn(&mut Value);

#[test]
fn what_is_wrong_with_a_plan_by_hand_is_named_by_its_place() {
    let broken = |change: Change<'_>| {
        let mut request = exchange();
        change(&mut request["plan"]["ranks"][1]);
        refused(&request)
    };
    let cases: [(Change<'_>, &str); 8] = [
        (
            &|plan| plan["rounds"][0]["messages"][0]["send"] = json!(2),
            "plan.ranks[1].rounds[0].messages[0].send is 2, but must be a whole number from 0 to 1",
        ),
        (
            &|plan| plan["rounds"][0]["messages"][0]["send"] = json!(1),
            "plan.ranks[1].rounds[0].messages[0].send is 1, but must be another rank",
        ),
        (
            &|plan| plan["rounds"][0]["messages"][1]["elements"] = json!([[2, 5]]),
            "plan.ranks[1].rounds[0].messages[1].elements[0] is [2, 5], \
             but must be [start, end] with 0 <= start <= end <= 4",
        ),
        (
            &|plan| plan["rounds"][0]["local"][0]["onto"] = json!([[0, 1]]),
            "plan.ranks[1].rounds[0].local[0].onto is 1 long, but must be 2 long, as fold is",
        ),
        (
            &|plan| plan["rounds"][0]["messages"][0]["receive"] = json!(0),
            "plan.ranks[1].rounds[0].messages[0].send is send and receive, \
             but must be exactly one of send, receive, combine",
        ),
        (
            &|plan| plan["rank"] = json!(0),
            "plan.ranks[1].rank is 0, but must be a whole number from 1 to 1",
        ),
        (
            &|plan| plan["rounds"] = json!([]),
            "plan.ranks[1].rounds is 0, but must be 1 rounds, as many as rank 0 has",
        ),
        (
            &|plan| plan["rounds"][0]["massages"] = json!([]),
            "there is no field plan.ranks[1].rounds[0].massages; did you mean messages?",
        ),
    ];
    for (change, expected) in cases {
        assert_eq!(broken(change), [expected]);
    }
}

#[test]
fn the_old_meaning_of_plan_has_a_hint_to_its_new_name() {
    let (exit, answer) = ranks(&["plan", "--count", "1000", "--tile", "512"], &Value::Null);
    let words = answer["error"].as_str().expect("a text");
    assert_eq!(exit, 2);
    assert!(words.contains("ranks passes"), "{words}");
}

#[test]
fn an_edit_of_what_is_not_there_is_refused_with_what_is() {
    let flags = ["prove", "all-reduce", "--ranks", "4", "--input", "-"];
    for (edit, expected) in [
        (
            json!({ "rank": 1, "round": 9, "message": 0, "do": "drop" }),
            "edits[0].round is 9, but must be a whole number from 0 to 5",
        ),
        (
            json!({ "rank": 1, "round": 0, "message": 2, "do": "drop" }),
            "edits[0].message is 2, but must be 0 to 1",
        ),
        (
            json!({ "rank": 1, "round": 0, "message": 0, "do": "turn", "to": 4 }),
            "edits[0].to is 4, but must be a whole number from 0 to 3",
        ),
    ] {
        let (exit, answer) = ranks(&flags, &json!({ "edits": [edit] }));
        assert_eq!((exit, &answer["error"]), (2, &json!(expected)));
    }
}
