#![allow(clippy::float_arithmetic)]
//! The joint judgement against an outside one: a linear programme over the same instances, in floating point.

use crate::bind::Instance;
use crate::conflict::RULE;
use crate::engine::Engine;
use crate::evaluate::{Outcome, Part, RATE};
use crate::joint::Joint;
use crate::joint_sample::{Numbers, Style, report};
use crate::simplex::{Answer, Model, Range};
use crate::{relate, sample};
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::relations::Order;
use mingzhang_model::{Amount, Certainty, Disclosure, Severity};
use rustc_hash::FxHashSet;

/// Half units of one 元: the programme counts in these.
const UNIT: f64 = 20_000.0;

/// `low + t·inside ≤ Σ terms ≤ high − t·inside` over distances from the printed values.
struct Line {
    terms: Vec<(usize, f64)>,
    low: f64,
    high: f64,
    inside: f64,
}

/// How far inside all open ends there still is a solution: above zero if the programme can be met.
fn depth(variables: &[(f64, f64, f64)], lines: &[Line]) -> f64 {
    let mut p = Problem::new(OptimizationDirection::Maximize);
    let t = p.add_var(1.0, (-4.0, 1.0));
    let v: Vec<_> =
        variables.iter().map(|(low, high, _)| p.add_var(0.0, (low.min(0.0) - 1e7, high.max(0.0) + 1e7))).collect();
    let mut bound = |terms: &[(microlp::Variable, f64)], low: f64, high: f64, inside: f64| {
        let with = |k: f64| terms.iter().copied().chain((k != 0.0).then_some((t, k))).collect::<Vec<_>>();
        if low == high {
            p.add_constraint(terms, ComparisonOp::Eq, low);
            return;
        }
        if low.is_finite() {
            p.add_constraint(with(-inside), ComparisonOp::Ge, low);
        }
        if high.is_finite() {
            p.add_constraint(with(inside), ComparisonOp::Le, high);
        }
    };
    for (v, (low, high, inside)) in v.iter().zip(variables) {
        bound(&[(*v, 1.0)], *low, *high, *inside);
    }
    for line in lines.iter().filter(|l| l.low.is_finite() || l.high.is_finite()) {
        let terms: Vec<_> = line.terms.iter().map(|(p, c)| (v[*p], *c)).collect();
        bound(&terms, line.low, line.high, line.inside);
    }
    match p.solve() {
        Ok(s) => s.into_solution().unwrap().objective(),
        Err(Error::Infeasible) => -4.0,
        Err(e) => panic!("{e}"),
    }
}

fn f(v: i128) -> f64 {
    #[allow(clippy::cast_precision_loss)]
    let v = v as f64;
    v
}

/// Instances that say something for certain.
fn certain(engine: &Engine<'_>, i: usize, x: &Instance) -> bool {
    let kind = x.formula.quotients.is_empty() || (x.formula.rate().is_some() && x.formula.extra == 0);
    kind && !x.uncertain && !x.soft && engine.outcomes[i] != Outcome::Unknown
}

/// The programme of all certain instances, broken ones too, every print a rounded truth.
fn programme(engine: &Engine<'_>) -> f64 {
    let prints = &engine.prints.all;
    let width = |p: usize| f(prints[p].slack) / UNIT;
    let variables: Vec<_> = (0..prints.len()).map(|p| (-width(p), width(p), width(p))).collect();
    let mut lines = Vec::new();
    for (i, x) in engine.instances.iter().enumerate().filter(|(i, x)| certain(engine, *i, x)) {
        let form = &x.formula;
        let total = |parts: &[Part], w: f64| -> (f64, Vec<(usize, f64)>) {
            let exact: i128 = parts.iter().map(|(s, p)| i128::from(*s) * prints[*p].value).sum();
            (w * f(exact) / UNIT, parts.iter().map(|(s, p)| (*p, w * f64::from(*s))).collect())
        };
        if let Some((rate, q)) = form.rate() {
            let below: i128 = q.below.iter().map(|(s, p)| i128::from(*s) * prints[*p].value).sum();
            let above: i128 = q.above.iter().map(|(s, p)| i128::from(*s) * prints[*p].value).sum();
            let sign = f(below.signum());
            for (side, end) in
                [(1.0, prints[rate].value - prints[rate].slack), (-1.0, prints[rate].value + prints[rate].slack)]
            {
                let (_, mut terms) = total(&q.above, side * sign);
                terms.extend(total(&q.below, -side * sign * f(end) / f(2 * RATE)).1);
                let gap = f(2 * RATE * above - end * below) / f(2 * RATE) / UNIT * side * sign;
                lines.push(Line { terms: joined(terms), low: -gap, high: f64::INFINITY, inside: 0.5 });
            }
            continue;
        }
        let (gap, terms) = total(&form.plain, 1.0);
        let extra = f(form.extra) / UNIT;
        let low = if form.order == Order::AtMost || form.open.0 { f64::NEG_INFINITY } else { -extra - gap };
        let high = if form.order == Order::AtLeast || form.open.1 { f64::INFINITY } else { extra - gap };
        assert!(engine.outcomes[i] != Outcome::Held || (low <= 1e-9 && high >= -1e-9));
        lines.push(Line { terms: joined(terms), low, high, inside: extra });
    }
    depth(&variables, &lines)
}

fn joined(mut terms: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    terms.sort_by_key(|t| t.0);
    terms.dedup_by(|b, a| {
        let same = a.0 == b.0;
        a.1 += if same { b.1 } else { 0.0 };
        same
    });
    terms.retain(|t| t.1.abs() > 1e-12);
    terms
}

/// The programme of a model as it stands.
fn programme_of(model: &impl Model, groups: usize) -> f64 {
    let empty = |r: Range| r.low.zip(r.high).is_some_and(|(low, high)| low > high);
    if (0..model.variables()).any(|v| empty(model.range(v))) {
        return -4.0;
    }
    let start = |v: usize| f(model.start(v).at);
    let ends = |range: Range, at: f64| {
        let low = range.low.map_or(f64::NEG_INFINITY, |b| (f(b.at) - at) / UNIT);
        let high = range.high.map_or(f64::INFINITY, |b| (f(b.at) - at) / UNIT);
        (low, high)
    };
    let variables: Vec<_> = (0..model.variables())
        .map(|v| {
            let (low, high) = ends(model.range(v), start(v));
            (low, high, if high - low < 1e9 { (high - low) / 2.0 } else { 0.0 })
        })
        .collect();
    let mut lines = Vec::new();
    for c in (0..groups).flat_map(|g| model.constraints(g)) {
        let scale = c.terms.iter().map(|t| f(t.1).abs()).fold(1.0, f64::max);
        let at: i128 = c.terms.iter().map(|(v, k)| k * model.start(*v).at).sum();
        let (low, high) = ends(c.range, f(at));
        let open = c.range.low.or(c.range.high).is_some_and(|b| b.steps != 0);
        let inside = if !open {
            0.0
        } else if low.is_finite() && high.is_finite() {
            (high - low) / 2.0 / scale
        } else {
            0.5
        };
        let terms = c.terms.iter().map(|(v, k)| (*v, f(*k) / scale)).collect();
        lines.push(Line { terms, low: low / scale, high: high / scale, inside });
    }
    depth(&variables, &lines)
}

/// Changes some printed figures, a little or a lot.
fn perturb(d: &mut Disclosure, r: &mut Numbers) {
    for _ in 0..r.next(4) {
        let i = usize::try_from(r.next(d.facts.len() as u64)).unwrap();
        let figure = &mut d.facts[i].figure;
        let by = if r.next(4) > 0 { 1 + r.next(2) } else { 1 + r.next(100_000) };
        let by = i64::try_from(by).unwrap() * figure.step.0;
        figure.value = Amount(if r.next(2) == 0 { figure.value.0 + by } else { (figure.value.0 - by).max(0) });
    }
}

fn style(r: &mut Numbers, added: bool) -> Style {
    Style {
        added,
        printed: r.next(2) == 0,
        yuan: r.next(3) == 0,
        size: if r.next(3) == 0 { 20_000 } else { 3_000_000 },
    }
}

#[derive(Debug, Default)]
struct Count {
    reports: u32,
    feasible: u32,
    single: u32,
    jointly: u32,
    undecided: u32,
    on_the_edge: u32,
    differ: Vec<String>,
}

/// Reports in which single relations or the joint judgement refute the figures, against the programme.
fn compare(seeds: std::ops::Range<u64>, strict: bool) -> Count {
    let c = Catalog::embedded();
    let mut out = Count::default();
    for seed in seeds {
        let r = &mut Numbers(seed ^ 0x5851_f42d);
        let added = !strict && r.next(2) == 0;
        let text = report(seed, style(r, added));
        let mut d = sample::disclosure(&text).unwrap_or_else(|| panic!("{text}"));
        perturb(&mut d, r);
        let engine = Engine::new(&d, &c.relations, &vec![false; d.tables.len()]);
        let mut joint = Joint::new(&engine, &engine.outcomes, &FxHashSet::default(), strict);
        joint.patient = true;
        let broken = |(i, x): (usize, &Instance)| {
            certain(&engine, i, x) && matches!(engine.outcomes[i], Outcome::Broken | Outcome::Tail)
        };
        let single = strict && engine.instances.iter().enumerate().any(broken);
        let answer = joint.decide();
        let depth = if strict { programme(&engine) } else { programme_of(&joint, engine.instances.len()) };
        out.reports += 1;
        if depth.abs() < 1e-6 && depth != 0.0 && matches!(answer, Answer::Feasible) == (depth <= 0.0) {
            out.on_the_edge += 1;
            continue;
        }
        let refuted = match answer {
            _ if single => {
                out.single += 1;
                true
            }
            Answer::Infeasible(_) => {
                out.jointly += 1;
                true
            }
            Answer::Feasible => {
                out.feasible += 1;
                false
            }
            Answer::Unknown => {
                out.undecided += 1;
                continue;
            }
        };
        if refuted != (depth < 1e-7) {
            out.differ.push(format!("seed {seed}: refuted {refuted}, single {single}, depth {depth:e}"));
        }
    }
    out
}

#[test]
fn figures_are_refuted_exactly_if_no_truth_prints_them() {
    let reports: u64 = std::env::var("JOINT_REPORTS").ok().and_then(|n| n.parse().ok()).unwrap_or(60);
    let from: u64 = std::env::var("JOINT_FROM").ok().and_then(|n| n.parse().ok()).unwrap_or(0);
    for strict in [true, false] {
        let count = compare(from..from + reports, strict);
        eprintln!("strict {strict}: {count:?}");
        assert!(count.differ.is_empty() && count.undecided == 0, "{count:?}");
        assert!(u64::from(count.feasible) > reports / 10 && count.jointly > 0, "{count:?}");
    }
}

/// Whatever the way of rounding and adding up, a consistent report is not refuted.
#[test]
fn consistent_reports_are_not_refuted() {
    let reports = std::env::var("JOINT_REPORTS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let c = Catalog::embedded();
    for seed in 0..reports {
        let r = &mut Numbers(seed ^ 0x1234_5678);
        let style = style(r, seed % 2 == 0);
        let d = sample::disclosure(&report(seed, style)).unwrap();
        let a = relate(&d, &c.relations, &c.subjects);
        let wrong: Vec<_> = a.findings.iter().filter(|f| f.rule == RULE).map(|f| (&f.message, &f.workings)).collect();
        assert!(wrong.is_empty(), "seed {seed} {style:?}: {wrong:?}");
    }
}

fn findings(text: &str) -> Vec<mingzhang_model::Finding> {
    let c = Catalog::embedded();
    relate(&sample::disclosure(text).unwrap(), &c.relations, &c.subjects).findings
}

/// The first row leaves less than 50.000 for its total, so that both together stay below 100.005.
const CHAIN: &str = "
T0 支出[科目=201] 100.01万元
T0 支出[科目=20101] 50.00万元
T0 支出[科目=20101,性质=基本支出] 20.00万元
T0 支出[科目=20101,性质=项目支出] 29.99万元
T0 支出[科目=20102] 50.00万元
";

#[test]
fn a_chain_of_roundings_that_no_truth_allows() {
    let all = findings(CHAIN);
    let [f] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((f.rule.as_str(), f.severity, f.certainty), (RULE, Severity::Warning, Certainty::Ask));
    assert_eq!((f.stated.as_str(), f.expected.as_str()), ("100.01万元", "小于100.005万元"));
    assert!(f.message.contains("这4个数") && f.evidence.len() == 4, "{f:?}");
    assert_eq!(f.workings.matches('；').count(), 1, "{}", f.workings);
}

#[test]
fn without_one_of_its_links_the_chain_holds() {
    for (line, other) in [("100.01", "100.00"), ("=20101,性质=项目支出] 29.99", "=20101,性质=项目支出] 30.00")]
    {
        let all = findings(&CHAIN.replace(line, other));
        assert!(all.is_empty(), "{all:?}");
    }
}

#[test]
fn more_than_a_last_place_of_every_figure_is_likely() {
    let mut text = String::from("T0 支出[科目=201] 60.03万元\n");
    for n in 1..7 {
        text.push_str(&format!("T0 支出[科目=2010{n}] 10.00万元\nT1 支出[科目=2010{n}] 100000元\n"));
    }
    let all = findings(&text);
    let [f] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((f.rule.as_str(), f.certainty), (RULE, Certainty::Likely));
    assert!(f.message.contains("同一指标各处数字应当一致"), "{}", f.message);
}

#[test]
fn what_is_told_already_is_not_told_again() {
    let row = "T0 支出[科目=201,性质=基本支出] 20.00万元\nT0 支出[科目=201,性质=项目支出] 29.99万元\n";
    let all = findings(&format!("{CHAIN}{row}"));
    assert!(!all.is_empty() && all.iter().all(|f| f.rule != RULE), "{all:?}");
}

/// A total added up from printed items is no rounding of its own, nor is its copy in the text.
#[test]
fn added_totals_say_nothing_of_the_truth() {
    let mut text =
        String::from("T0 支出[科目=201] 30.09万元\nT0 支出[科目=20101] 30.09万元\nN1 支出[科目=201] 30.09万元\n");
    for n in 1..10 {
        text.push_str(&format!("T0 支出[科目=201010{n}] {}万元\n", if n < 9 { "3.34" } else { "3.37" }));
        text.push_str(&format!("T1 支出[科目=201010{n}] {}元\n", if n < 9 { "33350" } else { "33650" }));
    }
    let all = findings(&text);
    assert!(all.is_empty(), "{all:?}");
}
