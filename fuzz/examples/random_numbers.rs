//! Calls the phone functions with random numbers and texts, with the checks of the targets `phone` and `as_you_type`.
//!
//! `cargo run --release --no-default-features --example random_numbers -- [EXECUTIONS] [SEED]`. The defaults are ten million executions
//! and a seed from the clock. An execution is a call of `parse` or `format_as_you_type`. A panic, or results that contradict each other,
//! print the input and the seed and end the run with a failure.
//!
//! libFuzzer searches for new branches. This program makes texts that are close to phone numbers, needs no C++ compiler, and repeats a
//! run from its seed, so each commit tests ten million new texts.

use std::cell::RefCell;
use std::num::NonZero;
use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use std::{env, panic, process, thread};
use update_phone::phone::DefaultCountry;
use update_phone_fuzz::{as_you_type, phone};

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

    fn part(&mut self) -> &'static str {
        &PARTS[self.below(PARTS.len())]
    }
}

/// The parts of phone numbers and of texts that contain them.
static PARTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("../dictionaries/phone.dict").lines();
    lines.filter_map(|line| line.strip_prefix('"')?.strip_suffix('"').map(unescaped)).collect()
});

/// Decodes a word of a libFuzzer dictionary.
fn unescaped(word: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = word.as_bytes();
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        if byte != b'\\' {
            bytes.push(byte);
        } else if let Some(hex) = rest.strip_prefix(b"x") {
            let digits = std::str::from_utf8(&hex[..2]).expect("two digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal digits"));
            rest = &hex[2..];
        } else {
            bytes.push(rest[0]);
            rest = &rest[1..];
        }
    }
    String::from_utf8(bytes).expect("the dictionary holds texts")
}

/// Example numbers from libphonenumber's metadata, the first to be mutated.
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
        // Any bytes.
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
                text.push_str(random.part());
                if random.one_in(2) {
                    text.push(char::from(b'0' + u8::try_from(random.below(10)).expect("a digit")));
                }
            }
        }
    }
    text
}

/// A text with a few characters changed, inserted, removed or repeated, or with a part of another text.
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
            3 => drop(characters.splice(at..at, random.part().chars())),
            4 if at < characters.len() => {
                characters[at] = char::from_u32(u32::from(characters[at]) ^ (1 << random.below(17))).unwrap_or('0');
            }
            // Sometimes a long text, around the limit.
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

/// Checks a text with both targets. Returns the number of executions and whether the text is a valid number.
fn check(text: &str, code: &str, region: &str, random: &mut Random) -> (u64, bool) {
    let valid = phone::check(text, code, region);
    let default_country =
        [DefaultCountry::Region(region), DefaultCountry::CountryCode(code), DefaultCountry::Unknown][random.below(3)];
    as_you_type::check(text, default_country, random.below(text.encode_utf16().count() + 2));
    // Five calls of `parse` and three of `format_as_you_type`. Other calls of the checks are not counted.
    (8, valid)
}

// ── The run ─────────────────────────────────────────────────────────────────────────────────────────────────────────

thread_local! {
    /// The current text, country code and region, for the message of a failure.
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
        let (first, other) = (random.below(texts.len()), random.below(texts.len()));
        let number = random.below(numbers.len());
        let tried = match random.below(4) {
            0 => text(&mut random),
            1 => mutated(&texts[first], &texts[other], &mut random),
            _ => mutated(&numbers[number], &texts[other], &mut random),
        };
        let (code, region) = (random.pick(&CODES), random.pick(&REGIONS));
        TRIED.set((tried.clone(), code, region));
        let (calls, is_valid) = check(&tried, code, region, &mut random);
        tally.executions += calls;
        tally.texts += 1;
        tally.valid += u64::from(is_valid);
        // Valid numbers are mutated further.
        if !is_valid {
            texts[first] = tried;
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
