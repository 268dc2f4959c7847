//! How a workbook looks: formats, widths, what a cell asks for.

use super::slots::{self, Sign};
use mingzhang_catalog::publish::{Column, Fill};
use mingzhang_model::Coordinates;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationRule, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula,
    ProtectionOptions, Worksheet, XlsxError,
};

/// A4, as Excel counts paper.
const A4: u8 = 9;
/// Longest input message, in characters.
const MESSAGE: usize = 250;
/// Longest title of an input message, in characters.
const TITLE: usize = 30;

/// Inputs.
pub(super) const YELLOW: Color = Color::RGB(0x00FF_F9DB);
/// Headers.
pub(super) const BLUE: Color = Color::RGB(0x00DD_EBF7);
/// What nobody fills in.
pub(super) const GREY: Color = Color::RGB(0x00F2_F2F2);
/// What must be filled in and is not.
pub(super) const ORANGE: Color = Color::RGB(0x00F8_CBAD);
/// What is wrong.
pub(super) const RED: Color = Color::RGB(0x00FF_C7CE);
const DARK_RED: Color = Color::RGB(0x009C_0006);
const DARK_GREEN: Color = Color::RGB(0x0037_5623);
const LINE: Color = Color::RGB(0x00BF_BFBF);

pub(super) fn plain() -> Format {
    Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter)
}

pub(super) fn title() -> Format {
    plain().set_font_name("黑体").set_font_size(16).set_bold()
}

pub(super) fn wrapped() -> Format {
    plain().set_text_wrap()
}

pub(super) fn link() -> Format {
    plain().set_font_color(Color::RGB(0x0005_63C1)).set_underline(rust_xlsxwriter::FormatUnderline::Single)
}

fn framed() -> Format {
    plain().set_align(FormatAlign::Left).set_border(FormatBorder::Thin).set_border_color(LINE)
}

pub(super) fn header() -> Format {
    framed().set_background_color(BLUE).set_bold().set_text_wrap().set_align(FormatAlign::Center)
}

/// Words that nobody fills in.
pub(super) fn label() -> Format {
    framed().set_text_wrap()
}

/// An amount that is calculated.
pub(super) fn derived() -> Format {
    framed().set_background_color(GREY).set_num_format("#,##0.00").set_align(FormatAlign::Right)
}

/// No input.
pub(super) fn closed() -> Format {
    framed().set_background_color(GREY)
}

/// 0 is in balance.
pub(super) fn balance() -> Format {
    derived().set_num_format("\"差 \"#,##0.00;\"差 \"-#,##0.00;\"平衡\"")
}

pub(super) fn green() -> Format {
    Format::new().set_font_color(DARK_GREEN)
}

pub(super) fn red() -> Format {
    Format::new().set_font_color(DARK_RED).set_background_color(RED)
}

pub(super) fn missing() -> Format {
    Format::new().set_background_color(ORANGE)
}

/// The format of an input.
pub(super) fn input(fill: Fill) -> Format {
    let base = framed().set_background_color(YELLOW).set_unlocked();
    match fill {
        Fill::Amount => base.set_num_format("#,##0.00").set_align(FormatAlign::Right),
        Fill::Count | Fill::Year => base.set_num_format("0").set_align(FormatAlign::Center),
        Fill::Number => base.set_num_format("General").set_align(FormatAlign::Right),
        Fill::Date => base.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Center),
        Fill::Choice | Fill::Text | Fill::Long => base.set_num_format("@").set_text_wrap(),
    }
}

/// An input for a code, which may stand with its name behind it: the code is what must be seen.
pub(super) fn code() -> Format {
    input(Fill::Text).unset_text_wrap()
}

/// Widths in half Chinese characters.
pub(super) fn width(column: &Column) -> f64 {
    if let Some(width) = column.width {
        return f64::from(width);
    }
    match column.fill() {
        Fill::Amount => 16.0,
        Fill::Count | Fill::Year | Fill::Number => 12.0,
        Fill::Date => 14.0,
        Fill::Choice => column.choices.iter().map(|c| measure(c) + 4.0).fold(14.0, f64::max),
        Fill::Text => 30.0,
        Fill::Long => 40.0,
    }
}

/// What a cell asks for, in one or two sentences.
pub(super) fn hint(column: &Column) -> String {
    let how = match column.fill() {
        Fill::Amount => "按元填写，最多两位小数；没有的留空。".to_owned(),
        Fill::Count => "填整数；没有的留空。".to_owned(),
        Fill::Year => "填四位年份。".to_owned(),
        Fill::Number => "填数字。".to_owned(),
        Fill::Date => "填年月日，如 2024-06-30。".to_owned(),
        Fill::Text => String::new(),
        Fill::Long => "多段时在格内按 Alt+Enter 换行，一行一段。".to_owned(),
        Fill::Choice => format!("从下拉列表选择：{}。", column.choices.join("、")),
    };
    // The note may have said so already.
    if column.note.contains("一行一") && column.fill() == Fill::Long {
        return sentence(&column.note);
    }
    format!("{}{how}", sentence(&column.note))
}

fn sentence(text: &str) -> String {
    let closed = text.is_empty() || text.ends_with('。');
    format!("{text}{}", if closed { "" } else { "。" })
}

fn cut(text: &str, room: usize) -> String {
    text.chars().take(room).collect()
}

/// The rule for an input at `cell`, the first of its range.
pub(super) fn validation(
    column: &Column,
    means: Option<&Coordinates>,
    cell: &str,
) -> Result<DataValidation, XlsxError> {
    let rule = DataValidation::new();
    let positive = means.map(slots::sign) == Some(Sign::Positive);
    let (rule, error) = match column.fill() {
        Fill::Amount if positive => (
            rule.allow_custom(Formula::new(format!("=AND(ISNUMBER({cell}),{cell}>=0,ROUND({cell},2)={cell})"))),
            "这里填金额：按元填写，不能是负数，最多两位小数。",
        ),
        Fill::Amount => (
            rule.allow_custom(Formula::new(format!("=AND(ISNUMBER({cell}),ROUND({cell},2)={cell})"))),
            "这里填金额：按元填写，最多两位小数。",
        ),
        Fill::Count => {
            (rule.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)), "这里填整数，不能是负数。")
        }
        Fill::Year => (rule.allow_whole_number(DataValidationRule::Between(2000, 2099)), "这里填四位年份，如 2025。"),
        Fill::Choice => (rule.allow_list_strings(&column.choices)?, "请从下拉列表中选择。"),
        Fill::Number => (
            rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)),
            "这里填数字，不要写文字和单位，不能是负数。",
        ),
        Fill::Date => (
            rule.allow_date(DataValidationRule::Between(
                ExcelDateTime::from_ymd(2000, 1, 1)?,
                ExcelDateTime::from_ymd(2099, 12, 31)?,
            )),
            "这里填年月日，如 2024-06-30。",
        ),
        Fill::Text if !column.offers.is_empty() => {
            (rule.allow_list_formula(Formula::new(format!("={}", column.offers))).show_error_message(false), "")
        }
        Fill::Text | Fill::Long => (rule.allow_any_value(), ""),
    };
    let rule = if error.is_empty() { rule } else { rule.set_error_title("填写有误")?.set_error_message(error)? };
    asks(rule, &column.title, &hint(column))
}

/// A message beside a selected cell.
pub(super) fn asks(rule: DataValidation, title: &str, message: &str) -> Result<DataValidation, XlsxError> {
    if message.is_empty() {
        return Ok(rule);
    }
    rule.set_input_title(cut(title, TITLE))?.set_input_message(cut(message, MESSAGE))
}

/// Locks what is no input, without a password.
pub(super) fn protect(page: &mut Worksheet) {
    let options = ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        use_autofilter: true,
        ..ProtectionOptions::new()
    };
    page.protect_with_options(&options);
}

/// A4, as wide as the page, numbered.
pub(super) fn print(page: &mut Worksheet, landscape: bool) {
    page.set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_print_center_horizontally(true)
        .set_margins(0.4, 0.4, 0.5, 0.6, 0.3, 0.3)
        .set_header("&R&9&A")
        .set_footer("&C&9第 &P 页，共 &N 页")
        .set_screen_gridlines(false);
    if landscape {
        page.set_landscape();
    }
}

/// Width of a text in half Chinese characters.
pub(super) fn measure(text: &str) -> f64 {
    text.chars().map(|c| if c.is_ascii() { 1.0 } else { 2.0 }).sum()
}

/// Height of a cell that holds a text in some width, in points.
pub(super) fn height(text: &str, width: f64) -> f64 {
    let lines: f64 = text.lines().map(|l| (measure(l) / (width - 1.0).max(4.0)).ceil().max(1.0)).sum();
    // Excel allows 409 points.
    (lines.max(1.0) * 15.0 + 5.0).min(400.0)
}
