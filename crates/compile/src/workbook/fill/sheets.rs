//! The sheets of a workbook by the kind of their rows.

use super::{Heads, Reader, title};
use crate::book::{Filled, Row};
use crate::workbook::slots;
use crate::workbook::stock::is_text;
use crate::workbook::{Problem, sheet, values};
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::publish::{Column, Fill, Sheet};
use mingzhang_decode::Value;
use mingzhang_model::{Coordinates, Dimension};
use std::collections::HashMap;

impl Reader<'_> {
    pub(super) fn fields(&mut self, sheet: &Sheet, heads: &Heads) {
        let titles: Vec<&str> = sheet.fields.iter().map(|f| f.title.as_str()).collect();
        let lines = self.lines(&titles, heads);
        let Some(column) = heads.leads.get(1).copied() else { return };
        for (field, row) in sheet.fields.iter().zip(lines) {
            let Some(row) = row else { continue };
            let place = self.now.source(row, column);
            if field.required && self.now.blank(row, column) {
                self.wrong(vec![place.clone()], format!("“{}”必须填写。", field.title));
            }
            if let Some(name) = &field.text {
                self.places.insert((name.clone(), Coordinates::default()), place.clone());
                if let Some(text) = self.text((row, column), field) {
                    self.book.say(name, Coordinates::default(), &text, Some(place));
                }
            } else if let Some(means) = slots::amount(field, None)
                && let Some(value) = self.amount((row, column), field, Some(&means))
            {
                self.book.put(means, value, Some(place));
            }
        }
    }

    pub(super) fn grid(&mut self, sheet: &Sheet, heads: &Heads) {
        let titles: Vec<&str> = sheet.grid.iter().map(|r| r.title.as_str()).collect();
        let lines = self.lines(&titles, heads);
        for (line, row) in sheet.grid.iter().zip(lines) {
            let Some(row) = row else { continue };
            for (column, at) in sheet.columns.iter().zip(&heads.columns).filter(|(c, _)| slots::open(line, c)) {
                let Some(at) = *at else { continue };
                let place = self.now.source(row, at);
                if let Some(name) = &column.text {
                    let about = slots::text_of_row(line);
                    self.places.insert((name.clone(), about), place.clone());
                    if let Some(text) = self.text((row, at), column) {
                        self.book.say(name, about, &text, Some(place));
                    }
                } else if let Some(means) = slots::amount(column, Some(line))
                    && let Some(value) = self.amount((row, at), column, Some(&means))
                {
                    self.book.put(means, value, Some(place));
                }
            }
        }
    }

    pub(super) fn functional(&mut self, sheet: &Sheet, heads: &Heads) {
        let Some(code_column) = heads.leads.first().copied() else { return };
        let purse_column = heads.leads.get(1).copied();
        let sums: Vec<String> = slots::sums(sheet).into_iter().map(title).collect();
        let mut seen: HashMap<(String, String), u32> = HashMap::new();
        for row in heads.row + 1..self.now.rows {
            let label = self.now.label(row, code_column);
            if sums.contains(&label) {
                continue;
            }
            let filled: Vec<u16> =
                heads.columns.iter().flatten().copied().filter(|c| !self.now.blank(row, *c)).collect();
            let place = self.now.source(row, code_column);
            if label.is_empty() {
                if !filled.is_empty() {
                    let cells = std::iter::once(place).chain(filled.iter().map(|c| self.now.source(row, *c))).collect();
                    self.wrong(
                        cells,
                        "这一行填了内容，却没有科目编码；请填写7位项级科目编码，或清空这一行。".to_owned(),
                    );
                }
                continue;
            }
            let Some(code) = self.functional_code(row, code_column) else { continue };
            let purse = match (sheet.purses.as_slice(), purse_column) {
                ([one], _) => one.clone(),
                (_, Some(column)) => match self.purse(sheet, row, column, filled.is_empty()) {
                    Some(purse) => purse,
                    None => continue,
                },
                _ => continue,
            };
            if let Some(first) = seen.insert((purse.clone(), code.clone()), row) {
                let cells = vec![self.now.source(first, code_column), place];
                self.wrong(cells, format!("科目 {code}（{purse}）填了两行；请合并为一行。"));
                continue;
            }
            for (column, at) in sheet.columns.iter().zip(&heads.columns) {
                let Some(at) = *at else { continue };
                let place = self.now.source(row, at);
                if let Some(name) = &column.text {
                    let about = slots::text_of_subject(&purse, &code);
                    self.places.insert((name.clone(), about), place.clone());
                    if let Some(text) = self.text((row, at), column) {
                        self.book.say(name, about, &text, Some(place));
                    }
                } else if let Some(means) = slots::of_purse(column, &purse).map(|c| c.at(Dimension::Subject, &code))
                    && let Some(value) = self.amount((row, at), column, Some(&means))
                {
                    self.book.put(means, value, Some(place));
                }
            }
        }
    }

    /// A code of seven digits that the list has.
    fn functional_code(&mut self, row: u32, column: u16) -> Option<String> {
        let value = self.now.values.get(&(row, column))?;
        let code = values::code(value);
        let known = |c: &str| self.catalog.subjects.functional.get(c).map(|s| s.name.clone());
        let message = if let Value::Error(_) | Value::Uncalculated = value {
            "公式出错，没有科目编码；请直接填写7位项级科目编码。".to_owned()
        } else if !code.bytes().all(|b| b.is_ascii_digit()) {
            format!("“{}”不是科目编码；请填写7位项级科目编码，或从下拉列表选择。", values::short(&code))
        } else if code.len() != 7 {
            let what = match code.len() {
                3 => "是类级科目编码",
                5 => "是款级科目编码",
                _ => "不是7位",
            };
            format!("“{code}”{what}；请填写7位项级科目编码。")
        } else if known(&code).is_some() {
            return Some(code);
        } else {
            let above = [5, 3].into_iter().filter_map(|n| code.get(..n)).find_map(|c| Some((c, known(c)?)));
            let near = above.map_or_else(String::new, |(c, name)| format!("（{c} 是{name}）"));
            format!("没有科目“{code}”{near}；请检查编码，新增的科目可用 --catalog 指定自己的科目表。")
        };
        self.wrong(vec![self.now.source(row, column)], message);
        None
    }

    fn purse(&mut self, sheet: &Sheet, row: u32, column: u16, nothing: bool) -> Option<String> {
        let said = self.now.values.get(&(row, column)).map(|v| v.shown().trim().to_owned()).unwrap_or_default();
        if sheet.purses.contains(&said) {
            return Some(said);
        }
        if !(said.is_empty() && nothing) {
            let what = if said.is_empty() {
                "没有选资金".to_owned()
            } else {
                format!("没有“{}”这种资金", values::short(&said))
            };
            let message = format!("{what}；请选择：{}。", sheet.purses.join("、"));
            self.wrong(vec![self.now.source(row, column)], message);
        }
        None
    }

    pub(super) fn economic(&mut self, sheet: &Sheet, heads: &Heads) {
        let Some(code_column) = heads.leads.first().copied() else { return };
        let sums: Vec<String> = slots::sums(sheet).into_iter().map(title).collect();
        let mut seen: HashMap<String, u32> = HashMap::new();
        for row in heads.row + 1..self.now.rows {
            let label = self.now.label(row, code_column);
            let filled = heads.columns.iter().flatten().any(|c| !self.now.blank(row, *c));
            if sums.contains(&label) || (label.is_empty() && !filled) {
                continue;
            }
            let place = self.now.source(row, code_column);
            let code = self.now.values.get(&(row, code_column)).map(values::code).unwrap_or_default();
            let known = self.catalog.subjects.economic.get(&code).is_some();
            if known && code.len() == 3 {
                continue;
            }
            if !known || code.len() != 5 {
                if filled {
                    let said = if code.is_empty() {
                        "这一行没有科目编码".to_owned()
                    } else {
                        format!("没有经济分类科目“{}”", values::short(&code))
                    };
                    self.wrong(vec![place], format!("{said}；请填写5位款级科目编码。"));
                }
                continue;
            }
            if let Some(first) = seen.insert(code.clone(), row) {
                let cells = vec![self.now.source(first, code_column), place];
                self.wrong(cells, format!("经济分类科目 {code} 有两行；请合并为一行。"));
                continue;
            }
            for (column, at) in sheet.columns.iter().zip(&heads.columns) {
                let means = slots::amount(column, None).map(|c| c.at(Dimension::Economic, &code));
                if let (Some(at), Some(means)) = (*at, means)
                    && let Some(value) = self.amount((row, at), column, Some(&means))
                {
                    let place = self.now.source(row, at);
                    self.book.put(means, value, Some(place));
                }
            }
        }
    }

    pub(super) fn names(&mut self, sheet: &Sheet, heads: &Heads) {
        self.unknown(sheet, heads);
        let columns: Vec<(&Column, u16)> =
            sheet.columns.iter().zip(&heads.columns).filter_map(|(c, at)| Some((c, (*at)?))).collect();
        let mut rows = Vec::new();
        let sum = plain_label(slots::TOTAL);
        for row in heads.row + 1..self.now.rows {
            if self.now.label(row, 0) == sum || columns.iter().all(|(_, at)| self.now.blank(row, *at)) {
                continue;
            }
            let mut out = Row::default();
            for &(column, at) in &columns {
                let place = self.now.source(row, at);
                if column.required && self.now.blank(row, at) {
                    self.wrong(
                        vec![place.clone()],
                        format!("这一行填了内容，却没有“{}”；请补填，或清空这一行。", column.title),
                    );
                }
                let key = slots::key(column);
                out.cells.insert(key.clone(), place.clone());
                if column.offers == slots::SUBJECTS {
                    let code = if self.now.blank(row, at) { None } else { self.functional_code(row, at) };
                    out.texts.extend(code.map(|value| (key, Filled { value, source: Some(place) })));
                } else if is_text(column.fill()) {
                    if let Some(value) = self.text((row, at), column) {
                        out.texts.insert(key, Filled { value, source: Some(place) });
                    }
                } else if let Some(value) = self.amount((row, at), column, slots::amount(column, None).as_ref()) {
                    if value.0 < 0 && column.fill() == Fill::Number {
                        let shown = sheet::exact(value);
                        self.wrong(vec![place.clone()], format!("“{}”不能是负数：{shown}。", column.title));
                    }
                    out.amounts.insert(key, Filled { value, source: Some(place) });
                }
            }
            rows.push(out);
        }
        if !rows.is_empty() {
            self.book.lists.insert(sheet.name.clone(), rows);
        }
    }

    /// A column that is not of the sheet would be passed over in silence.
    pub(super) fn unknown(&mut self, sheet: &Sheet, heads: &Heads) {
        let leads = slots::leads(sheet).iter().map(|l| title(l));
        let mut known: Vec<String> = leads.chain(sheet.shows.iter().map(|s| title(&s.title))).collect();
        known.extend(sheet.columns.iter().map(|c| title(&c.title)));
        let mut heads_there: Vec<u16> =
            self.now.values.keys().filter(|(row, _)| *row == heads.row).map(|(_, column)| *column).collect();
        heads_there.sort_unstable();
        for column in heads_there {
            let head = self.now.label(heads.row, column);
            let own = heads.columns.contains(&Some(column)) || known.contains(&head);
            if !own && (heads.row + 1..self.now.rows).any(|row| !self.now.blank(row, column)) {
                let place = self.now.source(heads.row, column);
                let message =
                    format!("没有“{}”这一列，其中的内容没有读取；请移到有的列里，或删去。", values::short(&head));
                self.problems.push(Problem::warning(vec![place], message));
            }
        }
    }
}
