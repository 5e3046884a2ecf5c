//! The countdown of a token or a cool-down, for programs without the TypeScript layer.

use super::client::now;
use super::errors::own;
use crate::flow::{Deadline, Instant};
use crate::transport::{Clock, Timer};
use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Remaining time until a deadline, by the larger of what the wall clock and the monotonic clock measured. A timer runs only while there are
/// listeners, until zero or `cancel`. It does not keep a Node.js process alive.
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
    /// The callback of the timer. It holds the countdown, so it exists only while there are listeners.
    on_timer: Option<Closure<dyn FnMut()>>,
    timer: Option<Timer>,
    next_id: u32,
}

impl Listeners {
    /// Drops the timer and its callback. A callback that is running is dropped when it returns.
    fn stop_timer(&mut self) {
        self.timer = None;
        self.on_timer = None;
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

    /// Calls the listener at once, then whenever the whole seconds change, then at zero. The returned function unsubscribes it. An exception
    /// of a listener is reported as an unhandled rejection.
    #[wasm_bindgen(unchecked_return_type = "() => void")]
    pub fn subscribe(
        &self,
        #[wasm_bindgen(unchecked_param_type = "(remainingSeconds: number) => void")] listener: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let invalid = |_| own::invalid("ERR_INVALID_ARGUMENT", "listener", "must be a function", None);
        let callback: Function = listener.clone().dyn_into().map_err(invalid)?;
        let id = self.0.add(callback);
        State::notify_due(&self.0);
        let state = Rc::downgrade(&self.0);
        let stop = move || {
            if let Some(state) = state.upgrade() {
                state.remove(id);
            }
        };
        Ok(Closure::<dyn FnMut()>::new(stop).into_js_value())
    }

    /// Unsubscribes all listeners before zero. The time itself goes on.
    pub fn cancel(&self) {
        self.0.clear();
    }
}

impl Countdown {
    /// A countdown from `started_at`.
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
            listeners.stop_timer();
        }
    }

    fn clear(&self) {
        let mut listeners = self.listeners.borrow_mut();
        listeners.all.clear();
        listeners.stop_timer();
    }

    /// Notifies the listeners that are due, and sets the timer for the next second. Nothing is borrowed while a listener runs.
    fn notify_due(this: &Rc<Self>) {
        // Time and listeners are read anew after each call: it may have taken long, or unsubscribed others.
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

    /// The first listener that was not notified of these seconds; marks it as notified.
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
        let on_timer = listeners.on_timer.get_or_insert_with(|| Closure::new(move || Self::notify_due(&state)));
        let run: JsValue = on_timer.as_ref().clone();
        // Rounded up, since some runtimes truncate fractions and fire early.
        let timer = Timer::start(&self.clock, ms.ceil().max(1.0), &run);
        timer.unref();
        listeners.timer = Some(timer);
    }
}
