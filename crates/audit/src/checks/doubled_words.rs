//! A word or a mark written twice.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone, is_han, plain};
use mingzhang_model::{Certainty, Finding, SourceKind};

const RULE: &str = "doubled-words";

/// Words of reports whose doubling has no other reading when nothing follows that could go with the second.
const WORDS: [&str; 40] = [
    "项目", "工作", "资金", "经费", "支出", "收入", "预算", "决算", "单位", "部门", "情况", "建设", "服务", "补助",
    "补贴", "活动", "工程", "任务", "目标", "政策", "措施", "制度", "标准", "指标", "人员", "开展", "进行", "完成",
    "组织", "实施", "主要", "其中", "增加", "减少", "年度", "金额", "数量", "情形", "费用", "万元",
];

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    cells(scene, out);
    for line in &scene.lines {
        words(scene, line, out);
        // Lines of covers and lists of titles may run together.
        if !line.heading && !matches!(line.zone, Zone::Cover | Zone::Contents) {
            stretches(scene, line, out);
        }
        marks(scene, line, out);
        places(scene, line, out);
    }
}

/// Two letters that stand twice on end.
fn pairs(text: &str) -> impl Iterator<Item = [char; 2]> {
    let mut before = ['\0'; 3];
    text.chars().filter_map(move |d| {
        let [a, b, c] = before;
        before = [b, c, d];
        ((a, b) == (c, d)).then_some([a, b])
    })
}

fn words(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !pairs(&line.text).any(|[a, _]| is_han(a)) && !line.text.contains("指指") {
        return;
    }
    for word in WORDS {
        let twice = [word, word].concat();
        let mut from = 0;
        while let Some(at) = line.text.get(from..).and_then(|t| t.find(&twice)).map(|i| i + from) {
            let end = at + twice.len();
            from = end;
            let rest = line.text.get(end..).unwrap_or("");
            // What follows must not be able to join the second word (项目|项目库): a mark, 等, 的, a figure or the end.
            let closed = rest.is_empty()
                || rest.starts_with(['，', '。', '、', '；', '：', '等', '（', '）', '”'])
                || rest.starts_with(|c: char| c.is_ascii_digit())
                || word == "万元";
            // 分项工作工作 has another reading only in a heading without a verb; a third repetition is a slogan or a table.
            if rest.starts_with(word) || !(closed || joined(scene, line, word, end - twice.len()..end)) {
                continue;
            }
            out.push(
                Draft::warning(RULE, "词语重复")
                    .certainty(Certainty::Proven)
                    .say(format!("“{word}”重复，应当删去一个。"))
                    .stated(twice.clone())
                    .expected(word)
                    .suggest(word, Some("doubled"), 95, 1)
                    .at(scene.around(line, at..end, 16, 12))
                    .done(),
            );
        }
    }
    for found in re!("：指指[一-龥]").find_all(&line.text) {
        let at = found.start() + '：'.len_utf8()..found.start() + '：'.len_utf8() + "指指".len();
        out.push(
            Draft::warning(RULE, "词语重复")
                .certainty(Certainty::Proven)
                .say("“指”重复，应当删去一个。")
                .stated("指指")
                .expected("指")
                .suggest("指", Some("doubled"), 95, 1)
                .at(scene.around(line, at, 16, 12))
                .done(),
        );
    }
}

/// A cell of a table that another cell has with the word once.
fn cells(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let cells = || scene.d.document.blocks.iter().filter_map(|b| b.table()).flat_map(|t| &t.cells);
    // Four Han letters are twelve bytes.
    for cell in cells().filter(|c| c.text.len() >= 12 && c.text.chars().count() <= 40) {
        let text = plain(&cell.text);
        if !pairs(&text).any(|[a, b]| a != b && is_han(a) && is_han(b)) {
            continue;
        }
        for word in WORDS {
            let twice = [word, word].concat();
            let once = text.replacen(&twice, word, 1);
            if once == text || once.contains(&twice) {
                continue;
            }
            let times = |words: &str| cells().filter(|c| plain(&c.text) == words).count();
            // 二、…: another table may number the same words otherwise, or say more.
            let core = once.trim_start_matches(|c| "一二三四五六七八九十、".contains(c));
            let like = |c: &&mingzhang_model::Cell| {
                plain(&c.text) == once || core.chars().count() >= 8 && plain(&c.text).contains(core)
            };
            let Some(other) = cells().find(like).filter(|_| times(&text) == 1) else { continue };
            out.push(
                Draft::warning(RULE, "词语重复")
                    .certainty(Certainty::Proven)
                    .say(format!("“{text}”中“{word}”重复，别处是“{once}”。"))
                    .stated(twice)
                    .expected(word)
                    .suggest(word, Some("doubled"), 90, 1)
                    .at(scene.cell(cell))
                    .witness(scene.cell(other))
                    .done(),
            );
        }
    }
}

/// So often between the same words a word shows that it stands there once, whatever names end with it.
const USUAL: usize = 2;

/// Names of the field whose first word is never the end of another.
const TERMS: [&str; 4] = ["预算财政拨款", "项目支出", "支出决算", "支出预算"];

/// Words that no compound begins or ends with.
const ALONE: [&str; 4] = ["主要", "其中", "增加", "减少"];

/// True if the second of two equal words cannot be the beginning of a compound (项目|项目库), nor the first the end of one.
fn joined(scene: &Scene<'_>, line: &Line, word: &str, at: std::ops::Range<usize>) -> bool {
    let before = line.text.get(..at.start).unwrap_or("");
    // On a page a line may go on from the one before.
    let opens = before.is_empty() && scene.d.document.kind != SourceKind::Pages;
    if ALONE.contains(&word)
        || opens
        || before.ends_with("年度")
        || re!("^[0-9]{1,2}[.．、]$").is_match(before)
        || before.ends_with(['，', '。', '、', '；', '：', '（', '）', '“', '及', '和', '与', '为', '是'])
    {
        return true;
    }
    // 其他支出|支出决算: the first is part of a name.
    let first = line.text.get(..at.start + word.len()).unwrap_or("");
    let named = |name: &str| name.len() > word.len() && name.ends_with(word) && first.ends_with(name);
    // Written once everywhere else between the same words.
    let left: String = before.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
    let right: String = line.text.get(at.end..).unwrap_or("").chars().take(2).collect();
    let times = |words: &str| scene.lines.iter().map(|l| l.text.matches(words).count()).sum::<usize>();
    let word_like = |c: char| is_han(c) || matches!(c, '（' | '）');
    let known = left.chars().all(word_like) && left.chars().count() >= 2 && right.chars().all(is_han);
    let once = if known { times(&format!("{left}{word}{right}")) } else { 0 };
    let doubled = times(&format!("{left}{word}{word}{right}"));
    if once > USUAL && doubled == 1 {
        return true;
    }
    let rows = scene.d.tables.iter().flat_map(|t| &t.rows).map(|r| plain(&r.label));
    let items = scene.d.items.iter().flat_map(|i| &i.names).map(|n| plain(n));
    if rows.chain(items).any(|n| named(&n)) {
        return false;
    }
    // A name of the field's own that no other word runs into: 一般公共|项目支出.
    let term = format!("{word}{right}");
    let fixed = TERMS.iter().any(|t| line.text.get(at.start + word.len()..).is_some_and(|r| r.starts_with(t)));
    let apart = TERMS.iter().any(|t| t.starts_with(&term)) && fixed && doubled == 1;
    let after = |w: &str| before.ends_with(w);
    let purse = ["一般公共", "政府性基金", "国有资本经营"].into_iter().any(after) && right == "财政"
        || after("一般公共预算") && word == "项目" && right == "支出";
    once >= 2 && doubled == 1 || once >= 1 && apart || fixed && purse
}

/// A stretch of four letters or more written twice on end.
fn stretches(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let chars: Vec<char> = line.text.chars().collect();
    let mut i = 0;
    while let Some(first) = chars.get(i) {
        let part = |from: usize, n: usize| chars.get(from..from + n);
        let near = chars.get(i + 4..chars.len().min(i + 17)).unwrap_or(&[]);
        let twice = |n: &usize| part(i, *n) == part(i + n, *n) && chars.iter().skip(i).take(*n).all(|c| is_han(*c));
        let run = (0..near.len()).rev().filter(|k| near.get(*k) == Some(first)).map(|k| k + 4).find(twice);
        let Some(n) = run else {
            i += 1;
            continue;
        };
        let byte = |n: usize| line.text.char_indices().nth(n).map_or(line.text.len(), |(at, _)| at);
        let (start, end) = (byte(i), byte(i + 2 * n));
        let once: String = part(i, n).unwrap_or(&[]).iter().collect();
        i += 2 * n;
        // A 款 and a 项 of one name stand side by side; syllables repeated inside (一步一步一步) are style.
        let subject = [once.clone(), format!("{once}支出")]
            .iter()
            .any(|s| !scene.catalog.subjects.functional.named(s).is_empty());
        let inner: Vec<char> = once.chars().collect();
        let rhythmic = inner.len().is_multiple_of(2) && inner.chunks(2).all(|c| Some(c) == inner.get(..2));
        // Two entries of a list that only white space divides are no repetition.
        let apart = scene.d.text(line.span(start..end)).contains(char::is_whitespace);
        if subject || rhythmic || apart {
            continue;
        }
        out.push(
            Draft::warning(RULE, "词语重复")
                .say(format!("“{once}”连着写了两遍，应当删去一遍。"))
                .stated([once.as_str(), once.as_str()].concat())
                .expected(once.clone())
                .suggest(once, Some("doubled"), 90, 1)
                .at(scene.around(line, start..end, 12, 12))
                .done(),
        );
    }
}

/// Marks that cannot follow each other.
fn marks(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let mark = |c: char| matches!(c, '。' | '，' | '、' | '；' | '：');
    if !line.text.chars().zip(line.text.chars().skip(1)).any(|(a, b)| mark(a) && mark(b)) {
        return;
    }
    for found in re!("([^。，、；：]|^)(。。|，，|、、|；；|：：|、。|，。|。，|；。|。；|，、|、，)([^。，、；：]|$)")
        .all(&line.text)
    {
        let at = range(&found, 2);
        let twice = group(&found, 2);
        let right: String = twice.chars().find(|c| *c == '。').or(twice.chars().next()).into_iter().collect();
        out.push(
            Draft::info(RULE, "标点重复")
                .certainty(Certainty::Proven)
                .say(format!("标点“{twice}”连用，应当只留一个。"))
                .stated(twice)
                .expected(right.clone())
                .suggest(right, Some("doubled"), 80, 1)
                .at(scene.around(line, at, 16, 8))
                .done(),
        );
    }
}

/// A full stop inside a short list of places.
fn places(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !["地点：", "国家：", "目的地：", "地区：", "（地区）："].iter().any(|w| line.text.contains(w))
    {
        return;
    }
    let pattern = re!(
        "^((?:出访|到访|前往)?(?:地点|国家|目的地|国家和地区|国家（地区）)：(?:[一-龥]{2,6}、)*[一-龥]{2,6})(。)([一-龥]{2,6}(?:、[一-龥]{2,6})*)。?$"
    );
    let Some(found) = pattern.groups(&line.text) else { return };
    let before: String = group(&found, 1).rsplit(['：', '、']).next().unwrap_or("").to_owned();
    let after: String = group(&found, 3).split('、').next().unwrap_or("").to_owned();
    out.push(
        Draft::warning(RULE, "并列地点之间误用句号")
            .say(format!("“{before}”与“{after}”是并列的地点，中间应当用顿号。"))
            .stated(format!("{before}。{after}"))
            .expected(format!("{before}、{after}"))
            .suggest(format!("{before}、{after}"), None, 90, 1)
            .at(scene.whole(line))
            .done(),
    );
}
