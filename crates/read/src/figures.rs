//! Finds the figures in running text: amounts, rates and counts; not years, dates, ordinals, codes or thresholds.

use crate::plain::Plain;
use mingzhang_model::{Figure, Unit};

/// A figure found.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// First character of the number.
    pub start: usize,
    /// One past the unit (or past the number when there is none).
    pub end: usize,
    /// Its value; with a unit of 万元 for the time being when none is printed.
    pub figure: Figure,
    /// The unit as printed, empty if none.
    pub unit: String,
    /// A minus sign stands before it; only a change can be negative.
    pub negative: bool,
}

const UNITS: &[(&str, Unit)] = &[
    ("亿元", Unit::YiYuan),
    ("万元", Unit::WanYuan),
    ("万人次", Unit::WanPiece),
    ("万人", Unit::WanPiece),
    ("万个", Unit::WanPiece),
    ("万户", Unit::WanPiece),
    ("万名", Unit::WanPiece),
    ("万余", Unit::WanPiece),
    ("个百分点", Unit::Percent),
    ("平方米", Unit::Piece),
    ("万", Unit::WanYuan),
    ("元", Unit::Yuan),
    ("%", Unit::Percent),
    ("％", Unit::Percent),
    ("人次", Unit::Piece),
    ("批次", Unit::Piece),
    ("台（套）", Unit::Piece),
    ("人", Unit::Piece),
    ("个", Unit::Piece),
    ("辆", Unit::Piece),
    ("台", Unit::Piece),
    ("批", Unit::Piece),
    ("次", Unit::Piece),
    ("家", Unit::Piece),
    ("名", Unit::Piece),
    ("项", Unit::Piece),
    ("件", Unit::Piece),
    ("份", Unit::Piece),
    ("场", Unit::Piece),
    ("户", Unit::Piece),
    ("套", Unit::Piece),
    ("期", Unit::Piece),
    ("分", Unit::Piece),
    ("米", Unit::Piece),
    ("所", Unit::Piece),
];

fn digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// All figures of a text, in order.
pub(crate) fn scan(plain: &Plain) -> Vec<Found> {
    let (chars, raw) = (&plain.chars, &plain.raw);
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        if !digit(chars[i]) {
            i += 1;
            continue;
        }
        let start = i;
        let mut end = i;
        let mut dots = 0;
        while end < chars.len() {
            let c = chars[end];
            let three = (1..=3).all(|k| chars.get(end + k).is_some_and(|c| digit(*c)))
                && chars.get(end + 4).is_none_or(|c| !digit(*c))
                && dots == 0;
            // A full-width comma groups only where the decimals show that the number goes on.
            let wide = raw[end] == '，'
                && end - i <= 3
                && chars.get(end + 4) == Some(&'.')
                && chars.get(end + 5).is_some_and(|c| digit(*c));
            let grouped = three && (raw[end] == ',' || wide);
            if digit(c) || grouped {
                end += 1;
            } else if (c == '.' || c == '．') && chars.get(end + 1).is_some_and(|c| digit(*c)) && dots == 0 {
                dots += 1;
                end += 1;
            } else {
                break;
            }
        }
        i = end.max(start + 1);
        if let Some(found) = figure(plain, start, end, dots > 0) {
            i = found.end;
            out.push(found);
        }
    }
    out
}

fn figure(plain: &Plain, start: usize, end: usize, decimal: bool) -> Option<Found> {
    let chars = &plain.chars;
    let before = start.checked_sub(1).and_then(|k| chars.get(k)).copied();
    let after = chars.get(end).copied();
    let negative = matches!(before, Some('-' | '－' | '−'))
        && start >= 2
        && chars.get(start - 2).is_some_and(|c| ('\u{4e00}'..='\u{9fff}').contains(c));
    if !negative
        && before.is_some_and(|c| {
            c.is_ascii_alphabetic()
                || matches!(c, '第' | '图' | '表' | '〔' | '[' | '【' | '.' | '-' | '－' | '−' | '/' | '〕')
        })
    {
        return None;
    }
    if start >= 2 && plain.text(start - 2, start) == "附件" {
        return None;
    }
    let number = plain.text(start, end).replace('，', "");
    let tail = plain.text(end, end + 4);
    if let Some((name, unit)) = UNITS.iter().find(|(name, _)| tail.starts_with(name)) {
        let stop = end + name.chars().count();
        let beyond = plain.text(stop, stop + 4);
        let threshold = ["以上", "（含）以", "及以上", "以下", "（含以上"].iter().any(|w| beyond.starts_with(w));
        let price = plain.text(start.saturating_sub(4), start);
        if threshold && (price.ends_with("单价") || price.ends_with("单位价值") || price.ends_with("价值")) {
            return None;
        }
        // 3人力资源: the unit is the start of another word.
        if *name == "人"
            && ["力", "民", "员", "事", "才", "口", "大", "物", "均", "社"].iter().any(|w| beyond.starts_with(w))
        {
            return None;
        }
        // 15分钟: a time, not a score.
        if *name == "分" && beyond.starts_with(['钟', '之', '局', '会', '公', '中']) {
            return None;
        }
        // 05款, 01项, 2项级科目: a code or an ordinal, not a count.
        if *name == "项" && (number.len() == 2 && number.starts_with('0') || beyond.starts_with('）')) {
            return None;
        }
        let figure = Figure::parse(&number, *unit)?;
        if negative && !matches!(figure.unit, Unit::WanYuan | Unit::Yuan | Unit::YiYuan | Unit::Percent) {
            return None;
        }
        return Some(Found {
            start: start - usize::from(negative),
            end: stop,
            figure,
            unit: (*name).to_owned(),
            negative,
        });
    }
    // Without a unit only a decimal that closes its clause is a figure: the unit was forgotten.
    if !negative && decimal && after.is_some_and(|c| matches!(c, '，' | '。' | '；' | '、' | '）' | ';')) {
        let figure = Figure::parse(&number, Unit::WanYuan)?;
        return Some(Found { start, end, figure, unit: String::new(), negative });
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        scan(&Plain::new(text)).iter().map(|f| format!("{}{}", f.figure.number(), f.unit)).collect()
    }

    #[test]
    fn figures_are_told_from_other_numbers() {
        assert_eq!(found("2023年度支出14,969.05万元，占本年支出合计的98.8%。"), ["14969.05万元", "98.8%"]);
        assert_eq!(found("1.一般公共服务（201类）组织事务（32款）其他（99项）: 支出5 万元"), ["5万元"]);
        assert_eq!(found("单价50万元以上通用设备7台（套），截至2023年12月31日共3辆"), ["7台（套）", "3辆"]);
        assert_eq!(found("决算数为5946.66，完成预算90.38%"), ["5946.66", "90.38%"]);
        assert_eq!(found("某市3人力资源局机关运行经费支出5.1万元"), ["5.1万元"]);
        assert_eq!(
            found("支出3，518.85万元，其中３，００１.２０万元；占比2，100.5万元"),
            ["3518.85万元", "3001.20万元", "2100.5万元"]
        );
        assert_eq!(found("收入5，支出100万元"), ["100万元"]);
        assert_eq!(found("中发〔2018〕34号，第2条，图1，附件1-1"), Vec::<String>::new());
    }
}
