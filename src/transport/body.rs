//! Reads the body of an answer, up to a limit.

use super::NoAnswer;
use super::limit::Limit;
use super::values::{member, resolve};
use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The limit in bytes, or in characters of a text. A longer body counts as no envelope.
const MAX_BODY_LENGTH: f64 = 1_048_576.0;

/// The size that a smaller chunk counts as, so that a stream of empty chunks ends.
const MIN_CHUNK_SIZE: f64 = 16.0;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<TextDecoder, JsValue>;
    /// Returns a `JsValue`: a `String` would be a copy in this module's memory.
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
}

/// The text of a response's body; `None` if it is too long.
pub async fn read_body(response: &JsValue, limit: &Limit) -> Result<Option<JsValue>, NoAnswer> {
    let thrown = |cause| limit.explain(cause);
    let body = member(response, "body").map_err(thrown)?;
    match member(&body, "getReader").map_err(thrown)?.dyn_into::<Function>() {
        Ok(get_reader) => read_stream(&get_reader.call0(&body).map_err(thrown)?, limit).await,
        // An implementation of fetch without streams.
        Err(_) => {
            let text = limit.race(&call_method(response, "text").map_err(thrown)?).await?;
            let length = text.dyn_ref::<JsString>().map_or(f64::INFINITY, |text| text.length().into());
            Ok(Some(text).filter(|_| length <= MAX_BODY_LENGTH))
        }
    }
}

async fn read_stream(reader: &JsValue, limit: &Limit) -> Result<Option<JsValue>, NoAnswer> {
    let thrown = |cause| limit.explain(cause);
    let decoder = TextDecoder::new().map_err(thrown)?;
    let more = super::to_js(&Streaming { stream: true });
    let mut text = JsString::from("");
    let mut length = 0.0;
    loop {
        let chunk = limit.race(&call_method(reader, "read").map_err(thrown)?).await?;
        let is_done = member(&chunk, "done").map_err(thrown)?.is_truthy();
        let (bytes, options) = if is_done {
            (JsValue::UNDEFINED, &JsValue::UNDEFINED)
        } else {
            (member(&chunk, "value").map_err(thrown)?, &more)
        };
        if !is_done {
            let size = member(&bytes, "byteLength").map_err(thrown)?.as_f64().unwrap_or(f64::INFINITY);
            length += size.max(MIN_CHUNK_SIZE);
            if length > MAX_BODY_LENGTH {
                ignore(&call_method(reader, "cancel"));
                return Ok(None);
            }
        }
        text = text.concat(&decoder.decode(&bytes, options).map_err(thrown)?);
        if is_done {
            return Ok(Some(text.into()));
        }
    }
}

/// The options of a decoder that expects more chunks.
#[derive(serde::Serialize)]
struct Streaming {
    stream: bool,
}

fn call_method(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    member(object, name)?.dyn_into::<Function>()?.call0(object)
}

/// Ignores the result of a promise, so that it causes no unhandled rejection.
pub fn ignore(outcome: &Result<JsValue, JsValue>) {
    if let Ok(value) = outcome
        && value.is_object()
    {
        let promise = resolve(value);
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}
