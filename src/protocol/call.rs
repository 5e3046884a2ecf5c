//! From a call to what the body of its request says.

use super::named::named;
use super::text::{SEPARATOR, concat};
use super::{ErrorCode, Field, Secret, SmsChannel, UpdatePhoneRequest};
use crate::phone::Recipient;

named! {
    /// One of the service's operations that this package calls, by the last segment of its path.
    pub enum Operation {
        /// Sends a pass code.
        SendSms "send-sms"
        /// 发起修改手机号的验证请求
        VerifyUpdatePhoneRequest "verify-update-phone-request"
        /// 修改手机号
        UpdatePhone "update-phone"
        /// Reads the signed-in user.
        GetProfile "get-profile"
    }
}

impl Operation {
    /// Whether it is called for something that the answer brings: the update token, the user.
    pub fn brings(self) -> bool {
        matches!(self, Self::VerifyUpdatePhoneRequest | Self::GetProfile)
    }
}

/// An operation with what it sends: read, judged, and ready to be sent.
#[derive(Debug)]
pub enum Call {
    /// [`Operation::SendSms`]
    SendSms {
        /// One of the service's channels.
        channel: SmsChannel,
        /// Where the code goes.
        phone: Recipient,
    },
    /// [`Operation::VerifyUpdatePhoneRequest`]
    VerifyUpdatePhoneRequest(Box<UpdatePhoneRequest>),
    /// [`Operation::UpdatePhone`]
    UpdatePhone {
        /// The single-use token.
        token: Secret,
        /// The number that it makes the user's, in E.164, where the caller says so.
        new_phone: Option<String>,
    },
    /// [`Operation::GetProfile`], which has no body.
    GetProfile,
}

impl Call {
    /// The operation without its content.
    pub fn operation(&self) -> Operation {
        match self {
            Self::SendSms { .. } => Operation::SendSms,
            Self::VerifyUpdatePhoneRequest(_) => Operation::VerifyUpdatePhoneRequest,
            Self::UpdatePhone { .. } => Operation::UpdatePhone,
            Self::GetProfile => Operation::GetProfile,
        }
    }

    /// What its body says, texts with U+0000 between them: country codes with their `+`, numbers without country code and separators
    /// **\[S\]\[A\]**.
    ///
    /// - `send-sms`: channel, number, country code;
    /// - `verify-update-phone-request`: the six fields of the API, of which those of the old phone are empty where there is none;
    /// - `update-phone`: the token;
    /// - `get-profile` has no body.
    pub fn texts(&self) -> String {
        match self {
            Self::SendSms { channel, phone } => {
                concat(&[channel.as_str(), SEPARATOR, &phone.national_number, SEPARATOR, &phone.country_code])
            }
            Self::VerifyUpdatePhoneRequest(request) => request.texts(),
            Self::UpdatePhone { token, .. } => token.expose().to_owned(),
            Self::GetProfile => String::new(),
        }
    }

    /// What must not be repeated to anybody, should the service repeat it. A longer one comes before one that may be a part of it.
    pub fn secrets(&self) -> Vec<&str> {
        match self {
            Self::SendSms { phone, .. } => vec![&phone.national_number],
            Self::VerifyUpdatePhoneRequest(request) => request.secrets(),
            Self::UpdatePhone { token, .. } => vec![token.expose()],
            Self::GetProfile => vec![],
        }
    }

    /// The argument that a refusal of the service is about.
    pub fn field_of(&self, refusal: ErrorCode) -> Option<Field> {
        match (self, refusal) {
            (Self::SendSms { .. }, ErrorCode::PhoneInvalid) => Some(Field::Phone),
            (Self::VerifyUpdatePhoneRequest(request), _) => request.field_of(refusal),
            (Self::UpdatePhone { .. }, ErrorCode::UpdateTokenRejected) => Some(Field::UpdatePhoneToken),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::PhoneInput;
    use crate::protocol::{PhoneCheck, Purpose};

    fn send() -> Call {
        let phone = Recipient::read(PhoneInput::Text("+86 188 1234 5678"));
        Call::SendSms { channel: SmsChannel::of_purpose(Purpose::New), phone }
    }

    fn update() -> Call {
        Call::UpdatePhone { token: Secret::new("t"), new_phone: None }
    }

    #[test]
    fn a_call_says_what_its_body_says() {
        assert_eq!(send().texts(), "CHANNEL_BIND_PHONE\x0018812345678\0+86");
        assert_eq!(update().texts(), "t");
        assert_eq!(Call::GetProfile.texts(), "");
    }

    #[test]
    fn an_operation_says_whether_it_brings_something() {
        let brings: Vec<bool> = Operation::ALL.iter().map(|operation| operation.brings()).collect();
        assert_eq!(brings, [false, true, false, true]);
    }

    #[test]
    fn a_refusal_is_about_the_argument_that_it_can_be_about() {
        assert_eq!(send().field_of(ErrorCode::PhoneInvalid), Some(Field::Phone));
        assert_eq!(send().field_of(ErrorCode::SmsQuota), None);
        assert_eq!(update().field_of(ErrorCode::UpdateTokenRejected), Some(Field::UpdatePhoneToken));
        assert_eq!(update().field_of(ErrorCode::PhoneInvalid), None);
        let request = UpdatePhoneRequest::judge(PhoneCheck::Mobile, ["+86", "18812345678", "1234"], [""; 3]).unwrap();
        let verify = Call::VerifyUpdatePhoneRequest(Box::new(request));
        assert_eq!(verify.field_of(ErrorCode::PassCodeWrong), Some(Field::NewPhonePassCode));
        assert_eq!(Call::GetProfile.field_of(ErrorCode::NotSignedIn), None);
    }
}
