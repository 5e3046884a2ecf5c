//! Phone numbers: parsing, judging and formatting them.
//!
//! Everything here is pure: no I/O, no clock, no panic, time linear in the length of the input. Every verdict is that of Google's
//! libphonenumber. [`METADATA_VERSION`] is the release of its metadata that is compiled in.

mod as_you_type;
mod ascii;
mod countries;
pub mod digits;
mod extension;
mod format;
mod metadata;
mod number;
mod parser;
mod text;
mod verdict;

pub use self::as_you_type::{DefaultCountry, FormattedText, format_as_you_type};
pub use self::countries::{Country, countries};
pub use self::metadata::METADATA_VERSION;
pub use self::number::{PhoneIssue, PhoneNumber, PhoneNumberType, Recipient, Record, is_valid, parse, parse_to_record};
pub use self::parser::PhoneInput;
