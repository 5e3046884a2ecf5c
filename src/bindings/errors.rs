//! Failures as JavaScript errors.

use crate::protocol::{Failure, Language};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/transport.js")]
extern "C" {
    /// An `Error` of a failure's texts and the rest of its facts.
    #[wasm_bindgen(js_name = errorOf)]
    fn error_of(texts: &str, is_retryable: bool, retry_after_ms: f64, is_lost: bool, asks_profile: bool) -> JsValue;
}

/// An `Error` with the members of `UpdatePhoneError`, which the TypeScript layer makes one of.
pub fn to_error(failure: &Failure, language: Language) -> JsValue {
    let retry_after_ms = failure.retry_after_ms.unwrap_or(f64::NAN);
    let texts = failure.texts(language);
    error_of(&texts, failure.is_retryable, retry_after_ms, failure.is_lost, failure.asks_profile)
}
