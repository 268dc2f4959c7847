//! The example department: workbooks made from the figures in `xtask/example`, and what the program makes of them. A year begins where the
//! last one ended, whatever follows from other figures is computed here, and the department has only words of its own: its amounts are those
//! of its units.

mod books;
mod budget;
mod figures;
mod projects;

use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::{homeless, template};
use mingzhang_compile::{Book, Publishing};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Profile of the final accounts.
const FINAL: &str = "sichuan-final";
/// Profile of the budget.
const BUDGET: &str = "bazhong-budget";
const YEARS: [i32; 2] = [2023, 2024];
/// What is kept of a year's report, by ending.
const SHOWN: [(i32, &[&str]); 2] = [(2024, &[".docx", ".pdf", ".html", ".txt", ".xlsx"]), (2025, &[".html", ".txt"])];

/// Where to and with what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The program that compiles; built with PDF when none is named.
    program: Option<PathBuf>,
    out: PathBuf,
}

impl Options {
    /// Reads the arguments; `None` if they cannot be understood.
    pub fn read(args: impl IntoIterator<Item = String>) -> Option<Options> {
        let mut o = Options { program: None, out: PathBuf::from("examples/department") };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--program" => o.program = Some(PathBuf::from(args.next()?)),
                "-o" => o.out = PathBuf::from(args.next()?),
                _ => return None,
            }
        }
        Some(o)
    }
}

/// Writes workbooks and reports.
pub fn run(options: &Options) -> ExitCode {
    match write(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

fn write(options: &Options) -> Result<(), String> {
    let units = figures::units()?;
    let department = figures::department()?;
    let mut years = Vec::new();
    for year in YEARS {
        let mut all = Vec::new();
        for unit in &units {
            let before = years.last().and_then(|y: &Vec<books::Year>| y.iter().find(|y| y.file == unit.file));
            let made = books::unit(unit, year, before)?;
            save(&made.book, &workbook(options, year, &unit.file))?;
            all.push(made);
        }
        save(&books::department(&department, &units, year)?, &workbook(options, year, "部门"))?;
        years.push(all);
    }
    let last = years.last().map(Vec::as_slice).unwrap_or_default();
    save(&budget::book(&department, last)?, &workbook(options, 2025, "部门预算"))?;
    for year in YEARS {
        let mut arguments: Vec<PathBuf> = units.iter().map(|u| workbook(options, year, &u.file)).collect();
        arguments.extend([PathBuf::from("--into"), workbook(options, year, "部门")]);
        compile(options, &arguments, year)?;
    }
    compile(options, &[workbook(options, 2025, "部门预算")], 2025)
}

/// The workbook of a year.
fn workbook(options: &Options, year: i32, name: &str) -> PathBuf {
    options.out.join(format!("{year}/{name}.xlsx"))
}

fn save(book: &Book, path: &Path) -> Result<(), String> {
    let publishing = Publishing::load(&book.profile, None).map_err(|e| e.to_string())?;
    let lost = homeless(&publishing, Catalog::embedded(), book);
    if !lost.is_empty() {
        return Err(format!("{}：工作簿里没有地方填 {}", path.display(), lost.join("、")));
    }
    let bytes = template(&publishing, Catalog::embedded(), Some(book))?;
    let said = |e: std::io::Error| format!("写不进 {}：{e}", path.display());
    std::fs::create_dir_all(path.parent().unwrap_or(path)).map_err(said)?;
    std::fs::write(path, bytes).map_err(said)
}

/// Runs the program as a clerk would, and keeps of what it writes what is shown.
fn compile(options: &Options, arguments: &[PathBuf], year: i32) -> Result<(), String> {
    let mut command = match &options.program {
        Some(program) => Command::new(program),
        None => {
            let mut cargo = Command::new("cargo");
            cargo.args(["run", "--quiet", "--release", "-p", "mingzhang", "--features", "pdf", "--"]);
            cargo
        }
    };
    let folder = options.out.join(format!("{year}/公开"));
    let said = |e: std::io::Error| format!("{}：{e}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(said)?;
    }
    let status = command.arg("compile").args(arguments).arg("-o").arg(&folder).status();
    match status {
        Ok(s) if s.success() => {}
        Ok(_) => return Err(format!("{year} 没有编制成")),
        Err(e) => return Err(format!("程序没有运行：{e}")),
    }
    let shown = SHOWN.iter().find(|(y, _)| *y == year).map_or(&[][..], |(_, endings)| endings);
    for entry in std::fs::read_dir(&folder).map_err(said)?.flatten() {
        let path = entry.path();
        let name = path.to_string_lossy();
        if path.is_dir() {
            std::fs::remove_dir_all(&path).map_err(said)?;
        } else if !shown.iter().any(|ending| name.ends_with(ending)) {
            std::fs::remove_file(&path).map_err(said)?;
        }
    }
    if shown.is_empty() { std::fs::remove_dir(&folder).map_err(said) } else { Ok(()) }
}
