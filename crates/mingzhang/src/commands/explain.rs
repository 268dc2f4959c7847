//! `mingzhang catalog explain`

use super::catalog::{Entry, entries, name};
use mingzhang_audit::pages::{self, Example, Page};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Finding, Severity};
use mingzhang_report::{Style, terminal, words};
use std::fmt::Write;

/// One rule: what it demands, and an example of each kind with what an audit says of the broken one.
pub fn explain(catalog: &Catalog, id: &str) -> Result<String, String> {
    let entries = entries(catalog);
    let Some(e) = entries.iter().find(|e| e.id == id) else {
        return Err(format!("没有编号为“{id}”的规则{}；全部编号见 mingzhang catalog list。", nearest(&entries, id)));
    };
    let page = page(catalog, id);
    let mut out = format!("{}\n  编号：{}\n  种类：{}\n", e.title, e.id, name(e.kind));
    let demand = page.as_ref().map_or("", |p| p.demand.as_str());
    let description = if demand.is_empty() { e.description.as_str() } else { demand };
    let levels = levels(catalog, id, page.as_ref());
    for (label, text) in [("级别", levels.as_str()), ("公式", &e.formula), ("说明", description), ("依据", &e.basis)]
    {
        if !text.is_empty() {
            let _ = writeln!(out, "  {label}：{}", text.replace('\n', "\n        "));
        }
    }
    let examples = page.map(|p| p.examples).unwrap_or_default();
    if let Some(broken) = examples.iter().find(|e| e.wants.is_some()) {
        out.push_str(&shown("不成立的例子", broken));
        told(&mut out, id, broken, catalog);
    }
    if let Some(open) = examples.iter().find(|e| e.open) {
        out.push_str(&shown("对不上也不报的例子", open));
    }
    if let Some(held) = examples.iter().find(|e| e.wants.is_none() && !e.open) {
        out.push_str(&shown("成立的例子", held));
    }
    Ok(out)
}

/// The ids most like one that does not exist.
fn nearest(entries: &[Entry], id: &str) -> String {
    let mut near: Vec<(f64, &Entry)> = entries.iter().map(|e| (strsim::jaro_winkler(&e.id, id), e)).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let names: Vec<String> = near.iter().take(3).filter(|n| n.0 > 0.7).map(|n| n.1.id.clone()).collect();
    if names.is_empty() { String::new() } else { format!("，相近的有 {}", names.join("、")) }
}

/// The page of a rule, unless the user's catalog put another relation in the rule's place.
pub(super) fn page(catalog: &Catalog, id: &str) -> Option<Page<'static>> {
    let formula = |c: &Catalog| c.relations.iter().find(|r| r.id == id).map(|r| r.holds.clone());
    let page = Page::read(pages::text(id)?).ok()?;
    (formula(catalog) == formula(Catalog::embedded())).then_some(page)
}

/// 错误; for checks every level that their page shows.
fn levels(catalog: &Catalog, id: &str, page: Option<&Page<'_>>) -> String {
    let mut all: Vec<Severity> = match catalog.relations.iter().find(|r| r.id == id) {
        Some(r) if r.open => return "不报，只作旁证".to_owned(),
        Some(r) => vec![r.severity],
        None => page.iter().flat_map(|p| &p.examples).filter_map(|e| e.wants.map(|w| w.0)).collect(),
    };
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(words::severity).collect::<Vec<_>>().join("、")
}

fn shown(title: &str, example: &Example<'_>) -> String {
    // The places of a finding count the same lines.
    let numbered = example.text.lines().enumerate();
    let lines: String = numbered.map(|(n, l)| format!("{:>4}  {l}", n + 1).trim_end().to_owned() + "\n").collect();
    format!("\n{title}：\n\n{lines}")
}

/// What an audit says of an example, at this moment.
fn told(out: &mut String, id: &str, example: &Example<'_>, catalog: &Catalog) {
    let Ok(document) = mingzhang_decode::decode(example.document().as_bytes(), "例.txt") else { return };
    let audit = mingzhang_audit::audit(&mingzhang_read::read(document, catalog), catalog);
    let broken = audit.coverage.rules.get(id).is_some_and(|c| c.broken > 0);
    let own = |f: &&Finding| f.rule == id;
    // Of several relations that break together the diagnosis names one.
    let said = audit.findings.iter().find(own).or_else(|| audit.findings.first().filter(|_| broken));
    if let Some(finding) = said {
        out.push_str("\n核对的结果：\n\n");
        terminal::finding(out, finding, 1, &Style::default());
    }
}
