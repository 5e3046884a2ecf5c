//! What a judgement says.

/// A phone number as it was understood, and what is known about it.
///
/// This version judges by calling code and length. Until number patterns are compiled in, [`is_valid`](Self::is_valid)
/// says no more than that nothing is wrong with the length, [`number_type`](Self::number_type) is
/// [`PhoneNumberType::Unknown`], extensions are not read, and the formats do not group digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    /// `+86`; empty when the input could not be read as a number.
    pub country_code: String,
    /// `18812345678`: ASCII digits without country code and national prefix; empty when the input could not be read.
    pub national_number: String,
    /// `+8618812345678`; empty when the input could not be read. Present also when the number is not possible.
    pub e164: String,
    /// The digits of an extension. Always `None` in this version: a text with an extension is [`PhoneIssue::NotANumber`].
    pub extension: Option<String>,
    /// ISO 3166-1 alpha-2, or `001` for a non-geographic code. In this version the calling code's main region, also
    /// where several regions share the code: `US` for every number under +1.
    pub region: Option<&'static str>,
    /// The kind of line; always [`PhoneNumberType::Unknown`] in this version.
    pub number_type: PhoneNumberType,
    /// Calling code and length fit, if only for a local call: libphonenumber's `isPossibleNumber`.
    pub is_possible: bool,
    /// In this version: calling code and length fit, not only for a local call. Whether the range is assigned is not known.
    pub is_valid: bool,
    /// Why the number cannot be used; `None` exactly when [`is_valid`](Self::is_valid) is true.
    pub issue: Option<PhoneIssue>,
    /// The national number as it is written within its country; in this version its digits.
    pub national_format: String,
    /// `+86 18812345678`; in this version without groups in the national number.
    pub international_format: String,
}

impl PhoneNumber {
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
    /// Of possible length, but in no range known to be assigned. Not told by this version.
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
