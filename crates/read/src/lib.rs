//! Documents to disclosures: identity, outline, tables matched to forms, sentences to facts.
//!
//! Nothing here judges right or wrong. What is not understood with certainty gets no coordinates: it is listed as seen, never guessed.

mod claims;
mod figures;
mod gap;
mod header;
mod identity;
mod items;
mod names;
mod narrative;
mod outline;
mod parts;
mod performance;
mod pieces;
mod placing;
mod plain;
mod rows;
mod shape;
mod stretch;
mod tables;
mod words;

use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Document, Place, Problem, limits};

/// Why a figure beyond the bound is not read.
const TOO_MANY: &str = "文件里能核对的数字过多";

fn too_much(message: String) -> Problem {
    Problem { code: "document-truncated".to_owned(), message, place: Place::default() }
}

/// Reads a document.
#[must_use]
pub fn read(document: Document, catalog: &Catalog) -> Disclosure {
    let lines = identity::lines(&document);
    let identity = identity::identity(&lines, catalog);
    let contents = outline::contents(&document);
    let sections = outline::outline(&document, &catalog.narrative, identity.kind, contents);
    let mut facts = Vec::new();
    let mut figures = Vec::new();
    let mut readings = Vec::new();
    let forms = performance::forms(&document, &catalog.performance);
    let mut of_forms = performance::of_forms(&forms);
    let prepared = tables::prepare(&document, catalog, &identity, contents);
    let parts = parts::parts(&document, &sections, &prepared);
    let mut problems = Vec::new();
    if sections.len() >= limits::SECTIONS {
        let message = format!("标题超过{}个，其后的标题未识别；请拆分文件后再检查。", limits::SECTIONS);
        problems.push(too_much(message));
    }
    for (index, prepared) in prepared.iter().enumerate() {
        let part = parts.get(prepared.block).copied().unwrap_or_default();
        let mut read = rows::read(prepared, &rows::Source { index, part, kind: document.kind }, catalog);
        let offset = facts.len();
        let room = limits::FACTS.saturating_sub(offset);
        let full = read.facts.len() > room;
        read.facts.truncate(room);
        moved(read.facts, &mut facts);
        let mut seen = of_forms.remove(&prepared.block).unwrap_or(read.seen);
        for s in &mut seen {
            if full && s.fact.is_some_and(|f| f >= room) {
                s.reason = TOO_MANY.to_owned();
                s.fact = None;
            }
            s.fact = s.fact.map(|f| f + offset);
        }
        moved(seen, &mut figures);
        readings.push(read.reading);
    }
    let organisation: Vec<String> = sections
        .iter()
        .filter(|s| s.topic.word() == "机构")
        .flat_map(|s| lines.iter().skip(s.blocks.0).take(s.blocks.1.saturating_sub(s.blocks.0)).cloned())
        .collect();
    let units = identity::units(&organisation, identity.entity.as_deref());
    let ends: Vec<usize> = forms.iter().map(|f| f.blocks.0).collect();
    let (evaluations, told) = performance::reports(&document, &catalog.performance.reports, contents, &ends);
    let mut report = Disclosure {
        document,
        identity,
        units,
        sections,
        contents,
        tables: readings,
        items: vec![],
        forms,
        evaluations,
        facts,
        claims: vec![],
        figures,
    };
    narrative::read(&mut report, catalog, &parts);
    if report.facts.len() >= limits::FACTS {
        let message = format!("能核对的数字超过{}个，其余未核对；请拆分文件后再检查。", limits::FACTS);
        problems.push(too_much(message));
    }
    report.document.problems.append(&mut problems);
    performance::of_reports(&told, &mut report.figures);
    report
}

/// Puts a list behind another. One table may have nearly all figures of a report: a copy would take as much memory again.
fn moved<T>(mut list: Vec<T>, to: &mut Vec<T>) {
    if to.is_empty() {
        *to = list;
    } else {
        to.append(&mut list);
    }
}
