//! The change-phone form as a state machine: its state, the actions that are allowed there, and their effects.
//!
//! `(state, event) -> (state, effects)`. The driver carries the effects out and reports their results as events.

use super::Fingerprint;
use crate::named::named;
use crate::phone::{PhoneInput, Recipient};
use crate::protocol::{ErrorCode, Field, PassCode, PhoneCheck, judge_phone};
use serde::Serialize;

named! {
    /// The state of the form.
    #[derive(Hash, PartialOrd, Ord)]
    pub enum FlowState {
        /// Numbers and codes are typed; codes can be sent.
        Editing "editing"
        /// A code is being sent.
        SendingCode "sending-code"
        /// Numbers and codes are being verified.
        Verifying "verifying"
        /// Both are verified: the change waits for [`Event::Confirm`], for the first time or again, as long as its token lives.
        Confirming "confirming"
        /// The change is being made.
        Updating "updating"
        /// The answer to the change was lost, and it is not known whether the change was made. Trying again is safe.
        InDoubt "in-doubt"
        /// The token expired before the change was made. The numbers stay; new codes are needed.
        Expired "expired"
        /// The number was changed.
        Done "done"
    }
}

named! {
    /// One of the two numbers.
    #[derive(Hash)]
    pub enum Side {
        /// The number that the user changes to.
        New "new"
        /// The number that the user has now.
        Old "old"
    }
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event<'a> {
    /// A number was typed.
    Phone(Side, PhoneInput<'a>),
    /// A code was typed.
    Code(Side, &'a str),
    /// The person uses a number that the check refuses, after being asked.
    UseUnusualNumber,
    /// The person asks for a code.
    Send(Side),
    /// The service has sent the code.
    Sent(Side),
    /// The person submits numbers and codes.
    Submit,
    /// The service has verified them, and there is a token.
    Verified,
    /// The person confirms the change.
    Confirm,
    /// The service has changed the number.
    Updated,
    /// The last effect failed: with a code of the core, or `None` for another reason. `Side`: whose pass code is at fault, if known.
    Failed(Option<ErrorCode>, Option<Side>),
    /// The token has expired.
    TokenExpired,
    /// The person starts over.
    Reset,
}

/// What the driver has to do after an event, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effects(pub u8);

impl Effects {
    /// Send a code to the new number: [`Event::Sent`] or [`Event::Failed`] follows.
    pub const SEND_NEW_CODE: Self = Self(1);
    /// Send a code to the old number, likewise.
    pub const SEND_OLD_CODE: Self = Self(2);
    /// Verify numbers and codes: [`Event::Verified`] or [`Event::Failed`] follows.
    pub const VERIFY: Self = Self(4);
    /// Spend the token: [`Event::Updated`] or [`Event::Failed`] follows.
    pub const UPDATE: Self = Self(8);
    /// Forget the token.
    pub const FORGET_TOKEN: Self = Self(16);
    /// Clear the new number's code: it cannot be used any more.
    pub const CLEAR_NEW_CODE: Self = Self(32);
    /// Clear the old number's code, likewise.
    pub const CLEAR_OLD_CODE: Self = Self(64);
    /// The event is not possible in this state: nothing has changed.
    pub const ILLEGAL: Self = Self(128);

    /// In the order in which the driver carries them out: clearing before sending.
    const NAMES: [(Self, &'static str); 8] = [
        (Self::CLEAR_NEW_CODE, "clear-new-code"),
        (Self::CLEAR_OLD_CODE, "clear-old-code"),
        (Self::FORGET_TOKEN, "forget-token"),
        (Self::SEND_NEW_CODE, "send-new-code"),
        (Self::SEND_OLD_CODE, "send-old-code"),
        (Self::VERIFY, "verify"),
        (Self::UPDATE, "update"),
        (Self::ILLEGAL, "illegal"),
    ];

    /// Their names in TypeScript, in the order in which the driver carries them out.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        Self::NAMES.into_iter().filter(move |(effect, _)| self.has(*effect)).map(|(_, name)| name)
    }

    /// Whether all of `others` are among these.
    pub fn has(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }
}

/// Whether the old number has to be verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyOldPhone {
    /// Never.
    Never,
    /// From the beginning.
    Always,
    /// Once the service asks for it.
    Auto,
}

/// How a form behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangePhoneOptions {
    /// Whether the old number has to be verified.
    pub verify_old_phone: VerifyOldPhone,
    /// Whether a verified change waits for [`Event::Confirm`].
    pub requires_confirmation: bool,
    /// Number of digits at which complete codes are submitted automatically, once; 0 for never.
    pub auto_submit_length: usize,
    /// What a new number must be.
    pub phone_check: PhoneCheck,
}

/// The actions that are allowed now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names say it")]
pub struct Can {
    pub send_new_code: bool,
    pub send_old_code: bool,
    pub submit: bool,
    pub confirm: bool,
    pub use_unusual_number: bool,
}

/// A code as typed: its fingerprint and its number of digits; 0 digits if it has not the format of a pass code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Code {
    fingerprint: Fingerprint,
    digits: usize,
}

impl Code {
    fn new(typed: &str) -> Self {
        let digits = PassCode::parse(typed).map_or(0, |code| code.expose().len());
        Self { fingerprint: Fingerprint::of(&[typed]), digits }
    }
}

/// One of the two numbers as entered, with its code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    e164: String,
    is_possible: bool,
    passes_check: bool,
    code: Code,
}

impl Entry {
    fn empty() -> Self {
        Self { e164: String::new(), is_possible: false, passes_check: false, code: Code::new("") }
    }
}

/// The state machine. Holds fingerprints of codes, never codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePhone {
    options: ChangePhoneOptions,
    state: FlowState,
    new: Entry,
    old: Entry,
    is_old_phone_required: bool,
    /// The person uses the new number although the check refuses it.
    is_unusual_number_used: bool,
    /// A number was edited after it was sent to the service, so the result is discarded.
    is_number_changed: bool,
    /// The answer to a change was lost, and the profile has not decided since.
    is_in_doubt: bool,
    /// The codes as they were when the last request was made. A code that was typed since is not cleared with its result.
    codes_at_request: [Code; 2],
    /// The codes that were submitted automatically last.
    auto_submitted: [Code; 2],
}

impl ChangePhone {
    /// An empty form.
    pub fn new(options: ChangePhoneOptions) -> Self {
        Self {
            options,
            state: FlowState::Editing,
            new: Entry::empty(),
            old: Entry::empty(),
            is_old_phone_required: options.verify_old_phone == VerifyOldPhone::Always,
            is_unusual_number_used: false,
            is_number_changed: false,
            is_in_doubt: false,
            codes_at_request: [Code::new(""); 2],
            auto_submitted: [Code::new(""); 2],
        }
    }

    /// The current state.
    pub fn state(&self) -> FlowState {
        self.state
    }

    /// Whether the old number has to be verified, as far as known.
    pub fn is_old_phone_required(&self) -> bool {
        self.is_old_phone_required
    }

    /// Whether the new number is checked by its length only.
    pub fn is_unusual_number_used(&self) -> bool {
        self.is_unusual_number_used
    }

    /// The actions that are allowed now. `is_cooling`: whether the new and the old number are in their cool-down.
    pub fn can(&self, is_cooling: [bool; 2]) -> Can {
        let [is_new_cooling, is_old_cooling] = is_cooling;
        let is_editable = matches!(self.state, FlowState::Editing | FlowState::Expired);
        let is_new_usable = if self.is_unusual_number_used { self.new.is_possible } else { self.new.passes_check };
        let is_other = self.old.e164 != self.new.e164;
        let is_old_usable = self.is_old_phone_required && self.old.is_possible;
        let is_old_complete = !self.is_old_phone_required || (is_old_usable && is_other && self.old.code.digits > 0);
        Can {
            send_new_code: is_editable && is_new_usable && !is_new_cooling,
            send_old_code: is_editable && is_old_usable && !is_old_cooling,
            submit: self.state == FlowState::Editing && is_new_usable && self.new.code.digits > 0 && is_old_complete,
            confirm: matches!(self.state, FlowState::Confirming | FlowState::InDoubt),
            use_unusual_number: is_editable && !is_new_usable && self.new.is_possible,
        }
    }

    /// Handles an event. `is_cooling` as for [`can`](Self::can).
    pub fn handle(&mut self, event: Event<'_>, is_cooling: [bool; 2]) -> Effects {
        let can = self.can(is_cooling);
        match event {
            Event::Phone(side, input) if self.state != FlowState::Done => self.number_typed(side, input),
            Event::Code(side, code) if self.state != FlowState::Done => self.code_typed(side, code),
            Event::UseUnusualNumber if can.use_unusual_number => {
                self.is_unusual_number_used = true;
                Effects::default()
            }
            Event::Send(Side::New) if can.send_new_code => self.send(Effects::SEND_NEW_CODE),
            Event::Send(Side::Old) if can.send_old_code => self.send(Effects::SEND_OLD_CODE),
            Event::Sent(side) if self.state == FlowState::SendingCode => self.code_sent(side),
            Event::Submit if can.submit => self.submit(),
            Event::Verified if self.state == FlowState::Verifying => self.verified(),
            Event::Confirm if can.confirm => self.enter(FlowState::Updating, Effects::UPDATE),
            Event::Updated if self.state == FlowState::Updating => self.enter(FlowState::Done, Effects::FORGET_TOKEN),
            Event::Failed(code, side) => self.failed(code, side),
            Event::TokenExpired if self.state == FlowState::Confirming => self.expire(),
            Event::Reset => {
                *self = Self::new(self.options);
                Effects::FORGET_TOKEN.and(Effects::CLEAR_NEW_CODE).and(Effects::CLEAR_OLD_CODE)
            }
            _ => Effects::ILLEGAL,
        }
    }

    fn enter(&mut self, state: FlowState, effects: Effects) -> Effects {
        self.state = state;
        effects
    }

    /// Returns to editing. Complete codes that were typed meanwhile are submitted automatically.
    fn return_to_editing(&mut self, effects: Effects) -> Effects {
        self.state = FlowState::Editing;
        effects.and(self.submit_if_complete())
    }

    /// Keeps the numbers and clears all codes, including those typed while the token was alive.
    fn expire(&mut self) -> Effects {
        self.codes_at_request = self.codes();
        let cleared = self.clear_codes(None);
        self.enter(FlowState::Expired, cleared.and(Effects::FORGET_TOKEN))
    }

    fn entry(&mut self, side: Side) -> &mut Entry {
        match side {
            Side::New => &mut self.new,
            Side::Old => &mut self.old,
        }
    }

    fn codes(&self) -> [Code; 2] {
        [self.new.code, self.old.code]
    }

    /// Clears the code of one side, or of both, except a code that was typed after the last request.
    fn clear_codes(&mut self, of: Option<Side>) -> Effects {
        let mut effects = Effects::default();
        let codes_at_request = self.codes_at_request;
        for ((side, effect), codes_at_request) in
            [(Side::New, Effects::CLEAR_NEW_CODE), (Side::Old, Effects::CLEAR_OLD_CODE)]
                .into_iter()
                .zip(codes_at_request)
        {
            let entry = self.entry(side);
            if of.is_none_or(|of| of == side) && entry.code == codes_at_request {
                entry.code = Code::new("");
                effects = effects.and(effect);
            }
        }
        effects
    }

    /// Judges a number. Another number than before clears its code and discards the verification.
    fn number_typed(&mut self, side: Side, input: PhoneInput<'_>) -> Effects {
        let phone = Recipient::read(input);
        let passes_check = judge_phone(&phone, self.options.phone_check, Field::Phone).is_ok();
        let entry = self.entry(side);
        let is_same = entry.e164 == phone.e164;
        entry.is_possible = phone.is_possible;
        entry.passes_check = passes_check;
        entry.e164 = phone.e164;
        if is_same {
            return Effects::default();
        }
        entry.code = Code::new("");
        let cleared = match side {
            Side::New => Effects::CLEAR_NEW_CODE,
            Side::Old => Effects::CLEAR_OLD_CODE,
        };
        if side == Side::New {
            self.is_unusual_number_used = false;
        }
        match self.state {
            FlowState::Confirming | FlowState::InDoubt | FlowState::Expired => {
                self.enter(FlowState::Editing, cleared.and(Effects::FORGET_TOKEN))
            }
            _ => {
                self.is_number_changed = true;
                cleared
            }
        }
    }

    fn code_typed(&mut self, side: Side, code: &str) -> Effects {
        self.entry(side).code = Code::new(code);
        match self.state {
            FlowState::Editing | FlowState::Expired => self.return_to_editing(Effects::default()),
            _ => Effects::default(),
        }
    }

    /// Submits complete codes automatically, the same codes only once.
    fn submit_if_complete(&mut self) -> Effects {
        let codes = self.codes();
        let is_full = |code: &Code| code.digits == self.options.auto_submit_length;
        let [new, old] = &codes;
        let [submitted_new, submitted_old] = &self.auto_submitted;
        // The old code counts only where it is required.
        let was_submitted = new == submitted_new && (!self.is_old_phone_required || old == submitted_old);
        let is_complete = is_full(new) && (!self.is_old_phone_required || is_full(old));
        // Submitting ignores cool-downs.
        if is_complete && self.can([false; 2]).submit && !was_submitted {
            self.auto_submitted = codes;
            return self.submit();
        }
        Effects::default()
    }

    fn submit(&mut self) -> Effects {
        self.is_number_changed = false;
        self.is_in_doubt = false;
        self.codes_at_request = self.codes();
        self.enter(FlowState::Verifying, Effects::VERIFY)
    }

    fn send(&mut self, effects: Effects) -> Effects {
        self.is_number_changed = false;
        self.codes_at_request = self.codes();
        self.enter(FlowState::SendingCode, effects)
    }

    /// Clears the code that was typed before the sending. A code that was typed during it may be the new one, so it stays.
    fn code_sent(&mut self, side: Side) -> Effects {
        let cleared = self.clear_codes(Some(side));
        self.return_to_editing(cleared)
    }

    fn verified(&mut self) -> Effects {
        let cleared = self.clear_codes(None);
        if self.is_number_changed {
            self.return_to_editing(cleared.and(Effects::FORGET_TOKEN))
        } else if self.options.requires_confirmation {
            self.enter(FlowState::Confirming, cleared)
        } else {
            self.enter(FlowState::Updating, cleared.and(Effects::UPDATE))
        }
    }

    fn failed(&mut self, code: Option<ErrorCode>, side: Option<Side>) -> Effects {
        match self.state {
            FlowState::SendingCode => self.return_to_editing(Effects::default()),
            FlowState::Verifying => self.verification_failed(code, side),
            FlowState::Updating => self.update_failed(code),
            _ => Effects::ILLEGAL,
        }
    }

    /// Clears the codes that the service has judged. A code that was typed meanwhile stays.
    fn verification_failed(&mut self, code: Option<ErrorCode>, side: Option<Side>) -> Effects {
        let effects = match code {
            // An ambiguous refusal may mean that the old phone is required.
            Some(ErrorCode::OldPhoneRequired | ErrorCode::Rejected)
                if self.options.verify_old_phone == VerifyOldPhone::Auto =>
            {
                self.is_old_phone_required = true;
                Effects::default()
            }
            Some(ErrorCode::PassCodeWrong | ErrorCode::PassCodeExpired | ErrorCode::PassCodeSpent) => {
                self.clear_codes(side)
            }
            _ => Effects::default(),
        };
        self.return_to_editing(effects)
    }

    fn update_failed(&mut self, code: Option<ErrorCode>) -> Effects {
        self.is_in_doubt |= matches!(code, Some(ErrorCode::Network | ErrorCode::OutcomeUnknown));
        match code {
            Some(ErrorCode::UpdateTokenExpired) => self.expire(),
            // The service has judged the token or its number, so the token is of no use.
            Some(
                ErrorCode::UpdateTokenSpent
                | ErrorCode::UpdateTokenRejected
                | ErrorCode::PhoneTaken
                | ErrorCode::PhoneInvalid
                | ErrorCode::PhoneSameAsOld
                | ErrorCode::Rejected
                | ErrorCode::NoPhoneBound,
            ) => self.return_to_editing(Effects::FORGET_TOKEN),
            _ if self.is_number_changed => self.return_to_editing(Effects::FORGET_TOKEN),
            _ if self.is_in_doubt => self.enter(FlowState::InDoubt, Effects::default()),
            // The call was refused, not the change: the token can still be used.
            _ => self.enter(FlowState::Confirming, Effects::default()),
        }
    }
}

#[cfg(test)]
mod tests;
