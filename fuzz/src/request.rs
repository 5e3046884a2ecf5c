//! From what a person typed to the request on the wire: what is sent was judged, is JSON whatever was typed, and says its secrets to nobody
//! but the service.

use std::borrow::Cow;
use update_phone::flow::key_of;
use update_phone::phone::{PhoneInput, Recipient, parse};
use update_phone::protocol::{
    Call, ErrorCode, Failure, Field, Language, PassCode, PhoneCheck, PhoneEntry, Purpose, Secret, SmsChannel,
    UpdatePhoneRequest, judge_phone,
};

/// A line each: the check; country code, number and pass code of the new phone and of the old one; then application, and the update token.
pub fn hold(data: &[u8]) {
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
            is_worth_sending(&request, check);
            is_well_formed(&Call::VerifyUpdatePhoneRequest(Box::new(request)), &app_id);
        }
        Err(failure) => is_explained(&failure, &typed),
    }
    let channel = SmsChannel::from_name(&app_id).unwrap_or(SmsChannel::of_purpose(Purpose::Old));
    let phone = Recipient::read(PhoneInput::Text(&typed[1].1));
    if judge_phone(&phone, check, Field::Phone).is_ok() {
        is_well_formed(&Call::SendSms { channel, phone }, &app_id);
    }
    is_well_formed(&Call::UpdatePhone { token: Secret::new(token), new_phone: None }, &app_id);
}

type Typed<'a> = [(Field, Cow<'a, str>); 6];

/// What is left out is written as one character that nobody types.
const LEFT_OUT: &str = "\u{0}";

fn entered(text: &str) -> Option<&str> {
    (text != LEFT_OUT).then_some(text)
}

fn judge(check: PhoneCheck, typed: &Typed<'_>) -> Result<UpdatePhoneRequest, Failure> {
    let [new, old] = [0, 3].map(|first| PhoneEntry {
        country_code: entered(&typed[first].1),
        number: entered(&typed[first + 1].1),
        pass_code: entered(&typed[first + 2].1),
    });
    UpdatePhoneRequest::judge(check, new, old)
}

fn is_worth_sending(request: &UpdatePhoneRequest, check: PhoneCheck) {
    let mut numbers = Vec::new();
    for (number, code, field) in request.codes() {
        assert!(
            (4..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()),
            "a pass code is digits"
        );
        assert_eq!(PassCode::parse(code).expect("it was read before").expose(), code);
        assert!(number.starts_with('+') && number[1..].bytes().all(|byte| byte.is_ascii_digit()), "E.164");
        let again = parse(PhoneInput::Text(number), None);
        // One that begins like a national prefix is read as another one, see `phone.rs`.
        if field == Field::NewPhonePassCode && check != PhoneCheck::Possible && again.e164 == number {
            assert!(again.is_valid, "only what is valid is sent");
        }
        numbers.push(number);
    }
    assert_eq!(numbers.first().copied(), Some(request.new_phone()));
    assert!(numbers.len() <= 2 && numbers.first() != numbers.get(1), "two numbers are two");
    assert_eq!(request.secrets().len(), numbers.len() * 2);
}

fn is_explained(failure: &Failure, typed: &Typed<'_>) {
    let field = failure.field.expect("what is refused is named");
    let (_, text) = typed.iter().find(|(of, _)| *of == field).expect("it is one of what was typed");
    match failure.code {
        ErrorCode::InvalidArgument => assert_eq!(entered(text), None, "only what is left out"),
        ErrorCode::PhoneInvalid => assert!(failure.issue.is_some(), "a number that cannot be used says why"),
        ErrorCode::PassCodeFormat => assert!(PassCode::parse(text).is_none()),
        ErrorCode::PhoneNotMobile | ErrorCode::PhoneSameAsOld => {}
        other => panic!("{other:?} is not for what was typed"),
    }
    for language in Language::ALL {
        assert!(!failure.message(*language).is_empty());
    }
}

fn is_well_formed(call: &Call, app_id: &str) {
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
                assert_eq!(payload[field.as_str()], code, "each code is where it belongs");
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
