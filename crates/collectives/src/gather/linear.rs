//! Everybody sends to the root, and the root takes one after the other.
//!
//! No tree can save the root a byte: it must receive what all the others have. A tree only
//! saves it messages, and pays for that by sending the same bytes more than once.
//!
//! ```text
//!   1 ─┐
//!   2 ─┼→ 0          (4 ranks, root 0)
//!   3 ─┘
//! ```
//!
//! Steps: 1
//! Bytes: each rank its own values, the root none
//! Needs: nothing
//!
//! MPI 4.1, section 6.5, describes gather by this very loop.

use crate::{Block, Collective, Communicator, Element, Error, Signature, Transport};

/// Returns the values of all ranks, one after the other in rank order, on rank `root`, and
/// `None` elsewhere. `counts[r]` is the length of rank r's `values`.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `counts` does not have one entry per rank, or not the right one for this rank.
pub async fn linear<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    root: usize,
    values: &[E],
    counts: &[usize],
) -> Result<Option<Vec<E>>, Error> {
    let (rank, size) = (communicator.rank(), communicator.size());
    assert_eq!(counts.len(), size, "gather needs one count per rank");
    assert_eq!(
        counts[rank],
        values.len(),
        "rank {rank} has other values than it announced"
    );
    let gather = communicator
        .begin(Signature {
            collective: Collective::Gather,
            root: Some(root),
            count: Some(counts.iter().sum()),
            kind: Some(E::KIND),
            op: None,
        })
        .await?;

    let step = gather.step(0);
    if rank != root {
        let start = counts[..rank].iter().sum();
        step.send(root, Block::at(start, values)).await?;
        return Ok(None);
    }
    let mut gathered = vec![E::zeroed(); counts.iter().sum()];
    let mut rest = gathered.as_mut_slice();
    for (source, &count) in counts.iter().enumerate() {
        let (own, others) = rest.split_at_mut(count);
        rest = others;
        if source == root {
            own.copy_from_slice(values);
        } else {
            step.receive(source, own).await?;
        }
    }
    Ok(Some(gathered))
}
