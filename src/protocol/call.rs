//! From a call to the parts of its HTTP request.

use super::{Application, Json, Secret, SendSmsPayload, UpdatePhonePayload, VerifyUpdatePhoneRequestPayload};

/// One of the service's operations that this package calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Sends a pass code.
    SendSms,
    /// 发起修改手机号的验证请求
    VerifyUpdatePhoneRequest,
    /// 修改手机号
    UpdatePhone,
    /// Reads the signed-in user.
    GetProfile,
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
    /// The path's last segment.
    pub fn name(self) -> &'static str {
        match self {
            Self::SendSms => "send-sms",
            Self::VerifyUpdatePhoneRequest => "verify-update-phone-request",
            Self::UpdatePhone => "update-phone",
            Self::GetProfile => "get-profile",
        }
    }

    /// The path on the application's host.
    pub fn path(self) -> String {
        ["/api/v3/", self.name()].concat()
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

/// An operation with what it sends.
#[derive(Clone, Debug)]
pub enum Call {
    /// [`Operation::SendSms`]
    SendSms(SendSmsPayload),
    /// [`Operation::VerifyUpdatePhoneRequest`]
    VerifyUpdatePhoneRequest(VerifyUpdatePhoneRequestPayload),
    /// [`Operation::UpdatePhone`]
    UpdatePhone(UpdatePhonePayload),
    /// [`Operation::GetProfile`], which has no body.
    GetProfile,
}

/// What an HTTP client needs.
pub struct HttpRequest<'a> {
    /// `GET` or `POST`.
    pub method: Method,
    /// Absolute; holds no secret.
    pub url: String,
    /// Lower-case names; `authorization` among them, so this type prints nothing.
    pub headers: Vec<(String, String)>,
    /// The JSON body, if one goes with it.
    pub body: Option<Json<'a>>,
}

impl Call {
    /// The operation without its content.
    pub fn operation(&self) -> Operation {
        match self {
            Self::SendSms(_) => Operation::SendSms,
            Self::VerifyUpdatePhoneRequest(_) => Operation::VerifyUpdatePhoneRequest,
            Self::UpdatePhone(_) => Operation::UpdatePhone,
            Self::GetProfile => Operation::GetProfile,
        }
    }

    /// The JSON body; only reading has none.
    pub fn body(&self) -> Option<Json<'_>> {
        match self {
            Self::SendSms(payload) => Some(payload.to_json()),
            Self::VerifyUpdatePhoneRequest(payload) => Some(payload.to_json()),
            Self::UpdatePhone(payload) => Some(payload.to_json()),
            Self::GetProfile => None,
        }
    }

    /// The documented request, header for header **\[A\]\[K\]**.
    pub fn to_http_request(&self, application: &Application, access_token: Option<&Secret>) -> HttpRequest<'_> {
        let operation = self.operation();
        let body = self.body();
        let prefixed = |name: &str, value: &str| ([&application.header_prefix, name].concat(), value.to_owned());

        let mut headers = vec![
            prefixed("app-id", &application.app_id),
            prefixed("lang", application.language.as_str()),
            prefixed("request-from", env!("CARGO_PKG_NAME")),
            prefixed("sdk-version", env!("CARGO_PKG_VERSION")),
        ];
        if body.is_some() {
            headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        if let Some(token) = access_token {
            headers.push(("authorization".to_owned(), ["Bearer ", token.expose()].concat()));
        }
        if let Some(id) = &application.user_pool_id {
            headers.push(prefixed("userpool-id", id));
        }
        if let Some(id) = &application.tenant_id {
            headers.push(prefixed("app-tenant-id", id));
        }
        HttpRequest {
            method: operation.method(),
            url: [&application.origin, operation.path().as_str()].concat(),
            headers,
            body,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Language, PassCode, PhonePassCodePayload};

    fn application() -> Application {
        Application {
            origin: "https://example.authing.cn".into(),
            app_id: "app-1".into(),
            user_pool_id: None,
            tenant_id: None,
            language: Language::ZhCn,
            header_prefix: "x-authing-".into(),
        }
    }

    fn header<'a>(request: &'a HttpRequest<'_>, name: &str) -> Option<&'a str> {
        request.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    #[test]
    fn send_sms_posts_channel_number_and_country_code_without_needing_a_token() {
        let call = Call::SendSms(SendSmsPayload {
            channel: "CHANNEL_BIND_PHONE",
            phone_number: "18812345678".into(),
            phone_country_code: "+86".into(),
        });
        let request = call.to_http_request(&application(), None);
        assert_eq!(request.method, Method::Post);
        assert_eq!(request.url, "https://example.authing.cn/api/v3/send-sms");
        assert_eq!(header(&request, "x-authing-app-id"), Some("app-1"));
        assert_eq!(header(&request, "x-authing-lang"), Some("zh-CN"));
        assert_eq!(header(&request, "content-type"), Some("application/json"));
        assert_eq!(header(&request, "authorization"), None);
        assert_eq!(header(&request, "x-authing-userpool-id"), None);
        assert_eq!(
            serde_json::to_string(&request.body.unwrap()).unwrap(),
            r#"{"channel":"CHANNEL_BIND_PHONE","phoneNumber":"18812345678","phoneCountryCode":"+86"}"#
        );
    }

    #[test]
    fn the_verify_request_sends_the_old_phone_only_when_there_is_one() {
        let mut payload = PhonePassCodePayload {
            new_phone_country_code: "+86".into(),
            new_phone_number: "18812345678".into(),
            new_phone_pass_code: PassCode::parse("123456").unwrap(),
            old_phone_country_code: None,
            old_phone_number: None,
            old_phone_pass_code: None,
        };
        let json = |payload: &PhonePassCodePayload| {
            let call = Call::VerifyUpdatePhoneRequest(VerifyUpdatePhoneRequestPayload {
                verify_method: "PHONE_PASSCODE",
                phone_pass_code_payload: payload.clone(),
            });
            serde_json::to_value(call.body().unwrap()).unwrap()
        };
        assert_eq!(
            json(&payload),
            serde_json::json!({ "verifyMethod": "PHONE_PASSCODE", "phonePassCodePayload": {
                "newPhoneCountryCode": "+86", "newPhoneNumber": "18812345678", "newPhonePassCode": "123456" } })
        );
        payload.old_phone_country_code = Some("+1".into());
        payload.old_phone_number = Some("2015550123".into());
        payload.old_phone_pass_code = PassCode::parse("4321");
        assert_eq!(json(&payload)["phonePassCodePayload"]["oldPhonePassCode"], serde_json::json!("4321"));
    }

    #[test]
    fn get_profile_has_no_body_and_carries_the_token_as_bearer() {
        let request = Call::GetProfile.to_http_request(&application(), Some(&Secret::new("eyJ")));
        assert_eq!(request.method, Method::Get);
        assert!(request.body.is_none());
        assert_eq!(header(&request, "content-type"), None);
        assert_eq!(header(&request, "authorization"), Some("Bearer eyJ"));
    }

    #[test]
    fn configured_pool_and_tenant_travel_under_the_configured_prefix() {
        let application = Application {
            user_pool_id: Some("pool".into()),
            tenant_id: Some("tenant".into()),
            header_prefix: "x-genauth-".into(),
            ..application()
        };
        let request = Call::GetProfile.to_http_request(&application, None);
        assert_eq!(header(&request, "x-genauth-userpool-id"), Some("pool"));
        assert_eq!(header(&request, "x-genauth-app-tenant-id"), Some("tenant"));
        assert!(request.headers.iter().all(|(name, _)| !name.starts_with("x-authing-")));
    }
}
