//! The only place where a rank blocks.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::super::Wait;
use super::{RingTransport, SharedMemory};

/// Longest sleep. A ring is never lost, so this is for the end of a host that forgets to ring:
/// it bounds how long a rank outlives it.
const PARK_NS_MAX: u64 = 100_000_000;

/// A rank that has waited for less says nobody what for: most waits are over before that is said.
const QUIET_NS_MAX: u64 = 2_000_000;

/// What one turn counts of the limit, at most. A turn that lasts longer did so because everything
/// stood still: a frozen page, a machine asleep. The others have not been late then, nor has this
/// rank been waiting.
const TURN_NS_MAX: u64 = 1_000_000_000;

/// Why a future did not come to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stopped {
    /// Somebody ended the world: this rank, or the host.
    Ended {
        /// None for the host.
        by: Option<usize>,
    },
    /// Nothing has moved for the whole limit.
    TimedOut {
        /// What every rank waits for.
        waits: Vec<(usize, Wait)>,
        /// When patience ended, on the transport's clock.
        now_ns: u64,
    },
}

/// Runs `future`, which does nothing but send, receive and sleep on `transport`, and gives up
/// when nothing has moved for `limit_ns` while it was not asleep by its own will.
///
/// It polls; when nothing moved, it parks on the rank's bell, and if that lasts it lets everybody
/// see what the rank waits for. Wakers do nothing: whatever may
/// let this future go on rings that bell. Since it is the executor that blocks and never a poll, a
/// send and a receive may wait side by side.
///
/// # Errors
/// [`Stopped`], in which case the future has been dropped; if that tore a frame, the world has
/// ended too.
pub fn block_on<M: SharedMemory, F: Future>(
    transport: &RingTransport<M>,
    future: F,
    limit_ns: u64,
) -> Result<F::Output, Stopped> {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    let (world, rank) = (&transport.world, transport.rank);
    let spin_count = world.memory().spin_count(world.layout().rank_count());
    let mut patience = Patience::new(transport, limit_ns);
    loop {
        // The bell first: it rings after the end, so an end that is not seen here ends the sleep.
        let heard = world.bell(rank);
        if let Some(by) = world.ended() {
            return Err(Stopped::Ended { by });
        }
        let progress = transport.progress.get();
        transport.alarm_ns.set(None);
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            world.publish(rank, &[]);
            return Ok(output);
        }
        if transport.progress.get() != progress {
            patience.renew();
        } else if !world.listen(rank, heard, spin_count) {
            let sleep_ns = patience.sleep_ns()?;
            world.park(rank, heard, sleep_ns, transport.waits.only_peer());
        }
    }
}

/// How long a rank has waited, and what it has told the others of that.
struct Patience<'t, M> {
    transport: &'t RingTransport<M>,
    limit_ns: u64,
    /// Whether something has moved since the last sleep, or since the clock was read.
    moved: bool,
    timed: bool,
    /// When something moved last, and when the clock was last read.
    moved_ns: u64,
    seen_ns: u64,
    published: Vec<Wait>,
}

impl<'t, M: SharedMemory> Patience<'t, M> {
    fn new(transport: &'t RingTransport<M>, limit_ns: u64) -> Self {
        let now_ns = transport.world.memory().now_ns();
        Self {
            transport,
            limit_ns,
            moved: false,
            timed: true,
            moved_ns: now_ns,
            seen_ns: now_ns,
            published: Vec::new(),
        }
    }

    /// Something moved. What was published holds no longer.
    fn renew(&mut self) {
        self.moved = true;
        if !self.published.is_empty() {
            self.transport.world.publish(self.transport.rank, &[]);
            self.published.clear();
        }
    }

    /// How long to sleep before looking around again; [`Stopped`] if patience is over.
    fn sleep_ns(&mut self) -> Result<u64, Stopped> {
        let (world, rank) = (&self.transport.world, self.transport.rank);
        let alarm_ns = self.transport.alarm_ns.get();
        let quiet_ns = QUIET_NS_MAX.min(self.limit_ns / 2);
        // The first sleep after something moved is not timed: most waits end in it, and the clock
        // costs as much as a message.
        if std::mem::take(&mut self.moved) {
            self.timed = false;
            if alarm_ns.is_none() {
                return Ok(quiet_ns);
            }
        }
        let now_ns = world.memory().now_ns();
        self.moved_ns += now_ns.saturating_sub(self.seen_ns + TURN_NS_MAX);
        self.seen_ns = now_ns;
        if !std::mem::replace(&mut self.timed, true) || alarm_ns.is_some() {
            self.moved_ns = now_ns;
        }
        self.transport.waits.time(self.moved_ns);
        let waited_ns = now_ns.saturating_sub(self.moved_ns);
        if waited_ns >= self.limit_ns {
            let waits = world.waits(rank);
            // Of several that lose patience at once, the first one tells.
            return Err(match world.ended() {
                Some(by) => Stopped::Ended { by },
                None => Stopped::TimedOut { waits, now_ns },
            });
        }
        let mut sleep_ns = quiet_ns.saturating_sub(waited_ns);
        if sleep_ns == 0 {
            let waits = self.transport.waits.all();
            if waits != self.published {
                world.publish(rank, &waits);
                self.published = waits;
            }
            sleep_ns = self.limit_ns - waited_ns;
        }
        let alarm_ns = alarm_ns.map(|it| it.saturating_sub(now_ns));
        Ok(alarm_ns.unwrap_or(sleep_ns).min(PARK_NS_MAX))
    }
}
