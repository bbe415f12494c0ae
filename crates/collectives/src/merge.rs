//! Both ends of what two sorted runs make together.

use crate::SortKey;

/// The `count` smallest keys of two sorted runs, in order.
pub(crate) fn smallest<K: Copy + Ord>(left: &[K], right: &[K], count: usize) -> Vec<K> {
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
pub(crate) fn largest<K: SortKey>(left: &[K], right: &[K], count: usize) -> Vec<K> {
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
}
