//! `mingzhang notice`

use super::audit::all;
use super::load;
use crate::args::Notice;
use crate::output::{complain, save, why};
use crate::{CLEAN, FAILED, files};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Finding, Severity};
use mingzhang_report::notice::{Matter, notice};
use mingzhang_report::{Outcome, Report};
use mingzhang_write::Letter;
use std::collections::HashSet;
use std::path::PathBuf;

/// Runs the command; the exit code.
pub fn run(args: &Notice) -> u8 {
    match write(args) {
        Ok(()) => CLEAN,
        Err(message) => {
            complain(&message);
            FAILED
        }
    }
}

fn write(args: &Notice) -> Result<(), String> {
    let catalog = load(&args.catalog)?;
    let mut matters = matters(&args.paths, &catalog)?;
    pick(&mut matters, args)?;
    matters.retain(|m| !m.findings.is_empty());
    if matters.is_empty() {
        return Err("没有要写入通知书的问题；--severity warning 可以写到警告。".to_owned());
    }
    let mut entities: Vec<(String, Vec<Matter>)> = Vec::new();
    for matter in matters {
        let name = matter.identity.entity.clone().unwrap_or_else(|| "（单位名称）".to_owned());
        match entities.iter_mut().find(|(n, _)| *n == name) {
            Some((_, list)) => list.push(matter),
            None => entities.push((name, vec![matter])),
        }
    }
    let targets = targets(args, entities.iter().map(|(name, _)| name.as_str()))?;
    for ((entity, matters), target) in entities.iter().zip(&targets) {
        let n = notice(entity, matters);
        let letter = Letter {
            title: n.title,
            to: n.to,
            pieces: n.pieces,
            attachments: vec![n.form_name],
            signature: n.signature,
            attached: vec![n.form],
        };
        save(target, &mingzhang_write::letter(&letter))?;
    }
    Ok(())
}

/// The findings of findings documents, and of reports that are audited now.
fn matters(paths: &[PathBuf], catalog: &Catalog) -> Result<Vec<Matter>, String> {
    let is_json = |p: &&PathBuf| p.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let (documents, reports): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(is_json);
    let mut out = Vec::new();
    for document in documents {
        let earlier = super::baseline::read(document)?;
        out.extend(earlier.reports.into_iter().map(|r| Matter {
            identity: r.identity,
            file: r.file,
            findings: r.findings,
        }));
    }
    let files = files::collect(&reports.into_iter().cloned().collect::<Vec<_>>());
    for (report, _) in all::<()>(&files, catalog, |_, _| None) {
        let Report { file, outcome, .. } = report;
        match outcome {
            Outcome::Read(read) => out.push(Matter { identity: read.identity, file, findings: read.findings }),
            Outcome::Unreadable { message } => return Err(format!("无法读取 {file}：{message}")),
        }
    }
    Ok(out)
}

/// Keeps the findings asked for, errors first.
fn pick(matters: &mut [Matter], args: &Notice) -> Result<(), String> {
    let least = match args.severity.as_deref() {
        Some("info") => Severity::Info,
        Some("warning") => Severity::Warning,
        Some(_) => Severity::Error,
        None if args.pick.is_empty() => Severity::Error,
        None => Severity::Info,
    };
    let wanted: Vec<&str> = args.pick.iter().map(|p| p.trim()).filter(|p| !p.is_empty()).collect();
    let is = |f: &Finding, id: &&str| f.id.starts_with(*id);
    if let Some(unknown) = wanted.iter().find(|id| !matters.iter().flat_map(|m| &m.findings).any(|f| is(f, id))) {
        return Err(format!("没有编号为“{unknown}”的问题；编号见 --format json 或 xlsx。"));
    }
    for m in matters {
        m.findings.retain(|f| f.severity <= least && (wanted.is_empty() || wanted.iter().any(|id| is(f, id))));
        m.findings.sort_by_key(|f| f.severity);
    }
    Ok(())
}

/// The file of each notice.
fn targets<'n>(args: &Notice, entities: impl Iterator<Item = &'n str>) -> Result<Vec<PathBuf>, String> {
    let entities: Vec<&str> = entities.collect();
    let folder = args.output.is_dir() || args.output.to_string_lossy().ends_with('/');
    let targets = if folder {
        std::fs::create_dir_all(&args.output)
            .map_err(|e| format!("无法新建文件夹 {}：{}", args.output.display(), why(&e)))?;
        let mut taken = HashSet::new();
        entities.iter().map(|name| args.output.join(file_name(name, &mut taken))).collect()
    } else if entities.len() > 1 {
        let names = entities.iter().take(5).copied().collect::<Vec<_>>().join("、");
        return Err(format!(
            "这些问题涉及 {} 个单位（{names}），请用 -o 写出一个文件夹（以 / 结尾），每个单位一份。",
            entities.len()
        ));
    } else {
        vec![args.output.clone()]
    };
    match targets.iter().find(|t| t.exists() && !args.force) {
        Some(t) => Err(format!("{} 已经存在，没有覆盖；请换一个文件名，或加 --force。", t.display())),
        None => Ok(targets),
    }
}

fn file_name(entity: &str, taken: &mut HashSet<String>) -> String {
    let legal: String = entity.chars().filter(|c| !c.is_control() && !"\\/:*?\"<>|".contains(*c)).take(60).collect();
    let numbered = |n: usize| {
        if n < 2 { format!("{legal}整改通知书.docx") } else { format!("{legal}整改通知书（{n}）.docx") }
    };
    (1..).map(numbered).find(|name| taken.insert(name.clone())).unwrap_or_default()
}
