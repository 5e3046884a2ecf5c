//! Between Rust's values and JavaScript's.

use crate::protocol::Json;
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

/// A plain object. Nothing in it can fail to be a value; if something did, all would be `undefined`.
pub fn to_js(json: &Json<'_>) -> JsValue {
    if cfg!(feature = "ledger-without-serde-wasm-bindgen") {
        return JsValue::UNDEFINED;
    }
    json.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or(JsValue::UNDEFINED)
}

/// Writes a member of an object of our own, which cannot fail.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &JsValue::from_str(name), value);
}

/// A member of an object that may have getters; `undefined` of what is no object.
pub fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if object.is_object() || object.is_function() {
        Reflect::get(object, &JsValue::from_str(name))
    } else {
        Ok(JsValue::UNDEFINED)
    }
}

/// Writes members to an object that has others.
pub fn assign(object: &Object, json: &Json<'_>) {
    Object::assign(object, to_js(json).unchecked_ref());
}
