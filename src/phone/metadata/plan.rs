//! The unpacked numbering plan of a calling code, which is all that judging and formatting need.

use super::super::number::PhoneNumberType;
use super::release::{LABELS, RULES, TEMPLATES};
use super::trie::{Places, Trie};

/// The numbering plan of one calling code.
#[derive(Debug)]
pub struct NumberingPlan {
    /// `86`.
    pub calling_code: u16,
    /// The nodes and values of the tries.
    pub places: Places,
    /// The territories that share the code, the main one first. A code that belongs to no country has one, `001`.
    pub territories: Vec<Territory>,
    /// National number -> the place, plus 1, of the first territory whose leading digits it has; 0 for none. Says nothing where
    /// there is only one territory.
    pub regions: Trie,
    /// National number -> its [`Class`].
    pub numbers: Trie,
    /// The formats, in the order in which they are tried.
    pub formats: Vec<NumberFormat>,
    /// National number -> a bit for each format; bit *i* is set where the digits are leading digits of format *i*.
    pub leading_digits: Trie,
}

impl NumberingPlan {
    /// The value that one of the plan's tries has for a string of digits.
    pub fn look_up(&self, trie: Trie, digits: &[u8]) -> u32 {
        self.places.look_up(trie, digits)
    }
}

/// The territory and type of a national number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// The territory it belongs to, as an index, where [`NumberingPlan::regions`] does not tell.
    pub territory: Option<usize>,
    /// `Unknown` if the number is not valid.
    pub number_type: PhoneNumberType,
}

impl Class {
    /// As [`NumberingPlan::numbers`] has it.
    pub fn of(value: u32) -> Self {
        let number_type = match value & 15 {
            0 => PhoneNumberType::FixedLine,
            1 => PhoneNumberType::Mobile,
            2 => PhoneNumberType::FixedLineOrMobile,
            3 => PhoneNumberType::TollFree,
            4 => PhoneNumberType::PremiumRate,
            5 => PhoneNumberType::SharedCost,
            6 => PhoneNumberType::Voip,
            7 => PhoneNumberType::PersonalNumber,
            8 => PhoneNumberType::Pager,
            9 => PhoneNumberType::Uan,
            10 => PhoneNumberType::Voicemail,
            _ => PhoneNumberType::Unknown,
        };
        Self { territory: (value as usize >> 4).checked_sub(1), number_type }
    }
}

/// A country or part of one under a calling code.
#[derive(Debug)]
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
    /// Digits as dialled -> 0 for no national prefix, else what it does, see [`NationalPrefix`].
    pub national_prefix: Trie,
    /// As packed: how many digits the area code has, its digits, and the number of the label.
    pub(super) area: [u8; AREA],
}

/// How many numbers are packed for an area code and the label of extensions.
pub const AREA: usize = 6;

impl Territory {
    /// The digits that [`NationalPrefix::kept`] is put after, `268` in Antigua.
    pub fn area_code(&self) -> impl Iterator<Item = u8> {
        let [length, digits @ .., _] = self.area;
        digits.into_iter().take(length.into()).map(|digit| digit | b'0')
    }

    /// The label before an extension in the national format; empty for `" ext. "`.
    pub fn extension_label(&self) -> &'static str {
        text(&LABELS, self.area[AREA - 1])
    }
}

/// The effect of `nationalPrefixForParsing`: the number of digits that it removes, and those that it puts back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalPrefix {
    /// So many digits are taken off; none where there is no prefix.
    pub taken: usize,
    /// From where to before where the digits taken are kept, after the territory's [`area_code`](Territory::area_code): the
    /// transform rule. It applies where this does not end at 0.
    pub kept: (usize, usize),
}

impl NationalPrefix {
    /// As [`Territory::national_prefix`] has it.
    pub fn of(value: u32) -> Self {
        let value = value as usize;
        Self { taken: value & 31, kept: (value >> 5 & 31, value >> 10) }
    }
}

/// A format for numbers with certain leading digits and lengths.
#[derive(Debug, Clone, Copy)]
pub struct NumberFormat {
    /// As packed: template, rule, four flags, how many patterns of leading digits, how many groups, and for each group the fewest
    /// digits and how many more it can have.
    numbers: [u8; FORMAT],
    /// Bit *n* is set when *n* digits can be divided into the groups.
    pub lengths: u32,
}

/// How many numbers are packed for a format: up to five groups.
pub const FORMAT: usize = 18;

impl NumberFormat {
    pub(super) fn of(numbers: [u8; FORMAT]) -> Self {
        let mut format = Self { numbers, lengths: 0 };
        let (fewest, most) = format.groups().fold((0_u32, 0_u32), |(fewest, most), (min, max)| {
            (fewest.wrapping_add(min as u32), most.wrapping_add(max as u32))
        });
        // All bits from the fewest to the most.
        format.lengths = (2_u32 << (most & 31)).wrapping_sub(1) & u32::MAX << (fewest & 31);
        format
    }

    /// Fewest and most digits of each group, taken from the left as many as possible; nothing in those after the last.
    pub fn groups(&self) -> impl Iterator<Item = (usize, usize)> {
        let (pairs, _) = self.packed_groups().as_chunks();
        pairs.iter().map(|&[min, more]| (min.into(), usize::from(min).wrapping_add(more.into())))
    }

    /// The groups as packed.
    pub fn packed_groups(&self) -> &[u8] {
        let [_, _, _, _, _, _, _, _, groups @ ..] = &self.numbers;
        groups
    }

    /// `$1 $2-$3`.
    pub fn template(&self) -> &'static str {
        text(&TEMPLATES, self.numbers[0])
    }

    /// The rule for the first group and the national prefix, such as `(0$1)`; empty if there is none.
    pub fn national_prefix_rule(&self) -> &'static str {
        text(&RULES, self.numbers[1])
    }

    /// libphonenumber's `nationalPrefixOptionalWhenFormatting`.
    pub fn is_national_prefix_optional(&self) -> bool {
        self.numbers[2] != 0
    }

    /// libphonenumber's `hasDomesticCarrierCodeFormattingRule`.
    pub fn has_carrier_rule(&self) -> bool {
        self.numbers[3] != 0
    }

    /// Whether it is among the national formats.
    pub fn is_national(&self) -> bool {
        self.numbers[4] != 0
    }

    /// Whether it is among the international formats; where a plan has none of these, the national ones serve.
    pub fn is_international(&self) -> bool {
        self.numbers[5] != 0
    }

    /// How many patterns of leading digits there are; each of them tells more digits apart than the one before.
    pub fn leading_digits_patterns(&self) -> usize {
        self.numbers[6].into()
    }
}

/// One of several texts.
#[inline(never)]
fn text(texts: &[&'static str], number: u8) -> &'static str {
    texts.get(usize::from(number)).copied().unwrap_or_default()
}
