//! Formatting a number with the groups, separators and national prefix that are usual in its country.

use super::ascii::Ascii;
use super::metadata::{NumberFormat, NumberingPlan, Territory};
use super::parser::Parsed;

impl NumberingPlan {
    /// The formats, each with the bit that stands for it in the values of [`leading_digits`](Self::leading_digits).
    pub(super) fn numbered_formats(&self) -> impl Iterator<Item = (u32, &NumberFormat)> {
        (0..).zip(&self.formats).map(|(i, format)| (1 << (i & 31), format))
    }
}

/// A number in both formats.
pub(super) struct FormattedNumber {
    /// The national format.
    pub(super) national: Ascii,
    /// The international format, with the calling code.
    pub(super) international: Ascii,
}

impl Parsed {
    /// Formats the number. Each time the first format that fits is used; without one, the digits are not grouped.
    #[inline(never)]
    pub(super) fn format(&self, calling_code: &[u8]) -> FormattedNumber {
        let (plan, digits) = (self.plan, self.national_number());
        let set = plan.look_up(plan.leading_digits, digits);
        let (mut national, mut international) = (None, None);
        let mut has_international = false;
        for (bit, format) in plan.numbered_formats() {
            has_international |= format.is_international();
            if set & bit != 0 && format.fits(digits.len()) {
                national = national.or(format.is_national().then_some(format));
                international = international.or(format.is_international().then_some(format));
            }
        }
        let international = if has_international { international } else { national };
        let mut formatted = FormattedNumber { national: Ascii::EMPTY, international: Ascii::EMPTY };
        match national {
            Some(format) => format.write(digits, format.national_prefix_rule(), &mut formatted.national),
            None => formatted.national.extend(digits),
        }
        let output = &mut formatted.international;
        for part in [b"+", calling_code, b" "] {
            output.extend(part);
        }
        match international {
            Some(format) => format.write(digits, "", output),
            None => output.extend(digits),
        }
        formatted
    }

    /// The label before an extension.
    pub(super) fn extension_label(&self) -> &'static str {
        self.plan
            .territories
            .first()
            .map(Territory::extension_label)
            .filter(|label| !label.is_empty())
            .unwrap_or(" ext. ")
    }
}

impl NumberFormat {
    /// Whether the groups of the format hold exactly this number of digits.
    pub(super) fn fits(&self, digits: usize) -> bool {
        digits < 32 && self.lengths >> (digits & 31) & 1 != 0
    }

    /// The greatest number of digits that the groups hold.
    pub(super) fn max_digits(&self) -> usize {
        self.lengths.checked_ilog2().unwrap_or_default() as usize
    }

    /// Divides digits into the groups. From the left, each group takes as many as it holds and later groups do not need.
    fn group<'a>(&self, digits: &'a [u8]) -> [&'a [u8]; 5] {
        let mut groups: [&[u8]; 5] = [&[]; 5];
        let mut rest = digits;
        let mut needed = self.lengths.trailing_zeros() as usize;
        for (part, (min, max)) in groups.iter_mut().zip(self.groups()) {
            needed = needed.saturating_sub(min);
            let length = rest.len().saturating_sub(needed).min(max);
            (*part, rest) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        }
        groups
    }

    /// Appends digits in the template. `rule`, such as `(0$1)`, replaces the first group unless it is empty.
    #[inline(never)]
    pub(super) fn write(&self, digits: &[u8], rule: &str, output: &mut Ascii) {
        let groups = self.group(digits);
        let mut rule = around_first_group(rule.as_bytes());
        let mut template = self.template().as_bytes();
        while let Some((&symbol, rest)) = template.split_first() {
            template = rest;
            if symbol != b'$' {
                output.push(symbol);
                continue;
            }
            let Some((number, rest)) = template.split_first() else { break };
            template = rest;
            let group = groups.get(usize::from(number.wrapping_sub(b'1'))).copied().unwrap_or_default();
            let (before, after) = rule.take().unwrap_or_default();
            output.extend(before);
            output.extend(group);
            output.extend(after);
        }
    }
}

/// The parts of a rule, `(0$1)`, before and after the first group.
fn around_first_group(rule: &[u8]) -> Option<(&[u8], &[u8])> {
    let group = rule.iter().position(|&symbol| symbol == b'$')?;
    Some((rule.get(..group)?, rule.get(group.saturating_add(2)..)?))
}
