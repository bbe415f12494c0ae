//! Labels that follow each other, told as runs.

use super::BLANK;

/// Labels in a list, as runs of (first, count).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Runs(Vec<(u32, u32)>);

/// Labels that were made by combining two. Those that one fold makes follow each other, and so,
/// mostly, do their operands: a run is (first, count, left, right), and its k-th label is
/// left + k combined with right + k. All operands of a run are older than the run.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    runs: Vec<FoldRun>,
}

#[derive(Clone, Copy, Debug)]
struct FoldRun {
    first: u32,
    count: u32,
    left: u32,
    right: u32,
}

/// Reads a list of runs from its front, as many labels at a time as are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reader<'a> {
    runs: &'a [(u32, u32)],
    /// Labels of the first run that have been read.
    read: u32,
}

/// The label that stands so many places after another one. Blank memory is blank everywhere.
#[must_use]
pub fn after(label: u32, places: u32) -> u32 {
    if label == BLANK {
        BLANK
    } else {
        label + places
    }
}

impl Runs {
    /// The runs: first label and count. Blank ones are a run of their own, of one label.
    #[must_use]
    pub fn as_slice(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// How many labels.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(|&(_, count)| count as usize).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The labels, one by one.
    pub fn labels(&self) -> impl Iterator<Item = u32> + '_ {
        let runs = self.0.iter();
        runs.flat_map(|&(first, count)| (0..count).map(move |place| after(first, place)))
    }

    /// Adds `count` labels from `first` on.
    pub fn push(&mut self, first: u32, count: u32) {
        match self.0.last_mut() {
            _ if count == 0 => {}
            Some((BLANK, before)) if first == BLANK => *before += count,
            Some((start, before)) if *start != BLANK && first == *start + *before => {
                *before += count;
            }
            _ => self.0.push((first, count)),
        }
    }

    /// The labels in parts of such lengths, one after the other.
    pub fn parts(&self, lengths: impl Iterator<Item = usize>) -> Vec<Self> {
        let mut reader = self.reader();
        let part = |length: usize| {
            let (mut part, mut rest) = (Self::default(), length as u64);
            while let Some(count) = Some(reader.ahead()).filter(|&it| it > 0 && rest > 0) {
                let count = u32::try_from(rest).unwrap_or(u32::MAX).min(count);
                part.push(reader.pass(count), count);
                rest -= u64::from(count);
            }
            part
        };
        lengths.map(part).collect()
    }

    pub(super) fn reader(&self) -> Reader<'_> {
        Reader {
            runs: &self.0,
            read: 0,
        }
    }
}

impl FromIterator<u32> for Runs {
    fn from_iter<I: IntoIterator<Item = u32>>(labels: I) -> Self {
        let mut runs = Self::default();
        for label in labels {
            runs.push(label, 1);
        }
        runs
    }
}

impl Reader<'_> {
    /// How many labels follow each other from here on; 0 at the end.
    pub(super) fn ahead(&self) -> u32 {
        self.runs.first().map_or(0, |&(_, count)| count - self.read)
    }

    /// The next label, passing so many, which have to follow each other.
    pub(super) fn pass(&mut self, count: u32) -> u32 {
        let (first, all) = self.runs[0];
        let label = after(first, self.read);
        self.read += count;
        if self.read == all {
            (self.runs, self.read) = (&self.runs[1..], 0);
        }
        label
    }
}

impl Folds {
    /// The two operands of a label, left and right; none if no fold made it.
    #[must_use]
    pub fn operands(&self, label: u32) -> Option<(u32, u32)> {
        let next = self.runs.partition_point(|run| run.first <= label);
        let run = self.runs[..next].last()?;
        let place = label - run.first;
        (place < run.count).then(|| (after(run.left, place), after(run.right, place)))
    }

    /// Every run: first label, count, first left and first right operand.
    pub fn runs(&self) -> impl Iterator<Item = (u32, u32, u32, u32)> {
        let runs = self.runs.iter();
        runs.map(|it| (it.first, it.count, it.left, it.right))
    }

    /// Notes what makes `count` labels from `first` on.
    pub(super) fn note(&mut self, first: u32, count: u32, (left, right): (u32, u32)) {
        self.runs.push(FoldRun {
            first,
            count,
            left,
            right,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_that_follow_each_other_are_one_run() {
        let labels = [7, 8, 9, 3, BLANK, BLANK, 4];
        let runs: Runs = labels.into_iter().collect();
        assert_eq!(runs.as_slice(), [(7, 3), (3, 1), (BLANK, 2), (4, 1)]);
        assert!(runs.labels().eq(labels));
        assert_eq!(runs.len(), 7);
        let parts = runs.parts([2, 0, 3, 9].into_iter());
        let labels = |it: &Runs| it.labels().collect::<Vec<_>>();
        let parts: Vec<_> = parts.iter().map(labels).collect();
        assert_eq!(
            parts,
            [vec![7, 8], vec![], vec![9, 3, BLANK], vec![BLANK, 4]]
        );
    }

    #[test]
    fn a_reader_passes_as_many_as_are_wanted() {
        let runs: Runs = [7, 8, 9, BLANK, BLANK].into_iter().collect();
        let mut reader = runs.reader();
        assert_eq!((reader.ahead(), reader.pass(2)), (3, 7));
        assert_eq!((reader.ahead(), reader.pass(1)), (1, 9));
        assert_eq!((reader.ahead(), reader.pass(1)), (2, BLANK));
        assert_eq!((reader.ahead(), reader.pass(1)), (1, BLANK));
        assert_eq!(reader.ahead(), 0);
    }
}
