//! The calls of a client: texts in, prepared calls out.

use super::client::Client;
use super::errors::to_error;
use super::prepared_call::PreparedCall;
use super::record::phone_input;
use super::trap::trap_at;
use crate::flow::Instant;
use crate::phone::{PhoneInput, Recipient};
use crate::protocol::{
    Call, Detail, ErrorCode, Failure, Field, Operation, PhoneCheck, Purpose, Secret, SmsChannel, UpdatePhoneRequest,
    judge_phone, part,
};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

/// Judges the arguments of a call. `operation`: its place in [`Operation`]. `phone_check`: its place in [`PhoneCheck`]; any other number
/// for the client's. `texts`:
///
/// - `send-sms`: purpose, channel, and the phone as three texts: its number, its country code or region, and which of its forms it has,
///   `text`, `countryCode` or `region`;
/// - `verify-update-phone-request`: the six fields of the API, of which an empty one is missing;
/// - `update-phone`: the phone, in the same way, that the token makes the user's, where the caller says so, and the token;
/// - `get-profile`: nothing.
#[wasm_bindgen]
pub fn prepare(client: &Client, operation: usize, phone_check: usize, texts: &str) -> Result<PreparedCall, JsValue> {
    let check = PhoneCheck::ALL.get(phone_check).copied().unwrap_or(client.0.phone_check);
    let judged = match Operation::ALL.get(operation) {
        Some(Operation::SendSms) => judge_send_code(texts, check),
        Some(Operation::VerifyUpdatePhoneRequest) => {
            let three = |first: usize| [0, 1, 2].map(|next| part(texts, first.saturating_add(next)));
            let judged = UpdatePhoneRequest::judge(check, three(0), three(3));
            judged.map(|request| Call::VerifyUpdatePhoneRequest(Box::new(request)))
        }
        Some(Operation::UpdatePhone) => judge_update_phone(texts),
        Some(Operation::GetProfile) | None => Ok(Call::GetProfile),
    };
    PreparedCall::new(client, judged)
}

/// 发起修改手机号的验证请求: what [`prepare`] takes for it -> the service's envelope with the token, `sentAt`. `options`: `startLimit`, or
/// `signal`.
#[wasm_bindgen(js_name = updatePhoneRequest)]
pub fn update_phone_request(client: &Client, texts: &str, options: &JsValue) -> Result<Promise, JsValue> {
    run(client, Operation::VerifyUpdatePhoneRequest, texts, options)
}

/// 修改手机号: what [`prepare`] takes for it -> the service's envelope, `outcome`. Of an error with the member `isLost` only the profile
/// can tell whether the number was changed: see [`reconcile`]. `options`: `startLimit`, or `signal`.
#[wasm_bindgen(js_name = updatePhone)]
pub fn update_phone(client: &Client, texts: &str, options: &JsValue) -> Result<Promise, JsValue> {
    run(client, Operation::UpdatePhone, texts, options)
}

/// Prepares a call and makes it.
pub fn run(client: &Client, operation: Operation, texts: &str, options: &JsValue) -> Result<Promise, JsValue> {
    Ok(prepare(client, operation as usize, usize::MAX, texts)?.run(options))
}

/// The phone in three of the texts; `None` where it has no form.
fn phone_at(texts: &str, first: usize) -> Option<PhoneInput<'_>> {
    let [number, home, form] = [0, 1, 2].map(|next| part(texts, first.saturating_add(next)));
    let home = (form != "text").then_some(home);
    (!form.is_empty()).then(|| phone_input(number, home, form == "countryCode"))
}

/// An argument of the wrong kind.
fn invalid(field: Field) -> Failure {
    Failure::local(ErrorCode::InvalidArgument).at(field)
}

fn judge_send_code(texts: &str, check: PhoneCheck) -> Result<Call, Failure> {
    let purpose = Purpose::from_name(part(texts, 0)).ok_or_else(|| invalid(Field::Purpose))?;
    let channel = match part(texts, 1) {
        "" => SmsChannel::of_purpose(purpose),
        name => SmsChannel::from_name(name).ok_or_else(|| invalid(Field::Channel))?,
    };
    let phone = Recipient::read(phone_at(texts, 2).ok_or_else(|| invalid(Field::Phone))?);
    let check = match purpose {
        Purpose::New => check,
        Purpose::Old => PhoneCheck::Possible,
    };
    judge_phone(&phone, check, Field::Phone)?;
    Ok(Call::SendSms { channel, phone })
}

fn judge_update_phone(texts: &str) -> Result<Call, Failure> {
    let new_phone = match phone_at(texts, 0).map(Recipient::read) {
        Some(phone) => {
            judge_phone(&phone, PhoneCheck::Possible, Field::Phone)?;
            Some(phone.e164)
        }
        None => None,
    };
    let token = part(texts, 3);
    trap_at(token);
    if token.is_empty() {
        return Err(invalid(Field::UpdatePhoneToken));
    }
    Ok(Call::UpdatePhone { token: Secret::new(token), new_phone })
}

/// Decides by the profile what became of a token whose change ended in an error with the member `isLost`: whether it has happened, and
/// fails with what is true where that is something else than the error said. `texts`: the key of the [`PreparedCall`], the error's code,
/// and the profile's country code and number, if it has them.
#[wasm_bindgen]
pub fn reconcile(client: &Client, texts: &str, is_lost: bool, wall: f64, monotonic: f64) -> Result<bool, JsValue> {
    let core = &client.0;
    let [key, code, country_code, number] = [0, 1, 2, 3].map(|number| part(texts, number));
    let now = Instant { wall, monotonic };
    let is_changed = core.memory().reconcile(key, country_code, number, now);
    let failure = match is_changed {
        Some(false) if is_lost => {
            Failure::of_operation(ErrorCode::Network, Some(Operation::UpdatePhone)).with(Detail::NotChanged)
        }
        Some(is_changed) => return Ok(is_changed),
        // Who is to wait or to sign in may try again then.
        None if matches!(ErrorCode::from_name(code), Some(ErrorCode::RateLimited | ErrorCode::NotSignedIn)) => {
            return Ok(false);
        }
        None => Failure::local(ErrorCode::OutcomeUnknown),
    };
    Err(to_error(&failure, core.language))
}
