//! Closed lists in running text: the parts make the whole.

use super::amounts::{Amount, is_measured};
use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Amount as Value, Certainty, Figure, Finding, Origin, Severity};
use std::ops::Range;

const RULE: &str = "list-sum";

/// Properties that one member of a whole may share with another.
const OVERLAPPING: [&str; 14] = [
    "女",
    "党员",
    "少数民族",
    "研究生",
    "博士",
    "硕士",
    "本科",
    "高级",
    "中级",
    "岁",
    "新能源",
    "中小",
    "小微",
    "重点",
];

/// A whole with its parts.
struct List {
    whole: Amount,
    parts: Vec<Amount>,
    /// From the whole's phrase to the last part.
    at: Range<usize>,
    /// 具体内容包括 after a total: the list says it is complete.
    complete: bool,
    /// 共计 before the whole.
    total: bool,
    /// Enclosed in brackets: where it ends is sure.
    bracketed: bool,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment)) {
        let lists = lists(line);
        for list in &lists {
            judge(scene, line, list, &lists, out);
        }
        balance(scene, line, out);
    }
}

/// What the sum of parts may miss the whole by: floor(n/2) of the last place, n the parts that are not zero.
fn allowed(whole: &Amount, parts: &[Amount]) -> i64 {
    if !is_measured(whole.unit) {
        return 0;
    }
    let n = parts.iter().filter(|p| !p.figure.value.is_zero()).count();
    // Trailing zeros may be dropped in text: the finest place printed is that of all.
    let step = parts.iter().chain([whole]).map(|a| a.figure.step.0).min().unwrap_or(0);
    step.saturating_mul(i64::try_from(n / 2).unwrap_or(0)).max(i64::from(n > 0) * coarse(whole, step))
}

/// Half a place of a whole printed more coarsely than its parts.
fn coarse(whole: &Amount, step: i64) -> i64 {
    let decimals = whole.figure.decimals();
    if whole.figure.step.0 > step && decimals == 0 && !whole.number.is_empty() { whole.figure.step.0 / 2 } else { 0 }
}

fn sum(parts: &[Amount]) -> Value {
    parts.iter().fold(Value::ZERO, |s, p| s + p.figure.value)
}

fn holds(whole: Value, list: &List) -> bool {
    (whole - sum(&list.parts)).abs().0 <= allowed(&list.whole, &list.parts)
}

fn lists(line: &Line) -> Vec<List> {
    let text = &line.text;
    if !text.contains("其中") && !text.contains("内容包括") {
        return Vec::new();
    }
    let all = line.amounts();
    let mut out = Vec::new();
    for found in re!("（其中[：]?|，其中[：]?|，具体内容(?:包括|为)：|（包括[：]?").find_all(text)
    {
        let Some(whole) = all.iter().rfind(|a| a.whole.end <= found.start() && !a.unit.is_empty()) else { continue };
        // Nothing but brackets may stand between the whole and the list.
        if whole.whole.end != found.start() {
            continue;
        }
        let bracketed = found.as_str().starts_with('（');
        let end = close(text, found.end(), bracketed);
        let Some(parts) = parts(text, all, found.end()..end, whole.unit) else { continue };
        let tail = text.get(parts.last().map_or(found.end(), |p| p.whole.end)..end).unwrap_or("");
        if parts.len() < 2 || tail.contains('等') {
            continue;
        }
        let clause = text.get(..whole.number.start).unwrap_or("");
        let lead = clause
            .rfind(['。', '；', '，', '（'])
            .map_or(0, |i| i + clause.get(i..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        let last = parts.last().map_or(end, |p| p.whole.end);
        let complete = found.as_str().contains("内容");
        let total = re!("共计|合计|总计").is_match(clause.get(lead..).unwrap_or(""));
        out.push(List { whole: whole.clone(), parts, at: lead..last, complete, total, bracketed });
    }
    out
}

/// Where the list ends: the closing bracket, or the end of the sentence.
fn close(text: &str, from: usize, bracketed: bool) -> usize {
    let mut depth = 0usize;
    for (i, c) in text.get(from..).unwrap_or("").char_indices() {
        match c {
            '（' => depth += 1,
            '）' if depth == 0 && bracketed => return from + i,
            '）' => depth = depth.saturating_sub(1),
            '。' if depth == 0 => return from + i,
            _ => {}
        }
    }
    text.len()
}

/// The parts: one figure of the unit per clause, until a clause without one. Brackets inside a clause do not count.
fn parts(text: &str, all: &[Amount], range: Range<usize>, unit: &str) -> Option<Vec<Amount>> {
    let mut out = Vec::new();
    let (mut depth, mut start) = (0usize, range.start);
    let body = text.get(range.clone())?;
    let mut ends: Vec<usize> = Vec::new();
    for (i, c) in body.char_indices() {
        match c {
            '（' => depth += 1,
            '）' => depth = depth.saturating_sub(1),
            '，' | '；' | '、' if depth == 0 => ends.push(range.start + i),
            _ => {}
        }
    }
    ends.push(range.end);
    let mut separators: Vec<char> = Vec::new();
    for end in ends {
        let clause = text.get(start..end)?;
        let outside = |a: &&Amount| {
            let before = text.get(start..a.number.start).unwrap_or("");
            before.matches('（').count() == before.matches('）').count()
        };
        let here: Vec<&Amount> =
            all.iter().filter(|a| start <= a.number.start && a.number.end <= end).filter(outside).collect();
        let of_unit: Vec<&&Amount> = here.iter().filter(|a| a.unit == unit).collect();
        match of_unit.as_slice() {
            // 项目名称、项目名称支出3万元: a clause without a figure belongs to the one after it.
            [] if here.iter().all(|a| a.unit.is_empty())
                && clause.chars().count() <= 40
                && out.is_empty() | !clause.contains('占') => {}
            [one] => {
                // 占, 比上年: not a part but something said of it.
                let words: String = clause.chars().take(4).collect();
                if words.starts_with('占')
                    || words.starts_with('比')
                    || words.starts_with('较')
                    || words.starts_with("其中")
                    || words.starts_with("增")
                    || words.starts_with("减")
                {
                    break;
                }
                out.push((**one).clone());
            }
            _ => break,
        }
        let mark = text.get(end..).and_then(|t| t.chars().next()).unwrap_or('。');
        // In a list with commas a semicolon ends it.
        if mark == '；' && separators.iter().any(|s| *s != '；') {
            break;
        }
        separators.push(mark);
        start = end + mark.len_utf8();
    }
    Some(out)
}

/// Parts that share the whole between them by their very names.
fn complementary(text: &str, parts: &[Amount]) -> bool {
    let pairs = [
        ("地上", "地下"),
        ("计容", "不计容"),
        ("国内", "国（境）外"),
        ("基本支出", "项目支出"),
        ("人员经费", "公用经费"),
        ("男", "女"),
    ];
    parts.len() == 2
        && pairs.iter().any(|(a, b)| {
            let span = parts.first().zip(parts.last()).and_then(|(f, l)| {
                text.get(f.number.start.saturating_sub(90)..l.number.end).or_else(|| text.get(..l.number.end))
            });
            span.is_some_and(|s| s.contains(a) && s.contains(b))
        })
}

fn judge(scene: &Scene<'_>, line: &Line, list: &List, all: &[List], out: &mut Vec<Finding>) {
    let whole = list.whole.figure.value;
    let text = &line.text;
    if holds(whole, list) && !understood(scene, line, list) {
        scene.compare(list.parts.iter().chain([&list.whole]).map(|a| (line, a.number.clone())));
    }
    if holds(whole, list) || list.parts.iter().any(|p| p.unit != list.whole.unit) {
        return;
    }
    let lead: String = text.get(..list.whole.number.start).unwrap_or("").chars().rev().take(3).collect();
    let vague = |c: char| matches!(c, '约' | '近' | '超');
    if lead.contains(vague) || understood(scene, line, list) {
        return;
    }
    let total = sum(&list.parts);
    let exceeds = total.0 > whole.0;
    let complement = complementary(text, &list.parts);
    // 女性、党员、研究生: one person counts among several of them.
    let words = text.get(list.at.clone()).unwrap_or("");
    if !complement && OVERLAPPING.iter().any(|w| words.contains(w)) {
        return;
    }
    let swapped = swapped(&list.whole, total);
    // 其中 may name some parts only, and where a list without brackets ends is not sure.
    let tied = list.complete || complement || (list.total && (exceeds || swapped));
    if !(tied || exceeds && list.bracketed) {
        return;
    }
    // A slip inside another list that it is a part of, or whose whole it is, decides which figure is wrong.
    let repaired = all.iter().filter(|other| other.at != list.at).find(|other| {
        let changed = replace(other, &list.whole.number, total);
        !holds(other.whole.figure.value, other)
            && (changed.0 - changed.1).abs().0 <= allowed(&other.whole, &other.parts)
    });
    // The outer list of a pair is told with the inner one.
    let inner_tells = all.iter().any(|inner| {
        inner.at != list.at
            && list.parts.iter().any(|p| p.number == inner.whole.number)
            && !holds(inner.whole.figure.value, inner)
            && {
                let changed = replace(list, &inner.whole.number, sum(&inner.parts));
                (changed.0 - changed.1).abs().0 <= allowed(&list.whole, &list.parts)
            }
    });
    if inner_tells {
        return;
    }
    scene.compare(list.parts.iter().chain([&list.whole]).map(|a| (line, a.number.clone())));
    let shown = Figure { value: total, ..list.whole.figure };
    let severity = if repaired.is_some() || swapped || (exceeds && complement) || list.complete {
        Severity::Error
    } else {
        Severity::Warning
    };
    let numbers: Vec<String> = list.parts.iter().map(|p| p.figure.number()).collect();
    let workings = format!("{} = {} ≠ {}", numbers.join(" + "), shown.number(), list.whole.figure.number());
    let mut draft = Draft::of(severity, RULE, "分项之和不等于总数")
        .say(format!(
            "所列各项之和是{}{}，总数写作{}{}。",
            shown.number(),
            list.whole.unit,
            list.whole.figure.number(),
            list.whole.unit
        ))
        .stated(format!("{}{}", text.get(list.whole.number.clone()).unwrap_or(""), list.whole.unit))
        .expected(format!("{}{}", shown.number(), list.whole.unit))
        .workings(workings)
        .at(scene.spot(line, list.at.clone()));
    if repaired.is_some() || swapped || list.complete {
        let satisfies = 1 + u32::from(repaired.is_some());
        let confidence = if repaired.is_some() {
            97
        } else if swapped {
            85
        } else {
            50
        };
        draft = draft.suggest(shown.number(), swapped.then_some("swapped-digits"), confidence, satisfies);
    }
    if let Some(other) = repaired {
        draft = draft.witness(scene.spot(line, other.at.clone()));
    } else {
        draft = draft.certainty(Certainty::Likely);
    }
    out.push(draft.done());
}

/// Whole and sum of a list once the figure at a place is another.
fn replace(list: &List, at: &Range<usize>, value: Value) -> (Value, Value) {
    let whole = if list.whole.number == *at { value } else { list.whole.figure.value };
    let parts = list.parts.iter().fold(Value::ZERO, |s, p| s + if p.number == *at { value } else { p.figure.value });
    (whole, parts)
}

/// True if two neighbouring digits changed places.
fn swapped(whole: &Amount, value: Value) -> bool {
    let (a, b) = (whole.figure.number(), Figure { value, ..whole.figure }.number());
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let differ: Vec<usize> =
        if a.len() == b.len() { (0..a.len()).filter(|i| a.get(*i) != b.get(*i)).collect() } else { Vec::new() };
    matches!(differ.as_slice(), [i, j] if *j == i + 1 && a.get(*i) == b.get(*j) && a.get(*j) == b.get(*i))
}

/// True if the whole and its parts are facts: relations compare them.
fn understood(scene: &Scene<'_>, line: &Line, list: &List) -> bool {
    let known = |a: &Amount| {
        let span = line.span(a.number.clone());
        scene.d.facts.iter().any(|f| {
            matches!(f.origin, Origin::Narrative { block, .. } if block == line.block)
                && f.span.0 < span.end
                && span.start < f.span.1
        })
    };
    known(&list.whole) && list.parts.iter().filter(|p| known(p)).count() >= 2
}

/// 金额 − 调减 ＋ 追加 ＝ 实际支出 ＋ 结余.
fn balance(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.contains("实际支出") {
        return;
    }
    let pattern = re!(
        "金额([0-9][0-9,.]*)万元，(?:年中(?:执行|预算)?(调减|核减|调增|追加)([0-9][0-9,.]*)万元，)?实际支出([0-9][0-9,.]*)万元，(?:结余结转|结转结余|结余|结转)(?:资金)?([0-9][0-9,.]*)万元"
    );
    for found in pattern.all(&line.text) {
        let read = |i: usize| Figure::parse(group(&found, i), mingzhang_model::Unit::WanYuan);
        let (Some(given), Some(spent), Some(left)) = (read(1), read(4), read(5)) else { continue };
        let moved = read(3);
        let signed = match (group(&found, 2), moved) {
            (_, None) => Value::ZERO,
            ("调增" | "追加", Some(m)) => m.value,
            (_, Some(m)) => -m.value,
        };
        let terms: Vec<Figure> = [Some(given), moved, Some(spent), Some(left)]
            .into_iter()
            .flatten()
            .filter(|f| !f.value.is_zero())
            .collect();
        let step = terms.iter().map(|f| f.step.0).min().unwrap_or(0);
        let gap = given.value + signed - spent.value - left.value;
        scene.compare((1..=5).filter(|i| *i != 2 && !group(&found, *i).is_empty()).map(|i| (line, range(&found, i))));
        if gap.abs().0 <= step.saturating_mul(i64::try_from(terms.len() / 2).unwrap_or(0)) {
            continue;
        }
        let at = range(&found, 0);
        let right = given.value + signed - spent.value;
        let unit = |v: Value| Figure::show(v, mingzhang_model::Unit::WanYuan, 2);
        let change = match (group(&found, 2), moved) {
            (word @ ("调增" | "追加"), Some(m)) => format!(" + {word}{}", m.number()),
            (word, Some(m)) => format!(" − {word}{}", m.number()),
            _ => String::new(),
        };
        out.push(
            Draft::error(RULE, "金额、调整、支出与结余不平")
                .say(format!(
                    "金额{}{change}后是{}万元，与实际支出{}加结余{}之和相差{}万元。",
                    given.number(),
                    unit(given.value + signed),
                    spent.number(),
                    left.number(),
                    unit(gap)
                ))
                .stated(format!("{}万元", left.number()))
                .expected(format!("结余{}，或调整另有其数", unit(right)))
                .suggest(unit(right), None, 50, 1)
                .workings(format!("{}{change} − {} ≠ {}", given.number(), spent.number(), left.number()))
                .at(scene.spot(line, at))
                .done(),
        );
    }
}
