//! Formatting while a person types: no key is lost or added, the caret stays where it was, and it makes no difference how fast the text
//! came.

use update_phone::phone::digits::{ascii_digit, decimal_digit, normalize_digits};
use update_phone::phone::{TypedIn, format_as_you_type};

/// Three lines: a region, or a country code with its plus sign, or nothing; where the caret is; what the field holds.
pub fn hold(data: &[u8]) {
    let [home, caret, text] = crate::lines::split(data);
    let home = match &*home {
        "" => TypedIn::Anywhere,
        code if code.starts_with('+') => TypedIn::CountryCode(code),
        region => TypedIn::Region(region),
    };
    type_in(&text, home, caret.parse().unwrap_or(0));
}

/// Once as a whole, once with a caret, once character by character.
pub fn type_in(text: &str, home: TypedIn<'_>, caret: usize) {
    let typed = format_as_you_type(text, home, None);
    assert_eq!(keys(&typed.text), keys(text), "typing loses no key and adds none");
    assert_eq!(typed.caret, typed.text.encode_utf16().count(), "the caret is at the end");

    let edited = format_as_you_type(text, home, Some(caret));
    assert_eq!(keys(&edited.text), keys(text), "editing loses no key and adds none");
    assert_eq!(
        keys(before(&edited.text, edited.caret)),
        keys(&typed_before(text, caret)),
        "the caret stays behind its key"
    );
    let again = format_as_you_type(&edited.text, home, Some(edited.caret));
    assert_eq!(again, edited, "what is formatted stays as it is");

    one_by_one(text, home);
}

/// A field that is formatted after every character ends as one that was filled at once.
fn one_by_one(text: &str, home: TypedIn<'_>) {
    // What is not a number is left as it is, with what was formatted before it became so. Long texts take quadratic time.
    let digits = text.strip_prefix(is_plus).unwrap_or(text);
    if !digits.chars().all(|c| decimal_digit(c).is_some()) || text.chars().count() > 40 {
        return;
    }
    let mut field = String::new();
    for c in text.chars() {
        field.push(c);
        let end = field.encode_utf16().count();
        field = format_as_you_type(&field, home, Some(end)).text;
    }
    let at_once = format_as_you_type(text, home, Some(text.encode_utf16().count()));
    // Digits of other scripts stay where nothing is formatted; one by one, something was formatted before.
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

/// What is before a place of the formatter's own, which is between two characters.
fn before(text: &str, caret: usize) -> &str {
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

/// What is before a place that may be anywhere.
fn typed_before(text: &str, caret: usize) -> String {
    let mut units = 0;
    text.chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= caret
        })
        .collect()
}
