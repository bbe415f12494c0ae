//! How long calls take: what a rank does whose calls are repeated and timed.
//!
//! A measurement is a series of samples, each so many calls back to back between two barriers that
//! are not timed. Sizes are those of nccl-tests (`doc/PERFORMANCE.md` there), so that numbers may
//! be laid beside other people's.

use collectives::catalogue::{self, Row};
use collectives::plan::{Memory, Plan, Ranges};
use collectives::trace::Recorder;
use collectives::{
    Call, Collective, Communicator, ElementKind, Error, Network, OpKind, Partition, Reduction,
    Signature, Transport,
};

use crate::faulty::{Crash, Faulty};
use crate::{Engine, Experiment};

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A collective, by the algorithm that the catalogue lists first.
    Call(Collective),
    /// A message from rank 0 to rank 1 and back. A call is the whole round trip.
    PingPong,
}

impl Subject {
    /// Everything that can be measured.
    pub const ALL: [Self; 6] = [
        Self::Call(Collective::Barrier),
        Self::Call(Collective::AllReduce),
        Self::Call(Collective::AllGather),
        Self::Call(Collective::ReduceScatter),
        Self::Call(Collective::Broadcast),
        Self::PingPong,
    ];

    /// As requests spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Call(collective) => collective.name(),
            Self::PingPong => "ping-pong",
        }
    }

    /// The algorithm, as results spell it.
    #[must_use]
    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Call(collective) => first_row(collective).algorithm,
            Self::PingPong => "send-receive",
        }
    }

    /// Bytes that one call moves, as a multiple of its size: what nccl-tests divides by the time to
    /// get the bandwidth of the algorithm. None for what moves nothing.
    #[must_use]
    pub fn algorithm_factor(self) -> Option<f64> {
        match self {
            Self::Call(Collective::Barrier) => None,
            Self::Call(_) => Some(1.0),
            Self::PingPong => Some(2.0),
        }
    }

    /// The bandwidth of the bus as a multiple of that of the algorithm: it does not depend on the
    /// number of ranks where each of them drives its own link at full speed.
    #[must_use]
    #[allow(clippy::cast_precision_loss, reason = "ranks are few")]
    pub fn bus_factor(self, ranks: usize) -> f64 {
        let (others, all) = (ranks as f64 - 1.0, ranks as f64);
        match self {
            Self::Call(Collective::AllReduce) => 2.0 * others / all,
            Self::Call(Collective::AllGather | Collective::ReduceScatter) => others / all,
            Self::Call(_) | Self::PingPong => 1.0,
        }
    }
}

/// A request to measure that has been read. Only [`Measure::read`] makes one.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What.
    pub subject: Subject,
    /// Where.
    pub engine: Engine,
    /// On how many ranks.
    pub ranks: usize,
    /// All-reduce, reduce-scatter, broadcast: the vector that a rank has. All-gather: the whole
    /// result. Ping-pong: one message.
    pub bytes: usize,
    /// Samples that are not kept.
    pub warmup: usize,
    /// Samples that are.
    pub samples: usize,
    /// Calls per sample.
    pub batch: usize,
}

impl Measure {
    /// A barrier of the same ranks, which stands between samples.
    fn barrier(&self) -> Self {
        Self {
            subject: Subject::Call(Collective::Barrier),
            ..self.clone()
        }
    }

    /// An experiment that failures of this measurement may name; nobody runs it.
    #[must_use]
    pub fn stand_in(&self) -> Experiment {
        Experiment {
            collective: match self.subject {
                Subject::Call(collective) => Some(collective),
                Subject::PingPong => Some(Collective::Barrier),
            },
            algorithm: Some(self.subject.algorithm()),
            plan: None,
            edits: Vec::new(),
            changed: None,
            ranks: self.ranks,
            inputs: Vec::new(),
            op: OpKind::Sum,
            kind: ElementKind::F32,
            root: 0,
            engine: self.engine,
            network: Network::default(),
            schedule: String::new(),
            limit_ms: Self::LIMIT_MS,
            seed: 0,
            faults: Vec::new(),
            trace: false,
            cut: None,
        }
    }
}

/// Takes part in `measure` as the rank of `transport`: its samples, in nanoseconds of the clock.
///
/// # Errors
/// If the world ends.
///
/// # Panics
/// If a measured call has a wrong result: its time would mean nothing.
pub(crate) async fn take_laps(
    transport: &dyn Transport,
    measure: &Measure,
) -> Result<Vec<u64>, Error> {
    let recorder = Recorder::new(false);
    // The same layers as in an experiment: they are part of what a call costs.
    let faulty = Faulty::new(transport, &[], Crash::Panic);
    let world = Communicator::world(&faulty, &recorder);
    let mut bench = Bench::new(measure, world.rank());
    let mut barrier = Bench::new(&measure.barrier(), world.rank());
    let mut laps = Vec::with_capacity(measure.samples);
    for sample in 0..measure.warmup + measure.samples {
        barrier.call(&world).await?;
        let started_ns = transport.now_ns();
        for _ in 0..measure.batch {
            bench.call(&world).await?;
        }
        if sample >= measure.warmup {
            laps.push(transport.now_ns() - started_ns);
        }
    }
    bench.fill();
    bench.call(&world).await?;
    bench.check(measure);
    Ok(laps)
}

/// A plan that is made once and done again and again, and the memory for it.
struct Bench {
    plan: Plan,
    /// None for a conversation.
    signature: Option<Signature>,
    /// What the rank brings, if a call must leave that as it is.
    input: Vec<f32>,
    memory: Vec<f32>,
}

const ROOT: usize = 0;
const SUM: Reduction = Reduction {
    op: OpKind::Sum,
    kind: ElementKind::F32,
};

impl Bench {
    fn new(measure: &Measure, rank: usize) -> Self {
        let (count, ranks) = (measure.bytes / size_of::<f32>(), measure.ranks);
        let (plan, signature) = match measure.subject {
            Subject::PingPong => (ping_pong(rank, ranks, count), None),
            Subject::Call(collective) => {
                let chunks = Partition::new(count, ranks);
                let counts = match collective {
                    Collective::AllGather => (0..ranks).map(|it| chunks.length(it)).collect(),
                    _ => vec![count; ranks],
                };
                let call = Call {
                    collective,
                    counts: &counts,
                    root: ROOT,
                    cut: None,
                };
                let plan = first_row(collective).plan_of(rank, &call);
                let signature = call.signature(rank, SUM.kind, SUM.op);
                (plan.expect("no sort is measured"), Some(signature))
            }
        };
        let input = match measure.subject {
            Subject::Call(Collective::AllGather | Collective::ReduceScatter) => {
                plan.input.as_ref().map_or(0, Ranges::len)
            }
            _ => 0,
        };
        let mut bench = Self {
            input: vec![0.0; input],
            memory: vec![0.0; plan.elements],
            plan,
            signature,
        };
        bench.fill();
        bench
    }

    /// Ones in the input, and zeros elsewhere: what comes of them is known.
    fn fill(&mut self) {
        self.input.fill(1.0);
        self.memory.fill(0.0);
        for place in self.plan.input.iter().flat_map(Ranges::as_slice) {
            self.memory[place.clone()].fill(1.0);
        }
    }

    async fn call<T: Transport>(&mut self, world: &Communicator<'_, T>) -> Result<(), Error> {
        if let Some(place) = self.plan.input.as_ref().and_then(Ranges::as_range)
            && !self.input.is_empty()
        {
            self.memory[place].copy_from_slice(&self.input);
        }
        let memory = Memory::of(&mut self.memory);
        match self.signature {
            Some(signature) => world.call(signature, &self.plan, memory, &SUM).await,
            None => world.converse().run(&self.plan, memory, &SUM).await,
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "ranks are few")]
    fn check(&self, measure: &Measure) {
        let expected = match measure.subject {
            Subject::Call(collective) if collective.reduces() => measure.ranks as f32,
            _ => 1.0,
        };
        let results = self.plan.result.iter().flat_map(Ranges::elements);
        let right = results
            .into_iter()
            .all(|place| self.memory[place] == expected);
        assert!(right, "a measured call has a wrong result");
    }
}

/// What "auto" means.
fn first_row(collective: Collective) -> &'static Row {
    let mut rows = catalogue::of(collective);
    rows.next().expect("every collective has an algorithm")
}

/// Ranks 0 and 1 play with a ball of so many elements; all others have nothing to do.
fn ping_pong(rank: usize, ranks: usize, count: usize) -> Plan {
    let mut plan = Plan::new(rank, ranks);
    let (ball, back) = (plan.memory(count), plan.memory(count));
    match rank {
        0 => {
            plan.input = Some(ball.clone().into());
            plan.round().send(1, ball);
            plan.round().receive(1, back.clone());
        }
        1 => {
            plan.round().receive(0, back.clone());
            plan.round().send(0, back.clone());
        }
        _ => return plan,
    }
    plan.result = Some(back.into());
    plan
}
