//! Why a run did not end: which rank, in which call, waiting for whom.

use std::fmt;

use collectives::Error;
use collectives::transport::{Direction, Wait, find_cycle};
use serde::Serialize;

use crate::Experiment;
use crate::spelling::spell;
use crate::timeline::micros;

/// Why a run failed. The error that JavaScript gets carries it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Failure {
    /// In which way.
    pub kind: FailureKind,
    /// The rank that failed, or that lost patience.
    pub rank: Option<usize>,
    /// The other rank concerned.
    pub peer: Option<usize>,
    /// The collective and its algorithm; none if the page itself broke down.
    pub call: Option<String>,
    /// What happened, in one sentence.
    pub message: String,
    /// Who was waiting for whom when the run ended.
    pub waiting: Vec<Waiting>,
}

/// The ways in which a run can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "lowercase")]
pub enum FailureKind {
    /// The host has no memory left for it.
    Memory,
    /// A rank panicked.
    Panic,
    /// A rank was ended from outside.
    Killed,
    /// Ranks made different calls.
    Mismatch,
    /// Ranks wait for each other in a circle.
    Deadlock,
    /// A rank waited for longer than the limit.
    Timeout,
    /// The caller asked to stop.
    Cancelled,
}

impl FailureKind {
    /// Whether something went wrong between ranks, rather than with the host or the caller.
    #[must_use]
    pub fn is_of_ranks(self) -> bool {
        !matches!(self, Self::Memory | Self::Cancelled)
    }

    /// As reports spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Panic => "panic",
            Self::Killed => "killed",
            Self::Mismatch => "mismatch",
            Self::Deadlock => "deadlock",
            Self::Timeout => "timeout",
            Self::Cancelled => "cancelled",
        }
    }
}

/// One rank's wait.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
pub struct Waiting {
    /// Who waits.
    pub rank: usize,
    /// For whom.
    pub on: usize,
    /// For which message.
    pub tag: String,
    /// In which call.
    pub call: String,
    /// For how long.
    pub since_us: f64,
}

impl Failure {
    /// A rank panicked with these words.
    #[must_use]
    pub fn panicked(experiment: &Experiment, rank: usize, words: &str) -> Self {
        let message = format!("rank {rank} panicked in {}: {words}", experiment.call());
        Self::new(FailureKind::Panic, experiment, Some(rank), None, message)
    }

    /// A rank was ended from outside, or its host would not start it.
    #[must_use]
    pub fn killed(experiment: &Experiment, rank: usize, words: &str) -> Self {
        let message = format!("rank {rank} was lost in {}: {words}", experiment.call());
        Self::new(FailureKind::Killed, experiment, Some(rank), None, message)
    }

    /// Its host could not even begin, for what `words` say about the call.
    #[must_use]
    pub fn not_started(experiment: &Experiment, words: &str) -> Self {
        let message = format!("{} {words}", experiment.call());
        Self::new(FailureKind::Killed, experiment, None, None, message)
    }

    /// There is no memory for the part of `rank`, or for the run as a whole.
    #[must_use]
    pub fn out_of_memory(experiment: &Experiment, rank: Option<usize>, words: &str) -> Self {
        let who = rank.map_or(String::new(), |rank| format!("rank {rank} of "));
        let message = format!("no memory for {who}{}: {words}", experiment.call());
        Self::new(FailureKind::Memory, experiment, rank, None, message)
    }

    /// The caller asked to stop.
    #[must_use]
    pub fn cancelled(experiment: &Experiment) -> Self {
        let message = format!("{} was cancelled", experiment.call());
        Self::new(FailureKind::Cancelled, experiment, None, None, message)
    }

    /// What `error` of `rank` means for the run, or `None` if another rank is to blame.
    #[must_use]
    pub fn from_error(experiment: &Experiment, rank: usize, error: &Error) -> Option<Self> {
        let call = experiment.call();
        match error {
            Error::Crashed { rank, message } => Some(Self::panicked(experiment, *rank, message)),
            Error::Killed { rank } => Some(Self::killed(experiment, *rank, "it vanished")),
            Error::Disagreement(it) => {
                let message = format!("{it} (in {call})");
                let peer = Some(it.peer);
                Some(Self::new(
                    FailureKind::Mismatch,
                    experiment,
                    Some(it.rank),
                    peer,
                    message,
                ))
            }
            Error::Length { from, .. } => {
                let message = format!("{error} (in {call})");
                let peer = Some(*from);
                Some(Self::new(
                    FailureKind::Mismatch,
                    experiment,
                    Some(rank),
                    peer,
                    message,
                ))
            }
            Error::Ended { .. } => None,
        }
    }

    /// `rank` was not done when the limit was over. `waits` is everything that any rank waited
    /// for at `now_ns`, on a clock that all of them share.
    #[must_use]
    pub fn timed_out(
        experiment: &Experiment,
        rank: usize,
        waits: &[(usize, Wait)],
        now_ns: u64,
    ) -> Self {
        let edges: Vec<_> = waits.iter().map(|(rank, wait)| (*rank, wait.on)).collect();
        let mut failure = match find_cycle(&edges) {
            Some(cycle) => Self::deadlocked(experiment, &cycle),
            None => Self::impatient(experiment, rank, waits, now_ns),
        };
        failure.waiting = waits
            .iter()
            .map(|(rank, wait)| Waiting {
                rank: *rank,
                on: wait.on,
                tag: wait.tag.to_string(),
                call: experiment.call(),
                since_us: micros(now_ns.saturating_sub(wait.since_ns)),
            })
            .collect();
        failure
    }

    fn deadlocked(experiment: &Experiment, cycle: &[usize]) -> Self {
        let mut circle = format!("rank {}", cycle[0]);
        for rank in cycle[1..].iter().chain(&cycle[..1]) {
            circle.push_str(&format!(" waits for rank {rank}"));
            if *rank != cycle[0] {
                circle.push_str(", which");
            }
        }
        let message = format!("deadlock in {}: {circle}", experiment.call());
        let peer = cycle.get(1).copied();
        Self::new(
            FailureKind::Deadlock,
            experiment,
            Some(cycle[0]),
            peer,
            message,
        )
    }

    /// Nobody waits in a circle: at the end of the chain stands a rank that does nothing.
    fn impatient(
        experiment: &Experiment,
        rank: usize,
        waits: &[(usize, Wait)],
        now_ns: u64,
    ) -> Self {
        let call = experiment.call();
        let limit = spell(experiment.limit_ms);
        let idle = |rank: usize| !waits.iter().any(|(waiting, _)| *waiting == rank);
        let last = waits
            .iter()
            .filter(|(_, wait)| idle(wait.on))
            .min_by_key(|it| it.1.since_ns);
        let Some((rank, wait)) = last else {
            let message = format!(
                "rank {rank} did nothing in {call} for {limit} ms, and no rank waits for it"
            );
            return Self::new(FailureKind::Timeout, experiment, Some(rank), None, message);
        };
        let waited_ms = now_ns.saturating_sub(wait.since_ns) / 1_000_000;
        let what = match wait.direction {
            Direction::Receive => "to send",
            Direction::Send => "to take",
        };
        let message = format!(
            "rank {rank} waited {waited_ms} ms in {call} for rank {} {what} {}, \
             and rank {} waits for nobody (limit {limit} ms)",
            wait.on, wait.tag, wait.on
        );
        Self::new(
            FailureKind::Timeout,
            experiment,
            Some(*rank),
            Some(wait.on),
            message,
        )
    }

    /// The failure that explains the others: a cause before its consequences.
    #[must_use]
    pub fn most_telling(failures: Vec<Self>) -> Option<Self> {
        failures
            .into_iter()
            .min_by_key(|failure| (failure.kind, failure.rank))
    }

    fn new(
        kind: FailureKind,
        experiment: &Experiment,
        rank: Option<usize>,
        peer: Option<usize>,
        message: String,
    ) -> Self {
        Self {
            kind,
            rank,
            peer,
            call: Some(experiment.call()),
            message,
            waiting: Vec::new(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}
