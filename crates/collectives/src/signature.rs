//! What a rank says that it is calling, so that ranks which disagree find out at once.
//!
//! NCCL and gloo leave a mismatch between ranks to hang or to corrupt the result, since checking
//! costs. Here every collective starts by comparing signatures around the ring: one control
//! message per rank, outside every count. If each rank agrees with its left neighbor, all agree.

use std::fmt;

use serde::Serialize;

use crate::{ElementKind, OpKind};

/// One collective call, as its caller sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Which collective.
    pub collective: Collective,
    /// The root, for those that have one.
    pub root: Option<usize>,
    /// Elements per rank, for those where all ranks must pass the same number.
    pub count: Option<usize>,
    /// The kind of number, for those that move any.
    pub kind: Option<ElementKind>,
    /// The operator, for reductions.
    pub op: Option<OpKind>,
}

/// The collectives, in the order of MPI 4.1, chapter 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "kebab-case")]
pub enum Collective {
    /// Nobody leaves before everybody has arrived.
    Barrier,
    /// The root's values, on every rank.
    Broadcast,
    /// Every rank's values in rank order, on the root.
    Gather,
    /// Every rank's values in rank order, on every rank.
    AllGather,
    /// Block r of every rank's values in rank order, on rank r.
    AllToAll,
    /// Every rank's values combined, each rank holding its own chunk.
    ReduceScatter,
    /// Every rank's values combined, on every rank.
    AllReduce,
    /// Every rank's values in order, from rank to rank. MPI has no such call.
    Sort,
}

impl Collective {
    /// Every collective.
    pub const ALL: [Self; 8] = [
        Self::Barrier,
        Self::Broadcast,
        Self::Gather,
        Self::AllGather,
        Self::AllToAll,
        Self::ReduceScatter,
        Self::AllReduce,
        Self::Sort,
    ];

    /// As experiments spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Barrier => "barrier",
            Self::Broadcast => "broadcast",
            Self::Gather => "gather",
            Self::AllGather => "all-gather",
            Self::AllToAll => "all-to-all",
            Self::ReduceScatter => "reduce-scatter",
            Self::AllReduce => "all-reduce",
            Self::Sort => "sort",
        }
    }

    /// Whether one rank plays a special part.
    #[must_use]
    pub fn has_root(self) -> bool {
        matches!(self, Self::Broadcast | Self::Gather)
    }

    /// Whether values are combined.
    #[must_use]
    pub fn reduces(self) -> bool {
        matches!(self, Self::ReduceScatter | Self::AllReduce)
    }
}

impl fmt::Display for Collective {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Two ranks that made different calls, and the first argument in which they differ.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "rank {rank} calls {call} with {argument} {mine}, \
     but rank {peer} calls with {argument} {theirs}"
)]
pub struct Disagreement {
    /// The rank that noticed.
    pub rank: usize,
    /// Its neighbor.
    pub peer: usize,
    /// What `rank` calls.
    pub call: Collective,
    /// The first argument that differs: collective, root, count, kind or op.
    pub argument: &'static str,
    /// The argument as `rank` passes it.
    pub mine: String,
    /// The argument as `peer` passes it.
    pub theirs: String,
}

/// Bytes of a signature on the wire.
pub(crate) const SIGNATURE_BYTES: usize = 20;

const NONE: u32 = u32::MAX;

impl Signature {
    pub(crate) fn to_wire(self) -> [u8; SIGNATURE_BYTES] {
        let words = [
            self.collective as u32,
            self.root.map_or(NONE, word),
            self.count.map_or(NONE, word),
            self.kind.map_or(NONE, |kind| kind as u32),
            self.op.map_or(NONE, |op| op as u32),
        ];
        bytemuck::cast(words.map(u32::to_le_bytes))
    }

    /// Compares with what `peer` sent; `rank` is the caller.
    pub(crate) fn compare(
        self,
        rank: usize,
        peer: usize,
        wire: [u8; SIGNATURE_BYTES],
    ) -> Result<(), Disagreement> {
        let mine = self.to_wire();
        let Some(field) = (0..5).find(|i| mine[4 * i..4 * i + 4] != wire[4 * i..4 * i + 4]) else {
            return Ok(());
        };
        Err(Disagreement {
            rank,
            peer,
            call: self.collective,
            argument: ["collective", "root", "count", "kind", "op"][field],
            mine: describe(field, mine),
            theirs: describe(field, wire),
        })
    }
}

fn word(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(NONE)
}

fn describe(field: usize, wire: [u8; SIGNATURE_BYTES]) -> String {
    let words: [[u8; 4]; 5] = bytemuck::cast(wire);
    let value = u32::from_le_bytes(words[field]);
    let index = value as usize;
    let name = match field {
        0 => Collective::ALL
            .get(index)
            .map(|collective| collective.name()),
        3 => ElementKind::ALL.get(index).map(|kind| kind.name()),
        4 => OpKind::ALL.get(index).map(|op| op.name()),
        _ => None,
    };
    match name {
        Some(name) => name.to_string(),
        None if value == NONE => "none".to_string(),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: Signature = Signature {
        collective: Collective::AllReduce,
        root: None,
        count: Some(12),
        kind: Some(ElementKind::F32),
        op: Some(OpKind::Sum),
    };

    #[test]
    fn equal_calls_agree() {
        assert_eq!(CALL.compare(1, 0, CALL.to_wire()), Ok(()));
    }

    #[test]
    fn names_both_ranks_and_the_first_difference() {
        let theirs = Signature {
            op: Some(OpKind::Max),
            count: Some(13),
            ..CALL
        };
        assert_eq!(
            CALL.compare(3, 2, theirs.to_wire())
                .unwrap_err()
                .to_string(),
            "rank 3 calls all-reduce with count 12, but rank 2 calls with count 13"
        );
        let theirs = Signature {
            op: Some(OpKind::Max),
            ..CALL
        };
        assert_eq!(
            CALL.compare(3, 2, theirs.to_wire())
                .unwrap_err()
                .to_string(),
            "rank 3 calls all-reduce with op sum, but rank 2 calls with op max"
        );
    }
}
