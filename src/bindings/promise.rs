//! Promises of Rust futures, and their rejection after a panic.

#[cfg(feature = "bare")]
pub use self::guarded::{guard, promise};
#[cfg(not(feature = "bare"))]
pub use self::unguarded::{guard, promise};

/// For the TypeScript layer, which learns of a panic by itself and rejects all promises of the instance.
#[cfg(not(feature = "bare"))]
mod unguarded {
    use js_sys::Promise;
    use std::future::Future;
    use wasm_bindgen::JsValue;
    use wasm_bindgen_futures::future_to_promise;

    /// The promise of a call.
    pub fn promise(call: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
        future_to_promise(call)
    }

    /// Runs a function.
    pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, JsValue> {
        Ok(work())
    }
}

/// For programs that use the module by itself. A panic becomes an exception of JavaScript, which passes through Rust without running
/// destructors and is caught by `Reflect.apply`.
#[cfg(feature = "bare")]
mod guarded {
    use crate::bindings::errors::own;
    use crate::bindings::panics::take_last;
    use js_sys::{Array, Promise};
    use std::future::Future;
    use std::mem::forget;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use wasm_bindgen::prelude::*;
    use wasm_bindgen_futures::future_to_promise;

    #[wasm_bindgen]
    extern "C" {
        /// Calls a function and catches exceptions, traps of this module included.
        #[wasm_bindgen(js_namespace = Reflect, js_name = apply, catch)]
        fn apply(function: &mut dyn FnMut(), this: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
    }

    /// Runs a function; fails with `ERR_INTERNAL` if it panics.
    pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, JsValue> {
        let (mut work, mut outcome) = (Some(work), None);
        let applied = apply(&mut || outcome = work.take().map(|work| work()), &JsValue::UNDEFINED, &Array::new());
        applied.map_err(|trap| own::internal(take_last().unwrap_or(trap)))?;
        outcome.ok_or_else(|| own::internal(JsValue::UNDEFINED))
    }

    /// The promise of a call; a panic rejects it with `ERR_INTERNAL`.
    pub fn promise(call: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
        future_to_promise(Guarded(Some(Box::pin(call))))
    }

    type Call = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

    /// A call; `None` after a panic.
    struct Guarded(Option<Call>);

    impl Future for Guarded {
        type Output = Result<JsValue, JsValue>;

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
            let Some(call) = self.0.as_mut() else { return Poll::Pending };
            match guard(|| call.as_mut().poll(context)) {
                Ok(outcome) => outcome,
                Err(error) => {
                    // The future may be in an inconsistent state, so it is neither polled nor dropped.
                    forget(self.0.take());
                    Poll::Ready(Err(error))
                }
            }
        }
    }
}
