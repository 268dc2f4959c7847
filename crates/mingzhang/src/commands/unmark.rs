//! `mingzhang unmark`

use crate::args::Unmark;
use crate::{CLEAN, FAILED, one, output};

/// Runs the command; the exit code.
pub fn run(args: &Unmark) -> u8 {
    match original(args) {
        Ok(sentence) => {
            output::complain(&sentence);
            CLEAN
        }
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn original(args: &Unmark) -> Result<String, String> {
    let (file, to) = (args.file.display(), args.output.display());
    let bytes = one::bytes(&args.file).map_err(|e| format!("无法读取 {file}：{e}"))?;
    let clean = mingzhang_annotate::remove(&bytes).map_err(|e| format!("无法去标 {file}：{e}"))?;
    std::fs::write(&args.output, &clean).map_err(|e| format!("无法写入 {to}：{}", output::why(&e)))?;
    let found = if clean == bytes { "没有找到明账的标注，原样写入" } else { "已去标，写入" };
    Ok(format!("{found} {to}"))
}
