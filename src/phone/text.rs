//! Finds the number in a text that was typed or pasted: libphonenumber's `buildNationalNumberForParsing` and
//! `isViablePhoneNumber`.

use super::digits::decimal_digit;
use super::extension;
use super::number::PhoneIssue;
use core::ops::Range;

/// The longest text that is read, in UTF-16 code units: libphonenumber's `MAX_INPUT_STRING_LENGTH`.
const MAX_TEXT_LENGTH: usize = 250;

/// The characters of a text, one byte each: decimal digits of every script as ASCII digits, other ASCII unchanged, and other characters with
/// a meaning in phone numbers as one of the [`symbol`]s. So all further code works on bytes, and nothing is allocated.
#[derive(Clone)]
pub(super) struct Text {
    symbols: [u8; MAX_TEXT_LENGTH],
    length: usize,
    /// The kinds of all symbols, combined.
    kinds: u8,
}

/// The bytes for characters outside ASCII.
pub(super) mod symbol {
    /// `＋`.
    pub const FULL_WIDTH_PLUS: u8 = 0x80;
    /// Punctuation that is ignored between digits, such as dashes.
    pub const PUNCTUATION: u8 = 0x81;
    /// `．`.
    pub const FULL_WIDTH_STOP: u8 = 0x82;
    /// The no-break space.
    pub const NO_BREAK_SPACE: u8 = 0x83;
    /// `～`.
    pub const FULL_WIDTH_TILDE: u8 = 0x84;
    /// `＃`.
    pub const FULL_WIDTH_HASH: u8 = 0x85;
    /// `ó`, in lower or upper case, as in "extensión".
    pub const O_WITH_ACUTE: u8 = 0x86;
    /// The combining acute accent, which makes an ó of an o.
    pub const ACUTE: u8 = 0x87;
    /// `д`, `о`, `б` in this order, in lower or upper case: the Russian label of an extension.
    pub const CYRILLIC_DE: u8 = 0x88;
    /// See [`CYRILLIC_DE`].
    pub const CYRILLIC_O: u8 = 0x89;
    /// See [`CYRILLIC_DE`].
    pub const CYRILLIC_BE: u8 = 0x8A;
    /// Any other character.
    pub const OTHER: u8 = 0x8B;
    /// Full-width Latin letters, in lower or upper case: this plus the place in the alphabet, 0 for a.
    pub const FULL_WIDTH_A: u8 = 0xA0;
}

/// The kinds of symbols, as bits; see [`kind`].
const DIGIT: u8 = 1;
const PUNCTUATION: u8 = 2;
const LETTER: u8 = 4;
const PLUS: u8 = 8;
/// Symbols that most numbers do not have. Without them there is no letter, no parameter and no extension.
const SPECIAL: u8 = 16;

/// The kinds of each symbol. An x is both a letter and punctuation.
#[allow(clippy::indexing_slicing, reason = "made while compiling, where an index out of bounds is an error")]
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut symbol = 0_u8;
    while symbol < 255 {
        kinds[symbol as usize] = match symbol {
            b'0'..=b'9' => DIGIT,
            b'+' | symbol::FULL_WIDTH_PLUS => PLUS,
            b'x' | b'X' => LETTER | PUNCTUATION | SPECIAL,
            b'a'..=b'z' | b'A'..=b'Z' => LETTER | SPECIAL,
            b'-' | b' ' | b'(' | b')' | b'.' | b'[' | b']' | b'/' | symbol::PUNCTUATION => PUNCTUATION,
            b'~' | b'*' | symbol::FULL_WIDTH_STOP | symbol::NO_BREAK_SPACE | symbol::FULL_WIDTH_TILDE => {
                PUNCTUATION | SPECIAL
            }
            _ => SPECIAL,
        };
        symbol += 1;
    }
    kinds
};

#[inline(always)]
fn kind(symbol: u8) -> u8 {
    KINDS.get(usize::from(symbol)).copied().unwrap_or_default()
}

#[inline(always)]
fn is(symbol: u8, kinds: u8) -> bool {
    kind(symbol) & kinds != 0
}

/// The symbol of a character outside ASCII.
fn symbol_of(c: char) -> u8 {
    match c {
        '\u{FF0B}' => symbol::FULL_WIDTH_PLUS,
        '\u{FF0E}' => symbol::FULL_WIDTH_STOP,
        '\u{A0}' => symbol::NO_BREAK_SPACE,
        '\u{FF5E}' => symbol::FULL_WIDTH_TILDE,
        '\u{FF03}' => symbol::FULL_WIDTH_HASH,
        'ó' | 'Ó' => symbol::O_WITH_ACUTE,
        '\u{301}' => symbol::ACUTE,
        'д' | 'Д' => symbol::CYRILLIC_DE,
        'о' | 'О' => symbol::CYRILLIC_O,
        'б' | 'Б' => symbol::CYRILLIC_BE,
        'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
            let letter = u32::from(c).wrapping_sub(0xFF21) & 0x1F;
            symbol::FULL_WIDTH_A.wrapping_add(u8::try_from(letter).unwrap_or_default())
        }
        _ if PUNCTUATION_MARKS.iter().any(|&mark| u32::from(mark) == u32::from(c)) => symbol::PUNCTUATION,
        _ => match decimal_digit(c) {
            Some(digit) => b'0'.wrapping_add(digit),
            None => symbol::OTHER,
        },
    }
}

/// The characters of [`symbol::PUNCTUATION`].
#[rustfmt::skip]
static PUNCTUATION_MARKS: [u16; 20] = [
    0xAD, 0x200B, 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2053, 0x2060, 0x2212, 0x223C, 0x3000, 0x30FC, 0xFF08, 0xFF09,
    0xFF0D, 0xFF0F, 0xFF3B, 0xFF3D,
];

impl Text {
    pub(super) fn new() -> Self {
        Self { symbols: [0; MAX_TEXT_LENGTH], length: 0, kinds: 0 }
    }

    /// Appends a text. Fails if there are more than 250 UTF-16 code units in all.
    pub(super) fn push_str(&mut self, text: &str) -> Result<(), PhoneIssue> {
        let mut room = MAX_TEXT_LENGTH.saturating_sub(self.length);
        let mut bytes = text.bytes();
        while let Some(first) = bytes.next() {
            let mut symbol = first;
            let mut units = 1;
            if !first.is_ascii() {
                // Decodes UTF-8 here, since `chars` takes longer: the leading ones are the number of bytes.
                let ones = first.leading_ones();
                let mut code = u32::from(first) & 0x7F >> ones;
                for _ in 1..ones {
                    code = code << 6 | u32::from(bytes.next().unwrap_or_default() & 0x3F);
                }
                let c = char::from_u32(code).unwrap_or_default();
                units = c.len_utf16();
                symbol = symbol_of(c);
            }
            room = room.checked_sub(units).ok_or(PhoneIssue::TooLong)?;
            self.push(symbol);
        }
        Ok(())
    }

    /// Appends symbols, up to the capacity.
    pub(super) fn extend(&mut self, symbols: &[u8]) {
        for &symbol in symbols {
            self.push(symbol);
        }
    }

    #[inline(never)]
    fn push(&mut self, symbol: u8) {
        if let Some(next) = self.symbols.get_mut(self.length) {
            *next = symbol;
            self.length = self.length.wrapping_add(1);
            self.kinds |= kind(symbol);
        }
    }

    fn is_plain(&self) -> bool {
        self.kinds & SPECIAL == 0
    }

    pub(super) fn symbols(&self) -> &[u8] {
        self.symbols.get(..self.length).unwrap_or_default()
    }
}

/// The range of a number in a text. It has at least two digits, and letters only after the third digit.
pub(super) struct Candidate {
    at: Range<usize>,
    /// The characters of the input that were moved to the start of the text as the phone context.
    context: Range<usize>,
    /// The number of characters of the input before the rest of the text.
    skipped: usize,
}

impl Candidate {
    /// Finds a number in `text`: libphonenumber's `buildNationalNumberForParsing` and `isViablePhoneNumber`. A number with a
    /// phone context is rewritten.
    pub(super) fn find(text: &mut Text) -> Result<Self, PhoneIssue> {
        let mut candidate = match text.phone_context() {
            None => Self { at: trimmed(text), context: 0..0, skipped: 0 },
            Some(context) if is_phone_context(text.symbols().get(context.clone()).unwrap_or_default()) => {
                text.put_in_context(context)
            }
            Some(_) => return Err(PhoneIssue::NotANumber),
        };
        if !text.is_plain()
            && let Some(subaddress @ 1..) = position(candidate.symbols(text), b";isub=")
        {
            candidate.at.end = candidate.at.start.saturating_add(subaddress);
        }
        if is_viable(candidate.symbols(text)) { Ok(candidate) } else { Err(PhoneIssue::NotANumber) }
    }

    /// The number's symbols.
    pub(super) fn symbols<'t>(&self, text: &'t Text) -> &'t [u8] {
        text.symbols.get(self.at.clone()).unwrap_or_default()
    }

    /// Removes an extension from the end. Returns the ranges of its digits in the input: in the phone context, and in the rest.
    pub(super) fn take_extension(&mut self, text: &Text) -> [Range<u8>; 2] {
        if text.is_plain() {
            return [0..0, 0..0];
        }
        let Some(found) = extension::find(self.symbols(text)) else { return [0..0, 0..0] };
        let place = |at: usize| at.saturating_add(self.at.start);
        let length = self.context.len();
        let in_context = |at: usize| place(at).min(length).saturating_add(self.context.start) as u8;
        let behind = |at: usize| place(at).saturating_sub(length).saturating_add(self.skipped) as u8;
        let (start, end) = (found.digits.start, found.digits.end);
        let digits = [in_context(start)..in_context(end), behind(start)..behind(end)];
        self.at.end = place(found.start);
        digits
    }

    /// Whether there is a plus sign before the digits.
    pub(super) fn has_plus(&self, text: &Text) -> bool {
        self.symbols(text).first().is_some_and(|&first| is(first, PLUS))
    }

    /// libphonenumber's `normalize`: reduces the text to the number's digits. Letters become the digits of their telephone keys if there are at
    /// least three.
    pub(super) fn normalize(self, text: &mut Text) -> &[u8] {
        let is_vanity =
            !text.is_plain() && self.symbols(text).iter().filter(|&&symbol| is(symbol, LETTER)).nth(2).is_some();
        text.length = 0;
        for at in self.at {
            let symbol = text.symbols.get(at).copied().unwrap_or_default();
            let digit = match kind(symbol) {
                DIGIT => symbol,
                letter if is_vanity && letter & LETTER != 0 => key_of(symbol),
                _ => continue,
            };
            text.push(digit);
        }
        text.symbols()
    }
}

/// The parameter of RFC 3966 with the context of a local number.
const PHONE_CONTEXT: &[u8] = b";phone-context=";

impl Text {
    /// The range of the value of the parameter `phone-context`.
    fn phone_context(&self) -> Option<Range<usize>> {
        if self.is_plain() {
            return None;
        }
        let start = position(self.symbols(), PHONE_CONTEXT)?.wrapping_add(PHONE_CONTEXT.len());
        let value = self.symbols().get(start..)?;
        Some(start..start.wrapping_add(position(value, b";").unwrap_or(value.len())))
    }

    /// Reduces the text to the number before the parameter `phone-context`, preceded by the context if that is a prefix.
    fn put_in_context(&mut self, context: Range<usize>) -> Candidate {
        let whole = self.clone();
        let end = context.start.wrapping_sub(PHONE_CONTEXT.len());
        let value =
            whole.symbols().get(context.clone()).filter(|value| value.first() == Some(&b'+')).unwrap_or_default();
        let context = context.start..context.start.wrapping_add(value.len());
        let start = position(whole.symbols(), b"tel:").map_or(0, |scheme| scheme.wrapping_add(4));
        self.length = 0;
        self.extend(value);
        // As `substring` of the reference does, which swaps its ends if they are reversed.
        self.extend(whole.symbols().get(start.min(end)..start.max(end)).unwrap_or_default());
        Candidate { at: 0..self.length, context, skipped: start.min(end) }
    }
}

/// libphonenumber's `extractPossibleNumber`: the range without characters that cannot be at the start or the end of a number.
fn trimmed(text: &Text) -> Range<usize> {
    let symbols = text.symbols();
    let start = symbols.iter().position(|&symbol| is(symbol, DIGIT | PLUS)).unwrap_or(symbols.len());
    let last = symbols.iter().rposition(|&symbol| symbol == b'#' || is(symbol, DIGIT | LETTER));
    let end = last.map_or(start, |last| last.saturating_add(1)).max(start);
    let second = symbols.get(start..end).filter(|_| !text.is_plain()).and_then(second_number);
    start..second.map_or(end, |second| start.saturating_add(second))
}

/// The index of a second number, as in `(530) 583-6985 x302/x2303`: a slash, spaces and an x.
fn second_number(symbols: &[u8]) -> Option<usize> {
    let mut slash = None;
    for (at, symbol) in symbols.iter().enumerate() {
        match symbol {
            b'/' | b'\\' => slash = Some(at),
            b'x' if slash.is_some() => return slash,
            b' ' => {}
            _ => slash = None,
        }
    }
    None
}

/// Whether a `phone-context` is a prefix of a number or a domain name, as RFC 3966 requires.
fn is_phone_context(context: &[u8]) -> bool {
    match context.split_first() {
        Some((b'+', digits)) => {
            digits.iter().all(|&symbol| is(symbol, DIGIT) || matches!(symbol, b'-' | b'.' | b'(' | b')'))
                && digits.iter().any(|&symbol| is(symbol, DIGIT))
        }
        Some(_) => is_domain_name(context),
        None => false,
    }
}

/// Labels of letters, digits and inner dashes, with dots between; the last label begins with a letter, and a dot may follow it.
fn is_domain_name(name: &[u8]) -> bool {
    let mut last = b'.';
    let mut is_top_label_good = false;
    for &symbol in name.strip_suffix(b".").unwrap_or(name) {
        let is_at_start = last == b'.';
        match symbol {
            b'.' | b'-' if is_at_start || (symbol == b'.' && last == b'-') => return false,
            b'.' | b'-' => {}
            _ if !is(symbol, DIGIT | LETTER) => return false,
            _ if is_at_start => is_top_label_good = is(symbol, LETTER),
            _ => {}
        }
        last = symbol;
    }
    is_top_label_good && is(last, DIGIT | LETTER)
}

/// libphonenumber's `isViablePhoneNumber`: whether the symbols may be a phone number, with or without an extension.
pub(super) fn is_viable(symbols: &[u8]) -> bool {
    if let [first, second] = symbols {
        return is(*first, DIGIT) && is(*second, DIGIT);
    }
    let mut digits = 0_u8;
    let mut at = symbols.iter().take_while(|&&symbol| is(symbol, PLUS)).count();
    while digits < 3 {
        match symbols.get(at) {
            Some(&symbol) if is(symbol, DIGIT) => digits = digits.saturating_add(1),
            Some(&symbol) if is(symbol, PUNCTUATION) => {}
            _ => return false,
        }
        at = at.saturating_add(1);
    }
    let rest = symbols.get(at..).unwrap_or_default();
    match rest.iter().position(|&symbol| !is(symbol, DIGIT | LETTER | PUNCTUATION)) {
        None => true,
        Some(stop) => (0..=stop).any(|start| extension::is_extension(symbols, at.saturating_add(start))),
    }
}

/// Whether a character only separates digits: it begins no extension, and it is not dialled.
pub(super) fn is_separator(c: char) -> bool {
    let symbol = u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or_else(|| symbol_of(c));
    is(symbol, PUNCTUATION) && !matches!(symbol, b'x' | b'X' | b'*' | b'~' | symbol::FULL_WIDTH_TILDE)
}

/// Whether a text is white space only.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The digit of the telephone key of a letter.
fn key_of(letter: u8) -> u8 {
    let index = (letter | 0x20).wrapping_sub(b'a');
    b"22233344455566677778889999".get(usize::from(index)).copied().unwrap_or(b'9')
}

/// Reads a calling code, such as `86`, `+86`, `0086` or `(+ 86)`, without checking that it exists. `None` for any other text.
pub(super) fn read_calling_code(text: &str) -> Option<u16> {
    let mut code_text = Text::new();
    code_text.push_str(text).ok()?;
    let mut zeros = 0_usize;
    let mut code = 0_u16;
    for &symbol in code_text.symbols() {
        match symbol {
            b'0' if code == 0 => zeros = zeros.saturating_add(1),
            b'0'..=b'9' => code = code.checked_mul(10)?.checked_add(u16::from(symbol.wrapping_sub(b'0')))?,
            _ if is(symbol, PLUS) && code == 0 && zeros == 0 => {}
            _ if symbol.is_ascii_whitespace() || (is(symbol, PUNCTUATION) && !is(symbol, LETTER)) => {}
            _ => return None,
        }
    }
    (code != 0 && matches!(zeros, 0 | 2)).then_some(code)
}

/// The index of `wanted` in `symbols`.
#[inline(never)]
fn position(symbols: &[u8], wanted: &[u8]) -> Option<usize> {
    symbols.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken for the number in a text, in the symbols that stand for its characters.
    fn found(typed: &str) -> Result<String, PhoneIssue> {
        let mut text = Text::new();
        text.push_str(typed)?;
        let candidate = Candidate::find(&mut text)?;
        Ok(candidate.symbols(&text).iter().map(|&symbol| char::from(symbol)).collect())
    }

    fn digits(typed: &str) -> Result<String, PhoneIssue> {
        let mut text = Text::new();
        text.push_str(typed)?;
        let candidate = Candidate::find(&mut text)?;
        Ok(String::from_utf8_lossy(candidate.normalize(&mut text)).into_owned())
    }

    #[test]
    fn what_stands_around_a_number_is_left_out() {
        for (typed, number) in [
            ("Tel. 188 1234 5678 (home)", "188 1234 5678 (home"),
            ("call: +86 188-1234!", "+86 188-1234"),
            ("(530) 583-6985 x302/x2303", "530) 583-6985 x302"),
        ] {
            assert_eq!(found(typed).as_deref(), Ok(number), "{typed}");
        }
    }

    #[test]
    fn digits_of_every_script_and_letters_on_keys_count() {
        for (typed, number) in [
            ("１８８ ١٢٣٤ ५६७८", "18812345678"),
            ("1800-FLOWERS", "18003569377"),
            ("188a1234b5678", "18812345678"),
            ("188\u{A0}1234\u{2013}5678", "18812345678"),
        ] {
            assert_eq!(digits(typed).as_deref(), Ok(number), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for typed in ["", "1-2", "+", "abc", "1a23", "五六七八", "1;2;3", "+86+188"] {
            assert_eq!(found(typed), Err(PhoneIssue::NotANumber), "{typed}");
        }
        assert_eq!(found("12").as_deref(), Ok("12"));
    }

    #[test]
    fn a_phone_context_comes_before_the_number_when_it_is_a_prefix() {
        for (typed, number) in [
            ("tel:7042;phone-context=+1-650", "+1-6507042"),
            ("tel:7042;phone-context=example.com", "7042"),
            ("tel:7042;isub=12;phone-context=+1", "+17042"),
            ("tel:7042;phone-context=a-b.c1.", "7042"),
        ] {
            assert_eq!(found(typed).as_deref(), Ok(number), "{typed}");
        }
        for context in ["", "+", "+1a", "-a", "a-", "a..b", "1", "a.1b", "＋1", "a b"] {
            let typed = ["tel:7042;phone-context=", context].concat();
            assert_eq!(found(&typed), Err(PhoneIssue::NotANumber), "{typed}");
        }
    }

    #[test]
    fn a_text_may_have_250_utf16_code_units() {
        let text = |length: usize| "1".repeat(length);
        assert_eq!(digits(&text(250)).map(|digits| digits.len()), Ok(250));
        assert_eq!(digits(&text(251)), Err(PhoneIssue::TooLong));
        assert_eq!(digits(&["𝟎".repeat(125), text(1)].concat()), Err(PhoneIssue::TooLong));
    }

    #[test]
    fn a_calling_code_may_be_written_in_several_ways() {
        for typed in ["86", "+86", "0086", " + 86 ", "(+86)", "＋８６", "8-6"] {
            assert_eq!(read_calling_code(typed), Some(86), "{typed}");
        }
        for typed in ["", "+", "0", "086", "00086", "8+6", "86a", "x86", "99999", "+ 0086 +"] {
            assert_eq!(read_calling_code(typed), None, "{typed}");
        }
    }
}
