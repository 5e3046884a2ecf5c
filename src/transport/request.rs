//! Sends a request.

use super::values::to_js;
use crate::protocol::{Application, Call, Operation, TextMembers};
use gloo_net::http::Method;
use js_sys::{Function, JSON};
use std::cell::OnceCell;
use wasm_bindgen::prelude::*;
use web_sys::{AbortSignal, Request, RequestCache, RequestCredentials, RequestInit, RequestRedirect};

#[wasm_bindgen]
extern "C" {
    /// `globalThis.fetch`, looked up at each call, so that a replacement is used.
    #[wasm_bindgen(js_name = fetch, catch)]
    fn global_fetch(url: &str, init: &RequestInit) -> Result<JsValue, JsValue>;
}

/// The HTTP method of an operation.
pub fn method_of(operation: Operation) -> &'static str {
    static READ: Method = Method::GET;
    static WRITE: Method = Method::POST;
    if operation.is_read() { READ.as_str() } else { WRITE.as_str() }
}

/// Calls fetch, the caller's or the runtime's, with the documented request **\[A\]\[K\]**. Returns the result of fetch; fails with its exception.
pub fn send(
    fetch: Option<&Function>,
    application: &Application,
    call: &Call,
    access_token: Option<&str>,
    signal: &AbortSignal,
) -> Result<JsValue, JsValue> {
    let operation = call.operation();
    let url = [&application.host, operation.path().as_str()].concat();
    let authorization = access_token.map(|token| ["Bearer ", token].concat());
    let payload = call.payload();

    let mut headers = TextMembers::default();
    for (name, value) in &application.headers {
        headers.add(name, value);
    }
    if let Some(authorization) = &authorization {
        headers.add("authorization", authorization);
    }
    if payload.is_some() {
        headers.add("content-type", "application/json");
    }

    let init = RequestInit::new();
    init.set_method(method_of(operation));
    // A plain object: every implementation of fetch takes one, and some runtimes have no `Headers`.
    init.set_headers(&to_js(&headers));
    if let Some(payload) = payload {
        init.set_body(&JSON::stringify(&to_js(&payload))?.into());
    }
    // No cookies, and no redirects, which could carry the token elsewhere (workerd does not know `"error"`).
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Manual);
    if operation.is_read() && has_cache_member() {
        init.set_cache(RequestCache::NoStore);
    }
    init.set_signal(Some(signal));
    match fetch {
        Some(fetch) => fetch.call2(&JsValue::UNDEFINED, &JsValue::from_str(&url), &init),
        None => global_fetch(&url, &init),
    }
}

/// Whether requests of this runtime take the member `cache`: workerd with an old compatibility date refuses it.
fn has_cache_member() -> bool {
    thread_local! {
        static ANSWER: OnceCell<bool> = const { OnceCell::new() };
    }
    let ask = || {
        let init = RequestInit::new();
        init.set_cache(RequestCache::NoStore);
        Request::new_with_str_and_init("https://localhost/", &init).is_ok()
    };
    ANSWER.with(|answer| *answer.get_or_init(ask))
}
