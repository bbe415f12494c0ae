//! Sort: every rank's values in order from rank to rank. MPI has no such call; programs that sort
//! build it from the calls that MPI has.
//!
//! Ranks sort keys, unsigned numbers in the order of `TypedArray.prototype.sort`: −∞ … −0, +0 …
//! +∞, then every NaN. A key holds all bits of its number, so nothing is lost on the way.

mod bitonic;
mod merge;
mod sample;

use crate::{Collective, Communicator, Element, Error, Operation, Signature, Transport};

pub(crate) use bitonic::Blocks;
pub use bitonic::{bitonic, lengths};
pub use sample::{sample, spacing};

/// Begins a sort, and checks that `counts[r]` can be the length of rank r's `values`.
async fn begin<'c, T: Transport, E: Element>(
    communicator: &'c Communicator<'c, T>,
    values: &[E],
    counts: &[usize],
) -> Result<Operation<'c, T>, Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    assert_eq!(counts.len(), size, "sort needs one count per rank");
    assert_eq!(
        counts[rank],
        values.len(),
        "rank {rank} has other values than it announced"
    );
    let signature = Signature {
        collective: Collective::Sort,
        root: None,
        count: Some(counts.iter().sum()),
        kind: Some(E::KIND),
        op: None,
    };
    communicator.begin(signature).await
}
