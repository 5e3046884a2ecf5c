//! The values that calls resolve to.

use crate::flow::Instant;
use crate::phone::PhoneNumber;
use crate::protocol::{Envelope, Grant, Operation};
use crate::transport::{Clock, to_js};
use serde::Serialize;
use wasm_bindgen::JsValue;

/// A call that has succeeded.
pub struct Completed {
    pub operation: Operation,
    pub envelope: Envelope,
    /// Of a verified request.
    pub grant: Grant,
    /// The member `data` of the answer, as it is.
    pub data: JsValue,
    pub sent_at: Instant,
    /// Whether the profile proved the success, after a lost answer.
    pub is_reconciled: bool,
}

/// The service's envelope, with the members that the call adds.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    status_code: i32,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    api_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<&'a str>,
    /// Of `updatePhoneRequest`.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<GrantData<'a>>,
    /// Of `updatePhone`.
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    /// Of `sendCode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
    /// For the countdown that the TypeScript layer makes.
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<Instant>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GrantData<'a> {
    update_phone_token: &'a str,
    token_expires_in: f64,
}

impl Completed {
    /// A change whose answer was lost and which the profile has proved.
    pub fn reconciled(now: Instant) -> Self {
        Self {
            operation: Operation::UpdatePhone,
            envelope: Envelope::of_success(),
            grant: Envelope::default().grant(),
            data: JsValue::UNDEFINED,
            sent_at: now,
            is_reconciled: true,
        }
    }

    /// The value of the promise. `phone`: the number that a code was sent to.
    pub fn into_js(self, phone: Option<PhoneNumber>, clock: &Clock) -> JsValue {
        let Self { operation, envelope, grant, data, sent_at, is_reconciled } = self;
        if operation == Operation::GetProfile {
            return data;
        }
        let is_grant = operation == Operation::VerifyUpdatePhoneRequest;
        let outcome = if is_reconciled { "reconciled" } else { "confirmed" };
        let response = to_js(&Response {
            status_code: envelope.status_code,
            message: &envelope.message,
            api_code: envelope.api_code,
            request_id: envelope.request_id.as_deref(),
            data: is_grant.then(|| GrantData {
                update_phone_token: grant.token.expose(),
                token_expires_in: grant.lifetime_seconds,
            }),
            outcome: (operation == Operation::UpdatePhone).then_some(outcome),
            phone,
            sent_at: (cfg!(feature = "layer") && operation != Operation::UpdatePhone).then_some(sent_at),
        });
        with_countdown(&response, operation, grant.lifetime_seconds, sent_at, clock);
        response
    }
}

#[cfg(feature = "bare")]
fn with_countdown(response: &JsValue, operation: Operation, lifetime_seconds: f64, sent_at: Instant, clock: &Clock) {
    use super::countdown::Countdown;
    use crate::flow::CODE_COOLDOWN_MS;

    let (name, duration_ms) = match operation {
        Operation::VerifyUpdatePhoneRequest => ("countdown", lifetime_seconds * 1000.0),
        Operation::SendSms => ("cooldown", CODE_COOLDOWN_MS),
        _ => return,
    };
    let countdown = Countdown::new(sent_at, duration_ms, clock.clone());
    // A new object can be written to.
    let _ = js_sys::Reflect::set(response, &JsValue::from_str(name), &countdown.into());
}

/// The TypeScript layer has its own countdowns, which survive a trap of this module.
#[cfg(not(feature = "bare"))]
fn with_countdown(_: &JsValue, _: Operation, _: f64, _: Instant, _: &Clock) {}
