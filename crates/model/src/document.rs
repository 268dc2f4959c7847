//! A decoded document: blocks in reading order, each character with its place. What any format becomes before anyone asks what it means.

use crate::place::Place;
use crate::recognised::{self, Recognised};
use serde::Serialize;

/// How the source was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Plain text or Markdown: places are offsets and lines.
    Text,
    /// Pages with positions: places are pages and boxes.
    Pages,
}

/// A decoded document.
#[derive(Clone, Debug)]
pub struct Document {
    /// How it was read.
    pub kind: SourceKind,
    /// Blocks in reading order.
    pub blocks: Vec<Block>,
    /// Number of pages, 0 for text.
    pub pages: u32,
    /// What could not be read, and hints about the reading; never defects of the report's content.
    pub problems: Vec<Problem>,
}

/// One block.
#[derive(Clone, Debug)]
pub enum Block {
    /// Running text: a heading or a paragraph, soft line breaks joined.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

impl Block {
    /// The paragraph, if it is one.
    #[must_use]
    pub fn paragraph(&self) -> Option<&Paragraph> {
        match self {
            Block::Paragraph(p) => Some(p),
            Block::Table(_) => None,
        }
    }

    /// The table, if it is one.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        match self {
            Block::Table(t) => Some(t),
            Block::Paragraph(_) => None,
        }
    }
}

/// A problem of reading, with a place where there is one.
#[derive(Clone, Debug, Serialize)]
pub struct Problem {
    /// A stable short name: `no-text-layer`, `clipped-text`, `unmapped-glyphs`, `page-unreadable` …
    pub code: String,
    /// One clear sentence in Chinese, with what to do where something can be done.
    pub message: String,
    /// Where.
    pub place: Place,
}

/// Running text. `text` has no line breaks; white space inside is what the source shows, soft breaks dropped.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// The text.
    pub text: String,
    /// Where its parts come from, in order; the first starts at byte 0.
    pub runs: Vec<Run>,
    /// Heading level where the format marks one (Markdown `#`), else 0.
    pub heading: u8,
    /// Height of the type in points, 0 if unknown.
    pub size: f32,
    /// True if the line stands centred on its page (a hint for titles).
    pub centred: bool,
    /// The file, where several are read as one report.
    pub file: Option<String>,
}

/// A part of a paragraph that is contiguous in the source.
#[derive(Clone, Debug)]
pub struct Run {
    /// Byte in the paragraph's text at which the part begins.
    pub start: usize,
    /// Where it comes from.
    pub origin: RunOrigin,
}

/// Where a run comes from.
#[derive(Clone, Debug)]
pub enum RunOrigin {
    /// Character offset of its first character in the source, and its line from 1. Characters of the run are contiguous there.
    Text {
        /// Character offset.
        offset: usize,
        /// Line.
        line: usize,
    },
    /// A cell of a workbook, which has no lines.
    Cell {
        /// Character offset in the text of all cells.
        offset: usize,
        /// `sheet!B12`.
        cell: String,
    },
    /// One visual line on a page.
    Page {
        /// Page from 1.
        page: u32,
        /// Top of the em box.
        top: f32,
        /// Bottom of the em box.
        bottom: f32,
        /// Left and right edge of each character of the run.
        edges: Vec<[f32; 2]>,
        /// How each character was read from a picture; empty where it was not.
        recognised: Vec<Recognised>,
    },
}

impl Paragraph {
    /// The characters of bytes `start..end` of the text, each with how it was read from a picture.
    fn characters(&self, start: usize, end: usize) -> Vec<(char, Option<Recognised>)> {
        let mut out = Vec::new();
        for (i, run) in self.runs.iter().enumerate() {
            let run_end = self.runs.get(i + 1).map_or(self.text.len(), |r| r.start);
            let RunOrigin::Page { recognised, .. } = &run.origin else { continue };
            let Some(text) = self.text.get(run.start..run_end) else { continue };
            let here = text.char_indices().enumerate().filter(|(_, (at, _))| (start..end).contains(&(run.start + at)));
            out.extend(here.map(|(n, (_, c))| (c, recognised.get(n).copied())));
        }
        out
    }

    /// What bytes `start..end` of the text may say instead, where they were read from a picture; the likeliest first.
    #[must_use]
    pub fn others(&self, start: usize, end: usize) -> Vec<String> {
        recognised::others(&self.characters(start, end))
    }

    /// The place of bytes `start..end` of the text.
    #[must_use]
    pub fn place(&self, start: usize, end: usize) -> Place {
        let nowhere = || Place { file: self.file.clone(), ..Place::default() };
        self.places(start, end).into_iter().reduce(|before, here| before.cover(&here)).unwrap_or_else(nowhere)
    }

    /// The places of bytes `start..end` of the text, one for each part that is contiguous in the source: on pages one for each line.
    #[must_use]
    pub fn places(&self, start: usize, end: usize) -> Vec<Place> {
        let mut out: Vec<Place> = Vec::new();
        for (i, run) in self.runs.iter().enumerate() {
            let run_end = self.runs.get(i + 1).map_or(self.text.len(), |r| r.start);
            let (a, b) = (start.max(run.start), end.min(run_end));
            if a >= b && !(start == end && a == b && a == start) {
                continue;
            }
            let chars = |from: usize, to: usize| self.text.get(from..to).map_or(0, |s| s.chars().count());
            let (first, count) = (chars(run.start, a), chars(a, b));
            out.push(match &run.origin {
                RunOrigin::Text { offset, line } => Place {
                    offset: Some([offset + first, offset + first + count]),
                    line: Some(*line),
                    file: self.file.clone(),
                    ..Place::default()
                },
                RunOrigin::Cell { offset, cell } => Place {
                    offset: Some([offset + first, offset + first + count]),
                    cell: Some(cell.clone()),
                    file: self.file.clone(),
                    ..Place::default()
                },
                RunOrigin::Page { page, top, bottom, edges, recognised } => {
                    let left = edges.get(first).map_or(0.0, |e| e[0]);
                    let right = edges.get((first + count).saturating_sub(1)).or(edges.last()).map_or(left, |e| e[1]);
                    Place {
                        page: Some(*page),
                        bbox: Some([left, *top, right, *bottom]),
                        file: self.file.clone(),
                        confidence: if recognised.is_empty() {
                            None
                        } else {
                            recognised::confidence(&self.characters(a, b))
                        },
                        ..Place::default()
                    }
                }
            });
        }
        out
    }
}

/// A table: a grid of cells, some of which span.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Rows of the grid.
    pub rows: usize,
    /// Columns of the grid.
    pub columns: usize,
    /// Cells by row, then column.
    pub cells: Vec<Cell>,
    /// Index into `cells` for each grid position, row by row; `usize::MAX` where there is none. Made by [`Table::new`].
    grid: Vec<usize>,
    /// Page of each row, empty for text.
    pub row_pages: Vec<u32>,
}

/// A cell. `text` is joined inside: no line breaks, spaces between letters of a spaced-out label dropped.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// First row.
    pub row: usize,
    /// First column.
    pub column: usize,
    /// Rows it spans, at least 1.
    pub row_span: usize,
    /// Columns it spans, at least 1.
    pub column_span: usize,
    /// The text.
    pub text: String,
    /// Where it stands. `place.cell` is filled in by the table's reader.
    pub place: Place,
    /// What it may say instead, where it was read from a picture; the likeliest first.
    pub others: Vec<String>,
}

impl Table {
    /// A table from its cells; cells outside the grid are dropped, overlapping ones keep the first.
    #[must_use]
    pub fn new(rows: usize, columns: usize, mut cells: Vec<Cell>, row_pages: Vec<u32>) -> Table {
        cells.retain(|c| c.row < rows && c.column < columns);
        cells.sort_by_key(|c| (c.row, c.column));
        let mut grid = vec![usize::MAX; rows * columns];
        for (i, cell) in cells.iter().enumerate() {
            for r in cell.row..(cell.row + cell.row_span.max(1)).min(rows) {
                for c in cell.column..(cell.column + cell.column_span.max(1)).min(columns) {
                    if let Some(slot) = grid.get_mut(r * columns + c)
                        && *slot == usize::MAX
                    {
                        *slot = i;
                    }
                }
            }
        }
        Table { rows, columns, cells, grid, row_pages }
    }

    /// The cell that covers a position.
    #[must_use]
    pub fn at(&self, row: usize, column: usize) -> Option<&Cell> {
        if row >= self.rows || column >= self.columns {
            return None;
        }
        self.grid.get(row * self.columns + column).and_then(|i| self.cells.get(*i))
    }

    /// The text at a position, empty where there is no cell.
    #[must_use]
    pub fn text(&self, row: usize, column: usize) -> &str {
        self.at(row, column).map_or("", |c| c.text.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_follow_runs() {
        let p = Paragraph {
            text: "总计0万元".to_owned(),
            runs: vec![
                Run { start: 0, origin: RunOrigin::Text { offset: 10, line: 2 } },
                Run { start: 6, origin: RunOrigin::Text { offset: 13, line: 3 } },
            ],
            ..Paragraph::default()
        };
        assert_eq!(p.place(6, 7).offset, Some([13, 14]));
        assert_eq!(p.place(0, 7).offset, Some([10, 14]));
        assert_eq!(p.place(0, 7).line, Some(2));
    }

    #[test]
    fn spans_cover_the_grid() {
        let t = Table::new(
            2,
            2,
            vec![
                Cell { row: 0, column: 0, row_span: 1, column_span: 2, text: "项目".into(), ..Cell::default() },
                Cell { row: 1, column: 1, row_span: 1, column_span: 1, text: "1".into(), ..Cell::default() },
            ],
            vec![],
        );
        assert_eq!((t.text(0, 1), t.text(1, 1), t.text(1, 0)), ("项目", "1", ""));
    }
}
