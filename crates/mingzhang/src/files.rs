//! From the paths of the arguments to the files to read.

use crate::output::why;
use crate::scan;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Extensions taken from folders.
const TAKEN: [&str; 18] = [
    "pdf", "docx", "docm", "doc", "wps", "odt", "rtf", "xlsx", "xlsm", "xlsb", "xls", "et", "ods", "html", "htm",
    "txt", "md", "zip",
];
/// Extensions of pictures, taken from folders that hold nothing else to read: beside reports they are illustrations.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "tif", "tiff", "bmp"];

/// The same as people call them.
const KINDS: &str = "PDF、Word、Excel、网页、文本、ZIP";

/// What the paths of the arguments come to, in their order; folders in order of names.
#[derive(Debug, Default)]
pub struct Files {
    /// Files to read, or why a path gives none.
    pub entries: Vec<Result<PathBuf, (PathBuf, String)>>,
    /// Files of folders that are of no kind we read.
    pub skipped: Vec<PathBuf>,
}

impl Files {
    /// True if a file is among those to read.
    pub fn reads(&self, file: &Path) -> bool {
        let Ok(file) = std::fs::canonicalize(file) else { return false };
        self.entries.iter().flatten().any(|e| std::fs::canonicalize(e).is_ok_and(|e| e == file))
    }
}

/// Looks at every path. A file reached twice is taken once.
pub fn collect(paths: &[PathBuf]) -> Files {
    let mut out = Files::default();
    let mut seen = HashSet::new();
    for path in paths {
        match std::fs::metadata(path) {
            Err(e) => out.entries.push(Err((path.clone(), why(&e)))),
            Ok(m) if m.is_dir() => folder(path, &mut out, &mut seen),
            Ok(_) => take(path.clone(), &mut out, &mut seen),
        }
    }
    out
}

fn take(path: PathBuf, out: &mut Files, seen: &mut HashSet<PathBuf>) {
    if seen.insert(std::fs::canonicalize(&path).unwrap_or_else(|_| path.clone())) {
        out.entries.push(Ok(path));
    }
}

fn folder(root: &Path, out: &mut Files, seen: &mut HashSet<PathBuf>) {
    let before = out.entries.len();
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let listing = match std::fs::read_dir(&folder) {
            Ok(listing) => listing,
            Err(e) => {
                out.entries.push(Err((folder, why(&e))));
                continue;
            }
        };
        for entry in listing.flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            // Hidden files, the lock files of Word and WPS (~$…) and READMEs are nobody's reports.
            if name.starts_with('.') || name.starts_with("~$") || name.to_lowercase().starts_with("readme") {
                continue;
            }
            // Links to folders are not followed: they may lead in a circle.
            let Ok(kind) = entry.file_type() else { continue };
            let path = entry.path();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() || path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    let (mut taken, mut skipped): (Vec<_>, Vec<_>) = found.into_iter().partition(|p| is(p, &TAKEN));
    let mut advice = "";
    if taken.is_empty() && skipped.iter().any(|p| is(p, &PICTURES)) {
        if scan::eye().is_some() {
            (taken, skipped) = skipped.into_iter().partition(|p| is(p, &PICTURES));
        } else {
            advice = scan::ADVICE;
        }
    }
    let none = taken.is_empty();
    taken.into_iter().for_each(|p| take(p, out, seen));
    if none && out.entries.len() == before {
        let rest =
            if skipped.is_empty() { String::new() } else { format!("，只有 {} 个其他文件", skipped.len()) };
        let why = format!("这个文件夹里没有可以核对的文件（{KINDS}）{rest}。{advice}");
        out.entries.push(Err((root.to_owned(), why)));
    }
    out.skipped.extend(skipped);
}

fn is(path: &Path, extensions: &[&str]) -> bool {
    path.extension().is_some_and(|e| extensions.iter().any(|t| e.eq_ignore_ascii_case(t)))
}

/// One sentence on the files skipped; `None` if there are none.
pub fn skipped(files: &Files) -> Option<String> {
    const NAMED: usize = 5;
    if files.skipped.is_empty() {
        return None;
    }
    let names: Vec<String> = files
        .skipped
        .iter()
        .take(NAMED)
        .map(|p| p.file_name().unwrap_or(p.as_os_str()).to_string_lossy().into_owned())
        .collect();
    let more = if files.skipped.len() > NAMED { "等" } else { "" };
    Some(format!("跳过 {} 个其他类型的文件（只核对{KINDS}）：{}{more}", files.skipped.len(), names.join("、")))
}
