//! Word documents (Office Open XML), for Word and WPS: headings counted by the word processor, native tables and charts.

mod chart;
mod letter;
mod numbers;
mod package;
mod paper;
mod styles;
mod table;

use crate::package::{XML, escape};
use crate::text::contents;
pub use letter::{Letter, letter};
use mingzhang_model::publication::{Heading, Piece, PrintedTable, Prose, Publication};
use numbers::{Number, Numbers};
use paper::{Paper, TEXT_WIDTH};
use styles::LINE;

/// Name space of the text.
pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The report as a Word document.
#[must_use]
pub fn docx(publication: &Publication) -> Vec<u8> {
    let mut body = Body::new(publication);
    body.cover();
    for (k, piece) in publication.pieces.iter().enumerate() {
        body.piece(piece, k);
    }
    let document = body.finish();
    package::write(&publication.title(), publication, &document, &body)
}

/// A part of the text that stands for itself.
enum Block {
    /// A paragraph: its properties, which a section may still end in, and what it holds.
    Paragraph(String, String),
    /// Anything else.
    Whole(String),
}

/// The text as it is written.
struct Body<'a> {
    publication: &'a Publication,
    blocks: Vec<Block>,
    paper: Paper,
    /// A section with page numbers has begun.
    counted: bool,
    /// The next paragraph begins a page.
    fresh: bool,
    numbers: Numbers,
    /// Things listed in the contents so far: the number of the next bookmark.
    listed: usize,
    charts: Vec<chart::Parts>,
}

impl<'a> Body<'a> {
    fn new(publication: &'a Publication) -> Body<'a> {
        Body {
            publication,
            blocks: Vec::new(),
            paper: Paper::Cover,
            counted: false,
            fresh: false,
            numbers: Numbers::new(),
            listed: 0,
            charts: Vec::new(),
        }
    }

    /// A paragraph: style, further properties in the order of the schema, content.
    fn paragraph(&mut self, style: &str, properties: &str, content: String) {
        let fresh = if std::mem::take(&mut self.fresh) { "<w:pageBreakBefore/>" } else { "" };
        let (keep, properties) = properties.strip_prefix(KEEP).map_or(("", properties), |rest| (KEEP, rest));
        self.blocks.push(Block::Paragraph(format!("<w:pStyle w:val=\"{style}\"/>{keep}{fresh}{properties}"), content));
    }

    /// Ends the section in the last paragraph, so that no empty one can make an empty page.
    fn end_section(&mut self) {
        let first = self.paper != Paper::Cover && !std::mem::replace(&mut self.counted, self.paper != Paper::Cover);
        let section = self.paper.section(first);
        match self.blocks.last_mut() {
            Some(Block::Paragraph(properties, _)) => properties.push_str(&section),
            _ => self.blocks.push(Block::Paragraph(format!("{TINY}{section}"), String::new())),
        }
    }

    /// Goes on on other paper.
    fn turn(&mut self, paper: Paper) {
        if self.paper == paper {
            return;
        }
        if !self.blocks.is_empty() {
            self.end_section();
            self.fresh = false;
        }
        self.paper = paper;
    }

    fn cover(&mut self) {
        let lines = &self.publication.cover;
        let length = |line: &String| line.chars().count();
        let longest = lines.iter().map(length).max().unwrap_or(0);
        for (k, line) in lines.iter().enumerate() {
            let style = if length(line) == longest { "Title" } else { "Subtitle" };
            let place = if k == 0 { "<w:spacing w:before=\"3600\" w:after=\"480\"/>" } else { "" };
            self.paragraph(style, place, run(line));
        }
    }

    fn piece(&mut self, piece: &Piece, k: usize) {
        // A heading stands on the page of the table it is for.
        let mut rest = self.publication.pieces.iter().skip(k).skip_while(|p| matches!(p, Piece::Heading(_)));
        let table = match rest.next() {
            Some(Piece::Table(t)) => Some(t),
            _ => None,
        };
        let paper = if table.is_some_and(|t| t.landscape) { Paper::Wide } else { Paper::Upright };
        // Tables that come after running text begin a page of their own, with the heading they have; parts do so anyway.
        let before = k.checked_sub(1).and_then(|k| self.publication.pieces.get(k));
        let first = !matches!(before, Some(Piece::Heading(_) | Piece::Table(_)) | None);
        let part = matches!(piece, Piece::Heading(h) if h.level == 1);
        self.fresh |= table.is_some() && first && !part && self.paper == paper;
        // A heading that goes on after tables does not stand close below one.
        let after = matches!((piece, before), (Piece::Heading(_), Some(Piece::Table(_))));
        self.fresh |= after && !part && self.paper == paper;
        self.turn(paper);
        match piece {
            Piece::Contents => self.contents(),
            Piece::Heading(h) => self.heading(h),
            Piece::Paragraph(p) => {
                let keep = if leads(p, self.publication.pieces.get(k + 1)) { KEEP } else { "" };
                self.paragraph("BodyText", keep, run(&p.text));
            }
            Piece::Chart(c) => {
                let parts = chart::parts(c);
                self.paragraph("Chart", "", chart::drawing(c, &parts, self.charts.len() + 1));
                self.charts.push(parts);
                if !c.caption.is_empty() {
                    self.paragraph("Caption", "", run(&format!("（{}）", c.caption)));
                }
            }
            Piece::Table(t) => self.table(t, k),
        }
    }

    /// The deepest level of the contents.
    fn depth(&self) -> usize {
        self.levels().into_iter().max().unwrap_or(2).max(2)
    }

    /// The level a table has in the contents: below the heading before it.
    fn table_level(&self, k: usize) -> usize {
        let level = |p: &Piece| match p {
            Piece::Heading(h) if h.listed => Some(numbers::index(h.level) + 1),
            _ => None,
        };
        let above = self.publication.pieces.iter().take(k).rev().find_map(level).unwrap_or(0);
        (above + 1).min(numbers::LEVELS)
    }

    /// Levels of the lines of the contents.
    fn levels(&self) -> Vec<usize> {
        let level = |(k, p): (usize, &Piece)| match p {
            Piece::Heading(h) if h.listed => Some(numbers::index(h.level) + 1),
            Piece::Table(t) if t.listed => Some(self.table_level(k)),
            _ => None,
        };
        self.publication.pieces.iter().enumerate().filter_map(level).collect()
    }

    /// A field that word processors fill in again, filled with what it will hold. Page numbers are theirs to know: Word asks when it opens
    /// the file, others fill them in when the contents are brought up to date; a number guessed here would stand there unnoticed.
    fn contents(&mut self) {
        self.paragraph("TOCHeading", "", run("目录"));
        let title = self.blocks.pop();
        let lines = contents(self.publication);
        let last = lines.len();
        let mut out = String::from(
            "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>",
        );
        out.extend(title.map(|b| b.write()));
        for (i, (line, level)) in lines.iter().zip(self.levels()).enumerate() {
            let mark = bookmark(i + 1);
            let open = if i == 0 {
                format!(
                    "<w:r><w:fldChar w:fldCharType=\"begin\" w:dirty=\"true\"/></w:r>{}{}",
                    code(&format!(" TOC \\o \"1-{}\" \\h \\z \\u ", self.depth())),
                    field("separate")
                )
            } else {
                String::new()
            };
            let close = if i + 1 == last { field("end") } else { String::new() };
            let page = format!(
                "{}{}{}{}",
                field("begin"),
                code(&format!(" PAGEREF {mark} \\h ")),
                field("separate"),
                field("end")
            );
            let content = format!(
                "{open}<w:hyperlink w:anchor=\"{mark}\" w:history=\"1\">{}<w:r><w:tab/></w:r>{page}</w:hyperlink>{close}",
                run(line)
            );
            out.push_str(&Block::Paragraph(format!("<w:pStyle w:val=\"TOC{level}\"/>"), content).write());
        }
        out.push_str("</w:sdtContent></w:sdt>");
        self.blocks.push(Block::Whole(out));
        self.fresh = true;
    }

    /// Lines the contents take.
    fn listed_lines(&self) -> usize {
        let length = |line: &str| line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        // In half characters of 14 points, with room for the page number.
        let lines = |(line, level): (String, usize)| {
            (length(&line) * 140 + level * 320 + 300).div_ceil(TEXT_WIDTH as usize).max(1)
        };
        contents(self.publication).into_iter().zip(self.levels()).map(lines).sum()
    }

    /// Text that the contents lead to.
    fn listed(&mut self, content: &str) -> String {
        self.listed += 1;
        let n = self.listed;
        format!("<w:bookmarkStart w:id=\"{n}\" w:name=\"{}\"/>{content}<w:bookmarkEnd w:id=\"{n}\"/>", bookmark(n))
    }

    fn heading(&mut self, h: &Heading) {
        let level = numbers::index(h.level) + 1;
        let (list, label) = match self.numbers.next(h) {
            Number::Text(label) => (0, label),
            Number::List(n) => (n, String::new()),
        };
        let mut content = run(&format!("{label}{}", h.text.text));
        let style = if h.listed {
            content = self.listed(&content);
            format!("Heading{level}")
        } else if level <= self.depth() {
            format!("Heading{level}Unlisted")
        } else {
            format!("Heading{level}")
        };
        // The styles count by the first list.
        let number = if list == 1 {
            String::new()
        } else {
            format!("<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{list}\"/></w:numPr>", level - 1)
        };
        self.paragraph(&style, &number, content);
    }

    fn table(&mut self, t: &PrintedTable, k: usize) {
        if matches!(self.blocks.last(), Some(Block::Whole(_))) {
            // Two tables without a paragraph between them would be one.
            self.blocks.push(Block::Paragraph(TINY.to_owned(), String::new()));
        }
        let before = k.checked_sub(1).and_then(|k| self.publication.pieces.get(k));
        self.fresh |= matches!(before, Some(Piece::Table(b)) if b.landscape == t.landscape);
        if !t.title.text.is_empty() {
            let mut content = run(&t.title.text);
            let mut place = String::new();
            if t.listed {
                place = format!("<w:outlineLvl w:val=\"{}\"/>", self.table_level(k) - 1);
                content = self.listed(&content);
            }
            self.paragraph("TableTitle", &place, content);
        }
        if !t.number.is_empty() {
            self.paragraph("TableFrame", "<w:jc w:val=\"right\"/>", run(&t.number));
        }
        let width = self.paper.width();
        match (t.maker.is_empty(), t.unit.is_empty()) {
            (true, true) => {}
            (true, false) => self.paragraph("TableFrame", "<w:jc w:val=\"right\"/>", run(&t.unit)),
            (false, true) => self.paragraph("TableFrame", "<w:jc w:val=\"left\"/>", run(&t.maker)),
            (false, false) => {
                let place =
                    format!("<w:tabs><w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs><w:jc w:val=\"left\"/>");
                self.paragraph("TableFrame", &place, format!("{}<w:r><w:tab/></w:r>{}", run(&t.maker), run(&t.unit)));
            }
        }
        let above = self.above(k);
        self.blocks.push(Block::Whole(table::table(t, self.paper, above)));
        for note in &t.notes {
            self.paragraph("TableNote", "", run(&note.text));
        }
    }

    /// Height of the headings that stand above a table on its page.
    fn above(&self, k: usize) -> u32 {
        let height = |h: &Heading| {
            let length = u32::try_from(h.line().chars().count()).unwrap_or(u32::MAX);
            let lines = length.saturating_mul(320).div_ceil(self.paper.width()).max(1) * LINE;
            if h.level == 1 { lines + LINE } else { lines }
        };
        let before = self.publication.pieces.iter().take(k).rev();
        before.map_while(|p| if let Piece::Heading(h) = p { Some(height(h)) } else { None }).sum()
    }

    fn finish(&mut self) -> String {
        if self.blocks.is_empty() || matches!(self.blocks.last(), Some(Block::Whole(_))) {
            self.blocks.push(Block::Paragraph(TINY.to_owned(), String::new()));
        }
        let section = self.paper.section(self.paper != Paper::Cover && !self.counted);
        let text: String = self.blocks.iter().map(Block::write).collect();
        format!(
            "{XML}<w:document xmlns:w=\"{W}\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
             xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
             xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><w:body>{text}{section}</w:body></w:document>"
        )
    }
}

/// A paragraph that says nothing by itself and leads to the next: it ends in a colon, or is a numbered name without a clause.
fn leads(p: &Prose, next: Option<&Piece>) -> bool {
    let numbered = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    match next {
        Some(Piece::Paragraph(next)) => {
            let name = numbered(&p.text) && !p.text.contains('，') && !numbered(&next.text);
            name || p.text.ends_with('：')
        }
        Some(Piece::Chart(_)) => p.text.ends_with('：'),
        _ => false,
    }
}

/// Keeps a paragraph on the page of the next.
const KEEP: &str = "<w:keepNext/>";
/// A paragraph that takes no room.
const TINY: &str = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/>";

impl Block {
    fn write(&self) -> String {
        match self {
            Block::Paragraph(properties, content) => format!("<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"),
            Block::Whole(text) => text.clone(),
        }
    }
}

fn run(text: &str) -> String {
    format!(
        "<w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escape(text)
    )
}

fn field(mark: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType=\"{mark}\"/></w:r>")
}

fn code(text: &str) -> String {
    format!("<w:r><w:instrText xml:space=\"preserve\">{}</w:instrText></w:r>", escape(text))
}

fn bookmark(n: usize) -> String {
    format!("_Toc{n:08}")
}

#[cfg(test)]
mod tests;
