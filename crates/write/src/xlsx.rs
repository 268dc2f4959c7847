//! Workbooks: every table of a publication on a sheet of its own, with live formulas and exact amounts.

use mingzhang_model::number::SCALE;
use mingzhang_model::publication::{Align, Content, Piece, PrintedCell, PrintedTable, Publication};
use mingzhang_model::{Amount, Unit};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError, Url, Workbook, Worksheet,
    XlsxError,
};
use std::collections::HashSet;

const FONT: &str = "宋体";
/// A4, as Excel counts paper.
const A4: u8 = 9;
/// Height of a line of text, in points.
const LINE: f64 = 18.0;
/// Longest name of a sheet, in UTF-16 units.
const NAME: usize = 31;

/// The tables of a report as a workbook (.xlsx): a sheet of contents, then a sheet for each table as it is printed.
///
/// Amounts are stored exactly, in the unit of their table, and shown rounded; what follows from other cells is a formula with its result.
///
/// # Errors
/// When a table does not fit a sheet.
pub fn xlsx(publication: &Publication) -> Result<Vec<u8>, XlsxError> {
    let tables: Vec<&PrintedTable> = (publication.pieces.iter())
        .filter_map(|p| match p {
            Piece::Table(t) => Some(t.as_ref()),
            _ => None,
        })
        .collect();
    let names = names(tables.iter().map(|t| t.title.text.as_str()));
    let mut book = Workbook::new();
    book.set_properties(&properties(publication)?);
    first(book.add_worksheet(), publication, &tables, &names)?;
    for (table, name) in tables.iter().zip(&names) {
        let page = book.add_worksheet();
        page.set_name(name)?;
        Sheet { page, table, body: 0 }.write()?;
    }
    book.save_to_buffer()
}

fn properties(publication: &Publication) -> Result<DocProperties, XlsxError> {
    // The same publication gives the same bytes: its date is the end of its year, not today.
    let year = u16::try_from(publication.year).unwrap_or(2000).clamp(1900, 9999);
    Ok(DocProperties::new()
        .set_title(publication.title())
        .set_author(publication.entity.as_str())
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, 12, 31)?))
}

/// Names of sheets: titles without what Excel forbids, cut, each once.
fn names<'a>(titles: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::from(["目录".to_owned(), "history".to_owned()]);
    let cut = |text: &str, room: usize| -> String {
        let mut used = 0;
        text.chars()
            .take_while(|c| {
                used += c.len_utf16();
                used <= room
            })
            .collect()
    };
    let mut name = |title: &str| {
        let legal: String = title
            .chars()
            .filter(|c| !c.is_control() && !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\'))
            .collect();
        let legal = legal.trim().trim_matches('\'');
        let legal = if legal.is_empty() { "表" } else { legal };
        let mut out = cut(legal, NAME);
        let mut n = 1;
        while !taken.insert(out.to_lowercase()) {
            n += 1;
            let tail = format!("（{n}）");
            out = cut(legal, NAME - tail.chars().count()) + &tail;
        }
        out
    };
    titles.map(&mut name).collect()
}

fn plain() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11).set_align(FormatAlign::VerticalCenter)
}

fn heading() -> Format {
    plain().set_font_size(16).set_bold().set_align(FormatAlign::Center)
}

/// The sheet of contents.
fn first(
    page: &mut Worksheet,
    publication: &Publication,
    tables: &[&PrintedTable],
    names: &[String],
) -> Result<(), XlsxError> {
    page.set_name("目录")?;
    page.set_column_width(0, 72)?;
    page.set_screen_gridlines(false).set_paper_size(A4).set_print_fit_to_pages(1, 0);
    page.write_string_with_format(0, 0, publication.title(), &heading())?;
    page.set_row_height(0, 2.0 * LINE)?;
    page.write_string_with_format(1, 0, "目录", &heading().set_font_size(14))?;
    let link = plain().set_font_color("#0563C1").set_underline(rust_xlsxwriter::FormatUnderline::Single);
    for (i, (table, name)) in tables.iter().zip(names).enumerate() {
        let row = u32::try_from(i + 3).unwrap_or(u32::MAX);
        let url = Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(&table.title.text);
        page.write_url_with_format(row, 0, url, &link)?;
    }
    Ok(())
}

struct Sheet<'a> {
    page: &'a mut Worksheet,
    table: &'a PrintedTable,
    /// Row of the sheet at which the grid begins.
    body: u32,
}

impl Sheet<'_> {
    fn write(&mut self) -> Result<(), XlsxError> {
        let table = self.table;
        let last = u16::try_from(table.widths.len().max(1) - 1).unwrap_or(u16::MAX);
        self.frame(last)?;
        let widths = self.widths();
        for (c, width) in widths.iter().enumerate() {
            self.page.set_column_width(column(c), *width)?;
        }
        for (r, row) in table.rows.iter().enumerate() {
            self.page.set_row_height(self.row(r), LINE * self.lines(row, &widths))?;
            for cell in row {
                self.cell(r, cell)?;
            }
        }
        let note = plain().set_text_wrap();
        for (i, text) in table.notes.iter().enumerate() {
            let row = self.row(table.rows.len() + i);
            let room: f64 = widths.iter().sum();
            self.across(row, last, &text.text, &note)?;
            self.page.set_row_height(row, LINE * (measure(&text.text) / room).ceil().max(1.0))?;
        }
        self.print(last)
    }

    /// Title, number, maker and unit.
    fn frame(&mut self, last: u16) -> Result<(), XlsxError> {
        let table = self.table;
        let right = plain().set_align(FormatAlign::Right);
        let mut row = 0;
        if !table.title.text.is_empty() {
            self.across(row, last, &table.title.text, &heading())?;
            self.page.set_row_height(row, 2.0 * LINE)?;
            row += 1;
        }
        if !table.number.is_empty() {
            self.page.write_string_with_format(row, last, &table.number, &right)?;
            row += 1;
        }
        if !table.maker.is_empty() {
            self.page.write_string_with_format(row, 0, &table.maker, &plain())?;
        }
        if !table.unit.is_empty() {
            // On one line with the maker, if there are two cells for them.
            row += u32::from(last == 0 && !table.maker.is_empty());
            self.page.write_string_with_format(row, last, &table.unit, &right)?;
        }
        row += u32::from(!table.maker.is_empty() || !table.unit.is_empty());
        self.body = row;
        Ok(())
    }

    fn across(&mut self, row: u32, last: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        if last == 0 {
            self.page.write_string_with_format(row, 0, text, format)?;
        } else {
            self.page.merge_range(row, 0, row, last, text, format)?;
        }
        Ok(())
    }

    fn row(&self, r: usize) -> u32 {
        self.body.saturating_add(u32::try_from(r).unwrap_or(u32::MAX))
    }

    fn cell(&mut self, r: usize, cell: &PrintedCell) -> Result<(), XlsxError> {
        let (row, at) = (self.row(r), column(cell.column));
        let format = format(cell);
        let (rows, columns) = cell.spans;
        let (low, right) = (self.row(r + rows.max(1) - 1), column(cell.column + columns.max(1) - 1));
        if (low, right) != (row, at) {
            self.page.merge_range(row, at, low, right, "", &format)?;
        }
        match &cell.content {
            Content::Empty => self.page.write_blank(row, at, &format)?,
            Content::Text(text) => {
                if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
                    self.page.ignore_error(row, at, IgnoreError::NumberStoredAsText)?;
                }
                self.page.write_string_with_format(row, at, text, &format)?
            }
            Content::Amount { value, unit, .. } => {
                let exact = exact(*value, *unit);
                if cell.formula.is_empty() {
                    self.page.write_number_with_format(row, at, exact.parse::<f64>().unwrap_or(0.0), &format)?
                } else {
                    let formula = Formula::new(self.formula(&cell.formula)).set_result(exact);
                    self.page.write_formula_with_format(row, at, formula, &format)?
                }
            }
        };
        Ok(())
    }

    /// `=SUM(C5:C8)` where the addends stand together, else `=C5+C9-D2`.
    fn formula(&self, terms: &[(bool, usize, usize)]) -> String {
        let address = |row: usize, c: usize| rust_xlsxwriter::utility::row_col_to_cell(self.row(row), column(c));
        let together = terms.windows(2).all(|w| match w {
            [a, b] => a.2 == b.2 && b.1 == a.1 + 1 || a.1 == b.1 && b.2 == a.2 + 1,
            _ => false,
        }) && terms.iter().all(|t| t.0 == terms.first().is_some_and(|f| f.0) && t.0);
        // A step down and a step to the right make no range.
        let line = terms.iter().all(|t| Some(t.1) == terms.first().map(|f| f.1))
            || terms.iter().all(|t| Some(t.2) == terms.first().map(|f| f.2));
        if let ([first, .., last], true, true) = (terms, together, line) {
            return format!("=SUM({}:{})", address(first.1, first.2), address(last.1, last.2));
        }
        let mut out = String::from("=");
        for (i, (plus, row, c)) in terms.iter().enumerate() {
            if !plus || i > 0 {
                out.push(if *plus { '+' } else { '-' });
            }
            out.push_str(&address(*row, *c));
        }
        out
    }

    /// Widths of the columns in Excel's unit, half a Chinese character; no figure may be cut to ####. A table wider than its page is
    /// narrowed before print shrinks it: labels can break, small type cannot be read.
    fn widths(&self) -> Vec<f64> {
        let page = if self.table.landscape { 132.0 } else { 88.0 };
        let asked: Vec<f64> = self.table.widths.iter().map(|w| f64::from(*w) * 2.0 + 1.0).collect();
        let factor = (page / asked.iter().sum::<f64>()).clamp(0.5, 1.0);
        let mut out: Vec<f64> = asked.iter().map(|w| (w * factor).max(5.0)).collect();
        for cell in self.table.rows.iter().flatten().filter(|c| matches!(c.content, Content::Amount { .. })) {
            if let Some(width) = out.get_mut(cell.column) {
                *width = width.max(measure(&cell.content.text()) + 2.0);
            }
        }
        out
    }

    /// Lines the fullest cell of a row needs.
    fn lines(&self, row: &[PrintedCell], widths: &[f64]) -> f64 {
        let needed = |cell: &PrintedCell| {
            let (rows, columns) = cell.spans;
            let room: f64 = widths.iter().skip(cell.column).take(columns.max(1)).sum::<f64>() - 1.0;
            let text = measure(&cell.content.text()) + 2.0 * f64::from(cell.indent);
            (text / room.max(2.0)).ceil() / rows.max(1) as f64
        };
        row.iter().map(needed).fold(1.0, f64::max)
    }

    fn print(&mut self, last: u16) -> Result<(), XlsxError> {
        let header = u32::try_from(self.table.header_rows).unwrap_or(0);
        self.page
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0)
            .set_print_center_horizontally(true)
            .set_footer("&C第 &P 页，共 &N 页");
        if self.table.landscape {
            self.page.set_landscape();
        }
        if header > 0 {
            self.page.set_freeze_panes(self.body + header, 0)?;
            self.page.set_repeat_rows(self.body, self.body + header - 1)?;
        }
        let end = self.row(self.table.rows.len() + self.table.notes.len()).saturating_sub(1);
        self.page.set_print_area(0, 0, end, last)?;
        Ok(())
    }
}

fn column(c: usize) -> u16 {
    u16::try_from(c).unwrap_or(u16::MAX)
}

fn format(cell: &PrintedCell) -> Format {
    let mut out = plain().set_border(FormatBorder::Thin).set_align(match cell.align {
        Align::Left => FormatAlign::Left,
        Align::Centre => FormatAlign::Center,
        Align::Right => FormatAlign::Right,
    });
    if cell.bold {
        out = out.set_bold();
    }
    if cell.indent > 0 {
        out = out.set_indent(cell.indent);
    }
    match &cell.content {
        Content::Amount { places, comma, .. } => out.set_num_format(number_format(*places, *comma)),
        Content::Text(_) | Content::Empty => out.set_text_wrap(),
    }
}

fn number_format(places: u32, comma: bool) -> String {
    let whole = if comma { "#,##0" } else { "0" };
    let point = if places > 0 { "." } else { "" };
    format!("{whole}{point}{}", "0".repeat(places as usize))
}

/// An amount in a unit, not rounded: 123,456,789 元 are 12345.6789 万元.
pub(crate) fn exact(value: Amount, unit: Unit) -> String {
    let one = u128::from(unit.factor().unsigned_abs()) * u128::from(SCALE.unsigned_abs());
    let value_abs = u128::from(value.0.unsigned_abs());
    let digits = one.ilog10() as usize;
    let part = format!("{:0digits$}", value_abs % one);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{}{}{point}{part}", if value.0 < 0 { "-" } else { "" }, value_abs / one)
}

/// Width of a text in half Chinese characters.
fn measure(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document, sample};
    use mingzhang_catalog::Catalog;
    use mingzhang_decode::{Value, grids};
    use mingzhang_model::{Document, Origin};
    use std::collections::BTreeMap;

    /// Figures of the tables; running text has no place in a workbook.
    fn facts(document: Document) -> BTreeMap<String, usize> {
        let read = mingzhang_read::read(document, Catalog::embedded());
        let mut out = BTreeMap::new();
        for fact in read.facts.iter().filter(|f| matches!(f.origin, Origin::Table { .. })) {
            *out.entry(format!("{} {} {}", fact.coordinates, fact.figure, fact.printed)).or_default() += 1;
        }
        out
    }

    #[test]
    fn tables_read_back_fact_by_fact() {
        for publication in [sample::publication(), sample::accounts()] {
            let bytes = xlsx(&publication).unwrap();
            let back = mingzhang_decode::decode(&bytes, "report.xlsx").unwrap();
            assert!(back.problems.is_empty(), "{:?}", back.problems);
            let expected = facts(document(&publication).0);
            assert!(expected.len() > 10, "{expected:?}");
            assert_eq!(facts(back), expected);
            assert_eq!(bytes, xlsx(&publication).unwrap());
        }
    }

    #[test]
    fn cells_hold_the_exact_amount() {
        let bytes = xlsx(&sample::publication()).unwrap();
        let sheets = grids(&bytes).unwrap();
        let sheet = sheets.iter().find(|s| s.name == "支出决算表").unwrap();
        let cell = |address: &str| sheet.cells.iter().find(|c| c.address() == address).unwrap();
        let number =
            |exact: &str, shown: &str| Value::Number { exact: exact.to_owned(), shown: shown.to_owned(), fixed: true };
        assert_eq!(cell("C7").value, number("2222.2221", "2,222.22"));
        assert_eq!((cell("C7").formula, cell("D10").formula), (true, false));
        assert_eq!(cell("A8").value, Value::Text("207".to_owned()));
    }

    #[test]
    fn names_are_legal_and_unique() {
        let long = "一般公共预算财政拨款基本支出决算明细表（按部门预算支出经济分类科目）";
        let made = names(["目录", "a/b[c]:*?", "A：b", long, long, ""].into_iter());
        assert_eq!(made[..3], ["目录（2）", "abc", "A：b"]);
        assert!(made[3].chars().count() == 31 && made[4].ends_with("（2）") && made[4].chars().count() == 31);
        assert_eq!(made[5], "表");
    }

    #[test]
    fn amounts_are_not_rounded() {
        assert_eq!(exact(Amount(123_456_789_012), Unit::WanYuan), "1234.56789012");
        assert_eq!(exact(Amount(-5), Unit::Yuan), "-0.0005");
        assert_eq!(exact(Amount(0), Unit::WanYuan), "0");
        assert_eq!(exact(Amount(10_000), Unit::Percent), "1");
    }
}
