//! The result of parsing and judging a number.

use super::ascii::push_ascii;
use super::judge::Verdict;
use super::metadata::Territory;
use super::parse::{Parsed, PhoneInput, read};
use crate::named::named;
use serde::Serialize;

/// A parsed phone number and its verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhoneNumber {
    /// `+86`; empty if the input cannot be read as a number.
    pub country_code: String,
    /// `18812345678`: ASCII digits without country code and national prefix; empty when the input could not be read.
    pub national_number: String,
    /// `+8618812345678`; empty if the input cannot be read as a number. Present also if the number is not possible.
    pub e164: String,
    /// The digits of an extension, as typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<String>,
    /// ISO 3166-1 alpha-2, or `001` for a non-geographic code; `None` if several regions share the calling code and the number is in none of
    /// their ranges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The type of line; [`PhoneNumberType::Unknown`] if the number is not valid.
    #[serde(rename = "type")]
    pub number_type: PhoneNumberType,
    /// Calling code and length are possible, at least for a local call: libphonenumber's `isPossibleNumber`.
    pub is_possible: bool,
    /// The number is in an assigned range: libphonenumber's `isValidNumber`.
    pub is_valid: bool,
    /// Why the number cannot be used; `None` exactly if [`is_valid`](Self::is_valid) is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<PhoneIssue>,
    /// The format within the country, with the extension.
    pub national_format: String,
    /// The format abroad, `+86 188 1234 5678`, with the extension.
    pub international_format: String,
}

/// Parses, judges and formats a phone number. Never fails: an unusable number has an [`issue`](PhoneNumber::issue).
///
/// `default_region`, ISO 3166-1 alpha-2, is for a text without a plus sign, and for an empty country code or region. Takes time linear in
/// the length of the input. More than 250 characters (UTF-16 code units) are [`PhoneIssue::TooLong`] at once.
pub fn parse(input: PhoneInput<'_>, default_region: Option<&str>) -> PhoneNumber {
    match read(input, default_region) {
        Ok(parsed) => PhoneNumber::of(&parsed, input.number()),
        Err(issue) => PhoneNumber::unreadable(issue),
    }
}

/// The part of a [`PhoneNumber`] that sending to it needs: without region, extension and formats, which take most of the code.
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
    /// Reads and judges a number, as [`parse`] does without a default region.
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

/// [`PhoneNumber::is_valid`] alone.
pub fn is_valid(input: PhoneInput<'_>, default_region: Option<&str>) -> bool {
    read(input, default_region).is_ok_and(|parsed| parsed.is_valid())
}

/// [`parse`] with the result as bytes, for callers in another language. First the lengths of nine fields, a byte each, in UTF-16 code units.
/// Then the fields, UTF-8: country code with its plus sign, national number, extension, region, type, issue, `1` if the number is possible,
/// national format, international format. A missing field is empty.
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
            let written = parsed.write(calling_code.as_bytes());
            let fields: [&[&[u8]]; FIELDS] = [
                &[b"+", calling_code.as_bytes()],
                &[parsed.national_number()],
                &[extension],
                &[verdict.territory.map_or(b"", Territory::code)],
                &[verdict.number_type.as_str().as_bytes()],
                &[verdict.issue.map_or("", PhoneIssue::as_str).as_bytes()],
                &[if verdict.is_possible { b"1" } else { b"" }],
                &[written.national.as_bytes(), label, extension],
                &[written.international.as_bytes(), label, extension],
            ];
            write_record(fields, record)
        }
        Err(issue) => {
            let issue = issue.as_str().as_bytes();
            write_record([&[], &[], &[], &[], &[b"unknown"], &[issue], &[], &[], &[]], record)
        }
    }
}

/// The buffer of [`parse_to_record`], larger than any record.
pub type Record = [u8; 512];

const FIELDS: usize = 9;

/// Writes the lengths of the fields, then the fields. Each field consists of pieces.
fn write_record(fields: [&[&[u8]]; FIELDS], record: &mut Record) -> usize {
    let (lengths, texts) = record.split_at_mut(FIELDS);
    let mut written = 0_usize;
    for (field, length) in fields.into_iter().zip(lengths) {
        let mut units = 0_u8;
        for piece in field {
            let room = texts.get_mut(written..).unwrap_or_default();
            for (&byte, place) in piece.iter().zip(room) {
                *place = byte;
                units = units.wrapping_add(utf16_units(byte));
            }
            written = written.wrapping_add(piece.len());
        }
        *length = units;
    }
    written.wrapping_add(FIELDS)
}

/// The number of UTF-16 code units of the character that begins with a byte of UTF-8; 0 for a continuation byte.
fn utf16_units(byte: u8) -> u8 {
    u8::from(byte & 0xC0 != 0x80).wrapping_add(u8::from(byte >= 0xF0))
}

/// A `String` of ASCII pieces and a text.
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
    /// Judges and formats a number that was read from `text`.
    fn of(parsed: &Parsed, text: &str) -> Self {
        let Verdict { territory, number_type, is_possible, issue } = parsed.judge();
        let calling_code = parsed.plan.calling_code_digits();
        let (calling_code, national_number) = (calling_code.as_bytes(), parsed.national_number());
        let written = parsed.write(calling_code);
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
            national_format: joined(&[written.national.as_bytes()], &end),
            international_format: joined(&[written.international.as_bytes()], &end),
            extension: Some(extension).filter(|extension| !extension.is_empty()),
        }
    }

    /// The result for an input that cannot be read as a number.
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
    /// libphonenumber's type of line.
    #[derive(Hash)]
    pub enum PhoneNumberType {
        /// A fixed line.
        FixedLine "fixed-line"
        /// A mobile phone.
        Mobile "mobile"
        /// Fixed line or mobile, where the numbers do not tell, as in the United States.
        FixedLineOrMobile "fixed-line-or-mobile"
        /// Free for the caller.
        TollFree "toll-free"
        /// Charged at a premium rate.
        PremiumRate "premium-rate"
        /// Charged to both parties.
        SharedCost "shared-cost"
        /// Voice over IP.
        Voip "voip"
        /// A number that its owner can route to any line.
        PersonalNumber "personal-number"
        /// A pager.
        Pager "pager"
        /// Universal access number of a company.
        Uan "uan"
        /// A voice mailbox.
        Voicemail "voicemail"
        /// Unknown, or the number is not valid.
        Unknown "unknown"
    }
}

named! {
    /// Why a number cannot be used: the first reason that applies.
    #[derive(Hash)]
    pub enum PhoneIssue {
        /// The input is blank.
        Empty "empty"
        /// There are no digits that can be a number, or other characters are between them.
        NotANumber "not-a-number"
        /// The calling code does not exist, or neither a calling code nor a region is given.
        InvalidCountryCode "invalid-country-code"
        /// Fewer digits than any number of this country has.
        TooShort "too-short"
        /// More digits than any number of this country has, or more than 250 characters.
        TooLong "too-long"
        /// Between the shortest and the longest length, but no number of this country has this length.
        InvalidLength "invalid-length"
        /// Possible for a call within the area only: the area code is missing.
        LocalOnly "local-only"
        /// Of possible length, but in no assigned range. The only issue that old metadata can be wrong about.
        InvalidNumber "invalid-number"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No release so far has such a label.
    #[test]
    fn the_length_of_a_label_is_counted_in_utf16_code_units() {
        let label = " доб.\u{3000}\u{1f4de} 5";
        let units: usize = label.bytes().map(utf16_units).map(usize::from).sum();
        assert_eq!(units, label.encode_utf16().count());
    }
}
