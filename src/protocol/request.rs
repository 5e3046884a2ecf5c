//! The bodies on the wire: country codes with their `+`, numbers without country code and separators **\[S\]\[A\]**.

use super::{PassCode, Secret};
use serde::Serialize;

/// `POST /api/v3/send-sms` **\[A\]**
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SendSmsPayload {
    /// One of the service's channels.
    pub channel: &'static str,
    /// National digits.
    pub phone_number: String,
    /// `+86`.
    pub phone_country_code: String,
}

/// `POST /api/v3/verify-update-phone-request` **\[S\]\[A\]**
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VerifyUpdatePhoneRequestPayload {
    /// `PHONE_PASSCODE`, the only method there is.
    pub verify_method: &'static str,
    /// The two numbers and their codes.
    pub phone_pass_code_payload: PhonePassCodePayload,
}

/// The country code is always sent: one source calls it required, the other optional.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhonePassCodePayload {
    /// `+86`.
    pub new_phone_country_code: String,
    /// National digits.
    pub new_phone_number: String,
    /// The code that the new phone received.
    pub new_phone_pass_code: PassCode,
    /// `+86`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_phone_country_code: Option<String>,
    /// National digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_phone_number: Option<String>,
    /// The code that the old phone received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old_phone_pass_code: Option<PassCode>,
}

/// `POST /api/v3/update-phone` **\[S\]**
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdatePhonePayload {
    /// Single-use.
    pub update_phone_token: Secret,
}
