//! `mingzhang compile --owed` and `--answers`: what is missing goes out as a form and comes back filled in.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::Folder;
use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::template;
use mingzhang_compile::{Book, Publishing};
use mingzhang_decode::{Value, grids};
use mingzhang_specimen::{Style, books};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::process::Command;

fn run(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
    let output = command.current_dir(&folder.0).args(arguments).output().unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// A book with project forms and evaluation reports, from which a reason, a conclusion, a measured value, an amount and a part of a report
/// are taken; what was taken, by the words that ask for it.
fn poorer() -> (Book, BTreeMap<String, String>) {
    let rich = |b: &Book| !b.list("评价报告").is_empty() && b.texts.keys().any(|(name, _)| name == "变动原因");
    let mut book = (0..).map(|seed| books::book(Style::Sichuan, seed)).find(rich).unwrap();
    let mut taken = BTreeMap::new();
    let row = book.lists.get_mut("项目").unwrap().first_mut().unwrap();
    let (name, code) = ["名称", "编码"].map(|k| row.texts.get(k).map_or(String::new(), |t| t.value.clone())).into();
    taken.insert(format!("项目“{name}”的评价结论"), row.texts.remove("结论").unwrap().value);
    let spent = row.amounts.remove("执行财政资金").unwrap().value;
    taken.insert(format!("项目“{name}”的执行数"), (spent.0 / 10_000).to_string());
    let key = if code.is_empty() { &name } else { &code };
    let own = |r: &&mut mingzhang_compile::Row| r.texts.get("项目").is_some_and(|t| t.value == *key);
    let row = book.lists.get_mut("绩效指标").unwrap().iter_mut().find(own).unwrap();
    let indicator = row.texts.get("名称").unwrap().value.clone();
    let reached = row.texts.remove("年末值").unwrap().value;
    taken.insert(format!("项目“{name}”的指标“{indicator}”的年末完成值"), reached);
    let parts = book.lists.get_mut("评价报告").unwrap();
    let at = parts.iter().position(|r| r.texts.get("部分").is_some_and(|t| t.value == "存在问题")).unwrap();
    let report = parts.remove(at);
    let said = |k: &str| report.texts.get(k).unwrap().value.clone();
    taken.insert(format!("“{}”绩效评价报告的“存在问题”", said("报告")), said("内容"));
    (book, taken)
}

/// The form with answers written into its cells, as a spreadsheet program saves it; those without an answer stay blank.
fn answered(form: &[u8], answers: &BTreeMap<String, String>) -> Vec<u8> {
    let sheet = &grids(form).unwrap()[0];
    let text = |row: u32, column: u32| {
        sheet.cells.iter().find(|c| (c.row, c.column) == (row, column)).map(|c| match &c.value {
            Value::Text(t) => t.clone(),
            _ => String::new(),
        })
    };
    let mut cells = BTreeMap::new();
    for row in 3..=sheet.cells.iter().map(|c| c.row).max().unwrap() {
        let asked = text(row, 3).unwrap_or_default();
        if let Some(answer) = answers.get(&asked) {
            cells.insert(format!("F{}", row + 1), answer.clone());
        }
    }
    assert_eq!(cells.len(), answers.len(), "{answers:#?}");
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(form)).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for k in 0..from.len() {
        let mut file = from.by_index(k).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        if name == "xl/worksheets/sheet1.xml" {
            let mut xml = String::from_utf8(bytes).unwrap();
            for (cell, answer) in &cells {
                let start = xml.find(&format!("<c r=\"{cell}\"")).unwrap();
                let end = start + xml[start..].find("/>").unwrap();
                let number = answer.bytes().all(|b| b.is_ascii_digit());
                let filled = if number {
                    format!("><v>{answer}</v></c>")
                } else {
                    format!(" t=\"inlineStr\"><is><t>{answer}</t></is></c>")
                };
                xml.replace_range(end..end + 2, &filled);
            }
            bytes = xml.into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn report(folder: &Path) -> String {
    let mut files = std::fs::read_dir(folder).unwrap().flatten().map(|e| e.path());
    let text = files.find(|p| p.extension().is_some_and(|e| e == "txt")).unwrap();
    std::fs::read_to_string(text).unwrap()
}

#[test]
fn what_is_owed_goes_round_and_comes_back() {
    let folder = Folder::new("owed");
    let (book, taken) = poorer();
    let publishing = Publishing::load(&book.profile, None).unwrap();
    std::fs::write(folder.0.join("b.xlsx"), template(&publishing, Catalog::embedded(), Some(&book)).unwrap()).unwrap();
    let (code, out, err) = run(&folder, &["compile", "b.xlsx", "--owed", "owed.xlsx", "-o", "out"]);
    let told = format!("还缺 {} 项内容，待填表已写入 owed.xlsx", taken.len());
    assert!(code == Some(1) && err.contains(&told) && !folder.0.join("out").exists(), "{out}{err}");
    let form = std::fs::read(folder.0.join("owed.xlsx")).unwrap();

    // Half of the answers: the other half is asked for again.
    let mut half = taken.clone();
    let (last, _) = half.pop_last().unwrap();
    std::fs::write(folder.0.join("half.xlsx"), answered(&form, &half)).unwrap();
    let args = ["compile", "b.xlsx", "--answers", "half.xlsx", "--owed", "rest.xlsx", "-o", "out"];
    let (code, out, err) = run(&folder, &args);
    assert!(code == Some(1) && err.contains(&format!("填入 {} 项答复", half.len())), "{out}{err}");
    assert!(err.contains("还缺 1 项内容") && out.contains(&format!("请填写{last}。")), "{out}{err}");
    let rest = std::fs::read(folder.0.join("rest.xlsx")).unwrap();
    let one = taken.iter().filter(|(k, _)| **k == last).map(|(k, v)| (k.clone(), v.clone())).collect();
    std::fs::write(folder.0.join("one.xlsx"), answered(&rest, &one)).unwrap();

    // Both forms together make the report that the whole book makes; the workbook kept beside it needs no answers.
    let args = ["compile", "b.xlsx", "--answers", "half.xlsx", "--answers", "one.xlsx", "-o", "out"];
    let (code, out, err) = run(&folder, &args);
    assert!(code == Some(0) && err.contains(&format!("填入 {} 项答复", taken.len())), "{out}{err}");
    let text = report(&folder.0.join("out"));
    for answer in taken.values().filter(|a| !a.bytes().all(|b| b.is_ascii_digit())) {
        assert!(text.contains(answer.trim_end_matches('。')), "{answer}\n{text}");
    }
    let (code, out, err) = run(&folder, &["compile", "out/b（已补充）.xlsx", "-o", "again"]);
    assert!(code == Some(0), "{out}{err}");
    assert_eq!(report(&folder.0.join("again")), text);
}

#[test]
fn an_answer_that_is_none_is_refused_with_its_cell() {
    let folder = Folder::new("misanswered");
    let (book, mut taken) = poorer();
    let publishing = Publishing::load(&book.profile, None).unwrap();
    std::fs::write(folder.0.join("b.xlsx"), template(&publishing, Catalog::embedded(), Some(&book)).unwrap()).unwrap();
    run(&folder, &["compile", "b.xlsx", "--owed", "owed.xlsx", "-o", "out"]);
    let form = std::fs::read(folder.0.join("owed.xlsx")).unwrap();
    let amount = taken.iter_mut().find(|(k, _)| k.ends_with("的执行数")).unwrap();
    *amount.1 = "约三万元".to_owned();
    std::fs::write(folder.0.join("a.xlsx"), answered(&form, &taken)).unwrap();
    let (code, out, err) = run(&folder, &["compile", "b.xlsx", "--answers", "a.xlsx", "-o", "out"]);
    assert!(code == Some(2) && err.contains("约三万元") && err.contains("应是一个数"), "{out}{err}");
    let (code, _, err) = run(&folder, &["compile", "b.xlsx", "--answers", "b.xlsx", "-o", "out"]);
    assert!(code == Some(2) && err.contains("不是“待填写”表"), "{err}");
}
