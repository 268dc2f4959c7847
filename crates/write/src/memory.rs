//! The document a publication is, without the way through bytes: what every written format must read back as.

use crate::text::{contents, frame};
use mingzhang_model::publication::{Piece, PrintedTable, Publication};
use mingzhang_model::{Block, Cell, Document, Paragraph, Place, Run, RunOrigin, SourceKind, Table};

/// The publication as a decoded document. Lines are blocks, from 1: block `n` of the document is line `n + 1` of every place in it.
/// The second value tells for each block the piece it comes from; blocks of cover and contents come from none.
#[must_use]
pub fn document(publication: &Publication) -> (Document, Vec<Option<usize>>) {
    let mut made = Made { blocks: Vec::new(), pieces: Vec::new(), offset: 0 };
    for line in &publication.cover {
        made.line(line, 0, None);
    }
    for (k, piece) in publication.pieces.iter().enumerate() {
        match piece {
            Piece::Contents => {
                made.line("目录", 0, None);
                for line in contents(publication) {
                    made.line(&line, 0, None);
                }
            }
            Piece::Heading(h) => made.line(&h.line(), h.level, Some(k)),
            Piece::Paragraph(p) => made.line(&p.text, 0, Some(k)),
            Piece::Chart(c) if !c.caption.is_empty() => made.line(&format!("（{}）", c.caption), 0, Some(k)),
            Piece::Chart(_) => {}
            Piece::Table(t) => {
                for line in frame(t) {
                    made.line(&line, 0, Some(k));
                }
                made.table(t, k);
                for note in &t.notes {
                    made.line(&note.text, 0, Some(k));
                }
            }
        }
    }
    let document = Document { kind: SourceKind::Text, blocks: made.blocks, pages: 0, problems: Vec::new() };
    (document, made.pieces)
}

struct Made {
    blocks: Vec<Block>,
    pieces: Vec<Option<usize>>,
    offset: usize,
}

impl Made {
    fn line(&mut self, text: &str, heading: u8, piece: Option<usize>) {
        let origin = RunOrigin::Text { offset: self.offset, line: self.blocks.len() + 1 };
        self.offset += text.chars().count() + 1;
        let runs = vec![Run { start: 0, origin }];
        self.blocks.push(Block::Paragraph(Paragraph { text: text.to_owned(), runs, heading, ..Paragraph::default() }));
        self.pieces.push(piece);
    }

    fn table(&mut self, t: &PrintedTable, piece: usize) {
        let line = self.blocks.len() + 1;
        let mut cells = Vec::new();
        for (r, row) in t.rows.iter().enumerate() {
            for cell in row {
                let text = cell.content.text();
                let end = self.offset + text.chars().count();
                let place = Place { offset: Some([self.offset, end]), line: Some(line), ..Place::default() };
                self.offset = end + 1;
                let (row_span, column_span) = cell.spans;
                cells.push(Cell { row: r, column: cell.column, row_span, column_span, text, place, ..Cell::default() });
            }
        }
        self.blocks.push(Block::Table(Table::new(t.rows.len(), t.widths.len(), cells, Vec::new())));
        self.pieces.push(Some(piece));
    }
}
