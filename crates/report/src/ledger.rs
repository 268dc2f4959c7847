//! The reviewer's ledger (问题台账): a workbook with a row for each finding, and a sheet that sums up the reports.

use crate::report::{Outcome, Report};
use crate::text::clean;
use crate::words;
use mingzhang_model::{Finding, Role, Severity};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

const FONT: &str = "宋体";
/// A4, as Excel counts paper.
const A4: u8 = 9;
/// Characters a cell of Excel can hold.
const ROOM: usize = 32_767;

type Column = (&'static str, f64);

/// Names and widths of the columns; those after the first [`PRINTED`] are for the screen.
const COLUMNS: [Column; 17] = [
    ("序号", 4.5),
    ("单位", 14.0),
    ("年度", 5.5),
    ("材料", 9.0),
    ("级别", 5.5),
    ("问题", 20.0),
    ("页码", 5.5),
    ("位置", 9.5),
    ("原文", 30.0),
    ("应为", 12.5),
    ("依据", 18.0),
    ("建议", 16.0),
    ("整改情况", 9.0),
    ("写的是", 16.0),
    ("说明", 60.0),
    ("计算", 60.0),
    ("编号", 18.0),
];
const PRINTED: usize = 13;
const SUMMARY: [Column; 11] = [
    ("序号", 5.0),
    ("单位", 30.0),
    ("年度", 6.0),
    ("材料", 10.0),
    ("错误", 7.0),
    ("警告", 7.0),
    ("提示", 7.0),
    ("识别数字", 9.0),
    ("已核对", 9.0),
    ("比较", 34.0),
    ("文件", 50.0),
];

/// The workbook.
///
/// # Errors
/// When there are more findings than a sheet has rows.
pub fn render(reports: &[Report]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same findings give the same bytes: there is no day in them.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title("问题台账").set_author("明账").set_creation_datetime(&day));
    findings(book.add_worksheet(), reports)?;
    summary(book.add_worksheet(), reports)?;
    book.save_to_buffer()
}

fn plain() -> Format {
    Format::new()
        .set_font_name(FONT)
        .set_font_size(10)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(0x00A6_A6A6))
}

fn header(page: &mut Worksheet, columns: &[Column], rows: usize) -> Result<(), XlsxError> {
    let format = plain()
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(Color::RGB(0x00D9_D9D9));
    for (c, (name, width)) in columns.iter().enumerate() {
        page.set_column_width(column(c), *width)?;
        page.write_string_with_format(0, column(c), *name, &format)?;
    }
    page.set_row_height(0, 24)?;
    page.set_freeze_panes(1, 0)?;
    page.autofilter(0, 0, row(rows), column(columns.len() - 1))?;
    page.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.5, 0.5, 0.3, 0.3);
    page.set_repeat_rows(0, 0)?;
    page.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

fn findings(page: &mut Worksheet, reports: &[Report]) -> Result<(), XlsxError> {
    page.set_name("问题台账")?;
    let mut at = 0;
    for report in reports {
        let mut told: Vec<(&Finding, &str)> = report.told().map(|(f, s)| (f, s.map_or("", words::status))).collect();
        told.sort_by_key(|(f, _)| f.severity);
        if let Some(changes) = &report.changes {
            let gone = if changes.doubt.is_empty() { "已整改" } else { "不再出现，请核实" };
            told.extend(changes.resolved.iter().map(|f| (f, gone)));
        }
        for (f, status) in told {
            at += 1;
            line(page, at, report, f, status)?;
        }
    }
    header(page, &COLUMNS, at)?;
    page.set_print_area(0, 0, row(at), column(PRINTED - 1))?;
    Ok(())
}

fn line(page: &mut Worksheet, at: usize, report: &Report, f: &Finding, status: &str) -> Result<(), XlsxError> {
    let (entity, year, kind) = who(report);
    let first = f.evidence.first();
    let place = first.map(|e| e.place.clone()).unwrap_or_default();
    let gone = status.starts_with("已") || status.starts_with("不");
    // A place of the earlier version would be looked for in vain.
    let place = if gone { Default::default() } else { place };
    let page_number = place.page.map_or(String::new(), |p| p.to_string());
    let spot = words::place(&mingzhang_model::Place { page: None, ..place });
    let format = plain();
    let level = level_format(f.severity);
    let cells = [
        entity,
        year,
        kind,
        words::severity(f.severity).to_owned(),
        f.title.clone(),
        page_number,
        spot,
        quotes(f),
        words::should_be(f),
        if f.basis.is_empty() { words::relation(f).to_owned() } else { f.basis.clone() },
        words::suggestion(f).unwrap_or_default(),
        status.to_owned(),
        f.stated.clone(),
        f.message.clone(),
        workings(f),
        f.id.clone(),
    ];
    number(page, at, 0, at, &format)?;
    let mut lines = 1.0_f64;
    for (c, text) in cells.iter().enumerate() {
        let c = c + 1;
        let width = COLUMNS.get(c).map_or(10.0, |(_, w)| *w);
        lines = lines.max(wrapped(text, width));
        let format = if c == 4 { &level } else { &format };
        match text.parse::<u32>() {
            // Years and pages are numbers, so that they sort as such.
            Ok(n) if c == 2 || c == 6 => page.write_number_with_format(row(at), column(c), n, format)?,
            _ => page.write_string_with_format(row(at), column(c), cut(text), format)?,
        };
    }
    page.set_row_height(row(at), (lines * 13.5 + 3.0).min(400.0))?;
    Ok(())
}

/// Quotes of one finding in the ledger.
const QUOTES: usize = 4;

/// The primary quotes, then the others.
fn quotes(f: &Finding) -> String {
    let line = |e: &&mingzhang_model::Evidence| match e.role {
        Role::Primary => e.quote.clone(),
        Role::Witness => format!("对照（{}）：{}", words::place(&e.place), e.quote),
    };
    words::quotes(f).iter().take(QUOTES).map(line).collect::<Vec<_>>().join("\n")
}

fn workings(f: &Finding) -> String {
    let both = [words::relation(f), f.workings.as_str()];
    both.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Told apart in colour, and on a black and white print by weight and slant.
fn level_format(s: Severity) -> Format {
    let format = plain().set_align(FormatAlign::Center);
    match s {
        Severity::Error => {
            format.set_bold().set_font_color(Color::RGB(0x009C_0006)).set_background_color(Color::RGB(0x00FF_C7CE))
        }
        Severity::Warning => {
            format.set_font_color(Color::RGB(0x007F_6000)).set_background_color(Color::RGB(0x00FF_EB9C))
        }
        Severity::Info => {
            format.set_italic().set_font_color(Color::RGB(0x001F_4E79)).set_background_color(Color::RGB(0x00DD_EBF7))
        }
    }
}

fn summary(page: &mut Worksheet, reports: &[Report]) -> Result<(), XlsxError> {
    page.set_name("汇总")?;
    let format = plain();
    for (i, report) in reports.iter().enumerate() {
        let at = i + 1;
        let (entity, year, kind) = who(report);
        number(page, at, 0, at, &format)?;
        let compared = match &report.outcome {
            Outcome::Unreadable { message } => format!("无法读取：{message}"),
            Outcome::Read(_) => report.changes.as_ref().map(words::changes).unwrap_or_default(),
        };
        for (c, text) in [(1, &entity), (3, &kind), (9, &compared), (10, &report.file)] {
            page.write_string_with_format(row(at), column(c), cut(text), &format)?;
        }
        match year.parse::<u32>() {
            Ok(year) => page.write_number_with_format(row(at), 2, year, &format)?,
            Err(_) => page.write_blank(row(at), 2, &format)?,
        };
        if let Outcome::Read(read) = &report.outcome {
            let t = report.tally();
            let counts = [t.errors, t.warnings, t.infos, read.coverage.figures, read.coverage.related];
            for (c, n) in counts.into_iter().enumerate() {
                number(page, at, c + 4, n, &format)?;
            }
        } else {
            for c in 4..9 {
                page.write_blank(row(at), column(c), &format)?;
            }
        }
        page.set_row_height(row(at), wrapped(&compared, 34.0).max(wrapped(&report.file, 50.0)) * 13.5 + 3.0)?;
    }
    header(page, &SUMMARY, reports.len())
}

/// Whose, which year, what.
fn who(report: &Report) -> (String, String, String) {
    let Outcome::Read(read) = &report.outcome else { return <_>::default() };
    let i = &read.identity;
    let kind = format!("{}{}", i.level.map_or("", words::level), i.kind.map_or("", words::kind));
    let entity = i.entity.clone().unwrap_or_else(|| "未识别".to_owned());
    (entity, i.fiscal_year.map_or(String::new(), |y| y.to_string()), kind)
}

fn number(page: &mut Worksheet, at: usize, c: usize, n: usize, format: &Format) -> Result<(), XlsxError> {
    page.write_number_with_format(row(at), column(c), u32::try_from(n).unwrap_or(u32::MAX), format)?;
    Ok(())
}

/// Lines a text takes in a column, by the width of its characters.
fn wrapped(text: &str, width: f64) -> f64 {
    let cells = |line: &str| u32::try_from(crate::text::Ruler { wide: true }.text(line)).unwrap_or(u32::MAX);
    text.lines().map(|line| (f64::from(cells(line)) / (width - 1.0)).ceil().max(1.0)).sum::<f64>().max(1.0)
}

fn cut(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(clean).collect();
    lines.join("\n").chars().take(ROOM / 2).collect()
}

fn row(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn column(c: usize) -> u16 {
    u16::try_from(c).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;
    use mingzhang_decode::Value;

    #[test]
    fn every_finding_is_a_row() {
        let bytes = render(&[samples::report(), Report::unreadable("空.pdf", "", "文件是空的。")]).unwrap();
        let grids = mingzhang_decode::grids(&bytes).unwrap();
        let shown = |v: &Value| match v {
            Value::Text(t) => t.clone(),
            Value::Number { shown, .. } => shown.clone(),
            _ => String::new(),
        };
        let text = |sheet: usize| -> Vec<String> { grids[sheet].cells.iter().map(|c| shown(&c.value)).collect() };
        let (list, sums) = (text(0), text(1));
        for said in [
            "青禾市河湾区文化和旅游局",
            "2023",
            "单位决算",
            "错误",
            "39.5万元",
            "3.95万元",
            "财预〔2016〕143号",
            "b3c1",
            "77aa",
        ] {
            assert!(list.iter().any(|c| c == said), "{said} {list:?}");
        }
        assert!(list.iter().any(|c| c.contains("对照（第105行）")));
        assert!(sums.iter().any(|c| c == "无法读取：文件是空的。"));
        assert!(sums.iter().any(|c| c == "412"));
        assert_eq!(bytes, render(&[samples::report(), Report::unreadable("空.pdf", "", "文件是空的。")]).unwrap());
    }

    #[test]
    fn long_texts_make_high_rows() {
        assert!(wrapped("短", 20.0) < 1.5);
        assert!((wrapped(&"长".repeat(40), 21.0) - 4.0).abs() < 0.1);
    }
}
