//! The calls of a client: arguments in, promises out.

use super::client::{Client, Core};
use super::errors::CallError;
use super::exchange::exchange;
use super::reading::{self, OwnedPhoneInput, invalid, required_text, text};
use crate::flow::{Instant, UpdateTokens};
use crate::javascript::{get, to_js};
use crate::phone::parse;
use crate::protocol::{
    Call, ErrorCode, Field, Json, Language, PhoneCheck, Purpose, SmsChannel, UpdatePhoneRequest, judge_phone,
};
use js_sys::Promise;
use std::pin::Pin;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Boxed, so that what drives a promise is compiled once and not for every call.
type Answering = Pin<Box<dyn Future<Output = Result<JsValue, CallError>>>>;

/// Runs a call with its own hold on the client, so that the client may be freed meanwhile.
fn promise(client: &Client, call: impl FnOnce(Rc<Core>) -> Answering) -> Promise {
    drive(call(Rc::clone(&client.0)), client.0.application.language)
}

fn drive(answering: Answering, language: Language) -> Promise {
    future_to_promise(async move { answering.await.map_err(|error| error.into_js(language)) })
}

/// `{purpose, phone, channel?}` -> the service's envelope, `phone` as judged, `sentAt`.
#[wasm_bindgen(js_name = sendCode)]
pub fn send_code(client: &Client, request: JsValue, options: JsValue) -> Promise {
    promise(client, |core| {
        Box::pin(async move {
            let purpose = required_text(&request, "purpose", Field::Purpose)?;
            let purpose = Purpose::from_name(&purpose).ok_or_else(|| invalid(Field::Purpose))?;
            let channel = match text(&request, "channel", Field::Channel)? {
                Some(name) => SmsChannel::from_name(&name).ok_or_else(|| invalid(Field::Channel))?,
                None => SmsChannel::of_purpose(purpose),
            };
            let input = get(&request, "phone").map_err(|cause| CallError::because(invalid(Field::Phone), cause))?;
            let phone = parse(OwnedPhoneInput::read(&input, Field::Phone)?.borrow(), None);
            let check = match purpose {
                Purpose::New => core.phone_check,
                Purpose::Old => PhoneCheck::Possible,
            };
            judge_phone(&phone, check, Field::Phone)?;
            let call = Call::SendSms { channel, phone: &phone };
            let exchange = exchange(&core, call, &[&phone.national_number], &options)
                .await
                .map_err(|error| error.about(|refusal| (refusal == ErrorCode::PhoneInvalid).then_some(Field::Phone)))?;
            let added = [("phone", (&phone).into()), sent_at(exchange.sent_at)];
            Ok(to_js(&exchange.envelope.to_json_with(added)))
        })
    })
}

/// 发起修改手机号的验证请求: the six fields of the API -> the service's envelope with the token, `sentAt`.
#[wasm_bindgen(js_name = updatePhoneRequest)]
pub fn update_phone_request(client: &Client, request: JsValue, options: JsValue) -> Promise {
    promise(client, |core| {
        Box::pin(async move {
            let request =
                UpdatePhoneRequest::judge(core.phone_check, &mut |field| text(&request, field.as_str(), field))?;
            let exchange = exchange(&core, Call::VerifyUpdatePhoneRequest(&request), &request.secrets(), &options)
                .await
                .map_err(|error| error.about(|refusal| request.field_of(refusal)))?;
            let grant = exchange.envelope.data.grant();
            let data = Json::Object(vec![
                ("updatePhoneToken", grant.update_phone_token.expose().into()),
                ("tokenExpiresIn", grant.token_expires_in.into()),
            ]);
            let response = to_js(&exchange.envelope.to_json_with([("data", data), sent_at(exchange.sent_at)]));
            let expires_in_ms = grant.token_expires_in * 1000.0;
            core.tokens.borrow_mut().receive(grant.update_phone_token, exchange.sent_at, expires_in_ms);
            Ok(response)
        })
    })
}

/// 修改手机号: a token in any of its three forms -> the service's envelope, `outcome`.
#[wasm_bindgen(js_name = updatePhone)]
pub fn update_phone(client: &Client, token: JsValue, options: JsValue) -> Promise {
    promise(client, |core| {
        Box::pin(async move {
            let token = reading::update_phone_token(&token)?;
            core.tokens.borrow_mut().admit(&token, core.now())?;
            let exchange = exchange(&core, Call::UpdatePhone(&token), &[token.expose()], &options)
                .await
                .map_err(|error| error.about(UpdateTokens::field_of))?;
            core.tokens.borrow_mut().spend(&token);
            Ok(to_js(&exchange.envelope.to_json_with([("outcome", "confirmed".into())])))
        })
    })
}

/// The signed-in user as the service describes them.
#[wasm_bindgen(js_name = getProfile)]
pub fn get_profile(client: &Client, options: JsValue) -> Promise {
    promise(client, |core| {
        Box::pin(async move { Ok(exchange(&core, Call::GetProfile, &[], &options).await?.raw_data) })
    })
}

/// The moment of sending on both clocks, of which the TypeScript layer makes a countdown.
fn sent_at(instant: Instant) -> (&'static str, Json<'static>) {
    ("sentAt", Json::Object(vec![("wall", instant.wall.into()), ("monotonic", instant.monotonic.into())]))
}
