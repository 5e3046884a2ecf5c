//! The exports of the WebAssembly module, in Node and in browsers, over a `fetch` that each test makes for itself.

#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on is to fail; clippy does not see that these are tests"
)]

use js_sys::{Array, Error, Function, JSON, Object, Promise, Reflect};
use update_phone::bindings::{Client, parse_phone, update_phone, update_phone_request};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

/// An object from JSON text.
fn json(text: &str) -> JsValue {
    JSON::parse(text).unwrap()
}

fn member(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |at, name| Reflect::get(&at, &name.into()).unwrap())
}

fn text(object: &JsValue, path: &str) -> String {
    member(object, path).as_string().unwrap_or_else(|| panic!("{path} is no string"))
}

/// A client whose fetch is the given body of a function of `url`, `init` and `calls`, where the calls are collected.
fn client_with(access_token: JsValue, fetch_body: &str) -> (Client, Array) {
    let calls = Array::new();
    let make = Function::new_with_args(
        "calls",
        &format!("return (url, init) => {{ calls.push({{ url, init }}); {fetch_body} }}"),
    );
    let fetch = make.call1(&JsValue::UNDEFINED, &calls).unwrap();
    let options = json(r#"{ "host": "https://example.authing.cn", "appId": "app-1", "language": "en-US" }"#);
    Reflect::set(&options, &"accessToken".into(), &access_token).unwrap();
    Reflect::set(&options, &"fetch".into(), &fetch).unwrap();
    (Client::new(&options).unwrap(), calls)
}

/// A call of a client.
type Call = fn(&Client, &JsValue) -> Promise;

const REQUEST: Call = |client, options| {
    let request = r#"{ "newPhoneCountryCode": "86", "newPhoneNumber": "188 1234 5678", "newPhonePassCode": "1234" }"#;
    client.update_phone_request(&json(request), options)
};
const UPDATE: Call = |client, options| client.update_phone(&"t".into(), options);
const PROFILE: Call = |client, options| client.get_profile(options);
const SEND_CODE: Call =
    |client, options| client.send_code(&json(r#"{ "purpose": "old", "phone": "+86 188 1234 5678" }"#), options);

fn run(client: &Client, call: Call, options: JsValue) -> Promise {
    call(client, &options)
}

fn client(fetch_body: &str) -> (Client, Array) {
    client_with("secret-access-token".into(), fetch_body)
}

/// A fetch that answers with a body.
fn answering(body: &str) -> String {
    format!("return Promise.resolve(new Response({}, {{ status: 200 }}))", JSON::stringify(&body.into()).unwrap())
}

async fn settled(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

async fn error_code(promise: Promise) -> String {
    text(&settled(promise).await.unwrap_err(), "code")
}

fn none() -> JsValue {
    JsValue::UNDEFINED
}

#[wasm_bindgen_test]
fn parse_phone_takes_all_three_forms() {
    let parsed = |input: JsValue, options: &str| parse_phone(&input, &json(options)).unwrap();
    for phone in [
        parsed("+86 188 1234 5678".into(), "null"),
        parsed(json(r#"{ "countryCode": "0086", "number": "188 1234 5678" }"#), "null"),
        parsed(json(r#"{ "region": "cn", "number": "188 1234 5678" }"#), "null"),
        parsed("188 1234 5678".into(), r#"{ "defaultRegion": "CN" }"#),
    ] {
        assert_eq!(
            String::from(JSON::stringify(&phone).unwrap()),
            concat!(
                r#"{"countryCode":"+86","nationalNumber":"18812345678","e164":"+8618812345678","region":"CN","type":"mobile","#,
                r#""isPossible":true,"isValid":true,"nationalFormat":"188 1234 5678","#,
                r#""internationalFormat":"+86 188 1234 5678"}"#
            )
        );
    }
    assert_eq!(text(&parsed("".into(), "null"), "issue"), "empty");
    assert!(parse_phone(&7.into(), &none()).is_err());
}

#[wasm_bindgen_test]
async fn the_request_is_the_documented_one() {
    let (client, calls) = client(&answering(
        r#"{ "statusCode": 200, "message": "ok", "apiCode": 0, "data": { "updatePhoneToken": "t", "tokenExpiresIn": 60 } }"#,
    ));
    let answer = settled(REQUEST(&client, &none())).await.unwrap();
    assert_eq!(text(&answer, "data.updatePhoneToken"), "t");
    assert_eq!(member(&answer, "data.tokenExpiresIn"), 60);
    assert_eq!(member(&answer, "countdown.remainingSeconds"), 60);
    assert_eq!(member(&answer, "countdown.isExpired"), false);

    let call = calls.get(0);
    assert_eq!(text(&call, "url"), "https://example.authing.cn/api/v3/verify-update-phone-request");
    assert_eq!(text(&call, "init.method"), "POST");
    assert_eq!(text(&call, "init.credentials"), "omit");
    assert_eq!(text(&call, "init.redirect"), "manual");
    assert_eq!(text(&call, "init.headers.authorization"), "Bearer secret-access-token");
    assert_eq!(text(&call, "init.headers.x-authing-app-id"), "app-1");
    assert_eq!(
        text(&call, "init.body"),
        r#"{"verifyMethod":"PHONE_PASSCODE","phonePassCodePayload":{"newPhoneCountryCode":"+86","newPhoneNumber":"18812345678","newPhonePassCode":"1234"}}"#
    );
}

#[wasm_bindgen_test]
async fn a_get_has_no_body_and_gives_the_data_as_it_is() {
    let (client, calls) =
        client(&answering(r#"{ "statusCode": 200, "message": "", "data": { "userId": "u", "x": [1] } }"#));
    let profile = settled(run(&client, PROFILE, none())).await.unwrap();
    assert_eq!(text(&profile, "userId"), "u");
    assert_eq!(member(&profile, "x.0"), 1);
    assert!(member(&calls.get(0), "init.body").is_undefined());
}

#[wasm_bindgen_test]
async fn every_way_of_fetch_to_fail_settles_the_promise() {
    for (fetch_body, expected) in [
        ("throw new TypeError('at once')", "ERR_NETWORK"),
        ("throw undefined", "ERR_NETWORK"),
        ("return Promise.reject('a string')", "ERR_NETWORK"),
        ("return Promise.reject(undefined)", "ERR_NETWORK"),
        ("return undefined", "ERR_BAD_RESPONSE"),
        ("return Promise.resolve(42)", "ERR_BAD_RESPONSE"),
        ("return Promise.resolve({ get status() { throw new Error('no') } })", "ERR_BAD_RESPONSE"),
        (
            "return Promise.resolve({ status: 200, headers: null, text() { throw new Error('no') } })",
            "ERR_BAD_RESPONSE",
        ),
        (
            "return Promise.resolve({ status: 200, headers: new Headers(), text: () => Promise.reject('cut') })",
            "ERR_BAD_RESPONSE",
        ),
        ("return Promise.resolve(new Response('<html>', { status: 200 }))", "ERR_BAD_RESPONSE"),
        ("return Promise.resolve(new Response('<html>', { status: 502 }))", "ERR_SERVER"),
        ("return Promise.resolve(new Response('', { status: 200 }))", "ERR_BAD_RESPONSE"),
        ("return Promise.resolve(new Response('{\"statusCode\": 2', { status: 200 }))", "ERR_BAD_RESPONSE"),
        (
            "return Promise.resolve(new Response('null', { status: 429, headers: { 'retry-after': '7' } }))",
            "ERR_RATE_LIMITED",
        ),
        ("return Promise.resolve(new Response('[]', { status: 200 }))", "ERR_BAD_RESPONSE"),
        (
            "return Promise.resolve({ status: 302, headers: new Headers(), text: () => '{\"statusCode\": 200, \"data\": { \"updatePhoneToken\": \"t\" } }' })",
            "ERR_BAD_RESPONSE",
        ),
        ("return Promise.resolve(Response.error())", "ERR_BAD_RESPONSE"),
        ("return Promise.resolve(new Response('{\"statusCode\": 200, \"data\": {}}'))", "ERR_BAD_RESPONSE"),
    ] {
        let (client, _) = client(fetch_body);
        assert_eq!(error_code(run(&client, REQUEST, none())).await, expected, "{fetch_body}");
    }
}

#[wasm_bindgen_test]
async fn a_failure_is_an_error_with_its_facts() {
    let (client, _) =
        client("return Promise.resolve(new Response('null', { status: 429, headers: { 'retry-after': '7' } }))");
    let error = settled(run(&client, PROFILE, none())).await.unwrap_err();
    assert!(error.is_instance_of::<Error>());
    assert_eq!(text(&error, "name"), "UpdatePhoneError");
    assert_eq!(text(&error, "recovery"), "wait");
    assert_eq!(member(&error, "retryAfterMs"), 7000);
    assert_eq!(member(&error, "httpStatus"), 429);
    assert_eq!(text(&error, "message"), "Too many requests. Wait a moment, then try again.");
}

/// A controller, and call options with its signal.
fn abortable() -> (AbortController, JsValue) {
    let controller = AbortController::new().unwrap();
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &controller.signal()).unwrap();
    (controller, options.into())
}

#[wasm_bindgen_test]
async fn an_abort_passes_the_callers_reason_through_untouched() {
    let (controller, options) = abortable();
    let (client, calls) = client(
        "return new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)))",
    );
    let answer = run(&client, PROFILE, options);
    while calls.length() == 0 {
        settled(Promise::resolve(&none())).await.unwrap();
    }
    controller.abort_with_reason(&"my reason".into());
    assert_eq!(settled(answer).await.unwrap_err(), "my reason");
}

#[wasm_bindgen_test]
async fn after_an_abort_nothing_is_sent_any_more() {
    let (controller, options) = abortable();
    let (client, calls) = client(&answering(r#"{ "statusCode": 200 }"#));
    let answer = run(&client, PROFILE, options);
    controller.abort_with_reason(&"before the first step".into());
    assert_eq!(settled(answer).await.unwrap_err(), "before the first step");
    assert_eq!(calls.length(), 0);
}

#[wasm_bindgen_test]
async fn a_token_that_is_no_header_value_is_not_sent_and_not_quoted() {
    let provider = Function::new_no_args("return 'secret\\ntoken'");
    let (client, calls) = client_with(provider.into(), &answering(r#"{ "statusCode": 200 }"#));
    let error = settled(run(&client, PROFILE, none())).await.unwrap_err();
    assert_eq!(text(&error, "code"), "ERR_NOT_SIGNED_IN");
    assert!(!text(&error, "message").contains("secret"));
    assert_eq!(calls.length(), 0);
}

#[wasm_bindgen_test]
async fn a_token_provider_is_asked_once_more_after_a_401() {
    let provider = Function::new_with_args("context", "return Promise.resolve(context.refresh ? 'fresh' : 'stale')");
    let (client, calls) = client_with(
        provider.into(),
        "const isFresh = init.headers.authorization === 'Bearer fresh';
         return Promise.resolve(new Response(JSON.stringify(isFresh ? { statusCode: 200, data: { userId: 'u' } } : { statusCode: 401 })))",
    );
    assert_eq!(text(&settled(run(&client, PROFILE, none())).await.unwrap(), "userId"), "u");
    assert_eq!(calls.length(), 2);
}

#[wasm_bindgen_test]
async fn a_401_with_a_plain_token_is_not_sent_again() {
    let (client, calls) = client(&answering(r#"{ "statusCode": 401, "message": "x" }"#));
    assert_eq!(error_code(run(&client, PROFILE, none())).await, "ERR_NOT_SIGNED_IN");
    assert_eq!(calls.length(), 1);
}

#[wasm_bindgen_test]
async fn send_code_goes_on_without_a_token_where_the_others_do_not() {
    let provider = Function::new_no_args("throw new Error('signed out')");
    let (client, calls) = client_with(provider.into(), &answering(r#"{ "statusCode": 200, "message": "ok" }"#));
    let sent = settled(run(&client, SEND_CODE, none())).await.unwrap();
    assert_eq!(member(&sent, "statusCode").as_f64(), Some(200.0));
    assert!(text(&calls.get(0), "init.body").contains("CHANNEL_UNBIND_PHONE"));
    assert!(member(&calls.get(0), "init.headers.authorization").is_undefined());

    let error = settled(run(&client, PROFILE, none())).await.unwrap_err();
    assert_eq!(text(&error, "code"), "ERR_NOT_SIGNED_IN");
    assert_eq!(text(&error, "cause.message"), "signed out");
    assert!(text(&error, "message").contains("accessToken"));
}

#[wasm_bindgen_test]
async fn a_token_is_spent_once() {
    let (client, calls) = client(&answering(
        r#"{ "statusCode": 200, "message": "ok", "data": { "updatePhoneToken": "t", "tokenExpiresIn": 60 } }"#,
    ));
    settled(run(&client, REQUEST, none())).await.unwrap();
    let answer = settled(run(&client, UPDATE, none())).await.unwrap();
    assert_eq!(text(&answer, "outcome"), "confirmed");
    assert_eq!(text(&calls.get(1), "init.body"), r#"{"updatePhoneToken":"t"}"#);
    assert_eq!(error_code(run(&client, UPDATE, none())).await, "ERR_UPDATE_TOKEN_SPENT");
    assert_eq!(calls.length(), 2);
}

#[wasm_bindgen_test]
async fn arguments_that_cannot_be_used_are_named_and_nothing_is_sent() {
    let (client, calls) = client(&answering(r#"{ "statusCode": 200 }"#));
    let refused = async |promise: Promise| {
        let error = settled(promise).await.unwrap_err();
        assert_eq!(text(&error, "code"), "ERR_INVALID_ARGUMENT");
        text(&error, "field")
    };
    for (request, field) in [
        ("null", "newPhoneCountryCode"),
        ("{}", "newPhoneCountryCode"),
        (r#"{ "newPhoneCountryCode": "+86" }"#, "newPhoneNumber"),
        (r#"{ "newPhoneCountryCode": "+86", "newPhoneNumber": 188 }"#, "newPhoneNumber"),
    ] {
        assert_eq!(refused(client.update_phone_request(&json(request), &none())).await, field);
    }
    for token in ["null", r#""""#, r#"{ "data": { "updatePhoneToken": 7 } }"#] {
        assert_eq!(refused(client.update_phone(&json(token), &none())).await, "updatePhoneToken");
    }
    for (request, field) in [
        (r#"{ "purpose": "both", "phone": "+86 18812345678" }"#, "purpose"),
        (r#"{ "purpose": "new", "channel": "X", "phone": "+86 18812345678" }"#, "channel"),
        (r#"{ "purpose": "new" }"#, "phone"),
    ] {
        assert_eq!(refused(client.send_code(&json(request), &none())).await, field);
    }
    assert_eq!(calls.length(), 0);
}

#[wasm_bindgen_test]
async fn hooks_hear_no_secrets_and_may_throw_or_reject() {
    let options =
        json(r#"{ "host": "https://example.authing.cn", "appId": "app-1", "accessToken": "secret-access-token" }"#);
    let told = Array::new();
    for (name, ending) in [("onRequest", "throw"), ("onResponse", "return Promise.reject")] {
        let body = format!("return (event) => {{ told.push(event); {ending}(new Error('mine')) }}");
        let hook = Function::new_with_args("told", &body).call1(&none(), &told).unwrap();
        Reflect::set(&options, &name.into(), &hook).unwrap();
    }
    let fetch =
        Function::new_no_args(&answering(r#"{ "statusCode": 200, "requestId": "r-1", "data": { "userId": "u" } }"#));
    Reflect::set(&options, &"fetch".into(), &fetch).unwrap();
    let client = Client::new(&options).unwrap();
    settled(run(&client, PROFILE, none())).await.unwrap();
    assert_eq!(
        String::from(JSON::stringify(&told.get(0)).unwrap()),
        r#"{"operation":"get-profile","method":"GET","path":"/api/v3/get-profile","attempt":1}"#
    );
    assert_eq!(text(&told.get(1), "requestId"), "r-1");
    assert_eq!(member(&told.get(1), "statusCode"), 200);
}

#[wasm_bindgen_test]
async fn plain_functions_reject_whatever_they_are_given_for_a_client() {
    for client in [none(), JsValue::NULL, 7.into(), Object::new().into()] {
        for call in [update_phone_request, update_phone] {
            let error = settled(call(&client, &"t".into(), &none())).await.unwrap_err();
            assert_eq!(text(&error, "code"), "ERR_INVALID_ARGUMENT");
            assert!(text(&error, "message").contains("client:"));
        }
    }
}

#[wasm_bindgen_test]
async fn a_limit_ends_a_call_that_nobody_answers() {
    let (client, calls) = client("return new Promise(() => {})");
    let options = json(r#"{ "timeoutMs": 20 }"#);
    assert_eq!(error_code(run(&client, REQUEST, options)).await, "ERR_TIMEOUT");
    assert_eq!(member(&calls.get(0), "init.signal.aborted"), true);
}
