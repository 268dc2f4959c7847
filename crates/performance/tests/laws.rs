//! Laws of scoring, on random forms: scores lie within the points, more is never worse, roundings are accepted and anything else is not.
#![allow(clippy::unwrap_used)]

use mingzhang_catalog::Catalog;
use mingzhang_catalog::scoring::ScoringProfile;
use mingzhang_model::performance::{FormCell, FormKind, FundRow, Indicator, PerformanceForm};
use mingzhang_performance::{Fraction, Scored, Verdict, score};
use proptest::prelude::*;

fn cell(text: impl Into<String>) -> FormCell {
    FormCell { text: text.into(), ..FormCell::default() }
}

fn form(funds: Vec<FundRow>, indicators: Vec<Indicator>) -> PerformanceForm {
    PerformanceForm { funds, indicators, ..PerformanceForm::new(FormKind::ProjectSelfEvaluation) }
}

fn indicator(comparator: &str, target: &str, actual: &str, weight: u32, score: &str) -> Indicator {
    Indicator {
        comparator: Some(cell(comparator)),
        target: cell(target),
        unit: Some(cell("次")),
        actual: Some(cell(actual)),
        weight: Some(cell(weight.to_string())),
        score: Some(cell(score)),
        ..Indicator::default()
    }
}

fn profile(id: &str) -> &'static ScoringProfile {
    Catalog::embedded().scoring.profile(id).unwrap()
}

fn scored(form: &PerformanceForm) -> Scored {
    score(form, profile("sichuan"), &Catalog::embedded().scoring.words)
}

fn one(comparator: &str, target: u32, actual: u32, weight: u32, printed: &str) -> (Option<Fraction>, Verdict) {
    let form = form(Vec::new(), vec![indicator(comparator, &target.to_string(), &actual.to_string(), weight, printed)]);
    let row = &scored(&form).indicators[0].row;
    (row.expected, row.verdict)
}

const SIGNS: [&str; 5] = ["≥", "＞", "＝", "≤", "＜"];

proptest! {
    #[test]
    fn scores_lie_within_the_points_and_more_is_never_worse(
        sign in prop::sample::select(&SIGNS[..]), target in 1u32..5000, actual in 0u32..10_000, more in 1u32..500, weight in 1u32..40,
    ) {
        let (less, _) = one(sign, target, actual, weight, "");
        let (then, _) = one(sign, target, actual + more, weight, "");
        let (less, then) = (less.unwrap(), then.unwrap());
        prop_assert!(less >= Fraction::ZERO && less <= Fraction::whole(weight));
        let reverse = matches!(sign, "≤" | "＜");
        let ordered = if reverse { then <= less } else { then >= less };
        prop_assert!(ordered);
    }

    #[test]
    fn roundings_of_the_score_are_accepted_and_nothing_a_tenth_away(
        sign in prop::sample::select(&SIGNS[..]), target in 1u32..5000, actual in 0u32..10_000, weight in 1u32..40,
        up in any::<bool>(),
    ) {
        let (exact, blank) = one(sign, target, actual, weight, "");
        let exact = exact.unwrap();
        prop_assert_eq!(blank, Verdict::Blank);
        for places in [2, 1] {
            prop_assert!(one(sign, target, actual, weight, &exact.fixed(places)).1.is_accepted());
        }
        // 0.13 away and no whole point: no rounding to one decimal leads there.
        let gap = Fraction::parse("0.13").unwrap().0;
        let off = if up { exact.plus(gap) } else { exact.minus(gap) }.unwrap().rounded(2);
        prop_assume!(!off.is_negative() && !off.has_places(0));
        prop_assert_eq!(one(sign, target, actual, weight, &off.to_string()).1, Verdict::Differs);
    }

    #[test]
    fn execution_from_rounded_amounts_is_never_called_wrong(
        executed in 1u64..2_000_000_000, rest in 0u64..2_000_000_000, places in 0u32..3,
    ) {
        // The truth in 分; printed in 万元 with two decimals, the rate and the score worked out from the truth.
        let wan = |fen: u64| Fraction::new(i128::from(fen), 1_000_000).unwrap().fixed(2);
        let budget = executed + rest;
        let rate = Fraction::new(i128::from(executed), i128::from(budget)).unwrap();
        let percent = rate.times(Fraction::whole(100)).unwrap().fixed(2);
        let points = rate.times(Fraction::whole(10)).unwrap().fixed(places);
        prop_assume!(wan(executed) != "0.00");
        let fund = FundRow {
            label: cell("总额"),
            adjusted: Some(cell(wan(budget))),
            executed: Some(cell(wan(executed))),
            rate: Some(cell(format!("{percent}%"))),
            weight: Some(cell("10")),
            score: Some(cell(points)),
            ..FundRow::default()
        };
        let row = scored(&form(vec![fund], Vec::new())).execution.unwrap().1;
        prop_assert!(row.verdict.is_accepted(), "{row:?}");
    }

    #[test]
    fn no_text_is_too_odd(target in ".{0,12}", actual in ".{0,12}", sign in ".{0,3}", score_text in "[0-9.,，%-]{0,30}") {
        let mut odd = indicator(&sign, &target, &actual, 10, &score_text);
        odd.unit = Some(cell(target.clone()));
        scored(&form(Vec::new(), vec![odd]));
    }
}

#[test]
fn a_form_may_have_a_thousand_indicators_or_none() {
    let many = form(Vec::new(), (0..1000).map(|_| indicator("≥", "3", "2", 1, "0.67")).collect());
    let scored_many = scored(&many);
    assert_eq!(scored_many.total.sum.to_string(), "670");
    assert!(scored_many.indicators.iter().all(|i| i.row.verdict == Verdict::Agrees));
    assert_eq!(scored(&form(Vec::new(), Vec::new())).total.should, None);
}

#[test]
fn the_form_as_it_should_be_agrees_with_the_rules() {
    let mut wrong = form(Vec::new(), vec![indicator("≥", "90", "85", 20, "9"), indicator("≤", "12", "3", 10, "")]);
    wrong.total = Some(mingzhang_model::performance::FormTotal { score: cell("29"), ..Default::default() });
    let right = scored(&wrong).corrected(&wrong);
    let again = scored(&right);
    assert!(again.indicators.iter().all(|i| i.row.verdict == Verdict::Agrees));
    assert_eq!(right.total.unwrap().score.text, "28.89");
}
