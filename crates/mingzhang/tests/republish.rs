//! A published report, taken into a book and compiled again: the same tables, and the same narrative where the published one is right.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_catalog::Catalog;
use mingzhang_compile::extract::{Extracted, Shift, extract};
use mingzhang_compile::{Publishing, compile};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Coordinates, Dimension, Disclosure, Fact, Origin, Term, Unit};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Sums of figures printed in 万元 with two decimals may end in another last place: so many places at most.
const PLACES: i64 = 3;

/// The report and the one compiled from it.
fn both(file: &str) -> Option<(Disclosure, Extracted, Disclosure)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus").join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: no folder of real reports beside the repository");
        return None;
    };
    let catalog = Catalog::embedded();
    let published = mingzhang_read::read(mingzhang_decode::decode(&bytes, file).unwrap(), catalog);
    let publishing = Publishing::load(&published.identity.profile, None).map_err(|e| e.to_string()).unwrap();
    let taken = extract(&published, &publishing, catalog, Shift::Same);
    let made = compile(&taken.book, &publishing, catalog, true).unwrap();
    let compiled = mingzhang_read::read(mingzhang_write::document(&made.publication).0, catalog);
    Some((published, taken, compiled))
}

/// What stands in well-read tables, or in running text, by meaning; without pieces of reasons and purposes.
fn told(report: &Disclosure, tables: bool) -> BTreeMap<Coordinates, Vec<&Fact>> {
    let mut out: BTreeMap<Coordinates, Vec<&Fact>> = BTreeMap::new();
    for fact in report.facts.iter().filter(|f| !f.part && !f.blank) {
        let wanted = match fact.origin {
            Origin::Table { table, .. } => tables && report.tables[table].misread.is_none(),
            Origin::Narrative { .. } => !tables,
        };
        if wanted {
            out.entry(fact.coordinates).or_default().push(fact);
        }
    }
    out
}

fn agree(a: &Fact, b: &Fact) -> bool {
    let near = (a.figure.value.0 - b.figure.value.0).abs() <= PLACES * 100 * SCALE;
    a.figure.interval().overlaps(b.figure.interval()) || (near && [a, b].iter().all(|f| f.figure.unit == Unit::WanYuan))
}

/// Meanings of which a figure of the one agrees with no figure of the other, and those the other does not print at all.
fn compare(
    one: &BTreeMap<Coordinates, Vec<&Fact>>,
    other: &BTreeMap<Coordinates, Vec<&Fact>>,
) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut different, mut gone) = (BTreeSet::new(), BTreeSet::new());
    for (c, facts) in one {
        match other.get(c) {
            Some(there) if facts.iter().all(|f| there.iter().all(|t| agree(f, t))) => {}
            Some(_) => drop(different.insert(c.to_string())),
            None if facts.iter().all(|f| f.figure.value.is_zero()) => {}
            None => drop(gone.insert(c.to_string())),
        }
    }
    (different, gone)
}

#[test]
fn the_tables_come_out_as_published() {
    let Some((published, taken, compiled)) = both("zhuzhou-dept-final-2023.txt") else { return };
    let (was, is) = (told(&published, true), told(&compiled, true));
    assert!(was.values().map(Vec::len).sum::<usize>() > 1000);
    assert_eq!(compare(&was, &is), (BTreeSet::new(), BTreeSet::new()));
    // The other way round: only the last table, whose cells were lost on the way, prints what the published tables do not.
    let (different, new) = compare(&is, &was);
    assert_eq!(different, BTreeSet::new());
    assert!(!new.is_empty() && new.iter().all(|c| c.starts_with("三公经费")), "{new:?}");
    let (different, missing) = compare(
        &is.into_iter().filter(|(c, _)| c.get(Dimension::Measure) == Term::new("三公经费")).collect(),
        &told(&published, false),
    );
    assert_eq!(different, BTreeSet::new());
    assert_eq!(missing, BTreeSet::from(["三公经费[阶段=预算,事项=公务用车购置及运行维护费]".to_owned()]));
    // One figure of the narrative is not that of the tables.
    assert_eq!(
        taken.conflicts.iter().map(|c| (c.taken.0.as_str(), c.other.0.as_str())).collect::<Vec<_>>(),
        [("670.77", "632.11万元")]
    );
}

#[test]
fn the_narrative_comes_out_as_published_where_that_is_right() {
    let Some((published, _, compiled)) = both("zhuzhou-dept-final-2023.txt") else { return };
    let (was, is) = (told(&published, false), told(&compiled, false));
    assert!(was.len() > 120);
    let (different, gone) = compare(&was, &is);
    let wrong = "支出[资金=一般公共预算财政拨款,科目=2080102";
    assert_eq!(different, BTreeSet::from([format!("{wrong}]"), format!("{wrong},口径=完成率,基数=年初预算]")]));
    // Said in other words: the purse by its name, self-evaluation as such.
    let other_words = |c: &str| {
        c.replace("来源=财政拨款收入", "来源=一般公共预算财政拨款收入")
            .replace("绩效项目数", "绩效自评项目数")
            .replace("绩效项目金额", "绩效自评金额")
    };
    let is: BTreeSet<String> = is.keys().map(ToString::to_string).collect();
    let gone: Vec<&String> = gone.iter().filter(|c| !is.contains(&other_words(c))).collect();
    assert_eq!(gone, Vec::<&String>::new());
}
