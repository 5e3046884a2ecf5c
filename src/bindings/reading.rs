//! Reading what a caller hands in: anything may be anything, and every look may throw.

use super::errors::CallError;
use crate::javascript::get;
use crate::phone::PhoneInput;
use crate::protocol::{ErrorCode, Failure, Field, Secret};
use wasm_bindgen::JsValue;

/// A string that may be missing. Anything else at its place is refused, with its name.
pub fn text(object: &JsValue, name: &str, field: Field) -> Result<Option<String>, CallError> {
    let value = get(object, name).map_err(|cause| CallError::because(invalid(field), cause))?;
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    value.as_string().map(Some).ok_or_else(|| invalid(field).into())
}

/// A string that must be there.
pub fn required_text(object: &JsValue, name: &str, field: Field) -> Result<String, CallError> {
    text(object, name, field)?.ok_or_else(|| invalid(field).into())
}

/// An argument of the wrong kind.
pub fn invalid(field: Field) -> Failure {
    Failure::local(ErrorCode::InvalidArgument).at(field)
}

/// A phone number in one of its three forms.
pub enum OwnedPhoneInput {
    Text(String),
    InCountry { country_code: String, number: String },
    InRegion { region: String, number: String },
}

impl OwnedPhoneInput {
    /// A string, `{countryCode, number}` or `{region, number}`.
    pub fn read(input: &JsValue, field: Field) -> Result<Self, CallError> {
        if let Some(text) = input.as_string() {
            return Ok(Self::Text(text));
        }
        let number = required_text(input, "number", field)?;
        if let Some(country_code) = text(input, "countryCode", field)? {
            return Ok(Self::InCountry { country_code, number });
        }
        let region = required_text(input, "region", field)?;
        Ok(Self::InRegion { region, number })
    }

    /// As the core takes it.
    pub fn borrow(&self) -> PhoneInput<'_> {
        match self {
            Self::Text(text) => PhoneInput::Text(text),
            Self::InCountry { country_code, number } => PhoneInput::InCountry { country_code, number },
            Self::InRegion { region, number } => PhoneInput::InRegion { region, number },
        }
    }
}

/// The update token: bare, in an object, or in the answer that brought it.
pub fn update_phone_token(token: &JsValue) -> Result<Secret, CallError> {
    const FIELD: Field = Field::UpdatePhoneToken;
    let bare = match token.as_string() {
        Some(bare) => Some(bare),
        None => match text(token, "updatePhoneToken", FIELD)? {
            Some(bare) => Some(bare),
            None => {
                let data = get(token, "data").map_err(|cause| CallError::because(invalid(FIELD), cause))?;
                text(&data, "updatePhoneToken", FIELD)?
            }
        },
    };
    bare.filter(|bare| !bare.is_empty()).map(Secret::new).ok_or_else(|| invalid(FIELD).into())
}
