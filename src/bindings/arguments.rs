//! Reads the arguments of calls. An argument may be of any type, and each access may throw. Each member is read once, since a getter may
//! return something else the second time.

use super::errors::CallError;
use super::trap::trap_at;
use crate::phone::{PhoneInput, PhoneNumber, Recipient, parse};
use crate::protocol::{
    Call, Failure, Field, PhoneCheck, PhoneEntry, Purpose, Secret, SmsChannel, UpdatePhoneRequest, judge_phone,
};
use crate::transport::member;
use js_sys::JsString;
use wasm_bindgen::prelude::*;

/// The longest text that is read in full, in UTF-16 code units. Numbers, codes and names are shorter.
const MAX_TEXT_LENGTH: u32 = 250;

/// A text, or the beginning of one that is too long: the module's memory never shrinks.
pub fn short_text(value: &JsValue) -> Option<String> {
    let text = value.dyn_ref::<JsString>()?;
    let is_short = text.length() <= MAX_TEXT_LENGTH;
    if is_short { value.as_string() } else { Some(text.slice(0, MAX_TEXT_LENGTH.saturating_add(1)).into()) }
}

fn read_member(object: &JsValue, name: &str, field: Field) -> Result<JsValue, CallError> {
    member(object, name).map_err(|cause| CallError::caused_by(Failure::invalid_argument(field), cause))
}

/// An optional text. Any other type is refused, with the name of the field.
fn text(object: &JsValue, name: &str, field: Field) -> Result<Option<String>, CallError> {
    let value = read_member(object, name, field)?;
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    short_text(&value).map(Some).ok_or_else(|| Failure::invalid_argument(field).into())
}

fn required_text(object: &JsValue, name: &str, field: Field) -> Result<String, CallError> {
    text(object, name, field)?.ok_or_else(|| Failure::invalid_argument(field).into())
}

/// A phone number in one of its three forms.
pub enum OwnedPhoneInput {
    Text(String),
    InCountry { country_code: String, number: String },
    InRegion { region: String, number: String },
}

impl OwnedPhoneInput {
    /// Reads a string, `{ countryCode, number }` or `{ region, number }`.
    pub fn read(input: &JsValue) -> Result<Self, CallError> {
        if let Some(text) = short_text(input) {
            return Ok(Self::Text(text));
        }
        let number = required_text(input, "number", Field::Phone)?;
        if let Some(country_code) = text(input, "countryCode", Field::Phone)? {
            return Ok(Self::InCountry { country_code, number });
        }
        let region = required_text(input, "region", Field::Phone)?;
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

/// A call whose arguments were read and judged. `phone`: the number that a code is sent to, for the answer.
pub struct ReadCall {
    pub call: Call,
    pub phone: Option<PhoneNumber>,
}

impl From<Call> for ReadCall {
    fn from(call: Call) -> Self {
        Self { call, phone: None }
    }
}

/// `{ purpose, phone, channel? }`
pub fn read_send_code(request: &JsValue, check: PhoneCheck) -> Result<ReadCall, CallError> {
    let purpose = required_text(request, Field::Purpose.as_str(), Field::Purpose)?;
    let purpose = Purpose::from_name(&purpose).ok_or_else(|| Failure::invalid_argument(Field::Purpose))?;
    let channel = match text(request, Field::Channel.as_str(), Field::Channel)? {
        Some(name) => SmsChannel::from_name(&name).ok_or_else(|| Failure::invalid_argument(Field::Channel))?,
        None => SmsChannel::of_purpose(purpose),
    };
    let input = OwnedPhoneInput::read(&read_member(request, Field::Phone.as_str(), Field::Phone)?)?;
    let phone = Recipient::read(input.borrow());
    let check = match purpose {
        Purpose::New => check,
        Purpose::Old => PhoneCheck::Possible,
    };
    judge_phone(&phone, check, Field::Phone)?;
    Ok(ReadCall { call: Call::SendSms { channel, phone }, phone: Some(parse(input.borrow(), None)) })
}

/// The six fields of the API.
pub fn read_update_phone_request(request: &JsValue, check: PhoneCheck) -> Result<ReadCall, CallError> {
    let field = |field: Field| text(request, field.as_str(), field);
    let new = [field(Field::NewPhoneCountryCode)?, field(Field::NewPhoneNumber)?, field(Field::NewPhonePassCode)?];
    let old = [field(Field::OldPhoneCountryCode)?, field(Field::OldPhoneNumber)?, field(Field::OldPhonePassCode)?];
    let request = UpdatePhoneRequest::judge(check, entry(&new), entry(&old))?;
    Ok(Call::VerifyUpdatePhoneRequest(Box::new(request)).into())
}

fn entry([country_code, number, pass_code]: &[Option<String>; 3]) -> PhoneEntry<'_> {
    PhoneEntry { country_code: country_code.as_deref(), number: number.as_deref(), pass_code: pass_code.as_deref() }
}

/// The update token, as a text, in an object or in the answer of `updatePhoneRequest`; and `newPhone` if the caller names it.
pub fn read_update_phone(token: &JsValue) -> Result<ReadCall, CallError> {
    let new_phone = match read_member(token, "newPhone", Field::Phone)? {
        absent if absent.is_undefined() || absent.is_null() => None,
        input => {
            let phone = Recipient::read(OwnedPhoneInput::read(&input)?.borrow());
            judge_phone(&phone, PhoneCheck::Possible, Field::Phone)?;
            Some(phone.e164)
        }
    };
    let token = match token.as_string() {
        Some(token) => token,
        None => read_token(token)?,
    };
    trap_at(&token);
    if token.is_empty() {
        return Err(Failure::invalid_argument(Field::UpdatePhoneToken).into());
    }
    Ok(Call::UpdatePhone { token: Secret::new(token), new_phone }.into())
}

fn read_token(request: &JsValue) -> Result<String, CallError> {
    const FIELD: Field = Field::UpdatePhoneToken;
    let mut token = read_member(request, FIELD.as_str(), FIELD)?;
    if token.is_undefined() || token.is_null() {
        token = read_member(&read_member(request, "data", FIELD)?, FIELD.as_str(), FIELD)?;
    }
    token.as_string().ok_or_else(|| Failure::invalid_argument(FIELD).into())
}
