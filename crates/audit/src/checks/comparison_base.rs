//! What is compared with what: one base for all items of a list, and no growth from nothing.

use super::build::{Draft, Spot};
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Certainty, Finding};
use std::ops::Range;

const RULE: &str = "comparison-base";

/// Items that make a list whose habit is clear.
const LIST: usize = 8;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    odd(scene, out);
    zero(scene, out);
}

/// 完成调整预算100% among items that all say 完成预算.
fn odd(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let pattern = re!("完成((?:年初|全年|调整|调整后|年度|本年)?预算)(?:数)?的?[0-9]");
    let mut blocks: Vec<usize> = scene.d.items.iter().filter(|i| !i.glossary).map(|i| i.name_span.block).collect();
    blocks.sort_unstable();
    blocks.dedup();
    let mut told: Vec<(&Line, Range<usize>, &str)> = Vec::new();
    for line in blocks.iter().filter_map(|b| scene.line(*b)) {
        let found = pattern.all(&line.text);
        // Which of several bases is the item's own nobody can tell.
        if let [one] = found.as_slice() {
            told.push((line, range(one, 1), one.get(1).map_or("", |m| m.as_str())));
        }
    }
    if told.len() < LIST {
        return;
    }
    let Some((_, _, usual)) = told.first().filter(|t| told.iter().filter(|o| o.2 == t.2).count() > 1) else { return };
    let others: Vec<_> = told.iter().filter(|t| t.2 != *usual).collect();
    let [(line, at, word)] = others.as_slice() else { return };
    let witness = told.iter().find(|t| t.2 == *usual);
    let mut draft = Draft::warning(RULE, "一项的预算口径与其他各项不同")
        .certainty(Certainty::Ask)
        .say(format!("{}项中只有这一项与“{word}”比较，其余都与“{usual}”比较；请核实口径是否一致。", told.len()))
        .stated(format!("完成{word}"))
        .expected(format!("完成{usual}"))
        .at(scene.around(line, at.start - "完成".len()..at.end, 20, 8));
    if let Some((l, r, _)) = witness {
        draft = draft.witness(scene.around(l, r.start - "完成".len()..r.end, 20, 8));
    }
    out.push(draft.done());
}

/// A rate of growth from a base of nothing.
fn zero(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut spots: Vec<(Spot, String)> = Vec::new();
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains('%')) {
        let stated = re!(
            "(上年|去年|20[0-9]{2}年)[^，。；0-9]{0,14}(?:数|支出|收入)为?0(?:\\.0+)?万元，[^。；]{0,40}?(?:比|较)[^。；，]{0,16}(?:增加|增长)([0-9.]+%)"
        );
        for found in stated.all(&line.text) {
            let this = scene.year().is_some_and(|y| group(&found, 1) == format!("{y}年"));
            if !this {
                spots.push((scene.spot(line, range(&found, 0)), group(&found, 2).to_owned()));
            }
        }
        let implied = re!("(?:增加|增长)([0-9][0-9,.]*)万元，(?:增长|增加|上升)(100(?:\\.0+)?%)");
        for found in implied.all(&line.text) {
            let (change, at) = (range(&found, 1), range(&found, 0));
            let amounts = line.amounts();
            let Some(delta) = amounts.iter().find(|a| a.number.start == change.start) else { continue };
            // The change is the whole amount: there was nothing before, unless both are the least that is printed.
            let whole = amounts.iter().any(|a| {
                a.is_money()
                    && a.number.start < at.start
                    && a.figure.value == delta.figure.value
                    && a.unit == delta.unit
            });
            if whole && delta.figure.value > delta.figure.step {
                spots.push((scene.around(line, at, 24, 0), group(&found, 2).to_owned()));
            }
        }
    }
    for (spot, rate) in spots {
        out.push(
            Draft::info(RULE, "基数为0，不可比")
                .say(format!("上年为0，增长率没有意义，不应写{rate}，可写“基数为0，不可比”。"))
                .stated(rate)
                .expected("基数为0，不可比")
                .at(spot)
                .done(),
        );
    }
}
