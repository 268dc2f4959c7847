//! A folder as a finance bureau receives it: every format, some files broken, some that are nobody's report.

#![allow(clippy::unwrap_used, clippy::panic)]
mod common;

use common::Folder;
use serde_json::Value;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// The published files of the example department, by their extension.
fn published(extension: &str) -> Vec<u8> {
    let folder = examples().join("department/2024/公开");
    let file =
        std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().unwrap() == extension);
    std::fs::read(file.unwrap()).unwrap()
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn run(arguments: &[&str], folder: &Path) -> (Option<i32>, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_mingzhang"))
        .args(arguments)
        .arg(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let text = |b| String::from_utf8(b).unwrap();
    let (said, complained) = (text(out.stdout), text(out.stderr));
    assert!(!complained.contains("panicked"), "{complained}");
    (out.status.code(), said, complained)
}

fn audited(arguments: &[&str], folder: &Path) -> Vec<Value> {
    let (_, said, complained) = run(&[&["audit", "--format", "json"], arguments].concat(), folder);
    let value: Value = serde_json::from_str(&said).unwrap_or_else(|_| panic!("{said}{complained}"));
    value["reports"].as_array().unwrap().clone()
}

#[test]
fn a_bad_file_is_named_and_the_rest_is_done() {
    let folder = Folder::new("mixed");
    let put = |name: &str, content: &[u8]| {
        let path = folder.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    };
    let wrong = std::fs::read(examples().join("qinghe-culture-final-2024.txt")).unwrap();
    let text = published("txt");
    let pdf = published("pdf");
    put("甲局/决算.txt", &wrong);
    put("甲局/决算.html", &published("html"));
    put("乙局/决算.docx", &published("docx"));
    put("乙局/公开表.xlsx", &published("xlsx"));
    put("乙局/照片.jpg", b"\xff\xd8\xff");
    put("丙局/材料.zip", &archive(&[("正文.txt", &text), ("附表.xlsx", &published("xlsx"))]));
    put("丙局/两份.zip", &archive(&[("正文.txt", &text), ("另一局.txt", &wrong)]));
    put("丙局/截断.pdf", &pdf[..pdf.len() / 3]);
    put("丙局/空.docx", b"");
    put("丙局/改名.pdf", &wrong);

    let reports = audited(&[], &folder.0);
    let of = |name: &str| reports.iter().find(|r| r["file"].as_str().unwrap().ends_with(name)).unwrap();
    assert_eq!(reports.len(), 9);
    for bad in ["两份.zip", "截断.pdf", "空.docx"] {
        let report = of(bad);
        let why = report["reading"]["problems"][0]["message"].as_str().unwrap_or_default();
        assert!(why.ends_with('。'), "{report}");
    }
    let errors =
        |name: &str| of(name)["findings"].as_array().unwrap().iter().filter(|f| f["severity"] == "error").count();
    assert!(errors("决算.txt") >= 10 && errors("改名.pdf") == errors("决算.txt"));
    for clean in ["决算.html", "决算.docx", "公开表.xlsx", "材料.zip"] {
        assert_eq!(errors(clean), 0, "{clean}");
    }
    assert!(of("两份.zip").to_string().contains("不是同一份材料"));

    let (code, said, complained) = run(&["audit"], &folder.0);
    assert_eq!(code, Some(2));
    assert!(complained.contains("照片.jpg"), "{complained}");
    // What a reviewer reads last: how many, and which files are not done.
    let end = said.rsplit("\n\n").next().unwrap();
    for needed in ["共 9 个文件", "读取 6 个", "无法读取 3 个", "截断.pdf", "空.docx", "两份.zip"] {
        assert!(end.contains(needed), "{needed}: {end}");
    }
}

/// Two texts under one name, as a department's and its office's may be: other figures all over are no contradictions.
#[test]
fn texts_that_have_hardly_a_figure_in_common_are_two_reports() {
    let folder = Folder::new("apart");
    let text = String::from_utf8(published("txt")).unwrap();
    let number = |c: char| c.is_ascii_digit() || c == '.';
    let other: String = text
        .split_inclusive(|c: char| !number(c))
        .map(|piece| {
            let words = piece.trim_start_matches(number);
            let figure = &piece[..piece.len() - words.len()];
            let shifted = |c: char| c.to_digit(10).and_then(|d| char::from_digit(9 - d, 10)).unwrap_or(c);
            let figure: String =
                if figure.contains('.') { figure.chars().map(shifted).collect() } else { figure.into() };
            figure + words
        })
        .collect();
    std::fs::write(folder.0.join("甲.txt"), &text).unwrap();
    std::fs::write(folder.0.join("乙.txt"), other).unwrap();
    let reports = audited(&["--as-one"], &folder.0);
    assert!(reports[0].to_string().contains("不是同一份材料"), "{}", reports[0]);
    // Some figures changed: one report in two versions.
    std::fs::write(folder.0.join("乙.txt"), text.replacen("1851.74万元", "1815.74万元", 1)).unwrap();
    let reports = audited(&["--as-one"], &folder.0);
    assert_eq!(reports[0]["reading"]["status"], "complete", "{}", reports[0]);
}

/// One disclosure in an archive and in a folder: the text's own form against the one of the workbook.
#[test]
fn a_form_that_the_workbook_has_otherwise_is_told() {
    let folder = Folder::new("forms");
    let text = String::from_utf8(published("txt")).unwrap();
    assert!(text.contains("巡查文化经营场所家次\t≥\t1200\t家次\t1286"), "the example has another form");
    let changed =
        text.replacen("巡查文化经营场所家次\t≥\t1200\t家次\t1286", "巡查文化经营场所家次\t≥\t1200\t家次\t1268", 1);
    let inner = archive(&[("正文.txt", changed.as_bytes()), ("附表.xlsx", &published("xlsx"))]);
    std::fs::write(folder.0.join("材料.zip"), inner).unwrap();
    for arguments in [&[][..], &["--as-one"]] {
        let reports = audited(arguments, &folder.0);
        assert_eq!(reports.len(), 1);
        let found = reports[0]["findings"].as_array().unwrap();
        let errors: Vec<&Value> = found.iter().filter(|f| f["severity"] == "error").collect();
        assert_eq!(errors.len(), 1, "{errors:#?}");
        assert_eq!(errors[0]["rule"], "performance-form-twice");
        let told = errors[0].to_string();
        assert!(told.contains("1268") && told.contains("1286") && told.contains("附表.xlsx"), "{told}");
    }
}
