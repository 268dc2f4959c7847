//! The engine: facts to prints, prints to instances of relations, instances to outcomes.

use crate::bind::{Instance, Rule, bind};
use crate::evaluate::{Corrected, Formula, Outcome};
use crate::family::LeafCounts;
use crate::prints::{Print, Prints};
use crate::scope::Scopes;
use mingzhang_catalog::relations::{Order, Relation};
use mingzhang_model::{Coordinates, Dimension, Disclosure, Origin, limits};
use rustc_hash::{FxHashMap, FxHashSet};

/// Everything bound and evaluated once.
pub(crate) struct Engine<'a> {
    pub disclosure: &'a Disclosure,
    pub relations: &'a [Relation],
    pub prints: Prints,
    pub by_coordinates: FxHashMap<Coordinates, Vec<usize>>,
    pub instances: Vec<Instance>,
    pub outcomes: Vec<Outcome>,
    /// Instances of each print.
    pub touching: Vec<Vec<usize>>,
}

/// Above so many printings of one thing, each is compared with one of them only.
const PAIRWISE: usize = 8;

fn close(a: &Print, b: &Print) -> bool {
    let gap = (a.value - b.value).abs();
    gap == 0 || gap < a.slack + b.slack
}

fn edge(a: &[usize], b: usize, extra: i128, table: Option<usize>) -> Instance {
    let mut plain: Vec<(i8, usize)> = a.iter().map(|p| (1, *p)).collect();
    plain.push((-1, b));
    Instance {
        rule: Rule::Same,
        table,
        formula: Formula { plain, quotients: Vec::new(), order: Order::Equal, extra, open: (false, false) },
        left: a.len(),
        uncertain: false,
        soft: false,
    }
}

impl<'a> Engine<'a> {
    /// Binds and evaluates; tables in `dropped` take no part.
    pub fn new(disclosure: &'a Disclosure, relations: &'a [Relation], dropped: &[bool]) -> Engine<'a> {
        let mut prints = Prints::collect(disclosure, dropped);
        let mut by_coordinates = prints.by_coordinates(disclosure);
        by_coordinates.values_mut().for_each(|list| list.truncate(limits::AGREEING));
        for list in by_coordinates.values().filter(|l| l.len() > 1) {
            for &p in list {
                let Some(own) = prints.all.get(p) else { continue };
                let agree = list.iter().filter_map(|q| prints.all.get(*q)).filter(|q| !q.part && close(own, q)).count();
                let agree = u32::try_from(agree).unwrap_or(u32::MAX);
                if let Some(own) = prints.all.get_mut(p) {
                    own.agreement = own.agreement.max(agree);
                }
            }
        }
        let scopes = Scopes::build(disclosure, &prints);
        let leaves = LeafCounts::count(&scopes.tables, &prints);
        let mut instances = same(disclosure, &by_coordinates, &prints, &leaves);
        instances.extend(bind(relations, &scopes, &prints, &leaves));
        let values = Corrected { prints: &prints.all, changes: &[], base: None };
        let mut outcomes: Vec<Outcome> = instances.iter().map(|i| i.formula.evaluate(&values)).collect();
        let unread = Unread::of(disclosure);
        for (instance, outcome) in instances.iter().zip(&mut outcomes) {
            if *outcome == Outcome::Broken && (instance.uncertain || unread.explains(instance, &prints.all, disclosure))
            {
                *outcome = Outcome::Unknown;
            }
        }
        let mut touching = vec![Vec::new(); prints.all.len()];
        for (i, instance) in instances.iter().enumerate() {
            for p in instance.formula.prints() {
                if let Some(list) = touching.get_mut(p) {
                    list.push(i);
                }
            }
        }
        Engine { disclosure, relations, prints, by_coordinates, instances, outcomes, touching }
    }

    /// A print.
    pub fn print(&self, p: usize) -> Option<&Print> {
        self.prints.all.get(p)
    }

    /// The relation of an instance, unless it is an equality.
    pub fn relation(&self, i: usize) -> Option<&'a Relation> {
        match self.instances.get(i)?.rule {
            Rule::Same => None,
            Rule::Relation(r) => self.relations.get(r),
        }
    }

    /// The coordinates of a print's first fact.
    pub fn coordinates(&self, p: usize) -> Coordinates {
        self.print(p).and_then(|q| self.disclosure.facts.get(q.fact())).map(|f| f.coordinates).unwrap_or_default()
    }
}

fn column(disclosure: &Disclosure, print: &Print) -> Option<usize> {
    match disclosure.facts.get(print.fact())?.origin {
        Origin::Table { column, .. } => Some(column),
        Origin::Narrative { .. } => None,
    }
}

/// Equality of printings at the same coordinates.
fn same(
    disclosure: &Disclosure,
    by: &FxHashMap<Coordinates, Vec<usize>>,
    prints: &Prints,
    leaves: &LeafCounts,
) -> Vec<Instance> {
    let mut keys: Vec<(&Coordinates, &Vec<usize>)> = by.iter().filter(|(_, l)| l.len() > 1).collect();
    keys.sort_unstable_by_key(|(_, l)| l.first().copied());
    let mut out = Vec::new();
    let mut seen: FxHashSet<(usize, usize)> = FxHashSet::default();
    for (c, list) in keys {
        let get = |p: &usize| prints.all.get(*p);
        let parts: Vec<usize> = list.iter().copied().filter(|p| get(p).is_some_and(|q| q.part)).collect();
        let whole: Vec<usize> = list.iter().copied().filter(|p| get(p).is_some_and(|q| !q.part && !q.blank)).collect();
        let extra = |a: &Print, b: &Print| -> i128 {
            if a.is_rate() {
                2 * a.step.max(b.step)
            } else if a.unit == b.unit {
                (leaves.of(c) - 1) * a.slack.max(b.slack)
            } else {
                // 0.00 against a figure in a finer unit: the zero is rounded too.
                i128::from(a.slack == 0 && a.step > 1) * a.step.min(b.step * 10_000)
                    + i128::from(b.slack == 0 && b.step > 1) * b.step.min(a.step * 10_000)
            }
        };
        if parts.len() > 1 {
            for w in &whole {
                out.push(edge(&parts, *w, 0, None));
            }
        }
        let pairs: Vec<(usize, usize)> = if whole.len() <= PAIRWISE {
            whole.iter().enumerate().flat_map(|(i, a)| whole.iter().skip(i + 1).map(move |b| (*a, *b))).collect()
        } else {
            let centre = whole.iter().copied().max_by_key(|p| get(p).map(|q| (q.agreement, q.table.is_some())));
            whole.iter().copied().filter(|p| Some(*p) != centre).filter_map(|p| centre.map(|c| (c, p))).collect()
        };
        for (a, b) in pairs {
            if let (Some(x), Some(y)) = (get(&a), get(&b))
                && seen.insert((a.min(b), a.max(b)))
            {
                let table = x.table.filter(|t| y.table == Some(*t));
                let mut same = edge(&[a], b, extra(x, y), table);
                // Two columns of one table read as the same thing: a doubt about the reading, not about the table.
                same.uncertain = table.is_some() && column(disclosure, x) != column(disclosure, y);
                out.push(same);
            }
        }
    }
    out
}

/// Figures that were seen but not understood: a shortfall of exactly such a figure beside the addends proves nothing.
struct Unread {
    /// Block and number, as 1/10 000 without its unit.
    numbers: FxHashSet<(usize, u128)>,
}

impl Unread {
    fn of(disclosure: &Disclosure) -> Unread {
        let mut numbers = FxHashSet::default();
        let piece = |f: usize| {
            disclosure
                .facts
                .get(f)
                .is_some_and(|f| matches!(f.coordinates.get(Dimension::Aspect).word(), "用途" | "增减事由"))
        };
        // A piece of an amount has no place of its own among the addends either.
        for figure in disclosure.figures.iter().filter(|f| f.fact.is_none_or(piece)) {
            // The last number of the text, without its unit.
            let text = figure.text.trim_end_matches(|c: char| !c.is_ascii_digit());
            let start = text.rfind(|c: char| !(c.is_ascii_digit() || c == '.' || c == ',')).map_or(0, |at| at + 1);
            let start = (start..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let number: String = text.get(start..).unwrap_or("").chars().filter(|c| *c != ',').collect();
            if let Some(f) = mingzhang_model::Figure::parse(&number, mingzhang_model::Unit::Yuan) {
                numbers.insert((figure.block, u128::from(f.value.0.unsigned_abs())));
            }
        }
        Unread { numbers }
    }

    fn explains(&self, instance: &Instance, prints: &[Print], disclosure: &Disclosure) -> bool {
        if self.numbers.is_empty() || instance.rule == Rule::Same || !instance.formula.quotients.is_empty() {
            return false;
        }
        let values = Corrected { prints, changes: &[], base: None };
        let (gap, _) = crate::evaluate::sum(&instance.formula.plain, &values);
        // Addends that exceed their total lack none.
        let whole_alone = instance.formula.plain.iter().filter(|(sign, _)| *sign > 0).count() == 1;
        if gap == 0 || (whole_alone && gap < 0) {
            return false;
        }
        let gap = (gap / 2).unsigned_abs();
        let blocks: FxHashSet<usize> = instance
            .formula
            .prints()
            .into_iter()
            .filter_map(|p| disclosure.facts.get(prints.get(p)?.fact()))
            .filter_map(|f| match f.origin {
                Origin::Table { table, .. } => disclosure.tables.get(table).map(|t| t.block),
                Origin::Narrative { block, .. } => Some(block),
            })
            .collect();
        [1u128, 10_000, 100_000_000]
            .iter()
            .filter(|factor| gap.is_multiple_of(**factor))
            .any(|factor| blocks.iter().any(|b| self.numbers.contains(&(*b, gap / factor))))
    }
}
