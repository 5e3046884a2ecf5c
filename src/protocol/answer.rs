//! Judging the service's envelope `{statusCode, message, apiCode?, requestId?, data?}`.

use super::classification::{Verdict, classify};
use super::text;
use super::{Call, ErrorCode, Failure, Operation};

/// What came back from the service, as far as anything is decided by it.
#[derive(Debug, Default)]
pub struct Answer<'a> {
    /// Nearly always 200, whatever the envelope says **\[A\]**.
    pub http_status: u16,
    /// `Retry-After`, from the moment of reading, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// `None` when the body holds no envelope: HTML, nothing, cut off, no status.
    pub envelope: Option<Envelope<'a>>,
}

/// The service's envelope.
#[derive(Debug, Default, PartialEq)]
pub struct Envelope<'a> {
    /// 200 is success, and nothing else is.
    pub status_code: i32,
    /// May be 0 or even 20001 on success **\[O\]**.
    pub api_code: Option<i32>,
    /// The service's words; empty where it has none.
    pub message: &'a str,
    /// Whether its data says `{success: false}`, as that of `update-phone` may **\[K\]**.
    pub is_denied: bool,
    /// The member of its data that the operation is called for; empty where it has none, or is called for none.
    pub brought: &'a str,
}

impl Envelope<'_> {
    /// Whether the service says so.
    fn is_success(&self) -> bool {
        self.status_code == 200 && !self.is_denied
    }

    /// Whether it holds what the operation is called for: a success without it is no success.
    fn is_complete(&self, operation: Operation) -> bool {
        !operation.brings() || !self.brought.is_empty()
    }
}

/// The lifetime of a token in seconds, of what the service says of it: one that is missing or no use is 60 s.
pub fn token_lifetime(told: f64) -> f64 {
    if told > 0.0 && told <= LONGEST_LIFETIME { told } else { TOKEN_EXPIRES_IN }
}

/// Seconds that a token lives: by the documents, whose own sample says 0 **\[S\]**.
const TOKEN_EXPIRES_IN: f64 = 60.0;

/// A day: what says more is no lifetime of a token that is meant for the next minute, but a mistake.
const LONGEST_LIFETIME: f64 = 86_400.0;

/// Success if and only if there is an envelope whose `statusCode` is 200 and `data.success` is not `false` **\[A\]\[K\]**, and it
/// brings what the call was made for. The call's secrets and the access token, which may be empty, are masked in what a failure repeats
/// of the service's words.
pub fn confirm(call: &Call, access_token: &str, answer: Answer<'_>) -> Result<(), Failure> {
    let operation = call.operation();
    let Answer { http_status, retry_after_ms, envelope } = answer;
    let verdict = match &envelope {
        Some(envelope) if envelope.is_success() && envelope.is_complete(operation) => return Ok(()),
        Some(envelope) if envelope.is_success() => ErrorCode::BadResponse.into(),
        Some(envelope) => classify(operation, envelope.status_code, envelope.api_code, envelope.message),
        None => classify_without_envelope(http_status),
    };
    let mut failure = Failure::of_operation(verdict.code, Some(operation));
    failure.recovery = verdict.recovery;
    failure.is_lost = envelope.is_none() && !is_refusal(http_status);
    failure.field = call.field_of(verdict.code);
    failure.retry_after_ms = retry_after_ms;
    let message = envelope.map_or("", |envelope| envelope.message);
    if !message.is_empty() {
        let secrets = call.secrets().into_iter().chain([access_token]);
        let masked = secrets.fold(message.to_owned(), |masked, secret| text::replace(masked, secret, "***"));
        failure.server_message = Some(masked);
    }
    Err(failure)
}

/// Whether a gateway refused: such a call has not reached what it was for. Whatever else comes without an envelope tells nothing.
fn is_refusal(http_status: u16) -> bool {
    matches!(http_status, 401 | 403 | 429)
}

/// Without an envelope only the HTTP status speaks: a gateway's, not the service's.
fn classify_without_envelope(http_status: u16) -> Verdict {
    let code = match http_status {
        401 => ErrorCode::NotSignedIn,
        403 => ErrorCode::Forbidden,
        429 => ErrorCode::RateLimited,
        500..=599 => ErrorCode::Server,
        _ => ErrorCode::BadResponse,
    };
    code.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Field, PhoneCheck, Secret, UpdatePhoneRequest};

    /// A request for a change with the code 123456.
    fn verify() -> Call {
        let request = UpdatePhoneRequest::judge(PhoneCheck::Mobile, ["+86", "18812345678", "123456"], [""; 3]).unwrap();
        Call::VerifyUpdatePhoneRequest(Box::new(request))
    }

    fn update() -> Call {
        Call::UpdatePhone { token: Secret::new("update-token"), new_phone: None }
    }

    fn envelope(status_code: i32) -> Envelope<'static> {
        Envelope { status_code, ..Envelope::default() }
    }

    fn verdict(call: &Call, http_status: u16, envelope: Option<Envelope<'_>>) -> Result<(), Failure> {
        confirm(call, "", Answer { http_status, retry_after_ms: None, envelope })
    }

    fn code(call: &Call, http_status: u16, envelope: Option<Envelope<'_>>) -> ErrorCode {
        verdict(call, http_status, envelope).unwrap_err().code
    }

    #[test]
    fn success_is_decided_by_status_code_alone() {
        for api_code in [None, Some(0), Some(20001)] {
            assert_eq!(verdict(&update(), 201, Some(Envelope { api_code, ..envelope(200) })), Ok(()));
        }
        let refused = Envelope { api_code: Some(0), ..envelope(400) };
        assert_eq!(code(&update(), 200, Some(refused)), ErrorCode::Rejected);
    }

    #[test]
    fn an_update_that_says_success_false_is_a_failure() {
        assert_eq!(code(&update(), 200, Some(Envelope { is_denied: true, ..envelope(200) })), ErrorCode::Rejected);
    }

    #[test]
    fn without_an_envelope_the_http_status_decides() {
        assert_eq!(code(&Call::GetProfile, 502, None), ErrorCode::Server);
        assert_eq!(code(&Call::GetProfile, 429, None), ErrorCode::RateLimited);
        assert_eq!(code(&Call::GetProfile, 200, None), ErrorCode::BadResponse);
    }

    #[test]
    fn an_answer_is_lost_where_nothing_tells_that_the_call_was_refused() {
        let told = |http_status, envelope| {
            let failure = verdict(&update(), http_status, envelope).unwrap_err();
            (failure.code, failure.is_lost)
        };
        for (http_status, code, is_lost) in [
            (401, ErrorCode::NotSignedIn, false),
            (403, ErrorCode::Forbidden, false),
            (429, ErrorCode::RateLimited, false),
            (200, ErrorCode::BadResponse, true),
            (404, ErrorCode::BadResponse, true),
            (502, ErrorCode::Server, true),
        ] {
            assert_eq!(told(http_status, None), (code, is_lost), "{http_status}");
        }
        assert_eq!(told(502, Some(envelope(500))), (ErrorCode::Server, false));
    }

    #[test]
    fn a_token_without_a_usable_lifetime_lives_sixty_seconds() {
        for told in [0.0, -1.0, f64::NAN, 60.0, 86_401.0, 1e300] {
            assert_eq!(token_lifetime(told), 60.0, "{told}");
        }
        assert_eq!([token_lifetime(120.0), token_lifetime(86_400.0)], [120.0, 86_400.0]);
    }

    #[test]
    fn a_success_without_what_it_was_called_for_is_a_bad_response() {
        for call in [verify(), Call::GetProfile] {
            let failure = verdict(&call, 200, Some(envelope(200))).unwrap_err();
            assert_eq!((failure.code, failure.is_lost), (ErrorCode::BadResponse, false));
            assert_eq!(verdict(&call, 200, Some(Envelope { brought: "t", ..envelope(200) })), Ok(()));
        }
    }

    #[test]
    fn a_failure_masks_the_secrets_of_the_call() {
        let message = "123456 of eyJ is odd";
        let envelope = Envelope { api_code: Some(4242), message, ..envelope(499) };
        let answer = Answer { http_status: 200, retry_after_ms: Some(5.0), envelope: Some(envelope) };
        let failure = confirm(&verify(), "eyJ", answer).unwrap_err();
        assert_eq!((failure.code, failure.retry_after_ms), (ErrorCode::Rejected, Some(5.0)));
        assert_eq!(failure.server_message.as_deref(), Some("*** of *** is odd"));
        assert_eq!(verdict(&verify(), 200, None).unwrap_err().server_message, None);
    }

    #[test]
    fn a_refusal_names_the_argument_that_it_is_about() {
        let envelope = Envelope { api_code: Some(2001), ..envelope(400) };
        let failure = verdict(&verify(), 200, Some(envelope)).unwrap_err();
        assert_eq!((failure.code, failure.field), (ErrorCode::PassCodeWrong, Some(Field::NewPhonePassCode)));
    }
}
