//! Document numbers give the year in 〔〕.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Line, Scene};
use mingzhang_model::Finding;
use std::ops::Range;

const RULE: &str = "document-numbers";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let pattern = re!("[一-龥]{2,8}[（【\\[［](?:19|20)[0-9]{2}[）】\\]］](?:第)?[0-9]{1,4}号");
    let found: Vec<(&Line, Range<usize>)> =
        scene.lines.iter().flat_map(|l| pattern.find_all(&l.text).into_iter().map(move |m| (l, m.range()))).collect();
    let Some((line, at)) = found.first() else { return };
    let number = line.text.get(at.clone()).unwrap_or("");
    let year = re!("[（【\\[［](?:19|20)[0-9]{2}[）】\\]］].*").find(number).map_or(number, |m| m.as_str());
    let right = year.replace(['（', '【', '[', '［'], "〔").replace(['）', '】', ']', '］'], "〕");
    let mut draft = Draft::info(RULE, "发文字号的年份没有用六角括号")
        .say(format!("发文字号的年份应当用六角括号〔〕，文中有{}处用了其他括号。", found.len()))
        .stated(year)
        .expected(right)
        .at(scene.spot(line, at.clone()));
    for (line, at) in found.iter().skip(1).take(8) {
        draft = draft.witness(scene.spot(line, at.clone()));
    }
    out.push(draft.done());
}
