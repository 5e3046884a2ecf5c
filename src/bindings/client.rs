//! The options and the memory of one client.

use crate::flow::{Instant, UpdateTokens};
use crate::javascript::get;
use crate::protocol::{Application, Language, PhoneCheck};
use js_sys::{Date, Function};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A replaceable clock. A caller's may throw.
    type Clock;
    #[wasm_bindgen(method, structural, catch)]
    fn now(this: &Clock) -> Result<f64, JsValue>;
    #[wasm_bindgen(method, structural, catch)]
    fn monotonic(this: &Clock) -> Result<f64, JsValue>;
}

/// A signed-in user's connection to one application.
#[wasm_bindgen]
pub struct Client(pub(super) Rc<Core>);

/// What the calls of a client share. Borrowed only between two awaits.
pub struct Core {
    pub application: Application,
    pub phone_check: PhoneCheck,
    pub tokens: RefCell<UpdateTokens>,
    pub access_token: JsValue,
    pub fetch: Option<Function>,
    pub on_request: Option<Function>,
    pub on_response: Option<Function>,
    clock: Option<Clock>,
}

#[wasm_bindgen]
impl Client {
    /// Takes `ClientOptions` as `createClient` has checked them: nothing is checked here again. `host` must be an origin without a
    /// trailing slash; `host` and `appId` are needed, the rest has the defaults of `createClient`.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &JsValue) -> Result<Client, JsValue> {
        let text = |name: &str| get(options, name).map(|value| value.as_string());
        let function = |name: &str| get(options, name).map(|value| value.dyn_into::<Function>().ok());
        let clock = get(options, "clock")?;
        Ok(Self(Rc::new(Core {
            application: Application {
                origin: text("host")?.unwrap_or_default(),
                app_id: text("appId")?.unwrap_or_default(),
                user_pool_id: text("userPoolId")?,
                tenant_id: text("tenantId")?,
                language: text("language")?.as_deref().and_then(Language::from_tag).unwrap_or(Language::EnUs),
                header_prefix: text("headerPrefix")?.unwrap_or_else(|| "x-authing-".to_owned()),
            },
            phone_check: text("phoneCheck")?.as_deref().and_then(PhoneCheck::from_name).unwrap_or(PhoneCheck::Mobile),
            tokens: RefCell::default(),
            access_token: get(options, "accessToken")?,
            fetch: function("fetch")?,
            on_request: function("onRequest")?,
            on_response: function("onResponse")?,
            clock: clock.is_object().then(|| clock.unchecked_into()),
        })))
    }
}

impl Core {
    /// The current time by the client's clock, or the wall clock alone where that has none.
    pub fn now(&self) -> Instant {
        let read = |clock: &Clock| Some(Instant { wall: clock.now().ok()?, monotonic: clock.monotonic().ok()? });
        self.clock.as_ref().and_then(read).unwrap_or_else(|| {
            let wall = Date::now();
            Instant { wall, monotonic: wall }
        })
    }
}
