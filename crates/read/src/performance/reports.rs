//! Evaluation reports: items with weight and score, announced groups of points, stated totals.

use crate::outline::numbering;
use crate::plain::{CharIndex, Plain};
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::performance::ReportWords;
use mingzhang_model::disclosure::Span;
use mingzhang_model::performance::{EvaluationItem, EvaluationReport, FormCell};
use mingzhang_model::{Block, Document, Figure, Paragraph, Unit};
use regex::Regex;

/// Longest name of an indicator in a paragraph.
const NAME: usize = 24;

/// The sentences as patterns.
struct Patterns {
    item: Option<Regex>,
    total: Option<Regex>,
    conclusion: Option<Regex>,
    group: Option<Regex>,
}

impl Patterns {
    fn new(words: &ReportWords) -> Patterns {
        Patterns {
            item: any(&words.items, ""),
            total: any(&words.totals, ""),
            conclusion: any(&words.conclusions, ""),
            group: any(&words.groups, r"([\p{Han}]{2,8}?)"),
        }
    }
}

/// One pattern for several sentences, the longest first.
fn any(sentences: &[String], before: &str) -> Option<Regex> {
    let mut sorted: Vec<&String> = sentences.iter().collect();
    sorted.sort_by_key(|s| std::cmp::Reverse(s.len()));
    let made: Vec<String> = sorted
        .iter()
        .map(|s| format!("{before}{}", regex::escape(&plain_label(s)).replace(r"\{\}", r"([0-9]+(?:\.[0-9]+)?)")))
        .collect();
    if made.is_empty() { None } else { Regex::new(&made.join("|")).ok() }
}

/// Every evaluation report of a document, with the stretches of text it was read from; `ends` are the blocks at which what came before is over.
pub(crate) fn reports(
    document: &Document,
    words: &ReportWords,
    contents: Option<(usize, usize)>,
    ends: &[usize],
) -> (Vec<EvaluationReport>, Vec<Span>) {
    let skipped = |i: usize| contents.is_some_and(|(a, b)| a <= i && i < b);
    let text = |i: usize| document.blocks.get(i).and_then(Block::paragraph).map(|p| plain_label(&p.text));
    let titles: Vec<usize> =
        (0..document.blocks.len()).filter(|i| !skipped(*i) && text(*i).is_some_and(|t| is_title(&t, words))).collect();
    if titles.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let patterns = Patterns::new(words);
    let parts = (0..document.blocks.len()).filter(|i| text(*i).and_then(|t| numbering(&t)).is_some_and(|n| n.0 == 1));
    let mut bounds: Vec<usize> = titles.iter().chain(ends).copied().chain(parts).collect();
    bounds.sort_unstable();
    let end = |start: usize| bounds.iter().copied().find(|b| *b > start).unwrap_or(document.blocks.len());
    let mut read = Vec::new();
    let reports = titles.iter().map(|start| report(document, &patterns, (*start, end(*start)), &mut read)).collect();
    (reports, read)
}

/// 专项预算项目绩效评价报告 on a line of its own.
fn is_title(text: &str, words: &ReportWords) -> bool {
    let body = text.trim_end_matches('）').rsplit_once('（').filter(|_| text.ends_with('）')).map_or(text, |(t, _)| t);
    let short = body.chars().count() <= 40;
    short && !body.contains(['。', '，', '；', '：']) && words.titles.iter().any(|t| body.ends_with(t.as_str()))
}

/// A line of a report with its headings.
struct Line<'a> {
    block: usize,
    paragraph: &'a Paragraph,
    plain: Plain,
    text: String,
}

fn report(document: &Document, patterns: &Patterns, blocks: (usize, usize), read: &mut Vec<Span>) -> EvaluationReport {
    let lines: Vec<Line<'_>> = (blocks.0..blocks.1)
        .filter_map(|block| {
            let paragraph = document.blocks.get(block)?.paragraph()?;
            let plain = Plain::new(&paragraph.text);
            let text = plain.all();
            Some(Line { block, paragraph, plain, text })
        })
        .collect();
    let mut out = EvaluationReport { title: title(&lines), blocks, items: vec![], announced: vec![], totals: vec![] };
    let mut headings: Vec<(u8, String)> = Vec::new();
    // The name that the lines since the last item give the next one.
    let mut name: Option<String> = None;
    for line in lines.iter().skip(1) {
        if let Some((level, heading)) = heading(&line.text, &headings) {
            headings.retain(|(l, _)| *l < level);
            headings.push((level, heading));
            name = None;
        }
        name = labelled(&line.text).or(name);
        let index = CharIndex::new(&line.text);
        let mut items: Vec<(usize, usize)> = Vec::new();
        for found in patterns.item.iter().flat_map(|p| p.captures_iter(&line.text)) {
            let Some(whole) = found.get(0) else { continue };
            let mut scores = found.iter().skip(1).flatten();
            let (Some(weight), Some(score)) = (scores.next(), scores.next()) else { continue };
            let (Some(weight), Some(score)) = (points(weight.as_str()), points(score.as_str())) else { continue };
            let cell = line.cell(&index, whole.range(), read);
            let mut path: Vec<String> = headings.iter().map(|(_, h)| h.clone()).collect();
            let name = name.take().or_else(|| path.pop()).unwrap_or_default();
            out.items.push(EvaluationItem {
                name,
                path,
                weight,
                score,
                quote: cell.text,
                place: cell.place,
                block: line.block,
            });
            items.push((whole.start(), whole.end()));
        }
        let apart = |r: &std::ops::Range<usize>| items.iter().all(|(a, b)| r.end <= *a || *b <= r.start);
        let concludes = headings.iter().any(|(_, h)| h.contains("结论"));
        let conclusion = patterns.conclusion.as_ref().filter(|_| concludes);
        let mut taken: Vec<usize> = Vec::new();
        for found in patterns.total.iter().chain(conclusion).flat_map(|p| p.captures_iter(&line.text)) {
            let Some(whole) = found.get(0).filter(|w| apart(&w.range()) && !taken.contains(&w.end())) else { continue };
            taken.push(whole.end());
            let score = found.iter().skip(1).flatten().next().and_then(|s| points(s.as_str()));
            out.totals.extend(score.map(|s| (s, line.cell(&index, whole.range(), read))));
        }
        let groups: Vec<_> = patterns.group.iter().flat_map(|p| p.captures_iter(&line.text)).collect();
        // One group alone is no division.
        for found in groups.iter().filter(|_| groups.len() > 1) {
            let mut parts = found.iter().skip(1).flatten();
            let (Some(whole), Some(group), Some(score)) = (found.get(0), parts.next(), parts.next()) else { continue };
            if let Some(score) = points(score.as_str()) {
                let name = format!("{}指标", group.as_str());
                out.announced.push((name, score, line.cell(&index, whole.range(), read)));
            }
        }
    }
    out
}

impl Line<'_> {
    /// A stretch of the line, verbatim, with its place.
    fn cell(&self, index: &CharIndex, range: std::ops::Range<usize>, read: &mut Vec<Span>) -> FormCell {
        let (start, end) = self.plain.span(index.at(range.start), index.at(range.end));
        read.push(Span { block: self.block, start, end });
        FormCell {
            text: self.paragraph.text.get(start..end).unwrap_or("").to_owned(),
            place: self.paragraph.place(start, end),
            block: self.block,
            at: (0, 0),
        }
    }
}

fn points(text: &str) -> Option<Figure> {
    Figure::parse(text, Unit::Piece)
}

/// The title with the project's name, which may stand in brackets below it.
fn title(lines: &[Line<'_>]) -> FormCell {
    let whole = |line: &Line<'_>| FormCell {
        text: line.paragraph.text.trim().to_owned(),
        place: line.paragraph.place(0, line.paragraph.text.len()),
        block: line.block,
        at: (0, 0),
    };
    let mut out = lines.first().map(&whole).unwrap_or_default();
    let below =
        lines.get(1).filter(|l| l.text.starts_with('（') && l.text.ends_with('）') && numbering(&l.text).is_none());
    if let Some(below) = below {
        super::row::append(&mut out, whole(below));
    }
    out
}

/// The heading a line is or opens with: 1.项目决策。围绕… Numbers get lost.
fn heading(text: &str, above: &[(u8, String)]) -> Option<(u8, String)> {
    let body = |skip: usize| -> String {
        let rest: String = text.chars().skip(skip).collect();
        rest.split(['。', '：', '；']).next().unwrap_or("").to_owned()
    };
    let fits = |title: &String| (2..=30).contains(&title.chars().count()) && !title.contains('，');
    if let Some((level, _, taken)) = numbering(text) {
        return Some((level, body(taken))).filter(|(_, t)| fits(t));
    }
    let title = body(0);
    let rest = text.get(title.len()..).unwrap_or("");
    let lost = above.iter().any(|(l, _)| *l >= 3)
        && title.chars().count() <= 8
        && ["。围绕", "。根据"].iter().any(|w| rest.starts_with(w));
    lost.then_some((4, title))
}

/// 预算执行：… the name a paragraph begins with.
fn labelled(text: &str) -> Option<String> {
    let (name, _) = text.split_once('：')?;
    let taken = numbering(name).map_or(0, |n| n.2);
    let name: String = name.chars().skip(taken).collect();
    let han = name.chars().all(|c| !c.is_ascii_digit() && !matches!(c, '，' | '。' | '；' | '“'));
    (han && (2..=NAME).contains(&name.chars().count())).then_some(name)
}
