//! A sorting network whose wires are ranks and whose comparators split blocks.
//!
//! Every rank sorts its own block. Then, wherever the bitonic network has a comparator, the two
//! ranks swap their whole blocks: the lower one keeps the smaller keys, the upper one the larger.
//! That does to sorted blocks what a comparator does to numbers, so the blocks end up sorted. Who
//! talks to whom, and about how much, is settled before anybody looks at a key.
//!
//! ```text
//!            step 0   step 1   step 2        (4 ranks; whom each rank swaps with)
//!   rank 0      1        3        1
//!   rank 1      0        2        0
//!   rank 2      3        1        3
//!   rank 3      2        0        2
//! ```
//!
//! With other numbers of ranks the missing ones would hold nothing but +∞, and are left out. With
//! blocks of different lengths, each counts as long as the longest, filled up with +∞.
//!
//! Steps: d(d + 1)/2, for d = ⌈log₂ P⌉
//! Bytes: the own block in every step with a partner
//! Needs: nothing
//!
//! Baudet, Stevenson, "Optimal sorting algorithms for parallel computers", 1978, replace
//! comparators by splitting; the network is Batcher's of 1968.

use ::bitonic::{Comparator, Layer, Network};

use super::Cost;
use crate::merge::{largest, smallest};
use crate::partition::block;
use crate::{Communicator, ElementKind, Error, Operation, SortKey, Transport};

/// Returns on rank r block r of all keys in order; [`lengths`] says how long it is. They are the
/// keys of numbers of a kind; `counts[r]` is how many rank r brings, which may differ.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `counts` does not have one entry per rank, or not the right one for this rank.
pub async fn bitonic<T: Transport, K: SortKey>(
    communicator: &Communicator<'_, T>,
    kind: ElementKind,
    mut keys: Vec<K>,
    counts: &[usize],
) -> Result<Vec<K>, Error> {
    let call = super::begin(communicator, kind, keys.len(), counts).await?;
    SortKey::sort(&mut keys);
    compare_split(&call, communicator.rank(), &mut keys, counts).await?;
    Ok(keys)
}

/// All steps after the local sort.
async fn compare_split<T: Transport, K: SortKey>(
    call: &Operation<'_, T>,
    rank: usize,
    keys: &mut Vec<K>,
    counts: &[usize],
) -> Result<(), Error> {
    let mut blocks = Blocks::new(counts);
    for (step, layer) in Network::bitonic(counts.len()).layers().iter().enumerate() {
        let mine = |it: &&Comparator| it.low == rank || it.high == rank;
        let Some(&Comparator { low, high }) = layer.comparators.iter().find(mine) else {
            blocks.split(layer);
            continue;
        };
        let peer = low + high - rank;
        let turn = call.step(step).at(block(&blocks.lengths, rank).start);
        let mut theirs = vec![K::zeroed(); blocks.lengths[peer]];
        turn.exchange(peer, keys, peer, &mut theirs).await?;
        blocks.split(layer);
        *keys = if rank == low {
            smallest(keys, &theirs, blocks.lengths[rank])
        } else {
            largest(keys, &theirs, blocks.lengths[rank])
        };
        turn.combined(peer, size_of_val(theirs.as_slice())).await;
    }
    Ok(())
}

/// How long the blocks of all ranks are.
#[derive(Debug)]
struct Blocks {
    lengths: Vec<usize>,
    longest: usize,
}

impl Blocks {
    fn new(counts: &[usize]) -> Self {
        Self {
            lengths: counts.to_vec(),
            longest: counts.iter().copied().max().unwrap_or(0),
        }
    }

    /// Passes a layer: of each pair of ranks the lower one keeps as many keys as the longest block
    /// had at the start, or all that the two have.
    fn split(&mut self, layer: &Layer) {
        for &Comparator { low, high } in &layer.comparators {
            let both = self.lengths[low] + self.lengths[high];
            self.lengths[low] = both.min(self.longest);
            self.lengths[high] = both - self.lengths[low];
        }
    }
}

/// The lengths of all ranks' results, if they bring `counts` values.
#[must_use]
pub fn lengths(counts: &[usize]) -> Vec<usize> {
    let mut blocks = Blocks::new(counts);
    for layer in Network::bitonic(counts.len()).layers() {
        blocks.split(layer);
    }
    blocks.lengths
}

/// How many steps it has on so many ranks.
#[must_use]
pub fn steps_of_bitonic(ranks: usize) -> usize {
    Network::bitonic(ranks).layers().len()
}

/// The network, walked with nothing but the lengths of blocks.
#[must_use]
pub fn cost_of_bitonic(counts: &[usize], key_bytes: usize, model: &crate::Network) -> Cost {
    let ranks = counts.len();
    let mut blocks = Blocks::new(counts);
    let (mut chains, mut messages, mut sent) = (vec![0; ranks], vec![0; ranks], vec![0; ranks]);
    for layer in Network::bitonic(ranks).layers() {
        for &Comparator { low, high } in &layer.comparators {
            let chain = 1 + u32::max(chains[low], chains[high]);
            for rank in [low, high] {
                chains[rank] = chain;
                messages[rank] += 1;
                sent[rank] += (blocks.lengths[rank] * key_bytes) as u64;
            }
        }
        blocks.split(layer);
    }
    let rounds = chains.into_iter().max().unwrap_or(0);
    let block_bytes = real(counts[0] * key_bytes);
    let round_us = model.message_us(block_bytes) + model.combine_us(block_bytes);
    let is_even = counts.iter().all(|count| *count == counts[0]);
    Cost {
        rounds,
        messages,
        bytes_sent: sent,
        // In step while everybody has a partner and as much to send. Otherwise some are early,
        // and their messages keep ports from others.
        time_us: (ranks.is_power_of_two() && is_even).then(|| f64::from(rounds) * round_us),
    }
}

#[allow(
    clippy::cast_precision_loss,
    reason = "messages are far below 2^53 bytes"
)]
fn real(bytes: usize) -> f64 {
    bytes as f64
}
