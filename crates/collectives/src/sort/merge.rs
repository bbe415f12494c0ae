//! Sorted runs become one.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::SortKey;

/// The `count` smallest keys of two sorted runs, in order.
pub(super) fn smallest<K: SortKey>(left: &[K], right: &[K], count: usize) -> Vec<K> {
    let (mut l, mut r) = (0, 0);
    let next = |_| {
        let from_left = r == right.len() || (l < left.len() && left[l] <= right[r]);
        let (run, place) = if from_left {
            (left, &mut l)
        } else {
            (right, &mut r)
        };
        *place += 1;
        run[*place - 1]
    };
    (0..count).map(next).collect()
}

/// The `count` largest keys of two sorted runs, in order.
pub(super) fn largest<K: SortKey>(left: &[K], right: &[K], count: usize) -> Vec<K> {
    let (mut l, mut r) = (left.len(), right.len());
    let mut keys = vec![K::zeroed(); count];
    for key in keys.iter_mut().rev() {
        let from_left = r == 0 || (l > 0 && left[l - 1] > right[r - 1]);
        let (run, place) = if from_left {
            (left, &mut l)
        } else {
            (right, &mut r)
        };
        *place -= 1;
        *key = run[*place];
    }
    keys
}

/// Takes the keys of many sorted runs in order: calls `take` with the run and the place in it.
/// Equal keys come in the order of their runs.
pub(super) fn merge<K: SortKey>(runs: &[&[K]], mut take: impl FnMut(usize, usize)) {
    let head = |run: usize, place: usize| Some(Reverse((*runs[run].get(place)?, run, place)));
    let mut heads: BinaryHeap<_> = (0..runs.len()).filter_map(|run| head(run, 0)).collect();
    while let Some(Reverse((_, run, place))) = heads.pop() {
        take(run, place);
        heads.extend(head(run, place + 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_of_two_runs() {
        let (left, right) = ([1_u32, 4, 4, 9], [0_u32, 4, 10]);
        let mut all = [&left[..], &right[..]].concat();
        all.sort_unstable();
        for count in 0..=all.len() {
            assert_eq!(smallest(&left, &right, count), all[..count]);
            assert_eq!(smallest(&right, &left, count), all[..count]);
            assert_eq!(largest(&left, &right, count), all[all.len() - count..]);
            assert_eq!(largest(&right, &left, count), all[all.len() - count..]);
        }
    }

    #[test]
    fn equal_keys_come_in_the_order_of_their_runs() {
        let runs: [&[u32]; 4] = [&[5, 5], &[], &[1, 5], &[5]];
        let mut taken = Vec::new();
        merge(&runs, |run, place| taken.push((run, place)));
        assert_eq!(taken, [(2, 0), (0, 0), (0, 1), (2, 1), (3, 0)]);
    }
}
