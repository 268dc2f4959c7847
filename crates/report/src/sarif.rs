//! Findings as SARIF 2.1.0, for tools. Figures that stand in a text have regions of characters (Unicode code points), all places their page,
//! box and cell as properties.

use crate::baseline::Status;
use crate::report::{Outcome, Report};
use crate::words;
use mingzhang_model::{Evidence, Finding, Place, Role, Severity};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A rule as its page has it.
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// Its name in the field's words.
    pub title: String,
    /// What it demands.
    pub help: String,
    /// The relation, if it is one.
    pub formula: String,
    /// The official text or form it rests on.
    pub basis: String,
}

/// The log of one run.
#[must_use]
pub fn render(reports: &[Report], version: &str, rules: &[Rule]) -> String {
    let mut rules: Vec<Rule> = rules.to_vec();
    let mut at: HashMap<String, usize> = rules.iter().enumerate().map(|(i, r)| (r.id.clone(), i)).collect();
    let (mut results, mut artifacts, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for (index, report) in reports.iter().enumerate() {
        let file = File { uri: uri(&report.file), index, text: is_text(&report.file) };
        artifacts.push(artifact(report, &file));
        match &report.outcome {
            Outcome::Unreadable { message } => notes.push(note("error", message, &file, &Place::default())),
            Outcome::Read(read) => {
                notes.extend(read.problems.iter().map(|p| note("warning", &p.message, &file, &p.place)));
            }
        }
        let gone = report.changes.iter().flat_map(|c| &c.resolved).map(|f| (f, "absent"));
        let told = report.told().map(|(f, s)| (f, s.map_or("", state)));
        for (f, state) in told.chain(gone) {
            let rule = *at.entry(f.rule.clone()).or_insert_with(|| {
                rules.push(Rule { id: f.rule.clone(), title: f.rule.clone(), ..Rule::default() });
                rules.len() - 1
            });
            results.push(result(f, rule, state, &file));
        }
    }
    let readable = !reports.iter().any(Report::is_unreadable);
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "mingzhang",
                "fullName": "明账：编制、核对部门预算、决算公开文本",
                "version": version,
                "language": "zh-CN",
                "rules": rules.iter().map(descriptor).collect::<Vec<_>>(),
            }},
            "language": "zh-CN",
            "columnKind": "unicodeCodePoints",
            "artifacts": artifacts,
            "invocations": [{ "executionSuccessful": readable, "toolExecutionNotifications": notes }],
            "results": results,
        }],
    });
    crate::json::print(&log)
}

struct File {
    uri: String,
    index: usize,
    /// Offsets count the characters of the file itself.
    text: bool,
}

fn is_text(file: &str) -> bool {
    let name = words::file_name(file).to_lowercase();
    name.ends_with(".txt") || name.ends_with(".md")
}

fn artifact(report: &Report, file: &File) -> Value {
    let mut out = json!({ "location": { "uri": file.uri }, "roles": ["analysisTarget"] });
    if !report.sha256.is_empty() {
        out["hashes"] = json!({ "sha-256": report.sha256 });
    }
    out
}

fn note(level: &str, message: &str, file: &File, place: &Place) -> Value {
    json!({ "level": level, "message": { "text": message }, "locations": [location(file, place, None)] })
}

fn descriptor(rule: &Rule) -> Value {
    let lines = [("", &rule.help), ("公式：", &rule.formula), ("依据：", &rule.basis)];
    let help: Vec<String> = lines.iter().filter(|(_, t)| !t.is_empty()).map(|(l, t)| format!("{l}{t}")).collect();
    let mut out = json!({ "id": rule.id, "shortDescription": { "text": rule.title } });
    if !help.is_empty() {
        out["fullDescription"] = json!({ "text": if rule.help.is_empty() { &rule.title } else { &rule.help } });
        out["help"] = json!({ "text": help.join("\n") });
    }
    out
}

fn result(f: &Finding, rule: usize, state: &str, file: &File) -> Value {
    let place = |e: &Evidence| location(file, &e.place, Some(&e.quote));
    let mut out = json!({
        "ruleId": f.rule,
        "ruleIndex": rule,
        "level": level(f.severity),
        "message": { "text": if f.message.is_empty() { &f.title } else { &f.message } },
        "locations": f.evidence.first().map(place).into_iter().collect::<Vec<_>>(),
        "partialFingerprints": { "mingzhang/v1": f.id },
        "properties": properties(f),
    });
    // What is gone has no place in the present file.
    if state == "absent" {
        out["locations"] = json!([location(file, &Place::default(), None)]);
    } else {
        let related = f.evidence.iter().skip(1).enumerate().map(|(i, e)| {
            let mut there = place(e);
            there["id"] = json!(i + 1);
            there["message"] = json!({ "text": if e.role == Role::Primary { "原文" } else { "对照" } });
            there
        });
        let related: Vec<Value> = related.collect();
        if !related.is_empty() {
            out["relatedLocations"] = Value::Array(related);
        }
    }
    if !state.is_empty() {
        out["baselineState"] = json!(state);
    }
    out
}

fn properties(f: &Finding) -> Value {
    let mut out = Map::new();
    let mut add = |key: &str, value: Value| {
        if value != json!("") && value != Value::Null {
            out.insert(key.to_owned(), value);
        }
    };
    add("title", json!(f.title));
    add("certainty", json!(f.certainty));
    add("stated", json!(f.stated));
    add("expected", json!(f.expected));
    add("suggestion", json!(f.suggestion));
    add("relation", json!(words::relation(f)));
    add("workings", json!(f.workings));
    add("basis", json!(f.basis));
    Value::Object(out)
}

fn location(file: &File, place: &Place, quote: Option<&str>) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": file.uri, "index": file.index } });
    if let (true, Some([start, end])) = (file.text, place.offset) {
        physical["region"] = json!({ "charOffset": start, "charLength": end.saturating_sub(start) });
        if let Some(line) = place.line {
            physical["contextRegion"] = json!({ "startLine": line });
        }
    }
    let mut out = json!({ "physicalLocation": physical });
    let mut more = Map::new();
    if let Some(quote) = quote.filter(|q| !q.is_empty()) {
        more.insert("quote".to_owned(), json!(quote));
    }
    for (key, value) in [
        ("page", json!(place.page)),
        ("bbox", json!(place.bbox)),
        ("cell", json!(place.cell)),
        ("file", json!(place.file)),
    ] {
        if value != Value::Null {
            more.insert(key.to_owned(), value);
        }
    }
    if !more.is_empty() {
        out["properties"] = Value::Object(more);
    }
    out
}

fn level(s: Severity) -> &'static str {
    match s {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn state(s: Status) -> &'static str {
    match s {
        Status::New => "new",
        Status::Remaining => "unchanged",
    }
}

/// A path as a reference, relative where the path is.
fn uri(file: &str) -> String {
    let slashed = file.replace('\\', "/");
    let path: String = slashed.split('/').map(crate::viewer::link).collect::<Vec<_>>().join("/");
    match path.as_bytes() {
        [b'/', ..] => format!("file://{path}"),
        // A drive, whose colon was encoded.
        [drive, b'%', b'3', b'A', ..] => format!("file:///{}:{}", char::from(*drive), path.get(4..).unwrap_or("")),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn log(reports: &[Report]) -> Value {
        let rule = Rule {
            id: "growth-matches-change".into(),
            title: "增长率".into(),
            help: "应当一致".into(),
            ..Rule::default()
        };
        serde_json::from_str(&render(reports, "0.1.0", &[rule])).unwrap()
    }

    #[test]
    fn results_point_to_rules_and_characters() {
        let log = log(&[samples::report(), Report::unreadable("/甲 乙/空.pdf", "", "文件是空的。")]);
        let run = &log["runs"][0];
        let result = &run["results"][0];
        assert_eq!(result["level"], "error");
        assert_eq!(run["tool"]["driver"]["rules"][0]["help"]["text"], "应当一致");
        assert_eq!(result["locations"][0]["physicalLocation"]["region"], json!({"charOffset": 5120, "charLength": 20}));
        assert_eq!(result["relatedLocations"][0]["physicalLocation"]["region"]["charOffset"], 5080);
        let hint = &run["results"][1];
        assert_eq!(run["tool"]["driver"]["rules"][hint["ruleIndex"].as_u64().unwrap() as usize]["id"], "trailing-zero");
        assert_eq!(hint["locations"][0]["properties"]["page"], 3);
        assert_eq!(hint["locations"][0]["properties"]["bbox"], json!([72.3, 100.0, 0.0, 112.1]));
        assert_eq!(run["invocations"][0]["executionSuccessful"], false);
        assert_eq!(run["artifacts"][1]["location"]["uri"], "file:///%E7%94%B2%20%E4%B9%99/%E7%A9%BA.pdf");
    }

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("a/b c.txt"), "a/b%20c.txt");
        assert_eq!(uri("C:\\x\\y.pdf"), "file:///C:/x/y.pdf");
    }
}
