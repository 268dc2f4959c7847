//! Coverage: which figures were seen, understood and touched by relations.

use crate::bind::Rule;
use crate::claims::Judged;
use crate::engine::Engine;
use crate::evaluate::Outcome;
use mingzhang_model::Coverage;
use mingzhang_model::finding::{RelationCounts, Unread};

/// Counts.
pub(crate) fn coverage(engine: &Engine<'_>, claims: &[Judged]) -> Coverage {
    let mut touched = vec![0usize; engine.disclosure.facts.len()];
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
    for (p, list) in engine.touching.iter().enumerate() {
        let n = list.iter().filter(|i| engine.outcomes.get(**i).is_some_and(|o| *o != Outcome::Unknown)).count();
        for f in engine.print(p).map(|p| p.facts.as_slice()).unwrap_or_default() {
            if let Some(t) = touched.get_mut(*f) {
                *t += n;
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
                *t += 1;
            }
        }
    }
    let names = engine.relations.iter().map(|r| r.id.as_str()).chain(["same-fact", "comparison-word"]);
    let rules = names
        .zip(own.into_iter().chain([same, said]))
        .filter(|(_, c)| *c != RelationCounts::default())
        .map(|(name, c)| (name.to_owned(), c))
        .collect();
    let mut out =
        Coverage { figures: engine.disclosure.figures.len(), relations: counts, rules, ..Coverage::default() };
    for figure in &engine.disclosure.figures {
        match figure.fact {
            Some(f) => {
                out.understood += 1;
                let n = touched.get(f).copied().unwrap_or(0);
                out.related += usize::from(n >= 1);
                out.related_twice += usize::from(n >= 2);
            }
            None => out.unread.push(Unread { text: figure.text.clone(), place: figure.place.clone() }),
        }
    }
    out
}
