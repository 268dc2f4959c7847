//! What the report says of all projects, against the forms attached.

use super::Sheet;
use crate::checks::build::{Draft, Spot};
use crate::checks::pattern::{group, range, re};
use crate::checks::scene::{Scene, Zone};
use mingzhang_model::number::SCALE;
use mingzhang_model::performance::FormKind;
use mingzhang_model::{Amount, Certainty, Figure, Finding, Unit};
use mingzhang_performance::Fraction;

const RULE: &str = "performance-counts";

/// One thing told of the projects.
struct Said {
    count: usize,
    money: Option<Figure>,
    /// In per cent, with its decimals.
    rate: Option<(Fraction, u32)>,
    surplus: Option<usize>,
    spot: Spot,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut forms: Vec<&Sheet<'_>> = Vec::new();
    for sheet in scene.sheets().iter().filter(|s| s.form.kind == FormKind::ProjectSelfEvaluation) {
        // The text and a workbook beside it may both have the form of a project.
        let again = |f: &&Sheet<'_>| {
            f.form.name.place.file != sheet.form.name.place.file && f.form.name.text == sheet.form.name.text
        };
        if !forms.iter().any(again) {
            forms.push(sheet);
        }
    }
    // A form or two are examples.
    if forms.len() < 3 {
        return;
    }
    let said = said(scene);
    let Some(main) = said.iter().max_by_key(|s| s.count).filter(|s| s.count > 0) else { return };
    let all = said.iter().map(|s| s.count).sum::<usize>();
    let one = said.iter().filter(|s| s.count > 0).count() == 1;
    let (budget, executed, surplus) = added(&forms);
    let mut wrong: Vec<String> = Vec::new();
    // Forms that are missing can explain what is too much in the text, not what is too little.
    let mut impossible = all < forms.len();
    if all != forms.len() {
        wrong.push(format!("所附自评表{}张", forms.len()));
    }
    if let (Some(money), true) = (main.money, one) {
        let slack = i64::try_from(forms.len() / 2).unwrap_or(i64::MAX).saturating_mul(100);
        let off = (money.value - budget).abs().0 > slack.saturating_mul(10_000);
        if off {
            wrong.push(format!("各表预算合计{}万元", Figure::show(budget, Unit::WanYuan, 2)));
            impossible |= budget.0 > money.value.0;
        }
    }
    if let (Some(told), true) = (main.rate, one)
        && let Some(rate) = other_rate(told, budget, executed, forms.len())
    {
        wrong.push(format!("各表合计的执行率{}%", rate.fixed(2)));
    }
    if let (Some(told), true) = (main.surplus, one)
        && told != surplus
    {
        wrong.push(format!("结余率超过10%的{surplus}个"));
        impossible |= surplus > told || surplus + all.saturating_sub(forms.len()) < told;
    }
    if wrong.is_empty() {
        return;
    }
    let draft = if impossible { Draft::error } else { Draft::warning };
    let hint = if all > forms.len() {
        format!("；缺{}张自评表，或项目数多说了", all - forms.len())
    } else {
        String::new()
    };
    out.push(
        draft(RULE, "所说的项目数、金额与自评表不符")
            .certainty(Certainty::Likely)
            .say(format!("文中说项目{all}个，{}{hint}。", wrong.join("，")))
            .stated(format!("{all}个"))
            .expected(format!("{}个", forms.len()))
            .workings(format!(
                "{}张表：预算合计{}万元，执行{}万元，结余率超过10%的{surplus}个",
                forms.len(),
                Figure::show(budget, Unit::WanYuan, 2),
                Figure::show(executed, Unit::WanYuan, 2)
            ))
            .at(main.spot.clone())
            .done(),
    );
}

/// The rate that follows from the sums, where it cannot be the one told: both are rounded, and every amount of a form is.
fn other_rate((told, places): (Fraction, u32), budget: Amount, executed: Amount, forms: usize) -> Option<Fraction> {
    const HALF: i128 = 50 * SCALE as i128;
    let slack = HALF.saturating_mul(i128::try_from(forms).ok()?);
    let (budget, executed) = (i128::from(budget.0), i128::from(executed.0));
    let rate = |spent: i128, planned: i128| Fraction::new(spent.saturating_mul(100), planned);
    let half = Fraction::place(places).over(Fraction::whole(2))?;
    let (low, high) = (rate(executed - slack, budget + slack)?, rate(executed + slack, budget - slack)?);
    let off = budget > slack && (told.plus(half)? < low || told.minus(half)? > high);
    rate(executed, budget).filter(|_| off)
}

fn said(scene: &Scene<'_>) -> Vec<Said> {
    let pattern = re!(
        "项目(?:总数|共计|共|数量)([0-9]+)个，涉及(?:项目)?(?:预算)?(?:总)?(?:资金|金额)([0-9][0-9,.]*)万元(?:[^。]*?(?:总体进度|执行进度|执行率)为?([0-9.]+)%)?(?:[^。]*?结余率(?:大于|超过|高于)10%的(?:项目)?(?:共计|共)?([0-9]+)个)?"
    );
    let lines = scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment));
    let mut out = Vec::new();
    for line in lines.filter(|l| l.text.contains("涉及")) {
        for found in pattern.all(&line.text) {
            let Ok(count) = group(&found, 1).parse() else { continue };
            scene.compare((1..=4).filter(|n| !group(&found, *n).is_empty()).map(|n| (line, range(&found, n))));
            out.push(Said {
                count,
                money: Figure::parse(group(&found, 2), Unit::WanYuan),
                rate: Fraction::parse(group(&found, 3)),
                surplus: group(&found, 4).parse().ok(),
                spot: scene.spot(line, range(&found, 0)),
            });
        }
    }
    out
}

/// Budget and execution of all forms, and how many leave more than a tenth.
fn added(forms: &[&Sheet<'_>]) -> (Amount, Amount, usize) {
    let (mut budget, mut executed, mut surplus) = (Amount::ZERO, Amount::ZERO, 0);
    for sheet in forms {
        let Some(whole) = sheet.whole() else { continue };
        let planned = sheet.money(whole.adjusted.as_ref()).or_else(|| sheet.money(whole.initial.as_ref()));
        let (Some(planned), Some(spent)) = (planned, sheet.money(whole.executed.as_ref())) else { continue };
        budget = budget + planned.value;
        executed = executed + spent.value;
        let left = planned.value - spent.value;
        surplus += usize::from(left.0.saturating_mul(10) > planned.value.0);
    }
    (budget, executed, surplus)
}
