//! What was understood of a document, for `mingzhang read`.

mod forms;
pub mod json;
pub mod markdown;
pub mod pretty;

#[cfg(test)]
mod samples;

use mingzhang_model::{Disclosure, Fact, Origin};

/// A document read, to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Reading<'a> {
    /// The path as given by the user.
    pub file: &'a str,
    /// SHA-256 of the bytes in hexadecimal.
    pub sha256: &'a str,
    /// What was understood.
    pub disclosure: &'a Disclosure,
}

/// A section's heading as printed: `（一）收入决算情况`.
pub(crate) fn heading(number: &str, title: &str) -> String {
    match number.chars().last() {
        None => title.to_owned(),
        Some(c) if c.is_ascii_digit() => format!("{number}.{title}"),
        Some('分' | '章' | '节') => format!("{number} {title}"),
        Some('一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十') => {
            format!("{number}、{title}")
        }
        Some(_) => format!("{number}{title}"),
    }
}

/// Facts in document order, each group with the words for where it stands: a table, a section, or neither.
pub(crate) fn groups(d: &Disclosure) -> Vec<(String, Vec<&Fact>)> {
    let mut out: Vec<(Option<Origin>, String, Vec<&Fact>)> = Vec::new();
    for fact in &d.facts {
        let key = match fact.origin {
            Origin::Table { table, .. } => Origin::Table { table, row: 0, column: 0 },
            Origin::Narrative { section, .. } => Origin::Narrative { section, block: 0 },
        };
        match out.last_mut() {
            Some((last, _, facts)) if *last == Some(key) => facts.push(fact),
            _ => out.push((Some(key), group_name(d, key), vec![fact])),
        }
    }
    out.into_iter().map(|(_, name, facts)| (name, facts)).collect()
}

fn group_name(d: &Disclosure, origin: Origin) -> String {
    match origin {
        Origin::Table { table, .. } => {
            let title = d.tables.get(table).and_then(|t| t.title.as_ref()).map_or("", |(t, _)| t.as_str());
            format!("表{} {title}", table + 1)
        }
        Origin::Narrative { section, .. } => {
            d.sections.get(section).map_or_else(|| "正文".to_owned(), |s| heading(&s.number, &s.title))
        }
    }
}

/// The value as understood, with sign and unit.
pub(crate) fn value(fact: &Fact) -> String {
    let mut out = fact.figure.to_string();
    if fact.blank {
        out += "（空格）";
    }
    if fact.part {
        out += "（部分）";
    }
    out
}
