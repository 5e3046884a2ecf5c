//! The one place that calls `fetch`: the parts of a request go in, what came back comes out.
//!
//! Not by `gloo-net`: its `send` panics when a fetch rejects with something that is not an `Error` (as `abort("reason")` makes it) and
//! does not catch a fetch that throws at once; its `Headers` panic where `get` throws, and take what it brings for a text.

use crate::javascript::{get, set};
use crate::protocol::{Answer, AnswerData, Envelope, HttpRequest, Json, Operation, Scalar, integer};
use js_sys::{Date, Error, Function, Promise};
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

    /// Parsed JSON: it has neither getters nor proxies.
    type Parsed;
    #[wasm_bindgen(method, structural, indexing_getter)]
    fn member(this: &Parsed, name: &str) -> JsValue;

    /// What any implementation of fetch may resolve to: reading it can throw.
    type ResponseShape;
    #[wasm_bindgen(method, structural, catch)]
    fn text(this: &ResponseShape) -> Result<JsValue, JsValue>;

    /// The time limit of one try, held in JavaScript so that it holds whatever happens in here.
    type TryLimit;
    /// Aborted at the limit and when the caller gives up.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &TryLimit) -> AbortSignal;
    /// Whether either has happened: in Node, asking the signal costs more.
    #[wasm_bindgen(method, getter, js_name = isOver)]
    fn is_over(this: &TryLimit) -> bool;
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
        let is_over = match (&self.limit, &self.signal) {
            (Some(limit), _) => limit.is_over(),
            (None, Some(signal)) => signal.aborted(),
            (None, None) => false,
        };
        if is_over { Err(self.explain(JsValue::UNDEFINED)) } else { Ok(()) }
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
    let body = request.body.as_ref().map(Json::to_text);
    let mut init = Json::default();
    init.text("method", request.method.as_str());
    init.object("headers", request.headers);
    init.text("credentials", "omit");
    init.text("redirect", "manual");
    init.text("body", body.as_deref());
    // One text instead of two for each member.
    let init = json_parse(&JsValue::from_str(&init.to_text())).unwrap_or(JsValue::UNDEFINED);
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
    response: JsValue,
}

/// Reads the head and starts reading the body. Looks first whether this is a response at all.
pub fn read_head(response: &JsValue) -> Result<(Head, JsValue), NoAnswer> {
    let shape: &ResponseShape = response.unchecked_ref();
    let status = get(response, "status").and_then(|status| {
        let no_response = || Error::new("fetch did not resolve to a response").into();
        status.as_f64().ok_or_else(no_response)
    });
    let http_status = status.map_err(|cause| NoAnswer::Unreadable { http_status: 0, cause })? as u16;
    let head = Head { http_status, response: response.clone() };
    // A redirect, which is not followed, whatever its body says. Browsers hide its status.
    if http_status == 0 || (300..400).contains(&http_status) {
        return Ok((head, JsValue::UNDEFINED));
    }
    let reading = shape.text().map_err(|cause| NoAnswer::Unreadable { http_status, cause })?;
    Ok((head, reading))
}

/// Reads the envelope. A body that holds none is still an answer, of which the HTTP status is known. What `JSON.parse` throws quotes
/// the body, so it is dropped.
pub fn read_body(&Head { http_status, ref response }: &Head, text: &JsValue, operation: Operation) -> Received {
    let body = json_parse(text).unwrap_or(JsValue::NULL);
    let data = member(&body, "data");
    let envelope = Envelope::read(
        &|name| scalar(&member(&body, name)),
        AnswerData::read(operation, &|name| scalar(&member(&data, name))),
    );
    let is_success = envelope.as_ref().is_some_and(Envelope::is_success);
    let retry_after_ms = if is_success { None } else { read_retry_after(response) };
    Received { answer: Answer { http_status, retry_after_ms, envelope }, data }
}

/// How long a response says to wait, if it has headers and they have a text of that name.
fn read_retry_after(response: &JsValue) -> Option<f64> {
    let headers = get(response, "headers").ok()?;
    let get: Function = get(&headers, "get").ok()?.dyn_into().ok()?;
    retry_after_ms(&get.call1(&headers, &JsValue::from_str("retry-after")).ok()?.as_string()?)
}

/// A day. Who waits for as long as a service likes to say may wait for ever; and a timer of a runtime holds no more than 24 days.
const LONGEST_WAIT_MS: f64 = 86_400_000.0;

/// `Retry-After` in both its forms: seconds, or a date (RFC 9110, 10.2.3).
fn retry_after_ms(value: &str) -> Option<f64> {
    let wait = match integer(value) {
        Some(seconds) => f64::from(seconds) * 1000.0,
        None => Date::parse(value) - Date::now(),
    };
    (wait >= 0.0).then_some(wait.min(LONGEST_WAIT_MS))
}

/// A member of what may be an object.
fn member(parsed: &JsValue, name: &str) -> JsValue {
    if parsed.is_object() { parsed.unchecked_ref::<Parsed>().member(name) } else { JsValue::UNDEFINED }
}

fn scalar(value: &JsValue) -> Scalar {
    if value.is_undefined() {
        Scalar::Other
    } else if let Some(number) = value.as_f64() {
        Scalar::Number(number)
    } else if let Some(text) = value.as_string() {
        Scalar::Text(text)
    } else if let Some(flag) = value.as_bool() {
        Scalar::Flag(flag)
    } else {
        Scalar::Other
    }
}
