//! Elements in contiguous chunks: `n` of them in `p` chunks, or chunks of given lengths.

use std::ops::Range;

/// A cut of `elements` into `chunks` contiguous chunks, the first `elements mod chunks` of them
/// one element longer. With fewer elements than chunks the last chunks are empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Partition {
    elements: usize,
    chunks: usize,
}

impl Partition {
    /// # Panics
    /// If there are no chunks.
    #[must_use]
    pub fn new(elements: usize, chunks: usize) -> Self {
        assert!(chunks > 0, "elements need a chunk to be in");
        Self { elements, chunks }
    }

    /// Where chunk `index` lies. The index is taken modulo the number of chunks, so that ring
    /// arithmetic may run past the end.
    #[must_use]
    pub fn range(&self, index: usize) -> Range<usize> {
        let index = index % self.chunks;
        let (short, longer) = (self.elements / self.chunks, self.elements % self.chunks);
        let start = index * short + index.min(longer);
        start..start + short + usize::from(index < longer)
    }

    /// Length of chunk `index`, modulo the number of chunks.
    #[must_use]
    pub fn length(&self, index: usize) -> usize {
        self.range(index).len()
    }

    /// Length of the longest chunk.
    #[must_use]
    pub fn longest(&self) -> usize {
        self.elements.div_ceil(self.chunks)
    }
}

/// Where block `index` lies among blocks of the lengths `counts`, one after the other.
pub(crate) fn block(counts: &[usize], index: usize) -> Range<usize> {
    let start = counts[..index].iter().sum();
    start..start + counts[index]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_tile_the_elements_longest_first() {
        for elements in 0..50 {
            for chunks in 1..20 {
                let partition = Partition::new(elements, chunks);
                let mut next = 0;
                for index in 0..chunks {
                    let range = partition.range(index);
                    assert_eq!(range.start, next, "{elements} in {chunks}");
                    assert_eq!(range, partition.range(index + chunks), "modulo");
                    next = range.end;
                }
                assert_eq!(next, elements, "{elements} in {chunks}");
                assert_eq!(partition.length(0), partition.longest());
                assert!(
                    partition.longest() - partition.length(chunks - 1) <= 1,
                    "uneven"
                );
            }
        }
    }
}
