//! The sheets with a row for each subject, functional or economic.

use super::look;
use super::sheet::{Done, Page, ROW, exact, full_name};
use super::slots::{self, HEADER, TOTAL, address};
use super::stock::{economic, is_text};
use crate::cube::reached;
use mingzhang_catalog::publish::Fill;
use mingzhang_catalog::sums::Sums;
use mingzhang_model::{Amount, Coordinates, Dimension};
use rust_xlsxwriter::{DataValidation, Formula, IgnoreError, XlsxError};
use std::collections::BTreeMap;

impl Page<'_> {
    pub(super) fn functional(&mut self) -> Done {
        let several = self.sheet.purses.len() > 1;
        let leads: &[f64] = if several { &[11.0, 36.0, 22.0] } else { &[11.0, 36.0] };
        let (mut widths, mut heads) = self.heads(leads);
        if let Some(balance) = &self.sheet.balance {
            widths.push(16.0);
            heads.push(match balance.rest.as_str() {
                "" => ("收支平衡".to_owned(), "左边的和减右边的和，应为平衡".to_owned()),
                rest => {
                    let (l, r) = (balance.left.join("、"), balance.right.join("、"));
                    (rest.to_owned(), format!("{r}之和减{l}，由公式算出，不能是负数"))
                }
            });
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
        self.hide(first, last)?;
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
            let equal = balance.rest.is_empty();
            let (from, less, rest) = if equal { (left, right, l - r) } else { (right, left, r - l) };
            let result = if code.is_some() { exact(rest) } else { String::new() };
            self.summary.unbalanced += usize::from(code.is_some() && (rest.0 < 0 || equal && !rest.is_zero()));
            let formula = format!("=IF(TRIM({a})=\"\",\"\",ROUND({from}-{less},2))");
            let format = if equal { look::balance() } else { look::derived() };
            self.formula(at, &formula, &result, &format)?;
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
        if let Some(balance) = &self.sheet.balance {
            let at = slots::column(self.sheet, self.sheet.columns.len());
            let cell = format!("${}", address(first, at));
            let off = if balance.rest.is_empty() { format!("ABS({cell})>0.004") } else { format!("{cell}<-0.004") };
            self.alarm((first, 0), (last, at), format!("=AND(ISNUMBER({cell}),{off})"))?;
            self.summary.rest.clone_from(&balance.rest);
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

    pub(super) fn economic(&mut self) -> Done {
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
                    .filter(|c| whole.is_none_or(|w| is_part(&means.at(Dimension::Economic, c), &w, self.declared)))
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
pub(super) fn is_part(leaf: &Coordinates, whole: &Coordinates, sums: &Sums) -> bool {
    leaf != whole && reached(*leaf, sums).contains(whole)
}
