//! A quote with its figures marked underneath: `^^^^` what is called wrong, `----` what speaks against it.

use crate::text::{Ruler, clean, numbers};
use mingzhang_model::{Evidence, Finding, Role};
use std::ops::Range;

/// A line of a quote and the marks beneath it, in characters of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The text.
    pub text: Vec<char>,
    /// Marked stretches in order, without overlap; true for the wrong one.
    pub marks: Vec<(Range<usize>, bool)>,
}

/// No quote takes more lines than this; longer ones are cut around their first mark.
const LINES: usize = 3;

/// The lines of a piece of evidence.
#[must_use]
pub fn lines(finding: &Finding, evidence: &Evidence, ruler: Ruler, width: usize) -> Vec<Line> {
    let (chars, marks) = marked(finding, evidence);
    let (chars, marks) = elide(chars, marks, ruler, width);
    let glued = |i: usize| {
        marks
            .iter()
            .any(|(m, _)| m.start < i && i < m.end && ruler.chars(chars.get(m.clone()).unwrap_or(&[])) * 2 <= width)
    };
    ruler
        .wrap(&chars, width, glued)
        .into_iter()
        .map(|line| Line {
            text: chars.get(line.clone()).unwrap_or(&[]).to_vec(),
            marks: marks
                .iter()
                .map(|(m, wrong)| (m.start.max(line.start)..m.end.min(line.end), *wrong))
                .filter(|(m, _)| m.start < m.end)
                .map(|(m, wrong)| (m.start - line.start..m.end - line.start, wrong))
                .collect(),
        })
        .collect()
}

/// The line of marks beneath a line of text, without trailing spaces; empty if there are none.
#[must_use]
pub fn underline(line: &Line, ruler: Ruler, mut paint: impl FnMut(&str, bool) -> String) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for (mark, wrong) in &line.marks {
        let gap = ruler.chars(line.text.get(at..mark.start).unwrap_or(&[]));
        out.extend(std::iter::repeat_n(' ', gap));
        let cells = ruler.chars(line.text.get(mark.clone()).unwrap_or(&[]));
        out += &paint(&if *wrong { "^" } else { "-" }.repeat(cells), *wrong);
        at = mark.end;
    }
    out
}

/// The characters of a piece of evidence and the marks in them.
pub(crate) fn marked(finding: &Finding, evidence: &Evidence) -> Marked {
    let chars: Vec<char> = clean(&evidence.quote).chars().collect();
    let marks = marks(finding, evidence, &chars);
    (chars, marks)
}

fn marks(finding: &Finding, evidence: &Evidence, quote: &[char]) -> Vec<(Range<usize>, bool)> {
    let found = numbers(quote);
    let mut out: Vec<(Range<usize>, bool)> = Vec::new();
    if evidence.role == Role::Primary {
        let stated: Vec<char> = clean(&finding.stated).chars().collect();
        let by_value = || {
            let first = numbers(&stated).into_iter().next()?;
            found.iter().find(|n| n.key == first.key).map(|n| n.start..n.end)
        };
        out.extend(whole(quote, &stated).or_else(by_value).map(|m| (m, true)));
    }
    // Checks have no workings; then the sentence names the figures.
    let told = if finding.workings.is_empty() { &finding.message } else { &finding.workings };
    let workings: Vec<char> = clean(told).chars().collect();
    let named: Vec<String> = numbers(&workings).into_iter().map(|n| n.key).collect();
    let free =
        |out: &[(Range<usize>, bool)], n: &Range<usize>| out.iter().all(|(m, _)| n.end <= m.start || m.end <= n.start);
    for number in &found {
        let range = number.start..number.end;
        if named.contains(&number.key) && free(&out, &range) {
            out.push((range, false));
        }
    }
    // A witness whose only figure is not named speaks through it all the same.
    if out.is_empty()
        && evidence.role == Role::Witness
        && let [only] = found.as_slice()
        && only.end > only.digits
    {
        out.push((only.start..only.end, false));
    }
    out.sort_by_key(|(m, _)| m.start);
    out
}

/// Where the stated words stand in the quote, not as a part of a longer number.
pub(crate) fn whole(quote: &[char], stated: &[char]) -> Option<Range<usize>> {
    if stated.is_empty() {
        return None;
    }
    let numeric = |c: char| c.is_ascii_digit() || c == '.';
    (0..(quote.len() + 1).saturating_sub(stated.len()))
        .filter(|i| quote.get(*i..*i + stated.len()) == Some(stated))
        .map(|i| i..i + stated.len())
        .find(|r| {
            let before = r.start.checked_sub(1).and_then(|i| quote.get(i)).copied().unwrap_or(' ');
            let after = quote.get(r.end).copied().unwrap_or(' ');
            !(numeric(before) && stated.first().copied().is_some_and(numeric)
                || after.is_ascii_digit() && stated.last().copied().is_some_and(numeric))
        })
}

/// Characters, and the stretches of them that are marked; true for the wrong one.
type Marked = (Vec<char>, Vec<(Range<usize>, bool)>);

/// Cuts a quote that would take more than [`LINES`] lines to a window around its wrong mark, or else its first.
fn elide(chars: Vec<char>, marks: Vec<(Range<usize>, bool)>, ruler: Ruler, width: usize) -> Marked {
    // A line may lose some cells to what must not be broken, hence the reserve.
    let room = width.saturating_sub(8).max(8) * LINES;
    if ruler.chars(&chars) <= room {
        return (chars, marks);
    }
    let focus = marks.iter().find(|m| m.1).or(marks.first()).map_or(0..0, |m| m.0.clone());
    let (mut start, mut end) = (focus.start, focus.end);
    let mut used = ruler.chars(chars.get(start..end).unwrap_or(&[])) + 2 * ruler.char('…');
    loop {
        let left = start.checked_sub(1).and_then(|i| chars.get(i)).map(|c| ruler.char(*c));
        let right = chars.get(end).map(|c| ruler.char(*c));
        let mut grown = false;
        if let Some(cells) = left.filter(|c| used + c <= room) {
            (start, used, grown) = (start - 1, used + cells, true);
        }
        if let Some(cells) = right.filter(|c| used + c <= room) {
            (end, used, grown) = (end + 1, used + cells, true);
        }
        if !grown {
            break;
        }
    }
    let mut out: Vec<char> = Vec::new();
    out.extend((start > 0).then_some('…'));
    let shift = out.len();
    out.extend(chars.get(start..end).unwrap_or(&[]));
    out.extend((end < chars.len()).then_some('…'));
    let kept = marks
        .into_iter()
        .filter(|(m, _)| m.start >= start && m.end <= end)
        .map(|(m, wrong)| (m.start - start + shift..m.end - start + shift, wrong))
        .collect();
    (out, kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    fn show(finding: &Finding, which: usize, wide: bool, width: usize) -> Vec<String> {
        let ruler = Ruler { wide };
        lines(finding, &finding.evidence[which], ruler, width)
            .iter()
            .flat_map(|l| [l.text.iter().collect(), underline(l, ruler, |s, _| s.to_owned())])
            .collect()
    }

    #[test]
    fn marks_stand_beneath_their_figures() {
        let f = samples::growth();
        assert_eq!(show(&f, 0, false, 80), ["较上年度增加39.5万元，增长27.6%", "            ^^^^^^^^      -----"]);
        assert_eq!(show(&f, 1, false, 80)[1].len(), 36 + 9);
        assert_eq!(show(&f, 1, true, 80)[1].len(), 38 + 9);
    }

    #[test]
    fn a_figure_is_not_found_inside_a_longer_one() {
        let quote: Vec<char> = "合计118.26和18.26".chars().collect();
        let stated: Vec<char> = "18.26".chars().collect();
        assert_eq!(whole(&quote, &stated), Some(9..14));
    }

    #[test]
    fn long_quotes_are_cut_around_the_figure() {
        let mut f = samples::growth();
        f.evidence[0].quote = format!("{}增加39.5万元{}", "甲".repeat(60), "乙".repeat(60));
        let shown = show(&f, 0, false, 30);
        assert!(shown.len() <= 6, "{shown:?}");
        assert!(shown[0].starts_with('…') && shown[shown.len() - 2].ends_with('…'));
        assert!(shown.iter().any(|l| l.contains("^^^^^^^^")));
    }

    #[test]
    fn a_figure_spelt_otherwise_is_found_by_value() {
        let mut f = samples::growth();
        f.stated = "39.50".into();
        assert!(show(&f, 0, false, 80)[1].contains("^^^^^^^^"));
    }
}
