//! What must be true of the core's deadline whatever the clocks do: a machine that sleeps, a wall clock that is set, a clock that
//! tells nothing. The countdown is held against the same in `tests/countdown/random-clocks.test.mjs`.

#![cfg(not(target_arch = "wasm32"))]

mod properties;

use std::cell::Cell;

use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq};
use proptest::test_runner::TestCaseError;
use update_phone::flow::{Deadline, Instant};

const CASES: u32 = 100_000;

/// What happens between two looks at the clocks, in milliseconds.
#[derive(Clone, Copy, Debug)]
enum Event {
    BothGoOn(f64),
    /// Only the wall clock goes on.
    Sleep(f64),
    /// By how much the wall clock is wrong afterwards: set forward, or back where it is negative.
    WallIsSet(f64),
}

/// A look at the clocks after an event, at which a clock may tell nothing.
#[derive(Clone, Copy, Debug)]
struct Step {
    event: Event,
    is_wall_told: bool,
    is_monotonic_told: bool,
}

/// Up to 50 days, a day, a minute or two seconds, with fractions of a millisecond.
fn milliseconds(size: u8, part: u32) -> f64 {
    let divisor = match size {
        0 => 1.0,
        1 => 43.0,
        2 => 65_536.0,
        _ => 2_097_152.0,
    };
    f64::from(part) / divisor
}

/// Of one plain tuple: there are many, and the composed strategies take several times as long in a build for tests.
fn step() -> impl Strategy<Value = Step> {
    (0_u8..6, 0_u8..4, any::<u32>(), 0_u8..16).prop_map(|(what, size, part, silent)| {
        let ms = milliseconds(size, part);
        let event = match what {
            0 => Event::Sleep(ms),
            1 => Event::WallIsSet(ms),
            2 => Event::WallIsSet(-ms),
            _ => Event::BothGoOn(ms),
        };
        Step { event, is_wall_told: !matches!(silent, 0 | 1), is_monotonic_told: !matches!(silent, 1 | 2) }
    })
}

/// The truth, and what each clock is away from it.
#[derive(Default)]
struct World {
    elapsed: f64,
    asleep: f64,
    wall_is_ahead: f64,
}

impl World {
    fn pass(&mut self, event: Event) {
        match event {
            Event::BothGoOn(ms) => self.elapsed += ms,
            Event::Sleep(ms) => {
                self.elapsed += ms;
                self.asleep += ms;
            }
            Event::WallIsSet(ms) => self.wall_is_ahead += ms,
        }
    }

    fn look(&self, start: Instant, step: Step) -> Instant {
        let told = |is_told: bool, ms: f64| if is_told { ms } else { f64::NAN };
        Instant {
            wall: told(step.is_wall_told, start.wall + self.elapsed + self.wall_is_ahead),
            monotonic: told(step.is_monotonic_told, start.monotonic + self.elapsed - self.asleep),
        }
    }
}

/// Sums of milliseconds since 1970 are this exact.
const ROUNDING: f64 = 0.01;

fn holds(duration: f64, monotonic_start: f64, steps: &[Step]) -> Result<(), TestCaseError> {
    let start = Instant { wall: 1_790_000_000_000.0, monotonic: monotonic_start };
    let mut deadline = Deadline::new(start, duration);
    let mut world = World::default();
    let mut before = duration;
    let mut was_ever_ahead = 0.0_f64;
    for &step in steps {
        world.pass(step.event);
        let now = world.look(start, step);
        let remaining = deadline.remaining_ms(now);
        let truly_left = duration - world.elapsed;

        prop_assert!((0.0..=duration).contains(&remaining), "{remaining} of {duration} are left");
        prop_assert!(remaining <= before, "what is left grows from {before} to {remaining}");
        let did_wall_see = step.is_wall_told && world.wall_is_ahead >= 0.0;
        let did_monotonic_see = step.is_monotonic_told && world.asleep == 0.0;
        if did_wall_see || did_monotonic_see {
            prop_assert!(
                remaining <= truly_left.max(0.0) + ROUNDING,
                "{remaining} are promised, {truly_left} are left"
            );
        }
        was_ever_ahead = was_ever_ahead.max(world.wall_is_ahead);
        // Only a wall clock set forward ends it early, and by no more than it was set.
        prop_assert!(
            remaining >= truly_left - was_ever_ahead - ROUNDING,
            "{remaining} are shown, {truly_left} are left"
        );
        prop_assert_eq!(deadline.is_over(now), remaining == 0.0);
        before = remaining;
    }
    // Whatever was, the duration on either clock is the end.
    let on_monotonic = Instant { wall: f64::NAN, monotonic: start.monotonic + duration };
    let on_wall = Instant { wall: start.wall + duration, monotonic: f64::NAN };
    for end in [on_monotonic, on_wall] {
        prop_assert!(deadline.clone().remaining_ms(end) <= ROUNDING);
    }
    Ok(())
}

#[test]
fn time_left_is_right_whatever_the_clocks_do() {
    let looks = Cell::new(0_usize);
    let cases = (0_u8..4, any::<u32>(), any::<u32>(), vec(step(), 0..10));
    let property = |(size, part, monotonic_start, steps): (u8, u32, u32, Vec<Step>)| {
        looks.set(looks.get() + steps.len());
        holds(milliseconds(size, part), f64::from(monotonic_start), &steps)
    };
    properties::hold("deadline", CASES, &cases, property, || format!("{} looks at the clocks", looks.get()));
}
