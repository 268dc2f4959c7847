//! How reasons and purposes are worded: 主要原因是…, facts and no guesses, and a purpose of the nature that the table gives.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::{Certainty, Dimension, Finding, Kind};

const RULE: &str = "reason-wording";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report) {
        if line.text.contains("主要原因") {
            link(scene, line, out);
            guess(scene, line, out);
        }
    }
    nature(scene, out);
}

/// 主要原因部分人员退休: 是 is missing.
fn link(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    for found in re!("主要原因([一-龥]{2})[一-龥]{2}").all(&line.text) {
        let next = group(&found, 1);
        let linked = [
            "是", "为", "系", "有", "在", "包括", "包含", "如", "及", "和", "与", "的", "之", "一", "二", "三", "分",
            "说明", "分析", "主要", "即", "由", "因", "就", "也", "仍", "同", "见", "来自", "可", "都", "均", "除",
            "：", "归",
        ]
        .iter()
        .any(|w| next.starts_with(w));
        if linked {
            continue;
        }
        let at = range(&found, 0);
        let head = at.start..range(&found, 1).end;
        out.push(
            Draft::warning(RULE, "“主要原因”后缺“是”")
                .say(format!("“主要原因{next}…”缺“是”字，应为“主要原因是{next}…”。"))
                .stated(format!("主要原因{next}"))
                .expected(format!("主要原因是{next}"))
                .suggest(format!("主要原因是{next}"), None, 85, 1)
                .at(scene.around(line, head, 20, 12))
                .done(),
        );
    }
}

/// Final accounts state what happened: 估计 in a reason is a slip or a guess.
fn guess(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if scene.kind() != Some(Kind::FinalAccounts) {
        return;
    }
    for found in re!("原因(?:是|为|：)[^。；]{0,40}?[，、](估计|大概|可能是)([^。；，]{2,24})").all(&line.text)
    {
        let (word, rest) = (group(&found, 1), group(&found, 2));
        if ["数", "金额", "额", "值", "时", "不足", "偏"].iter().any(|w| rest.starts_with(w)) {
            continue;
        }
        let words = format!("{word}{rest}");
        let draft = Draft::warning(RULE, "决算的原因用了推测的词")
            .say(format!("决算说明的是已经发生的事，原因不能是“{words}”。"))
            .stated(words)
            .expected("已经发生的原因");
        let at = range(&found, 1).start..range(&found, 2).end;
        out.push(draft.at(scene.around(line, at, 30, 4)).done());
    }
}

/// 主要用于…等基本支出, and the table has no basic expenditure for the item.
fn nature(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let of = |code: &str, nature: &str| {
        scene.d.facts.iter().find(|f| {
            let c = &f.coordinates;
            c.get(Dimension::Subject).word() == code
                && c.get(Dimension::Nature).word() == nature
                && c.get(Dimension::Measure).word() == "支出"
                && c.get(Dimension::Aspect).is_whole()
                && c.get(Dimension::Year).is_whole()
                && c.get(Dimension::Purse).word() == "一般公共预算财政拨款"
        })
    };
    for item in scene.d.items.iter().filter(|i| !i.glossary) {
        let (Some(code), Some(span)) = (item.code.as_deref(), item.purpose) else { continue };
        let text = plain(scene.d.text(span));
        let said = if text.ends_with("基本支出") {
            ("基本支出", "项目支出")
        } else if text.ends_with("项目支出") {
            ("项目支出", "基本支出")
        } else {
            continue;
        };
        if text.contains(said.1) || scene.catalog.subjects.functional.named(&text).len() == 1 {
            continue;
        }
        let (Some(none), Some(all)) = (of(code, said.0), of(code, said.1)) else { continue };
        if !none.figure.value.is_zero() || all.figure.value.is_zero() {
            continue;
        }
        out.push(
            Draft::warning(RULE, "用途所说的支出性质与表不符")
                .certainty(Certainty::Proven)
                .say(format!(
                    "“{}”的用途写作“{}”，表中这一科目没有{}，全部是{}。",
                    plain(&item.names[2]),
                    text.chars().rev().take(14).collect::<Vec<_>>().into_iter().rev().collect::<String>(),
                    said.0,
                    said.1
                ))
                .stated(said.0)
                .expected(said.1)
                .suggest(said.1, None, 90, 1)
                .at(scene.spot_of(span))
                .witness(super::build::Spot { quote: all.quote.clone(), place: all.place.clone() })
                .done(),
        );
    }
}
