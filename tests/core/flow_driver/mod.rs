//! Drives the form's state machine and the client's memory as the TypeScript layer does, against a simulated service, and checks the
//! invariants after every step. Used by the property tests and by the fuzz target of the same name.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on is to fail; clippy takes helpers for production code"
)]

pub mod steps;

use steps::{NEW_NUMBERS, OLD_NUMBER, Step};
use update_phone::flow::{
    CODE_COOLDOWN_MS, ChangePhone, ChangePhoneOptions, Deadline, Effects, Event, FlowState, Instant, Memory, Side,
};
use update_phone::phone::{PhoneInput, Recipient};
use update_phone::protocol::{
    Call, ErrorCode, Failure, Field, Grant, PhoneCheck, PhoneEntry, Purpose, Secret, SmsChannel, UpdatePhoneRequest,
};

/// A number in E.164 with a calling code of two digits, and its code.
fn entry<'a>(number: &'a str, pass_code: &'a str) -> PhoneEntry<'a> {
    let (country_code, number) = number.split_at(3);
    PhoneEntry { country_code: Some(country_code), number: Some(number), pass_code: Some(pass_code) }
}

/// A token that lives for the usual time.
fn grant(token: &str) -> Grant {
    Grant { token: Secret::new(token), lifetime_seconds: 60.0 }
}

/// Returns an error if an invariant does not hold.
macro_rules! ensure {
    ($holds:expr, $($what:tt)+) => {
        if !$holds {
            return Err(format!($($what)+));
        }
    };
}

macro_rules! ensure_eq {
    ($left:expr, $right:expr, $($what:tt)+) => {{
        let (left, right) = (&$left, &$right);
        ensure!(left == right, "{}: {left:?} is not {right:?}", format!($($what)+));
    }};
}

/// A request that waits for its answer.
enum InFlight {
    Sending(Side, Call),
    Verifying(Call),
    Updating(Call),
}

/// The driver of machine and memory, and the simulated service.
pub struct Driver {
    pub machine: ChangePhone,
    memory: Memory,
    now: Instant,
    /// True time: the larger of what the clocks measured.
    true_ms: f64,
    numbers: [String; 2],
    codes: [String; 2],
    in_flight: Option<(InFlight, Instant)>,
    cooldowns: [Option<(String, Deadline)>; 2],
    /// The token that the driver holds, and its true deadline.
    token: Option<(String, Deadline)>,
    tokens: usize,
    /// The last code that the service sent to a number, and whether it has judged it.
    sent_codes: Vec<(String, String)>,
    /// With the time after which equal digits are another code: five minutes.
    judged_codes: Vec<((String, String), Deadline)>,
    judged_tokens: Vec<String>,
    /// The user's number at the service.
    profile: String,
    sms_at: Vec<(String, f64)>,
    pub posts: usize,
}

/// The invariant that does not hold, if any.
pub type Checked = Result<(), String>;

fn side_of(side: Side) -> usize {
    usize::from(side == Side::Old)
}

impl Driver {
    pub fn new(options: ChangePhoneOptions) -> Self {
        let mut driver = Self {
            machine: ChangePhone::new(options),
            memory: Memory::default(),
            now: Instant { wall: 1.79e12, monotonic: 1000.0 },
            true_ms: 0.0,
            numbers: [String::new(), OLD_NUMBER.to_owned()],
            codes: [String::new(), String::new()],
            in_flight: None,
            cooldowns: [None, None],
            token: None,
            tokens: 0,
            sent_codes: Vec::new(),
            judged_codes: Vec::new(),
            judged_tokens: Vec::new(),
            profile: OLD_NUMBER.to_owned(),
            sms_at: Vec::new(),
            posts: 0,
        };
        driver.machine.handle(Event::Phone(Side::Old, PhoneInput::Text(OLD_NUMBER)), [false; 2]);
        driver
    }

    fn is_cooling(&mut self) -> [bool; 2] {
        let now = self.now;
        let numbers = self.numbers.clone();
        let mut cooling = [false; 2];
        for ((cooldown, number), cooling) in self.cooldowns.iter_mut().zip(numbers).zip(&mut cooling) {
            *cooling = cooldown.as_mut().is_some_and(|(of, deadline)| *of == number && !deadline.is_over(now));
        }
        cooling
    }

    /// Passes an event to the machine and carries out its effects.
    fn handle(&mut self, event: Event<'_>) -> Checked {
        let cooling = self.is_cooling();
        let before = self.machine.clone();
        let effects = self.machine.handle(event, cooling);
        if effects.has(Effects::ILLEGAL) {
            ensure_eq!(&self.machine, &before, "an illegal event changes nothing");
            return Ok(());
        }
        if effects.has(Effects::CLEAR_NEW_CODE) {
            self.codes[0].clear();
        }
        if effects.has(Effects::CLEAR_OLD_CODE) {
            self.codes[1].clear();
        }
        if effects.has(Effects::FORGET_TOKEN) {
            self.token = None;
        }
        for (effect, side) in [(Effects::SEND_NEW_CODE, Side::New), (Effects::SEND_OLD_CODE, Side::Old)] {
            if effects.has(effect) {
                ensure!(!cooling[side_of(side)], "nothing is sent in a cool-down");
                let purpose = if side == Side::New { Purpose::New } else { Purpose::Old };
                let phone = Recipient::read(PhoneInput::Text(&self.numbers[side_of(side)]));
                let call = Call::SendSms { channel: SmsChannel::of_purpose(purpose), phone };
                self.begin(InFlight::Sending(side, call))?;
            }
        }
        if effects.has(Effects::VERIFY) {
            let call = self.verify_call();
            self.begin(InFlight::Verifying(call))?;
        }
        if effects.has(Effects::UPDATE) {
            let Some((token, _)) = &self.token else {
                return Err("an update has a token".to_owned());
            };
            let call = Call::UpdatePhone { token: Secret::new(token.as_str()), new_phone: None };
            self.begin(InFlight::Updating(call))?;
        }
        Ok(())
    }

    fn verify_call(&self) -> Call {
        let entry = |side: usize| entry(&self.numbers[side], &self.codes[side]);
        let old = if self.machine.is_old_phone_required() { entry(1) } else { PhoneEntry::default() };
        let check = if self.machine.is_unusual_number_used() { PhoneCheck::Possible } else { PhoneCheck::Mobile };
        let judged = UpdatePhoneRequest::judge(check, entry(0), old);
        Call::VerifyUpdatePhoneRequest(Box::new(judged.expect("the machine submits only what can be sent")))
    }

    /// Posts a call unless the memory refuses it.
    fn begin(&mut self, in_flight: InFlight) -> Checked {
        ensure!(self.in_flight.is_none(), "there is one request at a time");
        let (InFlight::Sending(_, call) | InFlight::Verifying(call) | InFlight::Updating(call)) = &in_flight;
        if let Err(mut failure) = self.memory.check_sendable(call, self.now) {
            return self.refused(in_flight, &mut failure);
        }
        match call {
            Call::VerifyUpdatePhoneRequest(request) => {
                self.forget_judged_codes();
                for (number, code, _) in request.codes() {
                    let is_judged = self.judged_codes.iter().any(|((of, judged), _)| of == number && judged == code);
                    ensure!(!is_judged, "no code is posted after it was judged");
                }
            }
            Call::UpdatePhone { token, .. } => {
                let token = token.expose().to_owned();
                ensure!(!self.judged_tokens.contains(&token), "no token is posted after it was judged");
            }
            Call::SendSms { .. } | Call::GetProfile => {}
        }
        self.posts += 1;
        self.in_flight = Some((in_flight, self.now));
        Ok(())
    }

    fn forget_judged_codes(&mut self) {
        let now = self.now;
        self.judged_codes.retain_mut(|(_, deadline)| !deadline.is_over(now));
    }

    /// Passes a failure to the machine, after reading the profile if that has to decide.
    fn refused(&mut self, in_flight: InFlight, failure: &mut Failure) -> Checked {
        if let (true, InFlight::Updating(_)) = (failure.needs_reconciliation, &in_flight) {
            let (country_code, number) = self.profile.split_at(3);
            let token = self.token.as_ref().map(|(token, _)| token.clone()).unwrap_or_default();
            let target = self.target_of(&token);
            match self.memory.reconcile(&token, country_code, number, self.now) {
                Some(true) => {
                    ensure_eq!(&self.profile, &target, "reconciled only when the number was changed");
                    self.judged_tokens.push(token);
                    return self.handle(Event::Updated);
                }
                Some(false) => ensure!(self.profile != target, "not changed when last read"),
                None => return Err("the profile has a number, and the token is this client's".to_owned()),
            }
            if failure.is_lost {
                *failure = Failure::local(ErrorCode::Network);
            }
        }
        let side = failure.field.and_then(|field| match field {
            Field::NewPhonePassCode => Some(Side::New),
            Field::OldPhonePassCode => Some(Side::Old),
            _ => None,
        });
        self.handle(Event::Failed(Some(failure.code), side))
    }

    /// The number that a token changes to: the simulated service writes it into the token.
    fn target_of(&self, token: &str) -> String {
        token.split_once(' ').map(|(_, number)| number.to_owned()).unwrap_or_default()
    }

    /// The service carries out the request in flight or not, and answers or not.
    fn answer(&mut self, which: u8) -> Checked {
        let Some((in_flight, sent_at)) = self.in_flight.take() else { return Ok(()) };
        let (is_done, is_lost) = (which & 1 == 0, which & 6 == 0);
        match &in_flight {
            InFlight::Sending(side, call) => self.answer_sending(*side, call, is_done, is_lost, sent_at)?,
            InFlight::Verifying(call) => self.answer_verification(call, which, is_lost, sent_at)?,
            InFlight::Updating(call) => self.answer_update(call, is_done, which, is_lost, sent_at)?,
        }
        Ok(())
    }

    fn lost(&mut self, in_flight: InFlight, sent_at: Instant) -> Checked {
        let mut failure = Failure::local(ErrorCode::Timeout);
        failure.is_lost = true;
        let (InFlight::Sending(_, call) | InFlight::Verifying(call) | InFlight::Updating(call)) = &in_flight;
        self.memory.record_failure(call, &mut failure, sent_at, self.now);
        self.refused(in_flight, &mut failure)
    }

    fn fail(&mut self, in_flight: InFlight, code: ErrorCode, sent_at: Instant) -> Checked {
        let mut failure = Failure::local(code);
        let (InFlight::Sending(_, call) | InFlight::Verifying(call) | InFlight::Updating(call)) = &in_flight;
        self.memory.record_failure(call, &mut failure, sent_at, self.now);
        self.refused(in_flight, &mut failure)
    }

    fn answer_sending(&mut self, side: Side, call: &Call, is_done: bool, is_lost: bool, sent_at: Instant) -> Checked {
        let Call::SendSms { channel, phone } = call else { return Ok(()) };
        let again = InFlight::Sending(side, Call::SendSms { channel: *channel, phone: phone.clone() });
        let e164 = phone.e164.clone();
        if is_done {
            self.sent_codes.retain(|(number, _)| *number != e164);
            let code = format!("{:06}", self.posts);
            self.sent_codes.push((e164.clone(), code));
            self.sms_at.push((e164.clone(), self.true_ms));
        }
        if is_lost {
            return self.lost(again, sent_at);
        }
        if !is_done {
            return self.fail(again, ErrorCode::Server, sent_at);
        }
        self.memory.record_success(call, &grant(""), sent_at);
        self.judged_codes.retain(|((number, _), _)| *number != e164);
        self.cooldowns[side_of(side)] = Some((e164, Deadline::new(sent_at, CODE_COOLDOWN_MS)));
        self.handle(Event::Sent(side))
    }

    fn answer_verification(&mut self, call: &Call, which: u8, is_lost: bool, sent_at: Instant) -> Checked {
        let Call::VerifyUpdatePhoneRequest(request) = call else { return Ok(()) };
        let again = || InFlight::Verifying(self.clone_of(request));
        let again = again();
        let pairs: Vec<_> = request.codes().map(|(number, code, _)| (number.to_owned(), code.to_owned())).collect();
        let target = request.new_phone().to_owned();
        if which >= 224 {
            // Refused before the codes were judged.
            let codes = [ErrorCode::NotSignedIn, ErrorCode::RateLimited, ErrorCode::OldPhoneRequired];
            return self.fail(again, codes[usize::from(which) % codes.len()], sent_at);
        }
        let is_right = pairs.iter().all(|pair| self.sent_codes.contains(pair));
        if is_lost {
            // If the service judged them, they are used.
            if which & 1 == 0 {
                self.sent_codes.retain(|pair| !pairs.contains(pair));
            }
            return self.lost(again, sent_at);
        }
        // Counted from the sending, when the code existed already.
        let deadline = Deadline::new(sent_at, 300_000.0);
        self.judged_codes.extend(pairs.iter().map(|pair| (pair.clone(), deadline.clone())));
        self.sent_codes.retain(|(number, _)| !pairs.iter().any(|(of, _)| of == number));
        if !is_right {
            return self.fail(again, ErrorCode::PassCodeWrong, sent_at);
        }
        self.tokens += 1;
        let token = format!("{} {target}", self.tokens);
        self.memory.record_success(call, &grant(&token), sent_at);
        self.token = Some((token, Deadline::new(sent_at, 60_000.0)));
        self.handle(Event::Verified)
    }

    fn clone_of(&self, request: &UpdatePhoneRequest) -> Call {
        let mut entries = request.codes().map(|(number, code, _)| entry(number, code));
        let new = entries.next().expect("there is a new phone");
        let old = entries.next().unwrap_or_default();
        let judged = UpdatePhoneRequest::judge(PhoneCheck::Possible, new, old);
        Call::VerifyUpdatePhoneRequest(Box::new(judged.expect("it was judged before")))
    }

    fn answer_update(&mut self, call: &Call, is_done: bool, which: u8, is_lost: bool, sent_at: Instant) -> Checked {
        let Call::UpdatePhone { token, .. } = call else { return Ok(()) };
        let again = InFlight::Updating(Call::UpdatePhone { token: token.clone(), new_phone: None });
        let text = token.expose().to_owned();
        if which >= 224 {
            return self.fail(again, [ErrorCode::NotSignedIn, ErrorCode::Server][usize::from(which & 1)], sent_at);
        }
        // Single-use: refused if an earlier, lost try has made the change.
        let is_good = self.profile != self.target_of(&text);
        let is_done = is_done && is_good;
        if is_done {
            self.profile = self.target_of(&text);
        }
        if is_lost {
            return self.lost(again, sent_at);
        }
        self.judged_tokens.push(text);
        if is_done {
            self.memory.record_success(call, &grant(""), sent_at);
            return self.handle(Event::Updated);
        }
        self.fail(again, ErrorCode::UpdateTokenRejected, sent_at)
    }

    /// The step of a person who wants to finish, or of the service.
    fn next(&mut self, which: u8) -> Step {
        if self.in_flight.is_some() {
            return Step::Answer(which);
        }
        if self.numbers[0].is_empty() {
            return Step::TypeNumber(0);
        }
        let cooling = self.is_cooling();
        let can = self.machine.can(cooling);
        let has_code = |side: usize| self.sent_codes.iter().any(|(of, _)| *of == self.numbers[side]);
        match self.machine.state() {
            FlowState::Done => Step::Person(Event::Reset),
            _ if can.confirm => Step::Person(Event::Confirm),
            _ if can.submit => Step::Person(Event::Submit),
            _ if !has_code(0) && can.send_new_code => Step::Person(Event::Send(Side::New)),
            _ if !has_code(1) && can.send_old_code => Step::Person(Event::Send(Side::Old)),
            _ if has_code(0) && self.codes[0].is_empty() => Step::TypeCode { side: Side::New, is_right: true },
            _ if has_code(1) && self.codes[1].is_empty() => Step::TypeCode { side: Side::Old, is_right: true },
            _ => Step::Pass { wall_ms: 61_000.0, monotonic_ms: 61_000.0 },
        }
    }

    pub fn take(&mut self, step: Step) -> Checked {
        match step {
            Step::GoOn(which) => {
                let next = self.next(which);
                self.take(next)
            }
            Step::TypeNumber(which) => {
                let is_done = self.machine.state() == FlowState::Done;
                let number = NEW_NUMBERS[which];
                if !is_done {
                    self.numbers[0] = number.to_owned();
                }
                self.handle(Event::Phone(Side::New, PhoneInput::Text(number)))
            }
            Step::TypeCode { side, is_right } => {
                let number = &self.numbers[side_of(side)];
                let sent = self.sent_codes.iter().find(|(of, _)| of == number).map(|(_, code)| code.clone());
                let code = if is_right { sent.unwrap_or_default() } else { "9999".to_owned() };
                let before = self.machine.clone();
                let previous = std::mem::replace(&mut self.codes[side_of(side)], code.clone());
                self.handle(Event::Code(side, &code))?;
                if self.machine == before && self.machine.state() != FlowState::Editing {
                    self.codes[side_of(side)] = previous;
                }
                Ok(())
            }
            Step::Person(Event::Reset) => {
                // The answer to a request in flight is ignored.
                if let Some((in_flight, _)) = self.in_flight.take() {
                    let (InFlight::Sending(_, call) | InFlight::Verifying(call) | InFlight::Updating(call)) =
                        &in_flight;
                    self.memory.record_lost(call, self.now);
                }
                self.numbers[0].clear();
                self.handle(Event::Reset)?;
                ensure_eq!(self.machine.state(), FlowState::Editing, "a reset leads to editing");
                self.handle(Event::Phone(Side::Old, PhoneInput::Text(OLD_NUMBER)))
            }
            Step::Person(event) => self.handle(event),
            Step::Answer(which) => self.answer(which),
            Step::LookAtToken => {
                let now = self.now;
                if self.token.as_mut().is_some_and(|(_, deadline)| deadline.is_over(now)) {
                    return self.handle(Event::TokenExpired);
                }
                Ok(())
            }
            Step::Pass { wall_ms, monotonic_ms } => {
                self.now.wall += wall_ms;
                self.now.monotonic += monotonic_ms;
                self.true_ms += monotonic_ms.max(wall_ms).max(0.0);
                // Now: a clock may be set back before the next look.
                self.forget_judged_codes();
                Ok(())
            }
        }
    }

    /// Checks the invariants that hold after every step.
    pub fn check(&mut self) -> Checked {
        let cooling = self.is_cooling();
        let can = self.machine.can(cooling);
        for (allowed, event) in [
            (can.send_new_code, Event::Send(Side::New)),
            (can.send_old_code, Event::Send(Side::Old)),
            (can.submit, Event::Submit),
            (can.confirm, Event::Confirm),
            (can.use_unusual_number, Event::UseUnusualNumber),
        ] {
            let is_legal = !self.machine.clone().handle(event, cooling).has(Effects::ILLEGAL);
            ensure_eq!(allowed, is_legal, "an action is allowed exactly when its event is legal: {:?}", event);
        }
        let is_waiting =
            matches!(self.machine.state(), FlowState::SendingCode | FlowState::Verifying | FlowState::Updating);
        ensure_eq!(is_waiting, self.in_flight.is_some(), "a waiting state has a request in flight");
        let is_holding =
            matches!(self.machine.state(), FlowState::Confirming | FlowState::Updating | FlowState::InDoubt);
        ensure_eq!(is_holding, self.token.is_some(), "a token is held while it can be spent");
        if self.machine.state() == FlowState::Done {
            ensure!(self.profile != OLD_NUMBER, "done only when the number was changed");
        }
        Ok(())
    }
}
