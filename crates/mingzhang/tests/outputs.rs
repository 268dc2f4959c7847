//! What an audit is told as: pages, ledger, SARIF, notices, and two versions of a report.

#![allow(clippy::unwrap_used)]
mod common;

use common::Folder;
use serde_json::Value;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const WRONG: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/qinghe-culture-final-2024");
const CLEAN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/clean/qinghe-culture-final-2024-clean.txt");

fn run(arguments: &[&str]) -> (Option<i32>, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_mingzhang")).args(arguments).stdin(Stdio::null()).output().unwrap();
    let text = |b| String::from_utf8(b).unwrap();
    let (said, complained) = (text(out.stdout), text(out.stderr));
    assert!(!complained.contains("panicked"), "{complained}");
    (out.status.code(), said, complained)
}

fn audit(file: &str, more: &[&str]) -> String {
    let (code, said, complained) = run(&[&["audit", file], more].concat());
    assert!(matches!(code, Some(0 | 1)), "{complained}");
    said
}

fn json(file: &str, more: &[&str]) -> Value {
    serde_json::from_str(&audit(file, &[&["--format", "json"], more].concat())).unwrap()
}

fn findings(v: &Value) -> &Vec<Value> {
    v["reports"][0]["findings"].as_array().unwrap()
}

fn words(v: &Value) -> &str {
    v.as_str().unwrap_or_default()
}

fn solid(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text a page marks for a piece of evidence.
fn marked(page: &str, key: &str) -> String {
    let mut out = String::new();
    for mark in page.split("<mark").skip(1) {
        let Some((tag, rest)) = mark.split_once('>') else { continue };
        let said = tag.split_once(" data-e=\"").and_then(|(_, r)| r.split_once('"')).map_or("", |(keys, _)| keys);
        if said.split(' ').any(|k| k == key) {
            out += rest.split_once("</mark>").map_or("", |(text, _)| text);
        }
    }
    out.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

#[test]
fn marks_sit_on_the_words() {
    let department = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/department/2024/公开");
    let mut files: Vec<String> = ["pdf", "txt"].map(|e| format!("{WRONG}.{e}")).to_vec();
    for entry in std::fs::read_dir(department).unwrap() {
        files.push(entry.unwrap().path().display().to_string());
    }
    // A web page with two figures changed.
    let folder = Folder::new("marks");
    let page = files.iter().find(|f| f.ends_with(".html")).unwrap();
    let page = std::fs::read_to_string(page).unwrap();
    let changed = page.replacen("2356.88万元", "2365.88万元", 1).replacen("1,851.74", "1,815.74", 1);
    let file = folder.0.join("改.html");
    std::fs::write(&file, changed).unwrap();
    files.push(file.display().to_string());
    let mut compared = 0;
    for file in files {
        let (page, told) = (audit(&file, &["--format", "html"]), json(&file, &[]));
        for (i, f) in findings(&told).iter().enumerate() {
            let quote = solid(words(&f["evidence"][0]["quote"]));
            let stated = solid(words(&f["stated"]));
            for (e, evidence) in f["evidence"].as_array().unwrap().iter().enumerate() {
                let said = solid(&marked(&page, &format!("{i}.{e}")));
                assert!(solid(words(&evidence["quote"])).contains(&said) && !said.is_empty(), "{file} {i}.{e} {said}");
            }
            if !stated.is_empty() && quote.contains(&stated) {
                assert_eq!(solid(&marked(&page, &format!("{i}.0"))), stated, "{file}");
                compared += 1;
            }
        }
        // Figures of one cell share its place.
        let lists =
            ["unread", "unrelated"].map(|list| told["reports"][0]["coverage"][list].as_array().unwrap().clone());
        let place = |u: &Value| ["offset", "page", "bbox", "cell"].map(|k| u[k].to_string()).join(" ");
        let unchecked = lists.iter().flatten().map(place).collect::<HashSet<_>>().len();
        let shaded =
            page.split("<mark class=\"").skip(1).filter(|m| m.starts_with('u') || m.starts_with("w u")).count();
        assert!(shaded >= unchecked, "{file}: {shaded} of {unchecked}");
    }
    assert!(compared >= 28, "{compared}");
}

#[test]
fn regions_are_the_characters_of_the_file() {
    let file = format!("{WRONG}.txt");
    let text: Vec<char> = std::fs::read_to_string(&file).unwrap().chars().collect();
    let log: Value = serde_json::from_str(&audit(&file, &["--format", "sarif"])).unwrap();
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert!(results.len() >= 15);
    for r in results {
        let place = &r["locations"][0];
        let region = &place["physicalLocation"]["region"];
        let at = |key: &str| region[key].as_u64().and_then(|n| usize::try_from(n).ok()).unwrap();
        let shown: String = text[at("charOffset")..at("charOffset") + at("charLength")].iter().collect();
        let quote = solid(words(&place["properties"]["quote"]));
        assert!(quote.contains(&solid(&shown)), "{shown} {quote}");
        let rule = &run["tool"]["driver"]["rules"][usize::try_from(r["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], r["ruleId"]);
        assert!(!words(&rule["help"]["text"]).is_empty(), "{rule}");
    }
}

/// The text report with a paragraph more at the top, one mistake mended, another changed and still wrong, and one made anew.
fn second_version(folder: &Folder) -> PathBuf {
    let text = std::fs::read_to_string(format!("{WRONG}.txt")).unwrap();
    let mut out = text;
    for (from, to) in
        [("1184.8万元", "118.48万元"), ("268.57万元", "268.75万元"), ("人员经费1084.06万元", "人员经费1048.06万元")]
    {
        assert!(out.contains(from), "{from}");
        out = out.replacen(from, to, 1);
    }
    let at = out.rfind("第三部分").unwrap();
    out.insert_str(at, "本报告经核对后重新公开。\n\n");
    let path = folder.0.join("第二版.txt");
    std::fs::write(&path, out).unwrap();
    path
}

#[test]
fn a_second_version_is_told_against_the_first() {
    let folder = Folder::new("baseline");
    let old = folder.0.join("old.json");
    std::fs::write(&old, audit(&format!("{WRONG}.txt"), &["--format", "json"])).unwrap();
    let new = second_version(&folder).display().to_string();
    let with = ["--baseline", old.to_str().unwrap()];
    let told = json(&new, &with);
    let baseline = &told["reports"][0]["baseline"];
    let resolved: Vec<&str> = baseline["resolved"].as_array().unwrap().iter().map(|f| words(&f["stated"])).collect();
    assert_eq!(resolved, ["增加1184.8万元"]);
    let fresh: Vec<&str> =
        findings(&told).iter().filter(|f| f["status"] == "new").map(|f| words(&f["stated"])).collect();
    assert!(fresh.len() == 1 && fresh[0].contains("1048.06"), "{fresh:?}");
    let changed = findings(&told).iter().find(|f| f["stated"] == "268.75万元").unwrap();
    assert_eq!(changed["status"], "remaining", "changed, and still wrong");
    // Every format says the same.
    let line = format!("已整改1，仍存在{}，新出现1", findings(&told).len() - 1);
    for format in ["pretty", "md", "html"] {
        // The terminal breaks lines where the names of files are long.
        let mut said = audit(&new, &[&["--format", format][..], &with].concat());
        said.retain(|c| !c.is_whitespace());
        assert!(said.contains(&line), "{format} {line}");
    }
    let log: Value = serde_json::from_str(&audit(&new, &[&["--format", "sarif"][..], &with].concat())).unwrap();
    let states: Vec<&str> =
        log["runs"][0]["results"].as_array().unwrap().iter().map(|r| words(&r["baselineState"])).collect();
    let count = |s: &str| states.iter().filter(|x| **x == s).count();
    assert_eq!((count("absent"), count("new"), count("unchanged")), (1, 1, findings(&told).len() - 1));
    // The same report again: nothing moves.
    let same = json(&format!("{WRONG}.pdf"), &with);
    assert_eq!(same["reports"][0]["baseline"]["resolved"], serde_json::json!([]), "another format of the same report");
    assert_eq!(same["reports"][0]["baseline"]["new"], 0);
    // Without an earlier run nothing is said of one.
    assert!(json(&new, &[])["reports"][0].get("baseline").is_none());
}

#[test]
fn an_earlier_run_that_is_none_is_named() {
    let folder = Folder::new("no-baseline");
    let file = folder.0.join("x.json");
    std::fs::write(&file, "[]").unwrap();
    let (code, _, complained) = run(&["audit", CLEAN, "--baseline", file.to_str().unwrap()]);
    assert_eq!(code, Some(2));
    assert!(complained.contains("不是 mingzhang audit --format json 写出的核对结果"), "{complained}");
}

#[test]
fn a_ledger_needs_a_file() {
    let folder = Folder::new("ledger");
    let (code, said, complained) = run(&["audit", CLEAN, "--format", "xlsx"]);
    assert!(code == Some(2) && said.is_empty() && complained.contains("-o"), "{complained}");
    let book = folder.0.join("台账.xlsx");
    let wrong = format!("{WRONG}.txt");
    assert_eq!(run(&["audit", &wrong, CLEAN, "--format", "xlsx", "-o", book.to_str().unwrap()]).0, Some(1));
    let grids = mingzhang_decode::grids(&std::fs::read(&book).unwrap()).unwrap();
    assert_eq!((grids[0].name.as_str(), grids[1].name.as_str()), ("问题台账", "汇总"));
    let rows = |n: usize| grids[n].cells.iter().map(|c| c.row).max().unwrap() as usize;
    let count = findings(&json(&wrong, &[])).len() + findings(&json(CLEAN, &[])).len();
    assert_eq!((rows(0), rows(1)), (count, 2));
}

fn lines(file: &Path) -> Vec<String> {
    let document = mingzhang_decode::decode(&std::fs::read(file).unwrap(), "x.docx").unwrap();
    document.blocks.iter().filter_map(|b| b.paragraph()).map(|p| p.text.clone()).collect()
}

#[test]
fn a_notice_says_what_was_picked() {
    let folder = Folder::new("notice");
    let old = folder.0.join("old.json");
    let wrong = format!("{WRONG}.txt");
    std::fs::write(&old, audit(&wrong, &["--format", "json"])).unwrap();
    let told = json(&wrong, &[]);
    let notice = |name: &str, more: &[&str]| {
        let out = folder.0.join(name);
        let (code, _, complained) = run(&[&["notice", "-o", out.to_str().unwrap()], more].concat());
        (code, complained, out)
    };
    let from_json = notice("a.docx", &[old.to_str().unwrap()]);
    let from_report = notice("b.docx", &[&wrong]);
    assert_eq!((from_json.0, from_report.0), (Some(0), Some(0)));
    assert_eq!(lines(&from_json.2), lines(&from_report.2));
    let said = lines(&from_json.2);
    assert!(said[0].starts_with("关于2024年度部门决算") && said[1].ends_with("局："), "{said:?}");
    let errors = findings(&told).iter().filter(|f| f["severity"] == "error").count();
    let numbered = said.iter().filter(|l| l.starts_with("原文：")).count();
    assert_eq!(numbered, errors);
    let id = &words(&findings(&told)[2]["id"])[..6];
    let (code, complained, out) = notice("c.docx", &[old.to_str().unwrap(), "--pick", id]);
    assert_eq!(code, Some(0), "{complained}");
    assert!(lines(&out).iter().any(|l| l.contains(words(&findings(&told)[2]["title"]))));
    assert_eq!(lines(&out).iter().filter(|l| l.starts_with("原文：")).count(), 1);
    let (code, complained, _) = notice("c.docx", &[&wrong]);
    assert!(code == Some(2) && complained.contains("已经存在"), "{complained}");
    let (code, complained, _) = notice("d.docx", &[&wrong, "--pick", "nope"]);
    assert!(code == Some(2) && complained.contains("没有编号为“nope”"), "{complained}");
    let (code, complained, out) = notice("e.docx", &[CLEAN]);
    assert!(code == Some(2) && complained.contains("没有要写入通知书的问题") && !out.exists(), "{complained}");
}

#[test]
fn a_folder_of_pages_has_an_index() {
    let folder = Folder::new("pages");
    let out = folder.0.join("结果/");
    let wrong = format!("{WRONG}.txt");
    let (code, _, complained) = run(&[
        "audit",
        &wrong,
        CLEAN,
        &wrong.replace(".txt", ".pdf"),
        "--format",
        "html",
        "-o",
        &format!("{}/", out.display()),
    ]);
    assert_eq!(code, Some(1), "{complained}");
    let mut names: Vec<String> =
        std::fs::read_dir(&out).unwrap().map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    assert_eq!(
        names,
        [
            "index.html",
            "qinghe-culture-final-2024-clean.html",
            "qinghe-culture-final-2024.html",
            "qinghe-culture-final-2024（2）.html"
        ]
    );
    let index = std::fs::read_to_string(out.join("index.html")).unwrap();
    assert!(index.contains("href=\"qinghe-culture-final-2024%EF%BC%882%EF%BC%89.html\""), "{index}");
    // Pages among the reports would be audited next time.
    let reports = folder.0.join("材料");
    std::fs::create_dir_all(&reports).unwrap();
    std::fs::copy(&wrong, reports.join("甲.txt")).unwrap();
    let inside = format!("{}/页/", reports.display());
    let (code, _, complained) = run(&["audit", reports.to_str().unwrap(), "--format", "html", "-o", &inside]);
    assert!(code == Some(2) && complained.contains("在要核对的文件夹里"), "{complained}");
}
