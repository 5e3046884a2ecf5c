//! Reading the service's envelope `{statusCode, message, apiCode?, requestId?, data?}`.

use super::classification::{Verdict, classify};
use super::text;
use super::{Call, ErrorCode, Failure, Json, Operation, Secret};

/// A member of a JSON object, as far as this package looks into it.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// Missing, `null`, an object or an array.
    Other,
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// `true` or `false`.
    Flag(bool),
}

impl Scalar {
    /// The service sends some numbers as strings **\[K\]**. Fractions and what an `i32` cannot hold are no codes.
    fn integer(self) -> Option<i32> {
        match self {
            Self::Number(number) if number.trunc() == number && number.abs() <= f64::from(i32::MAX) => {
                Some(number as i32)
            }
            Self::Text(text) => text::integer(&text),
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
#[derive(Debug)]
pub struct Answer {
    /// Nearly always 200, whatever the envelope says **\[A\]**.
    pub http_status: u16,
    /// `Retry-After`, from the moment of reading, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// `None` when the body holds no envelope: HTML, nothing, cut off.
    pub envelope: Option<Envelope>,
}

/// The service's envelope, with the members of its data that this package decides by.
#[derive(Debug, PartialEq)]
pub struct Envelope {
    /// 200 is success, and nothing else is.
    pub status_code: i32,
    /// May be 0 or even 20001 on success **\[O\]**.
    pub api_code: Option<i32>,
    /// The service's words.
    pub message: Option<String>,
    /// The service's name for the request.
    pub request_id: Option<String>,
    /// What the call was made for.
    pub data: AnswerData,
}

/// The members of `data` that this package decides by.
#[derive(Debug, Default, PartialEq)]
pub struct AnswerData {
    /// `update-phone` may answer `{success: false}` **\[K\]**.
    success: Option<bool>,
    update_phone_token: Option<String>,
    token_expires_in: Option<f64>,
    has_user_id: bool,
}

impl Envelope {
    /// Whether the service says so.
    pub fn is_success(&self) -> bool {
        self.status_code == 200 && self.data.success != Some(false)
    }

    /// The envelope as JavaScript gets it after a success, but for what the call adds to it.
    pub fn to_json(&self) -> Json<'_> {
        let mut json = Json::default();
        json.number("statusCode", f64::from(self.status_code));
        json.text("message", self.message.as_deref().unwrap_or_default());
        json.number("apiCode", self.api_code.map(f64::from));
        json.text("requestId", self.request_id.as_deref());
        json
    }

    /// Reads an envelope whose members are handed in by `member`; `None` without a status, since that is no envelope. `code` and
    /// `uniqueId` are the older API's names **\[K\]**.
    pub fn read(member: &dyn Fn(&str) -> Scalar, data: AnswerData) -> Option<Self> {
        Some(Self {
            status_code: member("statusCode").integer().or_else(|| member("code").integer())?,
            api_code: member("apiCode").integer(),
            message: member("message").text(),
            request_id: member("requestId").text().or_else(|| member("uniqueId").text()),
            data,
        })
    }
}

impl AnswerData {
    /// Whether it holds what the operation is called for: a success without it is no success.
    fn is_complete(&self, operation: Operation) -> bool {
        match operation {
            Operation::VerifyUpdatePhoneRequest => self.update_phone_token.is_some(),
            Operation::GetProfile => self.has_user_id,
            Operation::SendSms | Operation::UpdatePhone => true,
        }
    }

    /// The token and its lifetime, of a success of `verify-update-phone-request`. A lifetime that is missing or no use is 60 s.
    pub fn grant(&self) -> UpdatePhoneGrant {
        let is_usable = |seconds: &f64| *seconds > 0.0 && seconds.is_finite();
        UpdatePhoneGrant {
            update_phone_token: Secret::new(self.update_phone_token.as_deref().unwrap_or_default()),
            token_expires_in: self.token_expires_in.filter(is_usable).unwrap_or(TOKEN_EXPIRES_IN),
        }
    }

    /// Reads what an operation decides by, of `data`, whose members are handed in by `member`.
    pub fn read(operation: Operation, member: &dyn Fn(&str) -> Scalar) -> Self {
        let mut data = Self {
            success: match member("success") {
                Scalar::Flag(success) => Some(success),
                _ => None,
            },
            ..Self::default()
        };
        match operation {
            Operation::VerifyUpdatePhoneRequest => {
                data.update_phone_token = member("updatePhoneToken").text();
                data.token_expires_in = match member("tokenExpiresIn") {
                    Scalar::Number(seconds) => Some(seconds),
                    text => text.integer().map(f64::from),
                };
            }
            Operation::GetProfile => data.has_user_id = member("userId").text().is_some(),
            Operation::SendSms | Operation::UpdatePhone => {}
        }
        data
    }
}

/// What `verify-update-phone-request` grants.
#[derive(Debug)]
pub struct UpdatePhoneGrant {
    /// Single-use **\[S\]**.
    pub update_phone_token: Secret,
    /// Seconds.
    pub token_expires_in: f64,
}

/// Seconds that a token lives: by the documents, whose own sample says 0 **\[S\]**.
const TOKEN_EXPIRES_IN: f64 = 60.0;

impl Answer {
    /// The envelope's own status.
    pub fn status_code(&self) -> Option<i32> {
        self.envelope.as_ref().map(|envelope| envelope.status_code)
    }

    /// The service's name for the request.
    pub fn request_id(&self) -> Option<&str> {
        self.envelope.as_ref()?.request_id.as_deref()
    }
}

/// Success if and only if there is an envelope whose `statusCode` is 200 and `data.success` is not `false` **\[A\]\[K\]**, and it
/// brings what the call was made for. The call's secrets and the access token are masked in what a failure repeats of the
/// service's words.
pub fn confirm(call: &Call, access_token: Option<&str>, answer: Answer) -> Result<Envelope, Failure> {
    let operation = call.operation();
    let Answer { http_status, retry_after_ms, envelope } = answer;
    let verdict = match envelope {
        Some(envelope) if envelope.is_success() && envelope.data.is_complete(operation) => return Ok(envelope),
        Some(ref envelope) if envelope.is_success() => ErrorCode::BadResponse.into(),
        Some(ref envelope) => classify(
            operation,
            envelope.status_code,
            envelope.api_code,
            envelope.message.as_deref().unwrap_or_default(),
        ),
        None => classify_without_envelope(http_status),
    };
    let mut failure = Failure::of_operation(verdict.code, Some(operation));
    failure.recovery = verdict.recovery;
    failure.is_lost = envelope.is_none() && !is_refusal(http_status);
    failure.field = call.field_of(verdict.code);
    failure.http_status = Some(http_status);
    failure.retry_after_ms = retry_after_ms;
    if let Some(envelope) = envelope {
        failure.status_code = Some(envelope.status_code);
        failure.api_code = envelope.api_code;
        failure.request_id = envelope.request_id;
        failure.server_message = envelope.message.map(|message| {
            let secrets = call.secrets().into_iter().chain(access_token);
            secrets.fold(message, |masked, secret| text::replace(masked, secret, "***"))
        });
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
    use crate::protocol::{Field, PhoneCheck, UpdatePhoneRequest};
    use serde_json::{Value, json};

    fn scalar(value: Option<&Value>) -> Scalar {
        match value {
            Some(Value::Number(number)) => Scalar::Number(number.as_f64().unwrap()),
            Some(Value::String(text)) => Scalar::Text(text.clone()),
            Some(Value::Bool(flag)) => Scalar::Flag(*flag),
            _ => Scalar::Other,
        }
    }

    fn answer(call: &Call, http_status: u16, body: Value) -> Answer {
        let data = AnswerData::read(call.operation(), &|name| scalar(body["data"].get(name)));
        Answer { http_status, retry_after_ms: None, envelope: Envelope::read(&|name| scalar(body.get(name)), data) }
    }

    /// A request for a change with the code 123456.
    fn verify() -> Call {
        let typed = |field| match field {
            Field::NewPhoneCountryCode => Some("+86"),
            Field::NewPhoneNumber => Some("18812345678"),
            Field::NewPhonePassCode => Some("123456"),
            _ => None,
        };
        let read = &mut |field| Ok::<_, Failure>(typed(field).unwrap_or_default().to_owned());
        Call::VerifyUpdatePhoneRequest(Box::new(UpdatePhoneRequest::judge(PhoneCheck::Mobile, read).unwrap()))
    }

    fn update() -> Call {
        Call::UpdatePhone { token: Secret::new("update-token"), new_phone: None }
    }

    fn granted(body: Value) -> Result<UpdatePhoneGrant, Failure> {
        confirm(&verify(), None, answer(&verify(), 200, body)).map(|envelope| envelope.data.grant())
    }

    fn code(call: &Call, http_status: u16, body: Value) -> ErrorCode {
        confirm(call, None, answer(call, http_status, body)).unwrap_err().code
    }

    #[test]
    fn success_is_decided_by_status_code_alone() {
        for body in [
            json!({ "statusCode": 200 }),
            json!({ "statusCode": "200", "apiCode": 20001 }),
            json!({ "code": 200, "message": "操作成功", "uniqueId": "r-1" }),
        ] {
            assert!(confirm(&update(), None, answer(&update(), 201, body)).is_ok());
        }
        assert_eq!(code(&update(), 200, json!({ "statusCode": 400, "apiCode": 0 })), ErrorCode::Rejected);
    }

    #[test]
    fn the_older_names_are_read_too() {
        let envelope = confirm(
            &update(),
            None,
            answer(&update(), 200, json!({ "code": 200, "message": "操作成功", "uniqueId": "r-1", "apiCode": "7" })),
        )
        .unwrap();
        assert_eq!(envelope.request_id.as_deref(), Some("r-1"));
        assert_eq!(envelope.api_code, Some(7));
    }

    #[test]
    fn an_update_that_says_success_false_is_a_failure() {
        let body = json!({ "statusCode": 200, "data": { "success": false } });
        assert_eq!(code(&update(), 200, body), ErrorCode::Rejected);
    }

    #[test]
    fn without_an_envelope_the_http_status_decides() {
        assert_eq!(code(&Call::GetProfile, 502, json!(null)), ErrorCode::Server);
        assert_eq!(code(&Call::GetProfile, 429, json!({})), ErrorCode::RateLimited);
        assert_eq!(code(&Call::GetProfile, 200, json!([])), ErrorCode::BadResponse);
    }

    #[test]
    fn an_answer_is_lost_where_nothing_tells_that_the_call_was_refused() {
        let verdict = |http_status, body| {
            let failure = confirm(&update(), None, answer(&update(), http_status, body)).unwrap_err();
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
            assert_eq!(verdict(http_status, json!("<html>")), (code, is_lost), "{http_status}");
        }
        assert_eq!(verdict(502, json!({ "statusCode": 500 })), (ErrorCode::Server, false));
    }

    #[test]
    fn a_status_is_a_whole_number_that_an_i32_can_hold() {
        for status in [json!(200.5), json!(-200.5), json!(2_147_483_648.0), json!(-1e300), json!("2e2"), json!(true)] {
            assert_eq!(code(&update(), 200, json!({ "statusCode": status })), ErrorCode::BadResponse, "{status}");
        }
        let envelope =
            answer(&update(), 200, json!({ "statusCode": 2_147_483_647.0, "apiCode": -7 })).envelope.unwrap();
        assert_eq!((envelope.status_code, envelope.api_code), (i32::MAX, Some(-7)));
    }

    #[test]
    fn an_answer_tells_its_status_and_its_name() {
        let body = json!({ "statusCode": 200.0, "message": "操作成功", "apiCode": 0.0, "requestId": "r-4" });
        let told = answer(&update(), 200, body.clone());
        assert_eq!((told.status_code(), told.request_id()), (Some(200), Some("r-4")));
        assert_eq!(serde_json::to_value(told.envelope.unwrap().to_json()).unwrap(), body);
        let silent = answer(&update(), 200, json!(null));
        assert_eq!((silent.status_code(), silent.request_id()), (None, None));
    }

    #[test]
    fn a_token_without_a_usable_lifetime_lives_sixty_seconds() {
        for lifetime in [json!(0), json!(-1), json!(null), json!("soon"), json!(60)] {
            let body = json!({ "statusCode": 200, "data": { "updatePhoneToken": "t", "tokenExpiresIn": lifetime } });
            assert_eq!(granted(body).unwrap().token_expires_in, 60.0);
        }
        let body = json!({ "statusCode": 200, "data": { "updatePhoneToken": "t", "tokenExpiresIn": 120 } });
        assert_eq!(granted(body).unwrap().token_expires_in, 120.0);
    }

    #[test]
    fn a_success_without_a_token_is_a_bad_response() {
        for data in [json!(null), json!({}), json!({ "updatePhoneToken": "" })] {
            let body = json!({ "statusCode": 200, "data": data, "requestId": "r-2" });
            let failure = granted(body).unwrap_err();
            assert_eq!(failure.code, ErrorCode::BadResponse);
            assert_eq!(failure.request_id.as_deref(), Some("r-2"));
            assert_eq!(failure.http_status, Some(200));
        }
    }

    #[test]
    fn a_profile_without_a_user_is_a_bad_response() {
        assert_eq!(code(&Call::GetProfile, 200, json!({ "statusCode": 200, "data": [] })), ErrorCode::BadResponse);
    }

    #[test]
    fn a_failure_keeps_every_fact_and_masks_the_secrets_of_the_call() {
        let body = json!({ "statusCode": 499, "apiCode": 4242, "message": "123456 of eyJ is odd", "requestId": "r-3" });
        let failure = confirm(&verify(), Some("eyJ"), answer(&verify(), 200, body)).unwrap_err();
        assert_eq!(failure.code, ErrorCode::Rejected);
        assert_eq!((failure.http_status, failure.status_code, failure.api_code), (Some(200), Some(499), Some(4242)));
        assert_eq!(failure.request_id.as_deref(), Some("r-3"));
        assert_eq!(failure.server_message.as_deref(), Some("*** of *** is odd"));
    }
}
