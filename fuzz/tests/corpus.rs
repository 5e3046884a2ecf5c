//! Runs every file of the committed corpus through its target, without libFuzzer: `cargo test --no-default-features`.

use std::path::Path;
use std::{fs, panic};
use update_phone_fuzz::TARGETS;

/// The inputs of a target, by the names of their files.
fn inputs(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut inputs: Vec<_> = files
        .map(|file| {
            let path = file.expect("a folder can be listed").path();
            (path.display().to_string(), fs::read(&path).expect("a file can be read"))
        })
        .collect();
    inputs.sort();
    inputs
}

fn replay(name: &str) {
    let (_, run) = TARGETS.into_iter().find(|(target, _)| *target == name).expect("there is such a target");
    let inputs = inputs(name);
    assert!(!inputs.is_empty(), "a target has a corpus");
    for (path, input) in &inputs {
        if let Err(panicked) = panic::catch_unwind(|| run(input)) {
            eprintln!("{path} fails. To run it again: cargo fuzz run --sanitizer none {name} {path}");
            panic::resume_unwind(panicked);
        }
    }
    eprintln!("{name}: {} inputs", inputs.len());
}

#[test]
fn phone() {
    replay("phone");
}

#[test]
fn as_you_type() {
    replay("as_you_type");
}

#[test]
fn request() {
    replay("request");
}

#[test]
fn response() {
    replay("response");
}

#[test]
fn flow() {
    replay("flow");
}

#[test]
fn each_target_has_a_folder_in_the_corpus_and_each_folder_a_target() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut folders: Vec<String> = fs::read_dir(corpus)
        .expect("there is a corpus")
        .map(|folder| folder.expect("a folder can be listed").file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    let mut targets: Vec<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    targets.sort();
    assert_eq!(folders, targets);
}
