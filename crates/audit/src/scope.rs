//! Scopes: the stretches of a report in which relations are bound, each with its facts by coordinates.

use crate::prints::{Code, Print, Prints};
use mingzhang_model::{Coordinates, Dimension, Disclosure, Origin, Term};
use rustc_hash::FxHashMap;

/// The kind of a scope, narrowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Table,
    Paragraph,
    Section,
    Between,
    Report,
}

/// The figure of some coordinates in a scope: one print, or the pieces that only together make it.
pub(crate) type Cell = Vec<usize>;

/// The subjects printed at otherwise equal coordinates.
#[derive(Clone, Debug, Default)]
pub(crate) struct Family {
    /// Codes with their coordinates, each right before those below it.
    pub members: Vec<(Code, Coordinates)>,
    /// A member whose code is not known stands there too.
    pub uncoded: bool,
}

impl Family {
    /// The members below a code, or all.
    pub fn below(&self, own: Option<Code>) -> &[(Code, Coordinates)] {
        let Some(own) = own else { return &self.members };
        let from = self.members.partition_point(|(code, _)| code.key() <= own.key());
        let rest = self.members.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|(code, _)| code.under(own))).unwrap_or_default()
    }
}

/// One scope.
#[derive(Debug)]
pub(crate) struct Scope {
    pub kind: Kind,
    /// Table or section index, block of a paragraph.
    pub index: usize,
    pub cells: FxHashMap<Coordinates, Cell>,
    /// Coordinates by measure and aspect, in reading order.
    pub groups: Vec<((Term, Term), Vec<Coordinates>)>,
    families: FxHashMap<(u8, Coordinates), Family>,
}

const MANY: [Dimension; 2] = [Dimension::Subject, Dimension::Economic];

/// Which of several printings of the same coordinates speaks for a scope: the one most others agree with, then the table, then the finest.
fn speaker(prints: &[Print], list: &[usize]) -> Cell {
    let whole = list.iter().copied().filter(|p| prints.get(*p).is_some_and(|p| !p.part));
    let best = whole.max_by_key(|p| {
        prints.get(*p).map(|q| (!q.blank, q.agreement, q.table.is_some(), -q.step, std::cmp::Reverse(*p)))
    });
    match best {
        Some(p) => vec![p],
        None => list.to_vec(),
    }
}

impl Scope {
    fn build(kind: Kind, index: usize, prints: &[Print], placed: Vec<(Coordinates, usize)>) -> Scope {
        let mut lists: FxHashMap<Coordinates, Cell> = FxHashMap::default();
        lists.reserve(placed.len());
        let mut order: Vec<Coordinates> = Vec::with_capacity(placed.len());
        for (c, p) in placed {
            let list = lists.entry(c).or_insert_with(|| {
                order.push(c);
                Vec::new()
            });
            if !list.contains(&p) {
                list.push(p);
            }
        }
        let mut groups: Vec<((Term, Term), Vec<Coordinates>)> = Vec::new();
        let mut group_of: FxHashMap<(Term, Term), usize> = FxHashMap::default();
        let mut families: FxHashMap<(u8, Coordinates), Family> = FxHashMap::default();
        for c in &order {
            let key = (c.get(Dimension::Measure), c.get(Dimension::Aspect));
            let g = *group_of.entry(key).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            if let Some((_, list)) = groups.get_mut(g) {
                list.push(*c);
            }
            for d in MANY {
                let term = c.get(d);
                if term.is_whole() {
                    continue;
                }
                let family = families.entry((d as u8, c.with(d, Term::WHOLE))).or_default();
                match Code::of(term) {
                    Some(code) => family.members.push((code, *c)),
                    None => family.uncoded = true,
                }
            }
        }
        for family in families.values_mut() {
            family.members.sort_unstable_by_key(|(code, _)| code.key());
        }
        let cells = lists.into_iter().map(|(c, list)| (c, if list.len() == 1 { list } else { speaker(prints, &list) }));
        Scope { kind, index, cells: cells.collect(), groups, families }
    }

    /// The figure at some coordinates.
    pub fn cell(&self, c: &Coordinates) -> Option<&Cell> {
        self.cells.get(c)
    }

    /// The subjects of `d` printed where `c` is otherwise.
    pub fn family(&self, d: Dimension, c: Coordinates) -> Option<&Family> {
        self.families.get(&(d as u8, c.with(d, Term::WHOLE)))
    }
}

/// All scopes: tables; paragraphs; sections, innermost first; all tables; the report.
pub(crate) struct Scopes {
    pub tables: Vec<Scope>,
    pub paragraphs: Vec<Scope>,
    pub sections: Vec<Scope>,
    /// All tables together: relations between tables stand beside those the text prints.
    pub between: Scope,
    pub report: Scope,
}

fn group<K: Ord + Copy>(mut items: Vec<(K, (Coordinates, usize))>) -> Vec<(K, Vec<(Coordinates, usize)>)> {
    items.sort_by_key(|(k, _)| *k);
    let mut out: Vec<(K, Vec<(Coordinates, usize)>)> = Vec::new();
    for (k, item) in items {
        match out.last_mut() {
            Some((last, list)) if *last == k => list.push(item),
            _ => out.push((k, vec![item])),
        }
    }
    out
}

impl Scopes {
    pub fn build(disclosure: &Disclosure, prints: &Prints) -> Scopes {
        let (mut tables, mut paragraphs, mut sections) = (Vec::new(), Vec::new(), Vec::new());
        let (mut between, mut report) = (Vec::new(), Vec::new());
        for (i, fact) in disclosure.facts.iter().enumerate() {
            let Some(p) = prints.of_fact.get(i).copied().flatten() else { continue };
            let item = (fact.coordinates, p);
            report.push(item);
            match fact.origin {
                Origin::Table { table, .. } => {
                    tables.push((table, item));
                    between.push(item);
                }
                Origin::Narrative { section, block } => {
                    paragraphs.push((block, item));
                    let mut inside = false;
                    for (s, outline) in disclosure.sections.iter().enumerate() {
                        if outline.level >= 2 && outline.blocks.0 <= block && block < outline.blocks.1 {
                            // Innermost sections are bound first.
                            sections.push(((u8::MAX - outline.level, s), item));
                            inside = true;
                        }
                    }
                    if !inside && section != usize::MAX {
                        sections.push(((u8::MAX, section), item));
                    }
                }
            }
        }
        let build = |kind, list: Vec<(usize, Vec<(Coordinates, usize)>)>| -> Vec<Scope> {
            list.into_iter().map(|(i, placed)| Scope::build(kind, i, &prints.all, placed)).collect()
        };
        Scopes {
            tables: build(Kind::Table, group(tables)),
            paragraphs: build(Kind::Paragraph, group(paragraphs)),
            sections: build(Kind::Section, group(sections).into_iter().map(|((_, s), l)| (s, l)).collect()),
            between: Scope::build(Kind::Between, 0, &prints.all, between),
            report: Scope::build(Kind::Report, 0, &prints.all, report),
        }
    }
}
