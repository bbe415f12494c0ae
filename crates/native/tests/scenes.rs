//! `ranks run --scene` and `--labels`, as a shell sees them.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Exit status, standard output and standard error.
fn ranks(arguments: &[&str], input: &Value) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ranks"))
        .args(arguments)
        .args(["--input", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command was built for this test");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    let _ = stdin.write_all(input.to_string().as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the command ends");
    let text = |bytes| String::from_utf8(bytes).expect("the command writes text");
    let status = output.status.code().expect("no signal");
    (status, text(output.stdout), text(output.stderr))
}

#[test]
fn a_report_has_its_scene_and_can_be_run_again() {
    let call = ["run", "all-reduce", "--ranks", "3", "--count", "6"];
    for engine in ["threads", "simulated"] {
        let asked = [&call[..], &["--engine", engine, "--scene"]].concat();
        let (status, stdout, _) = ranks(&asked, &json!({}));
        let report: Value = serde_json::from_str(&stdout).expect("it is JSON");
        assert_eq!(status, 0, "{stdout}");
        let (scene, rows) = (&report["scene"], &report["trace"]["messages"]);
        for column in ["from", "to", "count"] {
            assert_eq!(scene["sends"][column], rows[column]);
        }
        assert_eq!(scene["outputs_match"], json!(true));
        assert_eq!(scene["unlabelled"], json!(null));
        let (status, again, _) = ranks(&["run", "--json"], &report);
        let again: Value = serde_json::from_str(&again).expect("it is JSON");
        assert_eq!((status, &again["outputs"]), (0, &report["outputs"]));
    }
}

#[test]
fn labels_are_told_in_words() {
    let call = [
        "run",
        "reduce-scatter",
        "--ranks",
        "3",
        "--count",
        "3",
        "--labels",
    ];
    let (status, stdout, stderr) = ranks(&call, &json!({}));
    assert_eq!((status, stderr.as_str()), (0, ""));
    let expected = "\
step 0
  0 → 1  0[2]  becomes (0 1)[2]
  1 → 2  1[0]  becomes (1 2)[0]
  2 → 0  2[1]  becomes (2 0)[1]
step 1
  0 → 1  (2 0)[1]  becomes ((2 0) 1)[1]
  1 → 2  (0 1)[2]  becomes ((0 1) 2)[2]
  2 → 0  (1 2)[0]  becomes ((1 2) 0)[0]
in the end
  rank 0 returns ((1 2) 0)[0]
  rank 1 returns ((2 0) 1)[1]
  rank 2 returns ((0 1) 2)[2]
";
    assert_eq!(stdout, expected);
}

#[test]
fn what_a_run_that_failed_came_to_is_told() {
    let dead = json!({ "faults": [{ "kind": "panic", "rank": 1, "step": 1 }] });
    let call = ["run", "all-reduce", "--ranks", "3", "--count", "3"];
    let (status, stdout, stderr) = ranks(&[&call[..], &["--labels"]].concat(), &dead);
    assert_eq!(status, 3);
    assert!(stderr.starts_with("panic: rank 1 panicked"), "{stderr}");
    assert!(
        stdout.contains("rank 1 got through 1 of 4 rounds"),
        "{stdout}"
    );
    let (status, stdout, stderr) = ranks(&[&call[..], &["--scene"]].concat(), &dead);
    assert_eq!((status, stderr.as_str()), (3, ""));
    let error: Value = serde_json::from_str(&stdout).expect("it is JSON");
    assert_eq!(error["failure"]["kind"], json!("panic"));
    assert_eq!(error["scene"]["reached"], json!([2, 1, 1]));
}
