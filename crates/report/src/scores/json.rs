//! Scores for programs. Numbers are decimal strings: none of them is a binary fraction.

use super::{Scores, lines, notes, proposals};
use crate::json::ProblemEntry;
use mingzhang_performance::{Fraction, RowScore, Scored};
use serde_json::{Value, json};

/// One object per file, with one per form.
#[must_use]
pub fn render(all: &[Scores], version: &str, catalog: &str) -> String {
    let files: Vec<Value> = all.iter().map(file).collect();
    let root = json!({
        "schema": 1,
        "tool": { "name": "mingzhang", "version": version, "catalog": catalog },
        "files": files,
    });
    // Nothing in it can fail to be written: keys are texts and numbers are finite.
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

fn decimal(value: Option<Fraction>) -> Value {
    value.map_or(Value::Null, |v| Value::String(v.to_string()))
}

fn file(scores: &Scores) -> Value {
    let t = scores.tally();
    json!({
        "file": scores.file,
        "profile": scores.profile.id,
        "problems": scores.problems.iter().map(ProblemEntry::from).collect::<Vec<_>>(),
        "tally": { "forms": t.forms, "rows": t.rows, "accepted": t.accepted, "totals_accepted": t.totals, "wrong": t.wrong },
        "forms": scores.forms.iter().map(|(form, scored)| {
            let total = &scored.total;
            let execution = scored.execution.as_ref().map_or(Value::Null, |(_, r)| row("预算执行", r, scored, &[]));
            let indicators: Vec<Value> = form.indicators.iter().zip(&scored.indicators).map(|(i, s)| {
                row(&i.name.text, &s.row, scored, &notes(i, &s.notes))
            }).collect();
            let levels: Vec<Value> = scored.levels.iter().map(|l| json!({
                "name": l.name, "points": l.points.to_string(), "expected": decimal(l.expected), "fixed": l.fixed,
            })).collect();
            json!({
                "code": form.code,
                "name": form.name.text,
                "execution": execution,
                "indicators": indicators,
                "total": {
                    "printed": decimal(total.printed),
                    "sum": total.sum.to_string(),
                    "should": decimal(total.should),
                    "verdict": total.verdict.title(),
                    "grade": total.grade,
                    "should_grade": total.should_grade,
                    "derivation": lines(form, scored).last().map(|l| l.derivation.clone()),
                },
                "levels": levels,
                "proposals": proposals(form, scored),
            })
        }).collect::<Vec<_>>(),
    })
}

fn row(name: &str, row: &RowScore, scored: &Scored, notes: &[&str]) -> Value {
    json!({
        "name": name,
        "weight": decimal(row.weight),
        "printed": decimal(row.printed),
        "exact": decimal(row.expected),
        "should": decimal(scored.should(row)),
        "verdict": row.verdict.title(),
        "accepted": row.verdict.is_accepted(),
        "derivation": row.derivation,
        "notes": notes,
    })
}
