//! The command line: arguments in, files to the pipeline, reports out. No rule and no layout lives here.

mod apart;
mod args;
mod commands;
mod convert;
mod files;
mod one;
mod output;
mod scan;
mod usage;

use clap::Parser;
use std::process::ExitCode;

/// Nothing of error level.
pub(crate) const CLEAN: u8 = 0;
/// Findings of error level.
pub(crate) const FAULTY: u8 = 1;
/// Something could not be read, written or understood.
pub(crate) const FAILED: u8 = 2;

fn main() -> ExitCode {
    one::quiet_panics();
    let args = match args::Args::try_parse() {
        Ok(args) => args,
        Err(error) => return ExitCode::from(usage::explain(&error)),
    };
    let code = one::guarded(|| match args.command {
        args::Command::Audit(a) => commands::audit::run(&a),
        args::Command::Unmark(a) => commands::unmark::run(&a),
        args::Command::Read(a) => commands::read::run(&a),
        args::Command::Score(a) => commands::score::run(&a),
        args::Command::New(a) => commands::new::run(&a),
        args::Command::Compile(a) => commands::compile::run(&a),
        args::Command::Extract(a) => commands::extract::run(&a),
        args::Command::Monitor(a) => commands::monitor::run(&a),
        args::Command::Indicators(a) => commands::indicators::run(&a),
        args::Command::Notice(a) => commands::notice::run(&a),
        args::Command::Catalog(a) => commands::catalog::run(&a),
        #[cfg(feature = "ocr")]
        args::Command::Ocr(a) => commands::ocr::run(&a),
    });
    ExitCode::from(code.unwrap_or_else(|place| {
        output::complain(&format!("程序内部出错（{place}），请把使用的命令和文件反馈给开发者。"));
        FAILED
    }))
}
