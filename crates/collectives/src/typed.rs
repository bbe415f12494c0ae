//! The collectives as calls on slices of numbers, one per collective and not per algorithm.

use crate::catalogue;
use crate::plan::{Memory, Ranges};
use crate::{Call, Collective, Communicator, Element, Error, OpKind, Reduction, Transport};

/// Every call names its algorithm as the catalogue does, and every rank has to make the same one.
///
/// # Errors
/// All of them give an [`Error::Disagreement`] where ranks call differently, and other errors if
/// the world ends.
///
/// # Panics
/// All of them do where the catalogue has no such algorithm, or a rank brings something else than
/// it announced.
impl<T: Transport> Communicator<'_, T> {
    /// Returns once every rank has called it.
    pub async fn barrier(&self, algorithm: &str) -> Result<(), Error> {
        let counts = vec![0; self.size()];
        let call = of(Collective::Barrier, &counts, 0);
        self.make::<u32>(algorithm, &call, &[], None).await?;
        Ok(())
    }

    /// Copies the `values` of rank `root` into the `values` of every other rank.
    pub async fn broadcast<E: Element>(
        &self,
        algorithm: &str,
        root: usize,
        values: &mut [E],
    ) -> Result<(), Error> {
        let counts = vec![values.len(); self.size()];
        let call = of(Collective::Broadcast, &counts, root);
        let own = if self.rank() == root { &*values } else { &[] };
        let result = self.make(algorithm, &call, own, None).await?;
        values.copy_from_slice(&result.unwrap_or_default());
        Ok(())
    }

    /// Returns the values of all ranks, one after the other in rank order, on rank `root`, and
    /// none elsewhere. `counts[r]` is the length of rank r's `values`.
    pub async fn gather<E: Element>(
        &self,
        algorithm: &str,
        root: usize,
        values: &[E],
        counts: &[usize],
    ) -> Result<Option<Vec<E>>, Error> {
        let call = of(Collective::Gather, counts, root);
        self.make(algorithm, &call, values, None).await
    }

    /// Returns the values of all ranks, one after the other in rank order, on every rank.
    /// `counts[r]` is the length of rank r's `values`.
    pub async fn all_gather<E: Element>(
        &self,
        algorithm: &str,
        values: &[E],
        counts: &[usize],
    ) -> Result<Vec<E>, Error> {
        let call = of(Collective::AllGather, counts, 0);
        let result = self.make(algorithm, &call, values, None).await?;
        Ok(result.unwrap_or_default())
    }

    /// Cuts the values of each rank into as many blocks as there are ranks, as
    /// [`Partition`](crate::Partition) says, and returns on rank r block r of every rank, one after
    /// the other in rank order. `counts[r]` is the length of rank r's `values`.
    pub async fn all_to_all<E: Element>(
        &self,
        algorithm: &str,
        values: &[E],
        counts: &[usize],
    ) -> Result<Vec<E>, Error> {
        let call = of(Collective::AllToAll, counts, 0);
        let result = self.make(algorithm, &call, values, None).await?;
        Ok(result.unwrap_or_default())
    }

    /// Returns chunk r of the combined `values` on rank r, of as many chunks as there are ranks,
    /// cut as [`Partition`](crate::Partition) says. `values` has the same length everywhere.
    pub async fn reduce_scatter<E: Element>(
        &self,
        algorithm: &str,
        values: &[E],
        op: OpKind,
    ) -> Result<Vec<E>, Error> {
        let counts = vec![values.len(); self.size()];
        let call = of(Collective::ReduceScatter, &counts, 0);
        let result = self.make(algorithm, &call, values, Some(op)).await?;
        Ok(result.unwrap_or_default())
    }

    /// Combines the `values` of all ranks into `values` on every rank, to the same bits everywhere.
    pub async fn all_reduce<E: Element>(
        &self,
        algorithm: &str,
        values: &mut [E],
        op: OpKind,
    ) -> Result<(), Error> {
        let counts = vec![values.len(); self.size()];
        let call = of(Collective::AllReduce, &counts, 0);
        let result = self.make(algorithm, &call, values, Some(op)).await?;
        values.copy_from_slice(&result.unwrap_or_default());
        Ok(())
    }

    /// Makes any call: moves values in, does the plan, and moves the result out.
    async fn make<E: Element>(
        &self,
        algorithm: &str,
        call: &Call<'_>,
        values: &[E],
        op: Option<OpKind>,
    ) -> Result<Option<Vec<E>>, Error> {
        let (rank, size) = (self.rank(), self.size());
        let row = catalogue::find(call.collective, algorithm);
        let plan = row.and_then(|row| row.plan_of(rank, call));
        let plan = plan.unwrap_or_else(|| panic!("no plan is {}/{algorithm}", call.collective));
        let brought = plan.input.as_ref().map_or(0, Ranges::len);
        assert!(values.len() == brought, "a rank brings what it announced");
        let mut memory = vec![E::zeroed(); plan.elements];
        let mut rest = values;
        for place in plan.input.iter().flat_map(Ranges::as_slice) {
            let (now, later) = rest.split_at(place.len());
            memory[place.clone()].copy_from_slice(now);
            rest = later;
        }
        // Where nothing is combined it does not matter which operator does not do it.
        let op = op.unwrap_or(OpKind::Sum);
        let lent = Memory {
            first: call.first(rank),
            ..Memory::of(&mut memory)
        };
        let reduction = Reduction::of::<E>(op);
        let signature = call.signature(rank, E::KIND, op);
        self.call(signature, &plan, lent, &reduction).await?;
        Ok(plan.result.map(|places| {
            let parts = places.as_slice().iter().map(|place| &memory[place.clone()]);
            let mut result = parts.collect::<Vec<_>>().concat();
            if call.collective.reduces() {
                reduction.finish(bytemuck::cast_slice_mut(&mut result), size);
            }
            result
        }))
    }
}

fn of(collective: Collective, counts: &[usize], root: usize) -> Call<'_> {
    Call {
        collective,
        counts,
        root,
        cut: None,
    }
}
