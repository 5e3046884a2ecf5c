//! The phone engine as a filter: reads a request from each line of JSON, and writes a line with the result.
//!
//! `{"input": …, "defaultRegion": …}` gives the fields of `PhoneNumber` and the checks that the number passes.
//! `{"text": …, "options": {"defaultRegion", "countryCode", "caret"}}` gives `{text, caret, region}`.
//! The first line of the output is the release of the metadata.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use serde_json::{Value, json};
use std::io::{BufRead, BufWriter, Write, stdin, stdout};
use update_phone::phone::{
    DefaultCountry, METADATA_VERSION, PhoneInput, Recipient, format_as_you_type, is_valid, parse,
};
use update_phone::protocol::{Field, PhoneCheck, judge_phone};

fn main() -> std::io::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    writeln!(out, "{}", json!(METADATA_VERSION))?;
    for line in stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?).expect("every line is JSON");
        let result = if request["input"].is_null() { format(&request) } else { judge(&request) };
        writeln!(out, "{result}")?;
    }
    out.flush()
}

fn judge(request: &Value) -> Value {
    let input = match &request["input"] {
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
    let default_region = request["defaultRegion"].as_str();
    let number = parse(input, default_region);
    assert_eq!(number.is_valid, is_valid(input, default_region), "{request}");
    let recipient = Recipient {
        country_code: number.country_code.clone(),
        national_number: number.national_number.clone(),
        e164: number.e164.clone(),
        number_type: number.number_type,
        is_possible: number.is_possible,
        issue: number.issue,
    };
    if default_region.is_none() {
        assert_eq!(recipient, Recipient::read(input), "{request}");
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

fn format(request: &Value) -> Value {
    let options = &request["options"];
    let default_country = match (options["countryCode"].as_str(), options["defaultRegion"].as_str()) {
        (Some(code), _) => DefaultCountry::CountryCode(code),
        (None, Some(region)) => DefaultCountry::Region(region),
        (None, None) => DefaultCountry::Unknown,
    };
    let caret = options["caret"].as_u64().and_then(|caret| usize::try_from(caret).ok());
    let typed = format_as_you_type(request["text"].as_str().expect("the text is a string"), default_country, caret);
    json!({ "text": typed.text, "caret": typed.caret, "region": typed.region })
}
