//! Calls in two steps, for the TypeScript layer: it joins equal calls and looks for cool-downs in between.

use super::arguments::{ReadCall, read_send_code, read_update_phone, read_update_phone_request};
use super::client::{Client, Core, run};
use super::errors::CallError;
use crate::flow::key_of;
use crate::protocol::{Call, PhoneCheck};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A call whose arguments were read and judged. It holds on to what its client remembers, so that the client may be freed before it.
/// `run` frees it; one that is not run is freed by `free`.
#[wasm_bindgen]
pub struct PreparedCall {
    core: Rc<Core>,
    read: ReadCall,
}

#[wasm_bindgen]
impl PreparedCall {
    /// What makes two calls of a client the same one; that of a sending is the key of its cool-down too.
    #[wasm_bindgen(getter)]
    pub fn key(&self) -> String {
        key_of(&self.read.call, &self.core.application.app_id)
    }

    /// Makes the call.
    #[wasm_bindgen(unchecked_return_type = "Promise<unknown>")]
    pub fn run(self, #[wasm_bindgen(unchecked_param_type = "RunOptions")] options: &JsValue) -> Promise {
        run(&self.core, || Ok(self.read), options)
    }
}

#[wasm_bindgen]
impl Client {
    /// `phoneCheck`: instead of the client's. Throws what is wrong with the request.
    #[wasm_bindgen(js_name = prepareSendCode)]
    pub fn prepare_send_code(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SendCodeRequest")] request: &JsValue,
        #[wasm_bindgen(js_name = phoneCheck, unchecked_optional_param_type = "PhoneCheck")] phone_check: &JsValue,
    ) -> Result<PreparedCall, JsValue> {
        self.prepare(read_send_code(request, self.check(phone_check)))
    }

    /// `phoneCheck`: instead of the client's. Throws what is wrong with the request.
    #[wasm_bindgen(js_name = prepareUpdatePhoneRequest)]
    pub fn prepare_update_phone_request(
        &self,
        #[wasm_bindgen(unchecked_param_type = "UpdatePhoneRequest")] request: &JsValue,
        #[wasm_bindgen(js_name = phoneCheck, unchecked_optional_param_type = "PhoneCheck")] phone_check: &JsValue,
    ) -> Result<PreparedCall, JsValue> {
        self.prepare(read_update_phone_request(request, self.check(phone_check)))
    }

    /// Throws what is wrong with the token.
    #[wasm_bindgen(js_name = prepareUpdatePhone)]
    pub fn prepare_update_phone(
        &self,
        #[wasm_bindgen(unchecked_param_type = "UpdatePhoneToken")] token: &JsValue,
    ) -> Result<PreparedCall, JsValue> {
        self.prepare(read_update_phone(token))
    }

    /// A read of the profile.
    #[wasm_bindgen(js_name = prepareGetProfile)]
    pub fn prepare_get_profile(&self) -> PreparedCall {
        PreparedCall { core: Rc::clone(&self.0), read: Call::GetProfile.into() }
    }
}

impl Client {
    fn check(&self, name: &JsValue) -> PhoneCheck {
        name.as_string().as_deref().and_then(PhoneCheck::from_name).unwrap_or(self.0.phone_check)
    }

    fn prepare(&self, read: Result<ReadCall, CallError>) -> Result<PreparedCall, JsValue> {
        let core = Rc::clone(&self.0);
        match read {
            Ok(read) => Ok(PreparedCall { core, read }),
            Err(error) => Err(error.into_js(core.application.language)),
        }
    }
}
