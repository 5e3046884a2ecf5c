//! From a call to the parts of its HTTP request.

use super::named::named;
use super::text::concat;
use super::{Application, ErrorCode, Field, Json, Secret, SmsChannel, UpdatePhoneRequest};
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

/// Whether a call needs to know who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Authentication {
    /// The service refuses the call without an access token.
    Required,
    /// The service takes the call either way **\[K\]**.
    Optional,
}

impl Operation {
    /// The path on the application's host.
    pub fn path(self) -> String {
        concat(&["/api/v3/", self.as_str()])
    }

    /// Reading is `GET`, the rest `POST`.
    pub fn method(self) -> Method {
        match self {
            Self::GetProfile => Method::Get,
            _ => Method::Post,
        }
    }

    /// Only `send-sms` works without an access token.
    pub fn authentication(self) -> Authentication {
        match self {
            Self::SendSms => Authentication::Optional,
            _ => Authentication::Required,
        }
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
}

impl Method {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
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

/// What an HTTP client needs. Holds secrets, so it prints nothing.
pub struct HttpRequest<'a> {
    /// `GET` or `POST`.
    pub method: Method,
    /// Absolute; holds no secret.
    pub url: String,
    /// Lower-case names.
    pub headers: Json<'a>,
    /// The JSON body, if one goes with it.
    pub body: Option<Json<'a>>,
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

    /// The body on the wire: country codes with their `+`, numbers without country code and separators **\[S\]\[A\]**.
    pub fn payload(&self) -> Option<Json<'_>> {
        let mut body = Json::default();
        match self {
            Self::SendSms { channel, phone } => {
                body.text("channel", channel.as_str());
                body.text("phoneNumber", phone.national_number.as_str());
                body.text("phoneCountryCode", phone.country_code.as_str());
            }
            Self::VerifyUpdatePhoneRequest(request) => {
                body.text("verifyMethod", "PHONE_PASSCODE");
                body.object("phonePassCodePayload", request.payload());
            }
            Self::UpdatePhone { token, .. } => body.text("updatePhoneToken", token.expose()),
            Self::GetProfile => return None,
        }
        Some(body)
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

    /// The documented request, header for header **\[A\]\[K\]**. `authorization`: `Bearer ` and the access token, if there is one.
    pub fn to_http_request<'a>(
        &'a self,
        application: &'a Application,
        authorization: Option<&'a Secret>,
    ) -> HttpRequest<'a> {
        let operation = self.operation();
        let body = self.payload();
        let mut headers = Json::default();
        for (name, value) in &application.headers {
            headers.text(name, value.as_str());
        }
        headers.text("authorization", authorization.map(Secret::expose));
        headers.text("content-type", body.as_ref().map(|_| "application/json"));
        HttpRequest {
            method: operation.method(),
            url: concat(&[&application.origin, &operation.path()]),
            headers,
            body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::PhoneInput;
    use crate::protocol::{Failure, PhoneCheck, Purpose};
    use serde_json::{Value, json};

    fn application(more: &[(&str, &str)]) -> Application {
        let options =
            [&[("host", "https://example.authing.cn"), ("appId", "app-1"), ("language", "zh-CN")], more].concat();
        Application::new(&mut |name| options.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    fn headers(request: &HttpRequest<'_>) -> Value {
        serde_json::to_value(&request.headers).unwrap()
    }

    #[test]
    fn send_sms_posts_channel_number_and_country_code_without_needing_a_token() {
        let phone = Recipient::read(PhoneInput::Text("+86 188 1234 5678"));
        let application = application(&[]);
        let call = Call::SendSms { channel: SmsChannel::of_purpose(Purpose::New), phone };
        let request = call.to_http_request(&application, None);
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.url, "https://example.authing.cn/api/v3/send-sms");
        assert_eq!(
            headers(&request),
            json!({
                "x-authing-app-id": "app-1", "x-authing-lang": "zh-CN", "x-authing-request-from": "update-phone",
                "x-authing-sdk-version": env!("CARGO_PKG_VERSION"), "content-type": "application/json",
            })
        );
        assert_eq!(
            serde_json::to_string(&request.body.unwrap()).unwrap(),
            r#"{"channel":"CHANNEL_BIND_PHONE","phoneNumber":"18812345678","phoneCountryCode":"+86"}"#
        );
    }

    #[test]
    fn the_update_posts_nothing_but_the_token() {
        let body =
            serde_json::to_value(Call::UpdatePhone { token: Secret::new("t"), new_phone: None }.payload().unwrap())
                .unwrap();
        assert_eq!(body, json!({ "updatePhoneToken": "t" }));
    }

    #[test]
    fn get_profile_has_no_body_and_carries_the_authorization() {
        let (application, authorization) = (application(&[]), Secret::new("Bearer eyJ"));
        let request = Call::GetProfile.to_http_request(&application, Some(&authorization));
        assert_eq!(request.method, Method::Get);
        assert!(request.body.is_none());
        assert_eq!(headers(&request)["authorization"], "Bearer eyJ");
        assert_eq!(headers(&request).get("content-type"), None);
    }

    #[test]
    fn an_operation_says_how_it_is_asked_and_who_may_ask() {
        let asked = |operation: Operation| (operation.method().as_str(), operation.authentication());
        assert_eq!(asked(Operation::SendSms), ("POST", Authentication::Optional));
        assert_eq!(asked(Operation::VerifyUpdatePhoneRequest), ("POST", Authentication::Required));
        assert_eq!(asked(Operation::UpdatePhone), ("POST", Authentication::Required));
        assert_eq!(asked(Operation::GetProfile), ("GET", Authentication::Required));
    }

    #[test]
    fn a_refusal_is_about_the_argument_that_it_can_be_about() {
        let number = || Recipient::read(PhoneInput::Text("+86 188 1234 5678"));
        let send = Call::SendSms { channel: SmsChannel::of_purpose(Purpose::New), phone: number() };
        assert_eq!(send.field_of(ErrorCode::PhoneInvalid), Some(Field::Phone));
        assert_eq!(send.field_of(ErrorCode::SmsQuota), None);
        let update = Call::UpdatePhone { token: Secret::new("t"), new_phone: None };
        assert_eq!(update.field_of(ErrorCode::UpdateTokenRejected), Some(Field::UpdatePhoneToken));
        assert_eq!(update.field_of(ErrorCode::PhoneInvalid), None);
        let typed = |field| match field {
            Field::NewPhoneCountryCode => "+86",
            Field::NewPhoneNumber => "18812345678",
            Field::NewPhonePassCode => "1234",
            _ => "",
        };
        let read = &mut |field| Ok::<_, Failure>(typed(field).to_owned());
        let request = UpdatePhoneRequest::judge(PhoneCheck::Mobile, read).unwrap();
        let verify = Call::VerifyUpdatePhoneRequest(Box::new(request));
        assert_eq!(verify.field_of(ErrorCode::PassCodeWrong), Some(Field::NewPhonePassCode));
        assert_eq!(Call::GetProfile.field_of(ErrorCode::NotSignedIn), None);
    }

    #[test]
    fn configured_pool_and_tenant_travel_under_the_configured_prefix() {
        let application =
            application(&[("userPoolId", "pool"), ("tenantId", "tenant"), ("headerPrefix", "x-genauth-")]);
        let headers = headers(&Call::GetProfile.to_http_request(&application, None));
        assert_eq!(headers["x-genauth-userpool-id"], "pool");
        assert_eq!(headers["x-genauth-app-tenant-id"], "tenant");
        assert!(headers.as_object().unwrap().keys().all(|name| !name.starts_with("x-authing-")));
    }
}
