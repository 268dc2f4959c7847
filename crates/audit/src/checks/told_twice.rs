//! One fact told twice in the text, with two values; and units that slipped against what stands beside them.

use super::amounts::{Amount, amounts};
use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone, is_han, plain};
use mingzhang_model::{Certainty, Coordinates, Dimension, Finding, Unit};
use rustc_hash::FxHashMap;

const RULE: &str = "told-twice";

/// More passages full of indicators than a report has: the rest is not compared.
const PASSAGES: usize = 300;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let told = indicators(scene);
    same_words(scene, &told, out);
    parallel(scene, &told, out);
    rows(scene, out);
    siblings(scene, out);
}

/// An indicator with its value in running text.
struct Told<'a> {
    line: &'a Line,
    amount: Amount,
    /// The letters directly before (and after) the figure, general words dropped.
    phrase: String,
    /// Position among the indicators of its line.
    order: usize,
}

/// Words before an indicator that say nothing of what it is.
const GENERAL: [&str; 26] = [
    "全年",
    "全市",
    "全区",
    "全县",
    "本年度",
    "本年",
    "年内",
    "累计",
    "共计",
    "一共",
    "共",
    "已",
    "实现",
    "新",
    "约",
    "超过",
    "超",
    "达到",
    "达",
    "为",
    "近",
    "了",
    "总计",
    "其中",
    "年度",
    "实际",
];

/// Ends of money phrases that every report repeats for many things.
const FINANCE: [&str; 14] = [
    "支出",
    "收入",
    "预算",
    "决算",
    "经费",
    "资金",
    "金额",
    "合计",
    "总计",
    "预算数",
    "决算数",
    "支出决算",
    "结转",
    "结余",
];

fn phrase(text: &str) -> String {
    let mut words: String =
        text.chars().rev().take_while(|c| is_han(*c)).take(16).collect::<Vec<_>>().into_iter().rev().collect();
    loop {
        let shorter =
            GENERAL.iter().find_map(|g| words.strip_prefix(g).or_else(|| words.strip_suffix(g)).map(str::to_owned));
        match shorter {
            Some(s) if !s.is_empty() => words = s,
            _ => return words,
        }
    }
}

fn indicators<'a>(scene: &'a Scene<'_>) -> Vec<Told<'a>> {
    let Some(year) = scene.year() else { return Vec::new() };
    let listing: Vec<Option<usize>> = scene.d.items.iter().map(|i| scene.d.section_of(i.name_span.block)).collect();
    let mut out = Vec::new();
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment)) {
        // Items of the functional list are each about their own subject.
        if line.text.chars().count() < 20 || listing.contains(&line.section) {
            continue;
        }
        for (order, amount) in line.amounts().iter().cloned().enumerate() {
            if amount.unit.is_empty() || matches!(amount.unit, "%" | "个百分点" | "份" | "项") {
                continue;
            }
            let head = line.text.get(..amount.number.start).unwrap_or("");
            let sentence = line.sentence(amount.number.start);
            let own = line.text.get(sentence).unwrap_or("");
            let clause: String = head.rsplit(['，', '。', '；', '：', '、', '（']).next().unwrap_or("").to_owned();
            // Targets, parts of the year and other years are other facts.
            let other = [
                "计划",
                "目标",
                "任务",
                "拟",
                "预计",
                "力争",
                "不少于",
                "不低于",
                "上年",
                "去年",
                "同期",
                "季度",
                "上半年",
                "下半年",
                "月份",
                "至今",
                "截至",
            ]
            .iter()
            .any(|w| clause.contains(w) || (w.chars().count() > 2 && own.contains(w)));
            let years = re!("20[0-9]{2}").find_all(own).iter().any(|m| m.as_str() != year.to_string());
            if other || years {
                continue;
            }
            let mut words = phrase(head);
            // 促成3.2万人达成意向: what is counted stands after the figure.
            let tail: String =
                line.text.get(amount.whole.end..).unwrap_or("").chars().take_while(|c| is_han(*c)).take(10).collect();
            if words.chars().count() <= 2 && tail.chars().count() >= 4 {
                words = tail;
            }
            out.push(Told { line, amount, phrase: words, order });
        }
    }
    out
}

fn differ(a: &Told<'_>, b: &Told<'_>) -> bool {
    a.amount.unit == b.amount.unit && !a.amount.figure.interval().overlaps(b.amount.figure.interval())
}

/// Five letters or more, the same in both places.
fn same_words(scene: &Scene<'_>, told: &[Told<'_>], out: &mut Vec<Finding>) {
    let mut groups: FxHashMap<(&str, &str), Vec<&Told<'_>>> = FxHashMap::default();
    for t in told {
        groups.entry((t.phrase.as_str(), t.amount.unit)).or_default().push(t);
    }
    for (i, first) in told.iter().enumerate() {
        let length = first.phrase.chars().count();
        let money = first.amount.is_money();
        if length < if money { 7 } else { 5 } || (money && FINANCE.iter().any(|f| first.phrase.ends_with(f))) {
            continue;
        }
        let Some(group) = groups.get(&(first.phrase.as_str(), first.amount.unit)) else { continue };
        // The first of its group speaks for it; three values or two in one paragraph are an enumeration.
        if !group.first().is_some_and(|g| std::ptr::eq(*g, first)) || i + 1 == told.len() {
            continue;
        }
        let [one, two] = group.as_slice() else { continue };
        // 该类项目总数 means another kind each time; passages of one section enumerate.
        let pointing = first.phrase.starts_with(['该', '本', '此', '其', '每', '各']);
        if one.line.block != two.line.block && !pointing && one.line.section != two.line.section {
            scene.compare([one, two].map(|t| (t.line, t.amount.number.clone())));
            if differ(one, two) {
                report(scene, one, two, out);
            }
        }
    }
}

fn report(scene: &Scene<'_>, one: &Told<'_>, two: &Told<'_>, out: &mut Vec<Finding>) {
    let show = |t: &Told<'_>| t.line.text.get(t.amount.whole.clone()).unwrap_or("").to_owned();
    out.push(
        Draft::warning(RULE, "同一指标两处数值不同")
            .certainty(Certainty::Ask)
            .say(if one.phrase == two.phrase {
                format!("“{}”一处是{}，另一处是{}，请核对。", one.phrase, show(one), show(two))
            } else {
                format!(
                    "两处所说相近，“{}”是{}，“{}”是{}，请核对是否同一指标。",
                    one.phrase,
                    show(one),
                    two.phrase,
                    show(two)
                )
            })
            .stated(show(one))
            .expected(format!("两处一致（另一处为{}）", show(two)))
            .at(scene.around(one.line, one.amount.whole.clone(), 14, 10))
            .witness(scene.around(two.line, two.amount.whole.clone(), 14, 10))
            .done(),
    );
}

/// Pairs of letters that two phrases share.
fn alike(a: &str, b: &str) -> bool {
    let pairs = |s: &str| -> Vec<(char, char)> {
        let c: Vec<char> = s.chars().collect();
        c.windows(2).filter_map(|w| Some((*w.first()?, *w.last()?))).collect()
    };
    let (p, q) = (pairs(a), pairs(b));
    let shared = p.iter().filter(|x| q.contains(x)).count();
    shared >= 1 && shared * 5 >= p.len().min(q.len())
}

/// Two passages that tell the same run of indicators: at least three alike, in order, close together, each in another unit and none
/// of money (sums recur with other purposes).
fn parallel(scene: &Scene<'_>, told: &[Told<'_>], out: &mut Vec<Finding>) {
    let mut passages: Vec<Vec<&Told<'_>>> = Vec::new();
    for t in told.iter().filter(|t| t.phrase.chars().count() >= 3 && !t.amount.is_money()) {
        match passages.last_mut().filter(|p| p.last().is_some_and(|l| l.line.block == t.line.block)) {
            Some(passage) => passage.push(t),
            None => passages.push(vec![t]),
        }
    }
    passages.retain(|p| (3..=80).contains(&p.len()));
    passages.truncate(PASSAGES);
    for (i, one) in passages.iter().enumerate() {
        for two in passages.iter().skip(i + 1) {
            let pairs: Vec<(&Told<'_>, &Told<'_>)> = one
                .iter()
                .flat_map(|a| two.iter().map(move |b| (*a, *b)))
                .filter(|(a, b)| {
                    a.amount.unit == b.amount.unit && a.line.section != b.line.section && alike(&a.phrase, &b.phrase)
                })
                .collect();
            for (a, b) in chain(&pairs) {
                scene.compare([a, b].map(|t| (t.line, t.amount.number.clone())));
                if differ(a, b) {
                    report(scene, a, b, out);
                }
            }
        }
    }
}

/// The longest run of pairs that goes on in both passages with a new unit each time; empty if shorter than three.
fn chain<'p, 'a>(pairs: &[(&'p Told<'a>, &'p Told<'a>)]) -> Vec<(&'p Told<'a>, &'p Told<'a>)> {
    let mut best: Vec<(&Told<'_>, &Told<'_>)> = Vec::new();
    for start in 0..pairs.len() {
        let mut run: Vec<(&Told<'_>, &Told<'_>)> = Vec::new();
        for (a, b) in pairs.iter().skip(start) {
            let fits = match run.last() {
                None => true,
                Some((c, d)) => {
                    (1..=3).contains(&a.order.saturating_sub(c.order))
                        && (1..=3).contains(&b.order.saturating_sub(d.order))
                        && run.iter().all(|(x, _)| x.amount.unit != a.amount.unit)
                }
            };
            if fits {
                run.push((a, b));
            }
        }
        if run.len() > best.len() {
            best = run;
        }
    }
    if best.len() >= 3 { best } else { Vec::new() }
}

/// A row of a performance form whose result is in another unit than its target.
fn rows(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for block in &scene.d.document.blocks {
        let Some(grid) = block.table() else { continue };
        if !grid.cells.iter().any(|c| c.text.contains('值')) {
            continue;
        }
        let mut columns: Option<(usize, usize)> = None;
        for row in 0..grid.rows {
            let find = |words: &[&str]| {
                (0..grid.columns)
                    .filter(|c| grid.text(row, *c).contains('值'))
                    .find(|c| words.iter().any(|w| plain(grid.text(row, *c)).ends_with(w)))
            };
            if let (Some(target), Some(actual)) =
                (find(&["指标值", "年度指标值"]), find(&["实际完成值", "全年完成值", "完成值", "实际完成指标值"]))
                && target != actual
            {
                columns = Some((target, actual));
                continue;
            }
            let Some((target, actual)) = columns else { continue };
            let (a, b) = (plain(grid.text(row, target)), plain(grid.text(row, actual)));
            let one = |t: &str| -> Option<Amount> {
                let found = amounts(t);
                let [only] = found.as_slice() else { return None };
                (only.whole.end == t.len() && !only.unit.is_empty()).then(|| only.clone())
            };
            let (Some(plan), Some(done)) = (one(&a), one(&b)) else { continue };
            let slip = plan.is_money() != done.is_money() && plan.unit.starts_with('万') && done.unit.starts_with('万');
            let (Some(cell), true) = (grid.at(row, actual), slip) else { continue };
            let number = b.get(done.number.clone()).unwrap_or("").to_owned();
            let mut draft = Draft::error(RULE, "完成值与指标值单位不同")
                .say(format!("指标值是{a}，完成值写作{b}，单位不同，应为{number}{}。", plan.unit))
                .stated(b.clone())
                .expected(format!("{number}{}", plan.unit))
                .suggest(format!("{number}{}", plan.unit), Some("unit"), 95, 1)
                .at(scene.cell(cell));
            if let Some(witness) = grid.at(row, target) {
                draft = draft.witness(scene.cell(witness));
            }
            out.push(draft.done());
        }
    }
}

/// One 元 among amounts in 万元: 金额318.40元 in a list whose other items are all in 万元.
fn siblings(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let pattern = re!("(金额|实际支出)([0-9][0-9,]*(?:\\.[0-9]+)?)(万元|元)");
    let mut from = 0;
    while from < scene.lines.len() {
        let section = scene.lines.get(from).and_then(|l| l.section);
        let end =
            scene.lines.iter().skip(from).position(|l| l.section != section).map_or(scene.lines.len(), |n| from + n);
        let lines = scene.lines.get(from..end).unwrap_or(&[]);
        from = end.max(from + 1);
        let numbered = |l: &&Line| re!("^(?:[0-9]{1,3}[.．、]|（[0-9一二三四五六七八九十]{1,3}）)").is_match(&l.text);
        let told: Vec<(&Line, std::ops::Range<usize>, &str, &str)> = lines
            .iter()
            .filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment) && numbered(l))
            .flat_map(|l| {
                pattern
                    .all(&l.text)
                    .into_iter()
                    .map(move |c| (l, range(&c, 2).start..range(&c, 3).end, group(&c, 2), group(&c, 3)))
            })
            .collect();
        let odd: Vec<_> = told.iter().filter(|t| t.3 == "元").collect();
        let [(line, at, number, _)] = odd.as_slice() else { continue };
        let small = number.contains('.')
            && amounts(number).iter().all(|a| a.figure.value.0 < 10_000 * mingzhang_model::number::SCALE);
        if told.len() < 6 || !small {
            continue;
        }
        let proof = proven(scene, lines, number);
        let draft = if proof.is_some() {
            Draft::error(RULE, "金额单位疑为万元")
        } else {
            Draft::warning(RULE, "金额单位疑为万元")
        };
        let why = proof.clone().unwrap_or_else(|| "同一清单的其他金额都以万元为单位".to_owned());
        out.push(
            draft
                .say(format!("{number}元疑为{number}万元：{why}。"))
                .stated(format!("{number}元"))
                .expected(format!("{number}万元"))
                .suggest(
                    format!("{number}万元"),
                    Some("unit"),
                    if proof.is_some() { 99 } else { 80 },
                    1 + u32::from(proof.is_some()),
                )
                .workings(why)
                .at(scene.around(line, at.clone(), 20, 0))
                .done(),
        );
    }
}

/// The amounts of the list, spent where told and given else, make 项目支出 only with 万元.
fn proven(scene: &Scene<'_>, lines: &[Line], number: &str) -> Option<String> {
    let target = Coordinates::of("支出").at(Dimension::Nature, "项目支出");
    let total = scene.d.facts.iter().find(|f| f.coordinates == target && f.figure.unit == Unit::WanYuan)?.figure;
    let pattern = re!("(金额|实际支出)([0-9][0-9,]*(?:\\.[0-9]+)?)(万元|元)");
    let (mut sum, mut count, mut step) = (0i64, 0i64, i64::MAX);
    for line in lines {
        let found = pattern.all(&line.text);
        for (i, c) in found.iter().enumerate() {
            let spent_follows = found.get(i + 1).is_some_and(|n| group(n, 1) == "实际支出");
            if group(c, 1) == "金额" && spent_follows {
                continue;
            }
            let unit = if group(c, 2) == number || group(c, 3) == "万元" { Unit::WanYuan } else { Unit::Yuan };
            let figure = mingzhang_model::Figure::parse(group(c, 2), unit)?;
            sum = sum.checked_add(figure.value.0)?;
            if !figure.value.is_zero() {
                count += 1;
                step = step.min(figure.step.0);
            }
        }
    }
    let gap = (total.value.0 - sum).abs();
    (count >= 6 && gap <= (count / 2).saturating_mul(step)).then(|| {
        format!(
            "按万元计各项合计{}万元，与项目支出{}相符",
            mingzhang_model::Figure::show(mingzhang_model::Amount(sum), Unit::WanYuan, 2),
            total
        )
    })
}
