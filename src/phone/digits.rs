//! Decimal digits of every script.
//!
//! People type, and input methods insert, full-width, Arabic, Persian, Devanagari and other digits. As in libphonenumber for Java, a
//! digit is a character of Unicode's general category Nd.

/// The distance of each zero of Unicode 17's Nd from the zero before it. The digits 1 to 9 follow each zero directly. Distances
/// compress better than code points, since they are more alike.
const GAPS: [u16; 77] = [
    0x30, 0x630, 0x90, 0xD0, 0x1A6, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x6A, 0x80, 0x50, 0x120,
    0x50, 0x750, 0x30, 0x136, 0x8A, 0xB0, 0x10, 0xC0, 0x60, 0x90, 0x10, 0x89D0, 0x2B0, 0x30, 0xD0, 0x20, 0x60, 0x1A0,
    0x5320, 0x590, 0x890, 0x10, 0x326, 0x8A, 0x46, 0x9A, 0x120, 0x160, 0x80, 0x180, 0x70, 0x10, 0xA, 0x56, 0x1B0, 0x70,
    0x2A0, 0x60, 0x100, 0x50, 0x40, 0x170, 0x41E0, 0x930, 0x60, 0x90, 0x220, 0x5F80, 0xADE, 0xA, 0xA, 0xA, 0xA, 0x94A,
    0x1B0, 0x200, 0x101, 0x35F, 0x12A0,
];

/// Returns the value, 0 to 9, of a decimal digit of any script (Unicode category Nd); `None` for every other character.
///
/// Letters, superscripts, Roman numerals and ideographs such as 五 are not decimal digits.
pub fn decimal_digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    }
    let mut distance = u32::from(c);
    for gap in GAPS {
        let Some(distance_to_next) = distance.checked_sub(u32::from(gap)) else { break };
        distance = distance_to_next;
    }
    u8::try_from(distance).ok().filter(|digit| *digit < 10)
}

/// Returns the ASCII form of a decimal digit of any script; `None` for every other character.
pub fn ascii_digit(c: char) -> Option<char> {
    decimal_digit(c).and_then(|digit| char::from_digit(u32::from(digit), 10))
}

/// Replaces decimal digits of every script by ASCII digits. Other characters stay.
pub fn normalize_digits(text: &str) -> String {
    text.chars().map(|c| ascii_digit(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (text, value) in [("0٠०０𝟎𑱐🯰", 0), ("7٧۷७７𝟕𝟟𝟩𝟳𝟽🯷", 7), ("9٩९９𝟿🯹𖵹", 9)]
        {
            for c in text.chars() {
                assert_eq!(decimal_digit(c), Some(value), "{c}");
            }
        }
    }

    #[test]
    fn other_numerals_and_letters_are_no_decimal_digits() {
        for c in "a x²③Ⅷ五〇½/:٪\u{10FFFF}\u{2FFFF}".chars() {
            assert_eq!(decimal_digit(c), None, "{c}");
        }
    }

    #[test]
    fn unicode_17_has_770_decimal_digits_and_all_are_numeric() {
        let digits: Vec<char> = ('\0'..=char::MAX).filter(|&c| decimal_digit(c).is_some()).collect();
        assert_eq!(digits.len(), 770);
        assert_eq!(digits.iter().filter(|c| !c.is_numeric()).count(), 0);
    }

    #[test]
    fn only_digits_are_normalized() {
        assert_eq!(normalize_digits("＋８６ ١٨٨-ab①"), "＋86 188-ab①");
        assert_eq!(normalize_digits(""), "");
    }
}
