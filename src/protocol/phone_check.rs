//! The check of a phone number before anything is sent.

use super::{ErrorCode, Failure, Field};
use crate::named::named;
use crate::phone::{PhoneNumberType, Recipient};

named! {
    /// What a new number must be.
    pub enum PhoneCheck {
        /// Valid, and of a type that can receive SMS.
        Mobile "mobile"
        /// Valid, of any type.
        Valid "valid"
        /// Of a possible length; for applications whose metadata may be old.
        Possible "possible"
    }
}

/// Whether numbers of a type are known not to receive SMS. A number of unknown type is not refused.
fn cannot_receive_sms(number_type: PhoneNumberType) -> bool {
    matches!(
        number_type,
        PhoneNumberType::FixedLine
            | PhoneNumberType::TollFree
            | PhoneNumberType::PremiumRate
            | PhoneNumberType::SharedCost
            | PhoneNumberType::Pager
            | PhoneNumberType::Uan
            | PhoneNumberType::Voicemail
    )
}

/// Refuses a number that does not pass the check. `field` is the argument that it came in.
pub fn judge_phone(phone: &Recipient, check: PhoneCheck, field: Field) -> Result<(), Failure> {
    let code = if !phone.is_possible || (check != PhoneCheck::Possible && phone.issue.is_some()) {
        ErrorCode::PhoneInvalid
    } else if check == PhoneCheck::Mobile && cannot_receive_sms(phone.number_type) {
        ErrorCode::PhoneNotMobile
    } else {
        return Ok(());
    };
    let mut failure = Failure::local(code).at(field);
    failure.issue = phone.issue;
    Err(failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::PhoneInput;

    /// What the three checks say of a number, from the strictest.
    fn verdicts(number: &str) -> [Option<ErrorCode>; 3] {
        let phone = Recipient::read(PhoneInput::Text(number));
        [PhoneCheck::Mobile, PhoneCheck::Valid, PhoneCheck::Possible]
            .map(|check| judge_phone(&phone, check, Field::Phone).err().map(|failure| failure.code))
    }

    #[test]
    fn each_check_lets_through_what_it_says() {
        let (invalid, not_mobile) = (Some(ErrorCode::PhoneInvalid), Some(ErrorCode::PhoneNotMobile));
        assert_eq!(verdicts("+86 188 1234 5678"), [None, None, None]);
        // In Beijing, and in the United States, where a number does not tell.
        assert_eq!(verdicts("+86 10 6554 2000"), [not_mobile, None, None]);
        assert_eq!(verdicts("+1 650 253 0000"), [None, None, None]);
        // Toll-free, and of a length that fits in a range that nobody has.
        assert_eq!(verdicts("+1 800 234 5678"), [not_mobile, None, None]);
        assert_eq!(verdicts("+86 110 0000 0000"), [invalid, invalid, None]);
        assert_eq!(verdicts("+86 188"), [invalid, invalid, invalid]);
        assert_eq!(verdicts(""), [invalid, invalid, invalid]);
    }

    #[test]
    fn a_refusal_says_where_and_why() {
        let phone = Recipient::read(PhoneInput::Text("+86 188"));
        let failure = judge_phone(&phone, PhoneCheck::Possible, Field::NewPhoneNumber).unwrap_err();
        assert_eq!((failure.field, failure.issue), (Some(Field::NewPhoneNumber), phone.issue));
        assert!(phone.issue.is_some());
    }
}
