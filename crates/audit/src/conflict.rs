//! What is told of figures that hold relation by relation and not all together.

use crate::diagnose::Verdict;
use crate::engine::Engine;
use crate::evaluate::Outcome;
use crate::joint::Joint;
use crate::label::workings;
use crate::report::{Reporter, evidence, identity};
use crate::simplex::{Answer, Conflict};
use crate::slip;
use mingzhang_model::{Certainty, Finding, Role, Severity};
use rustc_hash::FxHashSet;

/// The rule of these findings.
pub(crate) const RULE: &str = "joint-feasibility";
/// Its title.
pub(crate) const TITLE: &str = "有关的数字应当能够同时是四舍五入的结果";

/// More conflicts than this in one report are not told.
const MOST: usize = 5;

/// A conflict of more figures than this cannot be checked by hand.
const LONG: usize = 40;

/// Prints that are already told to be wrong, or that take part in something that is.
fn told(engine: &Engine<'_>, outcomes: &[Outcome], verdicts: &[Verdict]) -> FxHashSet<usize> {
    let mut out = FxHashSet::default();
    let mut mended: FxHashSet<usize> = FxHashSet::default();
    for v in verdicts {
        out.insert(v.primary);
        out.extend(&v.also);
        if v.correction.is_some() {
            mended.extend(&v.broken);
        }
    }
    for (i, x) in engine.instances.iter().enumerate() {
        let is = |o: Outcome| engine.outcomes.get(i) == Some(&o) || outcomes.get(i) == Some(&o);
        if is(Outcome::Broken) && !mended.contains(&i) {
            out.extend(x.formula.prints());
        } else if is(Outcome::Tail) {
            out.extend(x.formula.plain.iter().map(|(_, p)| *p));
        }
    }
    out
}

/// One finding for each set of figures that hold one by one and not together.
pub(crate) fn findings(reporter: &Reporter<'_, '_>, outcomes: &[Outcome], verdicts: &[Verdict]) -> Vec<Finding> {
    let mut out = Vec::new();
    let mut told = told(reporter.engine, outcomes, verdicts);
    while out.len() < MOST {
        let joint = Joint::new(reporter.engine, outcomes, &told, false);
        let Answer::Infeasible(conflict) = joint.decide() else { break };
        told.extend(conflict.variables.iter().map(|(v, _)| *v));
        if conflict.variables.len() <= LONG {
            out.extend(reporter.conflict(&joint, &conflict));
        }
    }
    out
}

/// How far the figures are from agreeing, and how far all of them together could move within their last place.
struct Margin {
    missing: i128,
    width: i128,
}

impl Reporter<'_, '_> {
    /// The greatest weighted sum of a conflict without one of its figures.
    fn reach(&self, joint: &Joint<'_, '_>, conflict: &Conflict, without: Option<usize>) -> Option<i128> {
        let variables = conflict.variables.iter().filter(|(v, _)| Some(*v) != without);
        let ranges = variables
            .map(|(v, w)| (*w, joint.own(*v)))
            .chain(conflict.constraints.iter().map(|(_, w, range)| (*w, *range)));
        let mut total = 0i128;
        for (w, range) in ranges {
            let end = if w > 0 { range.high } else { range.low }?;
            total = total.checked_add(w.checked_mul(end.at)?)?;
        }
        Some(total)
    }

    fn margin(&self, joint: &Joint<'_, '_>, conflict: &Conflict) -> Option<Margin> {
        let width = conflict.variables.iter().map(|(v, w)| w.saturating_abs().saturating_mul(joint.slack(*v))).sum();
        Some(Margin { missing: -self.reach(joint, conflict, None)?, width })
    }

    fn conflict(&self, joint: &Joint<'_, '_>, conflict: &Conflict) -> Option<Finding> {
        let print = |v: usize| self.engine.print(v);
        let shown = |v: &usize| print(*v).is_some_and(|p| !p.blank && p.value != 0);
        let (primary, weight) = conflict
            .variables
            .iter()
            .copied()
            .filter(|(v, _)| shown(v))
            .max_by_key(|(v, _)| (print(*v).map(|p| p.value.abs()), std::cmp::Reverse(*v)))?;
        let p = print(primary)?;
        let rest = self.reach(joint, conflict, Some(primary))?;
        // weight · x = −rest at the least.
        let grain = 2 * (p.step / 10).max(1);
        let at_least = weight > 0;
        let (n, d) = if at_least { (-rest, weight) } else { (rest, -weight) };
        let steps = n.div_euclid(d.checked_mul(grain)?);
        let exact = n == steps.checked_mul(d)?.checked_mul(grain)?;
        let limit = (steps + i128::from(!exact && !at_least)) * grain;
        let unit = p.unit.name();
        let limit = format!("{}{unit}", slip::show(limit, (grain / 2).max(1), p.unit));
        let bound = format!("{}{limit}", if at_least { "大于" } else { "小于" });
        let mut groups: Vec<usize> = conflict.constraints.iter().map(|c| c.0).collect();
        groups.sort_unstable();
        groups.dedup();
        let mut titles: Vec<String> = Vec::new();
        let mut lines: Vec<String> = Vec::new();
        for i in &groups {
            let title = self.engine.relation(*i).map_or("同一指标各处数字应当一致", |r| r.title.as_str());
            let title = format!("“{title}”");
            if !titles.contains(&title) {
                titles.push(title);
            }
            let text = self.engine.instances.get(*i).map(|x| workings(self.engine, x, &self.values(&[])));
            lines.extend(text.filter(|t| !lines.contains(t)));
        }
        let mut members: Vec<usize> =
            conflict.variables.iter().map(|(v, _)| *v).filter(|v| *v != primary && shown(v)).collect();
        members.sort_unstable();
        let mut list: Vec<_> = self.fact(primary).map(|f| evidence(Role::Primary, f)).into_iter().collect();
        list.extend(members.iter().filter_map(|v| self.fact(*v)).map(|f| evidence(Role::Witness, f)));
        let margin = self.margin(joint, conflict)?;
        let name = self.name(primary);
        let coordinates = self.engine.coordinates(primary).to_string();
        let message = format!(
            "这{}个数逐条核对都在四舍五入允许的范围内，合在一起却不能同时成立：按{}，由其余数字推算，{name}四舍五入之前应{bound}，{}写的是{}。请核对这几个数的末位。",
            members.len() + 1,
            titles.join("、"),
            self.place(primary),
            self.printed(primary),
        );
        Some(Finding {
            id: identity(RULE, &coordinates, &list),
            rule: RULE.to_owned(),
            severity: Severity::Warning,
            // Beyond a whole last place of every figure no way of rounding explains it.
            certainty: if margin.missing >= margin.width { Certainty::Likely } else { Certainty::Ask },
            title: format!("{name}与几个相关数字的尾差不能同时成立"),
            message,
            stated: self.fact(primary).map(|f| f.printed.clone()).unwrap_or_default(),
            expected: bound,
            suggestion: None,
            relation: TITLE.to_owned(),
            workings: lines.join("；"),
            evidence: list,
            basis: String::new(),
        })
    }
}
