//! `mingzhang compile`: a workbook in, the report in every format out, if the audit has nothing against it.

mod owed;
mod trace;

use super::load;
use crate::args::Compile;
use crate::{CLEAN, FAILED, FAULTY, one, output};
use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::{Filling, Problem, fill, inherit, places};
use mingzhang_compile::{Compiled, Member, Publishing, compile, consolidate};
use mingzhang_model::{Disclosure, Finding, Publication, Severity};
use mingzhang_report::{Style, terminal};
use std::path::{Path, PathBuf};
use trace::Trace;

/// Writes a publication, which is also given as it is read, into a format.
type Write = fn(&Publication, &Disclosure) -> Result<Vec<u8>, String>;

/// What the names of the files end in, and how each is made.
const FORMATS: &[(&str, Write)] = &[
    (".docx", |p, _| Ok(mingzhang_write::docx(p))),
    #[cfg(feature = "pdf")]
    (".pdf", |p, _| mingzhang_typeset::pdf(p)),
    (".html", |p, _| Ok(mingzhang_write::html(p).into_bytes())),
    (".txt", |p, _| Ok(mingzhang_write::text(p).into_bytes())),
    ("（表格）.xlsx", |p, _| mingzhang_write::xlsx(p).map_err(|e| e.to_string())),
    ("（XBRL）.zip", |p, d| Ok(mingzhang_write::ixbrl(p, d))),
];

/// What the name of the folder of open data ends in.
const OPEN_DATA: &str = "（开放数据）";

/// Runs the command; the exit code.
pub fn run(args: &Compile) -> u8 {
    let style = output::screen(&args.screen, false);
    match make(args, &style) {
        Ok((told, code)) => match output::print(&told) {
            Ok(()) => code,
            Err(message) => failed(&message),
        },
        Err(message) => failed(&message),
    }
}

fn failed(message: &str) -> u8 {
    output::complain(message);
    FAILED
}

fn make(args: &Compile, style: &Style) -> Result<(String, u8), String> {
    if args.output.is_file() {
        return Err(format!("{} 是一个文件；-o 请给出写入的文件夹。", args.output.display()));
    }
    let catalog = load(&args.catalog)?;
    let directory = args.catalog.directory.as_deref();
    let mut filling = match (&args.into, args.files.as_slice()) {
        (None, [file]) => read(file, &catalog, directory)?,
        (None, _) => return Err("给了多个工作簿；汇总请用 --into 指定部门的工作簿，否则请一次编制一个。".to_owned()),
        (Some(into), units) => consolidated(into, units, &catalog, directory)?,
    };
    if let Some(file) = &args.prior {
        prior(&mut filling, file, &catalog, directory)?;
    }
    let mut told = Told::new(style);
    told.problems(&filling.problems);
    if told.errors > 0 {
        return Ok(told.refused("工作簿有错，没有编制"));
    }
    let mut made = compile(&filling.book, &filling.publishing, &catalog, args.draft)?;
    let supplied = owed::answer(&mut filling, &made.gaps, args, &catalog)?;
    if supplied.is_some() {
        made = compile(&filling.book, &filling.publishing, &catalog, args.draft)?;
    }
    if let Some(file) = &args.owed {
        owed::write(file, &made, &filling)?;
    }
    told.gaps(&made, &filling, args.draft);
    if told.errors > 0 {
        return Ok(told.refused("还缺内容，没有编制；加 --draft 可以先出草稿，缺的地方在文中标明"));
    }
    let (disclosure, findings) = audit(&made.publication, &filling, &catalog);
    told.findings(&findings);
    if told.errors > 0 {
        return Ok(told.refused("核对有错，没有写出文件"));
    }
    let mut files = write(&made.publication, &disclosure, &args.output)?;
    files.extend(owed::keep(supplied, args)?);
    if !cfg!(feature = "pdf") {
        output::complain(
            "这个程序没有带 PDF 排版，未写出 PDF；可用带 pdf 功能的程序，或用 WPS、Word 打开 DOCX 另存为 PDF。",
        );
    }
    Ok(told.written(&files))
}

pub(super) fn read(file: &Path, catalog: &Catalog, directory: Option<&Path>) -> Result<Filling, String> {
    let wrong = |message: String| format!("无法编制 {}：{message}", file.display());
    let bytes = one::bytes(file).map_err(wrong)?;
    fill(&bytes, catalog, |profile| Publishing::load(profile, directory).map_err(|e| e.to_string())).map_err(wrong)
}

/// The department's workbook with what its units add up to.
fn consolidated(
    into: &Path,
    units: &[PathBuf],
    catalog: &Catalog,
    directory: Option<&Path>,
) -> Result<Filling, String> {
    let mut department = read(into, catalog, directory)?;
    let mut fillings = Vec::new();
    for file in units {
        let filling = read(file, catalog, directory)?;
        if let Some(problem) = filling.problems.iter().find(|p| p.severity == Severity::Error) {
            return Err(format!("无法汇总 {}：{problem}", file.display()));
        }
        fillings.push((file.display().to_string(), filling));
    }
    let members: Vec<Member<'_>> = fillings.iter().map(|(file, f)| Member { file, book: &f.book }).collect();
    consolidate(&mut department, &members, catalog);
    Ok(department)
}

fn prior(filling: &mut Filling, file: &Path, catalog: &Catalog, directory: Option<&Path>) -> Result<(), String> {
    let before = read(file, catalog, directory)?;
    let wrong = |message: &str| format!("无法使用上年工作簿 {}：{message}", file.display());
    if before.publishing.layout.kind() != filling.publishing.layout.kind() {
        return Err(wrong("一本是预算，一本是决算；请用同一种工作簿。"));
    }
    if let Some(problem) = before.problems.iter().find(|p| p.severity == Severity::Error) {
        return Err(wrong(&format!("{problem}")));
    }
    let filled = inherit(&mut filling.book, &before.book, &filling.publishing, &mut filling.problems)
        .map_err(|message| wrong(&message))?;
    output::complain(&format!("从上年工作簿带入 {filled} 个上年数。"));
    Ok(())
}

/// The report as a reviewer reads it and what he would find, with the cells of the workbook.
fn audit(publication: &Publication, filling: &Filling, catalog: &Catalog) -> (Disclosure, Vec<Finding>) {
    let (document, pieces) = mingzhang_write::document(publication);
    let disclosure = mingzhang_read::read(document.clone(), catalog);
    let found = mingzhang_audit::audit(&disclosure, catalog).findings;
    let trace = Trace { publication, document: &document, pieces: &pieces, disclosure: &disclosure, filling };
    let told = found.iter().filter(|f| f.severity <= Severity::Warning).map(|f| trace.translate(f)).collect();
    (disclosure, told)
}

/// Writes every format; the files and the folder of open data.
fn write(publication: &Publication, disclosure: &Disclosure, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unwritten = |path: &Path, e: &std::io::Error| format!("无法写入 {}：{}", path.display(), output::why(e));
    let title = file_name(&publication.title());
    // Everything is made before anything is written: no half of a report.
    let mut made = Vec::new();
    for (ending, writer) in FORMATS {
        made.push((folder.join(format!("{title}{ending}")), writer(publication, disclosure)?));
    }
    let mut told: Vec<PathBuf> = made.iter().map(|(path, _)| path.clone()).collect();
    let open = folder.join(format!("{title}{OPEN_DATA}"));
    let package = mingzhang_write::data_package(publication, disclosure, mingzhang_write::Licence::default());
    made.extend(package.into_iter().map(|(path, bytes)| (open.join(path), bytes)));
    told.push(open);
    for (path, bytes) in &made {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).map_err(|e| unwritten(parent, &e))?;
        }
        std::fs::write(path, bytes).map_err(|e| unwritten(path, &e))?;
    }
    Ok(told)
}

/// A title without what file systems forbid.
pub(super) fn file_name(title: &str) -> String {
    let forbidden = |c: char| c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let name: String = title.chars().map(|c| if forbidden(c) { '_' } else { c }).take(80).collect();
    name.trim().trim_matches('.').to_owned()
}

/// What the clerk is told.
struct Told<'a> {
    style: &'a Style,
    out: String,
    errors: usize,
    warnings: usize,
    hints: usize,
}

impl Told<'_> {
    fn new(style: &Style) -> Told<'_> {
        Told { style, out: String::new(), errors: 0, warnings: 0, hints: 0 }
    }

    fn count(&mut self, severity: Severity) -> usize {
        let n = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Info => &mut self.hints,
        };
        *n += 1;
        *n
    }

    /// One heading, one place, one sentence.
    fn tell(&mut self, severity: Severity, place: &str, message: &str) {
        let n = self.count(severity);
        terminal::note(&mut self.out, severity, n, place, message, self.style);
    }

    fn problems(&mut self, problems: &[Problem]) {
        for wanted in [Severity::Error, Severity::Warning, Severity::Info] {
            for problem in problems.iter().filter(|p| p.severity == wanted) {
                self.tell(wanted, &places(&problem.cells), &problem.message);
            }
        }
    }

    fn gaps(&mut self, made: &Compiled, filling: &Filling, draft: bool) {
        let severity = if draft { Severity::Warning } else { Severity::Error };
        for gap in &made.gaps {
            let cell = mingzhang_compile::owed::place(gap, filling);
            self.tell(severity, &places(cell.as_slice()), &format!("请填写{}。", gap.what));
        }
    }

    fn findings(&mut self, findings: &[Finding]) {
        for finding in findings {
            let n = self.count(finding.severity);
            terminal::finding(&mut self.out, finding, n, self.style);
            self.out.push('\n');
        }
    }

    fn refused(mut self, why: &str) -> (String, u8) {
        let warnings = if self.warnings > 0 { format!("，另有 {} 处提醒", self.warnings) } else { String::new() };
        self.out += &format!("{why}：{} 处需要修改{warnings}。\n", self.errors);
        (self.out, FAULTY)
    }

    fn written(mut self, files: &[PathBuf]) -> (String, u8) {
        if self.warnings > 0 {
            self.out += &format!("有 {} 处需要确认。\n", self.warnings);
        }
        for file in files {
            self.out += &format!("已写入 {}\n", file.display());
        }
        (self.out, CLEAN)
    }
}
