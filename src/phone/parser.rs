//! Splits a typed number into calling code and national number, in the order of libphonenumber's `parseHelper`.

use super::ascii::Ascii;
use super::metadata::{self, NationalPrefix, NumberingPlan, Territory};
use super::number::PhoneIssue;
use super::text::{Candidate, Text, is_blank, read_calling_code};
use super::verdict::{LengthVerdict, judge_length};
use core::ops::Range;

/// libphonenumber's `MIN_LENGTH_FOR_NSN`.
const SHORTEST_NATIONAL_NUMBER: usize = 2;
/// libphonenumber's `MAX_LENGTH_FOR_NSN`.
const LONGEST_NATIONAL_NUMBER: usize = 17;
/// The number of digits of the longest calling code.
const LONGEST_CALLING_CODE: usize = 3;

/// A phone number to parse, in one of three forms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneInput<'a> {
    /// One text: an international number, `+86 188 1234 5678`, or a national one when there is a default region.
    Text(&'a str),
    /// Country code and national number separately, as the API takes them.
    InCountry {
        /// `+86`, `86` or `0086`; separators are ignored. An unknown code is [`PhoneIssue::InvalidCountryCode`], unless the number is
        /// empty.
        country_code: &'a str,
        /// The national number. An international number, `+86 188…`, is accepted too, and its own code is used. Under a
        /// non-geographic code such as +800 an international number is [`PhoneIssue::NotANumber`].
        number: &'a str,
    },
    /// A national number and the region in which it is dialled.
    InRegion {
        /// ISO 3166-1 alpha-2, in upper or lower case.
        region: &'a str,
        /// The national number. An international number is accepted too, and its own code is used.
        number: &'a str,
    },
}

impl<'a> PhoneInput<'a> {
    /// The text that holds the number.
    pub fn number(self) -> &'a str {
        match self {
            Self::Text(number) | Self::InCountry { number, .. } | Self::InRegion { number, .. } => number,
        }
    }
}

/// A number that was parsed. It may still be impossible or invalid.
pub(super) struct Parsed {
    /// The plan of its calling code.
    pub(super) plan: &'static NumberingPlan,
    /// The number of digits in `national_number`.
    count: u8,
    /// Digits, then zeros. Not an [`Ascii`]: an array this short is moved without a call to memcpy.
    national_number: [u8; LONGEST_NATIONAL_NUMBER],
    /// The digits of the extension, as ranges of characters of [`PhoneInput::number`], in this order. Both are empty without an
    /// extension.
    extension: [Range<u8>; 2],
}

impl Parsed {
    /// The national number: 2 to 17 ASCII digits.
    pub(super) fn national_number(&self) -> &[u8] {
        self.national_number.get(..self.count.into()).unwrap_or_default()
    }

    /// The digits of the extension as typed; empty if there is none. `text` must be the text that was parsed.
    pub(super) fn extension(&self, text: &str) -> String {
        let mut digits = String::new();
        for range in self.extension.iter().filter(|range| !range.is_empty()) {
            for (index, c) in (0..).zip(text.chars()) {
                if range.contains(&index) {
                    digits.push(c);
                }
            }
        }
        digits
    }
}

/// A territory of a numbering plan. As `home`, the territory of numbers that have no calling code.
#[derive(Clone, Copy)]
pub(super) struct TerritoryRef {
    /// The plan of its calling code.
    pub(super) plan: &'static NumberingPlan,
    territory: usize,
}

impl TerritoryRef {
    /// The territory of a region, ISO 3166-1 alpha-2 in upper or lower case.
    pub(super) fn of_region(region: &str) -> Option<Self> {
        let region: [u8; 2] = region.trim_ascii().as_bytes().try_into().ok()?;
        let (plan, territory) = metadata::plan_of_region(&region.map(|letter| letter.to_ascii_uppercase()))?;
        Some(Self { plan, territory })
    }

    /// The main territory of a calling code: `+86`, `86` or `0086`.
    pub(super) fn of_calling_code(text: &str) -> Option<Self> {
        Some(Self::main(metadata::plan(read_calling_code(text)?)?))
    }

    /// The main territory of a plan.
    pub(super) fn main(plan: &'static NumberingPlan) -> Self {
        Self { plan, territory: 0 }
    }

    /// Whether this is the main territory of the plan.
    pub(super) fn is_main_of(self, plan: &NumberingPlan) -> bool {
        self.territory == 0 && self.plan.calling_code == plan.calling_code
    }

    /// The region: ISO 3166-1 alpha-2, or `001` for a non-geographic code.
    pub(super) fn region(self) -> Option<String> {
        self.territory().map(Territory::name)
    }

    /// `None` only if the table is corrupt.
    fn territory(self) -> Option<&'static Territory> {
        self.plan.territories.get(self.territory)
    }

    /// The length of the international prefix that the digits begin with; 0 if there is none.
    pub(super) fn international_prefix(self, digits: &[u8]) -> usize {
        self.territory().map_or(0, |territory| self.plan.look_up(territory.international_prefix, digits) as usize)
    }

    /// The national prefix that the digits begin with.
    pub(super) fn national_prefix(self, digits: &[u8]) -> NationalPrefix {
        NationalPrefix::of(self.territory().map_or(0, |territory| self.plan.look_up(territory.national_prefix, digits)))
    }

    /// Whether the digits match the general pattern of the territory's numbers, regardless of their length.
    fn matches_general_pattern(self, digits: &[u8]) -> bool {
        self.territory().is_some_and(|territory| self.plan.look_up(territory.general, digits) != 0)
    }

    fn judge_length(self, digits: &[u8]) -> LengthVerdict {
        self.territory().map_or(LengthVerdict::InvalidLength, |territory| judge_length(territory, digits.len()))
    }

    /// Removes a national prefix and a carrier code, or adds an omitted area code: libphonenumber's
    /// `maybeStripNationalPrefixAndCarrierCode`. Returns `None` if there is nothing to change, or if the digits matched the general
    /// pattern and the changed ones do not.
    ///
    /// `buffer` holds the changed digits where they are not a part of `digits`. Returning an [`Ascii`] would copy it.
    #[inline(never)]
    fn without_national_prefix<'d>(self, digits: &'d [u8], buffer: &'d mut Option<Ascii>) -> Option<&'d [u8]> {
        let territory = self.territory()?;
        let NationalPrefix { taken: taken @ 1.., kept } = self.national_prefix(digits) else { return None };
        let mut changed = digits.get(taken..)?;
        if let (start, end @ 1..) = kept {
            let buffer = buffer.insert(Ascii::EMPTY);
            territory.area_code().for_each(|digit| buffer.push(digit));
            buffer.extend(digits.get(start..end)?);
            buffer.extend(changed);
            changed = buffer.as_bytes();
        }
        (self.matches_general_pattern(changed) || !self.matches_general_pattern(digits)).then_some(changed)
    }
}

/// Parses a number.
///
/// An unknown country code is reported before any fault of the number, as in libphonenumber, which needs the region first.
pub(super) fn read(input: PhoneInput<'_>, default_region: Option<&str>) -> Result<Parsed, PhoneIssue> {
    if cfg!(feature = "ledger-without-phone") {
        return Err(PhoneIssue::Empty);
    }
    let home = match input {
        PhoneInput::InCountry { country_code, number } if !is_blank(country_code) => {
            match TerritoryRef::of_calling_code(country_code) {
                None if is_blank(number) => return Err(PhoneIssue::Empty),
                None => return Err(PhoneIssue::InvalidCountryCode),
                home => home,
            }
        }
        PhoneInput::InRegion { region, .. } if !is_blank(region) => TerritoryRef::of_region(region),
        _ => default_region.and_then(TerritoryRef::of_region),
    };
    let mut text = Text::new();
    match home {
        // libphonenumber has no region for these codes. It reads their numbers only with the code in front.
        Some(home) if !home.plan.is_geographic() => {
            let code = home.plan.calling_code_digits();
            text.extend(b"+");
            text.extend(code.as_bytes());
            let code_length = text.symbols().len() as u8;
            text.push_str(input.number())?;
            let mut parsed = read_text(&mut text, None)?;
            for range in &mut parsed.extension {
                *range = range.start.saturating_sub(code_length)..range.end.saturating_sub(code_length);
            }
            Ok(parsed)
        }
        home => {
            text.push_str(input.number())?;
            if is_blank(input.number()) { Err(PhoneIssue::Empty) } else { read_text(&mut text, home) }
        }
    }
}

/// Parses the number in a text. Replaces the text by the digits of the number.
fn read_text(text: &mut Text, home: Option<TerritoryRef>) -> Result<Parsed, PhoneIssue> {
    let mut candidate = Candidate::find(text)?;
    let has_plus = candidate.has_plus(text);
    if home.is_none() && !has_plus {
        return Err(PhoneIssue::InvalidCountryCode);
    }
    let extension = candidate.take_extension(text);
    let digits = candidate.normalize(text);
    let [buffer, other_buffer] = &mut [None; 2];
    let (territory, digits) = match extract_calling_code(digits, has_plus, home, buffer)? {
        Some((plan, digits)) => (TerritoryRef::main(plan), digits),
        None => (home.ok_or(PhoneIssue::InvalidCountryCode)?, digits),
    };
    if digits.len() < SHORTEST_NATIONAL_NUMBER {
        return Err(PhoneIssue::TooShort);
    }
    // The prefix is kept where too few digits would remain: they could be a different, shorter number.
    let national_number = match territory.without_national_prefix(digits, other_buffer) {
        Some(stripped)
            if matches!(territory.judge_length(stripped), LengthVerdict::Possible | LengthVerdict::TooLong) =>
        {
            stripped
        }
        _ => digits,
    };
    match national_number.len() {
        count @ ..=LONGEST_NATIONAL_NUMBER => {
            let mut parsed = Parsed { plan: territory.plan, count: count as u8, national_number: [0; _], extension };
            for (slot, &digit) in parsed.national_number.iter_mut().zip(national_number) {
                *slot = digit;
            }
            Ok(parsed)
        }
        _ => Err(PhoneIssue::TooLong),
    }
}

/// The plan of a calling code, and the digits after the code.
type Split<'d> = (&'static NumberingPlan, &'d [u8]);

/// Extracts a calling code from the beginning of the digits: libphonenumber's `maybeExtractCountryCode`.
///
/// A calling code follows a plus sign or the international prefix of `home`. The code of `home` itself is also recognised without
/// these, if the digits are a number there only without it, or are too long with it. `buffer` is for
/// [`TerritoryRef::without_national_prefix`].
fn extract_calling_code<'d>(
    digits: &'d [u8],
    has_plus: bool,
    home: Option<TerritoryRef>,
    buffer: &'d mut Option<Ascii>,
) -> Result<Option<Split<'d>>, PhoneIssue> {
    if has_plus {
        match split_calling_code(digits) {
            // Without a known calling code after it, the plus sign is ignored.
            Err(PhoneIssue::InvalidCountryCode) => {}
            split => return split.map(Some),
        }
    }
    let not_found = if has_plus { Err(PhoneIssue::InvalidCountryCode) } else { Ok(None) };
    let Some(home) = home else {
        return not_found;
    };
    // No calling code begins with 0.
    if let prefix @ 1.. = home.international_prefix(digits)
        && digits.get(prefix) != Some(&b'0')
    {
        return split_calling_code(digits.get(prefix..).unwrap_or_default()).map(Some);
    }
    let Some(rest) = digits.strip_prefix(home.plan.calling_code_digits().as_bytes()) else {
        return not_found;
    };
    let national = home.without_national_prefix(rest, buffer).unwrap_or(rest);
    if !home.matches_general_pattern(digits) && home.matches_general_pattern(national)
        || home.judge_length(digits) == LengthVerdict::TooLong
    {
        return Ok(Some((home.plan, national)));
    }
    not_found
}

/// Splits digits that begin with a calling code.
fn split_calling_code(digits: &[u8]) -> Result<Split<'_>, PhoneIssue> {
    if digits.len() <= SHORTEST_NATIONAL_NUMBER {
        return Err(PhoneIssue::TooShort);
    }
    let (plan, length) = calling_code_at_start(digits).ok_or(PhoneIssue::InvalidCountryCode)?;
    Ok((plan, digits.get(length..).unwrap_or_default()))
}

/// The plan of the calling code that the digits begin with, and the length of the code.
pub(super) fn calling_code_at_start(digits: &[u8]) -> Option<(&'static NumberingPlan, usize)> {
    let mut code = 0_u16;
    for (index, &digit) in digits.iter().take(LONGEST_CALLING_CODE).enumerate() {
        code = code.wrapping_mul(10).wrapping_add(u16::from(digit.wrapping_sub(b'0')));
        if code == 0 {
            return None;
        }
        if let Some(plan) = metadata::plan(code) {
            return Some((plan, index.wrapping_add(1)));
        }
    }
    None
}
