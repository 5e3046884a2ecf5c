//! What the calls of one client share.

use crate::flow::Memory;
use crate::protocol::{Language, PhoneCheck};
use std::cell::{RefCell, RefMut};
use std::process::abort;
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
    memory: RefCell<Memory>,
}

#[wasm_bindgen]
impl Client {
    /// Nothing is checked here: `createClient` has. `language` and `phone_check` are their places in [`Language`] and [`PhoneCheck`].
    /// `options` are all there are, of which `transport.js` makes the requests. `has_forgotten`: whether there was another client for the
    /// same user, whose memory is lost.
    #[wasm_bindgen(constructor)]
    pub fn new(app_id: String, language: usize, phone_check: usize, options: JsValue, has_forgotten: bool) -> Client {
        Self(Rc::new(Core {
            app_id,
            language: Language::ALL.get(language).copied().unwrap_or(Language::EnUs),
            phone_check: PhoneCheck::ALL.get(phone_check).copied().unwrap_or(PhoneCheck::Mobile),
            options,
            memory: RefCell::new(Memory::new(has_forgotten)),
        }))
    }
}

impl Core {
    /// What the client remembers. One call of the module has it at a time, since no function of a caller's runs meanwhile; a panic would
    /// carry the places of its sources into the module.
    pub fn memory(&self) -> RefMut<'_, Memory> {
        self.memory.try_borrow_mut().unwrap_or_else(|_| abort())
    }
}
