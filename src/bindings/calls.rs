//! The calls of a client: arguments in, promises out.

use super::client::{Client, Core};
use super::errors::CallError;
use super::exchange::exchange;
use super::reading::{self, OwnedPhoneInput, invalid, required_text, text};
use crate::flow::Instant;
use crate::javascript::{get, to_js};
use crate::phone::parse;
use crate::protocol::{Call, Envelope, Field, Json, PhoneCheck, Purpose, SmsChannel, UpdatePhoneRequest, judge_phone};
use js_sys::Promise;
use wasm_bindgen::prelude::*;

/// `{purpose, phone, channel?}` -> the service's envelope, `phone` as judged, `sentAt`.
#[wasm_bindgen(js_name = sendCode)]
pub fn send_code(client: &Client, request: &JsValue, options: JsValue) -> Promise {
    exchange(client, read_send_code(&client.0, request), options)
}

fn read_send_code(core: &Core, request: &JsValue) -> Result<Call, CallError> {
    let purpose = required_text(request, "purpose", Field::Purpose)?;
    let purpose = Purpose::from_name(&purpose).ok_or_else(|| invalid(Field::Purpose))?;
    let channel = match text(request, "channel", Field::Channel)? {
        Some(name) => SmsChannel::from_name(&name).ok_or_else(|| invalid(Field::Channel))?,
        None => SmsChannel::of_purpose(purpose),
    };
    let input = get(request, "phone").map_err(|cause| CallError::because(invalid(Field::Phone), cause))?;
    let phone = parse(OwnedPhoneInput::read(&input, Field::Phone)?.borrow(), None);
    let check = match purpose {
        Purpose::New => core.phone_check,
        Purpose::Old => PhoneCheck::Possible,
    };
    judge_phone(&phone, check, Field::Phone)?;
    Ok(Call::SendSms { channel, phone })
}

/// 发起修改手机号的验证请求: the six fields of the API -> the service's envelope with the token, `sentAt`.
#[wasm_bindgen(js_name = updatePhoneRequest)]
pub fn update_phone_request(client: &Client, request: &JsValue, options: JsValue) -> Promise {
    let read = &mut |field: Field| text(request, field.as_str(), field).map(Option::unwrap_or_default);
    let judged = UpdatePhoneRequest::judge(client.0.phone_check, read);
    exchange(client, judged.map(|request| Call::VerifyUpdatePhoneRequest(Box::new(request))), options)
}

/// 修改手机号: a token in any of its three forms -> the service's envelope, `outcome`.
#[wasm_bindgen(js_name = updatePhone)]
pub fn update_phone(client: &Client, token: &JsValue, options: JsValue) -> Promise {
    exchange(client, read_update_phone(&client.0, token), options)
}

fn read_update_phone(core: &Core, token: &JsValue) -> Result<Call, CallError> {
    let token = reading::update_phone_token(token)?;
    let now = core.now();
    core.with_tokens(|tokens| tokens.admit(&token, now))?;
    Ok(Call::UpdatePhone(token))
}

/// The signed-in user as the service describes them.
#[wasm_bindgen(js_name = getProfile)]
pub fn get_profile(client: &Client, options: JsValue) -> Promise {
    exchange(client, Ok(Call::GetProfile), options)
}

/// What a success means for the client, and what JavaScript gets of it.
pub fn complete(core: &Core, call: &Call, envelope: &Envelope, data: JsValue, sent_at: Instant) -> JsValue {
    let grant = envelope.data.grant();
    let mut response = envelope.to_json();
    match call {
        Call::SendSms { phone, .. } => response.object("phone", phone.into()),
        Call::VerifyUpdatePhoneRequest(_) => {
            let mut data = Json::default();
            data.text("updatePhoneToken", grant.update_phone_token.expose());
            data.number("tokenExpiresIn", grant.token_expires_in);
            response.object("data", data);
            let expires_in_ms = grant.token_expires_in * 1000.0;
            core.with_tokens(|tokens| tokens.receive(grant.update_phone_token.clone(), sent_at, expires_in_ms));
        }
        Call::UpdatePhone(token) => {
            response.text("outcome", "confirmed");
            core.with_tokens(|tokens| tokens.spend(token));
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
