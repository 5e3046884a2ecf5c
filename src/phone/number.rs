//! The public results: a parsed number, its type and its issue.

use super::ascii::push_ascii;
use super::metadata::Territory;
use super::parser::{Parsed, PhoneInput, read};
use super::verdict::Verdict;
use crate::named::named;
use serde::Serialize;

/// A parsed phone number and the verdict on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneNumber {
    /// `+86`; empty when the input could not be read as a number.
    pub country_code: String,
    /// `18812345678`: ASCII digits without country code and national prefix; empty when the input could not be read.
    pub national_number: String,
    /// `+8618812345678`; empty when the input could not be read. Present also when the number is not possible.
    pub e164: String,
    /// The digits of an extension, as they were typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// ISO 3166-1 alpha-2, or `001` for a non-geographic code; `None` where several regions share the calling code and the
    /// number lies in none of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The kind of line; [`PhoneNumberType::Unknown`] when the number is not valid.
    #[serde(rename = "type")]
    pub number_type: PhoneNumberType,
    /// Whether calling code and length fit, at least for a local call: libphonenumber's `isPossibleNumber`.
    pub is_possible: bool,
    /// Whether the number lies in a range that is known to be assigned: libphonenumber's `isValidNumber`.
    pub is_valid: bool,
    /// Why the number cannot be used. `None` exactly when [`is_valid`](Self::is_valid) is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<PhoneIssue>,
    /// The number in the national format, `(0)188 …`, with its extension.
    pub national_format: String,
    /// The number in the international format, `+86 188 1234 5678`, with its extension.
    pub international_format: String,
}

/// Parses, judges and formats a phone number. Never fails: if the input cannot be used, [`issue`](PhoneNumber::issue) says why.
///
/// `default_region`, ISO 3166-1 alpha-2, is the region of a text without a plus sign, and of a number whose country code or region is
/// empty. Takes time linear in the length of the input. More than 250 UTF-16 code units are [`PhoneIssue::TooLong`].
pub fn parse(input: PhoneInput<'_>, default_region: Option<&str>) -> PhoneNumber {
    match read(input, default_region) {
        Ok(parsed) => PhoneNumber::of(&parsed, input.number()),
        Err(issue) => PhoneNumber::unreadable(issue),
    }
}

/// A number to send a code to: a [`PhoneNumber`] without region, extension and formats, which need most of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// As [`PhoneNumber::country_code`].
    pub country_code: String,
    /// As [`PhoneNumber::national_number`].
    pub national_number: String,
    /// As [`PhoneNumber::e164`].
    pub e164: String,
    /// As [`PhoneNumber::number_type`].
    pub number_type: PhoneNumberType,
    /// As [`PhoneNumber::is_possible`].
    pub is_possible: bool,
    /// As [`PhoneNumber::issue`]; `None` exactly when the number is valid.
    pub issue: Option<PhoneIssue>,
}

impl Recipient {
    /// Parses and judges a number, as [`parse`] does without a default region.
    pub fn read(input: PhoneInput<'_>) -> Self {
        let mut recipient = Self {
            country_code: String::new(),
            national_number: String::new(),
            e164: String::new(),
            number_type: PhoneNumberType::Unknown,
            is_possible: false,
            issue: Some(PhoneIssue::Empty),
        };
        match read(input, None) {
            Ok(parsed) => {
                let calling_code = parsed.plan.calling_code_digits();
                let (calling_code, national_number) = (calling_code.as_bytes(), parsed.national_number());
                let Verdict { number_type, is_possible, issue, .. } = parsed.judge();
                recipient.country_code = joined(&[b"+", calling_code], "");
                recipient.national_number = joined(&[national_number], "");
                recipient.e164 = joined(&[b"+", calling_code, national_number], "");
                (recipient.number_type, recipient.is_possible, recipient.issue) = (number_type, is_possible, issue);
            }
            Err(issue) => recipient.issue = Some(issue),
        }
        recipient
    }
}

/// Returns [`PhoneNumber::is_valid`] without computing the other fields.
pub fn is_valid(input: PhoneInput<'_>, default_region: Option<&str>) -> bool {
    read(input, default_region).is_ok_and(|parsed| parsed.is_valid())
}

/// Parses a number like [`parse`], and writes the result into memory for callers in another language.
///
/// The record begins with the lengths of nine fields, a byte each, in UTF-16 code units. The fields follow in UTF-8: country code with
/// plus sign, national number, extension, region, type, issue, `1` if the number is possible, national format, international format.
/// A missing value is an empty field.
///
/// Returns the number of bytes written.
pub fn parse_to_record(input: PhoneInput<'_>, default_region: Option<&str>, record: &mut Record) -> usize {
    match read(input, default_region) {
        Ok(parsed) => {
            let verdict = parsed.judge();
            let extension = parsed.extension(input.number());
            let extension = extension.as_bytes();
            let label = if extension.is_empty() { "" } else { parsed.extension_label() }.as_bytes();
            let calling_code = parsed.plan.calling_code_digits();
            let formatted = parsed.format(calling_code.as_bytes());
            let fields: [&[&[u8]]; FIELDS] = [
                &[b"+", calling_code.as_bytes()],
                &[parsed.national_number()],
                &[extension],
                &[verdict.territory.map_or(b"", Territory::code)],
                &[verdict.number_type.as_str().as_bytes()],
                &[verdict.issue.map_or("", PhoneIssue::as_str).as_bytes()],
                &[if verdict.is_possible { b"1" } else { b"" }],
                &[formatted.national.as_bytes(), label, extension],
                &[formatted.international.as_bytes(), label, extension],
            ];
            write_record(fields, record)
        }
        Err(issue) => {
            let issue = issue.as_str().as_bytes();
            write_record([&[], &[], &[], &[], &[b"unknown"], &[issue], &[], &[], &[]], record)
        }
    }
}

/// Memory for [`parse_to_record`]. Every record fits.
pub type Record = [u8; 512];

const FIELDS: usize = 9;

/// Writes the lengths of the fields and then the fields, each given in pieces. Returns the number of bytes written.
fn write_record(fields: [&[&[u8]]; FIELDS], record: &mut Record) -> usize {
    let (lengths, texts) = record.split_at_mut(FIELDS);
    let mut written = 0_usize;
    for (field, length) in fields.into_iter().zip(lengths) {
        let mut units = 0_u8;
        for piece in field {
            let rest = texts.get_mut(written..).unwrap_or_default();
            for (&byte, slot) in piece.iter().zip(rest) {
                *slot = byte;
                units = units.wrapping_add(utf16_units(byte));
            }
            written = written.wrapping_add(piece.len());
        }
        *length = units;
    }
    written.wrapping_add(FIELDS)
}

/// The number of UTF-16 code units of the character that begins with this byte of UTF-8; 0 for a continuation byte.
fn utf16_units(byte: u8) -> u8 {
    u8::from(byte & 0xC0 != 0x80).wrapping_add(u8::from(byte >= 0xF0))
}

/// Joins pieces of ASCII and a text at the end.
#[inline(never)]
fn joined(ascii: &[&[u8]], end: &str) -> String {
    let mut text = String::with_capacity(32);
    for part in ascii {
        push_ascii(&mut text, part);
    }
    text.push_str(end);
    text
}

impl PhoneNumber {
    /// Judges and formats a number that was parsed from `text`.
    fn of(parsed: &Parsed, text: &str) -> Self {
        let Verdict { territory, number_type, is_possible, issue } = parsed.judge();
        let calling_code = parsed.plan.calling_code_digits();
        let (calling_code, national_number) = (calling_code.as_bytes(), parsed.national_number());
        let formatted = parsed.format(calling_code);
        let extension = parsed.extension(text);
        let mut end = String::new();
        if !extension.is_empty() {
            end.push_str(parsed.extension_label());
            end.push_str(&extension);
        }
        Self {
            country_code: joined(&[b"+", calling_code], ""),
            national_number: joined(&[national_number], ""),
            e164: joined(&[b"+", calling_code, national_number], ""),
            region: territory.map(Territory::name),
            number_type,
            is_possible,
            is_valid: issue.is_none(),
            issue,
            national_format: joined(&[formatted.national.as_bytes()], &end),
            international_format: joined(&[formatted.international.as_bytes()], &end),
            extension: Some(extension).filter(|extension| !extension.is_empty()),
        }
    }

    /// The result for an input that cannot be parsed.
    pub(super) fn unreadable(issue: PhoneIssue) -> Self {
        Self {
            country_code: String::new(),
            national_number: String::new(),
            e164: String::new(),
            extension: None,
            region: None,
            number_type: PhoneNumberType::Unknown,
            is_possible: false,
            is_valid: false,
            issue: Some(issue),
            national_format: String::new(),
            international_format: String::new(),
        }
    }
}

named! {
    /// The kind of line, by libphonenumber's `PhoneNumberType`.
    #[derive(Hash)]
    pub enum PhoneNumberType {
        /// A fixed line.
        FixedLine "fixed-line"
        /// A mobile phone.
        Mobile "mobile"
        /// A fixed line or a mobile phone, where the number does not tell, as in the United States.
        FixedLineOrMobile "fixed-line-or-mobile"
        /// Free for the caller.
        TollFree "toll-free"
        /// More expensive than a normal call.
        PremiumRate "premium-rate"
        /// Paid by caller and callee.
        SharedCost "shared-cost"
        /// Voice over IP.
        Voip "voip"
        /// A number that follows its owner from line to line.
        PersonalNumber "personal-number"
        /// A pager.
        Pager "pager"
        /// A universal access number: one number for all locations of a company.
        Uan "uan"
        /// A voice mailbox.
        Voicemail "voicemail"
        /// Unknown, or the number is not valid.
        Unknown "unknown"
    }
}

named! {
    /// Why a number cannot be used. The first that applies is reported.
    #[derive(Hash)]
    pub enum PhoneIssue {
        /// The text is empty or blank.
        Empty "empty"
        /// The text has no digits that could be a number, or other characters between them.
        NotANumber "not-a-number"
        /// The calling code does not exist, or there is neither a calling code nor a region.
        InvalidCountryCode "invalid-country-code"
        /// Fewer digits than any number of the country has.
        TooShort "too-short"
        /// More digits than any number of the country has, or more than 250 characters.
        TooLong "too-long"
        /// Neither too short nor too long, but no number of the country has this length.
        InvalidLength "invalid-length"
        /// Enough digits for a local call, but the area code is missing.
        LocalOnly "local-only"
        /// Of possible length, but in no range that is known to be assigned. Only this issue can be wrong because metadata is old.
        InvalidNumber "invalid-number"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No label of a release so far has characters outside ASCII.
    #[test]
    fn lengths_of_fields_are_utf16_code_units_even_for_characters_outside_ascii() {
        let label = " доб.\u{3000}\u{1f4de} 5";
        let units: usize = label.bytes().map(utf16_units).map(usize::from).sum();
        assert_eq!(units, label.encode_utf16().count());
    }
}
