//! The request for a change, judged before anything is sent.

use super::{ErrorCode, Failure, Field, PassCode, PhoneCheck, TextMembers, judge_phone};
use crate::phone::{PhoneInput, PhoneIssue, Recipient};

/// One of the two phones of a request, as it is handed in. What is `None` the calling program left out; what is blank a person left
/// empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct PhoneEntry<'a> {
    /// `+86`.
    pub country_code: Option<&'a str>,
    /// The national number.
    pub number: Option<&'a str>,
    /// The code that the number received.
    pub pass_code: Option<&'a str>,
}

impl PhoneEntry<'_> {
    /// Whether nothing was entered.
    fn is_blank(&self) -> bool {
        [self.country_code, self.number, self.pass_code].into_iter().flatten().all(is_blank)
    }
}

fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// A number together with the code that it received.
#[derive(Debug)]
struct ProvedPhone {
    phone: Recipient,
    pass_code: PassCode,
}

impl ProvedPhone {
    /// Country code, national number and pass code.
    fn texts(&self) -> [&str; 3] {
        [&self.phone.country_code, &self.phone.national_number, self.pass_code.expose()]
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
    /// first that cannot be used is named. The old number, which the account has already, only needs to be possible; without a country
    /// code it is one of mainland China, as the API reads it **\[A\]**.
    ///
    /// What was left out is [`ErrorCode::InvalidArgument`]; what was left empty is [`ErrorCode::PhoneInvalid`] or
    /// [`ErrorCode::PassCodeFormat`], except where the whole old phone was left empty: then there is none.
    pub fn judge(check: PhoneCheck, new: PhoneEntry<'_>, old: PhoneEntry<'_>) -> Result<Self, Failure> {
        let new = prove(new, &NEW, check)?;
        let old = if old.is_blank() {
            None
        } else {
            let country_code = old.country_code.or(Some(DEFAULT_COUNTRY_CODE));
            Some(prove(PhoneEntry { country_code, ..old }, &OLD, PhoneCheck::Possible)?)
        };
        if old.as_ref().is_some_and(|old| old.phone.e164 == new.phone.e164) {
            return Err(Failure::local(ErrorCode::PhoneSameAsOld).at(Field::NewPhoneNumber));
        }
        Ok(Self { new, old })
    }

    /// The fields of the API with their texts. The country code is always sent: one source calls it required, the other optional
    /// **\[S\]\[A\]**.
    fn fields(&self) -> impl Iterator<Item = (Field, &str)> {
        let phones = [(Some(&self.new), NEW), (self.old.as_ref(), OLD)];
        phones.into_iter().filter_map(|(proved, fields)| Some(fields.into_iter().zip(proved?.texts()))).flatten()
    }

    /// The member `phonePassCodePayload` of the body.
    pub fn members(&self) -> TextMembers<'_> {
        let mut members = TextMembers::default();
        self.fields().for_each(|(field, text)| members.add(field.as_str(), text));
        members
    }

    /// What makes two requests the same one.
    pub fn texts(&self) -> Vec<&str> {
        self.fields().map(|(_, text)| text).collect()
    }

    /// Numbers in E.164 with their codes, and the arguments in which these came.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &str, Field)> {
        let phones = [(Some(&self.new), Field::NewPhonePassCode), (self.old.as_ref(), Field::OldPhonePassCode)];
        phones.into_iter().filter_map(|(proved, field)| {
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

/// What the API assumes of a number without a country code **\[A\]**.
pub const DEFAULT_COUNTRY_CODE: &str = "+86";

/// The fields of a phone: country code, number and pass code.
type PhoneFields = [Field; 3];
const NEW: PhoneFields = [Field::NewPhoneCountryCode, Field::NewPhoneNumber, Field::NewPhonePassCode];
const OLD: PhoneFields = [Field::OldPhoneCountryCode, Field::OldPhoneNumber, Field::OldPhonePassCode];

/// All three parts, a number that passes, a code of the right form.
fn prove(entry: PhoneEntry<'_>, fields: &PhoneFields, check: PhoneCheck) -> Result<ProvedPhone, Failure> {
    let [country_code_field, number_field, pass_code_field] = *fields;
    let present = |text: Option<_>, field| text.ok_or_else(|| Failure::invalid_argument(field));
    let country_code = present(entry.country_code, country_code_field)?;
    let number = present(entry.number, number_field)?;
    let pass_code = present(entry.pass_code, pass_code_field)?;

    let mut phone = Recipient::read(PhoneInput::InCountry { country_code, number });
    // It is the country code that has to be mended when there is no such code.
    let is_country_code_at_fault = phone.issue == Some(PhoneIssue::InvalidCountryCode);
    if is_country_code_at_fault && is_blank(country_code) {
        phone.issue = Some(PhoneIssue::Empty);
    }
    judge_phone(&phone, check, if is_country_code_at_fault { country_code_field } else { number_field })?;
    let pass_code =
        PassCode::parse(pass_code).ok_or_else(|| Failure::local(ErrorCode::PassCodeFormat).at(pass_code_field))?;
    Ok(ProvedPhone { phone, pass_code })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: PhoneEntry<'_> =
        PhoneEntry { country_code: Some("86"), number: Some("188 1234 5678"), pass_code: Some("１２３４") };
    const NONE: PhoneEntry<'_> = PhoneEntry { country_code: None, number: None, pass_code: None };

    fn old<'a>(country_code: &'a str, number: &'a str, pass_code: &'a str) -> PhoneEntry<'a> {
        PhoneEntry { country_code: Some(country_code), number: Some(number), pass_code: Some(pass_code) }
    }

    fn judge(new: PhoneEntry<'_>, old: PhoneEntry<'_>) -> Result<UpdatePhoneRequest, Failure> {
        UpdatePhoneRequest::judge(PhoneCheck::Mobile, new, old)
    }

    type Refusal = (ErrorCode, Option<Field>, Option<PhoneIssue>);

    fn refused(new: PhoneEntry<'_>, old: PhoneEntry<'_>) -> Refusal {
        let failure = judge(new, old).unwrap_err();
        (failure.code, failure.field, failure.issue)
    }

    fn missing(field: Field) -> Refusal {
        (ErrorCode::InvalidArgument, Some(field), None)
    }

    #[test]
    fn numbers_and_codes_are_normalised() {
        let request = judge(GOOD, old("+86", "139-0000-0000", "4321")).unwrap();
        assert_eq!(request.texts(), ["+86", "18812345678", "1234", "+86", "13900000000", "4321"]);
    }

    #[test]
    fn the_old_phone_is_sent_only_when_there_is_one() {
        for none in [NONE, old("", "", ""), old(" ", "\u{3000}", ""), PhoneEntry { number: Some(""), ..NONE }] {
            assert_eq!(judge(GOOD, none).unwrap().texts(), ["+86", "18812345678", "1234"], "{none:?}");
        }
    }

    #[test]
    fn what_the_program_left_out_is_named() {
        assert_eq!(refused(NONE, NONE), missing(Field::NewPhoneCountryCode));
        assert_eq!(refused(PhoneEntry { number: None, ..GOOD }, NONE), missing(Field::NewPhoneNumber));
        assert_eq!(refused(PhoneEntry { pass_code: None, ..GOOD }, NONE), missing(Field::NewPhonePassCode));
        // A code without its number.
        assert_eq!(refused(GOOD, PhoneEntry { pass_code: Some("4321"), ..NONE }), missing(Field::OldPhoneNumber));
        let number = PhoneEntry { number: Some("13900000000"), ..NONE };
        assert_eq!(refused(GOOD, number), missing(Field::OldPhonePassCode));
    }

    #[test]
    fn what_a_person_left_empty_is_theirs_to_fill_in() {
        let empty = |field| (ErrorCode::PhoneInvalid, Some(field), Some(PhoneIssue::Empty));
        let no_code = |field| (ErrorCode::PassCodeFormat, Some(field), None);
        for blank in ["", "  ", "\u{3000}"] {
            assert_eq!(
                refused(PhoneEntry { country_code: Some(blank), ..GOOD }, NONE),
                empty(Field::NewPhoneCountryCode)
            );
            assert_eq!(refused(PhoneEntry { number: Some(blank), ..GOOD }, NONE), empty(Field::NewPhoneNumber));
            assert_eq!(refused(PhoneEntry { pass_code: Some(blank), ..GOOD }, NONE), no_code(Field::NewPhonePassCode));
            assert_eq!(refused(GOOD, old("+86", blank, "4321")), empty(Field::OldPhoneNumber));
            assert_eq!(refused(GOOD, old(blank, "13900000000", "4321")), empty(Field::OldPhoneCountryCode));
            assert_eq!(refused(GOOD, old("+86", "13900000000", blank)), no_code(Field::OldPhonePassCode));
        }
        // An international number says its country code itself.
        assert!(judge(PhoneEntry { country_code: Some(""), number: Some("+8618812345678"), ..GOOD }, NONE).is_ok());
    }

    #[test]
    fn an_old_number_without_a_country_code_is_chinese() {
        let request = judge(GOOD, PhoneEntry { country_code: None, ..old("", "13900000000", "4321") }).unwrap();
        assert_eq!(request.texts().get(3..), Some(["+86", "13900000000", "4321"].as_slice()));
    }

    #[test]
    fn new_and_old_must_differ_however_they_are_written() {
        let same = old("0086", "1881 2345 678", "4321");
        assert_eq!(refused(GOOD, same), (ErrorCode::PhoneSameAsOld, Some(Field::NewPhoneNumber), None));
    }

    #[test]
    fn an_unusable_number_says_why_and_where() {
        let short = refused(PhoneEntry { number: Some("188"), ..GOOD }, NONE);
        assert_eq!(short, (ErrorCode::PhoneInvalid, Some(Field::NewPhoneNumber), Some(PhoneIssue::TooShort)));
        let nowhere = refused(PhoneEntry { country_code: Some("+999"), ..GOOD }, NONE);
        let expected =
            (ErrorCode::PhoneInvalid, Some(Field::NewPhoneCountryCode), Some(PhoneIssue::InvalidCountryCode));
        assert_eq!(nowhere, expected);
    }

    #[test]
    fn a_malformed_code_is_refused() {
        let refusal = refused(PhoneEntry { pass_code: Some("12"), ..GOOD }, NONE);
        assert_eq!(refusal, (ErrorCode::PassCodeFormat, Some(Field::NewPhonePassCode), None));
    }

    #[test]
    fn a_refusal_is_about_the_field_that_can_mend_it() {
        let without_old = judge(GOOD, NONE).unwrap();
        let with_old = judge(GOOD, old("+86", "13900000000", "4321")).unwrap();
        assert_eq!(without_old.field_of(ErrorCode::PhoneTaken), Some(Field::NewPhoneNumber));
        assert_eq!(without_old.field_of(ErrorCode::PassCodeWrong), Some(Field::NewPhonePassCode));
        assert_eq!(with_old.field_of(ErrorCode::PassCodeWrong), None);
        assert_eq!(with_old.field_of(ErrorCode::OldPhoneMismatch), Some(Field::OldPhoneNumber));
    }

    #[test]
    fn the_secrets_of_a_request_are_its_codes_and_numbers() {
        let request = judge(GOOD, old("+86", "13900000000", "4321")).unwrap();
        assert_eq!(request.secrets(), ["18812345678", "13900000000", "1234", "4321"]);
        assert!(!format!("{request:?}").contains("4321"));
    }
}
