//! Every way in which `ranks` can come to nothing has words, JSON and an exit status.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

const RANKS: &str = env!("CARGO_BIN_EXE_ranks");

/// The command with these arguments and this on its standard input.
fn ranks(arguments: &[&str], input: &[u8], stdout: Stdio) -> Output {
    let mut command = Command::new(RANKS);
    command.args(arguments);
    ended(command, input, stdout)
}

fn ended(mut command: Command, input: &[u8], stdout: Stdio) -> Output {
    command.stdin(Stdio::piped()).stdout(stdout);
    let child = command.stderr(Stdio::piped()).spawn();
    let mut child = child.expect("the command was built for this test");
    let mut stdin = child.stdin.take().expect("it is a pipe");
    // A command that refuses its arguments does not read its input.
    let _ = stdin.write_all(input);
    drop(stdin);
    child.wait_with_output().expect("the command ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("the command writes UTF-8")
}

fn json_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap_or_else(|_| panic!("no JSON: {}", text(bytes)))
}

/// Status and words without `--json`, which must be told alike with it.
fn complaint(arguments: &[&str], input: &[u8]) -> (Option<i32>, String) {
    let words = ranks(arguments, input, Stdio::piped());
    assert_eq!(text(&words.stdout), "", "{arguments:?}");
    let shape = ranks(&[arguments, &["--json"]].concat(), input, Stdio::piped());
    assert_eq!(
        (shape.status, text(&shape.stderr)),
        (words.status, String::new())
    );
    let error = json_of(&shape.stdout)["error"].clone();
    let (error, words_said) = (error.as_str().expect("a text"), text(&words.stderr));
    assert!(
        words_said.contains(error) || error.contains("; "),
        "{error}\n{words_said}"
    );
    (words.status.code(), words_said)
}

#[test]
fn the_status_says_what_happened() {
    let wrong = json!({ "faults": [{ "kind": "flip", "rank": 1 }] }).to_string();
    let dead = json!({ "faults": [{ "kind": "panic", "rank": 1 }] }).to_string();
    let run = ["run", "all-reduce", "--input", "-"];
    let status = |input: &str| ranks(&run, input.as_bytes(), Stdio::piped()).status.code();
    assert_eq!(status("{}"), Some(0), "it agrees");
    assert_eq!(status(&wrong), Some(1), "it does not agree");
    assert_eq!(
        complaint(&run, br#"{"op": "avg"}"#).0,
        Some(2),
        "it was refused"
    );
    let (status, words) = complaint(&run, dead.as_bytes());
    assert_eq!(status, Some(3), "it failed");
    assert!(words.starts_with("panic: rank 1 panicked"), "{words}");
}

#[test]
fn input_that_cannot_be_read_is_no_refusal() {
    for command in [&["run", "barrier"][..], &["sort"]] {
        for (path, reason) in [
            ("no-such-file.json", "No such file"),
            (".", "Is a directory"),
        ] {
            let (status, words) = complaint(&[command, &["--input", path]].concat(), b"");
            assert_eq!(status, Some(4), "{words}");
            let expected = format!("{path} could not be read: {reason}");
            assert!(words.starts_with(&expected), "{words}");
        }
    }
}

/// One of each command that writes something.
const WRITERS: [&[&str]; 11] = [
    &["run", "barrier"],
    &["run", "barrier", "--diagram"],
    &["run", "barrier", "--labels"],
    &["sort"],
    &["list"],
    &["network", "--wires", "4"],
    &["plan", "barrier"],
    &["prove", "barrier"],
    &["passes"],
    &[
        "bench",
        "--op",
        "ping-pong",
        "--max-bytes",
        "8",
        "--samples",
        "1",
    ],
    &["--help"],
];

#[test]
fn output_that_cannot_be_written_is_never_silent() {
    for command in WRITERS {
        for more in [&[][..], &["--json"]] {
            let full = OpenOptions::new().write(true).open("/dev/full");
            let full = full.expect("this is Linux").into();
            let output = ranks(&[command, more].concat(), b"[2, 1]", full);
            assert_eq!(output.status.code(), Some(4), "{command:?}");
            let words = "standard output could not be written: No space left";
            let told = text(&output.stderr);
            match more {
                [] => assert!(told.starts_with(words), "{told}"),
                _ => assert!(json_of(&output.stderr)["error"].to_string().contains(words)),
            }
        }
    }
}

#[test]
fn a_reader_that_has_seen_enough_gets_no_words() {
    for command in WRITERS {
        let (reader, writer) = std::io::pipe().expect("the system has pipes");
        drop(reader);
        let output = ranks(command, b"[2, 1]", writer.into());
        assert_eq!(
            (output.status.code(), text(&output.stderr)),
            (Some(4), String::new())
        );
    }
}

#[test]
fn words_that_nobody_can_hear_leave_the_status() {
    let full = || {
        File::options()
            .write(true)
            .open("/dev/full")
            .expect("this is Linux")
    };
    for (arguments, status) in [
        (&["run", "al-reduce"][..], 2),
        (&["sort", "--input", "no"], 4),
    ] {
        let mut command = Command::new(RANKS);
        command.args(arguments).stdout(full()).stderr(full());
        let ended = command.status().expect("it starts");
        assert_eq!(ended.code(), Some(status), "{arguments:?}");
    }
}

/// With so many KiB of address space.
fn within(kib: usize, arguments: &[&str], input: &[u8]) -> Output {
    let mut command = Command::new("sh");
    let script = format!("ulimit -v {kib}; exec \"$0\" \"$@\"");
    command.arg("-c").arg(script).arg(RANKS).args(arguments);
    ended(command, input, Stdio::piped())
}

#[test]
fn memory_that_the_system_does_not_give_is_a_failure_with_words() {
    let numbers = json!((0..400_000).collect::<Vec<_>>()).to_string();
    let run = ["run", "all-gather", "--count", "100000", "--json"];
    let cases: [(&[&str], &str); 5] = [
        (&["run", "barrier", "--ranks", "8", "--json"], ""),
        (&["run", "barrier", "--ranks", "64", "--json"], ""),
        (&[&run[..], &["--engine", "threads"]].concat(), ""),
        (&[&run[..], &["--engine", "simulated"]].concat(), ""),
        (&["sort", "--json"], &numbers),
    ];
    for (arguments, input) in cases {
        let mut statuses = Vec::new();
        for mib in [20, 60, 120, 500, 10_000] {
            let output = within(mib << 10, arguments, input.as_bytes());
            let status = output.status.code();
            let status = status.unwrap_or_else(|| panic!("{mib} MiB, {arguments:?}: {output:?}"));
            let answer = json_of(&output.stdout);
            assert_eq!(text(&output.stderr), "", "{mib} MiB, {arguments:?}");
            assert_eq!(
                answer["error"].is_string(),
                status != 0,
                "{mib} MiB, {arguments:?}"
            );
            statuses.push(status);
        }
        // Too long for the memory, too much for the run, or so little that nothing can be read.
        let (least, most) = (statuses[0], statuses[statuses.len() - 1]);
        assert!(
            [2, 3, 4].contains(&least) && most == 0,
            "{arguments:?}: {statuses:?}"
        );
    }
    let output = within(60_000, cases[0].0, b"");
    let failure = &json_of(&output.stdout)["failure"];
    assert_eq!(output.status.code(), Some(3));
    let message = failure["message"].as_str().expect("a text");
    assert!(message.contains("MiB of address space"), "{message}");
}

#[test]
fn text_in_another_encoding_is_named_and_a_mark_is_no_mistake() {
    let utf16 = |mark: &str| -> Vec<u8> {
        let text = format!("{mark}[3, 1]");
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    };
    for mark in ["", "\u{feff}"] {
        let (status, words) = complaint(&["sort"], &utf16(mark));
        assert_eq!(status, Some(2));
        assert!(
            words.contains("it is UTF-16, little endian; UTF-8 is expected"),
            "{words}"
        );
        let output = ranks(
            &["sort"],
            format!("{mark}[3, 1]").as_bytes(),
            Stdio::piped(),
        );
        assert_eq!(text(&output.stdout), "1\n3\n", "{}", text(&output.stderr));
    }
    let (_, words) = complaint(&["sort"], b"[1, \"\xe9\"]");
    assert!(
        words.contains("it is not UTF-8: byte 0xe9 in line 1"),
        "{words}"
    );
    let (_, words) = complaint(&["run", "--input", "-"], b"{\n\"ranks\": three}");
    assert!(
        words.contains("line 2 column 11, near `{\\n\"ranks\": three}`"),
        "{words}"
    );
    let (_, words) = complaint(&["sort"], b"[1, null, 5]");
    assert_eq!(words, "values[1] is null, but must be a number\n");
}

#[test]
fn nothing_that_was_typed_or_read_moves_the_cursor_of_a_terminal() {
    let bad = "\u{1b}[2J\u{9b}1m\u{202e}\r\nx";
    let field = json!({ bad: 1, "collective": bad, "faults": [{ bad: bad }], "kind": bad });
    let values = json!({ "values": [bad], bad: bad });
    let cases: [(&[&str], String); 13] = [
        (&[bad], String::new()),
        (&["run", bad], String::new()),
        (&["run", "barrier", bad], String::new()),
        (&["run", "--input", bad], String::new()),
        (&["run", "--input", "-"], field.to_string()),
        (&["run", "--input", "-"], bad.to_string()),
        (
            &["run", "--engine", bad, "--ranks", bad, "--schedule", bad],
            String::new(),
        ),
        (&["sort"], values.to_string()),
        (&["sort", &format!("--{bad}")], String::new()),
        (&["passes", "--count", bad], String::new()),
        (&["network", "--keys", bad], String::new()),
        (&["network", "--wires", bad], String::new()),
        (&["bench", "--op", bad], String::new()),
    ];
    for (arguments, input) in cases {
        for more in [&[][..], &["--json"]] {
            let arguments = [arguments, more].concat();
            let output = ranks(&arguments, input.as_bytes(), Stdio::piped());
            let told = text(&output.stdout) + &text(&output.stderr);
            assert!(told.contains("u{1b}"), "{arguments:?}: {told}");
            let moves = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
            assert!(!told.contains(moves), "{arguments:?}: {told:?}");
            assert!(!told.contains("\nx"), "{arguments:?}: {told}");
        }
    }
}
