//! Plain text and Markdown: lines to paragraphs and tables, each character with its offset.

pub(crate) mod encoding;
pub mod marked;
mod marks;
mod paragraphs;
mod source;
mod tables;

use crate::error::DecodeError;
use crate::limits;
use crate::traced::{Span, Spans, Traced};
use mingzhang_model::{Block, Document, Place, Problem, SourceKind};
use paragraphs::Prose;
use source::SourceLine;

/// The text of a file and the bytes of each of its characters.
pub(crate) fn trace(bytes: &[u8]) -> (encoding::Source, Vec<Span>) {
    let source = encoding::read(bytes, None);
    let spans = source::spans(&source.text);
    (source, spans)
}

/// Reads a text.
pub(crate) fn decode(bytes: &[u8]) -> Result<Document, DecodeError> {
    if bytes.len() > limits::TEXT_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len(), limit: limits::TEXT_BYTES });
    }
    let (text, damaged) = encoding::decode(bytes, None);
    // What an audit wrote into the text is not the text's.
    let text = marked::clean(&text).unwrap_or(text);
    let mut lines = source::lines(&text);
    if lines.iter().all(|l| l.is_blank()) {
        return Err(DecodeError::Empty);
    }
    let mut problems = Vec::new();
    if damaged > 0 {
        problems.push(Problem {
            code: "undecodable-text".to_owned(),
            message: format!("有{damaged}处文字编码错误，无法识别；请将文件另存为UTF-8编码后再检查。"),
            place: Place::default(),
        });
    }
    if let Some(first) = lines.get(limits::LINES) {
        problems.push(Problem {
            code: "document-truncated".to_owned(),
            message: format!("文件超过{}行，其后未读取；请拆分文件后再检查。", limits::LINES),
            place: Place { line: Some(first.number), ..Place::default() },
        });
        lines.truncate(limits::LINES);
    }
    let blocks = blocks(&lines);
    Ok(Document { kind: SourceKind::Text, blocks, pages: 0, problems })
}

/// The paragraphs and tables of some lines.
fn blocks(lines: &[SourceLine<'_>]) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut prose = Prose::new(lines);
    let mut count = 0;
    // Lines to pass before the next look for a table.
    let mut patience = 0;
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        if patience > 0 {
            patience -= 1;
        } else {
            match tables::table(rest, count + 1) {
                Ok((table, used)) => {
                    prose.close(&mut blocks);
                    blocks.push(Block::Table(table));
                    count += 1;
                    rest = rest.get(used.max(1)..).unwrap_or_default();
                    continue;
                }
                // After a long look in vain the next ones would look at the same lines again.
                Err(looked) => patience = looked / 8,
            }
        }
        prose.line(line, &mut blocks);
        rest = after;
    }
    prose.close(&mut blocks);
    blocks
}

/// What the lines of a text are that somebody put as they were into a document of another kind, where the rows of its tables are lines
/// with tabs, its headings have their marks and its sentences are broken. `None` if nothing tells that they are.
pub(crate) fn typed(lines: Vec<(Traced, Span)>, spans: &mut Spans) -> Option<Vec<Block>> {
    let text = lines.iter().map(|(line, _)| line.as_str()).collect::<Vec<_>>().join("\n");
    let source = source::lines(&text);
    let marked = source.iter().filter(|l| marks::strip(l).heading > 0).count() > 1;
    let blocks = (marked || text.contains(['\t', '|'])).then(|| blocks(&source))?;
    if !marked && blocks.iter().all(|b| b.table().is_none()) {
        return None;
    }
    lines.iter().for_each(|(line, at)| spans.block(line, *at));
    Some(blocks)
}
