//! A workbook, written.

use super::start::{self, range};
use super::stock::Stock;
use super::{META, sheet, slots};
use crate::book::Book;
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::Publishing;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

/// The workbook of a profile, with what a book says filled in. The same arguments give the same bytes.
///
/// # Errors
/// One sentence when something does not fit a workbook.
pub fn template(publishing: &Publishing, catalog: &Catalog, filled: Option<&Book>) -> Result<Vec<u8>, String> {
    write(publishing, catalog, filled).map_err(|e| format!("工作簿没有写成：{e}"))
}

fn write(publishing: &Publishing, catalog: &Catalog, filled: Option<&Book>) -> Result<Vec<u8>, XlsxError> {
    let mut stock = filled.map(Stock::new).unwrap_or_default();
    let (mut pages, mut summaries) = (Vec::new(), Vec::new());
    for declared in &publishing.sheets {
        let (page, summary) = sheet::write(declared, catalog, &mut stock)?;
        pages.push(page);
        summaries.push(summary);
    }
    let (lists, rows) = sheet::lists(catalog, &publishing.profile)?;
    let rows = u32::try_from(rows.max(1) - 1).unwrap_or(0);
    let mut book = Workbook::new();
    book.push_worksheet(start::write(publishing, &summaries)?);
    for page in pages.into_iter().chain([lists]) {
        book.push_worksheet(page);
    }
    book.define_name("科目表", &range(META, (3, 4), (0, rows)))?;
    book.define_name("科目列表", &range(META, (5, 5), (0, rows)))?;
    if let Some(sheet) = publishing.sheets.iter().find(|s| s.name == slots::PROJECTS) {
        let list = |key: &str| sheet.columns.iter().position(|c| c.text.as_deref() == Some(key));
        for (name, key) in [(slots::PROJECT_CODES, "编码"), (slots::PROJECT_NAMES, "名称")] {
            let Some(n) = list(key) else { continue };
            let (column, rows) = (slots::column(sheet, n), (slots::body(sheet), slots::last(sheet)));
            book.define_name(name, &range(&sheet.name, (column, column), rows))?;
        }
    }
    let (entity, year) = filled.map_or(("", 0), |b| (b.entity(), b.year()));
    // No date of today: the same arguments give the same bytes.
    let date = u16::try_from(year).ok().filter(|y| (1900..=9998).contains(y)).unwrap_or(2000);
    let properties = DocProperties::new()
        .set_title(format!("{}填报工作簿", publishing.layout.title))
        .set_subject(publishing.profile.as_str())
        .set_author(entity)
        .set_comment("由明账生成；填完后用 mingzhang compile 编制。")
        .set_creation_datetime(&ExcelDateTime::from_ymd(date, 1, 1)?);
    book.set_properties(&properties);
    book.save_to_buffer()
}
