//! Reads calling code and national number, in the order of libphonenumber's `parseHelper`.

use super::ascii::Ascii;
use super::judge::{LengthVerdict, judge_length};
use super::metadata::{self, NationalPrefix, NumberingPlan, Territory};
use super::number::PhoneIssue;
use super::text::{Candidate, Text, is_blank, read_calling_code};
use core::ops::Range;

/// libphonenumber's `MIN_LENGTH_FOR_NSN`.
const SHORTEST_NATIONAL_NUMBER: usize = 2;
/// libphonenumber's `MAX_LENGTH_FOR_NSN`.
const LONGEST_NATIONAL_NUMBER: usize = 17;
/// The number of digits of the longest calling code.
const LONGEST_CALLING_CODE: usize = 3;

/// A phone number in one of the forms of the public API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneInput<'a> {
    /// A text: an international number, `+86 188 1234 5678`, or a national one if there is a default region.
    Text(&'a str),
    /// Country code and national number, as in the requests of the API.
    InCountry {
        /// `+86`, `86` or `0086`; spaces and the like are ignored. One that does not exist is
        /// [`PhoneIssue::InvalidCountryCode`], whatever the number, unless that is empty.
        country_code: &'a str,
        /// The national number. A full international number, `+86 188…`, takes precedence over the country code, except under a
        /// non-geographic code such as +800, where it is [`PhoneIssue::NotANumber`].
        number: &'a str,
    },
    /// A national number and the region in which it is dialled.
    InRegion {
        /// ISO 3166-1 alpha-2, in upper or lower case.
        region: &'a str,
        /// The national number. A full international number takes precedence over the region.
        number: &'a str,
    },
}

impl<'a> PhoneInput<'a> {
    /// The text of the number.
    pub fn number(self) -> &'a str {
        match self {
            Self::Text(number) | Self::InCountry { number, .. } | Self::InRegion { number, .. } => number,
        }
    }
}

/// A number that could be read, whether it is possible or not.
pub(super) struct Parsed {
    /// The plan of its calling code.
    pub(super) plan: &'static NumberingPlan,
    /// The number of digits. An array instead of [`Ascii`]: it is short enough to be moved without a call of memcpy.
    count: u8,
    national_number: [u8; LONGEST_NATIONAL_NUMBER],
    /// The ranges of characters of [`PhoneInput::number`] that are the digits of an extension, in this order; empty if there is none.
    extension: [Range<u8>; 2],
}

impl Parsed {
    /// 2 to 17 ASCII digits.
    pub(super) fn national_number(&self) -> &[u8] {
        self.national_number.get(..self.count.into()).unwrap_or_default()
    }

    /// The digits of the extension as typed in `text`, from which the number was read; empty if there is none.
    pub(super) fn extension(&self, text: &str) -> String {
        let mut digits = String::new();
        for range in self.extension.iter().filter(|range| !range.is_empty()) {
            for (at, c) in (0..).zip(text.chars()) {
                if range.contains(&at) {
                    digits.push(c);
                }
            }
        }
        digits
    }
}

/// The territory of a number without a calling code.
#[derive(Clone, Copy)]
pub(super) struct Home {
    /// The plan of its calling code.
    pub(super) plan: &'static NumberingPlan,
    territory: usize,
}

impl Home {
    /// By ISO 3166-1 alpha-2, in upper or lower case.
    pub(super) fn of_region(region: &str) -> Option<Self> {
        let region: [u8; 2] = region.trim_ascii().as_bytes().try_into().ok()?;
        let (plan, territory) = metadata::plan_of_region(&region.map(|letter| letter.to_ascii_uppercase()))?;
        Some(Self { plan, territory })
    }

    /// The main territory of a calling code.
    pub(super) fn of_calling_code(text: &str) -> Option<Self> {
        Some(Self::main(metadata::plan(read_calling_code(text)?)?))
    }

    pub(super) fn main(plan: &'static NumberingPlan) -> Self {
        Self { plan, territory: 0 }
    }

    /// Whether it is the main territory of the plan's calling code.
    pub(super) fn is_main_of(self, plan: &NumberingPlan) -> bool {
        self.territory == 0 && self.plan.calling_code == plan.calling_code
    }

    /// ISO 3166-1 alpha-2, or `001`.
    pub(super) fn region(self) -> Option<String> {
        self.territory().map(Territory::name)
    }

    /// `None` only if the table is corrupt.
    fn territory(self) -> Option<&'static Territory> {
        self.plan.territories.get(self.territory)
    }

    /// The length of the international prefix at the start of the digits; 0 if there is none.
    pub(super) fn international_prefix(self, digits: &[u8]) -> usize {
        self.territory().map_or(0, |territory| self.plan.look_up(territory.international_prefix, digits) as usize)
    }

    /// The effect of a national prefix at the start of the digits.
    pub(super) fn national_prefix(self, digits: &[u8]) -> NationalPrefix {
        NationalPrefix::of(self.territory().map_or(0, |territory| self.plan.look_up(territory.national_prefix, digits)))
    }

    /// Whether the digits match the general pattern of the territory's numbers, whatever their length.
    fn is_general(self, digits: &[u8]) -> bool {
        self.territory().is_some_and(|territory| self.plan.look_up(territory.general, digits) != 0)
    }

    fn judge_length(self, digits: &[u8]) -> LengthVerdict {
        self.territory().map_or(LengthVerdict::InvalidLength, |territory| judge_length(territory, digits.len()))
    }

    /// libphonenumber's `maybeStripNationalPrefixAndCarrierCode`: removes a national prefix and a carrier code, or adds an omitted area code,
    /// unless a number becomes no number by that.
    ///
    /// A changed number is written to `room`: returning it by value would take longer than the rest.
    #[inline(never)]
    fn without_national_prefix<'d>(self, digits: &'d [u8], room: &'d mut Option<Ascii>) -> Option<&'d [u8]> {
        let territory = self.territory()?;
        let NationalPrefix { taken: taken @ 1.., kept } = self.national_prefix(digits) else { return None };
        let mut changed = digits.get(taken..)?;
        if let (start, end @ 1..) = kept {
            let room = room.insert(Ascii::EMPTY);
            territory.area_code().for_each(|digit| room.push(digit));
            room.extend(digits.get(start..end)?);
            room.extend(changed);
            changed = room.as_bytes();
        }
        (self.is_general(changed) || !self.is_general(digits)).then_some(changed)
    }
}

/// Reads a number.
///
/// A country code that does not exist is reported before any issue of the number, as by the reference, which needs the code's region first.
pub(super) fn read(input: PhoneInput<'_>, default_region: Option<&str>) -> Result<Parsed, PhoneIssue> {
    if cfg!(feature = "ledger-without-phone") {
        return Err(PhoneIssue::Empty);
    }
    let home = match input {
        PhoneInput::InCountry { country_code, number } if !is_blank(country_code) => {
            match Home::of_calling_code(country_code) {
                None if is_blank(number) => return Err(PhoneIssue::Empty),
                None => return Err(PhoneIssue::InvalidCountryCode),
                home => home,
            }
        }
        PhoneInput::InRegion { region, .. } if !is_blank(region) => Home::of_region(region),
        _ => default_region.and_then(Home::of_region),
    };
    let mut text = Text::new();
    match home {
        // A non-geographic code has no region to dial from. The reference reads such a number only with its code.
        Some(home) if !home.plan.is_geographic() => {
            let code = home.plan.calling_code_digits();
            text.extend(b"+");
            text.extend(code.as_bytes());
            let before = text.symbols().len() as u8;
            text.push_str(input.number())?;
            let mut parsed = read_text(&mut text, None)?;
            for range in &mut parsed.extension {
                *range = range.start.saturating_sub(before)..range.end.saturating_sub(before);
            }
            Ok(parsed)
        }
        home => {
            text.push_str(input.number())?;
            if is_blank(input.number()) { Err(PhoneIssue::Empty) } else { read_text(&mut text, home) }
        }
    }
}

/// Reads the number from a text. Afterwards the text contains digits only.
fn read_text(text: &mut Text, home: Option<Home>) -> Result<Parsed, PhoneIssue> {
    let mut candidate = Candidate::find(text)?;
    let has_plus = candidate.has_plus(text);
    if home.is_none() && !has_plus {
        return Err(PhoneIssue::InvalidCountryCode);
    }
    let extension = candidate.take_extension(text);
    let digits = candidate.normalize(text);
    let [room, other_room] = &mut [None; 2];
    let (from, digits) = match extract_calling_code(digits, has_plus, home, room)? {
        Some((plan, digits)) => (Home::main(plan), digits),
        None => (home.ok_or(PhoneIssue::InvalidCountryCode)?, digits),
    };
    if digits.len() < SHORTEST_NATIONAL_NUMBER {
        return Err(PhoneIssue::TooShort);
    }
    // The prefix is removed only if the rest is long enough: it may be a shorter number without a prefix.
    let national_number = match from.without_national_prefix(digits, other_room) {
        Some(stripped) if matches!(from.judge_length(stripped), LengthVerdict::Possible | LengthVerdict::TooLong) => {
            stripped
        }
        _ => digits,
    };
    match national_number.len() {
        count @ ..=LONGEST_NATIONAL_NUMBER => {
            let mut parsed = Parsed { plan: from.plan, count: count as u8, national_number: [0; _], extension };
            for (place, &digit) in parsed.national_number.iter_mut().zip(national_number) {
                *place = digit;
            }
            Ok(parsed)
        }
        _ => Err(PhoneIssue::TooLong),
    }
}

/// Digits after a calling code, and its plan.
type Split<'d> = (&'static NumberingPlan, &'d [u8]);

/// Finds a calling code at the start of the digits: libphonenumber's `maybeExtractCountryCode`. It follows a plus sign or the international
/// prefix of `home`, or it is the code of `home` and a number of `home` follows. `room` is for [`Home::without_national_prefix`].
fn extract_calling_code<'d>(
    digits: &'d [u8],
    has_plus: bool,
    home: Option<Home>,
    room: &'d mut Option<Ascii>,
) -> Result<Option<Split<'d>>, PhoneIssue> {
    if has_plus {
        match split_calling_code(digits) {
            // If no calling code follows the plus sign, the digits are tried without it.
            Err(PhoneIssue::InvalidCountryCode) => {}
            split => return split.map(Some),
        }
    }
    let none = if has_plus { Err(PhoneIssue::InvalidCountryCode) } else { Ok(None) };
    let Some(home) = home else {
        return none;
    };
    // No calling code begins with 0.
    if let abroad @ 1.. = home.international_prefix(digits)
        && digits.get(abroad) != Some(&b'0')
    {
        return split_calling_code(digits.get(abroad..).unwrap_or_default()).map(Some);
    }
    let Some(rest) = digits.strip_prefix(home.plan.calling_code_digits().as_bytes()) else {
        return none;
    };
    let national = home.without_national_prefix(rest, room).unwrap_or(rest);
    if !home.is_general(digits) && home.is_general(national) || home.judge_length(digits) == LengthVerdict::TooLong {
        return Ok(Some((home.plan, national)));
    }
    none
}

/// Splits digits that begin with a calling code.
fn split_calling_code(digits: &[u8]) -> Result<Split<'_>, PhoneIssue> {
    if digits.len() <= SHORTEST_NATIONAL_NUMBER {
        return Err(PhoneIssue::TooShort);
    }
    let (plan, length) = calling_code_at_start(digits).ok_or(PhoneIssue::InvalidCountryCode)?;
    Ok((plan, digits.get(length..).unwrap_or_default()))
}

/// The plan of the calling code at the start of the digits, and the length of that code.
pub(super) fn calling_code_at_start(digits: &[u8]) -> Option<(&'static NumberingPlan, usize)> {
    let mut code = 0_u16;
    for (before, &digit) in digits.iter().take(LONGEST_CALLING_CODE).enumerate() {
        code = code.wrapping_mul(10).wrapping_add(u16::from(digit.wrapping_sub(b'0')));
        if code == 0 {
            return None;
        }
        if let Some(plan) = metadata::plan(code) {
            return Some((plan, before.wrapping_add(1)));
        }
    }
    None
}
