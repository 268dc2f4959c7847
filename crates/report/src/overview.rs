//! All files of a run at a glance, after what was found in each: who has how much to mend, and which files are not done.

use crate::report::{Outcome, Report, Tally};
use crate::terminal::{BOLD, RED, Style, YELLOW};
use crate::text::clean;
use std::cmp::Reverse;
use std::fmt::Write;

/// A line for every file with errors or warnings, most errors first, then the files that were not done and why, then the sums; empty for a
/// single file, which has its own.
#[must_use]
pub fn render(reports: &[Report], style: &Style) -> String {
    if reports.len() < 2 {
        return String::new();
    }
    let mut out = String::new();
    let mut told: Vec<(&Report, Tally)> = reports.iter().map(|r| (r, r.tally())).collect();
    told.retain(|(r, t)| !r.is_unreadable() && t.errors + t.warnings > 0);
    told.sort_by_key(|(_, t)| (Reverse(t.errors), Reverse(t.warnings)));
    let digits = |count: fn(&Tally) -> usize| told.iter().map(|(_, t)| count(t).to_string().len()).max().unwrap_or(1);
    let (wide, narrow) = (digits(|t| t.errors), digits(|t| t.warnings));
    for (report, tally) in &told {
        let count = |label: &str, n: usize, digits: usize, code: &str| {
            let text = format!("{label} {n:>digits$}");
            if n > 0 { style.paint(code, &text) } else { text }
        };
        let errors = count("错误", tally.errors, wide, RED);
        let warnings = count("警告", tally.warnings, narrow, YELLOW);
        let _ = writeln!(out, "{errors}  {warnings}  {}", clean(&report.file));
    }
    for report in reports {
        let (label, why) = match &report.outcome {
            Outcome::Unreadable { message } => ("无法读取", message.as_str()),
            Outcome::Read(_) if report.is_unchecked() => ("没有核对", "没有可以核对的内容。"),
            Outcome::Read(_) => continue,
        };
        style.labelled(&mut out, 0, &format!("{label}  "), RED, &format!("{}：{why}", report.file));
    }
    let unreadable = reports.iter().filter(|r| r.is_unreadable()).count();
    let faulty = reports.iter().filter(|r| r.tally().errors > 0).count();
    let t = reports.iter().fold(Tally::default(), |sum, r| sum.plus(r.tally()));
    let text = format!(
        "共 {} 个文件：读取 {} 个，无法读取 {unreadable} 个；有错误的文件 {faulty} 个；错误 {}，警告 {}，提示 {}",
        reports.len(),
        reports.len() - unreadable,
        t.errors,
        t.warnings,
        t.infos
    );
    for line in style.ruler().lines(&text, style.width) {
        let _ = writeln!(out, "{}", style.paint(BOLD, &line));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn every_file_that_needs_a_person_has_a_line() {
        let unreadable = Report::unreadable("甲.pdf", "", "文件是空的。");
        let said = render(&[unreadable, samples::report()], &Style::default());
        let lines: Vec<&str> = said.lines().collect();
        assert!(lines[0].starts_with("错误 ") && lines[0].ends_with("qinghe-unit-final-2023.txt"), "{said}");
        assert_eq!(lines[1], "无法读取  甲.pdf：文件是空的。");
        assert!(lines[2].starts_with("共 2 个文件：读取 1 个，无法读取 1 个"), "{said}");
        assert_eq!(render(&[samples::report()], &Style::default()), "");
    }
}
