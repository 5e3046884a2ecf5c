//! The clock of the runtime or of a caller.

use super::values::member;
use js_sys::{Date, Function};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now, catch)]
    fn performance_now() -> Result<JsValue, JsValue>;
}

/// The time of a clock at one moment, in milliseconds.
pub struct Reading {
    /// Since the epoch.
    pub wall: f64,
    /// Since any origin; cannot be set.
    pub monotonic: f64,
}

/// A caller's clock, or the runtime's.
#[derive(Clone)]
pub struct Clock(JsValue);

impl Clock {
    /// `clock`: `{ now, monotonic, setTimeout, clearTimeout }`; `undefined` for the runtime's.
    pub fn new(clock: JsValue) -> Self {
        Self(clock)
    }

    /// Whether it is the runtime's.
    pub fn is_of_runtime(&self) -> bool {
        self.0.is_undefined()
    }

    /// The current time; `NaN` if the clock throws or returns no number.
    pub fn read(&self) -> Reading {
        if self.is_of_runtime() {
            let wall = Date::now();
            Reading { wall, monotonic: performance_now().ok().and_then(|now| now.as_f64()).unwrap_or(wall) }
        } else {
            let read = |name| self.call(name, &[]).ok().and_then(|value| value.as_f64()).unwrap_or(f64::NAN);
            Reading { wall: read("now"), monotonic: read("monotonic") }
        }
    }

    /// Calls a function of the caller's clock.
    pub fn call(&self, name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
        let function: Function = member(&self.0, name)?.dyn_into()?;
        match *arguments {
            [] => function.call0(&self.0),
            [only] => function.call1(&self.0, only),
            [first, second, ..] => function.call2(&self.0, first, second),
        }
    }
}
