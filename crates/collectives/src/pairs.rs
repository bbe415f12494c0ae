//! Numbers for pairs, such as the two ranks at the ends of a channel.

use std::collections::BTreeMap;

/// Gives every pair a number, from 0 on in the order in which they first come: what there is to
/// keep by pair is kept in lists by this number.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    known: BTreeMap<(usize, usize), usize>,
}

impl Pairs {
    /// The number of a pair, which is new if the pair is.
    pub fn number(&mut self, first: usize, second: usize) -> usize {
        let next = self.known.len();
        *self.known.entry((first, second)).or_insert(next)
    }

    /// The number of a pair that has one.
    #[must_use]
    pub fn find(&self, first: usize, second: usize) -> Option<usize> {
        self.known.get(&(first, second)).copied()
    }
}
