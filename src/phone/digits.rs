//! Decimal digits of every script.
//!
//! People type, and input methods insert, full-width, Arabic, Persian, Devanagari and other digits. All of Unicode's
//! general category Nd counts, as it does in libphonenumber for Java.

/// The zeros of Unicode 17's Nd below U+10000; the nine digits after each follow it directly.
const ZEROS: [u16; 37] = [
    0x0030, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6,
    0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40,
    0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10,
];

/// The same from U+10000 to U+1FFFF, less 0x10000. There are none above.
const SUPPLEMENTARY_ZEROS: [u16; 40] = [
    0x04A0, 0x0D30, 0x0D40, 0x1066, 0x10F0, 0x1136, 0x11D0, 0x12F0, 0x1450, 0x14D0, 0x1650, 0x16C0, 0x16D0, 0x16DA,
    0x1730, 0x18E0, 0x1950, 0x1BF0, 0x1C50, 0x1D50, 0x1DA0, 0x1DE0, 0x1F50, 0x6130, 0x6A60, 0x6AC0, 0x6B50, 0x6D70,
    0xCCF0, 0xD7CE, 0xD7D8, 0xD7E2, 0xD7EC, 0xD7F6, 0xE140, 0xE2F0, 0xE4F0, 0xE5F1, 0xE950, 0xFBF0,
];

/// Gives the value, 0 to 9, of a decimal digit of any script (Unicode category Nd); `None` for every other character.
///
/// Letters, superscripts, Roman numerals and ideographs such as 五 are not decimal digits.
pub fn decimal_digit(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).and_then(|digit| u8::try_from(digit).ok());
    }
    let code = u32::from(c);
    let zeros: &[u16] = match code >> 16 {
        0 => &ZEROS,
        1 => &SUPPLEMENTARY_ZEROS,
        _ => return None,
    };
    let code = u16::try_from(code & 0xFFFF).ok()?;
    let after = zeros.partition_point(|&zero| zero <= code);
    let zero = zeros.get(after.checked_sub(1)?)?;
    let digit = u8::try_from(code.checked_sub(*zero)?).ok()?;
    (digit < 10).then_some(digit)
}

/// Gives the ASCII form of a decimal digit of any script; `None` for every other character.
pub fn ascii_digit(c: char) -> Option<char> {
    decimal_digit(c).and_then(|digit| char::from_digit(u32::from(digit), 10))
}

/// Replaces the decimal digits of every script by ASCII ones and leaves everything else as it is.
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
    fn numbers_that_are_not_decimal_digits_are_none() {
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
