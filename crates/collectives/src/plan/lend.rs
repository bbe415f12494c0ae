//! One memory, lent in parts to all messages of a round at once.

use std::ops::Range;

/// A part of a memory.
#[derive(Debug)]
pub(super) enum Lent<'m> {
    /// To be read, perhaps by several.
    Read(&'m [u8]),
    /// To be written, by one alone.
    Write(&'m mut [u8]),
}

/// Lends the ranges of `wanted` out of `memory`, in their order; true stands for writing.
///
/// # Panics
/// If one that is written overlaps another one: a plan with such a round is refused before it runs.
pub(super) fn lend<'m>(memory: &'m mut [u8], wanted: &[(Range<usize>, bool)]) -> Vec<Lent<'m>> {
    if let [(range, writes)] = wanted {
        // A message alone is what short calls consist of, and needs no order.
        let part = &mut memory[range.clone()];
        return vec![match writes {
            true => Lent::Write(part),
            false => Lent::Read(part),
        }];
    }
    let mut by_start: Vec<usize> = (0..wanted.len()).collect();
    by_start.sort_by_key(|&index| (wanted[index].0.start, wanted[index].0.end));
    let mut lent: Vec<Option<Lent<'m>>> = wanted.iter().map(|_| None).collect();
    let (mut rest, mut at) = (memory, 0);
    let mut next = 0;
    while let Some(&index) = by_start.get(next) {
        let (range, writes) = &wanted[index];
        let (_, after) = rest.split_at_mut(range.start - at);
        // Readers share: one part is cut for all that overlap.
        let mut end = range.end;
        let mut sharing = 1;
        while let Some((other, other_writes)) = by_start.get(next + sharing).map(|&it| &wanted[it])
        {
            if other.start >= end {
                break;
            }
            assert!(!writes && !other_writes, "what is written is nobody else's");
            end = end.max(other.end);
            sharing += 1;
        }
        let (part, beyond) = after.split_at_mut(end - range.start);
        if *writes {
            lent[index] = Some(Lent::Write(part));
        } else {
            let (shared, start) = (&*part, range.start);
            for &reader in &by_start[next..next + sharing] {
                let own = &wanted[reader].0;
                lent[reader] = Some(Lent::Read(&shared[own.start - start..own.end - start]));
            }
        }
        (rest, at) = (beyond, end);
        next += sharing;
    }
    let all = lent.into_iter();
    all.map(|part| part.expect("every range was cut out"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_share_and_writers_do_not() {
        let mut memory: Vec<u8> = (0..10).collect();
        let wanted = [
            (6..8, true),
            (1..4, false),
            (8..8, true),
            (2..6, false),
            (0..1, true),
        ];
        let lent = lend(&mut memory, &wanted);
        let bytes = |part: &Lent<'_>| match part {
            Lent::Read(bytes) => bytes.to_vec(),
            Lent::Write(bytes) => bytes.to_vec(),
        };
        let parts: Vec<_> = lent.iter().map(bytes).collect();
        assert_eq!(
            parts,
            [vec![6, 7], vec![1, 2, 3], vec![], vec![2, 3, 4, 5], vec![0]]
        );
        let writes = lent.iter().map(|part| matches!(part, Lent::Write(_)));
        assert!(writes.eq([true, false, true, false, true]));
    }

    #[test]
    fn one_alone_is_what_it_asks_for() {
        let mut memory = [0, 1, 2, 3];
        assert!(matches!(
            lend(&mut memory, &[(1..3, false)])[..],
            [Lent::Read([1, 2])]
        ));
        assert!(matches!(
            lend(&mut memory, &[(3..4, true)])[..],
            [Lent::Write([3])]
        ));
        assert!(lend(&mut memory, &[]).is_empty());
    }

    #[test]
    #[should_panic(expected = "what is written is nobody else's")]
    fn a_writer_overlaps_nobody() {
        lend(&mut [0; 8], &[(0..4, false), (3..5, true)]);
    }
}
