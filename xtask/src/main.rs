//! Work on the project itself. `cargo xtask mutate [FILE...]` measures what the audit finds of mistakes put in on purpose;
//! `cargo xtask rules` writes what follows from the pages of rules.

mod kinds;
mod mutate;
mod rules;

use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("mutate") => {
            let mut files: Vec<PathBuf> = args.map(PathBuf::from).collect();
            if files.is_empty() {
                files.push(PathBuf::from(concat!(
                    env!("CARGO_MANIFEST_DIR"),
                    "/../examples/clean/qinghe-culture-final-2024-clean.txt"
                )));
            }
            mutate::run(&files)
        }
        Some("rules") => rules::run(),
        _ => {
            eprintln!(
                "cargo xtask mutate [FILE...]    put known mistakes into clean text reports and print what the audit finds of them\n\
                 cargo xtask rules               write the index of docs/rules and the list of pages that the program holds"
            );
            ExitCode::from(2)
        }
    }
}
