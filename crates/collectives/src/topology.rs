//! Rank arithmetic: who talks to whom. Pure, so that figures may draw from it too.

/// The neighbor that a rank of a ring sends to.
#[must_use]
pub fn right(rank: usize, size: usize) -> usize {
    (rank + 1) % size
}

/// The neighbor that a rank of a ring receives from.
#[must_use]
pub fn left(rank: usize, size: usize) -> usize {
    (rank + size - 1) % size
}

/// How many doublings reach `size`: ⌈log₂ size⌉.
#[must_use]
pub fn doublings(size: usize) -> u32 {
    size.next_power_of_two().trailing_zeros()
}

/// `rank` renumbered so that `root` becomes 0.
#[must_use]
pub fn to_vrank(rank: usize, root: usize, size: usize) -> usize {
    (rank + size - root) % size
}

/// The rank behind a renumbered one.
#[must_use]
pub fn from_vrank(vrank: usize, root: usize, size: usize) -> usize {
    (vrank + root) % size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbors_undo_each_other() {
        for size in 1..10 {
            for rank in 0..size {
                assert_eq!(left(right(rank, size), size), rank);
                for root in 0..size {
                    assert_eq!(from_vrank(to_vrank(rank, root, size), root, size), rank);
                    assert_eq!(to_vrank(root, root, size), 0);
                }
            }
        }
    }

    #[test]
    fn doublings_are_the_rounded_up_logarithm() {
        let expected = [0, 1, 2, 2, 3, 3, 3, 3, 4];
        for (size, expected) in (1..).zip(expected) {
            assert_eq!(doublings(size), expected, "size {size}");
        }
    }
}
