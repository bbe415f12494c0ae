//! Who waits for whom: what a rank is blocked on, and whether the blocked form a cycle.

use std::cell::RefCell;

use super::Tag;

/// Which half of a message a rank waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The peer has not taken what this rank sends.
    Send,
    /// The peer has not sent what this rank asks for.
    Receive,
}

/// One thing that one rank is blocked on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The rank it needs.
    pub on: usize,
    /// The message it needs.
    pub tag: Tag,
    /// Whether to take it or to send it.
    pub direction: Direction,
    /// When it began to wait, on the transport's clock.
    pub since_ns: u64,
}

/// What one rank is blocked on right now. A transport begins and ends entries as it polls;
/// its executor reads them when it loses patience.
#[derive(Debug, Default)]
pub struct WaitList {
    waits: RefCell<Vec<Wait>>,
}

/// Of a wait whose beginning is not known yet: reading the clock costs as much as a message.
pub(crate) const UNTIMED: u64 = u64::MAX;

impl WaitList {
    /// Notes a wait, unless it is noted already: the first moment counts.
    pub fn begin(&self, wait: Wait) {
        let mut waits = self.waits.borrow_mut();
        if !waits.iter().any(|known| same(known, &wait)) {
            waits.push(wait);
        }
    }

    /// The wait is over, or made progress.
    pub fn end(&self, on: usize, tag: Tag, direction: Direction) {
        let over = Wait {
            on,
            tag,
            direction,
            since_ns: 0,
        };
        self.waits.borrow_mut().retain(|known| !same(known, &over));
    }

    /// All that was noted with [`UNTIMED`] has lasted since then.
    pub(crate) fn time(&self, since_ns: u64) {
        for wait in self.waits.borrow_mut().iter_mut() {
            if wait.since_ns == UNTIMED {
                wait.since_ns = since_ns;
            }
        }
    }

    /// The rank that all of them are for, if it is one alone.
    pub(crate) fn only_peer(&self) -> Option<usize> {
        let waits = self.waits.borrow();
        let peer = waits.first()?.on;
        waits.iter().all(|wait| wait.on == peer).then_some(peer)
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> Vec<Wait> {
        self.waits.borrow().clone()
    }
}

fn same(left: &Wait, right: &Wait) -> bool {
    (left.on, left.tag, left.direction) == (right.on, right.tag, right.direction)
}

/// A cycle among `(rank, rank it waits for)`, as the ranks on it in order, smallest first.
///
/// A rank that waits for several others is on a cycle if any of them leads back to it.
#[must_use]
pub fn find_cycle(edges: &[(usize, usize)]) -> Option<Vec<usize>> {
    let ranks = edges.iter().map(|edge| edge.0 + 1).max()?;
    (0..ranks).find_map(|start| path_back(edges, start))
}

/// The shortest path from `start` along `edges` back to itself.
fn path_back(edges: &[(usize, usize)], start: usize) -> Option<Vec<usize>> {
    let mut paths = vec![vec![start]];
    let mut seen = vec![start];
    while let Some(path) = (!paths.is_empty()).then(|| paths.remove(0)) {
        let last = path[path.len() - 1];
        for &(_, next) in edges.iter().filter(|edge| edge.0 == last) {
            if next == start {
                return Some(path);
            }
            if !seen.contains(&next) {
                seen.push(next);
                paths.push([path.as_slice(), &[next]].concat());
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_no_cycle() {
        assert_eq!(find_cycle(&[(0, 1), (1, 2), (2, 3)]), None);
        assert_eq!(find_cycle(&[]), None);
    }

    #[test]
    fn finds_the_cycle_behind_a_chain() {
        assert_eq!(
            find_cycle(&[(0, 1), (1, 3), (3, 2), (2, 1)]),
            Some(vec![1, 3, 2])
        );
        assert_eq!(find_cycle(&[(0, 1), (0, 2), (2, 0)]), Some(vec![0, 2]));
    }

    #[test]
    fn the_first_moment_of_a_wait_counts() {
        let list = WaitList::default();
        let tag = Tag::new(0, 0, 0);
        let wait = |since_ns| Wait {
            on: 1,
            tag,
            direction: Direction::Receive,
            since_ns,
        };
        list.begin(wait(5));
        list.begin(wait(9));
        list.time(7);
        assert_eq!(list.all(), [wait(5)]);
        list.end(1, tag, Direction::Receive);
        assert_eq!(list.all(), []);
        list.begin(wait(UNTIMED));
        list.time(7);
        list.time(9);
        assert_eq!(list.all(), [wait(7)]);
    }
}
