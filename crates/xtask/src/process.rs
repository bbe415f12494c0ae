//! Child processes: a time limit on each, and no child left behind.
//!
//! Every child leads a process group of its own, so that ending it ends what it started too. The
//! price is that the terminal's Ctrl-C reaches only us; [`end_children_on_interrupt`] passes it on.

use anyhow::{Context, Result, anyhow, bail};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

/// How often a waiting parent looks whether the child has ended.
const POLL_INTERVAL: Duration = Duration::from_millis(20);
/// How long a long silent installation stays silent.
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(20);
/// What an ended group may take to clean up (close a browser, say) before it is killed.
const GRACE: Duration = Duration::from_secs(3);
/// How much of a log an error message quotes.
const LOG_TAIL_LINES: usize = 30;

/// The groups that live now.
static GROUPS: Mutex<Vec<Pid>> = Mutex::new(Vec::new());

/// Ends all children when the person or the machine ends this program.
pub(crate) fn end_children_on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        let groups = GROUPS
            .lock()
            .map(|groups| groups.clone())
            .unwrap_or_default();
        for group in &groups {
            signal(*group, Signal::SIGTERM);
        }
        if !groups.is_empty() {
            thread::sleep(GRACE / 3);
        }
        for group in &groups {
            signal(*group, Signal::SIGKILL);
        }
        std::process::exit(130);
    })
    .context("listening for Ctrl-C")
}

/// Runs to the end with our own outputs; anything but success is an error.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Result<()> {
    let status = Group::spawn(command)?.wait(limit, || {})?;
    if !status.success() {
        bail!("{} ended with {status}", name(command));
    }
    Ok(())
}

/// Runs to the end and returns what it wrote to standard output.
pub(crate) fn capture(command: &mut Command, limit: Duration) -> Result<String> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut group = Group::spawn(command)?;
    let output = reader(group.child.stdout.take().context("no standard output")?);
    let errors = reader(group.child.stderr.take().context("no standard error")?);
    let status = group.wait(limit, || {})?;
    // What the child left running may hold the pipes open.
    drop(group);
    let text = |thread: thread::JoinHandle<String>| {
        thread
            .join()
            .map_err(|_| anyhow!("reading from {}", name(command)))
    };
    let (output, errors) = (text(output)?, text(errors)?);
    if !status.success() {
        bail!(
            "{} ended with {status}\n{}",
            name(command),
            errors.trim_end()
        );
    }
    Ok(output)
}

/// Runs to the end with all its words in a log; shows a sign of life now and then, and the end of
/// the log if it fails.
pub(crate) fn logged(command: &mut Command, limit: Duration, log: &Path) -> Result<()> {
    if let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    let file = File::create(log).with_context(|| format!("creating {}", log.display()))?;
    command.stdout(file.try_clone()?).stderr(file);
    let mut group = Group::spawn(command)?;
    let mut shown = Instant::now();
    let status = group.wait(limit, || {
        if shown.elapsed() >= HEARTBEAT_INTERVAL {
            shown = Instant::now();
            eprintln!("  ... {}", tail(log, 1).trim());
        }
    });
    let failed = match status {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => anyhow!("{} ended with {status}", name(command)),
        Err(error) => error,
    };
    let end = tail(log, LOG_TAIL_LINES);
    Err(failed.context(format!("the end of {}:\n{end}", log.display())))
}

/// Runs to the end and hands over each line of standard output as it comes.
pub(crate) fn lines(
    command: &mut Command,
    limit: Duration,
    mut each: impl FnMut(&str),
) -> Result<ExitStatus> {
    command.stdout(Stdio::piped());
    let mut group = Group::spawn(command)?;
    let output = BufReader::new(group.child.stdout.take().context("no standard output")?);
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        for line in output.split(b'\n').map_while(Result::ok) {
            if sender
                .send(String::from_utf8_lossy(&line).into_owned())
                .is_err()
            {
                return;
            }
        }
    });
    let deadline = Instant::now() + limit;
    let mut ended = None;
    loop {
        match receiver.recv_timeout(POLL_INTERVAL) {
            Ok(_) if Instant::now() >= deadline => return Err(group.too_long(limit)),
            Ok(line) => each(line.trim_end_matches('\r')),
            Err(RecvTimeoutError::Disconnected) => {
                return group.wait(deadline.saturating_duration_since(Instant::now()), || {});
            }
            Err(RecvTimeoutError::Timeout) => {
                // What the child left running may hold the pipe open for ever.
                if let Some(status) = group.child.try_wait()? {
                    if ended.get_or_insert_with(Instant::now).elapsed() >= GRACE {
                        return Ok(status);
                    }
                } else if Instant::now() >= deadline {
                    return Err(group.too_long(limit));
                }
            }
        }
    }
}

/// A child and everything it started; ended when dropped.
struct Group {
    child: Child,
    id: Pid,
    name: String,
}

impl Group {
    fn spawn(command: &mut Command) -> Result<Self> {
        let name = name(command);
        // A group in the background that reads the terminal would be stopped.
        command.stdin(Stdio::null());
        let child = command
            .process_group(0)
            .spawn()
            .with_context(|| format!("starting {name}"))?;
        let id = Pid::from_raw(i32::try_from(child.id()).context("process id")?);
        if let Ok(mut groups) = GROUPS.lock() {
            groups.push(id);
        }
        Ok(Self { child, id, name })
    }

    fn wait(&mut self, limit: Duration, mut meanwhile: impl FnMut()) -> Result<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() >= deadline {
                return Err(self.too_long(limit));
            }
            meanwhile();
            thread::sleep(POLL_INTERVAL);
        }
    }

    fn too_long(&self, limit: Duration) -> anyhow::Error {
        anyhow!(
            "{} took longer than its {} s and was ended",
            self.name,
            limit.as_secs()
        )
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        signal(self.id, Signal::SIGTERM);
        let deadline = Instant::now() + GRACE;
        while matches!(self.child.try_wait(), Ok(None)) && Instant::now() < deadline {
            thread::sleep(POLL_INTERVAL);
        }
        signal(self.id, Signal::SIGKILL);
        let reaped = self.child.wait();
        debug_assert!(reaped.is_ok(), "a killed child can be waited for");
        if let Ok(mut groups) = GROUPS.lock() {
            groups.retain(|group| *group != self.id);
        }
    }
}

/// A group whose last member has ended cannot be signalled, and need not be.
fn signal(group: Pid, signal: Signal) {
    match killpg(group, signal) {
        Ok(()) | Err(nix::errno::Errno::ESRCH) => {}
        Err(error) => eprintln!("warning: could not end process group {group}: {error}"),
    }
}

fn reader(mut source: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        match source.read_to_end(&mut bytes) {
            Ok(_) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => format!("(reading failed: {error})"),
        }
    })
}

/// The command as a person would type it.
fn name(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn tail(log: &Path, count: usize) -> String {
    let text = fs::read(log).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let text = text.unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn captures_output_and_reports_failure() {
        let second = Duration::from_secs(10);
        assert_eq!(
            capture(&mut shell("echo a; echo b >&2"), second).unwrap(),
            "a\n"
        );
        let error = capture(&mut shell("echo why >&2; exit 3"), second)
            .unwrap_err()
            .to_string();
        assert!(error.contains("why") && error.contains("3"), "{error}");
    }

    #[test]
    fn hands_over_lines_in_order() {
        let mut seen = Vec::new();
        let status = lines(
            &mut shell("printf 'a\\nb\\nc'"),
            Duration::from_secs(10),
            |line| {
                seen.push(line.to_owned());
            },
        );
        assert!(status.unwrap().success());
        assert_eq!(seen, ["a", "b", "c"]);
    }

    #[test]
    fn a_child_of_the_child_that_stays_does_not_hold_us_up() {
        let started = Instant::now();
        let mut stays = shell("sleep 60 & echo done");
        let status = lines(&mut stays, Duration::from_secs(50), |_| {});
        assert!(status.unwrap().success());
        assert_eq!(
            capture(&mut stays, Duration::from_secs(50)).unwrap(),
            "done\n"
        );
        assert!(started.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn endless_talk_does_not_outlive_the_limit() {
        let limit = Duration::from_millis(300);
        let error = lines(&mut shell("while :; do echo x; done"), limit, |_| {}).unwrap_err();
        assert!(error.to_string().contains("took longer"), "{error}");
    }

    #[test]
    fn a_time_limit_ends_the_whole_group() {
        let folder = Scratch::with(&[]);
        let mark = folder.path().join("mark");
        let script = format!("(sleep 2; touch '{}') & sleep 60", mark.display());
        let started = Instant::now();
        let error = run(&mut shell(&script), Duration::from_millis(200))
            .unwrap_err()
            .to_string();
        assert!(error.contains("took longer"), "{error}");
        assert!(started.elapsed() < Duration::from_secs(30));
        thread::sleep(Duration::from_secs(3));
        assert!(!mark.exists(), "the grandchild went on");
    }
}
