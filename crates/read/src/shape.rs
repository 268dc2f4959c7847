//! The shape of a table: rows with more cells than the header has columns, and column numbers (栏次) that do not fit the columns.
//! A lost or an added separator moves figures into columns they do not belong to.

use crate::header::{ordinal_row, row_cells};
use crate::tables::{Prepared, Role, numeric};
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::forms::Rows;
use mingzhang_model::disclosure::Uneven;

/// The rows of a table that do not agree with its header. Only of tables of a known form: others may have any shape.
pub(crate) fn uneven(prepared: &Prepared<'_>) -> Vec<Uneven> {
    if prepared.form.is_none_or(|f| f.rows == Rows::Single) {
        return Vec::new();
    }
    let table = prepared.table;
    // The labels themselves, not the paths: those reach over blanks.
    let labelled = |c: usize| (0..prepared.header_rows).any(|r| !table.text(r, c).trim().is_empty());
    let columns = (0..table.columns).rev().find(|c| labelled(*c)).map_or(0, |c| c + 1);
    let filled = |row: usize| (0..table.columns).rev().find(|c| numeric(table.text(row, *c))).map_or(0, |c| c + 1);
    let mut out: Vec<Uneven> = (prepared.header_rows..table.rows)
        .map(|row| Uneven { row, cells: filled(row), columns, ordinals: false })
        .filter(|u| u.columns > 0 && u.cells > u.columns)
        .collect();
    if out.is_empty() {
        out.extend(ordinals(prepared));
    }
    out
}

/// The line of column numbers, if it counts other columns than the header has for figures.
fn ordinals(prepared: &Prepared<'_>) -> Option<Uneven> {
    let table = prepared.table;
    let row = (0..prepared.header_rows).find(|r| ordinal_row(&row_cells(table, *r)))?;
    let numbered = (0..table.columns).filter(|c| plain_label(table.text(row, *c)).parse::<u32>().is_ok()).count();
    let values = prepared.roles.iter().filter(|r| matches!(r, Role::Value(_))).count();
    (numbered != values).then_some(Uneven { row, cells: numbered, columns: values, ordinals: true })
}
