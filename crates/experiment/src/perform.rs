//! What one rank does with its part of an experiment. The same on every host.

use std::future::Future;
use std::pin::Pin;

use collectives::plan::{Memory, Plan};
use collectives::trace::{Event, Recorder};
use collectives::transport::Traffic;
use collectives::{
    Communicator, Element, ElementKind, Error, OpKind, Reduction, Signature, Transport, sort,
};

use crate::experiment::{Fault, FaultKind};
use crate::faulty::{Crash, Faulty};
use crate::measure::take_laps;
use crate::{Experiment, Measure, Values};

/// One rank's part of an [`Experiment`]: plain data, ready to travel to wherever it runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// What it does.
    pub program: Program,
    /// The operator, where values are combined.
    pub op: OpKind,
    /// What this rank brings.
    pub input: Values,
    /// What goes wrong on this rank while it runs.
    pub faults: Vec<Fault>,
    /// Whether to record events.
    pub trace: bool,
}

/// What ranks do.
#[derive(Clone, Debug, PartialEq)]
pub enum Program {
    /// What a plan says.
    Plan {
        /// What this rank says that it calls; none if it is no collective.
        signature: Option<Signature>,
        /// What it does.
        plan: Plan,
        /// The number of its first element, see [`Memory`].
        first: usize,
    },
    /// A sort.
    Sort {
        /// By which algorithm, as the catalogue names it.
        algorithm: String,
        /// Elements that each rank brings.
        counts: Vec<usize>,
    },
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
        let faults = self.faults.iter().filter(|fault| fault.rank == rank);
        let faults: Vec<Fault> = faults.copied().collect();
        let has = |kind| faults.iter().find(|fault| fault.kind == kind);
        let (mut counts, mut input) = (self.counts(), self.inputs[rank].clone());
        if let Some(fault) = has(FaultKind::Count) {
            counts[rank] = miscounted(counts[rank], fault);
            let mut numbers = input.to_f64();
            numbers.resize(counts[rank], 0.0);
            input = Values::convert(input.kind(), &numbers);
        }
        let op = match has(FaultKind::Op) {
            Some(_) => another(self.op),
            None => self.op,
        };
        Task {
            program: self.program(rank, counts, op),
            op,
            input,
            faults,
            trace: self.trace,
        }
    }

    fn program(&self, rank: usize, counts: Vec<usize>, op: OpKind) -> Program {
        let call = self.call_of(&counts);
        let plan = match (&self.changed, self.row(), &call) {
            (Some(plans), ..) => Some(plans[rank].clone()),
            (None, Some(row), Some(call)) => row.plan_of(rank, call),
            _ => None,
        };
        match plan {
            Some(plan) => Program::Plan {
                plan,
                signature: call.map(|call| call.signature(rank, self.kind, op)),
                first: call.map_or(0, |call| call.first(rank)),
            },
            None => Program::Sort {
                algorithm: self.algorithm.unwrap_or_default().to_string(),
                counts,
            },
        }
    }
}

/// Another number of elements than the other ranks expect.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "reading the experiment made sure of a whole number in range"
)]
fn miscounted(count: usize, fault: &Fault) -> usize {
    fault.value.map_or(count + 1, |count| count as usize)
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

/// Does what the task says, and gives the result; none where the rank receives nothing.
async fn call<T: Transport>(
    world: &Communicator<'_, T>,
    task: &Task,
) -> Result<Option<Values>, Error> {
    match &task.program {
        Program::Plan {
            signature,
            plan,
            first,
        } => {
            let mut values = task.input.clone().moved(plan.input.as_ref(), plan.elements);
            let kind = values.kind();
            let op = Reduction { op: task.op, kind };
            let memory = Memory {
                bytes: values.bytes_mut(),
                element_bytes: kind.size(),
                first: *first,
            };
            match signature {
                Some(signature) => world.call(*signature, plan, memory, &op).await?,
                None => world.converse().run(plan, memory, &op).await?,
            }
            let mut result = plan.result.as_ref().map(|places| values.taken(places));
            let reduces = signature.is_some_and(|signature| signature.op.is_some());
            if let Some(result) = result.as_mut().filter(|_| reduces) {
                op.finish(result.bytes_mut(), world.size());
            }
            Ok(result)
        }
        Program::Sort { algorithm, counts } => Ok(Some(match &task.input {
            Values::F32(input) => Values::F32(sorted(world, algorithm, input, counts).await?),
            Values::F64(input) => Values::F64(sorted(world, algorithm, input, counts).await?),
            Values::I32(input) => Values::I32(sorted(world, algorithm, input, counts).await?),
            Values::U32(input) => Values::U32(sorted(world, algorithm, input, counts).await?),
        })),
    }
}

async fn sorted<T: Transport, E: Element>(
    world: &Communicator<'_, T>,
    algorithm: &str,
    input: &[E],
    counts: &[usize],
) -> Result<Vec<E>, Error> {
    let keys = sort::keys(input);
    let sorted = match algorithm {
        "bitonic" => sort::bitonic(world, E::KIND, keys, counts).await?,
        "sample" => sort::sample(world, E::KIND, keys, counts).await?,
        other => panic!("the catalogue has no sort/{other}"),
    };
    Ok(sort::values(sorted))
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
