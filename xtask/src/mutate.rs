//! The mutation bench: one mistake at a time into a clean text report; found, primary place right, first suggestion right, findings per
//! mistake. Deterministic: the same mistakes on every run.

use crate::kinds::{SLIPS, WORDS, kind};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Finding, Origin, Severity};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::ExitCode;

/// At most so many mistakes of one slip on one kind of figure.
const EACH: usize = 12;

struct Mistake {
    kind: String,
    slip: &'static str,
    /// Characters replaced, and by what.
    start: usize,
    end: usize,
    put: String,
    right: String,
}

#[derive(Default, Clone, Copy)]
struct Score {
    made: usize,
    found: usize,
    place: usize,
    fix: usize,
    findings: usize,
}

impl Score {
    fn add(&mut self, other: Score) {
        self.made += other.made;
        self.found += other.found;
        self.place += other.place;
        self.fix += other.fix;
        self.findings += other.findings;
    }
}

fn read(text: &str) -> Option<Disclosure> {
    let document = mingzhang_decode::decode(text.as_bytes(), "report.txt").ok()?;
    Some(mingzhang_read::read(document, Catalog::embedded()))
}

fn loud(text: &str) -> Vec<Finding> {
    read(text)
        .map(|d| mingzhang_audit::audit(&d, Catalog::embedded()).findings)
        .unwrap_or_default()
        .into_iter()
        .filter(|f| f.severity != Severity::Info)
        .collect()
}

fn mistakes(text: &str, report: &Disclosure) -> Vec<Mistake> {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<Mistake> = Vec::new();
    let mut count: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let facts: Vec<_> = report.facts.iter().filter(|f| !f.blank && !f.figure.value.is_zero()).collect();
    // A stride that meets all kinds of figures, always the same.
    for n in 0..facts.len() {
        let i = (n * 37) % facts.len().max(1);
        let fact = facts[i];
        let Some([from, to]) = fact.place.offset else { continue };
        let printed: String = chars.get(from..to).unwrap_or(&[]).iter().collect();
        let Some(first) = printed.find(|c: char| c.is_ascii_digit()) else { continue };
        let number: String = printed
            .get(first..)
            .unwrap_or("")
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ','))
            .collect();
        let start = from + printed.get(..first).map_or(0, |s| s.chars().count());
        let neighbour = |step: usize| {
            let other = facts.get((i + step) % facts.len())?;
            matches!((other.origin, fact.origin), (Origin::Table { table: a, .. }, Origin::Table { table: b, .. }) if a == b)
                .then(|| other.printed.replace(',', ""))
        };
        for slip in SLIPS {
            let used = count.entry((kind(fact), slip.name())).or_default();
            if *used >= EACH {
                continue;
            }
            let Some(put) = slip.apply(&number, n, &neighbour(1).unwrap_or_default()) else { continue };
            *used += 1;
            out.push(Mistake {
                kind: kind(fact).to_owned(),
                slip: slip.name(),
                start,
                end: start + number.chars().count(),
                put,
                right: number.replace(',', ""),
            });
        }
    }
    for (name, there, instead) in WORDS {
        for (at, _) in text.match_indices(there).take(EACH) {
            let start = text.get(..at).map_or(0, |s| s.chars().count());
            out.push(Mistake {
                kind: "词句".to_owned(),
                slip: name,
                start,
                end: start + there.chars().count(),
                put: (*instead).to_owned(),
                right: (*there).to_owned(),
            });
        }
    }
    out
}

fn judge(chars: &[char], before: &[Finding], m: &Mistake) -> Score {
    let mut text: String = chars.get(..m.start).unwrap_or(&[]).iter().collect();
    text.push_str(&m.put);
    text.extend(chars.get(m.end..).unwrap_or(&[]));
    let new: Vec<Finding> = loud(&text).into_iter().filter(|f| !before.iter().any(|b| b.id == f.id)).collect();
    let here = m.start..m.start + m.put.chars().count();
    let on = |f: &Finding| {
        f.evidence
            .first()
            .and_then(|e| e.place.offset)
            .is_some_and(|[a, b]| a < here.end.max(here.start + 1) && here.start < b)
    };
    let same = |f: &Finding| {
        let value = f.suggestion.as_ref().map(|s| s.value.replace(',', ""));
        let plain = |s: &str| {
            if s.contains('.') { s.trim_end_matches('0').trim_end_matches('.').to_owned() } else { s.to_owned() }
        };
        value.is_some_and(|v| plain(&v) == plain(&m.right) || v.contains(&m.right))
    };
    let first = new.iter().find(|f| on(f)).or(new.first());
    Score {
        made: 1,
        found: usize::from(!new.is_empty()),
        place: usize::from(new.iter().any(on)),
        fix: usize::from(first.is_some_and(same)),
        findings: new.len(),
    }
}

/// Runs the bench on text reports and prints the table.
pub fn run(files: &[PathBuf]) -> ExitCode {
    let mut table: BTreeMap<(String, &'static str), Score> = BTreeMap::new();
    for file in files {
        let Ok(text) = std::fs::read_to_string(file) else {
            eprintln!("无法读取 {}", file.display());
            return ExitCode::from(2);
        };
        let Some(report) = read(&text) else {
            eprintln!("不是文本报告：{}", file.display());
            return ExitCode::from(2);
        };
        let chars: Vec<char> = text.chars().collect();
        let before = loud(&text);
        let all = mistakes(&text, &report);
        let scores: Vec<Score> = all.par_iter().map(|m| judge(&chars, &before, m)).collect();
        for (m, score) in all.iter().zip(scores) {
            if std::env::var_os("MISSED").is_some() && score.found == 0 {
                let around: String =
                    chars.get(m.start.saturating_sub(24)..(m.end + 6).min(chars.len())).unwrap_or(&[]).iter().collect();
                eprintln!(
                    "未发现 {} {}：{} → {}  …{}",
                    m.kind,
                    m.slip,
                    m.right,
                    m.put,
                    around.replace(['\n', '\t'], " ")
                );
            }
            table.entry((m.kind.clone(), m.slip)).or_default().add(score);
        }
    }
    println!("| 对象 | 笔误 | 注入 | 发现 | 指对位置 | 首个建议正确 | 每处报出 |\n|---|---|---:|---:|---:|---:|---:|");
    let mut total = Score::default();
    for ((kind, slip), s) in &table {
        row(kind, slip, *s);
        total.add(*s);
    }
    row("合计", "", total);
    ExitCode::SUCCESS
}

fn row(kind: &str, slip: &str, s: Score) {
    let share = |n: usize| format!("{}.{}%", n * 100 / s.made.max(1), n * 1000 / s.made.max(1) % 10);
    let per = format!("{}.{:02}", s.findings / s.found.max(1), s.findings * 100 / s.found.max(1) % 100);
    println!("| {kind} | {slip} | {} | {} | {} | {} | {per} |", s.made, share(s.found), share(s.place), share(s.fix));
}
