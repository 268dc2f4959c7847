//! `mingzhang audit`

use super::catalog::entries;
use super::explain::page;
use super::{VERSION, annotate, baseline, load, own, pages};
use crate::args::{Audit, Kind, Output, Told};
use crate::{CLEAN, FAILED, FAULTY, files, one, output};
use indicatif::{ProgressBar, ProgressStyle};
use mingzhang_catalog::Catalog;
use mingzhang_model::Disclosure;
use mingzhang_report::{Outcome, Report, json, ledger, markdown, overview, sarif, terminal, viewer};
use rayon::prelude::*;
use std::path::Path;

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
    match audit(args, &catalog) {
        Ok(code) => code,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn audit(args: &Audit, catalog: &Catalog) -> Result<u8, String> {
    if args.annotate && matches!(args.format, Told::Html | Told::Xlsx) {
        return Err("--annotate 写出的是加了标注的原文件；网页和台账请另外运行一次，不加 --annotate。".to_owned());
    }
    // A copy is marked for each file by itself.
    if args.annotate && args.as_one {
        return Err("--annotate 逐个标注文件，不能与 --as-one 同用；请分开运行。".to_owned());
    }
    let earlier = args.baseline.as_deref().map(baseline::read).transpose()?;
    let files = files::collect(&args.paths);
    if let Some(out) = &args.output.file {
        if files.reads(out) {
            return Err(format!("输出文件 {} 就是要核对的材料，没有写入；请换一个文件名。", out.display()));
        }
        // The next run would take the pages for reports.
        if args.format == Told::Html && pages::is_folder(out) && args.paths.iter().any(|p| p.is_dir() && within(out, p))
        {
            return Err(format!("{} 在要核对的文件夹里，没有写入；请写到别的文件夹。", out.display()));
        }
    } else if args.format == Told::Xlsx {
        return Err("问题台账是一个工作簿，请用 -o 写出文件名，如 -o 问题台账.xlsx。".to_owned());
    }
    let look = |d: &Disclosure, r: &Report| (args.format == Told::Html).then(|| viewer::paper(d, r));
    let looked = if args.as_one { vec![together(args, &files, catalog, look)] } else { all(&files, catalog, look) };
    let (mut reports, papers): (Vec<Report>, Vec<Option<viewer::Paper>>) = looked.into_iter().unzip();
    if let Some(sentence) = files::skipped(&files) {
        output::complain(&sentence);
    }
    if let Some(earlier) = &earlier {
        baseline::compare(earlier, &mut reports, catalog);
    }
    // The copies go where the list would: it stays on the screen.
    let (output, marked) = match &args.output.file {
        Some(target) if args.annotate => {
            let screen = Output { file: None, ..args.output.clone() };
            (screen, annotate::write(&files, &reports, target, args.all))
        }
        _ => (args.output.clone(), true),
    };
    // A person who redirects the result still sees what could not be read.
    if args.format != Told::Pretty || output.file.is_some() {
        for report in &reports {
            if let Outcome::Unreadable { message } = &report.outcome {
                output::complain(&format!("无法读取 {}：{message}", report.file));
            }
        }
    }
    tell(args, &output, catalog, &reports, papers)?;
    Ok(if marked { code(&reports) } else { FAILED })
}

/// True if a folder, which may not be there yet, is another or lies in it.
fn within(folder: &Path, other: &Path) -> bool {
    let there = folder
        .ancestors()
        .find_map(|f| std::fs::canonicalize(if f.as_os_str().is_empty() { Path::new(".") } else { f }).ok());
    there.zip(std::fs::canonicalize(other).ok()).is_some_and(|(f, o)| f.starts_with(o))
}

fn tell(
    args: &Audit,
    output: &Output,
    catalog: &Catalog,
    reports: &[Report],
    papers: Vec<Option<viewer::Paper>>,
) -> Result<(), String> {
    let text = match args.format {
        Told::Json => json::render(reports, VERSION, &catalog.version),
        Told::Md => markdown::render(reports),
        Told::Sarif => sarif::render(reports, VERSION, &rules(catalog)),
        Told::Html => {
            let papers: Vec<viewer::Paper> = papers.into_iter().map(Option::unwrap_or_default).collect();
            return pages::write(output, reports, &papers);
        }
        Told::Xlsx => {
            let book = ledger::render(reports).map_err(|e| format!("无法生成问题台账：{e}"))?;
            return output.file.as_deref().map_or(Ok(()), |file| output::save(file, &book));
        }
        Told::Pretty => {
            let style = output::style(output, args.all);
            let mut parts: Vec<String> = reports.iter().map(|r| terminal::render(r, &style)).collect();
            parts.push(overview::render(reports, &style));
            parts.retain(|p| !p.is_empty());
            parts.join("\n")
        }
    };
    output::write(output, &text)
}

/// What SARIF says of the rules.
fn rules(catalog: &Catalog) -> Vec<sarif::Rule> {
    let entries = entries(catalog).into_iter().filter(|e| matches!(e.kind, Kind::Relation | Kind::Check));
    entries
        .map(|e| sarif::Rule {
            help: page(catalog, &e.id).map_or(e.description.clone(), |p| p.demand),
            formula: e.formula,
            basis: e.basis,
            id: e.id,
            title: e.title,
        })
        .collect()
}

/// Audits all files, each with what somebody makes of it.
pub(super) fn all<T: Send>(
    files: &files::Files,
    catalog: &Catalog,
    look: impl Fn(&Disclosure, &Report) -> Option<T> + Sync,
) -> Vec<(Report, Option<T>)> {
    let bar = bar(files.entries.len());
    let work = || {
        files
            .entries
            .par_iter()
            .map(|entry| {
                let done = match entry {
                    Ok(path) => {
                        let (report, seen) = one::audit(path, catalog, &look);
                        (report, seen.flatten())
                    }
                    Err((path, message)) => (Report::unreadable(path.display().to_string(), "", message), None),
                };
                bar.inc(1);
                done
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

/// Audits all files as one disclosure. A path that gives no file leaves it incomplete, and is told as for a single file.
fn together<T: Send>(
    args: &Audit,
    files: &files::Files,
    catalog: &Catalog,
    look: impl FnOnce(&Disclosure, &Report) -> Option<T> + Send,
) -> (Report, Option<T>) {
    let name = args.paths.first().map(|p| p.display().to_string()).unwrap_or_default();
    if let Some((path, message)) = files.entries.iter().find_map(|e| e.as_ref().err()) {
        return (Report::unreadable(path.display().to_string(), "", message), None);
    }
    let paths: Vec<&Path> = files.entries.iter().flatten().map(std::path::PathBuf::as_path).collect();
    let work = || {
        let (report, seen) = one::audit_as_one(name.clone(), &paths, catalog, look);
        (report, seen.flatten())
    };
    match rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

fn bar(files: usize) -> ProgressBar {
    if files < 2 {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("核对 {bar:30} {pos}/{len}  剩余 {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    output::progress(ProgressBar::new(u64::try_from(files).unwrap_or(u64::MAX)).with_style(style))
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
