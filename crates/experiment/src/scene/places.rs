//! Where a label belongs, and whose inputs it is made of.
//!
//! Where values are combined, the place of a label is the element of the vector that all of its
//! inputs share. Where they only move, it is the input element itself, those of all ranks numbered
//! one after the other. A label whose inputs lie in different places is a mistake of the algorithm:
//! it is astray, and is told at the place of its right operand, or of the left one if the right one
//! is blank.

use collectives::plan::{BLANK, after};

use super::story::Story;

/// Labels that follow each other, in places that follow each other, of which all that can be said
/// is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) first: u32,
    pub(super) count: u32,
    /// The place of the first one; none if nothing but blank memory is in them.
    pub(super) place: Option<u32>,
    /// Whose inputs they are made of: an index of [`Places::whose`].
    pub(super) whose: usize,
    pub(super) astray: bool,
}

/// Ranks that follow each other, and how often each of them is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Share {
    pub(super) first: u32,
    pub(super) count: u32,
    pub(super) times: u32,
}

/// What there is to say about all labels but the blank one.
#[derive(Debug)]
pub(super) struct Places {
    /// In the order of the labels.
    segments: Vec<Segment>,
    whose: Vec<Vec<Share>>,
    /// Places that a fold has mixed up: (one, the other one, how many).
    pub(super) mixed: Vec<(u32, u32, u32)>,
}

const NOTHING: Segment = Segment {
    first: BLANK,
    count: u32::MAX,
    place: None,
    whose: 0,
    astray: false,
};

impl Places {
    pub(super) fn of(story: &Story<'_>) -> Self {
        let mut places = Self {
            segments: Vec::new(),
            whose: vec![Vec::new()],
            mixed: Vec::new(),
        };
        let combined = story.planned.combines();
        let inputs = story.labels.inputs.windows(2).zip(0..);
        for (bounds, rank) in inputs.filter(|(bounds, _)| bounds[0] < bounds[1]) {
            places.whose.push(vec![Share {
                first: rank,
                count: 1,
                times: 1,
            }]);
            places.segments.push(Segment {
                first: bounds[0],
                count: bounds[1] - bounds[0],
                place: Some(if combined { 0 } else { bounds[0] - 1 }),
                whose: places.whose.len() - 1,
                astray: false,
            });
        }
        for (first, count, left, right) in story.labels.folds.runs() {
            places.combine(first, count, (left, right));
        }
        let mut next = story.labels.next;
        for &(first, count) in story.divided.as_slice() {
            let of: Vec<Segment> = places.run(first, count).collect();
            for segment in of {
                let quotients = Segment {
                    first: next,
                    ..segment
                };
                next += segment.count;
                places.segments.push(quotients);
            }
        }
        places
    }

    /// All segments, in the order of the labels.
    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Whose inputs the labels of a segment are made of, and how often each is in.
    pub(super) fn whose(&self, segment: &Segment) -> &[Share] {
        &self.whose[segment.whose]
    }

    /// What there is to say about `count` labels from `first` on.
    pub(super) fn run(&self, first: u32, count: u32) -> impl Iterator<Item = Segment> {
        let mut done = 0;
        std::iter::from_fn(move || {
            let segment = (done < count).then(|| self.at(after(first, done), count - done))?;
            done += segment.count;
            Some(segment)
        })
    }

    /// The rest of the segment of a label, or as many labels of it as are wanted.
    fn at(&self, label: u32, most: u32) -> Segment {
        if label == BLANK {
            return Segment {
                count: most,
                ..NOTHING
            };
        }
        let next = self.segments.partition_point(|it| it.first <= label);
        let segment = self.segments[next - 1];
        let passed = label - segment.first;
        Segment {
            first: label,
            count: (segment.count - passed).min(most),
            place: segment.place.map(|place| place + passed),
            ..segment
        }
    }

    fn combine(&mut self, first: u32, count: u32, (left, right): (u32, u32)) {
        let mut done = 0;
        // Neighbors share what they are made of, if they are made of the same.
        let mut known: Option<(usize, usize, usize)> = None;
        while done < count {
            let right = self.at(after(right, done), count - done);
            let left = self.at(after(left, done), right.count);
            let mixed = left.place.zip(right.place).filter(|(a, b)| a != b);
            self.mixed.extend(
                mixed.map(|(left_place, right_place)| (left_place, right_place, left.count)),
            );
            let whose = match known {
                Some((a, b, whose)) if (a, b) == (left.whose, right.whose) => whose,
                _ => {
                    let both = added(&self.whose[left.whose], &self.whose[right.whose]);
                    self.whose.push(both);
                    self.whose.len() - 1
                }
            };
            known = Some((left.whose, right.whose, whose));
            self.segments.push(Segment {
                first: first + done,
                count: left.count,
                place: right.place.or(left.place),
                whose,
                astray: mixed.is_some() || left.astray || right.astray,
            });
            done += left.count;
        }
    }
}

/// Both lists in one, in the order of the ranks.
fn added(a: &[Share], b: &[Share]) -> Vec<Share> {
    let ends = |it: &Share| [it.first, it.first + it.count];
    let mut bounds: Vec<u32> = a.iter().chain(b).flat_map(ends).collect();
    bounds.sort_unstable();
    bounds.dedup();
    let times = |list: &[Share], rank: u32| {
        let next = list.partition_point(|it| it.first <= rank);
        let share = list[..next].last();
        share.map_or(0, |it| {
            if rank < it.first + it.count {
                it.times
            } else {
                0
            }
        })
    };
    let mut sum: Vec<Share> = Vec::new();
    for pair in bounds.windows(2) {
        let (first, count) = (pair[0], pair[1] - pair[0]);
        let times = times(a, first).saturating_add(times(b, first));
        match sum.last_mut() {
            _ if times == 0 => {}
            Some(last) if last.first + last.count == first && last.times == times => {
                last.count += count;
            }
            _ => sum.push(Share {
                first,
                count,
                times,
            }),
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(list: &[(u32, u32, u32)]) -> Vec<Share> {
        let share = |&(first, count, times): &(u32, u32, u32)| Share {
            first,
            count,
            times,
        };
        list.iter().map(share).collect()
    }

    #[test]
    fn shares_add_up_rank_by_rank() {
        let some = shares(&[(0, 2, 1), (5, 1, 1)]);
        assert_eq!(added(&some, &[]), some);
        assert_eq!(added(&some, &shares(&[(2, 3, 1)])), shares(&[(0, 6, 1)]));
        let twice = shares(&[(0, 1, 1), (1, 1, 2), (2, 1, 1), (5, 1, 1)]);
        assert_eq!(added(&some, &shares(&[(1, 2, 1)])), twice);
    }
}
