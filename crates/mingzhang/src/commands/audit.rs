//! `mingzhang audit`

use super::{VERSION, annotate, load, own};
use crate::args::{Audit, Format, Output};
use crate::{CLEAN, FAILED, FAULTY, files, one, output};
use indicatif::{ProgressBar, ProgressStyle};
use mingzhang_catalog::Catalog;
use mingzhang_report::{Outcome, Report, json, markdown, terminal};
use rayon::prelude::*;
use std::io::IsTerminal;

/// Deep page trees recurse in the decoder; the default of 2 MiB for threads is less than the main thread has.
const STACK: usize = 16 << 20;

/// Runs the command; the exit code.
pub fn run(args: &Audit) -> u8 {
    let catalog = match load(&args.output.catalog).and_then(|c| own(c, &args.relations)) {
        Ok(catalog) => catalog,
        Err(message) => {
            output::complain(&message);
            return FAILED;
        }
    };
    let files = files::collect(&args.paths);
    if let Some(out) = &args.output.file
        && files.reads(out)
    {
        output::complain(&format!("输出文件 {} 就是要核对的材料，没有写入；请换一个文件名。", out.display()));
        return FAILED;
    }
    let reports = audit(&files, &catalog);
    // The copies go where the list would: it stays on the screen.
    let (output, marked) = match &args.output.file {
        Some(target) if args.annotate => {
            let screen = Output { file: None, ..args.output.clone() };
            (screen, annotate::write(&files, &reports, target, args.all))
        }
        _ => (args.output.clone(), true),
    };
    if let Some(sentence) = files::skipped(&files) {
        output::complain(&sentence);
    }
    let text = match args.output.format {
        Format::Json => json::render(&reports, VERSION, &catalog.version),
        Format::Md => markdown::render(&reports),
        Format::Pretty => {
            let style = output::style(&output, args.all);
            let mut parts: Vec<String> = reports.iter().map(|r| terminal::render(r, &style)).collect();
            parts.push(terminal::summary(&reports, &style));
            parts.retain(|p| !p.is_empty());
            parts.join("\n")
        }
    };
    // A person who redirects the result still sees what could not be read.
    if output.format != Format::Pretty || output.file.is_some() {
        for report in &reports {
            if let Outcome::Unreadable { message } = &report.outcome {
                output::complain(&format!("无法读取 {}：{message}", report.file));
            }
        }
    }
    if let Err(message) = output::write(&output, &text) {
        output::complain(&message);
        return FAILED;
    }
    if marked { code(&reports) } else { FAILED }
}

fn audit(files: &files::Files, catalog: &Catalog) -> Vec<Report> {
    let bar = bar(files.entries.len());
    let work = || {
        files
            .entries
            .par_iter()
            .map(|entry| {
                let report = match entry {
                    Ok(path) => one::audit(path, catalog),
                    Err((path, message)) => Report::unreadable(path.display().to_string(), "", message),
                };
                bar.inc(1);
                report
            })
            .collect()
    };
    let reports = match rayon::ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    };
    bar.finish_and_clear();
    reports
}

fn bar(files: usize) -> ProgressBar {
    if files < 2 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("核对 {bar:30} {pos}/{len}  剩余 {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX)).with_style(style)
}

fn code(reports: &[Report]) -> u8 {
    if reports.iter().any(|r| r.is_unreadable() || r.is_unchecked()) {
        FAILED
    } else if reports.iter().any(|r| r.tally().errors > 0) {
        FAULTY
    } else {
        CLEAN
    }
}
