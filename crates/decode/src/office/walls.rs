//! Walls of a table that were meant to be one: moved by hand or by a converter, they part cells by less than a letter's width.

use super::draft::{Row, TableDraft};

/// No cell of this width, in twentieths of a point, holds a letter: margins alone take more.
const SLIVER: u32 = 100;

/// Takes columns out of the grid that are too narrow for anything and have no cell of their own.
///
/// Each is the gap between a wall of some rows and the wall that continues it in others; with it, a figure would stand under two heads.
pub(super) fn straighten(table: &mut TableDraft) {
    let width = table.rows.iter().map(|r| r.before + r.cells.iter().map(|c| c.span.max(1)).sum::<usize>()).max();
    let narrow = |w: &u32| *w > 0 && *w <= SLIVER;
    if width != Some(table.widths.len()) || !table.widths.iter().any(narrow) {
        return;
    }
    let mut sliver: Vec<bool> = table.widths.iter().map(narrow).collect();
    for row in &table.rows {
        let mut column = row.before;
        for cell in &row.cells {
            let span = cell.span.max(1);
            // A cell that lies in slivers alone is meant to be there.
            let own = sliver.get(column..column + span).is_some_and(|s| s.iter().all(|s| *s));
            if own {
                sliver.iter_mut().skip(column).take(span).for_each(|s| *s = false);
            }
            column += span;
        }
    }
    table.rows.iter_mut().for_each(|row| narrowed(row, &sliver));
}

fn narrowed(row: &mut Row, sliver: &[bool]) {
    let kept = |from: usize, count: usize| sliver.iter().skip(from).take(count).filter(|s| !**s).count();
    let mut column = row.before;
    row.before = kept(0, column);
    for cell in &mut row.cells {
        let span = cell.span.max(1);
        cell.span = kept(column, span);
        column += span;
    }
}
