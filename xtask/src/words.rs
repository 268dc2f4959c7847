//! Mistakes in words, rows, tables and sections.

mod structure;

use crate::source::{Group, Mistake, Source};
use mingzhang_model::{Level, SubjectItem, TableReading};
use mingzhang_specimen::random::Random;
use structure::{cut_heading, item, listed, no_note, note, ordinal, row, section, table};

/// A kind of mistake: its name, what it happens to, and how to make one.
pub struct Kind {
    /// Its name in the table.
    pub name: &'static str,
    /// What it happens to.
    pub object: &'static str,
    draw: fn(&Source, &mut Random) -> Option<Draft>,
}

/// A mistake before it has a kind.
struct Draft {
    start: usize,
    end: usize,
    put: String,
    right: String,
    hint: String,
}

macro_rules! kinds {
    ($($name:literal $object:literal $draw:expr;)*) => {
        &[$(Kind { name: $name, object: $object, draw: $draw }),*]
    };
}

/// All kinds.
pub const KINDS: &[Kind] = kinds! {
    "大于写成小于" "比较词" |s, r| swap(s, r, &[("数大于", "数小于"), ("数小于", "数大于")]);
    "持平写成大于" "比较词" |s, r| printed(s, swap(s, r, &[("决算数等于", "决算数大于"), ("决算数与年初预算数持平", "决算数大于年初预算数"), ("决算数同预算数持平", "决算数大于预算数"), ("决算数与预算数持平", "决算数小于预算数")]));
    "不等写成持平" "比较词" |s, r| judged(s, unequal(s, r));
    "各增加写成各减少" "增减词" |s, r| swap(s, r, &[("各增加", "各减少"), ("各减少", "各增加")]);
    "原因删去" "原因" no_reason;
    "原因与方向相反" "原因" against;
    "封面年度错" "年度" |s, r| year(s, r, &Where::Cover);
    "标题年度错" "年度" |s, r| year(s, r, &Where::Heading);
    "句中年度错" "年度" |s, r| year(s, r, &Where::Sentence);
    "截止日期年度错" "年度" |s, r| year(s, r, &Where::Date);
    "对比年度错" "年度" |s, r| year(s, r, &Where::Base);
    "单位名称漏字" "单位名称" |s, r| entity(s, r, false);
    "单位名称混入字符" "单位名称" |s, r| entity(s, r, true);
    "表头单位名称错" "单位名称" table_entity;
    "部门写成单位" "单位名称" level;
    "漏百分号" "标记" |s, r| lost(s, r, &[("%；", "；"), ("%。", "。"), ("%，", "，")]);
    "漏万元" "标记" |s, r| lost(s, r, &[("万元，", "，"), ("万元；", "；"), ("万元。", "。")]);
    "万元写成万" "标记" |s, r| lost(s, r, &[("万元，", "万，"), ("万元。", "万。")]);
    "词语重复" "标记" |s, r| lost(s, r, &[("项目支出", "项目项目支出"), ("预算财政拨款", "预算预算财政拨款"), ("支出决算", "支出支出决算"), ("主要原因", "主要主要原因")]);
    "标点重复" "标记" |s, r| lost(s, r, &[("万元。", "万元。。"), ("万元，", "万元，，"), ("%；", "%；；")]);
    "漏半个括号" "标记" |s, r| swap(s, r, &[("（类）", "（类"), ("（款）", "款）")]);
    "名称占位符" "范本" placeholder;
    "数字占位符" "范本" number_placeholder;
    "两可用语" "范本" |s, r| swap(s, r, &[("增加", "增加（减少）"), ("增长", "增长（下降）"), ("大于", "大于（小于）")]);
    "填写说明未删" "范本" |s, r| swap(s, r, &[("主要原因是", "主要原因是（请说明具体原因）"), ("主要用于", "主要用于（说明用途）")]);
    "类名错" "科目" |s, r| name(s, r, 0);
    "款名错" "科目" |s, r| name(s, r, 1);
    "项名错" "科目" |s, r| name(s, r, 2);
    "科目名漏字" "科目" letters;
    "层级字错" "科目" |s, r| swap(s, r, &[("（款）", "（类）"), ("（项）", "（款）")]);
    "表中科目代码错" "科目" code;
    "表中科目名称错" "科目" label;
    "名词解释缺条" "科目" |s, r| glossary(s, r, false);
    "名词解释科目错" "科目" |s, r| glossary(s, r, true);
    "列举多一科目" "科目" |s, r| listed(s, r, true);
    "列举少一科目" "科目" |s, r| listed(s, r, false);
    "缺表" "结构" |s, r| table(s, r, false);
    "重表" "结构" |s, r| table(s, r, true);
    "缺节" "结构" section;
    "缺项" "结构" |s, r| item(s, r, false);
    "重项" "结构" |s, r| item(s, r, true);
    "表中缺行" "结构" |s, r| row(s, r, false);
    "表中重行" "结构" |s, r| row(s, r, true);
    "标题编号错" "结构" ordinal;
    "标题与目录不符" "结构" cut_heading;
    "空表说明张冠李戴" "结构" note;
    "空表说明缺失" "结构" no_note;
    "表的金额单位错" "结构" |s, r| swap(s, r, &[("单位：万元\n", "单位：元\n")]);
};

impl Kind {
    /// A mistake of this kind, `None` if the report has no place for it.
    pub fn draw(&self, source: &Source, r: &mut Random) -> Option<Mistake> {
        for _ in 0..8 {
            let Some(d) = (self.draw)(source, r) else { continue };
            if !source.free(d.start, d.end) {
                continue;
            }
            return Some(Mistake {
                kind: self.name,
                object: self.object,
                group: Group::Words,
                start: d.start,
                end: d.end,
                put: d.put,
                right: d.right,
                hint: d.hint,
            });
        }
        None
    }
}

fn one<T>(mut list: Vec<T>, r: &mut Random) -> Option<T> {
    let n = r.below(list.len());
    (!list.is_empty()).then(|| list.swap_remove(n))
}

fn plain(start: usize, there: &str, put: &str) -> Draft {
    Draft {
        start,
        end: start + there.chars().count(),
        put: put.to_owned(),
        right: there.to_owned(),
        hint: String::new(),
    }
}

/// One word for another, somewhere in the body.
fn swap(s: &Source, r: &mut Random, pairs: &[(&str, &str)]) -> Option<Draft> {
    let sites: Vec<(usize, &str, &str)> =
        pairs.iter().flat_map(|(a, b)| s.all(s.body, a).into_iter().map(move |at| (at, *a, *b))).collect();
    one(sites, r).map(|(at, a, b)| plain(at, a, b))
}

/// A mark or a word lost or doubled: what is right is the mark or the word, not the letters beside it.
fn lost(s: &Source, r: &mut Random, pairs: &[(&str, &str)]) -> Option<Draft> {
    let mut d = swap(s, r, pairs)?;
    let more = d.put.strip_prefix(d.right.as_str()).map(str::to_owned);
    // 项目项目支出: the word that stands twice.
    let half: String = d.put.chars().take(2).collect();
    d.right = match more {
        Some(mark) => mark,
        None if d.put.starts_with(&half.repeat(2)) => half,
        None => d.right.trim_end_matches(['；', '。', '，']).to_owned(),
    };
    Some(d)
}

/// Only where the budget is printed too: 100.00 % may be a little more or less.
fn printed(s: &Source, draft: Option<Draft>) -> Option<Draft> {
    judged(s, draft).filter(|d| s.slice(s.line(d.start).0, d.start).contains("预算为"))
}

/// Only where the sentence prints the budget or the rate of completion: else nobody can know how the two compare.
fn judged(s: &Source, draft: Option<Draft>) -> Option<Draft> {
    let draft = draft?;
    let before = s.slice(s.line(draft.start).0, draft.start);
    let own = before.rsplit('。').next().unwrap_or("").to_owned() + before.rsplit('。').nth(1).unwrap_or("");
    (own.contains("预算为") || own.contains("完成")).then_some(draft)
}

/// The stretch from some character to the next stop.
fn clause(s: &Source, from: usize, stops: &[char]) -> (usize, usize) {
    let end =
        s.text.get(from..).and_then(|t| t.iter().position(|c| stops.contains(c))).map_or(s.text.len(), |n| from + n);
    (from, end)
}

fn unequal(s: &Source, r: &mut Random) -> Option<Draft> {
    let sites: Vec<usize> = ["决算数大于", "决算数小于"].iter().flat_map(|w| s.all(s.body, w)).collect();
    let at = one(sites, r)?;
    let (start, end) = clause(s, at, &['。', '；', '\n']);
    let right = s.slice(start, end);
    let put = if right.contains("年初预算数") {
        "决算数与年初预算数持平"
    } else {
        "决算数与预算数持平"
    };
    Some(Draft { start, end, put: put.to_owned(), right: right.chars().take(5).collect(), hint: String::new() })
}

fn reasons(s: &Source) -> Vec<(usize, usize, usize)> {
    ["主要原因是", "主要是因为", "主要原因：", "主要变动原因是"]
        .iter()
        .flat_map(|w| s.all(s.body, w).into_iter().map(|at| (at, at + w.chars().count())))
        .map(|(at, from)| {
            let from = if s.text.get(from).is_some_and(|c| *c == '：') { from + 1 } else { from };
            (at, from, clause(s, from, &['。', '；', '\n']).1)
        })
        .filter(|(_, from, end)| from < end)
        .collect()
}

fn no_reason(s: &Source, r: &mut Random) -> Option<Draft> {
    let (at, start, end) = one(reasons(s), r)?;
    Some(Draft { start, end, put: String::new(), right: s.slice(start, end), hint: s.slice(at, start) })
}

fn against(s: &Source, r: &mut Random) -> Option<Draft> {
    let sites: Vec<(usize, usize, bool)> = reasons(s)
        .into_iter()
        .filter_map(|(at, from, end)| {
            let (line, _) = s.line(at);
            let before = s.slice(line, at);
            let tail: String = before.chars().rev().take(34).collect::<Vec<_>>().into_iter().rev().collect();
            let more = ["增加", "大于"].iter().filter_map(|w| tail.rfind(w)).max();
            let less = ["减少", "小于"].iter().filter_map(|w| tail.rfind(w)).max();
            (more != less).then_some((from, end, more > less))
        })
        .collect();
    let (start, end, more) = one(sites, r)?;
    let put = if more { "相关经费减少" } else { "相关经费增加" };
    Some(Draft { start, end, put: put.to_owned(), right: s.slice(start, end), hint: String::new() })
}

enum Where {
    Cover,
    Heading,
    Sentence,
    Date,
    Base,
}

fn year(s: &Source, r: &mut Random, place: &Where) -> Option<Draft> {
    let year = s.report.identity.fiscal_year?;
    let shown = match place {
        Where::Base => year - 1,
        _ => year,
    };
    let cover = s.all(0, "目录").first().copied().unwrap_or(0);
    let sites: Vec<usize> = s
        .all(0, &format!("{shown}年"))
        .into_iter()
        .filter(|at| {
            let (a, b) = s.line(*at);
            let line = s.slice(a, b);
            let sentence = line.contains('。');
            let before = at.checked_sub(1).map_or(String::new(), |i| s.slice(i, *at));
            let compared = matches!(before.as_str(), "与" | "比" | "较");
            let date = s.slice(*at, at + 10).contains("12月31日");
            match place {
                Where::Cover => *at < cover,
                Where::Heading => *at >= s.body && !sentence && !line.contains('\t'),
                Where::Sentence => *at >= s.body && sentence && !date && !compared,
                Where::Date => *at >= s.body && date,
                Where::Base => *at >= s.body && sentence && compared,
            }
        })
        .collect();
    let at = one(sites, r)?;
    let wrong = shown + if r.chance(70) { -1 } else { 1 };
    let mut d = plain(at, &shown.to_string(), &wrong.to_string());
    d.end = at + 4;
    Some(d)
}

fn entity(s: &Source, r: &mut Random, insert: bool) -> Option<Draft> {
    let name = s.report.identity.entity.clone()?;
    let at = one(s.all(0, &name), r)?;
    let length = name.chars().count();
    let k = 2 + r.below(length.saturating_sub(3));
    let mut chars: Vec<char> = name.chars().collect();
    if insert {
        chars.insert(k, if r.chance(50) { '3' } else { 'a' });
    } else {
        chars.remove(k);
    }
    Some(Draft { start: at, end: at + length, put: chars.into_iter().collect(), right: name, hint: String::new() })
}

fn table_entity(s: &Source, r: &mut Random) -> Option<Draft> {
    let name = s.report.identity.entity.clone()?;
    let sites: Vec<usize> = s
        .all(s.body, &format!("：{name}"))
        .into_iter()
        .filter(|at| s.slice(s.line(*at).0, *at).chars().count() <= 6)
        .collect();
    let at = one(sites, r)? + 1;
    let mut chars: Vec<char> = name.chars().collect();
    let k = 2 + r.below(chars.len().saturating_sub(4));
    chars.swap(k, k + 1);
    let put: String = chars.into_iter().collect();
    (put != name).then(|| Draft { start: at, end: at + name.chars().count(), put, right: name, hint: String::new() })
}

fn level(s: &Source, r: &mut Random) -> Option<Draft> {
    let (own, other) =
        if s.report.identity.level == Some(Level::Unit) { ("单位", "部门") } else { ("部门", "单位") };
    let words: Vec<(String, String)> =
        ["决算", "预算"].iter().map(|w| (format!("年度{own}{w}"), format!("年度{other}{w}"))).collect();
    let pairs: Vec<(&str, &str)> = words.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    swap(s, r, &pairs)
}

fn placeholder(s: &Source, r: &mut Random) -> Option<Draft> {
    let name = s.report.identity.entity.clone()?;
    let at = one(s.all(s.body, &name), r)?;
    let last = name.chars().last()?;
    Some(plain(at, &name, &format!("XX{last}")))
}

fn number_placeholder(s: &Source, r: &mut Random) -> Option<Draft> {
    let at = one(s.all(s.body, "万元"), r)?;
    let digits = s.text.get(..at)?.iter().rev().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).count();
    (digits > 0).then(|| Draft {
        start: at - digits,
        end: at,
        put: "XX".to_owned(),
        right: s.slice(at - digits, at),
        hint: String::new(),
    })
}

fn items(s: &Source, glossary: bool) -> Vec<&SubjectItem> {
    s.report.items.iter().filter(|i| i.glossary == glossary).collect()
}

/// Where the three names of an item stand.
fn names(s: &Source, item: &SubjectItem) -> Option<(usize, usize)> {
    s.report.place(item.name_span).offset.map(|[a, b]| (a, b))
}

fn name(s: &Source, r: &mut Random, level: usize) -> Option<Draft> {
    let all = items(s, false);
    let item = *all.get(r.below(all.len()))?;
    let other = *all.get(r.below(all.len()))?;
    let (right, put) = (&item.names[level], &other.names[level]);
    if right == put {
        return None;
    }
    let (from, to) = names(s, item)?;
    let marks = ["（类）", "（款）", "（项）"];
    let whole = s.slice(from, to);
    let shown = format!("{right}{}", marks[level]);
    let at = whole.find(&shown)?;
    let start = from + whole.get(..at)?.chars().count();
    Some(plain(start, right, put))
}

fn letters(s: &Source, r: &mut Random) -> Option<Draft> {
    let all = items(s, false);
    let item = *all.get(r.below(all.len()))?;
    let right = &item.names[1 + r.below(2)];
    let length = right.chars().count();
    if length < 5 {
        return None;
    }
    let (from, to) = names(s, item)?;
    let whole = s.slice(from, to);
    let start = from + whole.get(..whole.find(right.as_str())?)?.chars().count();
    let mut chars: Vec<char> = right.chars().collect();
    chars.remove(1 + r.below(length - 2));
    Some(plain(start, right, &chars.into_iter().collect::<String>()))
}

/// A table, one of its rows with a functional code, and where the row's label cell and code cell stand.
fn rows(s: &Source, digits: usize) -> Vec<(&TableReading, usize, String, String)> {
    s.report
        .tables
        .iter()
        .flat_map(|t| t.rows.iter().map(move |row| (t, row)))
        .filter(|(_, row)| row.code.len() >= digits)
        .map(|(t, row)| (t, row.row, row.code.clone(), row.label.clone()))
        .collect()
}

fn cell(s: &Source, t: &TableReading, row: usize, text: &str) -> Option<(usize, usize)> {
    let grid = s.report.document.blocks.get(t.block)?.table()?;
    let cell = (0..grid.columns).filter_map(|c| grid.at(row, c)).find(|c| c.text == text)?;
    cell.place.offset.map(|[a, b]| (a, b))
}

fn code(s: &Source, r: &mut Random) -> Option<Draft> {
    let (t, row, code, _) = one(rows(s, 5), r)?;
    let (start, end) = cell(s, t, row, &code)?;
    let mut digits: Vec<char> = code.chars().collect();
    let k = 2 + r.below(digits.len() - 2);
    let digit = u8::try_from(digits[k]).ok()?;
    digits[k] = char::from(b'0' + (digit - b'0' + 1 + u8::try_from(r.below(9)).ok()?) % 10);
    Some(Draft { start, end, put: digits.into_iter().collect(), right: code, hint: String::new() })
}

fn label(s: &Source, r: &mut Random) -> Option<Draft> {
    let all = rows(s, 3);
    let (t, row, _, right) = all.get(r.below(all.len()))?.clone();
    let put = all.get(r.below(all.len()))?.3.clone();
    let (start, end) = cell(s, t, row, &right)?;
    (put != right).then_some(Draft { start, end, put, right, hint: String::new() })
}

fn glossary(s: &Source, r: &mut Random, other: bool) -> Option<Draft> {
    let all = items(s, true);
    let item = *all.get(r.below(all.len()))?;
    let (from, to) = names(s, item)?;
    if other {
        let right = item.names[2].clone();
        let whole = s.slice(from, to);
        let start = from + whole.get(..whole.rfind(right.as_str())?)?.chars().count();
        let put = if right == "信访事务" { "机关服务" } else { "信访事务" };
        return Some(plain(start, &right, put));
    }
    let (start, end) = s.line(from);
    Some(Draft { start, end: end + 1, put: String::new(), right: s.slice(start, end), hint: item.names[2].clone() })
}
