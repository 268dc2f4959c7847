//! The content of a page as blocks: paragraphs end where browsers end lines.

use super::page::{Item, Page};
use super::table;
use crate::limits;
use crate::prose;
use crate::text;
use crate::traced::{Span, Spans, Traced};
use mingzhang_model::{Block, Paragraph, Place, Problem, Run, RunOrigin};

/// Whether an element stands in lines of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "br"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// The blocks of a page.
pub(super) fn blocks(page: &Page, problems: &mut Vec<Problem>, spans: &mut Spans) -> Vec<Block> {
    let title = article_title(page).map(|t| Traced::from(t.as_str()));
    // The title of a page that is a text is its first line.
    let above = || title.iter().flat_map(|t| [t.clone(), Traced::default()]).map(|line| (line, Span::NOWHERE));
    if let Some(list) = lines_alone(page).and_then(|lines| text::typed(above().chain(lines).collect(), spans)) {
        return list;
    }
    let (ends, line) = (Vec::new(), Traced::default());
    let mut flow = Flow { page, blocks: Vec::new(), line, ends, heading: (0, 0), kept: 0, offset: 0, spans };
    if let Some(title) = title {
        flow.line = title;
        flow.close();
    }
    flow.walk(0, problems);
    flow.blocks
}

/// The lines of a page that is nothing but lines as they are in the source.
fn lines_alone(page: &Page) -> Option<Vec<(Traced, Span)>> {
    let (mut lines, mut chars, mut end) = (Vec::new(), 0, 0);
    for i in page.below(0) {
        let item = page.get(i);
        if i < end {
            continue;
        }
        match item.name.as_str() {
            "table" => return None,
            "pre" => {
                (chars, end) = (chars + item.chars, item.end);
                let mut text = Traced::default();
                page.below(i).for_each(|k| text.append(&page.get(k).text));
                if text.as_str().matches('\n').count() + lines.len() >= limits::LINES {
                    return None;
                }
                lines.extend(text.split('\n'));
            }
            _ => {}
        }
    }
    let placed = |line: Traced| {
        let at = line.chars().map(|(_, span)| span).find(|s| s.is_somewhere()).unwrap_or(Span::NOWHERE);
        (line, at)
    };
    (chars > 0 && chars == page.get(0).chars).then(|| lines.into_iter().map(placed).collect())
}

struct Flow<'a> {
    page: &'a Page,
    blocks: Vec<Block>,
    /// Text since the last break.
    line: Traced,
    /// Ends of the blocks that are open, the innermost last.
    ends: Vec<usize>,
    /// Level of the heading that is open, and its end.
    heading: (u8, usize),
    /// End of the element that is open in which lines end as in the source.
    kept: usize,
    /// Characters so far.
    offset: usize,
    /// Where they stand.
    spans: &'a mut Spans,
}

impl Flow<'_> {
    fn walk(&mut self, from: usize, problems: &mut Vec<Problem>) {
        let page = self.page;
        let mut tables = 0;
        let mut cells = limits::TABLE_CELLS;
        let mut walk = page.below(from);
        while let Some(i) = walk.next() {
            while self.ends.pop_if(|end| *end <= i).is_some() {
                self.close();
            }
            let item = page.get(i);
            if i >= self.heading.1 {
                self.heading = (0, 0);
            }
            if keeps_lines(item) {
                self.kept = self.kept.max(item.end);
            }
            if !is_block(&item.name) {
                if i < self.kept {
                    for (c, span) in item.text.chars() {
                        if c == '\n' {
                            self.close();
                        } else {
                            self.line.push(c, span);
                        }
                    }
                } else {
                    self.line.append(&item.text);
                }
                continue;
            }
            self.close();
            self.ends.push(item.end);
            if let Some(level) = item.name.strip_prefix('h').and_then(|l| l.parse().ok()) {
                self.heading = (level, item.end);
            }
            let Some(grid) = (item.name == "table").then(|| table::grid(page, i)).flatten() else { continue };
            walk.pass(i);
            self.ends.pop();
            if let Some(caption) = grid.caption {
                self.plain(caption);
            }
            tables += 1;
            let line = self.blocks.len() + 1;
            match grid.table(page, tables, line, (&mut self.offset, self.spans), cells) {
                Some(table) => {
                    cells = cells.saturating_sub(table.rows.saturating_mul(table.columns));
                    self.blocks.push(Block::Table(table));
                }
                None => problems.push(Problem {
                    code: "table-too-large".to_owned(),
                    message: format!("第{tables}个表格过大，未读取；请拆分后再检查。"),
                    place: Place { line: Some(line), ..Place::default() },
                }),
            }
        }
        self.close();
    }

    /// The lines of a caption.
    fn plain(&mut self, caption: usize) {
        let mut ends: Vec<usize> = Vec::new();
        for i in self.page.below(caption) {
            let item = self.page.get(i);
            while ends.pop_if(|end| *end <= i).is_some() {
                self.close();
            }
            if is_block(&item.name) {
                self.close();
                ends.push(item.end);
            }
            self.line.append(&item.text);
        }
        self.close();
    }

    /// Ends the paragraph, if there is one.
    fn close(&mut self) {
        let text = visible(&std::mem::take(&mut self.line));
        if text.is_empty() || self.blocks.len() > limits::BLOCKS {
            return;
        }
        let at = text.chars().map(|(_, span)| span).find(|s| s.is_somewhere()).unwrap_or(Span::NOWHERE);
        self.spans.block(&text, at);
        let text = text.into_string();
        let origin = RunOrigin::Text { offset: self.offset, line: self.blocks.len() + 1 };
        self.offset += text.chars().count() + 1;
        let (runs, heading) = (vec![Run { start: 0, origin }], self.heading.0);
        self.blocks.push(Block::Paragraph(Paragraph { text, runs, heading, ..Paragraph::default() }));
    }
}

/// Whether lines in an element end where they end in the source.
fn keeps_lines(item: &Item) -> bool {
    let style: String = item.attribute("style").chars().filter(|c| !c.is_whitespace()).collect();
    item.name == "pre" || style.to_ascii_lowercase().contains("white-space:pre")
}

/// The text as a browser shows it: blanks run together; ends of source lines are blanks between words only.
fn visible(text: &Traced) -> Traced {
    let mut out = Traced::default();
    let (mut blank, mut broken) = (false, false);
    for (c, span) in text.chars() {
        if prose::is_space(c) {
            blank |= c.is_whitespace();
            broken |= matches!(c, '\n' | '\r');
            continue;
        }
        let last = out.as_str().chars().next_back();
        if blank && last.is_some_and(|before| !broken || prose::keeps_space(before, c)) {
            out.push(' ', Span::NOWHERE);
        }
        (blank, broken) = (false, false);
        out.push(c, span);
    }
    out
}

/// The title in the mark that government sites must give their articles, if the content does not have it.
fn article_title(page: &Page) -> Option<String> {
    let meta =
        page.items.iter().find(|i| i.name == "meta" && i.attribute("name").eq_ignore_ascii_case("ArticleTitle"))?;
    let title = visible(&Traced::from(meta.attribute("content"))).into_string();
    let tight = |text: &str| text.chars().filter(|c| !prose::is_space(*c)).collect::<String>();
    let text: String = page.below(0).map(|i| tight(page.get(i).text.as_str())).collect();
    (!title.is_empty() && !text.contains(&tight(&title))).then_some(title)
}
