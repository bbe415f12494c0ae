//! What stands before each payload in a ring.

use super::super::{Send, Tag};

/// Bytes of a header in the ring.
pub(super) const HEADER_BYTES: usize = 16;

/// Length, name and chain of the message that follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) bytes: usize,
    pub(super) tag: Tag,
    pub(super) chain: u32,
}

impl Header {
    pub(super) fn of(send: &Send<'_>) -> Self {
        Self {
            bytes: send.bytes.len(),
            tag: send.tag,
            chain: send.chain,
        }
    }

    pub(super) fn to_wire(self) -> [u8; HEADER_BYTES] {
        let length = u32::try_from(self.bytes).expect("a message is within MESSAGE_BYTES_MAX");
        let mut wire = [0; HEADER_BYTES];
        wire[..4].copy_from_slice(&length.to_le_bytes());
        wire[4..8].copy_from_slice(&self.chain.to_le_bytes());
        wire[8..].copy_from_slice(&self.tag.to_bits().to_le_bytes());
        wire
    }

    pub(super) fn from_wire(wire: [u8; HEADER_BYTES]) -> Self {
        let (length, rest) = wire.split_first_chunk().expect("16 bytes begin with 4");
        let (chain, tag) = rest.split_first_chunk().expect("12 bytes begin with 4");
        let tag = tag.try_into().expect("8 bytes are left");
        Self {
            bytes: u32::from_le_bytes(*length) as usize,
            tag: Tag::from_bits(u64::from_le_bytes(tag)),
            chain: u32::from_le_bytes(*chain),
        }
    }
}

/// Frames fill whole double words, so that a memory made of those can copy them.
pub(super) fn padded(bytes: usize) -> usize {
    bytes.next_multiple_of(8)
}
