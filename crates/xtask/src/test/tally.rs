//! Counts of passed, failed and skipped tests, read from what test runners print.
//!
//! Two dialects are known: Rust's test harness, which speaks the same in the browser, and TAP,
//! which Node's runner writes. Counts come from the runners' own summaries; the lines of single
//! tests give the names and reasons.

use std::fmt;

/// What one command, one layer, or all of them, came to.
#[derive(Debug, Default)]
pub(super) struct Tally {
    runner: &'static str,
    passed: usize,
    failed: usize,
    skipped: usize,
    skips: Vec<String>,
    failures: Vec<String>,
}

impl Tally {
    /// An empty tally whose lines will name this runner.
    pub(super) fn of(runner: &'static str) -> Self {
        Self {
            runner,
            ..Self::default()
        }
    }

    /// Takes a line of a runner's output into account.
    pub(super) fn read(&mut self, line: &str) {
        if let Some(summary) = line.strip_prefix("test result: ") {
            self.read_harness_summary(summary);
        } else if let Some(test) = line.strip_prefix("test ") {
            self.read_harness_test(test);
        } else if let Some(summary) = line.strip_prefix("# ") {
            self.read_tap_summary(summary);
        } else {
            self.read_tap_test(line.trim_start());
        }
    }

    /// Adds another's counts and lines.
    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.skips.extend(other.skips);
        self.failures.extend(other.failures);
    }

    /// Counts a failure that no runner counted: it did not compile, hung, or ran nothing.
    pub(super) fn fail(&mut self, why: &str) {
        self.failed += 1;
        self.note_failure(why);
    }

    /// Failed tests so far.
    pub(super) fn failed(&self) -> usize {
        self.failed
    }

    /// All tests so far.
    pub(super) fn counted(&self) -> usize {
        self.passed + self.failed + self.skipped
    }

    /// One line for each skipped test, with its reason.
    pub(super) fn skips(&self) -> &[String] {
        &self.skips
    }

    /// One line for each failure.
    pub(super) fn failures(&self) -> &[String] {
        &self.failures
    }

    /// `ok. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s`.
    fn read_harness_summary(&mut self, summary: &str) {
        let counts = summary.split_once(". ").map_or("", |(_, counts)| counts);
        for count in counts.split("; ") {
            match count.split_once(' ') {
                Some((number, "passed")) => self.passed += number.parse().unwrap_or(0),
                Some((number, "failed")) => self.failed += number.parse().unwrap_or(0),
                Some((number, "ignored")) => self.skipped += number.parse().unwrap_or(0),
                _ => {}
            }
        }
    }

    /// `name ... FAILED` and `name ... ignored, reason`.
    fn read_harness_test(&mut self, test: &str) {
        let Some((name, verdict)) = test.split_once(" ... ") else {
            return;
        };
        if verdict.starts_with("FAIL") {
            self.note_failure(name);
        } else if let Some(reason) = verdict.strip_prefix("ignored") {
            self.skip(name, reason.trim_start_matches([',', ' ']));
        }
    }

    /// `pass 3`, `fail 1`, and the ways of TAP not to run.
    fn read_tap_summary(&mut self, summary: &str) {
        let Some((what, number)) = summary.split_once(' ') else {
            return;
        };
        let Ok(number) = number.parse::<usize>() else {
            return;
        };
        match what {
            "pass" => self.passed += number,
            "fail" | "cancelled" => self.failed += number,
            "skipped" | "todo" => self.skipped += number,
            _ => {}
        }
    }

    /// `not ok 1 - name` and `ok 1 - name # SKIP reason`.
    fn read_tap_test(&mut self, line: &str) {
        let (good, rest) = match (line.strip_prefix("ok "), line.strip_prefix("not ok ")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return,
        };
        let Some((_, name)) = rest.split_once(" - ") else {
            return;
        };
        // A "#" in the name itself is escaped.
        match name.split_once(" # ") {
            Some((name, directive)) => {
                let reason = directive.split_once(' ').map_or("", |(_, reason)| reason);
                self.skip(name, reason);
            }
            None if good => {}
            None => self.note_failure(name),
        }
    }

    fn skip(&mut self, name: &str, reason: &str) {
        let reason = if reason.is_empty() {
            "no reason given"
        } else {
            reason
        };
        self.skips
            .push(format!("{}: {name}: {reason}", self.runner));
    }

    fn note_failure(&mut self, what: &str) {
        let runner = self.runner;
        self.failures.push(if runner.is_empty() {
            what.to_owned()
        } else {
            format!("{runner}: {what}")
        });
    }
}

/// The closing line.
impl fmt::Display for Tally {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            passed,
            failed,
            skipped,
            ..
        } = self;
        write!(out, "{passed} passed, {failed} failed, {skipped} skipped")
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    fn read(output: &str) -> Tally {
        let mut tally = Tally::of("it");
        output.lines().for_each(|line| tally.read(line));
        tally
    }

    #[test]
    fn reads_rusts_harness() {
        let tally = read(
            "running 3 tests\n\
             test ring::wraps ... ok\n\
             test ring::closes ... FAILED\n\
             test gpu ... ignored, no adapter\n\
             \n\
             test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out\n\
             test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured; 9 filtered out\n",
        );
        assert_eq!(tally.to_string(), "3 passed, 1 failed, 1 skipped");
        assert_eq!(tally.failures(), ["it: ring::closes"]);
        assert_eq!(tally.skips(), ["it: gpu: no adapter"]);
    }

    #[test]
    fn reads_tap() {
        let tally = read(
            "TAP version 13\n\
             # Subtest: the figure\n\
             \x20   ok 1 - moves\n\
             \x20   not ok 2 - rests \\# still\n\
             ok 2 - webgpu # SKIP no adapter here\n\
             1..2\n\
             # tests 4\n\
             # pass 1\n\
             # fail 1\n\
             # cancelled 1\n\
             # skipped 1\n\
             # todo 0\n",
        );
        assert_eq!(tally.to_string(), "1 passed, 2 failed, 1 skipped");
        assert_eq!(tally.failures(), ["it: rests \\# still"]);
        assert_eq!(tally.skips(), ["it: webgpu: no adapter here"]);
    }

    #[test]
    fn sums_runners_under_their_names() {
        let mut total = Tally::default();
        let mut one = read("test a ... ignored\ntest result: ok. 1 passed; 0 failed; 1 ignored");
        one.fail("hung");
        total.add(one);
        assert_eq!(total.to_string(), "1 passed, 1 failed, 1 skipped");
        assert_eq!(total.skips(), ["it: a: no reason given"]);
        assert_eq!(total.failures(), ["it: hung"]);
    }
}
