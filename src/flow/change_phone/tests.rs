use super::*;

const WARM: [bool; 2] = [false, false];
const NEW: Event<'static> = Event::Phone(Side::New, PhoneInput::Text("+86 188 1234 5678"));
const OTHER: Event<'static> = Event::Phone(Side::New, PhoneInput::Text("+86 188 8765 4321"));
const OLD: Event<'static> = Event::Phone(Side::Old, PhoneInput::Text("+86 139 0000 0000"));
const NEW_CODE: Event<'static> = Event::Code(Side::New, "123456");
const OLD_CODE: Event<'static> = Event::Code(Side::Old, "654321");
const OPTIONS: ChangePhoneOptions = ChangePhoneOptions {
    verify_old_phone: VerifyOldPhone::Auto,
    requires_confirmation: false,
    auto_submit_length: 0,
    phone_check: PhoneCheck::Mobile,
};
const CONFIRMING: ChangePhoneOptions = ChangePhoneOptions { requires_confirmation: true, ..OPTIONS };
const BOTH: ChangePhoneOptions = ChangePhoneOptions { verify_old_phone: VerifyOldPhone::Always, ..OPTIONS };
const AUTO_SUBMIT: ChangePhoneOptions = ChangePhoneOptions { auto_submit_length: 6, ..OPTIONS };

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
fn last(options: ChangePhoneOptions, events: &[Event<'_>], event: Event<'_>) -> (Effects, FlowState) {
    let mut machine = after(options, events);
    let effects = machine.handle(event, WARM);
    (effects, machine.state)
}

#[test]
fn a_change_goes_from_number_and_code_to_done() {
    assert_eq!(last(OPTIONS, &[NEW], Event::Send(Side::New)), (Effects::SEND_NEW_CODE, FlowState::SendingCode));
    let ready = [NEW, Event::Send(Side::New), Event::Sent(Side::New), NEW_CODE];
    assert_eq!(last(OPTIONS, &ready, Event::Submit), (Effects::VERIFY, FlowState::Verifying));
    let verifying = [&ready[..], &[Event::Submit]].concat();
    let (effects, state) = last(OPTIONS, &verifying, Event::Verified);
    assert!(effects.has(Effects::UPDATE) && effects.has(Effects::CLEAR_NEW_CODE));
    assert_eq!(state, FlowState::Updating);
    let updating = [&verifying[..], &[Event::Verified]].concat();
    assert_eq!(last(OPTIONS, &updating, Event::Updated), (Effects::FORGET_TOKEN, FlowState::Done));
}

#[test]
fn a_change_that_requires_confirmation_waits_for_it() {
    let verified = [NEW, NEW_CODE, Event::Submit, Event::Verified];
    assert_eq!(after(CONFIRMING, &verified).state, FlowState::Confirming);
    assert_eq!(last(CONFIRMING, &verified, Event::Confirm), (Effects::UPDATE, FlowState::Updating));
}

#[test]
fn expiry_keeps_the_numbers_and_clears_the_codes() {
    let expired = [NEW, NEW_CODE, Event::Submit, Event::Verified, Event::TokenExpired];
    let machine = after(CONFIRMING, &expired);
    assert_eq!(machine.state, FlowState::Expired);
    let can = machine.can(WARM);
    assert!(can.send_new_code && !can.submit && !can.confirm);
    assert_eq!(after(CONFIRMING, &[&expired[..], &[NEW_CODE]].concat()).state, FlowState::Editing);
}

#[test]
fn a_second_click_is_illegal() {
    for (events, event) in [
        (vec![NEW, Event::Send(Side::New)], Event::Send(Side::New)),
        (vec![NEW, NEW_CODE, Event::Submit], Event::Submit),
        (vec![NEW, NEW_CODE, Event::Submit, Event::Verified], Event::Confirm),
    ] {
        assert_eq!(last(OPTIONS, &events, event).0, Effects::ILLEGAL, "{event:?}");
    }
}

#[test]
fn in_the_cool_down_no_code_can_be_sent_but_codes_can_be_typed_and_submitted() {
    let mut machine = after(OPTIONS, &[NEW]);
    assert_eq!(machine.handle(Event::Send(Side::New), [true, false]), Effects::ILLEGAL);
    assert_eq!(machine.handle(NEW_CODE, [true, false]), Effects::default());
    assert_eq!(machine.handle(Event::Submit, [true, false]), Effects::VERIFY);
}

#[test]
fn a_complete_code_is_submitted_automatically_once() {
    assert_eq!(last(AUTO_SUBMIT, &[NEW], NEW_CODE), (Effects::VERIFY, FlowState::Verifying));
    assert_eq!(last(AUTO_SUBMIT, &[NEW, NEW_CODE], Event::Submit).0, Effects::ILLEGAL);
    let lost = [NEW, NEW_CODE, failed(ErrorCode::Timeout)];
    assert_eq!(last(AUTO_SUBMIT, &lost, NEW_CODE), (Effects::default(), FlowState::Editing));
    assert_eq!(last(AUTO_SUBMIT, &lost, Event::Submit).0, Effects::VERIFY);
    assert_eq!(last(AUTO_SUBMIT, &[NEW], Event::Code(Side::New, "12345")).0, Effects::default());
}

#[test]
fn an_old_code_that_is_not_required_causes_no_submission() {
    let lost = [NEW, NEW_CODE, OLD_CODE, failed(ErrorCode::Timeout)];
    let machine = after(AUTO_SUBMIT, &lost);
    assert_eq!(machine.state, FlowState::Editing);
    assert_eq!(last(AUTO_SUBMIT, &lost, Event::Code(Side::Old, "1111")).0, Effects::default());
}

#[test]
fn a_code_typed_during_its_sending_is_submitted_after_it() {
    let sending = [NEW, Event::Send(Side::New), NEW_CODE];
    assert_eq!(last(AUTO_SUBMIT, &sending, Event::Sent(Side::New)), (Effects::VERIFY, FlowState::Verifying));
}

#[test]
fn sending_a_code_clears_the_one_typed_before() {
    let sending = [NEW, NEW_CODE, Event::Send(Side::New)];
    assert_eq!(last(OPTIONS, &sending, Event::Sent(Side::New)).0, Effects::CLEAR_NEW_CODE);
    assert_eq!(last(OPTIONS, &sending, failed(ErrorCode::CodeSentTooOften)).0, Effects::default());
}

#[test]
fn another_number_clears_the_code() {
    assert_eq!(last(OPTIONS, &[NEW, NEW_CODE], OTHER).0, Effects::CLEAR_NEW_CODE);
    let machine = after(OPTIONS, &[NEW, NEW_CODE, OTHER]);
    assert!(machine.can([false; 2]).send_new_code && !machine.can([false; 2]).submit);
    let written_otherwise = Event::Phone(Side::New, PhoneInput::Text("+8618812345678"));
    assert_eq!(last(OPTIONS, &[NEW, NEW_CODE], written_otherwise).0, Effects::default());
}

#[test]
fn a_number_changed_during_verification_discards_the_token() {
    let (effects, state) = last(OPTIONS, &[NEW, NEW_CODE, Event::Submit, OTHER], Event::Verified);
    assert!(effects.has(Effects::FORGET_TOKEN) && !effects.has(Effects::UPDATE));
    assert_eq!(state, FlowState::Editing);
}

#[test]
fn a_number_changed_before_confirmation_discards_the_token() {
    let verified = [NEW, NEW_CODE, Event::Submit, Event::Verified];
    let (effects, state) = last(CONFIRMING, &verified, OTHER);
    assert!(effects.has(Effects::FORGET_TOKEN));
    assert_eq!(state, FlowState::Editing);
}

#[test]
fn the_old_phone_is_required_once_the_service_asks_and_the_new_code_stays() {
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
fn both_codes_are_required_where_both_numbers_are() {
    assert!(!after(BOTH, &[NEW, NEW_CODE, OLD]).can(WARM).submit);
    assert!(after(BOTH, &[NEW, NEW_CODE, OLD, OLD_CODE]).can(WARM).submit);
    let same = Event::Phone(Side::Old, PhoneInput::Text("+8618812345678"));
    assert!(!after(BOTH, &[NEW, NEW_CODE, same, OLD_CODE]).can(WARM).submit);
}

#[test]
fn a_code_typed_during_a_change_is_kept_unless_the_token_expires() {
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
fn a_lost_change_stays_in_doubt_until_it_is_decided() {
    let updating = [NEW, NEW_CODE, Event::Submit, Event::Verified];
    for code in [ErrorCode::Network, ErrorCode::OutcomeUnknown] {
        let in_doubt = [&updating[..], &[failed(code)]].concat();
        assert_eq!(after(OPTIONS, &in_doubt).state, FlowState::InDoubt);
        // The token may expire: only another try tells whether the change was made.
        assert_eq!(last(OPTIONS, &in_doubt, Event::TokenExpired), (Effects::ILLEGAL, FlowState::InDoubt));
        let tried = [&in_doubt[..], &[Event::Confirm]].concat();
        assert_eq!(last(OPTIONS, &tried, failed(ErrorCode::NotSignedIn)).1, FlowState::InDoubt);
        assert_eq!(last(OPTIONS, &tried, failed(ErrorCode::UpdateTokenExpired)).1, FlowState::Expired);
        assert_eq!(last(OPTIONS, &tried, Event::Updated).1, FlowState::Done);
    }
    // A new verification ends the doubt.
    let anew = [NEW, NEW_CODE, Event::Submit, Event::Verified, failed(ErrorCode::Network), OTHER, NEW_CODE];
    let events = [&anew[..], &[Event::Submit, Event::Verified]].concat();
    assert_eq!(last(OPTIONS, &events, failed(ErrorCode::Server)).1, FlowState::Confirming);
}

#[test]
fn a_refused_call_keeps_the_token_and_a_refused_token_is_forgotten() {
    let updating = [NEW, NEW_CODE, Event::Submit, Event::Verified];
    for code in [ErrorCode::NotSignedIn, ErrorCode::RateLimited, ErrorCode::Server, ErrorCode::Timeout] {
        assert_eq!(last(OPTIONS, &updating, failed(code)), (Effects::default(), FlowState::Confirming));
    }
    assert_eq!(last(OPTIONS, &updating, Event::Failed(None, None)).1, FlowState::Confirming);
    for code in [ErrorCode::UpdateTokenRejected, ErrorCode::PhoneTaken, ErrorCode::UpdateTokenSpent] {
        assert_eq!(last(OPTIONS, &updating, failed(code)), (Effects::FORGET_TOKEN, FlowState::Editing));
    }
}

#[test]
fn an_unusual_number_can_be_used_until_it_is_edited() {
    let landline = Event::Phone(Side::New, PhoneInput::Text("+86 10 6552 9988"));
    let machine = after(OPTIONS, &[landline]);
    assert!(machine.can(WARM).use_unusual_number && !machine.can(WARM).send_new_code);
    let unusual = after(OPTIONS, &[landline, Event::UseUnusualNumber]);
    assert!(unusual.can(WARM).send_new_code && unusual.is_unusual_number_used());
    assert!(!after(OPTIONS, &[landline, Event::UseUnusualNumber, NEW]).is_unusual_number_used());
    let too_short = Event::Phone(Side::New, PhoneInput::Text("+86 1"));
    assert!(!after(OPTIONS, &[too_short]).can(WARM).use_unusual_number);
}

#[test]
fn reset_restores_the_initial_state() {
    let mut machine = after(BOTH, &[NEW, NEW_CODE, OLD, OLD_CODE, Event::Submit]);
    machine.handle(Event::Reset, WARM);
    assert_eq!(machine, ChangePhone::new(BOTH));
    let done = [NEW, NEW_CODE, Event::Submit, Event::Verified, Event::Updated];
    assert_eq!(last(OPTIONS, &done, NEW), (Effects::ILLEGAL, FlowState::Done));
    assert_eq!(last(OPTIONS, &done, Event::Reset).1, FlowState::Editing);
}

#[test]
fn the_allowed_actions_follow_from_input_and_state() {
    const NOTHING: Can =
        Can { send_new_code: false, send_old_code: false, submit: false, confirm: false, use_unusual_number: false };
    let landline = Event::Phone(Side::New, PhoneInput::Text("+86 10 6552 9988"));
    let same_as_new = Event::Phone(Side::Old, PhoneInput::Text("+86 188 1234 5678"));
    let incomplete_number = Event::Phone(Side::Old, PhoneInput::Text("+86 139"));
    for (options, events, expected) in [
        (OPTIONS, [].as_slice(), NOTHING),
        (OPTIONS, &[NEW], Can { send_new_code: true, ..NOTHING }),
        (OPTIONS, &[NEW_CODE], NOTHING),
        (OPTIONS, &[NEW, NEW_CODE], Can { send_new_code: true, submit: true, ..NOTHING }),
        (OPTIONS, &[NEW, Event::Code(Side::New, "12")], Can { send_new_code: true, ..NOTHING }),
        (OPTIONS, &[landline, NEW_CODE], Can { use_unusual_number: true, ..NOTHING }),
        (OPTIONS, &[landline, Event::UseUnusualNumber, NEW_CODE], Can { send_new_code: true, submit: true, ..NOTHING }),
        // An old number counts only where it is required.
        (OPTIONS, &[OLD, OLD_CODE], NOTHING),
        (OPTIONS, &[NEW, NEW_CODE, OLD], Can { send_new_code: true, submit: true, ..NOTHING }),
        (BOTH, &[OLD], Can { send_old_code: true, ..NOTHING }),
        (BOTH, &[incomplete_number], NOTHING),
        (BOTH, &[NEW, NEW_CODE], Can { send_new_code: true, ..NOTHING }),
        (BOTH, &[NEW, NEW_CODE, OLD], Can { send_new_code: true, send_old_code: true, ..NOTHING }),
        (BOTH, &[NEW, NEW_CODE, same_as_new, OLD_CODE], Can { send_new_code: true, send_old_code: true, ..NOTHING }),
        (
            BOTH,
            &[NEW, NEW_CODE, OLD, OLD_CODE],
            Can { send_new_code: true, send_old_code: true, submit: true, ..NOTHING },
        ),
        (OPTIONS, &[NEW, Event::Send(Side::New)], NOTHING),
        (OPTIONS, &[NEW, NEW_CODE, Event::Submit], NOTHING),
        (CONFIRMING, &[NEW, NEW_CODE, Event::Submit, Event::Verified], Can { confirm: true, ..NOTHING }),
        (
            CONFIRMING,
            &[NEW, NEW_CODE, Event::Submit, Event::Verified, Event::TokenExpired],
            Can { send_new_code: true, ..NOTHING },
        ),
        (
            OPTIONS,
            &[NEW, NEW_CODE, Event::Submit, Event::Verified, failed(ErrorCode::Network)],
            Can { confirm: true, ..NOTHING },
        ),
        (OPTIONS, &[NEW, NEW_CODE, Event::Submit, Event::Verified, Event::Updated], NOTHING),
    ] {
        let machine = after(options, events);
        assert_eq!(machine.can(WARM), expected, "{events:?}");
        // An action has an effect exactly when it is allowed.
        for (event, is_allowed) in [
            (Event::Send(Side::New), expected.send_new_code),
            (Event::Send(Side::Old), expected.send_old_code),
            (Event::Submit, expected.submit),
            (Event::Confirm, expected.confirm),
            (Event::UseUnusualNumber, expected.use_unusual_number),
        ] {
            let mut after = machine.clone();
            assert_eq!(after.handle(event, WARM) != Effects::ILLEGAL, is_allowed, "{event:?} after {events:?}");
            assert_eq!(after != machine, is_allowed, "{event:?} after {events:?}");
        }
        let cooling = machine.can([true, true]);
        assert_eq!(cooling, Can { send_new_code: false, send_old_code: false, ..expected }, "{events:?}");
        assert_eq!(machine.is_old_phone_required(), options == BOTH);
    }
}

#[test]
fn a_form_that_is_done_takes_no_input() {
    let done = after(OPTIONS, &[NEW, NEW_CODE, Event::Submit, Event::Verified, Event::Updated]);
    for event in [NEW, OTHER, OLD, NEW_CODE, OLD_CODE] {
        let mut machine = done.clone();
        assert_eq!((machine.handle(event, WARM), &machine), (Effects::ILLEGAL, &done));
    }
}

#[test]
fn two_complete_codes_are_submitted_automatically_again_only_when_one_changes() {
    let options = ChangePhoneOptions { auto_submit_length: 6, ..BOTH };
    let lost = [NEW, NEW_CODE, OLD, OLD_CODE, failed(ErrorCode::Timeout)];
    assert_eq!(last(options, &lost, OLD_CODE), (Effects::default(), FlowState::Editing));
    assert_eq!(last(options, &lost, NEW_CODE), (Effects::default(), FlowState::Editing));
    assert_eq!(last(options, &lost, Event::Code(Side::Old, "111111")), (Effects::VERIFY, FlowState::Verifying));
}

#[test]
fn effects_are_named_in_the_order_in_which_they_are_carried_out() {
    let names = |effects: Effects| effects.names().collect::<Vec<_>>();
    assert_eq!(names(Effects::default()), [""; 0]);
    assert_eq!(names(Effects::SEND_NEW_CODE.and(Effects::CLEAR_NEW_CODE)), ["clear-new-code", "send-new-code"]);
    assert_eq!(names(Effects(255)).len(), 8);
}
