//! 度量单位 of a target: what the name counts is what the unit counts.

use super::Sheet;
use crate::checks::build::Draft;
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::Indicator;
use mingzhang_model::{Certainty, Finding, Severity};
use mingzhang_performance::library::{self, Issue, Target, plain_name};
use mingzhang_performance::{Comparator, Fraction, IndicatorScore, Measure};

const RULE: &str = "performance-unit";

/// What is wrong with a unit.
struct Fault {
    severity: Severity,
    say: String,
    right: Option<String>,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        for (i, row) in sheet.rows() {
            if row.target.number().is_none() || row.comparator == Some(Comparator::Qualitative) {
                continue;
            }
            let found = budget(sheet, i, row).or_else(|| scale(sheet, i, row)).or_else(|| name(scene, sheet, i, row));
            let Some(fault) = found.or_else(|| known(scene, i, row)) else { continue };
            let shown = printed(i, row);
            let mut draft = Draft::of(fault.severity, RULE, "度量单位与指标不符")
                .certainty(if fault.severity == Severity::Info { Certainty::Ask } else { Certainty::Likely })
                .say(format!("{}的“{}”{}。", sheet.name(), plain(&i.name.text), fault.say))
                .stated(shown.to_owned())
                .expected(fault.right.clone().unwrap_or_else(|| "与指标名称相符的单位".to_owned()))
                .at(sheet.row(i));
            if let Some(right) = fault.right {
                draft = draft.suggest(right, Some("unit"), 70, 1);
            }
            out.push(draft.done());
        }
    }
}

/// The text of the unit in force.
fn printed<'i>(i: &'i Indicator, row: &IndicatorScore) -> &'i str {
    match &i.unit {
        Some(unit) if row.target.own.is_none() => unit.text.trim(),
        _ => i.target.text.trim(),
    }
}

/// The unit does not count what the name does.
fn name(scene: &Scene<'_>, sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore) -> Option<Fault> {
    let kinds = &scene.catalog.indicators.kinds;
    let base = &row.target.unit().base;
    let parse = |u: &String| Measure::parse(sheet.words, u).base;
    let counted = kinds.counted(&plain_name(&i.name.text))?;
    let fits = |list: &[String]| list.iter().any(|u| parse(u) == *base);
    // A unit on no list may count anything.
    let known = || {
        let lists = kinds.counted.iter().flat_map(|c| &c.unit).chain(sheet.words.units.iter().flatten());
        lists.chain(&sheet.words.money).any(|u| parse(u) == *base)
    };
    if base.is_empty() || fits(&counted.unit) || !known() {
        return None;
    }
    let usual: Vec<&str> = counted.unit.iter().take(2).map(String::as_str).collect();
    // A cost may be said as a share, but no share is above the whole.
    let beyond = base == "%" && row.target.number().is_some_and(|n| n > Fraction::whole(100));
    let severity = if fits(&counted.unusual) && !beyond { Severity::Info } else { Severity::Warning };
    let say = format!("单位是“{}”，从名称看应当用“{}”来数，单位或名称有一处写错", printed(i, row), usual.join("”“"));
    // Of many units nobody knows which was meant.
    let right = usual.first().filter(|_| counted.unit.len() < 4).map(|u| (*u).to_owned());
    Some(Fault { severity, say, right })
}

/// A cost that is the budget to the digit, in another unit.
fn budget(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore) -> Option<Fault> {
    let cost = i.level1.text.contains("成本") || i.level2.text.contains("成本");
    let whole = sheet.whole().filter(|_| cost)?;
    let (number, unit) = (row.target.number()?, row.target.unit());
    // Three digits that are no noughts are no chance.
    let digits = number.to_string();
    if digits.trim_end_matches('0').chars().filter(|c| c.is_ascii_digit()).count() < 3 {
        return None;
    }
    let right = sheet.form.money.name();
    let factor = Fraction::whole(sheet.form.money.factor());
    let same = |cell: &Option<mingzhang_model::FormCell>| {
        let value = sheet.money(cell.as_ref()).and_then(super::value).and_then(|v| v.over(factor));
        value == Some(number)
    };
    let money = unit.is_money(sheet.words) || unit.base.is_empty();
    let wrong = if money { unit.factor() != factor } else { !unit.base.is_empty() };
    if !wrong || unit.is_none() || !(same(&whole.adjusted) || same(&whole.initial)) {
        return None;
    }
    let say = format!("指标值{number}与预算数相同，单位却是“{}”，预算数的单位是{right}", printed(i, row));
    Some(Fault { severity: Severity::Warning, say, right: Some(right.to_owned()) })
}

/// The whole cost in a unit that makes it a thousandth of the budget, and about the budget in the budget's own.
fn scale(sheet: &Sheet<'_>, i: &Indicator, row: &IndicatorScore) -> Option<Fault> {
    let cost = i.level1.text.contains("成本") || i.level2.text.contains("成本");
    let whole = sheet.whole().filter(|_| cost && super::cost::is_whole(sheet, i))?;
    let (number, unit) = (row.target.number()?, row.target.unit());
    let budget = sheet.money(whole.adjusted.as_ref()).or_else(|| sheet.money(whole.initial.as_ref()));
    let budget = super::value(budget?)?;
    let meant = number.times(Fraction::whole(sheet.form.money.factor()))?;
    let near = meant.times(Fraction::whole(2))? >= budget && meant <= budget.times(Fraction::whole(2))?;
    let far = row.target.amount()?.times(Fraction::whole(1000))? <= budget;
    if !unit.is_money(sheet.words) || !unit.per.is_empty() || budget.is_zero() || !near || !far {
        return None;
    }
    let right = sheet.form.money.name();
    let say = format!("指标值以“{}”计不到预算的千分之一，单位多半应是“{right}”", printed(i, row));
    Some(Fault { severity: Severity::Warning, say, right: Some(right.to_owned()) })
}

/// The library knows the indicator, and in what it is counted.
fn known(scene: &Scene<'_>, i: &Indicator, row: &IndicatorScore) -> Option<Fault> {
    // Names that say what they count were looked at.
    let name = plain_name(&i.name.text);
    if row.target.unit().base.is_empty() || scene.catalog.indicators.kinds.counted(&name).is_some() {
        return None;
    }
    let text = |cell: &Option<mingzhang_model::FormCell>| cell.as_ref().map(|c| c.text.clone()).unwrap_or_default();
    let (comparator, unit) = (text(&i.comparator), text(&i.unit));
    let target = Target {
        level1: &i.level1.text,
        level2: &i.level2.text,
        name: &i.name.text,
        comparator: &comparator,
        value: &i.target.text,
        unit: &unit,
    };
    library::check(scene.catalog, &target).iter().find(|r| r.issue == Issue::Unit)?;
    let listed = scene.catalog.indicators.find(&name);
    let severity = if listed.is_some() { Severity::Warning } else { Severity::Info };
    let right = listed.and_then(|l| l.units.first().cloned());
    let usual = right.clone().map(|r| format!("，指标库中一般用“{r}”")).unwrap_or_default();
    Some(Fault {
        severity, say: format!("单位是“{}”，与指标不相称{usual}，请核对", printed(i, row)), right
    })
}
