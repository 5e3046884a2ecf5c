//! The phone functions, which need no client and answer at once.
//!
//! They take texts and give texts and plain values, not objects: reading and building an object across the boundary takes several
//! times as long as judging the number. The layer above takes objects apart and puts them together.

use super::record::{phone_input, write_record};
use super::trap::trap_at;
use crate::phone::{TypedIn, format_as_you_type, is_valid, write_countries};
use wasm_bindgen::prelude::*;

/// What `home` is, and what is asked; one function for it all, since every function costs its own way across the boundary.
mod flag {
    /// `home` is a country code, not a region.
    pub const IS_COUNTRY_CODE: u32 = 1;
    /// Only whether the number is valid is asked.
    pub const IS_VALID: u32 = 2;
}

/// Parses and judges a number: a text alone, or with a country code or region as its `home`. Writes the answer at
/// [`record_address`](super::record_address) and brings back its length; or, if only that is asked, 1 for a valid number and
/// 0 for any other.
#[wasm_bindgen(js_name = readPhone)]
pub fn read_phone(number: &str, home: Option<String>, default_region: Option<String>, flags: u32) -> usize {
    trap_at(number);
    let input = phone_input(number, home.as_deref(), flags & flag::IS_COUNTRY_CODE != 0);
    let default_region = default_region.as_deref();
    if flags & flag::IS_VALID != 0 {
        return is_valid(input, default_region).into();
    }
    write_record(input, default_region)
}

/// Formats what was typed so far, a text of less than 2,048 UTF-16 code units; `home` as for [`read_phone`], and a negative `caret`
/// for none. Brings back the region and a line break, a character whose code is the caret's place, and the text.
#[wasm_bindgen(js_name = formatAsYouType)]
pub fn format_typed(typed: &str, home: Option<String>, flags: u32, caret: i32) -> String {
    trap_at(typed);
    let typed_in = match home.as_deref() {
        None => TypedIn::Anywhere,
        Some(country_code) if flags & flag::IS_COUNTRY_CODE != 0 => TypedIn::CountryCode(country_code),
        Some(region) => TypedIn::Region(region),
    };
    let shown = format_as_you_type(typed, typed_in, usize::try_from(caret).ok());
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
    write_countries(&mut lines);
    lines
}
