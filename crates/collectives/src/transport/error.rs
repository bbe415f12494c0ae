//! What can go wrong between ranks.

use super::Tag;
use crate::signature::Disagreement;

/// A fault at run time. Misuse (a rank out of range, say) panics instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The message is longer or shorter than the buffer that was posted for it.
    #[error(
        "rank {rank} posted {expected_bytes} bytes for {tag} from rank {from}, \
         which sent {sent_bytes}"
    )]
    Length {
        /// The receiving rank.
        rank: usize,
        /// The sending rank.
        from: usize,
        /// The message.
        tag: Tag,
        /// What came.
        sent_bytes: usize,
        /// What there was room for.
        expected_bytes: usize,
    },
    /// Two ranks made different calls.
    #[error(transparent)]
    Disagreement(#[from] Disagreement),
    /// A rank crashed and says so, where the host cannot let it panic for real.
    #[error("rank {rank} panicked: {message}")]
    Crashed {
        /// The rank that crashed.
        rank: usize,
        /// Its last words.
        message: String,
    },
    /// A rank is to vanish: its host ends it, says nothing to anybody, and has to notice by itself.
    #[error("rank {rank} vanished without a word")]
    Killed {
        /// The rank that is no more.
        rank: usize,
    },
    /// The world has ended, for a reason that another rank reports.
    #[error("the world ended before rank {rank} was done")]
    Ended {
        /// The rank that could not go on.
        rank: usize,
    },
}
