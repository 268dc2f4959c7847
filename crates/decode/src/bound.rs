//! A document no larger than those who read it are made for: what comes after the bounds is left out and told, and a paragraph as long as a
//! chapter is given to them in pieces.

use crate::limits;
use mingzhang_model::{Block, Document, Paragraph, Place, Problem, Run, RunOrigin};

/// What may still be read of a disclosure.
#[derive(Clone, Debug)]
pub struct Room {
    blocks: usize,
    bytes: usize,
    cells: usize,
    tables: usize,
}

impl Default for Room {
    fn default() -> Room {
        Room {
            blocks: limits::BLOCKS,
            bytes: limits::DOCUMENT_BYTES,
            cells: limits::TABLE_CELLS,
            tables: limits::TABLES,
        }
    }
}

impl Room {
    /// Makes room for a document; false if there is not enough.
    pub fn holds(&mut self, document: &Document) -> bool {
        document.blocks.iter().all(|b| self.takes(b))
    }

    fn takes(&mut self, block: &Block) -> bool {
        let (length, size, table) = match block {
            Block::Paragraph(p) => (p.text.len(), 0, 0),
            Block::Table(t) => (t.cells.iter().map(|c| c.text.len()).sum(), t.rows.saturating_mul(t.columns), 1),
        };
        let (blocks, bytes) = (self.blocks.checked_sub(1), self.bytes.checked_sub(length));
        let (cells, tables) = (self.cells.checked_sub(size), self.tables.checked_sub(table));
        let (Some(blocks), Some(bytes), Some(cells), Some(tables)) = (blocks, bytes, cells, tables) else {
            return false;
        };
        *self = Room { blocks, bytes, cells, tables };
        true
    }
}

/// Bounds a document.
pub(crate) fn bounded(document: &mut Document) {
    if document.blocks.iter().any(|b| b.paragraph().is_some_and(|p| p.text.len() > limits::PARAGRAPH_BYTES)) {
        let blocks = std::mem::take(&mut document.blocks);
        document.blocks = blocks.into_iter().flat_map(pieces).collect();
    }
    let mut room = Room::default();
    let Some(end) = document.blocks.iter().position(|b| !room.takes(b)) else { return };
    let place = document.blocks.get(end).map(start).unwrap_or_default();
    let at = match (&place.page, &place.line, &place.cell) {
        (Some(page), ..) => format!("第{page}页"),
        (_, Some(line), _) => format!("第{line}行"),
        (.., Some(cell)) => format!("“{cell}”"),
        _ => "中间某处".to_owned(),
    };
    let message = format!("文件内容过于庞大，自{at}起未读取；请拆分文件后再检查。");
    document.blocks.truncate(end);
    document.problems.push(Problem { code: "document-truncated".to_owned(), message, place });
}

/// Where a block begins.
fn start(block: &Block) -> Place {
    let place = match block {
        Block::Paragraph(p) => p.place(0, p.text.chars().next().map_or(0, char::len_utf8)),
        Block::Table(t) => t.cells.first().map(|c| c.place.clone()).unwrap_or_default(),
    };
    Place { bbox: None, offset: None, ..place }
}

/// A block, a paragraph as long as a chapter in several: at ends of sentences if there are any.
fn pieces(block: Block) -> Vec<Block> {
    let mut paragraph = match block {
        Block::Paragraph(p) if p.text.len() > limits::PARAGRAPH_BYTES => p,
        block => return vec![block],
    };
    let mut out = Vec::new();
    // From the end, so that what is left need not be moved.
    let mut cuts = Vec::new();
    let mut at = 0;
    while paragraph.text.len() - at > limits::PARAGRAPH_BYTES {
        let end = (0..=at + limits::PARAGRAPH_BYTES).rev().find(|e| paragraph.text.is_char_boundary(*e)).unwrap_or(0);
        let piece = paragraph.text.get(at..end).unwrap_or_default();
        at = piece.rfind('。').map_or(end, |e| at + e + '。'.len_utf8());
        cuts.push(at);
    }
    for at in cuts.into_iter().rev() {
        out.push(Block::Paragraph(split_off(&mut paragraph, at)));
    }
    out.push(Block::Paragraph(paragraph));
    out.reverse();
    out
}

/// Takes what begins at a byte out of a paragraph.
fn split_off(paragraph: &mut Paragraph, at: usize) -> Paragraph {
    let before = paragraph.runs.partition_point(|r| r.start < at);
    let mut runs: Vec<Run> = Vec::new();
    let cut = paragraph.runs.get(before).is_none_or(|r| r.start > at);
    if let Some(last) = paragraph.runs.get_mut(before.saturating_sub(1)).filter(|_| cut) {
        let passed = paragraph.text.get(last.start..at).map_or(0, |t| t.chars().count());
        let origin = match &mut last.origin {
            RunOrigin::Text { offset, line } => RunOrigin::Text { offset: *offset + passed, line: *line },
            RunOrigin::Cell { offset, cell } => RunOrigin::Cell { offset: *offset + passed, cell: cell.clone() },
            RunOrigin::Page { page, top, bottom, edges, recognised } => {
                let edges = edges.split_off(passed.min(edges.len()));
                let recognised = recognised.split_off(passed.min(recognised.len()));
                RunOrigin::Page { page: *page, top: *top, bottom: *bottom, edges, recognised }
            }
        };
        runs.push(Run { start: 0, origin });
    }
    let rest = paragraph.runs.split_off(before.min(paragraph.runs.len()));
    runs.extend(rest.into_iter().map(|r| Run { start: r.start - at, ..r }));
    Paragraph {
        text: paragraph.text.split_off(at),
        runs,
        heading: 0,
        size: paragraph.size,
        centred: paragraph.centred,
        file: paragraph.file.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingzhang_model::SourceKind;

    fn document(blocks: Vec<Block>) -> Document {
        Document { kind: SourceKind::Text, blocks, pages: 0, problems: Vec::new() }
    }

    fn paragraph(text: String) -> Block {
        let half = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(i, _)| i);
        let run = |start, offset, line| Run { start, origin: RunOrigin::Text { offset, line } };
        let offset = text.get(..half).map_or(0, |t| t.chars().count());
        Block::Paragraph(Paragraph { text, runs: vec![run(0, 0, 1), run(half, offset, 2)], ..Paragraph::default() })
    }

    #[test]
    fn a_long_paragraph_keeps_its_text_and_its_places() {
        let text = "本年收入合计5.00万元。".repeat(limits::PARAGRAPH_BYTES / 10);
        let mut document = document(vec![paragraph(text.clone())]);
        bounded(&mut document);
        let pieces: Vec<&Paragraph> = document.blocks.iter().filter_map(Block::paragraph).collect();
        assert!(pieces.len() > 2 && pieces.iter().all(|p| p.text.len() <= limits::PARAGRAPH_BYTES));
        assert!(pieces.iter().all(|p| p.text.ends_with('。')));
        assert_eq!(pieces.iter().map(|p| p.text.as_str()).collect::<String>(), text);
        let mut seen = 0;
        for p in pieces {
            for (at, c) in p.text.char_indices() {
                assert_eq!(p.place(at, at + c.len_utf8()).offset, Some([seen, seen + 1]));
                seen += 1;
            }
        }
    }

    #[test]
    fn what_is_too_much_is_told_with_its_place() {
        let blocks = (0..limits::BLOCKS + 5).map(|_| paragraph("收入".to_owned())).collect();
        let mut document = document(blocks);
        bounded(&mut document);
        assert_eq!(document.blocks.len(), limits::BLOCKS);
        assert!(document.problems[0].message.contains("自第1行起未读取"));
    }
}
