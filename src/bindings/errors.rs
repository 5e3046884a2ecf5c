//! Failures as JavaScript errors.

use crate::protocol::{Detail, ErrorCode, Failure, Language, Operation};
use crate::transport::{NoAnswer, to_js};
use js_sys::{Error, Object, Reflect};
use wasm_bindgen::prelude::*;

/// The `name` of all errors with a code.
const NAME: &str = "UpdatePhoneError";

/// The reason why a call is rejected.
pub enum CallError {
    /// A failure, with the exception that caused it, if any.
    Failed { failure: Failure, cause: Option<JsValue> },
    /// The caller's own abort reason, passed on unchanged.
    Aborted(JsValue),
}

impl From<Failure> for CallError {
    fn from(failure: Failure) -> Self {
        Self::Failed { failure, cause: None }
    }
}

impl CallError {
    /// A failure with the exception that caused it.
    pub fn caused_by(failure: Failure, cause: JsValue) -> Self {
        Self::Failed { failure, cause: Some(cause) }
    }

    /// The failure of a call that may have been sent and got no answer.
    pub fn without_answer(no_answer: NoAnswer, operation: Operation) -> Self {
        let lost = |code| {
            let mut failure = Failure::of_operation(code, Some(operation));
            failure.is_lost = true;
            failure
        };
        match no_answer {
            NoAnswer::Aborted(reason) => Self::Aborted(reason),
            NoAnswer::TimedOut => lost(ErrorCode::Timeout).into(),
            NoAnswer::Failed(cause) => Self::caused_by(lost(ErrorCode::Network), cause),
            NoAnswer::Unreadable { http_status, cause } => {
                let mut failure = lost(ErrorCode::BadResponse);
                failure.http_status = (http_status > 0).then_some(http_status);
                Self::caused_by(failure, cause)
            }
        }
    }

    /// The failure of a call that needs an access token and got none. Nothing was sent.
    pub fn without_token(no_token: NoAnswer, operation: Operation) -> Self {
        let of = |code, detail| Failure::of_operation(code, Some(operation)).with(detail);
        let missing = of(ErrorCode::NotSignedIn, Detail::AccessTokenMissing);
        match no_token {
            NoAnswer::Aborted(reason) => Self::Aborted(reason),
            NoAnswer::TimedOut => of(ErrorCode::Timeout, Detail::AccessTokenTimedOut).into(),
            NoAnswer::Failed(cause) | NoAnswer::Unreadable { cause, .. } if cause.is_undefined() => missing.into(),
            NoAnswer::Failed(cause) | NoAnswer::Unreadable { cause, .. } => Self::caused_by(missing, cause),
        }
    }

    /// An `Error` with the members of `UpdatePhoneError`, or the caller's abort reason.
    pub fn into_js(self, language: Language) -> JsValue {
        match self {
            Self::Aborted(reason) => reason,
            Self::Failed { failure, cause } => error(&failure.message(language), &to_js(&*failure), cause),
        }
    }
}

fn error(message: &str, facts: &JsValue, cause: Option<JsValue>) -> JsValue {
    let error = Error::new(message);
    error.set_name(NAME);
    Object::assign(&error, facts.unchecked_ref());
    if let Some(cause) = cause {
        // A new error can be written to.
        let _ = Reflect::set(&error, &JsValue::from_str("cause"), &cause);
    }
    error.into()
}

/// Errors that the TypeScript layer makes itself, for programs without it. In English only: they are for the program's author.
pub mod own {
    use super::error;
    use crate::protocol::Recovery;
    use crate::transport::to_js;
    use serde::Serialize;
    use wasm_bindgen::JsValue;

    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Facts {
        code: &'static str,
        recovery: Recovery,
        is_retryable: bool,
    }

    /// An option or argument that cannot be used.
    pub fn invalid(code: &'static str, name: &str, rule: &str, cause: Option<JsValue>) -> JsValue {
        let facts = Facts { code, recovery: Recovery::FixProgram, is_retryable: false };
        error(&["Fix the calling code. ", name, ": ", rule].concat(), &to_js(&facts), cause)
    }

    /// The error of a call that panicked.
    #[cfg(feature = "bare")]
    pub fn internal(cause: JsValue) -> JsValue {
        let facts = Facts { code: "ERR_INTERNAL", recovery: Recovery::ContactSupport, is_retryable: false };
        error("An internal error. Contact support.", &to_js(&facts), Some(cause))
    }
}
