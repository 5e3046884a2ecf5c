//! The form's machine and the client's memory: driven as the TypeScript layer drives them, and by events in any order.

use crate::flow_driver::Driver;
use crate::flow_driver::steps::{Step, form};
use crate::flow_machine;

/// A byte for the form, then four for each step: see [`Step::new`]. From 128 on, the events are of `flow_machine`.
pub fn hold(data: &[u8]) {
    let Some((&which, steps)) = data.split_first() else { return };
    if which >= 128 {
        return flow_machine::hold(form(which), steps);
    }
    let mut driver = Driver::new(form(which));
    for step in steps.chunks_exact(4).take(200) {
        let step = Step::new(step[0], step[1], u16::from_le_bytes([step[2], step[3]]));
        driver.take(step).and_then(|()| driver.check()).unwrap_or_else(|what| panic!("{step:?}: {what}"));
    }
}
