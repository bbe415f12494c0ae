//! Where to cut the sorted keys of all ranks, so that no part is too long: the arithmetic behind
//! [`sort::sample`](crate::sort::sample), which says why. Pure, so that predictions use it too.

use crate::merge::smallest;
use crate::partition::block;
use crate::{Partition, SortKey};

/// A key, and its number if the sorted keys of all ranks are numbered one after the other: equal
/// keys are told apart by their numbers. Samples and splitters are such.
pub(crate) type Mark = [u64; 2];

/// Bytes of a sample or a splitter.
pub(crate) const MARK_BYTES: usize = size_of::<Mark>();

/// How many keys one sample stands for, if ranks bring `counts` of them.
pub(crate) fn spacing(counts: &[usize]) -> usize {
    let (total, ranks) = (counts.iter().sum::<usize>(), counts.len());
    (total / (ranks * (ranks + 1))).max(1)
}

/// How many keys travel: `[s][r]` from rank s to rank r, if rank s holds the sorted keys `rows[s]`.
#[must_use]
pub fn moves<K: SortKey>(rows: &[Vec<K>]) -> Vec<Vec<usize>> {
    let counts: Vec<_> = rows.iter().map(Vec::len).collect();
    let mut samples = Vec::new();
    for (rank, row) in rows.iter().enumerate() {
        samples.extend(choose_samples(row, rank, &counts));
    }
    let splitters = choose_splitters(&samples, &counts);
    let parts = |(rank, row): (usize, &Vec<K>)| parts(row, block(&counts, rank).start, &splitters);
    rows.iter().enumerate().map(parts).collect()
}

/// The last one of every so many keys.
pub(crate) fn choose_samples<K: SortKey>(keys: &[K], rank: usize, counts: &[usize]) -> Vec<Mark> {
    let (start, spacing) = (block(counts, rank).start, spacing(counts));
    let places = (spacing - 1..keys.len()).step_by(spacing);
    places
        .map(|it| [keys[it].into(), (start + it) as u64])
        .collect()
}

/// The last sample of each part but the last one, from the samples of all ranks in rank order.
pub(crate) fn choose_splitters(samples: &[Mark], counts: &[usize]) -> Vec<Mark> {
    let mut rest = samples;
    let mut sorted = Vec::new();
    for count in counts {
        let (run, others) = rest.split_at(count / spacing(counts));
        sorted = smallest(&sorted, run, sorted.len() + run.len());
        rest = others;
    }
    let parts = Partition::new(sorted.len(), counts.len());
    // Where there are no samples there are no keys, and any splitter will do.
    let last = |part| parts.range(part).end.checked_sub(1);
    let splitter = |part| last(part).map_or(Mark::default(), |index| sorted[index]);
    (0..counts.len() - 1).map(splitter).collect()
}

/// The lengths of the parts into which the splitters cut sorted keys, numbered from `start` on.
pub(crate) fn parts<K: SortKey>(keys: &[K], start: usize, splitters: &[Mark]) -> Vec<usize> {
    let mut parts = Vec::new();
    let mut begin = 0;
    for &[key, number] in splitters {
        let smaller = keys.partition_point(|&it| it.into() < key);
        let not_larger = keys.partition_point(|&it| it.into() <= key);
        let number = usize::try_from(number).expect("it numbers a key in memory");
        let end = (number + 1)
            .saturating_sub(start)
            .clamp(smaller, not_larger);
        parts.push(end - begin);
        begin = end;
    }
    parts.push(keys.len() - begin);
    parts
}
