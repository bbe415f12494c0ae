//! What a message costs in the model that predictions and the simulator share.

use serde::Serialize;

/// The α-β-γ model of a network with one full-duplex port per rank.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
pub struct Network {
    /// Time to start a message, in microseconds.
    pub alpha_us: f64,
    /// Time per byte sent, in nanoseconds.
    pub beta_ns_per_byte: f64,
    /// Time per byte combined, in nanoseconds.
    pub gamma_ns_per_byte: f64,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            alpha_us: 5.0,
            beta_ns_per_byte: 1.0,
            gamma_ns_per_byte: 0.0,
        }
    }
}

impl Network {
    /// Time for one message of so many bytes, in microseconds.
    #[must_use]
    pub fn message_us(&self, bytes: f64) -> f64 {
        self.alpha_us + bytes * self.beta_ns_per_byte / 1000.0
    }

    /// Time to combine so many bytes, in microseconds.
    #[must_use]
    pub fn combine_us(&self, bytes: f64) -> f64 {
        bytes * self.gamma_ns_per_byte / 1000.0
    }
}
