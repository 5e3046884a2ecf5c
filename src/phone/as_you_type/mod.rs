//! Formatting while a person types: libphonenumber's `AsYouTypeFormatter`, applied to a whole text at once.

mod formatter;
mod template;
#[cfg(test)]
mod tests;
mod typed_text;

use self::formatter::{Formatter, Output};
use self::typed_text::{TypedText, caret_after, digit_or_plus};
use super::parser::TerritoryRef;

/// A formatted text and its caret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormattedText {
    /// The text to show.
    pub text: String,
    /// The caret, in UTF-16 code units from the start of [`text`](Self::text).
    pub caret: usize,
    /// The region of the number so far: ISO 3166-1 alpha-2, or `001`.
    pub region: Option<String>,
}

/// The country of a number that is typed without a calling code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DefaultCountry<'a> {
    /// ISO 3166-1 alpha-2, in upper or lower case.
    Region(&'a str),
    /// `+86`, `86` or `0086`.
    CountryCode(&'a str),
    /// No country: only a number with a calling code is formatted.
    Unknown,
}

/// Formats the text of a field in which a number is being typed.
///
/// Without a `caret`, `input` is formatted as libphonenumber does it, key by key. A text with separators comes back unchanged.
///
/// With a `caret`, in UTF-16 code units, `input` is the text of the field after an edit anywhere in it. Its separators are replaced,
/// and the caret stays behind the same digit. A text with anything but digits, separators and a leading plus sign (letters, an
/// extension) comes back unchanged, so that nothing is lost.
pub fn format_as_you_type(input: &str, default_country: DefaultCountry<'_>, caret: Option<usize>) -> FormattedText {
    if cfg!(feature = "ledger-without-phone") {
        return FormattedText { text: String::new(), caret: 0, region: None };
    }
    let home = match default_country {
        DefaultCountry::Region(region) => TerritoryRef::of_region(region),
        DefaultCountry::CountryCode(code) => TerritoryRef::of_calling_code(code),
        DefaultCountry::Unknown => None,
    };
    let typed = TypedText::read(input, caret);
    if caret.is_some() && !typed.has_only_separators {
        return FormattedText {
            text: input.to_owned(),
            caret: typed.caret,
            region: home.and_then(TerritoryRef::region),
        };
    }
    let is_unchanged = caret.is_none() && typed.has_other_characters;
    let (output, formatter) = Formatter::format(typed.keys.as_bytes(), home);
    let mut text = String::with_capacity(input.len().saturating_add(16));
    match output {
        // libphonenumber loses digits between two national prefixes, and repeated prefixes can need more room than there is.
        Output::Formatted if !is_unchanged && formatter.keeps_all_keys() => formatter.formatted.push_to(&mut text),
        _ if is_unchanged || (caret.is_none() && matches!(output, Output::AsTyped)) => text.push_str(input),
        _ => {
            // Copied from the input, which can have more keys than the formatter keeps.
            let has_prefix = matches!(output, Output::PrefixAndDigits);
            let mut keys_in_prefix = 0_usize;
            if has_prefix {
                formatter.prefix.push_to(&mut text);
                keys_in_prefix = formatter.prefix.as_bytes().iter().filter(|&&byte| byte != b' ').count();
            }
            for c in input.chars() {
                let Some(key) = digit_or_plus(c) else { continue };
                if keys_in_prefix > 0 {
                    keys_in_prefix = keys_in_prefix.wrapping_sub(1);
                } else {
                    text.push(if has_prefix { char::from(key) } else { c });
                }
            }
        }
    }
    let keys_before_caret = if caret.is_some() { typed.keys_before_caret } else { usize::MAX };
    FormattedText { caret: caret_after(&text, keys_before_caret), text, region: formatter.region() }
}
