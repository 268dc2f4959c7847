//! The words between one figure and the next: what they say the next figure is.
//!
//! A figure is placed only if every word of its gap is explained: a phrase of the lexicon, a stage, a base, a word of change, or a filler.

use crate::plain::CharIndex;
use mingzhang_catalog::narrative::{Label, Lexicon, Phrases};
use mingzhang_model::{Dimension, Kind, Term};

/// What a gap says of its figure.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Aspect {
    /// The amount itself.
    #[default]
    Amount,
    /// 增减额 or 增长率; the sign, `None` when both words stand there.
    Change(Option<i64>),
    /// 占比.
    Share,
    /// 完成率.
    Completion,
}

/// A gap read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gap {
    pub label: Option<Label>,
    /// 阶段 and 年度 set by stage words.
    pub stage: Option<(Term, Term)>,
    pub aspect: Aspect,
    /// Base of a change, completion or share, where the words name one.
    pub base: Option<Term>,
    /// Words nothing explains; the figure is placed only if there are none.
    pub residue: String,
    /// 其中, 包括, 主要用于以下方面: the amount before heads a list.
    pub opens_list: bool,
    /// 其中 stands before what the figure is of.
    pub part: bool,
    /// 完成全年预算（甲万元的百分之几）: the rate that follows is the completion of this amount.
    pub completes: bool,
}

/// What is known around the gap.
pub(crate) struct Around<'a> {
    pub lexicon: &'a Lexicon,
    pub phrases: &'a Phrases,
    /// The whole that shares of the section are of; empty if it has none.
    pub share: &'a str,
    /// The report's own institution, under each of its names.
    pub own: &'a [String],
    /// Its units: they explain nothing but a bracket that leaves them out.
    pub units: &'a [String],
    pub kind: Option<Kind>,
    pub year: i32,
}

fn erase(text: &mut String, word: &str) {
    if !word.is_empty() && text.contains(word) {
        *text = text.replace(word, "");
    }
}

/// Drops closed brackets with their content; what narrows the meaning (不含…) is kept in the second text.
fn without_brackets(text: &str, narrowing: &[String]) -> (String, String) {
    let mut out = String::new();
    let mut kept = String::new();
    let mut inside = String::new();
    let mut depth = 0;
    for c in text.chars() {
        match c {
            '（' | '[' => depth += 1,
            '）' | ']' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    if narrowing.iter().any(|w| inside.contains(w.as_str())) {
                        kept.push_str(&inside);
                    }
                    inside.clear();
                }
            }
            _ if depth == 0 => out.push(c),
            _ => inside.push(c),
        }
    }
    if depth > 0 {
        // An open bracket goes on to the figure: its words count.
        let at = text.rfind('（').map_or(0, |a| a + '（'.len_utf8());
        out.push_str(text.get(at..).unwrap_or(""));
    }
    (out, kept)
}

/// Drops what stands in square brackets: picture placeholders of converted documents.
fn without_placeholders(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '[' => inside = true,
            ']' if inside => inside = false,
            _ if !inside => out.push(c),
            _ => {}
        }
    }
    // A figure's gap may begin inside the bracket.
    match out.split_once(']') {
        Some((_, rest)) => rest.to_owned(),
        None => out,
    }
}

/// The base a comparison names: `None` if it names none, `Some(None)` if it names one that is not known (another year).
fn comparison_base(text: &str, around: &Around<'_>) -> Option<Option<Term>> {
    if !text.contains(['比', '较', '与', '同', '和']) {
        return None;
    }
    let last_year = format!("{}年", around.year - 1);
    let lexicon = around.lexicon;
    let names_last = text.contains(&last_year) || lexicon.last_year.iter().any(|w| text.contains(w.as_str()));
    let other_year = years(text).into_iter().any(|y| y != around.year && y != around.year - 1);
    if other_year {
        return Some(None);
    }
    if names_last {
        return Some(Some(Term::new(if text.contains("执行数") { "上年执行数" } else { "上年" })));
    }
    lexicon.bases.iter().find(|(word, _)| text.contains(word.as_str())).map(|(_, base)| Some(*base))
}

/// Years named in a text (2019 … of 2019年).
pub(crate) fn years(text: &str) -> Vec<i32> {
    let chars: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    for (i, w) in chars.windows(5).enumerate() {
        if w[4] == '年'
            && w[..4].iter().all(char::is_ascii_digit)
            && !(i > 0 && chars[i - 1].is_ascii_digit())
            && let Ok(y) = w[..4].iter().collect::<String>().parse()
        {
            out.push(y);
        }
    }
    out
}

fn erase_years(text: &mut String) {
    for y in years(&text.clone()) {
        for form in [format!("{y}年度"), format!("{y}年")] {
            erase(text, &form);
        }
    }
    // Dates: 12月31日. Any other number is a word that must be explained.
    let mut out = String::with_capacity(text.len());
    let mut number = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if !(matches!(c, '月' | '日' | '号') && number.len() <= 2) {
            out.push_str(&number);
        }
        number.clear();
        out.push(c);
    }
    out.push_str(&number);
    *text = out;
}

/// Reads a gap. `rate` says that the figure is a percentage.
pub(crate) fn read(gap: &str, rate: bool, around: &Around<'_>) -> Gap {
    let cut = gap
        .rfind(['。', '；', ';'])
        .map(|at| at + gap.get(at..).and_then(|s| s.chars().next()).map_or(1, char::len_utf8));
    let work = gap.get(cut.unwrap_or(0)..).unwrap_or("");
    let numbered = crate::outline::numbering(work).map_or(0, |(_, _, taken)| taken);
    let work = work.char_indices().nth(numbered).map_or("", |(at, _)| work.get(at..).unwrap_or(""));
    let mut out = Gap {
        label: None,
        stage: None,
        aspect: Aspect::Amount,
        base: None,
        residue: String::new(),
        part: work.contains("其中"),
        completes: false,
        opens_list: ["其中", "包括", "以下方面", "分别"].iter().any(|w| gap.contains(w)),
    };
    let mut rest = without_placeholders(work);
    // A bracket in the institution's name explains nothing and leaves nothing out.
    for name in around.own.iter().filter(|n| n.contains('（')) {
        erase(&mut rest, name);
    }
    let mut explained = String::new();

    // Share and completion claim the words between them and the figure.
    if rate {
        if let Some(at) = rest.rfind("完成")
            && rest.get(at..).is_some_and(|t| t.contains("预算") || t.contains("计划"))
        {
            let tail = rest.get(at..).unwrap_or("").to_owned();
            out.aspect = Aspect::Completion;
            let base = around.lexicon.bases.iter().find(|(word, _)| tail.contains(word.as_str()));
            out.base = Some(base.map_or_else(|| Term::new("预算"), |(_, base)| *base));
            let after: String = tail
                .replace("完成", "")
                .replace("年初", "")
                .replace("全年", "")
                .replace("调整", "")
                .replace("预算", "");
            explained = after;
            rest.truncate(at);
        } else if let Some(at) = rest.rfind('占') {
            let tail = rest.get(at + '占'.len_utf8()..).unwrap_or("").to_owned();
            out.aspect = Aspect::Share;
            let best = around
                .lexicon
                .shares
                .iter()
                .flat_map(|s| s.words.iter().map(move |w| (s, w)))
                .filter(|(_, w)| tail.contains(w.as_str()))
                .max_by_key(|(s, w)| (w.len(), s.base == around.share));
            let mut left = tail.clone();
            if let Some((share, word)) = best {
                out.base = Some(Term::new(&share.base));
                erase(&mut left, word);
            }
            // Another whole (占财政拨款支出的, 占上年决算数的) is not the section's.
            let bare: String =
                left.chars().filter(|c| !matches!(c, '的' | '比' | '为' | '约' | '达' | '，' | '总' | '额')).collect();
            let bare = bare.replace(['重', '例'], "");
            if (best.is_none() && !bare.is_empty()) || ["预算", "决算", "年", "计划"].iter().any(|w| bare.contains(w))
            {
                out.residue.push_str(&bare);
            }
            explained = left.replace("比重", "").replace("比例", "");
            rest.truncate(at);
        }
    } else if let Some(at) = rest.rfind("完成")
        && rest.get(at..).is_some_and(|t| t.contains("预算"))
    {
        out.completes = true;
        rest = rest.replace("完成", "");
    }
    // The label: the last phrase before the figure.
    let mut matches = around.phrases.find(&rest);
    matches.retain(|(_, end, label)| !label.near || (!rate && *end == rest.len()));
    let mut tail_words = rest.clone();
    if let Some((start, end, label)) = matches.last().copied() {
        out.label = Some(label.clone());
        let before = rest.get(..start).unwrap_or("");
        tail_words = rest.get(end..).unwrap_or("").to_owned();
        // 甲和乙合计: the figure is of both, not of the last.
        if let Some((_, end, _)) = matches.iter().rev().nth(1).copied()
            && rest.get(end..start).is_some_and(|between| ["和", "及", "与", "、", "以及", "或"].contains(&between))
        {
            out.residue.push_str("并列");
        }
        // 剔除…后，: a clause before may take something out of what the label names.
        if around.lexicon.narrowing.iter().any(|w| before.contains(w.as_str())) {
            let outside = without_brackets(before, &[]).0;
            if around.lexicon.narrowing.iter().any(|w| outside.contains(w.as_str())) {
                out.residue.push_str("口径");
            }
        }
        // Of what else stands before the label only its own clause can change its meaning.
        let clause = before.rfind(['，', '：', '、', '；', '（']).map_or(0, |at| at + '，'.len_utf8());
        let mut head = before.get(clause..).unwrap_or("").to_owned();
        for (s, e, _) in matches.iter().rev().skip(1) {
            if *s >= clause
                && let Some(word) = rest.get(*s..*e)
            {
                erase(&mut head, word);
            }
        }
        explained.push_str(&head);
    }
    // Words of change stand right before the figure.
    if out.aspect == Aspect::Amount {
        let index = CharIndex::new(&tail_words);
        let there = |w: &&String| tail_words.contains(w.as_str());
        let last = |words: &[String]| words.iter().filter(there).filter_map(|w| tail_words.rfind(w.as_str())).max();
        let (more, less) = (last(&around.lexicon.more), last(&around.lexicon.less));
        if let Some(at) = more.max(less) {
            let after = tail_words.chars().count() - index.at(at);
            let both = more.is_some() && less.is_some() && tail_words.contains('（');
            if !rate && tail_words.get(at..).is_some_and(|t| t.chars().nth(2) == Some('为')) {
                // 减少为: by or to that amount, nobody can tell.
                out.residue.push('为');
            }
            if after <= 8 {
                out.aspect = Aspect::Change(if both { None } else { Some(if more > less { 1 } else { -1 }) });
            }
        }
    }
    if matches!(out.aspect, Aspect::Change(_)) {
        match comparison_base(work, around) {
            Some(Some(term)) => out.base = Some(term),
            Some(None) => out.residue.push_str("其他年度"),
            None => {}
        }
        for w in around.lexicon.more.iter().chain(&around.lexicon.less) {
            erase(&mut tail_words, w);
        }
        for w in around.lexicon.stage_words.iter().chain(&around.lexicon.last_year) {
            erase(&mut tail_words, w);
        }
    } else {
        if out.aspect == Aspect::Amount
            && let Some(Some(term)) = comparison_base(work, around)
        {
            // 比年初预算数205万元减少…: the amount is itself the base of the change that follows.
            out.base = Some(term);
        }
        // Stage words: the last one before the figure, in the clause of the figure.
        let clause_at = rest.rfind(['，', '：', '、']).map_or(0, |at| at + '，'.len_utf8());
        let clause = rest.get(clause_at..).unwrap_or("");
        let scope = if out.label.is_some() { tail_words.as_str() } else { clause };
        // 上年结转 names the thing, not the year.
        let own = matches
            .last()
            .and_then(|(s, e, _)| rest.get(*s..*e))
            .filter(|w| w.contains("上年"))
            .map_or_else(|| clause.to_owned(), |w| clause.replacen(w, "", 1));
        let clause = own.as_str();
        let whole = Term::WHOLE;
        let named = years(clause);
        let last_year = named.contains(&(around.year - 1)) || clause.contains("上年");
        if named.iter().any(|y| *y != around.year && *y != around.year - 1) && out.aspect == Aspect::Amount {
            out.residue.push_str("其他年度");
        }
        let year = if last_year { Term::new("上年") } else { whole };
        let final_accounts = around.kind != Some(Kind::Budget);
        let stages = &around.lexicon.stages;
        out.stage = stages
            .iter()
            .find(|s| s.words.iter().any(|w| scope.contains(w.as_str())))
            .map(|s| (if final_accounts { s.final_accounts } else { s.budget }, year))
            .or_else(|| last_year.then_some((whole, year)));
        for w in &around.lexicon.stage_words {
            erase(&mut tail_words, w);
        }
        // 各预算单位 is no stage.
        if explained.contains("预算") {
            for filler in around.lexicon.fillers.iter().filter(|f| f.contains("预算") && f.len() > "预算数".len())
            {
                erase(&mut explained, filler);
            }
        }
        for w in ["年初预算", "全年预算", "决算", "预算"] {
            erase(&mut explained, w);
        }
    }
    let narrowing = around.lexicon.narrowing.as_slice();
    let (mut left, mut kept) = without_brackets(&tail_words, narrowing);
    let (head, head_kept) = without_brackets(&explained, narrowing);
    left.push_str(&head);
    kept.push_str(&head_kept);
    if !kept.is_empty() {
        for name in around.units {
            erase(&mut kept, name);
        }
        left.push_str(&kept);
    }
    erase_years(&mut left);
    for name in around.own {
        if !left.contains(name.as_str()) && left.contains(|c: char| c.is_ascii_digit()) {
            // A digit that slipped into the institution's name.
            let without: String = left.chars().filter(|c| !c.is_ascii_digit()).collect();
            if without.contains(name.as_str()) {
                left = without;
            }
        }
        erase(&mut left, name);
    }
    for filler in &around.lexicon.fillers {
        erase(&mut left, filler);
    }
    out.residue.push_str(&left);
    out
}

/// What remains unexplained before a figure whose phrase stands behind it (选取27个项目开展绩效监控). Names listed up to 等 are of what
/// is counted.
pub(crate) fn before(gap: &str, around: &Around<'_>) -> String {
    let mut gap = gap.to_owned();
    for name in around.own {
        erase(&mut gap, name);
    }
    let at = |stops: &[char]| gap.rfind(stops).and_then(|at| Some(at + gap.get(at..)?.chars().next()?.len_utf8()));
    let clause = gap.get(at(&['，', '。', '；', '：', '、', '等', '和', '及']).unwrap_or(0)..).unwrap_or("");
    // 其中对3个项目: a part of what the phrase names.
    if clause.starts_with("其中") {
        return "其中".to_owned();
    }
    let (mut left, kept) = without_brackets(clause, &around.lexicon.narrowing);
    left.push_str(&kept);
    erase_years(&mut left);
    for word in around.lexicon.before.iter().chain(&around.lexicon.fillers) {
        erase(&mut left, word);
    }
    left
}

/// Puts a gap's dimensions over coordinates.
pub(crate) fn place(gap: &Gap, coordinates: mingzhang_model::Coordinates) -> mingzhang_model::Coordinates {
    match gap.stage {
        Some((stage, year)) => coordinates.with(Dimension::Stage, stage).with(Dimension::Year, year),
        None => coordinates,
    }
}
