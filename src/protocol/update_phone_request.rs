//! The request of `verify-update-phone-request`, judged before anything is sent.

use super::{ErrorCode, Failure, Field, PassCode, PhoneCheck, TextMembers, judge_phone};
use crate::phone::{PhoneInput, PhoneIssue, Recipient};

/// One of the two phones of a request, as handed in. `None`: the calling program left the field out. Blank: a person left it empty.
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

/// A number with the code that was sent to it.
#[derive(Debug)]
struct PhoneWithCode {
    phone: Recipient,
    pass_code: PassCode,
}

impl PhoneWithCode {
    /// Country code, national number and pass code.
    fn texts(&self) -> [&str; 3] {
        [&self.phone.country_code, &self.phone.national_number, self.pass_code.expose()]
    }
}

/// A request whose numbers and codes have passed all checks.
#[derive(Debug)]
pub struct UpdatePhoneRequest {
    new: PhoneWithCode,
    old: Option<PhoneWithCode>,
}

impl UpdatePhoneRequest {
    /// Judges country code, number and pass code of the new phone, then of the old one; the failure names the first field that cannot be
    /// used. The old number only has to be possible, since the account has it already. Without a country code it is one of mainland China,
    /// as for the API **\[A\]**.
    ///
    /// Fails with [`ErrorCode::InvalidArgument`] if a field is missing, and with [`ErrorCode::PhoneInvalid`] or
    /// [`ErrorCode::PassCodeFormat`] if it is blank. An old phone whose fields are all missing or blank is no old phone.
    pub fn judge(check: PhoneCheck, new: PhoneEntry<'_>, old: PhoneEntry<'_>) -> Result<Self, Failure> {
        let new = judge_entry(new, &NEW, check)?;
        let old = if old.is_blank() {
            None
        } else {
            let country_code = old.country_code.or(Some(DEFAULT_COUNTRY_CODE));
            Some(judge_entry(PhoneEntry { country_code, ..old }, &OLD, PhoneCheck::Possible)?)
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
        phones.into_iter().filter_map(|(phone, fields)| Some(fields.into_iter().zip(phone?.texts()))).flatten()
    }

    /// The member `phonePassCodePayload` of the body.
    pub fn members(&self) -> TextMembers<'_> {
        let mut members = TextMembers::default();
        self.fields().for_each(|(field, text)| members.add(field.as_str(), text));
        members
    }

    /// The texts that make two requests equal.
    pub fn texts(&self) -> Vec<&str> {
        self.fields().map(|(_, text)| text).collect()
    }

    /// Each number in E.164 with its code and the code's field.
    pub fn codes(&self) -> impl Iterator<Item = (&str, &str, Field)> {
        let phones = [(Some(&self.new), Field::NewPhonePassCode), (self.old.as_ref(), Field::OldPhonePassCode)];
        phones.into_iter().filter_map(|(entry, field)| {
            let PhoneWithCode { phone, pass_code } = entry?;
            Some((phone.e164.as_str(), pass_code.expose(), field))
        })
    }

    /// The new number in E.164.
    pub fn new_phone(&self) -> &str {
        &self.new.phone.e164
    }

    /// The argument that a refusal of the service is about. `None` for a wrong code if there are two: the service does not say which.
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

    /// The texts to mask in the service's message. Numbers first: a code may be a part of one, and masking it would leave the rest.
    pub fn secrets(&self) -> Vec<&str> {
        let entries = [Some(&self.new), self.old.as_ref()];
        let mut secrets = Vec::with_capacity(4);
        secrets.extend(entries.into_iter().flatten().map(|entry| entry.phone.national_number.as_str()));
        secrets.extend(entries.into_iter().flatten().map(|entry| entry.pass_code.expose()));
        secrets
    }
}

/// The country code that the API assumes where there is none **\[A\]**.
pub const DEFAULT_COUNTRY_CODE: &str = "+86";

/// The fields of a phone: country code, number and pass code.
type PhoneFields = [Field; 3];
const NEW: PhoneFields = [Field::NewPhoneCountryCode, Field::NewPhoneNumber, Field::NewPhonePassCode];
const OLD: PhoneFields = [Field::OldPhoneCountryCode, Field::OldPhoneNumber, Field::OldPhonePassCode];

/// Judges one of the two phones.
fn judge_entry(entry: PhoneEntry<'_>, fields: &PhoneFields, check: PhoneCheck) -> Result<PhoneWithCode, Failure> {
    let [country_code_field, number_field, pass_code_field] = *fields;
    let present = |text: Option<_>, field| text.ok_or_else(|| Failure::invalid_argument(field));
    let country_code = present(entry.country_code, country_code_field)?;
    let number = present(entry.number, number_field)?;
    let pass_code = present(entry.pass_code, pass_code_field)?;

    let mut phone = Recipient::read(PhoneInput::InCountry { country_code, number });
    // The failure names the country code if that is what has to be corrected.
    let is_country_code_at_fault = phone.issue == Some(PhoneIssue::InvalidCountryCode);
    if is_country_code_at_fault && is_blank(country_code) {
        phone.issue = Some(PhoneIssue::Empty);
    }
    judge_phone(&phone, check, if is_country_code_at_fault { country_code_field } else { number_field })?;
    let pass_code =
        PassCode::parse(pass_code).ok_or_else(|| Failure::local(ErrorCode::PassCodeFormat).at(pass_code_field))?;
    Ok(PhoneWithCode { phone, pass_code })
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
    fn a_missing_field_is_an_invalid_argument() {
        assert_eq!(refused(NONE, NONE), missing(Field::NewPhoneCountryCode));
        assert_eq!(refused(PhoneEntry { number: None, ..GOOD }, NONE), missing(Field::NewPhoneNumber));
        assert_eq!(refused(PhoneEntry { pass_code: None, ..GOOD }, NONE), missing(Field::NewPhonePassCode));
        // A code without its number.
        assert_eq!(refused(GOOD, PhoneEntry { pass_code: Some("4321"), ..NONE }), missing(Field::OldPhoneNumber));
        let number = PhoneEntry { number: Some("13900000000"), ..NONE };
        assert_eq!(refused(GOOD, number), missing(Field::OldPhonePassCode));
    }

    #[test]
    fn a_blank_field_is_an_invalid_phone_or_a_malformed_code() {
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
        // An international number contains its country code.
        assert!(judge(PhoneEntry { country_code: Some(""), number: Some("+8618812345678"), ..GOOD }, NONE).is_ok());
    }

    #[test]
    fn an_old_number_without_a_country_code_is_of_mainland_china() {
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
    fn a_refusal_names_the_field_to_correct() {
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
