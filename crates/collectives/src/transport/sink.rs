//! Where the payload of a message goes.

use std::fmt;

/// Words of the stack that bytes pass through which stand anywhere.
const PIECE_WORDS: usize = 64;

/// What makes two values one, for values as bytes: `own[i] = received[i] ∘ own[i]`. Both sides are
/// whole elements, as many on the one as on the other, and stand where elements may stand.
pub type Combine<'a> = &'a dyn Fn(&[u8], &mut [u8]);

/// The memory that a receive fills, exactly and from the front; or combines with what it holds, so
/// that a reduction needs no second pass over what came.
pub struct Sink<'a> {
    own: &'a mut [u8],
    combine: Option<Combine<'a>>,
}

impl<'a> Sink<'a> {
    /// Fills `own`.
    pub fn fill(own: &'a mut [u8]) -> Self {
        Self { own, combine: None }
    }

    /// Combines what comes with `own`.
    pub fn combine(own: &'a mut [u8], combine: Combine<'a>) -> Self {
        Self {
            own,
            combine: Some(combine),
        }
    }

    /// The same, lent once more.
    pub(crate) fn again(&mut self) -> Sink<'_> {
        Sink {
            own: self.own,
            combine: self.combine,
        }
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.own.len()
    }

    /// Whether it takes none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// Whether it combines what comes with what is there.
    #[must_use]
    pub fn combines(&self) -> bool {
        self.combine.is_some()
    }

    /// The granularity of pieces: no element may be cut.
    #[must_use]
    pub fn grain_bytes(&self) -> usize {
        if self.combines() { 8 } else { 1 }
    }

    /// Takes the next `bytes` bytes, which belong at `at`. `read` puts the next bytes where it is
    /// told to: into `scratch`, which is made of words so that elements of every kind may stand in
    /// it, as often as that fills; or right away to where they belong.
    pub fn take(
        &mut self,
        at: usize,
        bytes: usize,
        scratch: &mut [u64],
        mut read: impl FnMut(&mut [u8]),
    ) {
        let own = &mut self.own[at..at + bytes];
        let Some(combine) = self.combine else {
            return read(own);
        };
        let piece: &mut [u8] = bytemuck::cast_slice_mut(scratch);
        for own in own.chunks_mut(piece.len()) {
            let piece = &mut piece[..own.len()];
            read(piece);
            combine(piece, own);
        }
    }

    /// Takes `bytes`, which belong at `at`.
    pub fn put(&mut self, at: usize, bytes: &[u8]) {
        let mut rest = bytes;
        self.take(at, bytes.len(), &mut [0; PIECE_WORDS], |into| {
            let (now, later) = rest.split_at(into.len());
            into.copy_from_slice(now);
            rest = later;
        });
    }
}

impl fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = if self.combines() { "combines" } else { "fills" };
        write!(f, "{what} {} bytes", self.own.len())
    }
}
