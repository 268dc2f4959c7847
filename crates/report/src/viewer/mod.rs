//! The viewer: one page that needs nothing but a browser. Left the report as it was, right what is wrong with it.
//!
//! All words are in the page before any script runs; the script lights, scrolls and filters. Nothing is loaded from anywhere.

mod paper;
mod place;
mod side;

use crate::report::{Outcome, Report};
use crate::words;
use mingzhang_model::Severity;
pub use paper::{Paper, paper};
use std::fmt::Write;

const STYLE: &str = include_str!("viewer.css");
const SCRIPT: &str = include_str!("viewer.js");

/// One page with all reports; papers are theirs, in order.
#[must_use]
pub fn page(reports: &[Report], papers: &[Paper]) -> String {
    let mut body = String::new();
    if reports.len() > 1 {
        body.push_str("<nav id=\"reports\"><label>材料 <select id=\"which\">");
        for (i, report) in reports.iter().enumerate() {
            let _ = write!(body, "<option value=\"{i}\">{}. {}</option>", i + 1, escape(&option(report)));
        }
        body.push_str("</select></label></nav>");
    }
    let nothing = Paper::default();
    for (i, report) in reports.iter().enumerate() {
        let hidden = if i > 0 { " hidden" } else { "" };
        let _ = write!(body, "<main class=\"report\"{hidden}>");
        side::report(&mut body, report, papers.get(i).unwrap_or(&nothing));
        body.push_str("</main>\n");
    }
    let title = match reports {
        [one] => heading(one),
        _ => format!("核对结果（{} 份材料）", reports.len()),
    };
    whole(&title, &format!("{body}<script>\n{SCRIPT}</script>"))
}

/// The first page of a folder: every report with its file name in the folder.
#[must_use]
pub fn index(reports: &[Report], names: &[String]) -> String {
    let mut body = String::from(
        "<main class=\"index\"><h1>预决算公开文本核对结果</h1><div class=\"wide\"><table><tr><th>序号</th><th>材料</th>\
         <th>错误</th><th>警告</th><th>提示</th><th>识别数字</th><th>已核对</th><th>文件</th></tr>\n",
    );
    for (i, (report, name)) in reports.iter().zip(names).enumerate() {
        let t = report.tally();
        let _ = write!(
            body,
            "<tr><td class=\"n\">{}</td><td><a href=\"{}\">{}</a></td>",
            i + 1,
            link(name),
            escape(&heading(report))
        );
        match &report.outcome {
            Outcome::Unreadable { .. } => body.push_str("<td colspan=\"5\">无法读取</td>"),
            Outcome::Read(read) => {
                let counts = [t.errors, t.warnings, t.infos, read.coverage.figures, read.coverage.related];
                body.extend(counts.map(|n| format!("<td class=\"n\">{n}</td>")));
            }
        }
        let _ = writeln!(body, "<td>{}</td></tr>", escape(&report.file));
    }
    body.push_str("</table></div></main>");
    whole("预决算公开文本核对结果", &body)
}

fn whole(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{}</title>\n<style>\n{STYLE}</style></head>\n<body>{body}</body></html>\n",
        escape(title)
    )
}

/// A report's name: whose, which year, what; or its file.
fn heading(report: &Report) -> String {
    words::heading(report).unwrap_or_else(|| words::file_name(&report.file).to_owned())
}

fn option(report: &Report) -> String {
    let t = report.tally();
    let found = if report.is_unreadable() {
        "无法读取".to_owned()
    } else {
        format!("错误 {}，警告 {}", t.errors, t.warnings)
    };
    format!("{}（{found}）", heading(report))
}

fn severity_class(s: Severity) -> &'static str {
    match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Text as content; documents may come from anyone.
fn escape(text: &str) -> String {
    attribute(&crate::text::clean(text))
}

/// Text in a quoted attribute.
fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

/// A file name in a link.
pub(crate) fn link(name: &str) -> String {
    let mut out = String::new();
    for b in name.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(b)),
            b => {
                let _ = write!(out, "%{b:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn nothing_in_a_page_is_taken_for_markup_or_loaded() {
        let mut report = samples::report();
        if let Outcome::Read(read) = &mut report.outcome {
            read.findings[0].title = "<script>alert(1)</script>\"'&".into();
            read.findings[0].evidence[0].quote = "<img src=x onerror=y>39.5万元".into();
        }
        let page = page(&[report], &[Paper::default()]);
        assert_eq!(page.matches("<script>").count(), 1, "ours");
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;'&amp;"));
        assert!(!page.contains("<img") && !page.contains("http://") && !page.contains("https://"));
    }

    #[test]
    fn a_finding_is_told_whole() {
        let page = page(&[samples::report()], &[Paper::default()]);
        for said in [
            "“三公”经费增加额与增长率不符",
            "增长率 = 增减额 ÷ (本年 − 增减额)",
            "39.5 ÷ (18.26 − 39.5) ≠ 27.6%",
            "改为 3.95 万元（小数点错位",
            "财预〔2016〕143号",
            "data-severity=\"info\"",
        ] {
            assert!(page.contains(said), "{said}");
        }
    }

    #[test]
    fn links_of_an_index_are_encoded() {
        let index = index(&[samples::report()], &["1 甲.html".to_owned()]);
        assert!(index.contains("href=\"1%20%E7%94%B2.html\""), "{index}");
    }
}
