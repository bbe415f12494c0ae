//! What one rank does with its part of an experiment. The same on every host.

use std::future::Future;
use std::pin::Pin;

use collectives::trace::{Event, Recorder};
use collectives::transport::Traffic;
use collectives::{
    Collective, Communicator, Element, ElementKind, Error, OpKind, Partition, ReduceOp, Transport,
    all_gather, all_reduce, all_to_all, barrier, broadcast, gather, reduce_scatter, sort,
};

use crate::experiment::{Fault, FaultKind};
use crate::faulty::{Crash, Faulty};
use crate::measure::take_laps;
use crate::words::Meaning;
use crate::{Experiment, Measure, Values};

/// One rank's part of an [`Experiment`]: plain data, ready to travel to wherever it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// The call.
    pub collective: Collective,
    /// Which algorithm, by its name in the catalogue.
    pub algorithm: String,
    /// The operator this rank calls with.
    pub op: OpKind,
    /// The root.
    pub root: usize,
    /// Elements that each rank takes part with.
    pub counts: Vec<usize>,
    /// Steps of the ring that add, if not P − 1.
    pub cut: Option<usize>,
    /// What this rank brings.
    pub input: Values,
    /// What goes wrong on this rank while it runs.
    pub faults: Vec<Fault>,
    /// Whether to record events.
    pub trace: bool,
}

/// What one rank brings back.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its result; none where it receives nothing.
    pub output: Option<Values>,
    /// What it did, if it was to record that.
    pub events: Vec<Event>,
    /// What it sent.
    pub traffic: Traffic,
    /// Length of the longest chain of dependent messages that it was part of.
    pub chain: u32,
    /// When it began, on the transport's clock.
    pub started_ns: u64,
    /// When it was done.
    pub finished_ns: u64,
}

/// What a rank may be asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// Its part of an experiment.
    Perform(Task),
    /// Its part of a measurement.
    Measure(Measure),
}

/// What comes of a [`Job`].
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Of [`Job::Perform`].
    Part(Part),
    /// Of [`Job::Measure`]: the samples, in nanoseconds.
    Laps(Vec<u64>),
}

impl Experiment {
    /// The part of `rank`. Faults that concern the call itself are worked into it.
    #[must_use]
    pub fn task(&self, rank: usize) -> Task {
        let mut task = Task {
            collective: self.collective,
            algorithm: self.algorithm.to_string(),
            op: self.op,
            root: self.root,
            counts: self.counts(),
            cut: self.cut,
            input: self.inputs[rank].clone(),
            faults: self
                .faults
                .iter()
                .copied()
                .filter(|fault| fault.rank == rank)
                .collect(),
            trace: self.trace,
        };
        for fault in task.faults.clone() {
            match fault.kind {
                FaultKind::Op => task.op = another(self.op),
                FaultKind::Count => task.miscount(rank, fault.value),
                FaultKind::Panic
                | FaultKind::Kill
                | FaultKind::Silent
                | FaultKind::Delay
                | FaultKind::Flip => {}
            }
        }
        task
    }
}

impl Task {
    /// Takes part with another number of elements than the others expect.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "reading the experiment made sure of a whole number in range"
    )]
    fn miscount(&mut self, rank: usize, count: Option<f64>) {
        let count = count.map_or(self.counts[rank] + 1, |count| count as usize);
        self.counts[rank] = count;
        let mut numbers = self.input.to_f64();
        numbers.resize(count, 0.0);
        self.input = Values::convert(self.input.kind(), &numbers);
    }
}

/// An operator that is not `op`.
fn another(op: OpKind) -> OpKind {
    if op == OpKind::Max {
        OpKind::Sum
    } else {
        OpKind::Max
    }
}

/// Runs `task` as the rank of `transport`.
///
/// # Errors
/// If ranks disagree, or the world ends. With the fault `kill` [`Error::Killed`], which the host
/// must not pass on: to everybody else the rank is gone without a word.
///
/// # Panics
/// With the fault `panic`, where `crash` says so.
pub fn perform<'a>(transport: &'a dyn Transport, task: &'a Task, crash: Crash) -> Performance<'a> {
    Box::pin(play(transport, task, crash))
}

/// Does `job` as the rank of `transport`: a host that does both needs only this.
///
/// # Errors
/// As [`perform`].
pub fn work<'a>(transport: &'a dyn Transport, job: &'a Job, crash: Crash) -> Work<'a> {
    Box::pin(async move {
        match job {
            Job::Perform(task) => play(transport, task, crash).await.map(Outcome::Part),
            Job::Measure(measure) => take_laps(transport, measure).await.map(Outcome::Laps),
        }
    })
}

/// A rank at work on any job.
pub type Work<'a> = Pin<Box<dyn Future<Output = Result<Outcome, Error>> + 'a>>;

/// A rank at work. In a box, for the compiler copies the code of a future into every crate that
/// names its type, and this one holds all algorithms for all kinds of numbers.
pub type Performance<'a> = Pin<Box<dyn Future<Output = Result<Part, Error>> + 'a>>;

async fn play(transport: &dyn Transport, task: &Task, crash: Crash) -> Result<Part, Error> {
    let started_ns = transport.now_ns();
    let recorder = Recorder::new(task.trace);
    let faulty = Faulty::new(transport, &task.faults, crash);
    faulty.strike_from_the_start().await?;
    let mut output = call(&Communicator::world(&faulty, &recorder), task).await?;
    faulty.strike_at_the_end().await?;
    if let Some(output) = &mut output {
        for fault in task
            .faults
            .iter()
            .filter(|fault| fault.kind == FaultKind::Flip)
        {
            flip(output, fault.value);
        }
    }
    Ok(Part {
        output,
        events: recorder.take(),
        traffic: transport.traffic(),
        chain: recorder.chain(),
        started_ns,
        finished_ns: transport.now_ns(),
    })
}

/// Calls the algorithm that the task names, for numbers as [words](crate::words).
async fn call<T: Transport>(
    world: &Communicator<'_, T>,
    task: &Task,
) -> Result<Option<Values>, Error> {
    if (task.collective, task.algorithm.as_str()) == (Collective::Barrier, "dissemination") {
        barrier::dissemination(world).await?;
        return Ok(None);
    }
    if let Values::F64(input) = &task.input {
        let output = dispatch(world, task, input, &task.op).await?;
        return Ok(output.map(Values::F64));
    }
    let meaning = Meaning::of(task.collective, task.op, task.input.kind());
    let words = meaning.words(&task.input);
    let output = dispatch(world, task, &words, &meaning).await?;
    Ok(output.map(|words| meaning.values(words)))
}

/// The same, for collectives that have elements.
async fn dispatch<T: Transport, E: Element>(
    world: &Communicator<'_, T>,
    task: &Task,
    input: &[E],
    op: &dyn ReduceOp<E>,
) -> Result<Option<Vec<E>>, Error> {
    let (rank, root, counts) = (world.rank(), task.root, &task.counts);
    let output = match (task.collective, task.algorithm.as_str()) {
        (Collective::Broadcast, "binomial-tree") => {
            let mut values = vec![E::zeroed(); counts[rank]];
            if rank == root {
                values.copy_from_slice(input);
            }
            broadcast::binomial_tree(world, root, &mut values).await?;
            values
        }
        (Collective::Gather, "linear") => {
            return gather::linear(world, root, input, counts).await;
        }
        (Collective::AllGather, "ring") => {
            let mut gathered = vec![E::zeroed(); counts.iter().sum()];
            all_gather::ring(world, input, counts, &mut gathered).await?;
            gathered
        }
        (Collective::AllToAll, "pairwise") => all_to_all::pairwise(world, input, counts).await?,
        (Collective::ReduceScatter, "ring") => {
            let chunk = Partition::new(input.len(), world.size()).length(rank);
            let mut own = vec![E::zeroed(); chunk];
            reduce_scatter::ring(world, input, op, &mut own).await?;
            own
        }
        (Collective::AllReduce, "ring") => {
            let mut values = input.to_vec();
            let cut = task.cut.unwrap_or(world.size() - 1);
            all_reduce::ring_cut_at(world, &mut values, op, cut).await?;
            values
        }
        (Collective::AllReduce, "gather-broadcast") => {
            let mut values = input.to_vec();
            all_reduce::gather_broadcast(world, &mut values, op).await?;
            values
        }
        (Collective::Sort, "bitonic") => sort::bitonic(world, input, counts).await?,
        (Collective::Sort, "sample") => sort::sample(world, input, counts).await?,
        (collective, algorithm) => panic!("the catalogue has no {collective}/{algorithm}"),
    };
    Ok(Some(output))
}

/// Flips one bit of the largest element: there a wrong bit stands out against rounding.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "reading the experiment made sure of a whole number in range"
)]
fn flip(output: &mut Values, bit: Option<f64>) {
    let numbers = output.to_f64();
    let Some(largest) = (0..numbers.len())
        .filter(|&index| numbers[index].is_finite())
        .max_by(|&a, &b| numbers[a].abs().total_cmp(&numbers[b].abs()))
        .or_else(|| (!numbers.is_empty()).then_some(0))
    else {
        return;
    };
    let kind: ElementKind = output.kind();
    let bit = bit.map_or(8 * kind.size() - 2, |bit| bit as usize);
    let byte = largest * kind.size() + bit / 8;
    output.bytes_mut()[byte] ^= 1 << (bit % 8);
}
