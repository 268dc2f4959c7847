//! `mingzhang catalog`

use super::check::check;
use super::explain::explain;
use super::load;
use crate::args::{Catalog as Args, CatalogCommand, Kind};
use crate::{CLEAN, FAILED, output};
use mingzhang_catalog::Catalog;
use mingzhang_report::text::Ruler;
use std::fmt::Write;

/// Something of the catalog that has a name.
pub(super) struct Entry {
    pub kind: Kind,
    pub id: String,
    pub title: String,
    pub formula: String,
    pub description: String,
    pub basis: String,
}

/// Runs the command; the exit code.
pub fn run(args: &Args) -> u8 {
    let text = match &args.command {
        CatalogCommand::List { kind, catalog } => load(catalog).map(|c| list(&entries(&c), *kind, &c.version)),
        CatalogCommand::Explain { id, catalog } => load(catalog).and_then(|c| explain(&c, id)),
        CatalogCommand::Check { paths } => check(paths),
    };
    match text.and_then(|text| output::print(&text)) {
        Ok(()) => CLEAN,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

pub(super) fn entries(catalog: &Catalog) -> Vec<Entry> {
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

pub(super) fn name(kind: Kind) -> &'static str {
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
