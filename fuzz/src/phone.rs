//! Parsing, judging and formatting numbers. Every result is consistent, and all functions return the same verdict.

use update_phone::phone::digits::{ascii_digit, decimal_digit};
use update_phone::phone::{
    PhoneInput, PhoneIssue, PhoneNumber, PhoneNumberType, Recipient, is_valid, parse, parse_to_record,
};

/// The input is three lines: a region, a country code, a number.
pub fn run(data: &[u8]) {
    let [region, code, text] = crate::lines::split(data);
    check(&text, &code, &region);
}

/// Parses a text in every form of input. Returns whether it is a valid number in one of them.
pub fn check(text: &str, code: &str, region: &str) -> bool {
    let default_region = Some(region);
    let mut valid = false;
    for (input, default_region) in [
        (PhoneInput::Text(text), default_region),
        (PhoneInput::Text(text), None),
        (PhoneInput::InCountry { country_code: code, number: text }, default_region),
        (PhoneInput::InCountry { country_code: code, number: text }, None),
        (PhoneInput::InRegion { region, number: text }, None),
    ] {
        let number = parse(input, default_region);
        assert_consistent(&number);
        assert_eq!(is_valid(input, default_region), number.is_valid, "`is_valid` returns the same verdict");
        assert_eq!(
            record_fields(input, default_region),
            fields(&number),
            "the record for JavaScript has the same fields"
        );
        if default_region.is_none() {
            assert_same_verdict(&Recipient::read(input), &number);
        }
        valid |= number.is_valid;
    }
    valid
}

fn assert_consistent(number: &PhoneNumber) {
    assert_eq!(number.is_valid, number.issue.is_none(), "a number has an issue exactly if it is not valid");
    assert!(number.is_possible || !number.is_valid, "a valid number is possible");
    assert_eq!(
        number.is_valid,
        number.number_type != PhoneNumberType::Unknown,
        "a number has a type exactly if it is valid"
    );
    assert!(number.region.is_some() || !number.is_valid, "a valid number has a region");
    let has_possible_length = matches!(number.issue, None | Some(PhoneIssue::InvalidNumber | PhoneIssue::LocalOnly));
    assert_eq!(number.is_possible, has_possible_length, "a number is possible exactly if its length is");
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
    assert_e164_is_read_back(number);
}

/// A valid number in E.164 is read as the same number. An invalid one can begin with another national prefix, and then only that prefix
/// is removed. In Belarus this happens to valid numbers too, as in libphonenumber: 08100110108 is +375 8100110108, which is read as
/// +375 100110108.
fn assert_e164_is_read_back(number: &PhoneNumber) {
    let again = parse(PhoneInput::Text(&number.e164), None);
    assert_eq!(again.country_code, number.country_code);
    if again.national_number == number.national_number {
        assert_eq!((again.issue, again.number_type, &again.region), (number.issue, number.number_type, &number.region));
    } else {
        let is_known_exception = number.e164.starts_with("+3758");
        assert!(!number.is_valid || is_known_exception, "a valid number in E.164 is read as itself");
        assert!(number.national_number.ends_with(&again.national_number), "only a prefix is removed");
    }
}

fn assert_same_verdict(recipient: &Recipient, number: &PhoneNumber) {
    assert_eq!(
        (&recipient.country_code, &recipient.national_number, &recipient.e164),
        (&number.country_code, &number.national_number, &number.e164)
    );
    assert_eq!(
        (recipient.number_type, recipient.is_possible, recipient.issue),
        (number.number_type, number.is_possible, number.issue)
    );
}

/// The fields of the record for JavaScript, split as JavaScript does it: by lengths in UTF-16 code units.
fn record_fields(input: PhoneInput<'_>, default_region: Option<&str>) -> [String; 9] {
    let mut record = [0; 512];
    let written = parse_to_record(input, default_region, &mut record);
    assert!(written <= record.len(), "a record has room for every number");
    let (lengths, text) = record[..written].split_at(9);
    let units: Vec<u16> = std::str::from_utf8(text).expect("a record is UTF-8").encode_utf16().collect();
    let mut units = units.as_slice();
    let fields = std::array::from_fn(|field| {
        let (one, rest) = units.split_at(lengths[field].into());
        units = rest;
        String::from_utf16(one).expect("no character is cut")
    });
    assert!(units.is_empty(), "the record ends with the last field");
    fields
}

fn fields(number: &PhoneNumber) -> [String; 9] {
    [
        number.country_code.clone(),
        number.national_number.clone(),
        number.extension.clone().unwrap_or_default(),
        number.region.clone().unwrap_or_default(),
        number.number_type.as_str().to_owned(),
        number.issue.map_or("", PhoneIssue::as_str).to_owned(),
        if number.is_possible { "1" } else { "" }.to_owned(),
        number.national_format.clone(),
        number.international_format.clone(),
    ]
}

/// The digits of a text, in ASCII.
fn digits(text: &str) -> String {
    text.chars().filter_map(ascii_digit).collect()
}
