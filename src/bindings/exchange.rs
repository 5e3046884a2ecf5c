//! A call and its answer, step by step: each step goes from what was waited for to what is to be waited for next. Only the driver
//! awaits: as `async` functions inside each other the same steps were 1.6 KB more of the compressed module.

use super::calls::complete;
use super::client::{Client, Core};
use super::errors::CallError;
use crate::flow::Instant;
use crate::javascript::{get, to_js};
use crate::protocol::{Answer, Authentication, Call, Detail, ErrorCode, Failure, Json, Operation, Secret, confirm};
use crate::transport::{Head, NoAnswer, Patience, Received, read_body, read_head, send};
use js_sys::{Function, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Makes a call, with its own hold on the client, so that the client may be freed meanwhile.
pub fn exchange(client: &Client, call: Result<Call, CallError>, options: JsValue) -> Promise {
    let core = Rc::clone(&client.0);
    let language = core.application.language;
    let exchange = call.map(|call| Exchange { core, call, options, attempt: 1, stage: Stage::Begin });
    future_to_promise(async move { drive(exchange).await.map_err(|error| error.into_js(language)) })
}

async fn drive(exchange: Result<Exchange, CallError>) -> Result<JsValue, CallError> {
    let mut exchange = exchange?;
    let mut settled = Ok(JsValue::UNDEFINED);
    loop {
        match exchange.step(settled)? {
            Step::Wait(promise) => settled = JsFuture::from(promise).await,
            Step::Done(value) => return Ok(value),
        }
    }
}

/// A call on its way.
struct Exchange {
    core: Rc<Core>,
    call: Call,
    options: JsValue,
    /// Counts from 1.
    attempt: i32,
    stage: Stage,
}

/// What is being waited for.
enum Stage {
    /// Nothing yet.
    Begin,
    /// The access token.
    Token(Patience),
    /// What fetch promised.
    Response(Sent),
    /// The body of the answer.
    Body(Sent, Head),
}

/// A request that is out.
struct Sent {
    patience: Patience,
    authorization: Option<Secret>,
    at: Instant,
}

/// What is to be done next.
enum Step {
    Wait(Promise),
    Done(JsValue),
}

impl Exchange {
    /// Goes on with what the last wait brought.
    fn step(&mut self, settled: Result<JsValue, JsValue>) -> Result<Step, CallError> {
        let operation = self.call.operation();
        let lost = |no_answer| CallError::without_answer(no_answer, operation);
        match core::mem::replace(&mut self.stage, Stage::Begin) {
            Stage::Begin => {
                let patience = patience(&self.options)?;
                match provide_token(&self.core, operation, self.attempt > 1, &patience) {
                    Ok(provided) => {
                        let waiting = patience.wait_for(&provided);
                        self.wait(Stage::Token(patience), waiting)
                    }
                    Err(thrown) => self.send(Err(thrown), patience),
                }
            }
            Stage::Token(patience) => self.send(settled, patience),
            Stage::Response(sent) => {
                let response = settled.map_err(|cause| lost(sent.patience.explain(cause)))?;
                let (head, reading) = read_head(&response).map_err(lost)?;
                let waiting = sent.patience.wait_for(&reading);
                self.wait(Stage::Body(sent, head), waiting)
            }
            Stage::Body(sent, head) => {
                let text = settled.map_err(|cause| match sent.patience.explain(cause) {
                    NoAnswer::Failed(cause) => lost(NoAnswer::Unreadable { http_status: head.http_status, cause }),
                    other => lost(other),
                })?;
                self.judge(&sent, read_body(head, &text))
            }
        }
    }

    fn wait(&mut self, stage: Stage, waiting: Promise) -> Result<Step, CallError> {
        self.stage = stage;
        Ok(Step::Wait(waiting))
    }

    fn send(&mut self, token: Result<JsValue, JsValue>, patience: Patience) -> Result<Step, CallError> {
        let operation = self.call.operation();
        let authorization = authorization(token, operation, &patience)?;
        tell(&self.core, "onRequest", operation, self.attempt, None);
        let at = self.core.now();
        let request = self.call.to_http_request(&self.core.application, authorization.as_ref());
        let answering = send(self.core.function("fetch").as_ref(), &request, &patience)
            .map_err(|no_answer| CallError::without_answer(no_answer, operation))?;
        let waiting = patience.wait_for(&answering);
        self.wait(Stage::Response(Sent { patience, authorization, at }), waiting)
    }

    /// A refused access token is replaced once by a fresh one, since the service did nothing then; nothing else is tried again.
    fn judge(&mut self, sent: &Sent, Received { answer, data }: Received) -> Result<Step, CallError> {
        let elapsed_ms = self.core.now().monotonic - sent.at.monotonic;
        tell(&self.core, "onResponse", self.call.operation(), self.attempt, Some((&answer, elapsed_ms)));
        let authorization = sent.authorization.as_ref().map(Secret::expose);
        match confirm(&self.call, authorization.and_then(|text| text.strip_prefix(BEARER)), answer) {
            Ok(envelope) => Ok(Step::Done(complete(&self.core, &self.call, &envelope, data, sent.at))),
            Err(failure) if self.attempt == 1 && self.can_refresh(&failure) => {
                self.attempt = 2;
                self.step(Ok(JsValue::UNDEFINED))
            }
            Err(failure) => Err(failure.into()),
        }
    }

    fn can_refresh(&self, failure: &Failure) -> bool {
        failure.code == ErrorCode::NotSignedIn && self.core.function("accessToken").is_some()
    }
}

/// The time limit that the TypeScript layer hands in as `startLimit`, or else just the caller's `signal`.
fn patience(options: &JsValue) -> Result<Patience, CallError> {
    let read = |name: &str| get(options, name).map_err(CallError::Untouched);
    Ok(match read("startLimit")?.dyn_into::<Function>() {
        Ok(start_limit) => {
            Patience::limited(start_limit.call0(options).map_err(CallError::Untouched)?.unchecked_into())
        }
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
