//! Reads and judges the service's envelope `{statusCode, message, apiCode?, requestId?, data?}`.

use super::classification::{Verdict, classify};
use super::integer::integer;
use super::masking::mask;
use super::text::contains;
use super::{Call, ErrorCode, Failure, Operation, Secret};

/// A member of a JSON object, as far as this package reads it.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Missing, `null`, an object or an array.
    Other,
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
}

impl Scalar {
    /// A whole number of 32 bits, also as a text **\[K\]**. Fractions and larger numbers are no status and no code.
    fn integer(self) -> Option<i32> {
        match self {
            Self::Number(number) if number.trunc() == number && number.abs() <= f64::from(i32::MAX) => {
                Some(number as i32)
            }
            Self::Text(text) => integer(&text),
            _ => None,
        }
    }

    fn text(self) -> Option<String> {
        match self {
            Self::Text(text) if !text.is_empty() => Some(text),
            _ => None,
        }
    }
}

/// What came back from the service.
#[derive(Debug, Default)]
pub struct Answer {
    /// Nearly always 200, whatever the envelope says **\[A\]**.
    pub http_status: u16,
    /// What `Retry-After` asks for, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// `None` if the body is no envelope: HTML, empty, cut off, or without a status.
    pub envelope: Option<Envelope>,
}

/// The service's envelope, with the members of its data that this package uses.
#[derive(Debug, Default, PartialEq)]
pub struct Envelope {
    /// 200 is success; anything else is a failure.
    pub status_code: i32,
    /// May be 0 or even 20001 on success **\[O\]**.
    pub api_code: Option<i32>,
    /// The service's message; empty if there is none.
    pub message: String,
    /// The service's identifier of the request.
    pub request_id: Option<String>,
    /// Whether `data` says `{success: false}`, as that of `update-phone` may **\[K\]**.
    is_data_success_false: bool,
    /// The update token in `data`.
    update_phone_token: Option<String>,
    /// Seconds, as `data` has them.
    token_expires_in: Option<f64>,
    /// Whether `data` has the `userId` of a profile.
    has_user_id: bool,
}

/// The update token that `verify-update-phone-request` grants.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Single-use **\[S\]**.
    pub token: Secret,
    /// How long it lives, in seconds.
    pub lifetime_seconds: f64,
}

impl Envelope {
    /// An envelope of success that the service did not send.
    pub fn of_success() -> Self {
        Self { status_code: 200, ..Self::default() }
    }

    /// Reads an envelope; `None` if it has no status. `member` and `data` return a member of the envelope and of its `data` by name. `code` and
    /// `uniqueId` are the older API's names **\[K\]**.
    pub fn read(member: &dyn Fn(&str) -> Scalar, data: &dyn Fn(&str) -> Scalar) -> Option<Self> {
        Some(Self {
            status_code: member("statusCode").integer().or_else(|| member("code").integer())?,
            api_code: member("apiCode").integer(),
            message: member("message").text().unwrap_or_default(),
            request_id: [member("requestId"), member("uniqueId")].into_iter().find_map(request_id),
            is_data_success_false: data("success") == Scalar::Flag(false),
            update_phone_token: data("updatePhoneToken").text(),
            token_expires_in: match data("tokenExpiresIn") {
                Scalar::Number(seconds) => Some(seconds),
                text => text.integer().map(f64::from),
            },
            has_user_id: data("userId").text().is_some(),
        })
    }

    /// Whether the service reports success.
    pub fn is_success(&self) -> bool {
        self.status_code == 200 && !self.is_data_success_false
    }

    /// Whether it has the data that the operation is called for. A success without it counts as a failure.
    fn is_complete(&self, operation: Operation) -> bool {
        match operation {
            Operation::VerifyUpdatePhoneRequest => self.update_phone_token.is_some(),
            Operation::GetProfile => self.has_user_id,
            Operation::SendSms | Operation::UpdatePhone => true,
        }
    }

    /// The token of a successful `verify-update-phone-request`. A missing or unusable lifetime counts as 60 s.
    pub fn grant(&self) -> Grant {
        let is_usable = |seconds: &f64| *seconds > 0.0 && *seconds <= MAX_LIFETIME_SECONDS;
        Grant {
            token: Secret::new(self.update_phone_token.as_deref().unwrap_or_default()),
            lifetime_seconds: self.token_expires_in.filter(is_usable).unwrap_or(DEFAULT_LIFETIME_SECONDS),
        }
    }
}

/// The lifetime of a token by the documents, whose own sample says 0 **\[S\]**.
const DEFAULT_LIFETIME_SECONDS: f64 = 60.0;

/// A day. A longer lifetime is a mistake: the token is meant for the next minute.
const MAX_LIFETIME_SECONDS: f64 = 86_400.0;

/// A request identifier: short and visible ASCII, so that it cannot forge or flood lines of a log.
fn request_id(member: Scalar) -> Option<String> {
    member.text().filter(|id| id.len() <= 100 && id.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Judges an answer. A success is an envelope whose `statusCode` is 200, whose `data.success` is not `false` **\[A\]\[K\]**, and which has the
/// data that the call is made for. A failure masks the call's secrets and the access token in the service's message.
pub fn confirm(call: &Call, access_token: Option<&str>, answer: Answer) -> Result<Envelope, Failure> {
    let operation = call.operation();
    let Answer { http_status, retry_after_ms, envelope } = answer;
    let verdict = match envelope {
        Some(envelope) if envelope.is_success() && envelope.is_complete(operation) => return Ok(envelope),
        Some(ref envelope) if envelope.is_success() => ErrorCode::BadResponse.into(),
        Some(ref envelope) => classify(operation, envelope.status_code, envelope.api_code, &envelope.message),
        None => classify_without_envelope(http_status),
    };
    let mut failure = Failure::of_operation(verdict.code, Some(operation));
    failure.recovery = verdict.recovery;
    failure.is_lost = envelope.is_none() && !is_refusal(http_status);
    failure.field = call.field_of(verdict.code);
    failure.retry_after_ms = retry_after_ms;
    failure.http_status = Some(http_status);
    if let Some(envelope) = envelope {
        failure.status_code = Some(envelope.status_code);
        failure.api_code = envelope.api_code;
        let secrets = || call.secrets().into_iter().chain(access_token);
        failure.request_id =
            envelope.request_id.filter(|id| !secrets().any(|secret| !secret.is_empty() && contains(id, secret)));
        let masked = mask(&envelope.message, secrets());
        failure.server_message = Some(masked).filter(|message| !message.is_empty());
    }
    Err(failure)
}

/// Whether a gateway refused the request, so that it did not reach the service. Any other answer without an envelope leaves that open.
fn is_refusal(http_status: u16) -> bool {
    matches!(http_status, 401 | 403 | 429)
}

/// The code of an answer without an envelope, by the HTTP status of the gateway.
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
    use crate::protocol::{Field, PhoneCheck, PhoneEntry, UpdatePhoneRequest};
    use serde_json::{Value, json};

    fn scalar(value: Option<&Value>) -> Scalar {
        match value {
            Some(Value::Number(number)) => Scalar::Number(number.as_f64().unwrap()),
            Some(Value::String(text)) => Scalar::Text(text.clone()),
            Some(Value::Bool(flag)) => Scalar::Flag(*flag),
            _ => Scalar::Other,
        }
    }

    fn envelope(body: &Value) -> Option<Envelope> {
        Envelope::read(&|name| scalar(body.get(name)), &|name| scalar(body["data"].get(name)))
    }

    /// A request for a change with the code 123456.
    fn verify() -> Call {
        let new = PhoneEntry { country_code: Some("+86"), number: Some("18812345678"), pass_code: Some("123456") };
        let request = UpdatePhoneRequest::judge(PhoneCheck::Mobile, new, PhoneEntry::default()).unwrap();
        Call::VerifyUpdatePhoneRequest(Box::new(request))
    }

    fn update() -> Call {
        Call::UpdatePhone { token: Secret::new("update-token"), new_phone: None }
    }

    fn verdict(call: &Call, http_status: u16, body: Value) -> Result<Envelope, Failure> {
        confirm(call, None, Answer { http_status, retry_after_ms: None, envelope: envelope(&body) })
    }

    fn code(call: &Call, http_status: u16, body: Value) -> ErrorCode {
        verdict(call, http_status, body).unwrap_err().code
    }

    #[test]
    fn success_is_decided_by_status_code_alone() {
        assert!(Envelope::of_success().is_success());
        for body in [
            json!({ "statusCode": 200 }),
            json!({ "statusCode": "200", "apiCode": 20001 }),
            json!({ "code": 200, "message": "操作成功", "uniqueId": "r-1", "apiCode": 0 }),
        ] {
            assert!(verdict(&update(), 201, body).is_ok());
        }
        assert_eq!(code(&update(), 200, json!({ "statusCode": 400, "apiCode": 0 })), ErrorCode::Rejected);
    }

    #[test]
    fn the_older_names_are_read_too() {
        let body = json!({ "code": 200, "message": "操作成功", "uniqueId": "r-1", "apiCode": "7" });
        let envelope = verdict(&update(), 200, body).unwrap();
        assert_eq!((envelope.request_id.as_deref(), envelope.api_code), (Some("r-1"), Some(7)));
        assert_eq!(envelope.message, "操作成功");
    }

    #[test]
    fn an_unusable_request_id_is_left_out() {
        let id = |id: &str| verdict(&update(), 200, json!({ "statusCode": 200, "requestId": id })).unwrap().request_id;
        for name in ["", "r 1", "r\n1", "r\u{202e}1", "é", &"r".repeat(101)] {
            assert_eq!(id(name), None, "{name:?}");
        }
        assert!(id(&"r".repeat(100)).is_some());
    }

    #[test]
    fn a_status_is_a_whole_number_of_32_bits() {
        for status in [json!(200.5), json!(-200.5), json!(2_147_483_648.0), json!(-1e300), json!("2e2"), json!(true)] {
            assert_eq!(code(&update(), 200, json!({ "statusCode": status })), ErrorCode::BadResponse, "{status}");
        }
        let envelope = envelope(&json!({ "statusCode": 2_147_483_647.0, "apiCode": -7 })).unwrap();
        assert_eq!((envelope.status_code, envelope.api_code), (i32::MAX, Some(-7)));
    }

    #[test]
    fn an_update_that_says_success_false_is_a_failure() {
        let denied = |success: Value| json!({ "statusCode": 200, "data": { "success": success } });
        assert_eq!(code(&update(), 200, denied(json!(false))), ErrorCode::Rejected);
        assert!(verdict(&update(), 200, denied(json!("false"))).is_ok());
    }

    #[test]
    fn without_an_envelope_the_http_status_decides() {
        assert_eq!(code(&Call::GetProfile, 502, json!(null)), ErrorCode::Server);
        assert_eq!(code(&Call::GetProfile, 429, json!({})), ErrorCode::RateLimited);
        assert_eq!(code(&Call::GetProfile, 200, json!([])), ErrorCode::BadResponse);
    }

    #[test]
    fn an_answer_without_an_envelope_is_lost_unless_a_gateway_refused() {
        let outcome = |http_status, body| {
            let failure = verdict(&update(), http_status, body).unwrap_err();
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
            assert_eq!(outcome(http_status, json!("<html>")), (code, is_lost), "{http_status}");
        }
        assert_eq!(outcome(502, json!({ "statusCode": 500 })), (ErrorCode::Server, false));
    }

    #[test]
    fn a_token_without_a_usable_lifetime_lives_sixty_seconds() {
        let lifetime = |seconds: Value| {
            let body = json!({ "statusCode": 200, "data": { "updatePhoneToken": "t", "tokenExpiresIn": seconds } });
            verdict(&verify(), 200, body).unwrap().grant().lifetime_seconds
        };
        for none in [json!(0), json!(-1), json!(null), json!("soon"), json!(true), json!(86_401), json!(1e300)] {
            assert_eq!(lifetime(none.clone()), 60.0, "{none}");
        }
        assert_eq!([json!(120), json!("120"), json!(0.5)].map(lifetime), [120.0, 120.0, 0.5]);
    }

    #[test]
    fn a_success_without_its_data_is_a_bad_response() {
        for data in [json!(null), json!([]), json!({ "updatePhoneToken": "" }), json!({ "updatePhoneToken": 7 })] {
            let failure = verdict(&verify(), 200, json!({ "statusCode": 200, "data": data })).unwrap_err();
            assert_eq!((failure.code, failure.is_lost), (ErrorCode::BadResponse, false));
        }
        assert_eq!(code(&Call::GetProfile, 200, json!({ "statusCode": 200, "data": {} })), ErrorCode::BadResponse);
        assert!(verdict(&Call::GetProfile, 200, json!({ "statusCode": 200, "data": { "userId": "u" } })).is_ok());
    }

    #[test]
    fn a_failure_keeps_every_fact_and_masks_the_secrets_of_the_call() {
        let body = json!({ "statusCode": 499, "apiCode": 4242, "message": "123456 of eyJ is odd", "requestId": "r-3" });
        let answer = Answer { http_status: 200, retry_after_ms: Some(5.0), envelope: envelope(&body) };
        let failure = confirm(&verify(), Some("eyJ"), answer).unwrap_err();
        assert_eq!((failure.code, failure.retry_after_ms), (ErrorCode::Rejected, Some(5.0)));
        assert_eq!((failure.http_status, failure.status_code, failure.api_code), (Some(200), Some(499), Some(4242)));
        assert_eq!(failure.request_id.as_deref(), Some("r-3"));
        assert_eq!(failure.server_message.as_deref(), Some("*** of *** is odd"));
        assert_eq!(verdict(&verify(), 200, json!(null)).unwrap_err().server_message, None);
    }

    #[test]
    fn a_refusal_names_the_argument_that_it_is_about() {
        let failure = verdict(&verify(), 200, json!({ "statusCode": 400, "apiCode": 2001 })).unwrap_err();
        assert_eq!((failure.code, failure.field), (ErrorCode::PassCodeWrong, Some(Field::NewPhonePassCode)));
    }
}
