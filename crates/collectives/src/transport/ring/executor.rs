//! The only place where a rank blocks.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::super::Wait;
use super::{RingTransport, SharedMemory};

/// Longest sleep. A ring is never lost, so this is for the end of a host that forgets to ring:
/// it bounds how long a rank outlives it.
const PARK_NS_MAX: u64 = 100_000_000;

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
/// It polls; when nothing moved, it parks on the rank's bell. Wakers do nothing: whatever may
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
    let mut published = Vec::new();
    let mut moved_ns = world.memory().now_ns();
    let mut seen_ns = moved_ns;
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
        let now_ns = world.memory().now_ns();
        moved_ns += now_ns.saturating_sub(seen_ns + TURN_NS_MAX);
        seen_ns = now_ns;
        if transport.progress.get() != progress {
            moved_ns = now_ns;
            continue;
        }
        let waits = transport.waits.all();
        if waits != published {
            world.publish(rank, &waits);
            published = waits;
        }
        let deadline_ns = match transport.alarm_ns.get() {
            Some(alarm_ns) => {
                moved_ns = now_ns;
                alarm_ns
            }
            None => moved_ns.saturating_add(limit_ns),
        };
        if now_ns.saturating_sub(moved_ns) >= limit_ns {
            let waits = world.waits(rank);
            // Of several that lose patience at once, the first one tells.
            if let Some(by) = world.ended() {
                return Err(Stopped::Ended { by });
            }
            return Err(Stopped::TimedOut { waits, now_ns });
        }
        let timeout_ns = deadline_ns.saturating_sub(now_ns).min(PARK_NS_MAX);
        world.park(rank, heard, timeout_ns);
    }
}
