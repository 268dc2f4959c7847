//! What kind of file it is, by its first bytes.

use crate::error::DecodeError;
use crate::workbook;

/// A kind of file that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Portable Document Format.
    Pdf,
    /// A web page.
    Html,
    /// Office Open XML text.
    Word,
    /// Office Open XML workbook.
    Xlsx,
    /// Workbook of Excel 97-2003.
    Xls,
    /// Plain text or Markdown.
    Text,
    /// A picture: PNG, JPEG, TIFF or BMP.
    Picture,
}

/// How the pictures that are read begin. BMP has but two letters, and four zeros further on that no text has.
const PICTURES: [&[u8]; 4] = [b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*"];

/// How far into a file its marks are looked for.
const HEAD: usize = 1024;

/// Tells the kind of a file.
pub(crate) fn kind(bytes: &[u8]) -> Result<Kind, DecodeError> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if head.iter().all(u8::is_ascii_whitespace) && bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError::Empty);
    }
    // Mail gateways and scanners put bytes before the mark; readers look for it in the first kilobyte.
    if head.windows(5).any(|w| w == b"%PDF-") && !looks_like_prose(head) {
        return Ok(Kind::Pdf);
    }
    let bitmap = head.starts_with(b"BM") && head.get(6..10) == Some(&[0; 4]);
    if bitmap || PICTURES.iter().any(|mark| head.starts_with(mark)) {
        return Ok(Kind::Picture);
    }
    if let Some(error) = convertible(head, bytes) {
        return Err(error);
    }
    if head.starts_with(b"PK\x03\x04") && contains(bytes, b"word/document.") {
        return Ok(Kind::Word);
    }
    if head.starts_with(b"PK\x03\x04") && contains(bytes, b"xl/workbook.xml") {
        return Ok(Kind::Xlsx);
    }
    if head.starts_with(workbook::MARK) {
        let names = workbook::names(bytes);
        let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
        if has("EncryptedPackage") {
            return Err(DecodeError::Locked);
        }
        if has("Workbook") || has("Book") {
            return Ok(Kind::Xls);
        }
    }
    if let Some(format) = unsupported(head, bytes) {
        return Err(DecodeError::Unsupported { format });
    }
    if is_html(head) {
        return Ok(Kind::Html);
    }
    if is_binary(head) { Err(DecodeError::NotAReport) } else { Ok(Kind::Text) }
}

/// What only an office suite reads, and what it makes of it.
fn convertible(head: &[u8], bytes: &[u8]) -> Option<DecodeError> {
    let to = |format, from, to| Some(DecodeError::Convertible { format, from, to });
    if head.starts_with(workbook::MARK) {
        let names = workbook::names(bytes);
        let text = names.iter().any(|n| n == "WordDocument") && !names.iter().any(|n| n == "EncryptedPackage");
        return if text { to("旧版Word、WPS文件（DOC、WPS）", "doc", "docx") } else { None };
    }
    if head.starts_with(b"{\\rtf") {
        return to("RTF文件", "rtf", "docx");
    }
    if head.starts_with(b"PK\x03\x04") {
        return if contains(head, b"mimetypeapplication/vnd.oasis.opendocument.text") {
            to("开放文档（ODT）", "odt", "docx")
        } else if contains(head, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet") {
            to("开放文档表格（ODS）", "ods", "xlsx")
        } else if contains(bytes, b"xl/workbook.bin") {
            to("Excel二进制工作簿（XLSB）", "xlsb", "xlsx")
        } else {
            None
        };
    }
    // What Office 2003 calls its XML; WPS writes it too.
    if contains(head, b"progid=\"Word.Document\"") {
        return to("Word 2003 XML文件", "xml", "docx");
    }
    if contains(head, b"progid=\"Excel.Sheet\"") {
        return to("Excel 2003 XML文件", "xml", "xlsx");
    }
    None
}

fn contains(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|w| w == mark)
}

/// Text that merely speaks of `%PDF-`.
fn looks_like_prose(head: &[u8]) -> bool {
    !head.starts_with(b"%PDF-") && !is_binary(head) && std::str::from_utf8(head).is_ok_and(|s| s.chars().any(is_han))
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn unsupported(head: &[u8], bytes: &[u8]) -> Option<&'static str> {
    const MARKS: [(&[u8], &str); 4] = [
        (workbook::MARK, "这种Office文件（如演示文稿）"),
        (b"GIF8", "GIF图片"),
        (b"Rar!", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
    ];
    if head.starts_with(b"PK\x03\x04") {
        let has = |mark: &[u8]| contains(bytes, mark);
        let format = if has(b"OFD.xml") { "OFD文件" } else { "压缩包（ZIP）" };
        return Some(format);
    }
    MARKS.iter().find(|(mark, _)| head.starts_with(mark)).map(|(_, format)| *format)
}

/// Begins with a tag, and is a page by its first tag or full of tags. Text that merely holds tags begins with something else.
fn is_html(head: &[u8]) -> bool {
    // UTF-16 has the same letters with zeros between them.
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    let body = head.get(if wide { 2 } else { 0 }..).unwrap_or_default();
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let plain: Vec<u8> = body.iter().copied().filter(|b| !wide || *b != 0).collect();
    let mut start = plain.trim_ascii_start();
    while start.starts_with(b"<?") || start.starts_with(b"<!--") {
        let close: &[u8] = if start.starts_with(b"<?") { b">" } else { b"-->" };
        let Some(end) = start.windows(close.len()).position(|w| w == close) else { break };
        start = start.get(end + close.len()..).unwrap_or_default().trim_ascii_start();
    }
    let starts = |mark: &&str| start.get(..mark.len()).is_some_and(|s| s.eq_ignore_ascii_case(mark.as_bytes()));
    // A part of a page that was marked has fewer tags for its length than it had before.
    let marked = start.first() == Some(&b'<') && contains(start, b"<mark data-mingzhang=");
    if marked || ["<!doctype html", "<html", "<head", "<body"].iter().any(starts) {
        return true;
    }
    let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let tags =
        plain.windows(2).filter(|w| w.first() == Some(&b'<') && (letter(w.get(1)) || w.get(1) == Some(&b'/'))).count();
    start.first() == Some(&b'<') && letter(start.get(1)) && tags >= 4 && tags * 100 >= plain.len()
}

/// Control bytes that no text has; UTF-16 with a byte-order mark is text.
fn is_binary(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return false;
    }
    let controls = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    controls * 50 > head.len() || head.contains(&0)
}

/// A sentence for a file whose name says another kind than its content.
pub(crate) fn misnamed(kind: Kind, name: &str) -> Option<String> {
    let extension = name.rsplit_once('.').map_or("", |(_, e)| e).to_ascii_lowercase();
    match (kind, extension.as_str()) {
        (Kind::Text, "pdf" | "doc" | "docx" | "xls" | "xlsx") => {
            Some(format!("文件扩展名是.{extension}，内容却是纯文本，已按文本读取；请核对是否为正确的文件。"))
        }
        // Statistics systems hand out pages under the name of a workbook; users cannot tell.
        (Kind::Html, "pdf" | "doc" | "docx" | "xls" | "xlsx") => {
            Some(format!("文件扩展名是.{extension}，内容却是网页，已按网页读取；请核对是否为正确的文件。"))
        }
        (Kind::Word, e) if !matches!(e, "" | "docx" | "docm" | "dotx" | "dotm") => {
            Some(format!("文件扩展名是.{extension}，内容却是Word文件，已按Word文件读取；请核对是否为正确的文件。"))
        }
        (Kind::Xlsx, e) if !matches!(e, "" | "xlsx" | "xlsm" | "xltx" | "xltm") => {
            Some(format!("文件扩展名是.{extension}，内容却是XLSX工作簿，已按工作簿读取；请核对是否为正确的文件。"))
        }
        (Kind::Xls, e) if !matches!(e, "" | "xls" | "xlt" | "et") => {
            Some(format!("文件扩展名是.{extension}，内容却是XLS工作簿，已按工作簿读取；请核对是否为正确的文件。"))
        }
        (Kind::Pdf, e) if !e.is_empty() && e != "pdf" => {
            Some(format!("文件扩展名是.{extension}，内容却是PDF，已按PDF读取；请核对是否为正确的文件。"))
        }
        _ => None,
    }
}
