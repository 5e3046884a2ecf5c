//! Between Rust's values and JavaScript's.

use crate::protocol::Json;
use js_sys::{Object, Promise, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

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

/// What goes on when a promise is settled.
type GoOn = Box<dyn FnOnce(Result<JsValue, JsValue>) -> Result<JsValue, JsValue>>;

/// What a promise calls.
type Callback = Closure<dyn FnMut(JsValue) -> Result<JsValue, JsValue>>;

#[wasm_bindgen]
extern "C" {
    /// `promise.then(fulfilled, rejected)`. That of `js-sys` takes no callbacks that throw what they like.
    #[wasm_bindgen(js_namespace = ["Promise", "prototype", "then"], js_name = call)]
    fn then(promise: &Promise, fulfilled: &Callback, rejected: &Callback) -> Promise;
}

/// A promise of what comes of another one. The callbacks are kept until one of them is called, which lets go of both.
pub fn when_settled(promise: &Promise, go_on: GoOn) -> Promise {
    let waiting = Rc::new(Cell::new(None::<(GoOn, [Callback; 2])>));
    let callback = |settled: fn(JsValue) -> Result<JsValue, JsValue>| {
        let waiting = Rc::clone(&waiting);
        Callback::once_aborting(move |value| match waiting.take() {
            Some((go_on, _callbacks)) => go_on(settled(value)),
            // A promise is settled once.
            None => Ok(JsValue::UNDEFINED),
        })
    };
    let callbacks = [callback(Ok), callback(Err)];
    let [fulfilled, rejected] = &callbacks;
    let end = then(promise, fulfilled, rejected);
    waiting.set(Some((go_on, callbacks)));
    end
}
