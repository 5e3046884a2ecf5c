//! Writing a number: the groups, separators and national prefixes that people of a country expect.

use super::judge::CallingCodeDigits;
use super::metadata::{NumberFormat, NumberingPlan};

/// Whether a number is written for callers of its own country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    National,
    International,
}

impl NumberingPlan {
    /// The formats for an audience, with the bit that stands for each in [`format_sets`](Self::format_sets).
    pub(super) fn formats_for(&self, audience: Audience) -> impl Iterator<Item = (u32, &NumberFormat)> {
        let international = audience == Audience::International && self.formats.iter().any(|f| f.is_international);
        let numbered = self.formats.iter().enumerate();
        numbered
            .map(|(i, format)| (u32::try_from(i).ok().and_then(|i| 1_u32.checked_shl(i)).unwrap_or_default(), format))
            .filter(move |(_, format)| if international { format.is_international } else { format.is_national })
    }

    /// The first format that fits a national number; `None` when it is written without groups.
    fn format_of(&self, national_number: &[u8], audience: Audience) -> Option<&NumberFormat> {
        let set = *self.format_sets.get(usize::from(self.leading_digits.look_up(national_number)))?;
        let fits = |format: &NumberFormat| format.divides(national_number.len());
        self.formats_for(audience).find(|(bit, format)| set & bit != 0 && fits(format)).map(|(_, format)| format)
    }

    /// Writes a national number as it is written in its country.
    pub(super) fn write_national(&self, national_number: &[u8], out: &mut String) {
        match self.format_of(national_number, Audience::National) {
            Some(format) => format.write(national_number, format.national_prefix_rule, out),
            None => push(out, national_number),
        }
    }

    /// Writes a national number with its calling code, as it is written abroad.
    pub(super) fn write_international(&self, national_number: &[u8], out: &mut String) {
        out.push('+');
        push(out, self.calling_code_digits().as_bytes());
        out.push(' ');
        match self.format_of(national_number, Audience::International) {
            Some(format) => format.write(national_number, "", out),
            None => push(out, national_number),
        }
    }

    /// Writes an extension after a number.
    pub(super) fn write_extension(&self, extension: &str, out: &mut String) {
        let label = self.territories.first().and_then(|main| main.extension_label);
        out.push_str(label.unwrap_or(" ext. "));
        out.push_str(extension);
    }
}

/// Writes a number in E.164.
pub(super) fn write_e164(calling_code: CallingCodeDigits, national_number: &[u8], out: &mut String) {
    out.push('+');
    push(out, calling_code.as_bytes());
    push(out, national_number);
}

impl NumberFormat {
    /// Whether so many digits can be divided into the groups.
    pub(super) fn divides(&self, digits: usize) -> bool {
        let (fewest, most) = self.groups.iter().fold((0, 0), |(fewest, most), &(min, max)| {
            (usize::saturating_add(fewest, min.into()), usize::saturating_add(most, max.into()))
        });
        (fewest..=most).contains(&digits)
    }

    /// The most digits the groups can hold.
    pub(super) fn most_digits(&self) -> usize {
        self.groups.iter().fold(0, |most, &(_, max)| most.saturating_add(max.into()))
    }

    /// Divides digits into the groups, from the left as many as a group can hold and later ones do not need.
    fn group<'a>(&self, digits: &'a [u8]) -> [&'a [u8]; 5] {
        let mut rest = digits;
        let mut needed = self.groups.iter().fold(0_usize, |sum, &(min, _)| sum.saturating_add(min.into()));
        self.groups.map(|(min, max)| {
            needed = needed.saturating_sub(min.into());
            let length = rest.len().saturating_sub(needed).min(max.into());
            let (group, others) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            rest = others;
            group
        })
    }

    /// Writes digits in the template; the first group as `rule` says, `(0$1)`, if there is one.
    pub(super) fn write(&self, digits: &[u8], rule: &str, out: &mut String) {
        let groups = self.group(digits);
        let mut rule = (!rule.is_empty()).then_some(rule);
        let mut template = self.template.chars();
        while let Some(c) = template.next() {
            if c != '$' {
                out.push(c);
                continue;
            }
            let number = template.next().and_then(|digit| digit.to_digit(10)).unwrap_or_default();
            let group = usize::try_from(number).ok().and_then(|number| groups.get(number.checked_sub(1)?));
            let group = group.copied().unwrap_or_default();
            let (before, after) = rule.take().and_then(around_first_group).unwrap_or_default();
            out.push_str(before);
            push(out, group);
            out.push_str(after);
        }
    }
}

/// What a rule, `(0$1)`, writes before and after the first group.
fn around_first_group(rule: &str) -> Option<(&str, &str)> {
    let group = rule.bytes().position(|byte| byte == b'$')?;
    Some((rule.get(..group)?, rule.get(group.saturating_add(2)..)?))
}

/// Appends ASCII digits.
pub(super) fn push(out: &mut String, digits: &[u8]) {
    out.extend(digits.iter().map(|&digit| char::from(digit)));
}
