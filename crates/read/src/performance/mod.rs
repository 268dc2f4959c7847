//! Performance forms and evaluation reports. What a cell is follows from the words of its label and of its column's head, never from where it stands.

mod figures;
mod form;
mod funds;
mod indicators;
mod reports;
mod row;
mod title;

pub(crate) use figures::{of_forms, of_reports};
use form::Builder;
use mingzhang_catalog::performance::PerformanceWords;
use mingzhang_model::document::Table;
use mingzhang_model::performance::{FormCell, PerformanceForm};
use mingzhang_model::{Block, Document, SourceKind};
pub(crate) use reports::reports;
use row::Row;

/// Every form of a document.
pub(crate) fn forms(document: &Document, words: &PerformanceWords) -> Vec<PerformanceForm> {
    let mut out = Vec::new();
    let mut open: Option<(Builder<'_>, usize)> = None;
    for (block, table) in document.blocks.iter().enumerate().filter_map(|(i, b)| b.table().map(|t| (i, t))) {
        if !speaks_of_performance(table) && open.as_ref().is_none_or(|(b, _)| !b.open()) {
            out.extend(open.take().and_then(|(b, _)| b.done()));
            continue;
        }
        let rows = Row::all(table, block, document.kind == SourceKind::Text);
        let before = open.take().and_then(|(mut builder, columns)| {
            let same_grid = columns == table.columns;
            let known = same_grid || speaks_of_performance(table) || rows.first().is_some_and(|r| builder.expects(r));
            if known && builder.open() && !begins(document, &rows, &builder) {
                if !same_grid {
                    builder.go_on(table);
                }
                return Some(builder);
            }
            out.extend(builder.done());
            None
        });
        let mut builder = before.unwrap_or_else(|| headed(document, words, block, &rows));
        for row in &rows {
            if builder.begins_another(row) {
                let next = Builder::new(words, block);
                out.extend(std::mem::replace(&mut builder, next).done());
            }
            builder.row(row);
        }
        open = Some((builder, table.columns));
    }
    out.extend(open.and_then(|(b, _)| b.done()));
    out
}

fn speaks_of_performance(table: &Table) -> bool {
    table.cells.iter().any(|c| c.text.contains("指标") || c.text.contains("绩效"))
}

/// True if a table is headed as a form or table of its own, so that it does not go on with the one before.
fn begins(document: &Document, rows: &[Row<'_>], builder: &Builder<'_>) -> bool {
    let Some(first) = rows.first() else { return true };
    let above = (1..=3).filter_map(|n| first.block.checked_sub(n)).map_while(|i| document.blocks.get(i)?.paragraph());
    let titled = above.into_iter().any(|p| p.text.trim().trim_end_matches(['）', ')']).chars().count() > 3);
    let words = rows.iter().take(3).flat_map(Row::filled).any(|c| c.text.contains("指标") || c.text.contains("绩效"));
    titled || (!words && rows.iter().take(3).any(|r| builder.begins_another(r)))
}

/// A form with the title and the unit that stand above its table.
fn headed<'a>(document: &Document, words: &'a PerformanceWords, block: usize, rows: &[Row<'_>]) -> Builder<'a> {
    let mut builder = Builder::new(words, block);
    let titled = rows.iter().take(3).any(|r| r.filled().any(|c| title::names_a_form(&c.text)));
    for i in (block.saturating_sub(6)..block).rev() {
        let Some(paragraph) = document.blocks.get(i).and_then(Block::paragraph) else { break };
        let text = paragraph.text.trim();
        if !title::is_preamble(text) {
            if text.chars().count() > 30 { break } else { continue }
        }
        let of_table = titled && title::names_a_form(text);
        if !of_table {
            let place = paragraph.place(0, paragraph.text.len());
            builder.preamble_text(&FormCell { text: text.to_owned(), place, block: i, at: (0, 0) });
        }
        if of_table || builder.titled() {
            break;
        }
    }
    builder
}
