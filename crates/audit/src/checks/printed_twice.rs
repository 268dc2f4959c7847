//! A row or a whole table printed twice.

use super::build::Draft;
use super::missing_table::core;
use super::scene::{Scene, plain};
use mingzhang_model::disclosure::RowReading;
use mingzhang_model::document::Table;
use mingzhang_model::{Certainty, Finding, TableReading};
use rustc_hash::FxHashMap;
use std::collections::hash_map::Entry;

const RULE: &str = "printed-twice";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let tables: Vec<(&TableReading, &Table)> = scene
        .d
        .tables
        .iter()
        .filter(|t| (t.form.is_some() || t.title.is_some()) && t.misread.is_none())
        .filter_map(|t| Some((t, scene.d.document.blocks.get(t.block)?.table()?)))
        .collect();
    let mut known: FxHashMap<(Option<&str>, String, Vec<String>), &TableReading> = FxHashMap::default();
    for (table, grid) in tables {
        rows(scene, table, grid, out);
        let Some(name) = table.title.as_ref().map(|(title, _)| core(title)) else { continue };
        let texts = grid.cells.iter().map(|c| plain(&c.text)).collect();
        let earlier = match known.entry((table.form.as_deref(), name, texts)) {
            Entry::Occupied(first) => Some(*first.get()),
            Entry::Vacant(place) => {
                place.insert(table);
                None
            }
        };
        let title = |t: &TableReading| t.title.as_ref().and_then(|(_, block)| scene.line(*block));
        let Some((line, first)) = earlier.and_then(|t| Some((title(table)?, title(t)?))) else { continue };
        out.push(
            Draft::warning(RULE, "同一张表印了两遍")
                .certainty(Certainty::Proven)
                .say(format!("“{}”印了两遍，内容完全相同，应当删去一张。", line.text))
                .stated(line.text.clone())
                .expected("每张表只印一次")
                .at(scene.whole(line))
                .witness(scene.whole(first))
                .done(),
        );
    }
}

/// Two rows on end with the same code whose cells are all the same.
fn rows(scene: &Scene<'_>, table: &TableReading, grid: &Table, out: &mut Vec<Finding>) {
    let texts = |row: usize| -> Vec<String> {
        (0..grid.columns).map(|c| grid.at(row, c).map(|cell| plain(&cell.text)).unwrap_or_default()).collect()
    };
    // A form may set several subjects side by side: its first stands for the row.
    let code = |c: &str| c.len() >= 3 && c.bytes().all(|b| b.is_ascii_digit());
    let mut first: FxHashMap<usize, &RowReading> = FxHashMap::default();
    for row in table.rows.iter().filter(|r| code(&r.code)) {
        first.entry(row.row).or_insert(row);
    }
    let coded = |row: usize| first.get(&row).copied();
    for row in table.header_rows..grid.rows.saturating_sub(1) {
        let (Some(a), Some(b)) = (coded(row), coded(row + 1)) else { continue };
        if a.code != b.code || texts(a.row) != texts(b.row) {
            continue;
        }
        let label = plain(&b.label);
        let cell = |row: usize| {
            let mut cells = (0..grid.columns).filter_map(|c| grid.at(row, c));
            cells.find(|c| c.row == row && plain(&c.text) == label)
        };
        let (Some(first), Some(second)) = (cell(a.row), cell(b.row)) else { continue };
        out.push(
            Draft::warning(RULE, "表中同一行印了两遍")
                .certainty(Certainty::Proven)
                .say(format!("{}“{}”这一行印了两遍，应当删去一行。", b.code, plain(&b.label)))
                .stated(plain(&b.label))
                .expected("每个科目只列一行")
                .at(scene.cell(second))
                .witness(scene.cell(first))
                .done(),
        );
    }
}
