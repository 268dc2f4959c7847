//! Subjects printed together: leaves, highest members, and how many rounded leaves stand below a figure.

use crate::prints::{Code, Prints};
use crate::scope::Scope;
use mingzhang_model::{Coordinates, Dimension};
use rustc_hash::FxHashMap;

/// How many rounded leaves stand below a figure: the tolerance between sums of rounded leaves and direct conversions.
#[derive(Debug, Default)]
pub(crate) struct LeafCounts {
    at: FxHashMap<Coordinates, i128>,
}

impl LeafCounts {
    /// Counts non-zero leaf subjects in tables, per coordinates.
    pub fn count(tables: &[Scope], prints: &Prints) -> LeafCounts {
        let mut out = LeafCounts::default();
        for table in tables {
            for c in table.cells.keys() {
                if !c.get(Dimension::Aspect).is_whole() {
                    continue;
                }
                let mut m = 0i128;
                for d in [Dimension::Subject, Dimension::Economic] {
                    let own = Code::of(c.get(d));
                    if own.is_none() && !c.get(d).is_whole() {
                        continue;
                    }
                    let Some(family) = table.family(d, *c) else { continue };
                    let nonzero = |c: &Coordinates| {
                        table
                            .cell(c)
                            .is_some_and(|cell| cell.iter().any(|p| prints.all.get(*p).is_some_and(|p| p.value != 0)))
                    };
                    let n = leaves(family.below(own)).filter(|(_, c)| nonzero(c)).count();
                    m = m.max(i128::try_from(n).unwrap_or(0));
                }
                let slot = out.at.entry(*c).or_insert(1);
                *slot = (*slot).max(m);
            }
        }
        out
    }

    /// Leaves below some coordinates, at least one.
    pub fn of(&self, c: &Coordinates) -> i128 {
        let own = self.at.get(c).copied().unwrap_or(1);
        // 总计 and carry-over lines have no subjects of their own: the year's expenditure or income stands for them.
        let like = match c.get(Dimension::Measure).word() {
            "收入总计" => "收入",
            "支出总计" => "支出",
            _ => return own,
        };
        own.max(self.at.get(&c.at(Dimension::Measure, like)).copied().unwrap_or(1))
    }
}

pub(crate) type Member = (Code, Coordinates);

/// Members that have no member below themselves.
pub(crate) fn leaves(members: &[Member]) -> impl Iterator<Item = &Member> {
    members
        .iter()
        .enumerate()
        .filter(|(i, (code, _))| members.get(i + 1).is_none_or(|(next, _)| !next.under(*code)))
        .map(|(_, m)| m)
}

/// Members that have no member above themselves.
pub(crate) fn highest(members: &[Member]) -> Vec<Member> {
    let mut out: Vec<Member> = Vec::new();
    for m in members {
        if out.last().is_none_or(|(last, _)| !m.0.under(*last)) {
            out.push(*m);
        }
    }
    out
}

/// Both lists, the first preferred where they hold the same code.
pub(crate) fn merge(a: &[Member], b: &[Member]) -> Vec<Member> {
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::with_capacity(a.len().max(b.len()));
    loop {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) => {
                if x.0.key() <= y.0.key() {
                    out.push(*x);
                    i += 1;
                    j += usize::from(x.0 == y.0);
                } else {
                    out.push(*y);
                    j += 1;
                }
            }
            (Some(x), None) => {
                out.push(*x);
                i += 1;
            }
            (None, Some(y)) => {
                out.push(*y);
                j += 1;
            }
            (None, None) => return out,
        }
    }
}
