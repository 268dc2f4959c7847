//! Dates in targets and actual values: days that exist, and not later than the target.

use super::Sheet;
use crate::checks::build::Draft;
use crate::checks::pattern::{group, re};
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::FormCell;
use mingzhang_model::{Certainty, Finding};

const RULE: &str = "performance-dates";

/// The one day of the year a text names: month, day.
fn day(text: &str) -> Option<(u32, u32)> {
    let pattern = re!("([0-9]{1,2})月([0-9]{1,2})日");
    let text = plain(text);
    let mut all = pattern.all(&text).into_iter();
    let found = all.next()?;
    let number = |n: usize| group(&found, n).parse().ok();
    let day = (number(1)?, number(2)?);
    all.next().is_none().then_some(day)
}

fn exists((month, day): (u32, u32)) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets() {
        for (i, _) in sheet.rows() {
            let cells = [("指标值", Some(&i.target)), ("完成值", i.actual.as_ref())];
            let days = cells.map(|(part, cell)| (part, cell, cell.and_then(|c| day(&c.text))));
            let mut wrong = days.iter().filter_map(|(part, cell, day)| Some((*part, (*cell)?, (*day)?)));
            if let Some((part, cell, _)) = wrong.find(|(_, _, day)| !exists(*day)) {
                out.push(impossible(sheet, &i.name, part, cell));
                continue;
            }
            let [(_, _, Some(target)), (_, Some(actual), Some(done))] = days else { continue };
            if done <= target || !sheet.no_reason(i.reason.as_ref()) {
                continue;
            }
            out.push(
                Draft::warning(RULE, "完成时间晚于目标")
                    .certainty(Certainty::Ask)
                    .say(format!(
                        "{}的“{}”目标是{}，完成值是{}，晚于目标，没有说明原因。",
                        sheet.name(),
                        plain(&i.name.text),
                        i.target.text,
                        actual.text
                    ))
                    .stated(actual.text.clone())
                    .expected(format!("不晚于{}，或说明原因", i.target.text))
                    .at(sheet.row(i))
                    .done(),
            );
        }
    }
}

fn impossible(sheet: &Sheet<'_>, name: &FormCell, part: &str, cell: &FormCell) -> Finding {
    Draft::error(RULE, "没有这一天")
        .say(format!("{}的“{}”{part}“{}”，没有这一天。", sheet.name(), plain(&name.text), cell.text))
        .stated(cell.text.clone())
        .expected("存在的日期")
        .at(super::at(cell))
        .done()
}
