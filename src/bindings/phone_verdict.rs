//! The phone functions of the TypeScript layer: texts in, and a binary record out. Programs call them in loops over lists, and fields at
//! each key. Objects in and out would take several times as long as the verdict itself, and twice as long as formatting (`make bench`,
//! "A verdict", "As you type").
//!
//! The record is in this module's memory, where the TypeScript layer reads it (`pkg/src/phone-record.ts`): see [`parse_to_record`].

use super::phone::typed_text;
use super::trap::trap_at;
use crate::phone::{PhoneInput, Record, is_valid, parse_to_record};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static RECORD: RefCell<Record> = const { RefCell::new([0; 512]) };
}

/// The address of the record in the module's memory.
#[wasm_bindgen(js_name = recordAddress)]
pub fn record_address() -> usize {
    RECORD.with(|record| record.as_ptr().addr())
}

/// Parses and judges a number, with a separate country code or region if there is one. Writes the record at [`record_address`] and
/// returns its length.
#[wasm_bindgen(js_name = readNumber)]
pub fn read_number(
    number: &str,
    #[wasm_bindgen(js_name = countryCode)] country_code: Option<String>,
    region: Option<String>,
    #[wasm_bindgen(js_name = defaultRegion)] default_region: Option<String>,
) -> usize {
    trap_at(number);
    let input = phone_input(number, country_code.as_deref(), region.as_deref());
    RECORD.with_borrow_mut(|record| parse_to_record(input, default_region.as_deref(), record))
}

/// Whether a number is valid; arguments as for [`read_number`].
#[wasm_bindgen(js_name = isValidNumber)]
pub fn is_valid_number(
    number: &str,
    #[wasm_bindgen(js_name = countryCode)] country_code: Option<String>,
    region: Option<String>,
    #[wasm_bindgen(js_name = defaultRegion)] default_region: Option<String>,
) -> bool {
    trap_at(number);
    let input = phone_input(number, country_code.as_deref(), region.as_deref());
    is_valid(input, default_region.as_deref())
}

/// Formats a number while it is typed; see the layer's `formatAsYouType`.
#[wasm_bindgen(js_name = formatTyped, unchecked_return_type = "TypedText")]
pub fn format_typed_text(
    input: &str,
    #[wasm_bindgen(js_name = countryCode)] country_code: Option<String>,
    region: Option<String>,
    caret: Option<u32>,
) -> JsValue {
    typed_text(input, country_code.as_deref(), region.as_deref(), caret)
}

fn phone_input<'a>(number: &'a str, country_code: Option<&'a str>, region: Option<&'a str>) -> PhoneInput<'a> {
    match (country_code, region) {
        (Some(country_code), _) => PhoneInput::InCountry { country_code, number },
        (None, Some(region)) => PhoneInput::InRegion { region, number },
        (None, None) => PhoneInput::Text(number),
    }
}
