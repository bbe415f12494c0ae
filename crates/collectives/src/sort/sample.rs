//! Samples say where to cut, and then every key travels once.
//!
//! Every rank sorts its own keys and takes each w-th of them as a sample. Rank 0 merges all samples
//! and cuts them into P equal parts; the last sample of each part is a splitter. With the
//! splitters every rank cuts its own keys, and sends part r to rank r, which merges what it gets.
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

use super::begin;
use super::merge::merge;
use crate::all_to_all::pairwise_v;
use crate::partition::block;
use crate::{
    Communicator, Element, Error, Operation, Partition, SortKey, Transport, broadcast, gather,
    topology,
};

/// The rank that chooses the splitters.
const ROOT: usize = 0;

/// The last key of a part, and its number if all ranks' sorted keys are numbered one after the
/// other. Equal keys are told apart by their numbers.
type Splitter = [u64; 2];

/// How many keys one sample stands for, if ranks bring `counts` of them.
#[must_use]
pub fn spacing(counts: &[usize]) -> usize {
    let (total, ranks) = (counts.iter().sum::<usize>(), counts.len());
    (total / (ranks * (ranks + 1))).max(1)
}

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
    let call = begin(communicator, values, counts).await?;
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
    let splitters = agree_on_splitters(call, rank, keys, counts).await?;
    let mut cuts: Vec<_> = splitters.iter().map(|it| cut(keys, start, it)).collect();
    cuts.push(keys.len());
    let previous = |part: usize| part.checked_sub(1).map_or(0, |it| cuts[it]);
    let outgoing: Vec<_> = (0..size).map(|part| cuts[part] - previous(part)).collect();

    let step = 1 + topology::doublings(size) as usize;
    let announced: Vec<u32> = outgoing.iter().map(|&length| narrow(length)).collect();
    let ones = vec![1; size];
    let announced = pairwise_v(call, step, (rank, 0), (&announced, &ones), &ones).await?;
    let incoming: Vec<_> = announced.iter().map(|&length| length as usize).collect();

    let step = step + size - 1;
    let received = pairwise_v(call, step, (rank, start), (keys, &outgoing), &incoming).await?;
    let runs = cut_into(&received, &incoming);
    let mut sorted = Vec::with_capacity(received.len());
    merge(&runs, |run, place| sorted.push(runs[run][place]));
    Ok(sorted)
}

/// The first 1 + ⌈log₂ P⌉ steps: samples to the root, splitters to everybody.
async fn agree_on_splitters<T: Transport, K: SortKey>(
    call: &Operation<'_, T>,
    rank: usize,
    keys: &[K],
    counts: &[usize],
) -> Result<Vec<Splitter>, Error> {
    let spacing = spacing(counts);
    let own: Vec<_> = keys
        .chunks_exact(spacing)
        .map(|group| group[spacing - 1])
        .collect();
    let sample_counts: Vec<_> = counts.iter().map(|count| count / spacing).collect();
    let samples = gather::collect(call, (rank, ROOT), &own, &sample_counts).await?;
    let mut splitters = match samples {
        Some(samples) => choose(&cut_into(&samples, &sample_counts), counts),
        None => vec![Splitter::default(); counts.len() - 1],
    };
    broadcast::spread(call, 1, (rank, counts.len()), ROOT, &mut splitters).await?;
    Ok(splitters)
}

/// The last sample of each part but the last one; `samples[r]` are rank r's.
fn choose<K: SortKey>(samples: &[&[K]], counts: &[usize]) -> Vec<Splitter> {
    let spacing = spacing(counts);
    let mut sorted = Vec::new();
    merge(samples, |rank, index| {
        let number = block(counts, rank).start + (index + 1) * spacing - 1;
        sorted.push([samples[rank][index].into(), number as u64]);
    });
    let parts = Partition::new(sorted.len(), counts.len());
    // Where there are no samples there are no keys, and any splitter will do.
    let last = |part| parts.range(part).end.checked_sub(1);
    let splitter = |part| last(part).map_or(Splitter::default(), |index| sorted[index]);
    (0..counts.len() - 1).map(splitter).collect()
}

/// How many of a rank's sorted keys, numbered from `start` on, do not come after the splitter.
fn cut<K: SortKey>(keys: &[K], start: usize, &[key, number]: &Splitter) -> usize {
    let smaller = keys.partition_point(|&it| it.into() < key);
    let not_larger = keys.partition_point(|&it| it.into() <= key);
    let numbered = usize::try_from(number).map_or(usize::MAX, |number| number + 1);
    numbered.saturating_sub(start).clamp(smaller, not_larger)
}

fn cut_into<'a, K>(keys: &'a [K], counts: &[usize]) -> Vec<&'a [K]> {
    let runs = (0..counts.len()).map(|run| &keys[block(counts, run)]);
    runs.collect()
}

fn narrow(length: usize) -> u32 {
    u32::try_from(length).expect("a message is shorter than 2^32 bytes")
}
