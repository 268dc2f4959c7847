//! The mutation bench: one mistake at a time into clean reports; found, primary place right, first suggestion right, findings per mistake.
//! Deterministic: the same seed makes the same mistakes.

use crate::figures::Figures;
use crate::judge::{Judged, judge};
use crate::slips::SLIPS;
use crate::source::{Group, Mistake, Source};
use crate::tally::Tally;
use crate::words::KINDS;
use mingzhang_audit::probe::Probe;
use mingzhang_catalog::Catalog;
use mingzhang_specimen::random::Random;
use mingzhang_specimen::{specimen, style};
use rayon::prelude::*;
use std::path::PathBuf;
use std::process::ExitCode;

/// Mistakes put into one report.
const EACH: usize = 40;

/// The clean example.
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/clean/qinghe-culture-final-2024-clean.txt");

/// What to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// So many mistakes.
    pub count: usize,
    /// From this seed on.
    pub seed: u64,
    /// Real reports instead of specimens.
    pub files: Vec<PathBuf>,
    /// Lists what was missed, wrongly placed, wrongly mended or told more than once.
    pub missed: bool,
    /// JSON instead of Markdown.
    pub json: bool,
    /// Every slip on every kind of figure.
    pub full: bool,
    /// No mistakes in figures.
    pub words: bool,
    /// Compiled workbooks instead of specimens.
    pub books: bool,
    /// Prints the text with this mistake in it instead.
    pub print: Option<usize>,
}

impl Options {
    /// Reads the arguments; `None` if they cannot be understood.
    pub fn read(args: impl IntoIterator<Item = String>) -> Option<Options> {
        let mut out = Options { count: 4000, ..Options::default() };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--count" => out.count = args.next()?.parse().ok()?,
                "--seed" => out.seed = args.next()?.parse().ok()?,
                "--print" => out.print = Some(args.next()?.parse().ok()?),
                "--missed" => out.missed = true,
                "--json" => out.json = true,
                "--markdown" => out.json = false,
                "--full" => out.full = true,
                "--words" => out.words = true,
                "--books" => out.books = true,
                _ if arg.starts_with('-') => return None,
                _ => out.files.push(PathBuf::from(arg)),
            }
        }
        Some(out)
    }
}

/// So many mistakes in one report, chosen by a seed: half in figures, half in words (or all), every kind as likely as another.
pub fn mistakes(source: &Source, seed: u64, count: usize, words: bool) -> Vec<Mistake> {
    let probe = Probe::new(&source.report, Catalog::embedded());
    let figures = Figures::new(source, &probe);
    let mut r = Random::new(seed ^ 0xb3_4c8);
    let mut out: Vec<Mistake> = Vec::new();
    for _ in 0..count * 6 {
        if out.len() >= count {
            break;
        }
        let slip = SLIPS[r.below(SLIPS.len())];
        let drawn = match if words { 24 } else { r.below(24) } {
            0..=13 => figures.draw(slip, &mut r),
            14 => figures.unread(slip, &mut r),
            _ => KINDS[r.below(KINDS.len())].draw(source, &mut r),
        };
        out.extend(drawn.filter(|m| out.iter().all(|o| (o.start, o.end, &o.put) != (m.start, m.end, &m.put))));
    }
    out
}

/// All mistakes of a source, judged.
fn one(source: &Source, seed: u64, count: usize, words: bool) -> Vec<(Mistake, Judged)> {
    mistakes(source, seed, count, words).into_iter().map(|m| (m.clone(), judge(source, &m))).collect()
}

/// The report of a seed.
fn made(seed: u64, books: bool) -> Option<Source> {
    if books {
        let text = crate::laws::compiled(style(seed), seed)?;
        return Source::new(format!("{} 工作簿 {seed}", style(seed).name()), &text);
    }
    Source::new(format!("{} {seed}", style(seed).name()), &specimen(seed))
}

/// Mistakes judged, with the report they were put into.
pub type Batch = (String, Vec<(Mistake, Judged)>);

/// Specimens of seeds from `first` on (or compiled workbooks), `each` mistakes in one, as many as `count` mistakes need; one report in
/// twenty is the clean example.
pub fn sample(first: u64, count: usize, each: usize, words: bool, books: bool) -> Vec<Batch> {
    let reports = u64::try_from(count.div_ceil(each)).unwrap_or(1);
    (first..first + reports)
        .into_par_iter()
        .filter_map(|seed| {
            let example = (seed % 20 == 19 && !books).then(|| std::fs::read_to_string(EXAMPLE).ok()).flatten();
            let source = match example {
                Some(text) => Source::new(format!("example {seed}"), &text)?,
                None => made(seed, books)?,
            };
            let done = usize::try_from(seed - first).unwrap_or(0) * each;
            Some((source.name.clone(), one(&source, seed, each.min(count.saturating_sub(done)), words)))
        })
        .collect()
}

fn real(options: &Options) -> Result<Vec<Batch>, String> {
    let each = options.count.div_ceil(options.files.len().max(1));
    let mut out = Vec::new();
    for file in &options.files {
        let text = std::fs::read_to_string(file).map_err(|_| format!("无法读取 {}", file.display()))?;
        let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let source = Source::new(name, &text).ok_or_else(|| format!("不是文本报告：{}", file.display()))?;
        let all = mistakes(&source, options.seed, each, options.words);
        let judged = all.into_par_iter().map(|m| (m.clone(), judge(&source, &m))).collect();
        out.push((source.name.clone(), judged));
    }
    Ok(out)
}

/// What went wrong with a mistake; `None` if nothing did.
fn failure(m: &Mistake, j: &Judged) -> Option<&'static str> {
    match (m.group, j.score.found, j.score.place, j.score.fix) {
        (Group::Hidden | Group::Alone, ..) => None,
        (_, 0, ..) => Some("未发现"),
        (Group::Twice | Group::Words, _, 0, _) => Some("指错位置"),
        (Group::Twice, _, _, 0) => Some("建议不对"),
        _ if j.score.findings > 1 => Some("报多条"),
        _ => None,
    }
}

fn tell(source: &str, n: usize, m: &Mistake, j: &Judged) {
    if let Some(what) = failure(m, j) {
        let short = |s: &str| s.chars().take(60).collect::<String>().replace(['\n', '\t'], " ");
        eprintln!(
            "{what}\t{source} #{n}\t{} {}\t第{}字\t{} → {}\t{}",
            m.object,
            m.kind,
            m.start,
            short(&m.right),
            short(&m.put),
            j.messages.iter().map(|m| short(m)).collect::<Vec<_>>().join(" ¦ ")
        );
    }
}

/// Counts all of some batches.
pub fn tally(all: &[Batch]) -> Tally {
    let mut out = Tally::default();
    for (m, j) in all.iter().flat_map(|(_, list)| list) {
        out.add(m.group, m.kind, m.object, j.score, &j.said);
    }
    out
}

/// Runs the bench and prints the tables.
pub fn run(options: &Options) -> ExitCode {
    if let Some(n) = options.print {
        let source = match options.files.first() {
            Some(f) => std::fs::read_to_string(f).ok().and_then(|t| Source::new(String::new(), &t)),
            None => made(options.seed, options.books),
        };
        let Some(source) = source else { return ExitCode::from(2) };
        let Some(m) = mistakes(&source, options.seed, (n + 1).max(EACH), options.words).into_iter().nth(n) else {
            return ExitCode::from(2);
        };
        print!("{}", m.apply(&source));
        return ExitCode::SUCCESS;
    }
    let all = if options.files.is_empty() {
        sample(options.seed, options.count, EACH, options.words, options.books)
    } else {
        match real(options) {
            Ok(all) => all,
            Err(why) => {
                eprintln!("{why}");
                return ExitCode::from(2);
            }
        }
    };
    if options.missed {
        for (name, list) in &all {
            list.iter().enumerate().for_each(|(n, (m, j))| tell(name, n, m, j));
        }
    }
    let tally = tally(&all);
    if options.json {
        println!("{}", tally.json());
    } else {
        println!("{}", tally.markdown(options.full));
    }
    ExitCode::SUCCESS
}
