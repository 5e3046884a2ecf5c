//! What came back from the service: a success exactly when the body says so, and no failure repeats a secret.

use serde_json::Value;
use update_phone::flow::{Instant, Memory};
use update_phone::phone::{PhoneInput, Recipient};
use update_phone::protocol::{
    Answer, AnswerData, Call, Envelope, ErrorCode, Failure, Field, Language, Operation, PhoneCheck, Purpose, Scalar,
    Secret, SmsChannel, UpdatePhoneRequest, confirm,
};

/// A line each: which call it answers, the HTTP status, what `Retry-After` asks for; then the body.
pub fn hold(data: &[u8]) {
    let [operation, http_status, retry_after_ms, body] = crate::lines::split(data);
    let operation = Operation::from_name(&operation).unwrap_or(Operation::UpdatePhone);
    let http_status = http_status.parse().unwrap_or(200);
    let retry_after_ms = retry_after_ms.parse().ok().filter(|ms: &f64| ms.is_finite() && *ms >= 0.0);
    let call = call(operation);
    // What is no JSON is no body that anybody could read; the same for `data`.
    let body: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
    let envelope = Envelope::read(
        &|name| scalar(body.get(name)),
        AnswerData::read(operation, &|name| scalar(body.get("data").and_then(|data| data.get(name)))),
    );
    let status = status_in(&body);
    assert_eq!(envelope.as_ref().map(|envelope| envelope.status_code), status, "an envelope has a status");

    let mut memory = Memory::default();
    memory.admit(&call, at(0.0)).expect("nothing was sent before");
    match confirm(&call, Some(ACCESS_TOKEN), Answer { http_status, retry_after_ms, envelope }) {
        Ok(envelope) => {
            assert!(is_success(operation, &body, status), "no success for a body that is none");
            let grant = envelope.data.grant();
            assert!(grant.token_expires_in > 0.0 && grant.token_expires_in.is_finite(), "a token lives for a while");
            let json = serde_json::to_value(envelope.to_json()).expect("it can be serialised");
            assert_eq!(json["statusCode"], Value::from(200.0));
            assert!(json["message"].is_string());
            memory.succeeded(&call, &grant, at(0.0));
            assert_eq!(is_admitted(&mut memory, &call), !spends(operation), "what is spent is not sent again");
        }
        Err(mut failure) => {
            assert!(!is_success(operation, &body, status), "no failure for a success");
            assert_eq!((failure.http_status, failure.status_code), (Some(http_status), status));
            assert_eq!(failure.retry_after_ms, retry_after_ms);
            let is_refusal = matches!(http_status, 401 | 403 | 429);
            assert_eq!(failure.is_lost, status.is_none() && !is_refusal, "lost exactly when nothing is known");
            says_no_secret(&failure, &call);
            let is_lost = failure.is_lost;
            let code = failure.code;
            memory.failed(&call, &mut failure, at(0.0), at(1_000.0));
            says_no_secret(&failure, &call);
            // A refusal that is not about code or token leaves both as they were; so does a lost answer.
            if is_lost || matches!(code, ErrorCode::NotSignedIn | ErrorCode::Server | ErrorCode::RateLimited) {
                assert!(is_admitted(&mut memory, &call), "what was not judged may be sent again");
            }
            if matches!(code, ErrorCode::PassCodeWrong | ErrorCode::PassCodeExpired) && operation == VERIFY {
                assert!(!is_admitted(&mut memory, &call), "a code that was judged is not sent again");
            }
            if code == ErrorCode::UpdateTokenRejected {
                assert!(!is_admitted(&mut memory, &call), "a token that was judged is not sent again");
            }
        }
    }
}

const VERIFY: Operation = Operation::VerifyUpdatePhoneRequest;
const ACCESS_TOKEN: &str = "eyJhbGciOi.access";

fn at(ms: f64) -> Instant {
    Instant { wall: 1.79e12 + ms, monotonic: ms }
}

fn call(operation: Operation) -> Call {
    match operation {
        Operation::SendSms => Call::SendSms {
            channel: SmsChannel::of_purpose(Purpose::New),
            phone: Recipient::read(PhoneInput::Text("+8618812345678")),
        },
        Operation::VerifyUpdatePhoneRequest => {
            let typed = |field| match field {
                Field::NewPhoneCountryCode | Field::OldPhoneCountryCode => "+86",
                Field::NewPhoneNumber => "18812345678",
                Field::NewPhonePassCode => "123456",
                Field::OldPhoneNumber => "13900000000",
                Field::OldPhonePassCode => "654321",
                _ => "",
            };
            let judged: Result<_, Failure> =
                UpdatePhoneRequest::judge(PhoneCheck::Mobile, &mut |field| Ok(typed(field).to_owned()));
            Call::VerifyUpdatePhoneRequest(Box::new(judged.expect("these can be sent")))
        }
        Operation::UpdatePhone => {
            Call::UpdatePhone { token: Secret::new("update-token"), new_phone: Some("+8618812345678".to_owned()) }
        }
        Operation::GetProfile => Call::GetProfile,
    }
}

fn scalar(value: Option<&Value>) -> Scalar {
    match value {
        Some(Value::Number(number)) => number.as_f64().map_or(Scalar::Other, Scalar::Number),
        Some(Value::String(text)) => Scalar::Text(text.clone()),
        Some(Value::Bool(flag)) => Scalar::Flag(*flag),
        _ => Scalar::Other,
    }
}

/// The status of a body, read once more: a whole number, or one in a text; under its older name where it has none of the new one.
fn status_in(body: &Value) -> Option<i32> {
    let whole = |value: &Value| match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            // The smallest i32 is left out, as the largest one's negative is in.
            (number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX)).then_some(number as i32)
        }
        Value::String(text) if !text.starts_with('+') => text.parse().ok(),
        _ => None,
    };
    body.get("statusCode").and_then(whole).or_else(|| body.get("code").and_then(whole))
}

/// Whether a body is a success, read once more.
fn is_success(operation: Operation, body: &Value, status: Option<i32>) -> bool {
    let data = body.get("data");
    let has = |name| data.and_then(|data| data.get(name)?.as_str()).is_some_and(|text| !text.is_empty());
    let is_complete = match operation {
        Operation::VerifyUpdatePhoneRequest => has("updatePhoneToken"),
        Operation::GetProfile => has("userId"),
        Operation::SendSms | Operation::UpdatePhone => true,
    };
    let is_denied = data.and_then(|data| data.get("success")) == Some(&Value::Bool(false));
    status == Some(200) && !is_denied && is_complete
}

/// Whether a success uses up what was sent.
fn spends(operation: Operation) -> bool {
    matches!(operation, Operation::VerifyUpdatePhoneRequest | Operation::UpdatePhone)
}

fn is_admitted(memory: &mut Memory, call: &Call) -> bool {
    memory.admit(call, at(2_000.0)).is_ok()
}

fn says_no_secret(failure: &Failure, call: &Call) {
    let mut said: Vec<String> = Language::ALL.iter().map(|language| failure.message(*language)).collect();
    assert!(said.iter().all(|message| !message.is_empty()), "every failure has a message");
    said.extend(failure.server_message.clone());
    for secret in call.secrets().into_iter().chain([ACCESS_TOKEN]) {
        assert!(said.iter().all(|text| !text.contains(secret)), "a failure repeats a secret");
    }
    let json = serde_json::to_value(failure.to_json()).expect("it can be serialised");
    assert_eq!(json["code"], Value::from(failure.code.as_str()));
    assert_eq!(json["recovery"], Value::from(failure.recovery.as_str()));
}
