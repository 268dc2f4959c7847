//! What a stretch says in words: comparisons of the final amount with the budget, purposes and reasons of items.

use crate::items;
use crate::narrative::Reader;
use crate::stretch::{Passage, State, Stretch};
use crate::words::{clause_start, tail_chars};
use mingzhang_model::disclosure::Span;
use mingzhang_model::{Claim, Comparison, Coordinates, Dimension, Origin, Term};

impl Reader<'_> {
    pub(crate) fn spans_and_claims(&mut self, stretch: &Stretch<'_>, state: &State) {
        let Stretch { passage, range, base, phrases, .. } = *stretch;
        let Passage { block, section, paragraph, ref plain, .. } = *passage;
        let span = |(a, b): (usize, usize)| {
            let (start, end) = plain.span(a, b);
            Span { block, start, end }
        };
        if let Some(item) = self.item.and_then(|i| self.report.items.get_mut(i)) {
            if item.purpose.is_none() {
                item.purpose = items::purpose(plain, range.0, range.1).map(span);
            }
            if item.reason.is_none() {
                item.reason = items::reason(plain, range.0, range.1).map(span);
            }
        }
        let whole = |facts: &[usize], stage: &dyn Fn(&Coordinates) -> bool| {
            facts.iter().copied().rfind(|i| {
                self.report
                    .facts
                    .get(*i)
                    .is_some_and(|f| f.coordinates.get(Dimension::Aspect).is_whole() && stage(&f.coordinates))
            })
        };
        let text = plain.text(range.0, range.1);
        let index = crate::plain::CharIndex::new(&text);
        let year = self.report.identity.fiscal_year;
        let told =
            comparisons(&text).into_iter().chain(level_with_last_year(&text, year, &self.catalog.narrative.last_year));
        for Told { start, end, says, stage, last_year } in told {
            let at = range.0 + index.at(start);
            // Only facts printed before the words belong to them.
            let before: Vec<usize> = state
                .facts
                .iter()
                .copied()
                .filter(|i| {
                    self.report.facts.get(*i).is_none_or(|f| {
                        f.origin != Origin::Narrative { section, block } || f.span.0 < plain.span(at, at + 1).0
                    })
                })
                .collect();
            let left = whole(&before, &|c| c.get(Dimension::Stage).is_whole() && c.get(Dimension::Year).is_whole());
            let clause = plain.text(clause_start(plain, range.0, at, false), at);
            let named = phrases.find(&clause).last().map(|m| m.2.means.over(base));
            let left = match named {
                Some(c) => {
                    before.iter().copied().rfind(|i| self.report.facts.get(*i).is_some_and(|f| f.coordinates == c))
                }
                None => left,
            };
            let Some(left_at) = left.and_then(|i| self.report.facts.get(i)).map(|f| f.coordinates) else { continue };
            if self.item.is_some() && left_at != base {
                continue;
            }
            let year = Term::new(if last_year { "上年" } else { "" });
            let right = whole(&before, &|c| {
                let s = c.get(Dimension::Stage).word();
                if last_year {
                    return s == stage && *c == left_at.with(Dimension::Year, year).at(Dimension::Stage, stage);
                }
                c.with(Dimension::Stage, Term::WHOLE) == left_at
                    && (s == stage || (stage == "预算" && (s == "年初预算" || s == "全年预算")))
            });
            let right_stage = right
                .and_then(|i| self.report.facts.get(i))
                .map_or_else(|| Term::new(stage), |f| f.coordinates.get(Dimension::Stage));
            let (qs, qe) = plain.span(clause_start(plain, range.0, at, false), range.0 + index.at(end));
            let (ps, pe) = plain.span(at, range.0 + index.at(end));
            self.report.claims.push(Claim {
                left: left_at,
                right: left_at.with(Dimension::Stage, right_stage).with(Dimension::Year, year),
                says,
                printed: paragraph.text.get(ps..pe).unwrap_or("").to_owned(),
                quote: tail_chars(paragraph.text.get(qs..qe).unwrap_or(""), 120),
                place: paragraph.place(ps, pe),
                origin: Origin::Narrative { section, block },
                facts: left.zip(right),
            });
        }
    }
}

/// A comparison said in words.
struct Told {
    /// Bytes of the words.
    start: usize,
    end: usize,
    says: Comparison,
    /// Stage of the right side.
    stage: &'static str,
    /// The right side is of the year before.
    last_year: bool,
}

/// 与上年持平, 比2023年预算执行数持平.
fn level_with_last_year(text: &str, year: Option<i32>, words: &[String]) -> Vec<Told> {
    const LEVEL: &str = "持平";
    let named = year.map(|y| format!("{}年", y - 1));
    let mut out = Vec::new();
    for (at, _) in text.match_indices(LEVEL) {
        let before = text.get(..at).unwrap_or("");
        let clause = before.rfind(['，', '。', '；', '：', '、']).map_or(0, |i| i + '，'.len_utf8());
        let Some(start) = before.get(clause..).and_then(|c| c.rfind(['与', '比', '较', '同'])).map(|i| clause + i)
        else {
            continue;
        };
        let told = before.get(start..).unwrap_or("");
        let last =
            named.as_deref().is_some_and(|n| told.contains(n)) || words.iter().any(|w| told.contains(w.as_str()));
        if !last || told.ends_with("基本") || told.ends_with("大致") || told.chars().count() > 16 {
            continue;
        }
        let stage = if told.contains("执行数") { "执行数" } else { "" };
        out.push(Told { start, end: at + LEVEL.len(), says: Comparison::Equal, stage, last_year: true });
    }
    out
}

/// Comparisons of the final amount with the budget.
fn comparisons(text: &str) -> Vec<Told> {
    let mut out = Vec::new();
    let lefts = ["决算数", "预决算数", "支出决算数", "决算"];
    let mut from = 0;
    while let Some(at) = text
        .get(from..)
        .and_then(|t| lefts.iter().filter_map(|l| t.find(l).map(|a| (a, l.len()))).min().map(|(a, l)| (from + a, l)))
    {
        let (start, length) = at;
        from = start + length;
        let rest = text.get(from..).unwrap_or("");
        let clause: String = rest.chars().take_while(|c| !matches!(c, '。' | '；' | '，')).take(16).collect();
        let stage = if clause.contains("年初预算") {
            "年初预算"
        } else if clause.contains("全年预算") {
            "全年预算"
        } else {
            "预算"
        };
        let clean = clause.trim_start_matches("数");
        // 与上年持平 is another comparison; 年初 and 全年 are words of the budget.
        let other = clean.replace("年初", "").replace("全年", "").contains('年');
        let says = if clean.starts_with("大于") && clause.contains("预算") {
            Some((Comparison::Greater, "大于"))
        } else if clean.starts_with("小于") && clause.contains("预算") {
            Some((Comparison::Less, "小于"))
        } else if clean.starts_with("等于") && clause.contains("预算") {
            Some((Comparison::Equal, "等于"))
        } else if clean.contains("基本持平")
            && !other
            && (clause.contains("预算") || text.get(start..).is_some_and(|t| t.starts_with("预决算")))
        {
            Some((Comparison::NearlyEqual, "基本持平"))
        } else if clean.contains("持平")
            && !other
            && (clause.contains("预算") || text.get(start..).is_some_and(|t| t.starts_with("预决算")))
        {
            Some((Comparison::Equal, "持平"))
        } else {
            None
        };
        if let Some((says, word)) = says
            && let Some(at) = rest.find(word)
        {
            let mut end = from + at + word.len();
            let tail = text.get(end..).unwrap_or("");
            for w in ["年初预算数", "全年预算数", "预算数", "年初预算"] {
                if tail.starts_with(w) {
                    end += w.len();
                    break;
                }
            }
            out.push(Told { start, end, says, stage, last_year: false });
            from = end;
        }
    }
    out
}
