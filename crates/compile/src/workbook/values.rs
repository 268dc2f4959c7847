//! What a cell says: exact amounts, counts, words; or one sentence why it says nothing usable.

use mingzhang_catalog::publish::{Column, Fill};
use mingzhang_decode::Value;
use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Date};

/// Digits a spreadsheet shows of a number; what is stored beyond them is noise of binary fractions.
const SIGNIFICANT: usize = 15;
/// The largest amount taken: 9 万亿元, beyond any department.
const LARGEST: i64 = 9_000_000_000_000;

/// An amount or a count; `None` for a blank cell.
pub(super) fn amount(value: &Value, fill: Fill) -> Result<Option<Amount>, String> {
    let count = fill == Fill::Count;
    let want = match fill {
        Fill::Count => "这里填整数",
        Fill::Number => "这里填数字",
        _ => "这里填金额（元）",
    };
    let text = match value {
        Value::Number { exact, .. } => quiet(exact),
        Value::Text(text) => match plain(text) {
            Some(text) if text.is_empty() => return Ok(None),
            Some(text) => text,
            None => return Err(not_a_number(text.trim(), want)),
        },
        Value::Date { shown, .. } => {
            return Err(format!("“{shown}”被当作了日期，{want}；请把单元格格式改为数值后重新填写。"));
        }
        other => return Err(broken(other, want)),
    };
    let wrong = || not_a_number(value.shown().trim(), want);
    let (negative, digits) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let part = part.trim_end_matches('0');
    if count && !part.is_empty() {
        return Err(format!("“{text}”不是整数；数量请填整数。"));
    }
    if fill == Fill::Number && part.len() > 4 {
        return Err(format!("“{text}”多于四位小数；请四舍五入到四位以内。"));
    }
    if fill != Fill::Number && part.len() > 2 {
        return Err(format!("“{text}”多于两位小数；金额按元填写到分，如果填的是万元，请换算成元。"));
    }
    let number: i64 = if whole.is_empty() { Ok(0) } else { whole.parse() }.map_err(|_| wrong())?;
    if number > LARGEST {
        return Err(format!("“{text}”太大了；请检查是否多打了数字，金额按元填写。"));
    }
    let rest: i64 = format!("{part:0<4}").parse().map_err(|_| wrong())?;
    let amount = number * SCALE + rest;
    Ok(Some(Amount(if negative { -amount } else { amount })))
}

fn not_a_number(text: &str, want: &str) -> String {
    let what = match text {
        "-" | "—" | "——" | "/" | "无" => "没有就留空",
        t if t.contains("万") && want.contains("元") => "请换算成元，不要写单位",
        _ => "请只填数字，不要写文字和单位",
    };
    format!("“{}”不是数字；{want}，{what}。", short(text))
}

fn broken(value: &Value, want: &str) -> String {
    match value {
        Value::Error(e) => format!("公式出错（{e}）；请改正公式，或直接填写数字或文字。"),
        Value::Uncalculated => "公式没有计算结果；请用Excel或WPS打开工作簿，保存后再编制，或直接填写结果。".to_owned(),
        _ => format!("“{}”不能用；{want}。", value.shown()),
    }
}

/// The first letters of a text.
pub(super) fn short(text: &str) -> String {
    let mut out: String = text.chars().take(20).collect();
    if out.len() < text.len() {
        out.push('…');
    }
    out.replace('\n', " ")
}

/// Digits with sign and point as typed by hand: separators, full-width digits and 元 are tolerated. `None` if it is no number.
fn plain(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('元').trim_start_matches(['¥', '￥']).trim();
    let mut out = String::new();
    for (index, c) in text.chars().enumerate() {
        match c {
            '0'..='9' => out.push(c),
            '０'..='９' => out.push(char::from(b'0' + u8::try_from(c as u32 - '０' as u32).ok()?)),
            '.' | '．' if !out.contains('.') => out.push('.'),
            '-' | '－' | '−' if index == 0 => out.push('-'),
            ',' | '，' | '\'' if !out.is_empty() && !out.contains('.') => {}
            c if c.is_whitespace() => {}
            _ => return None,
        }
    }
    let digits = out.bytes().filter(u8::is_ascii_digit).count();
    (text.is_empty() || digits > 0).then_some(out)
}

/// A stored number without the noise of binary fractions: 326.71000000000004 is 326.71.
fn quiet(exact: &str) -> String {
    let (sign, digits) = exact.strip_prefix('-').map_or(("", exact), |rest| ("-", rest));
    let Some((whole, part)) = digits.split_once('.') else { return exact.to_owned() };
    let leading = whole.trim_start_matches('0').len();
    let zeros = if leading == 0 { part.len() - part.trim_start_matches('0').len() } else { 0 };
    let keep = (SIGNIFICANT + zeros).saturating_sub(leading);
    if part.len() <= keep {
        return exact.to_owned();
    }
    let Ok(mut number) = format!("{whole}{}", part.get(..keep).unwrap_or("")).parse::<u128>() else {
        return exact.to_owned();
    };
    number += u128::from(part.as_bytes().get(keep).is_some_and(|d| *d >= b'5'));
    let plain = format!("{number:0>width$}", width = keep + 1);
    let (whole, part) = plain.split_at(plain.len() - keep);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}

/// Words; `None` for a blank cell.
pub(super) fn text(value: &Value, column: &Column) -> Result<Option<String>, String> {
    let said = match value {
        Value::Text(text) => text.replace("\r\n", "\n").trim().to_owned(),
        // A score or a document's number typed into a cell that was no text.
        Value::Number { exact, .. } => quiet(exact),
        Value::Date { iso, .. } => date(iso),
        other => return Err(broken(other, "这里填文字")),
    };
    if said.is_empty() {
        return Ok(None);
    }
    match column.fill() {
        Fill::Year => year(&said).map(Some),
        Fill::Date => day(value, &said).map(Some),
        Fill::Choice if !column.choices.contains(&said) => {
            Err(format!("“{}”不在可选的内容里；请选择：{}。", short(&said), column.choices.join("、")))
        }
        _ => Ok(Some(said)),
    }
}

fn year(said: &str) -> Result<String, String> {
    let digits = said.trim_end_matches('度').trim_end_matches('年').trim();
    let digits = plain(digits).unwrap_or_default();
    match digits.parse::<i32>() {
        Ok(2000..=2099) => Ok(digits),
        _ => Err(format!("“{}”不像年份；请填四位年份，如 2025。", short(said))),
    }
}

/// 2024-06-30 for every way of writing it.
fn day(value: &Value, said: &str) -> Result<String, String> {
    let found = match value {
        Value::Date { iso, .. } => Date::parse(iso),
        _ => Date::parse(said),
    };
    let wrong = || format!("“{}”不是日期；请填年月日，如 2024-06-30。", short(said));
    found.filter(|d| (2000..=2099).contains(&d.year())).map(|d| d.to_string()).ok_or_else(wrong)
}

/// 2024年8月31日 for 2024-08-31.
fn date(iso: &str) -> String {
    let day = iso.split('T').next().unwrap_or(iso);
    let parts: Vec<&str> = day.split('-').collect();
    match parts.as_slice() {
        [y, m, d] => format!("{y}年{}月{}日", m.trim_start_matches('0'), d.trim_start_matches('0')),
        _ => iso.to_owned(),
    }
}

/// The digits of a subject code, which may be followed by its name.
pub(super) fn code(value: &Value) -> String {
    let said = match value {
        Value::Number { exact, .. } => exact.clone(),
        other => other.shown().trim().to_owned(),
    };
    let folded: String = said
        .chars()
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + u8::try_from(c as u32 - '０' as u32).unwrap_or(0)),
            other => other,
        })
        .collect();
    let digits = folded.bytes().take_while(u8::is_ascii_digit).count();
    // 2010101 行政运行（…）, as the list offers it.
    match folded.get(digits..).and_then(|rest| rest.chars().next()) {
        Some(c) if digits > 0 && c.is_whitespace() => folded.get(..digits).unwrap_or("").to_owned(),
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(exact: &str) -> Value {
        Value::Number { exact: exact.to_owned(), shown: exact.to_owned(), fixed: false }
    }

    fn text(t: &str) -> Value {
        Value::Text(t.to_owned())
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        let yuan = |v: &Value| amount(v, Fill::Amount).map(|a| a.map(|a| a.0));
        for (value, expected) in [
            (number("1234.5"), 12_345_000),
            (number("326.71000000000004"), 3_267_100),
            (number("0.30000000000000004"), 3_000),
            (number("123456789012.34"), 1_234_567_890_123_400),
            (number("99999999999.989999999"), 999_999_999_999_900),
            (text(" 1,234.50 "), 12_345_000),
            (text("１，２３４．５元"), 12_345_000),
            (text("-7"), -70_000),
            (number("-0.05"), -500),
        ] {
            assert_eq!(yuan(&value), Ok(Some(expected)), "{value:?}");
        }
        assert_eq!((yuan(&text(" \u{a0}")), yuan(&text(""))), (Ok(None), Ok(None)));
        for (value, part) in [
            (number("12.345"), "两位小数"),
            (text("约12"), "不是数字"),
            (text("12万元"), "换算成元"),
            (text("-"), "留空"),
            (text("1.2.3"), "不是数字"),
            (Value::Error("#REF!".to_owned()), "#REF!"),
            (Value::Uncalculated, "保存"),
            (Value::Bool(true), "不能用"),
            (number("123456789012345678"), "太大"),
        ] {
            let said = yuan(&value).unwrap_err();
            assert!(said.contains(part), "{value:?}: {said}");
        }
        assert!(amount(&number("1.5"), Fill::Count).unwrap_err().contains("整数"));
        assert_eq!(amount(&number("3"), Fill::Count), Ok(Some(Amount(30_000))));
    }

    #[test]
    fn codes_are_read_as_typed_or_chosen() {
        for (value, expected) in [
            (text("2010101 行政运行（人大事务）"), "2010101"),
            (number("2010101"), "2010101"),
            (text("２０１０１０１"), "2010101"),
            (text("行政运行"), "行政运行"),
            (text("2010101x"), "2010101x"),
        ] {
            assert_eq!(code(&value), expected);
        }
    }

    #[test]
    fn years_are_plausible() {
        assert_eq!((year("2024"), year("2024年度")), (Ok("2024".to_owned()), Ok("2024".to_owned())));
        assert!(year("24").is_err() && year("1899").is_err() && year("今年").is_err());
        assert_eq!(date("2024-08-31T00:00:00"), "2024年8月31日");
    }
}
