//! `new` and `compile`: a workbook in, a report out, or what is wrong with its cell and the right exit code.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used)]

mod common;

use common::Folder;
use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::{homeless, template};
use mingzhang_compile::{Book, Publishing, coordinates};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Coordinates};
use mingzhang_specimen::{Style, books};
use std::path::{Path, PathBuf};
use std::process::Command;

impl Folder {
    fn book(&self, name: &str, book: &Book) -> PathBuf {
        let publishing = Publishing::load(&book.profile, None).unwrap();
        let path = self.0.join(name);
        std::fs::write(&path, template(&publishing, Catalog::embedded(), Some(book)).unwrap()).unwrap();
        path
    }

    fn files(&self, name: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(name)).into_iter().flatten().flatten();
        let mut out: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
        out.sort();
        out
    }
}

fn run(folder: &Folder, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
    let output = command.current_dir(&folder.0).args(arguments).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert!(!err.contains("panicked"), "{err}");
    (output.status.code(), out, err)
}

fn say(book: &mut Book, name: &str, about: &str, text: &str) {
    let about = if about.is_empty() { Coordinates::default() } else { coordinates(about).unwrap() };
    book.say(name, about, text, None);
}

fn put(book: &mut Book, what: &str, yuan: i64) {
    let at = coordinates(what).unwrap();
    book.amounts.retain(|(c, _)| *c != at);
    book.put(at, Amount(yuan * SCALE), None);
}

#[test]
fn new_makes_a_workbook_and_never_overwrites_one() {
    let folder = Folder::new("new");
    let args = [
        "new",
        "--profile",
        "mof-final",
        "--entity",
        "某市文化局",
        "--year",
        "2024",
        "--level",
        "单位",
        "-o",
        "b.xlsx",
    ];
    let (code, _, err) = run(&folder, &args);
    assert!(code == Some(0) && err.contains("填表说明"), "{err}");
    let (code, out, _) = run(&folder, &["compile", "b.xlsx", "-o", "out"]);
    assert_eq!((code, out.contains("错误 1  基本信息!B8\n"), out.contains("错误 2")), (Some(1), true, false), "{out}");
    let (code, _, err) = run(&folder, &args);
    assert!(code == Some(2) && err.contains("已经存在"), "{err}");
    let (code, _, err) = run(&folder, &["new", "--profile", "nowhere", "-o", "c.xlsx"]);
    assert!(code == Some(2) && err.contains("mof-final  ") && !Path::new("c.xlsx").exists(), "{err}");
    let (code, _, err) = run(&folder, &["new", "--profile", "mof-final", "--year", "24", "-o", "c.xlsx"]);
    assert!(code == Some(2) && err.contains("--year"), "{err}");
    let mut force = args.to_vec();
    force.push("--force");
    assert_eq!(run(&folder, &force).0, Some(0));
}

#[test]
fn a_complete_workbook_becomes_the_report() {
    let folder = Folder::new("compile");
    let book = books::book(Style::Mof, 3);
    folder.book("b.xlsx", &book);
    let (code, out, err) = run(&folder, &["compile", "b.xlsx", "-o", "out"]);
    // A program without typesetting says that the PDF is missing, and nothing else.
    let quiet = if cfg!(feature = "pdf") { err.is_empty() } else { err.lines().count() == 1 && err.contains("PDF") };
    assert!(code == Some(0) && quiet, "{out}{err}");
    let title = format!("{}{}年度部门决算", book.entity(), book.year());
    let files = folder.files("out");
    assert!(files.contains(&format!("{title}.txt")) && files.iter().all(|f| f.starts_with(&title)), "{files:?}");
    assert!(out.lines().all(|l| l.starts_with("已写入 ")), "{out}");
}

#[test]
fn gaps_and_findings_name_the_cell() {
    let folder = Folder::new("gaps");
    let mut book = books::book(Style::Mof, 3);
    let reason = ("变动原因".to_owned(), coordinates("三公经费[事项=公务接待费]").unwrap());
    book.texts.remove(&reason).unwrap();
    folder.book("gap.xlsx", &book);
    let (code, out, _) = run(&folder, &["compile", "gap.xlsx", "-o", "out"]);
    assert!(code == Some(1) && out.starts_with("错误 1  三公经费!F9\n        请填写公务接待费比上年"), "{out}");
    assert!(folder.files("out").is_empty());
    let (code, out, _) = run(&folder, &["compile", "gap.xlsx", "--draft", "-o", "out"]);
    assert!(code == Some(0) && out.starts_with("警告 1  三公经费!F9\n"), "{out}");
    let text = folder.files("out").into_iter().find(|f| f.ends_with(".txt")).unwrap();
    let text = std::fs::read_to_string(folder.0.join("out").join(text)).unwrap();
    assert!(text.contains("【待补充：公务接待费比上年"), "{text}");

    let mut book = books::book(Style::Mof, 3);
    book.amounts.retain(|(c, _)| *c != coordinates("公务用车购置数").unwrap());
    say(&mut book, "绩效说明", "", "绩效评价项目XX个。");
    folder.book("warned.xlsx", &book);
    let (code, out, _) = run(&folder, &["compile", "warned.xlsx", "-o", "warned"]);
    assert_eq!((code, out.matches("警告 ").count()), (Some(0), 2), "{out}");
    // The count is blank: its cell is told all the same.
    assert!(out.contains("（填自 三公数量!B7）") && out.contains("（填自 三公经费!C6）"), "{out}");
    assert!(out.contains("占位符未替换") && out.contains("（填自 预算绩效!B12）"), "{out}");
}

#[test]
fn what_the_audit_calls_wrong_is_not_written() {
    let folder = Folder::new("refused");
    let mut book = books::book(Style::Mof, 3);
    // Last year the appropriations were less than their largest part.
    put(&mut book, "收入总计[年度=上年,资金=财政拨款]", 1_000_000);
    folder.book("b.xlsx", &book);
    let (code, out, _) = run(&folder, &["compile", "b.xlsx", "-o", "out"]);
    assert!(code == Some(1) && out.contains("核对有错，没有写出文件"), "{out}");
    assert!(out.contains("错误 1  ") && out.contains("结转结余和上年总计!B10"), "{out}");
    assert!(folder.files("out").is_empty());
}

#[test]
fn the_year_before_is_filled_in_from_its_workbook() {
    let folder = Folder::new("prior");
    let last = books::book(Style::Mof, 3);
    let mut next = last.clone();
    let year = (last.year() + 1).to_string();
    say(&mut next, "年度", "", &year);
    next.amounts.retain(|(c, _)| !c.to_string().contains("年度=上年"));
    put(&mut next, "三公经费[年度=上年,事项=公务接待费]", 1);
    let publishing = Publishing::load("mof-final", None).unwrap();
    assert!(homeless(&publishing, Catalog::embedded(), &next).len() < 4);
    folder.book("last.xlsx", &last);
    folder.book("next.xlsx", &next);
    let (code, out, err) = run(&folder, &["compile", "next.xlsx", "--prior", "last.xlsx", "--draft", "-o", "out"]);
    assert_eq!(code, Some(0), "{out}");
    assert!(
        err.contains("带入") && out.contains("三公经费!D9\n        上年数填的是 1.00，上年工作簿是 "),
        "{out}{err}"
    );
    // All is as it was, so that nothing has changed but what was typed.
    let text = folder.files("out").into_iter().find(|f| f.ends_with(".txt")).unwrap();
    let text = std::fs::read_to_string(folder.0.join("out").join(text)).unwrap();
    let before = last.year();
    assert!(text.contains(&format!("与{before}年度相比，收、支总计持平")), "{text}");
    let (code, _, err) = run(&folder, &["compile", "last.xlsx", "--prior", "next.xlsx", "-o", "out"]);
    assert!(code == Some(2) && err.contains("不是相连的两年"), "{err}");
}

#[test]
fn what_is_no_workbook_fails_with_one_sentence() {
    let folder = Folder::new("nobook");
    std::fs::write(folder.0.join("a.xlsx"), "单位,金额\n").unwrap();
    let (code, _, err) = run(&folder, &["compile", "a.xlsx", "-o", "out"]);
    assert!(code == Some(2) && err.starts_with("无法编制 a.xlsx：") && err.contains("mingzhang new"), "{err}");
    let (code, _, err) = run(&folder, &["compile", "none.xlsx", "-o", "out"]);
    assert!(code == Some(2) && err.contains("找不到"), "{err}");
    let (code, _, err) = run(&folder, &["compile", "a.xlsx", "-o", "a.xlsx"]);
    assert!(code == Some(2) && err.contains("请给出写入的文件夹"), "{err}");
}
