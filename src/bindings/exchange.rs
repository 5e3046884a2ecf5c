//! One call and its answer: the access token is had, the request sent, the hooks told.

use super::client::Core;
use super::errors::CallError;
use crate::flow::Instant;
use crate::javascript::{get, to_js};
use crate::protocol::{Authentication, Call, Detail, Envelope, ErrorCode, Failure, Json, Operation, Secret, confirm};
use crate::transport::{self, NoAnswer, Patience, Received};
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
/// again. `secrets`, and the access token, are masked in what the service says.
pub async fn exchange(core: &Core, call: Call<'_>, secrets: &[&str], options: &JsValue) -> Result<Exchange, CallError> {
    let mut number = 1;
    loop {
        match attempt(core, call, secrets, options, number).await {
            Err(CallError::Failed { failure, .. })
                if number == 1 && core.function("accessToken").is_some() && was_refused_access(&failure) =>
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
    call: Call<'_>,
    secrets: &[&str],
    options: &JsValue,
    number: i32,
) -> Result<Exchange, CallError> {
    let operation = call.operation();
    let patience = patience(options)?;
    let authorization = authorization(core, operation, number > 1, &patience).await?;
    let prepared = transport::prepare(&call.to_http_request(&core.application, authorization.as_ref()), &patience);

    tell(core, "onRequest", operation, number, []);
    let sent_at = core.now();
    let received = transport::send(core.function("fetch"), prepared, &patience)
        .await
        .map_err(|no_answer| CallError::without_answer(no_answer, operation))?;
    let Received { answer, data } = received;
    tell(
        core,
        "onResponse",
        operation,
        number,
        [
            ("httpStatus", answer.http_status.into()),
            ("statusCode", answer.status_code().into()),
            ("requestId", answer.request_id().into()),
            ("elapsedMs", (core.now().monotonic - sent_at.monotonic).into()),
        ],
    );
    let token = authorization.as_ref().and_then(|authorization| authorization.expose().strip_prefix(BEARER));
    let secrets: Vec<_> = secrets.iter().copied().chain(token).collect();
    Ok(Exchange { envelope: confirm(operation, answer, &secrets)?, raw_data: data, sent_at })
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

/// [`BEARER`] with the option's string, or with what its function returns. A call that needs no token goes on without when there
/// is none to be had.
async fn authorization(
    core: &Core,
    operation: Operation,
    refresh: bool,
    patience: &Patience,
) -> Result<Option<Secret>, CallError> {
    let option = core.option("accessToken");
    let provided = match option.dyn_ref::<Function>() {
        None => Ok(option),
        Some(provide) => {
            let context = to_js(&Json::Object(vec![("refresh", refresh.into())]));
            match provide.call1(&JsValue::UNDEFINED, &context) {
                Ok(promised) => {
                    let is_needed = operation.authentication() == Authentication::Required;
                    patience.wait_for(if is_needed { promised } else { patience.or_half_way(promised) }).await
                }
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
        (Ok(token), _) => Ok(Some(Secret::new([BEARER, &token].concat()))),
        (Err(_), Authentication::Optional) => Ok(None),
        (Err(error), Authentication::Required) => Err(error),
    }
}

/// Visible ASCII: anything else would make fetch throw an error that quotes the token.
fn is_header_value(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic())
}

/// Tells a hook of a request, or of its answer: no secret, no number. A hook that throws breaks nothing.
fn tell<'a, const N: usize>(
    core: &Core,
    hook: &str,
    operation: Operation,
    attempt: i32,
    of_answer: [(&'a str, Json<'a>); N],
) {
    let Some(hook) = core.function(hook) else { return };
    let path = operation.path();
    let mut event = vec![
        ("operation", operation.name().into()),
        ("method", operation.method().as_str().into()),
        ("path", Json::from(&path)),
        ("attempt", attempt.into()),
    ];
    event.extend(of_answer);
    let _ = hook.call1(&JsValue::UNDEFINED, &to_js(&Json::Object(event)));
}
