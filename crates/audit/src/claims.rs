//! Comparisons in words (大于, 小于, 等于, 持平) against the figures they speak of.

use crate::engine::Engine;
use crate::evaluate::RATE;
use crate::label::label;
use crate::report::{evidence, identity, key};
use mingzhang_catalog::subjects::Subjects;
use mingzhang_model::{
    Certainty, Claim, Comparison, Coordinates, Dimension, Evidence, Finding, Origin, Role, Severity, Suggestion,
};
use rustc_hash::FxHashMap;

/// A claim that could be judged: the facts it touched, and the finding if it is wrong.
pub(crate) struct Judged {
    pub facts: [usize; 2],
    pub held: bool,
    pub finding: Option<Finding>,
}

/// Finds the fact a claim speaks of: in its paragraph, then its section, then if the whole report agrees.
fn fact_of(engine: &Engine<'_>, c: &Coordinates, origin: Origin) -> Option<usize> {
    let list = engine.by_coordinates.get(c)?;
    let facts = &engine.disclosure.facts;
    let fact = |p: usize| {
        let print = engine.print(p)?;
        print.facts.iter().copied().find(|f| facts.get(*f).is_some_and(|f| f.coordinates == *c && !f.part && !f.blank))
    };
    let here = |same_block: bool| {
        list.iter().filter_map(|p| fact(*p)).find(|f| match (facts.get(*f).map(|f| f.origin), origin) {
            (Some(Origin::Narrative { section: s, block: b }), Origin::Narrative { section, block }) => {
                if same_block {
                    b == block
                } else {
                    s == section
                }
            }
            _ => false,
        })
    };
    if let Some(f) = here(true).or_else(|| here(false)) {
        return Some(f);
    }
    let mut all = list.iter().filter_map(|p| fact(*p));
    let first = all.next()?;
    let value = facts.get(first)?.figure.value;
    all.all(|f| facts.get(f).is_some_and(|f| f.figure.value == value)).then_some(first)
}

fn word(says: Comparison, like: &str) -> String {
    let (from, to) = match says {
        Comparison::Greater => (["小于", "等于", "低于", "少于"], "大于"),
        Comparison::Less => (["大于", "等于", "高于", "多于"], "小于"),
        Comparison::Equal | Comparison::NearlyEqual => (["大于", "小于", "高于", "低于"], "等于"),
    };
    // The words around the direction stay: 决算数大于预算数 becomes 决算数小于预算数.
    for f in from {
        if like.contains(f) {
            return like.replacen(f, to, 1);
        }
    }
    to.to_owned()
}

/// Judges every claim.
pub(crate) fn judge(engine: &Engine<'_>, subjects: &Subjects, corrections: &FxHashMap<usize, i128>) -> Vec<Judged> {
    engine.disclosure.claims.iter().filter_map(|c| one(engine, subjects, corrections, c)).collect()
}

fn one(
    engine: &Engine<'_>,
    subjects: &Subjects,
    corrections: &FxHashMap<usize, i128>,
    claim: &Claim,
) -> Option<Judged> {
    let facts = &engine.disclosure.facts;
    let (l, r) = match claim.facts {
        Some((l, r)) if l < facts.len() && r < facts.len() => (l, r),
        _ => match (fact_of(engine, &claim.left, claim.origin), fact_of(engine, &claim.right, claim.origin)) {
            (Some(l), Some(r)) => (l, r),
            (Some(l), None) => return by_rate(engine, subjects, claim, l),
            _ => return None,
        },
    };
    let (left, right) = (facts.get(l)?, facts.get(r)?);
    if l == r || left.figure.quantity() != right.figure.quantity() {
        return None;
    }
    let (lp, rp) = (engine.prints.of_fact.get(l).copied()??, engine.prints.of_fact.get(r).copied()??);
    let (lq, rq) = (engine.print(lp)?, engine.print(rp)?);
    let difference = lq.value - rq.value;
    let slack = lq.slack + rq.slack;
    let equal = difference == 0 || (lq.unit != rq.unit && difference.abs() < slack);
    let actual = if equal {
        Comparison::Equal
    } else if difference > 0 {
        Comparison::Greater
    } else {
        Comparison::Less
    };
    // Relative difference in hundredths of a percent, rounded up.
    let relative = match rq.value.abs() {
        0 => i128::MAX,
        base => (difference.abs().saturating_mul(10_000) + base - 1) / base,
    };
    let severity = match (claim.says, actual) {
        (a, b) if a == b => None,
        (Comparison::NearlyEqual, Comparison::Equal) => None,
        (Comparison::NearlyEqual, _) => (relative > 500).then_some(Severity::Info),
        // Printed equal but said to differ: the difference may be smaller than the last place.
        (_, Comparison::Equal) => Some(Severity::Warning),
        (Comparison::Equal, _) if difference.abs() < slack => Some(Severity::Warning),
        (Comparison::Equal, _) if claim.printed.contains("持平") && relative <= 50 => Some(Severity::Warning),
        _ => Some(Severity::Error),
    };
    // Right words about a figure that is itself wrong are no second mistake.
    let mended = |p: usize, v: i128| corrections.get(&p).copied().unwrap_or(v);
    let after = mended(lp, lq.value) - mended(rp, rq.value);
    let explained = (corrections.contains_key(&lp) || corrections.contains_key(&rp))
        && match claim.says {
            Comparison::Greater => after > 0,
            Comparison::Less => after < 0,
            Comparison::Equal | Comparison::NearlyEqual => after == 0,
        };
    let finding = severity.filter(|_| !explained).map(|severity| {
        let (a, b) = (label(&claim.left, subjects), label(&claim.right, subjects));
        let list = vec![
            Evidence {
                role: Role::Primary,
                quote: claim.quote.chars().take(120).collect(),
                place: claim.place.clone(),
            },
            evidence(Role::Witness, left),
            evidence(Role::Witness, right),
        ];
        let expected = word(actual, &claim.printed);
        let sign = match actual {
            Comparison::Greater => ">",
            Comparison::Less => "<",
            _ => "=",
        };
        Finding {
            id: identity("comparison-word", &key(&claim.left, &claim.right), &list),
            rule: "comparison-word".to_owned(),
            severity,
            certainty: if severity == Severity::Error { Certainty::Proven } else { Certainty::Likely },
            title: format!("“{}”与数字不符", claim.printed),
            message: format!(
                "文中说“{}”，但{a}是{}，{b}是{}，前者{}后者，应改为“{expected}”或核对这两个数。",
                claim.printed,
                left.printed,
                right.printed,
                words(actual)
            ),
            stated: claim.printed.clone(),
            expected: expected.clone(),
            suggestion: Some(Suggestion {
                value: expected,
                slip: None,
                confidence: if severity == Severity::Error { 90 } else { 60 },
                satisfies: 1,
            }),
            relation: "文字说的大小关系应与数字一致".to_owned(),
            workings: format!("{} {sign} {}", left.figure, right.figure),
            evidence: list,
            basis: String::new(),
        }
    });
    Some(Judged { facts: [l, r], held: finding.is_none(), finding })
}

fn words(c: Comparison) -> &'static str {
    match c {
        Comparison::Greater => "大于",
        Comparison::Less => "小于",
        Comparison::Equal => "等于",
        Comparison::NearlyEqual => "基本持平",
    }
}

/// 完成预算81.1%，决算数小于预算数: where the budget is not printed, its rate of completion says which is more.
fn by_rate(engine: &Engine<'_>, subjects: &Subjects, claim: &Claim, left: usize) -> Option<Judged> {
    let stage = claim.right.get(Dimension::Stage);
    if stage.is_whole() || !claim.right.get(Dimension::Year).is_whole() {
        return None;
    }
    let at = claim.left.at(Dimension::Aspect, "完成率").with(Dimension::Base, stage);
    let facts = &engine.disclosure.facts;
    let list = engine.by_coordinates.get(&at)?;
    // Only the rate of the same paragraph is sure to be of the same figure.
    let rate =
        list.iter().flat_map(|p| engine.print(*p).map(|p| p.facts.as_slice()).unwrap_or_default()).copied().find(
            |f| facts.get(*f).is_some_and(|f| f.coordinates == at && !f.part && same_block(f.origin, claim.origin)),
        )?;
    let print = engine.print(engine.prints.of_fact.get(rate).copied()??)?;
    let gap = print.value - 2 * RATE;
    // Where the difference is within the last place, amount and budget are printed alike.
    let amount = facts.get(left)?.figure;
    let (spent, step) = (i128::from(amount.value.0).abs(), i128::from(amount.step.0));
    let alike = spent.saturating_mul(gap.abs()) <= step.saturating_mul(print.value.abs());
    let actual = match gap {
        _ if alike => Comparison::Equal,
        g if g >= print.slack => Comparison::Greater,
        g if -g >= print.slack => Comparison::Less,
        _ => Comparison::Equal,
    };
    let severity = match (claim.says, actual) {
        // 100% may be a rounding of a little more or less.
        (a, b) if a == b || b == Comparison::Equal => None,
        (Comparison::NearlyEqual, _) => (gap.abs() > 2 * RATE / 20).then_some(Severity::Info),
        (Comparison::Equal, _) if claim.printed.contains("持平") && gap.abs() <= 2 * RATE / 200 => {
            Some(Severity::Warning)
        }
        _ => Some(Severity::Error),
    };
    let finding = severity.and_then(|severity| {
        let witness = evidence(Role::Witness, facts.get(rate)?);
        let list = vec![
            Evidence {
                role: Role::Primary,
                quote: claim.quote.chars().take(120).collect(),
                place: claim.place.clone(),
            },
            witness,
        ];
        let expected = word(actual, &claim.printed);
        let printed = &facts.get(rate)?.printed;
        Some(Finding {
            id: identity("comparison-word", &key(&claim.left, &claim.right), &list),
            rule: "comparison-word".to_owned(),
            severity,
            certainty: Certainty::Likely,
            title: format!("“{}”与完成率不符", claim.printed),
            message: format!(
                "文中说“{}”，但{}是{printed}，决算数应{}预算数，请改为“{expected}”或核对完成率。",
                claim.printed,
                label(&at, subjects),
                words(actual)
            ),
            stated: claim.printed.clone(),
            expected: expected.clone(),
            suggestion: Some(Suggestion { value: expected, slip: None, confidence: 60, satisfies: 1 }),
            relation: "文字说的大小关系应与数字一致".to_owned(),
            workings: String::new(),
            evidence: list,
            basis: String::new(),
        })
    });
    Some(Judged { facts: [left, rate], held: finding.is_none(), finding })
}

fn same_block(a: Origin, b: Origin) -> bool {
    matches!((a, b), (Origin::Narrative { block: x, .. }, Origin::Narrative { block: y, .. }) if x == y)
}
