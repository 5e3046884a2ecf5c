//! Invariants of the form's state machine and of the client's memory, over random sequences of what a person, the service and the clocks
//! do. `fuzz/` uses the same driver, guided by coverage.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a test that cannot go on is to fail; clippy takes helpers for production code"
)]

mod flow_driver;
mod properties;

use flow_driver::Driver;
use flow_driver::steps::{FORMS, Step, form};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use proptest::test_runner::TestCaseError;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

const CASES: u32 = 100_000;

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (any::<u8>(), any::<u8>(), any::<u16>()).prop_map(|(kind, which, size)| Step::new(kind, which, size));
    vec(step, 1..60)
}

#[test]
fn the_invariants_hold_over_random_sequences() {
    let posts = Cell::new(0_usize);
    let ends = RefCell::new(BTreeMap::<String, usize>::new());
    let property = |(which, steps): (u8, Vec<Step>)| {
        let mut driver = Driver::new(form(which));
        for step in steps {
            driver.take(step).and_then(|()| driver.check()).map_err(TestCaseError::fail)?;
        }
        posts.set(posts.get() + driver.posts);
        *ends.borrow_mut().entry(format!("{:?}", driver.machine.state())).or_default() += 1;
        Ok(())
    };
    properties::hold("flow", CASES, &(0..FORMS, steps()), property, || {
        format!("{} posts, ending in {:?}", posts.get(), ends.borrow())
    });
}
