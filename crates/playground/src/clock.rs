//! The time that all ranks of a run share.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;

    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;
}

/// How often the clock is read, at most, to see how finely it shows time.
const READ_COUNT_MAX: usize = 200_000;

/// How many changes of the clock are compared.
const CHANGE_COUNT: usize = 8;

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
/// differently in pages that are isolated and in those that are not, so it is measured.
pub(crate) fn resolution_us() -> f64 {
    let mut smallest_ms = f64::INFINITY;
    let mut changes = 0;
    let mut last = performance_now();
    for _ in 0..READ_COUNT_MAX {
        let now = performance_now();
        if now > last {
            smallest_ms = smallest_ms.min(now - last);
            last = now;
            changes += 1;
        }
        if changes == CHANGE_COUNT {
            break;
        }
    }
    // Differences of doubles near 10^5 carry noise far below a nanosecond.
    (smallest_ms * 1e6).round() / 1e3
}
