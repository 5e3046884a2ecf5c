//! Compares the phone module with verdicts of libphonenumber, and calls it with random input.
//!
//! The first line of `phone/vectors.jsonl` and of `phone/as-you-type.jsonl` gives the source of their numbers and verdicts.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};
use update_phone::phone::{
    DefaultCountry, METADATA_VERSION, PhoneInput, PhoneNumber, Recipient, format_as_you_type, is_valid, parse,
    parse_to_record,
};

const VECTORS: &str = include_str!("../phone/vectors.jsonl");
const TYPED_VECTORS: &str = include_str!("../phone/as-you-type.jsonl");

fn lines(file: &str) -> impl Iterator<Item = Value> {
    file.lines().map(|line| serde_json::from_str(line).expect("every line is JSON"))
}

fn input_of(vector: &Value) -> PhoneInput<'_> {
    let input = &vector["input"];
    let part = |name: &str| input[name].as_str();
    let number = part("number").or(input.as_str()).expect("a number is a string");
    match (part("countryCode"), part("region")) {
        (Some(country_code), _) => PhoneInput::InCountry { country_code, number },
        (None, Some(region)) => PhoneInput::InRegion { region, number },
        (None, None) => PhoneInput::Text(number),
    }
}

fn judge(vector: &Value) -> PhoneNumber {
    parse(input_of(vector), vector["defaultRegion"].as_str())
}

/// The fields of a record, split by the lengths before them, which are UTF-16 code units.
fn record_fields(record: &[u8], written: usize) -> Vec<String> {
    let text: Vec<u16> = std::str::from_utf8(&record[9..written]).expect("UTF-8").encode_utf16().collect();
    let mut rest = text.as_slice();
    let mut next = |length: &u8| {
        let (field, after) = rest.split_at(usize::from(*length));
        rest = after;
        String::from_utf16(field).expect("whole characters")
    };
    let fields = record[..9].iter().map(&mut next).collect();
    assert!(rest.is_empty());
    fields
}

/// The fields of a number by their public names; missing ones are `null`.
fn fields(number: &PhoneNumber) -> Value {
    json!({
        "countryCode": number.country_code,
        "nationalNumber": number.national_number,
        "e164": number.e164,
        "extension": number.extension,
        "region": number.region,
        "type": number.number_type.as_str(),
        "isPossible": number.is_possible,
        "isValid": number.is_valid,
        "issue": number.issue.map(|issue| issue.as_str()),
        "nationalFormat": number.national_format,
        "internationalFormat": number.international_format,
    })
}

#[test]
fn the_vectors_are_of_the_compiled_release() {
    for file in [VECTORS, TYPED_VECTORS] {
        let about = lines(file).next().expect("the first line says where the vectors come from");
        assert_eq!(about["release"], METADATA_VERSION);
    }
}

#[test]
fn every_vector_has_the_verdict_of_libphonenumber() {
    let mut compared = 0_usize;
    for vector in lines(VECTORS).skip(1) {
        let actual = fields(&judge(&vector));
        let expected = vector["expected"].as_object().expect("expected fields");
        for (field, value) in expected {
            // `null` stands for a missing field.
            assert_eq!(&actual[field], value, "{field} of {}", vector["input"]);
        }
        compared = compared.saturating_add(1);
    }
    assert!(compared > 500, "only {compared} vectors");
}

#[test]
fn every_function_returns_the_same_verdict() {
    for vector in lines(VECTORS).skip(1) {
        let (input, region) = (input_of(&vector), vector["defaultRegion"].as_str());
        let whole = parse(input, region);
        assert_eq!(is_valid(input, region), whole.is_valid, "{vector}");

        let mut record = [0; 512];
        let written = parse_to_record(input, region, &mut record);
        let expected = [
            whole.country_code.as_str(),
            &whole.national_number,
            whole.extension.as_deref().unwrap_or_default(),
            whole.region.as_deref().unwrap_or_default(),
            whole.number_type.as_str(),
            whole.issue.map(|issue| issue.as_str()).unwrap_or_default(),
            if whole.is_possible { "1" } else { "" },
            &whole.national_format,
            &whole.international_format,
        ];
        assert_eq!(record_fields(&record, written), expected, "{vector}");

        let (recipient, whole) = (Recipient::read(input), parse(input, None));
        assert_eq!(
            (recipient.country_code, recipient.national_number, recipient.e164),
            (whole.country_code, whole.national_number, whole.e164)
        );
        assert_eq!(
            (recipient.number_type, recipient.is_possible, recipient.issue),
            (whole.number_type, whole.is_possible, whole.issue)
        );
    }
}

#[test]
fn a_complete_number_in_a_field_has_the_region_of_its_verdict() {
    let mut compared = 0_usize;
    for vector in lines(VECTORS).skip(1) {
        let number = parse(input_of(&vector), vector["defaultRegion"].as_str());
        if number.is_valid {
            assert_eq!(
                format_as_you_type(&number.e164, DefaultCountry::Unknown, None).region,
                number.region,
                "{vector}"
            );
            compared = compared.saturating_add(1);
        }
    }
    assert!(compared > 200, "only {compared} numbers");
}

#[test]
fn a_text_is_formatted_after_every_key_as_libphonenumber_does_it() {
    let mut carets = 0_usize;
    for vector in lines(TYPED_VECTORS).skip(1) {
        let text = vector["text"].as_str().expect("a text");
        let default_country = match (vector["countryCode"].as_str(), vector["defaultRegion"].as_str()) {
            (Some(code), _) => DefaultCountry::CountryCode(code),
            (None, Some(region)) => DefaultCountry::Region(region),
            (None, None) => DefaultCountry::Unknown,
        };
        for ((at, c), step) in text.char_indices().zip(vector["steps"].as_array().expect("a text for each character")) {
            let so_far = &text[..at.saturating_add(c.len_utf8())];
            assert_eq!(&json!(format_as_you_type(so_far, default_country, None).text), step, "{so_far} of {vector}");
        }
        for (place, caret) in (1..).zip(vector["carets"].as_array().expect("a caret for each place")) {
            let shown = format_as_you_type(text, default_country, Some(place));
            assert_eq!(Some(&json!(shown.text)), vector["steps"].as_array().and_then(|steps| steps.last()), "{vector}");
            if !caret.is_null() {
                assert_eq!(&json!(shown.caret), caret, "{place} in {vector}");
                carets = carets.saturating_add(1);
            }
        }
    }
    assert!(carets > 3_000, "only {carets} carets");
}

/// Random texts mostly of characters that phone numbers have, so that many are parsed.
const TYPED: &str = "[+0-9０-９٠-٩ ()./x~#;=a-z\u{2010}-\u{2015}-]{0,40}";

fn assert_consistent(number: &PhoneNumber) -> Result<(), proptest::test_runner::TestCaseError> {
    prop_assert_eq!(number.is_valid, number.issue.is_none());
    prop_assert!(number.is_possible || !number.is_valid);
    prop_assert_eq!(&number.e164, &[number.country_code.as_str(), number.national_number.as_str()].concat());
    prop_assert!(number.national_number.bytes().all(|b| b.is_ascii_digit()));
    prop_assert_eq!(number.country_code.is_empty(), number.national_number.is_empty());
    let again = parse(PhoneInput::Text(&number.e164), None);
    prop_assert_eq!(&again.country_code, &number.country_code);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_has_a_consistent_verdict(text in any::<String>(), region in any::<Option<String>>()) {
        assert_consistent(&parse(PhoneInput::Text(&text), region.as_deref()))?;
    }

    #[test]
    fn random_phone_like_texts_have_a_consistent_verdict(code in "[+0]{0,2}[0-9]{0,4}", number in TYPED, region in "[A-Za-z]{2}") {
        assert_consistent(&parse(PhoneInput::InCountry { country_code: &code, number: &number }, Some(&region)))?;
        assert_consistent(&parse(PhoneInput::InRegion { region: &region, number: &number }, None))?;
        assert_consistent(&parse(PhoneInput::Text(&number), Some(&region)))?;
    }
}
