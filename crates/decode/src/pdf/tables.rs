//! Grids filled with text, and tables that go on over pages.

use super::content::Glyph;
use super::grid::Grid;
use super::lines::cell_text;
use crate::limits;
use mingzhang_model::{Cell, Place, Table, recognised};

/// Column edges this near are the same on two pages.
const SAME_EDGE: f32 = 2.5;

/// A cell with its text.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
    pub(super) text: String,
    page: u32,
    bounds: [f32; 4],
    confidence: Option<u16>,
    others: Vec<String>,
}

/// A table as far as it is read: one page's, then joined with what follows.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) xs: Vec<f32>,
    pub(super) cells: Vec<Filled>,
    /// Page of each row.
    pub(super) row_pages: Vec<u32>,
}

impl Piece {
    /// A grid with the glyphs of its cells, in the order of the cells.
    pub(super) fn new(page: u32, grid: &Grid, glyphs: Vec<Vec<Glyph>>) -> Self {
        let cells = (grid.cells.iter().zip(glyphs))
            .map(|(cell, glyphs)| {
                let text = cell_text(glyphs);
                Filled {
                    row: cell.row,
                    column: cell.column,
                    row_span: cell.row_span,
                    column_span: cell.column_span,
                    confidence: recognised::confidence(&text),
                    others: recognised::others(&text),
                    text: text.into_iter().map(|c| c.0).collect(),
                    page,
                    bounds: grid.cell_bounds(cell),
                }
            })
            .collect();
        Self { xs: grid.xs.clone(), cells, row_pages: vec![page; grid.rows()] }
    }

    pub(super) fn rows(&self) -> usize {
        self.row_pages.len()
    }

    fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|c| c.text.is_empty())
    }

    /// The cells of a row, those included that begin above it. No cell goes on over a page, and cells stand in the order of their rows.
    fn row_cells(&self, row: usize) -> impl Iterator<Item = &Filled> {
        let page = self.row_pages.get(row).copied().unwrap_or(0);
        let first = self.row_pages.partition_point(|p| *p < page);
        let from = self.cells.partition_point(|c| c.row < first);
        let to = self.cells.partition_point(|c| c.row <= row);
        self.cells.get(from..to).unwrap_or_default().iter().filter(move |c| row < c.row + c.row_span)
    }

    /// Text at each column of a row; spanning cells repeat theirs.
    fn row_texts(&self, row: usize) -> Vec<&str> {
        let mut out = vec![""; self.columns()];
        for cell in self.row_cells(row) {
            for slot in out.iter_mut().skip(cell.column).take(cell.column_span) {
                *slot = &cell.text;
            }
        }
        out
    }

    /// Takes the next page's piece as the rest of this table, or gives it back.
    pub(super) fn join(&mut self, next: Self) -> Result<(), Self> {
        let Some(columns) = self.columns_of(&next) else { return Err(next) };
        let cells = (self.rows() + next.rows()).saturating_mul(self.columns());
        if begins_with_title(&next) || cells > limits::TABLE_CELLS {
            return Err(next);
        }
        let skip = self.repeated_rows(&next, &columns);
        let base = self.rows();
        let span = |from: usize, to: usize| {
            let at = |i: usize| columns.get(i).copied().unwrap_or(0);
            (at(from), at(to).saturating_sub(at(from)).max(1))
        };
        for cell in next.cells {
            if cell.row < skip {
                continue;
            }
            let (column, column_span) = span(cell.column, cell.column + cell.column_span);
            self.cells.push(Filled { row: cell.row - skip + base, column, column_span, ..cell });
        }
        self.row_pages.extend(next.row_pages.into_iter().skip(skip));
        self.mend_split_row(base);
        Ok(())
    }

    /// Where each column edge of the next piece lies among this one's; `None` if they are different tables.
    fn columns_of(&self, next: &Self) -> Option<Vec<usize>> {
        let map: Option<Vec<usize>> =
            next.xs.iter().map(|x| self.xs.iter().position(|e| (e - x).abs() < SAME_EDGE)).collect();
        let map = map?;
        let whole = map.first() == Some(&0) && map.last() == Some(&self.columns());
        let same = whole && map.len() == self.xs.len();
        // A total left alone on the last page is drawn with fewer columns.
        let lone_total = whole && next.rows() <= 2 && map.windows(2).all(|w| matches!(w, [a, b] if a < b));
        (same || lone_total).then_some(map)
    }

    /// How many first rows of the next piece repeat this table's.
    fn repeated_rows(&self, next: &Self, columns: &[usize]) -> usize {
        if columns.len() != self.xs.len() {
            return 0;
        }
        let mut same = 0;
        while same < self.rows().min(next.rows()).min(limits::HEADER_ROWS)
            && self.row_texts(same) == next.row_texts(same)
        {
            same += 1;
        }
        let crosses = |n: usize| next.cells.iter().any(|c| c.row < n && c.row + c.row_span > n);
        while same > 0 && crosses(same) {
            same -= 1;
        }
        // A table of which all rows repeat says the same thing twice; that is for others to judge.
        if same == next.rows() { 0 } else { same }
    }

    /// A row that the page break split: its second half, at `row`, holds only the rest of a name.
    fn mend_split_row(&mut self, row: usize) {
        let Some(above) = row.checked_sub(1) else { return };
        let plain = |r: usize| self.row_cells(r).all(|c| c.row_span == 1);
        if !plain(above) || !plain(row) {
            return;
        }
        let (upper, lower) = (self.row_texts(above), self.row_texts(row));
        if !is_rest(&upper, &lower) {
            return;
        }
        let rests: Vec<(usize, String)> =
            (self.row_cells(row)).filter(|c| !c.text.is_empty()).map(|c| (c.column, c.text.clone())).collect();
        let at = |r: usize| self.cells.partition_point(|c| c.row < r);
        let (upper, lower, after) = (at(above), at(row), at(row + 1));
        for (column, rest) in rests {
            let above = self.cells.get_mut(upper..lower).unwrap_or_default();
            if let Some(cell) = above.iter_mut().find(|c| c.column == column) {
                cell.text.push_str(&rest);
            }
        }
        self.cells.drain(lower..after);
        for cell in self.cells.iter_mut().skip(lower) {
            cell.row -= 1;
        }
        if row < self.row_pages.len() {
            self.row_pages.remove(row);
        }
    }

    /// The finished table, the `number`th of its document.
    pub(super) fn finish(self, number: usize) -> Table {
        let (rows, columns) = (self.rows(), self.columns());
        let cells = (self.cells.into_iter())
            .map(|c| Cell {
                row: c.row,
                column: c.column,
                row_span: c.row_span,
                column_span: c.column_span,
                text: c.text,
                place: Place {
                    page: Some(c.page),
                    bbox: Some(c.bounds),
                    confidence: c.confidence,
                    cell: Some(format!("table {number}, row {}, column {}", c.row + 1, c.column + 1)),
                    ..Place::default()
                },
                others: c.others,
            })
            .collect();
        Table::new(rows, columns, cells, self.row_pages)
    }
}

/// A first row of one wide cell that names a table: another table begins, even if its columns are the same.
fn begins_with_title(piece: &Piece) -> bool {
    let mut first = piece.cells.iter().filter(|c| c.row == 0 && !c.text.is_empty());
    match (first.next(), first.next()) {
        (Some(cell), None) => cell.column_span == piece.columns() && cell.text.ends_with('表'),
        _ => false,
    }
}

/// Whether the lower row is only the rest of the upper one: text where the upper has text, no figures, and something the upper row begins with missing.
fn is_rest(upper: &[&str], lower: &[&str]) -> bool {
    let filled: Vec<usize> = (0..lower.len()).filter(|i| lower.get(*i).is_some_and(|t| !t.is_empty())).collect();
    let [name] = filled.as_slice() else { return false };
    let (Some(above), Some(below)) = (upper.get(*name), lower.get(*name)) else { return false };
    if above.is_empty() || below.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let code_missing = (0..*name).any(|i| upper.get(i).is_some_and(|t| t.chars().any(|c| c.is_ascii_digit())));
    code_missing || crate::prose::is_unfinished(above) || below.chars().next().is_some_and(crate::prose::is_closing)
}
