//! Numbers of parts and sections: one after another, none missing, none twice.

use super::build::Draft;
use super::pattern::{group, re};
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::{Finding, Section};

const RULE: &str = "heading-sequence";

/// More sections than a report has: the outline was not read right.
const MANY: usize = 3000;

/// The value of a printed ordinal: 第一部分, 二、, （三）, 4.; `None` if it is none.
pub(crate) fn ordinal(text: &str) -> Option<u32> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if !digits.is_empty() {
        return digits.parse().ok();
    }
    let han: Vec<char> = text.chars().filter(|c| "一二三四五六七八九十".contains(*c)).collect();
    let value = |c: &char| "一二三四五六七八九".chars().position(|d| d == *c).and_then(|p| u32::try_from(p + 1).ok());
    match han.as_slice() {
        ['十'] => Some(10),
        ['十', one] => Some(10 + value(one)?),
        [ten, '十'] => Some(10 * value(ten)?),
        [ten, '十', one] => Some(10 * value(ten)? + value(one)?),
        [one] => value(one),
        _ => None,
    }
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    super::torn_titles::run(scene, out);
    let from = out.len();
    lost(scene, out);
    let lost = out.len() - from;
    let sections = &scene.d.sections;
    if sections.len() > MANY {
        return;
    }
    let mut parents: Vec<Option<usize>> = vec![None];
    parents.extend((0..sections.len()).map(Some));
    // Where no part is numbered, titles of tables and headings without number do not end a list of sections.
    let parts = sections.iter().any(|s| s.level == 1 && !s.number.is_empty());
    for parent in parents {
        let range = parent.and_then(|p| sections.get(p)).map_or((0, usize::MAX), |s| s.blocks);
        let level = parent.and_then(|p| sections.get(p)).map_or(0, |s| s.level);
        if !parts && level == 1 {
            continue;
        }
        let below: Vec<&Section> = sections
            .iter()
            .filter(|s| s.level > level && range.0 <= s.blocks.0 && s.blocks.0 < range.1)
            .filter(|s| parts || s.level > 1)
            .collect();
        let Some(first) = below.iter().map(|s| s.level).min() else { continue };
        // Attachments bring an outline of their own each.
        let (attached, children): (Vec<&Section>, Vec<&Section>) = below
            .into_iter()
            .filter(|s| s.level == first)
            .partition(|s| scene.line(s.blocks.0).is_none_or(|l| l.zone == Zone::Attachment));
        if first > 1 && first <= 3 && parent.is_some() {
            within_attachment(scene, &attached, out);
        }
        // A section that is missing leaves its number free: it is told by its name.
        if first <= 3 && lost == 0 {
            siblings(scene, parent.and_then(|p| sections.get(p)), &children, out);
        }
    }
}

fn siblings(scene: &Scene<'_>, parent: Option<&Section>, children: &[&Section], out: &mut Vec<Finding>) {
    let numbered: Vec<(&Section, u32)> = children.iter().filter_map(|s| Some((*s, ordinal(&s.number)?))).collect();
    if let (Some(parent), [(first, 2), ..]) = (parent, numbered.as_slice()) {
        // 主要职责 … 二、机构设置: the first heading lost its number.
        let between = scene.lines.iter().find(|l| {
            l.block > parent.blocks.0
                && l.block < first.blocks.0
                && l.text.chars().count() <= 14
                && !l.text.contains(['。', '，', '：', '；'])
                && super::amounts::amounts(&l.text).is_empty()
        });
        if let Some(line) = between {
            let right = format!("{}{}", plain(&first.number).replace('二', "一").replace('2', "1"), line.text);
            out.push(
                Draft::warning(RULE, "标题缺少编号")
                    .say(format!("本部分直接出现“{}{}”，前面的“{}”没有编号。", first.number, first.title, line.text))
                    .stated(line.text.clone())
                    .expected(right.clone())
                    .suggest(right, None, 80, 1)
                    .at(scene.whole(line))
                    .done(),
            );
        }
    }
    let from = out.len();
    out.extend((1..numbered.len()).filter_map(|k| one_twice(scene, parent, &numbered, k)));
    if numbered.len() < 3 || out.len() > from {
        return;
    }
    let breaks: Vec<_> = numbered.windows(2).filter(|w| matches!(w, [(_, a), (_, b)] if *b != a + 1)).collect();
    // A list within a list may have numbers of the same kind: each run from 一 on is one.
    let starts: Vec<usize> =
        (0..numbered.len()).filter(|k| *k == 0 || numbered.get(*k).is_some_and(|(_, n)| *n == 1)).collect();
    let ends = starts.iter().skip(1).copied().chain([numbered.len()]);
    let runs: Vec<_> = starts.iter().zip(ends).filter_map(|(a, b)| numbered.get(*a..b)).collect();
    for run in runs.iter().filter(|run| runs.len() == 1 || run.len() > 3) {
        out.extend(single(scene, run, runs.len() > 1));
    }
    if out.len() > from {
        return;
    }
    // More than one break: the outline was not read right, or the numbering starts anew.
    let [[(before, a), (after, b)]] = breaks.as_slice() else { return };
    if *b == 1 || (a + 1..*b).all(|n| printed_between(scene, before, after, n)) && a < b {
        return;
    }
    let (Some(line), Some(witness)) = (scene.line(after.blocks.0), scene.line(before.blocks.0)) else { return };
    let (title, message) = if b == a {
        ("标题编号重复", format!("“{}”之后又是“{}”，编号重复。", before.number, after.number))
    } else if b > a {
        ("标题编号不连续", format!("“{}”之后是“{}”，中间缺号。", before.number, after.number))
    } else {
        ("标题编号次序颠倒", format!("“{}”之后是“{}”，次序颠倒。", before.number, after.number))
    };
    out.push(
        Draft::info(RULE, title)
            .say(message)
            .stated(after.number.clone())
            .at(scene.whole(line))
            .witness(scene.whole(witness))
            .done(),
    );
}

/// One number in the midst of a list of an attachment that does not fit: attachments follow one another, so that ends prove nothing.
fn within_attachment(scene: &Scene<'_>, children: &[&Section], out: &mut Vec<Finding>) {
    let numbered: Vec<(&Section, u32)> = children.iter().filter_map(|s| Some((*s, ordinal(&s.number)?))).collect();
    for k in 2..numbered.len().saturating_sub(1) {
        let Some([(_, a), (before, b), (section, said), (_, d)]) = numbered.get(k - 2..k + 2) else { continue };
        let fits = *b == a + 1 && *d == b + 2 && *said != b + 1 && *said > 1;
        let (Some(line), Some(witness)) = (scene.line(section.blocks.0), scene.line(before.blocks.0)) else { continue };
        if let Some(number) = like(&plain(&section.number), b + 1).filter(|_| fits) {
            out.push(repeated(scene, line, witness, (&before.number, &section.number), number));
        }
    }
}

/// 一、…一、…三、: the second of a list that is numbered like the first.
fn one_twice(scene: &Scene<'_>, parent: Option<&Section>, numbered: &[(&Section, u32)], k: usize) -> Option<Finding> {
    let ((first, 1), (second, 1)) = (numbered.get(k - 1)?, numbered.get(k)?) else { return None };
    // The second may begin a list of its own; with nothing behind it, only two headings of one part are one list.
    let goes_on = match numbered.get(k + 1) {
        Some((_, next)) => *next == 3,
        None => numbered.len() == 2 && parent.is_some_and(|p| p.level == 1 && !p.number.is_empty()),
    };
    let (line, witness) = (scene.line(second.blocks.0)?, scene.line(first.blocks.0)?);
    let number = like(&plain(&second.number), 2).filter(|_| goes_on)?;
    Some(repeated(scene, line, witness, (&first.number, &second.number), number))
}

fn repeated(scene: &Scene<'_>, line: &Line, witness: &Line, said: (&str, &str), number: String) -> Finding {
    let (title, what) = if plain(said.0) == plain(said.1) {
        ("标题编号重复", "编号重复")
    } else {
        ("标题编号有误", "与前后的编号都接不上")
    };
    Draft::info(RULE, title)
        .say(format!("“{}”之后是“{}”，{what}，应为“{number}”。", said.0, said.1))
        .stated(said.1)
        .expected(number.clone())
        .suggest(number, None, 90, 1)
        .at(scene.whole(line))
        .witness(scene.whole(witness))
        .done()
}

/// One heading among others that go on without it: 二、三、三、五、 — its number alone is wrong.
fn single(scene: &Scene<'_>, numbered: &[(&Section, u32)], nested: bool) -> Option<Finding> {
    let first = numbered.first().map_or(1, |(_, n)| *n);
    let right = |k: usize| u32::try_from(k).unwrap_or(u32::MAX).saturating_add(first);
    let wrong: Vec<usize> =
        (0..numbered.len()).filter(|k| numbered.get(*k).is_some_and(|(_, n)| *n != right(*k))).collect();
    let [k] = wrong.as_slice() else { return None };
    let (section, said) = numbered.get(*k)?;
    // The last of a list may begin another one.
    if numbered.len() < 4 || *k == 0 || (k + 1 == numbered.len() && (*said == 1 || nested && *said + 1 != right(*k))) {
        return None;
    }
    let (line, witness) = (scene.line(section.blocks.0)?, scene.line(numbered.get(k - 1)?.0.blocks.0)?);
    let last = numbered.get(k - 1)?.0;
    if *said > right(*k) && (right(*k)..*said).all(|n| printed_between(scene, last, section, n)) {
        return None;
    }
    let before = &last.number;
    let number = like(&plain(&section.number), right(*k))?;
    let (title, what) = match said {
        n if *n == right(*k) - 1 => ("标题编号重复", "编号重复"),
        n if *n < right(*k) => ("标题编号次序颠倒", "次序颠倒"),
        _ if k + 1 == numbered.len() => ("标题编号不连续", "中间缺号"),
        _ => ("标题编号有误", "与前后的编号都接不上"),
    };
    Some(
        Draft::info(RULE, title)
            .say(format!("“{before}”之后是“{}”，{what}，应为“{number}”。", section.number))
            .stated(section.number.clone())
            .expected(number.clone())
            .suggest(number, None, 90, 1)
            .at(scene.whole(line))
            .witness(scene.whole(witness))
            .done(),
    )
}

/// Another number printed as this one is.
fn like(printed: &str, number: u32) -> Option<String> {
    const ONES: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let from = printed.find(digit)?;
    let to = printed.rfind(digit).and_then(|i| Some(i + printed.get(i..)?.chars().next()?.len_utf8()))?;
    let value = if printed.contains(|c: char| c.is_ascii_digit()) {
        number.to_string()
    } else {
        let ones = ONES.get(usize::try_from(number % 10).ok()?)?;
        match number / 10 {
            0 => (*ones).to_owned(),
            1 => format!("十{ones}"),
            tens => format!("{}十{ones}", ONES.get(usize::try_from(tens).ok()?)?),
        }
    };
    Some(format!("{}{value}{}", printed.get(..from)?, printed.get(to..)?))
}

/// True if a paragraph between two headings opens with the number, printed as theirs are: a long entry of a list is no heading, and
/// counts all the same.
fn printed_between(scene: &Scene<'_>, before: &Section, after: &Section, number: u32) -> bool {
    let kind = |t: &str| (t.contains(|c: char| c.is_ascii_digit()), t.starts_with('（'));
    let own = kind(&plain(&after.number));
    scene.lines.iter().filter(|l| before.blocks.0 < l.block && l.block < after.blocks.0).any(|l| {
        let head: String = l.text.chars().take_while(|c| !matches!(c, '）' | '、' | '.' | '．')).take(6).collect();
        head.chars().all(|c| c == '（' || c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
            && kind(&head) == own
            && ordinal(&head) == Some(number)
    })
}

/// A section that the table of contents announces and nothing in the report has the title of.
fn lost(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let open = re!(
        "^(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)([^.…·]{2,40}?)[.…·]*[0-9]*页?$"
    );
    let core = |t: &str| {
        t.replace(['“', '”', '"', '（', '）', '的'], "").trim_end_matches("说明").trim_end_matches("情况").to_owned()
    };
    let entries: Vec<(&Line, String, String)> = scene
        .lines
        .iter()
        .filter(|l| l.zone == Zone::Contents && !l.text.contains('。'))
        .filter_map(|l| open.groups(&l.text).map(|c| (l, group(&c, 1).to_owned(), core(group(&c, 2)))))
        .collect();
    let title = |l: &Line| core(open.groups(&l.text).map_or(l.text.as_str(), |c| group(&c, 2)));
    let body: Vec<(bool, String)> = scene
        .lines
        .iter()
        // Where the contents ends may be unsure: a line in it that is no entry is one of the text.
        .filter(|l| l.text.chars().count() <= 60 && (l.zone != Zone::Contents || open.groups(&l.text).is_none()))
        .map(|l| (l.heading, title(l)))
        .collect();
    // A heading may be worded a little otherwise, but not if it is another entry's own; a table of that name is not the section.
    // 清溪县林业局机构设置 is 单位机构设置.
    let entity = scene.entity().unwrap_or_else(|| "本单位".to_owned());
    let own = |t: &str| t.replace(&entity, "").trim_start_matches("部门").trim_start_matches("单位").to_owned();
    let has = |name: &str| {
        body.iter().any(|(heading, b)| {
            own(b) == own(name)
                || *heading
                    && !b.ends_with('表')
                    && strsim::levenshtein(b, name) <= 1 + name.chars().count() / 5
                    && entries.iter().all(|(_, _, other)| other != b)
        })
    };
    let sections: Vec<_> = entries.iter().filter(|(_, _, name)| !name.ends_with('表')).collect();
    let mut missing: Vec<_> = sections.iter().filter(|(_, _, name)| !has(name)).collect();
    // Many that are not there are named otherwise, or the contents is another's.
    if sections.len() < 5 || missing.len() > 3 {
        return;
    }
    // A heading with the same number at that place is the section under another name.
    let block_of = |name: &str| scene.lines.iter().rev().find(|l| l.heading && title(l) == *name).map(|l| l.block);
    let renamed = |line: &Line, number: &str| {
        let next = entries.iter().skip_while(|(l, ..)| l.block != line.block).nth(1);
        let previous = entries.iter().take_while(|(l, ..)| l.block != line.block).last();
        let (from, to) = (previous.and_then(|p| block_of(&p.2)), next.and_then(|n| block_of(&n.2)));
        scene.lines.iter().any(|l| {
            l.heading
                && l.zone == Zone::Report
                && l.text.starts_with(number)
                && from.is_none_or(|b| b < l.block)
                && to.is_none_or(|b| l.block < b)
        })
    };
    missing.retain(|(line, number, _)| !renamed(line, number));
    let [(line, ..)] = missing.as_slice() else { return };
    let entry = line.text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '页'));
    out.push(
        Draft::warning(RULE, "目录所列的内容正文中没有")
            .say(format!("目录列有“{entry}”，正文中没有这一部分。"))
            .stated(format!("缺“{entry}”"))
            .expected(entry)
            .at(scene.whole(line))
            .done(),
    );
}
