//! The options and the memory of one client.

use crate::flow::{Instant, Memory};
use crate::javascript::get;
use crate::protocol::{Application, PhoneCheck};
use js_sys::{Date, Function};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A replaceable clock. A caller's may throw.
    type Clock;
    #[wasm_bindgen(method, structural, catch)]
    fn now(this: &Clock) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn monotonic(this: &Clock) -> Result<f64, JsValue>;
}

/// A signed-in user's connection to one application.
#[wasm_bindgen]
pub struct Client(pub(super) Rc<Core>);

/// What the calls of a client share.
pub struct Core {
    pub application: Application,
    pub phone_check: PhoneCheck,
    memory: Cell<Memory>,
    /// A text, or what brings one.
    pub access_token: JsValue,
    /// The caller's own, or `None` for the global one.
    pub fetch: Option<Function>,
    pub on_request: Option<Function>,
    pub on_response: Option<Function>,
    clock: Clock,
}

#[wasm_bindgen]
impl Client {
    /// Takes `ClientOptions` as `createClient` has checked them: nothing is checked here again. `host` must be an origin without a
    /// trailing slash; `host` and `appId` are needed, the rest has the defaults of `createClient`. `has_forgotten`: whether there was
    /// another client for the same user, whose memory is lost.
    #[wasm_bindgen(constructor)]
    pub fn new(options: JsValue, has_forgotten: bool) -> Client {
        let mut text = |name: &str| text_option(&options, name);
        let phone_check = text("phoneCheck").as_deref().and_then(PhoneCheck::from_name);
        let option = |name| get(&options, name).unwrap_or(JsValue::UNDEFINED);
        let function = |name| option(name).dyn_into().ok();
        Self(Rc::new(Core {
            application: Application::new(&mut text),
            phone_check: phone_check.unwrap_or(PhoneCheck::Mobile),
            memory: Cell::new(Memory::new(has_forgotten)),
            access_token: option("accessToken"),
            fetch: function("fetch"),
            on_request: function("onRequest"),
            on_response: function("onResponse"),
            clock: option("clock").unchecked_into(),
        }))
    }
}

/// A text among the options. Not inlined: each of many calls would be all of it.
#[inline(never)]
fn text_option(options: &JsValue, name: &str) -> Option<String> {
    get(options, name).ok()?.as_string()
}

impl Core {
    /// Asks or changes what the client remembers. Taken out meanwhile, so that nothing can be borrowed twice.
    pub fn with_memory<R>(&self, ask: impl FnOnce(&mut Memory) -> R) -> R {
        let mut memory = self.memory.take();
        let answer = ask(&mut memory);
        self.memory.set(memory);
        answer
    }

    /// Whether anybody is told of requests and answers.
    pub fn has_hooks(&self) -> bool {
        self.on_request.is_some() || self.on_response.is_some()
    }

    /// The current time by the client's clock, or the wall clock alone where that has none.
    pub fn now(&self) -> Instant {
        let clock = &self.clock;
        let read = || Some(Instant { wall: clock.now().ok()?, monotonic: clock.monotonic().ok()? });
        let told = if clock.is_object() { read() } else { None };
        told.unwrap_or_else(|| {
            let wall = Date::now();
            Instant { wall, monotonic: wall }
        })
    }
}
