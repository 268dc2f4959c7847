//! Rows that a table of subjects lacks: a 项 without its 款, a 款 without its 项, a subject left out of the printed form's list.

use super::build::{Draft, Spot};
use super::scene::{Scene, plain};
use mingzhang_catalog::subjects::Sureness;
use mingzhang_model::disclosure::RowReading;
use mingzhang_model::document::Table;
use mingzhang_model::{Certainty, Dimension, Finding, Origin, TableReading};
use std::collections::BTreeSet;

const RULE: &str = "missing-rows";

/// So many rows must keep the order of levels before one that does not is a slip.
const USUAL: usize = 2;

/// A list of the printed form has at least so many rows, so many of them without an amount, and lacks at most a line of three.
const LIST: usize = 30;
const IDLE: usize = 8;
const LINE: usize = 3;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for (t, table) in scene.d.tables.iter().enumerate().filter(|(_, t)| t.misread.is_none()) {
        let Some(grid) = scene.d.document.blocks.get(table.block).and_then(|b| b.table()) else { continue };
        let found = levels(scene, t, table, grid).or_else(|| form(scene, t, table, grid));
        // A wrong code lacks its parent too.
        let coded = out.iter().any(|f| {
            f.rule == "subject-codes"
                && f.evidence.iter().any(|e| grid.cells.iter().any(|c| crate::overlap(&c.place, &e.place)))
        });
        out.extend(found.filter(|_| !coded));
    }
}

fn spot(scene: &Scene<'_>, grid: &Table, row: &RowReading) -> Option<Spot> {
    let label = plain(&row.label);
    grid.cells.iter().find(|c| c.row == row.row && plain(&c.text) == label).map(|c| scene.cell(c))
}

/// 类, 款 and 项 of the functional classification, each level printed wherever the others print it.
fn levels(scene: &Scene<'_>, t: usize, table: &TableReading, grid: &Table) -> Option<Finding> {
    let rows: Vec<&RowReading> = table
        .rows
        .iter()
        .filter(|r| {
            r.code.starts_with('2') && matches!(r.code.len(), 3 | 5 | 7) && r.code.bytes().all(|b| b.is_ascii_digit())
        })
        .collect();
    // A table that goes on from the page before begins in the middle, and one that goes on ends there.
    let whole = rows.first().is_some_and(|r| r.code.len() == 3);
    let next = scene.d.tables.get(t + 1).and_then(|n| n.rows.first()).map(|r| r.code.clone()).unwrap_or_default();
    if !whole {
        return None;
    }
    let has = |code: &str| rows.iter().any(|r| r.code == code);
    for digits in [5, 7] {
        let parent = |r: &&RowReading| r.code.get(..digits - 2).unwrap_or("").to_owned();
        let parents: BTreeSet<String> = rows.iter().filter(|r| r.code.len() == digits).map(parent).collect();
        let absent: Vec<&String> = parents.iter().filter(|p| !has(p)).collect();
        let ([code], true) = (absent.as_slice(), parents.len() > USUAL) else { continue };
        let child = rows.iter().find(|r| r.code.len() == digits && r.code.starts_with(code.as_str()))?;
        let (of, level) = if digits == 5 { ("款", "类") } else { ("项", "款") };
        let name = scene.catalog.subjects.functional.get(code).map_or(String::new(), |s| plain(&s.name));
        return Some(
            Draft::warning(RULE, "表中缺一行科目")
                .certainty(Certainty::Likely)
                .say(format!(
                    "表中列有{}“{}”这一{of}，没有列它所属的{level}{code}“{name}”。",
                    child.code,
                    plain(&child.label)
                ))
                .stated(format!("缺{code}{name}"))
                .expected(format!("列出{code}“{name}”"))
                .at(spot(scene, grid, child)?)
                .done(),
        );
    }
    for digits in [3, 5] {
        let below = |r: &RowReading| {
            rows.iter().any(|c| c.code.len() == digits + 2 && c.code.starts_with(&r.code)) || next.starts_with(&r.code)
        };
        let (with, without): (Vec<&RowReading>, Vec<&RowReading>) =
            rows.iter().filter(|r| r.code.len() == digits).partition(|r| below(r));
        let ([row], true) = (without.as_slice(), with.len() >= USUAL) else { continue };
        let (of, level) = if digits == 3 { ("类", "款") } else { ("款", "项") };
        return Some(
            Draft::warning(RULE, "表中缺一行科目")
                .certainty(Certainty::Likely)
                .say(format!("表中其他的{of}都列到{level}，{}“{}”之下没有列{level}。", row.code, plain(&row.label)))
                .stated(format!("{}{}下无{level}", row.code, plain(&row.label)))
                .expected(format!("列出{}“{}”之下的{level}", row.code, plain(&row.label)))
                .at(spot(scene, grid, row)?)
                .done(),
        );
    }
    None
}

/// The list of economic subjects that the form prints, with or without amounts.
fn form(scene: &Scene<'_>, t: usize, table: &TableReading, grid: &Table) -> Option<Finding> {
    let list = &scene.catalog.subjects.economic;
    let rows: Vec<&RowReading> = table.rows.iter().filter(|r| r.code.len() == 5 && r.code.starts_with('3')).collect();
    let spent = |code: &str| {
        scene.d.facts.iter().any(|f| {
            matches!(f.origin, Origin::Table { table, .. } if table == t)
                && f.coordinates.get(Dimension::Economic).word() == code
                && !f.figure.value.is_zero()
        })
    };
    if rows.len() < LIST || rows.iter().filter(|r| !spent(&r.code)).count() < IDLE {
        return None;
    }
    let mut absent: Vec<&mingzhang_catalog::subjects::Subject> = list
        .iter()
        .filter(|s| s.code.len() == 5 && s.sureness == Sureness::Attested && rows.iter().all(|r| r.code != s.code))
        .collect();
    absent.sort_by(|a, b| a.code.cmp(&b.code));
    if absent.is_empty() || absent.len() > LINE {
        return None;
    }
    let first = absent.first()?;
    let before = rows.iter().filter(|r| r.code < first.code).max_by(|a, b| a.code.cmp(&b.code)).or(rows.first())?;
    let names: Vec<String> = absent.iter().map(|s| format!("{}“{}”", s.code, plain(&s.name))).collect();
    let names = names.join("、");
    Some(
        Draft::info(RULE, "表中缺一行科目")
            .certainty(Certainty::Ask)
            .say(format!("这张表列出了经济分类的全部科目，没有金额的也列出，只缺{names}。"))
            .stated(format!("缺{names}"))
            .expected(format!("列出{names}"))
            .at(spot(scene, grid, before)?)
            .done(),
    )
}
