//! The formulas of the catalogue.

use bitonic::Comparator;

use crate::sort::Blocks;
use crate::splitters::{MARK_BYTES, spacing};
use crate::{Network, Partition, topology};

/// What a run looks like from far away: all that a cost depends on.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a> {
    /// Elements that each rank brings.
    pub counts: &'a [usize],
    /// Bytes of one element.
    pub element_bytes: usize,
    /// The root, where there is one.
    pub root: usize,
    /// For a sort by samples: how many of its own elements each rank keeps. No formula knows, so
    /// whoever wants a prediction has to look at the elements. Empty for all others.
    pub kept: &'a [usize],
    /// What a message costs.
    pub network: Network,
}

/// What a run should cost.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// Length of the longest chain of dependent messages.
    pub rounds: u32,
    /// Messages sent, per rank.
    pub messages: Vec<u64>,
    /// Payload bytes sent, per rank.
    pub bytes_sent: Vec<u64>,
    /// Time of the slowest rank in the model; none where no formula says it.
    pub time_us: Option<f64>,
}

impl Shape<'_> {
    fn ranks(&self) -> usize {
        self.counts.len()
    }

    /// Bytes that rank 0 brings, where all bring the same.
    fn vector_bytes(&self) -> usize {
        self.counts[0] * self.element_bytes
    }

    /// Whether all ranks bring the same number of elements.
    fn is_even(&self) -> bool {
        self.counts.windows(2).all(|pair| pair[0] == pair[1])
    }

    fn total_bytes(&self) -> usize {
        self.counts.iter().sum::<usize>() * self.element_bytes
    }

    fn chunk_bytes(&self, index: usize) -> usize {
        Partition::new(self.counts[0], self.ranks()).length(index) * self.element_bytes
    }

    fn doublings(&self) -> u32 {
        topology::doublings(self.ranks())
    }

    /// Ranks that `rank` sends to in a binomial tree from `root`.
    fn children(&self, rank: usize, root: usize) -> usize {
        let vrank = topology::to_vrank(rank, root, self.ranks());
        (0..self.doublings())
            .map(|bit| 1_usize << bit)
            .filter(|hop| vrank.is_multiple_of(2 * hop) && vrank + hop < self.ranks())
            .count()
    }

    /// Not generic over the formula: there are many, and a page loads all of them.
    fn per_rank(&self, value: &dyn Fn(usize) -> usize) -> Vec<u64> {
        (0..self.ranks()).map(|rank| value(rank) as u64).collect()
    }

    /// The slowest rank of a tree is one that every round reaches.
    fn tree_us(&self) -> f64 {
        f64::from(self.doublings()) * self.network.message_us(real(self.vector_bytes()))
    }
}

pub(super) fn barrier_dissemination(shape: &Shape<'_>) -> Prediction {
    let rounds = shape.doublings();
    Prediction {
        rounds,
        messages: vec![u64::from(rounds); shape.ranks()],
        bytes_sent: vec![0; shape.ranks()],
        time_us: Some(f64::from(rounds) * shape.network.message_us(0.0)),
    }
}

pub(super) fn broadcast_binomial_tree(shape: &Shape<'_>) -> Prediction {
    let vector = shape.counts[shape.root] * shape.element_bytes;
    let children = |rank| shape.children(rank, shape.root);
    Prediction {
        rounds: shape.doublings(),
        messages: shape.per_rank(&children),
        bytes_sent: shape.per_rank(&|rank| children(rank) * vector),
        time_us: Some(f64::from(shape.doublings()) * shape.network.message_us(real(vector))),
    }
}

pub(super) fn gather_linear(shape: &Shape<'_>) -> Prediction {
    let senders = || (0..shape.ranks()).filter(|&rank| rank != shape.root);
    let bytes = |rank: usize| shape.counts[rank] * shape.element_bytes;
    Prediction {
        rounds: u32::from(shape.ranks() > 1),
        messages: shape.per_rank(&|rank| usize::from(rank != shape.root)),
        bytes_sent: shape.per_rank(&|rank| if rank == shape.root { 0 } else { bytes(rank) }),
        // The root's port takes one message after the other.
        time_us: Some(
            senders()
                .map(|rank| shape.network.message_us(real(bytes(rank))))
                .sum(),
        ),
    }
}

pub(super) fn all_gather_ring(shape: &Shape<'_>) -> Prediction {
    let (ranks, steps) = (shape.ranks(), shape.ranks() - 1);
    let right = |rank| shape.counts[topology::right(rank, ranks)] * shape.element_bytes;
    let longest = shape.counts.iter().copied().max().unwrap_or(0) * shape.element_bytes;
    Prediction {
        rounds: narrow(steps),
        messages: shape.per_rank(&|_| steps),
        bytes_sent: shape.per_rank(&|rank| shape.total_bytes() - right(rank)),
        // The longest block is on the road from the first step to the last.
        time_us: Some(real(steps) * shape.network.message_us(real(longest))),
    }
    .alone_if(ranks == 1)
}

pub(super) fn all_to_all_pairwise(shape: &Shape<'_>) -> Prediction {
    let (ranks, steps) = (shape.ranks(), shape.ranks() - 1);
    let blocks = |rank: usize| Partition::new(shape.counts[rank], ranks);
    let own = |rank: usize| blocks(rank).length(rank) * shape.element_bytes;
    let longest = real(shape.chunk_bytes(0));
    Prediction {
        rounds: narrow(steps),
        messages: shape.per_rank(&|_| steps),
        bytes_sent: shape.per_rank(&|rank| shape.counts[rank] * shape.element_bytes - own(rank)),
        // Rank 0 receives nothing but the longest blocks. Where ranks bring different numbers of
        // elements, long and short blocks meet in ports in an order that no formula knows.
        time_us: shape
            .is_even()
            .then(|| real(steps) * shape.network.message_us(longest)),
    }
    .alone_if(ranks == 1)
}

pub(super) fn reduce_scatter_ring(shape: &Shape<'_>) -> Prediction {
    let (ranks, steps) = (shape.ranks(), shape.ranks() - 1);
    let longest = real(shape.chunk_bytes(0));
    Prediction {
        rounds: narrow(steps),
        messages: shape.per_rank(&|_| steps),
        bytes_sent: shape.per_rank(&|rank| shape.vector_bytes() - shape.chunk_bytes(rank)),
        time_us: Some(
            real(steps) * (shape.network.message_us(longest) + shape.network.combine_us(longest)),
        ),
    }
    .alone_if(ranks == 1)
}

pub(super) fn all_reduce_ring(shape: &Shape<'_>) -> Prediction {
    let (ranks, steps) = (shape.ranks(), shape.ranks() - 1);
    let longest = real(shape.chunk_bytes(0));
    let kept = |rank| shape.chunk_bytes(rank) + shape.chunk_bytes(topology::right(rank, ranks));
    Prediction {
        rounds: narrow(2 * steps),
        messages: shape.per_rank(&|_| 2 * steps),
        bytes_sent: shape.per_rank(&|rank| 2 * shape.vector_bytes() - kept(rank)),
        time_us: Some(
            real(2 * steps) * shape.network.message_us(longest)
                + real(steps) * shape.network.combine_us(longest),
        ),
    }
    .alone_if(ranks == 1)
}

pub(super) fn all_reduce_gather_broadcast(shape: &Shape<'_>) -> Prediction {
    const ROOT: usize = 0;
    let (ranks, vector) = (shape.ranks(), shape.vector_bytes());
    let sent = |rank| usize::from(rank != ROOT) + shape.children(rank, ROOT);
    let message = shape.network.message_us(real(vector));
    let combine = shape.network.combine_us(real(vector));
    // While the root combines one vector the next one comes in: the slower of the two counts.
    let gather = message + combine + real(ranks.saturating_sub(2)) * message.max(combine);
    Prediction {
        rounds: 1 + shape.doublings(),
        messages: shape.per_rank(&sent),
        bytes_sent: shape.per_rank(&|rank| sent(rank) * vector),
        time_us: Some(gather + shape.tree_us()),
    }
    .alone_if(ranks == 1)
}

/// The network, walked with nothing but the lengths of blocks.
pub(super) fn sort_bitonic(shape: &Shape<'_>) -> Prediction {
    let ranks = shape.ranks();
    let mut blocks = Blocks::new(shape.counts);
    let (mut chains, mut messages, mut sent) = (vec![0; ranks], vec![0; ranks], vec![0; ranks]);
    for layer in bitonic::Network::bitonic(ranks).layers() {
        for &Comparator { low, high } in &layer.comparators {
            let chain = 1 + u32::max(chains[low], chains[high]);
            for rank in [low, high] {
                chains[rank] = chain;
                messages[rank] += 1;
                sent[rank] += (blocks.lengths[rank] * shape.element_bytes) as u64;
            }
        }
        blocks.split(layer);
    }
    let rounds = chains.into_iter().max().unwrap_or(0);
    let block = real(shape.vector_bytes());
    let round_us = shape.network.message_us(block) + shape.network.combine_us(block);
    Prediction {
        rounds,
        messages,
        bytes_sent: sent,
        // In step while everybody has a partner and as much to send. Otherwise some are early,
        // and their messages keep ports from others.
        time_us: (ranks.is_power_of_two() && shape.is_even()).then(|| f64::from(rounds) * round_us),
    }
}

pub(super) fn sort_sample(shape: &Shape<'_>) -> Prediction {
    const ROOT: usize = 0;
    const COUNT_BYTES: usize = 4;
    let (ranks, others) = (shape.ranks(), shape.ranks() - 1);
    let children = |rank| shape.children(rank, ROOT);
    let samples = |rank: usize| match rank {
        ROOT => 0,
        _ => shape.counts[rank] / spacing(shape.counts),
    };
    let sent = |rank: usize| {
        let marks = samples(rank) + children(rank) * others;
        let keys = shape.counts[rank] - shape.kept[rank];
        marks * MARK_BYTES + others * COUNT_BYTES + keys * shape.element_bytes
    };
    Prediction {
        rounds: 1 + shape.doublings() + narrow(2 * others),
        messages: shape.per_rank(&|rank| usize::from(rank != ROOT) + children(rank) + 2 * others),
        bytes_sent: shape.per_rank(&sent),
        time_us: None,
    }
    .alone_if(ranks == 1)
}

impl Prediction {
    /// One rank alone sends nothing and takes no time.
    fn alone_if(self, alone: bool) -> Self {
        if alone {
            Self {
                rounds: 0,
                messages: vec![0],
                bytes_sent: vec![0],
                time_us: Some(0.0),
            }
        } else {
            self
        }
    }
}

fn narrow(rounds: usize) -> u32 {
    u32::try_from(rounds).expect("rounds fit 32 bits")
}

#[allow(
    clippy::cast_precision_loss,
    reason = "bytes and steps stay far below 2^53"
)]
fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(counts: &[usize]) -> Shape<'_> {
        Shape {
            counts,
            element_bytes: 4,
            root: 0,
            kept: &[],
            network: Network::default(),
        }
    }

    #[test]
    fn ring_sends_every_chunk_twice_but_two() {
        // 7 elements on 3 ranks: chunks of 3, 2 and 2.
        let prediction = all_reduce_ring(&shape(&[7; 3]));
        assert_eq!(prediction.messages, [4, 4, 4]);
        assert_eq!(prediction.bytes_sent, [4 * 9, 4 * 10, 4 * 9]);
        assert_eq!(prediction.rounds, 4);
    }

    #[test]
    fn a_tree_sends_one_message_less_than_it_has_ranks() {
        for ranks in 1..40 {
            let prediction = broadcast_binomial_tree(&shape(&vec![3; ranks]));
            assert_eq!(prediction.messages.iter().sum::<u64>(), ranks as u64 - 1);
        }
    }

    #[test]
    fn one_rank_alone_costs_nothing() {
        for row in super::super::CATALOGUE {
            let prediction = (row.predict)(&Shape {
                kept: &[5],
                ..shape(&[5])
            });
            assert_eq!(prediction.rounds, 0, "{}/{}", row.collective, row.algorithm);
            assert_eq!(
                prediction.messages,
                [0],
                "{}/{}",
                row.collective,
                row.algorithm
            );
            assert_eq!(
                prediction.bytes_sent,
                [0],
                "{}/{}",
                row.collective,
                row.algorithm
            );
            assert_eq!(
                prediction.time_us,
                Some(0.0),
                "{}/{}",
                row.collective,
                row.algorithm
            );
        }
    }
}
