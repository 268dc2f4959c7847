//! Misspellings: wrong characters that are never right, and set phrases of the forms with one letter wrong, missing, doubled or
//! two exchanged.

use super::build::Draft;
use super::scene::{Line, Scene, is_han};
use mingzhang_catalog::wording::{Search, Wording};
use mingzhang_model::{Finding, Severity};
use rustc_hash::FxHashMap;
use std::ops::Range;

const RULE: &str = "misspelling";

/// A wrong spelling found.
struct Slip<'a> {
    line: &'a Line,
    at: Range<usize>,
    wrong: String,
    right: String,
    style: bool,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let wording = &scene.catalog.wording;
    let mut found: Vec<Slip<'_>> = Vec::new();
    dictionary(scene, wording, &mut found);
    phrases(scene, wording, &mut found);
    let mut order: Vec<(&str, &str)> = Vec::new();
    let mut same: FxHashMap<(&str, &str), Vec<&Slip<'_>>> = FxHashMap::default();
    for slip in &found {
        let key = (slip.wrong.as_str(), slip.right.as_str());
        same.entry(key)
            .or_insert_with(|| {
                order.push(key);
                Vec::new()
            })
            .push(slip);
    }
    let digit = |c: char| c.is_ascii_digit();
    for key in order {
        let Some([first, more @ ..]) = same.get(&key).map(Vec::as_slice) else { continue };
        let times = if more.is_empty() { String::new() } else { format!("（共{}处）", more.len() + 1) };
        let severity = if first.style { Severity::Info } else { Severity::Warning };
        let mut draft = Draft::of(severity, RULE, "错别字")
            .say(format!("“{}”应为“{}”{times}。", key.0.trim_end_matches(digit), key.1.trim_end_matches(digit)))
            .stated(key.0.trim_end_matches(digit))
            .expected(key.1.trim_end_matches(digit))
            .suggest(key.1.trim_end_matches(digit), None, 90, 1)
            .at(scene.around(first.line, first.at.clone(), 10, 10));
        for slip in more.iter().take(3) {
            draft = draft.witness(scene.around(slip.line, slip.at.clone(), 10, 10));
        }
        out.push(draft.done());
    }
}

fn dictionary<'a>(scene: &'a Scene<'_>, wording: &Wording, found: &mut Vec<Slip<'a>>) {
    let Some(search) = wording.search().map(|s| &s.misspelt) else { return };
    for line in &scene.lines {
        for m in search.find_iter(&line.text) {
            let Some(entry) = wording.misspellings.get(m.pattern().as_usize()) else { continue };
            let before = line.text.get(..m.start()).unwrap_or("");
            let after = line.text.get(m.end()..).unwrap_or("");
            if entry.not_after.iter().any(|w| before.ends_with(w.as_str()))
                || entry.not_before.iter().any(|w| after.starts_with(w.as_str()))
            {
                continue;
            }
            found.push(Slip {
                line,
                at: m.range(),
                wrong: entry.wrong.clone(),
                right: entry.right.clone(),
                style: entry.style,
            });
        }
    }
}

/// A phrase cut in two: one half is always spelt right when a single letter is wrong.
struct Phrase<'w> {
    text: &'w str,
    chars: Vec<char>,
}

fn phrases<'a>(scene: &'a Scene<'_>, wording: &Wording, found: &mut Vec<Slip<'a>>) {
    let phrases: Vec<Phrase<'_>> =
        wording.set_phrases.iter().map(|p| Phrase { text: p, chars: p.chars().collect() }).collect();
    let Some(Search { phrases: exact, halves, .. }) = wording.search() else { return };
    for line in &scene.lines {
        let mut chars: Vec<(usize, char)> = Vec::new();
        let mut right: Vec<Range<usize>> = Vec::new();
        let mut taken: Vec<Range<usize>> = Vec::new();
        for m in halves.find_overlapping_iter(&line.text) {
            let Some(phrase) = phrases.get(m.pattern().as_usize() / 2) else { continue };
            // Nearly always the other half is there as well.
            let first = m.pattern().as_usize().is_multiple_of(2);
            let whole = match first {
                true => line.text.get(m.start()..).is_some_and(|t| t.starts_with(phrase.text)),
                false => line.text.get(..m.end()).is_some_and(|t| t.ends_with(phrase.text)),
            };
            if whole {
                continue;
            }
            if chars.is_empty() {
                chars = line.text.char_indices().collect();
                right = exact.find_overlapping_iter(&line.text).map(|m| m.range()).collect();
            }
            let n = phrase.chars.len();
            let index = |byte: usize| chars.partition_point(|(at, _)| *at < byte);
            for length in [n, n - 1, n + 1] {
                let start = if first { Some(index(m.start())) } else { index(m.end()).checked_sub(length) };
                let Some(start) = start else { continue };
                let Some(window) = chars.get(start..start + length) else { continue };
                let letters: Vec<char> = window.iter().map(|(_, c)| *c).collect();
                if !one_slip(&letters, &phrase.chars, &wording.loose) {
                    continue;
                }
                let from = window.first().map_or(0, |(at, _)| *at);
                let to = chars.get(start + length).map_or(line.text.len(), |(at, _)| *at);
                let meets = |r: &Range<usize>| r.start < to && from < r.end;
                // Part of a phrase that is spelt right, or the same slip seen from another phrase.
                if right.iter().any(|r| r.start <= from && to <= r.end || meets(r) && r.len() > (to - from) / 2)
                    || taken.iter().any(meets)
                {
                    continue;
                }
                taken.push(from..to);
                let wrong: String = letters.into_iter().collect();
                found.push(Slip { line, at: from..to, wrong, right: phrase.text.to_owned(), style: false });
            }
        }
    }
}

/// True if a text is a phrase with one letter inside it wrong, missing or doubled, or two neighbours exchanged.
fn one_slip(text: &[char], phrase: &[char], loose: &str) -> bool {
    if text.first() != phrase.first()
        || text.last() != phrase.last()
        || !text.iter().all(|c| is_han(*c) || *c == '（' || *c == '）')
    {
        return false;
    }
    // Two letters at the head: with one the rest may belong to another word (执行|事业单位).
    if text.get(..2) != phrase.get(..2) {
        return false;
    }
    let free = |c: Option<&char>| c.is_some_and(|c| loose.contains(*c));
    let head = text.iter().zip(phrase).take_while(|(a, b)| a == b).count();
    let tail = |t: usize, p: usize| text.get(t..).unwrap_or(&[]) == phrase.get(p..).unwrap_or(&[]);
    match text.len().cmp(&phrase.len()) {
        std::cmp::Ordering::Equal if head < phrase.len() => {
            let exchanged = text.get(head) == phrase.get(head + 1)
                && text.get(head + 1) == phrase.get(head)
                && tail(head + 2, head + 2);
            exchanged || (tail(head + 1, head + 1) && !free(text.get(head)) && !free(phrase.get(head)))
        }
        std::cmp::Ordering::Less => tail(head, head + 1) && !free(phrase.get(head)),
        std::cmp::Ordering::Greater => {
            tail(head + 1, head) && head > 0 && text.get(head) == text.get(head - 1) && !free(text.get(head))
        }
        std::cmp::Ordering::Equal => false,
    }
}

#[cfg(test)]
mod tests {
    use super::one_slip;

    #[test]
    fn one_letter_makes_a_slip() {
        let slip = |a: &str, b: &str| one_slip(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), "和及");
        assert!(slip("公务用车购制费", "公务用车购置费"));
        assert!(slip("机关运经费支出", "机关运行经费支出"));
        assert!(slip("机关行运经费支出", "机关运行经费支出"));
        assert!(slip("机关运行行经费支出", "机关运行经费支出"));
        assert!(!slip("机关运行经费支出", "机关运行经费支出"));
        assert!(!slip("年初结转及结余", "年初结转和结余"));
        assert!(!slip("年初结转结余", "年初结转和结余"));
        assert!(!slip("政府采购服务类支出", "政府采购服务支出"));
    }
}
