//! The time that is left of a token, for programs without the TypeScript layer.

use super::client::now;
use super::errors::own;
use crate::flow::{Deadline, Instant};
use crate::transport::{Clock, Timer};
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Time left until a deadline, by the larger of what the wall clock and the monotonic clock saw. A timer runs only while somebody listens,
/// and keeps no Node process alive; it ends at zero, and with `cancel`.
#[wasm_bindgen]
pub struct Countdown(Rc<State>);

struct State {
    clock: Clock,
    started_at: Instant,
    duration_ms: f64,
    deadline: RefCell<Deadline>,
    listeners: RefCell<Listeners>,
}

#[derive(Default)]
struct Listeners {
    all: Vec<Listener>,
    /// What the timer runs. It holds the countdown, so it is there only while somebody listens.
    on_time: Option<Closure<dyn FnMut()>>,
    timer: Option<Timer>,
    next_id: u32,
}

impl Listeners {
    /// Lets go of timer and countdown. When the timer is what runs now, it is dropped at its end.
    fn rest(&mut self) {
        self.timer = None;
        self.on_time = None;
    }
}

struct Listener {
    id: u32,
    callback: Function,
    last_notified: f64,
}

#[wasm_bindgen]
impl Countdown {
    /// From the beginning to the deadline, in milliseconds.
    #[wasm_bindgen(getter, js_name = durationMs)]
    pub fn duration_ms(&self) -> f64 {
        self.0.duration_ms
    }

    /// Never negative, never more than before.
    #[wasm_bindgen(getter, js_name = remainingMs)]
    pub fn remaining_ms(&self) -> f64 {
        self.0.remaining_ms()
    }

    /// Rounded up: 60 first, and 0 only when it is over.
    #[wasm_bindgen(getter, js_name = remainingSeconds)]
    pub fn remaining_seconds(&self) -> f64 {
        self.0.remaining_seconds()
    }

    /// Whether `remainingMs` is 0.
    #[wasm_bindgen(getter, js_name = isExpired)]
    pub fn is_expired(&self) -> bool {
        self.0.remaining_ms() <= 0.0
    }

    /// Epoch milliseconds by the wall clock, for showing.
    #[wasm_bindgen(getter, js_name = expiresAt)]
    pub fn expires_at(&self) -> f64 {
        self.0.started_at.wall + self.0.duration_ms
    }

    /// Calls at once, then whenever the whole seconds change, then at zero. The returned function stops it. What a listener throws is
    /// reported as an unhandled rejection.
    #[wasm_bindgen(unchecked_return_type = "() => void")]
    pub fn subscribe(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(remainingSeconds: number) => void")] listener: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let invalid = |_| own::invalid("ERR_INVALID_ARGUMENT", "listener", "must be a function", None);
        let callback: Function = listener.clone().dyn_into().map_err(invalid)?;
        let id = self.0.add(callback);
        State::tick(&self.0);
        let state = Rc::downgrade(&self.0);
        let stop = move || {
            if let Some(state) = state.upgrade() {
                state.remove(id);
            }
        };
        Ok(Closure::<dyn FnMut()>::new(stop).into_js_value())
    }

    /// Stops listening, without reaching zero. Time, and a token's life, go on.
    pub fn cancel(&self) {
        self.0.clear();
    }
}

impl Countdown {
    /// From a moment on.
    pub fn new(started_at: Instant, duration_ms: f64, clock: Clock) -> Self {
        Self(Rc::new(State {
            clock,
            started_at,
            duration_ms,
            deadline: RefCell::new(Deadline::new(started_at, duration_ms)),
            listeners: RefCell::default(),
        }))
    }
}

impl State {
    fn remaining_ms(&self) -> f64 {
        let now = now(&self.clock);
        self.deadline.borrow_mut().remaining_ms(now)
    }

    fn remaining_seconds(&self) -> f64 {
        (self.remaining_ms() / 1000.0).ceil()
    }

    fn add(&self, callback: Function) -> u32 {
        let mut listeners = self.listeners.borrow_mut();
        let id = listeners.next_id;
        listeners.next_id = id.wrapping_add(1);
        listeners.all.push(Listener { id, callback, last_notified: f64::INFINITY });
        id
    }

    fn remove(&self, id: u32) {
        let mut listeners = self.listeners.borrow_mut();
        listeners.all.retain(|listener| listener.id != id);
        if listeners.all.is_empty() {
            listeners.rest();
        }
    }

    fn clear(&self) {
        let mut listeners = self.listeners.borrow_mut();
        listeners.all.clear();
        listeners.rest();
    }

    /// Tells those who have not heard of these seconds, and sets the timer for the next ones. Nothing is borrowed while a listener runs.
    fn tick(this: &Rc<Self>) {
        // The time and the listeners are looked at again after each one: it may have taken long, or stopped others.
        let (remaining_ms, seconds) = loop {
            let remaining_ms = this.remaining_ms();
            let seconds = (remaining_ms / 1000.0).ceil();
            let Some(callback) = this.take_due(seconds) else { break (remaining_ms, seconds) };
            if let Err(thrown) = callback.call1(&JsValue::UNDEFINED, &JsValue::from_f64(seconds)) {
                let _ = Promise::reject(&thrown);
            }
        };
        if remaining_ms <= 0.0 {
            this.clear();
        } else {
            this.set_timer(remaining_ms - (seconds - 1.0) * 1000.0);
        }
    }

    /// The first listener that has not heard of these seconds, which counts as told from now on.
    fn take_due(&self, seconds: f64) -> Option<Function> {
        let mut listeners = self.listeners.borrow_mut();
        let due = listeners.all.iter_mut().find(|listener| seconds < listener.last_notified)?;
        due.last_notified = seconds;
        Some(due.callback.clone())
    }

    fn set_timer(self: &Rc<Self>, ms: f64) {
        let mut listeners = self.listeners.borrow_mut();
        if listeners.all.is_empty() {
            return;
        }
        let state = Rc::clone(self);
        let on_time = listeners.on_time.get_or_insert_with(|| Closure::new(move || Self::tick(&state)));
        let run: JsValue = on_time.as_ref().clone();
        // Rounded up, since some runtimes cut fractions off and fire early.
        let timer = Timer::start(&self.clock, ms.ceil().max(1.0), &run);
        timer.unref();
        listeners.timer = Some(timer);
    }
}
