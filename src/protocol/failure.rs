//! What can go wrong, in words that a program can branch on.

use super::named::named;
use super::text::{SEPARATOR, concat};
use super::{Detail, Language, Operation, message};
use crate::phone::PhoneIssue;
use core::ops::{Deref, DerefMut};

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
        /// Look which number the profile has.
        CheckProfile "check-profile"
        /// Nothing the person or the program can do.
        ContactSupport "contact-support"
        /// The calling program or its configuration is wrong.
        FixProgram "fix-program"
    }
}

/// Defines the codes once: variant, stable string, what to do. Their texts stand in `message.rs`, in the same order.
macro_rules! error_codes {
    ($($(#[$doc:meta])+ $variant:ident $string:literal $recovery:ident;)+) => {
        named! {
            /// The stable code of a failure that the core tells, in the order of the message table. The layer above adds those about
            /// loading and options.
            pub enum ErrorCode { $($(#[$doc])+ $variant $string)+ }
        }

        impl ErrorCode {
            /// What to do about it, unless the service's answer says something more precise.
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
    /// New and old number are one.
    PhoneSameAsOld "ERR_PHONE_SAME_AS_OLD" FixPhone;
    /// Not 4 to 8 digits.
    PassCodeFormat "ERR_PASS_CODE_FORMAT" RetypeCode;
    /// The service refused the code.
    PassCodeWrong "ERR_PASS_CODE_WRONG" RetypeCode;
    /// The code was right once.
    PassCodeExpired "ERR_PASS_CODE_EXPIRED" RequestNewCode;
    /// This client has used the code already.
    PassCodeSpent "ERR_PASS_CODE_SPENT" RequestNewCode;
    /// An SMS went to this number within the last minute.
    CodeSentTooOften "ERR_CODE_SENT_TOO_OFTEN" Wait;
    /// The number has had all SMS of a day.
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
    /// The update token's time is up.
    UpdateTokenExpired "ERR_UPDATE_TOKEN_EXPIRED" RequestNewCode;
    /// This client has spent the update token.
    UpdateTokenSpent "ERR_UPDATE_TOKEN_SPENT" CheckProfile;
    /// The service refused the update token.
    UpdateTokenRejected "ERR_UPDATE_TOKEN_REJECTED" RequestNewCode;
    /// No access token, or one that is no longer good.
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
    /// Whether the number was changed could not be found out.
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

/// A failure, the size of a pointer: every call returns one or its value, and the module is smaller when little is moved.
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

/// What is known of a failure, but for what the service's answer says itself. Holds no secret.
#[derive(Clone, Debug, PartialEq)]
pub struct FailureFacts {
    /// What happened.
    pub code: ErrorCode,
    /// What can be done.
    pub recovery: Recovery,
    /// Whether the same call may be made again as it is.
    pub is_retryable: bool,
    /// What the message says more precisely than the code.
    pub detail: Option<Detail>,
    /// The argument at fault.
    pub field: Option<Field>,
    /// Why a number cannot be used.
    pub issue: Option<PhoneIssue>,
    /// How long to wait, in milliseconds.
    pub retry_after_ms: Option<f64>,
    /// What the service said, with the call's secrets masked.
    pub server_message: Option<String>,
    /// Whether the call may have been carried out: it was sent, and no envelope came back.
    pub is_lost: bool,
    /// Whether only the profile can tell if the number was changed.
    pub asks_profile: bool,
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
            server_message: None,
            is_lost: false,
            asks_profile: false,
        }))
    }

    /// A failure found before anything was sent.
    pub fn local(code: ErrorCode) -> Self {
        Self::of_operation(code, None)
    }

    /// Names the argument at fault.
    pub fn at(mut self, field: Field) -> Self {
        self.field = Some(field);
        self
    }

    /// Says more precisely what happened.
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = Some(detail);
        self
    }

    /// What happened and what to do. The argument is named where a program, not a person, has to mend it.
    pub fn message(&self, language: Language) -> String {
        let text = message::of(self.code, self.detail, language);
        match self.field {
            Some(field) if self.code == ErrorCode::InvalidArgument => concat(&[text, " (", field.as_str(), ")"]),
            _ => text.to_owned(),
        }
    }

    /// What texts there are to it, with U+0000 between them: message, code, recovery, field, issue, and what the service said.
    pub fn texts(&self, language: Language) -> String {
        let mut texts = self.message(language);
        for text in [
            self.code.as_str(),
            self.recovery.as_str(),
            self.field.map_or("", Field::as_str),
            self.issue.map_or("", PhoneIssue::as_str),
            self.server_message.as_deref().unwrap_or_default(),
        ] {
            texts.push_str(SEPARATOR);
            texts.push_str(text);
        }
        texts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_send_a_second_sms_is_not_to_be_repeated() {
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
    fn a_message_names_the_argument_where_a_program_has_to_mend_it() {
        let message = |code| Failure::local(code).at(Field::Phone).message(Language::EnUs);
        let argument = Failure::local(ErrorCode::InvalidArgument);
        assert_eq!(message(ErrorCode::InvalidArgument), format!("{} (phone)", argument.message(Language::EnUs)));
        assert_eq!(message(ErrorCode::PhoneInvalid), Failure::local(ErrorCode::PhoneInvalid).message(Language::EnUs));
        assert!(message(ErrorCode::PhoneInvalid).len() > 10);
    }

    #[test]
    fn javascript_gets_every_text() {
        let mut failure = Failure::of_operation(ErrorCode::Server, Some(Operation::GetProfile)).at(Field::Phone);
        failure.issue = Some(PhoneIssue::TooShort);
        failure.server_message = Some("busy".to_owned());
        let message = failure.message(Language::EnUs);
        let texts = failure.texts(Language::EnUs);
        assert_eq!(texts, format!("{message}\0ERR_SERVER\0retry\0phone\0too-short\0busy"));
        let texts = Failure::local(ErrorCode::SmsQuota).texts(Language::EnUs);
        assert!(texts.ends_with("\0ERR_SMS_QUOTA\0wait\0\0\0"), "{texts:?}");
    }
}
