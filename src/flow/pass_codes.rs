//! The pass codes that a client has sent, so that none is sent again after it was judged.

use super::{Deadline, Fingerprint, Instant};

/// What is known of a code that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeStatus {
    /// The service has judged it: accepted or refused.
    Spent,
    /// The answer was lost.
    InDoubt,
}

/// A code that was sent to the service.
#[derive(Debug)]
struct UsedCode {
    number: Fingerprint,
    code: Fingerprint,
    status: CodeStatus,
    deadline: Deadline,
}

/// The codes that one client has sent.
#[derive(Debug, Default)]
pub struct PassCodes(Vec<UsedCode>);

/// The service's codes live five minutes **\[A\]**. Equal digits after that are another code.
const CODE_LIFETIME_MS: f64 = 300_000.0;

impl PassCodes {
    /// The status of a number's code; `None` if this client has not sent it.
    pub fn status(&mut self, number: &str, code: &str, now: Instant) -> Option<CodeStatus> {
        self.0.retain_mut(|used| !used.deadline.is_over(now));
        let (number, code) = (Fingerprint::of(&[number]), Fingerprint::of(&[code]));
        self.0.iter().find(|used| used.number == number && used.code == code).map(|used| used.status)
    }

    /// Records the status of a code. A judged code stays judged, also when the answer to another call with it is lost.
    pub fn record(&mut self, number: &str, code: &str, status: CodeStatus, now: Instant) {
        if status == CodeStatus::InDoubt && self.status(number, code, now) == Some(CodeStatus::Spent) {
            return;
        }
        let (number, code) = (Fingerprint::of(&[number]), Fingerprint::of(&[code]));
        self.0.retain(|used| used.number != number || used.code != code);
        self.0.push(UsedCode { number, code, status, deadline: Deadline::new(now, CODE_LIFETIME_MS) });
    }

    /// Forgets all codes of a number, because a new one was sent to it.
    pub fn forget(&mut self, number: &str) {
        let number = Fingerprint::of(&[number]);
        self.0.retain(|used| used.number != number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: &str = "+8618812345678";

    fn at(ms: f64) -> Instant {
        Instant { wall: 1_000_000.0 + ms, monotonic: ms }
    }

    #[test]
    fn a_code_is_known_until_a_new_one_is_sent_to_the_number() {
        let mut codes = PassCodes::default();
        codes.record(PHONE, "123456", CodeStatus::Spent, at(0.0));
        assert_eq!(codes.status(PHONE, "123456", at(1.0)), Some(CodeStatus::Spent));
        assert_eq!(codes.status(PHONE, "654321", at(1.0)), None);
        assert_eq!(codes.status("+8613912345678", "123456", at(1.0)), None);
        codes.forget("+8613912345678");
        assert_eq!(codes.status(PHONE, "123456", at(1.0)), Some(CodeStatus::Spent));
        codes.forget(PHONE);
        assert_eq!(codes.status(PHONE, "123456", at(1.0)), None);
    }

    #[test]
    fn a_code_is_remembered_for_five_minutes() {
        let mut codes = PassCodes::default();
        codes.record(PHONE, "1234", CodeStatus::Spent, at(0.0));
        assert_eq!(codes.status(PHONE, "1234", at(299_999.0)), Some(CodeStatus::Spent));
        assert_eq!(codes.status(PHONE, "1234", at(300_000.0)), None);
    }

    #[test]
    fn a_judged_code_is_never_in_doubt_again() {
        let mut codes = PassCodes::default();
        codes.record(PHONE, "1234", CodeStatus::InDoubt, at(0.0));
        codes.record(PHONE, "1234", CodeStatus::Spent, at(2.0));
        assert_eq!(codes.status(PHONE, "1234", at(3.0)), Some(CodeStatus::Spent));
        codes.record(PHONE, "1234", CodeStatus::InDoubt, at(4.0));
        assert_eq!(codes.status(PHONE, "1234", at(5.0)), Some(CodeStatus::Spent));
        assert_eq!(codes.0.len(), 1);
    }
}
