//! The limit of one request: its time, and the caller's signal.

use super::NoAnswer;
#[cfg(feature = "bare")]
use super::clock::Clock;
#[cfg(feature = "bare")]
use super::own_limit::OwnLimit;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// The source of the limits of a call's requests.
pub enum Limits {
    /// The TypeScript layer, whose limits survive a trap of the module: a function from milliseconds to a [`LayerLimit`].
    Layer(Function),
    /// This module.
    #[cfg(feature = "bare")]
    Own {
        /// The caller's signal; `undefined` for none.
        signal: JsValue,
        /// The clock of the time limit.
        clock: Clock,
    },
}

impl Limits {
    /// Starts the limit of one request. Fails with an exception of the TypeScript layer.
    pub fn start(&self, ms: f64) -> Result<Limit, JsValue> {
        match self {
            Self::Layer(start) => {
                let limit = start.call1(&JsValue::UNDEFINED, &JsValue::from_f64(ms))?;
                Ok(Limit::Layer(limit.unchecked_into()))
            }
            #[cfg(feature = "bare")]
            Self::Own { signal, clock } => OwnLimit::start(signal.clone(), clock, ms).map(Limit::Own),
        }
    }
}

#[wasm_bindgen]
extern "C" {
    /// `TimeLimit` of the TypeScript layer.
    pub type LayerLimit;
    /// Aborted at the time limit and when the caller aborts.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &LayerLimit) -> AbortSignal;
    /// Whether either has happened.
    #[wasm_bindgen(method, getter, js_name = isOver)]
    fn is_over(this: &LayerLimit) -> bool;
    #[wasm_bindgen(method, getter, js_name = isTimedOut)]
    fn is_timed_out(this: &LayerLimit) -> bool;
    #[wasm_bindgen(method, getter)]
    fn reason(this: &LayerLimit) -> JsValue;
    /// Settles as a promise does, or rejects when the limit is reached.
    #[wasm_bindgen(method)]
    fn race(this: &LayerLimit, value: &JsValue) -> Promise;
    /// Settles as a promise does, or resolves to `undefined` at half of the time.
    #[wasm_bindgen(method, js_name = raceHalfway)]
    fn race_halfway(this: &LayerLimit, value: &JsValue) -> Promise;
    /// Stops the timer and stops listening to the signals.
    #[wasm_bindgen(method)]
    fn end(this: &LayerLimit);
}

/// The limit of one request. Dropping it ends it.
pub enum Limit {
    Layer(LayerLimit),
    #[cfg(feature = "bare")]
    Own(OwnLimit),
}

impl Limit {
    /// The signal for fetch: aborted at the time limit and when the caller aborts.
    pub fn signal(&self) -> AbortSignal {
        match self {
            Self::Layer(limit) => limit.signal(),
            #[cfg(feature = "bare")]
            Self::Own(limit) => limit.signal(),
        }
    }

    /// Awaits a value, and fails when the limit is reached first: a fetch may ignore its signal. One race at a time.
    pub async fn race(&self, value: &JsValue) -> Result<JsValue, NoAnswer> {
        let raced = match self {
            Self::Layer(limit) => limit.race(value),
            #[cfg(feature = "bare")]
            Self::Own(limit) => limit.race(value),
        };
        JsFuture::from(raced).await.map_err(|cause| self.explain(cause))
    }

    /// A promise that settles as a value does, or resolves to `undefined` at half of the time: for values that a call can do without.
    pub fn race_halfway(&self, value: &JsValue) -> JsValue {
        match self {
            Self::Layer(limit) => limit.race_halfway(value).into(),
            #[cfg(feature = "bare")]
            Self::Own(limit) => limit.race_halfway(value).into(),
        }
    }

    /// Waits until the time limit is reached.
    pub async fn elapse(&self) -> Result<(), NoAnswer> {
        let never = Promise::new(&mut |_, _| {});
        match self.race(&never).await {
            Ok(_) | Err(NoAnswer::TimedOut) => Ok(()),
            Err(no_answer) => Err(no_answer),
        }
    }

    /// Fails if the limit has been reached.
    pub fn check(&self) -> Result<(), NoAnswer> {
        match self.explain(JsValue::UNDEFINED) {
            NoAnswer::Failed(_) => Ok(()),
            no_answer => Err(no_answer),
        }
    }

    /// Distinguishes a failure that the limit caused from any other.
    pub fn explain(&self, cause: JsValue) -> NoAnswer {
        let (is_timed_out, reason) = match self {
            Self::Layer(limit) => (limit.is_timed_out(), limit.is_over().then(|| limit.reason())),
            #[cfg(feature = "bare")]
            Self::Own(limit) => (limit.is_timed_out(), limit.reason()),
        };
        match reason {
            _ if is_timed_out => NoAnswer::TimedOut,
            Some(reason) => NoAnswer::Aborted(reason),
            None => NoAnswer::Failed(cause),
        }
    }
}

impl Drop for Limit {
    fn drop(&mut self) {
        match self {
            Self::Layer(limit) => limit.end(),
            #[cfg(feature = "bare")]
            Self::Own(limit) => limit.stop_listening(),
        }
    }
}
