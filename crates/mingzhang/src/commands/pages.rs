//! `--format html`: one page, or a folder with a page for each report and one that lists them.

use crate::args::Output;
use crate::output::{complain, print, save, why};
use mingzhang_report::{Report, viewer};
use std::collections::HashSet;
use std::path::{MAIN_SEPARATOR, Path};

/// Writes the pages.
pub fn write(output: &Output, reports: &[Report], papers: &[viewer::Paper]) -> Result<(), String> {
    match &output.file {
        None => print(&viewer::page(reports, papers)),
        Some(target) if is_folder(target) => folder(target, reports, papers),
        Some(target) => save(target, viewer::page(reports, papers).as_bytes()),
    }
}

/// True if the output is to be a folder of pages.
pub fn is_folder(target: &Path) -> bool {
    target.is_dir() || target.to_string_lossy().ends_with(['/', MAIN_SEPARATOR])
}

fn folder(target: &Path, reports: &[Report], papers: &[viewer::Paper]) -> Result<(), String> {
    let told = |file: &Path, e: std::io::Error| format!("无法写入 {}：{}", file.display(), why(&e));
    std::fs::create_dir_all(target).map_err(|e| told(target, e))?;
    let names = names(reports);
    for ((report, paper), name) in reports.iter().zip(papers).zip(&names) {
        let file = target.join(name);
        let page = viewer::page(std::slice::from_ref(report), std::slice::from_ref(paper));
        std::fs::write(&file, page).map_err(|e| told(&file, e))?;
    }
    let index = target.join("index.html");
    std::fs::write(&index, viewer::index(reports, &names)).map_err(|e| told(&index, e))?;
    complain(&format!("已写入 {}（{} 份材料）", index.display(), reports.len()));
    Ok(())
}

/// A name for each page: its file's, each once.
fn names(reports: &[Report]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::from(["index.html".to_owned()]);
    let mut name = |report: &Report| {
        let stem = Path::new(&report.file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let stem = if stem.is_empty() { "材料".to_owned() } else { stem };
        let numbered = |n: usize| if n < 2 { format!("{stem}.html") } else { format!("{stem}（{n}）.html") };
        (1..).map(numbered).find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
    };
    reports.iter().map(&mut name).collect()
}
