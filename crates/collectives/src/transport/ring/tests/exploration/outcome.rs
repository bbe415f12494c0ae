//! What a search found out.

use std::fmt;

/// What was explored.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) states: usize,
    pub(super) transitions: usize,
    /// States in which every rank is done.
    pub(super) ends: usize,
    /// Different things that happened to single ranks.
    pub(super) histories: usize,
}

/// Something that must not happen, and a shortest way to it.
#[derive(Debug)]
pub(super) struct Violation {
    pub(super) what: String,
    /// Which rank did the next operation.
    pub(super) schedule: Vec<usize>,
    /// What that was.
    pub(super) operations: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.schedule.len();
        writeln!(f, "{}, after {count} operations", self.what)?;
        writeln!(f, "schedule: {:?}", self.schedule)?;
        write!(f, "{}", self.operations.join("\n"))
    }
}
