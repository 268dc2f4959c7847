//! Paragraphs and tables as blocks: line breaks that break off, cells on a grid, tables in cells after the table around them.

use super::draft::{Draft, Item, Merge, PAGE, Row, TableDraft};
use super::walls;
use crate::limits;
use crate::prose;
use crate::text;
use crate::traced::{Span, Spans, Traced};
use mingzhang_model::{Block, Cell, Paragraph, Place, Run, RunOrigin, Table};

/// A document laid out.
pub(super) struct Flat {
    /// Its blocks.
    pub list: Vec<Block>,
    /// The blocks that pictures large enough for a table stand at, from 1.
    pub pictures: Vec<usize>,
    /// Whether a table was too large to be one.
    pub cut: bool,
}

/// Lays a document out.
pub(super) fn blocks(items: Vec<Item>, spans: &mut Spans) -> Flat {
    if let Some((lines, looks)) = lines_alone(&items)
        && let Some(mut list) = text::typed(lines, spans)
    {
        for block in &mut list {
            let Block::Paragraph(p) = block else { continue };
            let Some(RunOrigin::Text { line, .. }) = p.runs.first().map(|r| &r.origin) else { continue };
            let Some((heading, centred)) = line.checked_sub(1).and_then(|k| looks.get(k)) else { continue };
            (p.heading, p.centred) = (p.heading.max(*heading), *centred);
        }
        return Flat { list, pictures: Vec::new(), cut: false };
    }
    let mut out = Blocks { list: Vec::new(), offset: 0, spans, tables: 0, cells: 0, pictures: Vec::new(), cut: false };
    out.items(items);
    Flat { list: out.list, pictures: out.pictures, cut: out.cut }
}

/// Lines with where they stand, and for each its level as a heading and whether it stands in the middle.
type Lines = (Vec<(Traced, Span)>, Vec<(u8, bool)>);

/// The lines of a document that is nothing but lines, as of a text that was opened in a word processor.
fn lines_alone(items: &[Item]) -> Option<Lines> {
    let (mut lines, mut looks) = (Vec::new(), Vec::new());
    for item in items {
        let Item::Paragraph(draft) = item else { return None };
        if draft.contents || !draft.boxes.is_empty() || draft.pictures > 0 {
            return None;
        }
        let mut text = Traced::from(draft.label.as_str());
        text.append(&draft.text);
        if text.as_str().matches(['\n', PAGE]).count() + lines.len() >= limits::LINES {
            return None;
        }
        for (k, line) in text.split(PAGE).iter().flat_map(|part| part.split('\n')).enumerate() {
            lines.push((line, draft.at.unwrap_or(Span::NOWHERE)));
            looks.push((if k == 0 { draft.heading } else { 0 }, draft.centred));
        }
    }
    Some((lines, looks))
}

struct Blocks<'s> {
    list: Vec<Block>,
    /// Characters so far.
    offset: usize,
    /// Where they stand.
    spans: &'s mut Spans,
    tables: usize,
    /// Unit cells of all tables so far.
    cells: usize,
    pictures: Vec<usize>,
    cut: bool,
}

impl Blocks<'_> {
    fn items(&mut self, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Paragraph(draft) => self.paragraph(draft),
                Item::Table(table) => self.table(table),
            }
        }
    }

    fn paragraph(&mut self, draft: Draft) {
        self.pictures.extend(std::iter::repeat_n(self.list.len() + 1, draft.pictures));
        let text = if draft.contents { leaders(&draft.text) } else { draft.text.clone() };
        // A break before the text stands before its number too.
        let mut labelled = Traced::from(draft.label.as_str());
        labelled.append(&text.trim_start(|c| matches!(c, PAGE | '\n')));
        for (k, line) in lines(&labelled).into_iter().enumerate() {
            let heading = if k == 0 { draft.heading } else { 0 };
            self.line(line, heading, draft.centred, draft.at);
        }
        self.items(draft.boxes);
    }

    fn line(&mut self, text: Traced, heading: u8, centred: bool, at: Option<Span>) {
        if self.list.len() > limits::BLOCKS {
            return;
        }
        self.spans.block(&text, at.unwrap_or(Span::NOWHERE));
        let text = text.into_string();
        let origin = RunOrigin::Text { offset: self.offset, line: self.list.len() + 1 };
        self.offset += text.chars().count() + 1;
        let runs = vec![Run { start: 0, origin }];
        self.list.push(Block::Paragraph(Paragraph { text, runs, heading, centred, ..Paragraph::default() }));
    }

    fn table(&mut self, mut table: TableDraft) {
        walls::straighten(&mut table);
        let mut rows = table.rows;
        for row in &mut rows {
            row.cells.retain(|c| !c.dropped);
        }
        rows.retain(|r| !r.dropped && !r.cells.is_empty());
        // A table of one cell is a frame around what stands in it.
        if let [row] = rows.as_mut_slice()
            && let [cell] = row.cells.as_mut_slice()
        {
            return self.items(std::mem::take(&mut cell.items));
        }
        let (height, line) = (rows.len(), self.list.len() + 1);
        let mut grid = Grid { cells: Vec::new(), texts: Vec::new(), above: Vec::new(), cut: false };
        let mut inner = Vec::new();
        let room = limits::TABLE_CELLS - self.cells;
        for (r, row) in rows.into_iter().enumerate() {
            grid.row(r, row, &mut inner);
            if (r + 1) * grid.above.len() > room {
                self.cut = true;
                return;
            }
        }
        let width = grid.above.len();
        self.cut |= grid.cut;
        if grid.texts.iter().any(|(text, _)| !text.is_empty()) {
            self.cells += height * width;
            self.tables += 1;
            for (cell, (text, at)) in grid.cells.iter_mut().zip(grid.texts) {
                self.spans.block(&text, at.unwrap_or(Span::NOWHERE));
                cell.text = text.into_string();
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
    /// The text of each cell and where the cell begins.
    texts: Vec<(Traced, Option<Span>)>,
    /// The cell each column had in the row before, if it may go on.
    above: Vec<Option<usize>>,
    cut: bool,
}

impl Grid {
    fn row(&mut self, r: usize, row: Row, inner: &mut Vec<Item>) {
        let mut column = row.before.min(limits::COLUMNS);
        let first = self.cells.len();
        let mut above: Vec<Option<usize>> = Vec::new();
        for cell in row.cells {
            let span = cell.span.clamp(1, limits::COLUMNS);
            if column + span > limits::COLUMNS {
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
                    self.texts.push((words(cell.items, inner), cell.at));
                    let cell = Cell { row: r, column, row_span: 1, column_span: span, ..Cell::default() };
                    self.cells.push(cell);
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
fn words(items: Vec<Item>, inner: &mut Vec<Item>) -> Traced {
    let mut text = Traced::default();
    let mut rest = items;
    while !rest.is_empty() {
        let mut boxes = Vec::new();
        for item in rest {
            match item {
                // Paragraphs of a cell are apart: two figures below each other are not one.
                Item::Paragraph(draft) => {
                    text.push_str(" ");
                    text.push_str(&draft.label);
                    text.append(&draft.text);
                    boxes.extend(draft.boxes);
                }
                table @ Item::Table(_) => inner.push(table),
            }
        }
        rest = boxes;
    }
    text.tidy()
}

/// The dots that lead to a page number, which a word processor draws for a tab.
fn leaders(text: &Traced) -> Traced {
    let blank = |c: char| c.is_whitespace();
    let parts = text.trim(blank).split('\t');
    let Some((page, title)) = parts.split_last().filter(|(_, title)| !title.is_empty()) else { return text.clone() };
    let digits = page.trim(blank);
    if digits.is_empty() || !digits.as_str().chars().all(|c| c.is_ascii_digit()) {
        return text.clone();
    }
    let mut out = Traced::default();
    for (k, part) in title.iter().enumerate() {
        if k > 0 {
            out.push_str("\t");
        }
        out.append(part);
    }
    out = out.trim(blank);
    out.push_str("………………");
    out.append(&digits);
    out
}

/// Shortest line that can be the first half of a sentence.
const SENTENCE: usize = 15;

/// The paragraphs a paragraph is to a reader: texts taken from the web have line breaks for ends of paragraphs, others have them inside
/// a sentence.
fn lines(text: &Traced) -> Vec<Traced> {
    let mut out: Vec<Traced> = Vec::new();
    for part in text.split(PAGE) {
        let mut open = Traced::default();
        for line in part.split('\n') {
            let line = plain(&line);
            if goes_on(open.as_str(), line.as_str()) {
                open.append(&line);
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
    if open.len() > limits::PARAGRAPH_BYTES && !next.is_empty() {
        return false;
    }
    let open = prose::end(open);
    open.is_empty()
        || next.is_empty()
        || (!prose::starts_item(next)
            && !prose::is_terminal(open)
            && (prose::is_unfinished(open) || (open.contains('，') && open.chars().count() >= SENTENCE)))
}

/// A line without the blanks around it; a tab is one blank.
fn plain(line: &Traced) -> Traced {
    let mut out = Traced::default();
    for (c, span) in line.trim(prose::is_space).chars() {
        match c {
            '\t' if out.as_str().ends_with(' ') => {}
            '\t' => out.push(' ', span),
            c => out.push(c, span),
        }
    }
    out
}
