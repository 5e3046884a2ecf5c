//! One call, from the check whether it may be sent to its result.

use super::answers::Completed;
use super::client::Core;
use super::errors::CallError;
use super::options::{CallOptions, is_header_value};
use super::trap::trap_at;
use crate::flow::{Deadline, Instant};
use crate::protocol::{Call, Detail, ErrorCode, Failure, Operation, confirm};
use crate::transport::{Limit, NoAnswer, Received, ignore, method_of, own_text, receive, send, to_js};
use js_sys::Function;
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The profile is read so often, with pauses of 250 and 500 ms.
const PROFILE_ATTEMPTS: u32 = 3;
const RETRY_PAUSE_MS: f64 = 250.0;

/// The exchange of one call with the service.
pub struct Exchange<'a> {
    pub core: &'a Core,
    pub options: CallOptions,
}

impl Exchange<'_> {
    /// Makes the call.
    pub async fn run(&self, call: &Call) -> Result<Completed, CallError> {
        match call {
            Call::GetProfile => self.read_profile(None).await,
            Call::UpdatePhone { token, .. } => self.update(call, token.expose()).await,
            _ => self.exchange(call, self.options.timeout_ms, &mut 0).await,
        }
    }

    /// Sends the request, and once more with a fresh access token after a refused one: the service has done nothing then. `requests` counts
    /// the requests that were sent, for the hooks' `attempt`.
    async fn exchange(&self, call: &Call, timeout_ms: f64, requests: &mut u32) -> Result<Completed, CallError> {
        let Self { core, .. } = *self;
        let operation = call.operation();
        self.check_sendable(call)?;
        let mut is_refresh = false;
        loop {
            let limit = self.options.limits.start(timeout_ms).map_err(CallError::Aborted)?;
            let access_token = self.access_token(operation, is_refresh, &limit).await?;
            if operation == Operation::UpdatePhone {
                // Again: while the access token was awaited, the update token may have expired or been spent by another call.
                self.check_sendable(call)?;
            }
            let mut event = RequestEvent::new(operation, requests.saturating_add(1));
            notify(core.on_request.as_ref(), &event);
            limit.check().map_err(|no_answer| CallError::without_answer(no_answer, operation))?;

            let sent_at = core.now();
            *requests = requests.saturating_add(1);
            let error = match self.fetch(call, access_token.as_deref(), &limit).await {
                Ok(Received { answer, data }) => {
                    event.http_status = Some(answer.http_status);
                    event.status_code = answer.envelope.as_ref().map(|envelope| envelope.status_code);
                    event.request_id = answer.envelope.as_ref().and_then(|envelope| envelope.request_id.clone());
                    event.elapsed_ms = Some(core.now().monotonic - sent_at.monotonic);
                    notify(core.on_response.as_ref(), &event);
                    match confirm(call, access_token.as_deref(), answer) {
                        Ok(envelope) => {
                            trap_at(&envelope.message);
                            let grant = envelope.grant();
                            core.memory().record_success(call, &grant, sent_at);
                            return Ok(Completed { operation, envelope, grant, data, sent_at, is_reconciled: false });
                        }
                        Err(failure) if !is_refresh && self.can_refresh(&failure) => {
                            is_refresh = true;
                            continue;
                        }
                        Err(failure) => failure.into(),
                    }
                }
                Err(no_answer) => CallError::without_answer(no_answer, operation),
            };
            return Err(self.record_failure(call, error, sent_at));
        }
    }

    /// Refuses a sending in its cool-down, and codes and tokens that are known to be of no use.
    fn check_sendable(&self, call: &Call) -> Result<(), Failure> {
        if self.options.cooldown_ms > 0.0 {
            let mut failure = Failure::local(ErrorCode::CodeSentTooOften);
            failure.retry_after_ms = Some(self.options.cooldown_ms);
            return Err(failure);
        }
        let now = self.core.now();
        self.core.memory().check_sendable(call, now)
    }

    /// The access token. A call that does not need one waits for half of its time limit at most, and goes on without it.
    async fn access_token(
        &self,
        operation: Operation,
        is_refresh: bool,
        limit: &Limit,
    ) -> Result<Option<String>, CallError> {
        let is_optional = !operation.needs_access_token();
        let provided = match self.core.access_token.dyn_ref::<Function>() {
            None => Ok(self.core.access_token.clone()),
            Some(provide) => self.call_provider(provide, is_refresh, is_optional, limit).await,
        };
        let no_token = match provided {
            Ok(value) => match value.as_string().filter(|token| is_header_value(token)) {
                Some(token) => {
                    trap_at(&token);
                    return Ok(Some(token));
                }
                None => NoAnswer::Failed(JsValue::UNDEFINED),
            },
            Err(no_token) => no_token,
        };
        match no_token {
            NoAnswer::Failed(_) if is_optional => Ok(None),
            no_token => Err(CallError::without_token(no_token, operation)),
        }
    }

    async fn call_provider(
        &self,
        provide: &Function,
        is_refresh: bool,
        is_optional: bool,
        limit: &Limit,
    ) -> Result<JsValue, NoAnswer> {
        let context = to_js(&TokenContext { refresh: is_refresh });
        let promised = provide.call1(&JsValue::UNDEFINED, &context).map_err(|thrown| limit.explain(thrown))?;
        limit.race(&if is_optional { limit.race_halfway(&promised) } else { promised }).await
    }

    async fn fetch(&self, call: &Call, access_token: Option<&str>, limit: &Limit) -> Result<Received, NoAnswer> {
        let Self { core, .. } = *self;
        let answering = send(core.fetch.as_ref(), &core.application, call, access_token, &limit.signal());
        let response = limit.race(&answering.map_err(|thrown| limit.explain(thrown))?).await?;
        receive(&response, limit).await
    }

    fn can_refresh(&self, failure: &Failure) -> bool {
        failure.code == ErrorCode::NotSignedIn && self.core.access_token.is_function()
    }

    /// Records the failure of a call that was sent, and completes it with what is known from earlier calls.
    fn record_failure(&self, call: &Call, mut error: CallError, sent_at: Instant) -> CallError {
        let now = self.core.now();
        let mut memory = self.core.memory();
        match &mut error {
            CallError::Failed { failure, .. } => memory.record_failure(call, failure, sent_at, now),
            CallError::Aborted(_) => memory.record_lost(call, now),
        }
        error
    }

    /// Reads the profile, with retries, until the deadline if there is one.
    async fn read_profile(&self, mut deadline: Option<Deadline>) -> Result<Completed, CallError> {
        // Rounded, since the difference of two large numbers has a fraction.
        let mut left_ms = || {
            let left_ms = deadline.as_mut().map(|deadline| deadline.remaining_ms(self.core.now()));
            left_ms.map_or(f64::INFINITY, f64::round_ties_even)
        };
        let mut requests = 0;
        let mut attempt = 1;
        loop {
            let timeout_ms = self.options.timeout_ms.min(left_ms());
            let error = match self.exchange(&Call::GetProfile, timeout_ms, &mut requests).await {
                Err(error) => error,
                completed => return completed,
            };
            let Some(pause_ms) = self.pause_before_retry(&error, attempt) else { return Err(error) };
            let pause = self.options.limits.start(pause_ms.min(left_ms())).map_err(CallError::Aborted)?;
            pause.elapse().await.map_err(|gave_up| CallError::without_answer(gave_up, Operation::GetProfile))?;
            if left_ms() <= 0.0 {
                return Err(error);
            }
            attempt = attempt.saturating_add(1);
        }
    }

    /// The pause before a read is tried again; `None` to give up. A wait that is longer than the time limit is left to the caller.
    fn pause_before_retry(&self, error: &CallError, attempt: u32) -> Option<f64> {
        let CallError::Failed { failure, .. } = error else { return None };
        let retry_after_ms = failure.retry_after_ms.unwrap_or_default();
        let is_tried_again =
            attempt < PROFILE_ATTEMPTS && failure.is_retryable && retry_after_ms <= self.options.timeout_ms;
        is_tried_again.then(|| retry_after_ms.max(RETRY_PAUSE_MS * f64::from(attempt)))
    }

    /// Spends a token. Where it is in doubt whether the change was made, reads the profile, which decides.
    async fn update(&self, call: &Call, token: &str) -> Result<Completed, CallError> {
        let (failure, cause) = match self.exchange(call, self.options.timeout_ms, &mut 0).await {
            Err(CallError::Failed { failure, cause }) if failure.needs_reconciliation => (failure, cause),
            outcome => return outcome,
        };
        let deadline = Deadline::new(self.core.now(), f64::from(PROFILE_ATTEMPTS) * self.options.timeout_ms);
        let profile = match self.read_profile(Some(deadline)).await {
            Ok(completed) => completed.data,
            Err(CallError::Aborted(reason)) => return Err(CallError::Aborted(reason)),
            Err(_) => JsValue::UNDEFINED,
        };
        let [country_code, number] = ["phoneCountryCode", "phone"].map(|name| own_text(&profile, name));
        let now = self.core.now();
        let is_changed = self.core.memory().reconcile(token, &country_code, &number, now);
        let refusal = |failure| Err(CallError::Failed { failure, cause: cause.clone() });
        let result = match is_changed {
            Some(true) => return Ok(Completed::reconciled(now)),
            Some(false) if failure.is_lost => {
                Failure::of_operation(ErrorCode::Network, Some(Operation::UpdatePhone)).with(Detail::NotChanged)
            }
            // The refusal stands. One that asks to wait or to sign in stands also where the profile decides nothing.
            Some(false) => return refusal(failure),
            None if matches!(failure.code, ErrorCode::RateLimited | ErrorCode::NotSignedIn) => return refusal(failure),
            None => Failure::local(ErrorCode::OutcomeUnknown),
        };
        let cause = CallError::Failed { failure, cause }.into_js(self.core.application.language);
        Err(CallError::caused_by(result, cause))
    }
}

/// The argument of the function `accessToken`.
#[derive(Serialize)]
struct TokenContext {
    refresh: bool,
}

/// The event of the hooks `onRequest` and `onResponse`. Contains no secret and no number.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestEvent {
    operation: Operation,
    method: &'static str,
    path: String,
    attempt: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    http_status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_code: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    elapsed_ms: Option<f64>,
}

impl RequestEvent {
    fn new(operation: Operation, attempt: u32) -> Self {
        Self {
            operation,
            method: method_of(operation),
            path: operation.path(),
            attempt,
            http_status: None,
            status_code: None,
            request_id: None,
            elapsed_ms: None,
        }
    }
}

/// Calls a hook. One that throws or rejects breaks nothing.
fn notify(hook: Option<&Function>, event: &RequestEvent) {
    if let Some(hook) = hook {
        ignore(&hook.call1(&JsValue::UNDEFINED, &to_js(event)));
    }
}
