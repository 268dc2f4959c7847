//! The laws of compiled reports on made-up workbooks: nothing is found, nothing is missing, every figure read is what the accounts say.

use crate::meaning::{Meaning, meaning};
use mingzhang_catalog::Catalog;
use mingzhang_compile::performance::Which;
use mingzhang_compile::{Book, Compiled, Cube, Publishing, compile};
use mingzhang_model::{Coordinates, Dimension, Disclosure, Document, Origin, Severity};
use mingzhang_specimen::random::Random;
use mingzhang_specimen::{STYLES, Style, books, style};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// Texts a form must ask for; any other may be left out.
const REQUIRED: [&str; 5] = ["变动原因", "预算差异原因", "用途", "其他用车", "资产日期"];

/// What to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// So many books.
    pub count: u64,
    /// From this seed on.
    pub seed: u64,
    /// Of this form only.
    pub style: Option<Style>,
    /// Templates and words from here instead of those built in.
    pub catalog: Option<PathBuf>,
    /// Lists the words of figures that were not understood.
    pub unread: bool,
    /// Where to put files that do not read back.
    pub keep: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments; `None` if they cannot be understood.
    pub fn read(args: impl IntoIterator<Item = String>) -> Option<Options> {
        let mut out = Options { count: 1000, ..Options::default() };
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--count" => out.count = args.next()?.parse().ok()?,
                "--seed" => out.seed = args.next()?.parse().ok()?,
                "--catalog" => out.catalog = Some(PathBuf::from(args.next()?)),
                "--unread" => out.unread = true,
                "--keep" => out.keep = Some(PathBuf::from(args.next()?)),
                "--profile" => {
                    let name = args.next()?;
                    out.style = Some(STYLES.into_iter().find(|s| s.name() == name)?);
                }
                _ => return None,
            }
        }
        Some(out)
    }
}

/// A law that does not hold of a book.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Which law.
    pub law: &'static str,
    /// What happened.
    pub what: String,
}

/// What was seen of one or many books.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Books.
    pub books: usize,
    /// Figures printed.
    pub figures: usize,
    /// Figures understood.
    pub understood: usize,
    /// Facts that are what the accounts say.
    pub right: usize,
    /// Facts the accounts say nothing of: form, coordinates.
    pub unknown: BTreeMap<String, usize>,
    /// Words of figures not understood.
    pub unread: BTreeMap<String, usize>,
}

impl Seen {
    /// Adds what was seen of others.
    pub fn add(&mut self, other: Seen) {
        self.books += other.books;
        self.figures += other.figures;
        self.understood += other.understood;
        self.right += other.right;
        for (k, n) in other.unknown {
            *self.unknown.entry(k).or_default() += n;
        }
        for (k, n) in other.unread {
            *self.unread.entry(k).or_default() += n;
        }
    }
}

/// Templates and words.
pub struct World {
    /// Words, forms, relations.
    pub catalog: Catalog,
    /// Layouts and templates by form.
    pub publishing: BTreeMap<Style, Publishing>,
    /// Where to put files that do not read back.
    pub keep: Option<PathBuf>,
}

impl World {
    /// Those built in, or of a directory.
    ///
    /// # Errors
    /// What is wrong with a file.
    pub fn new(directory: Option<&std::path::Path>) -> Result<World, String> {
        let catalog = match directory {
            Some(d) => Catalog::load(d).map_err(|e| e.to_string())?,
            None => Catalog::embedded().clone(),
        };
        let load = |s: Style| Publishing::load(s.name(), directory).map(|p| (s, p)).map_err(|e| e.to_string());
        let publishing = STYLES.into_iter().map(load).collect::<Result<_, _>>()?;
        Ok(World { catalog, publishing, keep: None })
    }

    /// The report of a book.
    ///
    /// # Errors
    /// What is wrong with a template.
    pub fn compile(&self, style: Style, book: &Book, draft: bool) -> Result<Compiled, String> {
        let publishing = self.publishing.get(&style).ok_or_else(|| style.name().to_owned())?;
        compile(book, publishing, &self.catalog, draft)
    }

    fn read(&self, document: Document) -> Disclosure {
        mingzhang_read::read(document, &self.catalog)
    }
}

/// The book of a number: plain and hard ones in turn.
pub fn book(style: Style, seed: u64) -> Book {
    if seed.is_multiple_of(3) { books::book(style, seed) } else { books::hard(style, seed) }
}

/// The compiled report of a seed as text.
pub fn compiled(style: Style, seed: u64) -> Option<String> {
    static WORLD: std::sync::OnceLock<Option<World>> = std::sync::OnceLock::new();
    let world = WORLD.get_or_init(|| World::new(None).ok()).as_ref()?;
    let compiled = world.compile(style, &book(style, seed), false).ok()?;
    Some(mingzhang_write::text(&compiled.publication))
}

/// All laws on the book of a seed.
pub fn check(world: &World, style: Style, seed: u64) -> (Seen, Vec<Broken>) {
    // One in ten is of a department of a chain: accounts and last year's accounts, units and their sum.
    if seed % 10 == 9 {
        let units = usize::try_from(seed / 10 % 4).unwrap_or(0);
        let all = crate::generate::department(style, seed, units, (2023, 2024));
        let mut seen = Seen::default();
        let mut broken = Vec::new();
        for made in all.iter().filter(|m| m.accounts.year == 2024).take(2) {
            let (s, b) = laws(world, style, seed, &books::of(style, &made.accounts, Random::new(made.seed)));
            seen.add(s);
            broken.extend(b.into_iter().map(|b| Broken { what: format!("{}：{}", made.name, b.what), ..b }));
        }
        return (seen, broken);
    }
    laws(world, style, seed, &book(style, seed))
}

fn laws(world: &World, style: Style, seed: u64, book: &Book) -> (Seen, Vec<Broken>) {
    let mut seen = Seen { books: 1, ..Seen::default() };
    let mut broken = Vec::new();
    let mut tell = |law: &'static str, what: String| broken.push(Broken { law, what });
    let made = match world.compile(style, book, false) {
        Ok(made) => made,
        Err(e) => {
            tell("编制", e);
            return (seen, broken);
        }
    };
    for gap in &made.gaps {
        tell("缺口", format!("填全了的工作簿{gap}"));
    }
    let text = mingzhang_write::text(&made.publication);
    match world.compile(style, book, false) {
        Ok(again) if mingzhang_write::text(&again.publication) == text => {}
        _ => tell("可重复", "两次编制的文字不同".to_owned()),
    }
    let (document, _) = mingzhang_write::document(&made.publication);
    let report = world.read(document);
    if report.identity.profile != style.name() {
        tell("版式", format!("认作{}", report.identity.profile));
    }
    if let Some(what) = forms(&made, &report) {
        tell("绩效表", what);
    }
    let audit = mingzhang_audit::audit(&report, &world.catalog);
    for f in &audit.findings {
        let e = f.evidence.first();
        let (line, quote) = e.map_or((None, ""), |e| (e.place.line, e.quote.as_str()));
        tell(
            if f.severity == Severity::Info { "审核无提示" } else { "审核无问题" },
            format!("{} 第{line:?}行 {} ｜ {} ｜ {quote}", f.rule, f.message, f.workings),
        );
    }
    seen.figures = audit.coverage.figures;
    seen.understood = audit.coverage.understood;
    for u in &audit.coverage.unread {
        *seen.unread.entry(format!("{} {}", style.name(), bare(&u.text, book.entity()))).or_default() += 1;
    }
    let Some(publishing) = world.publishing.get(&style) else { return (seen, broken) };
    let told = made.forms.told(book);
    let cube = Cube::new(told.as_ref().unwrap_or(book), publishing);
    for fact in &report.facts {
        match meaning(fact, &cube) {
            Meaning::Right => seen.right += 1,
            Meaning::Silent => {}
            Meaning::Unknown if fact.figure.value.is_zero() => {}
            Meaning::Unknown => {
                let c = fact.coordinates.with(Dimension::Subject, Default::default());
                *seen.unknown.entry(format!("{} {c}", style.name())).or_default() += 1;
            }
            Meaning::Wrong(truth) => {
                tell("含义", format!("{} 读作{}，账上是{truth}：{}", fact.coordinates, fact.figure, fact.quote))
            }
        }
    }
    match mingzhang_decode::decode(text.as_bytes(), "report.txt") {
        Ok(document) => {
            if let Some(what) = differ(&report, &world.read(document)) {
                tell("文本", what);
            }
        }
        Err(e) => tell("文本", e.to_string()),
    }
    for what in formats(world, &made, &report) {
        tell("格式", what);
    }
    if let Err(what) = without_one(world, style, seed, book) {
        tell("缺口", what);
    }
    (seen, broken)
}

/// How the performance forms read differ from those that were made: the same forms, field by field, in the order of their kinds.
fn forms(made: &Compiled, report: &Disclosure) -> Option<String> {
    let mut wanted: Vec<_> = [Which::Projects, Which::Whole].into_iter().flat_map(|w| made.forms.forms(w)).collect();
    // A list of aims in one table is no form.
    let mut read: Vec<_> = report.forms.iter().filter(|f| !f.name.is_blank()).cloned().collect();
    for list in [&mut wanted, &mut read] {
        list.sort_by_key(|f| f.kind as u8);
    }
    crate::forms::differ(&wanted, &read)
}

/// What the report reads back as from every format that is quick to write; a workbook has its tables only.
fn formats(world: &World, made: &Compiled, report: &Disclosure) -> Vec<String> {
    let p = &made.publication;
    let mut tables = report.clone();
    tables.facts.retain(|f| matches!(f.origin, Origin::Table { .. }));
    let written = [
        #[cfg(feature = "pdf")]
        ("pdf", mingzhang_typeset::pdf(p).map_err(|e| e.to_string()), report),
        ("docx", Ok(mingzhang_write::docx(p)), report),
        ("html", Ok(mingzhang_write::html(p).into_bytes()), report),
        ("xlsx", mingzhang_write::xlsx(p).map_err(|e| e.to_string()), &tables),
    ];
    let mut out = Vec::new();
    for (name, bytes, wanted) in written {
        let decoded = bytes.and_then(|b| mingzhang_decode::decode(&b, name).map(|d| (d, b)).map_err(|e| e.to_string()));
        match decoded.map(|(document, b)| (world.read(document), b)) {
            Ok((read, bytes)) => {
                if let Some(what) = differ(wanted, &read) {
                    out.push(format!("{name}：{what}"));
                    let kept =
                        world.keep.as_ref().map(|dir| std::fs::write(dir.join(format!("{}.{name}", p.title())), bytes));
                    out.extend(kept.and_then(Result::err).map(|e| e.to_string()));
                }
                let profile = &read.identity.profile;
                // Tables alone may show too few signs of any form.
                let other = *profile != p.profile && !(name == "xlsx" && profile == "generic");
                out.extend(other.then(|| format!("{name}认作{profile}")));
            }
            Err(e) => out.push(format!("{name}：{e}")),
        }
    }
    out
}

/// A text without its numbers and the name in it, to be counted.
fn bare(text: &str, entity: &str) -> String {
    let text = text.replace(entity, "某单位");
    text.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect()
}

fn list(report: &Disclosure) -> Vec<(Coordinates, String, String, bool)> {
    report.facts.iter().map(|f| (f.coordinates, f.figure.to_string(), f.printed.clone(), f.part)).collect()
}

/// The first fact in which two readings differ.
fn differ(a: &Disclosure, b: &Disclosure) -> Option<String> {
    let (a, b) = (list(a), list(b));
    if a == b {
        return None;
    }
    let at = a.iter().zip(&b).position(|(x, y)| x != y).unwrap_or(a.len().min(b.len()));
    Some(format!("第{at}个事实：内存里是{:?}，读回是{:?}", a.get(at), b.get(at)))
}

/// One text taken out of a book: if the report prints it and the form must have it, exactly that is missed, and a draft says where.
fn without_one(world: &World, style: Style, seed: u64, book: &Book) -> Result<(), String> {
    const SIGN: &str = "此处文字仅此一处";
    let keys: Vec<_> = book.texts.keys().filter(|(name, _)| REQUIRED.contains(&name.as_str())).cloned().collect();
    if keys.is_empty() {
        return Ok(());
    }
    let key = &keys[Random::new(seed ^ 0x6a9).below(keys.len())];
    let mut marked = book.clone();
    marked.say(&key.0, key.1, SIGN, None);
    let printed = mingzhang_write::text(&world.compile(style, &marked, false)?.publication).contains(SIGN);
    let mut poorer = book.clone();
    poorer.texts.remove(key);
    let (plain, draft) = (world.compile(style, &poorer, false)?, world.compile(style, &poorer, true)?);
    let gaps: Vec<String> = draft.gaps.iter().map(|g| format!("{} {}", g.name, g.about)).collect();
    let wanted = if printed { vec![format!("{} {}", key.0, key.1)] } else { Vec::new() };
    if gaps != wanted || plain.gaps != draft.gaps {
        return Err(format!("去掉 {} {}，报出 {gaps:?}", key.0, key.1));
    }
    let says = |c: &Compiled| mingzhang_write::text(&c.publication).matches("【待补充：").count();
    if says(&plain) > 0 || (says(&draft) > 0) != printed {
        return Err(format!("去掉 {} {}，草稿标了{}处", key.0, key.1, says(&draft)));
    }
    Ok(())
}

/// What was seen by form, and what does not hold, with form and seed.
type Verdict = (BTreeMap<Style, Seen>, Vec<(Style, u64, Broken)>);

/// Laws on many books.
pub fn all(world: &World, options: &Options) -> Verdict {
    let one = |seed: u64| {
        let style = options.style.unwrap_or_else(|| style(seed));
        let (seen, broken) = check(world, style, seed);
        (style, seed, seen, broken)
    };
    let results = crate::each(options.seed, options.count, one);
    let mut seen: BTreeMap<Style, Seen> = BTreeMap::new();
    let mut broken = Vec::new();
    for (style, seed, s, b) in results {
        seen.entry(style).or_default().add(s);
        broken.extend(b.into_iter().map(|b| (style, seed, b)));
    }
    (seen, broken)
}

/// Runs the laws and prints what does not hold.
pub fn run(options: &Options) -> ExitCode {
    let world = match World::new(options.catalog.as_deref()) {
        Ok(world) => World { keep: options.keep.clone(), ..world },
        Err(why) => {
            eprintln!("{why}");
            return ExitCode::from(2);
        }
    };
    let (seen, broken) = all(&world, options);
    let mut laws: BTreeMap<&str, usize> = BTreeMap::new();
    for (style, seed, b) in &broken {
        let n = laws.entry(b.law).or_default();
        *n += 1;
        if *n <= 12 {
            println!("{} {seed} {}：{}", style.name(), b.law, b.what);
        }
    }
    for (style, s) in &seen {
        let per_mille = crate::tally::per_mille(s.understood, s.figures);
        let unknown: usize = s.unknown.values().sum();
        println!(
            "{}：{} 本，{} 个数，读懂 {per_mille}‰，与账相符 {}，账上没有 {unknown}",
            style.name(),
            s.books,
            s.figures,
            s.right
        );
        let mut lists: Vec<(&String, &usize)> = s.unknown.iter().collect();
        if options.unread {
            lists.extend(&s.unread);
        }
        lists.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        for (what, n) in lists.into_iter().take(if options.unread { 60 } else { 8 }) {
            println!("    {n:6} {what}");
        }
    }
    println!("不成立：{laws:?}");
    if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
