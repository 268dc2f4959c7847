//! The engine on facts in memory.

use divan::counter::ItemsCount;
use mingzhang_audit::{relate, sample};
use mingzhang_catalog::Catalog;

fn main() {
    divan::main();
}

#[divan::bench(args = [2, 8, 25])]
fn relations(bencher: divan::Bencher, classes: usize) {
    let d = sample::disclosure(&sample::report(1, classes)).unwrap_or_else(sample::empty);
    let c = Catalog::embedded();
    bencher.counter(ItemsCount::new(d.facts.len())).bench(|| relate(&d, &c.relations, &c.subjects));
}

/// The sums of an XBRL calculation linkbase: a total of eight 类 of four 款 of four 项, 169 figures, as often as makes so many facts.
fn tree(facts: usize) -> mingzhang_model::Disclosure {
    let mut text = String::new();
    let mut cents = vec![("".to_owned(), 0i64)];
    for class in 0..8 {
        for group in 0..4 {
            for item in 0..4 {
                let value = 10_000 + 7_919 * (class * 16 + group * 4 + item);
                let code = format!("{}{:02}{:02}", 201 + class, group + 1, item + 1);
                for level in [0, 3, 5, 7] {
                    let at = code.get(..level).unwrap_or_default().to_owned();
                    match cents.iter_mut().find(|c| c.0 == at) {
                        Some(c) => c.1 += value,
                        None => cents.push((at, value)),
                    }
                }
            }
        }
    }
    for n in 0..facts / cents.len() {
        for (code, value) in &cents {
            let subject = if code.is_empty() { String::new() } else { format!(",科目={code}") };
            text.push_str(&format!("T0 支出[事项=第{n}份{subject}] {}.{:02}万元\n", value / 100, value % 100));
        }
    }
    let mut d = sample::disclosure(&text).unwrap_or_else(sample::empty);
    d.figures.clear();
    d
}

/// Facts in memory to judged relations.
#[divan::bench(args = [22_000, 1_000_000], max_time = 20)]
fn calculations(bencher: divan::Bencher, facts: usize) {
    let d = tree(facts);
    let c = Catalog::embedded();
    let sums: Vec<_> = c.relations.iter().filter(|r| r.id == "subject-hierarchy").cloned().collect();
    let judged = relate(&d, &sums, &c.subjects).coverage.relations.held;
    assert_eq!(judged, d.facts.len() / 169 * 41);
    bencher.counter(ItemsCount::new(d.facts.len())).bench(|| relate(&d, &sums, &c.subjects));
}
