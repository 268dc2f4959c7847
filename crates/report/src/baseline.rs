//! Two versions of a report: what was put right (已整改), what is still there (仍存在), what is new (新出现).
//!
//! Findings of the earlier run are paired with those of this one, from the surest sign to the weakest (`docs/findings.md` lists them); each is
//! paired once. Places take no part: a paragraph added at the top moves them all. Quotes are compared without blanks, with half-width marks
//! and without thousands separators.

use crate::report::{Outcome, ReadingStatus, Report};
use crate::words::file_name as name;
use mingzhang_model::{Finding, Identity};
use serde::{Deserialize, Serialize};

/// A finding seen against the earlier run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// 新出现
    New,
    /// 仍存在
    Remaining,
}

/// What changed between the earlier run and this one.
#[derive(Clone, Debug, Default)]
pub struct Changes {
    /// One for each finding of the report.
    pub status: Vec<Status>,
    /// Findings of the earlier run that are gone (已整改).
    pub resolved: Vec<Finding>,
    /// The file of the earlier run.
    pub file: String,
    /// Why what is gone may not have been put right; empty if nothing speaks against it.
    pub doubt: String,
}

impl Changes {
    /// How many are new, and how many still there.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let new = self.status.iter().filter(|s| **s == Status::New).count();
        (new, self.status.len() - new)
    }
}

/// A findings document read back.
#[derive(Debug, Deserialize)]
pub struct Earlier {
    schema: u32,
    tool: EarlierTool,
    /// The reports in it.
    pub reports: Vec<EarlierReport>,
}

#[derive(Debug, Deserialize)]
struct EarlierTool {
    version: String,
    catalog: String,
}

/// One report of an earlier run.
#[derive(Clone, Debug, Deserialize)]
pub struct EarlierReport {
    /// The path as given then.
    pub file: String,
    /// Who, what, when.
    pub identity: Identity,
    reading: EarlierReading,
    /// What was wrong.
    pub findings: Vec<Finding>,
}

#[derive(Clone, Debug, Deserialize)]
struct EarlierReading {
    status: ReadingStatus,
}

/// Reads a findings document of `--format json`.
///
/// # Errors
/// One sentence in Chinese.
pub fn read(text: &str) -> Result<Earlier, String> {
    let earlier: Earlier = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|_| "不是 mingzhang audit --format json 写出的核对结果。".to_owned())?;
    if earlier.schema != crate::json::SCHEMA {
        return Err(format!("核对结果的格式版本是 {}，这个程序只认识 {}。", earlier.schema, crate::json::SCHEMA));
    }
    Ok(earlier)
}

impl Earlier {
    /// Notes on every report what changed since. Reports without an earlier version, and files not read, are left as they are.
    /// What is returned are the earlier reports of which nothing was audited now.
    pub fn compare(&self, reports: &mut [Report], version: &str, catalog: &str) -> Vec<&EarlierReport> {
        let mut free: Vec<&EarlierReport> =
            self.reports.iter().filter(|r| r.reading.status != ReadingStatus::Unreadable).collect();
        let alone = reports.len() == 1 && self.reports.len() == 1;
        let other_rules = self.tool.version != version || self.tool.catalog != catalog;
        // A file of the same name and report comes before a report of the same name only.
        for sure in [true, false] {
            for report in reports.iter_mut().filter(|r| r.changes.is_none()) {
                let Outcome::Read(read) = &report.outcome else { continue };
                let fits = |e: &&EarlierReport| {
                    let named = name(&e.file) == name(&report.file);
                    match same_report(&e.identity, &read.identity) {
                        Some(same) => same && (named || !sure),
                        None => !sure && (named || alone),
                    }
                };
                let Some(at) = free.iter().position(fits) else { continue };
                let before = free.remove(at);
                let mut changes = compare(&before.findings, &read.findings);
                changes.file = before.file.clone();
                changes.doubt = match (read.status, other_rules) {
                    (ReadingStatus::Complete, false) => String::new(),
                    (ReadingStatus::Complete, true) => "两次核对用的程序或规则版本不同".to_owned(),
                    _ => "这次的材料没有读全".to_owned(),
                };
                report.changes = Some(changes);
            }
        }
        free.retain(|e| !reports.iter().any(|r| r.is_unreadable() && name(&r.file) == name(&e.file)));
        free
    }
}

/// Whether two identities are of one report; `None` where they do not say.
fn same_report(a: &Identity, b: &Identity) -> Option<bool> {
    let (x, y) = (a.entity.as_ref()?, b.entity.as_ref()?);
    let differ = a.fiscal_year.zip(b.fiscal_year).is_some_and(|(p, q)| p != q)
        || a.kind.zip(b.kind).is_some_and(|(p, q)| p != q)
        || a.level.zip(b.level).is_some_and(|(p, q)| p != q);
    Some(folded(x) == folded(y) && !differ)
}

/// Pairs findings.
fn compare(before: &[Finding], now: &[Finding]) -> Changes {
    let (old, new): (Vec<Sign<'_>>, Vec<Sign<'_>>) =
        (before.iter().map(sign).collect(), now.iter().map(sign).collect());
    let mut gone = vec![true; old.len()];
    let mut status = vec![Status::New; new.len()];
    let about = |a: &Sign<'_>, b: &Sign<'_>| a.rule == b.rule && a.title == b.title;
    let signs: [&Same<'_>; 6] = [
        &|a, b| a.id == b.id,
        &|a, b| about(a, b) && a.quote == b.quote,
        &|a, b| about(a, b) && a.words == b.words && a.stated == b.stated,
        &|a, b| about(a, b) && a.words == b.words,
        &|a, b| about(a, b) && ((!a.stated.is_empty() && a.stated == b.stated) || a.message == b.message),
        &|a, b| !a.stated.is_empty() && a.stated == b.stated && a.quote == b.quote,
    ];
    for same in signs {
        for (b, status) in new.iter().zip(status.iter_mut()).filter(|(_, s)| **s == Status::New) {
            let fits = old.iter().zip(gone.iter_mut()).find(|(a, gone)| **gone && same(a, b));
            if let Some((_, gone)) = fits {
                *gone = false;
                *status = Status::Remaining;
            }
        }
    }
    let resolved = before.iter().zip(gone).filter(|(_, gone)| *gone).map(|(f, _)| f.clone()).collect();
    Changes { status, resolved, ..Changes::default() }
}

/// Whether two findings are one.
type Same<'s> = dyn Fn(&Sign<'_>, &Sign<'_>) -> bool + 's;

/// What a finding is known by.
struct Sign<'a> {
    id: &'a str,
    rule: &'a str,
    /// Names the coordinates.
    title: String,
    message: String,
    stated: String,
    /// The primary quote.
    quote: String,
    /// The same without its figures.
    words: String,
}

fn sign(f: &Finding) -> Sign<'_> {
    let quote = folded(f.evidence.first().map_or("", |e| &e.quote));
    Sign {
        id: &f.id,
        rule: &f.rule,
        title: folded(&f.title),
        message: folded(&f.message),
        stated: folded(&f.stated),
        words: quote.chars().filter(|c| !c.is_ascii_digit() && *c != '.').collect(),
        quote,
    }
}

/// Without blanks, half-width, without thousands separators.
fn folded(text: &str) -> String {
    let half: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect();
    let digit = |i: Option<usize>| i.and_then(|i| half.get(i)).is_some_and(char::is_ascii_digit);
    let kept = |i: usize, c: char| !(c == ',' && digit(i.checked_sub(1)) && digit(Some(i + 1)));
    half.iter().enumerate().filter(|(i, c)| kept(*i, **c)).map(|(_, c)| *c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn earlier(reports: &[Report]) -> Earlier {
        read(&crate::json::render(reports, "0.1.0", "2024.1")).unwrap()
    }

    fn findings(report: &mut Report) -> &mut Vec<Finding> {
        let Outcome::Read(read) = &mut report.outcome else { panic!() };
        &mut read.findings
    }

    fn run(change: impl Fn(&mut Report)) -> Changes {
        let mut now = samples::report();
        change(&mut now);
        let old = earlier(&[samples::report()]);
        let mut now = [now];
        assert!(old.compare(&mut now, "0.1.0", "2024.1").is_empty());
        let [now] = now;
        now.changes.unwrap()
    }

    #[test]
    fn the_findings_document_reads_back() {
        let text = crate::json::render(&[samples::report()], "0.1.0", "2024.1");
        let back = read(&text).unwrap();
        let again = serde_json::to_value(&back.reports[0].findings).unwrap();
        let then = serde_json::to_value(samples::report().findings()).unwrap();
        assert_eq!(again[0], then[0]);
        assert!(read("{}").is_err());
        assert!(read(&text.replace("\"schema\": 1", "\"schema\": 2")).unwrap_err().contains('2'));
    }

    #[test]
    fn moved_and_reset_findings_are_still_there() {
        use Status::{New, Remaining};
        assert_eq!(run(|_| ()).status, [Remaining, Remaining]);
        // Moved: another offset gives checks another id; blanks and full-width figures are no change.
        let moved = run(|r| {
            for f in findings(r) {
                f.id.push('x');
                f.evidence[0].place = samples::line(300, 9000, 9010);
                f.evidence[0].quote = f.evidence[0].quote.replace("39.5", " ３９.５");
            }
        });
        assert_eq!((moved.status, moved.resolved.len()), (vec![Remaining, Remaining], 0));
        // The figure was changed and is still wrong.
        let changed = run(|r| {
            let f = &mut findings(r)[0];
            f.id = "new".into();
            f.stated = "38.5万元".into();
            f.evidence[0].quote = f.evidence[0].quote.replace("39.5", "38.5");
        });
        assert_eq!((changed.status, changed.resolved.len()), (vec![Remaining, Remaining], 0));
        // One put right, another one made.
        let other = run(|r| {
            let f = &mut findings(r)[0];
            (f.id, f.rule, f.title) = ("new".into(), "basic-rows".into(), "另一件事".into());
            f.evidence[0].quote = "人员经费12万元".into();
            f.stated = "12万元".into();
        });
        assert_eq!(other.status, [New, Remaining]);
        assert_eq!(other.resolved[0].id, "b3c1");
        assert_eq!(other.counts(), (1, 1));
    }

    #[test]
    fn twins_are_paired_once() {
        let two = run(|r| {
            let copy = findings(r)[0].clone();
            findings(r).push(copy);
        });
        assert_eq!(two.counts(), (1, 2));
    }

    #[test]
    fn what_was_not_read_was_not_put_right() {
        let old = earlier(&[samples::report()]);
        let mut now = samples::report();
        findings(&mut now).clear();
        if let Outcome::Read(read) = &mut now.outcome {
            read.status = ReadingStatus::Partial;
        }
        let mut now = [now];
        old.compare(&mut now, "0.1.0", "2024.1");
        assert!(now[0].changes.as_ref().unwrap().doubt.contains("没有读全"));
        let mut other = samples::report();
        if let Outcome::Read(read) = &mut other.outcome {
            read.identity.fiscal_year = Some(2024);
        }
        let mut other = [other];
        assert_eq!(old.compare(&mut other, "0.1.0", "2024.1").len(), 1);
        assert!(other[0].changes.is_none(), "another year is another report");
    }
}
