//! The update tokens that a client knows, and their status.

use super::{Deadline, Fingerprint, Instant};

/// What is known of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenStatus {
    /// It can be sent.
    Good,
    /// The service has accepted it: the change was made.
    Spent,
    /// The service has refused it.
    Rejected,
}

/// A token and what is known of it.
#[derive(Debug)]
pub struct UpdateToken {
    token: Fingerprint,
    /// When it expires; never, if it is not known when it was issued.
    deadline: Deadline,
    /// What is known of it.
    pub status: TokenStatus,
    /// Whether an answer to it was lost, and it is still not known whether the change was made.
    pub is_in_doubt: bool,
    /// The number that it changes to, in E.164.
    new_phone: Option<Fingerprint>,
}

impl UpdateToken {
    /// Whether it has expired.
    pub fn is_expired(&mut self, now: Instant) -> bool {
        self.deadline.is_over(now)
    }

    /// Whether a number, in E.164, is the one that it changes to; `None` if that is not known.
    pub fn is_for(&self, phone: &str) -> Option<bool> {
        self.new_phone.map(|new_phone| new_phone == Fingerprint::of(&[phone]))
    }
}

/// The tokens of one client.
#[derive(Debug, Default)]
pub struct UpdateTokens(Vec<UpdateToken>);

/// How many tokens are remembered: a person changes one number at a time. A forgotten token is judged by the service.
const CAPACITY: usize = 16;

impl UpdateTokens {
    /// Records a token that this client was granted. `requested_at` is when the request was *sent*, the earliest time that the service may
    /// count from.
    pub fn record_granted(&mut self, token: &str, new_phone: &str, requested_at: Instant, expires_in_ms: f64) {
        self.add(token, Some(new_phone), Deadline::new(requested_at, expires_in_ms), false);
    }

    /// Adds a token that this client was not granted itself, unless it is known. `new_phone`: its number by the caller, in E.164.
    /// `is_in_doubt`: whether it may have been sent before.
    pub fn register(&mut self, token: &str, new_phone: Option<&str>, now: Instant, is_in_doubt: bool) {
        match self.find(token) {
            // A number that is known stays.
            Some(known) => known.new_phone = known.new_phone.or(new_phone.map(|phone| Fingerprint::of(&[phone]))),
            None => self.add(token, new_phone, Deadline::new(now, f64::INFINITY), is_in_doubt),
        }
    }

    /// The entry of a token.
    pub fn find(&mut self, token: &str) -> Option<&mut UpdateToken> {
        let token = Fingerprint::of(&[token]);
        self.0.iter_mut().find(|known| known.token == token)
    }

    fn add(&mut self, token: &str, new_phone: Option<&str>, deadline: Deadline, is_in_doubt: bool) {
        if self.0.len() >= CAPACITY {
            let mut is_oldest = true;
            self.0.retain(|_| !core::mem::take(&mut is_oldest));
        }
        let new_phone = new_phone.map(|phone| Fingerprint::of(&[phone]));
        let token = Fingerprint::of(&[token]);
        self.0.push(UpdateToken { token, deadline, status: TokenStatus::Good, is_in_doubt, new_phone });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: f64) -> Instant {
        Instant { wall: 1_000_000.0 + ms, monotonic: ms }
    }

    fn received() -> UpdateTokens {
        let mut tokens = UpdateTokens::default();
        tokens.record_granted("t", "+8618812345678", at(0.0), 60_000.0);
        tokens
    }

    fn is_expired(tokens: &mut UpdateTokens, ms: f64) -> bool {
        tokens.find("t").unwrap().is_expired(at(ms))
    }

    #[test]
    fn a_token_is_good_until_it_expires() {
        let mut tokens = received();
        assert!(!is_expired(&mut tokens, 59_999.0));
        assert!(is_expired(&mut tokens, 60_000.0));
    }

    #[test]
    fn an_expired_token_stays_expired_when_the_clocks_go_back() {
        let mut tokens = received();
        assert!(is_expired(&mut tokens, 61_000.0));
        assert!(is_expired(&mut tokens, 1.0));
    }

    #[test]
    fn a_token_is_for_the_number_that_was_verified() {
        let mut tokens = received();
        let token = tokens.find("t").unwrap();
        assert_eq!(token.is_for("+8618812345678"), Some(true));
        assert_eq!(token.is_for("+8613912345678"), Some(false));
    }

    #[test]
    fn a_token_from_elsewhere_never_expires_and_is_for_the_number_that_the_caller_gives() {
        let mut tokens = UpdateTokens::default();
        tokens.register("bare", None, at(0.0), false);
        tokens.register("told", Some("+8618812345678"), at(0.0), false);
        tokens.register("told", Some("+8613912345678"), at(0.0), false);
        tokens.register("late", None, at(0.0), false);
        tokens.register("late", Some("+8618812345678"), at(0.0), false);
        assert_eq!(tokens.find("bare").unwrap().is_for("+8618812345678"), None);
        assert_eq!(tokens.find("told").unwrap().is_for("+8618812345678"), Some(true));
        assert_eq!(tokens.find("late").unwrap().is_for("+8618812345678"), Some(true));
        assert!(!tokens.find("bare").unwrap().is_expired(at(1e12)));
    }

    #[test]
    fn only_the_newest_tokens_are_remembered() {
        let mut tokens = received();
        for number in 0..CAPACITY {
            tokens.register(&format!("t{number}"), None, at(0.0), false);
        }
        assert_eq!(tokens.0.len(), CAPACITY);
        assert!(tokens.find("t").is_none());
    }
}
