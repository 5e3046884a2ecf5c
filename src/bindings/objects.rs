//! Plain JavaScript objects made of Rust values.

use js_sys::Object;
use serde::Serialize;
#[cfg(not(feature = "ledger-without-serde-wasm-bindgen"))]
use wasm_bindgen::JsCast;

/// An object with the members of a struct.
pub fn object(members: &impl Serialize) -> Object {
    let object = Object::new();
    assign(&object, members);
    object
}

/// Writes the members of a struct to an object. Cannot fail: every struct that comes here is our own and has named members.
pub fn assign(object: &Object, members: &impl Serialize) {
    #[cfg(feature = "ledger-without-serde-wasm-bindgen")]
    let _ = (object, members);
    #[cfg(not(feature = "ledger-without-serde-wasm-bindgen"))]
    if let Ok(members) = serde_wasm_bindgen::to_value(members) {
        Object::assign(object, members.unchecked_ref());
    }
}
