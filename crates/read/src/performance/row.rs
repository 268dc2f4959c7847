//! Rows of a form's table, and columns found by their heads.

use mingzhang_catalog::performance::{Label, PerformanceWords};
use mingzhang_model::document::{Cell, Table};
use mingzhang_model::performance::FormCell;

/// A row with the cells that begin in it.
pub(super) struct Row<'a> {
    pub block: usize,
    pub index: usize,
    pub table: &'a Table,
    pub cells: Vec<&'a Cell>,
    /// Rows of this document may lack cells: what is missing is not told apart from what is blank.
    pub ragged: bool,
}

impl<'a> Row<'a> {
    /// Every row of a table.
    pub fn all(table: &'a Table, block: usize, ragged: bool) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'a>> =
            (0..table.rows).map(|index| Row { block, index, table, cells: Vec::new(), ragged }).collect();
        for cell in &table.cells {
            if let Some(row) = rows.get_mut(cell.row) {
                row.cells.push(cell);
            }
        }
        rows
    }

    /// The cells that are not blank.
    pub fn filled(&self) -> impl Iterator<Item = &'a Cell> + '_ {
        self.cells.iter().copied().filter(|c| !c.text.trim().is_empty())
    }

    /// One past the last column of its cells.
    pub fn width(&self) -> usize {
        self.cells.iter().map(|c| c.column + c.column_span.max(1)).max().unwrap_or(0)
    }

    /// A cell of the form.
    pub fn form_cell(&self, cell: &Cell) -> FormCell {
        form_cell(cell, self.block)
    }

    /// A cell the row should have.
    pub fn missing(&self, column: usize) -> FormCell {
        let near = self.cells.iter().rev().find(|c| c.column <= column).or(self.cells.first());
        let mut place = near.map(|c| c.place.clone()).unwrap_or_default();
        if let Some([_, end]) = place.offset {
            place.offset = Some([end, end]);
        }
        FormCell { text: String::new(), place, block: self.block, at: (self.index, column) }
    }

    /// The cells of some columns, also those that reach down from above.
    pub fn within(&self, from: usize, to: usize) -> Vec<&'a Cell> {
        let mut out: Vec<&'a Cell> = Vec::new();
        for cell in (from..to).filter_map(|c| self.table.at(self.index, c)) {
            if out.last().is_none_or(|l| (l.row, l.column) != (cell.row, cell.column)) {
                out.push(cell);
            }
        }
        out
    }

    /// A label that reaches down into this row from above, before a column.
    pub fn label_beside(&self, words: &PerformanceWords, column: usize) -> Option<Label> {
        let beside = self.within(0, column).into_iter().rev().find(|c| c.row < self.index)?;
        words.label(&beside.text)
    }
}

/// A cell with its place.
pub(super) fn form_cell(cell: &Cell, block: usize) -> FormCell {
    FormCell { text: cell.text.trim().to_owned(), place: cell.place.clone(), block, at: (cell.row, cell.column) }
}

/// Puts more text to a cell that holds some.
pub(super) fn append(to: &mut FormCell, more: FormCell) {
    if to.is_blank() {
        *to = more;
    } else if !more.is_blank() {
        to.text.push_str(&more.text);
        to.place = to.place.cover(&more.place);
    }
}

/// Blank, a number with or without a sign of percentage, or a dash in its stead.
pub(super) fn numeric_or_none(text: &str) -> bool {
    let text = text.trim();
    crate::tables::blank(text) || crate::tables::numeric(text)
}

/// A column with its range in the grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column<T> {
    pub what: T,
    pub from: usize,
    pub to: usize,
    /// Left and right edge of the head on its page.
    edges: Option<[f32; 2]>,
}

/// Columns found by their heads.
#[derive(Clone, Debug)]
pub(super) struct Columns<T> {
    pub list: Vec<Column<T>>,
    /// One past the last column of the head row.
    pub width: usize,
}

impl<T: Copy + PartialEq> Columns<T> {
    /// The columns of a head row; the first head of a kind counts.
    pub fn of(row: &Row<'_>, find: impl Fn(&Cell) -> Option<T>) -> Columns<T> {
        let mut list: Vec<Column<T>> = Vec::new();
        for cell in row.filled() {
            let Some(what) = find(cell) else { continue };
            if list.iter().all(|c| c.what != what) {
                let edges = cell.place.bbox.map(|[left, _, right, _]| [left, right]);
                list.push(Column { what, from: cell.column, to: cell.column + cell.column_span.max(1), edges });
            }
        }
        Columns { list, width: row.width() }
    }

    /// The same columns in the table with which the next page goes on: a grid of its own, with the same edges.
    pub fn go_on(&mut self, table: &Table) {
        let middle = |cell: &Cell| cell.place.bbox.map(|[left, _, right, _]| (left + right) / 2.0);
        let single = |column: usize| table.cells.iter().find(|c| c.column == column && c.column_span <= 1);
        let middles: Vec<Option<f32>> = (0..table.columns).map(|c| single(c).and_then(middle)).collect();
        for column in &mut self.list {
            let Some([left, right]) = column.edges else { return };
            let inside = |m: &Option<f32>| m.is_some_and(|m| left < m && m < right);
            if let Some(from) = middles.iter().position(inside) {
                let more = middles.iter().skip(from).take_while(|m| inside(m)).count();
                (column.from, column.to) = (from, from + more);
            }
        }
        self.width = table.columns;
    }

    /// The column of a kind.
    pub fn get(&self, what: T) -> Option<Column<T>> {
        self.list.iter().copied().find(|c| c.what == what)
    }

    /// True if the form has all of these.
    pub fn has(&self, what: &[T]) -> bool {
        what.iter().all(|w| self.get(*w).is_some())
    }

    /// The column that covers a position.
    pub fn covering(&self, column: usize) -> Option<T> {
        self.list.iter().find(|c| c.from <= column && column < c.to).map(|c| c.what)
    }

    /// How far to the right the cells of a row belong, where some cells of merged columns are missing: what fits best.
    pub fn shift(&self, row: &Row<'_>, fits: impl Fn(T, &str) -> i32) -> usize {
        if !row.ragged || row.width() >= self.width || row.cells.len() < 2 {
            return 0;
        }
        let missing = self.width - row.width();
        let score = |shift: usize| -> i32 {
            row.filled().filter_map(|c| self.covering(c.column + shift).map(|t| fits(t, &c.text))).sum()
        };
        (0..=missing).max_by_key(|s| (score(*s), *s)).unwrap_or(0)
    }

    /// The cell of a column in a row whose cells are shifted; several texts under one head are one.
    pub fn cell(&self, row: &Row<'_>, what: T, shift: usize) -> Option<FormCell> {
        let column = self.get(what)?;
        if column.to <= shift {
            return Some(row.missing(0));
        }
        let cells = row.within(column.from.saturating_sub(shift), column.to - shift);
        let mut filled = cells.iter().filter(|c| !c.text.trim().is_empty());
        let Some(first) = filled.next().or(cells.first()) else {
            return Some(row.missing(column.from.saturating_sub(shift)));
        };
        let mut out = row.form_cell(first);
        for more in filled {
            out.text.push('；');
            append(&mut out, row.form_cell(more));
        }
        Some(out)
    }
}
