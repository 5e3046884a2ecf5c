//! Throws text of all kinds at the phone engine and sees that every answer holds together.
//!
//! `cargo run --profile fuzz --example phone-fuzz -- [EXECUTIONS] [SEED]`: ten million executions and a seed from the
//! clock when they are left out. Executions are calls of `parse` and `format_as_you_type`. A panic, or an
//! answer that contradicts itself, prints the input and the seed and ends the run with a failure.

#![allow(clippy::arithmetic_side_effects, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::cell::RefCell;
use std::num::NonZero;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use std::{env, panic, process, thread};
use update_phone::phone::digits::{ascii_digit, decimal_digit};
use update_phone::phone::{
    PhoneInput, PhoneIssue, PhoneNumber, PhoneNumberType, TypedIn, format_as_you_type, is_valid, parse,
};

// ── Random text ─────────────────────────────────────────────────────────────────────────────────────────────────────

/// xorshift64*, seeded through splitmix64, so that neighbouring seeds have nothing in common.
struct Random(u64);

impl Random {
    fn new(seed: u64) -> Self {
        let mut z = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        Self((z ^ (z >> 31)) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// At least 0 and below the limit.
    fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).expect("fits");
        usize::try_from(((self.next() >> 32) * limit) >> 32).expect("below the limit")
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len())]
    }
}

/// What phone numbers, and texts that hold them, are made of.
const PARTS: [&str; 92] = [
    "+",
    "+",
    "+",
    "＋",
    "++",
    "00",
    "011",
    "0011",
    "810",
    "0",
    "0",
    "1",
    "8",
    "9",
    "15",
    "06",
    "+1",
    "+7",
    "+39",
    "+44",
    "+49",
    "+52",
    "+54",
    "+55",
    "+61",
    "+81",
    "+86",
    "+91",
    "+800",
    "+883",
    "+999",
    "650",
    "253",
    "0000",
    "188",
    "1234",
    "5678",
    "12345678901234567",
    "000000",
    " ",
    " ",
    "-",
    "-",
    ".",
    "(",
    ")",
    "(0)",
    "/",
    "[",
    "]",
    "~",
    "*",
    "#",
    "x",
    "X",
    " ext. ",
    "ext",
    ";ext=",
    "extension",
    "extensión",
    "extensio\u{301}n",
    "доб",
    "anexo",
    "int",
    "ｅｘｔ",
    ",,",
    ";",
    ",",
    "tel:",
    ";phone-context=",
    ";isub=",
    "example.com",
    "+1-2",
    "/x",
    "\\x",
    "FLOWERS",
    "abc",
    "Ａ",
    "٠١٢٣",
    "۴۵۶",
    "７８９",
    "०१२",
    "𝟎𝟏",
    "\u{200B}",
    "\u{2060}",
    "\u{A0}",
    "\u{AD}",
    "\u{2013}",
    "\u{30FC}",
    "☎",
    "电话",
    "\0",
];

/// Examples from libphonenumber's metadata, to begin with.
const NUMBERS: [&str; 39] = [
    "+12015550123",
    "+8613123456789",
    "+447400123456",
    "+4915123456789",
    "+33612345678",
    "+393123456789",
    "+79123456789",
    "+77710009998",
    "+5511961234567",
    "+5491123456789",
    "+522221234567",
    "+61412345678",
    "+819012345678",
    "+821020000000",
    "+918123456789",
    "+2348021234567",
    "+36201234567",
    "+375294911911",
    "+886912345678",
    "+62812345678",
    "+43664123456",
    "+358412345678",
    "+37866661212",
    "+12684641234",
    "+573211234567",
    "+56221234567",
    "+59894231234",
    "+2250123456789",
    "+423660234567",
    "+447781123456",
    "+80012345678",
    "+80812345678",
    "+870301234567",
    "+878101234567890",
    "+881612345678",
    "+8823421234",
    "+883510012345",
    "+88812345678901",
    "+979123456789",
];

const REGIONS: [&str; 40] = [
    "US", "CN", "GB", "DE", "FR", "IT", "RU", "KZ", "BR", "AR", "MX", "AU", "CX", "JP", "KR", "IN", "NG", "VA", "SJ",
    "GG", "JE", "AG", "SM", "MG", "NF", "UY", "CL", "CO", "HU", "BY", "TW", "ID", "ZZ", "001", "us", "", " cn ", "USA",
    "é", "\0",
];

const CODES: [&str; 24] = [
    "+86",
    "86",
    "0086",
    "+1",
    "1",
    "+39",
    "+44",
    "+54",
    "+800",
    "+883",
    "+7",
    "+999",
    "",
    " ",
    "+",
    "0",
    "＋８６",
    "(+86)",
    "+86x",
    "+861",
    "abc",
    "+1 268",
    "٨٦",
    "+00086",
];

fn text(random: &mut Random) -> String {
    let mut text = String::new();
    match random.below(8) {
        // Bytes, whatever they mean.
        0 => {
            let bytes: Vec<u8> = (0..random.below(40)).map(|_| random.next().to_le_bytes()[5]).collect();
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
        // Any characters.
        1 => {
            for _ in 0..random.below(30) {
                let limit = [0x80, 0x800, 0x1_0000, 0x11_0000][random.below(4)];
                text.extend(char::from_u32(u32::try_from(random.below(limit)).expect("fits")));
            }
        }
        // Digits.
        2 | 3 => {
            if random.one_in(2) {
                text.push('+');
            }
            for _ in 0..random.below(20) {
                text.push(char::from(b'0' + u8::try_from(random.below(10)).expect("a digit")));
            }
        }
        _ => {
            for _ in 0..=random.below(12) {
                text.push_str(random.pick(&PARTS));
                if random.one_in(2) {
                    text.push(char::from(b'0' + u8::try_from(random.below(10)).expect("a digit")));
                }
            }
        }
    }
    text
}

/// The text with a few characters changed, added, taken away or doubled, or with a part of another text.
fn mutated(text: &str, other: &str, random: &mut Random) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=random.below(3) {
        let at = random.below(characters.len() + 1);
        let until = (at + random.below(6)).min(characters.len());
        match random.below(7) {
            0 => drop(characters.drain(at..until)),
            1 => {
                let part = characters[at..until].to_vec();
                characters.splice(at..at, part);
            }
            2 => drop(characters.splice(at..until, other.chars().take(12))),
            3 => drop(characters.splice(at..at, random.pick(&PARTS).chars())),
            4 if at < characters.len() => {
                characters[at] = char::from_u32(u32::from(characters[at]) ^ (1 << random.below(17))).unwrap_or('0');
            }
            // Long ones now and then, about the limit.
            5 if random.one_in(60) => {
                let part = characters.clone();
                for _ in 0..random.below(40) {
                    characters.extend_from_slice(&part);
                }
                characters.truncate(600);
            }
            _ => characters
                .splice(at..at, [char::from(b'0' + u8::try_from(random.below(10)).expect("a digit"))])
                .for_each(drop),
        }
    }
    characters.into_iter().collect()
}

// ── What must hold ──────────────────────────────────────────────────────────────────────────────────────────────────

fn is_plus(c: char) -> bool {
    matches!(c, '+' | '\u{FF0B}')
}

/// Digits as ASCII ones, and nothing else.
fn digits(text: &str) -> String {
    text.chars().filter_map(ascii_digit).collect()
}

/// The digits and plus signs of a text.
fn keys(text: &str) -> String {
    text.chars().filter(|&c| is_plus(c) || decimal_digit(c).is_some()).map(|c| ascii_digit(c).unwrap_or('+')).collect()
}

fn holds_together(number: &PhoneNumber) {
    assert_eq!(number.is_valid, number.issue.is_none(), "an issue exactly when it is not valid");
    assert!(number.is_possible || !number.is_valid, "what is valid is possible");
    assert_eq!(number.is_valid, number.number_type != PhoneNumberType::Unknown, "a type exactly when it is valid");
    assert!(number.region.is_some() || !number.is_valid, "what is valid belongs somewhere");
    let is_of_length = matches!(number.issue, None | Some(PhoneIssue::InvalidNumber | PhoneIssue::LocalOnly));
    assert_eq!(number.is_possible, is_of_length, "possible exactly when nothing is wrong with the length");
    assert_eq!(number.e164, [number.country_code.as_str(), number.national_number.as_str()].concat());
    if number.e164.is_empty() {
        assert!(number.national_format.is_empty() && number.international_format.is_empty());
        assert!(number.extension.is_none() && number.region.is_none());
        return;
    }
    let code = number.country_code.strip_prefix('+').expect("a plus sign before the country code");
    assert!((1..=3).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()));
    assert!((2..=17).contains(&number.national_number.len()));
    assert!(number.national_number.bytes().all(|byte| byte.is_ascii_digit()));
    let extension = number.extension.as_deref().unwrap_or_default();
    assert!(extension.chars().all(|c| decimal_digit(c).is_some()) && extension.chars().count() <= 20);
    assert_ne!(number.extension.as_deref(), Some(""));
    assert!(number.national_format.ends_with(extension) && number.international_format.ends_with(extension));
    assert_eq!(digits(&number.international_format), digits(&number.e164) + &digits(extension));
    // Not always the same number: what is left of one may begin like a national prefix again, as in +375 8 10….
    let again = parse(PhoneInput::Text(&number.e164), None);
    assert_eq!(again.country_code, number.country_code);
    assert!(again.national_number.len() >= 2);
}

/// One text in every form; the number of executions, and whether one of them was valid.
fn judge(text: &str, code: &str, region: &str) -> (u64, bool) {
    let default_region = Some(region);
    let mut valid = false;
    for (input, default_region) in [
        (PhoneInput::Text(text), default_region),
        (PhoneInput::Text(text), None),
        (PhoneInput::InCountry { country_code: code, number: text }, default_region),
        (PhoneInput::InRegion { region, number: text }, None),
    ] {
        let number = parse(input, default_region);
        holds_together(&number);
        assert_eq!(is_valid(input, default_region), number.is_valid);
        valid |= number.is_valid;
    }
    // The quick verdict and what `holds_together` parses once more are not counted.
    (4, valid)
}

fn type_in(text: &str, code: &str, region: &str, random: &mut Random) -> u64 {
    let typed_in = [TypedIn::Region(region), TypedIn::CountryCode(code), TypedIn::Anywhere][random.below(3)];
    let typed = format_as_you_type(text, typed_in, None);
    assert_eq!(keys(&typed.text), keys(text), "typing loses no key and adds none");
    assert_eq!(typed.caret, typed.text.encode_utf16().count(), "the caret is at the end");

    let caret = random.below(text.encode_utf16().count() + 2);
    let edited = format_as_you_type(text, typed_in, Some(caret));
    assert_eq!(keys(&edited.text), keys(text), "editing loses no key and adds none");
    let units: Vec<u16> = edited.text.encode_utf16().collect();
    let before = units.get(..edited.caret).map(String::from_utf16).expect("the caret is in the text");
    let before = before.expect("the caret is not within a character");
    let mut units_before = 0;
    let typed_before: String = text
        .chars()
        .take_while(|c| {
            units_before += c.len_utf16();
            units_before <= caret
        })
        .collect();
    assert_eq!(keys(&before), keys(&typed_before), "the caret stays behind its key");

    let again = format_as_you_type(&edited.text, typed_in, Some(edited.caret));
    assert_eq!(again, edited, "what is formatted stays as it is");
    3
}

// ── The run ─────────────────────────────────────────────────────────────────────────────────────────────────────────

thread_local! {
    /// What is being tried, for the message when it fails.
    static TRIED: RefCell<(String, &'static str, &'static str)> = const { RefCell::new((String::new(), "", "")) };
}

#[derive(Default)]
struct Tally {
    executions: u64,
    texts: u64,
    valid: u64,
}

fn run(executions: u64, seed: u64) -> Tally {
    let mut random = Random::new(seed);
    let mut texts: Vec<String> = (0..2_000).map(|_| text(&mut random)).collect();
    let mut numbers: Vec<String> = NUMBERS.map(str::to_owned).to_vec();
    let mut tally = Tally::default();
    while tally.executions < executions {
        let (one, other) = (random.below(texts.len()), random.below(texts.len()));
        let number = random.below(numbers.len());
        let tried = match random.below(4) {
            0 => text(&mut random),
            1 => mutated(&texts[one], &texts[other], &mut random),
            _ => mutated(&numbers[number], &texts[other], &mut random),
        };
        let (code, region) = (random.pick(&CODES), random.pick(&REGIONS));
        TRIED.set((tried.clone(), code, region));
        let (judged, is_valid) = judge(&tried, code, region);
        tally.executions += judged + type_in(&tried, code, region, &mut random);
        tally.texts += 1;
        tally.valid += u64::from(is_valid);
        // What is valid is the ground for more.
        if !is_valid {
            texts[one] = tried;
        } else if numbers.len() < 5_000 {
            numbers.push(tried);
        } else {
            numbers[number] = tried;
        }
    }
    tally
}

fn main() {
    let mut arguments =
        env::args().skip(1).map(|argument| argument.parse::<u64>().expect("EXECUTIONS and SEED are numbers"));
    let executions = arguments.next().unwrap_or(10_000_000);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let seed = arguments.next().unwrap_or(now);

    let report = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        report(info);
        let tried = TRIED.with(|tried| tried.try_borrow().map(|tried| tried.clone()).unwrap_or_default());
        eprintln!("seed {seed}: text {:?}, country code {:?}, region {:?}", tried.0, tried.1, tried.2);
        process::exit(1);
    }));

    let start = Instant::now();
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let share = executions.div_ceil(u64::try_from(threads).expect("fits"));
    let handles: Vec<_> = (0..threads).zip(seed..).map(|(_, seed)| thread::spawn(move || run(share, seed))).collect();
    let tallies = handles.into_iter().map(|handle| handle.join().expect("the hook ends the process"));
    let total = tallies.fold(Tally::default(), |sum, one| Tally {
        executions: sum.executions + one.executions,
        texts: sum.texts + one.texts,
        valid: sum.valid + one.valid,
    });
    println!(
        "{} executions on {} texts ({} of them valid numbers) in {:.1} s, seed {seed}, no panic",
        total.executions,
        total.texts,
        total.valid,
        start.elapsed().as_secs_f64()
    );
}
