//! The header `Retry-After`.

use super::integer::integer;

/// A day. A longer wait is a mistake of the service, and timers of runtimes hold no more than 24 days.
const MAX_WAIT_MS: f64 = 86_400_000.0;

/// The wait in milliseconds, a day at most. Reads both forms of the header: seconds, or a date (RFC 9110, 10.2.3). `ms_until` returns the
/// milliseconds until a date, `NaN` if the text is no date.
pub fn retry_after_ms(value: &str, ms_until: impl FnOnce(&str) -> f64) -> Option<f64> {
    let wait = match integer(value) {
        Some(seconds) => f64::from(seconds) * 1000.0,
        None => ms_until(value),
    };
    (wait >= 0.0).then_some(wait.min(MAX_WAIT_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_seconds(value: &str) -> Option<f64> {
        retry_after_ms(value, |_| f64::NAN)
    }

    #[test]
    fn seconds_become_milliseconds_up_to_a_day() {
        assert_eq!(["0", "7", "100000"].map(of_seconds), [Some(0.0), Some(7_000.0), Some(MAX_WAIT_MS)]);
        assert_eq!(["-1", "", "soon", "1.5"].map(of_seconds), [None; 4]);
    }

    #[test]
    fn a_date_in_the_past_is_ignored() {
        assert_eq!(retry_after_ms("Wed, 21 Oct 2026 07:28:00 GMT", |_| 5_000.0), Some(5_000.0));
        assert_eq!(retry_after_ms("Wed, 21 Oct 2026 07:28:00 GMT", |_| -1.0), None);
        assert_eq!(retry_after_ms("Wed, 21 Oct 9999 07:28:00 GMT", |_| 1e15), Some(MAX_WAIT_MS));
    }
}
