//! 元 for 万元: an amount in 元 whose very digits the report prints in 万元 elsewhere.

use super::build::{Draft, Spot};
use super::scene::{Scene, Zone};
use mingzhang_model::{Finding, Severity, Unit};

const RULE: &str = "unit-slip";

/// Fewer digits than this agree by chance.
const DIGITS: usize = 4;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| !matches!(l.zone, Zone::Cover | Zone::Contents | Zone::Glossary)) {
        let all = line.amounts();
        if !all.iter().any(|a| a.unit == "万元") {
            continue;
        }
        for a in all.iter().filter(|a| a.unit == "元") {
            let number = line.text.get(a.number.clone()).unwrap_or("");
            let digits = number.chars().filter(char::is_ascii_digit).collect::<String>();
            if !number.contains('.') || digits.trim_start_matches('0').trim_end_matches('0').len() < DIGITS {
                continue;
            }
            // 元/人, 元以上: a standard, not an amount.
            let after = line.text.get(a.whole.end..).unwrap_or("");
            let before: String = line.text.get(..a.number.start).unwrap_or("").chars().rev().take(8).collect();
            let rate = ["均人", "均户", "人每", "价单", "准标", "格价"].iter().any(|w| before.contains(w));
            if after.starts_with(['/', '每']) || after.starts_with("以") || rate {
                continue;
            }
            let value = a.figure.value.0.saturating_mul(10_000);
            let Some(witness) = table(scene, value).or_else(|| text(scene, value)) else { continue };
            // Short numbers may agree by chance.
            let severity = if digits.len() > DIGITS { Severity::Error } else { Severity::Warning };
            out.push(
                Draft::of(severity, RULE, "金额单位疑为万元")
                    .certainty(mingzhang_model::Certainty::Likely)
                    .say(format!("此处写作{number}元，另一处同一数字的单位是万元，应为{number}万元。"))
                    .stated(format!("{number}元"))
                    .expected(format!("{number}万元"))
                    .suggest(format!("{number}万元"), Some("unit"), 90, 1)
                    .at(scene.around(line, a.whole.clone(), 24, 0))
                    .witness(witness)
                    .done(),
            );
        }
    }
}

/// A fact of that amount in 万元.
fn table(scene: &Scene<'_>, value: i64) -> Option<Spot> {
    let same = |f: &&mingzhang_model::Fact| f.figure.unit == Unit::WanYuan && f.figure.value.0 == value && !f.blank;
    scene.d.facts.iter().find(same).map(|f| Spot { quote: f.quote.clone(), place: f.place.clone() })
}

/// An amount of running text of that value in 万元.
fn text(scene: &Scene<'_>, value: i64) -> Option<Spot> {
    scene.lines.iter().find_map(|l| {
        let a = l.amounts().iter().find(|a| a.unit == "万元" && a.figure.value.0 == value)?;
        Some(scene.around(l, a.whole.clone(), 24, 0))
    })
}
