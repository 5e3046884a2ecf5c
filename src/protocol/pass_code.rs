//! Pass codes (验证码) as people type them.

use super::Secret;
use crate::phone::digits::decimal_digit;

/// The digits of a pass code. The user pool sets their number; 4 and 6 were seen **\[K\]**, so 4 to 8 are accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassCode(Secret);

impl PassCode {
    /// Reads 4 to 8 decimal digits of any script, full-width ones included; white space between and around them is ignored.
    /// `None` for anything else.
    pub fn parse(typed: &str) -> Option<Self> {
        let mut digits = String::new();
        for character in typed.chars().filter(|character| !character.is_whitespace()) {
            // Stops at the ninth digit: the input may have any length.
            if digits.len() > 8 {
                return None;
            }
            digits.push(char::from(b'0'.saturating_add(decimal_digit(character)?)));
        }
        (4..=8).contains(&digits.len()).then(|| Self(Secret::new(digits)))
    }

    /// The digits, for the wire only.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(typed: &str) -> Option<String> {
        PassCode::parse(typed).map(|code| code.expose().to_owned())
    }

    #[test]
    fn four_to_eight_digits_are_a_pass_code() {
        assert_eq!(parsed("1234").as_deref(), Some("1234"));
        assert_eq!(parsed("12345678").as_deref(), Some("12345678"));
        assert_eq!(parsed("123"), None);
        assert_eq!(parsed("123456789"), None);
        assert_eq!(parsed(""), None);
    }

    #[test]
    fn full_width_digits_and_spaces_are_normalised() {
        assert_eq!(parsed(" １２３ ４５６ ").as_deref(), Some("123456"));
    }

    #[test]
    fn anything_but_digits_is_refused() {
        assert_eq!(parsed("12a4"), None);
        assert_eq!(parsed("-1234"), None);
    }
}
