//! The core's deadline against the table of clock readings that the TypeScript countdown is held against too.

#![cfg(not(target_arch = "wasm32"))]

use serde::Deserialize;
use update_phone::flow::{Deadline, Instant};

#[derive(Deserialize)]
struct Table {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    name: String,
    duration_ms: f64,
    /// Wall clock, monotonic clock, milliseconds left.
    readings: Vec<(f64, f64, f64)>,
}

#[test]
fn time_left_follows_the_table() {
    let table: Table = serde_json::from_str(include_str!("vectors/deadline.json")).unwrap();
    assert!(!table.cases.is_empty());
    let start = Instant { wall: 1_790_000_000_000.0, monotonic: 12_345.5 };
    for case in table.cases {
        let mut deadline = Deadline::new(start, case.duration_ms);
        for (wall, monotonic, remaining_ms) in case.readings {
            let now = Instant { wall: start.wall + wall, monotonic: start.monotonic + monotonic };
            assert_eq!(deadline.remaining_ms(now), remaining_ms, "{}: at {wall}/{monotonic}", case.name);
        }
    }
}
