//! Property tests that a seed repeats.

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};
use std::io::Write;

/// Holds a property against so many random values, or as many as `UPDATE_PHONE_TEST_CASES` says. The seed comes from
/// `UPDATE_PHONE_TEST_SEED`; `figures` says what was seen.
pub fn hold<S: Strategy>(
    name: &str,
    cases: u32,
    strategy: &S,
    property: impl Fn(S::Value) -> TestCaseResult,
    figures: impl FnOnce() -> String,
) {
    let number_of = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let seed = number_of("UPDATE_PHONE_TEST_SEED").unwrap_or(1);
    let cases = number_of("UPDATE_PHONE_TEST_CASES").and_then(|told| told.try_into().ok()).unwrap_or(cases);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let outcome = runner.run(strategy, property);
    // Past the harness, which keeps to itself what a passing test prints.
    let _ = writeln!(std::io::stderr(), "{name}: {cases} random sequences, {}, seed {seed}", figures());
    assert!(outcome.is_ok(), "{}", outcome.err().map(|failure| failure.to_string()).unwrap_or_default());
}
