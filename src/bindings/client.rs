//! What the calls of one client share.

use super::arguments::{ReadCall, read_send_code, read_update_phone, read_update_phone_request};
use super::errors::CallError;
use super::exchange::Exchange;
use super::options::CallOptions;
use super::promise::{guard, promise};
use crate::flow::{Instant, Memory};
use crate::protocol::{Application, Call, PhoneCheck};
use crate::transport::{Clock, Reading};
use js_sys::{Function, Promise};
use std::cell::{RefCell, RefMut};
use std::process::abort;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A client of one application for one signed-in user. `free` releases its memory; calls in flight go on.
#[wasm_bindgen]
pub struct Client(pub(super) Rc<Core>);

/// What the calls of a client share.
pub struct Core {
    pub application: Application,
    pub phone_check: PhoneCheck,
    /// For one request.
    pub timeout_ms: f64,
    pub memory: RefCell<Memory>,
    /// A text, or a function that returns a text or a promise of one.
    pub access_token: JsValue,
    /// The caller's; `None` for the runtime's.
    pub fetch: Option<Function>,
    pub on_request: Option<Function>,
    pub on_response: Option<Function>,
    pub clock: Clock,
}

impl Core {
    /// The client's memory. No function of the caller runs while it is borrowed, so it is never borrowed twice.
    pub fn memory(&self) -> RefMut<'_, Memory> {
        self.memory.try_borrow_mut().unwrap_or_else(|_| abort())
    }

    /// The current time by the client's clock.
    pub fn now(&self) -> Instant {
        now(&self.clock)
    }
}

/// The current time by a clock.
pub fn now(clock: &Clock) -> Instant {
    let Reading { wall, monotonic } = clock.read();
    Instant { wall, monotonic }
}

#[wasm_bindgen]
impl Client {
    /// Makes a client. Sends nothing. Throws `ERR_INVALID_OPTIONS`, which names the option.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "ClientOptions")] options: &JsValue) -> Result<Client, JsValue> {
        Ok(Self(Rc::new(Core::new(options)?)))
    }

    /// Sends a pass code by SMS. The access token is optional: it is sent if there is one.
    #[wasm_bindgen(js_name = sendCode, unchecked_return_type = "Promise<CodeSent>")]
    pub fn send_code(
        &self,
        #[wasm_bindgen(unchecked_param_type = "SendCodeRequest")] request: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        run(&self.0, || read_send_code(request, self.0.phone_check), options)
    }

    /// 发起修改手机号的验证请求: verifies the numbers by their pass codes. The answer has the token for `updatePhone`.
    #[wasm_bindgen(js_name = updatePhoneRequest, unchecked_return_type = "Promise<UpdatePhoneRequestResponse>")]
    pub fn update_phone_request(
        &self,
        #[wasm_bindgen(unchecked_param_type = "UpdatePhoneRequest")] request: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        run(&self.0, || read_update_phone_request(request, self.0.phone_check), options)
    }

    /// 修改手机号: spends the token. Refuses an expired or spent token of this client without a request. If the answer is lost, the profile
    /// decides.
    #[wasm_bindgen(js_name = updatePhone, unchecked_return_type = "Promise<UpdatePhoneResponse>")]
    pub fn update_phone(
        &self,
        #[wasm_bindgen(unchecked_param_type = "UpdatePhoneToken")] token: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        run(&self.0, || read_update_phone(token), options)
    }

    /// Reads the signed-in user, with three attempts at most.
    #[wasm_bindgen(js_name = getProfile, unchecked_return_type = "Promise<Profile>")]
    pub fn get_profile(
        &self,
        #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
    ) -> Promise {
        run(&self.0, || Ok(Call::GetProfile.into()), options)
    }
}

/// Makes a call. It keeps the client's data alive, so that the client may be freed meanwhile. Before this returns, no function of the caller
/// runs except getters of the arguments.
pub fn run(core: &Rc<Core>, read: impl FnOnce() -> Result<ReadCall, CallError>, options: &JsValue) -> Promise {
    let ready = guard(|| Ok((read()?, CallOptions::read(options, core)?)));
    start(Rc::clone(core), ready.unwrap_or_else(|error| Err(CallError::Aborted(error))))
}

fn start(core: Rc<Core>, ready: Result<(ReadCall, CallOptions), CallError>) -> Promise {
    promise(async move {
        let language = core.application.language;
        let outcome = async {
            let (ReadCall { call, phone }, options) = ready?;
            let completed = Exchange { core: &core, options }.run(&call).await?;
            Ok(completed.into_js(phone, &core.clock))
        };
        outcome.await.map_err(|error: CallError| error.into_js(language))
    })
}
