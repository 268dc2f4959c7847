//! Laws of the engine on generated reports: a consistent one has no findings; one wrong figure is found, named and mended.

use crate::{Audit, relate, sample};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Amount, Dimension, Disclosure, Unit};
use proptest::prelude::*;

fn run(d: &Disclosure) -> Audit {
    let c = Catalog::embedded();
    relate(d, &c.relations, &c.subjects)
}

fn build(seed: u64, classes: usize) -> Disclosure {
    sample::disclosure(&sample::report(seed, classes)).unwrap_or_else(sample::empty)
}

#[test]
fn consistent_reports_are_clean() {
    for seed in 0..300 {
        let a = run(&build(seed, 1 + usize::try_from(seed % 9).unwrap()));
        let first = a.findings.first().map(|f| format!("{} {}", f.message, f.workings));
        assert!(a.findings.is_empty(), "seed {seed}: {first:?}");
        assert!(a.coverage.related * 100 >= a.coverage.figures * 99, "{:?}", a.coverage);
    }
}

/// Multiplies, swaps or shifts a figure; `None` if it does not change.
fn mutate(d: &mut Disclosure, n: usize, how: u8) -> Option<(usize, String)> {
    let i = n % d.facts.len();
    let f = &d.facts[i];
    if f.figure.unit == Unit::Percent || f.figure.value.is_zero() {
        return None;
    }
    let step = f.figure.step.0;
    let value = f.figure.value.0;
    let wrong = match how {
        0 => value * 10,
        1 => value / 10 / step * step,
        2 => value + 100 * step,
        3 => value - value % (100 * step) / step * step + 37 * step,
        _ => value + 1000 * step,
    };
    // A budget has one witness, its completion rate, which is blind to small changes.
    let blind = !f.coordinates.get(Dimension::Stage).is_whole() && how > 1;
    if blind || (wrong - value).abs() < 60 * step {
        return None;
    }
    let (span, origin, right) = (f.span, f.origin, f.figure.number());
    for g in &mut d.facts {
        if g.origin == origin && g.span == span && g.figure.value.0 == value {
            g.figure.value = Amount(wrong);
            g.printed = g.figure.to_string();
        }
    }
    Some((i, right))
}

#[test]
fn single_slips_are_found_named_and_mended() {
    let (mut all, mut found, mut named, mut mended, mut errors) = (0u32, 0u32, 0u32, 0u32, 0u32);
    let mut missed = Vec::new();
    for seed in 0..400u64 {
        let mut d = build(seed, 1 + usize::try_from(seed % 7).unwrap());
        let how = u8::try_from(seed % 5).unwrap();
        let n = usize::try_from(seed.wrapping_mul(2_654_435_761) % 100_003).unwrap();
        let Some((i, right)) = mutate(&mut d, n, how) else { continue };
        let a = run(&d);
        all += 1;
        errors += u32::try_from(a.findings.len()).unwrap();
        found += u32::from(!a.findings.is_empty());
        let quote = &d.facts[i].quote;
        let first = a.findings.first();
        let hit = first.is_some_and(|f| {
            f.evidence.first().is_some_and(|e| {
                e.quote == *quote
                    || d.facts
                        .iter()
                        .any(|g| g.quote == e.quote && g.origin == d.facts[i].origin && g.span == d.facts[i].span)
            })
        });
        named += u32::from(hit);
        let right_value = first.and_then(|f| f.suggestion.as_ref()).is_some_and(|s| s.value == right);
        mended += u32::from(hit && right_value);
        if !(hit && right_value) {
            missed.push(format!(
                "{quote} now {} was {right}: {:?}",
                d.facts[i].figure,
                first.map(|f| (&f.message, &f.workings))
            ));
        }
    }
    eprintln!("{all} slips: found {found}, primary {named}, mended {mended}, findings {errors}");
    for m in missed.iter().take(12) {
        eprintln!("  {m}");
    }
    assert!(all > 200 && found == all, "{found} of {all}");
    assert!(named * 100 >= all * 95, "named {named} of {all}");
    assert!(mended * 100 >= all * 90, "mended {mended} of {all}");
    assert!(errors * 100 <= all * 110, "{errors} findings for {all} slips");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_figures_give_an_answer(values in prop::collection::vec(-1_000_000_000_000i64..1_000_000_000_000, 40)) {
        let mut d = build(7, 2);
        for (f, v) in d.facts.iter_mut().zip(values) {
            f.figure.value = Amount(v);
        }
        let a = run(&d);
        prop_assert!(a.findings.len() < 400);
    }
}
