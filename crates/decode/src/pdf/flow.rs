//! Lines and tables of all pages, in reading order, to blocks.

use super::lines::Line;
use super::tables::Piece;
use crate::limits;
use crate::prose;
use mingzhang_model::{Block, Paragraph, Run, RunOrigin};

/// What stands on a page, in reading order.
#[derive(Clone, Debug)]
pub(super) enum Item {
    Line(Line),
    Table(Piece),
}

/// A page's items and size.
#[derive(Clone, Debug)]
pub(super) struct Sheet {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) items: Vec<Item>,
}

/// Left and right edge of the running text of a page.
#[derive(Clone, Copy, Debug)]
struct Column {
    left: f32,
    right: f32,
}

/// Puts the sheets together.
pub(super) fn blocks(mut sheets: Vec<Sheet>) -> Vec<Block> {
    super::furniture::remove(&mut sheets);
    let columns = columns(&sheets);
    let mut out = Assembly::default();
    for (sheet, column) in sheets.into_iter().zip(columns) {
        for item in sheet.items {
            match item {
                Item::Line(line) => out.line(line, column, sheet.width),
                Item::Table(piece) => out.table(piece),
            }
        }
    }
    out.finish()
}

/// A line that is wide enough to tell of its column.
#[derive(Clone, Copy)]
struct Wide {
    left: f32,
    right: f32,
    em: f32,
}

/// The text column of each page: that of all pages of its size, unless its own lines plainly end elsewhere (margins are mirrored on some
/// pages, and some pages are printed smaller).
fn columns(sheets: &[Sheet]) -> Vec<Column> {
    let wide = |sheet: &Sheet| -> Vec<Wide> {
        (sheet.items.iter())
            .filter_map(|i| if let Item::Line(l) = i { Some(l) } else { None })
            .filter(|l| !l.part && l.width() > 0.5 * sheet.width)
            .map(|l| Wide { left: l.x0(), right: l.x1(), em: l.em })
            .collect()
    };
    let own: Vec<Vec<Wide>> = sheets.iter().map(wide).collect();
    let mut common: Vec<(f32, f32, Column)> = Vec::new();
    let mut out = Vec::with_capacity(sheets.len());
    for (sheet, lines) in sheets.iter().zip(&own) {
        let same = |w: f32, h: f32| (w - sheet.width).abs() < 2.0 && (h - sheet.height).abs() < 2.0;
        let known = common.iter().find(|(w, h, _)| same(*w, *h)).map(|c| c.2);
        let usual = known.unwrap_or_else(|| {
            let all = sheets.iter().zip(&own).filter(|(s, _)| same(s.width, s.height)).flat_map(|(_, lines)| lines);
            let column = usual_column(all.copied().collect(), sheet.width);
            common.push((sheet.width, sheet.height, column));
            column
        });
        out.push(own_column(lines, usual).unwrap_or(usual));
    }
    out
}

/// Where most lines end and where the leftmost few begin.
fn usual_column(mut lines: Vec<Wide>, width: f32) -> Column {
    let at = |share: usize| lines.len().saturating_sub(1) * share / 100;
    let (low, high) = (at(5), at(75));
    lines.sort_by(|a, b| a.left.total_cmp(&b.left));
    let left = lines.get(low).map_or(width * 0.13, |l| l.left);
    lines.sort_by(|a, b| a.right.total_cmp(&b.right));
    let right = lines.get(high).map_or(width * 0.87, |l| l.right);
    Column { left, right }
}

/// A page's own column, if at least two of three or more lines end at an edge that is not the usual one.
fn own_column(lines: &[Wide], usual: Column) -> Option<Column> {
    let right = lines.iter().map(|l| l.right).reduce(f32::max)?;
    let left = lines.iter().map(|l| l.left).reduce(f32::min)?;
    let em = lines.first()?.em;
    let aligned = lines.iter().filter(|l| right - l.right < 0.8 * em).count();
    let elsewhere = (right - usual.right).abs() > 1.2 * em;
    (lines.len() >= 3 && aligned >= 2 && elsewhere).then_some(Column { left, right })
}

#[derive(Default)]
struct Assembly {
    blocks: Vec<Block>,
    paragraph: Option<Open>,
    table: Option<Piece>,
    tables: usize,
}

/// A paragraph that may go on.
struct Open {
    paragraph: Paragraph,
    first_indent: f32,
    last: Line,
    column: Column,
}

impl Assembly {
    fn line(&mut self, line: Line, column: Column, width: f32) {
        self.close_table();
        if let Some(open) = &mut self.paragraph
            && continues(open, &line, column)
        {
            open.append(line, column);
            return;
        }
        self.close_paragraph();
        let centred = is_centred(&line, column, width);
        let mut open = Open {
            paragraph: Paragraph { size: line.em, centred, ..Paragraph::default() },
            first_indent: (line.x0() - column.left) / line.em.max(1.0),
            last: line.clone(),
            column,
        };
        open.append(line, column);
        self.paragraph = Some(open);
    }

    fn table(&mut self, piece: Piece) {
        self.close_paragraph();
        let piece = match &mut self.table {
            Some(table) if follows(table, &piece) => match table.join(piece) {
                Ok(()) => return,
                Err(piece) => piece,
            },
            _ => piece,
        };
        self.close_table();
        self.table = Some(piece);
    }

    fn close_paragraph(&mut self) {
        if let Some(open) = self.paragraph.take() {
            self.blocks.push(Block::Paragraph(open.paragraph));
        }
    }

    fn close_table(&mut self) {
        if let Some(piece) = self.table.take()
            && !piece.is_blank()
        {
            self.tables += 1;
            self.blocks.push(Block::Table(piece.finish(self.tables)));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_paragraph();
        self.close_table();
        self.blocks
    }
}

/// Whether a piece stands on the page after the table's last.
fn follows(table: &Piece, piece: &Piece) -> bool {
    match (table.row_pages.last(), piece.row_pages.first()) {
        (Some(a), Some(b)) => *b == *a + 1,
        _ => false,
    }
}

impl Open {
    fn append(&mut self, line: Line, column: Column) {
        let text = &mut self.paragraph.text;
        let letters = text.ends_with(|c: char| c.is_ascii_alphabetic())
            && line.chars.first().is_some_and(|p| p.c.is_ascii_alphabetic());
        if letters {
            // The space between two words belongs to the line it would have ended.
            text.push(' ');
            if let Some(Run { origin: RunOrigin::Page { edges, recognised, .. }, .. }) = self.paragraph.runs.last_mut()
            {
                let right = edges.last().map_or(0.0, |e| e[1]);
                edges.push([right, right]);
                recognised.extend(recognised.last().copied());
            }
        }
        let start = self.paragraph.text.len();
        self.paragraph.text.extend(line.chars.iter().map(|p| p.c));
        self.paragraph.runs.push(Run {
            start,
            origin: RunOrigin::Page {
                page: line.page,
                top: line.top,
                bottom: line.bottom,
                edges: line.chars.iter().map(|p| [p.x0, p.x1]).collect(),
                recognised: line.chars.iter().filter_map(|p| p.recognised).collect(),
            },
        });
        self.last = line;
        self.column = column;
    }
}

/// Whether a line goes on with an open paragraph: the line before was full (the next word would not have fitted), and this one is not indented.
fn continues(open: &Open, next: &Line, column: Column) -> bool {
    let last = &open.last;
    let em = last.em.max(1.0);
    let Some(first) = next.chars.first() else { return false };
    if last.part || next.part || (last.em - next.em).abs() > 0.15 * em {
        return false;
    }
    if open.paragraph.text.len() > limits::PARAGRAPH_BYTES {
        return false;
    }
    let gap = next.base - last.base;
    let same_page = last.page == next.page;
    if next.page > last.page + 1 || (same_page && gap > 4.0 * em) {
        return false;
    }
    let text = next.text();
    if prose::is_contents(&text) || prose::is_contents(&open.paragraph.text) {
        return false;
    }
    let ended = prose::is_terminal(&open.paragraph.text);
    let indent = (next.x0() - column.left) / em;
    if prose::is_closing(first.c) && !ended {
        return true;
    }
    let token = token_width(next);
    let whole = open.column.right - open.column.left;
    let central = is_central(last, open.column) && is_central(next, column);
    if central && !ended && last.width() + token > whole - 0.6 * em && !prose::starts_item(&text) {
        // A centred title too long for one line.
        return true;
    }
    // A full stop alone in its line is soon lost in a picture, and the heading behind it is no rest of a sentence.
    let short = next.width() < 0.5 * whole && !text.contains(['，', '。', '；']);
    if first.recognised.is_some() && prose::starts_item(&text) && short {
        return false;
    }
    let full = last.x1() + token > open.column.right - 0.4 * em;
    let flush = indent < 1.2;
    if open.paragraph.centred && !full {
        return false;
    }
    if full {
        if flush {
            // In prose with indents a flush line can only be a continuation; without, shapes decide.
            return open.first_indent > 1.2
                || !(prose::starts_item(&text) && (ended || prose::starts_item(&open.paragraph.text)));
        }
        // What begins in the right half stands beside something: the legend of a chart, a signature.
        let beside = next.x0() - column.left > 0.5 * (column.right - column.left);
        let aligned = (next.x0() - last.x0()).abs() < 0.6 * em && !beside;
        return aligned && !ended && !prose::starts_item(&text);
    }
    // Broken by hand, or around a picture: only where the sentence is plainly unfinished.
    flush
        && open.first_indent > 1.2
        && !ended
        && !prose::starts_item(&text)
        && open.paragraph.text.chars().count() >= 15
        && open.paragraph.text.contains(['，', '。', '；', ','])
}

/// Whether a line stands in the middle, with room on both sides. Large type may fill the column; ordinary type that does is prose.
fn is_centred(line: &Line, column: Column, width: f32) -> bool {
    let centre = (line.x0() + line.x1()) / 2.0;
    let middle = (column.left + column.right) / 2.0;
    let near = (centre - middle).abs() < line.em.max(width * 0.01) || (centre - width / 2.0).abs() < width * 0.012;
    let room = if line.em > 20.0 { 0.0 } else { 2.0 * line.em };
    near && line.x0() > column.left + 1.25 * room && line.x1() < column.right - room
}

/// Whether a line's middle is the column's.
fn is_central(line: &Line, column: Column) -> bool {
    ((line.x0() + line.x1()) / 2.0 - (column.left + column.right) / 2.0).abs() < 0.8 * line.em
}

/// The width of what may not be broken at the beginning of a line.
fn token_width(line: &Line) -> f32 {
    let mut end = 0;
    let at = |i: usize| line.chars.get(i).map(|p| p.c);
    while at(end).is_some_and(prose::is_opening) {
        end += 1;
    }
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%' | '-' | '/');
    if at(end).is_some_and(word) {
        while at(end).is_some_and(word) {
            end += 1;
        }
    } else {
        end += 1;
    }
    while at(end).is_some_and(prose::is_closing) {
        end += 1;
    }
    line.chars.get(end.saturating_sub(1)).or(line.chars.last()).map_or(0.0, |p| p.x1 - line.x0())
}
