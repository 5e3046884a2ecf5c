//! Conversion between JavaScript and Rust values: the only place that reads members of foreign objects and that makes objects.

use js_sys::{Array, Promise};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A value with members. It may be a proxy or have getters, so each access may throw.
    type Members;

    #[wasm_bindgen(method, structural, indexing_getter, catch)]
    fn get(this: &Members, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Object, js_name = hasOwn, catch)]
    fn has_own(object: &JsValue, name: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(js_namespace = Reflect, js_name = getPrototypeOf, catch)]
    fn prototype_of(object: &JsValue) -> Result<JsValue, JsValue>;
}

fn has_members(value: &JsValue) -> bool {
    value.is_object() || value.is_function()
}

/// A member of a caller's object; `undefined` if there is none. It may be the object's own or of its class, also a getter. A member that is
/// inherited from `Object.prototype` does not count: other code on the page may have put it there.
pub fn member(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if !has_members(object) {
        return Ok(JsValue::UNDEFINED);
    }
    let value = object.unchecked_ref::<Members>().get(name)?;
    let counts = value.is_undefined() || has_own(object, name)? || !is_from_object_prototype(object, name)?;
    Ok(if counts { value } else { JsValue::UNDEFINED })
}

/// The limit of a prototype chain: a proxy may be its own prototype.
const MAX_PROTOTYPES: usize = 1000;

/// Whether a member is inherited from `Object.prototype` of any realm: the last prototype of the chain, with `hasOwnProperty` of its own.
fn is_from_object_prototype(object: &JsValue, name: &str) -> Result<bool, JsValue> {
    let mut prototype = prototype_of(object)?;
    for _ in 0..MAX_PROTOTYPES {
        if !has_members(&prototype) {
            return Ok(false);
        }
        let next = prototype_of(&prototype)?;
        if has_own(&prototype, name)? {
            return Ok(!has_members(&next) && has_own(&prototype, "hasOwnProperty")?);
        }
        prototype = next;
    }
    Ok(true)
}

/// A member of a plain object that the TypeScript layer has made.
#[cfg(feature = "layer")]
pub fn plain_member(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    object.unchecked_ref::<Members>().get(name)
}

/// An own member of parsed JSON; `undefined` if there is none.
pub fn own_member(parsed: &JsValue, name: &str) -> JsValue {
    if has_members(parsed) && has_own(parsed, name) == Ok(true) {
        parsed.unchecked_ref::<Members>().get(name).unwrap_or(JsValue::UNDEFINED)
    } else {
        JsValue::UNDEFINED
    }
}

/// An own member of parsed JSON that is a text; empty if there is none.
pub fn own_text(parsed: &JsValue, name: &str) -> String {
    own_member(parsed, name).as_string().unwrap_or_default()
}

/// The JavaScript value of a Rust value; structs become plain objects.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // Cannot fail: texts, numbers, flags, and objects of these.
    value.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or(JsValue::UNDEFINED)
}

/// A native promise of a value, which may be a promise or any thenable. Rejects if reading the value throws.
pub fn resolve(value: &JsValue) -> Promise {
    Promise::race(&Array::of1(value))
}
