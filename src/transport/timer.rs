//! Timers of the runtime or of a caller's clock, for programs without the TypeScript layer.

use super::clock::Clock;
use super::values::member;
use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    // Not by `web_sys::Window`, which Node.js and workers do not have.
    #[wasm_bindgen(js_name = setTimeout, catch)]
    fn set_timeout(run: &JsValue, ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = clearTimeout, catch)]
    fn clear_timeout(timer: &JsValue) -> Result<JsValue, JsValue>;
}

/// A timer. Dropping it stops it.
pub struct Timer {
    clock: Clock,
    handle: JsValue,
}

impl Timer {
    /// Calls a JavaScript function once, after `ms` milliseconds; never if the clock cannot set a timer.
    pub fn start(clock: &Clock, ms: f64, run: &JsValue) -> Self {
        let handle = if clock.is_of_runtime() {
            set_timeout(run, ms)
        } else {
            clock.call("setTimeout", &[run, &JsValue::from_f64(ms)])
        };
        Self { clock: clock.clone(), handle: handle.unwrap_or(JsValue::UNDEFINED) }
    }

    /// Lets a Node.js process end while the timer is running.
    pub fn unref(&self) {
        let unref = member(&self.handle, "unref").and_then(|unref| unref.dyn_into::<Function>());
        // Other runtimes have no `unref`, and need none.
        drop(unref.and_then(|unref| unref.call0(&self.handle)));
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        drop(if self.clock.is_of_runtime() {
            clear_timeout(&self.handle)
        } else {
            self.clock.call("clearTimeout", &[&self.handle])
        });
    }
}
