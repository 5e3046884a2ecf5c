//! The time limit of one request, for programs without the TypeScript layer.

use super::body::ignore;
use super::clock::Clock;
use super::timer::Timer;
use super::values::{member, resolve};
use js_sys::{Array, Error, Function, Promise};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, AbortSignal};

#[wasm_bindgen]
extern "C" {
    /// A promise, whose `then` gets JavaScript functions.
    type Thenable;
    #[wasm_bindgen(method)]
    fn then(this: &Thenable, fulfilled: &Function, rejected: &Function) -> Promise;
}

/// A time limit by a client's clock, which also follows a caller's signal.
pub struct OwnLimit {
    shared: Rc<Shared>,
    /// `undefined` for none.
    caller: JsValue,
    clock: Clock,
    ms: f64,
    on_abort: Closure<dyn FnMut()>,
    _on_timeout: Closure<dyn FnMut()>,
    _timer: Timer,
    /// The timer of [`OwnLimit::race_halfway`].
    halfway: RefCell<Option<Timer>>,
}

struct Shared {
    controller: AbortController,
    is_timed_out: Cell<bool>,
    /// Why it is over.
    reason: RefCell<Option<JsValue>>,
    /// Rejects the race.
    reject: RefCell<Option<Function>>,
}

impl Shared {
    fn end(&self, reason: JsValue) {
        if self.reason.borrow().is_some() {
            return;
        }
        self.reason.replace(Some(reason.clone()));
        self.controller.abort_with_reason(&reason);
        let reject = self.reject.take();
        if let Some(reject) = reject {
            // The reject function of a promise does not throw.
            drop(reject.call1(&JsValue::UNDEFINED, &reason));
        }
    }
}

impl OwnLimit {
    /// Starts the timer and listens to the caller's signal.
    pub fn start(caller: JsValue, clock: &Clock, ms: f64) -> Result<Self, JsValue> {
        let shared = Rc::new(Shared {
            controller: AbortController::new()?,
            is_timed_out: Cell::new(false),
            reason: RefCell::new(None),
            reject: RefCell::new(None),
        });
        let on_timeout = Closure::<dyn FnMut()>::new({
            let shared = Rc::clone(&shared);
            move || {
                shared.is_timed_out.set(true);
                let reason = Error::new("The time limit of the call was reached.");
                reason.set_name("TimeoutError");
                shared.end(reason.into());
            }
        });
        let on_abort = Closure::<dyn FnMut()>::new({
            let (shared, caller) = (Rc::clone(&shared), caller.clone());
            move || shared.end(member(&caller, "reason").unwrap_or(JsValue::UNDEFINED))
        });
        let timer = Timer::start(clock, ms, on_timeout.as_ref());
        let halfway = RefCell::new(None);
        let limit = Self {
            shared,
            caller,
            clock: clock.clone(),
            ms,
            on_abort,
            _on_timeout: on_timeout,
            _timer: timer,
            halfway,
        };
        if member(&limit.caller, "aborted")?.is_truthy() {
            limit.shared.end(member(&limit.caller, "reason")?);
        } else if !limit.caller.is_undefined() {
            limit.listener("addEventListener")?;
        }
        Ok(limit)
    }

    /// Adds or removes the listener. By name, since the signal may be of another realm.
    fn listener(&self, method: &str) -> Result<JsValue, JsValue> {
        let function: Function = member(&self.caller, method)?.dyn_into()?;
        function.call2(&self.caller, &JsValue::from_str("abort"), self.on_abort.as_ref())
    }

    /// Stops listening to the caller's signal.
    pub fn stop_listening(&self) {
        if !self.caller.is_undefined() {
            drop(self.listener("removeEventListener"));
        }
    }

    /// The signal for fetch.
    pub fn signal(&self) -> AbortSignal {
        self.shared.controller.signal()
    }

    /// Whether the time limit was reached.
    pub fn is_timed_out(&self) -> bool {
        self.shared.is_timed_out.get()
    }

    /// Why it is over; `None` while it is not.
    pub fn reason(&self) -> Option<JsValue> {
        self.shared.reason.borrow().clone()
    }

    /// Settles as a value does, or rejects at the limit.
    pub fn race(&self, value: &JsValue) -> Promise {
        if let Some(reason) = self.reason() {
            // A later rejection of the value must not be an unhandled one.
            ignore(&Ok(value.clone()));
            return Promise::reject(&reason);
        }
        Promise::new(&mut |fulfil, reject| {
            // Before `resolve`, which runs foreign code that may end the limit.
            self.shared.reject.replace(Some(reject.clone()));
            let _ = resolve(value).unchecked_ref::<Thenable>().then(&fulfil, &reject);
        })
    }

    /// Settles as a value does, or resolves to `undefined` at half of the time.
    pub fn race_halfway(&self, value: &JsValue) -> Promise {
        let halfway = Promise::new(&mut |fulfil, _| {
            self.halfway.replace(Some(Timer::start(&self.clock, self.ms / 2.0, &fulfil)));
        });
        Promise::race(&Array::of2(value, &halfway))
    }
}
