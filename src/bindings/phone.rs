//! The phone functions, which need no client and answer at once.

use super::reading::OwnedPhoneInput;
use crate::javascript::to_js;
use crate::phone::parse;
use crate::protocol::{Field, Language};
use wasm_bindgen::prelude::*;

/// Parses and judges a number: a string, `{countryCode, number}` or `{region, number}` -> `PhoneNumber`. Throws only for what is
/// none of these.
#[wasm_bindgen(js_name = parsePhone)]
pub fn parse_phone(input: &JsValue, default_region: Option<String>) -> Result<JsValue, JsValue> {
    let input = OwnedPhoneInput::read(input, Field::Phone).map_err(|error| error.into_js(Language::EnUs))?;
    Ok(to_js(&(&parse(input.borrow(), default_region.as_deref())).into()))
}
