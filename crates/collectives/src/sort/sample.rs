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

use bytemuck::Pod;

use super::Cost;
use crate::partition::block;
use crate::plan::{Buffering, Count, Matching, Memory, MovesOnly, Plan, Walk};
use crate::splitters::{MARK_BYTES, Mark, choose_samples, choose_splitters, parts, spacing};
use crate::{
    Call, Collective, Communicator, ElementKind, Error, Operation, SortKey, Transport, all_to_all,
    broadcast, gather,
};

/// The rank that chooses the splitters.
const ROOT: usize = 0;

/// Returns on rank r part r of all keys in order, which is never more than twice the average. They
/// are the keys of numbers of a kind; `counts[r]` is how many rank r brings, which may differ.
///
/// # Errors
/// If ranks make different calls, or the world ends.
///
/// # Panics
/// If `counts` does not have one entry per rank, or not the right one for this rank.
pub async fn sample<T: Transport, K: SortKey>(
    communicator: &Communicator<'_, T>,
    kind: ElementKind,
    mut keys: Vec<K>,
    counts: &[usize],
) -> Result<Vec<K>, Error> {
    let call = super::begin(communicator, kind, keys.len(), counts).await?;
    SortKey::sort(&mut keys);
    redistribute(&call, communicator.rank(), &keys, counts).await
}

/// Everything after the local sort: four plans, one after the other.
async fn redistribute<T: Transport, K: SortKey>(
    call: &Operation<'_, T>,
    rank: usize,
    keys: &[K],
    counts: &[usize],
) -> Result<Vec<K>, Error> {
    let start = block(counts, rank).start;
    let samples = choose_samples(keys, rank, counts);
    let splitters = agree_on_splitters(call, rank, &samples, counts).await?;
    let outgoing = parts(keys, start, &splitters);
    let incoming = announce(call, rank, &outgoing).await?;
    let (plan, own) = exchange(rank, &outgoing, &incoming);
    let mut keys = moved(call, &plan, keys, start).await?.split_off(own);
    SortKey::sort(&mut keys);
    Ok(keys)
}

/// Samples to the root, splitters to everybody.
async fn agree_on_splitters<T: Transport>(
    call: &Operation<'_, T>,
    rank: usize,
    samples: &[Mark],
    counts: &[usize],
) -> Result<Vec<Mark>, Error> {
    let sample_counts = sample_counts(counts);
    let first = block(&sample_counts, rank).start;
    let up = collection(rank, &sample_counts);
    let gathered = moved(call, &up, samples, first).await?;
    let splitters = match rank {
        ROOT => choose_splitters(&gathered, counts),
        _ => vec![Mark::default(); counts.len() - 1],
    };
    moved(call, &distribution(rank, counts.len()), &splitters, 0).await
}

/// Everybody says how many keys to expect.
async fn announce<T: Transport>(
    call: &Operation<'_, T>,
    rank: usize,
    outgoing: &[usize],
) -> Result<Vec<usize>, Error> {
    let narrow = |&length: &usize| u32::try_from(length).expect("messages are far shorter");
    let lengths: Vec<u32> = outgoing.iter().map(narrow).collect();
    let ones = vec![1; lengths.len()];
    let (plan, own) = exchange(rank, &ones, &ones);
    let incoming = moved(call, &plan, &lengths, 0).await?.split_off(own);
    Ok(incoming.into_iter().map(|length| length as usize).collect())
}

/// Does a plan that only moves, and gives the memory after it. What a rank brings stands where the
/// plan says; `first` is the number of its first element.
async fn moved<T: Transport, E: Pod>(
    call: &Operation<'_, T>,
    plan: &Plan,
    values: &[E],
    first: usize,
) -> Result<Vec<E>, Error> {
    let mut memory = vec![E::zeroed(); plan.elements];
    let places = plan.input.iter().flat_map(|input| input.elements());
    for (place, &value) in places.zip(values) {
        memory[place] = value;
    }
    let lent = Memory {
        first,
        ..Memory::of(&mut memory)
    };
    call.run(plan, lent, &MovesOnly).await?;
    Ok(memory)
}

/// How many samples each rank takes.
fn sample_counts(counts: &[usize]) -> Vec<usize> {
    let spacing = spacing(counts);
    counts.iter().map(|count| count / spacing).collect()
}

/// Samples go to the root.
fn collection(rank: usize, sample_counts: &[usize]) -> Plan {
    let call = Call {
        collective: Collective::Gather,
        counts: sample_counts,
        root: ROOT,
        cut: None,
    };
    let mut plan = call.plan(rank);
    gather::linear(&mut plan, ROOT, &call.blocks());
    plan
}

/// Splitters go to everybody.
fn distribution(rank: usize, size: usize) -> Plan {
    let mut plan = Plan::new(rank, size);
    let splitters = plan.memory(size - 1);
    plan.input = Some(splitters.clone().into());
    broadcast::binomial_tree(&mut plan, ROOT, splitters);
    plan
}

/// So many elements go to each rank, and so many come from each; after one's own, which are counted
/// too.
fn exchange(rank: usize, outgoing: &[usize], incoming: &[usize]) -> (Plan, usize) {
    let size = outgoing.len();
    let mut plan = Plan::new(rank, size);
    let own = plan.memory(outgoing.iter().sum());
    let received = plan.memory(incoming.iter().sum());
    plan.input = Some(own.clone().into());
    let sent = |to| block(outgoing, to);
    let place = |from| {
        let block = block(incoming, from);
        received.start + block.start..received.start + block.end
    };
    let outgoing: Vec<_> = (0..size).map(sent).collect();
    let incoming: Vec<_> = (0..size).map(place).collect();
    all_to_all::pairwise(&mut plan, &outgoing, &incoming);
    (plan, own.len())
}

/// How many steps the four plans have on so many ranks.
#[must_use]
pub fn steps_of_sample(ranks: usize) -> usize {
    let ones = vec![1; ranks];
    let (exchange, _) = exchange(ROOT, &ones, &ones);
    let plans = [
        collection(ROOT, &ones),
        distribution(ROOT, ranks),
        exchange.clone(),
        exchange,
    ];
    plans.iter().map(|plan| plan.rounds.len()).sum()
}

/// The cost of the four plans; `moves` as [`moves`](super::moves) gives them.
#[must_use]
pub fn cost_of_sample(moves: &[Vec<usize>], key_bytes: usize) -> Cost {
    const COUNT_BYTES: usize = size_of::<u32>();
    let size = moves.len();
    let counts: Vec<usize> = moves.iter().map(|row| row.iter().sum()).collect();
    let (samples, ones) = (sample_counts(&counts), vec![1; size]);
    let incoming = |rank: usize| moves.iter().map(|row| row[rank]).collect::<Vec<_>>();
    let keys = |rank: usize| exchange(rank, &moves[rank], &incoming(rank)).0;
    let parts: [(&dyn Fn(usize) -> Plan, usize); 4] = [
        (&|rank| collection(rank, &samples), MARK_BYTES),
        (&|rank| distribution(rank, size), MARK_BYTES),
        (&|rank| exchange(rank, &ones, &ones).0, COUNT_BYTES),
        (&keys, key_bytes),
    ];
    let mut cost = Cost {
        rounds: 0,
        messages: vec![0; size],
        bytes_sent: vec![0; size],
        time_us: (size == 1).then_some(0.0),
    };
    for (plan, element_bytes) in parts {
        let plans: Vec<Plan> = (0..size).map(plan).collect();
        let matching = Matching::of(&plans);
        let walk = Walk::of(&plans, &matching, Buffering::Unlimited);
        let count = Count::of(&plans, &matching, &walk);
        // Each part begins with what the last message of the part before brought.
        cost.rounds += count.chain;
        for rank in 0..size {
            cost.messages[rank] += count.messages[rank];
            cost.bytes_sent[rank] += count.elements[rank] * element_bytes as u64;
        }
    }
    cost
}
