//! The state of libphonenumber's `AsYouTypeFormatter`, one key at a time.

use crate::phone::ascii::Ascii;
use crate::phone::metadata::{NumberFormat, NumberingPlan, Territory};
use crate::phone::parse::{Home, calling_code_at_start};

/// Formatting begins with the third digit; a plus sign counts as a digit.
const MIN_DIGITS: usize = 3;
/// More digits fit into no format, even after the longest prefixes.
pub(super) const MAX_DIGITS: usize = 48;

/// The kind of text to show after a key.
#[derive(Clone, Copy)]
pub(super) enum Output {
    /// The input unchanged.
    AsTyped,
    /// The prefix and the digits of the national number, without a format.
    PrefixAndDigits,
    /// [`Formatter::shown`].
    Formatted,
}

/// The state of libphonenumber's formatter. Comments name the fields and methods of the original, so that the two can be compared.
pub(super) struct Formatter {
    /// libphonenumber's `defaultCountry`.
    home: Option<Home>,
    /// The plan whose formats are used: libphonenumber's `currentMetadata`.
    plan: Option<&'static NumberingPlan>,
    /// Digits, and perhaps a plus sign at the start: libphonenumber's `accruedInputWithoutFormatting`.
    typed: Ascii,
    /// The digits of the national number typed so far.
    national_number: Ascii,
    /// The text before the national number.
    pub(super) prefix: Ascii,
    /// The length of libphonenumber's `extractedNationalPrefix`, at the start of `typed`.
    extracted_national_prefix: usize,
    /// The formatted text: prefix and national number.
    pub(super) shown: Ascii,
    /// The formats that are still possible, one bit each.
    possible_formats: u32,
    /// The format whose template is filled, and the number of digits in it.
    template: Option<&'static NumberFormat>,
    filled: usize,
    /// The groups of that format; `None` when no more digits fit.
    current_groups: Option<&'static [u8]>,
    is_able_to_format: bool,
    is_complete_number: bool,
    is_expecting_calling_code: bool,
    is_space_after_national_prefix: bool,
}

impl Formatter {
    /// Inputs all keys. Returns the output of the last one, and the state.
    pub(super) fn all(keys: &[u8], home: Option<Home>) -> (Output, Self) {
        let mut formatter = Self {
            home,
            plan: home.map(|home| home.plan),
            typed: Ascii::EMPTY,
            national_number: Ascii::EMPTY,
            prefix: Ascii::EMPTY,
            extracted_national_prefix: 0,
            shown: Ascii::EMPTY,
            possible_formats: 0,
            template: None,
            filled: 0,
            current_groups: None,
            is_able_to_format: true,
            is_complete_number: false,
            is_expecting_calling_code: false,
            is_space_after_national_prefix: false,
        };
        let mut shown = Output::AsTyped;
        for &key in keys {
            shown = formatter.input_digit(key);
        }
        (shown, formatter)
    }

    /// The region of the number as typed so far.
    pub(super) fn region(&self) -> Option<String> {
        let plan = self.plan?;
        let class = plan.class_of(self.national_number.as_bytes());
        let own = class.territory.and_then(|territory| plan.territories.get(territory));
        match (own, self.home) {
            (Some(own), _) => Some(own.name()),
            (None, Some(home)) if home.plan.calling_code == plan.calling_code => home.region(),
            _ => plan.territories.first().map(Territory::name),
        }
    }

    /// `inputDigitWithOptionToRememberPosition`.
    fn input_digit(&mut self, key: u8) -> Output {
        self.typed.push(key);
        if key != b'+' {
            self.national_number.push(key);
        }
        let count = self.typed.as_bytes().len();
        if !self.is_able_to_format {
            return self.input_digit_after_failure();
        }
        if count < MIN_DIGITS {
            return Output::AsTyped;
        }
        if count == MIN_DIGITS {
            if self.extract_international_prefix() {
                self.is_expecting_calling_code = true;
            } else {
                // Without a plus sign and an international prefix it may be a national number.
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
        // Before the search for another template, which may fail.
        let shown = if self.fill_template() { self.show_template() } else { Output::AsTyped };
        let in_template = self.shown;
        if self.format_accrued_digits() {
            return Output::Formatted;
        }
        self.narrow_down();
        if self.create_template() {
            return self.show_template();
        }
        self.shown = in_template;
        if self.is_able_to_format { shown } else { Output::AsTyped }
    }

    /// After the formatter has given up, a longer prefix may be recognised, and formatting starts again.
    fn input_digit_after_failure(&mut self) -> Output {
        if self.typed.as_bytes().len() > MAX_DIGITS {
            return Output::AsTyped;
        }
        if self.extract_international_prefix() {
            if self.extract_calling_code() {
                return self.restart();
            }
        } else if self.extract_longer_national_prefix() {
            self.prefix.push(b' ');
            return self.restart();
        }
        Output::AsTyped
    }

    /// `attemptToChoosePatternWithPrefixExtracted`.
    fn restart(&mut self) -> Output {
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
            self.show_prefix();
            self.shown.extend(self.national_number.as_bytes());
            return Output::Formatted;
        }
        self.collect_formats();
        if self.format_accrued_digits() {
            return Output::Formatted;
        }
        if self.create_template() { self.show_template() } else { Output::AsTyped }
    }

    /// `getAvailableFormats`.
    fn collect_formats(&mut self) {
        let Some(plan) = self.plan else { return };
        let has_prefix = self.extracted_national_prefix != 0;
        let is_international =
            self.is_complete_number && !has_prefix && plan.formats.iter().any(NumberFormat::is_international);
        for (bit, format) in plan.numbered_formats() {
            if !(if is_international { format.is_international() } else { format.is_national() }) {
                continue;
            }
            let may_lack_prefix = matches!(format.national_prefix_rule(), "" | "$1" | "($1)");
            let is_left_out = if has_prefix {
                may_lack_prefix && !format.is_national_prefix_optional() && !format.has_carrier_rule()
            } else {
                !self.is_complete_number && !may_lack_prefix && !format.is_national_prefix_optional()
            };
            if !is_left_out && format.has_groups_only() {
                self.possible_formats |= bit;
            }
        }
        self.narrow_down();
    }

    /// `narrowDownPossibleFormats`.
    fn narrow_down(&mut self) {
        let Some(plan) = self.plan else { return };
        for (bit, format) in plan.numbered_formats() {
            if !plan.allows_leading_digits(format, bit, self.national_number.as_bytes()) {
                self.possible_formats &= !bit;
            }
        }
    }

    /// The next format that is still possible, from index `next` on; moves `next` behind it.
    fn next_possible_format(&self, next: &mut usize) -> Option<&'static NumberFormat> {
        loop {
            let format = self.plan?.formats.get(*next)?;
            let bit = 1 << (*next & 31);
            *next = next.wrapping_add(1);
            if self.possible_formats & bit != 0 {
                return Some(format);
            }
        }
    }

    /// `attemptToFormatAccruedDigits`.
    fn format_accrued_digits(&mut self) -> bool {
        let mut next = 0;
        while let Some(format) = self.next_possible_format(&mut next) {
            if !format.divides(self.national_number.as_bytes().len()) {
                continue;
            }
            self.is_space_after_national_prefix = has_separator(format.national_prefix_rule());
            self.show_prefix();
            format.write(self.national_number.as_bytes(), "", &mut self.shown);
            // A format that drops or adds digits cannot be used while typing.
            if self.has_all_digits() {
                return true;
            }
        }
        false
    }

    pub(super) fn has_all_digits(&self) -> bool {
        let keys = self.shown.as_bytes().iter().filter(|byte| matches!(byte, b'0'..=b'9' | b'+'));
        keys.eq(self.typed.as_bytes())
    }

    /// `maybeCreateNewTemplate`, and `inputAccruedNationalNumber` to fill it.
    fn create_template(&mut self) -> bool {
        let count = self.national_number.as_bytes().len();
        let mut next = 0;
        while let Some(format) = self.next_possible_format(&mut next) {
            if self.current_groups == Some(format.packed_groups()) {
                return false;
            }
            self.template = None;
            if format.template_digits() >= count {
                self.template = Some(format);
                self.filled = count;
                self.current_groups = Some(format.packed_groups());
                self.is_space_after_national_prefix = has_separator(format.national_prefix_rule());
                return true;
            }
        }
        self.is_able_to_format = false;
        false
    }

    /// `inputDigitHelper`: adds a digit to the template; `false` if it is full.
    fn fill_template(&mut self) -> bool {
        if self.template.is_some_and(|format| format.template_digits() > self.filled) {
            self.filled = self.filled.saturating_add(1);
            return true;
        }
        if self.possible_formats.is_power_of_two() {
            // There is no other format to try.
            self.is_able_to_format = false;
        }
        self.current_groups = None;
        false
    }

    /// Shows the template up to its last filled digit.
    fn show_template(&mut self) -> Output {
        let Some(format) = self.template else { return Output::AsTyped };
        let mut digits = self.national_number;
        digits.truncate(self.filled);
        for _ in self.filled..format.template_digits() {
            digits.push(b'9');
        }
        self.show_prefix();
        let start = self.shown.as_bytes().len();
        format.write(digits.as_bytes(), "", &mut self.shown);
        let mut left = self.filled;
        let mut end = start;
        for symbol in self.shown.as_bytes().iter().skip(start) {
            if left == 0 {
                break;
            }
            left = left.wrapping_sub(usize::from(symbol.is_ascii_digit()));
            end = end.wrapping_add(1);
        }
        self.shown.truncate(end);
        Output::Formatted
    }

    /// `appendNationalNumber`, up to the number.
    fn show_prefix(&mut self) {
        let prefix = self.prefix.as_bytes();
        self.shown.truncate(0);
        self.shown.extend(prefix);
        if self.is_space_after_national_prefix && prefix.last().is_some_and(|&last| last != b' ') {
            self.shown.push(b' ');
        }
    }

    /// `attemptToExtractIdd`.
    fn extract_international_prefix(&mut self) -> bool {
        let typed = self.typed.as_bytes();
        let length = match (typed.first(), self.plan.map(Home::main)) {
            (Some(b'+'), _) => 1,
            (_, Some(home)) => home.international_prefix(typed),
            _ => 0,
        };
        if length == 0 {
            return false;
        }
        self.is_complete_number = true;
        self.national_number = self.typed;
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
        // As libphonenumber does: after two international prefixes, home's calling code does not change the plan.
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
        let is_north_american = self.is_north_american_with_prefix();
        let length = self.plan.map_or(0, |plan| Home::main(plan).national_prefix(number).taken);
        self.national_number.move_first(length, &mut self.prefix);
        if is_north_american {
            self.prefix.push(b' ');
        }
        self.is_complete_number |= length != 0;
        length
    }

    /// In North America a number that begins with 1 and then neither 0 nor 1 has the national prefix.
    fn is_north_american_with_prefix(&self) -> bool {
        self.plan.is_some_and(|plan| plan.calling_code == 1)
            && match self.national_number.as_bytes() {
                [b'1', second, ..] => !matches!(second, b'0' | b'1'),
                number => number == b"1",
            }
    }

    /// `ableToExtractLongerNdd`.
    fn extract_longer_national_prefix(&mut self) -> bool {
        let length = self.extracted_national_prefix;
        if length != 0 {
            // As libphonenumber does: of two national prefixes the second replaces the first, and the digits between them are lost. The
            // output is not used then, see `has_all_digits`.
            let mut number = self.typed;
            number.truncate(length);
            let mut prefix = self.prefix.as_bytes();
            while let Some((_, rest)) = prefix.split_last()
                && !prefix.ends_with(number.as_bytes())
            {
                prefix = rest;
            }
            let end = prefix.len().saturating_sub(length);
            self.prefix.truncate(end);
            number.extend(self.national_number.as_bytes());
            self.national_number = number;
        }
        // Both are at the start of the number, so equal lengths mean equal prefixes.
        self.remove_national_prefix() != length
    }
}

/// libphonenumber makes templates by formatting this number of nines.
const TEMPLATE_NINES: usize = 15;

impl NumberFormat {
    /// The number of digits in the template.
    fn template_digits(&self) -> usize {
        self.most_digits().min(TEMPLATE_NINES)
    }
}

/// Whether a national prefix rule has a space or a dash between prefix and number.
fn has_separator(rule: &str) -> bool {
    rule.bytes().any(|byte| matches!(byte, b' ' | b'-'))
}

impl NumberingPlan {
    /// Whether a format is possible for a national number that begins with `digits`: libphonenumber's patterns of leading digits, each of
    /// which looks at one more digit than the one before.
    ///
    /// The table has the last pattern only. The earlier ones accept every beginning of what it accepts.
    fn allows_leading_digits(&self, format: &NumberFormat, bit: u32, digits: &[u8]) -> bool {
        let examined = digits.len().saturating_sub(MIN_DIGITS).saturating_add(1);
        if examined < format.leading_digits_patterns() {
            self.places.any_that_begins(self.leading_digits, digits, bit)
        } else {
            self.look_up(self.leading_digits, digits) & bit != 0
        }
    }
}

impl NumberFormat {
    /// Whether the template consists of all groups in order, with separators only.
    fn has_groups_only(&self) -> bool {
        let symbols = self.template().bytes().filter(|byte| byte.is_ascii_alphanumeric());
        symbols.eq((b'1'..=b'9').take(self.template().bytes().filter(|&byte| byte == b'$').count()))
    }
}
