//! Coverage: which figures were seen, understood and touched by relations.

use crate::claims::Judged;
use crate::engine::Engine;
use crate::evaluate::Outcome;
use mingzhang_model::Coverage;
use mingzhang_model::finding::{RelationCounts, Unread};

/// Counts.
pub(crate) fn coverage(engine: &Engine<'_>, claims: &[Judged]) -> Coverage {
    let mut touched = vec![0usize; engine.disclosure.facts.len()];
    let mut counts = RelationCounts::default();
    for outcome in &engine.outcomes {
        match outcome {
            Outcome::Held => counts.held += 1,
            Outcome::Rounding => counts.held_by_rounding += 1,
            Outcome::Tail | Outcome::Broken => counts.broken += 1,
            Outcome::Unknown => counts.not_evaluable += 1,
        }
    }
    for (p, list) in engine.touching.iter().enumerate() {
        let n = list.iter().filter(|i| engine.outcomes.get(**i).is_some_and(|o| *o != Outcome::Unknown)).count();
        for f in engine.print(p).map(|p| p.facts.as_slice()).unwrap_or_default() {
            if let Some(t) = touched.get_mut(*f) {
                *t += n;
            }
        }
    }
    for claim in claims {
        if claim.held {
            counts.held += 1;
        } else {
            counts.broken += 1;
        }
        for f in claim.facts {
            if let Some(t) = touched.get_mut(f) {
                *t += 1;
            }
        }
    }
    let mut out = Coverage { figures: engine.disclosure.figures.len(), relations: counts, ..Coverage::default() };
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
