//! The command `ranks`, as a shell sees it: output, errors and exit status.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

/// Exit status, standard output and standard error of `ranks` with these arguments.
fn ranks(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_ranks"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command was built for this test");
    // A command that refuses its arguments does not read its input.
    let _ = child
        .stdin
        .take()
        .map(|mut stdin| stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().expect("the command ends");
    let text = |bytes| String::from_utf8(bytes).expect("the command writes text");
    (
        output.status.code().expect("no signal"),
        text(output.stdout),
        text(output.stderr),
    )
}

fn report(arguments: &[&str], input: &str) -> Value {
    let (exit, stdout, stderr) = ranks(arguments, input);
    assert_eq!((exit, stderr.as_str()), (0, ""), "{stdout}");
    serde_json::from_str(&stdout).expect("standard output is JSON and nothing else")
}

#[test]
fn threads_and_simulator_agree_with_each_other_and_with_the_definition() {
    let rows = json!([
        [1.5, -2, 3, 0, 9, 1],
        [0, -1, "NaN", 0, 8, 2],
        [7, -3, 1, "-Infinity", 7, 3],
        [2, -4, 1, 1, 6, 4],
        [3, -5, 1, 2, "Infinity", 5]
    ]);
    let input = json!({ "inputs": rows }).to_string();
    let flags = [
        "run",
        "all-reduce",
        "--algorithm",
        "ring",
        "--ranks",
        "5",
        "--op",
        "max",
    ];
    let run = |engine| {
        let rest = [
            "--kind", "f32", "--input", "-", "--engine", engine, "--json",
        ];
        report(&[&flags[..], &rest].concat(), &input)
    };
    let (threads, simulated) = (run("threads"), run("simulated"));
    assert_eq!(threads["outputs"], simulated["outputs"]);
    assert_eq!(threads["totals"], simulated["totals"]);
    for rank in 0..5 {
        assert_eq!(
            threads["outputs"][rank],
            json!([7.0, -1.0, "NaN", 2.0, "Infinity", 5.0])
        );
    }
    assert_eq!(threads["engine"]["used"], "threads");
    assert_eq!(simulated["engine"]["used"], "simulated");
    assert_eq!(threads["verdict"]["agrees"], true);
    assert!(threads["time"]["virtual_us"].is_null() && simulated["time"]["wall_us"].is_null());
}

#[test]
fn flags_win_over_the_file() {
    let input = json!({ "collective": "all-reduce", "op": "sum", "inputs": [[1], [2], [4]] });
    let report = report(
        &["run", "--op", "product", "--input", "-", "--json"],
        &input.to_string(),
    );
    assert_eq!(
        report["experiment"]["ranks"], 3,
        "one rank per row of inputs"
    );
    assert_eq!(report["outputs"][0], json!([8.0]));
    let report = self::report(
        &[
            "run",
            "--count",
            "2",
            "--input",
            "-",
            "--engine",
            "simulated",
            "--json",
        ],
        &json!({ "collective": "all-gather", "ranks": 2, "inputs": [[1], [2]] }).to_string(),
    );
    assert_eq!(report["outputs"][1].as_array().map(Vec::len), Some(4));
}

#[test]
fn a_wrong_result_exits_with_1_and_still_reports() {
    let input = json!({ "faults": [{ "kind": "flip", "rank": 1 }] }).to_string();
    for engine in ["threads", "simulated"] {
        let arguments = [
            "run",
            "all-reduce",
            "--engine",
            engine,
            "--input",
            "-",
            "--json",
        ];
        let (exit, stdout, _) = ranks(&arguments, &input);
        let report: Value = serde_json::from_str(&stdout).expect("a report");
        assert_eq!(
            (exit, &report["verdict"]["agrees"]),
            (1, &json!(false)),
            "{engine}"
        );
    }
}

#[test]
fn a_failed_run_exits_with_3_and_says_who_and_why() {
    for engine in ["threads", "simulated"] {
        for (kind, failure, rank) in [
            ("panic", "panic", 1),
            ("op", "mismatch", 1),
            ("silent", "timeout", 2),
        ] {
            let input = json!({
                "limit_ms": 200, "ranks": 4,
                "faults": [{ "kind": kind, "rank": 1 }],
            });
            let flags = ["run", "all-reduce", "--engine", engine, "--input", "-"];
            let (exit, stdout, stderr) =
                ranks(&[&flags[..], &["--json"]].concat(), &input.to_string());
            let error: Value = serde_json::from_str(&stdout).expect("an error");
            assert_eq!((exit, stderr.as_str()), (3, ""), "{engine} {kind}");
            assert_eq!(
                error["failure"]["kind"], failure,
                "{engine} {kind}: {error}"
            );
            let named = [&error["failure"]["rank"], &error["failure"]["peer"]];
            assert!(named.contains(&&json!(rank)), "{engine} {kind}: {error}");
            assert!(
                error["error"]
                    .as_str()
                    .is_some_and(|it| it.contains("rank 1")),
                "{error}"
            );

            let (exit, stdout, stderr) = ranks(&flags, &input.to_string());
            assert_eq!((exit, stdout.as_str()), (3, ""), "{engine} {kind}");
            assert!(
                stderr.contains("rank 1") && stderr.contains("all-reduce/ring"),
                "{stderr}"
            );
        }
    }
}

#[test]
fn a_refused_request_exits_with_2_and_lists_every_problem() {
    let arguments = [
        "run",
        "all-reduce",
        "--ranks",
        "0",
        "--op",
        "avg",
        "--engine",
        "workers",
    ];
    let (exit, stdout, stderr) = ranks(&arguments, "");
    assert_eq!((exit, stdout.as_str()), (2, ""));
    for start in ["ranks is 0", "op is \"avg\"", "engine is \"workers\""] {
        assert!(
            stderr.lines().any(|line| line.starts_with(start)),
            "{start} in:\n{stderr}"
        );
    }
    let (exit, stdout, stderr) = ranks(&[&arguments[..], &["--json"]].concat(), "");
    let error: Value = serde_json::from_str(&stdout).expect("an error");
    assert_eq!((exit, stderr.as_str()), (2, ""));
    let fields: Vec<_> = (0..3)
        .map(|index| &error["problems"][index]["field"])
        .collect();
    for field in ["ranks", "op", "engine"] {
        assert!(fields.contains(&&json!(field)), "{field} in {error}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_its_name() {
    for (arguments, word) in [
        (&["run", "all-reduce", "--input", "-"][..], "standard input"),
        (&["run", "all-reduce", "--opp", "sum"], "did you mean op?"),
        (&["runn"], "did you mean run?"),
        (&["run", "all-reduce", "--ranks"], "--ranks"),
        (&["list", "all-reduce"], "all-reduce"),
    ] {
        let (exit, _, stderr) = ranks(arguments, "not json");
        assert_eq!(exit, 2, "{arguments:?}");
        assert!(stderr.contains(word), "{arguments:?}: {stderr}");
    }
}

#[test]
fn the_list_is_the_catalogue() {
    let list = report(&["list", "--json"], "");
    let rows = list.as_array().expect("a list");
    assert_eq!(rows.len(), collectives::catalogue::CATALOGUE.len());
    for field in [
        "collective",
        "algorithm",
        "title",
        "needs",
        "rounds",
        "messages",
        "bytes",
        "source",
    ] {
        assert!(rows.iter().all(|row| !row[field].is_null()), "{field}");
    }
    assert!(
        ranks(&["list"], "").1.contains("all-reduce/ring"),
        "in words"
    );
}

#[test]
fn a_plan_is_a_bill() {
    let naive = report(&["passes", "--registers", "2", "--json"], "");
    let chosen = report(&["passes", "--json"], "");
    let numbers = |plan: &Value| {
        let ladder = plan["ladder"].as_array().expect("a list of passes");
        assert_eq!(json!(ladder.len()), plan["passes"]);
        (plan["passes"].as_u64(), plan["bytes"].as_u64())
    };
    assert_eq!(numbers(&naive), (Some(210), Some(1_761_607_680)));
    assert_eq!(numbers(&chosen), (Some(21), Some(176_160_768)));
    assert_eq!(naive["comparators"], chosen["comparators"]);
    let (exit, words, _) = ranks(&["passes", "--count", "1000", "--tile", "512"], "");
    assert_eq!((exit, words.lines().count()), (0, 4));
}

#[test]
fn a_plan_that_no_kernel_has_is_refused() {
    for (flags, reason) in [
        (["--tile", "100"], "tile is 100, but must be a power of two"),
        (["--tile", "32"], "tile is 32, but must be 64 to 8192"),
        (
            ["--registers", "128"],
            "registers is 128, but must be 2 to 64",
        ),
        (
            ["--count", "-1"],
            "count is -1, but must be 0 to 1073741824",
        ),
    ] {
        let (exit, _, words) = ranks(&[&["passes"], &flags[..]].concat(), "");
        assert_eq!(exit, 2);
        assert!(words.contains(reason), "{words}");
    }
}

#[test]
fn numbers_are_sorted_and_the_answer_says_how() {
    let input = json!([3, "NaN", 1, -0.0, 0, "-Infinity", 1, "Infinity", -2.5]).to_string();
    let sorted = json!([
        "-Infinity",
        -2.5,
        -0.0,
        0.0,
        1.0,
        1.0,
        3.0,
        "Infinity",
        "NaN"
    ]);
    for kind in ["f32", "f64"] {
        let answer = report(&["sort", "--kind", kind, "--json"], &input);
        // -0 and 0 are the same number, so their text is compared.
        assert_eq!(answer["values"].to_string(), sorted.to_string(), "{kind}");
        assert_eq!(answer["verdict"]["agrees"], true);
        assert_eq!(answer["device"]["kind"], "cpu");
        assert!(answer["payload"].is_null() && answer["times"]["gpu_ms"].is_null());
    }
    let reversed = report(&["sort", "--descending", "--input", "-", "--json"], &input);
    let backwards: Vec<_> = sorted.as_array().unwrap().iter().rev().collect();
    assert_eq!(reversed["values"].to_string(), json!(backwards).to_string());
    let (exit, stdout, stderr) = ranks(&["sort"], "[3, \"NaN\", -1, \"Infinity\", 0.5]");
    assert_eq!((exit, stderr.as_str()), (0, ""));
    assert_eq!(stdout, "-1\n0.5\n3\nInfinity\nNaN\n");
}

#[test]
fn a_sort_of_many_numbers_says_what_its_passes_moved() {
    let values: Vec<u32> = (0..10_000_u32)
        .map(|it| it.wrapping_mul(0x9e37_79b9))
        .collect();
    let mut sorted = values.clone();
    sorted.sort_unstable();
    let input = json!({ "values": values, "kind": "u32" }).to_string();
    let answer = report(&["sort", "--json"], &input);
    assert_eq!(answer["values"], json!(sorted));
    // Three digits of 11 bits; each pass reads and writes 4 bytes of every number.
    assert_eq!(
        answer["plan"],
        json!({ "passes": 3, "comparators": 0, "bytes": 240_000 })
    );
    let signed: Vec<i64> = sorted.iter().map(|&it| i64::from(it) - (1 << 31)).collect();
    let input = json!({ "values": signed, "descending": true }).to_string();
    let answer = report(&["sort", "--kind", "i32", "--json"], &input);
    assert_eq!(
        answer["values"][0],
        json!(signed.last()),
        "the file's fields count"
    );
}

#[test]
fn what_cannot_be_sorted_is_refused_with_its_field() {
    for (flags, input, message) in [
        (
            &["--kind", "u32"][..],
            "[1, -1]",
            "values[1] is -1, but must be what u32 holds: whole numbers from 0 to 4294967295",
        ),
        (
            &["--kind", "i32"],
            "[1e10]",
            "values[0] is 10000000000, but must be what i32 holds: whole numbers from -2147483648",
        ),
        (
            &["--kind", "f16"],
            "[1]",
            "kind is \"f16\", but must be one of f32",
        ),
        (&[], "{\"value\": [1]}", "did you mean values?"),
        (&[], "[1, true]", "values[1] is true, but must be a number"),
        (&[], "7", "input is 7, but must be a list of numbers"),
        (&[], "[1", "standard input"),
        (&["--descend"], "[1]", "did you mean descending?"),
    ] {
        let arguments = [&["sort"], flags].concat();
        let (exit, stdout, stderr) = ranks(&arguments, input);
        assert_eq!((exit, stdout.as_str()), (2, ""), "{arguments:?} {input}");
        assert!(stderr.contains(message), "{arguments:?} {input}: {stderr}");
        let (exit, stdout, _) = ranks(&[&arguments[..], &["--json"]].concat(), input);
        let error: Value = serde_json::from_str(&stdout).expect("an error");
        assert_eq!((exit, error["problems"][0]["field"].is_string()), (2, true));
    }
}

#[test]
fn nothing_is_sorted_too() {
    let answer = report(&["sort", "--json"], "[]");
    assert_eq!(
        (&answer["values"], &answer["verdict"]["agrees"]),
        (&json!([]), &json!(true))
    );
    assert_eq!(ranks(&["sort"], "[]"), (0, String::new(), String::new()));
}
