//! Coverage: which figures were seen, understood and touched by relations and checks, in each part of the report.

use crate::bind::Rule;
use crate::claims::Judged;
use crate::engine::Engine;
use crate::evaluate::{Corrected, Outcome};
use mingzhang_model::disclosure::{SeenFigure, Span};
use mingzhang_model::finding::{RelationCounts, Unchecked};
use mingzhang_model::{Coverage, Disclosure};
use rustc_hash::FxHashMap;

/// How often a fact was touched, by relations that say something and by those that could not be judged.
#[derive(Clone, Copy, Default)]
struct Touched {
    judged: usize,
    open: usize,
}

/// A figure that a check compared.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Figured {
    /// In running text.
    Text(Span),
    /// In a cell of a performance form: block, grid row and column.
    Cell(usize, (usize, usize)),
}

/// The figures that a check compared with one another: one entry for each comparison.
pub(crate) type Compared = Vec<Vec<Figured>>;

/// Counts.
pub(crate) fn coverage(engine: &Engine<'_>, claims: &[Judged], compared: &Compared) -> Coverage {
    let mut touched = vec![Touched::default(); engine.disclosure.facts.len()];
    let mut counts = RelationCounts::default();
    let mut same = RelationCounts::default();
    let mut own = vec![RelationCounts::default(); engine.relations.len()];
    for (instance, outcome) in engine.instances.iter().zip(&engine.outcomes) {
        let rule = match instance.rule {
            Rule::Same => Some(&mut same),
            Rule::Relation(r) => own.get_mut(r),
        };
        for c in rule.into_iter().chain([&mut counts]) {
            match outcome {
                Outcome::Held => c.held += 1,
                Outcome::Rounding => c.held_by_rounding += 1,
                Outcome::Tail | Outcome::Broken => c.broken += 1,
                Outcome::Unknown => c.not_evaluable += 1,
            }
        }
    }
    let mut said = RelationCounts::default();
    let judged: Vec<bool> = (0..engine.instances.len()).map(|i| says_something(engine, i)).collect();
    for (p, list) in engine.touching.iter().enumerate() {
        let judged = list.iter().filter(|i| judged.get(**i).copied().unwrap_or(false)).count();
        for f in engine.print(p).map(|p| p.facts.as_slice()).unwrap_or_default() {
            if let Some(t) = touched.get_mut(*f) {
                t.judged += judged;
                t.open += list.len() - judged;
            }
        }
    }
    for claim in claims {
        for c in [&mut said, &mut counts] {
            if claim.held {
                c.held += 1;
            } else {
                c.broken += 1;
            }
        }
        for f in claim.facts {
            if let Some(t) = touched.get_mut(f) {
                t.judged += 1;
            }
        }
    }
    let names = engine.relations.iter().map(|r| r.id.as_str()).chain(["same-fact", "comparison-word"]);
    let rules = names
        .zip(own.into_iter().chain([same, said]))
        .filter(|(_, c)| *c != RelationCounts::default())
        .map(|(name, c)| (name.to_owned(), c))
        .collect();
    let checked = by_figure(engine.disclosure, compared);
    let mut out = Coverage { relations: counts, rules, ..Coverage::default() };
    for (i, figure) in engine.disclosure.figures.iter().enumerate() {
        let fact = figure.fact.and_then(|f| touched.get(f)).copied();
        let n = fact.map_or(0, |t| t.judged) + checked.get(&i).copied().unwrap_or(0);
        // A check that compares a figure knows what it is.
        let understood = figure.understood() || n > 0;
        out.count(figure.part, understood, n);
        if n == 0 {
            let reason = match fact {
                _ if !figure.understood() => figure.reason.clone(),
                Some(t) if t.open > 0 => "所在的关系缺少其他数，无法判断".to_owned(),
                _ => "没有可以与它核对的数".to_owned(),
            };
            let list = if understood { &mut out.unrelated } else { &mut out.unread };
            list.push(unchecked(figure, reason));
        }
    }
    out.by_part.sort_by_key(|p| p.part);
    out
}

/// True if an instance would have spoken: also one whose addends may be missing says that those printed do not exceed the whole.
fn says_something(engine: &Engine<'_>, i: usize) -> bool {
    let (Some(instance), Some(outcome)) = (engine.instances.get(i), engine.outcomes.get(i)) else { return false };
    if *outcome != Outcome::Unknown {
        return true;
    }
    let values = Corrected { prints: &engine.prints.all, changes: &[], base: None };
    let one_sided = instance.formula.open != (false, false) && instance.formula.quotients.is_empty();
    one_sided && !instance.uncertain && instance.formula.evaluate(&values) == Outcome::Unknown
}

fn unchecked(figure: &SeenFigure, reason: String) -> Unchecked {
    Unchecked { text: figure.text.clone(), part: figure.part, reason, place: figure.place.clone() }
}

/// How many comparisons of checks each figure took part in.
fn by_figure(disclosure: &Disclosure, compared: &Compared) -> FxHashMap<usize, usize> {
    let mut at: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    let mut cells: FxHashMap<(usize, (usize, usize)), usize> = FxHashMap::default();
    for (i, f) in disclosure.figures.iter().enumerate() {
        if let Some(cell) = f.at {
            cells.insert((f.block, cell), i);
        } else if f.span != (0, 0) {
            at.entry(f.block).or_default().push(i);
        }
    }
    let mut out = FxHashMap::default();
    for figured in compared.iter().flatten() {
        let hit =
            match figured {
                Figured::Cell(block, at) => cells.get(&(*block, *at)),
                Figured::Text(span) => at.get(&span.block).map(Vec::as_slice).unwrap_or_default().iter().find(|i| {
                    disclosure.figures.get(**i).is_some_and(|f| f.span.0 < span.end && span.start < f.span.1)
                }),
            };
        if let Some(i) = hit {
            *out.entry(*i).or_default() += 1;
        }
    }
    out
}
