//! Codes of table rows: the code that belongs to the printed name, within the classification and within the document.

use super::build::{Draft, Spot};
use super::glossary_subjects::bare;
use super::scene::{Scene, plain};
use mingzhang_catalog::subjects::{Classification, Sureness};
use mingzhang_model::disclosure::RowReading;
use mingzhang_model::document::Table;
use mingzhang_model::{Certainty, Finding, TableReading};

const RULE: &str = "subject-codes";

/// More rows than this cannot each be wrong: the codes were made up for the table.
const SINGLE: usize = 2;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let told = super::row_subjects::run(scene, out);
    for (t, table) in scene.d.tables.iter().enumerate().filter(|(_, t)| t.misread.is_none()) {
        let Some(grid) = scene.d.document.blocks.get(table.block).and_then(|b| b.table()) else { continue };
        let told: Vec<usize> = told.iter().filter(|(n, _)| *n == t).map(|(_, row)| *row).collect();
        economic(scene, table, grid, out);
        functional(scene, t, table, grid, &told, out);
    }
}

/// The cell of a row's code, or of its name where the code is in cells of its own.
fn row_spot(scene: &Scene<'_>, grid: &Table, row: &RowReading) -> Option<Spot> {
    let cell = |text: &str| grid.cells.iter().find(|c| c.row == row.row && plain(&c.text) == text);
    cell(&row.code).or_else(|| cell(&plain(&row.label))).map(|c| scene.cell(c))
}

/// The cell of a row's name.
fn label_spot(scene: &Scene<'_>, grid: &Table, row: &RowReading) -> Option<Spot> {
    let label = plain(&row.label);
    grid.cells.iter().find(|c| c.row == row.row && plain(&c.text) == label).map(|c| scene.cell(c))
}

/// The one code of the current classification that has this name, if it is attested.
fn code_of(list: &Classification, name: &str, digits: usize) -> Option<String> {
    let name = plain(name);
    let mut codes: Vec<&String> = [name.clone(), format!("{name}支出"), bare(&name), name.replace("费用", "费")]
        .iter()
        .flat_map(|n| list.named(n))
        .filter(|c| c.len() == digits && list.get(c).is_some_and(|s| s.sureness == Sureness::Attested))
        .collect();
    codes.sort();
    codes.dedup();
    match codes.as_slice() {
        [one] => Some((*one).clone()),
        _ => None,
    }
}

/// 302 02 咨询费: the code is another subject's.
fn economic(scene: &Scene<'_>, table: &TableReading, grid: &Table, out: &mut Vec<Finding>) {
    let list = &scene.catalog.subjects.economic;
    let rows: Vec<&RowReading> = table.rows.iter().filter(|r| r.code.len() == 5 && r.code.starts_with('3')).collect();
    if rows.len() < 4 {
        return;
    }
    let wrong: Vec<(&&RowReading, String)> =
        rows.iter().filter_map(|r| code_of(list, &r.label, 5).filter(|c| *c != r.code).map(|c| (r, c))).collect();
    // A row or two are told by themselves.
    if wrong.len() <= SINGLE {
        return;
    }
    // 01, 02, 03 …: serial numbers within each 类 instead of codes.
    let serial = |class: &str| {
        let of: Vec<u32> =
            rows.iter().filter(|r| r.code.starts_with(class)).filter_map(|r| r.code.get(3..)?.parse().ok()).collect();
        of.len() >= 3 && of.iter().zip(1..).all(|(a, b)| *a == b)
    };
    let Some((first, _)) = wrong.iter().find(|(r, _)| r.code.get(..3).is_some_and(serial)) else { return };
    let shown: Vec<String> = wrong.iter().map(|(r, c)| format!("{}应为{c}", plain(&r.label))).collect();
    let Some(spot) = row_spot(scene, grid, first) else { return };
    let mut draft = Draft::error(RULE, "款级代码是流水号")
        .say(format!(
            "表中{}类的款级代码是按行排的流水号，不是经济分类科目代码：{}。",
            first.code.get(..3).unwrap_or(""),
            shown.join("，")
        ))
        .stated(first.code.clone())
        .expected(shown.join("，"))
        .at(spot);
    for (row, _) in wrong.iter().filter(|(r, _)| r.row != first.row).take(6) {
        if let Some(spot) = row_spot(scene, grid, row) {
            draft = draft.witness(spot);
        }
    }
    out.push(draft.done());
}

/// 7 11 02 事业单位医疗 under 210 11: no code at all, or not below the row it stands under.
fn functional(
    scene: &Scene<'_>,
    index: usize,
    table: &TableReading,
    grid: &Table,
    told: &[usize],
    out: &mut Vec<Finding>,
) {
    let list = &scene.catalog.subjects.functional;
    let mut parent: Option<&str> = None;
    for row in &table.rows {
        let label = plain(&row.label);
        let digits = row.code.chars().all(|c| c.is_ascii_digit()) && (3..=8).contains(&row.code.len());
        if !digits || label.chars().count() < 3 {
            continue;
        }
        if row.code.starts_with('2') && row.code.len() <= 5 {
            parent = (row.code.len() == 5).then_some(row.code.as_str());
            continue;
        }
        // A code that bears its own name is right wherever it stands.
        let own = list.get(&row.code).is_some_and(|s| bare(&s.name) == bare(&label));
        if told.contains(&row.row) {
            continue;
        }
        let known = list.get(&row.code).is_some();
        if own
            || known && parent.is_none_or(|p| row.code.starts_with(p))
            || row.code.starts_with('3') && row.code.len() <= 5
        {
            continue;
        }
        let Some(parent) = parent else { continue };
        let under = |code: &str| code.len() == 7 && code.starts_with(parent);
        let right: Vec<&String> = [label.clone(), format!("{label}支出"), bare(&label)]
            .iter()
            .flat_map(|n| list.named(n))
            .filter(|c| under(c))
            .collect();
        let Some(right) = right.first() else { continue };
        let sure = list.get(right).is_some_and(|s| s.sureness == Sureness::Attested);
        let elsewhere =
            scene.d.tables.iter().enumerate().filter(|(t, o)| *t != index && o.misread.is_none()).find_map(|(_, o)| {
                o.rows.iter().find(|r| r.code == **right && plain(&r.label) == label).map(|r| (o, r))
            });
        if !sure && elsewhere.is_none() {
            continue;
        }
        let Some(spot) = row_spot(scene, grid, row) else { continue };
        let mut draft = Draft::error(RULE, "科目代码有误")
            .certainty(Certainty::Proven)
            .say(format!(
                "“{label}”的代码写作{}，不是{}下的科目，应为{right}{}。",
                row.code,
                parent,
                if elsewhere.is_some() { "（本文件另一张表即如此）" } else { "" }
            ))
            .stated(row.code.clone())
            .expected((*right).clone())
            .suggest((*right).clone(), None, 95, 1)
            .at(spot);
        if let Some(label) = label_spot(scene, grid, row) {
            draft = draft.witness(label);
        }
        if let Some((other, witness)) = elsewhere
            && let Some(grid) = scene.d.document.blocks.get(other.block).and_then(|b| b.table())
            && let Some(spot) = row_spot(scene, grid, witness)
        {
            draft = draft.witness(spot);
        }
        out.push(draft.done());
    }
}
