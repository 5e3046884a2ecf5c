//! A call and its answer: the access token is had, the request sent, the hooks told. The one place that awaits.

use super::calls::complete;
use super::client::{Client, Core};
use super::errors::CallError;
use crate::javascript::{get, to_js};
use crate::protocol::{Answer, Authentication, Call, Detail, ErrorCode, Failure, Json, Operation, Secret, confirm};
use crate::transport::{self, NoAnswer, Patience, Received};
use js_sys::{Function, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;

/// Makes a call, with its own hold on the client, so that the client may be freed meanwhile.
pub fn exchange(client: &Client, call: Result<Call, CallError>, options: JsValue) -> Promise {
    let core = Rc::clone(&client.0);
    future_to_promise(async move {
        let outcome = match call {
            Ok(call) => answer(&core, &call, &options).await,
            Err(error) => Err(error),
        };
        outcome.map_err(|error| error.into_js(core.application.language))
    })
}

/// A refused access token is replaced once by a fresh one, since the service did nothing then; nothing else is tried again.
async fn answer(core: &Core, call: &Call, options: &JsValue) -> Result<JsValue, CallError> {
    let mut number = 1;
    loop {
        match attempt(core, call, options, number).await {
            Err(CallError::Failed { failure, .. }) if number == 1 && can_refresh(core, &failure) => number = 2,
            outcome => return outcome,
        }
    }
}

fn can_refresh(core: &Core, failure: &Failure) -> bool {
    failure.code == ErrorCode::NotSignedIn && failure.http_status.is_some() && core.function("accessToken").is_some()
}

async fn attempt(core: &Core, call: &Call, options: &JsValue, number: i32) -> Result<JsValue, CallError> {
    let operation = call.operation();
    let patience = patience(options)?;
    let provided = match provide_token(core, operation, number > 1, &patience) {
        Ok(promised) => patience.wait_for(&promised).await,
        Err(cause) => Err(cause),
    };
    let authorization = authorization(provided, operation, &patience)?;
    let prepared = transport::prepare(&call.to_http_request(&core.application, authorization.as_ref()), &patience);

    tell(core, "onRequest", operation, number, None);
    let sent_at = core.now();
    let received = transport::send(core.function("fetch").as_ref(), &prepared, &patience).await;
    let Received { answer, data } = received.map_err(|no_answer| CallError::without_answer(no_answer, operation))?;
    tell(core, "onResponse", operation, number, Some((&answer, core.now().monotonic - sent_at.monotonic)));

    let token = authorization.as_ref().and_then(|authorization| authorization.expose().strip_prefix(BEARER));
    let envelope = confirm(call, token, answer)?;
    Ok(complete(core, call, &envelope, data, sent_at))
}

/// The time limit that the TypeScript layer hands in as `startLimit`, or else just the caller's `signal`.
fn patience(options: &JsValue) -> Result<Patience, CallError> {
    let read = |name: &str| get(options, name).map_err(CallError::Aborted);
    Ok(match read("startLimit")?.dyn_into::<Function>() {
        Ok(start_limit) => Patience::limited(start_limit.call0(options).map_err(CallError::Aborted)?.unchecked_into()),
        Err(_) => Patience::unlimited(read("signal")?.dyn_into().ok()),
    })
}

/// How an access token is announced **\[K\]**.
const BEARER: &str = "Bearer ";

/// The option's string, or what its function returns or promises. A call that can do without waits half of the time at most.
fn provide_token(core: &Core, operation: Operation, refresh: bool, patience: &Patience) -> Result<JsValue, JsValue> {
    let option = core.option("accessToken");
    let Some(provide) = option.dyn_ref::<Function>() else { return Ok(option) };
    let promised = provide.call1(&JsValue::UNDEFINED, &to_js(&Json::Object(vec![("refresh", refresh.into())])))?;
    Ok(match operation.authentication() {
        Authentication::Required => promised,
        Authentication::Optional => patience.or_half_way(promised),
    })
}

/// [`BEARER`] with the token. A call that needs none goes on without when there is none to be had.
fn authorization(
    provided: Result<JsValue, JsValue>,
    operation: Operation,
    patience: &Patience,
) -> Result<Option<Secret>, CallError> {
    let cause = match provided.map_err(|cause| patience.explain(cause)) {
        Ok(value) => match value.as_string().filter(|token| is_header_value(token)) {
            Some(token) => return Ok(Some(Secret::new([BEARER, &token].concat()))),
            None => None,
        },
        Err(NoAnswer::Failed(cause)) => Some(cause),
        // The caller gave up, or time did: that ends the call whether it needs a token or not.
        Err(NoAnswer::TimedOut) => {
            return Err(Failure::local(ErrorCode::Timeout).with(Detail::AccessTokenTimedOut).into());
        }
        Err(other) => return Err(CallError::without_answer(other, operation)),
    };
    match operation.authentication() {
        Authentication::Optional => Ok(None),
        Authentication::Required => {
            let failure = Failure::of_operation(ErrorCode::NotSignedIn, Some(operation));
            Err(CallError::Failed { failure: failure.with(Detail::AccessTokenMissing), cause })
        }
    }
}

/// Visible ASCII: anything else would make fetch throw an error that quotes the token.
fn is_header_value(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Tells a hook of a request, or of its answer and how long it took: no secret, no number. A hook that throws breaks nothing.
fn tell(core: &Core, hook: &str, operation: Operation, attempt: i32, answer: Option<(&Answer, f64)>) {
    let Some(hook) = core.function(hook) else { return };
    let path = operation.path();
    let of_answer = answer.map(|(answer, _)| answer);
    let event = Json::Object(vec![
        ("operation", operation.name().into()),
        ("method", operation.method().as_str().into()),
        ("path", (&path).into()),
        ("attempt", attempt.into()),
        ("httpStatus", of_answer.map(|answer| answer.http_status).into()),
        ("statusCode", of_answer.and_then(|answer| answer.status_code()).into()),
        ("requestId", of_answer.and_then(|answer| answer.request_id()).into()),
        ("elapsedMs", answer.map(|(_, elapsed_ms)| elapsed_ms).into()),
    ]);
    let _ = hook.call1(&JsValue::UNDEFINED, &to_js(&event));
}
