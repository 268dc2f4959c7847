//! A figure without the unit its sentence needs.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::Finding;

const RULE: &str = "missing-unit";

/// So many zeros with their unit show that the report gives zeros one.
const USUAL: usize = 3;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment)) {
        if line.text.chars().count() < 12 && !line.text.contains("占") {
            continue;
        }
        if open(&line.text) {
            amounts(scene, line, out);
            alone(scene, line, out);
            rates(scene, line, out);
        }
        half_units(scene, line, out);
        whole_units(scene, line, out);
    }
    zero(scene, out);
    // A number that could be an amount but follows 完成预算 or 占 is a rate.
    let rates: Vec<_> = out
        .iter()
        .filter(|f| f.rule == RULE && f.title == "比率缺少百分号")
        .filter_map(|f| Some((f.stated.clone(), f.evidence.first()?.place.clone())))
        .collect();
    let rate = |f: &Finding| {
        let place = f.evidence.first().map(|e| &e.place);
        rates.iter().any(|(said, at)| *said == f.stated && place.is_some_and(|p| crate::overlap(p, at)))
    };
    out.retain(|f| f.rule != RULE || f.title == "比率缺少百分号" || !rate(f));
}

/// The one zero without a unit in a report whose other zeros have it.
fn zero(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let bare = re!("(?:支出|决算数?|预算数?|费|收入|金额|资金)(?:为)?(0(?:\\.00?)?)(?:[，。；]|$)");
    let lines = || scene.lines.iter().filter(|l| l.zone == Zone::Report && !l.heading);
    let found: Vec<(&Line, std::ops::Range<usize>)> = lines()
        .filter(|l| l.text.contains('0'))
        .flat_map(|l| bare.all(&l.text).iter().map(|c| (l, range(c, 1))).collect::<Vec<_>>())
        .collect();
    let with = lines().flat_map(|l| l.amounts()).filter(|a| a.figure.value.is_zero() && a.unit == "万元").count();
    let ([(line, at)], true) = (found.as_slice(), with >= USUAL) else { return };
    let last = at.end == line.text.len() && scene.after(line).is_some_and(|next| !next.heading);
    let number = line.text.get(at.clone()).unwrap_or("");
    if last || out.iter().any(|f| f.rule == RULE && f.stated == number) {
        return;
    }
    out.push(
        Draft::info(RULE, "金额缺少单位")
            .say(format!("{number}后面没有单位，别处写作“0万元”。"))
            .stated(number)
            .expected(format!("{number}万元"))
            .suggest(format!("{number}万元"), Some("missing-unit"), 85, 1)
            .at(scene.around(line, at.clone(), 24, 16))
            .done(),
    );
}

/// True if a number stands before a mark or at the end.
fn open(text: &str) -> bool {
    let last = |before: &str| before.as_bytes().last().is_some_and(u8::is_ascii_digit);
    last(text) || text.match_indices(['，', '；', '。', ',']).any(|(at, _)| text.get(..at).is_some_and(last))
}

/// The unit of money that the paragraph or its neighbours use.
fn money_unit(scene: &Scene<'_>, line: &Line) -> Option<&'static str> {
    let near: String = scene.near(line, 4).map(|l| l.text.as_str()).collect();
    // A unit declared once for all (单位：万元) needs no repetition.
    if re!("单位：(?:万|亿)?元").is_match(&near) {
        return None;
    }
    let counts = ["万元", "亿元"].map(|u| near.matches(u).count());
    match counts {
        [wan, yi] if wan > 0 && wan >= yi => Some("万元"),
        [_, yi] if yi > 0 => Some("亿元"),
        _ => None,
    }
}

/// An amount followed by its share or its completion rate.
fn amounts(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let pattern = re!(
        "(支出|收入|决算数?|预算数?|经费|资金|费用|费|合计|总计|金额)(?:（[类款项]）)?(?:支出)?(?:决算)?(?:数)?(?:为|是|共)?([0-9][0-9,]*\\.[0-9]{1,4})[，；](?:占|完成(?:年初|调整|全年|当年)?预算)"
    );
    for found in pattern.all(&line.text) {
        let at = range(&found, 2);
        let number = group(&found, 2);
        let Some(unit) = money_unit(scene, line) else { continue };
        out.push(
            Draft::warning(RULE, "金额缺少单位")
                .say(format!("金额{number}后面没有单位，按上下文应为{number}{unit}。"))
                .stated(number)
                .expected(format!("{number}{unit}"))
                .suggest(format!("{number}{unit}"), Some("missing-unit"), 90, 1)
                .at(scene.around(line, at, 24, 16))
                .done(),
        );
    }
}

/// An amount with decimals before a mark, where the words around it elsewhere carry a unit.
fn alone(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if line.zone != Zone::Report || !line.text.contains('.') {
        return;
    }
    let taken = re!("[，；,](?:占|完成(?:年初|调整|全年|当年)?预算)");
    for found in re!("([一-龥”）])([0-9][0-9,]*\\.[0-9]{1,4})(?:[，；。]|,[^0-9]|,20[0-9]{2}年|$)").all(&line.text)
    {
        let (at, number) = (range(&found, 2), group(&found, 2));
        let number = number.split_once(",20").map_or(number, |(n, _)| n);
        let at = at.start..at.start + number.len();
        let (before, after) = (line.text.get(..at.start).unwrap_or(""), line.text.get(at.end..).unwrap_or(""));
        let last = after.is_empty() && scene.after(line).is_some_and(|next| !next.heading);
        let head: String = before.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
        let rate =
            re!("(?:占|占比|比重|率|增长|下降|上升|降低|完成|预算的|分|得|版)(?:为|是|了|约|到|达)*$").is_match(&head);
        let sum = re!(
            "(?:支出|收入|决算数?|预算数?|执行数|经费|资金|费用?|合计|总计|均|总额|金额|拨款|安排|净值|原值|折旧|补助|结转|结余|科目|（[类款项]）”?)(?:为|是|共)*$"
        )
        .is_match(&head);
        // After 占 and 完成 the one who looks for shares tells it.
        if last || rate || taken.find(after).is_some_and(|m| m.start() == 0) && sum {
            continue;
        }
        // 奖金118.15，… between amounts of the same list; 增加18.16，主要原因 after no amount of the change.
        let sentence = line.text.get(line.sentence(at.start)).unwrap_or("");
        let listed = re!("[0-9](?:万元)[，、；][一-龥（）]{2,30}$").is_match(before)
            && re!("^[，、；][一-龥（）]{2,30}[0-9][0-9,.]*万元").is_match(after);
        let change = re!("(?:增加|减少)了?$").is_match(&head)
            && !re!("(?:增加|减少)了?[0-9][0-9,.]*(?:万|亿)?元").is_match(sentence)
            && (re!("^[，。]主要").is_match(after) || after.starts_with('。'))
            && re!("[0-9](?:万|亿)元").is_match(sentence);
        let bracket = re!("[^分]）为?$").is_match(&head) && re!("^，(?:其中|主要包括)").is_match(after);
        let sum = sum || listed || change || bracket;
        // 减少24.06，下降6.54%: the second is the rate.
        let beside = re!("(?:增加|减少)了?$").is_match(&head)
            && re!("^，(?:同比)?(?:增长|下降|上升|降低)了?[0-9.]+%").is_match(after);
        let unit = if sum || beside {
            money_unit(scene, line).or_else(|| everywhere(scene)).map(str::to_owned)
        } else {
            habit(scene, &head)
        };
        let Some(unit) = unit else { continue };
        let title = if unit == "%" { "比率缺少百分号" } else { "金额缺少单位" };
        out.push(
            Draft::warning(RULE, title)
                .say(format!("{number}后面没有单位，按上下文应为{number}{unit}。"))
                .stated(number)
                .expected(format!("{number}{unit}"))
                .suggest(format!("{number}{unit}"), Some("missing-unit"), 90, 1)
                .at(scene.around(line, at, 24, 16))
                .done(),
        );
    }
}

/// 万元 where the whole report counts so.
fn everywhere(scene: &Scene<'_>) -> Option<&'static str> {
    let lines = || scene.lines.iter().filter(|l| l.zone == Zone::Report);
    let count = |unit: &str| lines().flat_map(|l| l.amounts()).filter(|a| a.unit == unit).count();
    (count("万元") >= 20 && count("亿元") == 0 && count("元") == 0).then_some("万元")
}

/// The unit that numbers after these words have everywhere else.
fn habit(scene: &Scene<'_>, head: &str) -> Option<String> {
    let words: String = head.chars().rev().take_while(|c| !c.is_ascii_digit()).take(6).collect();
    let words: String = words.chars().rev().collect();
    if words.chars().count() < 4 {
        return None;
    }
    let mut units: Vec<&str> = Vec::new();
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report) {
        for (at, _) in line.text.match_indices(&words) {
            let rest = line.text.get(at + words.len()..).unwrap_or("");
            let number: usize = rest.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')).count();
            let rest = rest.get(number..).unwrap_or("");
            let unit = ["万元", "亿元", "元", "%"].into_iter().find(|u| rest.starts_with(u));
            units.extend(unit.filter(|_| number > 0));
        }
    }
    let (first, rest) = units.split_first()?;
    (!rest.is_empty() && rest.iter().all(|u| u == first)).then(|| (*first).to_owned())
}

/// A growth rate, a share or a completion rate without %.
fn rates(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.contains(['占', '长', '降', '加', '少', '成']) {
        return;
    }
    let patterns = [
        (
            re!(
                "(?:增加|减少)(?:了)?[0-9][0-9,]*(?:\\.[0-9]+)?(?:万元|亿元|元)，(?:同比)?(?:增长|下降|上升|减少|增加)(?:了)?([0-9]+(?:\\.[0-9]{1,2})?)(?:[。，；]|$)"
            ),
            "增减比率",
        ),
        (
            re!("[0-9](?:万元|亿元|元)，(?:约)?占(?:[一-龥“”]{1,24}的)?([0-9]{1,3}(?:\\.[0-9]{1,2})?)(?:[。，；]|$)"),
            "占比",
        ),
        (re!("完成(?:年初|调整|全年|当年)?预算(?:数)?的?([0-9]{1,3}(?:\\.[0-9]{1,2})?)(?:[。，；]|$)"), "完成率"),
    ];
    for (pattern, what) in patterns {
        for found in pattern.all(&line.text) {
            let number = group(&found, 1);
            // The sign may stand on the next line or page.
            let last = range(&found, 1).end == line.text.len();
            if last && scene.after(line).is_some_and(|next| !next.heading) {
                continue;
            }
            // A large number is an amount that lost its unit, or another thing.
            if number.find('.').unwrap_or(0) > 3 {
                continue;
            }
            out.push(
                Draft::warning(RULE, "比率缺少百分号")
                    .say(format!("{what}{number}后面没有百分号，应为{number}%。"))
                    .stated(number)
                    .expected(format!("{number}%"))
                    .suggest(format!("{number}%"), Some("missing-unit"), 95, 1)
                    .at(scene.around(line, range(&found, 1), 24, 8))
                    .done(),
            );
        }
    }
}

/// 万 for 万元: the first of a paragraph, with how many there are.
fn half_units(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.contains('万') {
        return;
    }
    let pattern = re!(
        "(?:支出|预算|经费|资金|费用|收入|金额|决算|投入|拨款)[^，。；、0-9]{0,6}([0-9][0-9,]*(?:\\.[0-9]+)?万)(?:[，。；、（）]|$)"
    );
    // With decimals it is an amount whatever stands before, in a text that counts so.
    let decimal = re!("[一-龥”）]([0-9][0-9,]*\\.[0-9]{2}万)(?:[，。；、（）,]|$)");
    let mut found = pattern.all(&line.text);
    if found.is_empty() && line.zone == Zone::Report {
        found = decimal.all(&line.text);
        if !found.is_empty() && money_unit(scene, line) != Some("万元") {
            found.clear();
        }
    }
    let Some(first) = found.first() else { return };
    let words = group(first, 1);
    out.push(
        Draft::info(RULE, "金额单位写作“万”")
            .say(format!("金额{words}的单位不全，应为{words}元。"))
            .stated(words)
            .expected(format!("{words}元"))
            .suggest(format!("{words}元"), Some("missing-unit"), 80, 1)
            .at(scene.around(line, range(first, 1), 16, 8))
            .done(),
    );
}

/// 20500.00元 in a text that counts in 万元.
fn whole_units(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if line.zone != Zone::Report || !line.text.contains('元') {
        return;
    }
    let all = line.amounts();
    let large =
        |a: &&super::amounts::Amount| a.unit == "元" && a.figure.value.0 >= 10_000 * mingzhang_model::number::SCALE;
    let Some(found) = all.iter().find(large) else { return };
    if money_unit(scene, line) != Some("万元") {
        return;
    }
    let others = scene.lines.iter().filter(|l| l.zone == Zone::Report).flat_map(|l| l.amounts());
    if others.filter(|a| a.unit == "元").nth(2).is_some() {
        return;
    }
    let words = line.text.get(found.whole.clone()).unwrap_or("");
    let right = format!("{}万元", mingzhang_model::Figure::show(found.figure.value, mingzhang_model::Unit::WanYuan, 2));
    out.push(
        Draft::warning(RULE, "金额单位前后不一")
            .say(format!("全文以万元为单位，此处写作{words}，可写作{right}。"))
            .stated(words)
            .expected(right.clone())
            .suggest(right, Some("unit"), 60, 1)
            .at(scene.around(line, found.whole.clone(), 20, 0))
            .done(),
    );
}
