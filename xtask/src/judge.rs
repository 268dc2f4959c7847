//! What became of one mistake.

use crate::slips::Slip;
use crate::source::{Group, Mistake, Source, findings};
use mingzhang_model::{Figure, Finding, Role, Severity, Unit};

/// Counts of mistakes by what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Put in.
    pub made: usize,
    /// Something new was said.
    pub found: usize,
    /// The primary evidence of a new finding lies on the changed characters.
    pub place: usize,
    /// The first suggestion is what stood there.
    pub fix: usize,
    /// New findings.
    pub findings: usize,
}

impl Score {
    /// Adds up.
    pub fn add(&mut self, other: Score) {
        self.made += other.made;
        self.found += other.found;
        self.place += other.place;
        self.fix += other.fix;
        self.findings += other.findings;
    }
}

/// A judged mistake: its score, the suggestions said of it (hundredths of confidence, right or not), and the messages.
#[derive(Clone, Debug)]
pub struct Judged {
    /// One mistake's counts.
    pub score: Score,
    /// Confidence in hundredths, and whether the suggestion was right.
    pub said: Vec<(u8, bool)>,
    /// What was said, what points at the place first.
    pub messages: Vec<String>,
}

fn on(f: &Finding, m: &Mistake) -> bool {
    let (start, end) = (m.start, m.start + m.put.chars().count());
    let (start, end) = if start == end { (start.saturating_sub(1), end + 1) } else { (start, end) };
    let first = f.evidence.first();
    // Where nobody is accused, all that are shown as equals count.
    let shown = f.evidence.iter().filter(|e| e.role == Role::Primary);
    let here = shown.filter_map(|e| e.place.offset).any(|[a, b]| a < end && start < b);
    let plain = |s: &str| s.replace(['”', '“', ' '], "");
    let hint = plain(&m.hint);
    let named = !hint.is_empty()
        && [&f.stated, &f.expected, &f.message]
            .into_iter()
            .chain(first.map(|e| &e.quote))
            .any(|text| plain(text).contains(&hint));
    here || named
}

fn right(f: &Finding, m: &Mistake) -> bool {
    let plain = |s: &str| {
        let s = s.replace([',', ' '], "");
        let s = s.trim_start_matches('-').to_owned();
        if s.contains('.') { s.trim_end_matches('0').trim_end_matches('.').to_owned() } else { s }
    };
    f.suggestion.as_ref().is_some_and(|s| {
        plain(&s.value) == plain(&m.right)
            || (m.group == Group::Words && !m.right.is_empty() && s.value.contains(&m.right))
            || (s.slip.as_deref() == Some("sign") && m.kind == Slip::Sign.name())
            || (m.kind == Slip::Unit.name() && in_yuan(&s.value, &m.right))
            || plain(s.value.trim_end_matches(|c: char| !c.is_ascii_digit())) == plain(&m.right)
    })
}

/// True if a suggestion in 元 is the amount in 万元 that stood there.
fn in_yuan(value: &str, right: &str) -> bool {
    let (Some(a), Some(b)) = (Figure::parse(value, Unit::Yuan), Figure::parse(right, Unit::WanYuan)) else {
        return false;
    };
    a.interval().overlaps(b.interval())
}

/// What a finding says, wherever it stands: what lies behind a mistake moves with it.
fn said(f: &Finding) -> (&str, &str, &str, Vec<&str>) {
    (&f.rule, &f.stated, &f.message, f.evidence.iter().map(|e| e.quote.as_str()).collect())
}

/// Puts the mistake in, audits, and compares with what was said before.
pub fn judge(source: &Source, m: &Mistake) -> Judged {
    let all = findings(&m.apply(source));
    let loud = |f: &Finding| m.group == Group::Words || f.severity != Severity::Info;
    let new: Vec<&Finding> =
        all.iter().filter(|f| loud(f)).filter(|f| !source.before.iter().any(|b| said(b) == said(f))).collect();
    let first = new.iter().find(|f| on(f, m)).or(new.first());
    let suggestions =
        new.iter().filter_map(|f| f.suggestion.as_ref().map(|s| (s.confidence, on(f, m) && right(f, m)))).collect();
    let mut messages: Vec<String> = Vec::new();
    for said in first.into_iter().chain(&new).map(|f| format!("[{}] {}", f.rule, f.message)) {
        if !messages.contains(&said) {
            messages.push(said);
        }
    }
    Judged {
        score: Score {
            made: 1,
            found: usize::from(!new.is_empty()),
            place: usize::from(new.iter().any(|f| on(f, m))),
            fix: usize::from(first.is_some_and(|f| right(f, m))),
            findings: new.len(),
        },
        said: suggestions,
        messages,
    }
}
