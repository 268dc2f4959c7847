//! A publication: what stands on the pages of a report to be written, in order, with nothing about bytes, fonts or formats.
//!
//! The other side of [`crate::Document`]: compile makes one, every writer puts the same one into its format.

use crate::disclosure::{Kind, Level};
use crate::number::{Amount, Figure, Unit};

/// A cell of the workbook a piece of text or a figure was taken from: sheet name and address (`B12`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Source {
    /// Sheet.
    pub sheet: String,
    /// Address, e.g. `B12`.
    pub cell: String,
}

impl std::fmt::Display for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}!{}", self.sheet, self.cell)
    }
}

/// Running text and, by byte ranges, the workbook cells it came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// The text, without line breaks.
    pub text: String,
    /// First byte, one past the last byte, cell.
    pub sources: Vec<(usize, usize, Source)>,
}

impl From<&str> for Prose {
    fn from(text: &str) -> Prose {
        Prose { text: text.to_owned(), sources: Vec::new() }
    }
}

/// A whole report.
#[derive(Clone, Debug)]
pub struct Publication {
    /// Full official name of the department or unit.
    pub entity: String,
    /// 部门 or 单位.
    pub level: Level,
    /// 预算 or 决算.
    pub kind: Kind,
    /// Fiscal year.
    pub year: i32,
    /// Profile of the jurisdiction.
    pub profile: String,
    /// Lines of the cover, from top to bottom; the longest one is the title.
    pub cover: Vec<String>,
    /// What follows.
    pub pieces: Vec<Piece>,
}

impl Publication {
    /// The title in one line.
    #[must_use]
    pub fn title(&self) -> String {
        let word = if self.level == Level::Unit { "单位" } else { "部门" };
        let kind = if self.kind == Kind::Budget { "预算" } else { "决算" };
        let year = if self.kind == Kind::Budget { "年" } else { "年度" };
        format!("{}{}{year}{word}{kind}", self.entity, self.year)
    }
}

/// One thing on the pages.
#[derive(Clone, Debug)]
pub enum Piece {
    /// The table of contents: all [`Heading`]s and tables that are `listed`, with their pages where the format has pages.
    Contents,
    /// A heading.
    Heading(Heading),
    /// A paragraph, first line indented by two characters.
    Paragraph(Prose),
    /// A table with its title, frame and notes.
    Table(Box<PrintedTable>),
    /// A chart with its caption.
    Chart(Chart),
}

/// A heading. Its number is not part of the text, so that a word processor can count by itself.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 第一部分, 2 一、, 3 （一）, 4 1.
    pub level: u8,
    /// The number from 1; 0 for a heading without a number.
    pub ordinal: u32,
    /// The text after the number.
    pub text: Prose,
    /// It stands in the table of contents.
    pub listed: bool,
}

impl Heading {
    /// The number as printed, with the mark or blank that follows it; empty if there is none.
    #[must_use]
    pub fn label(&self) -> String {
        let n = self.ordinal as usize;
        match (n, self.level) {
            (0, _) => String::new(),
            (_, 1) => format!("第{}部分 ", han(n)),
            (_, 2) => format!("{}、", han(n)),
            (_, 3) => format!("（{}）", han(n)),
            _ => format!("{n}."),
        }
    }

    /// The heading in one line, as a reader sees it.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{}{}", self.label(), self.text.text)
    }
}

/// 一, 二 … 九十九; digits beyond.
#[must_use]
pub fn han(n: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |k: usize| DIGITS.get(k).copied().unwrap_or_default();
    match (n / 10, n % 10) {
        (0, u) => digit(u).to_owned(),
        (1, u) => format!("十{}", digit(u)),
        (t, u) if t < 10 => format!("{}十{}", digit(t), digit(u)),
        _ => n.to_string(),
    }
}

/// A table to be printed. Body and header are one grid; each row holds the cells that begin in it, from left to right.
#[derive(Clone, Debug, Default)]
pub struct PrintedTable {
    /// The catalog's form.
    pub form: String,
    /// Title above the table (收入支出决算总表).
    pub title: Prose,
    /// It stands in the table of contents.
    pub listed: bool,
    /// Mark at the upper right (公开01表); empty if the form has none.
    pub number: String,
    /// Upper left (部门：…); empty if the form has none.
    pub maker: String,
    /// Upper right, below the number (金额单位：万元); empty if the form has none.
    pub unit: String,
    /// Relative width of each column, in Chinese characters.
    pub widths: Vec<u16>,
    /// Rows of the header, repeated on every page.
    pub header_rows: usize,
    /// All rows.
    pub rows: Vec<Vec<PrintedCell>>,
    /// Lines below the table (注：…).
    pub notes: Vec<Prose>,
    /// It needs a page on its side.
    pub landscape: bool,
}

/// Where a cell's content stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// Labels.
    #[default]
    Left,
    /// Headers and codes.
    Centre,
    /// Figures.
    Right,
}

/// A cell that begins at `column` of its row.
#[derive(Clone, Debug)]
pub struct PrintedCell {
    /// First column.
    pub column: usize,
    /// Rows and columns it covers, each at least 1.
    pub spans: (usize, usize),
    /// What stands in it.
    pub content: Content,
    /// Where.
    pub align: Align,
    /// Totals and headers.
    pub bold: bool,
    /// Steps to the right, one Chinese character each (款 below 类).
    pub indent: u8,
    /// How the figure follows from others of the same table: signed cells (row, column); empty if it does not.
    pub formula: Vec<(bool, usize, usize)>,
    /// Where in the workbook it was filled in.
    pub source: Option<Source>,
}

impl PrintedCell {
    /// A cell of one row and one column.
    #[must_use]
    pub fn new(column: usize, content: Content, align: Align) -> PrintedCell {
        PrintedCell { column, spans: (1, 1), content, align, bold: false, indent: 0, formula: Vec::new(), source: None }
    }
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Nothing.
    Empty,
    /// Words, a code or a line number.
    Text(String),
    /// An exact amount that is printed in a unit, rounded half-up to a number of decimals.
    Amount {
        /// The exact amount.
        value: Amount,
        /// The unit of the table.
        unit: Unit,
        /// Decimals.
        places: u32,
        /// Thousands separators.
        comma: bool,
    },
}

impl Content {
    /// The content as a reader sees it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Content::Empty => String::new(),
            Content::Text(t) => t.clone(),
            Content::Amount { value, unit, places, comma } => {
                let plain = Figure::show(*value, *unit, *places);
                if *comma { grouped(&plain) } else { plain }
            }
        }
    }
}

/// A decimal with thousands separators.
#[must_use]
pub fn grouped(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |r| ("-", r));
    let (whole, tail) = rest.split_once('.').map_or((rest, None), |(w, t)| (w, Some(t)));
    let mut out = String::from(sign);
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(t) = tail {
        out.push('.');
        out.push_str(t);
    }
    out
}

/// Kinds of charts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Bars side by side: two years of one or more amounts.
    Bars,
    /// A pie with a legend that carries names, amounts and shares.
    Pie,
    /// Points: the first series to the right, the second upwards; their names stand at the axes.
    Scatter,
}

/// A chart. Amounts are exact; the writer draws and rounds as `places` says.
#[derive(Clone, Debug)]
pub struct Chart {
    /// Kind.
    pub kind: ChartKind,
    /// Caption below it (图1：收、支决算总计变动情况图), number included; empty if the form has none.
    pub caption: String,
    /// What the groups of bars or the slices are called.
    pub categories: Vec<String>,
    /// Series of amounts, one per category each. A pie has one.
    pub series: Vec<(String, Vec<Amount>)>,
    /// Unit of the labels.
    pub unit: Unit,
    /// Decimals of the labels.
    pub places: u32,
    /// The same in words, for those who cannot see it.
    pub alternative: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_as_offices_do() {
        let heading = |level, ordinal| Heading { level, ordinal, text: "概况".into(), listed: true }.line();
        assert_eq!(heading(1, 1), "第一部分 概况");
        assert_eq!((heading(2, 14).as_str(), heading(3, 20).as_str()), ("十四、概况", "（二十）概况"));
        assert_eq!((heading(4, 3).as_str(), heading(2, 0).as_str()), ("3.概况", "概况"));
    }

    #[test]
    fn ordinals_in_words() {
        let shown: Vec<String> = [1, 10, 11, 20, 35, 100].into_iter().map(han).collect();
        assert_eq!(shown, ["一", "十", "十一", "二十", "三十五", "100"]);
    }

    #[test]
    fn figures_are_printed_half_up_and_grouped() {
        let cell = |v: i64, unit, places, comma| Content::Amount { value: Amount(v), unit, places, comma }.text();
        assert_eq!(cell(123_456_789_050_000, Unit::WanYuan, 2, true), "1,234,567.89");
        assert_eq!(cell(-12_345_600, Unit::Yuan, 2, true), "-1,234.56");
        assert_eq!(cell(0, Unit::WanYuan, 2, true), "0.00");
        assert_eq!(cell(1_000_000_000, Unit::Yuan, 0, false), "100000");
    }
}
