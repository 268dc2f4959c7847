//! Exact feasibility of bounded variables under linear constraints: the general simplex over integers.
//!
//! Every variable starts at its printed value, so only constraints that do not hold there to the digit enter the tableau, and each brings
//! in others only when one of its variables moves. What a consistent report costs is therefore what it has of rounding, not its size.
//! An infeasible row names the bounds that contradict one another; the set is irreducible.

use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// A number of a variable or constraint: prints first, then the constraints in the order in which they came in.
pub(crate) type Var = usize;

/// A value and infinitesimal steps beside it: open ends are one step inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Point {
    pub at: i128,
    pub steps: i128,
}

impl Point {
    /// The point itself.
    pub fn closed(at: i128) -> Point {
        Point { at, steps: 0 }
    }

    fn times(self, by: i128) -> Option<Point> {
        Some(match by {
            1 => self,
            -1 => Point { at: -self.at, steps: -self.steps },
            _ => Point { at: self.at.checked_mul(by)?, steps: self.steps.checked_mul(by)? },
        })
    }

    fn plus(self, other: Point) -> Option<Point> {
        Some(Point { at: self.at.checked_add(other.at)?, steps: self.steps.checked_add(other.steps)? })
    }

    /// Just above.
    pub fn above(at: i128) -> Point {
        Point { at, steps: 1 }
    }

    /// Just below.
    pub fn below(at: i128) -> Point {
        Point { at, steps: -1 }
    }
}

/// What is allowed; `None` is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Range {
    pub low: Option<Point>,
    pub high: Option<Point>,
}

/// A linear form that must stay in a range. Each variable occurs once.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    pub terms: Vec<(Var, i128)>,
    pub range: Range,
}

/// The problem, asked for piece by piece.
pub(crate) trait Model {
    /// Variables.
    fn variables(&self) -> usize;
    /// Where a variable starts, inside its range.
    fn start(&self, v: Var) -> Point;
    /// Where it may go.
    fn range(&self, v: Var) -> Range;
    /// The groups of constraints a variable takes part in.
    fn touching(&self, v: Var) -> Vec<usize>;
    /// The constraints of a group.
    fn constraints(&self, group: usize) -> Vec<Constraint>;
    /// Groups that do not hold at the start; all others must.
    fn open(&self) -> Vec<usize>;
    /// True to go on to the end, however long it takes.
    fn patient(&self) -> bool {
        false
    }
}

/// Bounds that cannot all be kept: with every variable of positive weight at its upper end and every other at its lower one, the weighted
/// sum, which is zero by the constraints, stays below zero.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conflict {
    pub variables: Vec<(Var, i128)>,
    /// Groups of the constraints that take part, with the weight and the range of each.
    pub constraints: Vec<(usize, i128, Range)>,
}

/// The answer.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    Feasible,
    Infeasible(Conflict),
    /// Given up: numbers or work out of range.
    Unknown,
}

/// Terms looked at before giving up: at least so many, and so many for each variable. Real reports need fewer than 15 for each.
const WORK: (usize, usize) = (20_000, 60);

/// Pivots by the cheapest column before the rule that cannot cycle takes over.
const FREELY: usize = 2_000;

/// `scale · basic = Σ terms`, over variables that are not basic.
#[derive(Clone, Debug)]
struct Row {
    basic: Var,
    scale: i128,
    terms: Vec<(Var, i128)>,
    /// Σ terms at the present values.
    value: Point,
}

fn gcd(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(1)
}

impl Row {
    fn coefficient(&self, v: Var) -> i128 {
        self.terms.binary_search_by_key(&v, |t| t.0).ok().and_then(|i| self.terms.get(i)).map_or(0, |t| t.1)
    }

    /// Puts another row in the place of its basic variable; the variables that come new are handed on.
    fn substitute(&mut self, by: &Row, mut new: impl FnMut(Var)) -> Option<()> {
        let c = self.coefficient(by.basic);
        if c == 0 {
            return Some(());
        }
        let g = gcd(c, by.scale);
        let (times, own) = (c / g, by.scale / g);
        let scaled = |c: i128, by: i128| match by {
            1 => Some(c),
            -1 => Some(-c),
            _ => c.checked_mul(by),
        };
        let mut out: Vec<(Var, i128)> = Vec::with_capacity(self.terms.len() + by.terms.len());
        let mut mine = self.terms.iter().filter(|t| t.0 != by.basic).peekable();
        let mut other = by.terms.iter().peekable();
        loop {
            let next = match (mine.peek(), other.peek()) {
                (Some(a), Some(b)) if a.0 == b.0 => {
                    let both = (a.0, scaled(a.1, own)?.checked_add(scaled(b.1, times)?)?);
                    mine.next();
                    other.next();
                    both
                }
                (Some(a), b) if b.is_none_or(|b| a.0 < b.0) => {
                    let one = (a.0, scaled(a.1, own)?);
                    mine.next();
                    one
                }
                (_, Some(b)) => {
                    let one = (b.0, scaled(b.1, times)?);
                    new(b.0);
                    other.next();
                    one
                }
                _ => break,
            };
            if next.1 != 0 {
                out.push(next);
            }
        }
        self.terms = out;
        self.scale = self.scale.checked_mul(own)?;
        if self.scale != 1 {
            let g = self.terms.iter().fold(self.scale, |g, t| if g == 1 { 1 } else { gcd(g, t.1) });
            if g > 1 {
                self.scale /= g;
                self.terms.iter_mut().for_each(|t| t.1 /= g);
            }
        }
        Some(())
    }

    /// The same equation, solved for another of its variables.
    fn solve(&self, v: Var) -> Row {
        let c = self.coefficient(v);
        let sign = if c < 0 { -1 } else { 1 };
        let mut terms: Vec<(Var, i128)> = self
            .terms
            .iter()
            .filter(|t| t.0 != v)
            .map(|t| (t.0, -sign * t.1))
            .chain([(self.basic, sign * self.scale)])
            .collect();
        terms.sort_unstable_by_key(|t| t.0);
        Row { basic: v, scale: c.abs(), terms, value: Point::default() }
    }
}

struct Tableau<'m, M> {
    model: &'m M,
    /// Group of each constraint that came in.
    came: Vec<usize>,
    groups: FxHashSet<usize>,
    rows: Vec<Row>,
    row_of: FxHashMap<Var, usize>,
    /// Rows a variable may stand in.
    columns: Vec<Vec<usize>>,
    /// Values of the variables that are not basic, then of the constraints.
    values: Vec<Point>,
    ranges: Vec<Range>,
    /// Groups that a moved variable takes part in and that have not come in.
    waiting: Vec<usize>,
    violated: BTreeSet<(Var, usize)>,
    work: usize,
    limit: usize,
}

/// Decides.
pub(crate) fn decide(model: &impl Model) -> Answer {
    let open = model.open();
    if open.is_empty() {
        return Answer::Feasible;
    }
    let mut t = Tableau {
        model,
        came: Vec::new(),
        groups: FxHashSet::default(),
        rows: Vec::new(),
        row_of: FxHashMap::default(),
        columns: vec![Vec::new(); model.variables()],
        values: (0..model.variables()).map(|v| model.start(v)).collect(),
        ranges: (0..model.variables()).map(|v| model.range(v)).collect(),
        waiting: Vec::new(),
        violated: BTreeSet::default(),
        work: 0,
        limit: if model.patient() { usize::MAX } else { WORK.0 + WORK.1 * model.variables() },
    };
    t.run(&open).unwrap_or(Answer::Unknown)
}

impl<M: Model> Tableau<'_, M> {
    fn range(&self, v: Var) -> Range {
        self.ranges.get(v).copied().unwrap_or_default()
    }

    fn value(&self, v: Var) -> Point {
        self.values.get(v).copied().unwrap_or_default()
    }

    fn run(&mut self, open: &[usize]) -> Option<Answer> {
        for group in open {
            self.enter(*group)?;
        }
        for pivots in 0usize.. {
            let Some((_, r)) = self.violated.first().copied() else {
                if self.wake()? {
                    continue;
                }
                return Some(Answer::Feasible);
            };
            let row = self.rows.get(r)?;
            let (basic, range) = (row.basic, self.range(row.basic));
            let raise = past(row.value, row.scale, range)?? == Ordering::Less;
            let bound = if raise { range.low } else { range.high }?;
            let Some(entering) = self.entering(row, raise, pivots >= FREELY) else {
                return Some(Answer::Infeasible(self.conflict(row, raise)));
            };
            self.pivot(r, entering)?;
            *self.values.get_mut(basic)? = bound;
            let (variables, touched) = (self.model.variables(), self.columns.get(basic).cloned().unwrap_or_default());
            for r in touched {
                self.judge(r)?;
            }
            if entering < variables {
                self.waiting.extend(self.model.touching(entering));
            }
            if self.work > self.limit {
                return None;
            }
        }
        None
    }

    /// Works out a row and notes whether it is within its range.
    fn judge(&mut self, r: usize) -> Option<()> {
        let row = self.rows.get(r)?;
        self.work += row.terms.len() + 1;
        let value = row.terms.iter().try_fold(Point::default(), |sum, (v, c)| sum.plus(self.value(*v).times(*c)?))?;
        let (basic, scale) = (row.basic, row.scale);
        if past(value, scale, self.range(basic))?.is_some() {
            self.violated.insert((basic, r));
        } else {
            self.violated.remove(&(basic, r));
        }
        self.rows.get_mut(r)?.value = value;
        Some(())
    }

    /// Takes in the waiting groups that the present values break; true if there are any.
    fn wake(&mut self) -> Option<bool> {
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.sort_unstable();
        waiting.dedup();
        let before = self.rows.len();
        for group in waiting {
            if self.groups.contains(&group) {
                continue;
            }
            let mut broken = false;
            for c in self.model.constraints(group) {
                let (value, scale) = self.sum(&c.terms)?;
                self.work += c.terms.len();
                broken |= past(value, scale, c.range)?.is_some();
            }
            if broken {
                self.enter(group)?;
            } else {
                self.waiting.push(group);
            }
        }
        Some(self.rows.len() > before)
    }

    /// The present value of a form, not yet divided by the scale beside it.
    fn sum(&self, terms: &[(Var, i128)]) -> Option<(Point, i128)> {
        let (mut total, mut scale) = (Point::default(), 1i128);
        for (v, c) in terms {
            let row = self.row_of.get(v).and_then(|r| self.rows.get(*r));
            let (value, own) = row.map_or_else(|| (self.value(*v), 1), |row| (row.value, row.scale));
            if own != scale {
                let g = gcd(own, scale);
                total = total.times(own / g)?;
                scale = scale.checked_mul(own / g)?;
            }
            total = total.plus(value.times(c.checked_mul(scale / own)?)?)?;
        }
        Some((total, scale))
    }

    /// Takes in the constraints of a group.
    fn enter(&mut self, group: usize) -> Option<()> {
        if !self.groups.insert(group) {
            return Some(());
        }
        for c in self.model.constraints(group) {
            let basic = self.model.variables() + self.came.len();
            self.came.push(group);
            self.values.push(Point::default());
            self.ranges.push(c.range);
            self.columns.push(Vec::new());
            let mut row = Row { basic, scale: 1, terms: c.terms, value: Point::default() };
            row.terms.sort_unstable_by_key(|t| t.0);
            let known: Vec<usize> = row.terms.iter().filter_map(|t| self.row_of.get(&t.0).copied()).collect();
            for k in known {
                row.substitute(self.rows.get(k)?, |_| ())?;
            }
            let r = self.rows.len();
            for (v, _) in &row.terms {
                self.columns.get_mut(*v)?.push(r);
            }
            self.row_of.insert(basic, r);
            self.rows.push(row);
            self.judge(r)?;
        }
        Some(())
    }

    /// A variable that can move the row the way it must go.
    fn entering(&self, row: &Row, raise: bool, first: bool) -> Option<Var> {
        let mut can = row.terms.iter().filter(|(v, c)| {
            let (range, value) = (self.range(*v), self.value(*v));
            if (*c > 0) == raise { range.high.is_none_or(|h| value < h) } else { range.low.is_none_or(|l| value > l) }
        });
        if first {
            return can.next().map(|t| t.0);
        }
        let cost = |v: Var| {
            let range = self.range(v);
            (range.low.is_some() || range.high.is_some(), self.columns.get(v).map_or(0, Vec::len))
        };
        can.min_by_key(|(v, c)| (c.abs(), cost(*v), *v)).map(|t| t.0)
    }

    fn pivot(&mut self, r: usize, entering: Var) -> Option<()> {
        let row = self.rows.get(r)?;
        let leaving = row.basic;
        self.violated.remove(&(leaving, r));
        let solved = row.solve(entering);
        let g = solved.terms.iter().fold(solved.scale, |g, t| if g == 1 { 1 } else { gcd(g, t.1) });
        let solved = Row {
            scale: solved.scale / g.max(1),
            terms: solved.terms.into_iter().map(|(v, c)| (v, c / g.max(1))).collect(),
            ..solved
        };
        self.row_of.remove(&leaving);
        self.row_of.insert(entering, r);
        *self.columns.get_mut(leaving)? = vec![r];
        let mut others = std::mem::take(self.columns.get_mut(entering)?);
        others.sort_unstable();
        others.dedup();
        for o in others.into_iter().filter(|o| *o != r) {
            let Some(other) = self.rows.get_mut(o).filter(|x| x.coefficient(entering) != 0) else { continue };
            let columns = &mut self.columns;
            other.substitute(&solved, |v| {
                if let Some(column) = columns.get_mut(v) {
                    column.push(o);
                }
            })?;
            self.work += other.terms.len();
        }
        self.work += solved.terms.len();
        *self.rows.get_mut(r)? = solved;
        Some(())
    }

    fn conflict(&self, row: &Row, raise: bool) -> Conflict {
        let sign = if raise { 1 } else { -1 };
        let mut out = Conflict::default();
        for (v, c) in row.terms.iter().map(|t| (t.0, sign * t.1)).chain([(row.basic, -sign * row.scale)]) {
            match v.checked_sub(self.model.variables()).and_then(|k| self.came.get(k)) {
                Some(group) => out.constraints.push((*group, c, self.range(v))),
                None => out.variables.push((v, c)),
            }
        }
        out
    }
}

/// The end of the range that a value, not yet divided by its scale, is past.
fn past(value: Point, scale: i128, range: Range) -> Option<Option<Ordering>> {
    if let Some(low) = range.low
        && value < low.times(scale)?
    {
        return Some(Some(Ordering::Less));
    }
    if let Some(high) = range.high
        && value > high.times(scale)?
    {
        return Some(Some(Ordering::Greater));
    }
    Some(None)
}
