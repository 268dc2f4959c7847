//! A row or a whole table printed twice.

use super::build::Draft;
use super::missing_table::core;
use super::scene::{Scene, plain};
use mingzhang_model::document::Table;
use mingzhang_model::{Certainty, Finding, TableReading};

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
    for (n, (table, grid)) in tables.iter().enumerate() {
        rows(scene, table, grid, out);
        let name = |t: &TableReading| t.title.as_ref().map(|(title, _)| core(title));
        let earlier = tables.iter().take(n).find(|(t, g)| {
            t.form == table.form
                && name(t).is_some()
                && name(t) == name(table)
                && g.cells.len() == grid.cells.len()
                && g.cells.iter().zip(&grid.cells).all(|(a, b)| plain(&a.text) == plain(&b.text))
        });
        let title = |t: &TableReading| t.title.as_ref().and_then(|(_, block)| scene.line(*block));
        let Some((line, first)) = earlier.and_then(|(t, _)| Some((title(table)?, title(t)?))) else { continue };
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
    let coded = |row: usize| {
        let code = |c: &str| c.len() >= 3 && c.bytes().all(|b| b.is_ascii_digit());
        table.rows.iter().find(|r| r.row == row && code(&r.code))
    };
    for row in table.header_rows..grid.rows.saturating_sub(1) {
        let (Some(a), Some(b)) = (coded(row), coded(row + 1)) else { continue };
        if a.code != b.code || texts(a.row) != texts(b.row) {
            continue;
        }
        let cell = |row: usize| grid.cells.iter().find(|c| c.row == row && plain(&c.text) == plain(&b.label));
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
