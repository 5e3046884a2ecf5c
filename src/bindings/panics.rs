//! What JavaScript hears of a panic: where it was, and not what it said, which may quote somebody's input.

use js_sys::WebAssembly::RuntimeError;
use std::panic::{PanicHookInfo, set_hook};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(start, skip_typescript)]
fn name_places_of_panics() {
    set_hook(Box::new(tell));
}

/// Like any other trap of the module, with the place for its message.
fn error_of(panic: &PanicHookInfo<'_>) -> Option<JsValue> {
    let place = panic.location()?;
    let message = ["panicked at ", place.file(), ":", &place.line().to_string()].concat();
    Some(RuntimeError::new(&message).into())
}

/// Throws it. The TypeScript layer gives the instance up, so nothing has to go on in it.
#[cfg(not(feature = "bare"))]
fn tell(panic: &PanicHookInfo<'_>) {
    if let Some(error) = error_of(panic) {
        wasm_bindgen::throw_val(error);
    }
}

#[cfg(feature = "bare")]
pub use self::last::{take_last, tell};

/// For programs that go on with the instance: the panic ends as Rust ends it, and whoever catches that asks for the place.
#[cfg(feature = "bare")]
mod last {
    use super::{JsValue, PanicHookInfo, error_of};
    use std::cell::RefCell;

    thread_local! {
        static LAST: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    }

    pub fn tell(panic: &PanicHookInfo<'_>) {
        LAST.set(error_of(panic));
    }

    /// The error of the last panic that nobody has asked for.
    pub fn take_last() -> Option<JsValue> {
        LAST.take()
    }
}
