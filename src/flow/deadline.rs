//! Time left, by two clocks of which neither can be trusted alone.

use serde::Serialize;

/// One moment on both clocks, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Instant {
    /// Wall clock, since the epoch: goes on while a machine sleeps, but can be set.
    pub wall: f64,
    /// Monotonic clock, since any origin: cannot be set, but may stand still while a machine sleeps.
    pub monotonic: f64,
}

impl Instant {
    /// Milliseconds since `start`, by whichever clock saw more of them. A clock that tells no number has seen none.
    pub fn elapsed_since(self, start: Self) -> f64 {
        (self.wall - start.wall).max(self.monotonic - start.monotonic).max(0.0)
    }
}

/// A start and a duration. The largest elapsed time ever seen counts, so what is left never grows, whatever the clocks do.
#[derive(Clone, Debug)]
pub struct Deadline {
    start: Instant,
    duration_ms: f64,
    elapsed_ms: f64,
}

impl Deadline {
    /// A deadline `duration_ms` after `start`.
    pub fn new(start: Instant, duration_ms: f64) -> Self {
        Self { start, duration_ms, elapsed_ms: 0.0 }
    }

    /// Milliseconds left; 0 when it is over, never less.
    pub fn remaining_ms(&mut self, now: Instant) -> f64 {
        self.elapsed_ms = self.elapsed_ms.max(now.elapsed_since(self.start));
        (self.duration_ms - self.elapsed_ms).max(0.0)
    }

    /// Whether time is up.
    pub fn is_over(&mut self, now: Instant) -> bool {
        self.remaining_ms(now) <= 0.0
    }
}
