//! One sheet of inputs, written.

use super::look;
use super::slots::{self, HEADER, address};
use super::start::Summary;
use super::stock::Stock;
use super::subjects::is_part;
use super::{META, START};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::{Column, Fill, GridRow, Sheet, SheetRows};
use mingzhang_catalog::sums::Sums;
use mingzhang_model::publication::Content;
use mingzhang_model::{Amount, Coordinates, Date, Unit};
use rust_xlsxwriter::{
    ConditionalFormatBlank, ConditionalFormatFormula, DataValidation, ExcelDateTime, Format, FormatAlign, Formula,
    Note, Url, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// Height of a row of subjects.
pub(super) const ROW: u32 = 20;

pub(super) type Done = Result<(), XlsxError>;

/// A sheet under construction.
pub(super) struct Page<'a> {
    pub page: Worksheet,
    pub sheet: &'a Sheet,
    pub catalog: &'a Catalog,
    pub declared: &'a Sums,
    pub stock: &'a mut Stock,
    /// What has been written of each column: the sum, and the sum of each purse.
    pub sums: BTreeMap<(usize, String), Amount>,
    pub summary: Summary,
}

/// Writes a sheet.
pub(super) fn write(
    sheet: &Sheet,
    catalog: &Catalog,
    declared: &Sums,
    stock: &mut Stock,
) -> Result<(Worksheet, Summary), XlsxError> {
    let summary = Summary { name: sheet.name.clone(), about: sheet.about.clone(), ..Summary::default() };
    let mut page = Page { page: Worksheet::new(), sheet, catalog, declared, stock, sums: BTreeMap::new(), summary };
    page.page.set_name(&sheet.name)?;
    // A formula that gives nothing shows nothing before it is calculated anew.
    page.page.set_formula_result_default("");
    match sheet.rows {
        SheetRows::Fields => page.fields()?,
        SheetRows::Grid => page.grid()?,
        SheetRows::Functional => page.functional()?,
        SheetRows::Economic => page.economic()?,
        SheetRows::Names => page.names()?,
    }
    look::protect(&mut page.page);
    Ok((page.page, page.summary))
}

/// Cells hold binary numbers; amounts of 15 digits come back as they were.
fn number(value: Amount) -> f64 {
    exact(value).parse().unwrap_or(0.0)
}

fn day(date: Date) -> Option<ExcelDateTime> {
    let (year, month, day) =
        (u16::try_from(date.year()).ok()?, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

/// 1234.5 for 1234 元 5 角.
pub(crate) fn exact(value: Amount) -> String {
    let plain = mingzhang_model::Figure::show(value, Unit::Yuan, 4);
    plain.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// 1,234.50 for a reader.
pub(crate) fn money(value: Amount) -> String {
    Content::Amount { value, unit: Unit::Yuan, places: 2, comma: true }.text()
}

impl Page<'_> {
    /// Title, what to fill in, the way back, headers.
    pub(super) fn frame(&mut self, widths: &[f64], headers: &[(String, String)]) -> Done {
        let last = u16::try_from(widths.len().max(2) - 1).unwrap_or(u16::MAX);
        for (c, width) in (0u16..).zip(widths) {
            self.page.set_column_width(c, *width)?;
        }
        let total: f64 = widths.iter().sum();
        self.page.merge_range(0, 0, 0, last, &self.sheet.name, &look::title())?;
        self.page.set_row_height(0, 30)?;
        self.page.merge_range(1, 0, 1, last, &self.sheet.about, &look::wrapped())?;
        self.page.set_row_height(1, look::height(&self.sheet.about, total))?;
        let back = Url::new(format!("internal:'{START}'!A1")).set_text("返回填表说明");
        self.page.write_url_with_format(2, 0, back, &look::link())?;
        if self.sheet.fields.iter().chain(&self.sheet.columns).any(|c| c.fill() == Fill::Amount) {
            let right = look::plain().set_align(FormatAlign::Right);
            self.page.write_string_with_format(2, last, "金额单位：元", &right)?;
        }
        let mut tall = 1.0f64;
        for ((c, (text, note)), width) in (0u16..).zip(headers).zip(widths) {
            self.page.write_string_with_format(HEADER, c, text, &look::header())?;
            tall = tall.max((look::measure(text) / (width - 1.0)).ceil());
            if !note.is_empty() {
                let note = Note::new(note).add_author_prefix(false).set_width(220).set_height(80);
                self.page.insert_note(HEADER, c, &note)?;
            }
        }
        self.page.set_row_height(HEADER, 15.0 * tall + 8.0)?;
        look::print(&mut self.page, total > 110.0);
        if self.sheet.rows == SheetRows::Economic {
            // As many rows as there are subjects, two pages of them.
            self.page.set_print_fit_to_pages(1, 2);
        }
        self.page.set_repeat_rows(HEADER, HEADER)?;
        Ok(())
    }

    pub(super) fn heads(&self, leads: &[f64]) -> (Vec<f64>, Vec<(String, String)>) {
        let mut widths = leads.to_vec();
        let mut heads: Vec<(String, String)> =
            slots::leads(self.sheet).iter().map(|l| ((*l).to_owned(), String::new())).collect();
        for column in &self.sheet.columns {
            let star = if column.required { " *" } else { "" };
            let unit = match (self.sheet.rows, column.fill()) {
                (SheetRows::Names, Fill::Amount) => "（元）",
                _ => "",
            };
            widths.push(look::width(column));
            heads.push((format!("{}{unit}{star}", column.title), column.note.clone()));
        }
        (widths, heads)
    }

    fn note(&mut self, n: usize, purse: &str, value: Amount) {
        let keys: &[&str] = if purse.is_empty() { &[""] } else { &["", purse] };
        for key in keys {
            let sum = self.sums.entry((n, (*key).to_owned())).or_default();
            *sum = *sum + value;
        }
    }

    pub(super) fn sum(&self, n: usize, purse: &str) -> Amount {
        self.sums.get(&(n, purse.to_owned())).copied().unwrap_or_default()
    }

    /// An input and what is known of it.
    pub(super) fn amount(
        &mut self,
        at: (u32, u16),
        n: usize,
        column: &Column,
        purse: &str,
        value: Option<Amount>,
    ) -> Done {
        let format = look::input(column.fill());
        match value {
            Some(v) => {
                self.page.write_number_with_format(at.0, at.1, number(v), &format)?;
                self.note(n, purse, v);
                self.summary.filled += 1;
            }
            None => {
                self.page.write_blank(at.0, at.1, &format)?;
            }
        }
        Ok(())
    }

    pub(super) fn text(&mut self, at: (u32, u16), column: &Column, value: Option<&str>) -> Done {
        let format = look::input(column.fill());
        match value {
            Some(v) if column.fill() == Fill::Year && v.parse::<u16>().is_ok() => {
                self.page.write_number_with_format(at.0, at.1, v.parse::<u16>().unwrap_or(0), &format)?;
                self.summary.filled += 1;
            }
            Some(v) => {
                match Date::parse(v).filter(|_| column.fill() == Fill::Date).and_then(day) {
                    Some(day) => self.page.write_datetime_with_format(at.0, at.1, day, &format)?,
                    None => self.page.write_string_with_format(at.0, at.1, v, &format)?,
                };
                self.summary.filled += 1;
            }
            None => {
                self.page.write_blank(at.0, at.1, &format)?;
            }
        }
        Ok(())
    }

    pub(super) fn formula(&mut self, at: (u32, u16), formula: &str, result: &str, format: &Format) -> Done {
        let formula = Formula::new(formula).set_result(result);
        self.page.write_formula_with_format(at.0, at.1, formula, format)?;
        Ok(())
    }

    pub(super) fn rule(&mut self, first: (u32, u16), last: (u32, u16), rule: &DataValidation) -> Done {
        self.page.add_data_validation(first.0, first.1, last.0, last.1, rule)?;
        Ok(())
    }

    /// Red where a formula holds.
    pub(super) fn alarm(&mut self, first: (u32, u16), last: (u32, u16), formula: String) -> Done {
        let rule = ConditionalFormatFormula::new().set_rule(formula.as_str()).set_format(look::red());
        self.page.add_conditional_format(first.0, first.1, last.0, last.1, &rule)?;
        Ok(())
    }

    fn fields(&mut self) -> Done {
        let longest = self.sheet.fields.iter().map(|f| look::measure(&f.title)).fold(20.0, f64::max) + 4.0;
        let wide = self.sheet.fields.iter().any(|f| matches!(f.fill(), Fill::Text | Fill::Long));
        let widths = [longest.min(52.0), if wide { 60.0 } else { 24.0 }, 46.0];
        let heads = [slots::ITEM, slots::VALUE, "说明"].map(|h| (h.to_owned(), String::new()));
        self.frame(&widths, &heads)?;
        for (row, field) in (HEADER + 1..).zip(&self.sheet.fields) {
            let star = if field.required { " *" } else { "" };
            self.page.write_string_with_format(row, 0, format!("{}{star}", field.title), &look::label())?;
            let (means, cell) = (slots::amount(field, None), address(row, 1));
            let mut shown = String::new();
            if let Some(name) = &field.text {
                let value = self.stock.text(name, Coordinates::default());
                self.text((row, 1), field, value.as_deref())?;
                shown = value.unwrap_or_default();
            } else if let Some(c) = means {
                let value = self.stock.amount(&c);
                self.amount((row, 1), 0, field, "", value)?;
            }
            let hint = look::hint(field);
            self.page.write_string_with_format(row, 2, &hint, &look::label().set_indent(1))?;
            let room = if field.fill() == Fill::Long { 80.0 } else { 22.0 };
            self.page.set_row_height(row, look::height(&shown, 60.0).max(look::height(&hint, 46.0)).max(room))?;
            self.rule((row, 1), (row, 1), &look::validation(field, means.as_ref(), &cell)?)?;
            if field.required {
                let rule = ConditionalFormatBlank::new().set_format(look::missing());
                self.page.add_conditional_format(row, 1, row, 1, &rule)?;
                self.summary.required.push(cell);
                self.summary.missing += usize::from(shown.is_empty());
            }
        }
        let last = HEADER + u32::try_from(self.sheet.fields.len()).unwrap_or(0);
        self.summary.inputs = format!("{}:{}", address(HEADER + 1, 1), address(last, 1));
        self.page.set_freeze_panes(HEADER + 1, 0)?;
        self.page.set_selection(HEADER + 1, 1, HEADER + 1, 1)?;
        Ok(())
    }

    fn grid(&mut self) -> Done {
        let longest = self.sheet.grid.iter().map(|r| look::measure(&r.title)).fold(20.0, f64::max) + 3.0;
        let (widths, heads) = self.heads(&[longest]);
        self.frame(&widths, &heads)?;
        let mut cells: BTreeMap<(u32, usize), Amount> = BTreeMap::new();
        for (row, line) in (HEADER + 1..).zip(&self.sheet.grid) {
            self.page.write_string_with_format(row, 0, &line.title, &look::label())?;
            let mut tall = 24.0f64;
            for (n, column) in self.sheet.columns.iter().enumerate().filter(|(_, c)| slots::open(line, c)) {
                let at = (row, slots::column(self.sheet, n));
                let means = slots::amount(column, Some(line));
                if let Some(name) = &column.text {
                    let value = self.stock.text(name, slots::text_of_row(line));
                    tall = tall.max(look::height(value.as_deref().unwrap_or(""), look::width(column)));
                    self.text(at, column, value.as_deref())?;
                } else if let Some(c) = &means {
                    let value = self.stock.amount(c);
                    cells.insert((row, n), value.unwrap_or_default());
                    self.amount(at, n, column, "", value)?;
                }
                let rule = look::validation(column, means.as_ref(), &address(at.0, at.1))?;
                self.rule(at, at, &rule)?;
            }
            self.page.set_row_height(row, tall)?;
        }
        for (row, line) in (HEADER + 1..).zip(&self.sheet.grid) {
            for (n, column) in self.sheet.columns.iter().enumerate().filter(|(_, c)| !slots::open(line, c)) {
                self.closed((row, n), column, line, &cells)?;
            }
        }
        let last = HEADER + u32::try_from(self.sheet.grid.len()).unwrap_or(0);
        let right = slots::column(self.sheet, self.sheet.columns.len().saturating_sub(1));
        self.summary.inputs = format!("{}:{}", address(HEADER + 1, 1), address(last, right));
        self.page.set_freeze_panes(HEADER + 1, 1)?;
        self.page.set_selection(HEADER + 1, 1, HEADER + 1, 1)?;
        Ok(())
    }

    /// A cell nobody fills in: the sum of those below it, if it is one.
    fn closed(
        &mut self,
        (row, n): (u32, usize),
        column: &Column,
        line: &GridRow,
        cells: &BTreeMap<(u32, usize), Amount>,
    ) -> Done {
        let at = (row, slots::column(self.sheet, n));
        let parts: Vec<(u32, Amount)> = match slots::amount(column, Some(line)) {
            Some(whole) => {
                let lines = (HEADER + 1..).zip(&self.sheet.grid);
                let part = lines.filter(|(_, l)| {
                    slots::amount(column, Some(l)).is_some_and(|leaf| is_part(&leaf, &whole, self.declared))
                });
                part.filter_map(|(r, _)| cells.get(&(r, n)).map(|v| (r, *v))).collect()
            }
            None => Vec::new(),
        };
        if parts.is_empty() {
            self.page.write_blank(at.0, at.1, &look::closed())?;
            return Ok(());
        }
        let list: Vec<String> = parts.iter().map(|(r, _)| address(*r, at.1)).collect();
        let sum = parts.iter().fold(Amount::ZERO, |s, (_, v)| s + *v);
        self.summary.derived += 1;
        self.formula(at, &format!("=SUM({})", list.join(",")), &exact(sum), &look::derived())
    }

    /// Hides the rows nobody needs yet, so that they are not printed, and says where they are.
    pub(super) fn hide(&mut self, first: u32, last: u32) -> Done {
        let from = first + slots::seen(self.sheet, self.summary.count);
        for row in from..=last {
            self.page.set_row_hidden(row)?;
        }
        if from <= last {
            let indent = if slots::leads(self.sheet).len() == 1 { 4 } else { 0 };
            let hint = format!("第{}行以下的空行已隐藏；行不够时选中第{from}行及以下，右键“取消隐藏”。", from + 1);
            self.page.write_string_with_format(2, 1, hint, &look::plain().set_font_size(9).set_indent(indent))?;
        }
        Ok(())
    }
}

/// 项（款）.
pub(super) fn full_name(catalog: &Catalog, code: &str) -> String {
    let name =
        |digits: usize| code.get(..digits).and_then(|c| catalog.subjects.functional.get(c)).map(|s| s.name.as_str());
    match (name(7), name(5)) {
        (None, _) => "没有此科目".to_owned(),
        (Some(item), None) => item.to_owned(),
        (Some(item), Some(group)) => format!("{item}（{group}）"),
    }
}

/// The sheet of lists that formulas look into.
pub(super) fn lists(catalog: &Catalog, profile: &str) -> Result<(Worksheet, usize), XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(META)?;
    page.write_string(0, 0, super::MARK)?;
    page.write_string(1, 0, "版式")?.write_string(1, 1, profile)?;
    page.write_string(2, 0, "工作簿版本")?.write_string(2, 1, super::VERSION.to_string())?;
    let mut codes: Vec<&str> =
        catalog.subjects.functional.iter().map(|s| s.code.as_str()).filter(|c| c.len() == 7).collect();
    codes.sort_unstable();
    for (row, code) in (0u32..).zip(&codes) {
        let name = full_name(catalog, code);
        page.write_string(row, 3, *code)?;
        page.write_string(row, 4, &name)?;
        page.write_string(row, 5, format!("{code} {name}"))?;
    }
    super::library::levels(&mut page, catalog)?;
    look::protect(&mut page);
    page.set_very_hidden(true);
    Ok((page, codes.len()))
}
