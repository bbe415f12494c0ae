//! Which elements of a rank's memory a move concerns.

use std::fmt;
use std::ops::Range;

use serde::{Serialize, Serializer};

/// Elements of one rank's memory, in the order in which they travel: a list of ranges, none of
/// which is empty and none of which begins where the one before it ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "typescript",
    derive(tsify::Tsify),
    tsify(type = "[start: number, end: number][]")
)]
pub struct Ranges(Vec<Range<usize>>);

impl Ranges {
    /// No elements.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// How many elements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.iter().map(ExactSizeIterator::len).sum()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ranges, in the order in which their elements travel.
    #[must_use]
    pub fn as_slice(&self) -> &[Range<usize>] {
        &self.0
    }

    /// The elements, one by one.
    pub fn elements(&self) -> impl Iterator<Item = usize> + Clone + '_ {
        self.0.iter().cloned().flatten()
    }

    /// The elements as one range, if they are one.
    #[must_use]
    pub fn as_range(&self) -> Option<Range<usize>> {
        match self.0.as_slice() {
            [] => Some(0..0),
            [range] => Some(range.clone()),
            _ => None,
        }
    }

    /// One past the highest element; 0 if there are none.
    #[must_use]
    pub fn end(&self) -> usize {
        self.0.iter().map(|range| range.end).max().unwrap_or(0)
    }

    /// An element that stands in both, if there is one.
    #[must_use]
    pub fn shared_with(&self, other: &Self) -> Option<usize> {
        let pairs = self
            .0
            .iter()
            .flat_map(|a| other.0.iter().map(move |b| (a, b)));
        let shared = pairs.filter_map(|(a, b)| {
            let start = a.start.max(b.start);
            (start < a.end.min(b.end)).then_some(start)
        });
        shared.min()
    }

    /// An element that stands here twice, if there is one.
    #[must_use]
    pub fn repeated(&self) -> Option<usize> {
        if self.0.len() < 2 {
            return None;
        }
        let mut ordered = self.0.clone();
        ordered.sort_unstable_by_key(|range| range.start);
        let mut end = 0;
        for range in ordered {
            if range.start < end {
                return Some(range.start);
            }
            end = range.end;
        }
        None
    }
}

impl From<Range<usize>> for Ranges {
    fn from(range: Range<usize>) -> Self {
        [range].into_iter().collect()
    }
}

/// Puts ranges together that follow each other, so that equal lists of elements are equal.
impl FromIterator<Range<usize>> for Ranges {
    fn from_iter<I: IntoIterator<Item = Range<usize>>>(ranges: I) -> Self {
        let mut joined: Vec<Range<usize>> = Vec::new();
        for range in ranges.into_iter().filter(|range| !range.is_empty()) {
            match joined.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => joined.push(range),
            }
        }
        Self(joined)
    }
}

/// As a list of [start, end].
impl Serialize for Ranges {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|range| (range.start, range.end)))
    }
}

impl fmt::Display for Ranges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("nothing");
        }
        for (index, range) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}..{}", range.start, range.end)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(list: &[Range<usize>]) -> Ranges {
        list.iter().cloned().collect()
    }

    #[test]
    fn neighbors_join_and_what_is_empty_goes() {
        assert_eq!(ranges(&[0..2, 2..3, 5..5, 3..4]), Ranges::from(0..4));
        assert_eq!(Ranges::from(4..4), Ranges::none());
        assert_eq!(
            ranges(&[3..4, 0..2]).elements().collect::<Vec<_>>(),
            [3, 0, 1]
        );
        assert_eq!(ranges(&[3..4, 0..2]).as_range(), None);
        assert_eq!(
            (ranges(&[3..4, 0..2]).len(), ranges(&[3..4, 0..2]).end()),
            (3, 4)
        );
    }

    #[test]
    fn what_is_shared_or_repeated_is_named() {
        let some = ranges(&[6..9, 0..2]);
        assert_eq!(some.shared_with(&Ranges::from(2..6)), None);
        assert_eq!(some.shared_with(&ranges(&[8..12, 1..3])), Some(1));
        assert_eq!(some.repeated(), None);
        assert_eq!(ranges(&[6..9, 0..2, 1..3]).repeated(), Some(1));
        assert_eq!(Ranges::none().repeated(), None);
    }
}
