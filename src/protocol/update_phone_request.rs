//! The request for a change, judged before anything is sent.

use super::text::{SEPARATOR, concat};
use super::{ErrorCode, Failure, Field, PassCode, PhoneCheck, judge_phone};
use crate::phone::{PhoneInput, PhoneIssue, Recipient};

/// A number together with the code that it received.
#[derive(Debug)]
struct ProvedPhone {
    phone: Recipient,
    pass_code: PassCode,
}

impl ProvedPhone {
    fn texts(&self) -> String {
        let Self { phone, pass_code } = self;
        let (code, number) = (&phone.country_code, &phone.national_number);
        concat(&[code, SEPARATOR, number, SEPARATOR, pass_code.expose(), SEPARATOR])
    }
}

/// A request that is worth sending.
#[derive(Debug)]
pub struct UpdatePhoneRequest {
    new: ProvedPhone,
    old: Option<ProvedPhone>,
}

impl UpdatePhoneRequest {
    /// Judges country code, number and pass code of the new phone and of the old one, in the order in which a person fills them in; the
    /// first that cannot be used is named. An empty text is a missing one. The old number, which the account has already, only needs
    /// to be possible.
    pub fn judge(check: PhoneCheck, new: [&str; 3], old: [&str; 3]) -> Result<Self, Failure> {
        let new = prove(new, NEW, check)?;
        let has_old = old.iter().any(|text| !text.is_empty());
        let old = if has_old { Some(prove(old, OLD, PhoneCheck::Possible)?) } else { None };
        if old.as_ref().is_some_and(|old| old.phone.e164 == new.phone.e164) {
            return Err(Failure::local(ErrorCode::PhoneSameAsOld).at(Field::NewPhoneNumber));
        }
        Ok(Self { new, old })
    }

    /// The six fields of the API, with U+0000 between them. The country code is always sent: one source calls it required, the other
    /// optional **\[S\]\[A\]**.
    pub fn texts(&self) -> String {
        let mut texts = self.new.texts();
        if let Some(old) = &self.old {
            texts.push_str(&old.texts());
        }
        texts
    }

    /// Numbers in E.164 with their codes, and the arguments in which these came.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &str, Field)> {
        let halves = [(Some(&self.new), Field::NewPhonePassCode), (self.old.as_ref(), Field::OldPhonePassCode)];
        halves.into_iter().filter_map(|(proved, field)| {
            let ProvedPhone { phone, pass_code } = proved?;
            Some((phone.e164.as_str(), pass_code.expose(), field))
        })
    }

    /// The new number in E.164.
    pub fn new_phone(&self) -> &str {
        &self.new.phone.e164
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
        secrets.extend(proved.into_iter().flatten().map(|proved| proved.phone.national_number.as_str()));
        secrets.extend(proved.into_iter().flatten().map(|proved| proved.pass_code.expose()));
        secrets
    }
}

/// Country code, number and pass code of one of the two phones.
type Half = [Field; 3];
const NEW: Half = [Field::NewPhoneCountryCode, Field::NewPhoneNumber, Field::NewPhonePassCode];
const OLD: Half = [Field::OldPhoneCountryCode, Field::OldPhoneNumber, Field::OldPhonePassCode];

/// All three parts, a number that passes, a code of the right form.
fn prove(texts: [&str; 3], half: Half, check: PhoneCheck) -> Result<ProvedPhone, Failure> {
    if let Some((_, missing)) = texts.iter().zip(half).find(|(text, _)| text.is_empty()) {
        return Err(Failure::local(ErrorCode::InvalidArgument).at(missing));
    }
    let [country_code, number, pass_code] = texts;
    let [country_code_field, number_field, pass_code_field] = half;
    let phone = Recipient::read(PhoneInput::InCountry { country_code, number });
    // It is the country code that has to be mended when there is no such code.
    let is_elsewhere = phone.issue == Some(PhoneIssue::InvalidCountryCode);
    judge_phone(&phone, check, if is_elsewhere { country_code_field } else { number_field })?;
    let pass_code =
        PassCode::parse(pass_code).ok_or_else(|| Failure::local(ErrorCode::PassCodeFormat).at(pass_code_field))?;
    Ok(ProvedPhone { phone, pass_code })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The API's names and what stands there.
    type Fields = Vec<(Field, &'static str)>;

    fn fields() -> Fields {
        vec![
            (Field::NewPhoneCountryCode, "86"),
            (Field::NewPhoneNumber, "188 1234 5678"),
            (Field::NewPhonePassCode, "１２３４"),
        ]
    }

    fn with(field: Field, text: &'static str) -> Fields {
        // The first one that has the name counts.
        [vec![(field, text)], fields()].concat()
    }

    fn with_old(country_code: &'static str, number: &'static str, pass_code: &'static str) -> Fields {
        let old = vec![
            (Field::OldPhoneCountryCode, country_code),
            (Field::OldPhoneNumber, number),
            (Field::OldPhonePassCode, pass_code),
        ];
        [fields(), old].concat()
    }

    fn judge(fields: &Fields) -> Result<UpdatePhoneRequest, Failure> {
        let typed = |field| fields.iter().find(|(name, _)| *name == field).map_or("", |(_, text)| text);
        UpdatePhoneRequest::judge(PhoneCheck::Mobile, NEW.map(typed), OLD.map(typed))
    }

    fn refused(fields: &Fields) -> (ErrorCode, Option<Field>) {
        let failure = judge(fields).unwrap_err();
        (failure.code, failure.field)
    }

    #[test]
    fn numbers_and_codes_are_normalised() {
        let request = judge(&with_old("+86", "139-0000-0000", "4321")).unwrap();
        assert_eq!(request.texts(), "+86\x0018812345678\x001234\0+86\x0013900000000\x004321\0");
    }

    #[test]
    fn the_old_phone_is_sent_only_when_there_is_one() {
        assert_eq!(judge(&fields()).unwrap().texts(), "+86\x0018812345678\x001234\0");
    }

    #[test]
    fn what_is_missing_is_named() {
        let incomplete = with(Field::NewPhonePassCode, "");
        assert_eq!(refused(&incomplete), (ErrorCode::InvalidArgument, Some(Field::NewPhonePassCode)));
        assert_eq!(refused(&with_old("+86", "", "4321")), (ErrorCode::InvalidArgument, Some(Field::OldPhoneNumber)));
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
        assert!(judge(&with_old("", "", "")).is_ok());
    }

    #[test]
    fn new_and_old_must_differ_however_they_are_written() {
        let same = with_old("0086", "1881 2345 678", "4321");
        assert_eq!(refused(&same), (ErrorCode::PhoneSameAsOld, Some(Field::NewPhoneNumber)));
    }

    #[test]
    fn an_unusable_number_says_why_and_where() {
        let failure = judge(&with(Field::NewPhoneNumber, "188")).unwrap_err();
        assert_eq!((failure.code, failure.issue), (ErrorCode::PhoneInvalid, Some(PhoneIssue::TooShort)));

        let nowhere = with(Field::NewPhoneCountryCode, "+999");
        assert_eq!(refused(&nowhere), (ErrorCode::PhoneInvalid, Some(Field::NewPhoneCountryCode)));
    }

    #[test]
    fn a_malformed_code_is_refused() {
        let request = with(Field::NewPhonePassCode, "12");
        assert_eq!(refused(&request), (ErrorCode::PassCodeFormat, Some(Field::NewPhonePassCode)));
    }

    #[test]
    fn a_refusal_is_about_the_field_that_can_mend_it() {
        let without_old = judge(&fields()).unwrap();
        let with_old = judge(&with_old("+86", "13900000000", "4321")).unwrap();
        assert_eq!(without_old.field_of(ErrorCode::PhoneTaken), Some(Field::NewPhoneNumber));
        assert_eq!(without_old.field_of(ErrorCode::PassCodeWrong), Some(Field::NewPhonePassCode));
        assert_eq!(with_old.field_of(ErrorCode::PassCodeWrong), None);
        assert_eq!(with_old.field_of(ErrorCode::OldPhoneMismatch), Some(Field::OldPhoneNumber));
    }

    #[test]
    fn the_secrets_of_a_request_are_its_codes_and_numbers() {
        let request = judge(&with_old("+86", "13900000000", "4321")).unwrap();
        assert_eq!(request.secrets(), ["18812345678", "13900000000", "1234", "4321"]);
        assert!(!format!("{request:?}").contains("4321"));
    }
}
