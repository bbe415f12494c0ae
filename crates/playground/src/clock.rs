//! The time that all ranks of a run share.

use std::cell::Cell;

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;
}

/// How many changes of the clock are compared to see how finely it shows time, and for how long:
/// of a coarse clock one change says it all.
const CHANGE_COUNT: usize = 8;
const LOOK_MS: f64 = 10.0;

/// How often the clock is read, at most: some browsers show tenths of a second.
const READ_COUNT_MAX: usize = 10_000_000;

/// What the steps of a clock count as that has not moved in all that time.
const STANDING_MS: f64 = 1_000.0;

thread_local! {
    static RESOLUTION_US: Cell<Option<f64>> = const { Cell::new(None) };
}

/// A clock that starts at 0 with a run and shows the same on every rank: each worker's own clock
/// starts with the worker, so it is read relative to the page's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    offset_ms: f64,
}

impl Clock {
    /// The clock of a run that began at `epoch_ms`, see [`absolute_ms`].
    pub(crate) fn since(epoch_ms: f64) -> Self {
        Self {
            offset_ms: TIME_ORIGIN.with(|origin| *origin) - epoch_ms,
        }
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the conversion saturates at 0, and no run lasts 500 years"
    )]
    pub(crate) fn now_ns(self) -> u64 {
        ((performance_now() + self.offset_ms) * 1e6) as u64
    }
}

/// Milliseconds since 1970, as finely as the browser lets us know.
pub(crate) fn absolute_ms() -> f64 {
    TIME_ORIGIN.with(|origin| *origin) + performance_now()
}

/// The smallest difference that the clock shows, in microseconds. Browsers make clocks coarse,
/// differently in pages that are isolated and in those that are not, so it is measured, once.
pub(crate) fn resolution_us() -> f64 {
    let known = RESOLUTION_US.get().unwrap_or_else(measure_resolution_us);
    RESOLUTION_US.set(Some(known));
    known
}

fn measure_resolution_us() -> f64 {
    let mut smallest_ms = STANDING_MS;
    let mut changes = 0;
    let start = performance_now();
    let mut last = start;
    for _ in 0..READ_COUNT_MAX {
        let now = performance_now();
        if now > last {
            smallest_ms = smallest_ms.min(now - last);
            last = now;
            changes += 1;
            if changes == CHANGE_COUNT || now - start > LOOK_MS {
                break;
            }
        }
    }
    // Differences of doubles near 10^5 carry noise far below a nanosecond.
    (smallest_ms * 1e6).round() / 1e3
}
