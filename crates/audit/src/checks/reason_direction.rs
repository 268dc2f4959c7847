//! A reason explains the change it stands beside: same direction, not empty, and words that fit the size.

use super::amounts::amounts;
use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::{Certainty, Finding, Origin};
use std::ops::Range;

const RULE: &str = "reason-direction";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    hollow(scene, out);
    for (index, line) in scene.lines.iter().enumerate().filter(|(_, l)| l.zone == Zone::Report) {
        opposite(scene, line, out);
        if !line.text.contains("原因") && !line.text.contains("略有") && !line.text.contains("主要是") {
            continue;
        }
        empty(scene, line, index, out);
        direction(scene, line, out);
        slight(scene, line, out);
    }
}

/// 主要原因是。
fn empty(scene: &Scene<'_>, line: &Line, index: usize, out: &mut Vec<Finding>) {
    for found in
        re!("主要(?:变动)?(?:原因(?:是因为|是由于|是|为)?|是因为|是由于)[：]?(?:[。；]|$)").find_all(&line.text)
    {
        if found.end() == line.text.len() && !found.as_str().ends_with(['。', '；']) {
            // The reason may follow in paragraphs of its own, or on the next page.
            let goes_on = scene.lines.get(index + 1).is_some_and(|l| !l.heading);
            if goes_on || !found.as_str().ends_with(['是', '：', '为']) {
                continue;
            }
        }
        // 预算数与决算数差异的主要原因。as a heading-like remark without a change is no gap.
        let sentence = line.sentence(found.start());
        let compared = line
            .text
            .get(sentence.start..found.start())
            .is_some_and(|t| ["大于预算", "小于预算", "大于年初", "小于年初"].iter().any(|w| t.contains(w)));
        if !compared
            && amounts(line.text.get(sentence).unwrap_or("")).is_empty()
            && !line.text.get(..found.start()).is_some_and(|t| t.ends_with(['。', '，']))
        {
            continue;
        }
        out.push(
            Draft::warning(RULE, "原因没有填写")
                .certainty(Certainty::Proven)
                .say("只写了“主要原因”，没有写出原因。")
                .stated(found.as_str())
                .expected("应说明原因")
                .at(scene.around(line, found.range(), 60, 4))
                .done(),
        );
    }
}

/// The same words that explain nothing given for growth and for decline.
fn hollow(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let pattern = re!(
        "(增加|减少|增长|下降)(?:了)?[0-9][0-9,.]*(?:万元|元|%)[。，；](?:其中)?(?:主要)?(?:变动)?原因(?:是|为)?[：]?([^。；，、：]{2,16})。"
    );
    let mut found: Vec<(&Line, Range<usize>, bool, String)> = Vec::new();
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains("原因")) {
        for m in pattern.all(&line.text) {
            let reason = group(&m, 2).trim_start_matches("由于").trim_start_matches('因');
            if scene.catalog.wording.empty_reasons.iter().any(|r| r == reason) {
                let up = matches!(group(&m, 1), "增加" | "增长");
                found.push((line, range(&m, 0), up, group(&m, 2).to_owned()));
            }
        }
    }
    let both = found.iter().find(|(_, _, up, words)| found.iter().any(|f| f.3 == *words && f.2 != *up));
    let Some((line, at, _, words)) = both else { return };
    let same: Vec<_> = found.iter().filter(|f| f.3 == *words).collect();
    let mut draft = Draft::warning(RULE, "原因没有说明增减")
        .say(format!("“{words}”用在{}处，有增有减，没有说明增减的原因。", same.len()))
        .stated(words.clone())
        .expected("应说明具体原因")
        .at(scene.spot(line, at.clone()));
    for (l, r, _, _) in same.iter().filter(|f| f.0.block != line.block || f.1 != *at).take(6) {
        draft = draft.witness(scene.spot(l, r.clone()));
    }
    out.push(draft.done());
}

/// −1, 0 or 1 for a clause that says one thing only.
fn direction_of(clause: &str) -> i8 {
    let up = ["增加", "增长", "上升", "提高", "新增", "增大"].iter().filter(|w| clause.contains(**w)).count();
    let down =
        ["减少", "下降", "压减", "降低", "缩减", "压缩", "节约", "减"].iter().filter(|w| clause.contains(**w)).count();
    match (up, down) {
        (1, 0) => 1,
        (0, n) if n > 0 => -1,
        _ => 0,
    }
}

/// 增加0.66万元，下降4.62%.
fn opposite(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.contains('%') {
        return;
    }
    let pattern = re!(
        "(增加|减少)(?:了)?([0-9][0-9,]*(?:\\.[0-9]+)?)(?:万元|亿元|元)，(?:同比)?(增长|上升|增加|下降|减少)(?:了)?([0-9]+(?:\\.[0-9]+)?)%"
    );
    for found in pattern.all(&line.text) {
        let up = |word: &str| matches!(word, "增加" | "增长" | "上升");
        let zero = |i: usize| amounts(group(&found, i)).iter().all(|a| a.figure.value.is_zero());
        if up(group(&found, 1)) == up(group(&found, 3)) || zero(2) || zero(4) {
            continue;
        }
        // Where both figures are understood the relations tell which word is wrong.
        let span = line.span(range(&found, 2));
        let understood = scene.d.facts.iter().any(|f| {
            matches!(f.origin, Origin::Narrative { block, .. } if block == line.block)
                && f.span.0 < span.end
                && span.start < f.span.1
        });
        if understood {
            continue;
        }
        let words = group(&found, 0).to_owned();
        out.push(
            Draft::error(RULE, "增减额与增减幅度方向相反")
                .say(format!("“{words}”前后方向相反，其中一个词有误。"))
                .stated(words)
                .expected("增减额与增减幅度方向一致")
                .at(scene.around(line, range(&found, 0), 12, 0))
                .done(),
        );
    }
}

fn direction(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    against_comparison(scene, line, out);
    let pattern = re!(
        "(增加|减少|增长|下降)(?:了)?([0-9][0-9,]*(?:\\.[0-9]+)?)(万元|元|%)[。，；](?:其中)?(?:主要)?(?:变动)?原因(?:是|为)?[：]?([^。；，、：]{4,40})[。；]"
    );
    for found in pattern.all(&line.text) {
        let change: i8 = if matches!(group(&found, 1), "增加" | "增长") { 1 } else { -1 };
        let reason = group(&found, 4);
        let zero = amounts(group(&found, 2)).iter().all(|a| a.figure.value.is_zero());
        let said = direction_of(reason);
        if zero || said == 0 || said == change {
            continue;
        }
        // The clause must say that money of the item itself went the other way, and nothing else.
        let ends =
            re!("(经费|支出|费用|费|补助|补贴|投入|资金|预算|缴费|住房公积金)(?:有所|略有)?(?:增加|增长|减少|下降)$")
                .is_match(reason);
        let mixed = [
            "但", "剔除", "扣除", "上年", "去年", "结转", "结余", "退休", "调出", "收回", "其他", "同时", "而", "因",
            "受", "收入", "不再", "划转",
        ]
        .iter()
        .any(|w| reason.contains(w));
        let head = line.text.get(..range(&found, 0).start).unwrap_or("");
        let measure: String = head.chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
        if !ends || (mixed && !own_subject(scene, line, reason)) || measure.contains("结转") || measure.contains("结余")
        {
            continue;
        }
        let at = range(&found, 0);
        let shown = range(&found, 1).start..range(&found, 4).end;
        let words = format!("{}{}{}", group(&found, 1), group(&found, 2), group(&found, 3));
        let own = own_subject(scene, line, reason);
        let draft = if own {
            Draft::error(RULE, "原因与增减方向相反")
        } else {
            Draft::warning(RULE, "原因与增减方向相反")
        };
        let right = if change > 0 { "增加" } else { "减少" };
        let wrong = ["增加", "增长", "减少", "下降"].iter().copied().find(|w| reason.ends_with(w)).unwrap_or(reason);
        out.push(
            draft
                .say(format!("数字是{words}，原因却是“{reason}”，方向相反。"))
                .stated(wrong)
                .expected(right)
                .suggest(right, None, 60, 1)
                .at(quote(scene, line, at, shown))
                .done(),
        );
    }
}

/// 决算数大于预算数的主要原因是相关经费减少: the words of the whole reason say that the money itself went the other way.
fn against_comparison(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let pattern = re!(
        "(?:决算数?|支出)(大于|小于|高于|低于|增加|减少)(?:年初|调整|全年)?(?:预算数?)?的?主要(?:变动)?原因(?:是|为|：|是：)((?:相关|有关|各项|本项|该项)?(?:经费|支出|费用|资金|投入|预算)(?:有所|略有)?(增加|增长|减少|下降|压减))[。；]"
    );
    for found in pattern.all(&line.text) {
        let more = matches!(group(&found, 1), "大于" | "高于" | "增加");
        if more == matches!(group(&found, 3), "增加" | "增长") {
            continue;
        }
        let right = if more { "增加" } else { "减少" };
        out.push(
            Draft::warning(RULE, "原因与增减方向相反")
                .say(format!("文中说“{}”，原因却是“{}”，方向相反。", group(&found, 1), group(&found, 2)))
                .stated(group(&found, 3))
                .expected(right)
                .suggest(right, None, 60, 1)
                .at(scene.around(line, range(&found, 2), 20, 0))
                .done(),
        );
    }
}

fn quote(scene: &Scene<'_>, line: &Line, whole: Range<usize>, shown: Range<usize>) -> super::build::Spot {
    let before = scene.around(line, whole.start..whole.start + '增'.len_utf8(), 16, 0);
    let from = before.quote.len();
    let lead = if from > 0 {
        line.text.get(..whole.start).map_or(0, |t| t.chars().rev().take(16).map(char::len_utf8).sum::<usize>())
    } else {
        0
    };
    scene.spot(line, whole.start - lead..shown.end)
}

/// True if the reason names the very subject of the item the line is about.
fn own_subject(scene: &Scene<'_>, line: &Line, reason: &str) -> bool {
    scene.d.items.iter().any(|i| {
        let name = super::glossary_subjects::bare(&i.names[2]);
        i.name_span.block == line.block && name.chars().count() >= 3 && plain(reason).contains(&name)
    })
}

/// 略有增长 beside a growth of a fifth or more.
fn slight(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let pattern = re!(
        "(?:较|比|与)(?:20[0-9]{2}|上|去)年度?(?:决算|预算|执行)?数?(?:相比)?(略有|稍有|小幅)(增长|增加|上升|下降|减少)"
    );
    let Some(found) = pattern.groups(&line.text) else { return };
    let at = range(&found, 0);
    let sentence = line.sentence(at.start);
    let own = line.text.get(sentence.clone()).unwrap_or("");
    if own.contains("剔除") || own.contains("扣除") {
        return;
    }
    let up = matches!(group(&found, 2), "增长" | "增加" | "上升");
    let rate = re!("(增长|增加|上升|下降|减少)(?:了)?([0-9]+(?:\\.[0-9]+)?)%");
    let large = |text: &str| -> Option<(Range<usize>, String)> {
        rate.all(text).into_iter().find_map(|r| {
            let rises = matches!(group(&r, 1), "增长" | "增加" | "上升");
            let value: u64 = group(&r, 2).split('.').next().and_then(|n| n.parse().ok()).unwrap_or(0);
            (rises == up && value >= 20).then(|| (range(&r, 0), group(&r, 0).to_owned()))
        })
    };
    // 各项均…略有增长 speaks of every item of the section, else of the growth just before.
    let all_items = own.contains("各项均") || own.contains("各项经费均");
    let witness = if all_items {
        let part =
            line.section.and_then(|s| scene.d.sections.get(s)).map_or((line.block, line.block + 1), |s| s.blocks);
        scene
            .lines
            .iter()
            .filter(|l| (part.0 <= l.block && l.block < part.1) || l.block.abs_diff(line.block) <= 12)
            .filter(|l| l.section == line.section || l.text.contains("三公"))
            .find_map(|l| large(&l.text).map(|(r, t)| (l, r, t)))
    } else {
        let before: Vec<Range<usize>> = line.sentences().into_iter().filter(|s| s.end <= sentence.end).collect();
        before.iter().rev().take(2).find_map(|s| {
            let (r, t) = large(line.text.get(s.clone()).unwrap_or(""))?;
            Some((line, s.start + r.start..s.start + r.end, t))
        })
    };
    let Some((where_, place, rate)) = witness else { return };
    let words = format!("{}{}", group(&found, 1), group(&found, 2));
    out.push(
        Draft::warning(RULE, "定性与数值不符")
            .say(format!("文字说“{words}”，数字是{rate}，不是略有变动。"))
            .stated(words)
            .expected(rate)
            .at(scene.around(line, at, 24, 2))
            .witness(scene.around(where_, place, 24, 0))
            .done(),
    );
}
