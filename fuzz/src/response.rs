//! Responses of the service. A call succeeds exactly if the body says so, and no failure contains a secret.

use serde_json::Value;
use update_phone::flow::{Instant, Memory};
use update_phone::phone::{PhoneInput, Recipient};
use update_phone::protocol::{
    Answer, Call, Envelope, ErrorCode, Failure, Language, Operation, PhoneCheck, PhoneEntry, Purpose, Scalar, Secret,
    SmsChannel, UpdatePhoneRequest, confirm,
};

/// The input is an operation, an HTTP status and the milliseconds of `Retry-After`, a line each; then the body.
pub fn run(data: &[u8]) {
    let [operation, http_status, retry_after_ms, body] = crate::lines::split(data);
    let operation = Operation::from_name(&operation).unwrap_or(Operation::UpdatePhone);
    let http_status = http_status.parse().unwrap_or(200);
    let retry_after_ms = retry_after_ms.parse().ok().filter(|ms: &f64| ms.is_finite() && *ms >= 0.0);
    let call = call(operation);
    // A body that is not JSON counts as null; so does missing `data`.
    let body: Value = serde_json::from_str(&body).unwrap_or(Value::Null);
    let status = status_of(&body);
    let data = &body["data"];
    let envelope = Envelope::read(&|name| scalar(body.get(name)), &|name| scalar(data.get(name)));
    assert_eq!(
        envelope.as_ref().map(|envelope| envelope.status_code),
        status,
        "a body is an envelope exactly if it has a status"
    );

    let mut memory = Memory::default();
    memory.check_sendable(&call, at(0.0)).expect("nothing was sent before");
    match confirm(&call, Some(ACCESS_TOKEN), Answer { http_status, retry_after_ms, envelope }) {
        Ok(envelope) => {
            assert!(is_success(operation, &body, status), "only a body that says so is a success");
            let grant = envelope.grant();
            let lifetime = grant.lifetime_seconds;
            assert!(lifetime > 0.0 && lifetime.is_finite(), "a token has a lifetime");
            memory.record_success(&call, &grant, at(0.0));
            assert_eq!(
                is_sendable(&mut memory, &call),
                !is_spent_by_success(operation),
                "a spent code or token is not sent again"
            );
        }
        Err(mut failure) => {
            assert!(!is_success(operation, &body, status), "a body that is a success does not fail");
            assert_eq!(failure.retry_after_ms, retry_after_ms);
            let is_refusal = matches!(http_status, 401 | 403 | 429);
            assert_eq!(
                failure.is_lost,
                status.is_none() && !is_refusal,
                "an answer is lost exactly if it has no envelope and is no gateway's refusal"
            );
            assert_no_secret(&failure, &call);
            let is_lost = failure.is_lost;
            let code = failure.code;
            memory.record_failure(&call, &mut failure, at(0.0), at(1_000.0));
            assert_no_secret(&failure, &call);
            // A lost answer, and a refusal that is not about code or token, do not mark these as judged.
            if is_lost || matches!(code, ErrorCode::NotSignedIn | ErrorCode::Server | ErrorCode::RateLimited) {
                assert!(is_sendable(&mut memory, &call), "a code or token that was not judged can be sent again");
            }
            if matches!(code, ErrorCode::PassCodeWrong | ErrorCode::PassCodeExpired) && operation == VERIFY {
                assert!(!is_sendable(&mut memory, &call), "a code that was judged is not sent again");
            }
            if code == ErrorCode::UpdateTokenRejected {
                assert!(!is_sendable(&mut memory, &call), "a token that was judged is not sent again");
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
            let judged = UpdatePhoneRequest::judge(
                PhoneCheck::Mobile,
                entry("18812345678", "123456"),
                entry("13900000000", "654321"),
            );
            Call::VerifyUpdatePhoneRequest(Box::new(judged.expect("these can be sent")))
        }
        Operation::UpdatePhone => {
            Call::UpdatePhone { token: Secret::new("update-token"), new_phone: Some("+8618812345678".to_owned()) }
        }
        Operation::GetProfile => Call::GetProfile,
    }
}

fn entry<'a>(number: &'a str, pass_code: &'a str) -> PhoneEntry<'a> {
    PhoneEntry { country_code: Some("+86"), number: Some(number), pass_code: Some(pass_code) }
}

fn scalar(value: Option<&Value>) -> Scalar {
    match value {
        Some(Value::Number(number)) => number.as_f64().map_or(Scalar::Other, Scalar::Number),
        Some(Value::String(text)) => Scalar::Text(text.clone()),
        Some(Value::Bool(flag)) => Scalar::Flag(*flag),
        _ => Scalar::Other,
    }
}

/// The member of `data` without which a response is not a success.
fn required_member(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::VerifyUpdatePhoneRequest => Some("updatePhoneToken"),
        Operation::GetProfile => Some("userId"),
        Operation::SendSms | Operation::UpdatePhone => None,
    }
}

/// An integer, as a number or as text.
fn integer(value: &Value) -> Option<i32> {
    match value {
        Value::Number(number) => {
            let number = number.as_f64()?;
            (number.fract() == 0.0 && number.abs() <= f64::from(i32::MAX)).then_some(number as i32)
        }
        Value::String(text) => text.parse().ok().filter(|number: &i32| number.to_string() == *text),
        _ => None,
    }
}

/// The status of a body: `statusCode`, or its older name `code`.
fn status_of(body: &Value) -> Option<i32> {
    body.get("statusCode").and_then(integer).or_else(|| body.get("code").and_then(integer))
}

/// Whether a body is a success.
fn is_success(operation: Operation, body: &Value, status: Option<i32>) -> bool {
    let data = body.get("data");
    let has = |name| data.and_then(|data| data.get(name)?.as_str()).is_some_and(|text| !text.is_empty());
    let is_complete = required_member(operation).is_none_or(has);
    let has_failed = data.and_then(|data| data.get("success")) == Some(&Value::Bool(false));
    status == Some(200) && !has_failed && is_complete
}

/// Whether a success uses up the code or token that was sent.
fn is_spent_by_success(operation: Operation) -> bool {
    matches!(operation, Operation::VerifyUpdatePhoneRequest | Operation::UpdatePhone)
}

fn is_sendable(memory: &mut Memory, call: &Call) -> bool {
    memory.check_sendable(call, at(2_000.0)).is_ok()
}

fn assert_no_secret(failure: &Failure, call: &Call) {
    let mut texts: Vec<String> = Language::ALL.iter().map(|language| failure.message(*language)).collect();
    assert!(texts.iter().all(|message| !message.is_empty()), "every failure has a message");
    texts.extend(failure.server_message.clone());
    for secret in call.secrets().into_iter().chain([ACCESS_TOKEN]) {
        assert!(texts.iter().all(|text| !text.contains(secret)), "a failure repeats a secret");
    }
    let facts = serde_json::to_value(&**failure).expect("facts are JSON");
    assert_eq!(
        (facts["code"].as_str(), facts["recovery"].as_str()),
        (Some(failure.code.as_str()), Some(failure.recovery.as_str()))
    );
}
