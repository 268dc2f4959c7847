//! Several files of one disclosure: archives within bounds, and one document of all.
#![allow(clippy::unwrap_used)]

mod support;

use mingzhang_decode::{DecodeError, decode, is_archive, join, unpack};
use mingzhang_model::{Block, Document};
use std::io::Write;
use support::{paragraphs, problems, tables, word_text};

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A page is a text file like any other here.
fn text(content: &str) -> Document {
    decode(content.as_bytes(), "a.html").unwrap()
}

const MAIN: &str = "<html><p>本年收入合计5.00万元，与上年相比增加1.00万元，主要原因是按照年度工作安排新增项目，人员有所增加。</p>\
    <table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>5.00</td></tr><tr><td>其他</td><td></td></tr></table>";

#[test]
fn an_archive_gives_its_files_and_no_others() {
    let bytes =
        archive(&[("材料/正文.txt", b"a"), ("__MACOSX/._x", b"b"), ("材料/.DS_Store", b"c"), ("~$附表.docx", b"d")]);
    assert!(is_archive(&bytes));
    let names: Vec<_> = unpack(&bytes).unwrap().into_iter().map(|m| m.name).collect();
    assert_eq!(names, ["正文.txt"]);
    assert!(!is_archive(&word_text("", "", "")) && !is_archive(b"PK"));
}

#[test]
fn documents_that_lie_in_an_archive_as_they_are_do_not_make_it_one() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let whole = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for name in ["正文.docx", "附件.docx"] {
        zip.start_file(name, whole).unwrap();
        zip.write_all(&word_text("<w:p><w:r><w:t>甲</w:t></w:r></w:p>", "", "")).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(is_archive(&bytes));
    assert_eq!(unpack(&bytes).unwrap().len(), 2);
}

#[test]
fn names_of_chinese_systems_are_read() {
    let mut bytes = archive(&[("zhengwen.txt", b"a")]);
    let (name, ..) = encoding_rs::GB18030.encode("部门预算.txt");
    for at in 0..bytes.len() - name.len() {
        if bytes[at..].starts_with(b"zhengwen.txt") {
            bytes[at..at + name.len()].copy_from_slice(&name);
        }
    }
    assert_eq!(unpack(&bytes).unwrap()[0].name, "部门预算.txt");
}

#[test]
fn bombs_and_broken_archives_are_refused() {
    let bomb = archive(&[("a.txt", &vec![b' '; 200 << 20])]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(unpack(&bomb).unwrap_err(), DecodeError::UnpacksTooLarge { .. }));
    let many: Vec<(String, &[u8])> = (0..201).map(|i| (format!("{i}.txt"), &b"a"[..])).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(n, b)| (n.as_str(), *b)).collect();
    assert!(matches!(unpack(&archive(&many)).unwrap_err(), DecodeError::UnpacksTooLarge { .. }));
    let whole = archive(&[("a.txt", b"aaaa")]);
    assert_eq!(unpack(&whole[..whole.len() / 2]).unwrap_err(), DecodeError::ArchiveDamaged);
}

#[test]
fn every_place_names_its_file_and_the_text_comes_first() {
    let other = "<html><table><tr><td>项目</td><td>人数</td></tr><tr><td>在职</td><td>7</td></tr></table>";
    let d = join(vec![("附表.html".to_owned(), text(other)), ("正文.html".to_owned(), text(MAIN))]).unwrap();
    assert_eq!(tables(&d).iter().map(|t| t.text(1, 1)).collect::<Vec<_>>(), ["5.00", "7"]);
    let files: Vec<_> = tables(&d).iter().map(|t| t.cells[0].place.file.clone().unwrap()).collect();
    assert_eq!(files, ["正文.html", "附表.html"]);
    assert_eq!(d.blocks[0].paragraph().unwrap().place(0, 3).file.as_deref(), Some("正文.html"));
    assert!(join(Vec::new()).is_none());
}

#[test]
fn a_table_that_says_the_same_is_read_once() {
    let table = |figure: &str| {
        let cells = format!("<table><tr><td>项 目</td><td>金额</td></tr><tr><td>合计</td><td>{figure}</td></tr>");
        text(&format!("<html>{cells}<tr><td>其他</td><td>0.00</td></tr></table>"))
    };
    let joined =
        |figure: &str| join(vec![("1.html".to_owned(), text(MAIN)), ("2.html".to_owned(), table(figure))]).unwrap();
    assert_eq!(tables(&joined("5.0")).len(), 1);
    assert_eq!(tables(&joined("6.00")).len(), 2);
}

#[test]
fn the_same_text_in_another_format_is_left_out_and_told() {
    let docx = |figure: &str| {
        let words = format!(
            "本年收入合计{figure}万元，与上年相比增加1.00万元，主要原因是按照年度工作安排新增项目，人员有所增加。"
        );
        decode(&word_text(&format!("<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"), "", ""), "a.docx").unwrap()
    };
    let joined =
        |figure: &str| join(vec![("1.html".to_owned(), text(MAIN)), ("2.docx".to_owned(), docx(figure))]).unwrap();
    let same = joined("5.00");
    assert_eq!((paragraphs(&same).len(), problems(&same)), (1, vec!["repeated-file"]));
    assert!(same.problems[0].message.contains("内容相同"));
    let differs = &joined("6.00").problems[0].message.clone();
    assert!(differs.contains("如“本年收入合计6.00万元”"), "{differs}");
    assert!(same.blocks.iter().filter_map(Block::paragraph).all(|p| p.file.as_deref() == Some("1.html")));
}
