//! `mingzhang monitor`: how the projects of a workbook stand within the year.

use super::compile::read;
use super::load;
use crate::args::{Monitor as Args, Plain};
use crate::{CLEAN, FAILED, FAULTY, output};
use mingzhang_compile::monitor::{Matter, Monitor, Status, monitor, percent, publication};
use mingzhang_compile::projects::Stage;
use mingzhang_compile::workbook::{Filling, Problem, places};
use mingzhang_model::{Amount, Figure, Severity, Unit};
use mingzhang_report::{Style, terminal};
use serde_json::{Value, json};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Runs the command; the exit code.
pub fn run(args: &Args) -> u8 {
    let told = make(args).and_then(|(text, code)| output::print(&text).map(|()| code));
    told.unwrap_or_else(|message| {
        output::complain(&message);
        FAILED
    })
}

fn make(args: &Args) -> Result<(String, u8), String> {
    if let Some(folder) = args.output.as_ref().filter(|o| o.is_file()) {
        return Err(format!("{} 是一个文件；-o 请给出写入的文件夹。", folder.display()));
    }
    let catalog = load(&args.catalog)?;
    let filling = read(&args.file, &catalog, args.catalog.directory.as_deref())?;
    let style = output::screen(&args.screen, false);
    // What has nothing to do with projects need not be filled in by the middle of the year.
    let problems: Vec<&Problem> = filling.problems.iter().filter(|p| ours(p)).collect();
    if problems.iter().any(|p| p.severity == Severity::Error) {
        return Ok((refused(&problems, &style), FAULTY));
    }
    let made = monitor(&filling.book, &catalog, args.as_of).map_err(|m| format!("{}：{m}", args.file.display()))?;
    let mut out = match args.printed.format {
        Plain::Json => format!("{:#}\n", json(&made, &problems)),
        Plain::Text => text(&made, &problems, &style),
    };
    if let Some(folder) = &args.output {
        for file in write(&filling, &made, folder)? {
            match args.printed.format {
                Plain::Json => output::complain(&format!("已写入 {}", file.display())),
                Plain::Text => {
                    let _ = writeln!(out, "已写入 {}", file.display());
                }
            }
        }
    }
    let clean = [Matter::BehindSchedule, Matter::TargetInDanger, Matter::ReasonDue].iter().all(|m| made.count(*m) == 0);
    Ok((out, if clean { CLEAN } else { FAULTY }))
}

/// True for problems of the sheets that are read here.
fn ours(problem: &Problem) -> bool {
    use mingzhang_compile::projects::{INDICATORS, PROGRESS, PROJECTS, WHOLE, WHOLE_INDICATORS};
    let sheets = [PROJECTS, INDICATORS, PROGRESS, WHOLE, WHOLE_INDICATORS];
    problem.cells.iter().any(|c| sheets.contains(&c.sheet.as_str()))
}

fn refused(problems: &[&Problem], style: &Style) -> String {
    let mut out = String::new();
    let wrong = problems.iter().filter(|p| p.severity == Severity::Error);
    for (n, problem) in wrong.enumerate() {
        terminal::note(&mut out, Severity::Error, n + 1, &places(&problem.cells), &problem.message, style);
    }
    out += "工作簿有错，没有监控；请先改正。\n";
    out
}

fn text(made: &Monitor, problems: &[&Problem], style: &Style) -> String {
    let mut out = format!("截至{}，序时进度 {}。\n", made.date.words(), percent(made.elapsed));
    for matter in Matter::ALL {
        let all: Vec<(&Status, &mingzhang_compile::monitor::Told)> =
            made.all().flat_map(|s| s.told.iter().filter(|t| t.matter == matter).map(move |t| (s, t))).collect();
        if all.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{}（{}）", matter.title(), all.len());
        let mut name = String::new();
        for (status, told) in all {
            let own = called(made, status);
            if own != name {
                let _ = writeln!(out, "  {own}");
                name = own;
            }
            let at = shortened(&told.cells);
            let place = if at.is_empty() { String::new() } else { format!("（{at}）") };
            for (n, line) in style
                .ruler()
                .lines(&format!("{}{place}", told.message), style.width.saturating_sub(6))
                .iter()
                .enumerate()
            {
                let _ = writeln!(out, "    {}{line}", if n == 0 { "· " } else { "  " });
            }
        }
    }
    let hints: Vec<&&Problem> = problems.iter().filter(|p| p.severity != Severity::Error).collect();
    if !hints.is_empty() {
        let _ = writeln!(out, "\n指标和填写的提示（{}）", hints.len());
        for hint in hints {
            let _ = writeln!(out, "    · {}（{}）", hint.message, shortened(&hint.cells));
        }
    }
    let count = |m: Matter| made.count(m);
    let _ = writeln!(
        out,
        "\n项目 {} 个：执行落后 {} 个，有风险的目标 {} 个，应说明的原因 {} 项。",
        made.projects.len(),
        count(Matter::BehindSchedule),
        count(Matter::TargetInDanger),
        count(Matter::ReasonDue)
    );
    out
}

/// Cells in a line, of many the first few.
fn shortened(cells: &[mingzhang_model::publication::Source]) -> String {
    const SHOWN: usize = 4;
    let more = if cells.len() > SHOWN { " 等" } else { "" };
    format!("{}{more}", places(cells.get(..SHOWN.min(cells.len())).unwrap_or(cells)))
}

fn called(made: &Monitor, status: &Status) -> String {
    let whole = made.whole.as_ref().is_some_and(|w| std::ptr::eq(w, status));
    if whole { "整体绩效".to_owned() } else { status.project.title() }
}

/// 元 as a decimal in quotes: no float comes near it.
fn yuan(value: Option<Amount>) -> Value {
    value.map_or(Value::Null, |v| Value::from(Figure::show(v, Unit::Yuan, 2)))
}

fn json(made: &Monitor, problems: &[&Problem]) -> Value {
    let of = |status: &Status| {
        let told: Vec<Value> = status
            .told
            .iter()
            .map(|t| {
                let cells: Vec<String> = t.cells.iter().map(ToString::to_string).collect();
                json!({ "matter": t.matter.id(), "message": t.message, "cells": cells })
            })
            .collect();
        json!({
            "code": status.project.code.text(), "name": status.project.name.text(),
            "initial": yuan(status.project.total(Stage::Initial)), "budget": yuan(status.budget),
            "executed": yuan(status.executed.map(|e| e.0)), "executed_until": status.executed.map(|e| e.1.to_string()),
            "rate": status.pace.map(|p| percent(p.spent)), "due": status.pace.map(|p| percent(p.due)),
            "planned": status.pace.is_some_and(|p| p.planned), "behind": status.pace.is_some_and(|p| p.behind),
            "told": told,
        })
    };
    let hints: Vec<Value> = problems
        .iter()
        .map(|p| json!({ "message": p.message, "cells": p.cells.iter().map(ToString::to_string).collect::<Vec<_>>() }))
        .collect();
    json!({
        "as_of": made.date.to_string(), "elapsed": percent(made.elapsed),
        "projects": made.projects.iter().map(of).collect::<Vec<Value>>(), "whole": made.whole.as_ref().map(of),
        "hints": hints,
    })
}

/// The forms in Word and Excel.
fn write(filling: &Filling, made: &Monitor, folder: &Path) -> Result<Vec<PathBuf>, String> {
    let publication = publication(&filling.book, made);
    let title = super::compile::file_name(&format!("{}（{}）", publication.title(), made.date));
    let files = [
        (folder.join(format!("{title}.docx")), mingzhang_write::docx(&publication)),
        (folder.join(format!("{title}.xlsx")), mingzhang_write::xlsx(&publication).map_err(|e| e.to_string())?),
    ];
    let unwritten = |path: &Path, e: &std::io::Error| format!("无法写入 {}：{}", path.display(), output::why(e));
    std::fs::create_dir_all(folder).map_err(|e| unwritten(folder, &e))?;
    for (path, bytes) in &files {
        std::fs::write(path, bytes).map_err(|e| unwritten(path, &e))?;
    }
    Ok(files.map(|f| f.0).into())
}
