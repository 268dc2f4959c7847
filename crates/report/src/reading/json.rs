//! Everything understood, as JSON. A working view for people who build on it; the stable contract is the findings document.

use super::Reading;
use crate::json::{ProblemEntry, print};
use mingzhang_model::performance::{EvaluationReport, PerformanceForm};
use mingzhang_model::{Claim, Coordinates, Fact, Identity, Origin, Part, Place, Section, SubjectItem, TableReading};
use serde::Serialize;

#[derive(Serialize)]
struct Root<'a> {
    tool: Tool<'a>,
    file: &'a str,
    sha256: &'a str,
    identity: &'a Identity,
    pages: u32,
    problems: Vec<ProblemEntry<'a>>,
    units: &'a [String],
    contents: Option<(usize, usize)>,
    sections: &'a [Section],
    tables: &'a [TableReading],
    facts: Vec<FactEntry<'a>>,
    items: &'a [SubjectItem],
    claims: &'a [Claim],
    forms: &'a [PerformanceForm],
    evaluations: &'a [EvaluationReport],
    unread: Vec<Unread<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    name: &'static str,
    version: &'a str,
    catalog: &'a str,
}

#[derive(Serialize)]
struct FactEntry<'a> {
    coordinates: &'a Coordinates,
    value: String,
    unit: &'static str,
    printed: &'a str,
    quote: &'a str,
    part: bool,
    blank: bool,
    origin: Origin,
    #[serde(flatten)]
    place: &'a Place,
}

impl<'a> From<&'a Fact> for FactEntry<'a> {
    fn from(f: &'a Fact) -> Self {
        FactEntry {
            coordinates: &f.coordinates,
            value: f.figure.number(),
            unit: f.figure.unit.name(),
            printed: &f.printed,
            quote: &f.quote,
            part: f.part,
            blank: f.blank,
            origin: f.origin,
            place: &f.place,
        }
    }
}

#[derive(Serialize)]
struct Unread<'a> {
    text: &'a str,
    part: Part,
    reason: &'a str,
    #[serde(flatten)]
    place: &'a Place,
}

/// The reading as JSON, with a line break at its end.
#[must_use]
pub fn render(reading: &Reading, version: &str, catalog: &str) -> String {
    let d = reading.disclosure;
    let problems = crate::report::problems(d);
    print(&Root {
        tool: Tool { name: "mingzhang", version, catalog },
        file: reading.file,
        sha256: reading.sha256,
        identity: &d.identity,
        pages: d.document.pages,
        problems: problems.iter().map(ProblemEntry::from).collect(),
        units: &d.units,
        contents: d.contents,
        sections: &d.sections,
        tables: &d.tables,
        facts: d.facts.iter().map(FactEntry::from).collect(),
        items: &d.items,
        claims: &d.claims,
        forms: &d.forms,
        evaluations: &d.evaluations,
        unread: d
            .figures
            .iter()
            .filter(|f| !f.understood())
            .map(|f| Unread { text: &f.text, part: f.part, reason: &f.reason, place: &f.place })
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::samples;
    use serde_json::{Value, json};

    #[test]
    fn figures_are_decimal_text_and_missing_sections_null() {
        let d = samples::disclosure();
        let reading = Reading { file: "a.txt", sha256: "00", disclosure: &d };
        let v: Value = serde_json::from_str(&render(&reading, "0.1.0", "2024.1")).unwrap();
        assert_eq!(v["facts"][0]["value"], "18.26");
        assert_eq!(v["facts"][0]["unit"], "万元");
        assert_eq!(v["facts"][0]["coordinates"], json!({"指标": "三公经费"}));
        assert_eq!(v["facts"][2]["origin"], json!({"narrative": {"section": null, "block": 1}}));
        assert_eq!(v["unread"][0]["text"], "共有车辆12");
        assert_eq!(v["claims"][0]["says"], "greater");
    }
}
