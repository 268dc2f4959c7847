//! Files put together that are no one disclosure: audited as one, each figure of one would contradict the other's.

use mingzhang_catalog::Catalog;
use mingzhang_model::{Coordinates, Disclosure, Document, Figure, Identity, Kind, Level, Origin};
use std::collections::HashMap;

/// Facts told in sentences from which a file is the text of a report.
const TOLD: usize = 10;

/// Tables of the accounts from which a file speaks for itself.
const TABLES: usize = 3;

/// Figures two texts must have in common before they can be told to be of two reports by them.
const COMMON: usize = 10;

/// A file that says by itself whose report of what it is.
struct Report<'a> {
    file: &'a str,
    identity: Identity,
    is_text: bool,
    /// What its sentences say.
    told: HashMap<Coordinates, Figure>,
}

/// One sentence if two of the files are reports of different departments, years or kinds; `None` if they may be one disclosure.
pub fn told(files: &[(String, Document)], catalog: &Catalog) -> Option<String> {
    let reports: Vec<Report<'_>> = if files.len() < 2 {
        Vec::new()
    } else {
        files.iter().filter_map(|(file, document)| report(file, document, catalog)).collect()
    };
    reports.iter().enumerate().find_map(|(i, a)| {
        let b = reports.iter().skip(i + 1).find(|b| differ(a, b))?;
        Some(format!(
            "《{}》是{}，《{}》是{}，不是同一份材料，没有合并核对；请解压或分开后逐份核对（文件夹不加 --as-one）。",
            a.file,
            named(&a.identity),
            b.file,
            named(&b.identity)
        ))
    })
}

fn report<'a>(file: &'a str, document: &Document, catalog: &Catalog) -> Option<Report<'a>> {
    let Disclosure { identity, facts, tables, .. } = mingzhang_read::read(document.clone(), catalog);
    let told: HashMap<Coordinates, Figure> = facts
        .iter()
        .filter(|f| matches!(f.origin, Origin::Narrative { .. }) && !f.part)
        .map(|f| (f.coordinates, f.figure))
        .collect();
    let is_text = told.len() >= TOLD;
    let has_tables = tables.iter().filter(|t| t.form.is_some()).count() >= TABLES;
    (is_text || has_tables).then_some(Report { file, identity, is_text, told })
}

fn differ(a: &Report<'_>, b: &Report<'_>) -> bool {
    let (x, y) = (&a.identity, &b.identity);
    let names = x.entity.as_deref().zip(y.entity.as_deref());
    x.kind.zip(y.kind).is_some_and(|(x, y)| x != y)
        || x.fiscal_year.zip(y.fiscal_year).is_some_and(|(x, y)| x != y)
        || names.is_some_and(|(x, y)| !shortens(x, y) && !shortens(y, x))
        // Tables of a department name the unit that made them.
        || (a.is_text && b.is_text && x.level.zip(y.level).is_some_and(|(x, y)| x != y))
        || contradict(a, b)
}

/// True if most of what both tell has other figures: a department's report and its office's, where a title names neither.
fn contradict(a: &Report<'_>, b: &Report<'_>) -> bool {
    let common = a.told.iter().filter_map(|(c, f)| b.told.get(c).map(|g| (f, g)));
    let (mut all, mut other) = (0, 0);
    for (f, g) in common {
        all += 1;
        other += usize::from(f.unit.quantity() != g.unit.quantity() || !f.interval().overlaps(g.interval()));
    }
    all >= COMMON && other * 2 > all
}

/// True if a name is another with letters left out: 区商务委 for 某市某区商务委员会.
fn shortens(short: &str, long: &str) -> bool {
    let mut letters = long.chars();
    short.chars().all(|c| letters.any(|l| l == c))
}

fn named(identity: &Identity) -> String {
    let year = identity.fiscal_year.map(|y| format!("{y}年")).unwrap_or_default();
    let level = match identity.level {
        Some(Level::Unit) => "单位",
        Some(Level::Department) => "部门",
        None => "",
    };
    let kind = match identity.kind {
        Some(Kind::Budget) => "预算",
        Some(Kind::FinalAccounts) => "决算",
        None => "材料",
    };
    format!("{}{year}{level}{kind}", identity.entity.as_deref().unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shortened_name_is_the_same() {
        assert!(shortens("区商务委", "某市某区商务委员会"));
        assert!(!shortens("某区财政局", "某市某区商务委员会"));
        assert!(!shortens("某区体育局", "某区教育局"));
    }
}
