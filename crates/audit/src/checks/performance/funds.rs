//! 预算执行情况: the rate, the sources of the whole, the points of the execution.

use super::Sheet;
use crate::checks::build::Draft;
use crate::checks::scene::{Scene, plain};
use mingzhang_catalog::scoring::Basis;
use mingzhang_model::performance::{FormCell, FundRow};
use mingzhang_model::{Amount, Figure, Finding, Unit};
use mingzhang_performance::{Fraction, Verdict};

const RATE: &str = "performance-rate";
const PARTS: &str = "performance-funds";
const SCORE: &str = "performance-execution-score";

/// 执行率 = 执行数 ÷ 调整后预算数, in the intervals of the printed amounts.
pub(crate) fn rate(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        for fund in &sheet.form.funds {
            let Some(cell) = fund.rate.as_ref().filter(|c| !c.is_blank()) else { continue };
            let text = plain(&cell.text);
            let Some(said) = Figure::parse(text.trim_end_matches('%'), Unit::Percent) else { continue };
            let basis = sheet.profile.execution.basis;
            let made = mingzhang_performance::score::rate(fund, sheet.form.money, basis);
            let Some((exact, (low, high))) = made else { continue };
            let (least, most) = (percent(said.interval().low), percent(said.interval().high));
            let (Some(least), Some(most)) = (least, most) else { continue };
            scene.compare_cells([&fund.adjusted, &fund.initial, &fund.executed].into_iter().flatten().chain([cell]));
            if least <= high && most >= low {
                continue;
            }
            let right = exact.times(Fraction::whole(100)).unwrap_or(exact).fixed(2);
            let other = match basis {
                Basis::Adjusted => Basis::Initial,
                Basis::Initial => Basis::Adjusted,
            };
            let other = mingzhang_performance::score::rate(fund, sheet.form.money, other);
            let based = other.is_some_and(|(_, (low, high))| least <= high && most >= low);
            let draft = if based { Draft::warning } else { Draft::error };
            let hint = if based { "；印的是按另一个预算数算的" } else { "" };
            out.push(
                draft(RATE, "预算执行率算错")
                    .say(format!(
                        "{}的“{}”执行率印作{text}，{}{right}%{hint}。",
                        sheet.name(),
                        fund.label.text.trim(),
                        shown(fund, sheet)
                    ))
                    .stated(text.clone())
                    .expected(format!("{right}%"))
                    .suggest(format!("{right}%"), None, 90, 1)
                    .workings(format!("{}{right}%", shown(fund, sheet)))
                    .at(sheet.fund(fund))
                    .done(),
            );
        }
    }
}

/// Half units of a rate as a share of 1.
fn percent(half: i128) -> Option<Fraction> {
    Fraction::new(half, 2 * 10_000 * 100)
}

fn shown(fund: &FundRow, sheet: &Sheet<'_>) -> String {
    let text = |c: &Option<FormCell>| c.as_ref().map(|c| c.text.trim().to_owned());
    let budget = match sheet.profile.execution.basis {
        Basis::Adjusted => text(&fund.adjusted).or(text(&fund.initial)),
        Basis::Initial => text(&fund.initial).or(text(&fund.adjusted)),
    };
    format!("{}÷{}＝", text(&fund.executed).unwrap_or_default(), budget.unwrap_or_default())
}

/// 总额 = the sum of its sources, in every column.
pub(crate) fn parts(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    type Column = (&'static str, for<'f> fn(&'f FundRow) -> Option<&'f FormCell>);
    const COLUMNS: [Column; 3] = [
        ("年初预算", |f| f.initial.as_ref()),
        ("调整后预算", |f| f.adjusted.as_ref()),
        ("执行数", |f| f.executed.as_ref()),
    ];
    for sheet in scene.sheets() {
        // Some forms of targets have two wholes (项目资金, 年度资金): performance-forms.
        if sheet.form.funds.iter().filter(|f| f.label.text.contains("总额")).count() > 1 {
            continue;
        }
        let Some(whole) = sheet.whole() else { continue };
        let bare = |f: &FundRow| {
            let label = plain(&f.label.text);
            label.trim_start_matches("其中").trim_start_matches('：').to_owned()
        };
        // A row of no list may be a part of any of them.
        let known = |f: &FundRow| sheet.review.sources.iter().any(|list| list.contains(&bare(f)));
        if sheet.form.funds.iter().any(|f| f.label != whole.label && !known(f)) {
            continue;
        }
        let rows = |list: &[String]| sheet.form.funds.iter().filter(|f| list.contains(&bare(f))).collect::<Vec<_>>();
        for list in &sheet.review.sources {
            let of_list = rows(list);
            // Of two ways of dividing that share a row, the one the form follows has more of them.
            let shared = |other: &&Vec<String>| *other != list && other.iter().any(|l| list.contains(l));
            let beaten = sheet.review.sources.iter().filter(shared).any(|o| rows(o).len() >= of_list.len());
            // A row that nobody knows may be part of the whole too.
            let known = |f: &FundRow| {
                let label = bare(f);
                let apart = |o: &&Vec<String>| !o.iter().any(|l| list.contains(l));
                std::ptr::eq(f, whole)
                    || list.contains(&label)
                    || sheet.review.sources.iter().filter(apart).any(|o| o.contains(&label))
            };
            if of_list.len() < 2 || beaten || !sheet.form.funds.iter().all(known) {
                continue;
            }
            for (column, get) in COLUMNS {
                let cells: Vec<&FormCell> = of_list.iter().filter_map(|f| get(f)).filter(|c| !c.is_blank()).collect();
                let figures: Option<Vec<Figure>> = cells.iter().map(|c| sheet.money(Some(c))).collect();
                let (Some(total), Some(figures)) = (sheet.money(get(whole)), figures) else { continue };
                let sum = figures.iter().fold(Amount::ZERO, |s, f| s + f.value);
                let count = i64::try_from(figures.iter().filter(|f| !f.value.is_zero()).count()).unwrap_or(i64::MAX);
                let step = figures.iter().map(|f| f.step.0).fold(total.step.0, i64::max);
                scene.compare_cells(cells.iter().copied().chain(get(whole)));
                if figures.is_empty() || (sum - total.value).abs().0 <= (count / 2).saturating_mul(step) {
                    continue;
                }
                let right = Figure::show(sum, total.unit, total.decimals());
                let parts: Vec<String> = figures.iter().map(|f| f.number()).collect();
                let mut draft = Draft::error(PARTS, "资金总额与各项资金之和不符")
                    .say(format!(
                        "{}的{column}总额{}与各项资金之和{right}不符（{}）。",
                        sheet.name(),
                        total.number(),
                        parts.join("＋")
                    ))
                    .stated(total.number())
                    .expected(right.clone())
                    .suggest(right.clone(), None, 60, 1)
                    .workings(format!("{}＝{right}≠{}", parts.join("＋"), total.number()))
                    .at(sheet.fund(whole));
                for part in &of_list {
                    draft = draft.witness(sheet.fund(part));
                }
                out.push(draft.done());
            }
        }
    }
}

/// The points of the execution: printed, and rate × weight.
pub(crate) fn score(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        let Some((index, row)) = &sheet.scored.execution else { continue };
        let (Some(fund), Some(expected)) = (sheet.form.funds.get(*index), row.expected) else { continue };
        let right = expected.fixed(sheet.profile.rounding.places);
        scene.compare_cells([&fund.rate, &fund.weight, &fund.score].into_iter().flatten());
        match row.verdict {
            Verdict::Blank => out.push(blank(sheet, fund, expected, &right)),
            Verdict::Differs => {
                let printed = row.printed.unwrap_or(Fraction::ZERO);
                let gap = if printed > expected { printed.minus(expected) } else { expected.minus(printed) };
                let near = |n: i64, d: i64| {
                    gap.zip(Fraction::new(i128::from(n), i128::from(d))).is_some_and(|(g, limit)| g < limit)
                };
                // A tail cut off instead of rounded.
                let cut = (0..=1).any(|p| {
                    printed.has_places(p) && printed < expected && {
                        let place = Fraction::place(p);
                        printed.plus(place).is_some_and(|next| next > expected)
                    }
                });
                let draft = match () {
                    () if cut && near(1, 10) => Draft::info,
                    () if cut => Draft::warning,
                    () => Draft::error,
                };
                let how = if cut { "，像是舍去而没有四舍五入" } else { "" };
                out.push(
                    draft(SCORE, "预算执行得分与执行率不符")
                        .say(format!("{}的预算执行得分{printed}与执行率不符：{}{how}。", sheet.name(), row.derivation))
                        .stated(printed.to_string())
                        .expected(right.clone())
                        .suggest(right.clone(), None, 90, 1)
                        .workings(row.derivation.clone())
                        .at(sheet.fund(fund))
                        .done(),
                );
            }
            Verdict::WithoutActual if row.printed.is_some_and(|p| !p.is_zero()) => out.push(
                Draft::warning(SCORE, "没有预算和执行却有得分")
                    .say(format!("{}：{}。", sheet.name(), row.derivation))
                    .stated(row.printed.map(|p| p.to_string()).unwrap_or_default())
                    .expected("不计分")
                    .at(sheet.fund(fund))
                    .done(),
            ),
            _ => {}
        }
    }
}

/// A blank score, with the total that lacks it.
fn blank(sheet: &Sheet<'_>, fund: &FundRow, expected: Fraction, right: &str) -> Finding {
    let total = &sheet.scored.total;
    let mut say = format!("{}的预算执行得分空白，应为{right}（{}）", sheet.name(), derivation(sheet));
    let with = total.sum.plus(expected);
    if let (true, Some(printed), Some(with)) = (lacks_execution(sheet), total.printed, with) {
        let with = with.fixed(sheet.profile.rounding.places);
        say.push_str(&format!("；合计{printed}与各行得分之和{}不符，补上后为{with}", total.sum));
    } else if let (None, Some(with), false) = (total.printed, with, super::scores::is_unscored(sheet)) {
        let with = with.fixed(sheet.profile.rounding.places);
        say.push_str(&format!("；合计也空白，补上后各行之和为{with}"));
    }
    let mut draft = Draft::error(SCORE, "预算执行得分空白")
        .say(format!("{say}。"))
        .stated("（空白）")
        .expected(right)
        .suggest(right, None, 95, 1)
        .workings(derivation(sheet))
        .at(sheet.fund(fund));
    if let Some(spot) = sheet.total() {
        draft = draft.witness(spot);
    }
    draft.done()
}

fn derivation(sheet: &Sheet<'_>) -> String {
    sheet.scored.execution.as_ref().map(|e| e.1.derivation.clone()).unwrap_or_default()
}

/// True if the total is more than the rows by what the blank score of the execution may be.
pub(super) fn lacks_execution(sheet: &Sheet<'_>) -> bool {
    let Some((_, row)) = sheet.scored.execution.as_ref().filter(|(_, r)| r.verdict == Verdict::Blank) else {
        return false;
    };
    let (total, Some(weight)) = (&sheet.scored.total, row.weight) else { return false };
    let most = total.sum.plus(weight);
    total.printed.zip(most).is_some_and(|(p, most)| p > total.sum && p <= most)
}
