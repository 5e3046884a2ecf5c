//! A client's memory of its calls, so that nothing is sent twice and no failure says what is not so.

use super::{CodeStatus, Fingerprint, Instant, PassCodes, TokenStatus, UpdateTokens};
use crate::phone::{PhoneInput, Recipient};
use crate::protocol::{
    Call, DEFAULT_COUNTRY_CODE, Detail, ErrorCode, Failure, Field, Grant, Recovery, UpdatePhoneRequest,
};

/// The service sends one SMS per number and channel in this time **\[A\]\[O\]**.
pub const CODE_COOLDOWN_MS: f64 = 60_000.0;

/// The memory of one client. Holds fingerprints only.
#[derive(Debug, Default)]
pub struct Memory {
    codes: PassCodes,
    tokens: UpdateTokens,
    /// Whether an earlier memory was lost, so that calls may have been sent that are not recorded here.
    has_forgotten: bool,
}

impl Memory {
    /// `has_forgotten`: whether an earlier memory was lost. Then every token that is not recorded here is in doubt.
    pub fn new(has_forgotten: bool) -> Self {
        Self { has_forgotten, ..Self::default() }
    }

    /// Refuses a call with a judged code, or with a token that was spent, was refused or has expired.
    pub fn check_sendable(&mut self, call: &Call, now: Instant) -> Result<(), Failure> {
        match call {
            Call::VerifyUpdatePhoneRequest(request) => self.check_codes(request, now),
            Call::UpdatePhone { token, new_phone } => {
                self.tokens.register(token.expose(), new_phone.as_deref(), now, self.has_forgotten);
                self.check_token(token.expose(), now)
            }
            Call::SendSms { .. } | Call::GetProfile => Ok(()),
        }
    }

    fn check_codes(&mut self, request: &UpdatePhoneRequest, now: Instant) -> Result<(), Failure> {
        for (number, code, field) in request.codes() {
            if self.codes.status(number, code, now) == Some(CodeStatus::Spent) {
                return Err(Failure::local(ErrorCode::PassCodeSpent).at(field));
            }
        }
        Ok(())
    }

    fn check_token(&mut self, token: &str, now: Instant) -> Result<(), Failure> {
        let Some(token) = self.tokens.find(token) else { return Ok(()) };
        let is_expired = token.is_expired(now);
        let code = match token.status {
            TokenStatus::Spent => ErrorCode::UpdateTokenSpent,
            TokenStatus::Rejected => ErrorCode::UpdateTokenRejected,
            TokenStatus::Good if is_expired => ErrorCode::UpdateTokenExpired,
            TokenStatus::Good => return Ok(()),
        };
        let mut failure = Failure::local(code).at(Field::UpdatePhoneToken);
        failure.needs_reconciliation = token.is_in_doubt;
        Err(failure)
    }

    /// Records a success. `sent_at` is when the request was sent, the earliest time that the service may count from. `grant`: of a verified
    /// request.
    pub fn record_success(&mut self, call: &Call, grant: &Grant, sent_at: Instant) {
        match call {
            Call::SendSms { phone, .. } => self.codes.forget(&phone.e164),
            Call::VerifyUpdatePhoneRequest(request) => {
                self.record_codes(request, CodeStatus::Spent, sent_at);
                self.tokens.record_granted(
                    grant.token.expose(),
                    request.new_phone(),
                    sent_at,
                    grant.lifetime_seconds * 1000.0,
                );
            }
            Call::UpdatePhone { token, .. } => {
                if let Some(token) = self.tokens.find(token.expose()) {
                    token.status = TokenStatus::Spent;
                }
            }
            Call::GetProfile => {}
        }
    }

    /// Records a failure of a call that was sent, and completes the failure with what is known from earlier calls.
    pub fn record_failure(&mut self, call: &Call, failure: &mut Failure, sent_at: Instant, now: Instant) {
        if failure.is_lost {
            self.record_lost(call, now);
        }
        match call {
            Call::SendSms { channel, phone } => {
                let is_limited = matches!(failure.code, ErrorCode::CodeSentTooOften | ErrorCode::RateLimited);
                if is_limited && failure.retry_after_ms.is_none() {
                    let left = CODE_COOLDOWN_MS - now.elapsed_since(sent_at);
                    failure.retry_after_ms = Some(left.max(0.0));
                }
                // The sending whose answer was lost has reached the service.
                let is_on_its_way = self.codes.status(&phone.e164, channel.as_str(), now) == Some(CodeStatus::InDoubt);
                if failure.code == ErrorCode::CodeSentTooOften && is_on_its_way {
                    failure.detail = Some(Detail::CodeOnItsWay);
                }
            }
            Call::VerifyUpdatePhoneRequest(request) => self.record_verification_failure(request, failure, now),
            Call::UpdatePhone { token, .. } => {
                let Some(token) = self.tokens.find(token.expose()) else { return };
                if matches!(failure.code, ErrorCode::UpdateTokenRejected | ErrorCode::UpdateTokenExpired) {
                    if token.status == TokenStatus::Spent {
                        // A concurrent call has spent it.
                        *failure = Failure::local(ErrorCode::UpdateTokenSpent).at(Field::UpdatePhoneToken);
                    } else {
                        token.status = TokenStatus::Rejected;
                    }
                }
                failure.needs_reconciliation = token.is_in_doubt;
            }
            Call::GetProfile => {}
        }
    }

    /// Two codes of one request are judged together: the service does not say which was wrong. A success without a token has used them too.
    fn record_verification_failure(&mut self, request: &UpdatePhoneRequest, failure: &mut Failure, now: Instant) {
        let is_judged = match failure.code {
            ErrorCode::PassCodeWrong | ErrorCode::PassCodeExpired => true,
            ErrorCode::BadResponse => !failure.is_lost,
            _ => false,
        };
        if !is_judged {
            return;
        }
        let mut codes = request.codes();
        let was_in_doubt =
            codes.any(|(number, code, _)| self.codes.status(number, code, now) == Some(CodeStatus::InDoubt));
        if was_in_doubt && failure.code == ErrorCode::PassCodeWrong {
            failure.recovery = Recovery::RequestNewCode;
            failure.detail = Some(Detail::CodeMayBeUsed);
        }
        self.record_codes(request, CodeStatus::Spent, now);
    }

    /// Records that the answer to a call was lost.
    pub fn record_lost(&mut self, call: &Call, now: Instant) {
        match call {
            Call::SendSms { channel, phone } => {
                self.codes.record(&phone.e164, channel.as_str(), CodeStatus::InDoubt, now);
            }
            Call::VerifyUpdatePhoneRequest(request) => self.record_codes(request, CodeStatus::InDoubt, now),
            Call::UpdatePhone { token, .. } => {
                if let Some(token) = self.tokens.find(token.expose()) {
                    token.is_in_doubt = true;
                }
            }
            Call::GetProfile => {}
        }
    }

    fn record_codes(&mut self, request: &UpdatePhoneRequest, status: CodeStatus, now: Instant) {
        for (number, code, _) in request.codes() {
            self.codes.record(number, code, status, now);
        }
    }

    /// Decides by the profile whether the change of a token in doubt was made: `Some(true)` if the profile has the token's number, `None` if
    /// that cannot be known. A profile without a country code means mainland China **\[A\]**.
    pub fn reconcile(&mut self, token: &str, country_code: &str, number: &str, now: Instant) -> Option<bool> {
        let token = self.tokens.find(token)?;
        let country_code = if country_code.is_empty() { DEFAULT_COUNTRY_CODE } else { country_code };
        let phone = Recipient::read(PhoneInput::InCountry { country_code, number });
        // Also without taking off a national prefix: a national number may begin like one.
        let is_changed = token.is_for(&phone.e164)? || token.is_for(&[country_code, number].concat())?;
        if is_changed {
            token.status = TokenStatus::Spent;
        } else if !phone.is_possible || !number.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b' ' | b'-')) {
            // There is no number, or it is masked.
            return None;
        }
        // A token that cannot be sent any more cannot make the change later.
        token.is_in_doubt = token.status == TokenStatus::Good && !token.is_expired(now);
        Some(is_changed)
    }
}

/// The key of a call: equal calls have equal keys. Its characters are those that a store allows in keys.
pub fn key_of(call: &Call, app_id: &str) -> String {
    match call {
        Call::SendSms { channel, phone } => {
            let key = Fingerprint::of(&[app_id, channel.as_str(), &phone.e164]).to_hex();
            ["updatephone:cooldown:", &key].concat()
        }
        Call::VerifyUpdatePhoneRequest(request) => ["request:", &Fingerprint::of(&request.texts()).to_hex()].concat(),
        Call::UpdatePhone { token, .. } => Fingerprint::of(&[token.expose()]).to_hex(),
        Call::GetProfile => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{PhoneCheck, PhoneEntry, Purpose, Secret, SmsChannel};

    const NEW: &str = "+8618812345678";
    const OLD: &str = "+8613900000000";

    fn at(ms: f64) -> Instant {
        Instant { wall: 1_000_000.0 + ms, monotonic: ms }
    }

    fn send() -> Call {
        Call::SendSms { channel: SmsChannel::of_purpose(Purpose::New), phone: Recipient::read(PhoneInput::Text(NEW)) }
    }

    fn verify(new_code: &str, old_code: Option<&str>) -> Call {
        let entry =
            |number, code| PhoneEntry { country_code: Some("+86"), number: Some(number), pass_code: Some(code) };
        let old = old_code.map_or(PhoneEntry::default(), |code| entry("13900000000", code));
        let request = UpdatePhoneRequest::judge(PhoneCheck::Mobile, entry("18812345678", new_code), old).unwrap();
        Call::VerifyUpdatePhoneRequest(Box::new(request))
    }

    fn update(token: &str) -> Call {
        Call::UpdatePhone { token: Secret::new(token), new_phone: None }
    }

    fn grant() -> Grant {
        Grant { token: Secret::new("t"), lifetime_seconds: 60.0 }
    }

    /// A memory with the token of a verified request, which was sent at 0.
    fn granted() -> Memory {
        let mut memory = Memory::default();
        memory.record_success(&verify("1234", None), &grant(), at(0.0));
        memory
    }

    fn lost() -> Failure {
        let mut failure = Failure::local(ErrorCode::Timeout);
        failure.is_lost = true;
        failure
    }

    fn fail(memory: &mut Memory, call: &Call, mut failure: Failure, ms: f64) -> Failure {
        memory.record_failure(call, &mut failure, at(ms), at(ms + 1000.0));
        failure
    }

    fn refused(memory: &mut Memory, call: &Call, code: ErrorCode, ms: f64) -> Failure {
        fail(memory, call, Failure::local(code), ms)
    }

    /// The code with which a call is refused, and whether the profile has to decide.
    fn refusal(memory: &mut Memory, call: &Call, ms: f64) -> Option<(ErrorCode, bool)> {
        memory.check_sendable(call, at(ms)).err().map(|failure| (failure.code, failure.needs_reconciliation))
    }

    fn read_profile(memory: &mut Memory, phone: &str, ms: f64) -> Option<bool> {
        let (country_code, number) = phone.split_at(3);
        memory.reconcile("t", country_code, number, at(ms))
    }

    #[test]
    fn a_token_that_a_lost_memory_may_have_sent_is_in_doubt() {
        for has_forgotten in [false, true] {
            let (mut memory, call) = (Memory::new(has_forgotten), update("t"));
            assert_eq!(refusal(&mut memory, &call, 0.0), None);
            assert_eq!(
                refused(&mut memory, &call, ErrorCode::UpdateTokenRejected, 0.0).needs_reconciliation,
                has_forgotten
            );
        }
    }

    #[test]
    fn a_code_is_spent_by_a_success_or_by_a_refusal_as_wrong_or_expired() {
        for ending in [None, Some(ErrorCode::PassCodeWrong), Some(ErrorCode::PassCodeExpired)] {
            let (mut memory, call) = (Memory::default(), verify("1234", None));
            match ending {
                None => memory.record_success(&call, &grant(), at(0.0)),
                Some(code) => drop(refused(&mut memory, &call, code, 0.0)),
            }
            let failure = memory.check_sendable(&call, at(1.0)).unwrap_err();
            assert_eq!((failure.code, failure.field), (ErrorCode::PassCodeSpent, Some(Field::NewPhonePassCode)));
            assert!(memory.check_sendable(&verify("4321", None), at(1.0)).is_ok());
        }
    }

    #[test]
    fn a_success_without_a_token_has_used_its_codes() {
        let mut memory = Memory::default();
        refused(&mut memory, &verify("1234", None), ErrorCode::BadResponse, 0.0);
        assert_eq!(refusal(&mut memory, &verify("1234", None), 1.0), Some((ErrorCode::PassCodeSpent, false)));
    }

    #[test]
    fn two_codes_of_one_request_are_both_spent() {
        let mut memory = Memory::default();
        refused(&mut memory, &verify("1234", Some("5678")), ErrorCode::PassCodeWrong, 0.0);
        assert!(memory.check_sendable(&verify("1234", None), at(1.0)).is_err());
        let failure = memory.check_sendable(&verify("4321", Some("5678")), at(1.0)).unwrap_err();
        assert_eq!(failure.field, Some(Field::OldPhonePassCode));
    }

    #[test]
    fn other_refusals_leave_the_codes_usable() {
        let codes = [
            ErrorCode::OldPhoneRequired,
            ErrorCode::NotSignedIn,
            ErrorCode::RateLimited,
            ErrorCode::PhoneTaken,
            ErrorCode::Rejected,
        ];
        for code in codes {
            let mut memory = Memory::default();
            refused(&mut memory, &verify("1234", None), code, 0.0);
            assert_eq!(refusal(&mut memory, &verify("1234", None), 1.0), None, "{code:?}");
        }
    }

    #[test]
    fn a_spent_code_is_refused_until_a_new_one_is_sent() {
        let mut memory = granted();
        assert!(memory.check_sendable(&verify("1234", None), at(1.0)).is_err());
        fail(&mut memory, &send(), lost(), 2.0);
        assert!(memory.check_sendable(&verify("1234", None), at(3.0)).is_err());
        memory.record_success(&send(), &grant(), at(4.0));
        assert!(memory.check_sendable(&verify("1234", None), at(5.0)).is_ok());
    }

    #[test]
    fn a_code_in_doubt_may_be_sent_again_and_a_refusal_then_asks_for_a_new_one() {
        let (mut memory, call) = (Memory::default(), verify("1234", None));
        fail(&mut memory, &call, lost(), 0.0);
        assert_eq!(refusal(&mut memory, &call, 1.0), None);
        let failure = refused(&mut memory, &call, ErrorCode::PassCodeWrong, 2.0);
        assert_eq!((failure.recovery, failure.detail), (Recovery::RequestNewCode, Some(Detail::CodeMayBeUsed)));
        assert_eq!(refusal(&mut memory, &call, 3.0), Some((ErrorCode::PassCodeSpent, false)));
    }

    #[test]
    fn a_code_that_was_never_in_doubt_is_just_wrong() {
        let failure = refused(&mut Memory::default(), &verify("1234", None), ErrorCode::PassCodeWrong, 0.0);
        assert_eq!((failure.recovery, failure.detail), (Recovery::RetypeCode, None));
    }

    #[test]
    fn an_aborted_verification_leaves_its_codes_in_doubt() {
        let (mut memory, call) = (Memory::default(), verify("1234", None));
        memory.record_lost(&call, at(0.0));
        assert_eq!(refusal(&mut memory, &call, 1.0), None);
        let failure = refused(&mut memory, &call, ErrorCode::PassCodeWrong, 2.0);
        assert_eq!(failure.detail, Some(Detail::CodeMayBeUsed));
    }

    #[test]
    fn a_refused_sending_after_a_lost_one_says_that_a_code_is_on_its_way() {
        let mut memory = Memory::default();
        assert_eq!(refused(&mut memory, &send(), ErrorCode::CodeSentTooOften, 0.0).detail, None);
        fail(&mut memory, &send(), lost(), 0.0);
        let failure = refused(&mut memory, &send(), ErrorCode::CodeSentTooOften, 1.0);
        assert_eq!(failure.detail, Some(Detail::CodeOnItsWay));
        memory.record_success(&send(), &grant(), at(2.0));
        assert_eq!(refused(&mut memory, &send(), ErrorCode::CodeSentTooOften, 3.0).detail, None);
    }

    #[test]
    fn without_a_retry_after_the_wait_is_a_minute_from_the_sending() {
        let mut memory = Memory::default();
        for code in [ErrorCode::CodeSentTooOften, ErrorCode::RateLimited] {
            assert_eq!(refused(&mut memory, &send(), code, 0.0).retry_after_ms, Some(59_000.0));
        }
        let mut limited = Failure::local(ErrorCode::RateLimited);
        limited.retry_after_ms = Some(5.0);
        assert_eq!(fail(&mut memory, &send(), limited, 0.0).retry_after_ms, Some(5.0));
        assert_eq!(refused(&mut memory, &send(), ErrorCode::SmsQuota, 0.0).retry_after_ms, None);
    }

    #[test]
    fn spent_rejected_and_expired_tokens_are_not_sent() {
        let mut memory = granted();
        assert_eq!(refusal(&mut memory, &update("t"), 60_000.0), Some((ErrorCode::UpdateTokenExpired, false)));
        let mut memory = granted();
        memory.record_success(&update("t"), &grant(), at(1.0));
        assert_eq!(refusal(&mut memory, &update("t"), 2.0), Some((ErrorCode::UpdateTokenSpent, false)));
        assert_eq!(refusal(&mut memory, &update("t"), 99_000.0), Some((ErrorCode::UpdateTokenSpent, false)));
        let mut memory = granted();
        refused(&mut memory, &update("t"), ErrorCode::UpdateTokenRejected, 1.0);
        assert_eq!(refusal(&mut memory, &update("t"), 2.0), Some((ErrorCode::UpdateTokenRejected, false)));
    }

    #[test]
    fn a_token_in_doubt_may_be_sent_again_and_after_a_refusal_the_profile_decides() {
        let mut memory = granted();
        assert!(fail(&mut memory, &update("t"), lost(), 0.0).needs_reconciliation);
        assert_eq!(read_profile(&mut memory, OLD, 2_000.0), Some(false));
        assert_eq!(refusal(&mut memory, &update("t"), 3_000.0), None);
        assert!(refused(&mut memory, &update("t"), ErrorCode::UpdateTokenRejected, 4_000.0).needs_reconciliation);
        assert_eq!(read_profile(&mut memory, NEW, 5_000.0), Some(true));
        assert_eq!(refusal(&mut memory, &update("t"), 6_000.0), Some((ErrorCode::UpdateTokenSpent, false)));
    }

    #[test]
    fn a_token_in_doubt_that_was_refused_or_has_expired_is_not_sent_and_the_profile_decides() {
        for (code, ms) in [(ErrorCode::UpdateTokenRejected, 5_000.0), (ErrorCode::UpdateTokenExpired, 60_000.0)] {
            let mut memory = granted();
            fail(&mut memory, &update("t"), lost(), 0.0);
            if code == ErrorCode::UpdateTokenRejected {
                refused(&mut memory, &update("t"), code, 4_000.0);
            }
            assert_eq!(refusal(&mut memory, &update("t"), ms), Some((code, true)));
            assert_eq!(read_profile(&mut memory, OLD, ms), Some(false));
            assert_eq!(refusal(&mut memory, &update("t"), ms), Some((code, false)));
        }
    }

    #[test]
    fn after_any_refusal_of_a_token_in_doubt_the_profile_decides() {
        let mut memory = granted();
        fail(&mut memory, &update("t"), lost(), 0.0);
        // The refusal may be about the token, in words that the contract does not know.
        assert!(refused(&mut memory, &update("t"), ErrorCode::NotSignedIn, 2_000.0).needs_reconciliation);
        assert!(refused(&mut memory, &update("t"), ErrorCode::Rejected, 3_000.0).needs_reconciliation);
    }

    #[test]
    fn a_refusal_of_a_token_not_in_doubt_needs_no_profile() {
        assert!(!refused(&mut granted(), &update("t"), ErrorCode::UpdateTokenRejected, 0.0).needs_reconciliation);
    }

    #[test]
    fn a_bare_token_from_elsewhere_can_be_reconciled_only_with_its_number() {
        let mut memory = Memory::default();
        assert_eq!(refusal(&mut memory, &update("t"), 0.0), None);
        assert!(fail(&mut memory, &update("t"), lost(), 0.0).needs_reconciliation);
        assert_eq!(read_profile(&mut memory, NEW, 1.0), None);

        let mut memory = Memory::default();
        let call = Call::UpdatePhone { token: Secret::new("t"), new_phone: Some(NEW.to_owned()) };
        assert_eq!(refusal(&mut memory, &call, 0.0), None);
        fail(&mut memory, &call, lost(), 0.0);
        assert_eq!(read_profile(&mut memory, NEW, 1.0), Some(true));
    }

    #[test]
    fn the_number_of_a_profile_is_compared_in_e164() {
        for (country_code, number, is_changed) in [
            ("+86", "18812345678", Some(true)),
            ("", "18812345678", Some(true)),
            ("", "188 1234 5678", Some(true)),
            ("86", "18812345678", Some(true)),
            ("", NEW, Some(true)),
            ("+1", "2015550123", Some(false)),
            ("+86", "188****5678", None),
            ("+86", "", None),
            ("", "", None),
        ] {
            assert_eq!(
                granted().reconcile("t", country_code, number, at(1.0)),
                is_changed,
                "{country_code:?} {number}"
            );
        }
    }

    #[test]
    fn different_calls_have_different_keys() {
        let calls = [send(), verify("1234", None), verify("1234", Some("5678")), verify("4321", None), update("t")];
        let keys: Vec<String> = calls.iter().map(|call| key_of(call, "app")).collect();
        for (at, key) in keys.iter().enumerate() {
            assert!(!keys[..at].contains(key));
        }
        assert_ne!(key_of(&send(), "app"), key_of(&send(), "another"));
        assert!(key_of(&send(), "app").bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b':' | b'.')));
    }
}
