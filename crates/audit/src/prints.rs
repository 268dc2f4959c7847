//! Prints: the printed figures as the engine's variables. One literal that speaks of two things (收、支总计) is one print.

use mingzhang_model::number::SCALE;
use mingzhang_model::{Coordinates, Disclosure, Origin, Quantity, Term, Unit};
use rustc_hash::FxHashMap;

/// A printed literal.
#[derive(Clone, Debug)]
pub(crate) struct Print {
    /// Twice the amount, so that half a last place is exact.
    pub value: i128,
    /// Half width of its interval, in the same half units.
    pub slack: i128,
    /// Size of the last printed place, in amounts.
    pub step: i128,
    /// The place corrections are rounded to: the step, or the report's usual place where trailing zeros may have been dropped.
    pub place: i128,
    /// Unit as printed.
    pub unit: Unit,
    /// The facts it carries; never empty.
    pub facts: Vec<usize>,
    /// A blank cell read as zero.
    pub blank: bool,
    /// A piece of a whole.
    pub part: bool,
    /// The table it stands in.
    pub table: Option<usize>,
    /// How many printings of the same coordinates agree with it, itself included.
    pub agreement: u32,
}

impl Print {
    /// The first fact it carries.
    pub fn fact(&self) -> usize {
        self.facts.first().copied().unwrap_or(0)
    }

    /// True for percentages.
    pub fn is_rate(&self) -> bool {
        self.unit.quantity() == Quantity::Rate
    }

    /// A value rounded half-up to this print's own last place.
    pub fn round(&self, value: i128) -> i128 {
        let step = (2 * self.place).max(1);
        let magnitude = (value.abs() * 2 + step) / (2 * step) * step;
        if value < 0 { -magnitude } else { magnitude }
    }
}

/// So many amounts tell the place that a table is rounded to; one in so many may stray from it.
const ENOUGH: usize = 12;

/// All prints, and where each fact went.
#[derive(Debug, Default)]
pub(crate) struct Prints {
    pub all: Vec<Print>,
    /// Print of each fact; `None` for facts that do not take part.
    pub of_fact: Vec<Option<usize>>,
}

impl Prints {
    /// Collects the facts of a disclosure. Tables in `dropped` do not take part.
    pub fn collect(disclosure: &Disclosure, dropped: &[bool]) -> Prints {
        let mut out = Prints { all: Vec::new(), of_fact: vec![None; disclosure.facts.len()] };
        let mut seen: FxHashMap<(Origin, (usize, usize), i64), usize> = FxHashMap::default();
        for (i, fact) in disclosure.facts.iter().enumerate() {
            let table = match fact.origin {
                Origin::Table { table, .. } => Some(table),
                Origin::Narrative { .. } => None,
            };
            if table.is_some_and(|t| dropped.get(t).copied().unwrap_or(false)) {
                continue;
            }
            let twin =
                (table.is_some() || fact.span != (0, 0)).then_some((fact.origin, fact.span, fact.figure.value.0));
            if let Some(p) = twin.and_then(|key| seen.get(&key).copied())
                && let Some(print) = out.all.get_mut(p)
                && print.part == fact.part
            {
                print.facts.push(i);
                out.of_fact[i] = Some(p);
                continue;
            }
            let figure = fact.figure;
            // A printed 0% is rounded like any other rate; a 0 amount is exact.
            let slack = if figure.quantity() == Quantity::Rate { i128::from(figure.step.0) } else { figure.slack() };
            out.all.push(Print {
                value: 2 * i128::from(figure.value.0),
                slack: if fact.blank { 0 } else { slack },
                step: i128::from(figure.step.0.max(1)),
                place: i128::from(figure.step.0.max(1)),
                unit: figure.unit,
                facts: vec![i],
                blank: fact.blank,
                part: fact.part,
                table,
                agreement: 1,
            });
            let p = out.all.len() - 1;
            out.of_fact[i] = Some(p);
            if let Some(key) = twin {
                seen.insert(key, p);
            }
        }
        out.repeated(disclosure);
        out.settle();
        let mut finest: FxHashMap<Unit, i128> = FxHashMap::default();
        for p in &out.all {
            let place = finest.entry(p.unit).or_insert(p.step);
            *place = (*place).min(p.step);
        }
        let usual_places = out.usual();
        // Rates are mostly printed to one place: one that is coarser lost it.
        let rates = out.all.iter().filter(|p| p.is_rate() && p.value != 0).count();
        let usual = finest.get(&Unit::Percent).copied().unwrap_or(1);
        let fine = out.all.iter().filter(|p| p.is_rate() && p.value != 0 && p.step == usual).count();
        let uniform = fine * 2 > rates;
        for p in &mut out.all {
            let whole = i128::from(SCALE) * i128::from(p.unit.factor());
            let coarse = match p.unit.quantity() {
                Quantity::Money => p.unit != Unit::Yuan,
                Quantity::Rate => p.step >= whole || uniform,
                Quantity::Count => false,
            };
            // Two decimals are the usual place; finer ones are not asked for.
            if coarse && let Some(place) = finest.get(&p.unit) {
                p.place = p.step.min((*place).max(whole / 100));
            }
            // A shifted point makes a figure finer than all others: its right value is not.
            if let Some(place) = usual_places.get(&p.unit).filter(|u| **u > p.place) {
                p.place = *place;
            }
        }
        out
    }

    /// The place that nearly all figures of a unit are printed to, where there is one.
    fn usual(&self) -> FxHashMap<Unit, i128> {
        let mut counts: FxHashMap<(Unit, i128), usize> = FxHashMap::default();
        let mut all: FxHashMap<Unit, usize> = FxHashMap::default();
        for p in self.all.iter().filter(|p| p.value != 0 && p.unit.quantity() != Quantity::Count) {
            *counts.entry((p.unit, p.step)).or_default() += 1;
            *all.entry(p.unit).or_default() += 1;
        }
        let finer = |unit: Unit, place: i128| -> usize {
            counts.iter().filter(|((u, s), _)| *u == unit && *s < place).map(|(_, n)| n).sum()
        };
        counts
            .iter()
            .filter(|((unit, place), n)| {
                **n >= ENOUGH && finer(*unit, *place) * ENOUGH <= all.get(unit).copied().unwrap_or(0)
            })
            .fold(FxHashMap::default(), |mut out, ((unit, place), _)| {
                let slot = out.entry(*unit).or_insert(*place);
                *slot = (*slot).min(*place);
                out
            })
    }

    /// Pieces that each print the whole anew are repetitions, not pieces.
    fn repeated(&mut self, disclosure: &Disclosure) {
        if !self.all.iter().any(|p| p.part) {
            return;
        }
        for list in self.by_coordinates(disclosure).into_values() {
            let parts: Vec<usize> = list.iter().copied().filter(|p| self.all.get(*p).is_some_and(|q| q.part)).collect();
            let value = parts.first().and_then(|p| self.all.get(*p)).map(|p| p.value);
            let equal =
                |p: &usize, part: bool| self.all.get(*p).is_some_and(|q| q.part == part && Some(q.value) == value);
            if parts.len() > 1 && parts.iter().all(|p| equal(p, true)) && list.iter().any(|p| equal(p, false)) {
                for p in parts {
                    if let Some(print) = self.all.get_mut(p) {
                        print.part = false;
                    }
                }
            }
        }
    }

    /// The last place of a table is that of nearly all its figures: one stray finer figure does not make the others finer, and amounts
    /// that are all whole hundreds were rounded to hundreds.
    fn settle(&mut self) {
        let mut tables: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for (i, p) in self.all.iter().enumerate() {
            if let Some(t) = p.table.filter(|_| p.value != 0 && p.unit.quantity() == Quantity::Money) {
                tables.entry(t).or_default().push(i);
            }
        }
        for (table, list) in tables.into_iter().filter(|(_, l)| l.len() >= ENOUGH) {
            let on = |place: i128, p: &Print| p.value % (2 * place) == 0;
            let mut place = list.iter().filter_map(|p| self.all.get(*p)).map(|p| p.step).min().unwrap_or(1);
            let few = (list.len() / ENOUGH).max(1);
            while list.iter().filter(|p| self.all.get(**p).is_some_and(|q| !on(place * 10, q))).count() <= few {
                place *= 10;
            }
            for p in self.all.iter_mut().filter(|p| p.table == Some(table) && on(place, p) && p.step < place) {
                (p.step, p.place) = (place, place);
                p.slack = if p.slack == 0 { 0 } else { place };
            }
        }
    }

    /// Prints by the coordinates they stand at, in reading order.
    pub fn by_coordinates(&self, disclosure: &Disclosure) -> FxHashMap<Coordinates, Vec<usize>> {
        let mut out: FxHashMap<Coordinates, Vec<usize>> = FxHashMap::default();
        out.reserve(self.all.len());
        for (p, print) in self.all.iter().enumerate() {
            for f in &print.facts {
                if let Some(fact) = disclosure.facts.get(*f) {
                    let list = out.entry(fact.coordinates).or_default();
                    if list.last() != Some(&p) {
                        list.push(p);
                    }
                }
            }
        }
        out
    }
}

/// A subject or economic code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Code {
    pub digits: u8,
    pub number: u32,
}

impl Code {
    /// The code a term is, if it is one.
    pub fn of(term: Term) -> Option<Code> {
        let word = term.word();
        if !(3..=7).contains(&word.len()) || !word.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(Code { digits: u8::try_from(word.len()).ok()?, number: word.parse().ok()? })
    }

    /// A key that sorts a code right before everything below it.
    pub fn key(self) -> (u32, u8) {
        (self.number * 10u32.pow(u32::from(7 - self.digits.min(7))), self.digits)
    }

    /// True if `self` stands below `other`.
    pub fn under(self, other: Code) -> bool {
        self.digits > other.digits && self.number / 10u32.pow(u32::from(self.digits - other.digits)) == other.number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_know_their_parents() {
        let code = |w: &str| Code::of(Term::new(w)).unwrap();
        assert!(code("2080101").under(code("20801")) && code("2080101").under(code("208")));
        assert!(!code("2090101").under(code("208")) && !code("208").under(code("208")));
        assert_eq!(Code::of(Term::new("人员经费")), None);
    }

    #[test]
    fn values_round_half_up_to_the_last_place() {
        let p = Print {
            value: 0,
            slack: 0,
            step: 100,
            place: 100,
            unit: Unit::Percent,
            facts: vec![],
            blank: false,
            part: false,
            table: None,
            agreement: 1,
        };
        assert_eq!(p.round(2 * 716_541), 2 * 716_500);
        assert_eq!(p.round(2 * 716_550), 2 * 716_600);
        assert_eq!(p.round(-2 * 716_550), -2 * 716_600);
    }
}
