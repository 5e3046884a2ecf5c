//! Failures as JavaScript errors.

use crate::javascript::assign;
use crate::protocol::{Failure, Language};
use js_sys::Error;
use wasm_bindgen::prelude::*;

/// The member of an error that only the profile can decide: whether the answer was lost, or was a refusal that may come too late.
const IS_LOST: &str = "isLost";

/// An `Error` with the members of `UpdatePhoneError`, which the TypeScript layer makes one of.
pub fn to_error(failure: &Failure, language: Language) -> JsValue {
    let error = Error::new(&failure.message(language));
    let mut members = failure.to_json();
    members.text("name", "UpdatePhoneError");
    if failure.asks_profile {
        members.flag(IS_LOST, failure.is_lost);
    }
    assign(&error, &members);
    error.into()
}
