//! The form's state machine and the client's memory, driven as the TypeScript layer drives them, or by events in any order.

use crate::flow_driver::Driver;
use crate::flow_driver::steps::{Step, form};
use crate::flow_machine;

/// The input is a byte for the form and then four bytes for each step, see [`Step::new`]. If the first byte is 128 or more, the rest is
/// for `flow_machine`.
pub fn run(data: &[u8]) {
    let Some((&form_byte, steps)) = data.split_first() else { return };
    if form_byte >= 128 {
        return flow_machine::run(form(form_byte), steps);
    }
    let mut driver = Driver::new(form(form_byte));
    for step in steps.chunks_exact(4).take(200) {
        let step = Step::new(step[0], step[1], u16::from_le_bytes([step[2], step[3]]));
        driver.take(step).and_then(|()| driver.check()).unwrap_or_else(|error| panic!("{step:?}: {error}"));
    }
}
