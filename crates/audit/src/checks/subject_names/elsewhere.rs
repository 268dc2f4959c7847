//! Names of subjects outside the explanations: beside codes in tables, and of classes in the running text.

use super::{RULE, aliases, official, superseded};
use crate::checks::build::Draft;
use crate::checks::glossary_subjects::bare;
use crate::checks::scene::{Scene, Zone, plain};
use mingzhang_catalog::subjects::{AliasKind, Sureness};
use mingzhang_model::Finding;
use mingzhang_model::disclosure::Span;

/// Rows of tables: the name that stands beside a code.
pub(super) fn tables(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let mut seen: Vec<(String, String)> = Vec::new();
    for table in scene.d.tables.iter().filter(|t| t.misread.is_none()) {
        let Some(grid) = scene.d.document.blocks.get(table.block).and_then(|b| b.table()) else { continue };
        for row in &table.rows {
            let label = plain(&row.label);
            if !matches!(row.code.len(), 3 | 5 | 7) || !row.code.starts_with('2') || label.chars().count() < 2 {
                continue;
            }
            let Some(subject) = f.get(&row.code) else { continue };
            let right = plain(&subject.name);
            let key = (row.code.clone(), label.clone());
            if bare(&label) == bare(&right) || subject.sureness != Sureness::Attested || seen.contains(&key) {
                continue;
            }
            seen.push(key);
            let Some(cell) = grid.cells.iter().find(|c| c.row == row.row && plain(&c.text) == label) else { continue };
            let old = aliases(f, &label, row.code.len())
                .into_iter()
                .find(|a| a.code == row.code && a.kind == AliasKind::Superseded);
            if let Some(alias) = old {
                superseded(scene, scene.cell(cell), &label, alias, "", out);
            } else if right.starts_with(&label) {
                out.push(
                    Draft::info(RULE, "表中科目名称不全")
                        .say(format!("{}的名称只印出“{label}”，全称是“{right}”。", row.code))
                        .stated(label.clone())
                        .expected(right.clone())
                        .suggest(right, None, 90, 1)
                        .at(scene.cell(cell))
                        .done(),
                );
            }
        }
    }
}

/// Old names of classes in the running text: 支出包括：…、….
pub(super) fn classes(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let f = &scene.catalog.subjects.functional;
    let mut told: Vec<String> = Vec::new();
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains("支出")) {
        let mut start = 0;
        for part in line.text.split_inclusive(['、', '，', '。', '；', '：', '和', '“', '”', '（', '）']) {
            let at = start;
            start += part.len();
            let Some(cut) = part.find("支出") else { continue };
            let name = part
                .get(..cut + "支出".len())
                .unwrap_or("")
                .trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '．'));
            if name.chars().count() < 7 || told.iter().any(|t| t == name) || !official(f, name, 3).is_empty() {
                continue;
            }
            let skipped = part.find(name).unwrap_or(0);
            let Some(alias) = f.aliases(name).iter().find(|a| a.code.len() == 3 && a.kind == AliasKind::Superseded)
            else {
                continue;
            };
            if scene.d.items.iter().any(|i| i.name_span.block == line.block) {
                continue;
            }
            told.push(name.to_owned());
            let span: Span = line.span(at + skipped..at + skipped + name.len());
            superseded(scene, scene.spot_of(span), name, alias, "类", out);
        }
    }
}
