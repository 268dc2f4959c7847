//! What is still owed, as a form that can be sent round and read back: one row a gap, one cell for the answer.
//!
//! An answer finds its gap by the words that ask for it, so that it is understood after the workbook has been changed.

use crate::book::{Filled, Row};
use crate::gap::Gap;
use crate::workbook::{Filling, places};
use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::publish::{Column, Fill};
use mingzhang_decode::{Grid, Value, grids};
use mingzhang_model::publication::Source;
use mingzhang_model::{Figure, Unit};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

/// Heads of the columns.
const HEADS: [(&str, f64); 6] =
    [("序号", 6.0), ("所在表", 14.0), ("单元格", 9.0), ("需要填写的内容", 52.0), ("责任单位", 22.0), ("答复", 52.0)];
const WHAT: &str = "需要填写的内容";
const ANSWER: &str = "答复";

/// The form of some gaps.
///
/// # Errors
/// One sentence when something does not fit a workbook.
pub fn form(gaps: &[Gap], filling: &Filling) -> Result<Vec<u8>, String> {
    write(gaps, filling).map_err(|e| format!("待填写的表没有写成：{e}"))
}

/// Where a gap is to be filled in.
#[must_use]
pub fn place(gap: &Gap, filling: &Filling) -> Option<Source> {
    let row = gap.row.as_ref().map(|(sheet, _)| Source { sheet: sheet.clone(), cell: String::new() });
    gap.source.clone().or(row).or_else(|| filling.place(&gap.name, gap.about))
}

fn write(gaps: &[Gap], filling: &Filling) -> Result<Vec<u8>, XlsxError> {
    let plain = Format::new().set_font_name("宋体").set_font_size(11).set_text_wrap().set_align(FormatAlign::Top);
    let cell = plain.clone().set_border(FormatBorder::Thin);
    let head = cell.clone().set_bold().set_align(FormatAlign::Center);
    let answer = cell.clone().set_background_color("FFF9DB");
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    page.set_name("待填写")?;
    let title = format!("{}{}年需要补充的内容（{}项）", filling.book.entity(), filling.book.year(), gaps.len());
    page.merge_range(0, 0, 0, 5, &title, &plain.clone().set_bold().set_font_size(14))?;
    let note = "在“答复”一列填写，其他列不要改。金额按元填，不带单位。填完交回，运行：mingzhang compile 工作簿.xlsx --answers 本表.xlsx -o 文件夹";
    page.merge_range(1, 0, 1, 5, note, &plain)?;
    page.set_row_height(1, 32)?;
    for (k, (name, width)) in HEADS.into_iter().enumerate() {
        let column = u16::try_from(k).unwrap_or(0);
        page.write_string_with_format(2, column, name, &head)?;
        page.set_column_width(column, width)?;
    }
    for (k, gap) in gaps.iter().enumerate() {
        let row = u32::try_from(k + 3).unwrap_or(u32::MAX);
        let at = place(gap, filling);
        let (sheet, address) = at.map(|s| (s.sheet, s.cell)).unwrap_or_default();
        page.write_number_with_format(row, 0, f64::from(row - 2), &cell)?;
        for (column, text) in [(1, &sheet), (2, &address), (3, &gap.what), (4, &gap.unit)] {
            page.write_string_with_format(row, column, text, &cell)?;
        }
        page.write_blank(row, 5, &answer)?;
    }
    page.set_freeze_panes(3, 0)?;
    page.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0).set_repeat_rows(2, 2)?;
    book.save_to_buffer()
}

/// What is asked and what is answered, as a form says; rows without an answer are left out.
///
/// # Errors
/// One sentence when the file is no such form.
pub fn answers(bytes: &[u8]) -> Result<Vec<(String, String)>, String> {
    let sheets = grids(bytes).map_err(|e| e.to_string())?;
    let found = sheets.iter().find_map(|s| heads(s).map(|h| (s, h)));
    let (sheet, (row, what, answer)) = found.ok_or("不是“待填写”表：没有“需要填写的内容”和“答复”两列。")?;
    let text = |r: u32, c: u32| {
        sheet.cells.iter().find(|cell| (cell.row, cell.column) == (r, c)).map(shown).unwrap_or_default()
    };
    let last = sheet.cells.iter().map(|c| c.row).max().unwrap_or(0);
    let rows = (row + 1..=last).map(|r| (text(r, what), text(r, answer)));
    Ok(rows.filter(|(w, a)| !w.is_empty() && !a.is_empty()).collect())
}

fn shown(cell: &mingzhang_decode::GridCell) -> String {
    match &cell.value {
        // 95% is said as it is shown.
        Value::Number { shown, .. } if shown.ends_with('%') => shown.clone(),
        Value::Number { exact, .. } => exact.clone(),
        Value::Date { shown, .. } => shown.clone(),
        Value::Text(text) => text.trim().to_owned(),
        _ => String::new(),
    }
}

fn heads(sheet: &Grid) -> Option<(u32, u32, u32)> {
    let find = |name: &str| sheet.cells.iter().find(|c| plain_label(&shown(c)) == plain_label(name));
    let (what, answer) = (find(WHAT)?, find(ANSWER)?);
    (what.row == answer.row).then_some((what.row, what.column, answer.column))
}

/// Puts an answer where its gap belongs.
///
/// # Errors
/// One sentence when it is not what the cell takes.
pub fn put(filling: &mut Filling, gap: &Gap, answer: &str) -> Result<(), String> {
    let wrong = |what: &str| format!("“{}”的答复“{answer}”{what}", gap.what);
    if let Some((sheet, known)) = &gap.row {
        let mut row = Row::default();
        for (key, value) in known {
            row.texts.insert(key.clone(), Filled { value: value.clone(), source: None });
        }
        row.texts.insert(gap.name.clone(), Filled { value: answer.to_owned(), source: None });
        filling.book.lists.entry(sheet.clone()).or_default().push(row);
        return Ok(());
    }
    let Some(source) = &gap.source else {
        filling.book.say(&gap.name, gap.about, answer, None);
        return Ok(());
    };
    let rows = filling.book.lists.get_mut(&source.sheet).into_iter().flatten();
    let found = rows.filter_map(|r| Some((r.cells.iter().find(|(_, s)| *s == source)?.0.clone(), r))).next();
    let Some((key, row)) = found else {
        return Err(wrong(&format!("没有地方可填：工作簿里没有 {}", places(std::slice::from_ref(source)))));
    };
    let column = |c: &&Column| c.text.as_deref() == Some(key.as_str());
    let declared = filling.publishing.sheets.iter().find(|s| s.name == source.sheet);
    let Some(column) = declared.and_then(|s| s.columns.iter().find(column)) else {
        return Err(wrong("没有地方可填"));
    };
    match column.fill() {
        Fill::Amount | Fill::Number | Fill::Count => {
            let value = Figure::parse(answer, Unit::Yuan).map(|f| f.value).ok_or_else(|| wrong("应是一个数"))?;
            row.amounts.insert(key, Filled { value, source: Some(source.clone()) });
        }
        Fill::Choice if !column.choices.iter().any(|c| c == answer) => {
            return Err(wrong(&format!("应是其中之一：{}", column.choices.join("、"))));
        }
        _ => {
            row.texts.insert(key, Filled { value: answer.to_owned(), source: Some(source.clone()) });
        }
    }
    Ok(())
}
