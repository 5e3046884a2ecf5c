//! Reads an answer. A caller's fetch may resolve to anything, and each access may throw.

use super::NoAnswer;
use super::body::read_body;
use super::limit::Limit;
use super::values::{member, own_member};
use crate::protocol::{Answer, Envelope, Scalar, retry_after_ms};
use gloo_net::http::Headers;
use js_sys::{Date, Error, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `JSON.parse` of a text that is not copied into this module's memory.
    #[wasm_bindgen(js_namespace = JSON, js_name = parse, catch)]
    fn parse_json(text: &JsValue) -> Result<JsValue, JsValue>;
}

/// An answer, and the member `data` of its body.
pub struct Received {
    pub answer: Answer,
    pub data: JsValue,
}

/// Reads the response. A body without an envelope is still an answer with an HTTP status. Exceptions of `JSON.parse` are dropped, since they
/// quote the body.
pub async fn receive(response: &JsValue, limit: &Limit) -> Result<Received, NoAnswer> {
    let unreadable = |http_status, cause| match limit.explain(cause) {
        NoAnswer::Failed(cause) => NoAnswer::Unreadable { http_status, cause },
        no_answer => no_answer,
    };
    let status = member(response, "status").map_err(|cause| unreadable(0, cause))?.as_f64();
    let no_response = || unreadable(0, Error::new("fetch did not resolve to a response").into());
    let http_status = status.ok_or_else(no_response)? as u16;
    let body = if is_redirect(http_status) {
        None
    } else {
        read_body(response, limit).await.map_err(|no_answer| match no_answer {
            NoAnswer::Failed(cause) => NoAnswer::Unreadable { http_status, cause },
            no_answer => no_answer,
        })?
    };
    let body = body.and_then(|text| parse_json(&text).ok()).unwrap_or(JsValue::UNDEFINED);
    let data = own_member(&body, "data");
    let envelope = Envelope::read(&|name| scalar(&own_member(&body, name)), &|name| scalar(&own_member(&data, name)));
    let is_success = envelope.as_ref().is_some_and(Envelope::is_success);
    let retry_after_ms = if is_success { None } else { read_retry_after(response) };
    Ok(Received { answer: Answer { http_status, retry_after_ms, envelope }, data })
}

/// Whether it is a redirect, which is not followed. Browsers report its status as 0.
fn is_redirect(http_status: u16) -> bool {
    http_status == 0 || (300..400).contains(&http_status)
}

fn read_retry_after(response: &JsValue) -> Option<f64> {
    let value = header(&member(response, "headers").ok()?, "retry-after")?;
    retry_after_ms(&value, |date| Date::parse(date) - Date::now())
}

/// A header of an object that may be no `Headers`. gloo's `get` panics if the object's throws or returns no text, so it gets a copy.
fn header(headers: &JsValue, name: &str) -> Option<String> {
    let copy = web_sys::Headers::new_with_headers(headers.unchecked_ref()).ok().map(Headers::from_raw);
    copy.and_then(|copy| copy.get(name)).or_else(|| {
        // A stand-in for `Headers` may have nothing but `get`.
        let get: Function = member(headers, "get").ok()?.dyn_into().ok()?;
        get.call1(headers, &JsValue::from_str(name)).ok()?.as_string()
    })
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
