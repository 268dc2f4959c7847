//! Made-up departments with their units over years, compiled: folders of consistent reports for laws, the bench and load tests.

use crate::laws::World;
use mingzhang_specimen::accounts::Accounts;
use mingzhang_specimen::random::Random;
use mingzhang_specimen::{STYLES, Style, books, chain};
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// So many departments.
    pub departments: u64,
    /// Units of each, beside the head office.
    pub units: usize,
    /// First and last fiscal year.
    pub years: (i64, i64),
    /// The form.
    pub style: Style,
    /// First seed.
    pub seed: u64,
    /// Workbook, DOCX, HTML and XLSX beside the text.
    pub full: bool,
    /// Where to.
    pub out: PathBuf,
}

impl Options {
    /// Reads the arguments; `None` if they cannot be understood.
    pub fn read(args: impl IntoIterator<Item = String>) -> Option<Options> {
        let out = PathBuf::from("generated");
        let mut o =
            Options { departments: 1, units: 3, years: (2023, 2024), style: Style::Mof, seed: 0, full: false, out };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            if arg == "--full" {
                o.full = true;
                continue;
            }
            let value = args.next()?;
            match arg.as_str() {
                "--departments" => o.departments = value.parse().ok()?,
                "--units" => o.units = value.parse().ok()?,
                "--years" => {
                    let (a, b) = value.split_once("..").unwrap_or((&value, &value));
                    o.years = (a.parse().ok()?, b.parse().ok()?);
                }
                "--profile" => o.style = STYLES.into_iter().find(|s| s.name() == value)?,
                "--seed" => o.seed = value.parse().ok()?,
                "-o" => o.out = PathBuf::from(value),
                _ => return None,
            }
        }
        (o.years.0 <= o.years.1).then_some(o)
    }
}

/// A report of a made-up department or unit.
pub struct Made {
    /// Folders and name, without ending.
    pub name: String,
    /// What it is of.
    pub accounts: Accounts,
    /// The words of whoever filled in the workbook follow from this.
    pub seed: u64,
}

/// All reports of the department of a seed.
pub fn department(style: Style, seed: u64, units: usize, years: (i64, i64)) -> Vec<Made> {
    let budget = matches!(style, Style::Putuo | Style::Bazhong);
    let chain = chain::years(seed, units, years.0, years.1);
    let mut out = Vec::new();
    for (k, year) in chain.iter().enumerate() {
        let before = k.checked_sub(1).and_then(|b| chain.get(b));
        for n in 0..=year.units.len() {
            let pick =
                |y: &'_ chain::Year| if n == 0 { Some(y.department.clone()) } else { y.units.get(n - 1).cloned() };
            let Some(mut accounts) = pick(year) else { continue };
            if budget {
                accounts = chain::budget(&accounts, before.and_then(pick).as_ref());
            }
            let name = if n == 0 { "部门".to_owned() } else { format!("单位{n:02}") };
            let name = format!("{seed:04}/{}-{name}-{}", accounts.year, style.name());
            out.push(Made { name, accounts, seed: seed ^ ((n as u64) << 32) ^ ((k as u64) << 48) });
        }
    }
    out
}

fn write(world: &World, style: Style, made: &Made, out: &Path, all: bool) -> Result<(), String> {
    let book = books::of(style, &made.accounts, Random::new(made.seed));
    let p = world.compile(style, &book, true)?.publication;
    let publishing = world.publishing.get(&style).ok_or_else(|| style.name().to_owned())?;
    let mut files = vec![("txt", mingzhang_write::text(&p).into_bytes())];
    if all {
        files.push(("填报.xlsx", mingzhang_compile::workbook::template(publishing, &world.catalog, Some(&book))?));
        files.push(("docx", mingzhang_write::docx(&p)));
        files.push(("html", mingzhang_write::html(&p).into_bytes()));
        files.push(("xlsx", mingzhang_write::xlsx(&p).map_err(|e| e.to_string())?));
    }
    for (kind, bytes) in files {
        let path = out.join(format!("{}.{kind}", made.name));
        let said = |e: std::io::Error| format!("写不进 {}：{e}", path.display());
        std::fs::create_dir_all(path.parent().unwrap_or(out)).map_err(said)?;
        std::fs::write(&path, bytes).map_err(said)?;
    }
    Ok(())
}

/// Makes them and says how many.
pub fn run(options: &Options) -> ExitCode {
    let Options { departments, units, years, style, seed, full, ref out } = *options;
    let result = World::new(None).and_then(|world| {
        (seed..seed + departments)
            .into_par_iter()
            .map(|s| {
                let all = department(style, s, units, years);
                all.iter().try_for_each(|made| write(&world, style, made, out, full)).map(|()| all.len())
            })
            .try_reduce(|| 0, |a, b| Ok(a + b))
    });
    match result {
        Ok(count) => {
            println!("{count} 份，在 {}", out.display());
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}
