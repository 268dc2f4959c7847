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
    problems.extend(attachments(&page));
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

/// Files that a page links to: the tables are often only there.
fn attachments(page: &page::Page) -> Option<Problem> {
    const FILES: [&str; 13] =
        ["doc", "docx", "wps", "odt", "rtf", "xls", "xlsx", "et", "ods", "pdf", "ofd", "zip", "rar"];
    const NAMED: usize = 5;
    let mut links: Vec<&str> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for (i, item) in page.items.iter().enumerate().filter(|(_, item)| item.name == "a") {
        let link = item.attribute("href").split(['?', '#']).next().unwrap_or_default().trim();
        let file = link.rsplit(['/', '\\']).next().unwrap_or_default();
        let extension = file.rsplit_once('.').map_or("", |(_, e)| e);
        if !FILES.iter().any(|f| f.eq_ignore_ascii_case(extension)) || links.contains(&link) {
            continue;
        }
        // A page of links only need not be told in full.
        if links.len() >= limits::LINKS {
            break;
        }
        links.push(link);
        let text: String = page.below(i).map(|k| page.get(k).text.as_str().trim()).collect();
        names.push(if text.is_empty() { file.to_owned() } else { text });
    }
    let told: Vec<String> = names.iter().take(NAMED).map(|n| format!("《{n}》")).collect();
    let more = if names.len() > NAMED { "等" } else { "" };
    let message =
        format!("网页附有{}个文件（{}{more}），没有核对；请下载后与网页一起核对。", names.len(), told.join("、"));
    (!names.is_empty()).then(|| problem("attachment-unread", message))
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
