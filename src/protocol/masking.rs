//! Masks secrets in the service's messages.

use super::text::{contains, replace};
use crate::phone::digits::normalize_digits;

/// Replaces a secret.
const MASK: &str = "***";

/// Characters of a masked message; the rest is cut off.
const MAX_LENGTH: usize = 500;

/// Digits in a row from which they may be a phone number.
const MIN_PHONE_DIGITS: usize = 7;

/// Masks the secrets of the call, long numbers, and numbers that the service has masked in part. The result is one line without invisible
/// characters, of 500 characters at most.
pub fn mask<'a>(message: &str, secrets: impl Iterator<Item = &'a str>) -> String {
    // First every digit becomes an ASCII digit: a code may be repeated in another script.
    let mut masked = normalize_digits(message);
    for secret in secrets {
        masked = replace(&masked, secret, MASK);
    }
    let mut legible = String::with_capacity(masked.len());
    let mut rest = masked.as_str();
    while let Some(first) = rest.chars().next() {
        let kind = Kind::of(first);
        let end = rest.char_indices().find(|(_, c)| Kind::of(*c) != kind).map_or(rest.len(), |(end, _)| end);
        let (run, after) = (rest.get(..end).unwrap_or_default(), rest.get(end..).unwrap_or_default());
        legible.push_str(match kind {
            Kind::Invisible => " ",
            Kind::Digits if run.len() >= MIN_PHONE_DIGITS || contains(run, MASK) => MASK,
            _ => run,
        });
        rest = after;
    }
    legible.chars().take(MAX_LENGTH).collect()
}

/// Classes of characters that are handled alike.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Digits, and stars that may stand for digits.
    Digits,
    /// Line breaks, direction marks and invisible characters.
    Invisible,
    Other,
}

impl Kind {
    fn of(c: char) -> Self {
        if c.is_ascii_digit() || c == '*' {
            Self::Digits
        } else if c.is_control() || is_format(c) {
            Self::Invisible
        } else {
            Self::Other
        }
    }
}

/// Unicode's categories Cf, Zl and Zp (Unicode 16).
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{600}'..='\u{605}' | '\u{61C}' | '\u{6DD}' | '\u{70F}' | '\u{890}'..='\u{891}' | '\u{8E2}'
        | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{110BD}' | '\u{110CD}'
        | '\u{13430}'..='\u{1343F}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0001}'
        | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(message: &str) -> String {
        mask(message, ["123456", "", "eyJ"].into_iter())
    }

    #[test]
    fn secrets_of_the_call_are_masked_everywhere() {
        assert_eq!(masked("123456 of eyJ, 123456"), "*** of ***, ***");
    }

    #[test]
    fn long_numbers_and_partly_masked_ones_are_masked() {
        assert_eq!(masked("call 18812345678 or 110"), "call *** or 110");
        assert_eq!(masked("188****5678"), "***");
        assert_eq!(masked("99123456"), "***");
        assert_eq!(masked("6 * 7 ** 2"), "6 * 7 ** 2");
    }

    #[test]
    fn digits_of_other_scripts_are_masked_like_those_of_ascii() {
        assert_eq!(masked("１２３４５６ ١٢٣٤٥٦ １３９１２３４５６７８"), "*** *** ***");
    }

    #[test]
    fn invisible_characters_become_one_space() {
        assert_eq!(masked("a\r\n\u{202e}b\u{2028}c\u{0}d"), "a b c d");
        assert_eq!(masked("验证码 不正确"), "验证码 不正确");
    }

    #[test]
    fn a_long_message_is_cut() {
        assert_eq!(masked(&"码".repeat(501)).chars().count(), 500);
    }
}
