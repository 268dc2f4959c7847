//! The same indicator in several forms.

use super::Sheet;
use crate::checks::build::Draft;
use crate::checks::scene::{Scene, plain};
use mingzhang_model::Finding;
use mingzhang_model::performance::Indicator;
use mingzhang_performance::{Fraction, IndicatorScore};

const RULE: &str = "performance-same-indicator";

/// An indicator that names what it counts so well that the same name means the same thing.
struct Named<'s, 'a> {
    sheet: &'s Sheet<'a>,
    indicator: &'s Indicator,
    row: &'s IndicatorScore,
    name: Vec<char>,
    target: Fraction,
    actual: Fraction,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let named: Vec<Named<'_, '_>> = scene
        .sheets()
        .iter()
        .filter(|s| s.is_account())
        .flat_map(|sheet| sheet.rows().filter_map(move |(i, r)| named(sheet, i, r)))
        .collect();
    let mut told: Vec<usize> = Vec::new();
    for (n, a) in named.iter().enumerate() {
        for (m, b) in named.iter().enumerate().skip(n + 1) {
            let same = !std::ptr::eq(a.sheet.form, b.sheet.form) && a.target == b.target && a.actual != b.actual;
            if !same || !alike(&a.name, &b.name) || told.contains(&n) || told.contains(&m) {
                continue;
            }
            // Who printed the target again did not count.
            let (wrong, right) = if b.actual == b.target { (b, a) } else { (a, b) };
            let copied = wrong.actual == wrong.target;
            let shown = |x: &Named<'_, '_>| x.row.actual.as_ref().map_or("", |v| v.text.as_str()).to_owned();
            let unit = wrong.indicator.unit.as_ref().map_or("", |u| u.text.as_str());
            let why = if copied { "，前者照抄了指标值" } else { "" };
            let draft = if copied { Draft::error } else { Draft::warning };
            out.push(
                draft(RULE, "同一指标在两张表里完成值不同")
                    .certainty(mingzhang_model::Certainty::Likely)
                    .say(format!(
                        "“{}”在{}的完成值是{}{unit}，在{}是{}{unit}{why}。",
                        wrong.indicator.name.text,
                        wrong.sheet.name(),
                        shown(wrong),
                        right.sheet.name(),
                        shown(right)
                    ))
                    .stated(shown(wrong))
                    .expected(shown(right))
                    .suggest(shown(right), None, if copied { 80 } else { 50 }, 1)
                    .at(wrong.sheet.row(wrong.indicator))
                    .witness(right.sheet.row(right.indicator))
                    .done(),
            );
            told.extend([n, m]);
        }
    }
}

fn named<'s, 'a>(sheet: &'s Sheet<'a>, i: &'s Indicator, row: &'s IndicatorScore) -> Option<Named<'s, 'a>> {
    let (target, actual) = (row.target.amount()?, row.actual.as_ref()?.amount()?);
    let name: Vec<char> = plain(&i.name.text).chars().filter(|c| c.is_alphanumeric()).collect();
    // A share or a date may be of each project's own; a number with three digits but noughts that two forms set is of one thing.
    let unit = row.target.unit();
    let digits = row.target.number()?.to_string();
    let digits = digits.trim_end_matches('0').chars().filter(char::is_ascii_digit).count();
    let counted = !unit.is_none() && unit.base != "%" && !unit.is_deadline(sheet.words) && !unit.is_money(sheet.words);
    (counted && digits >= 3 && name.len() >= 6).then_some(Named { sheet, indicator: i, row, name, target, actual })
}

/// The same, or one with at most two words left out.
fn alike(a: &[char], b: &[char]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut rest = long.iter();
    long.len() - short.len() <= 4 && short.iter().all(|c| rest.any(|l| l == c))
}
