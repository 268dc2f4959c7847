//! Binding: relations to printed figures, by hash join over coordinates, in the narrowest scope where they can be bound.

use crate::evaluate::{Formula, Part, Quotient};
use crate::family::{LeafCounts, Member, highest, leaves, merge};
use crate::plan::{Plan, Vars, matches, place, plan};
use crate::prints::{Code, Prints};
use crate::scope::{Cell, Kind, Scope, Scopes};
use mingzhang_catalog::relations::{Addend, Body, Order, Pattern, Relation, Slot};
use mingzhang_model::{Coordinates, Dimension, Term};
use rustc_hash::{FxHashMap, FxHashSet};

/// What an instance is an instance of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// Two printings of the same thing.
    Same,
    /// A relation of the catalog.
    Relation(usize),
}

/// A relation bound to figures.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    pub rule: Rule,
    /// The table it was bound in.
    pub table: Option<usize>,
    pub formula: Formula,
    /// Prints left of the sign, for display.
    pub left: usize,
    /// Something in the scope could belong to it but cannot be placed: a break proves nothing.
    pub uncertain: bool,
    /// A list in running text that no table backs: what it lacks may only have been missed, so a shortfall is no more than a warning.
    pub soft: bool,
}

/// The result of looking up a term.
enum Found<'s> {
    Here(&'s Cell),
    Elsewhere(&'s Cell),
    Nowhere,
}

fn narrative(kind: Kind) -> bool {
    matches!(kind, Kind::Paragraph | Kind::Section)
}

struct Binder<'a> {
    prints: &'a Prints,
    report: &'a Scope,
    between: &'a Scope,
    leaves: &'a LeafCounts,
    out: Vec<Instance>,
    seen: FxHashSet<(Vec<Part>, Vec<Quotient>)>,
    bound_narrative: FxHashSet<(usize, Vars)>,
    bound_table: FxHashSet<(usize, Vars)>,
}

impl Binder<'_> {
    fn find<'s>(&'s self, scope: &'s Scope, c: &Coordinates) -> Found<'s> {
        match scope.cell(c) {
            Some(cell) => Found::Here(cell),
            None if narrative(scope.kind) => match self.report.cell(c) {
                Some(cell) => Found::Elsewhere(cell),
                None => Found::Nowhere,
            },
            None => Found::Nowhere,
        }
    }

    /// The subjects a Σ runs over: coordinates with figures, and how many of them stand in the scope itself.
    fn members(&self, scope: &Scope, pattern: &Pattern, vars: &Vars) -> Option<Members> {
        let d = pattern.many()?;
        let at = place(pattern, vars);
        let here = scope.family(d, at)?;
        let parent = |v: usize| -> Option<Option<Code>> {
            let t = vars.get(v).copied()?;
            if t.is_whole() { Some(None) } else { Code::of(t).map(Some) }
        };
        let own = match pattern.slot(d) {
            Slot::Children(v) | Slot::Leaves(Some(v)) => parent(v)?,
            _ => None,
        };
        let inside = here.below(own);
        if inside.is_empty() {
            return None;
        }
        let merged;
        let members: &[Member] = match self.report.family(d, at) {
            Some(all) if narrative(scope.kind) => {
                merged = merge(inside, all.below(own));
                &merged
            }
            _ => inside,
        };
        let picked: Vec<Member> = match pattern.slot(d) {
            // The highest printed subjects below the parent: a 类 without 款 stands for itself, a 款 that is not printed is its 项.
            Slot::Children(_) => highest(members),
            Slot::Level(n) => members.iter().filter(|(code, _)| code.digits == n).copied().collect(),
            Slot::Leaves(_) => leaves(members).copied().collect(),
            Slot::Fixed(_) | Slot::Variable(_) => return None,
        };
        // Under 合计 stand 类; a deeper code whose 类 is not printed is a doubt about its code.
        let mut picked = picked;
        let mut uncoded = here.uncoded && d == Dimension::Subject;
        if matches!(pattern.slot(d), Slot::Children(_)) {
            let level = picked.iter().map(|(code, _)| code.digits).min().unwrap_or(0);
            let mixed = picked.iter().any(|(code, _)| code.digits != level);
            uncoded |= mixed;
            if mixed && own.is_none() {
                picked.retain(|(code, _)| code.digits == level);
            }
        }
        let inside = picked.iter().filter(|(_, c)| scope.cells.contains_key(c)).count();
        if inside == 0 {
            return None;
        }
        let depth = picked.iter().map(|(code, _)| code.digits).max().unwrap_or(0);
        let wide = self.in_tables(d, at, depth);
        let list = picked.into_iter().map(|(_, c)| c).collect();
        Some(Members { list, inside, uncoded, wide })
    }

    /// True if tables print such subjects down to this level.
    fn in_tables(&self, d: Dimension, at: Coordinates, digits: u8) -> bool {
        self.between.family(d, at).is_some_and(|f| f.members.iter().any(|(code, _)| code.digits >= digits))
    }

    fn bind(&mut self, scope: &Scope, plan: &Plan<'_>, at: &Coordinates) {
        let Some(vars) = matches(plan.anchor, at, plan.relation.variables.len()) else { return };
        let key = (plan.index, vars);
        match scope.kind {
            Kind::Table => {}
            Kind::Paragraph | Kind::Section if self.bound_narrative.contains(&key) => return,
            Kind::Between if self.bound_table.contains(&key) => return,
            Kind::Report if self.bound_narrative.contains(&key) || self.bound_table.contains(&key) => return,
            _ => {}
        }
        let Some(instance) = self.instance(scope, plan, &vars) else { return };
        if matches!(scope.kind, Kind::Table | Kind::Between) {
            self.bound_table.insert(key);
        } else {
            self.bound_narrative.insert(key);
        }
        let mut plain = instance.formula.plain.clone();
        plain.sort_unstable();
        if self.seen.insert((plain, instance.formula.quotients.clone())) {
            self.out.push(instance);
        }
    }

    fn instance(&self, scope: &Scope, plan: &Plan<'_>, vars: &Vars) -> Option<Instance> {
        let r = plan.relation;
        let mut b = Bound::default();
        let left = self.side(scope, r, &r.left, vars, 1, &mut b)?;
        let left_prints = b.plain.len() + b.quotients.len();
        let right = self.side(scope, r, &r.right, vars, -1, &mut b)?;
        if r.order != Order::Equal && left.only == right.only && left.only.is_some() {
            return None;
        }
        let text = scope.kind != Kind::Table;
        let wide = matches!(scope.kind, Kind::Between | Kind::Report);
        let open = |side: &Side| text && side.missing && !(r.complete && side.present >= 2 && !wide);
        if wide && r.order != Order::Equal && b.quotients.is_empty() {
            // Totals that were added up from rounded figures may pass one another by their last place.
            let step = |p: &Part| self.prints.all.get(p.1).filter(|q| !q.is_rate()).map_or(0, |q| q.slack);
            b.extra += b.plain.iter().map(step).max().unwrap_or(0);
        }
        // A total left blank over figures is a matter of layout.
        let blank = |parts: &[Part]| {
            !parts.is_empty() && parts.iter().all(|(_, p)| self.prints.all.get(*p).is_some_and(|p| p.blank))
        };
        if b.quotients.is_empty() {
            let (l, rest) = b.plain.split_at(left_prints.min(b.plain.len()));
            if blank(l) != blank(rest) {
                return None;
            }
        }
        let formula = Formula {
            plain: b.plain,
            quotients: b.quotients,
            order: r.order,
            extra: b.extra,
            open: (open(&left), open(&right)),
        };
        Some(Instance {
            rule: Rule::Relation(plan.index),
            table: (scope.kind == Kind::Table).then_some(scope.index),
            formula,
            left: left_prints,
            uncertain: b.uncertain || r.open,
            soft: b.soft,
        })
    }

    fn side(
        &self,
        scope: &Scope,
        relation: &Relation,
        addends: &[Addend],
        vars: &Vars,
        sign: i8,
        b: &mut Bound,
    ) -> Option<Side> {
        let mut side = Side::default();
        // A term may be missing only from a plain sum of several; a difference needs all its terms.
        let may_miss = addends.len() > 1 && addends.iter().all(|a| a.sign > 0);
        for a in addends {
            let sign = sign * a.sign;
            match &a.body {
                Body::Fact(p) => {
                    let at = place(p, vars);
                    side.only = (addends.len() == 1).then_some(at);
                    let cell = match self.find(scope, &at) {
                        Found::Here(cell) => {
                            side.present += 1;
                            cell
                        }
                        Found::Elsewhere(cell) if may_miss => cell,
                        _ if may_miss && !p.required => {
                            side.missing = true;
                            continue;
                        }
                        _ => return None,
                    };
                    self.push(scope, b, sign, at, cell);
                }
                Body::Sum(p) => {
                    let Some(m) = self.members(scope, p, vars) else {
                        if addends.len() == 1 || relation.scopes.table {
                            return None;
                        }
                        side.missing = true;
                        continue;
                    };
                    if scope.kind != Kind::Table && m.inside < 2 && m.list.len() > 1 {
                        return None;
                    }
                    b.uncertain |= m.uncoded;
                    b.soft |= narrative(scope.kind) && !m.wide;
                    side.present += m.inside;
                    // In text alone a list may be partial; with the report's tables behind it nothing is missing.
                    side.missing |= match scope.kind {
                        Kind::Table => false,
                        Kind::Between | Kind::Report => true,
                        // Running text names only the main economic subjects.
                        _ => !m.wide && (m.inside < 2 || p.many() == Some(Dimension::Economic)),
                    };
                    for c in m.list {
                        if let Some(cell) = scope.cell(&c).or_else(|| self.report.cell(&c)) {
                            self.push(scope, b, sign, c, cell);
                        }
                    }
                }
                Body::Ratio { above, below } => {
                    let q = Quotient {
                        sign,
                        above: self.linear(scope, above, vars)?,
                        below: self.linear(scope, below, vars)?,
                    };
                    b.quotients.push(q);
                    side.present += 1;
                }
                Body::SumOfRatios { above, below } => {
                    let a = self.members(scope, above, vars)?;
                    let d = above.many()?;
                    if a.uncoded || a.inside < 2 || a.inside != a.list.len() {
                        return None;
                    }
                    for c in a.list {
                        let rate = place(below, vars).with(d, c.get(d));
                        let over = scope.cell(&c)?;
                        let Some(under) = scope.cell(&rate) else {
                            // Of what must not exceed, nothing is lost by leaving some out.
                            if relation.order == Order::AtMost && sign > 0 {
                                continue;
                            }
                            return None;
                        };
                        // An explicit budget makes the implied one superfluous.
                        let base = rate.get(Dimension::Base);
                        if self.report.cell(&c.with(Dimension::Stage, base)).is_some() {
                            return None;
                        }
                        let signed = |cell: &Cell| cell.iter().map(|p| (1, *p)).collect();
                        let zero =
                            |cell: &Cell| cell.iter().all(|p| self.prints.all.get(*p).is_some_and(|p| p.value == 0));
                        if zero(over) && !zero(under) {
                            continue;
                        }
                        b.quotients.push(Quotient { sign, above: signed(over), below: signed(under) });
                    }
                    side.present += 1;
                }
            }
        }
        (side.present > 0).then_some(side)
    }

    fn push(&self, scope: &Scope, b: &mut Bound, sign: i8, at: Coordinates, cell: &Cell) {
        b.plain.extend(cell.iter().map(|p| (sign, *p)));
        if matches!(scope.kind, Kind::Between | Kind::Report) {
            let step = cell.iter().filter_map(|p| self.prints.all.get(*p)).map(|p| p.slack).max().unwrap_or(0);
            if step > 0 {
                b.extra += (self.leaves.of(&at) - 1) * step;
            }
        }
    }

    fn linear(&self, scope: &Scope, terms: &[(i8, Pattern)], vars: &Vars) -> Option<Vec<Part>> {
        let mut out = Vec::new();
        for (sign, p) in terms {
            let cell = scope.cell(&place(p, vars))?;
            out.extend(cell.iter().map(|p| (*sign, *p)));
        }
        Some(out)
    }
}

struct Members {
    list: Vec<Coordinates>,
    inside: usize,
    uncoded: bool,
    /// The report's tables hold such figures too, so that nothing is missing from the union.
    wide: bool,
}

#[derive(Default)]
struct Side {
    present: usize,
    missing: bool,
    only: Option<Coordinates>,
}

#[derive(Default)]
struct Bound {
    plain: Vec<Part>,
    quotients: Vec<Quotient>,
    /// Half width beyond that of the prints: sums of rounded leaves.
    extra: i128,
    uncertain: bool,
    soft: bool,
}

/// Binds every relation in every scope.
pub(crate) fn bind(relations: &[Relation], scopes: &Scopes, prints: &Prints, leaves: &LeafCounts) -> Vec<Instance> {
    let plans: Vec<Plan<'_>> = relations.iter().enumerate().filter_map(|(i, r)| plan(i, r)).collect();
    let mut fixed: FxHashMap<(Term, Term), Vec<usize>> = FxHashMap::default();
    let mut any: FxHashMap<Term, Vec<usize>> = FxHashMap::default();
    for (i, p) in plans.iter().enumerate() {
        match p.measure {
            Some(m) => fixed.entry((m, p.aspect)).or_default().push(i),
            None => any.entry(p.aspect).or_default().push(i),
        }
    }
    let mut binder = Binder {
        prints,
        report: &scopes.report,
        between: &scopes.between,
        leaves,
        out: Vec::new(),
        seen: FxHashSet::default(),
        bound_narrative: FxHashSet::default(),
        bound_table: FxHashSet::default(),
    };
    let all =
        scopes.tables.iter().chain(&scopes.paragraphs).chain(&scopes.sections).chain([&scopes.between, &scopes.report]);
    for scope in all {
        for (key, list) in &scope.groups {
            let of = fixed.get(key).into_iter().flatten().chain(any.get(&key.1).into_iter().flatten());
            for plan in of.filter_map(|i| plans.get(*i)) {
                let s = plan.relation.scopes;
                let allowed = match scope.kind {
                    Kind::Table => s.table,
                    Kind::Paragraph => s.paragraph,
                    Kind::Section => s.section,
                    Kind::Between | Kind::Report => s.report,
                };
                if allowed {
                    for at in list {
                        binder.bind(scope, plan, at);
                    }
                }
            }
        }
    }
    binder.out
}
