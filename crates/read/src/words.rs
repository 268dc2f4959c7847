//! Small readings of words: where reasons begin and end, where a clause begins.

use crate::plain::Plain;
use mingzhang_catalog::narrative::Lexicon;

/// Whether figures stand in words that are not of the accounts.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Aside {
    No,
    /// 主要用于…: ends also where the item states its budget or its outcome.
    Purpose,
    /// 主要原因是…: ends with its sentence, and goes on where the next one counts on (二是).
    Reason,
}

/// Whether the figure after this gap stands in a reason or a purpose, and from where in the gap the words are of the accounts again.
pub(crate) fn aside(gap: &str, lexicon: &Lexicon, before: Aside) -> (Aside, Option<usize>) {
    const ON: &[&str] =
        &["二是", "三是", "四是", "五是", "六是", "七是", "八是", "其次", "再次", "此外", "另外", "同时"];
    let mut mode = before;
    let mut cut = None;
    let mut from = 0;
    for (k, sentence) in gap.split('。').enumerate() {
        if k > 0 && !(mode == Aside::Reason && ON.iter().any(|w| sentence.starts_with(w))) {
            mode = Aside::No;
            cut = None;
        }
        let opened = lexicon
            .asides
            .iter()
            .filter_map(|w| sentence.rfind(w.as_str()).map(|at| (at, w)))
            .filter(|(at, w)| !sentence.get(at + w.len()..).is_some_and(|t| t.starts_with("以下")))
            .max_by_key(|(at, w)| (*at, w.len()));
        let mut start = 0;
        if let Some((at, word)) = opened {
            mode = if word.ends_with("用于") { Aside::Purpose } else { Aside::Reason };
            cut = None;
            start = at;
        }
        let rest = sentence.get(start..).unwrap_or("");
        if mode != Aside::No && ["，截至", "，截止"].iter().any(|w| rest.contains(w)) {
            mode = Aside::No;
        }
        if mode == Aside::Purpose
            && let Some(at) = lexicon.resumes.iter().filter_map(|w| rest.rfind(w.as_str())).max()
        {
            mode = Aside::No;
            cut = Some(from + start + at);
        }
        from += sentence.len() + '。'.len_utf8();
    }
    (mode, cut)
}

/// Nothing but a comparison with last year (与上年相比，减少): it names nothing of its own, so it is of what the sentence speaks of.
pub(crate) fn goes_on(tail: &str, lexicon: &Lexicon) -> bool {
    let Some(word) = lexicon.last_year.iter().filter(|w| tail.contains(w.as_str())).max_by_key(|w| w.len()) else {
        return false;
    };
    let Some((before, after)) = tail.split_once(word.as_str()) else { return false };
    let mut after = after.to_owned();
    for word in ["决算数", "决算", "支出", "相比", "，"] {
        after = after.replace(word, "");
    }
    ["与", "比", "较", "同"].contains(&before) && lexicon.more.iter().chain(&lexicon.less).any(|w| *w == after)
}

/// A bare decimal after a word of change is a rate whose % was forgotten.
pub(crate) fn reads_as_rate(gap: &str, more: &[String], less: &[String]) -> bool {
    gap.chars().count() <= 5 && more.iter().chain(less).any(|w| gap.ends_with(w.as_str())) && gap.starts_with('，')
}

pub(crate) fn clause_start(plain: &Plain, from: usize, at: usize, listed: bool) -> usize {
    let mut k = at;
    while k > from {
        if let Some(c) = plain.chars.get(k - 1)
            && (matches!(c, '。' | '；' | '，') || (listed && *c == '、'))
        {
            break;
        }
        k -= 1;
    }
    k
}

/// The word of change right before a figure belongs to what is printed.
pub(crate) fn printed_start(plain: &Plain, at: usize, more: &[String], less: &[String]) -> usize {
    let before = plain.text(at.saturating_sub(2), at);
    if more.iter().chain(less).any(|w| *w == before) { at.saturating_sub(2) } else { at }
}

/// Where the words that show a figure begin: its clause, or the one before where that says too little.
pub(crate) fn context_start(plain: &Plain, at: usize) -> usize {
    const ENOUGH: usize = 6;
    const MOST: usize = 30;
    let floor = at.saturating_sub(MOST);
    let digit = |k: usize| plain.chars.get(k).is_some_and(char::is_ascii_digit);
    let stop = |k: &usize| match plain.chars.get(k - 1) {
        Some('。' | '；' | '，' | '、' | '：' | '）') => true,
        Some('.') => !digit(*k),
        _ => false,
    };
    let starts = || (1..=at).rev().filter(stop).take_while(|k| *k >= floor).chain((floor == 0).then_some(0));
    // A word that is longer than there is room for is shown whole.
    starts().find(|k| at - k >= ENOUGH).or_else(|| starts().last()).unwrap_or_else(|| clause_start(plain, 0, at, true))
}

pub(crate) fn tail_chars(text: &str, most: usize) -> String {
    let n = text.chars().count();
    text.chars().skip(n.saturating_sub(most)).collect()
}
