//! Formatting while a person types: libphonenumber's `AsYouTypeFormatter`, fed with a whole text at once.

use super::ascii::Ascii;
use super::digits::decimal_digit;
use super::metadata::{NumberFormat, NumberingPlan, Territory};
use super::parse::{Home, calling_code_at_start};
use super::text::is_separator;

/// A text that is being typed, as it should be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// The text.
    pub text: String,
    /// Where the caret belongs, in UTF-16 code units from the start of [`text`](Self::text).
    pub caret: usize,
    /// Where the number belongs as far as it was typed: ISO 3166-1 alpha-2, or `001`.
    pub region: Option<String>,
}

/// To what a number belongs that is typed without a calling code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedIn<'a> {
    /// ISO 3166-1 alpha-2, in upper or lower case.
    Region(&'a str),
    /// `+86`, `86` or `0086`.
    CountryCode(&'a str),
    /// Nothing is known: only a number with a calling code can be formatted.
    Anywhere,
}

/// Formats what was typed into a field so far.
///
/// Without a `caret`, `input` is taken as libphonenumber takes it, key by key: a person who types separators is left
/// alone with them, so text with separators comes back as it is.
///
/// With a `caret`, in UTF-16 code units, `input` is what the field holds after it was changed anywhere: its separators
/// are made anew, and the caret stays behind the digit that it was behind. What holds anything else than digits,
/// separators and a plus sign at the start (letters, an extension) comes back as it is, so that nothing is lost.
pub fn format_as_you_type(input: &str, typed_in: TypedIn<'_>, caret: Option<usize>) -> Typed {
    if cfg!(feature = "ledger-without-phone") {
        return Typed { text: String::new(), caret: 0, region: None };
    }
    let home = match typed_in {
        TypedIn::Region(region) => Home::of_region(region),
        TypedIn::CountryCode(code) => Home::of_calling_code(code),
        TypedIn::Anywhere => None,
    };
    let typed = Keys::read(input, caret);
    if caret.is_some() && !typed.is_number {
        return Typed { text: input.to_owned(), caret: typed.caret, region: home.and_then(Home::region) };
    }
    let is_left_alone = caret.is_none() && typed.has_others;
    let (shown, typing) = Typing::all(typed.keys.as_bytes(), home);
    let mut text = String::with_capacity(input.len().saturating_add(16));
    match shown {
        // Between two national prefixes libphonenumber loses digits; and many of them take more room than any number.
        Shown::Formatted if !is_left_alone && typing.shows_what_was_typed() => typing.shown.push_to(&mut text),
        _ if is_left_alone || (caret.is_none() && matches!(shown, Shown::AsTyped)) => text.push_str(input),
        _ => {
            // Out of the input, since there may be more than are looked at.
            let has_prefix = matches!(shown, Shown::PrefixAndDigits);
            let mut shown_before = 0_usize;
            if has_prefix {
                typing.prefix.push_to(&mut text);
                shown_before = typing.prefix.as_bytes().iter().filter(|&&byte| byte != b' ').count();
            }
            for c in input.chars() {
                let Some(key) = pressed_key(c) else { continue };
                if shown_before > 0 {
                    shown_before = shown_before.wrapping_sub(1);
                } else {
                    text.push(if has_prefix { char::from(key) } else { c });
                }
            }
        }
    }
    let keys_before = if caret.is_some() { typed.before_caret } else { usize::MAX };
    Typed { caret: behind_keys(&text, keys_before), text, region: typing.region() }
}

/// The keys that a text was typed with.
struct Keys {
    /// Digits, perhaps after a plus sign: the first of them, up to what is neither when that may not be left out.
    keys: Ascii,
    /// How many of all keys are before the caret.
    before_caret: usize,
    /// The caret, within the text.
    caret: usize,
    /// Whether there is anything but digits and a plus sign at the start.
    has_others: bool,
    /// Whether what else there is is separators.
    is_number: bool,
}

impl Keys {
    fn read(input: &str, caret: Option<usize>) -> Self {
        let place = caret.unwrap_or_default();
        let mut read = Self { keys: Ascii::EMPTY, before_caret: 0, caret: 0, has_others: false, is_number: true };
        let (mut units, mut count) = (0_usize, 0_usize);
        for c in input.chars() {
            units = units.saturating_add(c.len_utf16());
            let is_before = units <= place;
            if is_before {
                read.caret = units;
            }
            match pressed_key(c) {
                Some(key) if key != b'+' || count == 0 => {
                    count = count.saturating_add(1);
                    read.before_caret = read.before_caret.saturating_add(usize::from(is_before));
                    // Without a caret nothing is looked at after a separator.
                    if caret.is_some() || !read.has_others {
                        read.keys.push(key);
                    }
                }
                _ => {
                    read.has_others = true;
                    read.is_number &= is_separator(c);
                }
            }
        }
        read
    }
}

/// The digit that a character is, or the plus sign.
fn pressed_key(c: char) -> Option<u8> {
    match c {
        '+' | '\u{FF0B}' => Some(b'+'),
        _ => decimal_digit(c).map(|digit| b'0'.wrapping_add(digit)),
    }
}

/// The place right behind the first `count` digits and plus signs of a text, in UTF-16 code units.
fn behind_keys(text: &str, count: usize) -> usize {
    let mut units = 0_usize;
    let mut left = count;
    for c in text.chars() {
        if left == 0 {
            break;
        }
        left = left.saturating_sub(usize::from(pressed_key(c).is_some()));
        units = units.saturating_add(c.len_utf16());
    }
    units
}

/// Formatting begins with the third digit; a plus sign counts as one.
const FEWEST_DIGITS: usize = 3;
/// No format has room for so many digits, even after the longest prefixes.
const MOST_DIGITS: usize = 48;

/// What is shown after a key.
#[derive(Clone, Copy)]
enum Shown {
    /// What was typed, as it was typed.
    AsTyped,
    /// What stands before the national number, and its digits without format.
    PrefixAndDigits,
    /// What is in [`Typing::shown`].
    Formatted,
}

/// The state of libphonenumber's formatter; fields and steps are named as there, so that the two can be read side by side.
struct Typing {
    /// libphonenumber's `defaultCountry`.
    home: Option<Home>,
    /// Whose formats are taken: libphonenumber's `currentMetadata`.
    plan: Option<&'static NumberingPlan>,
    /// Digits, and perhaps a plus sign at the start: libphonenumber's `accruedInputWithoutFormatting`.
    typed: Ascii,
    /// The part of what was typed that is the national number.
    national_number: Ascii,
    /// What is shown before the national number.
    prefix: Ascii,
    /// The length of libphonenumber's `extractedNationalPrefix`, with which what was typed begins.
    extracted_national_prefix: usize,
    /// What is shown, prefix and national number.
    shown: Ascii,
    /// The formats that are still possible, a bit each.
    possible_formats: u32,
    /// The format whose template is being filled, and how many digits are in it.
    template: Option<&'static NumberFormat>,
    filled: usize,
    /// The groups of that format, until no more digits fit.
    current_groups: Option<&'static [u8]>,
    is_able_to_format: bool,
    is_complete_number: bool,
    is_expecting_calling_code: bool,
    is_space_after_national_prefix: bool,
}

impl Typing {
    /// Types all keys: what is shown after the last, and the state then.
    fn all(keys: &[u8], home: Option<Home>) -> (Shown, Self) {
        let mut typing = Self {
            home,
            plan: home.map(|home| home.plan),
            typed: Ascii::EMPTY,
            national_number: Ascii::EMPTY,
            prefix: Ascii::EMPTY,
            extracted_national_prefix: 0,
            shown: Ascii::EMPTY,
            possible_formats: 0,
            template: None,
            filled: 0,
            current_groups: None,
            is_able_to_format: true,
            is_complete_number: false,
            is_expecting_calling_code: false,
            is_space_after_national_prefix: false,
        };
        let mut shown = Shown::AsTyped;
        for &key in keys {
            shown = typing.key(key);
        }
        (shown, typing)
    }

    /// Where the number belongs as far as it was typed.
    fn region(&self) -> Option<String> {
        let plan = self.plan?;
        let class = plan.class_of(self.national_number.as_bytes());
        let own = class.territory.and_then(|territory| plan.territories.get(territory));
        match (own, self.home) {
            (Some(own), _) => Some(own.name()),
            (None, Some(home)) if home.plan.calling_code == plan.calling_code => home.region(),
            _ => plan.territories.first().map(Territory::name),
        }
    }

    /// One more key: `inputDigitWithOptionToRememberPosition`.
    fn key(&mut self, key: u8) -> Shown {
        self.typed.push(key);
        if key != b'+' {
            self.national_number.push(key);
        }
        let count = self.typed.as_bytes().len();
        if !self.is_able_to_format {
            return self.key_after_giving_up();
        }
        if count < FEWEST_DIGITS {
            return Shown::AsTyped;
        }
        if count == FEWEST_DIGITS {
            if self.extract_international_prefix() {
                self.is_expecting_calling_code = true;
            } else {
                // No plus sign and no prefix for calls abroad: it may be a national number.
                self.extracted_national_prefix = self.remove_national_prefix();
                return self.choose_format();
            }
        }
        if self.is_expecting_calling_code {
            if self.extract_calling_code() {
                self.is_expecting_calling_code = false;
            }
            return Shown::PrefixAndDigits;
        }
        if self.possible_formats == 0 {
            return self.choose_format();
        }
        // Looked at now: looking for another template may leave none.
        let shown = if self.fill_template() { self.show_template() } else { Shown::AsTyped };
        let in_template = self.shown;
        if self.format_what_was_typed() {
            return Shown::Formatted;
        }
        self.narrow_down();
        if self.make_template() {
            return self.show_template();
        }
        self.shown = in_template;
        if self.is_able_to_format { shown } else { Shown::AsTyped }
    }

    /// Long prefixes can make the formatter give up, and begin again once they are recognised.
    fn key_after_giving_up(&mut self) -> Shown {
        if self.typed.as_bytes().len() > MOST_DIGITS {
            return Shown::AsTyped;
        }
        if self.extract_international_prefix() {
            if self.extract_calling_code() {
                return self.begin_again();
            }
        } else if self.extracts_longer_national_prefix() {
            self.prefix.push(b' ');
            return self.begin_again();
        }
        Shown::AsTyped
    }

    /// `attemptToChoosePatternWithPrefixExtracted`.
    fn begin_again(&mut self) -> Shown {
        self.is_able_to_format = true;
        self.is_expecting_calling_code = false;
        self.possible_formats = 0;
        self.template = None;
        self.current_groups = None;
        self.choose_format()
    }

    /// `attemptToChooseFormattingPattern`.
    fn choose_format(&mut self) -> Shown {
        if self.national_number.as_bytes().len() < FEWEST_DIGITS {
            self.show_prefix();
            self.shown.extend(self.national_number.as_bytes());
            return Shown::Formatted;
        }
        self.collect_formats();
        if self.format_what_was_typed() {
            return Shown::Formatted;
        }
        if self.make_template() { self.show_template() } else { Shown::AsTyped }
    }

    /// `getAvailableFormats`.
    fn collect_formats(&mut self) {
        let Some(plan) = self.plan else { return };
        let has_prefix = self.extracted_national_prefix != 0;
        let is_international =
            self.is_complete_number && !has_prefix && plan.formats.iter().any(NumberFormat::is_international);
        for (bit, format) in plan.numbered_formats() {
            if !(if is_international { format.is_international() } else { format.is_national() }) {
                continue;
            }
            let may_lack_prefix = matches!(format.national_prefix_rule(), "" | "$1" | "($1)");
            let is_left_out = if has_prefix {
                may_lack_prefix && !format.is_national_prefix_optional() && !format.has_carrier_rule()
            } else {
                !self.is_complete_number && !may_lack_prefix && !format.is_national_prefix_optional()
            };
            if !is_left_out && format.has_groups_only() {
                self.possible_formats |= bit;
            }
        }
        self.narrow_down();
    }

    /// `narrowDownPossibleFormats`.
    fn narrow_down(&mut self) {
        let Some(plan) = self.plan else { return };
        for (bit, format) in plan.numbered_formats() {
            if !plan.may_begin(format, bit, self.national_number.as_bytes()) {
                self.possible_formats &= !bit;
            }
        }
    }

    /// The next format that is still possible, from one on, which then is the one behind it.
    fn possible_format(&self, next: &mut usize) -> Option<&'static NumberFormat> {
        loop {
            let format = self.plan?.formats.get(*next)?;
            let bit = 1 << (*next & 31);
            *next = next.wrapping_add(1);
            if self.possible_formats & bit != 0 {
                return Some(format);
            }
        }
    }

    /// `attemptToFormatAccruedDigits`.
    fn format_what_was_typed(&mut self) -> bool {
        let mut next = 0;
        while let Some(format) = self.possible_format(&mut next) {
            if !format.divides(self.national_number.as_bytes().len()) {
                continue;
            }
            self.is_space_after_national_prefix = has_separator(format.national_prefix_rule());
            self.show_prefix();
            format.write(self.national_number.as_bytes(), "", &mut self.shown);
            // A format may drop digits or add some; then it is none to type in.
            if self.shows_what_was_typed() {
                return true;
            }
        }
        false
    }

    fn shows_what_was_typed(&self) -> bool {
        let keys = self.shown.as_bytes().iter().filter(|byte| matches!(byte, b'0'..=b'9' | b'+'));
        keys.eq(self.typed.as_bytes())
    }

    /// `maybeCreateNewTemplate`, and filling it: `inputAccruedNationalNumber`.
    fn make_template(&mut self) -> bool {
        let count = self.national_number.as_bytes().len();
        let mut next = 0;
        while let Some(format) = self.possible_format(&mut next) {
            if self.current_groups == Some(format.packed_groups()) {
                return false;
            }
            self.template = None;
            if format.template_digits() >= count {
                self.template = Some(format);
                self.filled = count;
                self.current_groups = Some(format.packed_groups());
                self.is_space_after_national_prefix = has_separator(format.national_prefix_rule());
                return true;
            }
        }
        self.is_able_to_format = false;
        false
    }

    /// `inputDigitHelper`: puts one more digit into the template; false when there is no place for it.
    fn fill_template(&mut self) -> bool {
        if self.template.is_some_and(|format| format.template_digits() > self.filled) {
            self.filled = self.filled.saturating_add(1);
            return true;
        }
        if self.possible_formats.is_power_of_two() {
            // More digits than fit, and no other format to try.
            self.is_able_to_format = false;
        }
        self.current_groups = None;
        false
    }

    /// The template up to the last digit that is in it.
    fn show_template(&mut self) -> Shown {
        let Some(format) = self.template else { return Shown::AsTyped };
        let mut digits = self.national_number;
        digits.truncate(self.filled);
        for _ in self.filled..format.template_digits() {
            digits.push(b'9');
        }
        self.show_prefix();
        let start = self.shown.as_bytes().len();
        format.write(digits.as_bytes(), "", &mut self.shown);
        let mut left = self.filled;
        let mut end = start;
        for symbol in self.shown.as_bytes().iter().skip(start) {
            if left == 0 {
                break;
            }
            left = left.wrapping_sub(usize::from(symbol.is_ascii_digit()));
            end = end.wrapping_add(1);
        }
        self.shown.truncate(end);
        Shown::Formatted
    }

    /// `appendNationalNumber`, up to the number.
    fn show_prefix(&mut self) {
        let prefix = self.prefix.as_bytes();
        self.shown.truncate(0);
        self.shown.extend(prefix);
        if self.is_space_after_national_prefix && prefix.last().is_some_and(|&last| last != b' ') {
            self.shown.push(b' ');
        }
    }

    /// `attemptToExtractIdd`.
    fn extract_international_prefix(&mut self) -> bool {
        let typed = self.typed.as_bytes();
        let length = match (typed.first(), self.plan.map(Home::main)) {
            (Some(b'+'), _) => 1,
            (_, Some(home)) => home.international_prefix(typed),
            _ => 0,
        };
        if length == 0 {
            return false;
        }
        self.is_complete_number = true;
        self.national_number = self.typed;
        self.prefix.truncate(0);
        self.national_number.move_first(length, &mut self.prefix);
        if self.prefix.as_bytes() != b"+" {
            self.prefix.push(b' ');
        }
        true
    }

    /// `attemptToExtractCountryCallingCode`.
    fn extract_calling_code(&mut self) -> bool {
        let Some((plan, length)) = calling_code_at_start(self.national_number.as_bytes()) else {
            return false;
        };
        // As libphonenumber does: behind two prefixes for calls abroad, home's code leaves the formats as they are.
        if !self.home.is_some_and(|home| home.is_main_of(plan)) {
            self.plan = Some(plan);
        }
        self.national_number.move_first(length, &mut self.prefix);
        self.prefix.push(b' ');
        self.extracted_national_prefix = 0;
        true
    }

    /// `removeNationalPrefixFromNationalNumber`: brings back how many digits the prefix has.
    fn remove_national_prefix(&mut self) -> usize {
        let number = self.national_number.as_bytes();
        let is_north_american = self.is_north_american_with_prefix();
        let length = self.plan.map_or(0, |plan| Home::main(plan).national_prefix(number).taken);
        self.national_number.move_first(length, &mut self.prefix);
        if is_north_american {
            self.prefix.push(b' ');
        }
        self.is_complete_number |= length != 0;
        length
    }

    /// In North America a number that begins with 1 and then neither 0 nor 1 has the national prefix.
    fn is_north_american_with_prefix(&self) -> bool {
        self.plan.is_some_and(|plan| plan.calling_code == 1)
            && match self.national_number.as_bytes() {
                [b'1', second, ..] => !matches!(second, b'0' | b'1'),
                number => number == b"1",
            }
    }

    /// `ableToExtractLongerNdd`.
    fn extracts_longer_national_prefix(&mut self) -> bool {
        let length = self.extracted_national_prefix;
        if length != 0 {
            // Of two national prefixes the second is taken for the first here, and what was between them is forgotten: what is
            // shown then is not what was typed.
            let mut number = self.typed;
            number.truncate(length);
            let mut prefix = self.prefix.as_bytes();
            while let Some((_, rest)) = prefix.split_last()
                && !prefix.ends_with(number.as_bytes())
            {
                prefix = rest;
            }
            let place = prefix.len().saturating_sub(length);
            self.prefix.truncate(place);
            number.extend(self.national_number.as_bytes());
            self.national_number = number;
        }
        // Both begin the number, so that they are equal when they are equally long.
        self.remove_national_prefix() != length
    }
}

/// libphonenumber makes its templates by formatting so many nines.
const NINES: usize = 15;

impl NumberFormat {
    /// How many digits the template has.
    fn template_digits(&self) -> usize {
        self.most_digits().min(NINES)
    }
}

/// Whether a national prefix rule puts a space or a dash between the prefix and the number.
fn has_separator(rule: &str) -> bool {
    rule.bytes().any(|byte| matches!(byte, b' ' | b'-'))
}

impl NumberingPlan {
    /// Whether a national number that begins with the digits may be written in a format: libphonenumber's patterns of
    /// leading digits, of which each looks at one more digit than the one before, down to the last, which looks at all.
    ///
    /// The table holds only the last of them. The ones before are what it lets pass after so many digits.
    fn may_begin(&self, format: &NumberFormat, bit: u32, digits: &[u8]) -> bool {
        let looked_at = digits.len().saturating_sub(FEWEST_DIGITS).saturating_add(1);
        if looked_at < format.leading_digits_patterns() {
            self.places.any_that_begins(self.leading_digits, digits, bit)
        } else {
            self.look_up(self.leading_digits, digits) & bit != 0
        }
    }
}

impl NumberFormat {
    /// Whether the template holds all groups, in their order, and between them only separators.
    fn has_groups_only(&self) -> bool {
        let symbols = self.template().bytes().filter(|byte| byte.is_ascii_alphanumeric());
        symbols.eq((b'1'..=b'9').take(self.template().bytes().filter(|&byte| byte == b'$').count()))
    }
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
    fn what_is_no_bare_number_stays_as_it_is() {
        for field in ["650 253 0000 x5|", "1-800-FLOW|ERS", "65|0,,5", "*06|#", "6+50|"] {
            assert_eq!(edited(field, US), field);
        }
    }

    #[test]
    fn separators_that_a_person_types_are_left_alone_without_a_caret() {
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
    fn the_region_is_told_as_soon_as_it_can_be() {
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
    fn formats_stay_those_of_another_country_that_calls_home() {
        // 00 dials abroad and 82 is Korea, until 008 turns out to dial abroad from Korea, and 20 to be Egypt.
        let typed = format_as_you_type("00820844", TypedIn::Region("EG"), None);
        assert_eq!((typed.text.as_str(), typed.region.as_deref()), ("008 20 84-4", Some("KR")));
    }

    #[test]
    fn prefixes_without_end_lose_no_digit() {
        let text = ["0014", &"1".repeat(38), "639381"].concat();
        let shown = format_as_you_type(&text, TypedIn::Region("AU"), None).text;
        assert_eq!(shown.replace(' ', ""), text);
    }

    #[test]
    fn two_national_prefixes_one_after_the_other_lose_no_digit() {
        for text in ["0377715264615333727", "0220215263158834982", "02595839665877436401115600823227092307297957"] {
            for region in ["AR", "BR"] {
                let shown = format_as_you_type(text, TypedIn::Region(region), None).text;
                assert_eq!(shown.replace([' ', '-'], ""), text, "{region}");
            }
        }
    }

    #[test]
    fn a_second_national_prefix_is_none_that_the_first_is_not() {
        for (text, shown) in [("00376808", "003768 08"), ("0037680860", "0037680860")] {
            assert_eq!(format_as_you_type(text, TypedIn::Region("JP"), None).text, shown);
        }
    }

    #[test]
    fn what_has_more_digits_than_any_number_is_left_as_it_is() {
        let text = "1".repeat(MOST_DIGITS + 1);
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
