//! Holds the phone module against verdicts of libphonenumber itself, and against input that nobody expects.
//!
//! `phone/vectors.jsonl` begins with a line that says where its numbers and verdicts come from.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing)]

use proptest::prelude::{ProptestConfig, any, prop_assert, prop_assert_eq, proptest};
use serde_json::{Value, json};
use update_phone::phone::{METADATA_VERSION, PhoneInput, PhoneNumber, parse};

const VECTORS: &str = include_str!("phone/vectors.jsonl");

fn lines() -> impl Iterator<Item = Value> {
    VECTORS.lines().map(|line| serde_json::from_str(line).expect("every line is JSON"))
}

fn judge(vector: &Value) -> PhoneNumber {
    let input = &vector["input"];
    let part = |name: &str| input[name].as_str();
    let number = part("number").or(input.as_str()).expect("a number is a string");
    let input = match (part("countryCode"), part("region")) {
        (Some(country_code), _) => PhoneInput::InCountry { country_code, number },
        (None, Some(region)) => PhoneInput::InRegion { region, number },
        (None, None) => PhoneInput::Text(number),
    };
    parse(input, vector["defaultRegion"].as_str())
}

/// By the names of the public interface; what there is none of is `null`.
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
    let about = lines().next().expect("the first line says where the vectors come from");
    assert_eq!(about["release"], METADATA_VERSION);
}

#[test]
fn every_vector_is_judged_as_the_reference_does() {
    let mut compared = 0_usize;
    for vector in lines().skip(1) {
        let got = fields(&judge(&vector));
        let expected = vector["expected"].as_object().expect("expected fields");
        for (field, value) in expected {
            // `null` stands for a field that is left out.
            assert_eq!(&got[field], value, "{field} of {}", vector["input"]);
        }
        compared = compared.saturating_add(1);
    }
    assert!(compared > 500, "only {compared} vectors");
}

/// Input that is mostly made of what phone numbers are made of, so that it gets far.
const TYPED: &str = "[+0-9０-９٠-٩ ()./x~#;=a-z\u{2010}-\u{2015}-]{0,40}";

fn holds_together(number: &PhoneNumber) -> Result<(), proptest::test_runner::TestCaseError> {
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
    fn any_text_has_an_answer_that_holds_together(text in any::<String>(), region in any::<Option<String>>()) {
        holds_together(&parse(PhoneInput::Text(&text), region.as_deref()))?;
    }

    #[test]
    fn anything_typed_has_an_answer_that_holds_together(code in "[+0]{0,2}[0-9]{0,4}", number in TYPED, region in "[A-Za-z]{2}") {
        holds_together(&parse(PhoneInput::InCountry { country_code: &code, number: &number }, Some(&region)))?;
        holds_together(&parse(PhoneInput::InRegion { region: &region, number: &number }, None))?;
        holds_together(&parse(PhoneInput::Text(&number), Some(&region)))?;
    }
}
