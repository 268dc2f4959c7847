//! Marked copies of what was audited.

use crate::files::Files;
use crate::{one, output};
use mingzhang_model::{Finding, Severity};
use mingzhang_report::{Outcome, Report};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Writes a marked copy of every file with findings; false if one could not be written.
pub fn write(files: &Files, reports: &[Report], target: &Path, all: bool) -> bool {
    let read: Vec<(&PathBuf, &Report)> =
        files.entries.iter().zip(reports).filter_map(|(e, r)| Some((e.as_ref().ok()?, r))).collect();
    // Several files, or a name that says so, make a folder.
    let name = target.as_os_str().to_string_lossy();
    let folder = files.entries.len() > 1 || target.is_dir() || name.ends_with(['/', '\\']);
    if folder && let Err(e) = std::fs::create_dir_all(target) {
        output::complain(&format!("无法新建文件夹 {}：{}", target.display(), output::why(&e)));
        return false;
    }
    let mut taken = HashSet::new();
    let mut whole = true;
    for (path, report) in read {
        let Outcome::Read(read) = &report.outcome else { continue };
        let findings = shown(&read.findings, all);
        if findings.is_empty() {
            output::complain(&format!("没有要标的问题，未写副本：{}", path.display()));
            continue;
        }
        let to = if folder { free(target, path, &mut taken) } else { target.to_owned() };
        match copy(path, &findings, &to, files) {
            Ok(unplaced) => {
                output::complain(&format!("已写入 {}", to.display()));
                if !unplaced.is_empty() {
                    let list: Vec<String> = unplaced.iter().map(ToString::to_string).collect();
                    output::complain(&format!("  问题{}在文中没有对应的位置，未标。", list.join("、")));
                }
            }
            Err(message) => {
                output::complain(&format!("无法标注 {}：{message}", path.display()));
                whole = false;
            }
        }
    }
    whole
}

/// The findings in the order and with the numbers they have on the screen.
fn shown(findings: &[Finding], all: bool) -> Vec<&Finding> {
    let mut out: Vec<&Finding> = findings.iter().filter(|f| all || f.severity != Severity::Info).collect();
    out.sort_by_key(|f| f.severity);
    out
}

fn copy(path: &Path, findings: &[&Finding], to: &Path, files: &Files) -> Result<Vec<usize>, String> {
    if files.reads(to) {
        return Err(format!("{} 就是要核对的材料；请换一个文件名或文件夹。", to.display()));
    }
    let bytes = one::bytes(path)?;
    let marked = one::guarded(|| mingzhang_annotate::annotate(&bytes, findings))
        .map_err(|place| format!("程序内部出错（{place}），没有写副本；其他文件不受影响。"))?
        .map_err(|e| e.to_string())?;
    std::fs::write(to, &marked.bytes).map_err(|e| format!("写不了 {}：{}", to.display(), output::why(&e)))?;
    Ok(marked.unplaced)
}

/// A name in the folder that no other copy has.
fn free(folder: &Path, path: &Path, taken: &mut HashSet<PathBuf>) -> PathBuf {
    let part = |p: Option<&std::ffi::OsStr>| p.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, extension) = (part(path.file_stem()), part(path.extension()));
    let dot = if extension.is_empty() { "" } else { "." };
    let mut to = folder.join(format!("{stem}（标注）{dot}{extension}"));
    let mut count = 1;
    while !taken.insert(to.clone()) {
        count += 1;
        to = folder.join(format!("{stem}（标注{count}）{dot}{extension}"));
    }
    to
}
