//! Scores and rates of execution as the conclusion and the report tell them, against the form.

use super::Sheet;
use crate::checks::build::{Draft, Spot};
use crate::checks::pattern::{group, range, re};
use crate::checks::scene::{Scene, Zone, plain};
use mingzhang_model::{Figure, Finding, Severity, Unit};
use mingzhang_performance::Fraction;

const RULE: &str = "performance-told";

/// A number told of a form.
pub(super) struct Told {
    value: Fraction,
    places: u32,
    /// As printed.
    text: String,
    /// Where it stands: 评价结论 or 文中.
    part: &'static str,
    pub spot: Spot,
}

/// Scores told of a form.
pub(super) fn scores(scene: &Scene<'_>, sheet: &Sheet<'_>) -> Vec<Told> {
    let pattern = re!(
        "(?:自评|评价|总|综合|最终|项目|本次|此次|，|。|；|[0-9]\\.|^)(?:得分|评分|总分|自评分|自评)(?:结果)?(?:为|是|：|共|达到|达)?([0-9]{1,3}(?:\\.[0-9]+)?)分"
    );
    told(scene, sheet, pattern)
}

fn rates(scene: &Scene<'_>, sheet: &Sheet<'_>) -> Vec<Told> {
    let pattern = re!(
        "(?:预算执行率|预算完成率|资金执行率|资金使用率|预算执行进度)(?:为|是|：|达到|达)?([0-9]{1,3}(?:\\.[0-9]+)?)%"
    );
    told(scene, sheet, pattern)
}

fn told(scene: &Scene<'_>, sheet: &Sheet<'_>, pattern: &crate::checks::pattern::Pattern) -> Vec<Told> {
    let mut out = Vec::new();
    // 满意度评价得分95分 is the score of something else.
    let other = |text: &str, at: usize| {
        let before: Vec<char> = text.get(..at).unwrap_or("").chars().rev().take(6).collect();
        let before: String = before.into_iter().rev().collect();
        sheet.review.other_scores.iter().any(|w| before.contains(w.as_str()))
    };
    let conclusion = plain(&sheet.form.conclusion.text);
    if !sheet.says_nothing(&sheet.form.conclusion) {
        for found in pattern.all(&conclusion) {
            if other(&conclusion, range(&found, 0).start) {
                continue;
            }
            let text = group(&found, 1);
            let whole = group(&found, 0).trim_start_matches(['，', '。', '；']);
            let mut spot = super::at(&sheet.form.conclusion);
            if spot.quote.contains(whole) {
                spot.quote = whole.to_owned();
            }
            out.extend(one(text, "评价结论", spot));
        }
    }
    for line in lines(scene, sheet) {
        for found in pattern.all(&line.text) {
            let at = range(&found, 0);
            if other(&line.text, at.start) {
                continue;
            }
            let text = group(&found, 1);
            out.extend(one(text, "文中", scene.around(line, at, 24, 0)));
        }
    }
    out
}

fn one(text: &str, part: &'static str, spot: Spot) -> Option<Told> {
    let (value, places) = Fraction::parse(text)?;
    Some(Told { value, places, text: text.to_owned(), part, spot })
}

/// The name as running text writes it: without what stands in brackets at its end.
pub(super) fn spoken(title: &str) -> &str {
    let bare = match title.strip_suffix('）').and_then(|t| t.rfind('（').map(|i| (t, i))) {
        Some((t, i)) if i > 0 => t.get(..i).unwrap_or(title),
        _ => title,
    };
    bare.strip_suffix("项目").filter(|b| b.chars().count() >= 4).unwrap_or(bare)
}

/// The paragraphs of the report that begin with the project's name, if no other form has that name.
pub(super) fn lines<'s>(scene: &'s Scene<'_>, sheet: &Sheet<'_>) -> Vec<&'s crate::checks::scene::Line> {
    let name = spoken(&sheet.title);
    if name.chars().count() < 4 || scene.sheets().iter().filter(|s| spoken(&s.title) == name).count() > 1 {
        return Vec::new();
    }
    let of = |text: &str| {
        // 2023年度…项目: the year is none of the name.
        let year = re!("^[0-9]{4}年度?");
        let dated = year.groups(text).filter(|_| !year.is_match(name)).map_or(0, |g| group(&g, 0).len());
        let text = text.get(dated..).unwrap_or(text);
        let rest = text.strip_prefix(sheet.title.as_str()).or_else(|| text.strip_prefix(name))?;
        let rest = rest.strip_prefix("项目").unwrap_or(rest);
        rest.starts_with(['。', '：', '，']).then_some(())
    };
    let prose = |z: Zone| matches!(z, Zone::Report | Zone::Attachment);
    scene.lines.iter().filter(|l| prose(l.zone) && of(&l.text).is_some()).collect()
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.is_account()) {
        total(scene, sheet, out);
        rate(scene, sheet, out);
        surplus(scene, sheet, out);
    }
}

/// 资金结余0.72万元, and budget less execution is 0.75.
fn surplus(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let pattern = re!("(?:资金结余|预算结余|结余资金)(?:为|是|共)?([0-9][0-9,.]*)万元");
    let Some(fund) = sheet.whole() else { return };
    let (Some(budget), Some(spent)) = (sheet.money(fund.adjusted.as_ref()), sheet.money(fund.executed.as_ref())) else {
        return;
    };
    let left = budget.value - spent.value;
    for line in lines(scene, sheet) {
        let Some(found) = pattern.groups(&line.text) else { continue };
        let Some(said) = Figure::parse(group(&found, 1), Unit::WanYuan) else { continue };
        scene.compare([(line, range(&found, 1))]);
        // A difference of two roundings, and one of its own.
        if (said.value - left).abs().0 <= said.step.0.max(budget.step.0) {
            continue;
        }
        let right = Figure::show(left, Unit::WanYuan, said.decimals().max(2));
        out.push(
            Draft::error(RULE, "所说结余与自评表不符")
                .say(format!(
                    "{}：文中说结余{said}，表中预算{}减执行{}是{right}万元。",
                    sheet.name(),
                    budget.number(),
                    spent.number()
                ))
                .stated(said.to_string())
                .expected(format!("{right}万元"))
                .suggest(right, None, 80, 1)
                .at(scene.around(line, range(&found, 0), 16, 0))
                .witness(sheet.fund(fund))
                .done(),
        );
    }
}

fn total(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    // A form without scores is told as such, with what is claimed of it.
    if super::scores::is_unscored(sheet) {
        return;
    }
    let total = &sheet.scored.total;
    let with = sheet.scored.execution.as_ref().and_then(|(_, r)| total.sum.plus(r.expected?.rounded(2)));
    let with = with.filter(|_| super::funds::lacks_execution(sheet) || total.printed.is_none());
    let truths: Vec<Fraction> = match total.printed {
        Some(printed) => std::iter::once(printed).chain(Some(total.sum)).chain(with).collect(),
        None => std::iter::once(total.sum).chain(with).collect(),
    };
    let table = match total.printed {
        Some(printed) => printed.to_string(),
        None => with.unwrap_or(total.sum).to_string(),
    };
    for told in scores(scene, sheet) {
        if truths.iter().any(|t| t.rounded(told.places) == told.value) {
            continue;
        }
        let source = match (total.printed, with) {
            (Some(_), _) => "表中合计",
            (None, Some(w)) if w != total.sum => "表中各行得分之和（补上预算执行得分）",
            _ => "表中各行得分之和",
        };
        let close = truths.iter().any(|t| {
            let gap = if *t > told.value { t.minus(told.value) } else { told.value.minus(*t) };
            gap.is_some_and(|g| g < Fraction::ONE)
        });
        let severity = if close && told.places == 0 { Severity::Warning } else { Severity::Error };
        let mut draft = Draft::of(severity, RULE, "所说得分与自评表不符")
            .say(format!("{}：{}说得分{}分，{source}为{table}。", sheet.name(), told.part, told.text))
            .stated(format!("{}分", told.text))
            .expected(format!("{table}分"))
            .suggest(table.clone(), None, 70, 1)
            .at(told.spot);
        draft = sheet.total().into_iter().fold(draft, Draft::witness);
        out.push(draft.done());
    }
}

fn rate(scene: &Scene<'_>, sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let Some(fund) = sheet.whole() else { return };
    let printed = fund.rate.as_ref().map(|c| plain(&c.text));
    let printed = printed.and_then(|t| Figure::parse(t.trim_end_matches('%'), Unit::Percent));
    let Some(table) = printed.and_then(super::value) else { return };
    for told in rates(scene, sheet) {
        // Prose rounds, and 达到92% may mean at least.
        let cut =
            |t: Fraction| t >= told.value && t.minus(told.value).is_some_and(|gap| gap < Fraction::place(told.places));
        if table.rounded(told.places) == told.value || cut(table) {
            continue;
        }
        let table = format!("{table}%");
        out.push(
            Draft::error(RULE, "所说执行率与自评表不符")
                .say(format!("{}：{}说预算执行率{}%，表中为{table}。", sheet.name(), told.part, told.text))
                .stated(format!("{}%", told.text))
                .expected(table.clone())
                .suggest(table, None, 80, 1)
                .at(told.spot)
                .witness(sheet.fund(fund))
                .done(),
        );
    }
}
