//! The evaluator against a naive one in exact fractions, and against truth: what is printed from one truth never breaks.

use crate::evaluate::{Corrected, Formula, Outcome, Quotient, RATE};
use crate::prints::Print;
use mingzhang_catalog::relations::Order;
use mingzhang_model::Unit;
use proptest::prelude::*;

fn print(value: i128, step: i128, unit: Unit) -> Print {
    Print {
        value: 2 * value,
        slack: if value == 0 && unit != Unit::Percent { 0 } else { step },
        step,
        place: step,
        unit,
        facts: vec![0],
        blank: false,
        part: false,
        table: None,
        agreement: 1,
    }
}

fn outcome(f: &Formula, prints: &[Print]) -> Outcome {
    f.evaluate(&Corrected { prints, changes: &[], base: None })
}

fn linear(signs: &[i8], order: Order) -> Formula {
    let plain = signs.iter().copied().enumerate().map(|(i, s)| (s, i)).collect();
    Formula { plain, quotients: vec![], order, extra: 0, open: (false, false) }
}

fn rate(above: Vec<(i8, usize)>, below: Vec<(i8, usize)>) -> Formula {
    Formula {
        plain: vec![(1, 0)],
        quotients: vec![Quotient { sign: -1, above, below }],
        order: Order::Equal,
        extra: 0,
        open: (false, false),
    }
}

/// Half-up rounding to a step.
fn round(value: i128, step: i128) -> i128 {
    let m = (2 * value.abs() + step) / (2 * step) * step;
    if value < 0 { -m } else { m }
}

/// n/d in the naive evaluator.
#[derive(Clone, Copy, Debug)]
struct F(i128, i128);

impl F {
    fn new(n: i128, d: i128) -> F {
        if d < 0 { F(-n, -d) } else { F(n, d) }
    }

    fn below(self, o: F) -> bool {
        self.0 * o.1 < o.0 * self.1
    }
}

/// Every corner by hand: ends of numerator and denominator, then open intervals compared.
fn naive_share(rate: &Print, n: &Print, d: &Print) -> Option<bool> {
    if d.value - d.slack <= 0 {
        return None;
    }
    let ends = |p: &Print| [p.value - p.slack, p.value + p.slack];
    let all: Vec<F> = ends(n).iter().flat_map(|a| ends(d).map(|b| F::new(2 * RATE * a, b))).collect();
    let low = all.iter().copied().reduce(|a, b| if b.below(a) { b } else { a })?;
    let high = all.iter().copied().reduce(|a, b| if a.below(b) { b } else { a })?;
    let (from, to) = (F(rate.value - rate.slack, 1), F(rate.value + rate.slack, 1));
    let degenerate = !low.below(high);
    Some(if degenerate { !to.below(low) && !low.below(from) } else { low.below(to) && from.below(high) })
}

const WAN: i128 = 100_000_000;

proptest! {
    #[test]
    fn sums_printed_from_one_truth_hold(parts in prop::collection::vec(0i128..50_000_000_000_000, 1..12)) {
        let step = WAN / 100;
        let total: i128 = parts.iter().sum();
        let mut prints = vec![print(round(total, step), step, Unit::WanYuan)];
        prints.extend(parts.iter().map(|p| print(round(*p, step), step, Unit::WanYuan)));
        let mut signs = vec![1i8];
        signs.extend(parts.iter().map(|_| -1i8));
        prop_assert!(outcome(&linear(&signs, Order::Equal), &prints).holds());
        // Beyond the slack it breaks.
        let n = i128::try_from(prints.iter().filter(|p| p.value != 0).count()).unwrap();
        let wrong = prints[0].value / 2 + (n / 2 + n + 1) * step;
        prints[0] = print(wrong, step, Unit::WanYuan);
        prop_assert_eq!(outcome(&linear(&signs, Order::Equal), &prints), Outcome::Broken);
    }

    #[test]
    fn the_slack_is_half_the_addends(n in 1usize..20, over in 0i128..12) {
        // floor(n/2)·u is allowed for n non-zero addends.
        let step = WAN / 100;
        let value = 100 * WAN;
        let mut prints = vec![print(i128::try_from(n).unwrap() * value + over * step, step, Unit::WanYuan)];
        prints.extend((0..n).map(|_| print(value, step, Unit::WanYuan)));
        let mut signs = vec![1i8];
        signs.extend((0..n).map(|_| -1i8));
        let allowed = i128::try_from(n / 2).unwrap();
        prop_assert_eq!(outcome(&linear(&signs, Order::Equal), &prints).holds(), over <= allowed);
    }

    #[test]
    fn orders_follow_equality(a in 0i128..1_000_000_000_000, b in 0i128..1_000_000_000_000) {
        let step = WAN / 100;
        let prints = [print(round(a, step), step, Unit::WanYuan), print(round(b, step), step, Unit::WanYuan)];
        if a <= b {
            prop_assert!(outcome(&linear(&[1, -1], Order::AtMost), &prints).holds());
        } else {
            prop_assert!(outcome(&linear(&[1, -1], Order::AtLeast), &prints).holds());
        }
    }

    #[test]
    fn shares_printed_from_one_truth_hold(n in 0i128..90_000_000_000_000, d in 1_000_000_000i128..90_000_000_000_000, decimals in 0u32..3) {
        let (step, place) = (WAN / 100, 10_000 / 10i128.pow(decimals));
        let truth = round(2 * RATE * n / d, 2) / 2;
        prop_assume!((truth % place - place / 2).abs() > 1);
        let prints = [
            print(round(truth, place), place, Unit::Percent),
            print(round(n, step), step, Unit::WanYuan),
            print(round(d, step), step, Unit::WanYuan),
        ];
        let o = outcome(&rate(vec![(1, 1)], vec![(1, 2)]), &prints);
        prop_assert!(o.holds() || o == Outcome::Unknown, "{:?}", o);
    }

    #[test]
    fn growth_printed_from_one_truth_holds(now in 1_000_000_000i128..90_000_000_000_000, before in 1_000_000_000i128..90_000_000_000_000) {
        let (step, place) = (WAN / 100, 100);
        let truth = round(2 * RATE * (now - before) / before, 2) / 2;
        prop_assume!((truth.rem_euclid(place) - place / 2).abs() > 1);
        let prints = [
            print(round(truth, place), place, Unit::Percent),
            print(round(now - before, step), step, Unit::WanYuan),
            print(round(now, step), step, Unit::WanYuan),
        ];
        let o = outcome(&rate(vec![(1, 1)], vec![(1, 2), (-1, 1)]), &prints);
        prop_assert!(o.holds() || o == Outcome::Unknown, "{:?}", o);
    }

    #[test]
    fn shares_agree_with_the_naive_evaluator(r in 0i128..20_000, n in 0i128..5_000, d in 0i128..5_000) {
        let step = WAN / 100;
        let prints = [print(r * 100, 100, Unit::Percent), print(n * step, step, Unit::WanYuan), print(d * step, step, Unit::WanYuan)];
        let o = outcome(&rate(vec![(1, 1)], vec![(1, 2)]), &prints);
        match naive_share(&prints[0], &prints[1], &prints[2]) {
            None => prop_assert_eq!(o, Outcome::Unknown),
            Some(holds) => prop_assert_eq!(o.holds(), holds, "{:?}", o),
        }
    }

    #[test]
    fn solving_makes_it_hold(n in 1_000i128..5_000_000, d in 1_000i128..5_000_000, r in 1i128..20_000) {
        let step = WAN / 100;
        let prints = [print(r * 100, 100, Unit::Percent), print(n * step, step, Unit::WanYuan), print(d * step, step, Unit::WanYuan)];
        let f = rate(vec![(1, 1)], vec![(1, 2)]);
        let values = Corrected { prints: &prints, changes: &[], base: None };
        let solved = prints[0].round(f.solve(0, &values).unwrap());
        let changes = [(0, solved)];
        let mended = f.evaluate(&Corrected { prints: &prints, changes: &changes, base: None });
        prop_assert!(mended.holds(), "{:?}", mended);
    }
}

#[test]
fn tails_are_one_last_place() {
    let step = WAN / 100;
    let f = rate(vec![(1, 1)], vec![(1, 2)]);
    let of = |r: i128| {
        let prints = [
            print(r, 100, Unit::Percent),
            print(974_650 * step, step, Unit::WanYuan),
            print(975_938 * step, step, Unit::WanYuan),
        ];
        outcome(&f, &prints)
    };
    assert!(of(998_700).holds());
    assert_eq!(of(998_600), Outcome::Tail);
    assert_eq!(of(998_500), Outcome::Broken);
}

#[test]
fn an_open_side_excuses_only_one_direction() {
    let step = WAN / 100;
    let mut f = linear(&[1, -1], Order::Equal);
    f.open = (false, true);
    let prints = |a: i128, b: i128| [print(a * step, step, Unit::WanYuan), print(b * step, step, Unit::WanYuan)];
    assert_eq!(outcome(&f, &prints(120, 100)), Outcome::Unknown);
    assert_eq!(outcome(&f, &prints(100, 120)), Outcome::Broken);
}

#[test]
fn sums_of_quotients_are_bounded_outward() {
    let step = WAN / 100;
    // 100 ÷ 80 % + 200 ÷ 90 % = 347.22 ≤ 300 ÷ r
    let of = |r: i128| {
        let prints = [
            print(10_000 * step, step, Unit::WanYuan),
            print(800_000, 100, Unit::Percent),
            print(20_000 * step, step, Unit::WanYuan),
            print(900_000, 100, Unit::Percent),
            print(30_000 * step, step, Unit::WanYuan),
            print(r, 100, Unit::Percent),
        ];
        let q = |sign, a, b| Quotient { sign, above: vec![(1, a)], below: vec![(1, b)] };
        let f = Formula {
            plain: vec![],
            quotients: vec![q(1, 0, 1), q(1, 2, 3), q(-1, 4, 5)],
            order: Order::AtMost,
            extra: 0,
            open: (false, false),
        };
        let values = Corrected { prints: &prints, changes: &[], base: None };
        (outcome(&f, &prints), f.overall(&values).map(|(_, v)| round(v / 2, 100)))
    };
    assert!(of(864_000).0.holds() && of(700_000).0.holds());
    assert_eq!(of(950_000), (Outcome::Broken, Some(864_000)));
}
