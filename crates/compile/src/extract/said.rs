//! What a report says of amounts: its facts by coordinates, the best of them where several speak of one thing, and what follows from changes.

use crate::book::placed;
use mingzhang_model::{
    Amount, Comparison, Coordinates, Dimension, Disclosure, Fact, Figure, Kind, Origin, Place, Term,
};
use std::collections::HashMap;

/// How an amount came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// It is printed.
    Printed,
    /// It follows from printed ones.
    Worked,
}

/// An amount and how far the truth may be from it, in half units of [`Amount`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    pub value: Amount,
    pub slack: i128,
    pub how: How,
}

impl Known {
    /// Nothing, certainly.
    pub const NOTHING: Known = Known { value: Amount::ZERO, slack: 0, how: How::Worked };
}

/// Two printings of one thing that disagree.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// What they speak of.
    pub what: Coordinates,
    /// The printing that was taken, and where.
    pub taken: (String, String),
    /// The other one, and where.
    pub other: (String, String),
}

/// The facts of a report by what they mean.
pub(super) struct Said<'a> {
    report: &'a Disclosure,
    facts: HashMap<Coordinates, Vec<&'a Fact>>,
    /// Blank cells speak only in a report whose tables have figures.
    blanks: bool,
}

const AMOUNT_OF_CHANGE: &str = "增减额";

impl<'a> Said<'a> {
    pub fn new(report: &'a Disclosure) -> Said<'a> {
        let mut facts: HashMap<Coordinates, Vec<&Fact>> = HashMap::new();
        for fact in &report.facts {
            facts.entry(placed(fact.coordinates)).or_default().push(fact);
        }
        let blanks = report.facts.iter().any(|f| matches!(f.origin, Origin::Table { .. }) && !f.blank);
        Said { report, facts, blanks }
    }

    fn misread(&self, fact: &Fact) -> bool {
        match fact.origin {
            Origin::Table { table, .. } => self.report.tables.get(table).is_some_and(|t| t.misread.is_some()),
            Origin::Narrative { .. } => false,
        }
    }

    /// Only a table whose cells were lost on the way speaks of it.
    pub fn lost(&self, c: &Coordinates) -> bool {
        self.facts.get(c).is_some_and(|list| list.iter().all(|f| self.misread(f)))
    }

    /// Only a rate of change is told.
    pub fn rate_only(&self, c: &Coordinates) -> bool {
        let now = c.with(Dimension::Year, Term::WHOLE).at(Dimension::Aspect, "增长率").at(Dimension::Base, "上年");
        !c.get(Dimension::Year).is_whole() && self.facts.contains_key(&now)
    }

    /// What is printed; tables before running text, fine places before coarse ones. Disagreements are told.
    pub fn printed(&self, c: &Coordinates, conflicts: &mut Vec<Conflict>) -> Option<Known> {
        let list: Vec<&&Fact> = self.facts.get(c)?.iter().filter(|f| !self.misread(f)).collect();
        let mut told: Vec<(bool, Figure, &Fact)> = Vec::new();
        for fact in list.iter().filter(|f| !f.blank && !f.part) {
            told.push((matches!(fact.origin, Origin::Narrative { .. }), fact.figure, fact));
        }
        told.extend(parts(&list));
        told.sort_by_key(|(narrative, figure, _)| (*narrative, figure.step));
        let Some((_, best, fact)) = told.first().copied() else {
            return (self.blanks && list.iter().any(|f| f.blank))
                .then_some(Known { how: How::Printed, ..Known::NOTHING });
        };
        // Sums of rounded figures may end in the next last place.
        let near = |f: &Figure| (f.value - best.value).abs() <= f.step.max(best.step);
        let disagrees = |f: &Figure| !f.interval().overlaps(best.interval()) && !near(f);
        if let Some((_, figure, other)) = told.iter().find(|(_, f, _)| disagrees(f)) {
            let show = |f: &Fact, figure: Figure| {
                (if f.part { figure.to_string() } else { f.printed.clone() }, place(&f.place))
            };
            conflicts.push(Conflict { what: *c, taken: show(fact, best), other: show(other, *figure) });
        }
        Some(Known { value: best.value, slack: best.slack(), how: How::Printed })
    }

    /// What a change against it, or words of equality, say of an amount of another year or stage.
    pub fn before(&self, c: &Coordinates, kind: Kind) -> Option<Known> {
        let year = c.get(Dimension::Year);
        let base = if year.is_whole() { c.get(Dimension::Stage) } else { year };
        if base.is_whole() {
            return None;
        }
        let now = c.with(Dimension::Year, Term::WHOLE).with(Dimension::Stage, Term::WHOLE);
        let mut silent = Vec::new();
        for now in same(now, kind) {
            let Some(value) = self.printed(&now, &mut silent) else { continue };
            let at = now.at(Dimension::Aspect, AMOUNT_OF_CHANGE).with(Dimension::Base, base);
            if let Some(change) = self.printed(&at, &mut silent) {
                let (value, slack) = (value.value - change.value, value.slack + change.slack);
                return Some(Known { value, slack, how: How::Worked });
            }
            let equal = |a: Coordinates, b: Coordinates| placed(a) == now && placed(b) == *c;
            let mut claims = self.report.claims.iter().filter(|c| c.says == Comparison::Equal);
            if claims.any(|k| equal(k.left, k.right) || equal(k.right, k.left)) {
                return Some(Known { how: How::Worked, ..value });
            }
        }
        None
    }
}

/// The same thing by other names: both sides of an account are equal, and a budget has no balance left over.
fn same(c: Coordinates, kind: Kind) -> Vec<Coordinates> {
    let mut out = vec![c];
    if c.get(Dimension::Measure) != Term::new("收入总计") {
        return out;
    }
    out.push(c.at(Dimension::Measure, "支出总计"));
    if kind == Kind::Budget {
        out.push(placed(c.at(Dimension::Measure, "收入")));
        out.push(c.at(Dimension::Measure, "支出"));
    }
    out
}

/// Printings that only together make the whole: their sum in each table and section.
fn parts<'a>(list: &[&&'a Fact]) -> Vec<(bool, Figure, &'a Fact)> {
    let mut out: Vec<((bool, usize), Figure, &'a Fact)> = Vec::new();
    for fact in list.iter().filter(|f| f.part && !f.blank) {
        let at = match fact.origin {
            Origin::Table { table, .. } => (false, table),
            Origin::Narrative { section, .. } => (true, section),
        };
        match out.iter_mut().find(|(place, _, _)| *place == at) {
            Some((_, sum, _)) => {
                sum.value = sum.value + fact.figure.value;
                sum.step = sum.step + fact.figure.step;
            }
            None => out.push((at, fact.figure, fact)),
        }
    }
    out.into_iter().map(|((narrative, _), sum, fact)| (narrative, sum, fact)).collect()
}

/// A place in words.
pub(super) fn place(place: &Place) -> String {
    if let Some(cell) = place.cell.as_ref().filter(|c| c.contains('!')) {
        return cell.clone();
    }
    match (place.page, place.line) {
        (Some(page), _) => format!("第{page}页"),
        (None, Some(line)) => format!("第{line}行"),
        _ => place.cell.clone().unwrap_or_default(),
    }
}
