//! The calls of a client: arguments in, promises out.

use super::client::{Client, Core};
use super::errors::{CallError, IS_LOST};
use super::exchange::exchange;
use super::reading::{self, OwnedPhoneInput, invalid, required_text, text};
use super::trap::trap_at;
use crate::flow::{Instant, key_of};
use crate::javascript::{get, to_js};
use crate::phone::Recipient;
use crate::protocol::{
    Call, Detail, Envelope, ErrorCode, Failure, Field, Json, Operation, PhoneCheck, Purpose, SmsChannel,
    UpdatePhoneRequest, judge_phone,
};
use js_sys::Promise;
use std::cell::Cell;
use wasm_bindgen::prelude::*;

/// A call whose arguments were read and judged. Nothing has been sent.
#[wasm_bindgen]
pub struct PreparedCall {
    /// Until it is run.
    call: Cell<Option<Call>>,
    key: String,
}

#[wasm_bindgen]
impl PreparedCall {
    /// What makes two calls of a client the same one; that of a sending is the key of its cool-down too.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        self.key.clone()
    }
}

impl PreparedCall {
    fn new(client: &Client, read: Result<Call, CallError>) -> Result<Self, JsValue> {
        let core = &client.0;
        let call = read.map_err(|error| error.into_js(core.application.language))?;
        let key = key_of(&call, &core.application.app_id);
        Ok(Self { call: Cell::new(Some(call)), key })
    }
}

/// Makes a call. `options`: `startLimit`, or `signal`. `cooldown_ms`: what is left of the cool-down of a sending, if there is one.
#[wasm_bindgen]
pub fn run(client: &Client, prepared: &PreparedCall, options: JsValue, cooldown_ms: f64) -> Promise {
    let call = if cooldown_ms > 0.0 {
        let mut failure = Failure::local(ErrorCode::CodeSentTooOften);
        failure.retry_after_ms = Some(cooldown_ms);
        Err(failure.into())
    } else {
        prepared.call.take().ok_or_else(|| Failure::local(ErrorCode::InvalidArgument).into())
    };
    exchange(client, call, options)
}

/// Reads `{purpose, phone, channel?}`. `phone_check`: instead of the client's.
#[wasm_bindgen(js_name = prepareSendCode)]
pub fn prepare_send_code(
    client: &Client,
    request: &JsValue,
    phone_check: Option<String>,
) -> Result<PreparedCall, JsValue> {
    PreparedCall::new(client, read_send_code(request, check_of(client, phone_check)))
}

/// Reads the six fields of the API. `phone_check`: instead of the client's.
#[wasm_bindgen(js_name = prepareUpdatePhoneRequest)]
pub fn prepare_update_phone_request(
    client: &Client,
    request: &JsValue,
    phone_check: Option<String>,
) -> Result<PreparedCall, JsValue> {
    PreparedCall::new(client, read_update_phone_request(request, check_of(client, phone_check)))
}

/// Reads a token in any of its three forms.
#[wasm_bindgen(js_name = prepareUpdatePhone)]
pub fn prepare_update_phone(client: &Client, token: &JsValue) -> Result<PreparedCall, JsValue> {
    PreparedCall::new(client, read_update_phone(token))
}

fn check_of(client: &Client, name: Option<String>) -> PhoneCheck {
    name.as_deref().and_then(PhoneCheck::from_name).unwrap_or(client.0.phone_check)
}

/// 发起修改手机号的验证请求: the six fields of the API -> the service's envelope with the token, `sentAt`.
#[wasm_bindgen(js_name = updatePhoneRequest)]
pub fn update_phone_request(client: &Client, request: &JsValue, options: JsValue) -> Promise {
    exchange(client, read_update_phone_request(request, client.0.phone_check), options)
}

/// 修改手机号: a token in any of its three forms -> the service's envelope, `outcome`. Of an error with the member `isLost` only the
/// profile can tell whether the number was changed: see [`reconcile`].
#[wasm_bindgen(js_name = updatePhone)]
pub fn update_phone(client: &Client, token: &JsValue, options: JsValue) -> Promise {
    exchange(client, read_update_phone(token), options)
}

/// The signed-in user as the service describes them.
#[wasm_bindgen(js_name = getProfile)]
pub fn get_profile(client: &Client, options: JsValue) -> Promise {
    exchange(client, Ok(Call::GetProfile), options)
}

fn read_send_code(request: &JsValue, check: PhoneCheck) -> Result<Call, CallError> {
    let purpose = required_text(request, "purpose", Field::Purpose)?;
    let purpose = Purpose::from_name(&purpose).ok_or_else(|| invalid(Field::Purpose))?;
    let channel = match text(request, "channel", Field::Channel)? {
        Some(name) => SmsChannel::from_name(&name).ok_or_else(|| invalid(Field::Channel))?,
        None => SmsChannel::of_purpose(purpose),
    };
    let input = get(request, "phone").map_err(|cause| CallError::because(invalid(Field::Phone), cause))?;
    let phone = Recipient::read(OwnedPhoneInput::read(&input, Field::Phone)?.borrow());
    let check = match purpose {
        Purpose::New => check,
        Purpose::Old => PhoneCheck::Possible,
    };
    judge_phone(&phone, check, Field::Phone)?;
    Ok(Call::SendSms { channel, phone })
}

fn read_update_phone_request(request: &JsValue, check: PhoneCheck) -> Result<Call, CallError> {
    let read = &mut |field: Field| text(request, field.as_str(), field).map(Option::unwrap_or_default);
    Ok(Call::VerifyUpdatePhoneRequest(Box::new(UpdatePhoneRequest::judge(check, read)?)))
}

fn read_update_phone(token: &JsValue) -> Result<Call, CallError> {
    let new_phone = match get(token, "newPhone").map_err(|cause| CallError::because(invalid(Field::Phone), cause))? {
        missing if missing.is_undefined() || missing.is_null() => None,
        input => {
            let phone = Recipient::read(OwnedPhoneInput::read(&input, Field::Phone)?.borrow());
            judge_phone(&phone, PhoneCheck::Possible, Field::Phone)?;
            Some(phone.e164)
        }
    };
    let token = reading::update_phone_token(token)?;
    trap_at(token.expose());
    Ok(Call::UpdatePhone { token, new_phone })
}

/// Decides by the profile what became of a token whose change ended in an `error` with the member `isLost`: returns when the change has
/// happened, and throws what is true when not. `key` is that of the [`PreparedCall`]; `profile` what
/// [`get_profile`] resolved with, if it did.
#[wasm_bindgen]
pub fn reconcile(client: &Client, key: &str, profile: &JsValue, error: JsValue) -> Result<(), JsValue> {
    let core = &client.0;
    let member = |name| get(profile, name).ok().and_then(|value| value.as_string());
    let now = core.now();
    let is_changed = member("phone").and_then(|phone| {
        core.with_memory(|memory| memory.reconcile(key, member("phoneCountryCode").as_deref(), &phone, now))
    });
    let is_lost = get(&error, IS_LOST)?.is_truthy();
    let failure = match is_changed {
        Some(true) => return Ok(()),
        Some(false) if is_lost => {
            Failure::of_operation(ErrorCode::Network, Some(Operation::UpdatePhone)).with(Detail::NotChanged)
        }
        // The refusal itself; and who is to wait or to sign in may try again then.
        Some(false) => return Err(error),
        None if matches!(code_of(&error), Some(ErrorCode::RateLimited | ErrorCode::NotSignedIn)) => return Err(error),
        None => Failure::local(ErrorCode::OutcomeUnknown),
    };
    Err(CallError::because(failure, error).into_js(core.application.language))
}

fn code_of(error: &JsValue) -> Option<ErrorCode> {
    ErrorCode::from_name(&get(error, "code").ok()?.as_string()?)
}

/// What a success means for the client, and what JavaScript gets of it.
pub fn complete(core: &Core, call: &Call, envelope: &Envelope, data: JsValue, sent_at: Instant) -> JsValue {
    let grant = envelope.data.grant();
    core.with_memory(|memory| memory.succeeded(call, &grant, sent_at));
    let mut response = envelope.to_json();
    match call {
        // The layer above adds the number, as it reads it.
        Call::SendSms { .. } => {}
        Call::VerifyUpdatePhoneRequest(_) => {
            let mut data = Json::default();
            data.text("updatePhoneToken", grant.update_phone_token.expose());
            data.number("tokenExpiresIn", grant.token_expires_in);
            response.object("data", data);
        }
        Call::UpdatePhone { .. } => {
            response.text("outcome", "confirmed");
            return to_js(&response);
        }
        Call::GetProfile => return data,
    }
    // Of which the TypeScript layer makes a countdown.
    let mut moment = Json::default();
    moment.number("wall", sent_at.wall);
    moment.number("monotonic", sent_at.monotonic);
    response.object("sentAt", moment);
    to_js(&response)
}
