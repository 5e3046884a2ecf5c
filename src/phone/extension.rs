//! Extensions in all spellings that libphonenumber accepts: its `EXTN_PATTERN`, matched from left to right.

use super::text::{is_viable, symbol};
use core::ops::Range;

/// An extension at the end of a number.
pub(super) struct Extension {
    /// The index at which the extension begins, with its label and the separators before it.
    pub(super) start: usize,
    /// The range of its digits.
    pub(super) digits: Range<usize>,
}

/// Finds an extension at the end of a number. The symbols before it must look like a number themselves.
pub(super) fn find(symbols: &[u8]) -> Option<Extension> {
    // Most numbers have none, and their last symbol shows that.
    if !symbols.last().is_some_and(|&last| last == b'#' || last.is_ascii_digit()) {
        return None;
    }
    let (start, digits) = (0..symbols.len()).find_map(|start| Some((start, read(symbols, start)?)))?;
    is_viable(symbols.get(..start)?).then_some(Extension { start, digits })
}

/// Whether the symbols from `start` to the end are an extension.
pub(super) fn is_extension_from(symbols: &[u8], start: usize) -> bool {
    read(symbols, start).is_some()
}

/// The greatest number of digits after an explicit label.
const AFTER_EXPLICIT_LABEL: usize = 20;
/// After `,,` or `;`, with which telephones dial the extension themselves.
const AFTER_LIKELY_LABEL: usize = 15;
/// After a label that can mean something else, and after a comma.
const AFTER_AMBIGUOUS_LABEL: usize = 9;
/// Without a label, but with a `#` at the end.
const WITHOUT_LABEL: usize = 6;

/// Explicit labels in lower case, with [`END`] after each. A letter before [`OPTIONAL`] may be missing.
#[rustfmt::skip]
const EXPLICIT_LABELS: &[u8] = &[
    b'e', OPTIONAL, b'x', b't', b'n', OPTIONAL, END, // ext, extn
    b'e', OPTIONAL, b'x', b't', b'e', b'n', b's', b'i', b'o', symbol::ACUTE, OPTIONAL, b'n', OPTIONAL, END, // extension
    b'e', OPTIONAL, b'x', b't', b'e', b'n', b's', b'i', symbol::O_WITH_ACUTE, b'n', OPTIONAL, END, // extensión
    wide(b'e'), OPTIONAL, wide(b'x'), wide(b't'), wide(b'n'), OPTIONAL, END,
    symbol::CYRILLIC_DE, symbol::CYRILLIC_O, symbol::CYRILLIC_BE, END, // доб
    b'a', b'n', b'e', b'x', b'o', END,
];
/// Labels that can mean something else, in the same form.
#[rustfmt::skip]
const AMBIGUOUS_LABELS: &[u8] = &[
    b'x', END, wide(b'x'), END, b'#', END, symbol::FULL_WIDTH_HASH, END, b'~', END, symbol::FULL_WIDTH_TILDE, END,
    b'i', b'n', b't', END, wide(b'i'), wide(b'n'), wide(b't'), END,
];
const OPTIONAL: u8 = b'?';
const END: u8 = 0;

/// The full-width form of a letter.
const fn wide(letter: u8) -> u8 {
    symbol::FULL_WIDTH_A.wrapping_add(letter.wrapping_sub(b'a'))
}

/// Reads an extension from `start` to the end of the symbols. Returns the range of its digits.
fn read(symbols: &[u8], start: usize) -> Option<Range<usize>> {
    let here = Cursor { symbols, at: start };
    let separated = here.skip(is_separator);
    let spaced = here.skip(is_space);
    let with_hash_only = || {
        let digits = here.skip(|symbol| matches!(symbol, b'-' | b' '));
        if digits.at == start { None } else { digits.digits(WITHOUT_LABEL, Hash::Required) }
    };
    here.word(b";ext=")
        .and_then(|digits| digits.digits(AFTER_EXPLICIT_LABEL, Hash::None))
        .or_else(|| separated.digits_after_any(EXPLICIT_LABELS, AFTER_EXPLICIT_LABEL))
        .or_else(|| separated.digits_after_any(AMBIGUOUS_LABELS, AFTER_AMBIGUOUS_LABEL))
        .or_else(with_hash_only)
        .or_else(|| spaced.word(b",,").or_else(|| spaced.word(b";"))?.digits_after_label(AFTER_LIKELY_LABEL))
        .or_else(|| spaced.word(b",")?.skip(|symbol| symbol == b',').digits_after_label(AFTER_AMBIGUOUS_LABEL))
}

fn is_space(symbol: u8) -> bool {
    matches!(symbol, b' ' | b'\t' | symbol::NO_BREAK_SPACE)
}

fn is_separator(symbol: u8) -> bool {
    symbol == b',' || is_space(symbol)
}

/// Whether a `#` may or must follow the digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hash {
    None,
    Allowed,
    Required,
}

/// A position in the symbols.
#[derive(Clone, Copy)]
struct Cursor<'a> {
    symbols: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn skip(mut self, skipped: impl Fn(u8) -> bool) -> Self {
        while self.symbols.get(self.at).is_some_and(|&symbol| skipped(symbol)) {
            self.at = self.at.wrapping_add(1);
        }
        self
    }

    fn skip_one(mut self, skipped: impl Fn(u8) -> bool) -> Self {
        if self.symbols.get(self.at).is_some_and(|&symbol| skipped(symbol)) {
            self.at = self.at.wrapping_add(1);
        }
        self
    }

    /// Skips `word`, in lower or upper case; `None` if it is not there.
    fn word(self, word: &[u8]) -> Option<Self> {
        let end = self.at.checked_add(word.len())?;
        let found = self.symbols.get(self.at..end)?;
        found.eq_ignore_ascii_case(word).then_some(Self { at: end, ..self })
    }

    /// The digits after one of the labels, in lower or upper case.
    fn digits_after_any(self, labels: &[u8], max: usize) -> Option<Range<usize>> {
        let mut after = Some(self);
        let mut labels = labels;
        while let Some((&letter, rest)) = labels.split_first() {
            labels = rest;
            if letter == END {
                if let Some(digits) = after.and_then(|label| label.digits_after_label(max)) {
                    return Some(digits);
                }
                after = Some(self);
                continue;
            }
            let next = after.map(|here| here.skip_one(|symbol| symbol.to_ascii_lowercase() == letter));
            if labels.first() == Some(&OPTIONAL) {
                labels = labels.get(1..).unwrap_or_default();
                after = next;
            } else {
                after = next.filter(|next| after.is_some_and(|here| here.at != next.at));
            }
        }
        None
    }

    /// The digits after a label. A stop or colon and separators may come between.
    fn digits_after_label(self, max: usize) -> Option<Range<usize>> {
        self.skip_one(|symbol| matches!(symbol, b':' | b'.' | symbol::FULL_WIDTH_STOP))
            .skip(|symbol| symbol == b'-' || is_separator(symbol))
            .digits(max, Hash::Allowed)
    }

    /// One to `max` digits, perhaps with a `#`, at the end of the symbols.
    fn digits(self, max: usize, hash: Hash) -> Option<Range<usize>> {
        let after = self.skip(|symbol| symbol.is_ascii_digit());
        let end = if hash == Hash::None { after } else { after.skip_one(|symbol| symbol == b'#') };
        let has_hash = end.at != after.at;
        let has_valid_count = (1..=max).contains(&after.at.saturating_sub(self.at));
        let is_at_end = end.at == self.symbols.len() && (has_hash || hash != Hash::Required);
        (has_valid_count && is_at_end).then_some(self.at..after.at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::parse;
    use super::super::parser::PhoneInput;

    fn extension(typed: &str) -> Option<String> {
        parse(PhoneInput::Text(typed), Some("US")).extension
    }

    #[test]
    fn an_extension_is_read_in_all_its_spellings() {
        for end in [
            ";ext=3456",
            " ext. 3456",
            " EXT 3456",
            "extension 3456",
            " extensión: 3456",
            " extensio\u{301}n 3456",
            " xtn 3456",
            " доб. 3456",
            " anexo 3456",
            " ｅｘｔｎ 3456",
            "x3456",
            " #3456",
            "~3456",
            "～3456",
            " int 3456",
            "- 3456#",
            ",,3456",
            ";3456#",
            ",3456",
        ] {
            let typed = ["650 253 0000", end].concat();
            assert_eq!(extension(&typed).as_deref(), Some("3456"), "{typed}");
        }
    }

    #[test]
    fn digits_without_a_label_and_too_many_digits_are_no_extension() {
        for end in ["", " 3456", "-3456", "x1234567890", " ext 123456789012345678901", " 1234567#", "x12y"] {
            let typed = ["650 253 0000", end].concat();
            assert_eq!(extension(&typed), None, "{typed}");
        }
    }

    #[test]
    fn an_extension_keeps_the_characters_that_were_typed() {
        assert_eq!(extension("650 253 0000 ext. ５").as_deref(), Some("５"));
        assert_eq!(extension("tel:2530000;ext=7;phone-context=+1-650").as_deref(), Some("7"));
        // A phone context is put before the number, so the extension can begin in it.
        assert_eq!(extension("#;phone-context=+1-6502530000-5").as_deref(), Some("5"));
        assert_eq!(extension("6#;phone-context=+1-6502530000-5").as_deref(), Some("56"));
        assert_eq!(extension("６#;phone-context=+1-6502530000-٥").as_deref(), Some("٥６"));
    }
}
