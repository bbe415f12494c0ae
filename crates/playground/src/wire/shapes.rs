//! The values that travel, field by field.

use collectives::trace::{Action, Event};
use collectives::transport::{Direction, Tag, Traffic, Wait};
use collectives::{Collective, ElementKind, Error, OpKind};
use experiment::{Engine, Fault, FaultKind, Job, Measure, Outcome, Part, Subject, Task, Values};

use super::{Wire, split};

/// All that a rank needs to know to take part in a run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Assignment {
    pub(crate) rank: usize,
    pub(crate) size: usize,
    /// How long one wait may last.
    pub(crate) limit_ns: u64,
    /// When the clock of this run shows 0, in milliseconds since 1970.
    pub(crate) epoch_ms: f64,
    pub(crate) job: Job,
}

/// How a rank's part of a run came to its end.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ending {
    /// Well.
    Done(Outcome),
    /// The program failed.
    Failed(Error),
    /// Somebody else ended the run.
    Ended,
    /// Nothing moved for the whole limit. Over shared memory these are the waits of every rank,
    /// over ports only its own.
    TimedOut {
        waits: Vec<(usize, Wait)>,
        now_ns: u64,
    },
    /// The worker has no memory for it.
    NoRoom,
}

/// Structs: their fields in order.
macro_rules! record {
    ($($record:ident { $($field:ident),* $(,)? })*) => {
        $(impl Wire for $record {
            fn put(&self, to: &mut Vec<u8>) {
                $(self.$field.put(to);)*
            }

            fn take(from: &mut &[u8]) -> Self {
                Self { $($field: Wire::take(from)),* }
            }
        })*
    };
}
pub(super) use record;
record! {
    Assignment { rank, size, limit_ns, epoch_ms, job }
    Measure { subject, engine, ranks, bytes, warmup, samples, batch }
    Task { program, op, input, faults, trace }
    Fault { kind, rank, step, value }
    Part { output, events, traffic, chain, started_ns, finished_ns }
    Traffic { messages, bytes }
    Event { at_ns, step, message, action }
    Wait { on, tag, direction, since_ns }
}

/// Enums without fields: their place in the list of all.
macro_rules! index {
    ($($kind:ident),*) => {
        $(impl Wire for $kind {
            fn put(&self, to: &mut Vec<u8>) {
                let index = Self::ALL.iter().position(|it| it == self);
                index.expect("the list is complete").put(to);
            }

            fn take(from: &mut &[u8]) -> Self {
                Self::ALL[usize::take(from)]
            }
        })*
    };
}
index!(Collective, ElementKind, OpKind, FaultKind, Subject, Engine);

impl Wire for Direction {
    fn put(&self, to: &mut Vec<u8>) {
        (*self == Self::Send).put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        if bool::take(from) {
            Self::Send
        } else {
            Self::Receive
        }
    }
}

impl Wire for Tag {
    fn put(&self, to: &mut Vec<u8>) {
        self.to_bits().put(to);
    }

    fn take(from: &mut &[u8]) -> Self {
        Self::from_bits(u64::take(from))
    }
}

/// What follows numbers is short; with room for it they need not move to a place twice as large.
const AFTER_BYTES: usize = 4096;

impl Wire for Values {
    fn put(&self, to: &mut Vec<u8>) {
        self.kind().put(to);
        self.len().put(to);
        to.reserve(self.bytes().len() + AFTER_BYTES);
        to.extend_from_slice(self.bytes());
    }

    fn take(from: &mut &[u8]) -> Self {
        let (kind, len) = <(ElementKind, usize)>::take(from);
        let mut values = match kind {
            ElementKind::F32 => Self::F32(vec![0.0; len]),
            ElementKind::F64 => Self::F64(vec![0.0; len]),
            ElementKind::I32 => Self::I32(vec![0; len]),
            ElementKind::U32 => Self::U32(vec![0; len]),
        };
        let memory = values.bytes_mut();
        memory.copy_from_slice(split(from, memory.len()));
        values
    }
}

impl Wire for Action {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::SendPosted {
                to: peer,
                elements,
                bytes,
                chain,
            } => {
                (0usize, *peer).put(to);
                (elements.start, elements.end).put(to);
                (*bytes, *chain).put(to);
            }
            Self::SendReleased { to: peer } => (1usize, *peer).put(to),
            Self::ReceivePosted { from } => (2usize, *from).put(to),
            Self::ReceiveMatched { from } => (3usize, *from).put(to),
            Self::Combined { from } => (4usize, *from).put(to),
        }
    }

    fn take(bytes: &mut &[u8]) -> Self {
        let (action, peer) = <(usize, usize)>::take(bytes);
        let (to, from) = (peer, peer);
        match action {
            0 => {
                let (start, end) = Wire::take(bytes);
                let (bytes, chain) = Wire::take(bytes);
                let elements = start..end;
                Self::SendPosted {
                    to,
                    elements,
                    bytes,
                    chain,
                }
            }
            1 => Self::SendReleased { to },
            2 => Self::ReceivePosted { from },
            3 => Self::ReceiveMatched { from },
            4 => Self::Combined { from },
            other => panic!("there is no action {other}"),
        }
    }
}

impl Wire for Job {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Perform(task) => {
                true.put(to);
                task.put(to);
            }
            Self::Measure(measure) => {
                false.put(to);
                measure.put(to);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Self {
        if bool::take(from) {
            Self::Perform(Wire::take(from))
        } else {
            Self::Measure(Wire::take(from))
        }
    }
}

impl Wire for Ending {
    fn put(&self, to: &mut Vec<u8>) {
        match self {
            Self::Done(Outcome::Part(part)) => {
                0usize.put(to);
                part.put(to);
            }
            Self::Done(Outcome::Laps(laps)) => {
                4usize.put(to);
                laps.put(to);
            }
            Self::Failed(error) => {
                1usize.put(to);
                error.put(to);
            }
            Self::Ended => 2usize.put(to),
            Self::TimedOut { waits, now_ns } => {
                3usize.put(to);
                waits.put(to);
                now_ns.put(to);
            }
            Self::NoRoom => 5usize.put(to),
        }
    }

    fn take(from: &mut &[u8]) -> Self {
        match usize::take(from) {
            0 => Self::Done(Outcome::Part(Wire::take(from))),
            4 => Self::Done(Outcome::Laps(Wire::take(from))),
            1 => Self::Failed(Wire::take(from)),
            2 => Self::Ended,
            3 => Self::TimedOut {
                waits: Wire::take(from),
                now_ns: Wire::take(from),
            },
            5 => Self::NoRoom,
            other => panic!("there is no ending {other}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use experiment::Program;

    fn check<T: Wire + PartialEq + std::fmt::Debug>(value: &T) {
        assert_eq!(T::decode(&value.encode()), *value);
    }

    #[test]
    fn assignments_come_back_as_they_were() {
        let fault = |step, value| Fault {
            kind: FaultKind::Delay,
            rank: 3,
            step,
            value,
        };
        check(&Assignment {
            rank: 3,
            size: 5,
            limit_ns: 1 << 40,
            epoch_ms: 1_763_900_000_000.25,
            job: Job::Perform(Task {
                program: Program::Sort {
                    algorithm: "bitonic".to_string(),
                    counts: vec![7, 0, 9],
                },
                op: OpKind::Mean,
                input: Values::F64(vec![1.5, f64::INFINITY, -0.0]),
                faults: vec![fault(None, Some(0.5)), fault(Some(9), None)],
                trace: true,
            }),
        });
        check(&Job::Measure(Measure {
            subject: Subject::PingPong,
            engine: Engine::WorkersPorts,
            ranks: 2,
            bytes: 8,
            warmup: 0,
            samples: 20,
            batch: 1000,
        }));
    }

    #[test]
    fn values_of_every_kind_keep_their_bits() {
        for kind in ElementKind::ALL {
            check(&Values::convert(kind, &[1.0, 0.0, 77.0]));
            check(&Values::empty(kind));
        }
        let nan = Values::F32(vec![f32::from_bits(0x7fc1_2345)]);
        assert_eq!(Values::decode(&nan.encode()).bytes(), nan.bytes());
    }

    #[test]
    fn endings_come_back_as_they_were() {
        let actions = [
            Action::SendPosted {
                to: 1,
                elements: 3..8,
                bytes: 20,
                chain: 4,
            },
            Action::SendReleased { to: 1 },
            Action::ReceivePosted { from: 2 },
            Action::ReceiveMatched { from: 2 },
            Action::Combined { from: 2 },
        ];
        let event = |action| Event {
            at_ns: 1 << 50,
            step: 6,
            message: 3,
            action,
        };
        check(&Ending::Done(Outcome::Laps(vec![1, 1 << 40])));
        check(&Ending::Done(Outcome::Part(Part {
            output: Some(Values::I32(vec![-1, 2])),
            events: actions.map(event).to_vec(),
            traffic: Traffic {
                messages: 3,
                bytes: 1 << 33,
            },
            chain: 9,
            started_ns: 1,
            finished_ns: 2,
        })));
        let tag = Tag::new(1, 2, 3).control();
        let wait = |direction| Wait {
            on: 4,
            tag,
            direction,
            since_ns: 5,
        };
        check(&Ending::TimedOut {
            waits: vec![(0, wait(Direction::Send)), (1, wait(Direction::Receive))],
            now_ns: 6,
        });
        check(&Ending::Ended);
        check(&Ending::NoRoom);
    }
}
