//! Several costs per unit, each times how many: where the targets add up to the budget, the actual values add up to what was executed.

use super::Sheet;
use super::cost::{Cost, costs, fund, within};
use super::scores::proposal;
use crate::checks::build::Draft;
use crate::checks::pattern::{group, re};
use crate::checks::scene::{Scene, plain};
use mingzhang_model::Finding;
use mingzhang_model::performance::FormKind;
use mingzhang_performance::score::Field;
use mingzhang_performance::{Fraction, Measure};

const RULE: &str = "performance-cost-split";
/// More ways of counting than anybody would have had in mind.
const MOST: usize = 4096;

/// How many a cost per unit is for.
#[derive(Clone, PartialEq)]
struct Count {
    planned: Fraction,
    done: Fraction,
    /// The row that counts them.
    named: Option<String>,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.form.kind == FormKind::ProjectSelfEvaluation) {
        out.extend(split(scene, sheet));
    }
}

fn split(scene: &Scene<'_>, sheet: &Sheet<'_>) -> Option<Finding> {
    let (whole, costs) = (sheet.whole()?, costs(sheet)?);
    let wrong = |c: &Cost<'_>| {
        let n = sheet.form.indicators.iter().position(|i| std::ptr::eq(i, c.indicator));
        n.is_some_and(|n| proposal(sheet, Field::Actual(n)).is_some())
    };
    if costs.len() < 2 || costs.iter().any(wrong) {
        return None;
    }
    let spent = fund(sheet, whole.executed.as_ref())?;
    let budgets: Vec<_> =
        [&whole.adjusted, &whole.initial].into_iter().filter_map(|c| fund(sheet, c.as_ref())).collect();
    let lists: Vec<Vec<Count>> = costs.iter().map(|c| counts(sheet, c)).collect();
    if lists.iter().map(Vec::len).try_fold(1usize, |n, l| n.checked_mul(l)).is_none_or(|n| n > MOST || n == 0) {
        return None;
    }
    let mut way: Option<Vec<Count>> = None;
    for choice in choices(&lists) {
        // A price that is set is exact.
        let (planned, _) =
            add(costs.iter().map(|c| (c.target.0, Fraction::ZERO)).zip(choice.iter().map(|c| c.planned)))?;
        let fits = budgets.iter().any(|(b, h)| within(planned, *b, *h));
        if !fits {
            continue;
        }
        // What was planned and what was done are both ways to count what was paid for.
        let own: Vec<Vec<Fraction>> = choice.iter().map(|c| vec![c.done, c.planned]).collect();
        for done in choices(&own) {
            let (actual, half) = add(costs.iter().map(|c| c.actual).zip(done))?;
            if within(actual, spent.0, half.plus(spent.1)?) {
                return None;
            }
        }
        way.get_or_insert(choice);
    }
    let way = way?;
    // Plain sums are told by the costs themselves.
    if way.iter().all(|c| c.planned == Fraction::ONE) {
        return None;
    }
    Some(told(scene, sheet, &costs, &way, spent))
}

fn told(
    scene: &Scene<'_>,
    sheet: &Sheet<'_>,
    costs: &[Cost<'_>],
    way: &[Count],
    spent: (Fraction, Fraction),
) -> Finding {
    let money = |f: Fraction| {
        let value = f.over(Fraction::whole(sheet.form.money.factor())).map(|v| v.fixed(2)).unwrap_or_default();
        format!("{value}{}", sheet.form.money.name())
    };
    let sum = |get: fn(&Cost<'_>) -> Fraction, count: fn(&Count) -> Fraction| {
        let mut parts = costs.iter().zip(way).map(|(c, n)| get(c).times(count(n)));
        parts.try_fold(Fraction::ZERO, |s, p| s.plus(p?)).unwrap_or(Fraction::ZERO)
    };
    let planned = sum(|c| c.target.0, |n| n.planned);
    let actual = sum(|c| c.actual.0, |n| n.done);
    let causes: Vec<_> = costs.iter().zip(way).filter_map(|(c, n)| Some((c, cause(c, n, actual, spent.0)?))).collect();
    scene.compare_cells(costs.iter().flat_map(|c| [Some(&c.indicator.target), c.indicator.actual.as_ref()]).flatten());
    let mut say = format!(
        "{}的成本指标按指标值乘以数量合计正好是预算{}，按完成值乘以数量合计是{}，与预算执行数{}不符",
        sheet.name(),
        money(planned),
        money(actual),
        money(spent.0)
    );
    let draft = match causes.as_slice() {
        [(cost, to)] => {
            let from = cost.row.actual.as_ref().map_or("", |a| a.text.as_str());
            let name = plain(&cost.indicator.name.text);
            say.push_str(&format!("；“{name}”的完成值{from}若是{to}，就相符。"));
            let draft = Draft::warning(RULE, "各项单位成本乘以数量与预算执行数不符").stated(from).expected(to.clone());
            draft.suggest(to.clone(), None, 60, 2).at(sheet.row(cost.indicator))
        }
        _ => {
            say.push_str("，请核对各项单位成本和数量。");
            let draft = Draft::info(RULE, "各项单位成本乘以数量与预算执行数不符").stated(money(actual));
            let draft = draft.expected(money(spent.0));
            costs.iter().take(1).fold(draft, |d, c| d.at(sheet.row(c.indicator)))
        }
    };
    let first = causes.first().filter(|_| causes.len() == 1).map(|(c, _)| *c).or(costs.first());
    let others = costs.iter().filter(|c| first.is_none_or(|f| !std::ptr::eq(*c, f)));
    let draft = others.fold(draft.say(say).workings(workings(costs, way)), |d, c| d.witness(sheet.row(c.indicator)));
    draft.done()
}

/// The actual cost that would make the sum right, if it is the target's or a digit off.
fn cause(cost: &Cost<'_>, count: &Count, actual: Fraction, spent: Fraction) -> Option<String> {
    let due = spent.plus(cost.actual.0.times(count.done)?)?;
    // Nothing below zero was paid.
    if due <= actual {
        return None;
    }
    let each = due.minus(actual)?.over(count.done)?;
    let scaled = |f: u32| {
        let f = Fraction::whole(f);
        cost.actual.0.times(f) == Some(each) || cost.actual.0.over(f) == Some(each)
    };
    let slip = each != cost.actual.0 && (each == cost.target.0 || [10, 100, 10_000].into_iter().any(scaled));
    let to = each.over(cost.row.target.unit().factor())?;
    slip.then(|| to.to_string())
}

fn workings(costs: &[Cost<'_>], way: &[Count]) -> String {
    let parts = costs.iter().zip(way).map(|(c, n)| {
        let each = c.row.actual.as_ref().map_or("", |a| a.text.as_str());
        let unit = c.indicator.unit.as_ref().map_or("", |u| u.text.as_str());
        let of = n.named.as_ref().map(|n| format!("（{n}）")).unwrap_or_default();
        format!("{each}{unit}×{}{of}", n.done)
    });
    parts.collect::<Vec<_>>().join("＋")
}

/// Σ cost × count, with half a last place of each cost for each.
fn add(parts: impl Iterator<Item = ((Fraction, Fraction), Fraction)>) -> Option<(Fraction, Fraction)> {
    parts.into_iter().try_fold((Fraction::ZERO, Fraction::ZERO), |(s, h), ((cost, half), count)| {
        Some((s.plus(cost.times(count)?)?, h.plus(half.times(count)?)?))
    })
}

/// Every way to choose one of each list.
fn choices<T: Clone>(lists: &[Vec<T>]) -> Vec<Vec<T>> {
    lists.iter().fold(vec![Vec::new()], |all, list| {
        let with = |made: &Vec<T>| list.iter().map(|x| made.iter().chain([x]).cloned().collect()).collect::<Vec<_>>();
        all.iter().flat_map(with).collect()
    })
}

/// How many a cost may be for: one, the months of a year, a number in its own name, a row that counts them.
fn counts(sheet: &Sheet<'_>, cost: &Cost<'_>) -> Vec<Count> {
    let per = &cost.row.target.unit().per;
    let known = |planned: Fraction| Count { planned, done: planned, named: None };
    let mut out: Vec<Count> = Vec::new();
    if per.iter().any(|p| p == "月") {
        out.push(known(Fraction::whole(12)));
    }
    let yearly = per.iter().all(|p| p == "年");
    if !yearly && !per.iter().any(|p| p == "月") {
        let rows = || sheet.rows().filter(|(i, _)| i.level2.text.contains("数量"));
        let measured = rows().filter_map(|(i, r)| Some((i, r, r.target.amount()?, r.actual.as_ref()?.amount()?)));
        let measured: Vec<_> = measured.collect();
        for number in numbers(sheet, &plain(&cost.indicator.name.text)) {
            let row = measured.iter().find(|(_, _, target, _)| *target == number);
            out.push(match row {
                Some((i, _, planned, done)) => {
                    Count { planned: *planned, done: *done, named: Some(plain(&i.name.text)) }
                }
                None => known(number),
            });
        }
        for (i, r, planned, done) in &measured {
            if per.contains(&r.target.unit().base) {
                out.push(Count { planned: *planned, done: *done, named: Some(plain(&i.name.text)) });
            }
        }
    }
    out.push(known(Fraction::ONE));
    out.retain(|c| !c.planned.is_zero());
    let mut seen: Vec<Count> = Vec::new();
    for count in out {
        if !seen.contains(&count) {
            seen.push(count);
        }
    }
    seen
}

/// Numbers with a unit of things in a name: 40批次, 2.5万卷, 10期.
fn numbers(sheet: &Sheet<'_>, name: &str) -> Vec<Fraction> {
    let pattern = re!("([0-9]+(?:\\.[0-9]+)?)(万|千|百)?余?(\\p{Han})(\\p{Han})?");
    let found = pattern.all(name).into_iter().filter_map(|g| {
        let (number, _) = Fraction::parse(group(&g, 1))?;
        let words = format!("{}{}", group(&g, 3), group(&g, 4));
        let thing = [words.as_str(), group(&g, 3)].into_iter().find(|w| {
            sheet.words.units.iter().flatten().any(|u| u == w) || sheet.review.things.iter().any(|u| u == w)
        })?;
        if Measure::parse(sheet.words, thing).is_deadline(sheet.words) {
            return None;
        }
        let scale = sheet.words.scales_of_units.iter().find(|(w, _)| w == group(&g, 2)).map_or(1, |(_, n)| *n);
        number.times(Fraction::whole(scale))
    });
    found.collect()
}
