//! The phone engine as a filter: a question a line, as JSON, and to each its answer.
//!
//! `{"input": …, "defaultRegion": …}` is answered with the fields of `PhoneNumber`, and with the checks that the number
//! passes, `{"text": …, "options": {"defaultRegion", "countryCode", "caret"}}` with `{text, caret, region}`.
//! The first line of the answers is the release of the metadata.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use serde_json::{Value, json};
use std::io::{BufRead, BufWriter, Write, stdin, stdout};
use update_phone::phone::{METADATA_VERSION, PhoneInput, Recipient, TypedIn, format_as_you_type, is_valid, parse};
use update_phone::protocol::{Field, PhoneCheck, judge_phone};

fn main() -> std::io::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    writeln!(out, "{}", json!(METADATA_VERSION))?;
    for line in stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line?).expect("every line is JSON");
        let answer = if question["input"].is_null() { typed(&question) } else { judged(&question) };
        writeln!(out, "{answer}")?;
    }
    out.flush()
}

fn judged(question: &Value) -> Value {
    let input = match &question["input"] {
        Value::String(text) => PhoneInput::Text(text),
        parts => {
            let number = parts["number"].as_str().expect("the number is a string");
            match parts["region"].as_str() {
                Some(region) => PhoneInput::InRegion { region, number },
                None => {
                    PhoneInput::InCountry { country_code: parts["countryCode"].as_str().unwrap_or_default(), number }
                }
            }
        }
    };
    let default_region = question["defaultRegion"].as_str();
    let number = parse(input, default_region);
    assert_eq!(number.is_valid, is_valid(input, default_region), "{question}");
    let recipient = Recipient {
        country_code: number.country_code.clone(),
        national_number: number.national_number.clone(),
        e164: number.e164.clone(),
        number_type: number.number_type,
        is_possible: number.is_possible,
        issue: number.issue,
    };
    if default_region.is_none() {
        assert_eq!(recipient, Recipient::read(input), "{question}");
    }
    let passes: Vec<&str> = ["mobile", "valid", "possible"]
        .into_iter()
        .filter(|name| {
            let check = PhoneCheck::from_name(name).expect("a check of that name");
            judge_phone(&recipient, check, Field::Phone).is_ok()
        })
        .collect();
    json!({
        "isValid": number.is_valid,
        "isPossible": number.is_possible,
        "issue": number.issue.map(|issue| issue.as_str()),
        "countryCode": number.country_code,
        "nationalNumber": number.national_number,
        "e164": number.e164,
        "region": number.region,
        "type": number.number_type.as_str(),
        "nationalFormat": number.national_format,
        "internationalFormat": number.international_format,
        "extension": number.extension,
        "passes": passes,
    })
}

fn typed(question: &Value) -> Value {
    let options = &question["options"];
    let typed_in = match (options["countryCode"].as_str(), options["defaultRegion"].as_str()) {
        (Some(code), _) => TypedIn::CountryCode(code),
        (None, Some(region)) => TypedIn::Region(region),
        (None, None) => TypedIn::Anywhere,
    };
    let caret = options["caret"].as_u64().and_then(|caret| usize::try_from(caret).ok());
    let typed = format_as_you_type(question["text"].as_str().expect("the text is a string"), typed_in, caret);
    json!({ "text": typed.text, "caret": typed.caret, "region": typed.region })
}
