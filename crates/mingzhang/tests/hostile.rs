//! Files made to break readers end in a sentence or a reading, within bounds. How fast and how small is measured by `cargo xtask hostile`;
//! here the bounds are wide, because this build is slow and the machine may be busy.

#![allow(clippy::unwrap_used)]

mod common;

use common::Folder;
use mingzhang_hostile::{Case, cases, measure};
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

const PROGRAM: &str = env!("CARGO_BIN_EXE_mingzhang");
/// Ten times what the release takes.
const TIME: Duration = Duration::from_secs(20);
/// Four times what the release takes.
const PEAK: u64 = 1 << 30;

#[test]
fn hostile_files_end_in_a_sentence_or_a_reading() {
    let folder = Folder::new("hostile");
    let wanted = std::env::var("HOSTILE").unwrap_or_default();
    let all: Vec<Case> = cases().into_iter().filter(|c| c.name.contains(&wanted)).collect();
    let queue = Mutex::new(all.into_iter());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(case) = { queue.lock().unwrap().next() } {
                    if let Some(fault) = fault(&case, &folder.0) {
                        wrong.lock().unwrap().push(format!("{}: {fault}", case.name));
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is wrong with how the program takes a file.
fn fault(case: &Case, folder: &Path) -> Option<String> {
    let file = folder.join(format!("{}.{}", case.name, case.extension));
    std::fs::write(&file, case.bytes()).unwrap();
    let run = measure::audit(Path::new(PROGRAM), &file).unwrap();
    std::fs::remove_file(&file).unwrap();
    let said: String = run.said.chars().take(500).collect();
    if !matches!(run.code, Some(0..=2)) || run.said.contains("内部出错") {
        return Some(format!("ended with {:?}: {said}", run.code));
    }
    if !run.said.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)) {
        return Some(format!("says nothing in Chinese: {said}"));
    }
    if run.time > TIME || run.peak > PEAK {
        return Some(format!("took {:?} and {} MiB", run.time, run.peak >> 20));
    }
    None
}
