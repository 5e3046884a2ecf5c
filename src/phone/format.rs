//! Formats a number with the groups, separators and national prefix of its country.

use super::ascii::Ascii;
use super::metadata::{NumberFormat, NumberingPlan, Territory};
use super::parse::Parsed;

impl NumberingPlan {
    /// The formats, each with its bit in the values of [`leading_digits`](Self::leading_digits).
    pub(super) fn numbered_formats(&self) -> impl Iterator<Item = (u32, &NumberFormat)> {
        (0..).zip(&self.formats).map(|(i, format)| (1 << (i & 31), format))
    }
}

/// A formatted number.
pub(super) struct Written {
    /// The national format.
    pub(super) national: Ascii,
    /// The international format, with the calling code.
    pub(super) international: Ascii,
}

impl Parsed {
    /// Formats the number, with the first format that fits; without groups if none fits.
    #[inline(never)]
    pub(super) fn write(&self, calling_code: &[u8]) -> Written {
        let (plan, digits) = (self.plan, self.national_number());
        let set = plan.look_up(plan.leading_digits, digits);
        let (mut national, mut international) = (None, None);
        let mut has_international = false;
        for (bit, format) in plan.numbered_formats() {
            has_international |= format.is_international();
            if set & bit != 0 && format.divides(digits.len()) {
                national = national.or(format.is_national().then_some(format));
                international = international.or(format.is_international().then_some(format));
            }
        }
        let international = if has_international { international } else { national };
        let mut written = Written { national: Ascii::EMPTY, international: Ascii::EMPTY };
        match national {
            Some(format) => format.write(digits, format.national_prefix_rule(), &mut written.national),
            None => written.national.extend(digits),
        }
        let abroad = &mut written.international;
        for part in [b"+", calling_code, b" "] {
            abroad.extend(part);
        }
        match international {
            Some(format) => format.write(digits, "", abroad),
            None => abroad.extend(digits),
        }
        written
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
    /// Whether a number of digits can be divided into the groups.
    pub(super) fn divides(&self, digits: usize) -> bool {
        digits < 32 && self.lengths >> (digits & 31) & 1 != 0
    }

    /// The maximum of digits in the groups.
    pub(super) fn most_digits(&self) -> usize {
        self.lengths.checked_ilog2().unwrap_or_default() as usize
    }

    /// Divides digits into the groups. Each group, from the left, takes as many as it can hold and the later groups do not need.
    fn group<'a>(&self, digits: &'a [u8]) -> [&'a [u8]; 5] {
        let mut divided: [&[u8]; 5] = [&[]; 5];
        let mut rest = digits;
        let mut needed = self.lengths.trailing_zeros() as usize;
        for (part, (min, max)) in divided.iter_mut().zip(self.groups()) {
            needed = needed.saturating_sub(min);
            let length = rest.len().saturating_sub(needed).min(max);
            (*part, rest) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        }
        divided
    }

    /// Appends the digits in the template. `rule`, such as `(0$1)`, applies to the first group, if there is a rule.
    #[inline(never)]
    pub(super) fn write(&self, digits: &[u8], rule: &str, written: &mut Ascii) {
        let groups = self.group(digits);
        let mut rule = around_first_group(rule.as_bytes());
        let mut template = self.template().as_bytes();
        while let Some((&symbol, rest)) = template.split_first() {
            template = rest;
            if symbol != b'$' {
                written.push(symbol);
                continue;
            }
            let Some((number, rest)) = template.split_first() else { break };
            template = rest;
            let group = groups.get(usize::from(number.wrapping_sub(b'1'))).copied().unwrap_or_default();
            let (before, after) = rule.take().unwrap_or_default();
            written.extend(before);
            written.extend(group);
            written.extend(after);
        }
    }
}

/// The parts of a rule, such as `(0$1)`, before and after the first group.
fn around_first_group(rule: &[u8]) -> Option<(&[u8], &[u8])> {
    let group = rule.iter().position(|&symbol| symbol == b'$')?;
    Some((rule.get(..group)?, rule.get(group.saturating_add(2)..)?))
}
