//! The phone functions: synchronous, and without a client.

#[cfg(feature = "bare")]
use super::arguments::{OwnedPhoneInput, short_text};
use super::trap::trap_at;
use crate::phone::{DefaultCountry, FormattedText, countries, format_as_you_type};
#[cfg(feature = "bare")]
use crate::transport::member;
use crate::transport::to_js;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// Parses and judges a number. Never throws for input that a person typed; throws `ERR_INVALID_ARGUMENT` for anything but a `PhoneInput`.
#[cfg(feature = "bare")]
#[wasm_bindgen(js_name = parsePhone, unchecked_return_type = "PhoneNumber")]
pub fn parse_phone(
    #[wasm_bindgen(unchecked_param_type = "PhoneInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "PhoneOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let (input, default_region) = read(input, options)?;
    Ok(to_js(&crate::phone::parse(input.borrow(), default_region.as_deref())))
}

/// Whether a number lies in a range that is known to be assigned: `parsePhone(…).isValid`.
#[cfg(feature = "bare")]
#[wasm_bindgen(js_name = isValidPhone)]
pub fn is_valid_phone(
    #[wasm_bindgen(unchecked_param_type = "PhoneInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "PhoneOptions")] options: &JsValue,
) -> Result<bool, JsValue> {
    let (input, default_region) = read(input, options)?;
    Ok(crate::phone::is_valid(input.borrow(), default_region.as_deref()))
}

#[cfg(feature = "bare")]
fn read(input: &JsValue, options: &JsValue) -> Result<(OwnedPhoneInput, Option<String>), JsValue> {
    let language = crate::protocol::Language::EnUs;
    let input = OwnedPhoneInput::read(input).map_err(|error| error.into_js(language))?;
    Ok((input, short_text(&option(options, "defaultRegion")?)))
}

/// A formatted text and the caret in it.
#[derive(Serialize)]
struct TypedText {
    text: String,
    caret: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<String>,
}

/// Formats a number while it is typed. `countryCode`, `defaultRegion`: for input without a country code; the first counts if both are given.
/// `caret`: its offset before formatting, in UTF-16 code units; without it, the text counts as typed key by key.
#[cfg(feature = "bare")]
#[wasm_bindgen(js_name = formatAsYouType, unchecked_return_type = "TypedText")]
pub fn format_typed(
    #[wasm_bindgen(unchecked_param_type = "string")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "TypingOptions")] options: &JsValue,
) -> Result<JsValue, JsValue> {
    let input = input.as_string().ok_or_else(|| invalid("input", "must be a string", None))?;
    let text = |name| Ok::<_, JsValue>(short_text(&option(options, name)?));
    let (country_code, region) = (text("countryCode")?, text("defaultRegion")?);
    let caret = option(options, "caret")?.as_f64().map(|caret| caret as u32);
    Ok(typed_text(&input, country_code.as_deref(), region.as_deref(), caret))
}

#[cfg(feature = "bare")]
fn option(options: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    member(options, name).map_err(|cause| invalid(name, "could not be read", Some(cause)))
}

#[cfg(feature = "bare")]
fn invalid(name: &str, rule: &str, cause: Option<JsValue>) -> JsValue {
    super::errors::own::invalid("ERR_INVALID_ARGUMENT", name, rule, cause)
}

/// The result of [`format_as_you_type`] as an object.
pub fn typed_text(input: &str, country_code: Option<&str>, region: Option<&str>, caret: Option<u32>) -> JsValue {
    trap_at(input);
    let default_country = match (country_code, region) {
        (Some(country_code), _) if !country_code.trim().is_empty() => DefaultCountry::CountryCode(country_code),
        (_, Some(region)) => DefaultCountry::Region(region),
        _ => DefaultCountry::Unknown,
    };
    let FormattedText { text, caret, region } =
        format_as_you_type(input, default_country, caret.map(|caret| caret as usize));
    to_js(&TypedText { text, caret, region })
}

/// All regions that have a calling code.
#[wasm_bindgen(js_name = countries, unchecked_return_type = "Country[]")]
pub fn list_countries() -> JsValue {
    to_js(&countries())
}
