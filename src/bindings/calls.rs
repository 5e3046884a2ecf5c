//! The calls as plain functions. They never throw; anything but a client is a rejection.

use super::errors::own;
use crate::transport::member;
use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

/// Sends a pass code by SMS: `client.sendCode(request, options)`.
#[wasm_bindgen(js_name = sendCode, unchecked_return_type = "Promise<CodeSent>")]
pub fn send_code(
    #[wasm_bindgen(unchecked_param_type = "Client")] client: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "SendCodeRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
) -> Promise {
    call(client, "sendCode", &[request, options])
}

/// 发起修改手机号的验证请求: `client.updatePhoneRequest(request, options)`.
#[wasm_bindgen(js_name = updatePhoneRequest, unchecked_return_type = "Promise<UpdatePhoneRequestResponse>")]
pub fn update_phone_request(
    #[wasm_bindgen(unchecked_param_type = "Client")] client: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "UpdatePhoneRequest")] request: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
) -> Promise {
    call(client, "updatePhoneRequest", &[request, options])
}

/// 修改手机号: `client.updatePhone(token, options)`.
#[wasm_bindgen(js_name = updatePhone, unchecked_return_type = "Promise<UpdatePhoneResponse>")]
pub fn update_phone(
    #[wasm_bindgen(unchecked_param_type = "Client")] client: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "UpdatePhoneToken")] token: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
) -> Promise {
    call(client, "updatePhone", &[token, options])
}

/// Reads the signed-in user: `client.getProfile(options)`.
#[wasm_bindgen(js_name = getProfile, unchecked_return_type = "Promise<Profile>")]
pub fn get_profile(
    #[wasm_bindgen(unchecked_param_type = "Client")] client: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "CallOptions")] options: &JsValue,
) -> Promise {
    call(client, "getProfile", &[options])
}

/// Calls a method of a client by name, so that a value that is no client, or a freed one, is an exception that is caught here.
fn call(client: &JsValue, method: &str, arguments: &[&JsValue]) -> Promise {
    let called = member(client, method).and_then(|method| {
        let method: Function = method.dyn_into().map_err(|_| JsValue::UNDEFINED)?;
        match *arguments {
            [first, second] => method.call2(client, first, second),
            [only] => method.call1(client, only),
            _ => method.call0(client),
        }
    });
    called.map_or_else(
        |cause| {
            let cause = Some(cause).filter(|cause| !cause.is_undefined());
            Promise::reject(&own::invalid(
                "ERR_INVALID_ARGUMENT",
                "client",
                "must be a Client that was not freed",
                cause,
            ))
        },
        JsValue::unchecked_into,
    )
}
