//! Failures as JavaScript errors.

use crate::javascript::{assign, set};
use crate::protocol::{ErrorCode, Failure, Language, Operation};
use crate::transport::NoAnswer;
use js_sys::Error;
use wasm_bindgen::prelude::*;

/// The member of an error that only the profile can decide: whether the answer was lost, or was a refusal that may come too late.
pub const IS_LOST: &str = "isLost";

/// Why a call ends without its value.
pub enum CallError {
    /// A failure, and what JavaScript threw, if it did.
    Failed { failure: Failure, cause: Option<JsValue> },
    /// What goes to the caller as it is: their own abort reason, or what their clock threw.
    Untouched(JsValue),
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        Self::Failed { failure, cause: None }
    }
}

impl CallError {
    /// A failure because of something that JavaScript threw.
    pub fn because(failure: Failure, cause: JsValue) -> Self {
        Self::Failed { failure, cause: Some(cause) }
    }

    /// No readable answer to a call.
    pub fn without_answer(no_answer: NoAnswer, operation: Operation) -> Self {
        let failure = |code| {
            let mut failure = Failure::of_operation(code, Some(operation));
            failure.is_lost = true;
            failure
        };
        match no_answer {
            NoAnswer::Aborted(reason) => Self::Untouched(reason),
            NoAnswer::TimedOut => failure(ErrorCode::Timeout).into(),
            NoAnswer::Failed(cause) => Self::because(failure(ErrorCode::Network), cause),
            NoAnswer::Unreadable { http_status, cause } => {
                let mut failure = failure(ErrorCode::BadResponse);
                failure.http_status = (http_status > 0).then_some(http_status);
                Self::because(failure, cause)
            }
        }
    }

    /// An `Error` with the members of `UpdatePhoneError`, which the TypeScript layer makes one of; or the caller's reason as it is.
    pub fn into_js(self, language: Language) -> JsValue {
        match self {
            Self::Untouched(reason) => reason,
            Self::Failed { failure, cause } => {
                let error = Error::new(&failure.message(language));
                let mut members = failure.to_json();
                members.text("name", "UpdatePhoneError");
                if failure.asks_profile {
                    members.flag(IS_LOST, failure.is_lost);
                }
                assign(&error, &members);
                if let Some(cause) = cause {
                    set(&error, "cause", &cause);
                }
                error.into()
            }
        }
    }
}
