//! Sort: every rank's values in order from rank to rank. MPI has no such call; programs that sort
//! build it from the calls that MPI has.
//!
//! Ranks sort keys, unsigned numbers in the order of `TypedArray.prototype.sort`: −∞ … −0, +0 …
//! +∞, then every NaN. A key holds all bits of its number, so nothing is lost on the way.

mod bitonic;
mod sample;

pub use bitonic::{bitonic, cost_of_bitonic, lengths, steps_of_bitonic};
pub use sample::{cost_of_sample, sample, steps_of_sample};

pub use crate::splitters::moves;

use crate::{
    Call, Collective, Communicator, Element, ElementKind, Error, OpKind, Operation, Transport,
};

/// What a sort should cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Cost {
    /// Length of the longest chain of dependent messages.
    pub rounds: u32,
    /// Messages sent, per rank.
    pub messages: Vec<u64>,
    /// Payload bytes sent, per rank.
    pub bytes_sent: Vec<u64>,
    /// Time of the slowest rank in the model; none where no formula says it.
    pub time_us: Option<f64>,
}

/// The keys of numbers.
#[must_use]
pub fn keys<E: Element>(values: &[E]) -> Vec<E::Key> {
    values.iter().map(|value| value.to_key()).collect()
}

/// The numbers with these keys.
#[must_use]
pub fn values<E: Element>(keys: Vec<E::Key>) -> Vec<E> {
    keys.into_iter().map(E::from_key).collect()
}

/// Begins a sort of a kind: ranks bring `counts` keys, this one `own`.
async fn begin<'c, T: Transport>(
    communicator: &'c Communicator<'c, T>,
    kind: ElementKind,
    own: usize,
    counts: &[usize],
) -> Result<Operation<'c, T>, Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    assert!(counts.len() == size, "there is one count per rank");
    assert!(counts[rank] == own, "a rank brings what it announced");
    let call = Call {
        collective: Collective::Sort,
        counts,
        root: 0,
        cut: None,
    };
    // There is no operator in a sort, so it does not matter which.
    let signature = call.signature(rank, kind, OpKind::Sum);
    communicator.begin(signature).await
}
