//! Failures, with the stable codes that programs branch on.

use super::{Detail, Language, Operation, message};
use crate::named::named;
use crate::phone::PhoneIssue;
use core::ops::{Deref, DerefMut};
use serde::Serialize;

named! {
    /// What the caller can do about a failure.
    pub enum Recovery {
        /// Ask for another number.
        FixPhone "fix-phone"
        /// Ask for the code again.
        RetypeCode "retype-code"
        /// Send a new code.
        RequestNewCode "request-new-code"
        /// Wait, then make the same call.
        Wait "wait"
        /// Sign in again.
        SignIn "sign-in"
        /// Make the same call again.
        Retry "retry"
        /// Read the profile to see which number it has.
        CheckProfile "check-profile"
        /// Neither the person nor the program can do anything.
        ContactSupport "contact-support"
        /// The calling program or its configuration is wrong.
        FixProgram "fix-program"
    }
}

/// Defines the codes: variant, stable string, recovery. Their texts are in `message.rs`.
macro_rules! error_codes {
    ($($(#[$doc:meta])+ $variant:ident $string:literal $recovery:ident;)+) => {
        named! {
            /// The stable code of a failure of the core. The TypeScript layer adds those about loading and options.
            pub enum ErrorCode { $($(#[$doc])+ $variant $string)+ }
        }

        impl ErrorCode {
            /// The recovery, unless the service's answer is more precise.
            pub const fn recovery(self) -> Recovery {
                match self { $(Self::$variant => Recovery::$recovery,)+ }
            }
        }
    };
}

error_codes! {
    /// An argument is missing or of the wrong kind.
    InvalidArgument "ERR_INVALID_ARGUMENT" FixProgram;
    /// The number cannot be used; `issue` says why.
    PhoneInvalid "ERR_PHONE_INVALID" FixPhone;
    /// The number cannot receive an SMS, by its type.
    PhoneNotMobile "ERR_PHONE_NOT_MOBILE" FixPhone;
    /// New and old number are the same.
    PhoneSameAsOld "ERR_PHONE_SAME_AS_OLD" FixPhone;
    /// Not 4 to 8 digits.
    PassCodeFormat "ERR_PASS_CODE_FORMAT" RetypeCode;
    /// The service refused the code.
    PassCodeWrong "ERR_PASS_CODE_WRONG" RetypeCode;
    /// The code was right, but is too old.
    PassCodeExpired "ERR_PASS_CODE_EXPIRED" RequestNewCode;
    /// The service has judged the code before.
    PassCodeSpent "ERR_PASS_CODE_SPENT" RequestNewCode;
    /// An SMS went to this number within the last minute.
    CodeSentTooOften "ERR_CODE_SENT_TOO_OFTEN" Wait;
    /// The number has received the maximum of SMS for one day.
    SmsQuota "ERR_SMS_QUOTA" Wait;
    /// The service wants a graphic captcha first.
    CaptchaRequired "ERR_CAPTCHA_REQUIRED" ContactSupport;
    /// The number belongs to another user.
    PhoneTaken "ERR_PHONE_TAKEN" FixPhone;
    /// The pool wants the old phone verified too.
    OldPhoneRequired "ERR_OLD_PHONE_REQUIRED" RequestNewCode;
    /// The old number is not the user's.
    OldPhoneMismatch "ERR_OLD_PHONE_MISMATCH" FixPhone;
    /// The user has no phone yet: there is nothing to change.
    NoPhoneBound "ERR_NO_PHONE_BOUND" ContactSupport;
    /// The update token has expired.
    UpdateTokenExpired "ERR_UPDATE_TOKEN_EXPIRED" RequestNewCode;
    /// This client has spent the update token.
    UpdateTokenSpent "ERR_UPDATE_TOKEN_SPENT" CheckProfile;
    /// The service refused the update token.
    UpdateTokenRejected "ERR_UPDATE_TOKEN_REJECTED" RequestNewCode;
    /// There is no access token, or it is no longer valid.
    NotSignedIn "ERR_NOT_SIGNED_IN" SignIn;
    /// The user or the plan may not do this.
    Forbidden "ERR_FORBIDDEN" ContactSupport;
    /// Too many requests.
    RateLimited "ERR_RATE_LIMITED" Wait;
    /// No answer came.
    Network "ERR_NETWORK" Retry;
    /// No answer came in time.
    Timeout "ERR_TIMEOUT" Retry;
    /// The answer cannot be read.
    BadResponse "ERR_BAD_RESPONSE" Retry;
    /// The service failed.
    Server "ERR_SERVER" Retry;
    /// The service refused, for a reason that no other code names.
    Rejected "ERR_REJECTED" ContactSupport;
    /// It could not be found out whether the number was changed.
    OutcomeUnknown "ERR_OUTCOME_UNKNOWN" CheckProfile;
}

impl ErrorCode {
    /// Whether the same call may be made again as it is and nothing can happen twice. A lost `send-sms` may have sent its SMS.
    pub fn is_retryable(self, operation: Option<Operation>) -> bool {
        match self {
            Self::CodeSentTooOften | Self::RateLimited | Self::Server => true,
            Self::Network | Self::Timeout | Self::BadResponse => operation != Some(Operation::SendSms),
            _ => false,
        }
    }
}

named! {
    /// The argument that a failure is about.
    #[allow(missing_docs, reason = "the variants are the names of the arguments")]
    pub enum Field {
        NewPhoneCountryCode "newPhoneCountryCode"
        NewPhoneNumber "newPhoneNumber"
        NewPhonePassCode "newPhonePassCode"
        OldPhoneCountryCode "oldPhoneCountryCode"
        OldPhoneNumber "oldPhoneNumber"
        OldPhonePassCode "oldPhonePassCode"
        Purpose "purpose"
        Channel "channel"
        Phone "phone"
        UpdatePhoneToken "updatePhoneToken"
    }
}

/// A failure. Boxed: every call returns a `Result` with one, and a small `Result` makes a small module.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure(Box<FailureFacts>);

impl Deref for Failure {
    type Target = FailureFacts;

    fn deref(&self) -> &FailureFacts {
        &self.0
    }
}

impl DerefMut for Failure {
    fn deref_mut(&mut self) -> &mut FailureFacts {
        &mut self.0
    }
}

/// The facts of a failure. Contains no secret. Serialised as the members of the JavaScript error, besides `name` and `message`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FailureFacts {
    /// The stable code.
    pub code: ErrorCode,
    /// What the caller can do.
    pub recovery: Recovery,
    /// Whether the same call may be made again as it is.
    pub is_retryable: bool,
    /// Selects a more precise message than the code's.
    #[serde(skip)]
    pub detail: Option<Detail>,
    /// The argument at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<Field>,
    /// Why a number cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<PhoneIssue>,
    /// How long to wait, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<f64>,
    /// The HTTP status of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_status: Option<u16>,
    /// The service's own status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_code: Option<i32>,
    /// The service's finer code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_code: Option<i32>,
    /// The service's identifier of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// The service's message, masked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_message: Option<String>,
    /// Whether the call may have been carried out: it was sent, and no answer of the service came back.
    #[serde(skip)]
    pub is_lost: bool,
    /// Whether only the profile can tell if the number was changed.
    #[serde(skip)]
    pub needs_reconciliation: bool,
}

impl Failure {
    /// A failure of a call to the service.
    pub fn of_operation(code: ErrorCode, operation: Option<Operation>) -> Self {
        Self(Box::new(FailureFacts {
            code,
            recovery: code.recovery(),
            is_retryable: code.is_retryable(operation),
            detail: None,
            field: None,
            issue: None,
            retry_after_ms: None,
            http_status: None,
            status_code: None,
            api_code: None,
            request_id: None,
            server_message: None,
            is_lost: false,
            needs_reconciliation: false,
        }))
    }

    /// An argument that is missing or of the wrong kind.
    pub fn invalid_argument(field: Field) -> Self {
        Self::local(ErrorCode::InvalidArgument).at(field)
    }

    /// A failure that was found before anything was sent.
    pub fn local(code: ErrorCode) -> Self {
        Self::of_operation(code, None)
    }

    /// Names the argument at fault.
    pub fn at(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// Selects a more precise message.
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = Some(detail);
        self
    }

    /// What happened and what to do. Names the argument where the calling program has to be fixed.
    pub fn message(&self, language: Language) -> String {
        let text = message::of(self.code, self.detail, language);
        match self.field {
            Some(field) if self.code == ErrorCode::InvalidArgument => [text, " (", field.as_str(), ")"].concat(),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_that_may_have_sent_an_sms_is_not_retryable() {
        let is_retryable = |code: ErrorCode| {
            [Operation::SendSms, Operation::UpdatePhone].map(|operation| code.is_retryable(Some(operation)))
        };
        for code in [ErrorCode::Network, ErrorCode::Timeout, ErrorCode::BadResponse] {
            assert_eq!(is_retryable(code), [false, true], "{code:?}");
        }
        for code in [ErrorCode::CodeSentTooOften, ErrorCode::RateLimited, ErrorCode::Server] {
            assert_eq!(is_retryable(code), [true, true], "{code:?}");
        }
        for code in [ErrorCode::PassCodeWrong, ErrorCode::PhoneTaken, ErrorCode::OutcomeUnknown] {
            assert_eq!(is_retryable(code), [false, false], "{code:?}");
        }
    }

    #[test]
    fn a_message_names_the_argument_where_the_program_has_to_be_fixed() {
        let message = |code| Failure::local(code).at(Field::Phone).message(Language::EnUs);
        let argument = Failure::local(ErrorCode::InvalidArgument);
        assert_eq!(message(ErrorCode::InvalidArgument), format!("{} (phone)", argument.message(Language::EnUs)));
        assert_eq!(message(ErrorCode::PhoneInvalid), Failure::local(ErrorCode::PhoneInvalid).message(Language::EnUs));
        assert!(message(ErrorCode::PhoneInvalid).len() > 10);
    }

    #[test]
    fn facts_that_are_known_are_serialised() {
        let mut failure = Failure::of_operation(ErrorCode::Server, Some(Operation::GetProfile)).at(Field::Phone);
        failure.issue = Some(PhoneIssue::TooShort);
        failure.server_message = Some("busy".to_owned());
        failure.http_status = Some(503);
        assert_eq!(
            serde_json::to_value(&*failure).unwrap(),
            serde_json::json!({
                "code": "ERR_SERVER", "recovery": "retry", "isRetryable": true, "field": "phone", "issue": "too-short",
                "httpStatus": 503, "serverMessage": "busy",
            })
        );
        assert_eq!(
            serde_json::to_value(&*Failure::local(ErrorCode::SmsQuota)).unwrap(),
            serde_json::json!({ "code": "ERR_SMS_QUOTA", "recovery": "wait", "isRetryable": false })
        );
    }
}
