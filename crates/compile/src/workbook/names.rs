//! A sheet of named things, written: one a row, with columns that formulas fill in.

use super::look;
use super::sheet::{Page, exact};
use super::slots::{self, address};
use super::stock::is_text;
use crate::book::Row;
use mingzhang_catalog::publish::{Column, Shown};
use mingzhang_model::Amount;
use rust_xlsxwriter::{FormatAlign, XlsxError};
use std::collections::BTreeMap;

/// Rows left to fill in below those that are filled in.
const SPARE: usize = 50;
/// What stands for the name of a project that is not there.
const NOBODY: &str = "没有此项目";

type Done = Result<(), XlsxError>;

impl Page<'_> {
    pub(super) fn names(&mut self) -> Done {
        let leads: &[f64] = if slots::leads(self.sheet).len() > 1 { &[6.0, 30.0] } else { &[6.0] };
        let (mut widths, mut heads) = self.heads(leads);
        for shown in &self.sheet.shows {
            widths.push(16.0);
            heads.push((shown.title.clone(), "由公式得出，不用填写".to_owned()));
        }
        self.frame(&widths, &heads)?;
        let rows = self.stock.lists.remove(&self.sheet.name).unwrap_or_default();
        let first = slots::body(self.sheet);
        let spare = if self.sheet.most == Some(1) { 0 } else { SPARE };
        let more = u32::try_from(rows.len() + spare).unwrap_or(u32::MAX);
        let last = slots::last(self.sheet).max(if rows.is_empty() { 0 } else { first + more - 1 });
        self.summary.count = rows.len();
        let nothing = Row::default();
        for (n, row) in (0usize..).zip(first..=last) {
            self.ordinal(row, n)?;
            let tall = self.named(row, rows.get(n).unwrap_or(&nothing))?;
            self.page.set_row_height(row, tall)?;
        }
        for (n, column) in self.sheet.columns.iter().enumerate() {
            let at = slots::column(self.sheet, n);
            let means = slots::amount(column, None);
            let rule = look::validation(column, means.as_ref(), &address(first, at))?;
            self.rule((first, at), (last, at), &rule)?;
        }
        self.projects(first, last, &rows)?;
        self.shows(first, last, &rows)?;
        self.unlike(first, last)?;
        if !slots::sums(self.sheet).is_empty() {
            self.totals(first, last)?;
        }
        let key = slots::column(self.sheet, 0);
        self.summary.rows = format!("{}:{}", address(first, key), address(last, key));
        self.page.set_freeze_panes(first, key + 1)?;
        self.page.set_selection(first, key, first, key)?;
        Ok(())
    }

    fn ordinal(&mut self, row: u32, n: usize) -> Done {
        let format = look::label().set_align(FormatAlign::Center);
        self.page.write_number_with_format(row, 0, u32::try_from(n + 1).unwrap_or(u32::MAX), &format)?;
        Ok(())
    }

    /// Writes what is filled in of a row; the height it needs.
    fn named(&mut self, row: u32, values: &Row) -> Result<f64, XlsxError> {
        let mut tall = 20.0f64;
        for (n, column) in self.sheet.columns.iter().enumerate() {
            let at = (row, slots::column(self.sheet, n));
            let key = slots::key(column);
            if is_text(column.fill()) {
                let value = values.texts.get(&key).map(|t| t.value.as_str());
                tall = tall.max(look::height(value.unwrap_or(""), look::width(column)));
                self.text(at, column, value)?;
            } else {
                let value = values.amounts.get(&key).map(|a| a.value);
                self.amount(at, n, column, "", value)?;
            }
        }
        Ok(tall)
    }

    fn of_title(&self, title: &str) -> Option<(u16, &Column)> {
        let n = self.sheet.columns.iter().position(|c| c.title == title)?;
        Some((slots::column(self.sheet, n), self.sheet.columns.get(n)?))
    }

    /// The name of the project beside what tells it.
    fn projects(&mut self, first: u32, last: u32, rows: &[Row]) -> Done {
        let Some(n) = slots::tells_project(self.sheet) else { return Ok(()) };
        let Some(key) = self.sheet.columns.get(n).map(slots::key) else { return Ok(()) };
        let at = slots::column(self.sheet, n);
        for (k, row) in (0usize..).zip(first..=last) {
            let cell = address(row, at);
            let (codes, names) = (slots::PROJECT_CODES, slots::PROJECT_NAMES);
            let formula = format!(
                "=IF(TRIM({cell})=\"\",\"\",IFERROR(INDEX({names},MATCH({cell},{codes},0)),IF(COUNTIF({names},{cell})>0,{cell},\"{NOBODY}\")))"
            );
            let said = rows.get(k).and_then(|r| r.texts.get(&key)).map_or("", |t| t.value.as_str());
            let name = if said.is_empty() { "" } else { self.stock.project(said).unwrap_or(NOBODY) }.to_owned();
            self.formula((row, 1), &formula, &name, &look::closed().set_text_wrap())?;
        }
        let name = format!("${}", address(first, 1));
        self.alarm((first, 1), (last, 1), format!("={name}=\"{NOBODY}\""))?;
        let range = format!("{}:{}", address(first, 1), address(last, 1));
        self.summary.alarms.push(super::start::Alarm {
            count: format!("COUNTIF({{}}{range},\"{NOBODY}\")"),
            good: "√ 项目编码有效".to_owned(),
            bad: "行的项目编码不对".to_owned(),
        });
        Ok(())
    }

    /// Columns of formulas.
    fn shows(&mut self, first: u32, last: u32, rows: &[Row]) -> Done {
        for (k, shown) in (0u16..).zip(&self.sheet.shows) {
            let at = slots::column(self.sheet, self.sheet.columns.len()).saturating_add(k);
            let parts: Vec<(u16, String)> =
                shown.sum.iter().filter_map(|t| self.of_title(t)).map(|(c, column)| (c, slots::key(column))).collect();
            let group = shown.by.as_deref().and_then(|t| self.of_title(t)).map(|(c, column)| (c, slots::key(column)));
            let results = results(shown, rows, &parts, group.as_ref().map(|g| g.1.as_str()));
            for (k, row) in (0usize..).zip(first..=last) {
                let own: Vec<String> = parts.iter().map(|(c, _)| address(row, *c)).collect();
                let formula = match (&shown.by, &group) {
                    (None, _) => format!("=IF(COUNT({0})=0,\"\",SUM({0}))", own.join(",")),
                    (Some(_), group) => grouped(&own, (first, last), row, group.as_ref().map(|g| g.0)),
                };
                let result = results.get(k).copied().flatten().map(exact).unwrap_or_default();
                let format = if shown.by.is_none() { look::derived() } else { look::derived().set_num_format("0.##") };
                self.formula((row, at), &formula, &result, &format)?;
            }
            if shown.to.is_empty() {
                continue;
            }
            let cell = format!("${}", address(first, at));
            let wrong: Vec<String> = shown.to.iter().map(|n| format!("ROUND({cell}-{n},4)<>0")).collect();
            self.alarm((first, at), (last, at), format!("=AND(ISNUMBER({cell}),{})", wrong.join(",")))?;
            let range = format!("{}:{}", address(first, at), address(last, at));
            let unlike: Vec<String> = shown.to.iter().map(|n| format!("({{}}{range}<>{n})")).collect();
            let words: Vec<String> = shown.to.iter().map(ToString::to_string).collect();
            self.summary.alarms.push(super::start::Alarm {
                count: format!("SUMPRODUCT(ISNUMBER({{}}{range})*{})", unlike.join("*")),
                good: format!("√ {}为{}", shown.title, words.join("或")),
                bad: format!("行的{}不是{}", shown.title, words.join("或")),
            });
        }
        Ok(())
    }

    /// Red where two rows are of one thing.
    fn unlike(&mut self, first: u32, last: u32) -> Done {
        let columns: Vec<u16> = self.sheet.unique.iter().filter_map(|t| Some(self.of_title(t)?.0)).collect();
        let Some(end) = columns.last() else { return Ok(()) };
        let fixed = |row: u32, c: u16| {
            let plain = address(row, c);
            let at = plain.find(|ch: char| ch.is_ascii_digit()).unwrap_or(0);
            let (letters, digits) = plain.split_at(at);
            (format!("${letters}{digits}"), format!("${letters}${digits}"))
        };
        let pairs: Vec<String> = columns
            .iter()
            .map(|c| format!("{}:{},{}", fixed(first, *c).1, fixed(last, *c).1, fixed(first, *c).0))
            .collect();
        let there = format!("{}<>\"\"", fixed(first, *end).0);
        self.alarm((first, *end), (last, *end), format!("=AND({there},COUNTIFS({})>1)", pairs.join(",")))
    }
}

/// The sum over the rows of one group, or over all rows.
fn grouped(own: &[String], (first, last): (u32, u32), row: u32, group: Option<u16>) -> String {
    let fixed = |cell: &str, row: u32| {
        let letters: String = cell.chars().take_while(char::is_ascii_alphabetic).collect();
        format!("${letters}${}", row + 1)
    };
    let range = |cell: &str| format!("{}:{}", fixed(cell, first), fixed(cell, last));
    match group {
        Some(c) => {
            let key = address(row, c);
            let sums: Vec<String> =
                own.iter().map(|cell| format!("SUMIF({},{key},{})", range(&key), range(cell))).collect();
            let counts: Vec<String> =
                own.iter().map(|cell| format!("COUNTIFS({},{key},{},\">0\")", range(&key), range(cell))).collect();
            format!("=IF(OR(TRIM({key})=\"\",{}=0),\"\",{})", counts.join("+"), sums.join("+"))
        }
        None => {
            let cells = own.join(",");
            let ranges: Vec<String> = own.iter().map(|cell| range(cell)).collect();
            format!("=IF(COUNT({cells})=0,\"\",SUM({}))", ranges.join(","))
        }
    }
}

/// What the formulas give now.
fn results(shown: &Shown, rows: &[Row], parts: &[(u16, String)], group: Option<&str>) -> Vec<Option<Amount>> {
    let own = |row: &Row| -> Option<Amount> {
        let values: Vec<Amount> = parts.iter().filter_map(|(_, k)| row.amounts.get(k).map(|a| a.value)).collect();
        (!values.is_empty()).then(|| values.into_iter().fold(Amount::ZERO, |s, v| s + v))
    };
    if shown.by.is_none() {
        return rows.iter().map(own).collect();
    }
    let key =
        |row: &Row| group.map_or(String::new(), |k| row.texts.get(k).map_or_else(String::new, |t| t.value.clone()));
    let mut sums: BTreeMap<String, Amount> = BTreeMap::new();
    for row in rows {
        let sum = sums.entry(key(row)).or_default();
        *sum = *sum + own(row).unwrap_or_default();
    }
    let all = |row: &Row| {
        let sum = sums.get(&key(row)).copied().filter(|s| !s.is_zero());
        if group.is_none() { sum.filter(|_| own(row).is_some()) } else { sum }
    };
    rows.iter().map(all).collect()
}
