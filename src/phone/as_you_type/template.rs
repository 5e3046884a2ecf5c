//! The choice of a format, and its template: the part of libphonenumber's formatter that needs the formats of the plan.

use super::super::metadata::{NumberFormat, NumberingPlan};
use super::formatter::{Formatter, MIN_DIGITS, Output};

impl Formatter {
    /// `getAvailableFormats`.
    pub(super) fn collect_formats(&mut self) {
        let Some(plan) = self.plan else { return };
        let has_prefix = self.extracted_national_prefix != 0;
        let is_international =
            self.is_complete_number && !has_prefix && plan.formats.iter().any(NumberFormat::is_international);
        for (bit, format) in plan.numbered_formats() {
            if !(if is_international { format.is_international() } else { format.is_national() }) {
                continue;
            }
            let has_no_prefix_in_rule = matches!(format.national_prefix_rule(), "" | "$1" | "($1)");
            let is_excluded = if has_prefix {
                has_no_prefix_in_rule && !format.is_national_prefix_optional() && !format.has_carrier_rule()
            } else {
                !self.is_complete_number && !has_no_prefix_in_rule && !format.is_national_prefix_optional()
            };
            if !is_excluded && format.is_eligible() {
                self.possible_formats |= bit;
            }
        }
        self.narrow_down();
    }

    /// `narrowDownPossibleFormats`.
    pub(super) fn narrow_down(&mut self) {
        let Some(plan) = self.plan else { return };
        for (bit, format) in plan.numbered_formats() {
            if !plan.may_have_format(format, bit, self.national_number.as_bytes()) {
                self.possible_formats &= !bit;
            }
        }
    }

    /// The first possible format at index `next` or after it. Moves `next` behind it.
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
    pub(super) fn format_all_digits(&mut self) -> bool {
        let mut next = 0;
        while let Some(format) = self.next_possible_format(&mut next) {
            if !format.fits(self.national_number.as_bytes().len()) {
                continue;
            }
            self.should_add_space_after_national_prefix = has_separator(format.national_prefix_rule());
            self.write_prefix();
            format.write(self.national_number.as_bytes(), "", &mut self.formatted);
            // A format that drops or adds digits is not used while typing.
            if self.keeps_all_keys() {
                return true;
            }
        }
        false
    }

    /// Whether the formatted text has exactly the keys of the accrued input.
    pub(super) fn keeps_all_keys(&self) -> bool {
        let keys = self.formatted.as_bytes().iter().filter(|byte| matches!(byte, b'0'..=b'9' | b'+'));
        keys.eq(self.accrued_input.as_bytes())
    }

    /// `maybeCreateNewTemplate` and `inputAccruedNationalNumber`: chooses a template and puts all digits into it. Returns false if
    /// there is no new one.
    pub(super) fn choose_template(&mut self) -> bool {
        let count = self.national_number.as_bytes().len();
        let mut next = 0;
        while let Some(format) = self.next_possible_format(&mut next) {
            if self.current_groups == Some(format.packed_groups()) {
                return false;
            }
            self.template = None;
            if format.template_digits() >= count {
                self.template = Some(format);
                self.template_filled = count;
                self.current_groups = Some(format.packed_groups());
                self.should_add_space_after_national_prefix = has_separator(format.national_prefix_rule());
                return true;
            }
        }
        self.is_able_to_format = false;
        false
    }

    /// `inputDigitHelper`: puts one more digit into the template. Returns false if the template is full.
    pub(super) fn add_digit_to_template(&mut self) -> bool {
        if self.template.is_some_and(|format| format.template_digits() > self.template_filled) {
            self.template_filled = self.template_filled.saturating_add(1);
            return true;
        }
        if self.possible_formats.is_power_of_two() {
            // The template is full, and no other format is left.
            self.is_able_to_format = false;
        }
        self.current_groups = None;
        false
    }

    /// Writes the template up to its last digit.
    pub(super) fn output_template(&mut self) -> Output {
        let Some(format) = self.template else { return Output::AsTyped };
        let mut digits = self.national_number;
        digits.truncate(self.template_filled);
        for _ in self.template_filled..format.template_digits() {
            digits.push(b'9');
        }
        self.write_prefix();
        let start = self.formatted.as_bytes().len();
        format.write(digits.as_bytes(), "", &mut self.formatted);
        let mut left = self.template_filled;
        let mut end = start;
        for symbol in self.formatted.as_bytes().iter().skip(start) {
            if left == 0 {
                break;
            }
            left = left.wrapping_sub(usize::from(symbol.is_ascii_digit()));
            end = end.wrapping_add(1);
        }
        self.formatted.truncate(end);
        Output::Formatted
    }

    /// The part of `appendNationalNumber` before the number: writes the prefix.
    pub(super) fn write_prefix(&mut self) {
        let prefix = self.prefix.as_bytes();
        self.formatted.truncate(0);
        self.formatted.extend(prefix);
        if self.should_add_space_after_national_prefix && prefix.last().is_some_and(|&last| last != b' ') {
            self.formatted.push(b' ');
        }
    }
}

/// libphonenumber makes a template by formatting this many nines: the length of its `LONGEST_PHONE_NUMBER`.
const LONGEST_TEMPLATE: usize = 15;

impl NumberFormat {
    /// The number of digits in the template.
    fn template_digits(&self) -> usize {
        self.max_digits().min(LONGEST_TEMPLATE)
    }
}

/// Whether a national prefix rule puts a space or a dash between the prefix and the number.
fn has_separator(rule: &str) -> bool {
    rule.bytes().any(|byte| matches!(byte, b' ' | b'-'))
}

impl NumberingPlan {
    /// Whether a national number that begins with `digits` can have a format.
    ///
    /// libphonenumber has several patterns of leading digits for a format. Each compares one digit more than the one before, and the
    /// last compares all. The table has only the last one: an earlier pattern matches where the last one can still match.
    fn may_have_format(&self, format: &NumberFormat, bit: u32, digits: &[u8]) -> bool {
        let digits_compared = digits.len().saturating_sub(MIN_DIGITS).saturating_add(1);
        if digits_compared < format.leading_digits_patterns() {
            self.places.any_with_prefix(self.leading_digits, digits, bit)
        } else {
            self.look_up(self.leading_digits, digits) & bit != 0
        }
    }
}

impl NumberFormat {
    /// Whether the template has all groups in order, with only separators between them. `ELIGIBLE_FORMAT_PATTERN`.
    fn is_eligible(&self) -> bool {
        let symbols = self.template().bytes().filter(|byte| byte.is_ascii_alphanumeric());
        symbols.eq((b'1'..=b'9').take(self.template().bytes().filter(|&byte| byte == b'$').count()))
    }
}
