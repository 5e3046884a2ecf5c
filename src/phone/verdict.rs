//! The verdict on a number by its numbering plan: length, territory and type. Nothing is allocated.

use super::ascii::to_text;
use super::metadata::{Class, NumberingPlan, Territory};
use super::number::{PhoneIssue, PhoneNumberType};
use super::parser::Parsed;

/// The verdict on the length of a national number; the variants are those of libphonenumber's `ValidationResult`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LengthVerdict {
    Possible,
    LocalOnly,
    TooShort,
    InvalidLength,
    TooLong,
}

/// Judges a national number's length as libphonenumber's `testNumberLength` does for a number of unknown type.
pub(super) fn judge_length(territory: &Territory, length: usize) -> LengthVerdict {
    let Some(bit) = u32::try_from(length).ok().and_then(|length| 1_u32.checked_shl(length)) else {
        return LengthVerdict::TooLong;
    };
    let lengths = territory.possible_lengths;
    if territory.local_only_lengths & bit != 0 {
        LengthVerdict::LocalOnly
    } else if lengths & bit != 0 {
        LengthVerdict::Possible
    } else if bit > lengths {
        LengthVerdict::TooLong
    } else if lengths & bit.wrapping_sub(1) == 0 {
        LengthVerdict::TooShort
    } else {
        LengthVerdict::InvalidLength
    }
}

impl NumberingPlan {
    /// The territory and the type of a national number.
    pub(super) fn class_of(&self, national_number: &[u8]) -> Class {
        let class = Class::of(self.look_up(self.numbers, national_number));
        let by_region = || match self.territories.len() {
            1 => Some(0),
            _ => (self.look_up(self.regions, national_number) as usize).checked_sub(1),
        };
        Class { territory: class.territory.or_else(by_region), ..class }
    }

    /// Whether the calling code belongs to at least one country.
    pub(super) fn is_geographic(&self) -> bool {
        self.territories.first().is_some_and(|main| main.region != [0; 2])
    }

    /// The digits of the calling code.
    pub(super) fn calling_code_digits(&self) -> CallingCode {
        let digit = |value: u16| b'0'.wrapping_add(u8::try_from(value % 10).unwrap_or_default());
        let code = self.calling_code;
        let zeros = usize::from(code < 100).wrapping_add(usize::from(code < 10));
        CallingCode { digits: [digit(code / 100), digit(code / 10), digit(code)], zeros }
    }
}

/// The digits of a calling code.
pub(super) struct CallingCode {
    digits: [u8; 3],
    /// The number of leading zeros in `digits`.
    zeros: usize,
}

impl CallingCode {
    pub(super) fn as_bytes(&self) -> &[u8] {
        self.digits.get(self.zeros..).unwrap_or_default()
    }
}

/// The verdict on a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Verdict {
    pub(super) territory: Option<&'static Territory>,
    pub(super) number_type: PhoneNumberType,
    pub(super) is_possible: bool,
    /// `None` for a valid number.
    pub(super) issue: Option<PhoneIssue>,
}

impl Parsed {
    /// Whether the number lies in a range that is known to be assigned.
    pub(super) fn is_valid(&self) -> bool {
        Class::of(self.plan.look_up(self.plan.numbers, self.national_number())).number_type != PhoneNumberType::Unknown
    }

    /// Judges the number. As in libphonenumber, its length is judged by the main territory of the calling code.
    pub(super) fn judge(&self) -> Verdict {
        let Class { territory, number_type } = self.plan.class_of(self.national_number());
        let territory = territory.and_then(|territory| self.plan.territories.get(territory));
        let length = match self.plan.territories.first() {
            Some(main) => judge_length(main, self.national_number().len()),
            None => LengthVerdict::InvalidLength,
        };
        let issue = match length {
            _ if number_type != PhoneNumberType::Unknown => None,
            LengthVerdict::Possible => Some(PhoneIssue::InvalidNumber),
            LengthVerdict::LocalOnly => Some(PhoneIssue::LocalOnly),
            LengthVerdict::TooShort => Some(PhoneIssue::TooShort),
            LengthVerdict::InvalidLength => Some(PhoneIssue::InvalidLength),
            LengthVerdict::TooLong => Some(PhoneIssue::TooLong),
        };
        Verdict {
            territory,
            number_type,
            is_possible: matches!(length, LengthVerdict::Possible | LengthVerdict::LocalOnly),
            issue,
        }
    }
}

impl Territory {
    /// The region: ISO 3166-1 alpha-2, or `001` (UN M49 for the world) for a non-geographic code, as in libphonenumber.
    pub(super) fn code(&self) -> &[u8] {
        match self.region {
            [0, 0] => b"001",
            _ => &self.region,
        }
    }

    /// [`code`](Self::code) as text.
    pub(super) fn name(&self) -> String {
        to_text(self.code())
    }
}
