//! The phone functions, which need no client and answer at once.
//!
//! They take texts and give texts and plain values, not objects: reading and building an object across the boundary takes several
//! times as long as judging the number. The layer above takes objects apart and puts them together.

use crate::phone::{PhoneInput, Record, TypedIn, countries, format_as_you_type, is_valid, parse_to_record};
use core::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    /// Where a parsed number is written: the layer above reads it in place, which is faster than allocating a text for it.
    static RECORD: RefCell<Record> = const { RefCell::new([0; 512]) };
}

/// The address of the record in the module's memory.
#[wasm_bindgen(js_name = recordAddress)]
pub fn record_address() -> usize {
    RECORD.with(|record| record.as_ptr().addr())
}

/// A number in one of its three forms: a text alone, with a country code, or with a region.
fn input<'a>(number: &'a str, country_code: &'a Option<String>, region: &'a Option<String>) -> PhoneInput<'a> {
    match (country_code, region) {
        (Some(country_code), _) => PhoneInput::InCountry { country_code, number },
        (None, Some(region)) => PhoneInput::InRegion { region, number },
        (None, None) => PhoneInput::Text(number),
    }
}

/// Parses and judges a number, and writes the answer at [`record_address`], as [`parse_to_record`] does. Brings back its length.
#[wasm_bindgen(js_name = parsePhone)]
pub fn parse_phone(
    number: &str,
    country_code: Option<String>,
    region: Option<String>,
    default_region: Option<String>,
) -> usize {
    let input = input(number, &country_code, &region);
    RECORD.with_borrow_mut(|record| parse_to_record(input, default_region.as_deref(), record))
}

/// Whether a number is valid.
#[wasm_bindgen(js_name = isValidPhone)]
pub fn is_valid_phone(
    number: &str,
    country_code: Option<String>,
    region: Option<String>,
    default_region: Option<String>,
) -> bool {
    is_valid(input(number, &country_code, &region), default_region.as_deref())
}

/// Formats what was typed so far, a text of less than 2,048 UTF-16 code units. Brings back the region and a line break, a character
/// whose code is the caret's place, and the text.
#[wasm_bindgen(js_name = formatAsYouType)]
pub fn format_typed(typed: &str, country_code: Option<String>, region: Option<String>, caret: Option<u32>) -> String {
    let typed_in = match (&country_code, &region) {
        (Some(country_code), _) => TypedIn::CountryCode(country_code),
        (None, Some(region)) => TypedIn::Region(region),
        (None, None) => TypedIn::Anywhere,
    };
    let caret = caret.and_then(|caret| usize::try_from(caret).ok());
    let shown = format_as_you_type(typed, typed_in, caret);
    let caret = u32::try_from(shown.caret).ok().and_then(char::from_u32).unwrap_or_default();
    let mut answer = String::with_capacity(shown.text.len().saturating_add(8));
    answer.push_str(shown.region.as_deref().unwrap_or_default());
    answer.push('\n');
    answer.push(caret);
    answer.push_str(&shown.text);
    answer
}

/// All regions that have a calling code. Brings back a line each: region, country code and, where there is one, an example of a mobile
/// number, with spaces between.
#[wasm_bindgen(js_name = countries)]
pub fn list_countries() -> String {
    let mut lines = String::new();
    for country in countries() {
        lines.push_str(&country.region);
        lines.push(' ');
        lines.push_str(&country.country_code);
        lines.push(' ');
        lines.push_str(country.example_mobile.as_deref().unwrap_or_default());
        lines.push('\n');
    }
    lines
}
