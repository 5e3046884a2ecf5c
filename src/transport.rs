//! The one place that calls `fetch`: the parts of a request go in, what came back comes out.
//!
//! `gloo-net` wraps the response, but its `send` is not used: it panics when a fetch rejects with something that is not an
//! `Error` (as `abort("reason")` makes it) and does not catch a fetch that throws at once; either would leave the caller's
//! promise pending for ever.

use crate::javascript::{get, set, to_js};
use crate::protocol::{Answer, AnswerData, Envelope, HttpRequest, Json, Scalar, integer};
use gloo_net::http::Response;
use js_sys::{Date, Error, Function, JSON, Promise};
use wasm_bindgen::prelude::*;
use web_sys::AbortSignal;

#[wasm_bindgen]
extern "C" {
    /// `globalThis.fetch`, looked up at the call so that a replaced one is used.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &JsValue) -> Result<JsValue, JsValue>;

    /// `JSON.parse` without a copy of the body into this module's memory.
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn json_parse(text: &JsValue) -> Result<JsValue, JsValue>;

    /// What any implementation of fetch may resolve to: reading it can throw.
    type ResponseShape;
    #[wasm_bindgen(method, structural, catch)]
    fn text(this: &ResponseShape) -> Result<JsValue, JsValue>;

    /// The time limit of one try, held in JavaScript so that it holds whatever happens in here.
    type TryLimit;
    /// Aborted at the limit and when the caller gives up.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &TryLimit) -> AbortSignal;
    /// Whether it was time that ran out.
    #[wasm_bindgen(method, getter, js_name = isTimedOut)]
    fn is_timed_out(this: &TryLimit) -> bool;
    #[wasm_bindgen(method)]
    fn race(this: &TryLimit, value: &JsValue) -> Promise;
    #[wasm_bindgen(method, js_name = raceHalfway)]
    fn race_halfway(this: &TryLimit, value: &JsValue) -> JsValue;
    /// Stops the timers and lets go of the caller's signal.
    #[wasm_bindgen(method)]
    fn end(this: &TryLimit);
}

/// What one try may take: a limit, or just the caller's own signal.
pub struct Patience {
    limit: Option<TryLimit>,
    signal: Option<AbortSignal>,
}

impl Patience {
    /// Begins a try by the options of a call: with the limit that the TypeScript layer hands in as `startLimit`, or else with just
    /// the caller's `signal`.
    pub fn begin(options: &JsValue) -> Result<Self, JsValue> {
        Ok(match get(options, "startLimit")?.dyn_into::<Function>() {
            Ok(start_limit) => {
                let limit: TryLimit = start_limit.call0(options)?.unchecked_into();
                Self { signal: Some(limit.signal()), limit: Some(limit) }
            }
            Err(_) => Self { limit: None, signal: get(options, "signal")?.dyn_into().ok() },
        })
    }

    /// A promise of a value or of what a promise brings, unless patience ends first: an implementation that ignores its signal holds
    /// nobody up. What it rejects with is to be [explained](Self::explain).
    pub fn wait_for(&self, value: &JsValue) -> Promise {
        match &self.limit {
            Some(limit) => limit.race(value),
            None => Promise::resolve(value),
        }
    }

    /// A promise of what a call can do without: of `undefined` when half of the time is gone.
    pub fn or_halfway(&self, value: JsValue) -> JsValue {
        match &self.limit {
            Some(limit) => limit.race_halfway(&value),
            None => value,
        }
    }

    /// Whether it has ended already: then nothing must be sent.
    pub fn check(&self) -> Result<(), NoAnswer> {
        match &self.signal {
            Some(signal) if signal.aborted() => Err(self.explain(JsValue::UNDEFINED)),
            _ => Ok(()),
        }
    }

    /// Tells a rejection that patience caused from one that the network caused.
    pub fn explain(&self, cause: JsValue) -> NoAnswer {
        if self.limit.as_ref().is_some_and(TryLimit::is_timed_out) {
            return NoAnswer::TimedOut;
        }
        match &self.signal {
            Some(signal) if signal.aborted() => NoAnswer::Aborted(signal.reason()),
            _ => NoAnswer::Failed(cause),
        }
    }
}

impl Drop for Patience {
    fn drop(&mut self) {
        if let Some(limit) = &self.limit {
            limit.end();
        }
    }
}

/// Why there is no answer.
pub enum NoAnswer {
    /// The caller's reason, untouched.
    Aborted(JsValue),
    /// The time limit.
    TimedOut,
    /// What fetch threw or rejected with.
    Failed(JsValue),
    /// Something came, but it is no response, or its body broke off.
    Unreadable { http_status: u16, cause: JsValue },
}

/// An answer, and its `data` as the engine parsed it.
pub struct Received {
    pub answer: Answer,
    pub data: JsValue,
}

/// Calls fetch. `credentials` and `redirect`: no cookies are wanted, and a redirect could carry
/// the token elsewhere (workerd knows no `"error"`).
pub fn send(fetch: Option<&Function>, request: HttpRequest<'_>, patience: &Patience) -> Result<JsValue, NoAnswer> {
    let body = request.body.as_ref().and_then(|body| JSON::stringify(&to_js(body)).ok()).map(String::from);
    let mut init = Json::default();
    init.text("method", request.method.as_str());
    init.object("headers", request.headers);
    init.text("credentials", "omit");
    init.text("redirect", "manual");
    init.text("body", body.as_deref());
    let init = to_js(&init);
    if let Some(signal) = &patience.signal {
        set(&init, "signal", signal);
    }
    let answering = match fetch {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&request.url), &init),
        None => global_fetch(&request.url, &init),
    };
    answering.map_err(|cause| patience.explain(cause))
}

/// What is known of an answer before its body.
#[derive(Default)]
pub struct Head {
    pub http_status: u16,
    retry_after_ms: Option<f64>,
}

/// Reads the head and starts reading the body. Looks first whether this is a response at all: `gloo-net` takes that for granted.
pub fn read_head(response: &JsValue) -> Result<(Head, JsValue), NoAnswer> {
    let shape: &ResponseShape = response.unchecked_ref();
    let read = || {
        if get(response, "status")?.as_f64().is_none() {
            return Err(Error::new("fetch did not resolve to a response").into());
        }
        let has_headers = get(&get(response, "headers")?, "get")?.is_function();
        let response = Response::from(response.clone().unchecked_into::<web_sys::Response>());
        let retry_after = if has_headers { response.headers().get("retry-after") } else { None };
        Ok(Head {
            http_status: response.status(),
            retry_after_ms: retry_after.and_then(|value| retry_after_ms(&value)),
        })
    };
    let head = read().map_err(|cause| NoAnswer::Unreadable { http_status: 0, cause })?;
    let http_status = head.http_status;
    // A redirect, which is not followed, whatever its body says. Browsers hide its status.
    if http_status == 0 || (300..400).contains(&http_status) {
        return Ok((head, JsValue::UNDEFINED));
    }
    let reading = shape.text().map_err(|cause| NoAnswer::Unreadable { http_status, cause })?;
    Ok((head, reading))
}

/// Reads the envelope. A body that holds none is still an answer, of which the HTTP status is known. What `JSON.parse` throws quotes
/// the body, so it is dropped.
pub fn read_body(&Head { http_status, retry_after_ms }: &Head, text: &JsValue) -> Received {
    let body = json_parse(text).unwrap_or(JsValue::NULL);
    let data = member(&body, "data");
    let envelope =
        Envelope::read(&|name| scalar(&member(&body, name)), AnswerData::read(&|name| scalar(&member(&data, name))));
    Received { answer: Answer { http_status, retry_after_ms, envelope }, data }
}

/// `Retry-After` in both its forms: seconds, or a date (RFC 9110, 10.2.3).
fn retry_after_ms(value: &str) -> Option<f64> {
    let wait = match integer(value) {
        Some(seconds) => f64::from(seconds) * 1000.0,
        None => Date::parse(value) - Date::now(),
    };
    (wait.is_finite() && wait >= 0.0).then_some(wait)
}

/// A member of parsed JSON, which has neither getters nor proxies.
fn member(object: &JsValue, name: &str) -> JsValue {
    get(object, name).unwrap_or(JsValue::UNDEFINED)
}

fn scalar(value: &JsValue) -> Scalar {
    if let Some(number) = value.as_f64() {
        Scalar::Number(number)
    } else if let Some(text) = value.as_string() {
        Scalar::Text(text)
    } else if let Some(flag) = value.as_bool() {
        Scalar::Flag(flag)
    } else {
        Scalar::Other
    }
}
