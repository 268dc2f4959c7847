//! The same report with the same mistakes in the formats an office suite writes: the same findings.

#![allow(clippy::unwrap_used, clippy::panic)]
mod common;

use common::Folder;
use serde_json::Value;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The Word report of the example department with some figures changed.
fn mistaken() -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/department/2024/公开");
    let file = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).find(|p| p.extension().unwrap() == "docx");
    let mut from = zip::ZipArchive::new(Cursor::new(std::fs::read(file.unwrap()).unwrap())).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let name = part.name().unwrap().into_owned();
        if name == "word/document.xml" {
            let mut text = String::from_utf8(content).unwrap();
            for (right, wrong) in
                [("1851.74万元", "1815.74万元"), ("3.60%", "3.06%"), (">85.85<", ">58.85<"), (">1286<", ">1186<")]
            {
                assert!(text.contains(right), "{right}");
                text = text.replacen(right, wrong, 1);
            }
            content = text.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&content).unwrap();
    }
    to.finish().unwrap().into_inner()
}

/// Level, rule, words called wrong and suggested value of every finding.
fn findings(file: &Path) -> Vec<String> {
    let out = Command::new(env!("CARGO_BIN_EXE_mingzhang"))
        .args(["audit", "--all", "--format", "json"])
        .arg(file)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let value: Value = serde_json::from_slice(&out.stdout).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let told = |f: &Value| {
        let words: String = f["stated"].as_str().unwrap_or_default().split_whitespace().collect();
        format!("{} {} {words} {}", f["severity"], f["rule"], f["suggestion"]["value"])
    };
    let mut all: Vec<String> = value["reports"][0]["findings"].as_array().unwrap().iter().map(told).collect();
    all.sort();
    all
}

#[test]
fn every_format_gives_the_same_findings() {
    let folder = Folder::new("formats");
    let word = folder.0.join("report.docx");
    std::fs::write(&word, mistaken()).unwrap();
    let right = findings(&word);
    assert!(right.iter().filter(|f| f.contains("error")).count() >= 3, "{right:#?}");
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.0.display());
    for format in ["doc:MS Word 97", "odt:writer8", "rtf:Rich Text Format", "html:HTML (StarWriter)"] {
        let turned = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--norestore", "--convert-to", format, "--outdir"])
            .args([&folder.0, &word])
            .output();
        let made = word.with_extension(format.split(':').next().unwrap());
        if turned.is_err() || !made.is_file() {
            eprintln!("skipped: LibreOffice is not installed or does not write {format}");
            return;
        }
        assert_eq!(findings(&made), right, "{format}");
    }
}
