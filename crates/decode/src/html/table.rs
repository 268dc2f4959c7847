//! A table of a page as a grid, if it holds data; the tables that only lay out text are none.

use super::page::{Item, Page};
use crate::limits;
use crate::traced::{Span, Spans, Traced};
use mingzhang_model::{Cell, Place, Table};

/// A cell of the source: its item and how many rows and columns it asks for.
struct Source {
    item: usize,
    rows: usize,
    columns: usize,
}

/// A row with the number of rows left in its group, itself included.
struct Row {
    cells: Vec<Source>,
    left: usize,
}

/// Item of the caption, if there is one, and the table without texts' places.
pub(super) struct Grid {
    pub(super) caption: Option<usize>,
    rows: Vec<Row>,
}

/// The rows of a table that holds data.
pub(super) fn grid(page: &Page, table: usize) -> Option<Grid> {
    let whole = page.get(table);
    if matches!(whole.attribute("role"), "presentation" | "none") {
        return None;
    }
    let mut grid = Grid { caption: None, rows: Vec::new() };
    // First row and end of the group that is open.
    let mut group = (0, 0);
    let mut walk = page.below(table);
    while let Some(i) = walk.next() {
        let item = page.get(i);
        if i >= group.1 {
            grid.close(group.0);
            group.0 = grid.rows.len();
            group.1 = usize::MAX;
        }
        match item.name.as_str() {
            "caption" => grid.caption = grid.caption.or(Some(i)),
            "thead" | "tbody" | "tfoot" => {
                grid.close(group.0);
                group = (grid.rows.len(), item.end);
                continue;
            }
            "tr" => {
                let row = Row { cells: cells(page, i), left: 0 };
                grid.rows.push(row);
            }
            _ => continue,
        }
        walk.pass(i);
    }
    grid.close(group.0);
    let lays_out = nested(page, table) * 2 > whole.chars || is_one_text(page, whole, &grid);
    let rows = grid.rows.iter().filter(|r| r.cells.iter().any(|c| page.get(c.item).chars > 0)).count();
    let beside = grid.rows.iter().any(|r| r.cells.iter().filter(|c| page.get(c.item).chars > 0).count() > 1);
    (rows > 1 && beside && !lays_out).then_some(grid)
}

fn cells(page: &Page, row: usize) -> Vec<Source> {
    let mut out = Vec::new();
    let mut walk = page.below(row);
    while let Some(i) = walk.next() {
        let item = page.get(i);
        if !matches!(item.name.as_str(), "td" | "th") {
            continue;
        }
        let span = |name: &str| item.attribute(name).trim().parse::<usize>();
        // As browsers do: no rows means all that are left; what cannot be read is one.
        let rows = span("rowspan").map_or(1, |n| if n == 0 { usize::MAX } else { n });
        let columns = span("colspan").unwrap_or(1).clamp(1, limits::COLUMNS);
        out.push(Source { item: i, rows, columns });
        walk.pass(i);
    }
    out
}

/// Characters in tables within a table.
fn nested(page: &Page, table: usize) -> usize {
    let mut chars = 0;
    let mut walk = page.below(table);
    while let Some(i) = walk.next() {
        if page.get(i).name == "table" {
            chars += page.get(i).chars;
            walk.pass(i);
        }
    }
    chars
}

/// One cell that holds nearly all the text, in paragraphs of its own.
fn is_one_text(page: &Page, whole: &Item, grid: &Grid) -> bool {
    let Some(cell) = grid.rows.iter().flat_map(|r| &r.cells).max_by_key(|c| page.get(c.item).chars) else {
        return false;
    };
    let chars = page.get(cell.item).chars;
    let breaks =
        page.below(cell.item).filter(|i| matches!(page.get(*i).name.as_str(), "p" | "br" | "li" | "div")).count();
    chars > 200 && chars * 5 > whole.chars * 4 && breaks > 1
}

impl Grid {
    /// Ends the group of rows that began at `first`.
    fn close(&mut self, first: usize) {
        let end = self.rows.len();
        for (r, row) in self.rows.iter_mut().enumerate().skip(first) {
            row.left = end - r;
        }
    }

    /// The table, `number` of its document. Cells and their places follow one another from `offset`; `None` if it is too large.
    pub(super) fn table(
        &self,
        page: &Page,
        number: usize,
        line: usize,
        (offset, spans): (&mut usize, &mut Spans),
        room: usize,
    ) -> Option<Table> {
        let mut cells: Vec<Cell> = Vec::new();
        // For each column how many rows from above still cover it.
        let mut covered: Vec<usize> = Vec::new();
        for (r, row) in self.rows.iter().enumerate() {
            let mut c = 0;
            let mut fresh: Vec<(usize, usize, usize)> = Vec::new();
            for source in &row.cells {
                while covered.get(c).is_some_and(|n| *n > 0) {
                    c += 1;
                }
                // A span ends where a cell from above stands.
                let free = (c..c + source.columns).take_while(|k| covered.get(*k).is_none_or(|n| *n == 0)).count();
                let (column_span, row_span) = (free.max(1), source.rows.min(row.left).max(1));
                let text = text(page, source.item);
                spans.block(&text, page.get(source.item).at.unwrap_or(Span::NOWHERE));
                let text = text.into_string();
                let place = Place {
                    offset: Some([*offset, *offset + text.chars().count()]),
                    line: Some(line),
                    cell: Some(format!("table {number}, row {}, column {}", r + 1, c + 1)),
                    ..Place::default()
                };
                *offset += text.chars().count() + 1;
                cells.push(Cell { row: r, column: c, row_span, column_span, text, place, ..Cell::default() });
                fresh.push((c, column_span, row_span));
                c += column_span;
                if covered.len() < c {
                    covered.resize(c, 0);
                }
                if covered.len() > limits::COLUMNS || covered.len().saturating_mul(self.rows.len()) > room {
                    return None;
                }
            }
            for slot in &mut covered {
                *slot = slot.saturating_sub(1);
            }
            for (from, columns, rows) in fresh {
                covered.iter_mut().skip(from).take(columns).for_each(|slot| *slot = rows - 1);
            }
        }
        Some(Table::new(self.rows.len(), covered.len(), cells, Vec::new()))
    }
}

fn text(page: &Page, cell: usize) -> Traced {
    let mut out = Traced::default();
    for i in page.below(cell) {
        let item = page.get(i);
        // Blocks end lines; a space between figures keeps two of them apart.
        if super::flow::is_block(&item.name) {
            out.push_str(" ");
        }
        out.append(&item.text);
    }
    out.tidy()
}
