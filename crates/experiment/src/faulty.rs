//! A transport on which things go wrong at chosen moments.

use std::cell::{Cell, RefCell};
use std::task::{Context, Poll};

use collectives::transport::{Receive, Send, Traffic};
use collectives::{Error, Transport};

use crate::experiment::{Fault, FaultKind};

/// How long a delayed rank pauses if the fault does not say, in milliseconds.
const DELAY_MS_DEFAULT: f64 = 100.0;

/// What a rank does that is to panic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Crash {
    /// It panics. Its host finds out the hard way, as it would with a bug.
    Panic,
    /// It returns [`Error::Crashed`], where a panic would take other ranks along.
    Error,
}

/// A rank's transport with its faults: whoever uses it cannot tell.
///
/// It does not name the type of what it stands on, so that every algorithm is compiled once and
/// not once per host: in a page, which has three, that is a quarter of the download.
pub(crate) struct Faulty<'t> {
    transport: &'t dyn Transport,
    pending: RefCell<Vec<Fault>>,
    sleeping_until_ns: Cell<Option<u64>>,
    silent: Cell<bool>,
    crash: Crash,
}

impl<'t> Faulty<'t> {
    pub(crate) fn new(transport: &'t dyn Transport, faults: &[Fault], crash: Crash) -> Self {
        let while_running = |fault: &&Fault| {
            matches!(
                fault.kind,
                FaultKind::Panic | FaultKind::Kill | FaultKind::Silent | FaultKind::Delay
            )
        };
        Self {
            transport,
            pending: RefCell::new(faults.iter().filter(while_running).copied().collect()),
            sleeping_until_ns: Cell::new(None),
            silent: Cell::new(false),
            crash,
        }
    }

    /// Faults without a step strike before the rank does anything.
    pub(crate) async fn strike_from_the_start(&self) -> Result<(), Error> {
        std::future::poll_fn(|context| self.poll_strike(context, None)).await
    }

    /// Faults of a step in which the rank had nothing to do strike when it is done.
    pub(crate) async fn strike_at_the_end(&self) -> Result<(), Error> {
        std::future::poll_fn(|context| self.poll_strike(context, Some(u32::MAX))).await
    }

    /// Lets every fault up to `step` strike; ready when the rank may go on.
    fn poll_strike(&self, context: &mut Context<'_>, step: Option<u32>) -> Poll<Result<(), Error>> {
        loop {
            if self.silent.get() {
                return Poll::Pending;
            }
            if let Some(until_ns) = self.sleeping_until_ns.get() {
                if self.transport.poll_sleep(context, until_ns).is_pending() {
                    return Poll::Pending;
                }
                self.sleeping_until_ns.set(None);
            }
            let due = self
                .pending
                .borrow()
                .iter()
                .position(|fault| fault.step <= step);
            let Some(due) = due else {
                return Poll::Ready(Ok(()));
            };
            let fault = self.pending.borrow_mut().remove(due);
            self.strike(fault)?;
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "reading the experiment bounds the delay"
    )]
    fn strike(&self, fault: Fault) -> Result<(), Error> {
        match fault.kind {
            FaultKind::Silent => self.silent.set(true),
            FaultKind::Kill => {
                let rank = self.transport.rank();
                return Err(Error::Killed { rank });
            }
            FaultKind::Delay => {
                let delay_ns = fault.value.unwrap_or(DELAY_MS_DEFAULT) * 1e6;
                self.sleeping_until_ns
                    .set(Some(self.transport.now_ns() + delay_ns as u64));
            }
            _ => {
                let rank = self.transport.rank();
                let place = fault
                    .step
                    .map_or("before the call".into(), |it| format!("at step {it}"));
                let message = format!("fault of rank {rank} {place}");
                match self.crash {
                    Crash::Panic => panic!("{message}"),
                    Crash::Error => return Err(Error::Crashed { rank, message }),
                }
            }
        }
        Ok(())
    }
}

impl Transport for Faulty<'_> {
    fn rank(&self) -> usize {
        self.transport.rank()
    }

    fn size(&self) -> usize {
        self.transport.size()
    }

    fn poll_step(&self, context: &mut Context<'_>, step: u32) -> Poll<Result<(), Error>> {
        std::task::ready!(self.poll_strike(context, Some(step)))?;
        self.transport.poll_step(context, step)
    }

    fn poll_send(&self, context: &mut Context<'_>, send: &mut Send<'_>) -> Poll<Result<(), Error>> {
        self.transport.poll_send(context, send)
    }

    fn poll_receive(
        &self,
        context: &mut Context<'_>,
        receive: &mut Receive<'_>,
    ) -> Poll<Result<(), Error>> {
        self.transport.poll_receive(context, receive)
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
