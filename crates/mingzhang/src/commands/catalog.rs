//! `mingzhang catalog`

use super::load;
use crate::args::{Catalog as Args, CatalogCommand, Kind};
use crate::{CLEAN, FAILED, output};
use mingzhang_catalog::Catalog;
use mingzhang_report::text::Ruler;
use std::fmt::Write;

/// Something of the catalog that has a name.
struct Entry {
    kind: Kind,
    id: String,
    title: String,
    formula: String,
    description: String,
    basis: String,
}

/// Runs the command; the exit code.
pub fn run(args: &Args) -> u8 {
    let text = match &args.command {
        CatalogCommand::List { kind, catalog } => load(catalog).map(|c| list(&entries(&c), *kind, &c.version)),
        CatalogCommand::Explain { id, catalog } => load(catalog).and_then(|c| explain(&entries(&c), id)),
    };
    match text.and_then(|text| output::print(&text)) {
        Ok(()) => CLEAN,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn entries(catalog: &Catalog) -> Vec<Entry> {
    let relation = |id: &str| catalog.relations.iter().find(|r| r.id == id);
    let mut out: Vec<Entry> = mingzhang_audit::rules(catalog)
        .into_iter()
        .map(|rule| {
            let formula = relation(&rule.id).map_or(String::new(), |r| r.holds.clone());
            Entry {
                kind: if relation(&rule.id).is_some() { Kind::Relation } else { Kind::Check },
                description: if rule.description == formula { String::new() } else { rule.description },
                id: rule.id,
                title: rule.title,
                formula,
                basis: rule.basis,
            }
        })
        .collect();
    out.extend(catalog.forms.iter().map(|f| Entry {
        kind: Kind::Form,
        id: f.id.clone(),
        title: f.titles.first().cloned().unwrap_or_default(),
        formula: String::new(),
        description: format!("标题可写作：{}", f.titles.join("、")),
        basis: String::new(),
    }));
    out.extend(catalog.profiles.iter().map(|p| Entry {
        kind: Kind::Profile,
        id: p.id.clone(),
        title: p.title.clone(),
        formula: String::new(),
        description: format!("表样：{}\n段落：{}", p.tables.join("、"), p.topics.join("、")),
        basis: String::new(),
    }));
    out
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Relation => "勾稽关系",
        Kind::Check => "检查",
        Kind::Form => "表样",
        Kind::Profile => "版式",
    }
}

fn list(entries: &[Entry], only: Option<Kind>, version: &str) -> String {
    let kinds = only.map_or_else(|| vec![Kind::Relation, Kind::Check], |k| vec![k]);
    let ruler = Ruler::default();
    let mut out = format!("规则版本 {version}\n");
    for kind in kinds {
        let listed: Vec<&Entry> = entries.iter().filter(|e| e.kind == kind).collect();
        let _ = writeln!(out, "\n{}（{}）", name(kind), listed.len());
        let widest = listed.iter().map(|e| ruler.text(&e.id)).max().unwrap_or(0);
        for e in listed {
            let _ = writeln!(out, "  {}  {}", ruler.pad(&e.id, widest), e.title);
        }
    }
    out
}

fn explain(entries: &[Entry], id: &str) -> Result<String, String> {
    let Some(e) = entries.iter().find(|e| e.id == id) else {
        let nearest =
            entries.iter().max_by(|a, b| strsim::jaro_winkler(&a.id, id).total_cmp(&strsim::jaro_winkler(&b.id, id)));
        let perhaps = nearest.map_or(String::new(), |e| format!("最接近的是 {}（{}）。", e.id, e.title));
        return Err(format!("没有编号为“{id}”的规则。{perhaps}全部编号见 mingzhang catalog list。"));
    };
    let mut out = format!("{}\n  编号：{}\n  种类：{}\n", e.title, e.id, name(e.kind));
    for (label, text) in [("公式", &e.formula), ("说明", &e.description), ("依据", &e.basis)] {
        if !text.is_empty() {
            let _ = writeln!(out, "  {label}：{}", text.replace('\n', "\n        "));
        }
    }
    Ok(out)
}
