//! The update tokens that a client has received, and which of them can still be spent.

use super::{Deadline, Instant};
use crate::protocol::{ErrorCode, Failure, Field, Secret};

/// A token and what is known of it.
#[derive(Debug)]
struct UpdateToken {
    token: Secret,
    deadline: Deadline,
    is_spent: bool,
}

/// The tokens of one client. What it did not receive itself it knows nothing of, and lets through.
#[derive(Debug, Default)]
pub struct UpdateTokens(Vec<UpdateToken>);

/// More are not remembered: a person changes one number at a time, and a token that is forgotten is judged by the service.
const REMEMBERED: usize = 16;

impl UpdateTokens {
    /// Remembers a token. `requested_at` is when the request for it was *sent*: from then on the service may count.
    pub fn receive(&mut self, token: Secret, requested_at: Instant, expires_in_ms: f64) {
        if self.0.len() >= REMEMBERED {
            let mut is_oldest = true;
            self.0.retain(|_| !core::mem::take(&mut is_oldest));
        }
        self.0.push(UpdateToken { token, deadline: Deadline::new(requested_at, expires_in_ms), is_spent: false });
    }

    /// Refuses a token that is known to be spent or expired.
    pub fn admit(&mut self, token: &Secret, now: Instant) -> Result<(), Failure> {
        let refused = |code| Err(Failure::local(code).at(Field::UpdatePhoneToken));
        let Some(known) = self.find(token) else { return Ok(()) };
        if known.is_spent {
            refused(ErrorCode::UpdateTokenSpent)
        } else if known.deadline.is_over(now) {
            refused(ErrorCode::UpdateTokenExpired)
        } else {
            Ok(())
        }
    }

    /// Notes that the service has taken the token.
    pub fn spend(&mut self, token: &Secret) {
        if let Some(known) = self.find(token) {
            known.is_spent = true;
        }
    }

    fn find(&mut self, token: &Secret) -> Option<&mut UpdateToken> {
        self.0.iter_mut().find(|known| known.token == *token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: f64) -> Instant {
        Instant { wall: 1_000_000.0 + ms, monotonic: ms }
    }

    fn received() -> (UpdateTokens, Secret) {
        let mut tokens = UpdateTokens::default();
        tokens.receive(Secret::new("t"), at(0.0), 60_000.0);
        (tokens, Secret::new("t"))
    }

    fn refusal(tokens: &mut UpdateTokens, token: &Secret, now: Instant) -> Option<ErrorCode> {
        tokens.admit(token, now).err().map(|failure| failure.code)
    }

    #[test]
    fn a_token_is_admitted_until_its_time_is_up() {
        let (mut tokens, token) = received();
        assert_eq!(refusal(&mut tokens, &token, at(59_999.0)), None);
        assert_eq!(refusal(&mut tokens, &token, at(60_000.0)), Some(ErrorCode::UpdateTokenExpired));
    }

    #[test]
    fn an_expired_token_stays_expired_when_the_clocks_go_back() {
        let (mut tokens, token) = received();
        assert!(tokens.admit(&token, at(61_000.0)).is_err());
        assert_eq!(refusal(&mut tokens, &token, at(1.0)), Some(ErrorCode::UpdateTokenExpired));
    }

    #[test]
    fn a_spent_token_is_spent_even_after_its_time() {
        let (mut tokens, token) = received();
        tokens.spend(&token);
        assert_eq!(refusal(&mut tokens, &token, at(1.0)), Some(ErrorCode::UpdateTokenSpent));
        assert_eq!(refusal(&mut tokens, &token, at(99_000.0)), Some(ErrorCode::UpdateTokenSpent));
    }

    #[test]
    fn a_token_of_unknown_origin_is_left_to_the_service() {
        let (mut tokens, _) = received();
        assert_eq!(refusal(&mut tokens, &Secret::new("other"), at(99_000.0)), None);
    }

    #[test]
    fn only_the_newest_tokens_are_remembered() {
        let (mut tokens, first) = received();
        for number in 0..REMEMBERED {
            tokens.receive(Secret::new(format!("t{number}")), at(0.0), 60_000.0);
        }
        assert_eq!(tokens.0.len(), REMEMBERED);
        assert_eq!(refusal(&mut tokens, &first, at(99_000.0)), None);
    }
}
