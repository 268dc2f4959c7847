//! From a place in the compiled report back to the cells of the workbook.

use mingzhang_compile::workbook::{Filling, places};
use mingzhang_model::publication::{Piece, PrintedTable, Prose, Source};
use mingzhang_model::{
    Block, Coordinates, Dimension, Disclosure, Document, Finding, Place, Publication, RunOrigin, Term,
};

/// Cells told of one place at most.
const CELLS: usize = 8;
/// Formulas followed from a printed sum to what it is the sum of.
const DEPTH: usize = 6;

/// A report with the way back.
pub struct Trace<'a> {
    pub publication: &'a Publication,
    pub document: &'a Document,
    /// The piece of each block.
    pub pieces: &'a [Option<usize>],
    /// What is read from it.
    pub disclosure: &'a Disclosure,
    /// The workbook.
    pub filling: &'a Filling,
}

impl Trace<'_> {
    /// The finding with places of the workbook instead of lines that nobody sees.
    pub fn translate(&self, finding: &Finding) -> Finding {
        let mut out = finding.clone();
        for evidence in &mut out.evidence {
            let mut told = self.heading(&evidence.place);
            let cells = self.cells(&evidence.place);
            if !cells.is_empty() {
                told = format!("{told}（填自 {}）", places(&cells));
            }
            evidence.place = Place { cell: Some(told), ..Place::default() };
        }
        out
    }

    /// The cells that what stands at a place was filled in, or is made of.
    fn cells(&self, place: &Place) -> Vec<Source> {
        let Some(k) = block(place) else { return Vec::new() };
        let piece = self.pieces.get(k).copied().flatten().and_then(|p| self.publication.pieces.get(p));
        let range = place.offset.unwrap_or([0, usize::MAX]);
        // Most exactly a figure's own cell is known by what the figure means, also where the cell is blank.
        let touched = |p: &Place| p.line == place.line && p.offset.is_some_and(|o| o[0] < range[1] && range[0] < o[1]);
        let facts = self.disclosure.facts.iter().filter(|f| touched(&f.place));
        let mut own: Vec<Source> =
            facts.flat_map(|f| of_fact(&f.coordinates)).filter_map(|c| self.filling.cell(&c).cloned()).collect();
        if !own.is_empty() {
            own.sort();
            own.dedup();
            own.truncate(CELLS);
            return own;
        }
        let mut out = match (self.document.blocks.get(k), piece) {
            (Some(Block::Paragraph(p)), Some(piece)) => {
                let from = p.runs.first().map_or(0, |r| match &r.origin {
                    RunOrigin::Text { offset, .. } => *offset,
                    _ => 0,
                });
                let (prose, label) = match piece {
                    Piece::Paragraph(prose) => (prose, 0),
                    Piece::Heading(h) => (&h.text, h.label().chars().count()),
                    _ => return Vec::new(),
                };
                of_prose(prose, range.map(|o| o.saturating_sub(from + label)))
            }
            (Some(Block::Table(table)), Some(Piece::Table(printed))) => {
                let mut out = Vec::new();
                for cell in &table.cells {
                    let touched = cell.place.offset.is_some_and(|o| o[0] < range[1] && range[0] < o[1]);
                    if touched {
                        of_cell(printed, cell.row, cell.column, DEPTH, &mut out);
                    }
                }
                out
            }
            _ => Vec::new(),
        };
        out.sort();
        out.dedup();
        out.truncate(CELLS);
        out
    }

    /// The table or section a place is in.
    fn heading(&self, place: &Place) -> String {
        let piece = block(place).and_then(|k| self.pieces.get(k).copied().flatten());
        let Some(piece) = piece else { return "报告".to_owned() };
        if let Some(Piece::Table(t)) = self.publication.pieces.get(piece) {
            return format!("《{}》", t.title.text);
        }
        let before = self.publication.pieces.get(..=piece).unwrap_or(&[]);
        let heading = before.iter().rev().find_map(|p| match p {
            Piece::Heading(h) => Some(h.line()),
            _ => None,
        });
        heading.map_or_else(|| "正文".to_owned(), |h| format!("正文“{h}”"))
    }
}

/// The amounts a figure is, or is made of: a change is made of this year's and that of what it is measured against.
fn of_fact(c: &Coordinates) -> Vec<Coordinates> {
    let base = c.get(Dimension::Base);
    let own = c.with(Dimension::Aspect, Term::WHOLE).with(Dimension::Base, Term::WHOLE);
    let mut out = vec![own];
    if base == Term::new("上年") {
        out.push(own.with(Dimension::Year, base));
    } else if !base.is_whole() {
        out.push(own.with(Dimension::Stage, base));
    }
    out
}

fn block(place: &Place) -> Option<usize> {
    place.line?.checked_sub(1)
}

/// Cells whose words stand in a range of characters; if none do, those of the sentences it is in.
fn of_prose(prose: &Prose, range: [usize; 2]) -> Vec<Source> {
    let byte = |n: usize| prose.text.char_indices().nth(n).map_or(prose.text.len(), |(b, _)| b);
    let (from, to) = (byte(range[0]), byte(range[1]));
    let within = |from: usize, to: usize| -> Vec<Source> {
        prose.sources.iter().filter(|(a, z, _)| *a < to && from < *z).map(|(_, _, s)| s.clone()).collect()
    };
    let own = within(from, to);
    if !own.is_empty() {
        return own;
    }
    let start = prose.text.get(..from).and_then(|t| t.rfind('。')).map_or(0, |b| b + '。'.len_utf8());
    let end = prose.text.get(to..).and_then(|t| t.find('。')).map_or(prose.text.len(), |b| to + b);
    within(start, end)
}

fn of_cell(table: &PrintedTable, row: usize, column: usize, depth: usize, out: &mut Vec<Source>) {
    let cell = table.rows.get(row).and_then(|cells| cells.iter().find(|c| c.column == column));
    let Some(cell) = cell else { return };
    if let Some(source) = &cell.source {
        out.push(source.clone());
    } else if depth > 0 {
        for (_, r, c) in &cell.formula {
            of_cell(table, *r, *c, depth - 1, out);
        }
    }
}
