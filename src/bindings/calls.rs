//! The calls of a client: arguments in, promises out.

use super::client::{Client, Core};
use super::errors::CallError;
use super::exchange::exchange;
use super::objects::{assign, object};
use super::reading::{self, OwnedPhoneInput, invalid, member, required_text, text};
use crate::flow::Instant;
use crate::phone::{PhoneNumber, parse};
use crate::protocol::{
    Call, Field, Language, Purpose, SendSmsPayload, SmsChannel, UpdatePhonePayload, UpdatePhoneRequest, grant,
    judge_new_phone, judge_old_phone,
};
use js_sys::Promise;
use serde::Serialize;
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
            let input = member(&request, "phone").map_err(|cause| CallError::because(invalid(Field::Phone), cause))?;
            let phone = parse(OwnedPhoneInput::read(&input, Field::Phone)?.borrow(), None);
            match purpose {
                Purpose::New => judge_new_phone(&phone, core.phone_check, Field::Phone),
                Purpose::Old => judge_old_phone(&phone, Field::Phone),
            }?;
            let call = Call::SendSms(SendSmsPayload {
                channel: channel.as_str(),
                phone_number: phone.national_number.clone(),
                phone_country_code: phone.country_code.clone(),
            });
            let exchange = exchange(&core, &call, &[&phone.national_number], &options).await?;
            let response = object(&exchange.confirmation);
            assign(
                &response,
                &CodeSent {
                    phone: &phone,
                    sent_at: exchange.sent_at.into(),
                },
            );
            Ok(response.into())
        })
    })
}

/// 发起修改手机号的验证请求: the six fields of the API -> the service's envelope with the token, `sentAt`.
#[wasm_bindgen(js_name = updatePhoneRequest)]
pub fn update_phone_request(client: &Client, request: JsValue, options: JsValue) -> Promise {
    promise(client, |core| {
        Box::pin(async move {
            let request = UpdatePhoneRequest::judge(&reading::update_phone_request(&request)?, core.phone_check)?;
            let exchange = exchange(&core, &request.to_call(), &request.secrets(), &options)
                .await
                .map_err(|error| error.about(|refusal| request.field_of(refusal)))?;
            let grant = grant(&exchange.confirmation, exchange.data)?;
            let response = object(&exchange.confirmation);
            assign(
                &response,
                &Granted {
                    data: GrantData {
                        update_phone_token: grant.update_phone_token.expose(),
                        token_expires_in: grant.token_expires_in,
                    },
                    sent_at: exchange.sent_at.into(),
                },
            );
            core.tokens.borrow_mut().receive(
                grant.update_phone_token,
                exchange.sent_at,
                grant.token_expires_in * 1000.0,
            );
            Ok(response.into())
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
            let call = Call::UpdatePhone(UpdatePhonePayload {
                update_phone_token: token.clone(),
            });
            let exchange = exchange(&core, &call, &[token.expose()], &options).await?;
            core.tokens.borrow_mut().spend(&token);
            let response = object(&exchange.confirmation);
            assign(&response, &Updated { outcome: "confirmed" });
            Ok(response.into())
        })
    })
}

/// The signed-in user as the service describes them.
#[wasm_bindgen(js_name = getProfile)]
pub fn get_profile(client: &Client, options: JsValue) -> Promise {
    promise(client, |core| {
        Box::pin(async move { Ok(exchange(&core, &Call::GetProfile, &[], &options).await?.raw_data) })
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeSent<'a> {
    phone: &'a PhoneNumber,
    sent_at: SentAt,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Granted<'a> {
    data: GrantData<'a>,
    sent_at: SentAt,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GrantData<'a> {
    update_phone_token: &'a str,
    token_expires_in: f64,
}

#[derive(Serialize)]
struct Updated {
    outcome: &'static str,
}

/// The moment of sending on both clocks, of which the TypeScript layer makes a countdown.
#[derive(Serialize)]
struct SentAt {
    wall: f64,
    monotonic: f64,
}

impl From<Instant> for SentAt {
    fn from(instant: Instant) -> Self {
        Self {
            wall: instant.wall,
            monotonic: instant.monotonic,
        }
    }
}
