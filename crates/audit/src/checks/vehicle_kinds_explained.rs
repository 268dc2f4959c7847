//! 其他用车 says what the cars are for.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Scene, Zone};
use mingzhang_model::Finding;

const RULE: &str = "vehicle-kinds-explained";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let lines = || scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Note));
    if lines()
        .any(|l| l.text.contains("其他用车主要") || l.text.contains("其他用车为") || l.text.contains("其他用车是"))
    {
        return;
    }
    let told = lines().find_map(|l| re!("其他用车[1-9][0-9]*辆").find(&l.text).map(|m| (l, m.range())));
    let Some((line, at)) = told else { return };
    // Words in brackets after the number say it too.
    if line.text.get(at.end..).is_some_and(|rest| rest.starts_with(['（', '：']) || rest.starts_with("，主要")) {
        return;
    }
    let words = line.text.get(at.clone()).unwrap_or("").to_owned();
    out.push(
        Draft::info(RULE, "其他用车没有说明用途")
            .say(format!("“{words}”没有说明主要用途，惯例应当写“其他用车主要是……”。"))
            .stated(words)
            .expected("其他用车主要是……")
            .at(scene.around(line, at, 24, 4))
            .done(),
    );
}
