//! Promises of what Rust does, and what becomes of them when it panics.

#[cfg(feature = "bare")]
pub use self::guarded::{guard, promise};
#[cfg(not(feature = "bare"))]
pub use self::unguarded::{guard, promise};

/// For the TypeScript layer, which hears of a panic by itself and rejects what waits for the instance.
#[cfg(not(feature = "bare"))]
mod unguarded {
    use js_sys::Promise;
    use std::future::Future;
    use wasm_bindgen::JsValue;
    use wasm_bindgen_futures::future_to_promise;

    /// A promise of a call.
    pub fn promise(call: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
        future_to_promise(call)
    }

    /// What a function returns.
    pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, JsValue> {
        Ok(work())
    }
}

/// For programs that use the module by itself: a panic is an exception of JavaScript's, which goes through Rust without ending anything
/// there, and is caught on the other side.
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
        /// Calls a function and catches what it throws, traps of this module included.
        #[wasm_bindgen(js_namespace = Reflect, js_name = apply, catch)]
        fn apply(function: &mut dyn FnMut(), this: &JsValue, arguments: &Array) -> Result<JsValue, JsValue>;
    }

    /// What a function returns, or `ERR_INTERNAL` when it panics.
    pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, JsValue> {
        let (mut work, mut outcome) = (Some(work), None);
        let applied = apply(&mut || outcome = work.take().map(|work| work()), &JsValue::UNDEFINED, &Array::new());
        applied.map_err(|trap| own::internal(take_last().unwrap_or(trap)))?;
        outcome.ok_or_else(|| own::internal(JsValue::UNDEFINED))
    }

    /// A promise of a call, which a panic rejects with `ERR_INTERNAL`.
    pub fn promise(call: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
        future_to_promise(Guarded(Some(Box::pin(call))))
    }

    type Call = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

    /// A call; `None` when it has met a panic.
    struct Guarded(Option<Call>);

    impl Future for Guarded {
        type Output = Result<JsValue, JsValue>;

        fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
            let Some(call) = self.0.as_mut() else { return Poll::Pending };
            match guard(|| call.as_mut().poll(context)) {
                Ok(outcome) => outcome,
                Err(error) => {
                    // Nobody knows what it was in the middle of: it is neither polled nor dropped again.
                    forget(self.0.take());
                    Poll::Ready(Err(error))
                }
            }
        }
    }
}
