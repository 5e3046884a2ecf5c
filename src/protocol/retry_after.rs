//! How long an answer asks to wait.

use super::integer::integer;

/// A day. Whoever waits for as long as a service likes to say may wait for ever; and a timer of a runtime holds no more than 24 days.
const LONGEST_WAIT_MS: f64 = 86_400_000.0;

/// Milliseconds to wait by the header `Retry-After`, in both its forms: seconds, or a date (RFC 9110, 10.2.3). `ms_until` says how far
/// away a date is, `NaN` for what is none. At most a day.
pub fn retry_after_ms(value: &str, ms_until: impl FnOnce(&str) -> f64) -> Option<f64> {
    let wait = match integer(value) {
        Some(seconds) => f64::from(seconds) * 1000.0,
        None => ms_until(value),
    };
    (wait >= 0.0).then_some(wait.min(LONGEST_WAIT_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_seconds(value: &str) -> Option<f64> {
        retry_after_ms(value, |_| f64::NAN)
    }

    #[test]
    fn seconds_become_milliseconds_of_a_day_at_most() {
        assert_eq!(["0", "7", "100000"].map(of_seconds), [Some(0.0), Some(7_000.0), Some(LONGEST_WAIT_MS)]);
        assert_eq!(["-1", "", "soon", "1.5"].map(of_seconds), [None; 4]);
    }

    #[test]
    fn a_date_that_has_passed_asks_for_nothing() {
        assert_eq!(retry_after_ms("Wed, 21 Oct 2026 07:28:00 GMT", |_| 5_000.0), Some(5_000.0));
        assert_eq!(retry_after_ms("Wed, 21 Oct 2026 07:28:00 GMT", |_| -1.0), None);
        assert_eq!(retry_after_ms("Wed, 21 Oct 9999 07:28:00 GMT", |_| 1e15), Some(LONGEST_WAIT_MS));
    }
}
