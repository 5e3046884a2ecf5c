//! The change-phone form's machine, by numbers: events and effects cross the boundary with every key that is pressed.

use super::record::{phone_input, write_record};
use super::trap::trap_at;
use crate::flow::{Can, ChangePhone, ChangePhoneOptions, Event, Side, VerifyOldPhone};
use crate::protocol::{ErrorCode, PhoneCheck};
use wasm_bindgen::prelude::*;

/// A form. `free` gives its memory back.
#[wasm_bindgen]
pub struct Flow(ChangePhone);

/// The number of the side that is not known.
const OLD: u8 = 1;
const UNKNOWN: u8 = 2;

#[wasm_bindgen]
impl Flow {
    /// `verify_old_phone`: 0 for never, 1 for always, 2 for when it is asked for. `auto_submit_length`: 0 for never. `phone_check`: its
    /// place in [`PhoneCheck`].
    #[wasm_bindgen(constructor)]
    pub fn new(verify_old_phone: u8, confirm: bool, auto_submit_length: usize, phone_check: usize) -> Flow {
        let verify_old_phone = match verify_old_phone {
            0 => VerifyOldPhone::Never,
            1 => VerifyOldPhone::Always,
            _ => VerifyOldPhone::Auto,
        };
        Self(ChangePhone::new(ChangePhoneOptions {
            verify_old_phone,
            waits_for_confirmation: confirm,
            auto_submit_length,
            phone_check: PhoneCheck::ALL.get(phone_check).copied().unwrap_or(PhoneCheck::Mobile),
        }))
    }

    /// Takes an event, by its place in [`Event`], or none, which only looks. Brings back, as bits: 0 to 7 its effects, 8 to 17 the view
    /// then, from 18 on, for a number, the length of its record, which is written as `readPhone` does. `side`: 0 for the new number, 1
    /// for the old one, 2 for a failure that is about both. `cooling`: bit 0 and bit 1, whether the numbers got a code within the last
    /// minute. `text`: the number, the code or the failure's code; `home` and `is_country_code` as for `readPhone`.
    pub fn handle(
        &mut self,
        event: u8,
        side: u8,
        cooling: u8,
        text: &str,
        home: Option<String>,
        is_country_code: bool,
    ) -> u32 {
        trap_at(text);
        let mut record_length = 0;
        let of = if side == OLD { Side::Old } else { Side::New };
        let event = match event {
            0 => {
                let input = phone_input(text, home.as_deref(), is_country_code);
                record_length = write_record(input, None);
                Event::Phone(of, input)
            }
            1 => Event::Code(of, text),
            2 => Event::UseUnusualNumber,
            3 => Event::Send(of),
            4 => Event::Sent(of),
            5 => Event::Submit,
            6 => Event::Verified,
            7 => Event::Confirm,
            8 => Event::Updated,
            9 => Event::Failed(ErrorCode::from_name(text), (side != UNKNOWN).then_some(of)),
            10 => Event::TokenExpired,
            11 => Event::Reset,
            _ => return self.view(cooling) << 8,
        };
        let effects = self.0.handle(event, sides(cooling));
        u32::from(effects.0) | self.view(cooling) << 8 | (record_length as u32) << 18
    }
}

impl Flow {
    /// What is to be shown, as bits: 0 to 2 the state, 3 to 7 what a person may do, 8 whether the old number takes part, 9 whether the
    /// new number is used although the check refuses it.
    fn view(&self, cooling: u8) -> u32 {
        let Can { send_new_code, send_old_code, submit, confirm, use_unusual_number } = self.0.can(sides(cooling));
        let flags = [
            send_new_code,
            send_old_code,
            submit,
            confirm,
            use_unusual_number,
            self.0.is_old_phone_required(),
            self.0.is_unusual_number_used(),
        ];
        flags.iter().rev().fold(0, |bits: u32, &flag| bits << 1 | u32::from(flag)) << 3 | self.0.state() as u32
    }
}

fn sides(bits: u8) -> [bool; 2] {
    [bits & 1 != 0, bits & 2 != 0]
}
