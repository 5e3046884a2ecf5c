//! The bodies on the wire: country codes with their `+`, numbers without country code and separators **\[S\]\[A\]**.

use super::{Json, PassCode, Secret};

/// `POST /api/v3/send-sms` **\[A\]**
#[derive(Clone, Debug)]
pub struct SendSmsPayload {
    /// One of the service's channels.
    pub channel: &'static str,
    /// National digits.
    pub phone_number: String,
    /// `+86`.
    pub phone_country_code: String,
}

/// `POST /api/v3/verify-update-phone-request` **\[S\]\[A\]**
#[derive(Clone, Debug)]
pub struct VerifyUpdatePhoneRequestPayload {
    /// `PHONE_PASSCODE`, the only method there is.
    pub verify_method: &'static str,
    /// The two numbers and their codes.
    pub phone_pass_code_payload: PhonePassCodePayload,
}

/// The country code is always sent: one source calls it required, the other optional.
#[derive(Clone, Debug)]
pub struct PhonePassCodePayload {
    /// `+86`.
    pub new_phone_country_code: String,
    /// National digits.
    pub new_phone_number: String,
    /// The code that the new phone received.
    pub new_phone_pass_code: PassCode,
    /// `+86`.
    pub old_phone_country_code: Option<String>,
    /// National digits.
    pub old_phone_number: Option<String>,
    /// The code that the old phone received.
    pub old_phone_pass_code: Option<PassCode>,
}

/// `POST /api/v3/update-phone` **\[S\]**
#[derive(Clone, Debug)]
pub struct UpdatePhonePayload {
    /// Single-use.
    pub update_phone_token: Secret,
}

impl SendSmsPayload {
    /// As it is sent.
    pub fn to_json(&self) -> Json<'_> {
        Json::Object(vec![
            ("channel", self.channel.into()),
            ("phoneNumber", (&self.phone_number).into()),
            ("phoneCountryCode", (&self.phone_country_code).into()),
        ])
    }
}

impl VerifyUpdatePhoneRequestPayload {
    /// As it is sent.
    pub fn to_json(&self) -> Json<'_> {
        let payload = &self.phone_pass_code_payload;
        Json::Object(vec![
            ("verifyMethod", self.verify_method.into()),
            (
                "phonePassCodePayload",
                Json::Object(vec![
                    ("newPhoneCountryCode", (&payload.new_phone_country_code).into()),
                    ("newPhoneNumber", (&payload.new_phone_number).into()),
                    ("newPhonePassCode", payload.new_phone_pass_code.expose().into()),
                    ("oldPhoneCountryCode", payload.old_phone_country_code.as_deref().into()),
                    ("oldPhoneNumber", payload.old_phone_number.as_deref().into()),
                    ("oldPhonePassCode", payload.old_phone_pass_code.as_ref().map(PassCode::expose).into()),
                ]),
            ),
        ])
    }
}

impl UpdatePhonePayload {
    /// As it is sent.
    pub fn to_json(&self) -> Json<'_> {
        Json::Object(vec![("updatePhoneToken", self.update_phone_token.expose().into())])
    }
}
