//! The machine of the change-phone form, which the TypeScript layer drives.

use super::arguments::{OwnedPhoneInput, short_text};
use super::trap::trap_at;
use crate::flow::{Can, ChangePhone, ChangePhoneOptions, Effects, Event, FlowState, Side, VerifyOldPhone};
use crate::phone::{PhoneNumber, parse};
use crate::protocol::{ErrorCode, PhoneCheck};
use crate::transport::{plain_member, to_js};
use serde::Serialize;
use wasm_bindgen::prelude::*;

/// A form. `free` gives its memory back.
#[wasm_bindgen]
pub struct Flow {
    machine: ChangePhone,
    /// What was to be shown last: it is told again only when it is something else, since a key that is pressed seldom changes it.
    shown: Option<FlowView>,
}

/// What an event sets off, and what is to be shown then, if that has changed.
#[derive(Serialize)]
struct FlowAnswer {
    effects: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    view: Option<FlowView>,
    /// The number that was typed, unless it is blank.
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<PhoneNumber>,
}

/// What is to be shown.
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
        Ok(Self { machine, shown: None })
    }

    /// Takes an event. `coolingDown`: which numbers got a code within the last minute.
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
                // Read as a program's argument is; the layer hands in nothing else.
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
            other => match plain_event(other, side) {
                Some(event) => self.machine.handle(event, cooling_down),
                None => Effects::ILLEGAL,
            },
        };
        Ok(self.answer(effects, cooling_down, phone))
    }

    /// What is to be shown, when nothing has happened but time has passed.
    #[wasm_bindgen(unchecked_return_type = "FlowView")]
    pub fn view(
        &mut self,
        #[wasm_bindgen(js_name = coolingDown, unchecked_param_type = "CoolingDown")] cooling_down: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let view = self.view_of(sides(cooling_down)?);
        self.shown = Some(view);
        Ok(to_js(&view))
    }
}

impl Flow {
    fn answer(&mut self, effects: Effects, cooling_down: [bool; 2], phone: Option<PhoneNumber>) -> JsValue {
        let view = Some(self.view_of(cooling_down)).filter(|view| self.shown != Some(*view));
        self.shown = view.or(self.shown);
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

/// An event that says nothing but its name and side.
fn plain_event(name: &str, side: Side) -> Option<Event<'static>> {
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
