//! The diagram of the form's machine in ARCHITECTURE.md is what the machine does: every state that can be reached is gone through
//! with every event.

#![cfg(not(target_arch = "wasm32"))]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use update_phone::flow::{ChangePhone, ChangePhoneOptions, Effects, Event, FlowState, Side, VerifyOldPhone};
use update_phone::phone::PhoneInput;
use update_phone::protocol::{ErrorCode, PhoneCheck};

/// What the diagram calls an event, the event, and the states at which it can come; none stands for all.
const EVENTS: &[(&str, Event<'static>, &[FlowState])] = &[
    ("another number", Event::Phone(Side::New, PhoneInput::Text("+86 188 1234 5678")), &[]),
    ("another number", Event::Phone(Side::New, PhoneInput::Text("+86 188 8765 4321")), &[]),
    ("another number", Event::Phone(Side::New, PhoneInput::Text("+86 128 1234 5678")), &[]),
    ("another number", Event::Phone(Side::Old, PhoneInput::Text("+86 139 0000 0000")), &[]),
    ("code typed", Event::Code(Side::New, "123456"), &[]),
    ("code typed", Event::Code(Side::New, ""), &[]),
    ("code typed", Event::Code(Side::Old, "654321"), &[]),
    ("insisted", Event::UseUnusualNumber, &[]),
    ("send code", Event::Send(Side::New), &[]),
    ("send code", Event::Send(Side::Old), &[]),
    ("sent", Event::Sent(Side::New), &[]),
    ("sent", Event::Sent(Side::Old), &[]),
    ("submit", Event::Submit, &[]),
    ("verified", Event::Verified, &[]),
    ("confirm", Event::Confirm, &[]),
    ("updated", Event::Updated, &[]),
    ("failed", Event::Failed(Some(ErrorCode::Network), None), &[FlowState::SendingCode, FlowState::Verifying]),
    ("code refused", Event::Failed(Some(ErrorCode::PassCodeWrong), None), &[FlowState::Verifying]),
    ("old phone required", Event::Failed(Some(ErrorCode::OldPhoneRequired), None), &[FlowState::Verifying]),
    ("answer lost", Event::Failed(Some(ErrorCode::Network), None), &[FlowState::Updating]),
    ("call refused", Event::Failed(Some(ErrorCode::NotSignedIn), None), &[FlowState::Updating]),
    ("token refused", Event::Failed(Some(ErrorCode::UpdateTokenRejected), None), &[FlowState::Updating]),
    ("token expired", Event::Failed(Some(ErrorCode::UpdateTokenExpired), None), &[FlowState::Updating]),
    ("token expired", Event::TokenExpired, &[]),
];

fn name(state: FlowState) -> &'static str {
    match state {
        FlowState::Editing => "editing",
        FlowState::SendingCode => "sending_code",
        FlowState::Verifying => "verifying",
        FlowState::Confirming => "confirming",
        FlowState::Updating => "updating",
        FlowState::InDoubt => "in_doubt",
        FlowState::Expired => "expired",
        FlowState::Done => "done",
    }
}

/// What leads from one state to another.
type Transitions = BTreeMap<(FlowState, FlowState), BTreeSet<&'static str>>;

/// Goes through everything that can be reached from an empty form, and notes what leads from state to state.
fn explore(options: ChangePhoneOptions, transitions: &mut Transitions) -> HashSet<FlowState> {
    let mut seen = HashSet::new();
    let mut states = HashSet::new();
    let mut open = vec![ChangePhone::new(options)];
    while let Some(machine) = open.pop() {
        if !seen.insert(format!("{machine:?}")) {
            continue;
        }
        states.insert(machine.state());
        let mut reset = machine.clone();
        reset.handle(Event::Reset, [false; 2]);
        assert_eq!(reset, ChangePhone::new(options), "a reset begins anew, from every state");
        for (label, event, states) in EVENTS {
            if !states.is_empty() && !states.contains(&machine.state()) {
                continue;
            }
            let mut next = machine.clone();
            if next.handle(*event, [false; 2]).has(Effects::ILLEGAL) {
                assert_eq!(next, machine, "an illegal event changes nothing: {event:?}");
                continue;
            }
            if next.state() != machine.state() {
                transitions.entry((machine.state(), next.state())).or_default().insert(label);
            }
            open.push(next);
        }
    }
    states
}

fn diagram() -> String {
    let mut transitions = Transitions::new();
    let mut states = HashSet::new();
    for verify_old_phone in [VerifyOldPhone::Auto, VerifyOldPhone::Always] {
        for requires_confirmation in [false, true] {
            for auto_submit_length in [0, 6] {
                let phone_check = PhoneCheck::Mobile;
                let options =
                    ChangePhoneOptions { verify_old_phone, requires_confirmation, auto_submit_length, phone_check };
                states.extend(explore(options, &mut transitions));
            }
        }
    }
    assert_eq!(states.len(), 8, "every state can be reached");
    let mut lines = vec!["stateDiagram-v2".to_owned(), "    [*] --> editing".to_owned()];
    for ((from, to), labels) in transitions {
        let labels: Vec<_> = labels.into_iter().collect();
        lines.push(format!("    {} --> {}: {}", name(from), name(to), labels.join(", ")));
    }
    lines.join("\n")
}

#[test]
fn the_diagram_in_architecture_md_is_what_the_machine_does() {
    let diagram = diagram();
    let document = include_str!("../../ARCHITECTURE.md");
    let drawn = document.split("```mermaid\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    assert!(drawn.into_iter().any(|drawn| drawn == diagram), "ARCHITECTURE.md should have:\n{diagram}");
}
