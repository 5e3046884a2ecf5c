//! What a judgement says.

use super::format::write_e164;
use super::judge::Verdict;
use super::parse::{Parsed, PhoneInput, read};

/// A phone number as it was understood, and what is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    /// `+86`; empty when the input could not be read as a number.
    pub country_code: String,
    /// `18812345678`: ASCII digits without country code and national prefix; empty when the input could not be read.
    pub national_number: String,
    /// `+8618812345678`; empty when the input could not be read. Present also when the number is not possible.
    pub e164: String,
    /// The digits of an extension, as they were typed.
    pub extension: Option<String>,
    /// ISO 3166-1 alpha-2, or `001` for a non-geographic code; `None` where several regions share the calling code and the
    /// number lies in none of them.
    pub region: Option<&'static str>,
    /// The kind of line; [`PhoneNumberType::Unknown`] when the number is not valid.
    pub number_type: PhoneNumberType,
    /// Calling code and length fit, if only for a local call: libphonenumber's `isPossibleNumber`.
    pub is_possible: bool,
    /// The number lies in a range that is known to be assigned: libphonenumber's `isValidNumber`.
    pub is_valid: bool,
    /// Why the number cannot be used; `None` exactly when [`is_valid`](Self::is_valid) is true.
    pub issue: Option<PhoneIssue>,
    /// The number as it is written within its country, `(0)188 …`, with its extension.
    pub national_format: String,
    /// The number as it is written abroad, `+86 188 1234 5678`, with its extension.
    pub international_format: String,
}

/// Reads, judges and writes a phone number. Every input has an answer; one that cannot be used says why in
/// [`issue`](PhoneNumber::issue).
///
/// `default_region`, ISO 3166-1 alpha-2, is where a number belongs that says nothing else: a text without a plus sign,
/// or one whose country code or region was left empty. Takes time linear in the length of the input; more than 250
/// characters (UTF-16 code units) are [`PhoneIssue::TooLong`] at once.
pub fn parse(input: PhoneInput<'_>, default_region: Option<&str>) -> PhoneNumber {
    if cfg!(feature = "ledger-without-phone") {
        return PhoneNumber::unreadable(PhoneIssue::Empty);
    }
    match read(input, default_region) {
        Ok(parsed) => PhoneNumber::of(&parsed, input.number()),
        Err(issue) => PhoneNumber::unreadable(issue),
    }
}

/// What [`PhoneNumber::is_valid`] says, without anything else.
pub fn is_valid(input: PhoneInput<'_>, default_region: Option<&str>) -> bool {
    !cfg!(feature = "ledger-without-phone") && read(input, default_region).is_ok_and(|parsed| parsed.is_valid())
}

impl PhoneNumber {
    /// Judges and writes a number that was read from `text`.
    fn of(parsed: &Parsed, text: &str) -> Self {
        let Verdict { region, number_type, is_possible, issue } = parsed.judge();
        let plan = parsed.plan;
        let digits = parsed.national_number();
        let calling_code = plan.calling_code_digits();
        let write = |writer: &dyn Fn(&mut String)| {
            let mut written = String::with_capacity(32);
            writer(&mut written);
            written
        };
        let extension = parsed.extension.map(|at| text.chars().take(at.end).skip(at.start).collect::<String>());
        let with_extension = |out: &mut String| {
            if let Some(extension) = &extension {
                plan.write_extension(extension, out);
            }
        };
        let e164 = write(&|out| write_e164(calling_code, digits, out));
        let (country_code, national_number) =
            e164.split_at_checked(calling_code.as_bytes().len().saturating_add(1)).unwrap_or_default();
        Self {
            country_code: country_code.to_owned(),
            national_number: national_number.to_owned(),
            region,
            number_type,
            is_possible,
            is_valid: issue.is_none(),
            issue,
            national_format: write(&|out| {
                plan.write_national(digits, out);
                with_extension(out);
            }),
            international_format: write(&|out| {
                plan.write_international(digits, out);
                with_extension(out);
            }),
            extension,
            e164,
        }
    }

    /// The answer to an input that could not be read as a number.
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

/// The kind of line that a number belongs to, as libphonenumber tells them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneNumberType {
    /// A line in a building.
    FixedLine,
    /// A mobile phone.
    Mobile,
    /// One of the two, where the numbers do not tell, as in the United States.
    FixedLineOrMobile,
    /// Free for the caller.
    TollFree,
    /// Dearer than a normal call.
    PremiumRate,
    /// Paid by both sides.
    SharedCost,
    /// Voice over IP.
    Voip,
    /// A number that follows its owner from line to line.
    PersonalNumber,
    /// A pager.
    Pager,
    /// A company's number for all its places.
    Uan,
    /// A voice mailbox.
    Voicemail,
    /// Not known, or the number is not valid.
    Unknown,
}

impl PhoneNumberType {
    /// The name in the public interface, `fixed-line-or-mobile`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FixedLine => "fixed-line",
            Self::Mobile => "mobile",
            Self::FixedLineOrMobile => "fixed-line-or-mobile",
            Self::TollFree => "toll-free",
            Self::PremiumRate => "premium-rate",
            Self::SharedCost => "shared-cost",
            Self::Voip => "voip",
            Self::PersonalNumber => "personal-number",
            Self::Pager => "pager",
            Self::Uan => "uan",
            Self::Voicemail => "voicemail",
            Self::Unknown => "unknown",
        }
    }
}

/// Why a number cannot be used: the first that applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneIssue {
    /// Nothing was typed.
    Empty,
    /// There are no digits that could be a number, or there is something else between them.
    NotANumber,
    /// There is no such calling code, or none was given and no region to take it from.
    InvalidCountryCode,
    /// Fewer digits than any number of this country has.
    TooShort,
    /// More digits than any number of this country has, or more than 250 characters.
    TooLong,
    /// A number of digits between the shortest and the longest that no number of this country has.
    InvalidLength,
    /// Enough digits for a call within the area, but the area code is missing.
    LocalOnly,
    /// Of possible length, but in no range known to be assigned: the only issue that old metadata can be wrong about.
    InvalidNumber,
}

impl PhoneIssue {
    /// The name in the public interface, `not-a-number`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::NotANumber => "not-a-number",
            Self::InvalidCountryCode => "invalid-country-code",
            Self::TooShort => "too-short",
            Self::TooLong => "too-long",
            Self::InvalidLength => "invalid-length",
            Self::LocalOnly => "local-only",
            Self::InvalidNumber => "invalid-number",
        }
    }
}
