//! Where a parsed number is written: the layer above reads it in place, which is faster than allocating a text for it.

use crate::phone::{PhoneInput, Record, parse_to_record};
use core::cell::RefCell;
use wasm_bindgen::prelude::*;

thread_local! {
    static RECORD: RefCell<Record> = const { RefCell::new([0; 512]) };
}

/// The address of the record in the module's memory.
#[wasm_bindgen(js_name = recordAddress)]
pub fn record_address() -> usize {
    RECORD.with(|record| record.as_ptr().addr())
}

/// Parses and judges a number, as [`parse_to_record`] does. Brings back the length of what it wrote.
pub fn write_record(input: PhoneInput<'_>, default_region: Option<&str>) -> usize {
    if cfg!(feature = "ledger-without-phone") {
        return 0;
    }
    RECORD.with_borrow_mut(|record| parse_to_record(input, default_region, record))
}

/// A number in one of its three forms: a text alone, or with a country code or region as its `home`.
pub fn phone_input<'a>(number: &'a str, home: Option<&'a str>, is_country_code: bool) -> PhoneInput<'a> {
    match home {
        None => PhoneInput::Text(number),
        Some(country_code) if is_country_code => PhoneInput::InCountry { country_code, number },
        Some(region) => PhoneInput::InRegion { region, number },
    }
}
