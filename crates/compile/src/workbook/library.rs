//! The library of indicators on a sheet of its own, to choose and copy from.

use super::look;
use super::slots::HEADER;
use super::start::range;
use super::{META, START};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::indicators::{Indicator, Percent};
use mingzhang_model::{Figure, Unit};
use rust_xlsxwriter::{Url, Workbook, Worksheet, XlsxError};

/// Name of the sheet.
pub(super) const SHEET: &str = "指标库";
/// Name of the list of indicators.
const NAMES: &str = "指标列表";
/// Name of the list of levels 2.
const LEVELS: &str = "二级指标列表";
/// Column of the levels 2 on the sheet of lists.
const LEVELS_AT: u16 = 7;
/// Column of the names of indicators.
const NAME_AT: u16 = 3;

const HEADS: [(&str, f64); 10] = [
    ("领域", 12.0),
    ("一级指标", 13.0),
    ("二级指标", 20.0),
    ("指标名称", 34.0),
    ("指标性质", 12.0),
    ("度量单位", 18.0),
    ("类型", 8.0),
    ("常见范围", 14.0),
    ("年度口径", 10.0),
    ("其他说法", 44.0),
];

/// Writes the sheet.
pub(super) fn write(catalog: &Catalog) -> Result<Worksheet, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(SHEET)?;
    let last = u16::try_from(HEADS.len() - 1).unwrap_or(0);
    page.merge_range(0, 0, 0, last, SHEET, &look::title())?;
    page.set_row_height(0, 30)?;
    let about = "常用的绩效指标，供挑选：把指标名称、性质、单位复制到“绩效指标”或“整体绩效指标”表，指标值按本单位的任务确定。范围是常见的，不是规定的。累计：从年初累计；时点：某时的状态；长期：要几年才看得出，放在可持续影响指标里。";
    page.merge_range(1, 0, 1, last, about, &look::wrapped())?;
    page.set_row_height(1, look::height(about, HEADS.iter().map(|h| h.1).sum()))?;
    let back = Url::new(format!("internal:'{START}'!A1")).set_text("返回填表说明");
    page.write_url_with_format(2, 0, back, &look::link())?;
    for (c, (head, width)) in (0u16..).zip(HEADS) {
        page.set_column_width(c, width)?;
        page.write_string_with_format(HEADER, c, head, &look::header())?;
    }
    let list = &catalog.indicators.list;
    for (row, indicator) in (HEADER + 1..).zip(list) {
        for (c, text) in (0u16..).zip(cells(indicator)) {
            page.write_string_with_format(row, c, text, &look::label())?;
        }
        page.set_row_height(row, look::height(&indicator.synonyms.join("、"), 44.0).max(20.0))?;
    }
    page.autofilter(HEADER, 0, bottom(catalog), last)?;
    page.set_freeze_panes(HEADER + 1, NAME_AT + 1)?;
    look::print(&mut page, true);
    page.set_repeat_rows(HEADER, HEADER)?;
    look::protect(&mut page);
    Ok(page)
}

fn bottom(catalog: &Catalog) -> u32 {
    HEADER + u32::try_from(catalog.indicators.list.len().max(1)).unwrap_or(1)
}

/// What is said of an indicator, column by column.
pub(crate) fn cells(i: &Indicator) -> [String; HEADS.len()] {
    let between =
        i.range.map(|[low, high]| if low == high { plain(low) } else { format!("{}至{}", plain(low), plain(high)) });
    [
        i.field.clone(),
        i.level[0].clone(),
        i.level[1].clone(),
        i.name.clone(),
        i.signs.join(" "),
        i.units.join("、"),
        i.kind.name().to_owned(),
        between.unwrap_or_default(),
        i.span.name().to_owned(),
        i.synonyms.join("、"),
    ]
}

fn plain(p: Percent) -> String {
    Figure::show(p.0, Unit::Yuan, 4).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Writes the levels 2 into the sheet of lists; their number.
pub(super) fn levels(page: &mut Worksheet, catalog: &Catalog) -> Result<(), XlsxError> {
    for (row, name) in (0u32..).zip(second(catalog)) {
        page.write_string(row, LEVELS_AT, name)?;
    }
    Ok(())
}

fn second(catalog: &Catalog) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for name in catalog.indicators.kinds.level.iter().flat_map(|l| l.iter().skip(1)) {
        if !out.contains(&name.as_str()) {
            out.push(name);
        }
    }
    out
}

/// Names the lists.
pub(super) fn define(book: &mut Workbook, catalog: &Catalog) -> Result<(), XlsxError> {
    book.define_name(NAMES, &range(SHEET, (NAME_AT, NAME_AT), (HEADER + 1, bottom(catalog))))?;
    let end = u32::try_from(second(catalog).len().max(1) - 1).unwrap_or(0);
    book.define_name(LEVELS, &range(META, (LEVELS_AT, LEVELS_AT), (0, end)))?;
    Ok(())
}
