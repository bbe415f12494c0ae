//! A rank has lost patience, and over ports nobody knows what the others wait for: they are asked.

use collectives::transport::Wait;

/// What the ranks have answered so far.
#[derive(Debug)]
pub(super) struct Inquiry {
    /// Who lost patience first.
    pub(super) rank: usize,
    pub(super) since_ms: f64,
    pub(super) now_ns: u64,
    pub(super) waits: Vec<(usize, Wait)>,
    answered: Vec<bool>,
}

impl Inquiry {
    /// `answered` are those that are not asked: their part has ended, and they wait for nobody.
    pub(super) fn new(rank: usize, since_ms: f64, now_ns: u64, answered: Vec<bool>) -> Self {
        Self {
            rank,
            since_ms,
            now_ns,
            waits: Vec::new(),
            answered,
        }
    }

    /// Takes an answer; true when nobody is left to answer.
    pub(super) fn answer(&mut self, rank: usize, waits: Vec<(usize, Wait)>) -> bool {
        // A rank that is asked may lose patience itself, and say the same twice.
        if !self.answered[rank] {
            let place = self.waits.partition_point(|(known, _)| *known < rank);
            self.waits.splice(place..place, waits);
        }
        self.answered[rank] = true;
        self.answered.iter().all(|answered| *answered)
    }
}
