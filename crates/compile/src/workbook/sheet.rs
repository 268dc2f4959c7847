//! One sheet of inputs, written.

use super::look;
use super::slots::{self, HEADER, TOTAL, address};
use super::start::Summary;
use super::stock::{Stock, economic, is_text};
use super::{META, START};
use crate::book::Book;
use crate::cube::Cube;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::{Column, Fill, GridRow, Sheet, SheetRows};
use mingzhang_model::number::SCALE;
use mingzhang_model::publication::Content;
use mingzhang_model::{Amount, Coordinates, Date, Dimension, Kind, Unit};
use rust_xlsxwriter::{
    ConditionalFormatBlank, ConditionalFormatFormula, DataValidation, ExcelDateTime, Format, FormatAlign, Formula,
    IgnoreError, Note, Url, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// Height of a row of subjects.
const ROW: u32 = 20;

type Done = Result<(), XlsxError>;

/// A sheet under construction.
pub(super) struct Page<'a> {
    pub page: Worksheet,
    pub sheet: &'a Sheet,
    pub catalog: &'a Catalog,
    pub stock: &'a mut Stock,
    /// What has been written of each column: the sum, and the sum of each purse.
    pub sums: BTreeMap<(usize, String), Amount>,
    pub summary: Summary,
}

/// Writes a sheet.
pub(super) fn write(sheet: &Sheet, catalog: &Catalog, stock: &mut Stock) -> Result<(Worksheet, Summary), XlsxError> {
    let summary = Summary { name: sheet.name.clone(), about: sheet.about.clone(), ..Summary::default() };
    let mut page = Page { page: Worksheet::new(), sheet, catalog, stock, sums: BTreeMap::new(), summary };
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

    fn sum(&self, n: usize, purse: &str) -> Amount {
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
                let part =
                    lines.filter(|(_, l)| slots::amount(column, Some(l)).is_some_and(|leaf| is_part(&leaf, &whole)));
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

    fn functional(&mut self) -> Done {
        let several = self.sheet.purses.len() > 1;
        let leads: &[f64] = if several { &[11.0, 36.0, 22.0] } else { &[11.0, 36.0] };
        let (mut widths, mut heads) = self.heads(leads);
        if self.sheet.balance.is_some() {
            widths.push(16.0);
            heads.push(("收支平衡".to_owned(), "左边的和减右边的和，应为平衡".to_owned()));
        }
        self.frame(&widths, &heads)?;
        self.page.set_default_row_height(ROW);
        let (first, last) = (slots::body(self.sheet), slots::last(self.sheet));
        let subjects = self.stock.subjects(self.sheet);
        let mut next = subjects.iter();
        for row in first..=last {
            let subject = next.next();
            let tall = self.subject(row, subject)?;
            // Rows still empty have no height of their own: they grow with what is typed.
            if subject.is_some() {
                self.page.set_row_height(row, tall)?;
            }
        }
        self.rows_rules(first, last)?;
        self.totals(first, last)?;
        let (a, z) = (address(first, 0), address(last, 0));
        self.summary.rows = format!("{a}:{z}");
        self.summary.names = format!("{}:{}", address(first, 1), address(last, 1));
        self.summary.count = subjects.len();
        let names = if several { 3 } else { 2 };
        self.page.set_freeze_panes(first, names)?;
        self.page.set_selection(first, 0, first, 0)?;
        Ok(())
    }

    /// The amounts of a row as a range for formulas.
    fn amount_cells(&self, row: u32) -> String {
        let all = self.sheet.columns.iter().enumerate().filter(|(_, c)| !is_text(c.fill()));
        let columns: Vec<u16> = all.map(|(n, _)| slots::column(self.sheet, n)).collect();
        match (columns.first(), columns.last()) {
            (Some(a), Some(z)) => format!("${}:${}", address(row, *a), address(row, *z)),
            _ => address(row, 1),
        }
    }

    /// Writes a row; the height it needs.
    fn subject(&mut self, row: u32, subject: Option<&(String, String)>) -> Result<f64, XlsxError> {
        let mut tall = f64::from(ROW);
        let cells = self.amount_cells(row);
        let input = look::input(Fill::Choice);
        let code = subject.map(|(_, code)| code.as_str());
        match code {
            Some(code) => self.page.write_string_with_format(row, 0, code, &look::code())?,
            None => self.page.write_blank(row, 0, &look::code())?,
        };
        let a = address(row, 0);
        let name = code.map(|c| full_name(self.catalog, c)).unwrap_or_default();
        let formula = format!(
            "=IF(TRIM({a})=\"\",IF(COUNT({cells})>0,\"缺科目编码\",\"\"),IFERROR(VLOOKUP(LEFT(TRIM({a}),7),科目表,2,FALSE),\"没有此科目\"))"
        );
        self.formula((row, 1), &formula, &name, &look::closed().set_shrink())?;
        let purse = subject.map_or("", |(p, _)| p.as_str());
        if self.sheet.purses.len() > 1 {
            match subject {
                Some(_) => self.page.write_string_with_format(row, 2, purse, &input)?,
                None => self.page.write_blank(row, 2, &input)?,
            };
        }
        let mut values = BTreeMap::new();
        for (n, column) in self.sheet.columns.iter().enumerate() {
            let at = (row, slots::column(self.sheet, n));
            if let Some(name) = &column.text {
                let about = code.map(|c| slots::text_of_subject(purse, c));
                let value = about.and_then(|c| self.stock.text(name, c));
                tall = tall.max(look::height(value.as_deref().unwrap_or(""), look::width(column)));
                self.text(at, column, value.as_deref())?;
            } else {
                let means = slots::of_purse(column, purse);
                let at_subject = means.zip(code).map(|(c, code)| c.at(Dimension::Subject, code));
                let value = at_subject.and_then(|c| self.stock.amount(&c));
                values.insert(column.title.as_str(), value.unwrap_or_default());
                self.amount(at, n, column, purse, value)?;
            }
        }
        if let Some(balance) = &self.sheet.balance {
            let side = |titles: &[String]| {
                let list: Vec<String> = titles.iter().filter_map(|t| self.cell_of(row, t)).collect();
                let sum = titles.iter().filter_map(|t| values.get(t.as_str())).fold(Amount::ZERO, |s, v| s + *v);
                (format!("SUM({})", list.join(",")), sum)
            };
            let ((left, l), (right, r)) = (side(&balance.left), side(&balance.right));
            let at = (row, slots::column(self.sheet, self.sheet.columns.len()));
            let result = if code.is_some() { exact(l - r) } else { String::new() };
            self.summary.unbalanced += usize::from(code.is_some() && l != r);
            let formula = format!("=IF(TRIM({a})=\"\",\"\",ROUND({left}-{right},2))");
            self.formula(at, &formula, &result, &look::balance())?;
        }
        Ok(tall)
    }

    fn cell_of(&self, row: u32, title: &str) -> Option<String> {
        let n = self.sheet.columns.iter().position(|c| c.title == title)?;
        Some(address(row, slots::column(self.sheet, n)))
    }

    /// What may be filled into the rows of subjects, and what is shown in red.
    fn rows_rules(&mut self, first: u32, last: u32) -> Done {
        let list = DataValidation::new().allow_list_formula(Formula::new("=科目列表")).show_error_message(false);
        let list = look::asks(list, slots::CODE, "输入7位项级科目编码，或从下拉列表选择；科目名称自动带出。")?;
        self.rule((first, 0), (last, 0), &list)?;
        self.page.ignore_error_range(first, 0, last, 0, IgnoreError::NumberStoredAsText)?;
        if self.sheet.purses.len() > 1 {
            let list = DataValidation::new().allow_list_strings(&self.sheet.purses)?;
            let list = list.set_error_title("填写有误")?.set_error_message("请从下拉列表中选择。")?;
            let list = look::asks(list, slots::PURSE, "从下拉列表选择；同一科目有几种资金的，各列一行。")?;
            self.rule((first, 2), (last, 2), &list)?;
            let (a, z) = (first + 1, last + 1);
            let twice = format!("=AND($A{a}<>\"\",COUNTIFS($A${a}:$A${z},$A{a},$C${a}:$C${z},$C{a})>1)");
            self.alarm((first, 0), (last, 2), twice)?;
        } else {
            let (a, z) = (first + 1, last + 1);
            self.alarm((first, 0), (last, 0), format!("=AND($A{a}<>\"\",COUNTIF($A${a}:$A${z},$A{a})>1)"))?;
        }
        let name = format!("${}", address(first, 1));
        self.alarm((first, 1), (last, 1), format!("=OR({name}=\"没有此科目\",{name}=\"缺科目编码\")"))?;
        for (n, column) in self.sheet.columns.iter().enumerate() {
            let at = slots::column(self.sheet, n);
            let purse = self.sheet.purses.first().map_or("", String::as_str);
            let means = slots::of_purse(column, purse);
            let rule = look::validation(column, means.as_ref(), &address(first, at))?;
            self.rule((first, at), (last, at), &rule)?;
        }
        if self.sheet.balance.is_some() {
            let at = slots::column(self.sheet, self.sheet.columns.len());
            let cell = format!("${}", address(first, at));
            self.alarm((first, 0), (last, at), format!("=AND(ISNUMBER({cell}),ABS({cell})>0.004)"))?;
            self.summary.balance = format!("{}:{}", address(first, at), address(last, at));
        }
        Ok(())
    }

    /// The rows of sums above the inputs.
    pub(super) fn totals(&mut self, first: u32, last: u32) -> Done {
        let leads = u16::try_from(slots::leads(self.sheet).len()).unwrap_or(1);
        let labels: Vec<String> = slots::sums(self.sheet).into_iter().map(str::to_owned).collect();
        for (row, text) in (HEADER + 1..).zip(&labels) {
            let total = text == TOTAL;
            let format = look::closed().set_bold();
            if leads > 1 {
                self.page.merge_range(row, 0, row, leads - 1, text, &format)?;
            } else {
                self.page.write_string_with_format(row, 0, text, &format)?;
            }
            let purse = if total { "" } else { text.as_str() };
            for (n, column) in self.sheet.columns.iter().enumerate() {
                let at = (row, slots::column(self.sheet, n));
                if column.fill() != Fill::Amount {
                    self.page.write_blank(at.0, at.1, &look::closed())?;
                    continue;
                }
                let range = format!("{}:{}", address(first, at.1), address(last, at.1));
                let formula = if total {
                    format!("=SUM({range})")
                } else {
                    format!("=SUMIF($C${}:$C${},$A{},{range})", first + 1, last + 1, row + 1)
                };
                let sum = self.sum(n, purse);
                self.formula(at, &formula, &exact(sum), &look::derived().set_bold())?;
                // A sheet of one purse says it in its total.
                let of = match (self.sheet.purses.as_slice(), total) {
                    ([one], true) => one.as_str(),
                    (_, false) => purse,
                    _ => continue,
                };
                if let Some(c) = slots::of_purse(column, of) {
                    let place = format!("'{}'!{}", self.sheet.name, address(at.0, at.1));
                    self.summary.ledger.push((c, place, sum));
                }
            }
            if self.sheet.balance.is_some() {
                self.page.write_blank(row, slots::column(self.sheet, self.sheet.columns.len()), &look::closed())?;
            }
        }
        Ok(())
    }

    fn economic(&mut self) -> Done {
        let (widths, heads) = self.heads(&[12.0, 40.0]);
        self.frame(&widths, &heads)?;
        let codes = economic(self.catalog);
        let first = slots::body(self.sheet);
        let end = first + u32::try_from(codes.len()).unwrap_or(0);
        self.page.ignore_error_range(first, 0, end, 0, IgnoreError::NumberStoredAsText)?;
        let rows: BTreeMap<&str, u32> = codes.iter().map(String::as_str).zip(first..).collect();
        let below = |class: &str| {
            rows.iter().filter(|(c, _)| c.len() == 5 && c.starts_with(class)).map(|(_, r)| *r).collect::<Vec<u32>>()
        };
        let mut sums: BTreeMap<(usize, String), Amount> = BTreeMap::new();
        for (code, row) in codes.iter().zip(first..) {
            let name = self.catalog.subjects.economic.get(code).map_or("", |s| s.name.as_str());
            let (mut left, mut centre) = (look::label(), look::label());
            if code.len() == 3 {
                (left, centre) = (look::closed().set_bold(), look::closed().set_bold());
            } else {
                left = left.set_indent(1);
                centre = centre.set_indent(1);
            }
            self.page.write_string_with_format(row, 0, code, &centre)?;
            self.page.write_string_with_format(row, 1, name, &left)?;
            for (n, column) in self.sheet.columns.iter().enumerate() {
                let at = slots::column(self.sheet, n);
                let Some(means) = slots::amount(column, None) else { continue };
                if code.len() == 5 {
                    let value = self.stock.amount(&means.at(Dimension::Economic, code));
                    let class = code.get(..3).unwrap_or("").to_owned();
                    let sum = sums.entry((n, class)).or_default();
                    *sum = *sum + value.unwrap_or_default();
                    self.amount((row, at), n, column, "", value)?;
                }
            }
        }
        for (row, label) in (HEADER + 1..).zip(slots::sums(self.sheet)) {
            self.page.merge_range(row, 0, row, 1, label, &look::closed().set_bold())?;
        }
        let classes: Vec<&String> = codes.iter().filter(|c| c.len() == 3).collect();
        for (n, column) in self.sheet.columns.iter().enumerate() {
            let at = slots::column(self.sheet, n);
            let Some(means) = slots::amount(column, None) else { continue };
            let sum_of = |list: &[&String]| {
                list.iter().fold(Amount::ZERO, |s, c| s + sums.get(&(n, (*c).clone())).copied().unwrap_or_default())
            };
            for class in &classes {
                let Some(row) = rows.get(class.as_str()) else { continue };
                let list = below(class);
                let formula = match (list.first(), list.last()) {
                    (Some(a), Some(z)) => format!("=SUM({}:{})", address(*a, at), address(*z, at)),
                    _ => "=0".to_owned(),
                };
                let sum = sum_of(&[class]);
                self.formula((*row, at), &formula, &exact(sum), &look::derived().set_bold())?;
            }
            for (row, label) in (HEADER + 1..).zip(slots::sums(self.sheet)) {
                let whole = if label == TOTAL { None } else { Some(means.at(Dimension::Economic, label)) };
                let of: Vec<&String> = classes
                    .iter()
                    .filter(|c| whole.is_none_or(|w| is_part(&means.at(Dimension::Economic, c), &w)))
                    .copied()
                    .collect();
                let list: Vec<String> =
                    of.iter().filter_map(|c| rows.get(c.as_str())).map(|r| address(*r, at)).collect();
                let sum = sum_of(&of);
                let formula = format!("=SUM({})", list.join(","));
                self.formula((row, at), &formula, &exact(sum), &look::derived().set_bold())?;
                if label == TOTAL {
                    self.summary.totals.push((means, address(row, at), sum));
                }
            }
            let end = first + u32::try_from(codes.len().max(1) - 1).unwrap_or(0);
            let rule = look::validation(column, Some(&means), &address(first, at))?;
            self.rule((first, at), (end, at), &rule)?;
            self.summary.inputs = format!("{}:{}", address(first, slots::column(self.sheet, 0)), address(end, at));
        }
        self.summary.derived = classes.len() * self.sheet.columns.len();
        self.page.set_freeze_panes(first, 2)?;
        self.page.set_selection(first + 1, 2, first + 1, 2)?;
        Ok(())
    }
}

/// True if an amount at one place is part of that at another.
fn is_part(leaf: &Coordinates, whole: &Coordinates) -> bool {
    let mut book = Book::default();
    book.put(*leaf, Amount(SCALE), None);
    leaf != whole && Cube::new(&book, Kind::FinalAccounts).get(whole) == Amount(SCALE)
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
    look::protect(&mut page);
    page.set_very_hidden(true);
    Ok((page, codes.len()))
}
