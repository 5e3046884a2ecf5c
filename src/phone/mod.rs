//! Phone numbers: reading what a person typed, and judging it.
//!
//! Everything here is pure: no I/O, no clock, no panic, time linear in the length of the input. The reference for every
//! verdict is Google's libphonenumber; [`METADATA_VERSION`] says which release of its metadata is compiled in.
//!
//! The judgement in this version knows calling codes, possible lengths and plain national prefixes. It does not know
//! number patterns, so it cannot tell assigned ranges from unassigned ones, nor a mobile number from a fixed line; see
//! [`PhoneNumber`] for what its fields mean meanwhile.

pub mod digits;
mod metadata;
mod number;
mod parse;
mod text;

pub use self::metadata::METADATA_VERSION;
pub use self::number::{PhoneIssue, PhoneNumber, PhoneNumberType};
pub use self::parse::{PhoneInput, parse};
