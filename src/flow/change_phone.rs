//! The change-phone form without the form: which step it is at, what a person may do there, and what that sets off.
//!
//! `(state, event) -> (state, effects)`: whoever drives it carries the effects out and reports back what came of them.

use super::Fingerprint;
use crate::phone::{PhoneInput, Recipient};
use crate::protocol::{ErrorCode, Field, PassCode, PhoneCheck, judge_phone};

/// The step that the form is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Numbers and codes are typed; codes can be sent.
    Editing,
    /// A code is being sent.
    SendingCode,
    /// Numbers and codes are being verified.
    Verifying,
    /// Both are verified: the change waits for a last word, or for another try, as long as its token lives.
    Confirming,
    /// The change is being made.
    Updating,
    /// The answer to the change was lost, and the change is not known to have happened. Trying again is safe.
    InDoubt,
    /// The token's time was up before the change was made. The numbers are still there; new codes are needed.
    Expired,
    /// The number was changed.
    Done,
}

/// One of the two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The number that is to be the user's.
    New,
    /// The number that is the user's.
    Old,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    state: State,
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
            state: State::Editing,
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
    pub fn state(&self) -> State {
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
        let is_editable = matches!(self.state, State::Editing | State::Expired);
        let is_new_usable = if self.is_unusual_number_used { self.new.is_possible } else { self.new.passes_check };
        let is_other = self.old.e164 != self.new.e164;
        let is_old_usable = self.is_old_phone_required && self.old.is_possible;
        let is_old_complete = !self.is_old_phone_required || (is_old_usable && is_other && self.old.code.digits > 0);
        Can {
            send_new_code: is_editable && is_new_usable && !is_new_cooling,
            send_old_code: is_editable && is_old_usable && !is_old_cooling,
            submit: self.state == State::Editing && is_new_usable && self.new.code.digits > 0 && is_old_complete,
            confirm: matches!(self.state, State::Confirming | State::InDoubt),
            use_unusual_number: is_editable && !is_new_usable && self.new.is_possible,
        }
    }

    /// Takes an event. `is_cooling` as for [`can`](Self::can).
    pub fn handle(&mut self, event: Event<'_>, is_cooling: [bool; 2]) -> Effects {
        let can = self.can(is_cooling);
        match event {
            Event::Phone(side, input) if self.state != State::Done => self.type_phone(side, input),
            Event::Code(side, code) if self.state != State::Done => self.type_code(side, code),
            Event::UseUnusualNumber if can.use_unusual_number => {
                self.is_unusual_number_used = true;
                Effects::default()
            }
            Event::Send(Side::New) if can.send_new_code => self.send(Effects::SEND_NEW_CODE),
            Event::Send(Side::Old) if can.send_old_code => self.send(Effects::SEND_OLD_CODE),
            Event::Sent(side) if self.state == State::SendingCode => self.code_sent(side),
            Event::Submit if can.submit => self.submit(),
            Event::Verified if self.state == State::Verifying => self.verified(),
            Event::Confirm if can.confirm => self.go(State::Updating, Effects::UPDATE),
            Event::Updated if self.state == State::Updating => self.go(State::Done, Effects::FORGET_TOKEN),
            Event::Failed(code, side) => self.failed(code, side),
            Event::TokenExpired if self.state == State::Confirming => self.expire(),
            Event::Reset => {
                *self = Self::new(self.options);
                Effects::FORGET_TOKEN.and(Effects::CLEAR_NEW_CODE).and(Effects::CLEAR_OLD_CODE)
            }
            _ => Effects::ILLEGAL,
        }
    }

    fn go(&mut self, state: State, effects: Effects) -> Effects {
        self.state = state;
        effects
    }

    /// Back to where numbers and codes are typed. Codes that came in meanwhile may submit themselves.
    fn edit(&mut self, effects: Effects) -> Effects {
        self.state = State::Editing;
        effects.and(self.submit_if_complete())
    }

    /// With everything but the codes, also those that were typed too early.
    fn expire(&mut self) -> Effects {
        self.sent = self.codes();
        let cleared = self.clear_codes(None);
        self.go(State::Expired, cleared.and(Effects::FORGET_TOKEN))
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
            State::Confirming | State::InDoubt | State::Expired => {
                self.go(State::Editing, cleared.and(Effects::FORGET_TOKEN))
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
            State::Editing | State::Expired => self.edit(Effects::default()),
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
        // Nobody cools down who submits.
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
        self.go(State::Verifying, Effects::VERIFY)
    }

    fn send(&mut self, effects: Effects) -> Effects {
        self.is_outdated = false;
        self.sent = self.codes();
        self.go(State::SendingCode, effects)
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
            self.go(State::Confirming, cleared)
        } else {
            self.go(State::Updating, cleared.and(Effects::UPDATE))
        }
    }

    fn failed(&mut self, code: Option<ErrorCode>, side: Option<Side>) -> Effects {
        match self.state {
            State::SendingCode => self.edit(Effects::default()),
            State::Verifying => self.verification_failed(code, side),
            State::Updating => self.update_failed(code),
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
            _ if self.is_in_doubt => self.go(State::InDoubt, Effects::default()),
            // It has refused the call, not the change: the token is still good.
            _ => self.go(State::Confirming, Effects::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WARM: [bool; 2] = [false, false];
    const NEW: Event<'static> = Event::Phone(Side::New, PhoneInput::Text("+86 188 1234 5678"));
    const OTHER: Event<'static> = Event::Phone(Side::New, PhoneInput::Text("+86 188 8765 4321"));
    const OLD: Event<'static> = Event::Phone(Side::Old, PhoneInput::Text("+86 139 0000 0000"));
    const NEW_CODE: Event<'static> = Event::Code(Side::New, "123456");
    const OLD_CODE: Event<'static> = Event::Code(Side::Old, "654321");
    const OPTIONS: ChangePhoneOptions = ChangePhoneOptions {
        verify_old_phone: VerifyOldPhone::Auto,
        waits_for_confirmation: false,
        auto_submit_length: 0,
        phone_check: PhoneCheck::Mobile,
    };
    const CONFIRMING: ChangePhoneOptions = ChangePhoneOptions { waits_for_confirmation: true, ..OPTIONS };
    const BOTH: ChangePhoneOptions = ChangePhoneOptions { verify_old_phone: VerifyOldPhone::Always, ..OPTIONS };
    const BY_ITSELF: ChangePhoneOptions = ChangePhoneOptions { auto_submit_length: 6, ..OPTIONS };

    fn after(options: ChangePhoneOptions, events: &[Event<'_>]) -> ChangePhone {
        let mut machine = ChangePhone::new(options);
        for event in events {
            let before = machine.state;
            assert!(!machine.handle(*event, WARM).has(Effects::ILLEGAL), "{event:?} at {before:?}");
        }
        machine
    }

    fn failed(code: ErrorCode) -> Event<'static> {
        Event::Failed(Some(code), None)
    }

    /// The effects of the last event, and the state it leads to.
    fn last(options: ChangePhoneOptions, events: &[Event<'_>], event: Event<'_>) -> (Effects, State) {
        let mut machine = after(options, events);
        let effects = machine.handle(event, WARM);
        (effects, machine.state)
    }

    #[test]
    fn a_change_goes_from_number_and_code_to_done() {
        assert_eq!(last(OPTIONS, &[NEW], Event::Send(Side::New)), (Effects::SEND_NEW_CODE, State::SendingCode));
        let ready = [NEW, Event::Send(Side::New), Event::Sent(Side::New), NEW_CODE];
        assert_eq!(last(OPTIONS, &ready, Event::Submit), (Effects::VERIFY, State::Verifying));
        let verifying = [&ready[..], &[Event::Submit]].concat();
        let (effects, state) = last(OPTIONS, &verifying, Event::Verified);
        assert!(effects.has(Effects::UPDATE) && effects.has(Effects::CLEAR_NEW_CODE));
        assert_eq!(state, State::Updating);
        let updating = [&verifying[..], &[Event::Verified]].concat();
        assert_eq!(last(OPTIONS, &updating, Event::Updated), (Effects::FORGET_TOKEN, State::Done));
    }

    #[test]
    fn with_confirm_the_change_waits_for_the_last_word() {
        let verified = [NEW, NEW_CODE, Event::Submit, Event::Verified];
        assert_eq!(after(CONFIRMING, &verified).state, State::Confirming);
        assert_eq!(last(CONFIRMING, &verified, Event::Confirm), (Effects::UPDATE, State::Updating));
    }

    #[test]
    fn expiry_leads_back_with_the_numbers_and_without_the_codes() {
        let expired = [NEW, NEW_CODE, Event::Submit, Event::Verified, Event::TokenExpired];
        let machine = after(CONFIRMING, &expired);
        assert_eq!(machine.state, State::Expired);
        let can = machine.can(WARM);
        assert!(can.send_new_code && !can.submit && !can.confirm);
        assert_eq!(after(CONFIRMING, &[&expired[..], &[NEW_CODE]].concat()).state, State::Editing);
    }

    #[test]
    fn a_second_click_sets_nothing_off() {
        for (events, event) in [
            (vec![NEW, Event::Send(Side::New)], Event::Send(Side::New)),
            (vec![NEW, NEW_CODE, Event::Submit], Event::Submit),
            (vec![NEW, NEW_CODE, Event::Submit, Event::Verified], Event::Confirm),
        ] {
            assert_eq!(last(OPTIONS, &events, event).0, Effects::ILLEGAL, "{event:?}");
        }
    }

    #[test]
    fn no_code_can_be_sent_in_the_cool_down_and_typing_goes_on() {
        let mut machine = after(OPTIONS, &[NEW]);
        assert_eq!(machine.handle(Event::Send(Side::New), [true, false]), Effects::ILLEGAL);
        assert_eq!(machine.handle(NEW_CODE, [true, false]), Effects::default());
        assert_eq!(machine.handle(Event::Submit, [true, false]), Effects::VERIFY);
    }

    #[test]
    fn a_full_code_submits_itself_once() {
        assert_eq!(last(BY_ITSELF, &[NEW], NEW_CODE), (Effects::VERIFY, State::Verifying));
        assert_eq!(last(BY_ITSELF, &[NEW, NEW_CODE], Event::Submit).0, Effects::ILLEGAL);
        let lost = [NEW, NEW_CODE, failed(ErrorCode::Timeout)];
        assert_eq!(last(BY_ITSELF, &lost, NEW_CODE), (Effects::default(), State::Editing));
        assert_eq!(last(BY_ITSELF, &lost, Event::Submit).0, Effects::VERIFY);
        assert_eq!(last(BY_ITSELF, &[NEW], Event::Code(Side::New, "12345")).0, Effects::default());
    }

    #[test]
    fn an_old_code_that_nobody_needs_makes_no_other_submission() {
        let lost = [NEW, NEW_CODE, OLD_CODE, failed(ErrorCode::Timeout)];
        let machine = after(BY_ITSELF, &lost);
        assert_eq!(machine.state, State::Editing);
        assert_eq!(last(BY_ITSELF, &lost, Event::Code(Side::Old, "1111")).0, Effects::default());
    }

    #[test]
    fn a_code_that_comes_before_the_answer_to_its_sending_submits_itself_then() {
        let sending = [NEW, Event::Send(Side::New), NEW_CODE];
        assert_eq!(last(BY_ITSELF, &sending, Event::Sent(Side::New)), (Effects::VERIFY, State::Verifying));
    }

    #[test]
    fn a_code_that_was_there_before_another_is_sent_is_no_more() {
        let sending = [NEW, NEW_CODE, Event::Send(Side::New)];
        assert_eq!(last(OPTIONS, &sending, Event::Sent(Side::New)).0, Effects::CLEAR_NEW_CODE);
        assert_eq!(last(OPTIONS, &sending, failed(ErrorCode::CodeSentTooOften)).0, Effects::default());
    }

    #[test]
    fn another_number_takes_its_code_with_it() {
        assert_eq!(last(OPTIONS, &[NEW, NEW_CODE], OTHER).0, Effects::CLEAR_NEW_CODE);
        let machine = after(OPTIONS, &[NEW, NEW_CODE, OTHER]);
        assert!(machine.can([false; 2]).send_new_code && !machine.can([false; 2]).submit);
        let written_otherwise = Event::Phone(Side::New, PhoneInput::Text("+8618812345678"));
        assert_eq!(last(OPTIONS, &[NEW, NEW_CODE], written_otherwise).0, Effects::default());
    }

    #[test]
    fn a_number_changed_while_the_former_is_verified_makes_the_token_useless() {
        let (effects, state) = last(OPTIONS, &[NEW, NEW_CODE, Event::Submit, OTHER], Event::Verified);
        assert!(effects.has(Effects::FORGET_TOKEN) && !effects.has(Effects::UPDATE));
        assert_eq!(state, State::Editing);
    }

    #[test]
    fn a_number_changed_while_it_waits_to_be_confirmed_is_verified_anew() {
        let verified = [NEW, NEW_CODE, Event::Submit, Event::Verified];
        let (effects, state) = last(CONFIRMING, &verified, OTHER);
        assert!(effects.has(Effects::FORGET_TOKEN));
        assert_eq!(state, State::Editing);
    }

    #[test]
    fn the_old_phone_appears_when_the_service_asks_and_the_new_code_stays() {
        for code in [ErrorCode::OldPhoneRequired, ErrorCode::Rejected] {
            let asked = [NEW, NEW_CODE, Event::Submit, failed(code)];
            let machine = after(OPTIONS, &asked);
            assert!(machine.is_old_phone_required && !machine.can(WARM).submit);
            assert!(after(OPTIONS, &[&asked[..], &[OLD, OLD_CODE]].concat()).can(WARM).submit);
        }
        let never = ChangePhoneOptions { verify_old_phone: VerifyOldPhone::Never, ..OPTIONS };
        let asked = [NEW, NEW_CODE, Event::Submit, failed(ErrorCode::OldPhoneRequired)];
        assert!(!after(never, &asked).is_old_phone_required);
    }

    #[test]
    fn both_codes_are_needed_where_both_numbers_are() {
        assert!(!after(BOTH, &[NEW, NEW_CODE, OLD]).can(WARM).submit);
        assert!(after(BOTH, &[NEW, NEW_CODE, OLD, OLD_CODE]).can(WARM).submit);
        let same = Event::Phone(Side::Old, PhoneInput::Text("+8618812345678"));
        assert!(!after(BOTH, &[NEW, NEW_CODE, same, OLD_CODE]).can(WARM).submit);
    }

    #[test]
    fn a_code_typed_while_something_else_goes_on_is_there_afterwards() {
        let verified = [NEW, NEW_CODE, Event::Submit, Event::Verified];
        let typed = [&verified[..], &[NEW_CODE, failed(ErrorCode::UpdateTokenRejected)]].concat();
        assert!(after(OPTIONS, &typed).can(WARM).submit);
        let (effects, _) = last(CONFIRMING, &[&verified[..], &[NEW_CODE]].concat(), Event::TokenExpired);
        assert!(effects.has(Effects::CLEAR_NEW_CODE));
    }

    #[test]
    fn a_judged_code_is_cleared_and_one_typed_meanwhile_is_kept() {
        let submitted = [NEW, NEW_CODE, Event::Submit];
        assert_eq!(last(OPTIONS, &submitted, failed(ErrorCode::PassCodeWrong)).0.0 & 32, 32);
        let retyped = [&submitted[..], &[Event::Code(Side::New, "999999")]].concat();
        assert_eq!(last(OPTIONS, &retyped, failed(ErrorCode::PassCodeWrong)).0.0 & 32, 0);
        assert_eq!(last(OPTIONS, &submitted, failed(ErrorCode::Timeout)).0, Effects::default());
        let both = [NEW, NEW_CODE, OLD, OLD_CODE, Event::Submit];
        let old_is_spent = Event::Failed(Some(ErrorCode::PassCodeSpent), Some(Side::Old));
        assert_eq!(last(BOTH, &both, old_is_spent).0, Effects::CLEAR_OLD_CODE);
    }

    #[test]
    fn a_lost_change_is_in_doubt_until_something_decides() {
        let updating = [NEW, NEW_CODE, Event::Submit, Event::Verified];
        for code in [ErrorCode::Network, ErrorCode::OutcomeUnknown] {
            let in_doubt = [&updating[..], &[failed(code)]].concat();
            assert_eq!(after(OPTIONS, &in_doubt).state, State::InDoubt);
            // Its time may pass: only another try tells what became of it.
            assert_eq!(last(OPTIONS, &in_doubt, Event::TokenExpired), (Effects::ILLEGAL, State::InDoubt));
            let tried = [&in_doubt[..], &[Event::Confirm]].concat();
            assert_eq!(last(OPTIONS, &tried, failed(ErrorCode::NotSignedIn)).1, State::InDoubt);
            assert_eq!(last(OPTIONS, &tried, failed(ErrorCode::UpdateTokenExpired)).1, State::Expired);
            assert_eq!(last(OPTIONS, &tried, Event::Updated).1, State::Done);
        }
        // A new verification leaves the doubt behind.
        let anew = [NEW, NEW_CODE, Event::Submit, Event::Verified, failed(ErrorCode::Network), OTHER, NEW_CODE];
        let events = [&anew[..], &[Event::Submit, Event::Verified]].concat();
        assert_eq!(last(OPTIONS, &events, failed(ErrorCode::Server)).1, State::Confirming);
    }

    #[test]
    fn a_refused_call_keeps_the_token_and_a_refused_token_does_not() {
        let updating = [NEW, NEW_CODE, Event::Submit, Event::Verified];
        for code in [ErrorCode::NotSignedIn, ErrorCode::RateLimited, ErrorCode::Server, ErrorCode::Timeout] {
            assert_eq!(last(OPTIONS, &updating, failed(code)), (Effects::default(), State::Confirming));
        }
        assert_eq!(last(OPTIONS, &updating, Event::Failed(None, None)).1, State::Confirming);
        for code in [ErrorCode::UpdateTokenRejected, ErrorCode::PhoneTaken, ErrorCode::UpdateTokenSpent] {
            assert_eq!(last(OPTIONS, &updating, failed(code)), (Effects::FORGET_TOKEN, State::Editing));
        }
    }

    #[test]
    fn an_unusual_number_can_be_insisted_on_until_it_is_another() {
        let landline = Event::Phone(Side::New, PhoneInput::Text("+86 10 6552 9988"));
        let machine = after(OPTIONS, &[landline]);
        assert!(machine.can(WARM).use_unusual_number && !machine.can(WARM).send_new_code);
        let insisted = after(OPTIONS, &[landline, Event::UseUnusualNumber]);
        assert!(insisted.can(WARM).send_new_code && insisted.is_unusual_number_used());
        assert!(!after(OPTIONS, &[landline, Event::UseUnusualNumber, NEW]).is_unusual_number_used());
        let too_short = Event::Phone(Side::New, PhoneInput::Text("+86 1"));
        assert!(!after(OPTIONS, &[too_short]).can(WARM).use_unusual_number);
    }

    #[test]
    fn everything_can_begin_anew() {
        let mut machine = after(BOTH, &[NEW, NEW_CODE, OLD, OLD_CODE, Event::Submit]);
        machine.handle(Event::Reset, WARM);
        assert_eq!(machine, ChangePhone::new(BOTH));
        let done = [NEW, NEW_CODE, Event::Submit, Event::Verified, Event::Updated];
        assert_eq!(last(OPTIONS, &done, NEW), (Effects::ILLEGAL, State::Done));
        assert_eq!(last(OPTIONS, &done, Event::Reset).1, State::Editing);
    }
}
