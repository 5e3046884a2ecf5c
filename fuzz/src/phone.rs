//! Reading, judging and writing numbers: every answer holds together, and the four ways to ask agree.

use update_phone::phone::digits::{ascii_digit, decimal_digit};
use update_phone::phone::{
    PhoneInput, PhoneIssue, PhoneNumber, PhoneNumberType, Recipient, is_valid, parse, parse_to_record,
};

/// Three lines: a region, a country code, a number.
pub fn hold(data: &[u8]) {
    let [region, code, text] = crate::lines::split(data);
    judge(&text, &code, &region);
}

/// One text in every form: whether one of them is a valid number.
pub fn judge(text: &str, code: &str, region: &str) -> bool {
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
        holds_together(&number);
        assert_eq!(is_valid(input, default_region), number.is_valid, "the quick verdict");
        assert_eq!(record(input, default_region), fields(&number), "the record that JavaScript reads");
        if default_region.is_none() {
            agrees(&Recipient::read(input), &number);
        }
        valid |= number.is_valid;
    }
    valid
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
    is_read_again(number);
}

/// E.164 is read as the same number, if it is valid. What is left of another one may begin like a national prefix again: then it is
/// that prefix that is missing, and nothing else. In Belarus, by libphonenumber's own verdicts, that can be a valid number:
/// 08100110108 is +375 8100110108, which is read as +375 100110108.
fn is_read_again(number: &PhoneNumber) {
    let again = parse(PhoneInput::Text(&number.e164), None);
    assert_eq!(again.country_code, number.country_code);
    if again.national_number == number.national_number {
        assert_eq!((again.issue, again.number_type, &again.region), (number.issue, number.number_type, &number.region));
    } else {
        let is_known = number.e164.starts_with("+3758");
        assert!(!number.is_valid || is_known, "a valid number in E.164 is read as itself");
        assert!(number.national_number.ends_with(&again.national_number), "a prefix is taken off, nothing else");
    }
}

fn agrees(recipient: &Recipient, number: &PhoneNumber) {
    assert_eq!(
        (&recipient.country_code, &recipient.national_number, &recipient.e164),
        (&number.country_code, &number.national_number, &number.e164)
    );
    assert_eq!(
        (recipient.number_type, recipient.is_possible, recipient.issue),
        (number.number_type, number.is_possible, number.issue)
    );
}

/// The fields of the record for JavaScript, cut out as JavaScript does it: by lengths in UTF-16 code units.
fn record(input: PhoneInput<'_>, default_region: Option<&str>) -> [String; 9] {
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
    assert!(units.is_empty(), "nothing is behind the fields");
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

/// Digits as ASCII ones, and nothing else.
fn digits(text: &str) -> String {
    text.chars().filter_map(ascii_digit).collect()
}
