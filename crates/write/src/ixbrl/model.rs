//! From facts to what XBRL knows: concepts, contexts, members, and a tag for each printed figure.

use crate::memory::document;
use mingzhang_model::publication::Publication;
use mingzhang_model::{Dimension, Disclosure, Fact, Figure, Kind, Origin, Quantity, Term, Unit};
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

/// Measures of what there is on a day. What is carried over stays with the year: it is a line of the year's income and expenditure
/// (上年结余收入, 年终结余 are subjects of the classification), and only so can it be an addend of their totals.
const STOCKS: [&str; 17] = [
    "车辆",
    "公务用车保有量",
    "通用设备",
    "专用设备",
    "专用设备总数",
    "大型设备",
    "固定资产",
    "流动资产",
    "长期投资",
    "长期投资数",
    "在建工程",
    "在建工程数",
    "无形资产",
    "无形资产数",
    "房屋面积",
    "机构",
    "机构人数",
];

/// When a fact holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Period {
    /// All through a year.
    Year(i32),
    /// At the end of a day: year, month, day.
    Day(i32, u32, u32),
}

/// Where a fact holds: the period, and a member of each dimension that is not whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Context {
    pub period: Period,
    /// Index into [`DIMENSIONS`] and the word.
    pub members: Vec<(usize, &'static str)>,
}

/// A concept: its label, and what its values are.
#[derive(Clone, Debug)]
pub(super) struct Concept {
    pub label: String,
    pub quantity: Quantity,
    /// It holds on a day, not through a year.
    pub instant: bool,
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
        let keys: Vec<Context> = disclosure.facts.iter().map(|f| context(f, publication, disclosure)).collect();
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

fn context(fact: &Fact, publication: &Publication, disclosure: &Disclosure) -> Context {
    let mut year = publication.year;
    let mut members = Vec::new();
    for (i, d) in DIMENSIONS.into_iter().enumerate() {
        let term: Term = fact.coordinates.get(d);
        if d == Dimension::Year && term.word() == "上年" {
            year -= 1;
        } else if !term.is_whole() {
            members.push((i, term.word()));
        }
    }
    let period = if instant(fact) { day(fact, year, publication.kind, disclosure) } else { Period::Year(year) };
    Context { period, members }
}

/// What there is on a day, not what comes of a year. A change or a share is of the year.
fn instant(fact: &Fact) -> bool {
    STOCKS.contains(&fact.coordinates.get(Dimension::Measure).word())
        && fact.coordinates.get(Dimension::Aspect).is_whole()
}

/// The day a stock is counted: the one its sentence names, otherwise the end of the year, or the day before the year of a budget.
fn day(fact: &Fact, year: i32, kind: Kind, disclosure: &Disclosure) -> Period {
    let said = match fact.origin {
        Origin::Narrative { block, .. } => {
            let paragraph = disclosure.document.blocks.get(block).and_then(|b| b.paragraph());
            paragraph.and_then(|p| p.text.get(..fact.span.0)).and_then(until)
        }
        Origin::Table { .. } => None,
    };
    let end = if kind == Kind::Budget { year - 1 } else { year };
    said.unwrap_or(Period::Day(end, 12, 31))
}

/// The day of the last 截至 in a sentence: 截至2024年12月31日, 截至2024年底.
fn until(text: &str) -> Option<Period> {
    let sentence = text.rsplit('。').next()?;
    let (year, rest) = sentence.rsplit_once("截至")?.1.split_once('年')?;
    let year: i32 = year.trim().parse().ok().filter(|y| (1900..=9999).contains(y))?;
    if rest.starts_with(['底', '末']) {
        return Some(Period::Day(year, 12, 31));
    }
    let (month, rest) = rest.split_once('月')?;
    let month: u32 = month.trim().parse().ok()?;
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => return None,
    };
    let day = if rest.starts_with(['底', '末']) { last } else { rest.split_once('日')?.0.trim().parse().ok()? };
    (1..=last).contains(&day).then_some(Period::Day(year, month, day))
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
    (ncname(&label), Concept { label, quantity, instant: instant(fact) })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_names_the_day() {
        assert_eq!(until("截至2024年12月31日，共有车辆"), Some(Period::Day(2024, 12, 31)));
        assert_eq!(until("截至2023年底，固定资产原值"), Some(Period::Day(2023, 12, 31)));
        assert_eq!(until("截至2024年2月末，共有车辆3辆；大型设备"), Some(Period::Day(2024, 2, 29)));
        // Another sentence, no day, a day there is not.
        assert_eq!(until("截至2024年8月31日，共有车辆3辆。购置车辆"), None);
        assert_eq!(until("截至目前，2024年共有车辆"), None);
        assert_eq!(until("截至2023年2月29日，共有车辆"), None);
    }
}
