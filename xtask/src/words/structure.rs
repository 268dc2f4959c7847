//! Mistakes in what a report consists of: sections, tables, rows, items, notes and the numbers they bear.

use super::{Draft, clause, items, names, one, plain, rows};
use crate::source::{Source, block_range};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Section, SubjectItem, TableReading};
use mingzhang_specimen::random::Random;

pub(super) fn listed(s: &Source, r: &mut Random, more: bool) -> Option<Draft> {
    let head = "主要包括：";
    let sites: Vec<usize> =
        s.all(s.body, head).into_iter().filter(|at| s.slice(*at, s.line(*at).1).matches('、').count() > 3).collect();
    let at = one(sites, r)? + head.chars().count();
    let (_, end) = clause(s, at, &['。', '\n']);
    let list = s.slice(at, end);
    let words: Vec<&str> = list.split('、').collect();
    // Without the table of basic expenditure nobody can know which subjects have an amount, only which half a subject is of.
    let economic = &Catalog::embedded().subjects.economic;
    let printed = rows(s, 5).iter().any(|(_, _, code, _)| code.starts_with('3'));
    let half = |word: &str| economic.named(word).iter().map(|c| c.starts_with("301") || c.starts_with("303")).next();
    if !more && !printed {
        return None;
    }
    if more {
        let put = ["国内债务付息", "离休费", "咨询费", "物资储备", "专用燃料费"];
        let put = r.pick(&put);
        let known = printed || words.first().and_then(|w| half(w)) != half(put);
        return (known && !list.contains(put)).then(|| Draft {
            start: at,
            end: at,
            put: format!("{put}、"),
            right: String::new(),
            hint: put.to_owned(),
        });
    }
    let k = r.below(words.len() - 1);
    let start = at + words.iter().take(k).map(|w| w.chars().count() + 1).sum::<usize>();
    let word = words.get(k)?;
    Some(Draft {
        start,
        end: start + word.chars().count() + 1,
        put: String::new(),
        right: (*word).to_owned(),
        hint: (*word).to_owned(),
    })
}

pub(super) fn table(s: &Source, r: &mut Random, twice: bool) -> Option<Draft> {
    let all: Vec<&TableReading> = s.report.tables.iter().filter(|t| t.form.is_some() && t.title.is_some()).collect();
    let t = *all.get(r.below(all.len()))?;
    let (title, block) = t.title.clone()?;
    let (start, _) = block_range(&s.report, block)?;
    let (_, end) = block_range(&s.report, t.notes.last().copied().unwrap_or(t.block))?;
    let (_, end) = s.line(end.max(block_range(&s.report, t.block)?.1).saturating_sub(1));
    let whole = s.slice(start, end);
    let put = if twice { format!("{whole}\n\n{whole}") } else { String::new() };
    let core: String = title.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches("年部门").to_owned();
    Some(Draft { start, end, put, right: title, hint: core })
}

pub(super) fn section(s: &Source, r: &mut Random) -> Option<Draft> {
    let level = |k: &usize| s.report.sections.get(*k).is_some_and(|x| x.level == 2 && !x.topic.is_whole());
    let no_table = |k: &usize| {
        s.report
            .sections
            .get(*k)
            .is_some_and(|x| s.report.tables.iter().all(|t| !(x.blocks.0 <= t.block && t.block < x.blocks.1)))
    };
    let all: Vec<usize> = (0..s.report.sections.len()).filter(level).filter(no_table).collect();
    let k = one(all, r)?;
    let x = s.report.sections.get(k)?;
    let (start, _) = block_range(&s.report, x.blocks.0)?;
    let (_, end) = block_range(&s.report, x.blocks.1.saturating_sub(1))?;
    // Whoever names what is missing by the words that make it a section names it.
    let topic = Catalog::embedded().narrative.topic_of_heading(&x.title, None, s.report.identity.kind);
    let words = topic.and_then(|t| t.headings.first()).map(|parts| parts.concat());
    let hint = words.filter(|w| x.title.contains(w.as_str())).unwrap_or_else(|| x.title.clone());
    Some(Draft { start, end, put: String::new(), right: x.title.clone(), hint })
}

/// True for a heading, not a sentence of a list that was read as one.
fn is_heading(x: &Section) -> bool {
    !x.title.contains(['：', '。', '；'])
}

pub(super) fn item(s: &Source, r: &mut Random, twice: bool) -> Option<Draft> {
    let all: Vec<&SubjectItem> = items(s, false).into_iter().filter(|i| !i.facts.is_empty()).collect();
    let k = r.below(all.len().saturating_sub(1));
    let (this, next) = (*all.get(k)?, *all.get(k + 1)?);
    let (start, _) = s.line(names(s, this)?.0);
    let (end, _) = s.line(names(s, next)?.0);
    let whole = s.slice(start, end);
    if end <= start || whole.chars().count() > 600 {
        return None;
    }
    let put = if twice { format!("{whole}{whole}") } else { String::new() };
    Some(Draft { start, end, put, right: this.names[2].clone(), hint: this.names[2].clone() })
}

pub(super) fn row(s: &Source, r: &mut Random, twice: bool) -> Option<Draft> {
    let (t, row, code, name) = one(rows(s, 5), r)?;
    let grid = s.report.document.blocks.get(t.block)?.table()?;
    let first = (0..grid.columns).find_map(|c| grid.at(row, c))?;
    let (start, end) = s.line(first.place.offset?[0]);
    let whole = s.slice(start, end);
    let parent = code.get(..code.len() - 2).unwrap_or("").to_owned();
    let hint = if twice { code } else { parent };
    let put = if twice { format!("{whole}\n{whole}") } else { String::new() };
    Some(Draft { start, end: if twice { end } else { end + 1 }, put, right: name, hint })
}

pub(super) fn ordinal(s: &Source, r: &mut Random) -> Option<Draft> {
    let all: Vec<usize> = (1..s.report.sections.len())
        .filter(|k| s.report.sections.get(*k).is_some_and(|x| x.level == 2 && !x.number.is_empty() && is_heading(x)))
        .collect();
    let x = s.report.sections.get(one(all, r)?)?;
    let (start, _) = block_range(&s.report, x.blocks.0)?;
    const NUMBERS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    let own = x.number.trim_end_matches(['、', '.', '．']);
    let k = NUMBERS.iter().position(|n| *n == own).filter(|k| *k > 0)?;
    (s.slice(start, start + own.chars().count()) == own).then(|| plain(start, own, NUMBERS[k - 1]))
}

pub(super) fn cut_heading(s: &Source, r: &mut Random) -> Option<Draft> {
    let all: Vec<usize> = (0..s.report.sections.len())
        .filter(|k| {
            s.report.sections.get(*k).is_some_and(|x| x.level <= 2 && x.title.chars().count() > 8 && is_heading(x))
        })
        .collect();
    let x = s.report.sections.get(one(all, r)?)?;
    let (start, end) = s.line(block_range(&s.report, x.blocks.0)?.0);
    // Where neither the contents nor a form gives the title, two letters less may be a right title too: 情况 for 情况说明.
    let given = s.all(0, &s.slice(start, end)).len() > 1
        || s.report.tables.iter().any(|t| t.form.is_some() && t.title.as_ref().is_some_and(|t| t.1 == x.blocks.0));
    let cut = if given { 1 + r.below(2) } else { 1 };
    let right = s.slice(end - cut, end);
    Some(Draft { start: end - cut, end, put: String::new(), right, hint: x.title.chars().take(6).collect() })
}

/// Lines under empty tables that say why they are empty.
fn notes(s: &Source) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for t in &s.report.tables {
        for block in &t.notes {
            let Some((start, end)) = block_range(&s.report, *block) else { continue };
            let text = s.slice(start, end);
            if ["没有", "本部门无", "年无"].iter().any(|w| text.contains(w)) {
                out.push((start, end));
            }
        }
    }
    out
}

pub(super) fn note(s: &Source, r: &mut Random) -> Option<Draft> {
    let (start, end) = one(notes(s), r)?;
    let right = s.slice(start, end);
    let put = if right.contains("政府性基金") {
        right.replace("政府性基金", "国有资本经营")
    } else if right.contains("国有资本经营") {
        right.replace("国有资本经营", "政府性基金")
    } else {
        return None;
    };
    Some(Draft { start, end, put, right, hint: String::new() })
}

pub(super) fn no_note(s: &Source, r: &mut Random) -> Option<Draft> {
    let (start, end) = one(notes(s), r)?;
    // The note may share its paragraph with 注：本表反映….
    let whole = s.slice(start, end);
    let keep = whole.rfind('\n').map_or(0, |at| whole.get(..at).map_or(0, |t| t.chars().count()));
    let hint = if whole.contains("政府性基金") { "政府性基金" } else { "国有资本经营" };
    Some(Draft { start: start + keep, end, put: String::new(), right: whole, hint: hint.to_owned() })
}
