//! Paragraphs and tables as blocks: line breaks that break off, cells on a grid, tables in cells after the table around them.

use super::draft::{Draft, Item, Merge, PAGE, Row};
use crate::limits;
use crate::prose;
use mingzhang_model::{Block, Cell, Paragraph, Place, Run, RunOrigin, Table};

/// The blocks of a document, and whether a table was too large to be one.
pub(super) fn blocks(items: Vec<Item>) -> (Vec<Block>, bool) {
    let mut out = Blocks { list: Vec::new(), offset: 0, tables: 0, cells: 0, cut: false };
    out.items(items);
    (out.list, out.cut)
}

struct Blocks {
    list: Vec<Block>,
    /// Characters so far.
    offset: usize,
    tables: usize,
    /// Unit cells of all tables so far.
    cells: usize,
    cut: bool,
}

impl Blocks {
    fn items(&mut self, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Paragraph(draft) => self.paragraph(draft),
                Item::Table(rows) => self.table(rows),
            }
        }
    }

    fn paragraph(&mut self, draft: Draft) {
        let text = if draft.contents { leaders(&draft.text) } else { draft.text.clone() };
        // A break before the text stands before its number too.
        let text = text.trim_start_matches([PAGE, '\n']);
        for (k, line) in lines(&format!("{}{text}", draft.label)).into_iter().enumerate() {
            let heading = if k == 0 { draft.heading } else { 0 };
            self.line(line, heading, draft.centred);
        }
        self.items(draft.boxes);
    }

    fn line(&mut self, text: String, heading: u8, centred: bool) {
        let origin = RunOrigin::Text { offset: self.offset, line: self.list.len() + 1 };
        self.offset += text.chars().count() + 1;
        let runs = vec![Run { start: 0, origin }];
        self.list.push(Block::Paragraph(Paragraph { text, runs, heading, centred, ..Paragraph::default() }));
    }

    fn table(&mut self, mut rows: Vec<Row>) {
        rows.retain(|r| !r.dropped && !r.cells.is_empty());
        // A table of one cell is a frame around what stands in it.
        if let [row] = rows.as_mut_slice()
            && let [cell] = row.cells.as_mut_slice()
        {
            return self.items(std::mem::take(&mut cell.items));
        }
        let (height, line) = (rows.len(), self.list.len() + 1);
        let mut grid = Grid { cells: Vec::new(), above: Vec::new(), cut: false };
        let mut inner = Vec::new();
        for (r, row) in rows.into_iter().enumerate() {
            grid.row(r, row, &mut inner);
        }
        let width = grid.above.len();
        self.cut |= grid.cut;
        if height * width > limits::TABLE_CELLS - self.cells {
            self.cut = true;
            return;
        }
        if grid.cells.iter().any(|c| !c.text.is_empty()) {
            self.cells += height * width;
            self.tables += 1;
            for cell in &mut grid.cells {
                let end = self.offset + cell.text.chars().count();
                let name = format!("table {}, row {}, column {}", self.tables, cell.row + 1, cell.column + 1);
                let offset = Some([self.offset, end]);
                cell.place = Place { offset, line: Some(line), cell: Some(name), ..Place::default() };
                self.offset = end + 1;
            }
            self.list.push(Block::Table(Table::new(height, width, grid.cells, Vec::new())));
        }
        self.items(inner);
    }
}

struct Grid {
    cells: Vec<Cell>,
    /// The cell each column had in the row before, if it may go on.
    above: Vec<Option<usize>>,
    cut: bool,
}

impl Grid {
    fn row(&mut self, r: usize, row: Row, inner: &mut Vec<Item>) {
        let mut column = row.before.min(limits::WORD_COLUMNS);
        let first = self.cells.len();
        let mut above: Vec<Option<usize>> = Vec::new();
        for cell in row.cells {
            let span = cell.span.clamp(1, limits::WORD_COLUMNS);
            if column + span > limits::WORD_COLUMNS {
                self.cut = true;
                break;
            }
            let going_on =
                (cell.merge == Some(Merge::Rest)).then(|| self.above.get(column).copied().flatten()).flatten();
            let left = self.cells.len().checked_sub(1).filter(|k| cell.beside && *k >= first);
            let index = match going_on.or(left) {
                Some(k) => {
                    if let Some(c) = self.cells.get_mut(k) {
                        if going_on.is_some() {
                            c.row_span = r + 1 - c.row;
                        } else {
                            c.column_span += span;
                        }
                    }
                    k
                }
                None => {
                    let text = words(cell.items, inner);
                    let place = Place::default();
                    self.cells.push(Cell { row: r, column, row_span: 1, column_span: span, text, place });
                    self.cells.len() - 1
                }
            };
            above.resize(column.max(above.len()), None);
            // Only the column a merged cell begins in carries it on.
            above.push(cell.merge.map(|_| index));
            column += span;
            above.resize(column, None);
        }
        let width = self.above.len().max(above.len());
        above.resize(width, None);
        self.above = above;
    }
}

/// The text of a cell; tables in it go to `inner`.
fn words(items: Vec<Item>, inner: &mut Vec<Item>) -> String {
    let mut text = String::new();
    let mut rest = items;
    while !rest.is_empty() {
        let mut boxes = Vec::new();
        for item in rest {
            match item {
                // Paragraphs of a cell are apart: two figures below each other are not one.
                Item::Paragraph(draft) => {
                    text.extend([" ", &draft.label, &draft.text]);
                    boxes.extend(draft.boxes);
                }
                table @ Item::Table(_) => inner.push(table),
            }
        }
        rest = boxes;
    }
    prose::tidy(&text.replace(PAGE, " "))
}

/// The dots that lead to a page number, which a word processor draws for a tab.
fn leaders(text: &str) -> String {
    match text.trim_end().rsplit_once('\t') {
        Some((title, page)) if !page.is_empty() && page.trim().chars().all(|c| c.is_ascii_digit()) => {
            format!("{}………………{}", title.trim_end(), page.trim())
        }
        _ => text.to_owned(),
    }
}

/// Shortest line that can be the first half of a sentence.
const SENTENCE: usize = 15;

/// The paragraphs a paragraph is to a reader: texts taken from the web have line breaks for ends of paragraphs, others have them inside
/// a sentence.
fn lines(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for part in text.split(PAGE) {
        let mut open = String::new();
        for line in part.split('\n') {
            let line = plain(line);
            if goes_on(&open, &line) {
                open.push_str(&line);
            } else {
                out.push(std::mem::replace(&mut open, line));
            }
        }
        out.push(open);
    }
    out.retain(|line| !line.is_empty());
    out
}

fn goes_on(open: &str, next: &str) -> bool {
    open.is_empty()
        || next.is_empty()
        || (!prose::starts_item(next)
            && !prose::is_terminal(open)
            && (prose::is_unfinished(open) || (open.contains('，') && open.chars().count() >= SENTENCE)))
}

/// A line without the blanks around it; a tab is one blank.
fn plain(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.trim_matches(prose::is_space).chars() {
        match c {
            '\t' if out.ends_with(' ') => {}
            '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
