//! libphonenumber's `AsYouTypeFormatter`: one key after the other.

use super::super::ascii::Ascii;
use super::super::metadata::{NumberFormat, NumberingPlan, Territory};
use super::super::parser::{TerritoryRef, calling_code_at_start};

/// Formatting begins with this many keys. libphonenumber's `MIN_LEADING_DIGITS_LENGTH`.
pub(super) const MIN_DIGITS: usize = 3;
/// No format has room for more digits, even after the longest prefixes.
pub(super) const MAX_DIGITS: usize = 48;

/// What the field shows after a key.
#[derive(Clone, Copy)]
pub(super) enum Output {
    /// The text as it was typed.
    AsTyped,
    /// [`Formatter::prefix`], and the other digits without separators.
    PrefixAndDigits,
    /// [`Formatter::formatted`].
    Formatted,
}

/// The state of libphonenumber's formatter. Doc comments give its names for fields and steps, so that the two can be read side by side.
pub(super) struct Formatter {
    /// `defaultCountry`.
    home: Option<TerritoryRef>,
    /// The plan whose formats are used: `currentMetadata`.
    pub(super) plan: Option<&'static NumberingPlan>,
    /// All keys so far, digits and perhaps a leading plus sign: `accruedInputWithoutFormatting`.
    pub(super) accrued_input: Ascii,
    /// The part of them that is the national number: `nationalNumber`.
    pub(super) national_number: Ascii,
    /// What is shown before the national number: `prefixBeforeNationalNumber`.
    pub(super) prefix: Ascii,
    /// The length of `extractedNationalPrefix`, with which the accrued input begins.
    pub(super) extracted_national_prefix: usize,
    /// The formatted text, prefix and national number.
    pub(super) formatted: Ascii,
    /// A bit for each format that is still possible: `possibleFormats`.
    pub(super) possible_formats: u32,
    /// The format whose template is being filled: `formattingTemplate`.
    pub(super) template: Option<&'static NumberFormat>,
    /// How many digits are in the template.
    pub(super) template_filled: usize,
    /// The groups of that format, as long as more digits fit: `currentFormattingPattern`.
    pub(super) current_groups: Option<&'static [u8]>,
    /// `ableToFormat`.
    pub(super) is_able_to_format: bool,
    /// `isCompleteNumber`.
    pub(super) is_complete_number: bool,
    /// `isExpectingCountryCallingCode`.
    is_expecting_calling_code: bool,
    /// `shouldAddSpaceAfterNationalPrefix`.
    pub(super) should_add_space_after_national_prefix: bool,
}

impl Formatter {
    /// Feeds all keys. Returns the output after the last one, and the formatter.
    pub(super) fn format(keys: &[u8], home: Option<TerritoryRef>) -> (Output, Self) {
        let mut formatter = Self {
            home,
            plan: home.map(|home| home.plan),
            accrued_input: Ascii::EMPTY,
            national_number: Ascii::EMPTY,
            prefix: Ascii::EMPTY,
            extracted_national_prefix: 0,
            formatted: Ascii::EMPTY,
            possible_formats: 0,
            template: None,
            template_filled: 0,
            current_groups: None,
            is_able_to_format: true,
            is_complete_number: false,
            is_expecting_calling_code: false,
            should_add_space_after_national_prefix: false,
        };
        let mut output = Output::AsTyped;
        for &key in keys {
            output = formatter.input_key(key);
        }
        (output, formatter)
    }

    /// The region of the number so far.
    pub(super) fn region(&self) -> Option<String> {
        let plan = self.plan?;
        let class = plan.class_of(self.national_number.as_bytes());
        let territory = class.territory.and_then(|territory| plan.territories.get(territory));
        match (territory, self.home) {
            (Some(territory), _) => Some(territory.name()),
            (None, Some(home)) if home.plan.calling_code == plan.calling_code => home.region(),
            _ => plan.territories.first().map(Territory::name),
        }
    }

    /// Takes one more key: `inputDigitWithOptionToRememberPosition`.
    fn input_key(&mut self, key: u8) -> Output {
        self.accrued_input.push(key);
        if key != b'+' {
            self.national_number.push(key);
        }
        let count = self.accrued_input.as_bytes().len();
        if !self.is_able_to_format {
            return self.input_after_giving_up();
        }
        if count < MIN_DIGITS {
            return Output::AsTyped;
        }
        if count == MIN_DIGITS {
            if self.extract_international_prefix() {
                self.is_expecting_calling_code = true;
            } else {
                // Without a plus sign or an international prefix it may be a national number.
                self.extracted_national_prefix = self.remove_national_prefix();
                return self.choose_format();
            }
        }
        if self.is_expecting_calling_code {
            if self.extract_calling_code() {
                self.is_expecting_calling_code = false;
            }
            return Output::PrefixAndDigits;
        }
        if self.possible_formats == 0 {
            return self.choose_format();
        }
        // Rendered now, since the search for another template can leave none.
        let output = if self.add_digit_to_template() { self.output_template() } else { Output::AsTyped };
        let formatted = self.formatted;
        if self.format_all_digits() {
            return Output::Formatted;
        }
        self.narrow_down();
        if self.choose_template() {
            return self.output_template();
        }
        self.formatted = formatted;
        if self.is_able_to_format { output } else { Output::AsTyped }
    }

    /// A long prefix can make the formatter give up. It starts again when the prefix turns out to be one.
    fn input_after_giving_up(&mut self) -> Output {
        if self.accrued_input.as_bytes().len() > MAX_DIGITS {
            return Output::AsTyped;
        }
        if self.extract_international_prefix() {
            if self.extract_calling_code() {
                return self.start_again();
            }
        } else if self.extract_longer_national_prefix() {
            self.prefix.push(b' ');
            return self.start_again();
        }
        Output::AsTyped
    }

    /// `attemptToChoosePatternWithPrefixExtracted`.
    fn start_again(&mut self) -> Output {
        self.is_able_to_format = true;
        self.is_expecting_calling_code = false;
        self.possible_formats = 0;
        self.template = None;
        self.current_groups = None;
        self.choose_format()
    }

    /// `attemptToChooseFormattingPattern`.
    fn choose_format(&mut self) -> Output {
        if self.national_number.as_bytes().len() < MIN_DIGITS {
            self.write_prefix();
            self.formatted.extend(self.national_number.as_bytes());
            return Output::Formatted;
        }
        self.collect_formats();
        if self.format_all_digits() {
            return Output::Formatted;
        }
        if self.choose_template() { self.output_template() } else { Output::AsTyped }
    }

    /// `attemptToExtractIdd`.
    fn extract_international_prefix(&mut self) -> bool {
        let typed = self.accrued_input.as_bytes();
        let length = match (typed.first(), self.plan.map(TerritoryRef::main)) {
            (Some(b'+'), _) => 1,
            (_, Some(home)) => home.international_prefix(typed),
            _ => 0,
        };
        if length == 0 {
            return false;
        }
        self.is_complete_number = true;
        self.national_number = self.accrued_input;
        self.prefix.truncate(0);
        self.national_number.move_first(length, &mut self.prefix);
        if self.prefix.as_bytes() != b"+" {
            self.prefix.push(b' ');
        }
        true
    }

    /// `attemptToExtractCountryCallingCode`.
    fn extract_calling_code(&mut self) -> bool {
        let Some((plan, length)) = calling_code_at_start(self.national_number.as_bytes()) else {
            return false;
        };
        // As in libphonenumber, after two international prefixes the home country's code does not change the formats.
        if !self.home.is_some_and(|home| home.is_main_of(plan)) {
            self.plan = Some(plan);
        }
        self.national_number.move_first(length, &mut self.prefix);
        self.prefix.push(b' ');
        self.extracted_national_prefix = 0;
        true
    }

    /// `removeNationalPrefixFromNationalNumber`. Returns the number of digits of the prefix.
    fn remove_national_prefix(&mut self) -> usize {
        let number = self.national_number.as_bytes();
        let is_nanpa = self.is_nanpa_number_with_national_prefix();
        let length = self.plan.map_or(0, |plan| TerritoryRef::main(plan).national_prefix(number).taken);
        self.national_number.move_first(length, &mut self.prefix);
        if is_nanpa {
            self.prefix.push(b' ');
        }
        self.is_complete_number |= length != 0;
        length
    }

    /// Whether a North American number has the national prefix: a 1 and then neither 0 nor 1. `isNanpaNumberWithNationalPrefix`.
    fn is_nanpa_number_with_national_prefix(&self) -> bool {
        self.plan.is_some_and(|plan| plan.calling_code == 1)
            && match self.national_number.as_bytes() {
                [b'1', second, ..] => !matches!(second, b'0' | b'1'),
                number => number == b"1",
            }
    }

    /// `ableToExtractLongerNdd`. Returns whether the national prefix is now another one.
    fn extract_longer_national_prefix(&mut self) -> bool {
        let length = self.extracted_national_prefix;
        if length != 0 {
            // As in libphonenumber, the text before the number is cut where the prefix occurs last. Where it occurs twice, digits are
            // lost. `keeps_all_keys` notices that.
            let mut number = self.accrued_input;
            number.truncate(length);
            let mut prefix = self.prefix.as_bytes();
            while let Some((_, rest)) = prefix.split_last()
                && !prefix.ends_with(number.as_bytes())
            {
                prefix = rest;
            }
            let length_before = prefix.len().saturating_sub(length);
            self.prefix.truncate(length_before);
            number.extend(self.national_number.as_bytes());
            self.national_number = number;
        }
        // Both prefixes begin the same number, so they differ exactly if their lengths differ.
        self.remove_national_prefix() != length
    }
}
