//! The numbered list of functional items against the table: each item with an amount once, in the order of the table.

use super::build::{Draft, Spot};
use super::glossary_subjects::bare;
use super::scene::{Scene, plain};
use mingzhang_model::disclosure::SubjectItem;
use mingzhang_model::{Certainty, Dimension, Fact, Finding, Origin, Severity};

const RULE: &str = "items-listed";

/// A row of the table of the general budget.
struct Row<'a> {
    code: String,
    label: String,
    printed: String,
    fact: &'a Fact,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let items: Vec<&SubjectItem> = scene.d.items.iter().filter(|i| !i.glossary && !i.facts.is_empty()).collect();
    let rows = rows(scene);
    if items.len() < 3 || items.len() > 2000 || rows.len() < 3 {
        return;
    }
    let named = |row: &Row<'_>, item: &SubjectItem| match &item.code {
        Some(code) => *code == row.code,
        None => {
            let (a, b) = (bare(&row.label), bare(&item.names[2]));
            a == b || strsim::levenshtein(&a, &b) <= 2
        }
    };
    let matched = rows.iter().filter(|r| items.iter().any(|i| named(r, i))).count();
    // A list of another purse, or of a few items by way of example, is not this table's.
    if matched < 3 || matched * 2 < rows.len() {
        return;
    }
    let misnamed = misnamed(scene, &items, &rows, &named, out);
    let in_tables = |c: &str| scene.d.tables.iter().any(|t| t.rows.iter().any(|r| r.code == c));
    let stray =
        items.iter().filter(|i| !rows.iter().any(|r| named(r, i)) && !i.code.as_deref().is_some_and(in_tables)).count();
    let missing: Vec<&Row<'_>> =
        rows.iter().filter(|r| !items.iter().any(|i| named(r, i)) && !misnamed.contains(&r.code)).collect();
    if !missing.is_empty() && missing.len() <= 3 && stray == 0 {
        let Some(last) = items.last() else { return };
        for row in missing {
            let amount = format!("{}{}", row.printed, row.fact.figure.unit.name());
            out.push(
                Draft::warning(RULE, "有支出的科目没有说明")
                    .say(format!(
                        "表中{}“{}”有{amount}，情况说明逐项说明了其他{}个科目，没有这一项。",
                        row.code,
                        plain(&row.label),
                        items.len()
                    ))
                    .stated(format!("缺{}", plain(&row.label)))
                    .expected(format!("说明“{}”{amount}", plain(&row.label)))
                    .at(Spot { quote: row.fact.quote.clone(), place: row.fact.place.clone() })
                    .witness(scene.spot_of(last.name_span))
                    .done(),
            );
        }
    }
    twice(scene, &items, out);
    if misnamed.is_empty() {
        order(scene, &items, out);
    }
}

/// Items under another subject's name: the amount is that of a row of the table that no item names, and two of the three names are its too.
/// The codes of those rows.
fn misnamed(
    scene: &Scene<'_>,
    items: &[&SubjectItem],
    rows: &[Row<'_>],
    named: &dyn Fn(&Row<'_>, &SubjectItem) -> bool,
    out: &mut Vec<Finding>,
) -> Vec<String> {
    let amount = |i: &SubjectItem| {
        let facts = i.facts.iter().filter_map(|f| scene.d.facts.get(*f));
        let own = |f: &&Fact| {
            let c = &f.coordinates;
            c.get(Dimension::Measure).word() == "支出"
                && [Dimension::Aspect, Dimension::Year, Dimension::Nature, Dimension::Stage]
                    .iter()
                    .all(|d| c.get(*d).is_whole())
        };
        facts.filter(own).map(|f| f.figure).find(|f| !f.value.is_zero())
    };
    let label = |code: &str| {
        let printed = scene.d.tables.iter().flat_map(|t| &t.rows).find(|r| r.code == code).map(|r| plain(&r.label));
        printed.or_else(|| scene.catalog.subjects.functional.get(code).map(|s| plain(&s.name))).unwrap_or_default()
    };
    let mut codes = Vec::new();
    for item in items {
        let Some(own) = amount(item) else { continue };
        let same = |r: &&Row<'_>| r.fact.figure.interval().overlaps(own.interval());
        if rows.iter().filter(same).any(|r| named(r, item)) {
            continue;
        }
        let names = |r: &Row<'_>| [3, 5, 7].map(|n| r.code.get(..n).map(label).unwrap_or_default());
        let differing = |r: &Row<'_>| -> Vec<usize> {
            let right = names(r);
            (0..3).filter(|k| bare(&right[*k]) != bare(&item.names[*k])).collect()
        };
        let free = |r: &&Row<'_>| !items.iter().any(|i| named(r, i)) && differing(r).len() == 1;
        let found: Vec<&Row<'_>> = rows.iter().filter(same).filter(free).collect();
        let [row] = found.as_slice() else { continue };
        let Some(k) = differing(row).first().copied() else { continue };
        let (right, level) = (names(row)[k].clone(), ["类", "款", "项"][k]);
        codes.push(row.code.clone());
        out.push(
            Draft::warning(RULE, "科目名称与金额不符")
                .say(format!(
                    "“{}（{level}）”这一项的金额是表中{}“{}”的，而“{}”没有另外说明，{level}名应为“{right}”。",
                    plain(&item.names[k]),
                    row.code,
                    plain(&row.label),
                    plain(&row.label)
                ))
                .stated(format!("{}（{level}）", plain(&item.names[k])))
                .expected(format!("{right}（{level}）"))
                .suggest(right, None, 85, 1)
                .at(scene.spot_of(item.name_span))
                .witness(Spot { quote: row.fact.quote.clone(), place: row.fact.place.clone() })
                .done(),
        );
    }
    codes
}

/// Items with an amount in the table that the list explains: the general budget's, else the appropriation's.
fn rows<'a>(scene: &'a Scene<'_>) -> Vec<Row<'a>> {
    let purse = "一般公共预算财政拨款";
    let mut out: Vec<Row<'a>> = Vec::new();
    for fact in &scene.d.facts {
        let Origin::Table { table, row, .. } = fact.origin else { continue };
        let c = &fact.coordinates;
        let code = c.get(Dimension::Subject).word();
        let plain_amount =
            [Dimension::Aspect, Dimension::Year, Dimension::Nature, Dimension::Stage, Dimension::Economic]
                .iter()
                .all(|d| c.get(*d).is_whole());
        let reading = scene.d.tables.get(table).filter(|t| t.misread.is_none());
        if code.len() != 7
            || c.get(Dimension::Measure).word() != "支出"
            || c.get(Dimension::Purse).word() != purse
            || !plain_amount
            || fact.figure.value.is_zero()
        {
            continue;
        }
        let Some(label) = reading.and_then(|t| t.rows.iter().find(|r| r.row == row)).map(|r| r.label.clone()) else {
            continue;
        };
        if !out.iter().any(|r| r.code == code) {
            out.push(Row { code: code.to_owned(), label, printed: fact.printed.clone(), fact });
        }
    }
    out
}

/// The same item twice with the same figures: one was copied and not removed.
fn twice(scene: &Scene<'_>, items: &[&SubjectItem], out: &mut Vec<Finding>) {
    let amounts = |i: &SubjectItem| -> Vec<i64> {
        i.facts.iter().filter_map(|f| scene.d.facts.get(*f)).map(|f| f.figure.value.0).collect()
    };
    for (n, later) in items.iter().enumerate() {
        let earlier = items.iter().take(n).find(|e| {
            e.code.is_some()
                && e.code == later.code
                && e.names == later.names
                && amounts(e) == amounts(later)
                && scene.d.section_of(e.name_span.block) == scene.d.section_of(later.name_span.block)
        });
        let Some(earlier) = earlier else { continue };
        out.push(
            Draft::warning(RULE, "同一科目说明了两遍")
                .certainty(Certainty::Proven)
                .say(format!("“{}”说明了两遍，金额相同，应当删去一遍。", plain(&later.names[2])))
                .stated(plain(&later.names[2]))
                .expected("每个科目只说明一次")
                .at(scene.spot_of(later.name_span))
                .witness(scene.spot_of(earlier.name_span))
                .done(),
        );
    }
}

/// One item out of the order of codes that all others keep.
fn order(scene: &Scene<'_>, items: &[&SubjectItem], out: &mut Vec<Finding>) {
    // Subjects of other purses are explained after those of the general budget.
    let general =
        |code: &str| scene.catalog.subjects.functional.get(code).is_some_and(|s| s.group.contains("一般公共"));
    let coded: Vec<(&SubjectItem, &str)> =
        items.iter().filter_map(|i| Some((*i, i.code.as_deref().filter(|c| general(c))?))).collect();
    let falls: Vec<usize> = (1..coded.len())
        .filter(|n| matches!((coded.get(n - 1), coded.get(*n)), (Some(a), Some(b)) if a.1 > b.1))
        .collect();
    let [fall] = falls.as_slice() else { return };
    let (Some((before, _)), Some((item, _))) = (coded.get(fall - 1), coded.get(*fall)) else { return };
    if coded.len() < 6 || scene.d.section_of(before.name_span.block) != scene.d.section_of(item.name_span.block) {
        return;
    }
    out.push(
        Draft::of(Severity::Info, RULE, "科目没有按代码顺序说明")
            .say(format!("其他科目都按代码顺序，“{}”却排在“{}”之后。", plain(&item.names[2]), plain(&before.names[2])))
            .stated(plain(&item.names[2]))
            .at(scene.spot_of(item.name_span))
            .witness(scene.spot_of(before.name_span))
            .done(),
    );
}
