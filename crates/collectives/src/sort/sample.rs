//! Samples say where to cut, and then every key travels once.
//!
//! Every rank sorts its own keys and takes each w-th of them as a sample. Rank 0 merges all samples
//! and cuts them into P equal parts; the last sample of each part is a splitter. With the
//! splitters every rank cuts its own keys, and sends part r to rank r, which sorts what it gets.
//! (It gets P sorted runs, but a radix sort is done before P runs are merged.)
//!
//! ```text
//!   samples up     splitters down     counts, then keys     (4 ranks)
//!     1 ─┐           0 ───→ 2           step k: everybody sends to the rank k further on
//!     2 ─┼→ 0        0 → 1  2 → 3
//!     3 ─┘
//! ```
//!
//! A sample stands for the w keys up to it. So part r holds its share of the samples times w, and
//! of every rank less than w keys more: with w = n / P(P + 1) never more than 2n/P in all. Equal
//! keys would void that if one splitter drew them all to one side. They do not: keys are compared
//! with their rank and their place in it, so no two are equal.
//!
//! Steps: 1 + ⌈log₂ P⌉ + 2(P − 1)
//! Bytes: every key that changes its rank, once; and about P² samples and splitters in all
//! Needs: nothing
//!
//! Shi, Schaeffer, "Parallel sorting by regular sampling", 1992.

use crate::all_to_all::pairwise_v;
use crate::partition::block;
use crate::splitters::{Mark, choose_samples, choose_splitters, parts, spacing};
use crate::{
    Collective, Communicator, Element, Error, Operation, SortKey, Transport, broadcast, gather,
    topology,
};

/// The rank that chooses the splitters.
const ROOT: usize = 0;

/// Returns on rank r part r of all values in order, which is never more than twice the average.
/// `counts[r]` is the length of rank r's `values`; the lengths may differ.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `counts` does not have one entry per rank, or not the right one for this rank.
pub async fn sample<T: Transport, E: Element>(
    communicator: &Communicator<'_, T>,
    values: &[E],
    counts: &[usize],
) -> Result<Vec<E>, Error> {
    let call = communicator
        .begin_uneven((Collective::Sort, None), E::KIND, values.len(), counts)
        .await?;
    let mut keys: Vec<_> = values.iter().map(|&value| value.to_key()).collect();
    SortKey::sort(&mut keys);
    let sorted = redistribute(&call, communicator.rank(), &keys, counts).await?;
    Ok(sorted.into_iter().map(E::from_key).collect())
}

/// All steps after the local sort.
async fn redistribute<T: Transport, K: SortKey>(
    call: &Operation<'_, T>,
    rank: usize,
    keys: &[K],
    counts: &[usize],
) -> Result<Vec<K>, Error> {
    let (size, start) = (counts.len(), block(counts, rank).start);
    let samples = choose_samples(keys, rank, counts);
    let splitters = agree_on_splitters(call, rank, &samples, counts).await?;
    let outgoing = parts(keys, start, &splitters);
    let step = 1 + topology::doublings(size) as usize;
    let incoming = announce(call, step, rank, &outgoing).await?;
    let step = step + size - 1;
    let mut keys = pairwise_v(call, step, (rank, start), (keys, &outgoing), &incoming).await?;
    SortKey::sort(&mut keys);
    Ok(keys)
}

/// The first 1 + ⌈log₂ P⌉ steps: samples to the root, splitters to everybody.
async fn agree_on_splitters<T: Transport>(
    call: &Operation<'_, T>,
    rank: usize,
    samples: &[Mark],
    counts: &[usize],
) -> Result<Vec<Mark>, Error> {
    let spacing = spacing(counts);
    let sample_counts: Vec<_> = counts.iter().map(|count| count / spacing).collect();
    let gathered = gather::collect(call, (rank, ROOT), samples, &sample_counts).await?;
    let mut splitters = match gathered {
        Some(samples) => choose_splitters(&samples, counts),
        None => vec![Mark::default(); counts.len() - 1],
    };
    broadcast::spread(call, 1, (rank, counts.len()), ROOT, &mut splitters).await?;
    Ok(splitters)
}

/// The next P − 1 steps: everybody says how many keys to expect.
async fn announce<T: Transport>(
    call: &Operation<'_, T>,
    step: usize,
    rank: usize,
    outgoing: &[usize],
) -> Result<Vec<usize>, Error> {
    let narrow = |&length: &usize| u32::try_from(length).expect("messages are far shorter");
    let lengths: Vec<u32> = outgoing.iter().map(narrow).collect();
    let ones = vec![1; lengths.len()];
    let incoming = pairwise_v(call, step, (rank, 0), (&lengths, &ones), &ones).await?;
    Ok(incoming.into_iter().map(|length| length as usize).collect())
}
