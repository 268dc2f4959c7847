//! Web pages: the report on a page, without what the site puts around it.

mod content;
mod flow;
mod page;
mod table;
mod tags;
mod tracer;
mod tree;

pub use content::MARK;

use crate::error::DecodeError;
use crate::limits;
use crate::text::encoding;
use crate::traced::Spans;
use mingzhang_model::{Document, Place, Problem, SourceKind};

/// How far into a page its encoding may be declared.
const HEAD: usize = 4096;

/// Reads a page; the spans are those of its text, which may begin with a byte-order mark.
pub(crate) fn decode(bytes: &[u8], spans: &mut Spans) -> Result<Document, DecodeError> {
    if bytes.len() > limits::HTML_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len(), limit: limits::HTML_BYTES });
    }
    let (text, damaged) = encoding::decode(bytes, declared(bytes));
    let body = text.trim_start_matches('\u{feff}');
    let (tree, cut) = tree::parse(body, spans.wanted);
    let mut page = page::Page::new(&tree);
    drop(tree);
    content::drop_surroundings(&mut page);
    let mut problems = Vec::new();
    if damaged > 0 {
        problems.push(problem(
            "undecodable-text",
            format!("有{damaged}处文字编码错误，无法识别；请将网页另存为UTF-8编码后再检查。"),
        ));
    }
    if cut {
        let message = "网页的标签过多或嵌套过深，其后未读取；请在浏览器中打开并重新保存，或另存为TXT后再检查。";
        problems.push(problem("document-truncated", message.to_owned()));
    }
    let blocks = flow::blocks(&page, &mut problems, spans);
    spans.shift(text.len() - body.len());
    if blocks.is_empty() {
        return Err(DecodeError::Empty);
    }
    Ok(Document { kind: SourceKind::Text, blocks, pages: 0, problems })
}

fn problem(code: &str, message: String) -> Problem {
    Problem { code: code.to_owned(), message, place: Place::default() }
}

/// The text of a page and its encoding.
#[must_use]
pub fn source(bytes: &[u8]) -> encoding::Source {
    encoding::read(bytes, declared(bytes))
}

/// The encoding a page says it has: `charset=gb2312` in a meta element, `encoding="gb2312"` in an XML declaration.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let after = |mark: &[u8]| {
        let at = head.windows(mark.len()).position(|w| w.eq_ignore_ascii_case(mark))?;
        head.get(at + mark.len()..)
    };
    let rest = after(b"charset=").or_else(|| after(b"encoding="))?;
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest).trim_ascii_start();
    let end = rest.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'-' | b'_' | b':'));
    rest.get(..end?).filter(|label| !label.is_empty())
}
