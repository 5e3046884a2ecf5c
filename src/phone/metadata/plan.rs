//! The numbering plan of a calling code, unpacked: what can be judged and written without another look at the packed table.

use super::super::number::PhoneNumberType;
use super::trie::Trie;

/// All that is known about the numbers under one calling code.
#[derive(Debug, Default)]
pub struct NumberingPlan {
    /// `86`.
    pub calling_code: u16,
    /// The territories that share the code, the main one first. A code that belongs to no country has one, `001`.
    pub territories: Vec<Territory>,
    /// National number -> the place, plus 1, of the first territory whose leading digits it has; 0 for none. Where there is
    /// only one territory, always 1.
    pub regions: Trie,
    /// National number -> index in [`classes`](Self::classes).
    pub numbers: Trie,
    /// What numbers under this code can be; the first is nothing at all.
    pub classes: Vec<Class>,
    /// How numbers are written, in the order in which the formats are tried.
    pub formats: Vec<NumberFormat>,
    /// National number -> index in [`format_sets`](Self::format_sets).
    pub leading_digits: Trie,
    /// Bit *i* is set where the digits are leading digits of format *i*.
    pub format_sets: Vec<u32>,
}

/// What a national number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// The territory it belongs to, as an index; libphonenumber's `getRegionCodeForNumber`. In
    /// [`NumberingPlan::classes`] it is `None` where [`NumberingPlan::regions`] tells.
    pub territory: Option<u8>,
    /// `Unknown` when it is not valid.
    pub number_type: PhoneNumberType,
}

/// A country or part of one under a calling code.
#[derive(Debug, Default)]
pub struct Territory {
    /// ISO 3166-1 alpha-2; zeros for a code that belongs to no country.
    pub region: [u8; 2],
    /// Bit *n* is set when a national number may have *n* digits.
    pub possible_lengths: u32,
    /// Bit *n* is set when *n* digits can be dialled only within the area.
    pub local_only_lengths: u32,
    /// Whether a national number matches the general pattern, whatever its length: 1 when it does.
    pub general: Trie,
    /// Digits as dialled -> how many of them are the prefix for calls abroad; 0 for none.
    pub international_prefix: Trie,
    /// Digits as dialled -> 0 for no national prefix, else the index in [`prefixes`](Self::prefixes) plus 1.
    pub national_prefix: Trie,
    /// What a national prefix, with a carrier's code or not, does to a number.
    pub prefixes: Vec<NationalPrefix>,
    /// The digits that [`NationalPrefix::kept`] is put after, `268` in Antigua.
    pub area_code: Vec<u8>,
    /// What is written before an extension in the national format, where that is not `" ext. "`.
    pub extension_label: Option<&'static str>,
}

/// How many of the digits that were dialled a match of `nationalPrefixForParsing` takes, and what it puts in their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalPrefix {
    /// So many digits are taken off.
    pub taken: u8,
    /// `Some((start, end))`: the transform rule applies. In the place of the digits taken come the territory's
    /// [`area_code`](Territory::area_code) and, from the digits taken, those from `start` to before `end`.
    pub kept: Option<(u8, u8)>,
}

/// How numbers of a group of first digits and lengths are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberFormat {
    /// Fewest and most digits of each group, taken from the left as many as possible; `(0, 0)` after the last group.
    pub groups: [(u8, u8); 5],
    /// `$1 $2-$3`.
    pub template: &'static str,
    /// How the first group is written with the national prefix, `(0$1)`; empty where there is no rule.
    pub national_prefix_rule: &'static str,
    /// libphonenumber's `nationalPrefixOptionalWhenFormatting`.
    pub is_national_prefix_optional: bool,
    /// libphonenumber's `hasDomesticCarrierCodeFormattingRule`.
    pub has_carrier_rule: bool,
    /// How many patterns of leading digits there are; each of them tells more digits apart than the one before.
    pub leading_digits_patterns: u8,
    /// Whether it is among the national formats.
    pub is_national: bool,
    /// Whether it is among the international formats; where a plan has none of these, the national ones serve.
    pub is_international: bool,
}
