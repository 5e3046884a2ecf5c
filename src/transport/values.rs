//! Between JavaScript's values and Rust's: the one place where members of foreign objects are read, and where objects are made.

use js_sys::{Array, Promise};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Anything that may have members. It may be a proxy or have getters, so each look may throw.
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

/// A member of what a caller hands in; `undefined` where there is none. It may be the object's own or of its class, also a getter. What
/// is inherited from `Object.prototype` does not count: some other code on the page may have put it there.
pub fn member(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if !has_members(object) {
        return Ok(JsValue::UNDEFINED);
    }
    let value = object.unchecked_ref::<Members>().get(name)?;
    let counts = value.is_undefined() || has_own(object, name)? || !is_from_object_prototype(object, name)?;
    Ok(if counts { value } else { JsValue::UNDEFINED })
}

/// No object has more; a proxy may say that it is its own prototype.
const MOST_PROTOTYPES: usize = 1000;

/// Whether an object has a member from `Object.prototype`, of whichever realm: the last prototype, with methods of its own.
fn is_from_object_prototype(object: &JsValue, name: &str) -> Result<bool, JsValue> {
    let mut prototype = prototype_of(object)?;
    for _ in 0..MOST_PROTOTYPES {
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

/// A member of an object that the TypeScript layer has made for this module.
#[cfg(feature = "layer")]
pub fn plain_member(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    object.unchecked_ref::<Members>().get(name)
}

/// A member of parsed JSON; `undefined` where it has none of its own.
pub fn own_member(parsed: &JsValue, name: &str) -> JsValue {
    if has_members(parsed) && has_own(parsed, name) == Ok(true) {
        parsed.unchecked_ref::<Members>().get(name).unwrap_or(JsValue::UNDEFINED)
    } else {
        JsValue::UNDEFINED
    }
}

/// A text among the members of parsed JSON; empty where there is none.
pub fn own_text(parsed: &JsValue, name: &str) -> String {
    own_member(parsed, name).as_string().unwrap_or_default()
}

/// A plain object, or whatever else a value is in JavaScript.
pub fn to_js<T: Serialize + ?Sized>(value: &T) -> JsValue {
    // Texts, numbers, flags, and objects of these: nothing that cannot be a value.
    value.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or(JsValue::UNDEFINED)
}

/// A promise of a value, or of what it promises; of the engine's own, whatever the value is. Rejects with what a look at it throws.
pub fn resolve(value: &JsValue) -> Promise {
    Promise::race(&Array::of1(value))
}
