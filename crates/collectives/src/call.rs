//! A collective call, as far as what ranks do depends on it: what each rank brings, and what it
//! gets.

use std::ops::Range;

use crate::partition::block;
use crate::plan::{Plan, Ranges};
use crate::{Collective, ElementKind, OpKind, Partition, Signature};

/// A call of a collective.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    /// Which.
    pub collective: Collective,
    /// Elements that each rank takes part with; all the same where values are combined or
    /// broadcast.
    pub counts: &'a [usize],
    /// The root, where there is one.
    pub root: usize,
    /// All-reduce by ring only: the number of rounds that combine. Unset is P − 1, the right one.
    pub cut: Option<usize>,
}

/// What one element of a result is: this element of the inputs of these ranks, combined if they are
/// several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose inputs.
    pub ranks: Range<usize>,
    /// Which element of them.
    pub element: usize,
}

/// What elements of a result are that follow each other: these elements of the inputs of these
/// ranks, combined if they are several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedRun {
    /// Whose inputs.
    pub ranks: Range<usize>,
    /// Which elements of them.
    pub elements: Range<usize>,
}

impl Call<'_> {
    /// How many ranks take part.
    #[must_use]
    pub fn size(&self) -> usize {
        self.counts.len()
    }

    /// The vector that all ranks have equally long, in one chunk per rank.
    #[must_use]
    pub fn chunks(&self) -> Partition {
        Partition::new(self.counts[0], self.size())
    }

    /// Where the values of rank `rank` stand among those of all ranks, in rank order.
    #[must_use]
    pub fn block(&self, rank: usize) -> Range<usize> {
        block(self.counts, rank % self.size())
    }

    /// Where the values of each rank stand among those of all.
    #[must_use]
    pub fn blocks(&self) -> Vec<Range<usize>> {
        (0..self.size()).map(|rank| self.block(rank)).collect()
    }

    /// All-to-all: where the blocks of `rank` for every rank lie among its values.
    #[must_use]
    pub fn outgoing(&self, rank: usize) -> Vec<Range<usize>> {
        let blocks = Partition::new(self.counts[rank], self.size());
        (0..self.size()).map(|to| blocks.range(to)).collect()
    }

    /// All-to-all: where the blocks from every rank go in the memory of `rank`, after its own
    /// values.
    #[must_use]
    pub fn incoming(&self, rank: usize) -> Vec<Range<usize>> {
        let mut end = self.counts[rank];
        let place = |count: &usize| {
            let start = end;
            end += Partition::new(*count, self.size()).length(rank);
            start..end
        };
        self.counts.iter().map(place).collect()
    }

    /// What `rank` says that it calls, with elements of a kind and an operator.
    #[must_use]
    pub fn signature(&self, rank: usize, kind: ElementKind, op: OpKind) -> Signature {
        let collective = self.collective;
        let count = match collective {
            Collective::Barrier => None,
            Collective::Broadcast | Collective::ReduceScatter | Collective::AllReduce => {
                Some(self.counts[rank])
            }
            _ => Some(self.counts.iter().sum()),
        };
        Signature {
            collective,
            root: collective.has_root().then_some(self.root),
            count,
            kind: count.map(|_| kind),
            op: collective.reduces().then_some(op),
        }
    }

    /// Which element the first one in the memory of `rank` is, among those of the result; where
    /// that is no one vector, among those that all ranks hold.
    #[must_use]
    pub fn first(&self, rank: usize) -> usize {
        match self.collective {
            Collective::AllToAll => self.block(rank).start,
            Collective::Gather if rank != self.root => self.block(rank).start,
            _ => 0,
        }
    }

    /// An empty plan for `rank`, with its input and its result in place: in one another's wherever
    /// the collective lets them.
    #[must_use]
    pub fn plan(&self, rank: usize) -> Plan {
        let mut plan = Plan::new(rank, self.size());
        let own = self.counts[rank];
        let all = || self.counts.iter().sum();
        let (input, result) = match self.collective {
            Collective::Barrier => (None, None),
            Collective::Broadcast => {
                let vector = plan.memory(self.counts[self.root]);
                ((rank == self.root).then(|| vector.clone()), Some(vector))
            }
            Collective::Gather if rank != self.root => (Some(plan.memory(own)), None),
            Collective::Gather | Collective::AllGather => {
                let vector = plan.memory(all());
                (Some(self.block(rank)), Some(vector))
            }
            Collective::AllToAll => {
                let input = plan.memory(own);
                let taken = self.incoming(rank).into_iter().map(|block| block.len());
                (Some(input), Some(plan.memory(taken.sum())))
            }
            Collective::ReduceScatter => {
                let vector = plan.memory(own);
                (Some(vector), Some(self.chunks().range(rank)))
            }
            Collective::AllReduce | Collective::Sort => {
                let vector = plan.memory(own);
                (Some(vector.clone()), Some(vector))
            }
        };
        plan.input = input.map(Ranges::from);
        plan.result = result.map(Ranges::from);
        plan
    }

    /// What each element of the result of `rank` has to be; none if it receives nothing, or if that
    /// depends on more than where elements come from.
    #[must_use]
    pub fn wanted(&self, rank: usize) -> Option<Vec<Wanted>> {
        let single = |run: WantedRun| {
            let ranks = run.ranks;
            run.elements.map(move |element| Wanted {
                ranks: ranks.clone(),
                element,
            })
        };
        let runs = self.wanted_runs(rank)?;
        Some(runs.into_iter().flat_map(single).collect())
    }

    /// The same, told as runs.
    #[must_use]
    pub fn wanted_runs(&self, rank: usize) -> Option<Vec<WantedRun>> {
        let of = |source: usize, elements: Range<usize>| WantedRun {
            ranks: source..source + 1,
            elements,
        };
        let combined = |elements: Range<usize>| {
            let ranks = 0..self.size();
            vec![WantedRun { ranks, elements }]
        };
        let sources = 0..self.size();
        match self.collective {
            Collective::Barrier | Collective::Sort => None,
            Collective::Broadcast => Some(vec![of(self.root, 0..self.counts[self.root])]),
            Collective::Gather if rank != self.root => None,
            Collective::Gather | Collective::AllGather => {
                Some(sources.map(|it| of(it, 0..self.counts[it])).collect())
            }
            Collective::AllToAll => {
                let block =
                    |from: usize| Partition::new(self.counts[from], self.size()).range(rank);
                Some(sources.map(|it| of(it, block(it))).collect())
            }
            Collective::ReduceScatter => Some(combined(self.chunks().range(rank))),
            Collective::AllReduce => Some(combined(0..self.counts[rank])),
        }
    }
}
