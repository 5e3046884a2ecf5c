//! The state machine alone, with events that a correct driver never sends: responses without a request, responses that come twice.

use update_phone::flow::{ChangePhone, ChangePhoneOptions, Effects, Event, FlowState, Side};
use update_phone::phone::PhoneInput;
use update_phone::protocol::ErrorCode;

/// Each event is two bytes: its kind and its details. Numbers and codes are from `TEXTS`.
pub fn run(options: ChangePhoneOptions, events: &[u8]) {
    let mut machine = ChangePhone::new(options);
    for event in events.chunks_exact(2).take(300) {
        let is_cooling = [event[0] & 64 != 0, event[0] & 128 != 0];
        take(&mut machine, self::event(event[0] & 63, event[1]), is_cooling, options);
    }
}

const TEXTS: [&str; 8] =
    ["", "+8618812345678", "+86 139 0000 0000", "+12015550123", "+8612812345678", "123456", "１２３４", "12ab"];

fn event(kind: u8, how: u8) -> Event<'static> {
    let side = if how & 1 == 0 { Side::New } else { Side::Old };
    let text = TEXTS[usize::from(how >> 1) % TEXTS.len()];
    match kind % 14 {
        0 => Event::Phone(side, PhoneInput::Text(text)),
        1 => Event::Phone(side, PhoneInput::InCountry { country_code: "+86", number: text }),
        2 => Event::Code(side, text),
        3 => Event::UseUnusualNumber,
        4 => Event::Send(side),
        5 => Event::Sent(side),
        6 => Event::Submit,
        7 => Event::Verified,
        8 => Event::Confirm,
        9 => Event::Updated,
        10 => Event::Failed(
            ErrorCode::ALL.get(usize::from(how >> 2)).copied(),
            [None, Some(side)][usize::from(how & 2) / 2],
        ),
        11 => Event::TokenExpired,
        12 if how < 32 => Event::Reset,
        // Resets are rare, so that runs get far.
        _ => Event::Code(side, "123456"),
    }
}

fn take(machine: &mut ChangePhone, event: Event<'_>, is_cooling: [bool; 2], options: ChangePhoneOptions) {
    let before = machine.clone();
    let can = before.can(is_cooling);
    let effects = machine.handle(event, is_cooling);
    if effects.has(Effects::ILLEGAL) {
        assert_eq!(effects, Effects::ILLEGAL, "{event:?}: an illegal event has no other effect");
        assert_eq!(machine, &before, "{event:?}: an illegal event changes nothing");
    }
    let is_allowed = match event {
        Event::Send(Side::New) => Some(can.send_new_code),
        Event::Send(Side::Old) => Some(can.send_old_code),
        Event::Submit => Some(can.submit),
        Event::Confirm => Some(can.confirm),
        Event::UseUnusualNumber => Some(can.use_unusual_number),
        Event::Reset => Some(true),
        _ => None,
    };
    if let Some(is_allowed) = is_allowed {
        assert_eq!(is_allowed, !effects.has(Effects::ILLEGAL), "{event:?}: `can` agrees with what the machine accepts");
    }
    let pending: Vec<FlowState> = [
        (Effects::SEND_NEW_CODE, FlowState::SendingCode),
        (Effects::SEND_OLD_CODE, FlowState::SendingCode),
        (Effects::VERIFY, FlowState::Verifying),
        (Effects::UPDATE, FlowState::Updating),
    ]
    .into_iter()
    .filter_map(|(effect, state)| effects.has(effect).then_some(state))
    .collect();
    assert!(pending.len() <= 1, "{event:?}: at most one request at a time");
    let state_before = before.state();
    let is_waiting = |state| matches!(state, FlowState::SendingCode | FlowState::Verifying | FlowState::Updating);
    if let Some(&state) = pending.first() {
        assert_eq!(machine.state(), state, "{event:?}: a request leads to its waiting state");
    } else if is_waiting(machine.state()) {
        assert_eq!(machine.state(), state_before, "{event:?}: a waiting state begins only with a request");
    }
    // Typing never ends a waiting state, or a request could be sent twice.
    if is_waiting(state_before) && matches!(event, Event::Phone(..) | Event::Code(..)) {
        assert_eq!(machine.state(), state_before, "{event:?}: typing does not end a waiting state");
    }
    if machine.state() == FlowState::Done && state_before != FlowState::Done {
        assert_eq!(
            (state_before, event),
            (FlowState::Updating, Event::Updated),
            "only a success of the service leads to done"
        );
    }
    let mut reset = machine.clone();
    reset.handle(Event::Reset, is_cooling);
    assert_eq!(reset, ChangePhone::new(options), "a reset leads to the initial state");
}
