//! Phone numbers: reading what a person typed, and judging it.
//!
//! Everything here is pure: no I/O, no clock, no panic, time linear in the length of the input. The reference for every
//! verdict is Google's libphonenumber; [`METADATA_VERSION`] says which release of its metadata is compiled in.

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
