//! How long calls take: what a rank does whose calls are repeated and timed.
//!
//! A measurement is a series of samples, each so many calls back to back between two barriers that
//! are not timed. Sizes are those of nccl-tests (`doc/PERFORMANCE.md` there), so that numbers may
//! be laid beside other people's.

use collectives::trace::Recorder;
use collectives::{
    Block, Collective, Communicator, ElementKind, Error, Network, OpKind, Partition, ReduceOp,
    Transport, all_gather, all_reduce, barrier, broadcast, reduce_scatter,
};

use crate::faulty::{Crash, Faulty};
use crate::words::Meaning;
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
            Self::Call(Collective::Barrier) => "dissemination",
            Self::Call(Collective::Broadcast) => "binomial-tree",
            Self::Call(_) => "ring",
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
    /// An experiment that failures of this measurement may name; nobody runs it.
    #[must_use]
    pub fn stand_in(&self) -> Experiment {
        Experiment {
            collective: match self.subject {
                Subject::Call(collective) => collective,
                Subject::PingPong => Collective::Barrier,
            },
            algorithm: self.subject.algorithm(),
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
    let mut laps = Vec::with_capacity(measure.samples);
    for sample in 0..measure.warmup + measure.samples {
        barrier::dissemination(&world).await?;
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
    bench.check();
    Ok(laps)
}

/// The memory that calls work on, made once: f32 values, as the words they are inside.
struct Bench {
    subject: Subject,
    meaning: Meaning,
    rank: usize,
    ranks: usize,
    counts: Vec<usize>,
    /// What the rank brings; all-reduce and broadcast put the result here too.
    input: Vec<u32>,
    output: Vec<u32>,
}

const ONE: u32 = 1.0_f32.to_bits();
const ROOT: usize = 0;

impl Bench {
    fn new(measure: &Measure, rank: usize) -> Self {
        let (subject, ranks) = (measure.subject, measure.ranks);
        let words = measure.bytes / 4;
        let chunks = Partition::new(words, ranks);
        let (input, output) = match subject {
            Subject::Call(Collective::AllGather) => (chunks.length(rank), words),
            Subject::Call(Collective::ReduceScatter) => (words, chunks.length(rank)),
            Subject::PingPong => (words, words),
            Subject::Call(_) => (words, 0),
        };
        let mut bench = Self {
            subject,
            meaning: Meaning::of(Collective::AllReduce, OpKind::Sum, ElementKind::F32),
            rank,
            ranks,
            counts: (0..ranks).map(|rank| chunks.length(rank)).collect(),
            input: vec![0; input],
            output: vec![0; output],
        };
        bench.fill();
        bench
    }

    /// Ones everywhere, but for what only the root of a broadcast brings: what comes of them is
    /// known.
    fn fill(&mut self) {
        let brings = self.subject != Subject::Call(Collective::Broadcast) || self.rank == ROOT;
        self.input.fill(if brings { ONE } else { 0 });
        self.output.fill(0);
    }

    async fn call<T: Transport>(&mut self, world: &Communicator<'_, T>) -> Result<(), Error> {
        let (input, output) = (&mut self.input, &mut self.output);
        match self.subject {
            Subject::Call(Collective::Barrier) => barrier::dissemination(world).await,
            Subject::Call(Collective::AllReduce) => {
                all_reduce::ring(world, input, &self.meaning).await
            }
            Subject::Call(Collective::AllGather) => {
                all_gather::ring(world, input, &self.counts, output).await
            }
            Subject::Call(Collective::ReduceScatter) => {
                reduce_scatter::ring(world, input, &self.meaning, output).await
            }
            Subject::Call(_) => broadcast::binomial_tree(world, ROOT, input).await,
            Subject::PingPong => ping_pong(world, input, output).await,
        }
    }

    fn check(&self) {
        let all = |values: &[u32], expected: u32| values.iter().all(|&value| value == expected);
        let mut sum = vec![ONE];
        for _ in 1..self.ranks {
            self.meaning.fold(&[ONE], &mut sum);
        }
        let right = match self.subject {
            Subject::Call(Collective::AllReduce) => all(&self.input, sum[0]),
            Subject::Call(Collective::ReduceScatter) => all(&self.output, sum[0]),
            Subject::Call(Collective::AllGather) => all(&self.output, ONE),
            Subject::PingPong => self.rank > 1 || all(&self.output, ONE),
            _ => all(&self.input, ONE),
        };
        assert!(right, "a measured call has a wrong result");
    }
}

/// The two ranks that play take turns; all others have nothing to do.
async fn ping_pong<T: Transport>(
    world: &Communicator<'_, T>,
    ball: &mut [u32],
    back: &mut [u32],
) -> Result<(), Error> {
    let call = world.converse();
    let whole = 0..ball.len();
    match world.rank() {
        0 => {
            call.step(0).send(1, Block::of(ball, whole)).await?;
            call.step(1).receive(1, back).await
        }
        1 => {
            call.step(0).receive(0, back).await?;
            call.step(1).send(0, Block::of(back, whole)).await
        }
        _ => Ok(()),
    }
}
