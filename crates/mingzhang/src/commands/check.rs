//! `mingzhang catalog check`

use super::own;
use mingzhang_catalog::{Catalog, files};
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Checks files of relations and catalog folders.
///
/// # Errors
/// What is wrong in all of them.
pub fn check(paths: &[PathBuf]) -> Result<String, String> {
    let (mut out, mut wrong) = (String::new(), Vec::new());
    for path in paths {
        let result = if path.is_dir() { folder(path) } else { file(path) };
        match result {
            Ok(text) => out.push_str(&text),
            Err(message) => wrong.push(message),
        }
    }
    if wrong.is_empty() { Ok(out) } else { Err(wrong.join("\n\n")) }
}

fn file(path: &Path) -> Result<String, String> {
    let built_in: BTreeSet<&str> = Catalog::embedded().relations.iter().map(|r| r.id.as_str()).collect();
    let with = own(Cow::Owned(Catalog { relations: Vec::new(), ..Catalog::embedded().clone() }), &[path.to_owned()])?;
    let instead: Vec<&str> = with.relations.iter().map(|r| r.id.as_str()).filter(|id| built_in.contains(id)).collect();
    let mut out = format!("{}：{} 条勾稽关系，没有错误。\n", path.display(), with.relations.len());
    if !instead.is_empty() {
        let _ = writeln!(out, "  代替内置的：{}", instead.join("、"));
    }
    Ok(out)
}

fn folder(path: &Path) -> Result<String, String> {
    let used: Vec<&str> = files().filter(|f| path.join(f).is_file()).collect();
    let known: BTreeSet<PathBuf> = files().map(|f| path.join(f)).collect();
    let mut ignored: Vec<String> =
        rule_files(path, 2).into_iter().filter(|f| !known.contains(f)).map(|f| f.display().to_string()).collect();
    ignored.sort();
    if !ignored.is_empty() || used.is_empty() {
        let what = if ignored.is_empty() {
            "没有规则文件".to_owned()
        } else {
            format!("里的 {} 不会用到", ignored.join("、"))
        };
        return Err(format!("{} {what}；能用的文件名：{}。", path.display(), files().collect::<Vec<_>>().join("、")));
    }
    Catalog::load(path).map_err(|e| e.to_string())?;
    Ok(format!("{}：{}，没有错误。\n", path.display(), used.join("、")))
}

/// Files that look like rules, in a folder and in those below it.
fn rule_files(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path());
    entries
        .flat_map(|p| match p.extension().and_then(|e| e.to_str()) {
            Some("toml" | "tsv") => vec![p],
            _ if depth > 1 && p.is_dir() => rule_files(&p, depth - 1),
            _ => Vec::new(),
        })
        .collect()
}
