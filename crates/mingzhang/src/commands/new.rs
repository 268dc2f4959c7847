//! `mingzhang new`: an empty workbook.

use super::{load, unoccupied, write_book};
use crate::args::New;
use crate::{CLEAN, FAILED, output};
use mingzhang_compile::{Book, Publishing, workbook};
use mingzhang_model::Coordinates;

/// Runs the command; the exit code.
pub fn run(args: &New) -> u8 {
    match make(args) {
        Ok(()) => CLEAN,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn make(args: &New) -> Result<(), String> {
    let catalog = load(&args.catalog)?;
    let known = || -> String {
        let title = |p: &str| Publishing::load(p, None).map(|l| l.layout.title).unwrap_or_default();
        Publishing::profiles().iter().map(|p| format!("\n  {p}  {}", title(p))).collect()
    };
    if !Publishing::profiles().contains(&args.profile.as_str()) && args.catalog.directory.is_none() {
        return Err(format!("没有“{}”这种版式；可用的有：{}", args.profile, known()));
    }
    let publishing = Publishing::load(&args.profile, args.catalog.directory.as_deref()).map_err(|e| e.to_string())?;
    unoccupied(&args.target)?;
    let mut book = Book { profile: args.profile.clone(), ..Book::default() };
    let year = args.year.map(|y| y.to_string());
    for (name, value) in [("单位全称", &args.entity), ("年度", &year), ("公开主体", &args.level)] {
        if let Some(value) = value {
            book.say(name, Coordinates::default(), value.trim(), None);
        }
    }
    let bytes = workbook::template(&publishing, &catalog, Some(&book))?;
    write_book(&args.target, &bytes, &publishing)?;
    output::complain("请用WPS或Excel打开，从“填表说明”开始填写。");
    Ok(())
}
