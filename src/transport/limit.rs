//! The limit of one try: its time, and the caller's signal.

use super::NoAnswer;
#[cfg(feature = "bare")]
use super::clock::Clock;
#[cfg(feature = "bare")]
use super::own_limit::OwnLimit;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortSignal;

/// Where the limits of a call's tries come from.
pub enum Limits {
    /// The TypeScript layer, whose limits outlive a trap of the module: a function from milliseconds to a [`LayerLimit`].
    Layer(Function),
    /// This module.
    #[cfg(feature = "bare")]
    Own {
        /// The caller's signal; `undefined` for none.
        signal: JsValue,
        /// By which time is limited.
        clock: Clock,
    },
}

impl Limits {
    /// Starts the limit of a try. Fails with what the TypeScript layer throws.
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
    /// Aborted at the limit and when the caller gives up.
    #[wasm_bindgen(method, getter)]
    fn signal(this: &LayerLimit) -> AbortSignal;
    /// Whether either has happened.
    #[wasm_bindgen(method, getter, js_name = isOver)]
    fn is_over(this: &LayerLimit) -> bool;
    #[wasm_bindgen(method, getter, js_name = isTimedOut)]
    fn is_timed_out(this: &LayerLimit) -> bool;
    #[wasm_bindgen(method, getter)]
    fn reason(this: &LayerLimit) -> JsValue;
    /// Settles as a promise does, or rejects at the limit.
    #[wasm_bindgen(method)]
    fn race(this: &LayerLimit, value: &JsValue) -> Promise;
    /// Settles as a promise does, or resolves to nothing when half of the time is gone.
    #[wasm_bindgen(method, js_name = raceHalfway)]
    fn race_halfway(this: &LayerLimit, value: &JsValue) -> Promise;
    /// Stops the timer and lets go of the signals.
    #[wasm_bindgen(method)]
    fn end(this: &LayerLimit);
}

/// The limit of one try. Dropping it ends it.
pub enum Limit {
    Layer(LayerLimit),
    #[cfg(feature = "bare")]
    Own(OwnLimit),
}

impl Limit {
    /// What fetch gets: aborted at the limit, and when the caller gives up.
    pub fn signal(&self) -> AbortSignal {
        match self {
            Self::Layer(limit) => limit.signal(),
            #[cfg(feature = "bare")]
            Self::Own(limit) => limit.signal(),
        }
    }

    /// What a value promises, unless the limit is reached first: a fetch that ignores its signal holds nobody up. One race at a time.
    pub async fn race(&self, value: &JsValue) -> Result<JsValue, NoAnswer> {
        let raced = match self {
            Self::Layer(limit) => limit.race(value),
            #[cfg(feature = "bare")]
            Self::Own(limit) => limit.race(value),
        };
        JsFuture::from(raced).await.map_err(|cause| self.explain(cause))
    }

    /// What a value promises, or nothing when half of the time is gone: for what a call can do without.
    pub fn or_halfway(&self, value: &JsValue) -> JsValue {
        match self {
            Self::Layer(limit) => limit.race_halfway(value).into(),
            #[cfg(feature = "bare")]
            Self::Own(limit) => limit.or_halfway(value).into(),
        }
    }

    /// Waits until the time of the limit is up.
    pub async fn elapse(&self) -> Result<(), NoAnswer> {
        let never = Promise::new(&mut |_, _| {});
        match self.race(&never).await {
            Ok(_) | Err(NoAnswer::TimedOut) => Ok(()),
            Err(no_answer) => Err(no_answer),
        }
    }

    /// Fails when the limit has been reached.
    pub fn check(&self) -> Result<(), NoAnswer> {
        match self.explain(JsValue::UNDEFINED) {
            NoAnswer::Failed(_) => Ok(()),
            no_answer => Err(no_answer),
        }
    }

    /// Tells a failure that the limit caused from any other.
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
