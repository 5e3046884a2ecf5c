//! One call and its answer: the access token is had, the request sent, the hooks told.

use super::client::Core;
use super::errors::CallError;
use crate::flow::Instant;
use crate::javascript::{get, to_js};
use crate::protocol::{Authentication, Call, Detail, Envelope, ErrorCode, Failure, Json, Operation, Secret, confirm};
use crate::transport::{self, NoAnswer, Patience};
use js_sys::Function;
use wasm_bindgen::prelude::*;

/// A success.
pub struct Exchange {
    pub envelope: Envelope,
    /// `data` as the engine parsed it.
    pub raw_data: JsValue,
    /// When the request was sent: from then on the service may count.
    pub sent_at: Instant,
}

/// Makes a call. A refused access token is replaced once by a fresh one, since the service did nothing then; nothing else is tried
/// again. `secrets` are masked in what the service says.
pub async fn exchange(core: &Core, call: &Call, secrets: &[&str], options: &JsValue) -> Result<Exchange, CallError> {
    let mut number = 1;
    loop {
        match attempt(core, call, secrets, options, number).await {
            Err(CallError::Failed { failure, .. })
                if number == 1 && core.access_token.is_function() && was_refused_access(&failure) =>
            {
                number = 2;
            }
            outcome => return outcome,
        }
    }
}

fn was_refused_access(failure: &Failure) -> bool {
    failure.code == ErrorCode::NotSignedIn && failure.http_status.is_some()
}

async fn attempt(
    core: &Core,
    call: &Call,
    secrets: &[&str],
    options: &JsValue,
    number: i32,
) -> Result<Exchange, CallError> {
    let operation = call.operation();
    let patience = patience(options)?;
    let access_token = access_token(core, operation, number > 1, &patience).await?;
    let request = call.to_http_request(&core.application, access_token.as_ref());

    // What hooks are told: no secret, no number.
    let path = operation.path();
    let mut event: Vec<(&str, Json<'_>)> = vec![
        ("operation", operation.name().into()),
        ("method", request.method.as_str().into()),
        ("path", (&path).into()),
        ("attempt", number.into()),
    ];
    tell(core.on_request.as_ref(), &event);

    let sent_at = core.now();
    let received = transport::send(core.fetch.as_ref(), &request, &patience)
        .await
        .map_err(|no_answer| CallError::without_answer(no_answer, operation))?;

    event.extend([
        ("httpStatus", received.answer.http_status.into()),
        ("statusCode", received.answer.status_code().into()),
        ("requestId", received.answer.request_id().into()),
        ("elapsedMs", (core.now().monotonic - sent_at.monotonic).into()),
    ]);
    tell(core.on_response.as_ref(), &event);
    drop(event);

    Ok(Exchange { envelope: confirm(operation, received.answer, secrets)?, raw_data: received.data, sent_at })
}

/// The time limit that the TypeScript layer hands in as `startLimit`, or else just the caller's `signal`.
fn patience(options: &JsValue) -> Result<Patience, CallError> {
    let read = |name: &str| get(options, name).map_err(CallError::Aborted);
    Ok(match read("startLimit")?.dyn_into::<Function>() {
        Ok(start_limit) => Patience::limited(start_limit.call0(options).map_err(CallError::Aborted)?.unchecked_into()),
        Err(_) => Patience::unlimited(read("signal")?.dyn_into().ok()),
    })
}

/// The option's string, or what its function returns. A call that needs none goes on without when there is none to be had.
async fn access_token(
    core: &Core,
    operation: Operation,
    refresh: bool,
    patience: &Patience,
) -> Result<Option<Secret>, CallError> {
    let provided = match core.access_token.dyn_ref::<Function>() {
        None => Ok(core.access_token.clone()),
        Some(provide) => {
            match provide.call1(&JsValue::UNDEFINED, &to_js(&Json::Object(vec![("refresh", refresh.into())]))) {
                Ok(promised) => patience.wait_for(promised).await,
                Err(cause) => Err(NoAnswer::Failed(cause)),
            }
        }
    };
    let missing = || {
        let mut failure = Failure::of_operation(ErrorCode::NotSignedIn, Some(operation));
        failure.detail = Some(Detail::AccessTokenMissing);
        failure
    };
    let token = match provided {
        Ok(value) => value.as_string().filter(|token| is_header_value(token)).ok_or_else(|| missing().into()),
        Err(NoAnswer::Failed(cause)) => Err(CallError::because(missing(), cause)),
        // The caller gave up, or time did: that ends the call whether it needs a token or not.
        Err(NoAnswer::TimedOut) => {
            let mut failure = Failure::local(ErrorCode::Timeout);
            failure.detail = Some(Detail::AccessTokenTimedOut);
            return Err(failure.into());
        }
        Err(other) => return Err(CallError::without_answer(other, operation)),
    };
    match (token, operation.authentication()) {
        (Ok(token), _) => Ok(Some(Secret::new(token))),
        (Err(_), Authentication::Optional) => Ok(None),
        (Err(error), Authentication::Required) => Err(error),
    }
}

/// Visible ASCII: anything else would make fetch throw an error that quotes the token.
fn is_header_value(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

/// A hook that throws breaks nothing.
fn tell(hook: Option<&Function>, event: &[(&str, Json<'_>)]) {
    if let Some(hook) = hook {
        let _ = hook.call1(&JsValue::UNDEFINED, &to_js(&Json::Object(event.to_vec())));
    }
}
