//! The findings document (`docs/findings.md`), schema 1: a public, versioned contract.

use crate::baseline::{Changes, Status};
use crate::report::{Outcome, ReadingStatus, Report};
use mingzhang_model::document::Problem;
use mingzhang_model::{Coverage, Finding, Identity, Place};
use serde::Serialize;
use serde_json::{Number, Value};

/// The version of the contract.
pub const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Root<'a> {
    schema: u32,
    tool: Tool<'a>,
    reports: Vec<Entry<'a>>,
    across: [(); 0],
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
    catalog: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    file: &'a str,
    sha256: &'a str,
    identity: &'a Identity,
    reading: Reading<'a>,
    coverage: &'a Coverage,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<Baseline<'a>>,
    findings: Vec<Told<'a>>,
}

/// A finding with what it is against the earlier version.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    finding: &'a Finding,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

/// What changed since the earlier version.
#[derive(Serialize)]
struct Baseline<'a> {
    file: &'a str,
    remaining: usize,
    new: usize,
    doubt: &'a str,
    resolved: &'a [Finding],
}

impl<'a> From<&'a Changes> for Baseline<'a> {
    fn from(c: &'a Changes) -> Self {
        let (new, remaining) = c.counts();
        Baseline { file: &c.file, remaining, new, doubt: &c.doubt, resolved: &c.resolved }
    }
}

#[derive(Serialize)]
struct Reading<'a> {
    status: ReadingStatus,
    problems: Vec<ProblemEntry<'a>>,
    tables: usize,
    sentences: usize,
    forms: usize,
}

/// A problem with its place beside it, as evidence has it.
#[derive(Serialize)]
pub(crate) struct ProblemEntry<'a> {
    code: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: &'a Place,
}

impl<'a> From<&'a Problem> for ProblemEntry<'a> {
    fn from(p: &'a Problem) -> Self {
        ProblemEntry { code: &p.code, message: &p.message, place: &p.place }
    }
}

/// The findings document of some reports, with a line break at its end.
#[must_use]
pub fn render(reports: &[Report], version: &str, catalog: &str) -> String {
    let (nobody, nothing, nowhere) = (Identity::default(), Coverage::default(), Place::default());
    let entries = reports
        .iter()
        .map(|report| match &report.outcome {
            Outcome::Read(read) => Entry {
                file: &report.file,
                sha256: &report.sha256,
                identity: &read.identity,
                reading: Reading {
                    status: read.status,
                    problems: read.problems.iter().map(ProblemEntry::from).collect(),
                    tables: read.tables,
                    sentences: read.sentences,
                    forms: read.forms,
                },
                coverage: &read.coverage,
                baseline: report.changes.as_ref().map(Baseline::from),
                findings: report.told().map(|(finding, status)| Told { finding, status }).collect(),
            },
            Outcome::Unreadable { message } => Entry {
                file: &report.file,
                sha256: &report.sha256,
                identity: &nobody,
                reading: Reading {
                    status: ReadingStatus::Unreadable,
                    problems: vec![ProblemEntry { code: "unreadable", message, place: &nowhere }],
                    tables: 0,
                    sentences: 0,
                    forms: 0,
                },
                coverage: &nothing,
                baseline: None,
                findings: Vec::new(),
            },
        })
        .collect();
    print(&Root { schema: SCHEMA, tool: Tool { name: "mingzhang", version, catalog }, reports: entries, across: [] })
}

/// Pretty JSON with boxes of one decimal and `null` for indices that are none.
pub(crate) fn print<T: Serialize>(value: &T) -> String {
    // No map of ours has keys that are not strings, so neither step can fail.
    let mut tree = serde_json::to_value(value).unwrap_or_default();
    settle(&mut tree);
    let mut out = serde_json::to_string_pretty(&tree).unwrap_or_default();
    out.push('\n');
    out
}

fn settle(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(settle),
        Value::Object(map) => {
            for (key, inner) in map.iter_mut() {
                match inner {
                    Value::Array(edges) if key == "bbox" => edges.iter_mut().for_each(round),
                    other => settle(other),
                }
            }
        }
        Value::Number(n) if n.as_u64() == u64::try_from(usize::MAX).ok() => *value = Value::Null,
        _ => {}
    }
}

fn round(edge: &mut Value) {
    let Some(number) = edge.as_f64() else { return };
    let shown = format!("{number:.1}");
    let shown = if shown == "-0.0" { "0.0" } else { &shown };
    *edge = shown.parse().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn tree(reports: &[Report]) -> Value {
        serde_json::from_str(&render(reports, "0.1.0", "2024.1")).unwrap()
    }

    fn keys(v: &Value) -> Vec<&str> {
        v.as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn the_contract_has_these_fields_in_this_order() {
        let v = tree(&[samples::report()]);
        assert_eq!(keys(&v), ["schema", "tool", "reports", "across"]);
        assert_eq!(v["tool"], serde_json::json!({"name": "mingzhang", "version": "0.1.0", "catalog": "2024.1"}));
        let r = &v["reports"][0];
        assert_eq!(keys(r), ["file", "sha256", "identity", "reading", "coverage", "findings"]);
        assert_eq!(
            r["identity"],
            serde_json::json!({"entity": "青禾市河湾区文化和旅游局", "level": "unit", "kind": "final_accounts",
                "fiscal_year": 2023, "profile": "sichuan-final"})
        );
        assert_eq!(keys(&r["reading"]), ["status", "problems", "tables", "sentences", "forms"]);
        assert_eq!(
            keys(&r["coverage"]),
            [
                "figures",
                "understood",
                "related",
                "related_twice",
                "unread",
                "unrelated",
                "by_part",
                "relations",
                "rules"
            ]
        );
        assert_eq!(keys(&r["coverage"]["relations"]), ["held", "held_by_rounding", "broken", "not_evaluable"]);
        let f = &r["findings"][0];
        let expected = [
            "id",
            "rule",
            "severity",
            "certainty",
            "title",
            "message",
            "stated",
            "expected",
            "suggestion",
            "relation",
            "workings",
            "evidence",
            "basis",
        ];
        assert_eq!(keys(f), expected);
        assert_eq!(
            f["suggestion"],
            serde_json::json!({"value": "3.95", "slip": "decimal-shift", "confidence": 0.98, "satisfies": 3})
        );
        assert_eq!(keys(&f["evidence"][0]), ["role", "quote", "offset", "line", "page", "bbox", "cell"]);
        assert_eq!(f["evidence"][0]["role"], "primary");
        assert_eq!(f["evidence"][0]["offset"], serde_json::json!([5120, 5140]));
        assert_eq!(f["evidence"][0]["page"], Value::Null);
    }

    #[test]
    fn boxes_have_one_decimal() {
        let text = render(&[samples::report()], "0.1.0", "2024.1");
        let squeezed: String = text.split_whitespace().collect();
        assert!(squeezed.contains("\"bbox\":[72.3,100.0,0.0,112.1]"), "{squeezed}");
    }

    #[test]
    fn an_unreadable_file_is_an_entry_without_findings() {
        let v = tree(&[Report::unreadable("空.pdf", "", "文件是空的。")]);
        let r = &v["reports"][0];
        assert_eq!(r["reading"]["status"], "unreadable");
        assert_eq!(r["reading"]["problems"][0]["message"], "文件是空的。");
        assert_eq!(r["findings"], serde_json::json!([]));
        assert_eq!(r["identity"]["entity"], Value::Null);
        assert_eq!(v["across"], serde_json::json!([]));
    }
}
