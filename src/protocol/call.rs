//! From a call to the body of its request.

use super::{ErrorCode, Field, Secret, SmsChannel, TextMembers, UpdatePhoneRequest};
use crate::named::named;
use crate::phone::Recipient;
use serde::Serialize;

named! {
    /// One of the service's operations that this package calls, by the last segment of its path.
    pub enum Operation {
        /// Sends a pass code by SMS.
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
    /// The path on the application's host.
    pub fn path(self) -> String {
        ["/api/v3/", self.as_str()].concat()
    }

    /// Whether it changes nothing: a `GET` without a body. The others are `POST`.
    pub fn is_read(self) -> bool {
        self == Self::GetProfile
    }

    /// Whether the service refuses it without an access token. It takes `send-sms` either way **\[K\]**.
    pub fn needs_access_token(self) -> bool {
        self != Self::SendSms
    }
}

/// An operation with its arguments, read and judged.
#[derive(Debug)]
pub enum Call {
    /// [`Operation::SendSms`]
    SendSms {
        /// One of the service's channels.
        channel: SmsChannel,
        /// The number that the code is sent to.
        phone: Recipient,
    },
    /// [`Operation::VerifyUpdatePhoneRequest`]
    VerifyUpdatePhoneRequest(Box<UpdatePhoneRequest>),
    /// [`Operation::UpdatePhone`]
    UpdatePhone {
        /// The single-use token.
        token: Secret,
        /// The number that it changes to, in E.164, if the caller names it.
        new_phone: Option<String>,
    },
    /// [`Operation::GetProfile`], which has no body.
    GetProfile,
}

/// The body of a request, as the service documents it: country codes with their `+`, numbers without country code and separators
/// **\[S\]\[A\]**.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Payload<'a> {
    /// Of [`Call::SendSms`] and [`Call::UpdatePhone`].
    Texts(TextMembers<'a>),
    /// Of [`Call::VerifyUpdatePhoneRequest`].
    #[serde(rename_all = "camelCase")]
    Verification {
        /// Always `PHONE_PASSCODE`.
        verify_method: &'static str,
        /// The six fields of the API, or the three of the new phone.
        phone_pass_code_payload: TextMembers<'a>,
    },
}

impl Call {
    /// The operation without its arguments.
    pub fn operation(&self) -> Operation {
        match self {
            Self::SendSms { .. } => Operation::SendSms,
            Self::VerifyUpdatePhoneRequest(_) => Operation::VerifyUpdatePhoneRequest,
            Self::UpdatePhone { .. } => Operation::UpdatePhone,
            Self::GetProfile => Operation::GetProfile,
        }
    }

    /// The body of its request; `None` for one that reads.
    pub fn payload(&self) -> Option<Payload<'_>> {
        let mut texts = TextMembers::default();
        match self {
            Self::SendSms { channel, phone } => {
                texts.add("channel", channel.as_str());
                texts.add("phoneNumber", &phone.national_number);
                texts.add("phoneCountryCode", &phone.country_code);
            }
            Self::VerifyUpdatePhoneRequest(request) => {
                let phone_pass_code_payload = request.members();
                return Some(Payload::Verification { verify_method: "PHONE_PASSCODE", phone_pass_code_payload });
            }
            Self::UpdatePhone { token, .. } => texts.add(Field::UpdatePhoneToken.as_str(), token.expose()),
            Self::GetProfile => return None,
        }
        Some(Payload::Texts(texts))
    }

    /// The texts to mask in the service's message. A text comes before another that may be a part of it.
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
    use crate::protocol::{PhoneCheck, PhoneEntry, Purpose};

    fn send() -> Call {
        let phone = Recipient::read(PhoneInput::Text("+86 188 1234 5678"));
        Call::SendSms { channel: SmsChannel::of_purpose(Purpose::New), phone }
    }

    fn verify() -> Call {
        let new = PhoneEntry { country_code: Some("+86"), number: Some("18812345678"), pass_code: Some("1234") };
        let request = UpdatePhoneRequest::judge(PhoneCheck::Mobile, new, PhoneEntry::default()).unwrap();
        Call::VerifyUpdatePhoneRequest(Box::new(request))
    }

    fn update() -> Call {
        Call::UpdatePhone { token: Secret::new("t"), new_phone: None }
    }

    fn body(call: &Call) -> Option<String> {
        call.payload().map(|payload| serde_json::to_string(&payload).unwrap())
    }

    #[test]
    fn each_body_is_the_documented_one() {
        assert_eq!(
            body(&send()).as_deref(),
            Some(r#"{"channel":"CHANNEL_BIND_PHONE","phoneNumber":"18812345678","phoneCountryCode":"+86"}"#)
        );
        assert_eq!(
            body(&verify()).as_deref(),
            Some(concat!(
                r#"{"verifyMethod":"PHONE_PASSCODE","phonePassCodePayload":{"newPhoneCountryCode":"+86","#,
                r#""newPhoneNumber":"18812345678","newPhonePassCode":"1234"}}"#
            ))
        );
        assert_eq!(body(&update()).as_deref(), Some(r#"{"updatePhoneToken":"t"}"#));
        assert_eq!(body(&Call::GetProfile), None);
    }

    #[test]
    fn each_operation_has_its_path_method_and_authorization() {
        let facts: Vec<_> =
            Operation::ALL.iter().map(|each| (each.path(), each.is_read(), each.needs_access_token())).collect();
        let expected = [
            ("/api/v3/send-sms", false, false),
            ("/api/v3/verify-update-phone-request", false, true),
            ("/api/v3/update-phone", false, true),
            ("/api/v3/get-profile", true, true),
        ];
        assert_eq!(facts, expected.map(|(path, is_read, needs_token)| (path.to_owned(), is_read, needs_token)));
    }

    #[test]
    fn a_refusal_names_the_argument_that_it_is_about() {
        assert_eq!(send().field_of(ErrorCode::PhoneInvalid), Some(Field::Phone));
        assert_eq!(send().field_of(ErrorCode::SmsQuota), None);
        assert_eq!(update().field_of(ErrorCode::UpdateTokenRejected), Some(Field::UpdatePhoneToken));
        assert_eq!(update().field_of(ErrorCode::PhoneInvalid), None);
        assert_eq!(verify().field_of(ErrorCode::PassCodeWrong), Some(Field::NewPhonePassCode));
        assert_eq!(Call::GetProfile.field_of(ErrorCode::NotSignedIn), None);
    }
}
