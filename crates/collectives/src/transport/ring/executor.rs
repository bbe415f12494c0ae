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
    let mut published = Vec::new();
    let mut moved_ns = world.memory().now_ns();
    let mut seen_ns = moved_ns;
    let (mut moved, mut timed) = (false, true);
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
            moved = true;
            if !published.is_empty() {
                world.publish(rank, &[]);
                published.clear();
            }
            continue;
        }
        if world.listen(rank, heard, spin_count) {
            continue;
        }
        let alarm_ns = transport.alarm_ns.get();
        let peer = transport.waits.only_peer();
        let quiet_ns = QUIET_NS_MAX.min(limit_ns / 2);
        // The first sleep after something moved is not timed: most waits end in it, and the clock
        // costs as much as a message.
        if std::mem::take(&mut moved) {
            timed = false;
            if alarm_ns.is_none() {
                world.park(rank, heard, quiet_ns, peer);
                continue;
            }
        }
        let now_ns = world.memory().now_ns();
        moved_ns += now_ns.saturating_sub(seen_ns + TURN_NS_MAX);
        seen_ns = now_ns;
        if !std::mem::replace(&mut timed, true) || alarm_ns.is_some() {
            moved_ns = now_ns;
        }
        let waited_ns = now_ns.saturating_sub(moved_ns);
        if waited_ns >= limit_ns {
            let waits = world.waits(rank);
            // Of several that lose patience at once, the first one tells.
            if let Some(by) = world.ended() {
                return Err(Stopped::Ended { by });
            }
            return Err(Stopped::TimedOut { waits, now_ns });
        }
        let patience_ns = if waited_ns < quiet_ns {
            quiet_ns - waited_ns
        } else {
            let waits = transport.waits.all();
            if waits != published {
                world.publish(rank, &waits);
                published = waits;
            }
            limit_ns - waited_ns
        };
        let timeout_ns = alarm_ns.map_or(patience_ns, |it| it.saturating_sub(now_ns));
        world.park(rank, heard, timeout_ns.min(PARK_NS_MAX), peer);
    }
}
