//! Sorting networks: comparators between wires, decided before any data is seen.
//!
//! A comparator puts the smaller of two keys on one wire and the larger on the other. Here every
//! comparator of a sorting network points the same way, the smaller key to the lower wire. Then a
//! wire that carries +∞ at the bottom never changes, so a network for any number of wires is the
//! one for the next power of two without the comparators that touch missing wires.

mod bitonic;
mod odd_even;

/// Puts the smaller key on wire `low` and the larger on wire `high`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparator {
    /// Where the smaller key goes.
    pub low: usize,
    /// Where the larger key goes.
    pub high: usize,
}

impl Comparator {
    /// Compares two keys, and exchanges them if they stand the wrong way round.
    pub fn apply<T: Ord>(self, keys: &mut [T]) {
        if keys[self.low] > keys[self.high] {
            keys.swap(self.low, self.high);
        }
    }
}

/// Comparators that touch every wire at most once, so that they may work at the same time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// Which round of merging it belongs to, from 1: after stage s, blocks of 2^s are sorted.
    pub stage: u32,
    /// In the order of their lower wires.
    pub comparators: Vec<Comparator>,
}

/// Layers that are passed one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Network {
    wires: usize,
    layers: Vec<Layer>,
}

impl Network {
    /// Bitonic sort, written as loops: for stages, for distances, for wires.
    #[must_use]
    pub fn bitonic(wires: usize) -> Self {
        Self::new(wires, bitonic::by_loop(wires))
    }

    /// Bitonic sort, written as recursion: sort both halves, then merge them. It is the same
    /// network, comparator by comparator.
    #[must_use]
    pub fn bitonic_by_recursion(wires: usize) -> Self {
        Self::new(wires, bitonic::by_recursion(wires))
    }

    /// Batcher's odd-even merge sort: as deep as bitonic sort, with fewer comparators.
    #[must_use]
    pub fn odd_even_merge(wires: usize) -> Self {
        Self::new(wires, odd_even::merge_sort(wires))
    }

    /// Layers in which no comparator is left are dropped.
    fn new(wires: usize, mut layers: Vec<Layer>) -> Self {
        for layer in &mut layers {
            layer.comparators.retain(|it| it.high < wires);
        }
        layers.retain(|layer| !layer.comparators.is_empty());
        Self { wires, layers }
    }

    /// How many keys it sorts.
    #[must_use]
    pub fn wires(&self) -> usize {
        self.wires
    }

    /// In the order in which keys pass them.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// Every comparator, layer by layer.
    pub fn comparators(&self) -> impl Iterator<Item = Comparator> + '_ {
        let lists = self.layers.iter().map(|layer| &layer.comparators);
        lists.flat_map(|list| list.iter().copied())
    }

    /// Sends `keys` through.
    ///
    /// # Panics
    /// If there are not as many keys as wires.
    pub fn apply<T: Ord>(&self, keys: &mut [T]) {
        assert_eq!(keys.len(), self.wires, "one key per wire");
        self.comparators().for_each(|it| it.apply(keys));
    }
}

/// The smallest d for which 2^d wires are enough.
pub(crate) fn stages(wires: usize) -> u32 {
    wires.max(1).next_power_of_two().trailing_zeros()
}

#[cfg(test)]
mod tests;
