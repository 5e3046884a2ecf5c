//! How strictly a number is judged before anything is sent.

use super::named::named;
use super::{ErrorCode, Failure, Field};
use crate::phone::{PhoneNumberType, Recipient};

named! {
    /// What a new number must be.
    pub enum PhoneCheck {
        /// Valid, and of a type that can receive SMS.
        Mobile "mobile"
        /// Valid, of any type.
        Valid "valid"
        /// Of a length that fits; for applications that outlive their metadata.
        Possible "possible"
    }
}

/// Types that are known to receive no SMS. A number whose type is not known is not held back.
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

/// Refuses a number that does not meet the check. `field` is the argument it came in.
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
