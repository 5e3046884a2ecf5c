//! The unpacked numbering plan of a calling code. Judging and formatting need nothing else of the packed table.

use super::super::number::PhoneNumberType;
use super::release::{LABELS, RULES, TEMPLATES};
use super::trie::{Places, Trie};

/// The numbering plan of one calling code.
#[derive(Debug)]
pub struct NumberingPlan {
    /// `86`.
    pub calling_code: u16,
    /// The places of all tries of the plan.
    pub places: Places,
    /// The territories that share the code, the main one first. A non-geographic code has one, `001`.
    pub territories: Vec<Territory>,
    /// National number -> the index, plus 1, of the first territory whose leading digits it has; 0 for none. Has no meaning if there is
    /// only one territory.
    pub regions: Trie,
    /// National number -> territory and type, see [`Class`].
    pub numbers: Trie,
    /// The formats, in the order in which they are tried.
    pub formats: Vec<NumberFormat>,
    /// National number -> a bit for each format; bit *i* is set if the digits match the leading digits of format *i*.
    pub leading_digits: Trie,
}

impl NumberingPlan {
    /// The value of one of the plan's tries for a string of digits.
    pub fn look_up(&self, trie: Trie, digits: &[u8]) -> u32 {
        self.places.look_up(trie, digits)
    }
}

/// The territory and the type of a national number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Class {
    /// The index of its territory; `None` where [`NumberingPlan::regions`] has it.
    pub territory: Option<usize>,
    /// `Unknown` if the number is not valid.
    pub number_type: PhoneNumberType,
}

impl Class {
    /// Decodes a value of [`NumberingPlan::numbers`].
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

/// A region that has a calling code, alone or with others.
#[derive(Debug)]
pub struct Territory {
    /// ISO 3166-1 alpha-2; zeros for a non-geographic code.
    pub region: [u8; 2],
    /// Bit *n* is set if a national number can have *n* digits.
    pub possible_lengths: u32,
    /// Bit *n* is set if *n* digits can be dialled only within the area.
    pub local_only_lengths: u32,
    /// National number -> 1 if it matches the general pattern, regardless of its length; else 0.
    pub general: Trie,
    /// Digits as dialled -> the length of the international prefix; 0 for none.
    pub international_prefix: Trie,
    /// Digits as dialled -> the national prefix, see [`NationalPrefix`]; 0 for none.
    pub national_prefix: Trie,
    /// As packed: the number of digits of the area code, its digits, and the index of the label.
    pub(super) area: [u8; AREA],
}

/// How many values are packed for an area code and the label of extensions.
pub const AREA: usize = 6;

impl Territory {
    /// The digits that are put before [`NationalPrefix::kept`], such as `268` in Antigua.
    pub fn area_code(&self) -> impl Iterator<Item = u8> {
        let [length, digits @ .., _] = self.area;
        digits.into_iter().take(length.into()).map(|digit| digit | b'0')
    }

    /// The label before an extension; empty where it is `" ext. "`.
    pub fn extension_label(&self) -> &'static str {
        text(&LABELS, self.area[AREA - 1])
    }
}

/// What a match of `nationalPrefixForParsing` removes from the dialled digits, and what replaces it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalPrefix {
    /// The number of digits removed; 0 without a prefix.
    pub taken: usize,
    /// The transform rule: of the removed digits, those from the first index to before the second are kept, after the territory's
    /// [`area_code`](Territory::area_code). There is no rule if the second index is 0.
    pub kept: (usize, usize),
}

impl NationalPrefix {
    /// Decodes a value of [`Territory::national_prefix`].
    pub fn of(value: u32) -> Self {
        let value = value as usize;
        Self { taken: value & 31, kept: (value >> 5 & 31, value >> 10) }
    }
}

/// A format for numbers with certain leading digits and lengths.
#[derive(Debug, Clone, Copy)]
pub struct NumberFormat {
    /// As packed: indices of template and rule, four flags, the number of patterns of leading digits, the number of groups, and for each
    /// group its fewest digits and how many more it can have.
    packed: [u8; FORMAT],
    /// Bit *n* is set if *n* digits can be divided into the groups.
    pub lengths: u32,
}

/// How many values are packed for a format of up to five groups.
pub const FORMAT: usize = 18;

impl NumberFormat {
    pub(super) fn of(packed: [u8; FORMAT]) -> Self {
        let mut format = Self { packed, lengths: 0 };
        let (fewest, most) = format.groups().fold((0_u32, 0_u32), |(fewest, most), (min, max)| {
            (fewest.wrapping_add(min as u32), most.wrapping_add(max as u32))
        });
        // All bits from the fewest to the most.
        format.lengths = (2_u32 << (most & 31)).wrapping_sub(1) & u32::MAX << (fewest & 31);
        format
    }

    /// The fewest and the most digits of each group. Groups after the last have none.
    pub fn groups(&self) -> impl Iterator<Item = (usize, usize)> {
        let (pairs, _) = self.packed_groups().as_chunks();
        pairs.iter().map(|&[min, more]| (min.into(), usize::from(min).wrapping_add(more.into())))
    }

    /// The groups as packed, to compare them.
    pub fn packed_groups(&self) -> &[u8] {
        let [_, _, _, _, _, _, _, _, groups @ ..] = &self.packed;
        groups
    }

    /// The template, such as `$1 $2-$3`.
    pub fn template(&self) -> &'static str {
        text(&TEMPLATES, self.packed[0])
    }

    /// How the first group is written with the national prefix, such as `(0$1)`; empty without a rule.
    pub fn national_prefix_rule(&self) -> &'static str {
        text(&RULES, self.packed[1])
    }

    /// libphonenumber's `nationalPrefixOptionalWhenFormatting`.
    pub fn is_national_prefix_optional(&self) -> bool {
        self.packed[2] != 0
    }

    /// libphonenumber's `hasDomesticCarrierCodeFormattingRule`.
    pub fn has_carrier_rule(&self) -> bool {
        self.packed[3] != 0
    }

    /// Whether it is among the national formats.
    pub fn is_national(&self) -> bool {
        self.packed[4] != 0
    }

    /// Whether it is among the international formats. A plan without any uses the national ones.
    pub fn is_international(&self) -> bool {
        self.packed[5] != 0
    }

    /// The number of patterns of leading digits. Each compares more digits than the one before.
    pub fn leading_digits_patterns(&self) -> usize {
        self.packed[6].into()
    }
}

/// The text at an index; empty if there is none.
#[inline(never)]
fn text(texts: &[&'static str], index: u8) -> &'static str {
    texts.get(usize::from(index)).copied().unwrap_or_default()
}
