//! Calls in two steps, prepare and run, for the TypeScript layer, which joins equal calls and checks cool-downs in between.

use super::arguments::{ReadCall, read_send_code, read_update_phone, read_update_phone_request};
use super::client::{Client, Core, run};
use super::errors::CallError;
use crate::flow::key_of;
use crate::protocol::{Call, PhoneCheck};
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A call whose arguments were read and judged. It keeps the client's memory alive, so that the client may be freed first. `run` frees it;
/// a call that is not run is freed by `free`.
#[wasm_bindgen]
pub struct PreparedCall {
    core: Rc<Core>,
    read: ReadCall,
}

#[wasm_bindgen]
impl PreparedCall {
    /// Equal calls of a client have equal keys. The key of a sending is also the key of its cool-down.
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
    /// `phoneCheck`: overrides the client's. Throws the failure if the request cannot be sent.
    #[wasm_bindgen(js_name = prepareSendCode)]
    pub fn prepare_send_code(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SendCodeRequest")] request: &JsValue,
        #[wasm_bindgen(js_name = phoneCheck, unchecked_optional_param_type = "PhoneCheck")] phone_check: &JsValue,
    ) -> Result<PreparedCall, JsValue> {
        self.prepare(read_send_code(request, self.check(phone_check)))
    }

    /// `phoneCheck`: overrides the client's. Throws the failure if the request cannot be sent.
    #[wasm_bindgen(js_name = prepareUpdatePhoneRequest)]
    pub fn prepare_update_phone_request(
        &self,
        #[wasm_bindgen(unchecked_param_type = "UpdatePhoneRequest")] request: &JsValue,
        #[wasm_bindgen(js_name = phoneCheck, unchecked_optional_param_type = "PhoneCheck")] phone_check: &JsValue,
    ) -> Result<PreparedCall, JsValue> {
        self.prepare(read_update_phone_request(request, self.check(phone_check)))
    }

    /// Throws `ERR_INVALID_ARGUMENT` for anything but a token.
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
