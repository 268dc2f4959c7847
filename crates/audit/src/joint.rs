//! The report as one system: the truths behind the printed figures, and what all relations together demand of them.
//!
//! A relation judged alone forgives each of its figures half a last place. The same figure cannot use its half place upwards in one relation
//! and downwards in another, so relations that hold one by one may refute each other. Here every print has one true value, inside the
//! interval of its print, and every relation that holds takes part; `simplex` decides whether such values exist.
//!
//! Not every printed figure is a rounded truth. A total may have been added up from printed addends, a rate worked out from printed figures:
//! where that explains a figure to the digit, its print says nothing of the truth and is left free. So are the copies of such a figure.

mod model;

use crate::bind::{Instance, Rule};
use crate::engine::Engine;
use crate::evaluate::{Corrected, Outcome, RATE, sum};
use crate::simplex::{Answer, Conflict, Point, Range, Var, decide};
use mingzhang_catalog::relations::Order;
use mingzhang_model::Quantity;
use rustc_hash::{FxHashMap, FxHashSet};

/// The system.
pub(crate) struct Joint<'a, 'e> {
    engine: &'e Engine<'a>,
    /// Instances that take part.
    part: Vec<bool>,
    /// Prints that say nothing of the truth.
    free: FxHashSet<usize>,
    /// The class of each print: prints of one truth.
    class: Vec<usize>,
    /// Classes of several prints.
    classes: FxHashMap<usize, Class>,
    /// Takes every print for a rounded truth.
    strict: bool,
    /// Goes on to the end, however long it takes.
    pub patient: bool,
}

/// Several prints of one truth.
#[derive(Debug, Default)]
struct Class {
    members: Vec<usize>,
    range: Range,
    start: Point,
    /// The prints its ends come from.
    ends: [Option<usize>; 2],
}

/// Levels of sums below a sum that its total may have been added up from.
const LEVELS: usize = 3;

impl<'a, 'e> Joint<'a, 'e> {
    /// Everything that holds, certainly, and touches no print of `told`.
    pub fn new(engine: &'e Engine<'a>, outcomes: &[Outcome], told: &FxHashSet<usize>, strict: bool) -> Joint<'a, 'e> {
        let holds = |o: &[Outcome], i: usize| o.get(i).is_some_and(|o| o.holds());
        let part = engine.instances.iter().enumerate().map(|(i, x)| {
            let kind = x.formula.quotients.is_empty() || (x.formula.rate().is_some() && x.formula.extra == 0);
            let sure = kind && !x.uncertain && !x.soft && holds(&engine.outcomes, i) && holds(outcomes, i);
            sure && (told.is_empty() || !x.formula.prints().iter().any(|p| told.contains(p)))
        });
        let mut out = Joint {
            engine,
            part: part.collect(),
            free: FxHashSet::default(),
            class: (0..engine.prints.all.len()).collect(),
            classes: FxHashMap::default(),
            strict,
            patient: false,
        };
        let rounded = |(part, o): (&bool, &Outcome)| *part && *o == Outcome::Rounding;
        if out.part.iter().zip(&engine.outcomes).any(rounded) {
            if !strict {
                out.free = out.added();
            }
            out.classify();
        }
        out
    }

    /// True values for all figures, or a set of bounds that leaves none.
    pub fn decide(&self) -> Answer {
        let empty = |c: &&Class| c.range.low.zip(c.range.high).is_some_and(|(low, high)| low > high);
        if let Some(Class { ends: [Some(low), Some(high)], .. }) =
            self.classes.values().filter(empty).min_by_key(|c| c.ends)
        {
            let conflict = Conflict { variables: vec![(*low, -1), (*high, 1)], constraints: Vec::new() };
            return Answer::Infeasible(self.linked(conflict));
        }
        match decide(self) {
            Answer::Infeasible(mut conflict) => {
                for (v, w) in &mut conflict.variables {
                    let ends = self.classes.get(v).map(|c| c.ends);
                    *v = ends.and_then(|[low, high]| if *w > 0 { high } else { low }).unwrap_or(*v);
                }
                Answer::Infeasible(self.linked(conflict))
            }
            other => other,
        }
    }

    /// The two prints that an instance makes one, if it is as simple as that.
    fn pair(&self, i: usize) -> Option<(usize, usize)> {
        let x = self.engine.instances.get(i).filter(|_| self.part.get(i) == Some(&true))?;
        let f = &x.formula;
        if !is_sum(x) || f.extra != 0 || f.open != (false, false) {
            return None;
        }
        let mut some = f.plain.iter().filter(|(_, p)| self.value(*p) != 0 || self.slack(*p) != 0);
        match (some.next(), some.next(), some.next()) {
            (Some((s, a)), Some((t, b)), None) if *s == -*t && a != b => Some((*a, *b)),
            _ => None,
        }
    }

    /// Prints that must have one truth become one variable; it starts at the finest of them.
    fn classify(&mut self) {
        fn root(class: &mut [usize], mut p: usize) -> usize {
            while let Some(up) = class.get(p).copied().filter(|up| *up != p) {
                let over = class.get(up).copied().unwrap_or(up);
                if let Some(slot) = class.get_mut(p) {
                    *slot = over;
                }
                p = up;
            }
            p
        }
        let mut class = std::mem::take(&mut self.class);
        for (a, b) in (0..self.part.len()).filter_map(|i| self.pair(i)) {
            let (a, b) = (root(&mut class, a), root(&mut class, b));
            if let Some(slot) = class.get_mut(a.max(b)) {
                *slot = a.min(b);
            }
        }
        for p in 0..class.len() {
            let r = root(&mut class, p);
            if let Some(slot) = class.get_mut(p) {
                *slot = r;
            }
            if r != p {
                let list = &mut self.classes.entry(r).or_default().members;
                if list.is_empty() {
                    list.push(r);
                }
                list.push(p);
            }
        }
        self.class = class;
        let mut classes = std::mem::take(&mut self.classes);
        for c in classes.values_mut() {
            for p in &c.members {
                let own = self.own(*p);
                if own.low > c.range.low {
                    (c.range.low, c.ends[0]) = (own.low, Some(*p));
                }
                if own.high.is_some() && (c.range.high.is_none() || own.high < c.range.high) {
                    (c.range.high, c.ends[1]) = (own.high, Some(*p));
                }
            }
            let fine = |p: &usize| (self.own(*p) == Range::default(), self.slack(*p));
            let finest = c.members.iter().copied().min_by_key(fine).map_or(0, |p| self.value(p));
            c.start = Point::closed(finest);
            c.start = c.range.high.map_or(c.start, |h| c.start.min(h));
            c.start = c.range.low.map_or(c.start, |l| c.start.max(l));
        }
        self.classes = classes;
    }

    /// Adds the instances that make one variable of the prints a conflict speaks of.
    fn linked(&self, mut conflict: Conflict) -> Conflict {
        let groups: Vec<usize> = conflict.constraints.iter().map(|c| c.0).collect();
        let spoken = groups.iter().filter_map(|i| self.engine.instances.get(*i)).flat_map(|x| x.formula.prints());
        let spoken: FxHashSet<usize> = spoken.chain(conflict.variables.iter().map(|v| v.0)).collect();
        let mut from: FxHashMap<usize, Option<(usize, usize)>> = FxHashMap::default();
        let mut links: Vec<usize> = Vec::new();
        for (v, _) in &conflict.variables {
            if from.contains_key(v) {
                continue;
            }
            from.insert(*v, None);
            let mut queue = std::collections::VecDeque::from([*v]);
            while let Some(p) = queue.pop_front() {
                for i in self.engine.touching.get(p).into_iter().flatten() {
                    let Some((a, b)) = self.pair(*i) else { continue };
                    let q = if a == p { b } else { a };
                    if (a == p || b == p) && !from.contains_key(&q) {
                        from.insert(q, Some((p, *i)));
                        queue.push_back(q);
                    }
                }
            }
        }
        for p in spoken {
            let mut at = p;
            while let Some(Some((up, i))) = from.get(&at) {
                links.push(*i);
                at = *up;
            }
        }
        links.sort_unstable();
        links.dedup();
        let zero = Point::closed(0);
        conflict.constraints.extend(links.into_iter().map(|i| (i, 0, Range { low: Some(zero), high: Some(zero) })));
        conflict
    }

    /// What the print itself leaves of the truth.
    pub fn own(&self, p: usize) -> Range {
        if self.free.contains(&p) {
            return Range::default();
        }
        let (value, slack) = (self.value(p), self.slack(p));
        if slack == 0 {
            return Range { low: Some(Point::closed(value)), high: Some(Point::closed(value)) };
        }
        Range { low: Some(Point::above(value - slack)), high: Some(Point::below(value + slack)) }
    }

    fn value(&self, p: usize) -> i128 {
        self.engine.print(p).map_or(0, |q| q.value)
    }

    /// The variable of a print.
    fn of(&self, p: usize) -> Var {
        self.class.get(p).copied().unwrap_or(p)
    }

    fn stated(&self) -> Corrected<'_> {
        Corrected { prints: &self.engine.prints.all, changes: &[], base: None }
    }

    /// Half the width of a print.
    pub fn slack(&self, p: usize) -> i128 {
        match self.engine.print(p) {
            // A printed zero may be an amount too small to show.
            Some(q) if !self.strict && q.value == 0 && !q.blank && q.unit.quantity() == Quantity::Money => q.place,
            Some(q) => q.slack,
            None => 0,
        }
    }

    /// Figures that to the digit are sums of printed ones, with their copies.
    fn added(&self) -> FxHashSet<usize> {
        let sums: Vec<(usize, &Instance)> =
            self.engine.instances.iter().enumerate().filter(|(_, x)| is_sum(x)).collect();
        let mut below: FxHashMap<(Rule, usize), &Instance> = FxHashMap::default();
        for (_, x) in &sums {
            if let (1, Some((_, total))) = (x.left, x.formula.plain.first()) {
                below.entry((x.rule, *total)).or_insert(x);
            }
        }
        let mut out: FxHashSet<usize> = FxHashSet::default();
        let mut open: Vec<usize> = Vec::new();
        for (_, x) in &sums {
            let plain = &x.formula.plain;
            let (left, right) = plain.split_at(x.left.min(plain.len()));
            for (one, many) in [(left, right), (right, left)] {
                let [(_, total)] = one else { continue };
                let some = many.iter().filter(|(_, p)| self.value(*p) != 0).count();
                if some >= 2 && self.adds_up(x.rule, *total, many, &below) && out.insert(*total) {
                    open.push(*total);
                }
            }
        }
        while let Some(p) = open.pop() {
            let facts = self.engine.print(p).map(|q| q.facts.as_slice()).unwrap_or_default();
            let at = facts.iter().filter_map(|f| self.engine.disclosure.facts.get(*f)).map(|f| f.coordinates);
            let twins = at.filter_map(|c| self.engine.by_coordinates.get(&c)).flatten().copied();
            let equal = self.engine.touching.get(p).into_iter().flatten().filter_map(|i| {
                let x = self.engine.instances.get(*i).filter(|x| is_sum(x))?;
                let mut some = x.formula.plain.iter().filter(|(_, q)| self.value(*q) != 0).map(|(_, q)| *q);
                match (some.next(), some.next(), some.next()) {
                    (Some(a), Some(b), None) => Some(if a == p { b } else { a }),
                    _ => None,
                }
            });
            for q in twins.chain(equal).collect::<Vec<usize>>() {
                let near = (self.value(p) - self.value(q)).abs() <= self.slack(q).max(self.slack(p));
                if near && out.insert(q) {
                    open.push(q);
                }
            }
        }
        out
    }

    /// True if a total is the sum of its printed addends, or of what is printed below them.
    fn adds_up(
        &self,
        rule: Rule,
        total: usize,
        addends: &[(i8, usize)],
        below: &FxHashMap<(Rule, usize), &Instance>,
    ) -> bool {
        let mut level: Vec<(i8, usize)> = addends.to_vec();
        for _ in 0..LEVELS {
            if sum(&level, &self.stated()).0.abs() == self.value(total).abs() {
                return true;
            }
            let next = level.iter().flat_map(|(sign, p)| match below.get(&(rule, *p)) {
                Some(x) => x.formula.plain.iter().skip(1).map(|(s, p)| (-sign * s, *p)).collect(),
                None => vec![(*sign, *p)],
            });
            let next: Vec<(i8, usize)> = next.collect();
            if next.len() == level.len() {
                return false;
            }
            level = next;
        }
        false
    }

    /// True if a rate is what the printed figures work out to, in some of their printings: then it says nothing of the truths.
    fn worked_out(&self, rate: usize, above: &[(i8, usize)], below: &[(i8, usize)]) -> bool {
        let mut names: Vec<usize> = above.iter().chain(below).map(|(_, p)| *p).collect();
        names.sort_unstable();
        names.dedup();
        let printings: Vec<Vec<i128>> = names
            .iter()
            .map(|p| {
                let list = self.engine.by_coordinates.get(&self.engine.coordinates(*p)).into_iter().flatten();
                let whole = list.filter(|q| self.engine.print(**q).is_some_and(|q| !q.part && !q.blank));
                let mut values: Vec<i128> = whole.map(|q| self.value(*q)).chain([self.value(*p)]).collect();
                values.sort_unstable();
                values.dedup();
                values.truncate(4);
                values
            })
            .collect();
        let combinations = printings.iter().map(Vec::len).product::<usize>().min(64);
        (0..combinations).any(|mut n| {
            let mut at: FxHashMap<usize, i128> = FxHashMap::default();
            for (p, list) in names.iter().zip(&printings) {
                at.extend(list.get(n % list.len()).map(|v| (*p, *v)));
                n /= list.len();
            }
            let total = |parts: &[(i8, usize)]| -> i128 {
                parts.iter().map(|(s, p)| i128::from(*s) * at.get(p).copied().unwrap_or(0)).sum()
            };
            let (a, b) = (total(above), total(below));
            let gap = (2 * RATE).checked_mul(a).zip(self.value(rate).checked_mul(b)).map(|(x, y)| (x - y).abs());
            b != 0 && gap.is_none_or(|gap| gap <= self.slack(rate).saturating_mul(b.abs()))
        })
    }
}

fn is_sum(x: &Instance) -> bool {
    x.formula.quotients.is_empty() && x.formula.order == Order::Equal
}
