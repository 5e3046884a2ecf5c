//! From typed fields to the body of a request. Only numbers and codes that were checked are sent, every body is JSON, and secrets are in
//! the body only.

use std::borrow::Cow;
use update_phone::flow::key_of;
use update_phone::phone::{PhoneInput, Recipient, parse};
use update_phone::protocol::{
    Call, ErrorCode, Failure, Field, Language, PassCode, PhoneCheck, PhoneEntry, Purpose, Secret, SmsChannel,
    UpdatePhoneRequest, judge_phone,
};

/// The input is nine lines: the check; country code, number and pass code of the new phone, then of the old one; application; update token.
pub fn run(data: &[u8]) {
    let [check, new_code, new_number, new_pass_code, old_code, old_number, old_pass_code, app_id, token] =
        crate::lines::split(data);
    let check = PhoneCheck::from_name(&check).unwrap_or(PhoneCheck::Mobile);
    let typed = [
        (Field::NewPhoneCountryCode, new_code),
        (Field::NewPhoneNumber, new_number),
        (Field::NewPhonePassCode, new_pass_code),
        (Field::OldPhoneCountryCode, old_code),
        (Field::OldPhoneNumber, old_number),
        (Field::OldPhonePassCode, old_pass_code),
    ];
    match judge(check, &typed) {
        Ok(request) => {
            assert_sendable(&request, check);
            assert_well_formed(&Call::VerifyUpdatePhoneRequest(Box::new(request)), &app_id);
        }
        Err(failure) => assert_explained(&failure, &typed),
    }
    let channel = SmsChannel::from_name(&app_id).unwrap_or(SmsChannel::of_purpose(Purpose::Old));
    let phone = Recipient::read(PhoneInput::Text(&typed[1].1));
    if judge_phone(&phone, check, Field::Phone).is_ok() {
        assert_well_formed(&Call::SendSms { channel, phone }, &app_id);
    }
    assert_well_formed(&Call::UpdatePhone { token: Secret::new(token), new_phone: None }, &app_id);
}

type TypedFields<'a> = [(Field, Cow<'a, str>); 6];

/// Stands for a field that the program did not pass.
const MISSING: &str = "\u{0}";

fn passed(text: &str) -> Option<&str> {
    (text != MISSING).then_some(text)
}

fn judge(check: PhoneCheck, typed: &TypedFields<'_>) -> Result<UpdatePhoneRequest, Failure> {
    let [new, old] = [0, 3].map(|first| PhoneEntry {
        country_code: passed(&typed[first].1),
        number: passed(&typed[first + 1].1),
        pass_code: passed(&typed[first + 2].1),
    });
    UpdatePhoneRequest::judge(check, new, old)
}

fn assert_sendable(request: &UpdatePhoneRequest, check: PhoneCheck) {
    let mut numbers = Vec::new();
    for (number, code, field) in request.codes() {
        assert!(
            (4..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()),
            "a pass code is digits"
        );
        assert_eq!(PassCode::parse(code).expect("it was read before").expose(), code);
        assert!(number.starts_with('+') && number[1..].bytes().all(|byte| byte.is_ascii_digit()), "E.164");
        let again = parse(PhoneInput::Text(number), None);
        // A number that begins with a national prefix is read as another one, see `phone.rs`.
        if field == Field::NewPhonePassCode && check != PhoneCheck::Possible && again.e164 == number {
            assert!(again.is_valid, "only a valid number is sent");
        }
        numbers.push(number);
    }
    assert_eq!(numbers.first().copied(), Some(request.new_phone()));
    assert!(numbers.len() <= 2 && numbers.first() != numbers.get(1), "the two numbers differ");
    assert_eq!(request.secrets().len(), numbers.len() * 2);
}

fn assert_explained(failure: &Failure, typed: &TypedFields<'_>) {
    let field = failure.field.expect("a refusal names its field");
    let (_, text) = typed.iter().find(|(of, _)| *of == field).expect("the field is one of those typed");
    match failure.code {
        ErrorCode::InvalidArgument => assert_eq!(passed(text), None, "only for a missing field"),
        ErrorCode::PhoneInvalid => assert!(failure.issue.is_some(), "an unusable number has an issue"),
        ErrorCode::PassCodeFormat => assert!(PassCode::parse(text).is_none()),
        ErrorCode::PhoneNotMobile | ErrorCode::PhoneSameAsOld => {}
        other => panic!("{other:?} is not a code for typed fields"),
    }
    for language in Language::ALL {
        assert!(!failure.message(*language).is_empty());
    }
}

fn assert_well_formed(call: &Call, app_id: &str) {
    let body = call.payload().map(|payload| serde_json::to_value(&payload).expect("a body is JSON"));
    match call {
        Call::SendSms { phone, channel } => {
            let body = body.expect("it has a body");
            assert_eq!(body["channel"], channel.as_str());
            assert_eq!(
                (&body["phoneNumber"], &body["phoneCountryCode"]),
                (&phone.national_number.as_str().into(), &phone.country_code.as_str().into())
            );
        }
        Call::VerifyUpdatePhoneRequest(request) => {
            let body = body.expect("it has a body");
            assert_eq!(body["verifyMethod"], "PHONE_PASSCODE");
            let payload = &body["phonePassCodePayload"];
            for ((number, code, field), side) in request.codes().zip(["new", "old"]) {
                assert_eq!(payload[field.as_str()], code, "each code is in its field");
                let text = |name: &str| payload[format!("{side}Phone{name}")].as_str().expect("it is there").to_owned();
                assert_eq!(text("CountryCode") + &text("Number"), number);
            }
        }
        Call::UpdatePhone { token, .. } => {
            assert_eq!(body, Some(serde_json::json!({ "updatePhoneToken": token.expose() })));
        }
        Call::GetProfile => assert_eq!(body, None),
    }
    let key = key_of(call, app_id);
    assert!(
        key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b":.-".contains(&byte)),
        "{key}"
    );
    if matches!(call, Call::UpdatePhone { .. }) {
        assert_eq!(format!("{call:?}"), "UpdatePhone { token: [redacted], new_phone: None }", "a token is not printed");
    }
}
