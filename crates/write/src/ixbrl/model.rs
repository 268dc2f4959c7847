//! From facts to what XBRL knows: concepts, contexts, members, and a tag for each printed figure.

use crate::memory::document;
use mingzhang_model::publication::Publication;
use mingzhang_model::{Dimension, Disclosure, Fact, Figure, Origin, Quantity, Term, Unit};
use std::collections::BTreeMap;

/// Dimensions of contexts; the measure and what is said of it make the concept, the year the period.
pub(super) const DIMENSIONS: [Dimension; 9] = [
    Dimension::Year,
    Dimension::Stage,
    Dimension::Purse,
    Dimension::Nature,
    Dimension::Source,
    Dimension::Subject,
    Dimension::Economic,
    Dimension::Item,
    Dimension::Base,
];

/// Where a fact holds: the year, and a member of each dimension that is not whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Context {
    pub year: i32,
    /// Index into [`DIMENSIONS`] and the word.
    pub members: Vec<(usize, &'static str)>,
}

/// A concept: its label, and what its values are.
#[derive(Clone, Debug)]
pub(super) struct Concept {
    pub label: String,
    pub quantity: Quantity,
}

/// How a figure is tagged.
#[derive(Clone, Debug)]
pub(super) struct Tag {
    pub concept: String,
    /// Index into [`Model::contexts`].
    pub context: usize,
    pub money: bool,
    pub scale: i32,
    /// `INF` for whole counts.
    pub decimals: Option<i32>,
    pub negative: bool,
}

pub(super) struct Model {
    pub concepts: BTreeMap<String, Concept>,
    pub contexts: Vec<Context>,
    /// Words of each dimension, with their labels.
    pub members: BTreeMap<(usize, &'static str), String>,
    /// Tags of table cells: piece, row and column at which the cell begins.
    pub cells: BTreeMap<(usize, usize, usize), Tag>,
    /// Tags of running text by piece: bytes of the bare number.
    pub spans: BTreeMap<usize, Vec<(usize, usize, Tag)>>,
    /// Concept and context of each fact.
    pub facts: Vec<(String, usize)>,
}

impl Model {
    pub fn new(publication: &Publication, disclosure: &Disclosure) -> Model {
        let pieces = document(publication).1;
        let piece_of = |block: usize| pieces.get(block).copied().flatten();
        let keys: Vec<Context> = disclosure.facts.iter().map(|f| context(f, publication.year)).collect();
        let mut contexts = keys.clone();
        contexts.sort();
        contexts.dedup();
        let mut out = Model {
            concepts: BTreeMap::new(),
            contexts,
            members: BTreeMap::new(),
            cells: BTreeMap::new(),
            spans: BTreeMap::new(),
            facts: Vec::new(),
        };
        for (fact, key) in disclosure.facts.iter().zip(&keys) {
            let (name, concept) = concept(fact);
            out.concepts.entry(name.clone()).or_insert(concept);
            for (d, word) in &key.members {
                out.members.entry((*d, *word)).or_insert_with(|| label(word, disclosure));
            }
            let context = out.contexts.binary_search(key).unwrap_or(0);
            out.facts.push((name.clone(), context));
            if fact.blank {
                continue;
            }
            match fact.origin {
                Origin::Table { table, row, column } => {
                    let Some(block) = disclosure.tables.get(table).map(|t| t.block) else { continue };
                    let grid = disclosure.document.blocks.get(block).and_then(|b| b.table());
                    if let (Some(piece), Some(cell)) = (piece_of(block), grid.and_then(|g| g.at(row, column)))
                        && let Some((_, _, tag)) = tag(&cell.text, 0, fact, &name, context)
                    {
                        out.cells.entry((piece, cell.row, cell.column)).or_insert(tag);
                    }
                }
                Origin::Narrative { block, .. } => {
                    let paragraph = disclosure.document.blocks.get(block).and_then(|b| b.paragraph());
                    let text = paragraph.and_then(|p| p.text.get(fact.span.0..fact.span.1));
                    if let (Some(piece), Some(text)) = (piece_of(block), text)
                        && let Some(found) = tag(text, fact.span.0, fact, &name, context)
                    {
                        let spans = out.spans.entry(piece).or_default();
                        // A figure that says two things is tagged with the first.
                        if spans.iter().all(|s| found.1 <= s.0 || s.1 <= found.0) {
                            spans.push(found);
                        }
                    }
                }
            }
        }
        for spans in out.spans.values_mut() {
            spans.sort_by_key(|s| s.0);
        }
        out
    }
}

fn context(fact: &Fact, year: i32) -> Context {
    let mut out = Context { year, members: Vec::new() };
    for (i, d) in DIMENSIONS.into_iter().enumerate() {
        let term: Term = fact.coordinates.get(d);
        if d == Dimension::Year && term.word() == "上年" {
            out.year = year - 1;
        } else if !term.is_whole() {
            out.members.push((i, term.word()));
        }
    }
    out
}

fn concept(fact: &Fact) -> (String, Concept) {
    let quantity = fact.figure.quantity();
    let mut label = fact.coordinates.get(Dimension::Measure).word().to_owned();
    let aspect = fact.coordinates.get(Dimension::Aspect);
    if !aspect.is_whole() {
        label = format!("{label}_{}", aspect.word());
    }
    // 三公经费 is said in 元, its groups and visits are counted: two concepts.
    let suffix = match quantity {
        Quantity::Money => "",
        Quantity::Rate => "_比率",
        Quantity::Count => "_数量",
    };
    let label = format!("{label}{suffix}");
    (ncname(&label), Concept { label, quantity })
}

/// A subject's name stands in the tables' rows beside its code.
fn label(word: &str, disclosure: &Disclosure) -> String {
    let coded = word.bytes().all(|b| b.is_ascii_digit());
    let named = disclosure.tables.iter().flat_map(|t| &t.rows).find(|r| coded && r.code == word && !r.label.is_empty());
    named.map_or_else(|| word.to_owned(), |r| format!("{word} {}", r.label.trim()))
}

/// A name XML takes.
pub(super) fn ncname(text: &str) -> String {
    let legal = |c: char| c.is_ascii_alphanumeric() || c == '_' || ('\u{4e00}'..='\u{9fa5}').contains(&c);
    let mut out: String = text.chars().map(|c| if legal(c) { c } else { '_' }).collect();
    if out.starts_with(|c: char| c.is_ascii_digit()) || out.is_empty() {
        out.insert(0, '_');
    }
    out
}

/// The tag of a fact whose literal is `text`, with the bytes of its bare number, `offset` added; `None` if the number is not found there.
fn tag(text: &str, offset: usize, fact: &Fact, concept: &str, context: usize) -> Option<(usize, usize, Tag)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(start..)?;
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(rest.len());
    let number = rest.get(..end)?.trim_end_matches([',', '.']);
    let unit = fact.figure.unit;
    if Figure::parse(number, unit)?.value.abs() != fact.figure.value.abs() {
        return None;
    }
    let places = i32::try_from(number.split_once('.').map_or(0, |n| n.1.len())).ok()?;
    let scale = match unit {
        Unit::Yuan | Unit::Piece => 0,
        Unit::WanYuan | Unit::WanPiece => 4,
        Unit::YiYuan => 8,
        Unit::Percent => -2,
    };
    let whole = unit == Unit::Piece && places == 0;
    let tag = Tag {
        concept: concept.to_owned(),
        context,
        money: unit.quantity() == Quantity::Money,
        scale,
        decimals: (!whole).then_some(places - scale),
        negative: fact.figure.value.0 < 0,
    };
    Some((offset + start, offset + start + number.len(), tag))
}
