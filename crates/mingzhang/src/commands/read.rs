//! `mingzhang read`

use super::{VERSION, load};
use crate::args::{Format, Read};
use crate::{CLEAN, FAILED, one, output};
use mingzhang_report::reading::{Reading, json, markdown, pretty};
use mingzhang_report::textless;

/// Runs the command; the exit code.
pub fn run(args: &Read) -> u8 {
    match text(args).and_then(|text| output::write(&args.output, &text)) {
        Ok(()) => CLEAN,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn text(args: &Read) -> Result<String, String> {
    let catalog = load(&args.output.catalog)?;
    let file = args.file.display().to_string();
    let unreadable = |message: String| format!("无法读取 {file}：{message}");
    let (disclosure, sha256) = one::read(&args.file, &catalog).map_err(|(_, message)| unreadable(message))?;
    if let Some(message) = textless(&disclosure) {
        return Err(unreadable(message));
    }
    let reading = Reading { file: &file, sha256: &sha256, disclosure: &disclosure };
    Ok(match args.shape.format {
        Format::Json => json::render(&reading, VERSION, &catalog.version),
        Format::Md => markdown::render(&reading),
        Format::Pretty => pretty::render(&reading, &output::style(&args.output, true)),
    })
}
