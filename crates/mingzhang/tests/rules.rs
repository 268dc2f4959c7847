//! The pages of `docs/rules` are true: every example of a relation goes the way of a user's document and is told as its page says.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic)]

use mingzhang_audit::pages::{Example, Page};
use mingzhang_audit::{Audit, audit, rules};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Finding, Severity};
use std::path::Path;

fn page(id: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules").join(format!("{id}.md"));
    std::fs::read_to_string(path).unwrap_or_default()
}

fn run(example: &Example<'_>) -> Audit {
    let catalog = Catalog::embedded();
    let document = mingzhang_decode::decode(example.document().as_bytes(), "例.txt").expect("it is text");
    audit(&mingzhang_read::read(document, catalog), catalog)
}

fn shown(a: &Audit) -> String {
    a.findings.iter().map(|f| format!("\n    {:?} {} {} | {}", f.severity, f.rule, f.stated, f.message)).collect()
}

/// What is wrong with an example of a relation.
fn wrong(id: &str, example: &Example<'_>, severity: Severity) -> Option<String> {
    let audit = run(example);
    let counts = audit.coverage.rules.get(id).copied().unwrap_or_default();
    let told: Vec<_> = audit.findings.iter().filter(|f| f.rule == id).collect();
    match example.wants {
        Some((level, words)) => {
            // Of several relations that break together the diagnosis names one.
            let named = |f: &Finding| f.rule == id || counts.broken > 0;
            let says = |f: &Finding| f.severity == level && (f.stated == words || f.title.contains(words));
            let says = audit.findings.iter().any(|f| named(f) && says(f));
            let fits = level == severity || (level == Severity::Warning && severity == Severity::Error);
            (!says || !fits).then(|| format!("没有报出“{words}”，{counts:?}：{}", shown(&audit)))
        }
        None if example.open => {
            let silent = counts.not_evaluable > 0 && counts.broken == 0 && told.is_empty();
            (!silent).then(|| format!("应当核对到而不判，{counts:?}：{}", shown(&audit)))
        }
        // A page that shows what holds must show it bound: what is merely absent teaches nothing.
        None => {
            let bound =
                matches!(id, "table-misread" | "joint-feasibility") || counts.held + counts.held_by_rounding > 0;
            let quiet = counts.broken == 0 && audit.findings.iter().all(|f| f.severity != Severity::Error);
            (!bound || !quiet || !told.is_empty())
                .then(|| format!("没有核对到，或者报了问题，{counts:?}：{}", shown(&audit)))
        }
    }
}

#[test]
fn examples_of_relations_are_told_as_their_pages_say() {
    let catalog = Catalog::embedded();
    let mut bad: Vec<String> = Vec::new();
    for rule in rules(catalog).iter().filter(|r| !mingzhang_audit::checks::rules().iter().any(|c| c.id == r.id)) {
        let text = page(&rule.id);
        let page = match Page::read(&text) {
            Ok(page) => page,
            Err(e) => {
                bad.push(format!("{}：{e}", rule.id));
                continue;
            }
        };
        let severity = catalog.relations.iter().find(|r| r.id == rule.id).map(|r| r.severity);
        let open = catalog.relations.iter().any(|r| r.id == rule.id && r.open);
        for wanted in [true, false] {
            if !page.examples.iter().any(|e| (e.wants.is_some() || e.open && open) == wanted) {
                bad.push(format!("{}：缺少{}的例子", rule.id, if wanted { "不成立" } else { "成立" }));
            }
        }
        for example in &page.examples {
            let severity = severity.or(example.wants.map(|w| w.0)).unwrap_or(Severity::Error);
            if let Some(why) = wrong(&rule.id, example, severity) {
                bad.push(format!("{} 第{}行：{why}", rule.id, example.line));
            }
        }
    }
    assert!(bad.is_empty(), "\n{}", bad.join("\n"));
}

#[test]
fn pages_repeat_the_catalog() {
    for relation in &Catalog::embedded().relations {
        let text = page(&relation.id);
        let page = Page::read(&text).unwrap();
        assert_eq!((page.title, page.basis), (relation.title.as_str(), relation.basis.as_str()), "{}", relation.id);
        assert!(page.demand.chars().count() > 10, "{}", relation.id);
    }
}

/// Checks whose broken examples are cut to what the check itself looks at: read as a document they lack a profile, a table in its official
/// shape, or leave the figures to a relation.
const CUT: &[&str] = &[
    "missing-table",
    "empty-table-note",
    "reason-direction",
    "wrong-level-words",
    "near-duplicate-passages",
    "comparison-base",
    "contents-titles",
    "table-unit",
    "profile-parts",
];

#[test]
fn examples_of_checks_hold_as_documents_too() {
    let mut bad: Vec<String> = Vec::new();
    for rule in mingzhang_audit::checks::rules() {
        let text = page(&rule.id);
        for example in Page::read(&text).unwrap().examples {
            let audit = run(&example);
            let told = audit.findings.iter().any(|f| f.rule == rule.id);
            let wanted = example.wants.is_some() && !CUT.contains(&rule.id.as_str());
            if told && example.wants.is_none() || !told && wanted {
                bad.push(format!("{} 第{}行：{}", rule.id, example.line, shown(&audit)));
            }
        }
    }
    assert!(bad.is_empty(), "\n{}", bad.join("\n"));
}
