//! The digits and the caret of a text that a person typed.

use super::super::ascii::Ascii;
use super::super::digits::decimal_digit;
use super::super::text::is_separator;

/// The keys of a typed text: its digits, and a plus sign at the start.
pub(super) struct TypedText {
    /// The first keys, as many as fit. Without a caret, only those before the first other character.
    pub(super) keys: Ascii,
    /// How many keys of the whole text are before the caret.
    pub(super) keys_before_caret: usize,
    /// The caret in UTF-16 code units, at the start of a character and within the text.
    pub(super) caret: usize,
    /// Whether the text has characters that are not keys.
    pub(super) has_other_characters: bool,
    /// Whether all of these are separators.
    pub(super) has_only_separators: bool,
}

impl TypedText {
    /// Reads a text; `caret` is in UTF-16 code units.
    pub(super) fn read(input: &str, caret: Option<usize>) -> Self {
        let caret_units = caret.unwrap_or_default();
        let mut read = Self {
            keys: Ascii::EMPTY,
            keys_before_caret: 0,
            caret: 0,
            has_other_characters: false,
            has_only_separators: true,
        };
        let (mut units, mut count) = (0_usize, 0_usize);
        for c in input.chars() {
            units = units.saturating_add(c.len_utf16());
            let is_before_caret = units <= caret_units;
            if is_before_caret {
                read.caret = units;
            }
            match digit_or_plus(c) {
                Some(key) if key != b'+' || count == 0 => {
                    count = count.saturating_add(1);
                    read.keys_before_caret = read.keys_before_caret.saturating_add(usize::from(is_before_caret));
                    // Without a caret, a text with a separator is not formatted: the region follows from the keys before it.
                    if caret.is_some() || !read.has_other_characters {
                        read.keys.push(key);
                    }
                }
                _ => {
                    read.has_other_characters = true;
                    read.has_only_separators &= is_separator(c);
                }
            }
        }
        read
    }
}

/// The ASCII form of a decimal digit of any script or of a plus sign; `None` for every other character.
pub(super) fn digit_or_plus(c: char) -> Option<u8> {
    match c {
        '+' | '\u{FF0B}' => Some(b'+'),
        _ => decimal_digit(c).map(|digit| b'0'.wrapping_add(digit)),
    }
}

/// The position behind the first `count` digits and plus signs of a text, in UTF-16 code units.
pub(super) fn caret_after(text: &str, count: usize) -> usize {
    let mut units = 0_usize;
    let mut left = count;
    for c in text.chars() {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(usize::from(digit_or_plus(c).is_some()));
        units = units.saturating_add(c.len_utf16());
    }
    units
}
