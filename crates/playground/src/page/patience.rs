//! Time as far as the page has lived it.

use crate::clock::absolute_ms;

/// What one tick may count. The timers of a hidden page ring once a second or once a minute, and
/// those of a frozen one not at all: when it wakes the clock has jumped, and what its workers have
/// posted meanwhile is still to be read. Nobody must be declared dead for that.
const TICK_MS_MAX: f64 = 250.0;

/// A clock that stands still while the page does. It goes on with every tick.
#[derive(Debug)]
pub(super) struct Patience {
    seen_ms: f64,
    lived_ms: f64,
}

impl Patience {
    pub(super) fn new() -> Self {
        Self::since(absolute_ms())
    }

    fn since(now_ms: f64) -> Self {
        Self {
            seen_ms: now_ms,
            lived_ms: 0.0,
        }
    }

    /// A timer has rung.
    pub(super) fn tick(&mut self) {
        self.tick_at(absolute_ms());
    }

    fn tick_at(&mut self, now_ms: f64) {
        self.lived_ms += (now_ms - self.seen_ms).clamp(0.0, TICK_MS_MAX);
        self.seen_ms = now_ms;
    }

    /// Milliseconds lived so far.
    pub(super) fn now_ms(&self) -> f64 {
        self.lived_ms
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_of_sleep_is_one_tick() {
        let mut patience = Patience::since(1e12);
        for tick in 1..=20 {
            patience.tick_at(1e12 + f64::from(tick) * 50.0);
        }
        assert!((patience.now_ms() - 1_000.0).abs() < 1e-6);
        patience.tick_at(1e12 + 3_600_000.0);
        assert!((patience.now_ms() - 1_250.0).abs() < 1e-6, "{patience:?}");
    }

    #[test]
    fn a_clock_that_is_set_back_takes_nothing_away() {
        let mut patience = Patience::since(1e12);
        patience.tick_at(1e12 - 5_000.0);
        assert!(patience.now_ms() < 1e-9);
        patience.tick_at(1e12 - 4_900.0);
        assert!((patience.now_ms() - 100.0).abs() < 1e-6, "{patience:?}");
    }
}
