//! A call and its answer, step by step: each step goes from what was waited for to what is to be waited for next.
//!
//! The steps hang on JavaScript's own promises, one behind the other, with no executor of futures in between. That is 1.6 KB less of
//! the compressed module than `wasm_bindgen_futures`, whose queue of tasks has nothing to do here where each call waits for one
//! promise at a time; and a step that panics rejects the promise of its call, where a task would leave it pending for ever.

use super::calls::complete;
use super::client::{Client, Core};
use super::errors::CallError;
use super::trap::trap_at;
use crate::flow::Instant;
use crate::javascript::{get, set, to_js, when_settled};
use crate::protocol::{
    Answer, Authentication, Call, Detail, ErrorCode, Failure, Json, Operation, Secret, concat, confirm,
};
use crate::transport::{Head, NoAnswer, Patience, Received, read_body, read_head, send};
use js_sys::{Function, Promise};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Makes a call, with its own hold on the client, so that the client may be freed meanwhile. No function of the caller's runs before
/// this returns: it might want to free the client.
pub fn exchange(client: &Client, call: Result<Call, CallError>, options: JsValue) -> Promise {
    let core = Rc::clone(&client.0);
    let language = core.application.language;
    let begin = move |_| match call.and_then(|call| Exchange::new(core, call, options)) {
        Ok(exchange) => exchange.go_on(Ok(JsValue::UNDEFINED)),
        Err(error) => Err(error.into_js(language)),
    };
    when_settled(&Promise::resolve(&JsValue::UNDEFINED), Box::new(begin))
}

/// The member of the options that counts the requests, if there were any before, for who is told of them.
const EARLIER: &str = "earlier";

/// A call on its way. What a try has brought so far stands beside the stage, not inside it: nothing is moved from stage to stage.
struct Exchange {
    core: Rc<Core>,
    call: Call,
    options: JsValue,
    /// How many times it was tried before, by whoever made the call.
    earlier: f64,
    /// Counts from 1.
    attempt: i32,
    stage: Stage,
    patience: Patience,
    authorization: Option<Secret>,
    sent_at: Instant,
    /// Whether there may be an answer that is not known yet.
    is_sent: bool,
    head: Head,
}

/// What is being waited for.
#[derive(Clone, Copy)]
enum Stage {
    /// Nothing yet.
    Begin,
    /// The access token.
    Token,
    /// What fetch promised.
    Response,
    /// The body of the answer.
    Body,
}

/// What is to be done next.
enum Step {
    Wait(Promise),
    Done(JsValue),
}

impl Exchange {
    fn new(core: Rc<Core>, call: Call, options: JsValue) -> Result<Self, CallError> {
        let now = core.now();
        core.with_memory(|memory| memory.admit(&call, now))?;
        let patience = Patience::begin(&options).map_err(CallError::Untouched)?;
        let sent_at = Instant { wall: 0.0, monotonic: 0.0 };
        let earlier = || get(&options, EARLIER).ok()?.as_f64();
        let earlier = if core.has_hooks() { earlier().unwrap_or_default() } else { 0.0 };
        let (stage, head) = (Stage::Begin, Head::default());
        Ok(Self {
            core,
            call,
            options,
            earlier,
            attempt: 1,
            stage,
            patience,
            authorization: None,
            sent_at,
            is_sent: false,
            head,
        })
    }

    /// Goes on with what the last wait brought: to the end of the call, or to a promise of it.
    fn go_on(mut self, settled: Result<JsValue, JsValue>) -> Result<JsValue, JsValue> {
        match self.step(settled) {
            Ok(Step::Wait(promise)) => Ok(when_settled(&promise, Box::new(|settled| self.go_on(settled))).into()),
            Ok(Step::Done(value)) => Ok(value),
            Err(error) => Err(self.conclude(error).into_js(self.core.application.language)),
        }
    }

    /// What is to be remembered of a call that fails, and what its failure says because of what is remembered.
    fn conclude(&self, mut error: CallError) -> CallError {
        if self.is_sent {
            let now = self.core.now();
            self.core.with_memory(|memory| match &mut error {
                CallError::Failed { failure, .. } => memory.failed(&self.call, failure, self.sent_at, now),
                CallError::Untouched(_) => memory.lost(&self.call, now),
            });
        }
        error
    }

    /// One step, with what the last wait brought.
    fn step(&mut self, settled: Result<JsValue, JsValue>) -> Result<Step, CallError> {
        match self.stage {
            Stage::Begin => {
                let core = Rc::clone(&self.core);
                let Some(provide) = core.access_token.dyn_ref() else {
                    return self.send(Ok(core.access_token.clone()));
                };
                match self.ask_for_token(provide) {
                    Ok(promised) => Ok(self.wait(Stage::Token, &promised)),
                    Err(thrown) => self.send(Err(thrown)),
                }
            }
            Stage::Token => self.send(settled),
            Stage::Response => {
                let response = settled.map_err(|cause| self.lost(self.patience.explain(cause)))?;
                let (head, reading) = read_head(&response).map_err(|no_answer| self.lost(no_answer))?;
                self.head = head;
                Ok(self.wait(Stage::Body, &reading))
            }
            Stage::Body => {
                let text = settled.map_err(|cause| match self.patience.explain(cause) {
                    NoAnswer::Failed(cause) => {
                        self.lost(NoAnswer::Unreadable { http_status: self.head.http_status, cause })
                    }
                    other => self.lost(other),
                })?;
                self.judge(read_body(&self.head, &text, self.call.operation()))
            }
        }
    }

    fn wait(&mut self, stage: Stage, value: &JsValue) -> Step {
        self.stage = stage;
        Step::Wait(self.patience.wait_for(value))
    }

    fn lost(&self, no_answer: NoAnswer) -> CallError {
        CallError::without_answer(no_answer, self.call.operation())
    }

    /// What the caller's function returns or promises. A call that can do without waits half of the time at most.
    fn ask_for_token(&self, provide: &Function) -> Result<JsValue, JsValue> {
        let mut context = Json::default();
        context.flag("refresh", self.attempt > 1);
        let promised = provide.call1(&JsValue::UNDEFINED, &to_js(&context))?;
        Ok(match self.call.operation().authentication() {
            Authentication::Required => promised,
            Authentication::Optional => self.patience.or_halfway(promised),
        })
    }

    fn send(&mut self, token: Result<JsValue, JsValue>) -> Result<Step, CallError> {
        self.authorization = authorization(token, self.call.operation(), &self.patience)?;
        self.tell(self.core.on_request.as_ref(), None);
        self.sent_at = self.core.now();
        let request = self.call.to_http_request(&self.core.application, self.authorization.as_ref());
        self.patience.check().map_err(|no_answer| self.lost(no_answer))?;
        self.is_sent = true;
        if self.core.has_hooks() {
            // For who tries again with the same options.
            set(&self.options, EARLIER, &(self.earlier + f64::from(self.attempt)).into());
        }
        let answering =
            send(self.core.fetch.as_ref(), request, &self.patience).map_err(|no_answer| self.lost(no_answer))?;
        Ok(self.wait(Stage::Response, &answering))
    }

    /// A refused access token is replaced once by a fresh one, since the service did nothing then; nothing else is tried again.
    fn judge(&mut self, Received { answer, data }: Received) -> Result<Step, CallError> {
        self.tell(self.core.on_response.as_ref(), Some(&answer));
        trap_at(answer.request_id().unwrap_or_default());
        let authorization = self.authorization.as_ref().map(Secret::expose);
        match confirm(&self.call, authorization.and_then(|text| text.strip_prefix(BEARER)), answer) {
            Ok(envelope) => Ok(Step::Done(complete(&self.core, &self.call, &envelope, data, self.sent_at))),
            Err(failure) if self.attempt == 1 && self.can_refresh(&failure) => {
                self.patience = Patience::begin(&self.options).map_err(CallError::Untouched)?;
                self.attempt = 2;
                self.is_sent = false;
                self.stage = Stage::Begin;
                self.step(Ok(JsValue::UNDEFINED))
            }
            Err(failure) => Err(failure.into()),
        }
    }

    fn can_refresh(&self, failure: &Failure) -> bool {
        failure.code == ErrorCode::NotSignedIn && self.core.access_token.is_function()
    }

    /// Tells a hook of the request, or of its answer and how long it took: no secret, no number. A hook that throws breaks nothing.
    fn tell(&self, hook: Option<&Function>, answer: Option<&Answer>) {
        let Some(hook) = hook else { return };
        let operation = self.call.operation();
        let path = operation.path();
        let mut event = Json::default();
        event.text("operation", operation.as_str());
        event.text("method", operation.method().as_str());
        event.text("path", path.as_str());
        event.number("attempt", f64::from(self.attempt) + self.earlier);
        if let Some(answer) = answer {
            event.number("httpStatus", f64::from(answer.http_status));
            event.number("statusCode", answer.status_code().map(f64::from));
            event.text("requestId", answer.request_id());
            event.number("elapsedMs", self.core.now().monotonic - self.sent_at.monotonic);
        }
        let _ = hook.call1(&JsValue::UNDEFINED, &to_js(&event));
    }
}

/// How an access token is announced **\[K\]**.
const BEARER: &str = "Bearer ";

/// [`BEARER`] with the token. A call that needs none goes on without when there is none to be had.
fn authorization(
    provided: Result<JsValue, JsValue>,
    operation: Operation,
    patience: &Patience,
) -> Result<Option<Secret>, CallError> {
    let cause = match provided.map_err(|cause| patience.explain(cause)) {
        Ok(value) => match value.as_string().filter(|token| is_header_value(token)) {
            Some(token) => {
                trap_at(&token);
                return Ok(Some(Secret::new(concat(&[BEARER, &token]))));
            }
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
