//! Finding the number in what was typed or pasted: libphonenumber's `extractPossibleNumber` and `isViablePhoneNumber`.

use super::digits::ascii_digit;
use super::number::PhoneIssue;

/// The longest text that is looked at, in UTF-16 code units: libphonenumber's `MAX_INPUT_STRING_LENGTH`.
const MAX_UTF16_LENGTH: usize = 250;

/// The digits of a text, and whether a plus sign stood before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialled {
    pub(super) has_plus: bool,
    /// ASCII digits only.
    pub(super) digits: String,
}

/// Reads the number out of `text`: what stands before the first digit or plus sign and what trails the last digit is
/// left out, digits of every script count, punctuation between them does not.
///
/// Letters among or after the digits (extensions, vanity numbers, RFC 3966 parameters) are not understood yet: such a
/// text is [`PhoneIssue::NotANumber`] rather than a number that somebody else has.
pub(super) fn read(text: &str) -> Result<Dialled, PhoneIssue> {
    if is_too_long(text) {
        return Err(PhoneIssue::TooLong);
    }
    if is_blank(text) {
        return Err(PhoneIssue::Empty);
    }
    let starts = |c| is_plus(c) || ascii_digit(c).is_some();
    let ends = |c: char| c.is_ascii_alphabetic() || c == '#' || ascii_digit(c).is_some();
    let found = text.trim_start_matches(|c| !starts(c)).trim_end_matches(|c| !ends(c));

    let unsigned = found.trim_start_matches(is_plus);
    let has_plus = unsigned.len() < found.len();
    let mut digits = String::with_capacity(unsigned.len());
    for c in unsigned.chars() {
        match ascii_digit(c) {
            Some(digit) => digits.push(digit),
            None if is_punctuation(c) => {}
            None => return Err(PhoneIssue::NotANumber),
        }
    }
    // Two digits are a number only when they stand alone.
    let is_viable = digits.len() > 2 || (digits.len() == 2 && found.chars().count() == 2);
    if is_viable { Ok(Dialled { has_plus, digits }) } else { Err(PhoneIssue::NotANumber) }
}

/// Reads a field that holds a calling code, `86`, `+86`, `0086`, `(+ 86)`: its digits without plus sign and "00".
///
/// Whether there is such a calling code is not asked here; `None` when the text is something else than a code.
pub(super) fn read_calling_code(text: &str) -> Option<String> {
    if is_too_long(text) {
        return None;
    }
    let mut digits = String::new();
    for c in text.trim().chars() {
        match ascii_digit(c) {
            Some(digit) => digits.push(digit),
            None if is_punctuation(c) || (is_plus(c) && digits.is_empty()) => {}
            None => return None,
        }
    }
    match digits.strip_prefix("00") {
        Some(rest) => Some(rest.to_owned()),
        None => Some(digits),
    }
}

/// Whether nothing was typed.
pub(super) fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

fn is_too_long(text: &str) -> bool {
    text.encode_utf16().nth(MAX_UTF16_LENGTH).is_some()
}

fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{FF0B}')
}

/// libphonenumber's `VALID_PUNCTUATION` and its star sign, without x and ~, which announce an extension.
fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '-' | ' ' | '(' | ')' | '.' | '[' | ']' | '/' | '*' | '\u{A0}' | '\u{AD}' | '\u{200B}'
            | '\u{2010}'..='\u{2015}' | '\u{2053}' | '\u{2060}' | '\u{2212}' | '\u{223C}' | '\u{3000}' | '\u{30FC}'
            | '\u{FF08}' | '\u{FF09}' | '\u{FF0D}'..='\u{FF0F}' | '\u{FF3B}' | '\u{FF3D}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Result<(bool, String), PhoneIssue> {
        read(text).map(|dialled| (dialled.has_plus, dialled.digits))
    }

    fn found(has_plus: bool, digits: &str) -> Result<(bool, String), PhoneIssue> {
        Ok((has_plus, digits.to_owned()))
    }

    #[test]
    fn punctuation_between_digits_does_not_count() {
        for text in [
            "188 1234-5678",
            "(188)1234.5678",
            "188/1234/5678",
            "188\u{A0}1234\u{2013}5678",
            "[188] 1234 \u{2053} 5678",
        ] {
            assert_eq!(digits(text), found(false, "18812345678"), "{text}");
        }
    }

    #[test]
    fn full_width_plus_and_digits_of_other_scripts_count() {
        assert_eq!(digits("＋８６　１８８　１２３４　５６７８"), found(true, "8618812345678"));
        assert_eq!(digits("+٩٦٦ ٥١٢٣٤٥٦٧٨"), found(true, "966512345678"));
    }

    #[test]
    fn what_surrounds_the_number_is_left_out() {
        assert_eq!(digits("Tel: +86 188 1234 5678!"), found(true, "8618812345678"));
        assert_eq!(digits("\u{202A}18812345678\u{202C}"), found(false, "18812345678"));
        assert_eq!(digits("\t18812345678\r\n"), found(false, "18812345678"));
    }

    #[test]
    fn texts_that_hold_no_number_say_so() {
        for text in [
            "abc",
            "+",
            "+-()",
            "1",
            "+12",
            "1-2",
            "188 1234 ext 5",
            "188+1234",
            "188\t1234",
            "1881234~5678",
            "tel:188;ext=1",
        ] {
            assert_eq!(digits(text), Err(PhoneIssue::NotANumber), "{text}");
        }
    }

    #[test]
    fn blank_texts_are_empty() {
        for text in ["", " ", "\u{3000}\n"] {
            assert_eq!(digits(text), Err(PhoneIssue::Empty), "{text:?}");
        }
    }

    #[test]
    fn the_limit_of_250_is_counted_in_utf_16() {
        assert_eq!(digits(&"1".repeat(250)), found(false, &"1".repeat(250)));
        assert_eq!(digits(&"1".repeat(251)), Err(PhoneIssue::TooLong));
        assert_eq!(digits(&"𝟏".repeat(125)), found(false, &"1".repeat(125)));
        assert_eq!(digits(&"𝟏".repeat(126)), Err(PhoneIssue::TooLong));
        assert_eq!(digits(&" ".repeat(251)), Err(PhoneIssue::TooLong));
    }

    #[test]
    fn calling_codes_are_read_in_every_spelling() {
        for text in ["86", "+86", "0086", "+0086", " + 86 ", "(+86)", "＋８６", "8 6"] {
            assert_eq!(read_calling_code(text).as_deref(), Some("86"), "{text}");
        }
        for text in ["CN", "86a", "8+6", "86,"] {
            assert_eq!(read_calling_code(text), None, "{text}");
        }
        assert_eq!(read_calling_code(&"0".repeat(300)), None);
    }
}
