//! Kinds of files: told by content, refused with a sentence.

mod support;

use mingzhang_decode::{DecodeError, decode};
use mingzhang_model::SourceKind;
use support::{compound, paragraphs, pdf, problems, text};

#[test]
fn the_content_tells_the_kind() {
    let document = decode("一、概况\n本部门负责财政工作。".as_bytes(), "报告.pdf").unwrap();
    assert_eq!((document.kind, problems(&document)), (SourceKind::Text, vec!["misnamed-file"]));
    let document = decode(&pdf(&[text(60.0, 700.0, 15.0, "内容")]), "报告.txt").unwrap();
    assert_eq!((document.kind, problems(&document)), (SourceKind::Pages, vec!["misnamed-file"]));
    let document = decode(&pdf(&[text(60.0, 700.0, 15.0, "内容")]), "报告.PDF").unwrap();
    assert!(document.problems.is_empty());
}

#[test]
fn what_is_not_read_is_named() {
    let refused = |bytes: &[u8]| decode(bytes, "a").unwrap_err().to_string();
    assert_eq!(decode(b"PK\x03\x04....word/document.xml", "a").unwrap_err(), DecodeError::WordDamaged);
    assert!(refused(b"PK\x03\x04....xl/workbook.bin").contains("XLSB"));
    assert_eq!(decode(b"PK\x03\x04....xl/workbook.xml", "a.xlsx").unwrap_err(), DecodeError::WorkbookDamaged);
    assert!(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1........").contains("Office"));
    assert!(refused(b"\x89PNG\r\n\x1a\n").contains("图片"));
    assert_eq!(decode(b"", "a.txt").unwrap_err(), DecodeError::Empty);
    assert_eq!(decode(b" \n\t\n", "a.txt").unwrap_err(), DecodeError::Empty);
    assert_eq!(decode(&[0, 1, 2, 3, 0, 0, 9], "a.txt").unwrap_err(), DecodeError::NotAReport);
    assert!(matches!(decode(&vec![b'a'; (64 << 20) + 1], "a.txt"), Err(DecodeError::TooLarge { .. })));
}

#[test]
fn what_an_office_suite_can_turn_says_into_what() {
    let turned = |bytes: &[u8]| match decode(bytes, "a.docx").unwrap_err() {
        DecodeError::Convertible { from, to, .. } => format!("{from} {to}"),
        other => other.to_string(),
    };
    assert_eq!(turned(&compound(&["WordDocument", "1Table"])), "doc docx");
    assert!(turned(&compound(&["PowerPoint Document"])).contains("演示文稿"));
    assert_eq!(turned(b"{\\rtf1\\ansi a}"), "rtf docx");
    assert_eq!(turned(b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.text"), "odt docx");
    assert_eq!(turned(b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), "ods xlsx");
    assert_eq!(
        turned(b"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>"),
        "xml docx"
    );
}

#[test]
fn every_refusal_is_one_chinese_sentence() {
    let all = [
        DecodeError::Empty,
        DecodeError::Unsupported { format: "网页" },
        DecodeError::Convertible { format: "RTF文件", from: "rtf", to: "docx" },
        DecodeError::NotAReport,
        DecodeError::Encrypted,
        DecodeError::Damaged,
        DecodeError::Locked,
        DecodeError::WordDamaged,
        DecodeError::WorkbookDamaged,
        DecodeError::ArchiveDamaged,
        DecodeError::NotAWorkbook,
        DecodeError::UnpacksTooLarge { limit: 1 << 20 },
        DecodeError::NoTextLayer { pages: 3 },
        DecodeError::TooLarge { bytes: 1 << 30, limit: 1 << 26 },
    ];
    for error in all {
        let text = error.to_string();
        assert!(text.ends_with('。') && text.contains("请") && !text.contains('\n'), "{text}");
    }
}

#[test]
fn offsets_count_as_python_does() {
    let text = "\u{feff}标题\r\n正文一。\r\n\r\n正文二。";
    let document = decode(text.as_bytes(), "a.txt").unwrap();
    assert_eq!(paragraphs(&document), ["标题", "正文一。", "正文二。"]);
    let plain: Vec<char> = text.replace("\r\n", "\n").chars().collect();
    for paragraph in document.blocks.iter().filter_map(mingzhang_model::Block::paragraph) {
        let [a, b] = paragraph.place(0, paragraph.text.len()).offset.unwrap();
        assert_eq!(plain[a..b].iter().collect::<String>(), paragraph.text);
    }
}

#[test]
fn gb18030_is_read() {
    let (bytes, ..) = encoding_rs::GB18030.encode("二〇二四年度部门决算公开\n一、收入合计１００万元，镕㎡。");
    let document = decode(&bytes, "a.txt").unwrap();
    assert_eq!(paragraphs(&document), ["二〇二四年度部门决算公开", "一、收入合计１００万元，镕㎡。"]);
}

#[test]
fn a_marked_part_of_a_page_is_still_a_page() {
    let note = "字".repeat(2_000);
    let part = format!("<p>收入<mark data-mingzhang=\"error\" title=\"{note}\">5</mark>万元</p>");
    assert_eq!(mingzhang_decode::kind(part.as_bytes()).unwrap(), mingzhang_decode::Kind::Html);
}
