//! Phone numbers: parse, judge and format them.
//!
//! Everything here is pure: no I/O, no clock, no panic, and time linear in the length of the input. The reference for every verdict is
//! Google's libphonenumber. [`METADATA_VERSION`] is the release of its metadata that is compiled in.

mod as_you_type;
mod ascii;
mod countries;
pub mod digits;
mod extension;
mod format;
mod judge;
mod metadata;
mod number;
mod parse;
mod text;

pub use self::as_you_type::{Typed, TypedIn, format_as_you_type};
pub use self::countries::{Country, countries};
pub use self::metadata::METADATA_VERSION;
pub use self::number::{PhoneIssue, PhoneNumber, PhoneNumberType, Recipient, Record, is_valid, parse, parse_to_record};
pub use self::parse::PhoneInput;
