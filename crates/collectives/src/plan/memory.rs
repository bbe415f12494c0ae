//! A rank's memory as bytes, and elements that lie in several places of it.

use std::ops::Range;

use bytemuck::Pod;

use super::run::Operator;
use super::{Local, Ranges, Side};

/// What a rank does its plan in.
#[derive(Debug)]
pub struct Memory<'m> {
    /// Whole elements, as many as the plan says, where such elements may stand.
    pub bytes: &'m mut [u8],
    /// Bytes of one of them.
    pub element_bytes: usize,
    /// Which element the first one is, among those of all ranks one after the other. That is for
    /// the trace, so that a picture can show what a message carries.
    pub first: usize,
}

impl<'m> Memory<'m> {
    /// The same, lent once more.
    pub(crate) fn again(&mut self) -> Memory<'_> {
        Memory {
            bytes: self.bytes,
            ..*self
        }
    }

    /// These values.
    pub fn of<E: Pod>(values: &'m mut [E]) -> Self {
        Self {
            bytes: bytemuck::cast_slice_mut(values),
            element_bytes: size_of::<E>(),
            first: 0,
        }
    }
}

/// What elements are: so many bytes each, and combined by an operator.
#[derive(Clone, Copy)]
pub(super) struct Elements<'a> {
    pub(super) bytes: usize,
    pub(super) op: &'a dyn Operator,
}

/// Elements in a row, apart from all others, where elements of every kind may stand.
#[derive(Debug)]
pub(super) struct Row {
    words: Vec<u64>,
    bytes: usize,
}

impl Row {
    fn zeroed(bytes: usize) -> Self {
        Self {
            words: vec![0; bytes.div_ceil(size_of::<u64>())],
            bytes,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &bytemuck::cast_slice(&self.words)[..self.bytes]
    }

    pub(super) fn bytes_mut(&mut self) -> &mut [u8] {
        &mut bytemuck::cast_slice_mut(&mut self.words)[..self.bytes]
    }
}

impl Elements<'_> {
    /// Where elements lie in a memory of bytes.
    pub(super) fn range(&self, elements: &Range<usize>) -> Range<usize> {
        elements.start * self.bytes..elements.end * self.bytes
    }

    /// Room for so many as there are of these.
    pub(super) fn room(&self, elements: &Ranges) -> Row {
        Row::zeroed(elements.len() * self.bytes)
    }

    /// A copy of elements, one after the other.
    pub(super) fn packed(&self, elements: &Ranges, memory: &[u8]) -> Row {
        let mut row = self.room(elements);
        let mut rest = row.bytes_mut();
        for range in elements.as_slice() {
            let part = &memory[self.range(range)];
            let (now, later) = rest.split_at_mut(part.len());
            now.copy_from_slice(part);
            rest = later;
        }
        row
    }

    /// Stores a row where it belongs.
    pub(super) fn store(&self, row: &Row, elements: &Ranges, memory: &mut [u8]) {
        self.spread(row, elements, memory, |part, own| own.copy_from_slice(part));
    }

    /// Combines a row with what stands where it belongs.
    pub(super) fn fold(&self, row: &Row, elements: &Ranges, side: Side, memory: &mut [u8]) {
        self.spread(row, elements, memory, |part, own| {
            self.op.combine(part, own, side);
        });
    }

    /// Does what a rank does alone.
    pub(super) fn apply(&self, local: &Local, memory: &mut [u8]) {
        let read = self.packed(local.read(), memory);
        match local {
            Local::Copy { to, .. } => self.store(&read, to, memory),
            Local::Fold { onto, side, .. } => self.fold(&read, onto, *side, memory),
        }
    }

    fn spread(
        &self,
        row: &Row,
        elements: &Ranges,
        memory: &mut [u8],
        each: impl Fn(&[u8], &mut [u8]),
    ) {
        let mut rest = row.bytes();
        for range in elements.as_slice() {
            let own = &mut memory[self.range(range)];
            let (now, later) = rest.split_at(own.len());
            each(now, own);
            rest = later;
        }
    }
}
