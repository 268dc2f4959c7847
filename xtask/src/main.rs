//! Work on the project itself. `cargo xtask mutate [FILE...]` measures what the audit finds of mistakes put in on purpose;
//! `cargo xtask laws` proves what must hold of compiled reports; `cargo xtask generate` writes made-up departments;
//! `cargo xtask examples` writes the department in `examples`;
//! `cargo xtask hostile` measures how the program takes files made to break it;
//! `cargo xtask rules` writes what follows from the pages of rules.

mod example;
mod figures;
mod forms;
mod generate;
mod hostile;
mod judge;
mod laws;
#[cfg(test)]
mod laws_tests;
mod meaning;
mod mutate;
mod rules;
mod slips;
mod source;
mod tally;
#[cfg(test)]
mod tests;
mod words;

use std::process::ExitCode;

const USAGE: &str = "cargo xtask mutate [--count N] [--seed S] [--missed] [--json] [--full] [--words] [FILE...]
    put known mistakes into clean reports (made-up ones by seed, or the text reports given) and print what the audit finds of them
    --missed      also list what was not found, wrongly placed, wrongly mended or told more than once, with seed and number
    --print K     print the report of --seed (or of the file) with its mistake number K in it
    --full        every slip on every kind of figure
    --words       mistakes in words and structure only
    --books       into compiled made-up workbooks instead of specimens
cargo xtask generate [--departments N] [--units M] [--years Y1..Y2] [--profile P] [--seed S] [--full] [-o DIR]
    made-up departments with their units over years, consistent in themselves, compiled to text
cargo xtask laws [--count N] [--seed S] [--profile P] [--catalog DIR] [--unread] [--keep DIR]
    compile made-up workbooks and prove: audited clean, complete, every figure read is what the accounts say, the same every time
    --unread      also list the words of figures that were not understood
    --keep DIR    put files that do not read back there
cargo xtask laws --forms [--count N] [--seed S] [--layout L] [--missed]
    write made-up performance forms in every format and prove: read back field by field, audited clean
cargo xtask mutate --forms [--count N] [--seed S] [--layout L] [--missed]
    put one mistake at a time into a cell of such a form and print what the audit finds
cargo xtask examples [--program FILE] [-o DIR]
    the example department: workbooks and what the program (built with PDF unless one is named) compiles them to
cargo xtask hostile [--only WORD] [--program FILE] [--write]
    how long the release (built beside this program unless one is named) takes for each hostile file, and how much memory
    --write       put the table into docs/reliability.md
cargo xtask rules
    write the index of docs/rules and the list of pages that the program holds";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let options = match args.next().as_deref() {
        Some("rules") => return rules::run(),
        Some("generate") => return generate::Options::read(args).map_or_else(usage, |o| generate::run(&o)),
        Some("laws") if std::env::args().any(|a| a == "--forms") => {
            return forms::Options::read(args).map_or_else(usage, |o| forms::run(&o));
        }
        Some("mutate") if std::env::args().any(|a| a == "--forms") => {
            return forms::Options::read(args).map_or_else(usage, |o| forms::mutate(&o));
        }
        Some("laws") => return laws::Options::read(args).map_or_else(usage, |o| laws::run(&o)),
        Some("examples") => return example::Options::read(args).map_or_else(usage, |o| example::run(&o)),
        Some("hostile") => return hostile::Options::read(args).map_or_else(usage, |o| hostile::run(&o)),
        Some("mutate") => mutate::Options::read(args),
        _ => None,
    };
    match options {
        Some(options) => mutate::run(&options),
        None => usage(),
    }
}

/// What comes of each seed, in their order. With PDF one after the other: a thread that waits for a page of one report would begin another report
/// on top of its stack.
fn each<T: Send>(seed: u64, count: u64, one: impl Fn(u64) -> T + Send + Sync) -> Vec<T> {
    let seeds = seed..seed + count;
    #[cfg(feature = "pdf")]
    return seeds.map(one).collect();
    #[cfg(not(feature = "pdf"))]
    return {
        use rayon::prelude::*;
        seeds.into_par_iter().map(one).collect()
    };
}

fn usage() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}
