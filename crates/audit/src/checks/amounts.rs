//! Amounts in evened text: a number with the unit printed after it.

use mingzhang_model::{Figure, Unit};
use std::ops::Range;

/// Units that may follow a number, longest first.
const UNITS: [&str; 40] = [
    "个百分点",
    "万平方米",
    "平方公里",
    "平方千米",
    "立方米",
    "平方米",
    "万人次",
    "亿元",
    "万元",
    "万人",
    "万个",
    "万户",
    "万吨",
    "万亩",
    "万家次",
    "家次",
    "人次",
    "批次",
    "场次",
    "公里",
    "公顷",
    "台（套）",
    "元",
    "%",
    "人",
    "个",
    "辆",
    "台",
    "套",
    "场",
    "次",
    "家",
    "户",
    "件",
    "起",
    "名",
    "亩",
    "吨",
    "项",
    "份",
];

/// A number as printed in running text.
#[derive(Clone, Debug)]
pub(crate) struct Amount {
    /// Bytes of the number.
    pub number: Range<usize>,
    /// Bytes of number and unit.
    pub whole: Range<usize>,
    /// The unit, empty if none follows.
    pub unit: &'static str,
    /// Its value.
    pub figure: Figure,
}

impl Amount {
    /// True for money.
    pub(crate) fn is_money(&self) -> bool {
        matches!(self.unit, "元" | "万元" | "亿元")
    }
}

/// The unit that a text begins with.
pub(crate) fn unit_at(text: &str) -> &'static str {
    UNITS.iter().find(|u| text.starts_with(**u)).copied().unwrap_or("")
}

fn unit_of(word: &str) -> Unit {
    match word {
        "元" => Unit::Yuan,
        "万元" => Unit::WanYuan,
        "亿元" => Unit::YiYuan,
        "%" | "个百分点" => Unit::Percent,
        w if w.starts_with('万') => Unit::WanPiece,
        _ => Unit::Piece,
    }
}

/// All amounts of a text. Years, ordinals and parts of codes are not told apart here: they come with an empty unit.
pub(crate) fn amounts(text: &str) -> Vec<Amount> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        let Some(b) = bytes.get(i) else { break };
        if !b.is_ascii_digit() {
            i += 1;
            continue;
        }
        let mut end = i;
        while let Some(c) = bytes.get(end) {
            let more = c.is_ascii_digit()
                || ((*c == b'.' || *c == b',') && bytes.get(end + 1).is_some_and(u8::is_ascii_digit));
            if !more {
                break;
            }
            end += 1;
        }
        let glued = i.checked_sub(1).and_then(|p| bytes.get(p)).is_some_and(|c| c.is_ascii_alphabetic() || *c == b'.');
        if !glued {
            let unit = text.get(end..).map_or("", unit_at);
            if let Some(figure) = text.get(i..end).and_then(|t| Figure::parse(t, unit_of(unit))) {
                out.push(Amount { number: i..end, whole: i..end + unit.len(), unit, figure });
            }
        }
        i = end.max(i + 1);
    }
    out
}

/// True if the last printed place of a figure may be rounded: money, areas and shares are, heads and vehicles are not.
pub(crate) fn is_measured(unit: &str) -> bool {
    matches!(unit, "元" | "万元" | "亿元" | "%" | "个百分点")
        || unit.ends_with('米')
        || unit.ends_with("公里")
        || unit.starts_with('万')
}
