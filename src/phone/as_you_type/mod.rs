//! Formats a number while it is typed: libphonenumber's `AsYouTypeFormatter`, for a whole text at once.

mod formatter;

use self::formatter::{Formatter, Output};
use super::ascii::Ascii;
use super::digits::decimal_digit;
use super::parse::Home;
use super::text::is_separator;

/// A formatted text and the caret in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// The offset of the caret in [`text`](Self::text), in UTF-16 code units.
    pub caret: usize,
    /// The region of the number as typed so far: ISO 3166-1 alpha-2, or `001`.
    pub region: Option<String>,
}

/// The country of a number that is typed without a calling code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedIn<'a> {
    /// ISO 3166-1 alpha-2, in upper or lower case.
    Region(&'a str),
    /// `+86`, `86` or `0086`.
    CountryCode(&'a str),
    /// Unknown: only a number with a calling code is formatted.
    Anywhere,
}

/// Formats the content of a field while it is typed.
///
/// Without a `caret`, `input` counts as typed key by key, as for libphonenumber: a text with separators is returned unchanged.
///
/// With a `caret`, in UTF-16 code units, `input` is the content of the field after an edit at any place. Its separators are replaced, and the
/// caret stays behind the same digit. A text with anything but digits, separators and a plus sign at the start (letters, an extension) is
/// returned unchanged.
pub fn format_as_you_type(input: &str, typed_in: TypedIn<'_>, caret: Option<usize>) -> Typed {
    if cfg!(feature = "ledger-without-phone") {
        return Typed { text: String::new(), caret: 0, region: None };
    }
    let home = match typed_in {
        TypedIn::Region(region) => Home::of_region(region),
        TypedIn::CountryCode(code) => Home::of_calling_code(code),
        TypedIn::Anywhere => None,
    };
    let keys = Keys::read(input, caret);
    if caret.is_some() && !keys.is_number {
        return Typed { text: input.to_owned(), caret: keys.caret, region: home.and_then(Home::region) };
    }
    let is_unchanged = caret.is_none() && keys.has_other_characters;
    let (shown, formatter) = Formatter::all(keys.keys.as_bytes(), home);
    let mut text = String::with_capacity(input.len().saturating_add(16));
    match shown {
        // Not if digits are missing: libphonenumber loses some between two national prefixes, and the buffer is limited.
        Output::Formatted if !is_unchanged && formatter.has_all_digits() => formatter.shown.push_to(&mut text),
        _ if is_unchanged || (caret.is_none() && matches!(shown, Output::AsTyped)) => text.push_str(input),
        _ => {
            // From the input, which may have more digits than the buffer.
            let has_prefix = matches!(shown, Output::PrefixAndDigits);
            let mut shown_before = 0_usize;
            if has_prefix {
                formatter.prefix.push_to(&mut text);
                shown_before = formatter.prefix.as_bytes().iter().filter(|&&byte| byte != b' ').count();
            }
            for c in input.chars() {
                let Some(key) = key_of(c) else { continue };
                if shown_before > 0 {
                    shown_before = shown_before.wrapping_sub(1);
                } else {
                    text.push(if has_prefix { char::from(key) } else { c });
                }
            }
        }
    }
    let keys_before = if caret.is_some() { keys.before_caret } else { usize::MAX };
    Typed { caret: offset_after_keys(&text, keys_before), text, region: formatter.region() }
}

/// The keys of a text: its digits and a plus sign at the start.
struct Keys {
    /// As many as the buffer holds. Without a caret, only those before the first other character.
    keys: Ascii,
    /// The number of keys before the caret.
    before_caret: usize,
    /// The caret, limited to the length of the text.
    caret: usize,
    /// Whether there are characters besides the keys.
    has_other_characters: bool,
    /// Whether all other characters are separators.
    is_number: bool,
}

impl Keys {
    fn read(input: &str, caret: Option<usize>) -> Self {
        let caret_offset = caret.unwrap_or_default();
        let mut read =
            Self { keys: Ascii::EMPTY, before_caret: 0, caret: 0, has_other_characters: false, is_number: true };
        let (mut units, mut count) = (0_usize, 0_usize);
        for c in input.chars() {
            units = units.saturating_add(c.len_utf16());
            let is_before = units <= caret_offset;
            if is_before {
                read.caret = units;
            }
            match key_of(c) {
                Some(key) if key != b'+' || count == 0 => {
                    count = count.saturating_add(1);
                    read.before_caret = read.before_caret.saturating_add(usize::from(is_before));
                    if caret.is_some() || !read.has_other_characters {
                        read.keys.push(key);
                    }
                }
                _ => {
                    read.has_other_characters = true;
                    read.is_number &= is_separator(c);
                }
            }
        }
        read
    }
}

/// The key of a character: an ASCII digit or `+`.
fn key_of(c: char) -> Option<u8> {
    match c {
        '+' | '\u{FF0B}' => Some(b'+'),
        _ => decimal_digit(c).map(|digit| b'0'.wrapping_add(digit)),
    }
}

/// The offset behind the first `count` keys of a text, in UTF-16 code units.
fn offset_after_keys(text: &str, count: usize) -> usize {
    let mut units = 0_usize;
    let mut left = count;
    for c in text.chars() {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(usize::from(key_of(c).is_some()));
        units = units.saturating_add(c.len_utf16());
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    const US: TypedIn<'_> = TypedIn::Region("US");

    /// The text with `|` where the caret is, before and after.
    fn edited(field: &str, typed_in: TypedIn<'_>) -> String {
        let caret = field.find('|').unwrap_or_default();
        let mut typed = format_as_you_type(&field.replace('|', ""), typed_in, Some(caret));
        typed.text.insert(typed.caret, '|');
        typed.text
    }

    #[test]
    fn digits_can_be_inserted_and_deleted_anywhere() {
        for (field, shown) in [
            ("|", "|"),
            ("650|", "650|"),
            ("6502|", "650-2|"),
            ("650-25|30", "650-25|30"),
            ("650253|0000", "(650) 253|-0000"),
            ("650-2539|000", "(650) 253-9|000"),
            ("(650) 2539|-0000", "6502539|0000"),
            ("(|50) 253-0000", "|(502) 530-000"),
            ("(650) 2|0000", "(650) 2|00-00"),
            ("+1650253|", "+1 650-253|"),
            ("|+1 650-253", "|+1 650-253"),
            ("+1| 650-253", "+1| 650-253"),
        ] {
            assert_eq!(edited(field, US), shown, "{field}");
        }
    }

    #[test]
    fn a_text_with_letters_or_an_extension_stays_unchanged() {
        for field in ["650 253 0000 x5|", "1-800-FLOW|ERS", "65|0,,5", "*06|#", "6+50|"] {
            assert_eq!(edited(field, US), field);
        }
    }

    #[test]
    fn typed_separators_stay_without_a_caret() {
        assert_eq!(format_as_you_type("650-253", US, None).text, "650-253");
        assert_eq!(format_as_you_type("650253", US, None).text, "650-253");
    }

    #[test]
    fn a_caret_is_counted_in_utf16_code_units() {
        let typed = format_as_you_type("𝟔𝟓𝟎𝟐𝟓𝟑", US, Some(6));
        assert_eq!((typed.text.as_str(), typed.caret), ("650-253", 3));
        assert_eq!(format_as_you_type("650253", US, Some(usize::MAX)).caret, 7);
    }

    #[test]
    fn the_region_is_known_as_soon_as_possible() {
        let region = |text, typed_in| format_as_you_type(text, typed_in, None).region.unwrap_or_default();
        assert_eq!(region("", TypedIn::Anywhere), "");
        assert_eq!(region("", TypedIn::Region("CA")), "CA");
        assert_eq!(region("+86", TypedIn::Region("CA")), "CN");
        assert_eq!(region("+120", TypedIn::Region("CN")), "US");
        assert_eq!(region("+1204", TypedIn::Region("CA")), "CA");
        assert_eq!(region("+12042345678", TypedIn::Anywhere), "CA");
        assert_eq!(region("139", TypedIn::CountryCode("+86")), "CN");
    }

    #[test]
    fn the_plan_stays_that_of_another_country_after_homes_calling_code() {
        // 00 dials abroad and 82 is Korea, until 008 turns out to dial abroad from Korea, and 20 to be Egypt.
        let typed = format_as_you_type("00820844", TypedIn::Region("EG"), None);
        assert_eq!((typed.text.as_str(), typed.region.as_deref()), ("008 20 84-4", Some("KR")));
    }

    #[test]
    fn very_long_prefixes_lose_no_digit() {
        let text = ["0014", &"1".repeat(38), "639381"].concat();
        let shown = format_as_you_type(&text, TypedIn::Region("AU"), None).text;
        assert_eq!(shown.replace(' ', ""), text);
    }

    #[test]
    fn two_national_prefixes_lose_no_digit() {
        for text in ["0377715264615333727", "0220215263158834982", "02595839665877436401115600823227092307297957"] {
            for region in ["AR", "BR"] {
                let shown = format_as_you_type(text, TypedIn::Region(region), None).text;
                assert_eq!(shown.replace([' ', '-'], ""), text, "{region}");
            }
        }
    }

    #[test]
    fn a_second_national_prefix_is_compared_with_the_first() {
        for (text, shown) in [("00376808", "003768 08"), ("0037680860", "0037680860")] {
            assert_eq!(format_as_you_type(text, TypedIn::Region("JP"), None).text, shown);
        }
    }

    #[test]
    fn more_digits_than_any_number_has_stay_unchanged() {
        let text = "1".repeat(formatter::MAX_DIGITS + 1);
        assert_eq!(format_as_you_type(&text, TypedIn::Region("CN"), None).text, text);
    }

    #[test]
    fn long_texts_take_linear_time() {
        let text = "1".repeat(200_000);
        assert_eq!(format_as_you_type(&text, US, Some(5)).text.len(), 200_000);
        for (prefix, typed_in) in [("0", TypedIn::Region("BR")), ("+0", US), ("011", US), ("0119", US)] {
            let text = [prefix, &text].concat();
            let shown = format_as_you_type(&text, typed_in, None).text;
            assert_eq!(shown.replace(' ', ""), text, "no digit is lost");
        }
    }
}
