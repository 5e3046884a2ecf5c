//! Between Rust's values and JavaScript's.

use crate::protocol::Json;
use js_sys::{Function, Object, Promise};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// A plain object. Nothing in it can fail to be a value; if something did, all would be `undefined`.
pub fn to_js(json: &Json<'_>) -> JsValue {
    if cfg!(feature = "ledger-without-serde-wasm-bindgen") {
        return JsValue::UNDEFINED;
    }
    json.serialize(&Serializer::new().serialize_maps_as_objects(true)).unwrap_or(JsValue::UNDEFINED)
}

#[wasm_bindgen]
extern "C" {
    /// `Reflect.get` with a name that is made no value first.
    #[wasm_bindgen(js_namespace = Reflect, js_name = get, catch)]
    fn reflect_get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;

    type Members;
    #[wasm_bindgen(method, structural, indexing_setter, catch)]
    fn set(this: &Members, name: &str, value: &JsValue) -> Result<(), JsValue>;
}

/// Writes a member of an object, unless that cannot be written to.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    let _ = object.unchecked_ref::<Members>().set(name, value);
}

/// A member of an object that may have getters; `undefined` of what is no object.
pub fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if object.is_object() || object.is_function() { reflect_get(object, name) } else { Ok(JsValue::UNDEFINED) }
}

/// Writes members to an object that has others.
pub fn assign(object: &Object, json: &Json<'_>) {
    Object::assign(object, to_js(json).unchecked_ref());
}

/// What goes on when a promise is settled.
type GoOn = Box<dyn FnOnce(Result<JsValue, JsValue>) -> Result<JsValue, JsValue>>;

#[wasm_bindgen]
extern "C" {
    /// `promise.then(fulfilled, rejected)`. That of `js-sys` takes no callbacks that throw what they like.
    #[wasm_bindgen(js_namespace = ["Promise", "prototype", "then"], js_name = call)]
    fn then(promise: &Promise, fulfilled: &Function, rejected: &Function) -> Promise;

    /// `callback.bind(this, place)`, with a number that is made no value first.
    #[wasm_bindgen(js_namespace = ["Function", "prototype", "bind"], js_name = call)]
    fn bind(callback: &Function, this: &JsValue, place: usize) -> Function;
}

thread_local! {
    /// What waits, each at the place that its callbacks are bound to.
    static WAITING: RefCell<Vec<Option<GoOn>>> = const { RefCell::new(Vec::new()) };
    /// What fulfilled and rejected promises call, with the place bound to it: functions of JavaScript's own that were made once. Two
    /// closures for every wait, registered to be finalised, were a sixth of what a call costs.
    static CALLBACKS: [Function; 2] = [callback(Ok), callback(Err)];
}

fn callback(settled: fn(JsValue) -> Result<JsValue, JsValue>) -> Function {
    let go_on = move |place: usize, value| {
        let waiting = WAITING.with_borrow_mut(|waiting| waiting.get_mut(place).and_then(Option::take));
        // A promise is settled once.
        waiting.map_or(Ok(JsValue::UNDEFINED), |go_on| go_on(settled(value)))
    };
    Closure::<dyn Fn(usize, JsValue) -> Result<JsValue, JsValue>>::wrap_aborting(Box::new(go_on))
        .into_js_value()
        .unchecked_into()
}

/// A promise of what comes of another one.
pub fn when_settled(promise: &Promise, go_on: GoOn) -> Promise {
    let place = WAITING.with_borrow_mut(|waiting| {
        let place = waiting.iter().position(Option::is_none).unwrap_or(waiting.len());
        match waiting.get_mut(place) {
            Some(free) => *free = Some(go_on),
            None => waiting.push(Some(go_on)),
        }
        place
    });
    CALLBACKS.with(|[fulfilled, rejected]| {
        let bind = |callback| bind(callback, &JsValue::UNDEFINED, place);
        then(promise, &bind(fulfilled), &bind(rejected))
    })
}
