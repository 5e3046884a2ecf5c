//! Finds the number in a typed or pasted text: libphonenumber's `buildNationalNumberForParsing` and `isViablePhoneNumber`.

use super::digits::decimal_digit;
use super::extension;
use super::number::PhoneIssue;
use core::ops::Range;

/// The longest text that is parsed, in UTF-16 code units: libphonenumber's `MAX_INPUT_STRING_LENGTH`.
const LONGEST_TEXT: usize = 250;

/// A text as symbols, one byte for each character. A decimal digit of any script becomes an ASCII digit, other ASCII characters stay,
/// and every other character becomes one of the [`symbol`]s.
///
/// So the parser works on bytes and allocates nothing.
#[derive(Clone)]
pub(super) struct Text {
    symbols: [u8; LONGEST_TEXT],
    length: usize,
    /// The kinds of all symbols, combined; see [`kinds_of`].
    kinds: u8,
}

/// The symbols of characters outside ASCII.
pub(super) mod symbol {
    /// `＋`.
    pub const FULL_WIDTH_PLUS: u8 = 0x80;
    /// Punctuation that is only ignored between digits, such as dashes.
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
    /// The combining acute accent: an o followed by it is an ó.
    pub const ACUTE: u8 = 0x87;
    /// `д`, `о`, `б` in this order, in lower or upper case: the Russian label of an extension.
    pub const CYRILLIC_DE: u8 = 0x88;
    /// See [`CYRILLIC_DE`].
    pub const CYRILLIC_O: u8 = 0x89;
    /// See [`CYRILLIC_DE`].
    pub const CYRILLIC_BE: u8 = 0x8A;
    /// Any other character.
    pub const OTHER: u8 = 0x8B;
    /// Full-width Latin letters, in lower or upper case: this plus the index in the alphabet, 0 for a.
    pub const FULL_WIDTH_A: u8 = 0xA0;
}

/// The kinds of a symbol, as bits; see [`kinds_of`].
const DIGIT: u8 = 1;
const PUNCTUATION: u8 = 2;
const LETTER: u8 = 4;
const PLUS: u8 = 8;
/// A symbol that most numbers do not have. A text without one has no letters, no parameters and no extension.
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
fn kinds_of(symbol: u8) -> u8 {
    KINDS.get(usize::from(symbol)).copied().unwrap_or_default()
}

#[inline(always)]
fn has_kind(symbol: u8, kinds: u8) -> bool {
    kinds_of(symbol) & kinds != 0
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
            let index = u32::from(c).wrapping_sub(0xFF21) & 0x1F;
            symbol::FULL_WIDTH_A.wrapping_add(u8::try_from(index).unwrap_or_default())
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
        Self { symbols: [0; LONGEST_TEXT], length: 0, kinds: 0 }
    }

    /// Appends a text. Fails with [`PhoneIssue::TooLong`] beyond 250 UTF-16 code units in all.
    pub(super) fn push_str(&mut self, text: &str) -> Result<(), PhoneIssue> {
        let mut room = LONGEST_TEXT.saturating_sub(self.length);
        let mut bytes = text.bytes();
        while let Some(first) = bytes.next() {
            let mut symbol = first;
            let mut units = 1;
            if !first.is_ascii() {
                // Decodes UTF-8 here, since `chars` is slower. The leading ones of the first byte are the number of bytes.
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

    /// Appends symbols. Those beyond the capacity are dropped.
    pub(super) fn extend(&mut self, symbols: &[u8]) {
        for &symbol in symbols {
            self.push(symbol);
        }
    }

    #[inline(never)]
    fn push(&mut self, symbol: u8) {
        if let Some(slot) = self.symbols.get_mut(self.length) {
            *slot = symbol;
            self.length = self.length.wrapping_add(1);
            self.kinds |= kinds_of(symbol);
        }
    }

    /// Whether the text has only digits, plus signs and the usual separators. Most have, and then nothing looks for more.
    fn is_plain(&self) -> bool {
        self.kinds & SPECIAL == 0
    }

    pub(super) fn symbols(&self) -> &[u8] {
        self.symbols.get(..self.length).unwrap_or_default()
    }
}

/// The part of a text that looks like a number. It has at least two digits, and letters only after the third.
pub(super) struct Candidate {
    /// The number's symbols in the text.
    range: Range<usize>,
    /// The characters of the typed text that a phone context puts before the number; empty without one.
    context: Range<usize>,
    /// The index of the typed character that follows them in the rewritten text.
    skipped: usize,
}

impl Candidate {
    /// Finds the number in `text`: libphonenumber's `buildNationalNumberForParsing` and `isViablePhoneNumber`. Rewrites a text with a
    /// phone context. Fails with [`PhoneIssue::NotANumber`].
    pub(super) fn find(text: &mut Text) -> Result<Self, PhoneIssue> {
        let mut candidate = match text.phone_context() {
            None => Self { range: possible_number(text), context: 0..0, skipped: 0 },
            Some(context) if is_phone_context(text.symbols().get(context.clone()).unwrap_or_default()) => {
                text.apply_phone_context(context)
            }
            Some(_) => return Err(PhoneIssue::NotANumber),
        };
        if !text.is_plain()
            && let Some(subaddress @ 1..) = position(candidate.symbols(text), b";isub=")
        {
            candidate.range.end = candidate.range.start.saturating_add(subaddress);
        }
        if is_viable(candidate.symbols(text)) { Ok(candidate) } else { Err(PhoneIssue::NotANumber) }
    }

    /// The number's symbols.
    pub(super) fn symbols<'t>(&self, text: &'t Text) -> &'t [u8] {
        text.symbols.get(self.range.clone()).unwrap_or_default()
    }

    /// Removes an extension from the end. Returns its digits as ranges of typed characters: those of a phone context, then the others.
    pub(super) fn take_extension(&mut self, text: &Text) -> [Range<u8>; 2] {
        if text.is_plain() {
            return [0..0, 0..0];
        }
        let Some(found) = extension::find(self.symbols(text)) else { return [0..0, 0..0] };
        let in_text = |index: usize| index.saturating_add(self.range.start);
        let length = self.context.len();
        let in_context = |index: usize| in_text(index).min(length).saturating_add(self.context.start) as u8;
        let after_context = |index: usize| in_text(index).saturating_sub(length).saturating_add(self.skipped) as u8;
        let (start, end) = (found.digits.start, found.digits.end);
        let digits = [in_context(start)..in_context(end), after_context(start)..after_context(end)];
        self.range.end = in_text(found.start);
        digits
    }

    /// Whether the number begins with a plus sign.
    pub(super) fn has_plus(&self, text: &Text) -> bool {
        self.symbols(text).first().is_some_and(|&first| has_kind(first, PLUS))
    }

    /// Replaces the text by the digits of the number: libphonenumber's `normalize`. If there are at least three letters, each becomes
    /// the digit of its key on a telephone; fewer are dropped, like plus signs and punctuation.
    pub(super) fn normalize(self, text: &mut Text) -> &[u8] {
        let is_vanity =
            !text.is_plain() && self.symbols(text).iter().filter(|&&symbol| has_kind(symbol, LETTER)).nth(2).is_some();
        text.length = 0;
        for index in self.range {
            let symbol = text.symbols.get(index).copied().unwrap_or_default();
            let digit = match kinds_of(symbol) {
                DIGIT => symbol,
                letter if is_vanity && letter & LETTER != 0 => keypad_digit(symbol),
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

    /// Replaces the text by the number before the parameter `phone-context`. A context that begins with a plus sign is put before it.
    fn apply_phone_context(&mut self, context: Range<usize>) -> Candidate {
        let whole = self.clone();
        let end = context.start.wrapping_sub(PHONE_CONTEXT.len());
        let value =
            whole.symbols().get(context.clone()).filter(|value| value.first() == Some(&b'+')).unwrap_or_default();
        let context = context.start..context.start.wrapping_add(value.len());
        let start = position(whole.symbols(), b"tel:").map_or(0, |scheme| scheme.wrapping_add(4));
        self.length = 0;
        self.extend(value);
        // As JavaScript's `substring`, which libphonenumber calls: it swaps its arguments if the first is greater.
        self.extend(whole.symbols().get(start.min(end)..start.max(end)).unwrap_or_default());
        Candidate { range: 0..self.length, context, skipped: start.min(end) }
    }
}

/// The range without characters that cannot begin or end a number: libphonenumber's `extractPossibleNumber`.
fn possible_number(text: &Text) -> Range<usize> {
    let symbols = text.symbols();
    let start = symbols.iter().position(|&symbol| has_kind(symbol, DIGIT | PLUS)).unwrap_or(symbols.len());
    let last = symbols.iter().rposition(|&symbol| symbol == b'#' || has_kind(symbol, DIGIT | LETTER));
    let end = last.map_or(start, |last| last.saturating_add(1)).max(start);
    let second = symbols.get(start..end).filter(|_| !text.is_plain()).and_then(second_number);
    start..second.map_or(end, |second| start.saturating_add(second))
}

/// The index at which a second number begins, as in `(530) 583-6985 x302/x2303`: a slash, spaces and an x.
fn second_number(symbols: &[u8]) -> Option<usize> {
    let mut slash = None;
    for (index, symbol) in symbols.iter().enumerate() {
        match symbol {
            b'/' | b'\\' => slash = Some(index),
            b'x' if slash.is_some() => return slash,
            b' ' => {}
            _ => slash = None,
        }
    }
    None
}

/// Whether a `phone-context` is valid by RFC 3966: the beginning of a number, or a domain name.
fn is_phone_context(context: &[u8]) -> bool {
    match context.split_first() {
        Some((b'+', digits)) => {
            digits.iter().all(|&symbol| has_kind(symbol, DIGIT) || matches!(symbol, b'-' | b'.' | b'(' | b')'))
                && digits.iter().any(|&symbol| has_kind(symbol, DIGIT))
        }
        Some(_) => is_domain_name(context),
        None => false,
    }
}

/// Whether this is a domain name by RFC 3966: labels of letters, digits and inner dashes, separated by dots. The last label begins
/// with a letter, and a dot may follow it.
fn is_domain_name(name: &[u8]) -> bool {
    let mut last = b'.';
    let mut has_valid_top_label = false;
    for &symbol in name.strip_suffix(b".").unwrap_or(name) {
        let is_at_start = last == b'.';
        match symbol {
            b'.' | b'-' if is_at_start || (symbol == b'.' && last == b'-') => return false,
            b'.' | b'-' => {}
            _ if !has_kind(symbol, DIGIT | LETTER) => return false,
            _ if is_at_start => has_valid_top_label = has_kind(symbol, LETTER),
            _ => {}
        }
        last = symbol;
    }
    has_valid_top_label && has_kind(last, DIGIT | LETTER)
}

/// Whether the symbols look like a phone number, with or without an extension: libphonenumber's `isViablePhoneNumber`.
pub(super) fn is_viable(symbols: &[u8]) -> bool {
    if let [first, second] = symbols {
        return has_kind(*first, DIGIT) && has_kind(*second, DIGIT);
    }
    let mut digits = 0_u8;
    let mut at = symbols.iter().take_while(|&&symbol| has_kind(symbol, PLUS)).count();
    while digits < 3 {
        match symbols.get(at) {
            Some(&symbol) if has_kind(symbol, DIGIT) => digits = digits.saturating_add(1),
            Some(&symbol) if has_kind(symbol, PUNCTUATION) => {}
            _ => return false,
        }
        at = at.saturating_add(1);
    }
    let rest = symbols.get(at..).unwrap_or_default();
    match rest.iter().position(|&symbol| !has_kind(symbol, DIGIT | LETTER | PUNCTUATION)) {
        None => true,
        Some(stop) => (0..=stop).any(|start| extension::is_extension_from(symbols, at.saturating_add(start))),
    }
}

/// Whether a character between digits is ignored: it neither begins an extension nor is dialled.
pub(super) fn is_separator(c: char) -> bool {
    let symbol = u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or_else(|| symbol_of(c));
    has_kind(symbol, PUNCTUATION) && !matches!(symbol, b'x' | b'X' | b'*' | b'~' | symbol::FULL_WIDTH_TILDE)
}

/// Whether a text is empty or has only white space.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

/// The digit of the telephone key with a letter, as ASCII.
fn keypad_digit(letter: u8) -> u8 {
    let index = (letter | 0x20).wrapping_sub(b'a');
    b"22233344455566677778889999".get(usize::from(index)).copied().unwrap_or(b'9')
}

/// Reads a calling code, such as `86`, `+86`, `0086` or `(+ 86)`. `None` if the text has another form.
///
/// Does not check that the calling code exists.
pub(super) fn read_calling_code(text: &str) -> Option<u16> {
    let mut code_text = Text::new();
    code_text.push_str(text).ok()?;
    let mut zeros = 0_usize;
    let mut code = 0_u16;
    for &symbol in code_text.symbols() {
        match symbol {
            b'0' if code == 0 => zeros = zeros.saturating_add(1),
            b'0'..=b'9' => code = code.checked_mul(10)?.checked_add(u16::from(symbol.wrapping_sub(b'0')))?,
            _ if has_kind(symbol, PLUS) && code == 0 && zeros == 0 => {}
            _ if symbol.is_ascii_whitespace() || (has_kind(symbol, PUNCTUATION) && !has_kind(symbol, LETTER)) => {}
            _ => return None,
        }
    }
    (code != 0 && matches!(zeros, 0 | 2)).then_some(code)
}

/// The index at which `wanted` begins in `symbols`.
#[inline(never)]
fn position(symbols: &[u8], wanted: &[u8]) -> Option<usize> {
    symbols.windows(wanted.len()).position(|window| window == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The symbols of the number in a text.
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
    fn text_around_a_number_is_left_out() {
        for (typed, number) in [
            ("Tel. 188 1234 5678 (home)", "188 1234 5678 (home"),
            ("call: +86 188-1234!", "+86 188-1234"),
            ("(530) 583-6985 x302/x2303", "530) 583-6985 x302"),
        ] {
            assert_eq!(found(typed).as_deref(), Ok(number), "{typed}");
        }
    }

    #[test]
    fn digits_of_every_script_are_read_and_three_letters_or_more_are_keypad_digits() {
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
    fn a_text_without_a_number_is_not_a_number() {
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
