//! The request for a change, judged before anything is sent.

use super::{
    Call, ErrorCode, Failure, Field, PassCode, PhoneCheck, PhonePassCodePayload, VerifyUpdatePhoneRequestPayload,
    judge_new_phone, judge_old_phone,
};
use crate::phone::{PhoneInput, PhoneIssue, PhoneNumber, parse};

/// The request as the caller gave it; an empty string counts as missing.
#[derive(Default)]
#[allow(missing_docs, reason = "the fields have the API's own names")]
pub struct UpdatePhoneRequestFields {
    pub new_phone_country_code: Option<String>,
    pub new_phone_number: Option<String>,
    pub new_phone_pass_code: Option<String>,
    pub old_phone_country_code: Option<String>,
    pub old_phone_number: Option<String>,
    pub old_phone_pass_code: Option<String>,
}

/// A number together with the code that it received.
#[derive(Debug)]
struct ProvedPhone {
    phone: PhoneNumber,
    pass_code: PassCode,
}

/// A request that is worth sending.
#[derive(Debug)]
pub struct UpdatePhoneRequest {
    new: ProvedPhone,
    old: Option<ProvedPhone>,
}

impl UpdatePhoneRequest {
    /// Judges the fields in the order in which a person fills them in; the first that cannot be used is named.
    pub fn judge(fields: &UpdatePhoneRequestFields, check: PhoneCheck) -> Result<Self, Failure> {
        let new = prove(
            (fields.new_phone_country_code.as_deref(), Field::NewPhoneCountryCode),
            (fields.new_phone_number.as_deref(), Field::NewPhoneNumber),
            (fields.new_phone_pass_code.as_deref(), Field::NewPhonePassCode),
            |phone| judge_new_phone(phone, check, Field::NewPhoneNumber),
        )?;
        let is_given = |field: &Option<String>| field.as_deref().is_some_and(|text| !text.is_empty());
        let has_old = [
            &fields.old_phone_country_code,
            &fields.old_phone_number,
            &fields.old_phone_pass_code,
        ]
        .into_iter()
        .any(is_given);
        let old = if has_old {
            Some(prove(
                (fields.old_phone_country_code.as_deref(), Field::OldPhoneCountryCode),
                (fields.old_phone_number.as_deref(), Field::OldPhoneNumber),
                (fields.old_phone_pass_code.as_deref(), Field::OldPhonePassCode),
                |phone| judge_old_phone(phone, Field::OldPhoneNumber),
            )?)
        } else {
            None
        };
        if old.as_ref().is_some_and(|old| old.phone.e164 == new.phone.e164) {
            return Err(Failure::local(ErrorCode::PhoneSameAsOld).at(Field::NewPhoneNumber));
        }
        Ok(Self { new, old })
    }

    /// The number that the account will have.
    pub fn new_phone(&self) -> &PhoneNumber {
        &self.new.phone
    }

    /// The documented call.
    pub fn to_call(&self) -> Call {
        Call::VerifyUpdatePhoneRequest(VerifyUpdatePhoneRequestPayload {
            verify_method: "PHONE_PASSCODE",
            phone_pass_code_payload: PhonePassCodePayload {
                new_phone_country_code: self.new.phone.country_code.clone(),
                new_phone_number: self.new.phone.national_number.clone(),
                new_phone_pass_code: self.new.pass_code.clone(),
                old_phone_country_code: self.old.as_ref().map(|old| old.phone.country_code.clone()),
                old_phone_number: self.old.as_ref().map(|old| old.phone.national_number.clone()),
                old_phone_pass_code: self.old.as_ref().map(|old| old.pass_code.clone()),
            },
        })
    }

    /// The argument that a refusal of the service is about. With two codes in one request nobody knows which was wrong.
    pub fn field_of(&self, refusal: ErrorCode) -> Option<Field> {
        match refusal {
            ErrorCode::PhoneInvalid | ErrorCode::PhoneTaken | ErrorCode::PhoneSameAsOld => Some(Field::NewPhoneNumber),
            ErrorCode::OldPhoneRequired | ErrorCode::OldPhoneMismatch => Some(Field::OldPhoneNumber),
            ErrorCode::PassCodeWrong | ErrorCode::PassCodeExpired if self.old.is_none() => {
                Some(Field::NewPhonePassCode)
            }
            _ => None,
        }
    }

    /// What must not be repeated to anybody, should the service repeat it. Numbers first: a code may be a part of one, and masking
    /// it would leave the rest.
    pub fn secrets(&self) -> Vec<&str> {
        let proved = [Some(&self.new), self.old.as_ref()];
        let mut secrets = Vec::with_capacity(4);
        secrets.extend(
            proved
                .into_iter()
                .flatten()
                .map(|proved| proved.phone.national_number.as_str()),
        );
        secrets.extend(proved.into_iter().flatten().map(|proved| proved.pass_code.expose()));
        secrets
    }
}

/// One half of the request: all three parts, a number that passes, a code of the right form.
fn prove(
    (country_code, country_code_field): (Option<&str>, Field),
    (number, number_field): (Option<&str>, Field),
    (pass_code, pass_code_field): (Option<&str>, Field),
    judge: impl FnOnce(&PhoneNumber) -> Result<(), Failure>,
) -> Result<ProvedPhone, Failure> {
    let country_code = required(country_code, country_code_field)?;
    let number = required(number, number_field)?;
    let pass_code = required(pass_code, pass_code_field)?;
    let phone = parse(PhoneInput::InCountry { country_code, number }, None);
    judge(&phone).map_err(|failure| match failure.issue {
        // It is the other field that has to be mended then.
        Some(PhoneIssue::InvalidCountryCode) => failure.at(country_code_field),
        _ => failure,
    })?;
    let pass_code =
        PassCode::parse(pass_code).ok_or_else(|| Failure::local(ErrorCode::PassCodeFormat).at(pass_code_field))?;
    Ok(ProvedPhone { phone, pass_code })
}

fn required(text: Option<&str>, field: Field) -> Result<&str, Failure> {
    text.filter(|text| !text.is_empty())
        .ok_or_else(|| Failure::local(ErrorCode::InvalidArgument).at(field))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> UpdatePhoneRequestFields {
        UpdatePhoneRequestFields {
            new_phone_country_code: Some("86".into()),
            new_phone_number: Some("188 1234 5678".into()),
            new_phone_pass_code: Some("１２３４".into()),
            ..Default::default()
        }
    }

    fn with_old(country_code: &str, number: &str, pass_code: &str) -> UpdatePhoneRequestFields {
        UpdatePhoneRequestFields {
            old_phone_country_code: Some(country_code.into()),
            old_phone_number: Some(number.into()),
            old_phone_pass_code: Some(pass_code.into()),
            ..fields()
        }
    }

    fn refused(fields: &UpdatePhoneRequestFields) -> (ErrorCode, Option<Field>) {
        let failure = UpdatePhoneRequest::judge(fields, PhoneCheck::Mobile).unwrap_err();
        (failure.code, failure.field)
    }

    #[test]
    fn numbers_and_codes_are_normalised() {
        let request = UpdatePhoneRequest::judge(&with_old("+86", "139-0000-0000", "4321"), PhoneCheck::Mobile).unwrap();
        assert_eq!(request.new_phone().e164, "+8618812345678");
        assert_eq!(
            serde_json::to_value(request.to_call()).unwrap()["phonePassCodePayload"],
            serde_json::json!({
                "newPhoneCountryCode": "+86", "newPhoneNumber": "18812345678", "newPhonePassCode": "1234",
                "oldPhoneCountryCode": "+86", "oldPhoneNumber": "13900000000", "oldPhonePassCode": "4321",
            })
        );
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut incomplete = fields();
        incomplete.new_phone_pass_code = None;
        assert_eq!(
            refused(&incomplete),
            (ErrorCode::InvalidArgument, Some(Field::NewPhonePassCode))
        );
        assert_eq!(
            refused(&with_old("+86", "", "4321")),
            (ErrorCode::InvalidArgument, Some(Field::OldPhoneNumber))
        );
        assert_eq!(
            refused(&with_old("", "13900000000", "4321")),
            (ErrorCode::InvalidArgument, Some(Field::OldPhoneCountryCode))
        );
        assert_eq!(
            refused(&with_old("+86", "13900000000", "")),
            (ErrorCode::InvalidArgument, Some(Field::OldPhonePassCode))
        );
    }

    #[test]
    fn three_empty_old_fields_are_no_old_phone() {
        assert!(UpdatePhoneRequest::judge(&with_old("", "", ""), PhoneCheck::Mobile).is_ok());
    }

    #[test]
    fn new_and_old_must_differ_however_they_are_written() {
        let same = with_old("0086", "1881 2345 678", "4321");
        assert_eq!(refused(&same), (ErrorCode::PhoneSameAsOld, Some(Field::NewPhoneNumber)));
    }

    #[test]
    fn an_unusable_number_says_why_and_where() {
        let mut short = fields();
        short.new_phone_number = Some("188".into());
        let failure = UpdatePhoneRequest::judge(&short, PhoneCheck::Mobile).unwrap_err();
        assert_eq!(
            (failure.code, failure.issue),
            (ErrorCode::PhoneInvalid, Some(PhoneIssue::TooShort))
        );

        let mut nowhere = fields();
        nowhere.new_phone_country_code = Some("+999".into());
        assert_eq!(
            refused(&nowhere),
            (ErrorCode::PhoneInvalid, Some(Field::NewPhoneCountryCode))
        );
    }

    #[test]
    fn a_malformed_code_is_refused() {
        let mut request = fields();
        request.new_phone_pass_code = Some("12".into());
        assert_eq!(
            refused(&request),
            (ErrorCode::PassCodeFormat, Some(Field::NewPhonePassCode))
        );
    }

    #[test]
    fn a_refusal_is_about_the_field_that_can_mend_it() {
        let without_old = UpdatePhoneRequest::judge(&fields(), PhoneCheck::Mobile).unwrap();
        let with_old = UpdatePhoneRequest::judge(&with_old("+86", "13900000000", "4321"), PhoneCheck::Mobile).unwrap();
        assert_eq!(without_old.field_of(ErrorCode::PhoneTaken), Some(Field::NewPhoneNumber));
        assert_eq!(
            without_old.field_of(ErrorCode::PassCodeWrong),
            Some(Field::NewPhonePassCode)
        );
        assert_eq!(with_old.field_of(ErrorCode::PassCodeWrong), None);
        assert_eq!(
            with_old.field_of(ErrorCode::OldPhoneMismatch),
            Some(Field::OldPhoneNumber)
        );
    }

    #[test]
    fn the_secrets_of_a_request_are_its_codes_and_numbers() {
        let request = UpdatePhoneRequest::judge(&with_old("+86", "13900000000", "4321"), PhoneCheck::Mobile).unwrap();
        assert_eq!(request.secrets(), ["18812345678", "13900000000", "1234", "4321"]);
        assert!(!format!("{request:?}").contains("4321"));
    }
}
