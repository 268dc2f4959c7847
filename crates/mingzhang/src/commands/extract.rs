//! `mingzhang extract`: a published report becomes a workbook, as the start of next year's or as it is.

use super::{load, unoccupied, write_book};
use crate::args::Extract;
use crate::{CLEAN, FAILED, one, output};
use mingzhang_compile::extract::{Extracted, Shift, extract};
use mingzhang_compile::{Publishing, workbook};
use mingzhang_report::textless;
use std::fmt::Write;

/// Runs the command; the exit code.
pub fn run(args: &Extract) -> u8 {
    match make(args).and_then(|told| output::print(&told)) {
        Ok(()) => CLEAN,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn make(args: &Extract) -> Result<String, String> {
    let catalog = load(&args.catalog)?;
    let file = args.file.display();
    unoccupied(&args.target)?;
    let unreadable = |message: String| format!("无法读取 {file}：{message}");
    let (report, _) = one::read(&args.file, &catalog).map_err(|(_, message)| unreadable(message))?;
    if let Some(message) = textless(&report) {
        return Err(unreadable(message));
    }
    let known = Publishing::profiles();
    let own = report.identity.profile.as_str();
    let profile = args.profile.as_deref().unwrap_or(own);
    if args.profile.is_none() && !known.contains(&own) {
        return Err(format!("没有认出 {file} 的版式；请用 --profile 指定，可用的有：{}。", known.join("、")));
    }
    let publishing = Publishing::load(profile, args.catalog.directory.as_deref()).map_err(|e| e.to_string())?;
    if let Some(kind) = report.identity.kind.filter(|k| *k != publishing.layout.kind()) {
        let word = if kind == mingzhang_model::Kind::Budget { "预算" } else { "决算" };
        return Err(format!("{file} 是{word}，不能取入“{}”的工作簿；请换一种版式。", publishing.layout.title));
    }
    let shift = if args.as_is { Shift::Same } else { Shift::Next };
    let extracted = extract(&report, &publishing, &catalog, shift);
    let bytes = workbook::template(&publishing, &catalog, Some(&extracted.book))?;
    write_book(&args.target, &bytes, &publishing)?;
    let mut told = tell(&extracted, shift);
    let exact = report.tables.iter().any(|t| t.form.is_some() && t.unit == mingzhang_model::Unit::Yuan);
    if shift == Shift::Same && !exact {
        let settled = match extracted.settled.len() {
            0 => String::new(),
            n => format!("，其中 {n} 格按四舍五入的尾差调整过，使明细与合计相符"),
        };
        let _ = write!(told, "\n报告的金额以万元为单位、四舍五入到两位小数{settled}；编制前请按账上的数改正。\n");
    }
    Ok(told)
}

/// What was filled in, what was not, and what is to be looked at.
fn tell(e: &Extracted, shift: Shift) -> String {
    let mut out = String::new();
    let year = e.book.year();
    let _ = match shift {
        Shift::Same => writeln!(out, "按{year}年原样取数：填好 {} 格，没有填上 {} 格。", e.filled, e.missing.len()),
        Shift::Next => writeln!(
            out,
            "作为{year}年的起点：上年数和年初数填好 {} 格，没有填上 {} 格；本年数请自行填写。",
            e.filled,
            e.missing.len()
        ),
    };
    let mut groups: Vec<(String, Vec<&str>)> = Vec::new();
    for m in &e.missing {
        let title = if m.slot.column.is_empty() { String::new() } else { format!("·{}", m.slot.column) };
        let head = format!("{}{title}（{}）", m.slot.sheet, m.why);
        match groups.iter_mut().find(|(h, _)| *h == head) {
            Some((_, rows)) => rows.push(&m.slot.row),
            None => groups.push((head, vec![&m.slot.row])),
        }
    }
    section(&mut out, "没有填上的：", groups.iter().map(|(head, rows)| format!("{head}：{}", some(rows))));
    let mut columns: Vec<(String, Vec<String>)> = Vec::new();
    for (slot, value) in &e.worked {
        let shown = mingzhang_model::Figure::show(*value, mingzhang_model::Unit::Yuan, 2);
        let title = if slot.column.is_empty() { String::new() } else { format!("·{}", slot.column) };
        let head = format!("{}{title}", slot.sheet);
        let line = format!("{} {shown}", slot.row);
        match columns.iter_mut().find(|(h, _)| *h == head) {
            Some((_, rows)) => rows.push(line),
            None => columns.push((head, vec![line])),
        }
    }
    let worked = columns.iter().map(|(head, rows)| {
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        format!("{head}：{}", some(&rows))
    });
    section(&mut out, "没有直接公布、由其他数推算的（请核对）：", worked);
    let conflicts = e
        .conflicts
        .iter()
        .map(|c| format!("{}：{}为 {}，{}为 {}；取前者", c.what, c.taken.1, c.taken.0, c.other.1, c.other.0));
    section(&mut out, "前后不一致的：", conflicts);
    out
}

fn section(out: &mut String, title: &str, lines: impl Iterator<Item = String>) {
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        let _ = writeln!(out, "\n{title}");
        lines.iter().for_each(|l| {
            let _ = writeln!(out, "  {l}");
        });
    }
}

/// The first of some names and how many there are.
fn some(names: &[&str]) -> String {
    const SHOWN: usize = 4;
    let first: Vec<&str> = names.iter().copied().take(SHOWN).collect();
    let more = if names.len() > SHOWN { format!("等{}格", names.len()) } else { String::new() };
    format!("{}{more}", first.join("、"))
}
