//! The change-phone form without the form: which step it is at, what a person may do there, and what that sets off.
//!
//! `(state, event) -> (state, effects)`: whoever drives it carries the effects out and reports back what came of them.

use super::Fingerprint;
use crate::named::named;
use crate::phone::{PhoneInput, Recipient};
use crate::protocol::{ErrorCode, Field, PassCode, PhoneCheck, judge_phone};
use serde::Serialize;

named! {
    /// The step that the form is at.
    #[derive(Hash, PartialOrd, Ord)]
    pub enum FlowState {
        /// Numbers and codes are typed; codes can be sent.
        Editing "editing"
        /// A code is being sent.
        SendingCode "sending-code"
        /// Numbers and codes are being verified.
        Verifying "verifying"
        /// Both are verified: the change waits for a last word, or for another try, as long as its token lives.
        Confirming "confirming"
        /// The change is being made.
        Updating "updating"
        /// The answer to the change was lost, and the change is not known to have happened. Trying again is safe.
        InDoubt "in-doubt"
        /// The token's time was up before the change was made. The numbers are still there; new codes are needed.
        Expired "expired"
        /// The number was changed.
        Done "done"
    }
}

named! {
    /// One of the two numbers.
    #[derive(Hash)]
    pub enum Side {
        /// The number that is to be the user's.
        New "new"
        /// The number that is the user's.
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
    /// The person was asked, and insists on a number that the check refuses.
    UseUnusualNumber,
    /// A code is wanted.
    Send(Side),
    /// The code is on its way.
    Sent(Side),
    /// Numbers and codes are to be verified.
    Submit,
    /// They were right, and there is a token.
    Verified,
    /// The last word: the change is to be made.
    Confirm,
    /// The number was changed.
    Updated,
    /// What was set off last failed: with a code of the core, or for another reason. `Side`: whose code it is about, if that is known.
    Failed(Option<ErrorCode>, Option<Side>),
    /// The token's time is up.
    TokenExpired,
    /// Everything from the beginning.
    Reset,
}

/// What is to be done now, as bits.
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
    /// The new number's code is no more: clear it.
    pub const CLEAR_NEW_CODE: Self = Self(32);
    /// The old number's code likewise.
    pub const CLEAR_OLD_CODE: Self = Self(64);
    /// The event cannot happen at this step: nothing has changed.
    pub const ILLEGAL: Self = Self(128);

    /// What is cleared comes before what is sent.
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

    /// Their names outside of Rust, in the order in which they are to be done.
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

/// Whether the old number takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifyOldPhone {
    /// Not at all.
    Never,
    /// From the beginning.
    Always,
    /// Once the service asks for it.
    Auto,
}

/// How a form behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangePhoneOptions {
    /// Whether the old number takes part.
    pub verify_old_phone: VerifyOldPhone,
    /// Whether a verified change waits for [`Event::Confirm`].
    pub waits_for_confirmation: bool,
    /// Submit by itself, once, when codes of so many digits are in; 0 for never.
    pub auto_submit_length: usize,
    /// What a new number must be.
    pub phone_check: PhoneCheck,
}

/// What a person may do now.
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

/// A code as typed: its fingerprint, and how many digits it has; 0 when it cannot be a code.
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

/// A number and its code.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Half {
    e164: String,
    is_possible: bool,
    passes_check: bool,
    code: Code,
}

impl Half {
    fn empty() -> Self {
        Self { e164: String::new(), is_possible: false, passes_check: false, code: Code::new("") }
    }
}

/// The machine. Holds fingerprints of codes, never codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePhone {
    options: ChangePhoneOptions,
    state: FlowState,
    new: Half,
    old: Half,
    is_old_phone_required: bool,
    /// The person insists on the new number as it is.
    is_unusual_number_used: bool,
    /// A number was changed after it was sent to the service: what comes of that is of no use.
    is_outdated: bool,
    /// Whether the answer to the change was lost once.
    is_in_doubt: bool,
    /// The codes that were there when one was sent or when they were submitted, and those that were submitted by themselves.
    sent: [Code; 2],
    submitted_by_itself: [Code; 2],
}

impl ChangePhone {
    /// An empty form.
    pub fn new(options: ChangePhoneOptions) -> Self {
        Self {
            options,
            state: FlowState::Editing,
            new: Half::empty(),
            old: Half::empty(),
            is_old_phone_required: options.verify_old_phone == VerifyOldPhone::Always,
            is_unusual_number_used: false,
            is_outdated: false,
            is_in_doubt: false,
            sent: [Code::new(""); 2],
            submitted_by_itself: [Code::new(""); 2],
        }
    }

    /// The step that the form is at.
    pub fn state(&self) -> FlowState {
        self.state
    }

    /// Whether the old number takes part.
    pub fn is_old_phone_required(&self) -> bool {
        self.is_old_phone_required
    }

    /// Whether the new number is to be judged by its length alone.
    pub fn is_unusual_number_used(&self) -> bool {
        self.is_unusual_number_used
    }

    /// What a person may do now. `is_cooling`: whether the new and the old number got a code within the last minute.
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

    /// Takes an event. `is_cooling` as for [`can`](Self::can).
    pub fn handle(&mut self, event: Event<'_>, is_cooling: [bool; 2]) -> Effects {
        let can = self.can(is_cooling);
        match event {
            Event::Phone(side, input) if self.state != FlowState::Done => self.type_phone(side, input),
            Event::Code(side, code) if self.state != FlowState::Done => self.type_code(side, code),
            Event::UseUnusualNumber if can.use_unusual_number => {
                self.is_unusual_number_used = true;
                Effects::default()
            }
            Event::Send(Side::New) if can.send_new_code => self.send(Effects::SEND_NEW_CODE),
            Event::Send(Side::Old) if can.send_old_code => self.send(Effects::SEND_OLD_CODE),
            Event::Sent(side) if self.state == FlowState::SendingCode => self.code_sent(side),
            Event::Submit if can.submit => self.submit(),
            Event::Verified if self.state == FlowState::Verifying => self.verified(),
            Event::Confirm if can.confirm => self.go(FlowState::Updating, Effects::UPDATE),
            Event::Updated if self.state == FlowState::Updating => self.go(FlowState::Done, Effects::FORGET_TOKEN),
            Event::Failed(code, side) => self.failed(code, side),
            Event::TokenExpired if self.state == FlowState::Confirming => self.expire(),
            Event::Reset => {
                *self = Self::new(self.options);
                Effects::FORGET_TOKEN.and(Effects::CLEAR_NEW_CODE).and(Effects::CLEAR_OLD_CODE)
            }
            _ => Effects::ILLEGAL,
        }
    }

    fn go(&mut self, state: FlowState, effects: Effects) -> Effects {
        self.state = state;
        effects
    }

    /// Back to where numbers and codes are typed. Codes that came in meanwhile may submit themselves.
    fn edit(&mut self, effects: Effects) -> Effects {
        self.state = FlowState::Editing;
        effects.and(self.submit_if_complete())
    }

    /// With everything but the codes, also those that were typed too early.
    fn expire(&mut self) -> Effects {
        self.sent = self.codes();
        let cleared = self.clear_codes(None);
        self.go(FlowState::Expired, cleared.and(Effects::FORGET_TOKEN))
    }

    fn half(&mut self, side: Side) -> &mut Half {
        match side {
            Side::New => &mut self.new,
            Side::Old => &mut self.old,
        }
    }

    fn codes(&self) -> [Code; 2] {
        [self.new.code, self.old.code]
    }

    /// Clears the code of one side, or of both, unless another was typed since something was sent.
    fn clear_codes(&mut self, of: Option<Side>) -> Effects {
        let mut effects = Effects::default();
        let sent = self.sent;
        for ((side, effect), sent) in
            [(Side::New, Effects::CLEAR_NEW_CODE), (Side::Old, Effects::CLEAR_OLD_CODE)].into_iter().zip(sent)
        {
            let half = self.half(side);
            if of.is_none_or(|of| of == side) && half.code == sent {
                half.code = Code::new("");
                effects = effects.and(effect);
            }
        }
        effects
    }

    /// A number that is another one than before takes its code with it, and whatever was verified.
    fn type_phone(&mut self, side: Side, input: PhoneInput<'_>) -> Effects {
        let phone = Recipient::read(input);
        let passes_check = judge_phone(&phone, self.options.phone_check, Field::Phone).is_ok();
        let half = self.half(side);
        let is_same = half.e164 == phone.e164;
        half.is_possible = phone.is_possible;
        half.passes_check = passes_check;
        half.e164 = phone.e164;
        if is_same {
            return Effects::default();
        }
        half.code = Code::new("");
        let cleared = match side {
            Side::New => Effects::CLEAR_NEW_CODE,
            Side::Old => Effects::CLEAR_OLD_CODE,
        };
        if side == Side::New {
            self.is_unusual_number_used = false;
        }
        match self.state {
            FlowState::Confirming | FlowState::InDoubt | FlowState::Expired => {
                self.go(FlowState::Editing, cleared.and(Effects::FORGET_TOKEN))
            }
            _ => {
                self.is_outdated = true;
                cleared
            }
        }
    }

    fn type_code(&mut self, side: Side, code: &str) -> Effects {
        self.half(side).code = Code::new(code);
        match self.state {
            FlowState::Editing | FlowState::Expired => self.edit(Effects::default()),
            _ => Effects::default(),
        }
    }

    /// Submits codes of the length with which they submit themselves; the same ones only once.
    fn submit_if_complete(&mut self) -> Effects {
        let codes = self.codes();
        let is_full = |code: &Code| code.digits == self.options.auto_submit_length;
        let [new, old] = &codes;
        let [submitted_new, submitted_old] = &self.submitted_by_itself;
        // An old code that nobody needs makes no other submission.
        let was_submitted = new == submitted_new && (!self.is_old_phone_required || old == submitted_old);
        let is_complete = is_full(new) && (!self.is_old_phone_required || is_full(old));
        // Submitting ignores cool-downs.
        if is_complete && self.can([false; 2]).submit && !was_submitted {
            self.submitted_by_itself = codes;
            return self.submit();
        }
        Effects::default()
    }

    fn submit(&mut self) -> Effects {
        self.is_outdated = false;
        self.is_in_doubt = false;
        self.sent = self.codes();
        self.go(FlowState::Verifying, Effects::VERIFY)
    }

    fn send(&mut self, effects: Effects) -> Effects {
        self.is_outdated = false;
        self.sent = self.codes();
        self.go(FlowState::SendingCode, effects)
    }

    /// What was typed before belongs to the code before; what was typed since, to the one that came quickly.
    fn code_sent(&mut self, side: Side) -> Effects {
        let cleared = self.clear_codes(Some(side));
        self.edit(cleared)
    }

    fn verified(&mut self) -> Effects {
        let cleared = self.clear_codes(None);
        if self.is_outdated {
            self.edit(cleared.and(Effects::FORGET_TOKEN))
        } else if self.options.waits_for_confirmation {
            self.go(FlowState::Confirming, cleared)
        } else {
            self.go(FlowState::Updating, cleared.and(Effects::UPDATE))
        }
    }

    fn failed(&mut self, code: Option<ErrorCode>, side: Option<Side>) -> Effects {
        match self.state {
            FlowState::SendingCode => self.edit(Effects::default()),
            FlowState::Verifying => self.verification_failed(code, side),
            FlowState::Updating => self.update_failed(code),
            _ => Effects::ILLEGAL,
        }
    }

    /// A code that was judged is used up; one that was typed meanwhile is not.
    fn verification_failed(&mut self, code: Option<ErrorCode>, side: Option<Side>) -> Effects {
        let effects = match code {
            // The ambiguous refusal may be just that one, where its words are not known.
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
        self.edit(effects)
    }

    fn update_failed(&mut self, code: Option<ErrorCode>) -> Effects {
        self.is_in_doubt |= matches!(code, Some(ErrorCode::Network | ErrorCode::OutcomeUnknown));
        match code {
            Some(ErrorCode::UpdateTokenExpired) => self.expire(),
            // The service has judged the token, or what it stands for.
            Some(
                ErrorCode::UpdateTokenSpent
                | ErrorCode::UpdateTokenRejected
                | ErrorCode::PhoneTaken
                | ErrorCode::PhoneInvalid
                | ErrorCode::PhoneSameAsOld
                | ErrorCode::Rejected
                | ErrorCode::NoPhoneBound,
            ) => self.edit(Effects::FORGET_TOKEN),
            _ if self.is_outdated => self.edit(Effects::FORGET_TOKEN),
            _ if self.is_in_doubt => self.go(FlowState::InDoubt, Effects::default()),
            // It has refused the call, not the change: the token is still good.
            _ => self.go(FlowState::Confirming, Effects::default()),
        }
    }
}

#[cfg(test)]
mod tests;
