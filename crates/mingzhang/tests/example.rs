//! The example department: its workbooks compile to what is committed, without a finding. `cargo xtask examples` writes them anew.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/department")
}

/// Compiles in the folder of examples; what was said of it.
fn compile(arguments: &[&str], out: &Path) -> String {
    let _ = std::fs::remove_dir_all(out);
    let mut command = Command::new(env!("CARGO_BIN_EXE_mingzhang"));
    let output = command.current_dir(examples()).arg("compile").args(arguments).arg("-o").arg(out).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Nothing is wrong and nothing needs a second look.
fn silent(said: &str) -> bool {
    !said.lines().any(|l| l.starts_with("错误") || l.starts_with("警告"))
}

/// Compiles without a finding, and compares with what is committed.
fn same(year: &str, arguments: &[&str]) {
    let out = std::env::temp_dir().join(format!("mingzhang-example-{year}-{}", std::process::id()));
    let said = compile(arguments, &out);
    assert!(silent(&said), "{said}");
    let mut compared = 0;
    for entry in std::fs::read_dir(examples().join(year).join("公开")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "html" || e == "txt") {
            let made = std::fs::read(out.join(path.file_name().unwrap())).unwrap();
            let differs = made != std::fs::read(&path).unwrap();
            assert!(!differs, "{} is stale: run cargo xtask examples", path.display());
            compared += 1;
        }
    }
    assert_eq!(compared, 2);
    std::fs::remove_dir_all(&out).unwrap();
}

#[test]
fn final_accounts_are_those_of_the_units() {
    same("2024", &["2024/本级.xlsx", "2024/图书馆.xlsx", "2024/文化馆.xlsx", "--into", "2024/部门.xlsx"]);
}

#[test]
fn the_budget_is_that_of_its_workbook() {
    same("2025", &["2025/部门预算.xlsx"]);
}

#[test]
fn a_unit_begins_where_it_ended_last_year() {
    let out = std::env::temp_dir().join(format!("mingzhang-example-unit-{}", std::process::id()));
    for unit in ["本级", "图书馆", "文化馆"] {
        // A figure of last year that differs from last year's workbook would be told.
        let said = compile(&[&format!("2024/{unit}.xlsx"), "--prior", &format!("2023/{unit}.xlsx")], &out);
        assert!(silent(&said), "{said}");
    }
    std::fs::remove_dir_all(&out).unwrap();
}

#[test]
fn the_readmes_say_what_scoring_the_example_says() {
    let folder = examples().join("2024/公开");
    let mut files = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path());
    let report = files.find(|p| p.extension().is_some_and(|e| e == "docx")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mingzhang")).arg("score").arg(report).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let last = said.lines().rfind(|l| !l.is_empty()).unwrap();
    assert!(output.status.success() && last.starts_with("共8张表"), "{said}");
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = std::fs::read_to_string(examples().join("../..").join(readme)).unwrap();
        assert!(text.contains(last), "{readme}：{last}");
    }
}
