//! The update tokens that a client knows, and what became of them.

use super::{Deadline, Fingerprint, Instant};

/// What became of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFate {
    /// Nothing is known against it.
    Good,
    /// The service has taken it.
    Spent,
    /// The service has refused it.
    Rejected,
}

/// A token and what is known of it.
#[derive(Debug)]
pub struct UpdateToken {
    token: Fingerprint,
    /// When it expires; never, for one whose beginning is not known.
    deadline: Deadline,
    /// What became of it.
    pub fate: TokenFate,
    /// Whether it was sent to the service and the answer was lost, and nothing has told since whether the number was changed.
    pub is_in_doubt: bool,
    /// The number that it makes the user's, in E.164.
    new_phone: Option<Fingerprint>,
}

impl UpdateToken {
    /// Whether its time is up.
    pub fn is_expired(&mut self, now: Instant) -> bool {
        self.deadline.is_over(now)
    }

    /// Whether a number is the one that it makes the user's; `None` when that is not known.
    pub fn is_for(&self, phone: &str) -> Option<bool> {
        self.new_phone.map(|new_phone| new_phone == Fingerprint::of(&[phone]))
    }
}

/// The tokens of one client.
#[derive(Debug, Default)]
pub struct UpdateTokens(Vec<UpdateToken>);

/// More are not remembered: a person changes one number at a time, and a token that is forgotten is judged by the service.
const REMEMBERED: usize = 16;

impl UpdateTokens {
    /// Remembers a token. `requested_at` is when the request for it was *sent*: from then on the service may count.
    pub fn receive(&mut self, token: &str, new_phone: &str, requested_at: Instant, expires_in_ms: f64) {
        self.remember(token, Some(new_phone), Deadline::new(requested_at, expires_in_ms), false);
    }

    /// The token, made known now if it was not: this client did not receive it itself. `new_phone` is what the caller says of it;
    /// `is_in_doubt`, whether it may have been sent before.
    pub fn introduce(&mut self, token: &str, new_phone: Option<&str>, now: Instant, is_in_doubt: bool) {
        match self.find(token) {
            // What is known of it stays; what was not known may be told later.
            Some(known) => known.new_phone = known.new_phone.or(new_phone.map(|phone| Fingerprint::of(&[phone]))),
            None => self.remember(token, new_phone, Deadline::new(now, f64::INFINITY), is_in_doubt),
        }
    }

    /// What is known of a token.
    pub fn find(&mut self, token: &str) -> Option<&mut UpdateToken> {
        let token = Fingerprint::of(&[token]);
        self.0.iter_mut().find(|known| known.token == token)
    }

    fn remember(&mut self, token: &str, new_phone: Option<&str>, deadline: Deadline, is_in_doubt: bool) {
        if self.0.len() >= REMEMBERED {
            let mut is_oldest = true;
            self.0.retain(|_| !core::mem::take(&mut is_oldest));
        }
        let new_phone = new_phone.map(|phone| Fingerprint::of(&[phone]));
        let token = Fingerprint::of(&[token]);
        self.0.push(UpdateToken { token, deadline, fate: TokenFate::Good, is_in_doubt, new_phone });
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
        tokens.receive("t", "+8618812345678", at(0.0), 60_000.0);
        tokens
    }

    fn is_expired(tokens: &mut UpdateTokens, ms: f64) -> bool {
        tokens.find("t").unwrap().is_expired(at(ms))
    }

    #[test]
    fn a_token_is_good_until_its_time_is_up() {
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
    fn a_token_of_unknown_origin_never_expires_and_is_for_what_the_caller_says() {
        let mut tokens = UpdateTokens::default();
        tokens.introduce("bare", None, at(0.0), false);
        tokens.introduce("told", Some("+8618812345678"), at(0.0), false);
        tokens.introduce("told", Some("+8613912345678"), at(0.0), false);
        tokens.introduce("late", None, at(0.0), false);
        tokens.introduce("late", Some("+8618812345678"), at(0.0), false);
        assert_eq!(tokens.find("bare").unwrap().is_for("+8618812345678"), None);
        assert_eq!(tokens.find("told").unwrap().is_for("+8618812345678"), Some(true));
        assert_eq!(tokens.find("late").unwrap().is_for("+8618812345678"), Some(true));
        assert!(!tokens.find("bare").unwrap().is_expired(at(1e12)));
    }

    #[test]
    fn only_the_newest_tokens_are_remembered() {
        let mut tokens = received();
        for number in 0..REMEMBERED {
            tokens.introduce(&format!("t{number}"), None, at(0.0), false);
        }
        assert_eq!(tokens.0.len(), REMEMBERED);
        assert!(tokens.find("t").is_none());
    }
}
