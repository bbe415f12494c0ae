//! A sort of labels in the simulator, and what its messages carry.
//!
//! A sort looks at its keys. Labels are handed out in the order of the keys, equal ones by rank and
//! place, so a sort of the labels takes the same decisions as that of the keys.

use std::cell::{Cell, RefCell};
use std::task::{Context, Poll};

use collectives::transport::{Receive, Send, Tag, Traffic};
use collectives::{ElementKind, Error, Transport};

use crate::experiment::{Fault, FaultKind};
use crate::simulate::schedule_of;
use crate::{Crash, Experiment, Trace, Values, perform};

/// What one rank did in a label run.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// The target and the payload of everything it sent, in order.
    pub(super) sent: RefCell<Vec<(usize, Vec<u8>)>>,
    /// The sources of everything it received, in order.
    pub(super) received: RefCell<Vec<usize>>,
    /// Whether it returned.
    pub(super) returned: Cell<bool>,
}

/// A label run.
#[derive(Debug)]
pub(super) struct LabelRun {
    pub(super) logs: Vec<Log>,
    /// The whole run, and the labels that each rank holds at its end; none if it did not end well.
    pub(super) whole: Option<(Trace, Vec<Vec<u32>>)>,
}

impl LabelRun {
    /// Sorts `labels` as `experiment` sorts its keys. A rank that a fault would stop stops without
    /// a word, so that the others come as far as they can.
    pub(super) fn of(experiment: &Experiment, labels: &[Vec<u32>], with_faults: bool) -> Self {
        let faults = experiment.faults.iter().filter(|_| with_faults);
        let faults = faults.filter_map(|fault| {
            let kind = match fault.kind {
                FaultKind::Panic | FaultKind::Kill | FaultKind::Silent => FaultKind::Silent,
                FaultKind::Op | FaultKind::Count => fault.kind,
                FaultKind::Delay | FaultKind::Flip => return None,
            };
            Some(Fault { kind, ..*fault })
        });
        let named = Experiment {
            inputs: labels.iter().cloned().map(Values::U32).collect(),
            kind: ElementKind::U32,
            faults: faults.collect(),
            trace: true,
            ..experiment.clone()
        };
        let ranks = named.ranks;
        let logs: Vec<Log> = (0..ranks).map(|_| Log::default()).collect();
        let tasks: Vec<_> = (0..ranks).map(|rank| named.task(rank)).collect();
        let (network, limit_ns) = (named.network, named.limit_ms * 1e6);
        let outcome = simulator::run(ranks, network, schedule_of(&named), limit_ns, |port| {
            let rank = port.rank();
            let (log, task) = (&logs[rank], &tasks[rank]);
            async move {
                let keeping = Keeping {
                    transport: &port,
                    log,
                };
                let part = perform(&keeping, task, Crash::Error).await?;
                log.returned.set(true);
                Ok(part)
            }
        });
        let whole = outcome.result.ok().map(|parts| {
            let trace = Trace::join(&parts, "virtual", None);
            let held = parts.into_iter().map(|part| match part.output {
                Some(Values::U32(labels)) => labels,
                _ => Vec::new(),
            });
            (trace, held.collect())
        });
        Self { logs, whole }
    }
}

/// A transport that keeps what is sent over it.
struct Keeping<'t> {
    transport: &'t dyn Transport,
    log: &'t Log,
}

fn is_payload(tag: Tag) -> bool {
    !tag.is_control()
}

impl Transport for Keeping<'_> {
    fn rank(&self) -> usize {
        self.transport.rank()
    }

    fn size(&self) -> usize {
        self.transport.size()
    }

    fn poll_step(&self, context: &mut Context<'_>, step: u32) -> Poll<Result<(), Error>> {
        self.transport.poll_step(context, step)
    }

    fn poll_send(&self, context: &mut Context<'_>, send: &mut Send<'_>) -> Poll<Result<(), Error>> {
        if is_payload(send.tag) && !send.begun {
            let sent = (send.to, send.bytes.to_vec());
            self.log.sent.borrow_mut().push(sent);
        }
        self.transport.poll_send(context, send)
    }

    fn poll_receive(
        &self,
        context: &mut Context<'_>,
        receive: &mut Receive<'_>,
    ) -> Poll<Result<(), Error>> {
        let polled = self.transport.poll_receive(context, receive);
        if is_payload(receive.tag) && matches!(polled, Poll::Ready(Ok(()))) {
            self.log.received.borrow_mut().push(receive.from);
        }
        polled
    }

    fn abandon(&self) {
        self.transport.abandon();
    }

    fn now_ns(&self) -> u64 {
        self.transport.now_ns()
    }

    fn poll_sleep(&self, context: &mut Context<'_>, until_ns: u64) -> Poll<()> {
        self.transport.poll_sleep(context, until_ns)
    }

    fn combine_ns(&self, bytes: usize) -> u64 {
        self.transport.combine_ns(bytes)
    }

    fn traffic(&self) -> Traffic {
        self.transport.traffic()
    }
}
