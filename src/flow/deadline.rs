//! Remaining time by two clocks, since neither is reliable alone.

use serde::Serialize;

/// One moment on both clocks, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Instant {
    /// Wall clock, since the epoch. Runs while a machine sleeps, but can be set.
    pub wall: f64,
    /// Monotonic clock, since any origin. Cannot be set, but may stop while a machine sleeps.
    pub monotonic: f64,
}

impl Instant {
    /// Milliseconds since `start`: the larger of what the two clocks measured. A clock that returns no number counts as 0.
    pub fn elapsed_since(self, start: Self) -> f64 {
        (self.wall - start.wall).max(self.monotonic - start.monotonic).max(0.0)
    }
}

/// A start and a duration. The largest elapsed time seen so far counts, so the remaining time never grows when a clock is set back.
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

    /// Remaining milliseconds; never negative.
    pub fn remaining_ms(&mut self, now: Instant) -> f64 {
        self.elapsed_ms = self.elapsed_ms.max(now.elapsed_since(self.start));
        (self.duration_ms - self.elapsed_ms).max(0.0)
    }

    /// Whether no time remains.
    pub fn is_over(&mut self, now: Instant) -> bool {
        self.remaining_ms(now) <= 0.0
    }
}
