//! Evaluation reports: items within their weights, groups of the points announced, a total that is the sum.

use crate::checks::build::{Draft, Spot};
use crate::checks::pattern::{group, re};
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::{EvaluationItem, EvaluationReport};
use mingzhang_model::{Certainty, Figure, Finding, Unit};
use mingzhang_performance::Fraction;

const RULE: &str = "performance-evaluation";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for report in &scene.d.evaluations {
        if report.items.is_empty() {
            continue;
        }
        for item in &report.items {
            within(item, out);
            executed(scene, item, out);
        }
        groups(report, out);
        total(report, out);
    }
}

fn spot(item: &EvaluationItem) -> Spot {
    Spot { quote: item.quote.clone(), place: item.place.clone() }
}

fn within(item: &EvaluationItem, out: &mut Vec<Finding>) {
    if item.score.value <= item.weight.value {
        return;
    }
    out.push(
        Draft::error(RULE, "得分超过分值")
            .say(format!("“{}”分值{}分，得分却是{}分。", item.name, item.weight.number(), item.score.number()))
            .stated(item.score.number())
            .expected(format!("不超过{}", item.weight.number()))
            .at(spot(item))
            .done(),
    );
}

/// 预算执行80.4%, weight 6, score 5.6.
fn executed(scene: &Scene<'_>, item: &EvaluationItem, out: &mut Vec<Finding>) {
    if !item.name.contains("预算执行") && !item.name.contains("执行率") {
        return;
    }
    let pattern = re!("(?:预算执行率?|执行率|执行进度)(?:为|达到|达|是)?([0-9]{1,3}(?:\\.[0-9]+)?)%");
    let lines = scene.lines.iter().filter(|l| l.block <= item.block && l.block + 3 > item.block);
    let Some((line, rate)) = lines.rev().find_map(|l| {
        let found = pattern.all(&l.text).pop()?;
        Some((l, group(&found, 1).to_owned()))
    }) else {
        return;
    };
    let percent = Figure::parse(&rate, Unit::Percent).and_then(super::value);
    let (Some(percent), Some(weight), Some(score)) = (percent, super::value(item.weight), super::value(item.score))
    else {
        return;
    };
    let Some(due) = weight.times(percent).and_then(|p| p.over(Fraction::whole(100))) else { return };
    if (0..=2).any(|n| due.rounded(n) == score) || due > weight {
        return;
    }
    out.push(
        Draft::warning(RULE, "预算执行得分与执行率不相称")
            .certainty(Certainty::Ask)
            .say(format!(
                "“{}”执行率{rate}%，分值{}分，按执行率应得{}分，得分却是{}分；如有另外的评分标准请写明。",
                item.name,
                item.weight.number(),
                due.fixed(2),
                item.score.number()
            ))
            .stated(item.score.number())
            .expected(due.fixed(2))
            .suggest(due.fixed(2), None, 40, 1)
            .workings(format!("{}×{rate}%＝{}≠{}", item.weight.number(), due.fixed(2), item.score.number()))
            .at(spot(item))
            .witness(scene.whole(line))
            .done(),
    );
}

fn sum<'i>(items: impl Iterator<Item = &'i EvaluationItem>, get: fn(&EvaluationItem) -> Figure) -> i64 {
    items.fold(0, |s, i| s.saturating_add(get(i).value.0))
}

fn shown(value: i64) -> String {
    Fraction::new(i128::from(value), 10_000).map(|f| f.to_string()).unwrap_or_default()
}

fn groups(report: &EvaluationReport, out: &mut Vec<Finding>) {
    for (name, points, cell) in &report.announced {
        let core = plain(name);
        let core = core.trim_end_matches("指标");
        let of: Vec<&EvaluationItem> =
            report.items.iter().filter(|i| i.path.iter().any(|p| plain(p).contains(core))).collect();
        let made = sum(of.iter().copied(), |i| i.weight);
        if of.is_empty() || made == points.value.0 {
            continue;
        }
        let right = shown(made);
        let mut draft = Draft::error(RULE, "各项分值之和与所说不符")
            .say(format!("“{name}”写作{}分，其下各项分值之和是{right}分。", points.number()))
            .stated(points.number())
            .expected(right.clone())
            .suggest(right, None, 60, 1)
            .at(super::at(cell));
        for item in of.into_iter().take(20) {
            draft = draft.witness(spot(item));
        }
        out.push(draft.done());
    }
}

fn total(report: &EvaluationReport, out: &mut Vec<Finding>) {
    let weights = sum(report.items.iter(), |i| i.weight);
    let scores = sum(report.items.iter(), |i| i.score);
    // Items that are not all of a hundred points prove nothing of the total.
    if weights != 100 * 10_000 {
        return;
    }
    for (said, cell) in &report.totals {
        if said.value.0 == scores {
            continue;
        }
        let right = shown(scores);
        out.push(
            Draft::error(RULE, "总得分不是各项得分之和")
                .say(format!("报告说得分{}分，各项得分之和是{right}分。", said.number()))
                .stated(said.number())
                .expected(right.clone())
                .suggest(right, None, 80, 1)
                .at(super::at(cell))
                .done(),
        );
    }
}
