//! Between Rust's values and JavaScript's.

use crate::protocol::Json;
use js_sys::Object;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

/// Writes members to an object that has others. Nothing in them can fail to be a value; if something did, none would be written.
pub fn assign(object: &Object, json: &Json<'_>) {
    if cfg!(feature = "ledger-without-serde-wasm-bindgen") {
        return;
    }
    let members = json.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or(JsValue::UNDEFINED);
    Object::assign(object, members.unchecked_ref());
}
