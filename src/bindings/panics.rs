//! Panics as JavaScript errors: with the source location, without the message, which may quote input.

use js_sys::WebAssembly::RuntimeError;
use std::panic::{PanicHookInfo, set_hook};
use wasm_bindgen::prelude::*;

#[wasm_bindgen(start, skip_typescript)]
fn set_panic_hook() {
    set_hook(Box::new(report));
}

/// A `RuntimeError`, as for any other trap, whose message is the source location.
fn error_of(panic: &PanicHookInfo<'_>) -> Option<JsValue> {
    let location = panic.location()?;
    let message = ["panicked at ", location.file(), ":", &location.line().to_string()].concat();
    Some(RuntimeError::new(&message).into())
}

/// Throws the error. The TypeScript layer discards the instance, so nothing has to be cleaned up in it.
#[cfg(not(feature = "bare"))]
fn report(panic: &PanicHookInfo<'_>) {
    if let Some(error) = error_of(panic) {
        wasm_bindgen::throw_val(error);
    }
}

#[cfg(feature = "bare")]
pub use self::last::{report, take_last};

/// For programs that go on using the instance: the panic takes its usual course, and the error is kept for the code that catches it.
#[cfg(feature = "bare")]
mod last {
    use super::{JsValue, PanicHookInfo, error_of};
    use std::cell::RefCell;

    thread_local! {
        static LAST: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    }

    pub fn report(panic: &PanicHookInfo<'_>) {
        LAST.set(error_of(panic));
    }

    /// Takes the error of the last panic, if it was not taken before.
    pub fn take_last() -> Option<JsValue> {
        LAST.take()
    }
}
