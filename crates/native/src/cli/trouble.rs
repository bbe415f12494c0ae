//! Every way in which a command can come to nothing, in words, in JSON and as an exit status.

use std::io::{self, Write};

use experiment::{Failure, Problem, Scene, visible};
use serde::Serialize;

use super::Exit;
use super::arguments::Format;

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The request makes no sense.
    Refused(Vec<Problem>),
    /// A rank failed.
    Failed(Failure),
    /// A rank failed, and this is what the ranks came to.
    Seen(Failure, Box<Scene>),
    /// The system did not give the memory for the work, as these words say.
    Unaffordable(String),
    /// The input could not be read.
    Input { name: String, error: io::Error },
    /// The output could not be written.
    Output(io::Error),
}

/// An error in JSON.
#[derive(Serialize)]
struct ErrorShape<'a> {
    error: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    problems: Option<&'a [Problem]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    failure: Option<&'a Failure>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scene: Option<&'a Scene>,
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }
}

impl From<Vec<Problem>> for Trouble {
    fn from(problems: Vec<Problem>) -> Self {
        Self::Refused(problems)
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Whatever is written where `?` stands is output.
impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::Output(error.into())
    }
}

impl Trouble {
    /// Says what is wrong, as far as anybody listens: in words on standard error, or as JSON on
    /// standard output, if that can still be written.
    pub(super) fn tell(
        &self,
        format: Format,
        stdout: &mut dyn Write,
        stderr: &mut dyn Write,
    ) -> Exit {
        if let Self::Output(error) = self {
            // Whoever closes a pipe has seen enough, and wants no words about it.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let _ = self.write(format, stderr);
            }
            return Exit::InputOrOutput;
        }
        if !format.is_json() {
            let _ = self.write(format, stderr);
            return self.exit();
        }
        let written = self.write(format, stdout).and_then(|()| stdout.flush());
        match written {
            Ok(()) => self.exit(),
            Err(error) => Self::Output(error).tell(format, stdout, stderr),
        }
    }

    fn exit(&self) -> Exit {
        match self {
            Self::Refused(_) => Exit::Refused,
            Self::Failed(_) | Self::Seen(..) | Self::Unaffordable(_) => Exit::Failed,
            Self::Input { .. } | Self::Output(_) => Exit::InputOrOutput,
        }
    }

    fn write(&self, format: Format, to: &mut dyn Write) -> io::Result<()> {
        let lines = self.lines();
        if format.is_json() {
            let shape = ErrorShape {
                error: match self {
                    // The other lines are in the failure.
                    Self::Failed(failure) | Self::Seen(failure, _) => failure.message.clone(),
                    _ => lines.join("; "),
                },
                problems: match self {
                    Self::Refused(problems) => Some(problems),
                    _ => None,
                },
                failure: match self {
                    Self::Failed(failure) | Self::Seen(failure, _) => Some(failure),
                    _ => None,
                },
                scene: match self {
                    Self::Seen(_, scene) => Some(&**scene),
                    _ => None,
                },
            };
            serde_json::to_writer(&mut *to, &shape)?;
            return writeln!(to);
        }
        lines.iter().try_for_each(|line| writeln!(to, "{line}"))
    }

    /// One sentence in each line; nothing in them moves a terminal's cursor.
    fn lines(&self) -> Vec<String> {
        match self {
            Self::Refused(problems) => problems.iter().map(|it| visible(&it.message)).collect(),
            Self::Failed(failure) | Self::Seen(failure, _) => {
                let kind = failure.kind.name();
                let mut lines = vec![format!("{kind}: {}", visible(&failure.message))];
                lines.extend(failure.waiting.iter().map(|wait| {
                    let (rank, on, tag) = (wait.rank, wait.on, &wait.tag);
                    let waited_ms = wait.since_us / 1000.0;
                    format!("  rank {rank} waits for rank {on}: {tag}, for {waited_ms:.0} ms")
                }));
                lines
            }
            Self::Unaffordable(words) => vec![words.clone()],
            Self::Input { name, error } => {
                vec![format!("{} could not be read: {error}", visible(name))]
            }
            Self::Output(error) => vec![format!("standard output could not be written: {error}")],
        }
    }
}
