//! What is said at each place of a finding.

use mingzhang_model::{Finding, Place, Role, Severity};

/// Who says it.
pub const AUTHOR: &str = "明账";

/// Most notes of a file; a file with more has other troubles.
const MOST: usize = 2_000;

/// One thing said at one place.
#[derive(Clone, Debug)]
pub(crate) struct Note<'a> {
    /// Number of the finding, from 1.
    pub number: usize,
    /// Of the finding.
    pub severity: Severity,
    /// Called wrong, or only a witness.
    pub primary: bool,
    /// What is said, in lines.
    pub lines: Vec<String>,
    /// Where.
    pub place: &'a Place,
    /// The words meant, at most 120 characters.
    pub quote: &'a str,
}

impl Note<'_> {
    /// Red for errors, yellow for warnings, blue for hints; grey for witnesses.
    pub(crate) fn colour(&self) -> Colour {
        match (self.primary, self.severity) {
            (false, _) => Colour("E2E6EE"),
            (true, Severity::Error) => Colour("FFB3B3"),
            (true, Severity::Warning) => Colour("FFE08A"),
            (true, Severity::Info) => Colour("BFDDFF"),
        }
    }
}

/// A colour in hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Colour(pub &'static str);

impl Colour {
    /// Red, green and blue of 255.
    pub(crate) fn parts(self) -> [u8; 3] {
        let part = |at: usize| self.0.get(at..at + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).unwrap_or(0);
        [part(0), part(2), part(4)]
    }
}

/// The name of a severity.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "错误",
        Severity::Warning => "警告",
        Severity::Info => "提示",
    }
}

/// The notes of findings, each place of a finding once.
pub(crate) fn of<'a>(findings: &[&'a Finding]) -> Vec<Note<'a>> {
    let mut out: Vec<Note<'a>> = Vec::new();
    for (number, finding) in (1..).zip(findings) {
        let first = out.len();
        for evidence in &finding.evidence {
            let said = out.iter().skip(first).any(|n| *n.place == evidence.place);
            if said || out.len() >= MOST {
                continue;
            }
            let primary = evidence.role == Role::Primary;
            out.push(Note {
                number,
                severity: finding.severity,
                primary,
                lines: if primary {
                    full(number, finding)
                } else {
                    vec![format!("见问题{number}：{}", finding.title)]
                },
                place: &evidence.place,
                quote: &evidence.quote,
            });
        }
    }
    out
}

/// Everything a finding says.
pub(crate) fn full(number: usize, finding: &Finding) -> Vec<String> {
    let mut lines =
        vec![format!("问题{number}（{}）：{}", severity(finding.severity), finding.title), finding.message.clone()];
    if let Some(suggestion) = &finding.suggestion {
        lines.push(format!("建议：改为{}", suggestion.value));
    } else if !finding.expected.is_empty() {
        lines.push(format!("应为：{}", finding.expected));
    }
    if !finding.relation.is_empty() {
        lines.push(format!("关系：{}", finding.relation));
    }
    if !finding.workings.is_empty() {
        lines.push(format!("计算：{}", finding.workings));
    }
    lines
}
