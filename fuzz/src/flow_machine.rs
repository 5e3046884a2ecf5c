//! The machine alone, with events that nobody who drives it as he should would hand in: answers to nothing, answers that come twice.

use update_phone::flow::{ChangePhone, ChangePhoneOptions, Effects, Event, FlowState, Side};
use update_phone::phone::PhoneInput;
use update_phone::protocol::ErrorCode;

/// Two bytes each: what happens, and how. Numbers and codes are those of `TEXTS`.
pub fn hold(options: ChangePhoneOptions, events: &[u8]) {
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
        // A form is not begun anew as often as that.
        _ => Event::Code(side, "123456"),
    }
}

fn take(machine: &mut ChangePhone, event: Event<'_>, is_cooling: [bool; 2], options: ChangePhoneOptions) {
    let before = machine.clone();
    let can = before.can(is_cooling);
    let effects = machine.handle(event, is_cooling);
    if effects.has(Effects::ILLEGAL) {
        assert_eq!(effects, Effects::ILLEGAL, "{event:?}: nothing is set off by what cannot happen");
        assert_eq!(machine, &before, "{event:?}: nothing is changed by what cannot happen");
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
        assert_eq!(is_allowed, !effects.has(Effects::ILLEGAL), "{event:?}: what can be done is done");
    }
    let set_off: Vec<FlowState> = [
        (Effects::SEND_NEW_CODE, FlowState::SendingCode),
        (Effects::SEND_OLD_CODE, FlowState::SendingCode),
        (Effects::VERIFY, FlowState::Verifying),
        (Effects::UPDATE, FlowState::Updating),
    ]
    .into_iter()
    .filter_map(|(effect, state)| effects.has(effect).then_some(state))
    .collect();
    assert!(set_off.len() <= 1, "{event:?}: one thing at a time");
    let was = before.state();
    let is_waiting = |state| matches!(state, FlowState::SendingCode | FlowState::Verifying | FlowState::Updating);
    if let Some(&state) = set_off.first() {
        assert_eq!(machine.state(), state, "{event:?}: who sets something off waits for it");
    } else if is_waiting(machine.state()) {
        assert_eq!(machine.state(), was, "{event:?}: nobody waits for what was not set off");
    }
    // Typing never ends a waiting: what is on its way is not sent once more.
    if is_waiting(was) && matches!(event, Event::Phone(..) | Event::Code(..)) {
        assert_eq!(machine.state(), was, "{event:?}: typing goes on while something is sent");
    }
    if machine.state() == FlowState::Done && was != FlowState::Done {
        assert_eq!((was, event), (FlowState::Updating, Event::Updated), "only the service makes it done");
    }
    let mut anew = machine.clone();
    anew.handle(Event::Reset, is_cooling);
    assert_eq!(anew, ChangePhone::new(options), "every state leads to editing");
}
