//! A paragraph ends with a full stop, and a full stop ends a sentence.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Line, Scene, Zone};
use mingzhang_model::Finding;
use std::ops::Range;

const RULE: &str = "paragraph-ends";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let body = |l: &Line| matches!(l.zone, Zone::Report | Zone::Attachment);
    for (i, line) in scene.lines.iter().enumerate().filter(|(_, l)| body(l) && !l.heading) {
        let before = i.checked_sub(1).and_then(|b| scene.lines.get(b));
        if let (Some(before), Some(after)) = (before, scene.lines.get(i + 1)) {
            open(scene, before, line, after, out);
        }
    }
    let cut: Vec<(&Line, Range<usize>)> = scene.lines.iter().filter(|l| body(l)).flat_map(|l| inner(l)).collect();
    let Some((line, at)) = cut.first() else { return };
    let mut draft = Draft::info(RULE, "句中误用句号")
        .say(format!("比较的对象在句号之前，这里应当用逗号（共{}处）。", cut.len()))
        .stated(line.text.get(at.clone()).unwrap_or(""))
        .expected("，")
        .at(scene.around(line, at.clone(), 16, 8));
    for (line, at) in cut.iter().skip(1).take(5) {
        draft = draft.witness(scene.around(line, at.clone(), 16, 8));
    }
    out.push(draft.done());
}

/// Begins like a heading or an item: （三）, 三、, 3., 一是.
fn numbered(text: &str) -> bool {
    re!("^(?:（?[0-9]{1,3}）|[0-9]{1,3}[.．、]|（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}[、是]|第[一二三四五六七八九十]|[①-⑳]|[-·•●])")
        .is_match(text)
}

/// A paragraph that stops at a semicolon or a comma where the next section begins.
fn open(scene: &Scene<'_>, before: &Line, line: &Line, after: &Line, out: &mut Vec<Finding>) {
    let Some(mark) = line.text.chars().last().filter(|c| matches!(c, '；' | '，' | '、')) else { return };
    // Items of a list may end so; only the single paragraph under a heading may not.
    let title = before.text.chars().count() <= 30 && !before.text.ends_with(['；', '，', '、']);
    let alone = before.heading && title && !numbered(&line.text) && line.text.chars().count() >= 20;
    let next = after.heading
        || re!("^(?:（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、)").is_match(&after.text);
    if !alone || !next || line.zone != after.zone {
        return;
    }
    let at = line.text.len() - mark.len_utf8()..line.text.len();
    out.push(
        Draft::warning(RULE, "段末标点有误")
            .say(format!(
                "段落到此结束，下面是“{}”，段末却是“{mark}”。",
                after.text.chars().take(12).collect::<String>()
            ))
            .stated(mark)
            .expected("。")
            .suggest("。", None, 85, 1)
            .at(scene.around(line, at, 20, 0))
            .done(),
    );
}

/// 1.35万元。比2022年预算持平 where the text says 万元，比 elsewhere.
fn inner(line: &Line) -> Vec<(&Line, Range<usize>)> {
    re!("[0-9]万元。(?:比|较|与)(?:20[0-9]{2}年|上年)(?:度)?(?:预算|决算)?(?:执行)?数?(?:持平|增加|减少)")
        .find_all(&line.text)
        .into_iter()
        .map(|m| {
            let at = m.start() + m.as_str().find('。').unwrap_or(0);
            (line, at..at + '。'.len_utf8())
        })
        .collect()
}
