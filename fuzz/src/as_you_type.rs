//! Formatting while a person types. No digit is lost or added, the caret stays behind its digit, and a text typed character by character
//! ends like one that was pasted.

use update_phone::phone::digits::{ascii_digit, decimal_digit, normalize_digits};
use update_phone::phone::{DefaultCountry, format_as_you_type};

/// The input is three lines: a region, a country code with its plus sign, or nothing; the caret; the text of the field.
pub fn run(data: &[u8]) {
    let [country, caret, text] = crate::lines::split(data);
    let default_country = match &*country {
        "" => DefaultCountry::Unknown,
        code if code.starts_with('+') => DefaultCountry::CountryCode(code),
        region => DefaultCountry::Region(region),
    };
    check(&text, default_country, caret.parse().unwrap_or(0));
}

/// Formats a text without a caret, with a caret, and character by character.
pub fn check(text: &str, default_country: DefaultCountry<'_>, caret: usize) {
    let typed = format_as_you_type(text, default_country, None);
    assert_eq!(keys(&typed.text), keys(text), "typing loses no digit and adds none");
    assert_eq!(typed.caret, typed.text.encode_utf16().count(), "the caret is at the end");

    let edited = format_as_you_type(text, default_country, Some(caret));
    assert_eq!(keys(&edited.text), keys(text), "editing loses no digit and adds none");
    assert_eq!(
        keys(text_before(&edited.text, edited.caret)),
        keys(&typed_before(text, caret)),
        "the caret stays behind its digit"
    );
    let again = format_as_you_type(&edited.text, default_country, Some(edited.caret));
    assert_eq!(again, edited, "a formatted text is not changed again");

    check_character_by_character(text, default_country);
}

/// A field that is formatted after every character ends like one that was filled at once.
fn check_character_by_character(text: &str, default_country: DefaultCountry<'_>) {
    // Only texts that stay numbers: once a text is none, it keeps the separators it had. Long texts would take quadratic time.
    let digits = text.strip_prefix(is_plus).unwrap_or(text);
    if !digits.chars().all(|c| decimal_digit(c).is_some()) || text.chars().count() > 40 {
        return;
    }
    let mut field = String::new();
    for c in text.chars() {
        field.push(c);
        let end = field.encode_utf16().count();
        field = format_as_you_type(&field, default_country, Some(end)).text;
    }
    let at_once = format_as_you_type(text, default_country, Some(text.encode_utf16().count()));
    // Digits of other scripts stay in a text that is not formatted. Character by character, a shorter text was formatted before.
    let in_ascii = |text: &str| normalize_digits(text).replace('\u{FF0B}', "+");
    assert_eq!(in_ascii(&field), in_ascii(&at_once.text), "character by character as at once");
}

fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{FF0B}')
}

/// The digits and plus signs of a text.
fn keys(text: &str) -> String {
    text.chars().filter(|&c| is_plus(c) || decimal_digit(c).is_some()).map(|c| ascii_digit(c).unwrap_or('+')).collect()
}

/// The text before a caret that the formatter returned. It must be between two characters.
fn text_before(text: &str, caret: usize) -> &str {
    let mut units = 0;
    for (at, c) in text.char_indices() {
        if units >= caret {
            assert_eq!(units, caret, "the caret is not within a character");
            return &text[..at];
        }
        units += c.len_utf16();
    }
    assert_eq!(units, caret, "the caret is in the text");
    text
}

/// The text before a caret that can be anywhere.
fn typed_before(text: &str, caret: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= caret
        })
        .collect()
}
