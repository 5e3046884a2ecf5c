//! The pass codes that a client has used, so that none is used up twice.

use super::{Deadline, Fingerprint, Instant};

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFate {
    /// The service has judged it: by taking it, or by refusing it.
    Spent,
    /// It was sent to the service, and the answer was lost.
    InDoubt,
}

/// A code that was sent to the service.
#[derive(Debug)]
struct UsedCode {
    number: Fingerprint,
    code: Fingerprint,
    fate: CodeFate,
    deadline: Deadline,
}

/// The used codes of one client.
#[derive(Debug, Default)]
pub struct PassCodes(Vec<UsedCode>);

/// The service's codes live five minutes **\[A\]**: by then a code that looks the same is another one.
const REMEMBERED_MS: f64 = 300_000.0;

impl PassCodes {
    /// What became of the code of a number, as far as this client knows.
    pub fn fate(&mut self, number: &str, code: &str, now: Instant) -> Option<CodeFate> {
        self.0.retain_mut(|used| !used.deadline.is_over(now));
        let (number, code) = (Fingerprint::of(&[number]), Fingerprint::of(&[code]));
        self.0.iter().find(|used| used.number == number && used.code == code).map(|used| used.fate)
    }

    /// Notes what became of a code. One that was judged stays so, whatever becomes of another call with it.
    pub fn note(&mut self, number: &str, code: &str, fate: CodeFate, now: Instant) {
        if fate == CodeFate::InDoubt && self.fate(number, code, now) == Some(CodeFate::Spent) {
            return;
        }
        let (number, code) = (Fingerprint::of(&[number]), Fingerprint::of(&[code]));
        self.0.retain(|used| used.number != number || used.code != code);
        self.0.push(UsedCode { number, code, fate, deadline: Deadline::new(now, REMEMBERED_MS) });
    }

    /// Forgets the codes of a number that gets a new one.
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
    fn a_code_is_known_until_the_number_gets_another() {
        let mut codes = PassCodes::default();
        codes.note(PHONE, "123456", CodeFate::Spent, at(0.0));
        assert_eq!(codes.fate(PHONE, "123456", at(1.0)), Some(CodeFate::Spent));
        assert_eq!(codes.fate(PHONE, "654321", at(1.0)), None);
        assert_eq!(codes.fate("+8613912345678", "123456", at(1.0)), None);
        codes.forget("+8613912345678");
        assert_eq!(codes.fate(PHONE, "123456", at(1.0)), Some(CodeFate::Spent));
        codes.forget(PHONE);
        assert_eq!(codes.fate(PHONE, "123456", at(1.0)), None);
    }

    #[test]
    fn a_code_is_remembered_for_five_minutes() {
        let mut codes = PassCodes::default();
        codes.note(PHONE, "1234", CodeFate::Spent, at(0.0));
        assert_eq!(codes.fate(PHONE, "1234", at(299_999.0)), Some(CodeFate::Spent));
        assert_eq!(codes.fate(PHONE, "1234", at(300_000.0)), None);
    }

    #[test]
    fn a_judgement_counts_more_than_a_doubt() {
        let mut codes = PassCodes::default();
        codes.note(PHONE, "1234", CodeFate::InDoubt, at(0.0));
        codes.note(PHONE, "1234", CodeFate::Spent, at(2.0));
        assert_eq!(codes.fate(PHONE, "1234", at(3.0)), Some(CodeFate::Spent));
        codes.note(PHONE, "1234", CodeFate::InDoubt, at(4.0));
        assert_eq!(codes.fate(PHONE, "1234", at(5.0)), Some(CodeFate::Spent));
        assert_eq!(codes.0.len(), 1);
    }
}
