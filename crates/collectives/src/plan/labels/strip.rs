//! A memory of labels, kept as the runs that lie in it: what moves together is written and read
//! at once, however long it is.

use std::ops::Range;

use super::BLANK;
use super::runs::{Runs, after};

/// One rank's memory.
#[derive(Clone, Debug)]
pub(super) struct Strip {
    /// In order; together they are the whole memory.
    runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    start: usize,
    end: usize,
    first: u32,
}

impl Strip {
    /// A memory that nobody has written.
    pub(super) fn blank(elements: usize) -> Self {
        let run = Run {
            start: 0,
            end: elements,
            first: BLANK,
        };
        let runs = (elements > 0).then_some(run);
        Self {
            runs: runs.into_iter().collect(),
        }
    }

    /// Adds what lies in `range` to `labels`, and gives the first blank element.
    pub(super) fn read(&self, range: &Range<usize>, labels: &mut Runs) -> Option<usize> {
        let mut blank = None;
        let from = self.runs.partition_point(|run| run.end <= range.start);
        let runs = self.runs[from..].iter();
        for run in runs.take_while(|run| run.start < range.end) {
            let (start, end) = (run.start.max(range.start), run.end.min(range.end));
            if run.first == BLANK {
                blank = blank.or(Some(start));
            }
            labels.push(run.label_at(start), narrow(end - start));
        }
        blank
    }

    /// Puts labels from `first` on into `range`.
    pub(super) fn write(&mut self, range: Range<usize>, first: u32) {
        let from = self.runs.partition_point(|run| run.end <= range.start);
        let to = self.runs.partition_point(|run| run.start < range.end);
        let (Some(head), Some(tail)) = (self.runs.get(from), self.runs[..to].last()) else {
            return;
        };
        let before = (head.start < range.start).then_some(Run {
            end: range.start,
            ..*head
        });
        let after = (range.end < tail.end).then(|| Run {
            start: range.end,
            end: tail.end,
            first: tail.label_at(range.end),
        });
        let new = Run {
            start: range.start,
            end: range.end,
            first,
        };
        let runs = before.into_iter().chain([new]).chain(after);
        self.runs.splice(from..to, runs);
    }

    /// How many elements it has.
    pub(super) fn len(&self) -> usize {
        self.runs.last().map_or(0, |run| run.end)
    }

    /// The labels of all elements.
    pub(super) fn labels(&self) -> Vec<u32> {
        let runs = self.runs.iter();
        let labels = runs.flat_map(|run| (run.start..run.end).map(|it| run.label_at(it)));
        labels.collect()
    }
}

impl Run {
    fn label_at(&self, element: usize) -> u32 {
        after(self.first, narrow(element - self.start))
    }
}

pub(super) fn narrow(elements: usize) -> u32 {
    u32::try_from(elements).expect("limits keep elements within 32 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_the_rest_stays() {
        let mut strip = Strip::blank(8);
        let mut plain = vec![BLANK; 8];
        let writes = [
            (0..8, 1),
            (2..4, 20),
            (3..6, 30),
            (0..1, BLANK),
            (6..8, 40),
            (5..6, 7),
        ];
        for (range, first) in writes {
            strip.write(range.clone(), first);
            for (place, element) in (0..).zip(range) {
                plain[element] = after(first, place);
            }
            assert_eq!(strip.labels(), plain);
            for start in 0..8 {
                for end in start + 1..=8 {
                    let mut read = Runs::default();
                    let blank = strip.read(&(start..end), &mut read);
                    assert!(read.labels().eq(plain[start..end].iter().copied()));
                    let first = (start..end).find(|&it| plain[it] == BLANK);
                    assert_eq!(blank, first);
                }
            }
        }
    }
}
