//! Forms against the accounts and the text: all projects within 项目支出, a project within its subject, the budget told of it, nothing left.

use super::Sheet;
use super::told::lines;
use crate::checks::build::{Draft, Spot};
use crate::checks::pattern::{group, range, re};
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::{FormKind, FundRow};
use mingzhang_model::{Amount, Certainty, Coordinates, Dimension, Fact, Figure, Finding, Kind, Unit};

const RULE: &str = "performance-accounts";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let forms: Vec<&Sheet<'_>> =
        scene.sheets().iter().filter(|s| s.form.kind == FormKind::ProjectSelfEvaluation).collect();
    if scene.kind() == Some(Kind::FinalAccounts) {
        all(scene, &forms, out);
        for sheet in &forms {
            subject(scene, sheet, out);
        }
    }
    for sheet in &forms {
        budget(scene, sheet, out);
        nothing_left(scene, sheet, out);
    }
}

fn facts<'s>(scene: &'s Scene<'_>, coordinates: &Coordinates) -> impl Iterator<Item = &'s Fact> {
    scene.d.facts.iter().filter(move |f| f.coordinates == *coordinates && !f.part && !f.blank)
}

fn spot(fact: &Fact) -> Spot {
    Spot { quote: fact.quote.clone(), place: fact.place.clone() }
}

/// What was spent of fiscal money.
fn fiscal<'s>(sheet: &Sheet<'s>) -> Option<(Figure, &'s FundRow)> {
    let own = |f: &&FundRow| sheet.review.fiscal.iter().any(|w| f.label.text.contains(w.as_str()));
    let fund = sheet.form.funds.iter().find(own)?;
    Some((sheet.money(fund.executed.as_ref())?, fund))
}

/// The projects together spent no more than all projects.
fn all(scene: &Scene<'_>, forms: &[&Sheet<'_>], out: &mut Vec<Finding>) {
    let whole = Coordinates::of("支出").at(Dimension::Nature, "项目支出");
    let Some(total) = facts(scene, &whole).max_by_key(|f| f.figure.value.0) else { return };
    let spent: Vec<(Figure, &FundRow)> = forms.iter().filter_map(|s| fiscal(s)).collect();
    let sum = spent.iter().fold(Amount::ZERO, |s, (f, _)| s + f.value);
    let step = spent.iter().map(|(f, _)| f.step.0).fold(total.figure.step.0, i64::max);
    let slack = i64::try_from(spent.len().div_ceil(2)).unwrap_or(i64::MAX).saturating_mul(step);
    if spent.is_empty() || (sum - total.figure.value).0 <= slack {
        return;
    }
    let (right, said) = (Figure::show(sum, Unit::WanYuan, 2), Figure::show(total.figure.value, Unit::WanYuan, 2));
    let mut draft = Draft::info(RULE, "自评表的项目支出比决算的还多")
        .say(format!(
            "{}张项目自评表的财政资金执行数合计{right}万元，比决算的项目支出{said}万元还多；请核对是否重复，或含有不在项目支出中核算的资金。",
            spent.len()
        ))
        .stated(format!("{right}万元"))
        .expected(format!("不超过{said}万元"))
        .workings(format!("{right} > {said}"))
        .at(spot(total));
    for (sheet, (_, fund)) in forms.iter().filter(|s| fiscal(s).is_some()).zip(&spent).take(8) {
        draft = draft.witness(sheet.fund(fund));
    }
    out.push(draft.done());
}

/// A project that has the name of a subject spent no more than all projects of that subject.
fn subject(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let printed =
        sheet.form.particulars.iter().find(|(label, _)| label.text.contains("科目")).map(|(_, v)| plain(&v.text));
    let name = printed.unwrap_or_else(|| sheet.title.clone());
    let of = |f: &&Fact| {
        f.coordinates.get(Dimension::Nature).word() == "项目支出"
            && f.coordinates.get(Dimension::Measure).word() == "支出"
    };
    let named = scene.catalog.subjects.functional.iter().filter(|s| {
        // The name of an item, and no word that any project may have.
        s.code.len() == 7
            && s.name.chars().count() >= 6
            && (name.contains(s.name.as_str()) || name.contains(s.code.as_str()))
    });
    let Some(subject) = named.max_by_key(|s| s.name.len()) else { return };
    let bound = scene
        .d
        .facts
        .iter()
        .filter(of)
        .filter(|f| f.coordinates.get(Dimension::Subject).word() == subject.code && !f.part && !f.blank);
    let Some(bound) = bound.max_by_key(|f| f.figure.value.0) else { return };
    let Some((spent, fund)) = fiscal(sheet) else { return };
    if spent.value.0 - bound.figure.value.0 <= spent.step.0.max(bound.figure.step.0) {
        return;
    }
    out.push(
        Draft::info(RULE, "项目执行数比同名科目的项目支出还多")
            .say(format!(
                "{}的财政资金执行数{spent}，比“{}”的项目支出{}还多；请核对项目所属的科目。",
                sheet.name(),
                subject.name,
                bound.figure
            ))
            .stated(spent.to_string())
            .expected(format!("不超过{}", bound.figure))
            .at(sheet.fund(fund))
            .witness(spot(bound))
            .done(),
    );
}

/// 年初预算34.01万元 told of a project, and what its form says.
fn budget(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let pattern = re!("年初预算(?:数|资金|安排)?(?:为|是|共)?([0-9][0-9,.]*)万");
    let Some(fund) = sheet.whole() else { return };
    let Some(initial) = sheet.money(fund.initial.as_ref()) else { return };
    for line in lines(scene, sheet) {
        let Some(found) = pattern.groups(&line.text) else { continue };
        let Some(said) = Figure::parse(group(&found, 1), Unit::WanYuan) else { continue };
        scene.compare([(line, range(&found, 1))]);
        // 135万 in words is 135.00 in a form.
        let same = |other: Figure| (said.value - other.value).abs().0 * 2 < said.step.0.max(other.step.0).max(2);
        if same(initial) {
            continue;
        }
        let adjusted = sheet.money(fund.adjusted.as_ref()).is_some_and(same);
        let draft = if adjusted { Draft::info } else { Draft::warning };
        let hint = if adjusted { "，文中的是调整后的数" } else { "" };
        out.push(
            draft(RULE, "所说年初预算与自评表不符")
                .say(format!(
                    "{}：文中说年初预算{}万元，表中年初预算是{}{hint}。",
                    sheet.name(),
                    group(&found, 1),
                    initial.number()
                ))
                .stated(format!("{}万元", group(&found, 1)))
                .expected(format!("{}万元", initial.number()))
                .suggest(initial.number(), None, 50, 1)
                .at(scene.around(line, range(&found, 0), 16, 0))
                .witness(sheet.fund(fund))
                .done(),
        );
    }
}

/// 无资金结余 beside a rate that leaves much.
fn nothing_left(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let pattern = re!("(?:无|没有|未产生)(?:资金|预算|项目)?(?:资金)?结余");
    let Some(fund) = sheet.whole() else { return };
    let (Some(budget), Some(spent)) = (sheet.money(fund.adjusted.as_ref()), sheet.money(fund.executed.as_ref())) else {
        return;
    };
    let left = budget.value - spent.value;
    // What is below the limit for reasons is no tail.
    let much = spent.value.0.saturating_mul(100)
        < budget.value.0.saturating_mul(i64::from(sheet.profile.execution.reason_below));
    if !much {
        return;
    }
    for line in lines(scene, sheet) {
        let Some(found) = pattern.groups(&line.text) else { continue };
        let right = Figure::show(left, budget.unit, budget.decimals());
        out.push(
            Draft::warning(RULE, "说没有结余，执行数却比预算少得多")
                .certainty(Certainty::Ask)
                .say(format!(
                    "{}：文中说“{}”，表中预算{}、执行{}，差{right}{}；剩下的资金若已收回，应当说明。",
                    sheet.name(),
                    group(&found, 0),
                    budget.number(),
                    spent.number(),
                    sheet.form.money.name()
                ))
                .stated(group(&found, 0).to_owned())
                .expected(format!("结余{right}{}", sheet.form.money.name()))
                .at(scene.around(line, range(&found, 0), 16, 0))
                .witness(sheet.fund(fund))
                .done(),
        );
    }
}
