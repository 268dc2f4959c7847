//! Word documents (Office Open XML): what a reader sees on paper, with the numbers the word processor prints by itself.

mod body;
mod counting;
mod draft;
mod flatten;
mod numbering;
mod package;
mod styles;
mod walls;
mod xml;

use crate::error::DecodeError;
use crate::traced::Spans;
use mingzhang_model::{Document, Place, Problem, SourceKind};
use package::{Package, Part};

/// How many places with pictures are listed.
const PICTURES: usize = 10;

/// Reads a Word document.
pub(crate) fn word(bytes: &[u8]) -> Result<Document, DecodeError> {
    read(bytes, &mut Spans::default()).map(|(document, _)| document)
}

/// Reads a Word document, and tells the name of the part with the text.
pub(crate) fn read(bytes: &[u8], spans: &mut Spans) -> Result<(Document, String), DecodeError> {
    let mut package = Package::open(bytes)?;
    let name = package.main();
    let (text, cut_off) = match package.part(&name) {
        Part::Read(text) => (text, false),
        Part::Cut(text) => (text, true),
        Part::TooLarge(limit) => return Err(DecodeError::UnpacksTooLarge { limit }),
        Part::Damaged => return Err(DecodeError::WordDamaged),
        Part::Missing => return Err(DecodeError::Unsupported { format: "压缩包（ZIP）" }),
    };
    let mut problems = Vec::new();
    let mut beside = |kind: &str| match package.beside(&name, kind) {
        Part::Read(text) => text,
        Part::Missing => String::new(),
        Part::Cut(_) | Part::Damaged | Part::TooLarge(_) => {
            problems.push(problem(
                "part-unreadable",
                "Word文件的样式、编号或脚注部分已损坏，自动编号或脚注可能缺失；请在Word或WPS中重新保存后再检查。",
                Place::default(),
            ));
            String::new()
        }
    };
    let styles = styles::Styles::read(&beside("styles"));
    let numbering = numbering::Numbering::read(&beside("numbering"), &styles);
    let notes = body::notes([&beside("footnotes"), &beside("endnotes")], &styles);
    let body = body::read(&text, &styles, numbering, notes, spans.wanted);
    let flatten::Flat { list: blocks, pictures, cut } = flatten::blocks(body.items, spans);
    let end = Place { line: Some(blocks.len()), ..Place::default() };
    if let Some(first) = pictures.first() {
        let mut lines: Vec<String> = pictures.iter().map(ToString::to_string).collect();
        lines.dedup();
        let more = if lines.len() > PICTURES { "等" } else { "" };
        lines.truncate(PICTURES);
        let message = format!(
            "第{}段{more}处共有{}幅图片，图中的文字和数字没有核对；如果是以图片插入的表格，请改为可编辑的表格后再检查。",
            lines.join("、"),
            pictures.len()
        );
        problems.push(problem("picture-unread", &message, Place { line: Some(*first), ..Place::default() }));
    }
    let damaged = body.damaged || cut_off;
    if damaged {
        let message = format!("Word文件已损坏，第{}段之后可能未读取；请在Word或WPS中重新保存后再检查。", blocks.len());
        problems.push(problem("document-truncated", &message, end.clone()));
    }
    if body.cut || cut {
        let message = "Word文件的表格过多或嵌套过深，有一部分未读取；请拆分文件后再检查。";
        problems.push(problem("document-truncated", message, end));
    }
    if blocks.is_empty() {
        return Err(if damaged { DecodeError::WordDamaged } else { DecodeError::Empty });
    }
    Ok((Document { kind: SourceKind::Text, blocks, pages: 0, problems }, name))
}

fn problem(code: &str, message: &str, place: Place) -> Problem {
    Problem { code: code.to_owned(), message: message.to_owned(), place }
}
