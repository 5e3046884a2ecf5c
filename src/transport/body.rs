//! The body of an answer, of which no more is read than an answer of the service can have.

use super::NoAnswer;
use super::limit::Limit;
use super::values::{member, resolve};
use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// Bytes of a body, or characters of a text; a body that has more is cut off there, and is no envelope then.
const LONGEST_BODY: f64 = 1_048_576.0;

/// A chunk counts as so many bytes at least, or a stream of empty ones would keep the process busy for ever.
const SMALLEST_CHUNK: f64 = 16.0;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<TextDecoder, JsValue>;
    /// Gives a value and not a `String`, which would be a copy in this module's memory.
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &JsValue, options: &JsValue) -> Result<JsValue, JsValue>;
}

/// The text of a response's body; `None` where it is too long.
pub async fn read_body(response: &JsValue, limit: &Limit) -> Result<Option<JsValue>, NoAnswer> {
    let thrown = |cause| limit.explain(cause);
    let body = member(response, "body").map_err(thrown)?;
    match member(&body, "getReader").map_err(thrown)?.dyn_into::<Function>() {
        Ok(get_reader) => read_stream(&get_reader.call0(&body).map_err(thrown)?, limit).await,
        // A fetch without streams.
        Err(_) => {
            let text = limit.race(&call_method(response, "text").map_err(thrown)?).await?;
            let length = text.dyn_ref::<JsString>().map_or(f64::INFINITY, |text| text.length().into());
            Ok(Some(text).filter(|_| length <= LONGEST_BODY))
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
            length += size.max(SMALLEST_CHUNK);
            if length > LONGEST_BODY {
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

/// The options of a decoder that gets more.
#[derive(serde::Serialize)]
struct Streaming {
    stream: bool,
}

fn call_method(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    member(object, name)?.dyn_into::<Function>()?.call0(object)
}

/// Lets something happen of which nobody wants to know how it ends.
pub fn ignore(outcome: &Result<JsValue, JsValue>) {
    if let Ok(value) = outcome
        && value.is_object()
    {
        let promise = resolve(value);
        spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}
