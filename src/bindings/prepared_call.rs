//! A call between what Rust decides of it and what JavaScript does with it.

use super::client::{Client, Core};
use super::errors::to_error;
use super::trap::trap_at;
use crate::flow::{Instant, key_of};
use crate::protocol::{Answer, Call, Detail, Envelope, ErrorCode, Failure, confirm, part, token_lifetime};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/transport.js")]
extern "C" {
    /// Makes a call: sends its request and has the answer judged. Frees it at the end.
    #[wasm_bindgen(js_name = exchangeAndFree)]
    fn exchange(operation: usize, call: PreparedCall, client: &JsValue, options: &JsValue) -> Promise;
}

/// A call whose arguments were read and judged. It holds on to what its client remembers, so that the client may be freed before it.
///
/// It is asked by `transport.js`, once for its body and once for what the answer means. Where it takes two moments, the first is when
/// the request was sent and the second is now, each by the wall clock and by the monotonic one.
#[wasm_bindgen]
pub struct PreparedCall {
    core: Rc<Core>,
    call: Call,
}

#[wasm_bindgen]
impl PreparedCall {
    /// What makes two calls of a client the same one; that of a sending is the key of its cool-down too.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        key_of(&self.call, &self.core.app_id)
    }

    /// Lets it be sent, unless it must not be, and brings back what its body says, see [`Call::texts`]. `cooldown_ms`: what is left of the
    /// cool-down of a sending; 0 for none.
    pub fn admit(&self, wall: f64, monotonic: f64, cooldown_ms: f64) -> Result<String, JsValue> {
        let admitted = if cooldown_ms > 0.0 {
            let mut failure = Failure::local(ErrorCode::CodeSentTooOften);
            failure.retry_after_ms = Some(cooldown_ms);
            Err(failure)
        } else {
            self.core.memory().admit(&self.call, Instant { wall, monotonic })
        };
        match admitted {
            Ok(()) => Ok(self.call.texts()),
            Err(failure) => Err(to_error(&failure, self.core.language)),
        }
    }

    /// What an answer means: of a success how many seconds the token lives that it brings, of a request that may be sent once more
    /// with a fresh access token -1. Fails with what happened. `NaN` is what is not there; without a status there is no envelope.
    /// `texts`: the access token, what the answer brought, and its message.
    #[allow(clippy::too_many_arguments, reason = "each is a look into JavaScript less")]
    pub fn judge(
        &self,
        sent_wall: f64,
        sent_monotonic: f64,
        wall: f64,
        monotonic: f64,
        http_status: f64,
        retry_after_ms: f64,
        status_code: f64,
        api_code: f64,
        texts: &str,
        is_denied: bool,
        lifetime: f64,
        can_refresh: bool,
    ) -> Result<f64, JsValue> {
        let Self { core, call, .. } = self;
        let sent_at = Instant { wall: sent_wall, monotonic: sent_monotonic };
        let [access_token, brought, message] = [0, 1, 2].map(|number| part(texts, number));
        trap_at(access_token);
        trap_at(message);
        let answer = Answer {
            http_status: http_status as u16,
            retry_after_ms: told(retry_after_ms),
            envelope: told(status_code).map(|status_code| Envelope {
                status_code: status_code as i32,
                api_code: told(api_code).map(|code| code as i32),
                message,
                is_denied,
                brought,
            }),
        };
        match confirm(call, access_token, answer) {
            Ok(()) => {
                let lifetime = token_lifetime(lifetime);
                core.memory().succeeded(call, (brought, lifetime), sent_at);
                Ok(lifetime)
            }
            Err(failure) if can_refresh && failure.code == ErrorCode::NotSignedIn => Ok(-1.0),
            Err(failure) => Err(self.failed(failure, sent_at, Instant { wall, monotonic })),
        }
    }

    /// The error for a call without an answer. `cause`: 0 for no answer, 1 for none that can be read, 2 for none in time, 3 for no access
    /// token, 4 for none in time, 5 for a caller who gave up and gets no error of this. `is_sent`: whether there may be an answer that
    /// nobody knows.
    #[allow(clippy::too_many_arguments, reason = "each is a look into JavaScript less")]
    pub fn fail(
        &self,
        cause: u8,
        is_sent: bool,
        sent_wall: f64,
        sent_monotonic: f64,
        wall: f64,
        monotonic: f64,
    ) -> JsValue {
        let now = Instant { wall, monotonic };
        let (code, detail) = match cause {
            0 => (ErrorCode::Network, None),
            1 => (ErrorCode::BadResponse, None),
            2 => (ErrorCode::Timeout, None),
            3 => (ErrorCode::NotSignedIn, Some(Detail::AccessTokenMissing)),
            4 => (ErrorCode::Timeout, Some(Detail::AccessTokenTimedOut)),
            _ => {
                if is_sent {
                    self.core.memory().lost(&self.call, now);
                }
                return JsValue::UNDEFINED;
            }
        };
        let mut failure = Failure::of_operation(code, Some(self.call.operation()));
        failure.is_lost = detail.is_none();
        failure.detail = detail;
        if !is_sent {
            return to_error(&failure, self.core.language);
        }
        let sent_at = Instant { wall: sent_wall, monotonic: sent_monotonic };
        self.failed(failure, sent_at, now)
    }
}

impl PreparedCall {
    /// A call of a client, unless its arguments cannot be used.
    pub(super) fn new(client: &Client, judged: Result<Call, Failure>) -> Result<Self, JsValue> {
        let core = Rc::clone(&client.0);
        match judged {
            Ok(call) => Ok(Self { core, call }),
            Err(failure) => Err(to_error(&failure, core.language)),
        }
    }

    /// Makes it, for who has no layer above. `options`: `startLimit`, or `signal`.
    pub(super) fn run(self, options: &JsValue) -> Promise {
        let core = Rc::clone(&self.core);
        exchange(self.call.operation() as usize, self, &core.options, options)
    }

    /// A failure as JavaScript gets it, once what follows from it is remembered and said in it.
    fn failed(&self, mut failure: Failure, sent_at: Instant, now: Instant) -> JsValue {
        self.core.memory().failed(&self.call, &mut failure, sent_at, now);
        to_error(&failure, self.core.language)
    }
}

/// A number that may be missing.
fn told(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}
