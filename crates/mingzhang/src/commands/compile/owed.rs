//! What is still owed: written as a form to be sent round, read back from it.

use crate::args::Compile;
use crate::{one, output};
use mingzhang_catalog::Catalog;
use mingzhang_compile::workbook::{Filling, template};
use mingzhang_compile::{Compiled, Gap, owed};
use std::path::{Path, PathBuf};

fn unwritten(path: &Path, e: &std::io::Error) -> String {
    format!("无法写入 {}：{}", path.display(), output::why(e))
}

/// Writes the form of what is still owed, if anything is.
pub(super) fn write(file: &Path, made: &Compiled, filling: &Filling) -> Result<(), String> {
    if made.gaps.is_empty() {
        output::complain("没有缺的内容，没有写待填表。");
        return Ok(());
    }
    std::fs::write(file, owed::form(&made.gaps, filling)?).map_err(|e| unwritten(file, &e))?;
    output::complain(&format!("还缺 {} 项内容，待填表已写入 {}", made.gaps.len(), file.display()));
    Ok(())
}

/// Puts the answers of the forms given into the book; the workbook as it then is, if anything was answered.
pub(super) fn answer(
    filling: &mut Filling,
    gaps: &[Gap],
    args: &Compile,
    catalog: &Catalog,
) -> Result<Option<Vec<u8>>, String> {
    let (mut used, mut spare) = (0_usize, 0_usize);
    for file in &args.answers {
        let wrong = |message: String| format!("无法使用答复 {}：{message}", file.display());
        let said = owed::answers(&one::bytes(file).map_err(wrong)?).map_err(wrong)?;
        for (what, answer) in said {
            match gaps.iter().find(|g| g.what == what) {
                Some(gap) => {
                    owed::put(filling, gap, &answer).map_err(wrong)?;
                    used += 1;
                }
                None => spare += 1,
            }
        }
    }
    if spare > 0 {
        output::complain(&format!("有 {spare} 项答复已经填过或者不再需要，没有采用。"));
    }
    if used == 0 {
        return Ok(None);
    }
    output::complain(&format!("填入 {used} 项答复。"));
    template(&filling.publishing, catalog, Some(&filling.book)).map(Some)
}

/// Writes the workbook with the answers beside the report; the clerk's own is left as it is.
pub(super) fn keep(workbook: Option<Vec<u8>>, args: &Compile) -> Result<Option<PathBuf>, String> {
    let (Some(bytes), Some(own)) = (workbook, args.into.as_ref().or(args.files.first())) else { return Ok(None) };
    let name = own.file_stem().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let path = args.output.join(format!("{name}（已补充）.xlsx"));
    std::fs::write(&path, bytes).map_err(|e| unwritten(&path, &e))?;
    Ok(Some(path))
}
