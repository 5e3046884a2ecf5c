//! Reads the options of a client and of a call. The TypeScript layer has checked its options; those of programs without it are checked
//! here.

use super::client::Core;
use super::errors::CallError;
use crate::flow::Memory;
use crate::protocol::{Application, DEFAULT_HEADER_PREFIX, Language, PhoneCheck};
use crate::transport::{Clock, Limits, member};
use js_sys::Function;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

/// The default for one request.
const DEFAULT_TIMEOUT_MS: f64 = 10_000.0;

/// The limit of the timers of runtimes.
#[cfg(feature = "bare")]
const TIMEOUT_LIMIT_MS: f64 = 2_147_483_648.0;

/// An options object, of which each member is read once.
struct Options<'a> {
    object: &'a JsValue,
    /// The code of the error for an unusable option.
    code: &'static str,
}

impl Options<'_> {
    /// An option; `null` counts as missing.
    fn get(&self, name: &str) -> Result<JsValue, JsValue> {
        let value = member(self.object, name).map_err(|cause| self.refusal(name, "could not be read", Some(cause)))?;
        Ok(if value.is_null() { JsValue::UNDEFINED } else { value })
    }

    fn text(&self, name: &str) -> Result<Option<String>, JsValue> {
        let value = self.get(name)?;
        self.require(value.is_undefined() || value.is_string(), name, "must be a string")?;
        Ok(value.as_string())
    }

    fn header_value(&self, name: &str) -> Result<Option<String>, JsValue> {
        let value = self.text(name)?;
        self.require(value.as_deref().is_none_or(is_header_value), name, "must be visible ASCII characters")?;
        Ok(value)
    }

    fn function(&self, name: &str) -> Result<Option<Function>, JsValue> {
        let value = self.get(name)?;
        self.require(value.is_undefined() || value.is_function(), name, "must be a function")?;
        Ok(value.dyn_into().ok())
    }

    /// A value of an enum, by its name.
    fn named<T>(&self, name: &str, from_name: fn(&str) -> Option<T>) -> Result<Option<T>, JsValue> {
        let text = self.text(name)?;
        let value = text.as_deref().and_then(from_name);
        self.require(text.is_none() || value.is_some(), name, "is none of the values that there are")?;
        Ok(value)
    }

    fn timeout_ms(&self) -> Result<Option<f64>, JsValue> {
        let value = self.get("timeoutMs")?;
        #[cfg(feature = "bare")]
        self.require(
            value.is_undefined() || value.as_f64().is_some_and(|ms| ms > 0.0 && ms < TIMEOUT_LIMIT_MS),
            "timeoutMs",
            "must be a number of milliseconds above 0 and below 2^31",
        )?;
        Ok(value.as_f64())
    }

    fn access_token(&self) -> Result<JsValue, JsValue> {
        let value = self.get("accessToken")?;
        let is_token = value.as_string().is_some_and(|token| is_header_value(&token));
        let is_usable = value.is_undefined() || is_token || value.is_function();
        self.require(is_usable, "accessToken", "must be a token or a function that returns one")?;
        Ok(value)
    }

    fn clock(&self) -> Result<Clock, JsValue> {
        let clock = self.get("clock")?;
        #[cfg(feature = "bare")]
        if !clock.is_undefined() {
            for name in ["now", "monotonic", "setTimeout", "clearTimeout"] {
                let function = Options { object: &clock, ..*self }.function(name)?;
                self.require(function.is_some(), "clock", "must have now, monotonic, setTimeout and clearTimeout")?;
            }
        }
        Ok(Clock::new(clock))
    }

    /// Any object with the methods of an `AbortSignal`: it may be from another realm.
    #[cfg(feature = "bare")]
    fn signal(&self) -> Result<JsValue, JsValue> {
        let signal = self.get("signal")?;
        let has = |name| Ok::<_, JsValue>(Options { object: &signal, ..*self }.get(name)?.is_function());
        let is_signal = has("addEventListener")? && has("removeEventListener")?;
        self.require(signal.is_undefined() || is_signal, "signal", "must be an AbortSignal")?;
        Ok(signal)
    }

    /// The origin, without a slash at its end.
    #[cfg(not(feature = "bare"))]
    fn host(&self) -> Result<String, JsValue> {
        Ok(self.text("host")?.unwrap_or_default())
    }

    /// The origin, without a slash at its end; of a text or a `URL`.
    #[cfg(feature = "bare")]
    fn host(&self) -> Result<String, JsValue> {
        let host = self.get("host")?;
        let text = if host.is_string() { host } else { Options { object: &host, ..*self }.get("href")? };
        let url = text.as_string().and_then(|text| web_sys::Url::new(&text).ok());
        let is_usable = |url: &web_sys::Url| {
            let hostname = url.hostname();
            let is_loopback = hostname == "localhost"
                || hostname.ends_with(".localhost")
                || hostname == "[::1]"
                || (hostname.starts_with("127.") && hostname.bytes().all(|byte| byte == b'.' || byte.is_ascii_digit()));
            let is_allowed = url.protocol() == "https:" || (url.protocol() == "http:" && is_loopback);
            // The origin only: no path, query, fragment or credentials, not even empty ones.
            is_allowed && url.href().strip_suffix('/') == Some(&url.origin())
        };
        let rule = "must be https://… without path, query or credentials; http: only for loopback hosts";
        self.require(url.as_ref().is_some_and(is_usable), "host", rule)?;
        Ok(url.map(|url| url.origin()).unwrap_or_default())
    }

    /// Fails with an error that names the option and its rule.
    #[cfg(feature = "bare")]
    fn require(&self, is_usable: bool, name: &str, rule: &str) -> Result<(), JsValue> {
        if is_usable { Ok(()) } else { Err(self.refusal(name, rule, None)) }
    }

    /// Never fails: the TypeScript layer has checked the option.
    #[cfg(not(feature = "bare"))]
    fn require(&self, _: bool, _: &str, _: &str) -> Result<(), JsValue> {
        Ok(())
    }

    #[cfg(feature = "bare")]
    fn refusal(&self, name: &str, rule: &str, cause: Option<JsValue>) -> JsValue {
        super::errors::own::invalid(self.code, name, rule, cause)
    }

    #[cfg(not(feature = "bare"))]
    fn refusal(&self, _: &str, _: &str, cause: Option<JsValue>) -> JsValue {
        let _ = self.code;
        cause.unwrap_or_default()
    }
}

/// Whether a value is visible ASCII. Any other token would make fetch throw an error that quotes it.
pub fn is_header_value(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_prefix(prefix: &str) -> bool {
    prefix.len() > 1 && prefix.ends_with('-') && prefix.bytes().all(|byte| byte == b'-' || byte.is_ascii_alphanumeric())
}

impl Core {
    /// Reads the options of a client. Throws an error that names the option at fault.
    pub fn new(options: &JsValue) -> Result<Self, JsValue> {
        let options = Options { object: options, code: "ERR_INVALID_OPTIONS" };
        let host = options.host()?;
        let app_id = options.header_value("appId")?;
        options.require(app_id.is_some(), "appId", "is missing")?;
        let prefix = options.text("headerPrefix")?;
        let is_usable = prefix.as_deref().is_none_or(is_prefix);
        options.require(is_usable, "headerPrefix", "must be the beginning of a header name, such as x-genauth-")?;
        Ok(Self {
            application: Application::new(
                host,
                app_id.unwrap_or_default(),
                options.named("language", Language::from_name)?.unwrap_or(Language::EnUs),
                prefix.as_deref().unwrap_or(DEFAULT_HEADER_PREFIX),
                options.header_value("userPoolId")?,
                options.header_value("tenantId")?,
            ),
            phone_check: options.named("phoneCheck", PhoneCheck::from_name)?.unwrap_or(PhoneCheck::Mobile),
            timeout_ms: options.timeout_ms()?.unwrap_or(DEFAULT_TIMEOUT_MS),
            memory: RefCell::new(Memory::new(options.get("hasForgotten")?.is_truthy())),
            access_token: options.access_token()?,
            fetch: options.function("fetch")?,
            on_request: options.function("onRequest")?,
            on_response: options.function("onResponse")?,
            clock: options.clock()?,
        })
    }
}

/// The options of one call.
pub struct CallOptions {
    pub limits: Limits,
    /// For one request.
    pub timeout_ms: f64,
    /// The remaining cool-down of a sending; 0 for none.
    pub cooldown_ms: f64,
}

impl CallOptions {
    /// Reads `startLimit`, `timeoutMs` and `cooldownMs` of the TypeScript layer, or `signal` and `timeoutMs` of any other caller.
    pub fn read(options: &JsValue, core: &Core) -> Result<Self, CallError> {
        let options = Options { object: options, code: "ERR_INVALID_ARGUMENT" };
        let read = || {
            let limits = match options.function("startLimit")? {
                Some(start) => Limits::Layer(start),
                #[cfg(feature = "bare")]
                None => Limits::Own { signal: options.signal()?, clock: core.clock.clone() },
                #[cfg(not(feature = "bare"))]
                None => return Err(JsValue::UNDEFINED),
            };
            let timeout_ms = options.timeout_ms()?.unwrap_or(core.timeout_ms);
            let cooldown_ms = options.get("cooldownMs")?.as_f64().unwrap_or_default();
            Ok(Self { limits, timeout_ms, cooldown_ms })
        };
        read().map_err(CallError::Aborted)
    }
}
