//! The state machine of the change-phone form, which the TypeScript layer drives.

use super::arguments::{OwnedPhoneInput, short_text};
use super::trap::trap_at;
use crate::flow::{Can, ChangePhone, ChangePhoneOptions, Effects, Event, FlowState, Side, VerifyOldPhone};
use crate::phone::{PhoneNumber, parse};
use crate::protocol::{ErrorCode, PhoneCheck};
use crate::transport::{plain_member, to_js};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// The state machine of one form. `free` releases its memory.
#[wasm_bindgen]
pub struct Flow {
    machine: ChangePhone,
    /// The last view that was returned. A view is returned only when it has changed, since most keys change nothing in it.
    last_view: Option<FlowView>,
}

/// The effects of an event, and the view if it has changed.
#[derive(Serialize)]
struct FlowAnswer {
    effects: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<FlowView>,
    /// The verdict of the number that was typed, unless it is blank.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
}

/// The part of a snapshot that the state machine decides.
#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct FlowView {
    state: FlowState,
    can: Can,
    is_old_phone_required: bool,
    is_unusual_number_used: bool,
}

#[wasm_bindgen]
impl Flow {
    /// An empty form.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "MachineOptions")] options: &JsValue) -> Result<Flow, JsValue> {
        let verify_old_phone = plain_member(options, "verifyOldPhone")?;
        let phone_check = plain_member(options, "phoneCheck")?.as_string();
        let machine = ChangePhone::new(ChangePhoneOptions {
            verify_old_phone: match verify_old_phone.as_bool() {
                Some(true) => VerifyOldPhone::Always,
                Some(false) => VerifyOldPhone::Never,
                None => VerifyOldPhone::Auto,
            },
            requires_confirmation: plain_member(options, "confirm")?.is_truthy(),
            auto_submit_length: plain_member(options, "autoSubmitLength")?.as_f64().unwrap_or_default() as usize,
            phone_check: phone_check.as_deref().and_then(PhoneCheck::from_name).unwrap_or(PhoneCheck::Mobile),
        });
        Ok(Self { machine, last_view: None })
    }

    /// Handles an event. `coolingDown`: which numbers are in their cool-down.
    #[wasm_bindgen(unchecked_return_type = "FlowAnswer")]
    pub fn handle(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "FlowEvent")] event: &JsValue,
        #[wasm_bindgen(js_name = coolingDown, unchecked_param_type = "CoolingDown")] cooling_down: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let cooling_down = sides(cooling_down)?;
        let text = |name| Ok::<_, JsValue>(short_text(&plain_member(event, name)?).unwrap_or_default());
        let named_side = Side::from_name(&text("side")?);
        let side = named_side.unwrap_or(Side::New);
        let mut phone = None;
        let effects = match text("type")?.as_str() {
            "phone" => {
                // Cannot fail: the layer has read the input already.
                let Ok(input) = OwnedPhoneInput::read(&plain_member(event, "input")?) else {
                    return Ok(self.answer(Effects::ILLEGAL, cooling_down, None));
                };
                let input = input.borrow();
                trap_at(input.number());
                phone = (!input.number().trim().is_empty()).then(|| parse(input, None));
                self.machine.handle(Event::Phone(side, input), cooling_down)
            }
            "code" => {
                let code = text("code")?;
                trap_at(&code);
                self.machine.handle(Event::Code(side, &code), cooling_down)
            }
            "failed" => {
                let code = ErrorCode::from_name(&text("code")?);
                self.machine.handle(Event::Failed(code, named_side), cooling_down)
            }
            other => match event_without_data(other, side) {
                Some(event) => self.machine.handle(event, cooling_down),
                None => Effects::ILLEGAL,
            },
        };
        Ok(self.answer(effects, cooling_down, phone))
    }

    /// The view after time has passed, without an event.
    #[wasm_bindgen(unchecked_return_type = "FlowView")]
    pub fn view(
        &mut self,
        #[wasm_bindgen(js_name = coolingDown, unchecked_param_type = "CoolingDown")] cooling_down: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let view = self.view_of(sides(cooling_down)?);
        self.last_view = Some(view);
        Ok(to_js(&view))
    }
}

impl Flow {
    fn answer(&mut self, effects: Effects, cooling_down: [bool; 2], phone: Option<PhoneNumber>) -> JsValue {
        let view = Some(self.view_of(cooling_down)).filter(|view| self.last_view != Some(*view));
        self.last_view = view.or(self.last_view);
        to_js(&FlowAnswer { effects: effects.names().collect(), view, phone })
    }

    fn view_of(&self, cooling_down: [bool; 2]) -> FlowView {
        FlowView {
            state: self.machine.state(),
            can: self.machine.can(cooling_down),
            is_old_phone_required: self.machine.is_old_phone_required(),
            is_unusual_number_used: self.machine.is_unusual_number_used(),
        }
    }
}

/// An event without data besides its side.
fn event_without_data(name: &str, side: Side) -> Option<Event<'static>> {
    Some(match name {
        "use-unusual-number" => Event::UseUnusualNumber,
        "send" => Event::Send(side),
        "sent" => Event::Sent(side),
        "submit" => Event::Submit,
        "verified" => Event::Verified,
        "confirm" => Event::Confirm,
        "updated" => Event::Updated,
        "token-expired" => Event::TokenExpired,
        "reset" => Event::Reset,
        _ => return None,
    })
}

fn sides(cooling_down: &JsValue) -> Result<[bool; 2], JsValue> {
    let is = |side: Side| Ok::<_, JsValue>(plain_member(cooling_down, side.as_str())?.is_truthy());
    Ok([is(Side::New)?, is(Side::Old)?])
}
