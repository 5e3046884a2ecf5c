//! What the calls of one client share.

use crate::flow::Memory;
use crate::protocol::{Language, PhoneCheck, part};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A signed-in user's connection to one application.
#[wasm_bindgen]
pub struct Client(pub(super) Rc<Core>);

/// What the calls of a client share.
pub struct Core {
    pub app_id: String,
    pub language: Language,
    pub phone_check: PhoneCheck,
    /// `ClientOptions`, for who makes the calls.
    pub options: JsValue,
    memory: Cell<Memory>,
}

#[wasm_bindgen]
impl Client {
    /// Nothing is checked here: `createClient` has. `texts`: `appId`, `language`, `phoneCheck`. `options` are all of them, of which
    /// `transport.js` makes the requests. `has_forgotten`: whether there was another client for the same user, whose memory is lost.
    #[wasm_bindgen(constructor)]
    pub fn new(texts: &str, options: JsValue, has_forgotten: bool) -> Client {
        Self(Rc::new(Core {
            app_id: part(texts, 0).to_owned(),
            language: Language::from_name(part(texts, 1)).unwrap_or(Language::EnUs),
            phone_check: PhoneCheck::from_name(part(texts, 2)).unwrap_or(PhoneCheck::Mobile),
            options,
            memory: Cell::new(Memory::new(has_forgotten)),
        }))
    }
}

impl Core {
    /// Asks or changes what the client remembers. Taken out meanwhile, so that nothing can be borrowed twice.
    pub fn with_memory<R>(&self, ask: impl FnOnce(&mut Memory) -> R) -> R {
        let mut memory = self.memory.take();
        let answer = ask(&mut memory);
        self.memory.set(memory);
        answer
    }
}
