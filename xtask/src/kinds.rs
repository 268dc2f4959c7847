//! The kinds of mistakes: a slip of the hand on a kind of figure, or a slip of words.

use mingzhang_model::{Dimension, Fact, Origin, Quantity};

/// What happens to the digits of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slip {
    /// Two neighbouring digits swapped.
    Swap,
    /// The decimal point one place to the right.
    Tenfold,
    /// The decimal point one place to the left.
    Tenth,
    /// One digit left out.
    Drop,
    /// One digit typed twice.
    Double,
    /// One digit wrong.
    Wrong,
    /// The figure of the neighbour before it.
    Neighbour,
}

/// All slips.
pub const SLIPS: [Slip; 7] =
    [Slip::Swap, Slip::Tenfold, Slip::Tenth, Slip::Drop, Slip::Double, Slip::Wrong, Slip::Neighbour];

impl Slip {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Slip::Swap => "数字颠倒",
            Slip::Tenfold => "小数点右移",
            Slip::Tenth => "小数点左移",
            Slip::Drop => "漏一位",
            Slip::Double => "多一位",
            Slip::Wrong => "错一位",
            Slip::Neighbour => "误用邻数",
        }
    }

    /// The digits after the slip, `None` if it cannot happen to them. `at` chooses the digit.
    pub fn apply(self, number: &str, at: usize, neighbour: &str) -> Option<String> {
        let chars: Vec<char> = number.chars().filter(|c| *c != ',').collect();
        let digits: Vec<usize> = chars.iter().enumerate().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
        if digits.len() < 2 {
            return None;
        }
        let pick = digits[at % digits.len()];
        let dot = chars.iter().position(|c| *c == '.');
        let mut out = chars.clone();
        match self {
            Slip::Swap => {
                let pairs: Vec<(usize, usize)> =
                    digits.windows(2).map(|w| (w[0], w[1])).filter(|(a, b)| chars[*a] != chars[*b]).collect();
                let (a, b) = *pairs.get(at % pairs.len().max(1))?;
                out.swap(a, b);
            }
            Slip::Tenfold => {
                let dot = dot?;
                out.remove(dot);
                out.insert(dot + 1, '.');
                if out.last() == Some(&'.') {
                    out.pop();
                }
            }
            Slip::Tenth => {
                let dot = dot.filter(|d| *d >= 2)?;
                out.remove(dot);
                out.insert(dot - 1, '.');
            }
            Slip::Drop => {
                out.remove(pick);
            }
            Slip::Double => out.insert(pick, chars[pick]),
            Slip::Wrong => out[pick] = char::from(b'0' + (chars[pick] as u8 - b'0' + 3) % 10),
            Slip::Neighbour => return (neighbour != number && neighbour.len() > 2).then(|| neighbour.to_owned()),
        }
        let out: String = out.into_iter().collect();
        let plain: String = chars.into_iter().collect();
        let value = |s: &str| s.trim_start_matches('0').trim_end_matches('0').trim_end_matches('.').to_owned();
        (value(&out) != value(&plain)
            && !out.starts_with('.')
            && !(out.starts_with('0') && out.chars().nth(1).is_some_and(|c| c.is_ascii_digit())))
        .then_some(out)
    }
}

/// What kind of figure a fact is, for the table.
pub fn kind(fact: &Fact) -> &'static str {
    let c = &fact.coordinates;
    let aspect = c.get(Dimension::Aspect).word();
    let total = c.get(Dimension::Subject).is_whole() && c.get(Dimension::Economic).is_whole();
    match (fact.origin, aspect) {
        (Origin::Table { .. }, _) if total => "表：合计",
        (Origin::Table { .. }, _) => "表：明细",
        (_, "增减额") => "文：增减额",
        (_, "增长率") => "文：增长率",
        (_, "占比") => "文：占比",
        (_, "完成率") => "文：完成率",
        _ if fact.figure.quantity() == Quantity::Count => "文：数量",
        _ if !c.get(Dimension::Stage).is_whole() => "文：预算数",
        _ if !c.get(Dimension::Subject).is_whole() => "文：科目金额",
        _ if c.get(Dimension::Measure).word() == "三公经费" => "文：三公",
        _ if c.get(Dimension::Measure).word() == "政府采购" => "文：采购",
        _ => "文：总额",
    }
}

/// Slips of words: what stands there, what is put there instead.
pub const WORDS: &[(&str, &str, &str)] = &[
    ("比较词相反", "决算数大于", "决算数小于"),
    ("比较词相反", "决算数小于", "决算数大于"),
    ("增减词相反", "各增加", "各减少"),
    ("增减词相反", "增长", "下降"),
    ("年度错", "截至2024年", "截至2022年"),
    ("年度错", "2024年度部门决算情况说明", "2023年度部门决算情况说明"),
    ("漏单位", "万元，占", "，占"),
    ("漏百分号", "%。主要原因", "。主要原因"),
    ("词语重复", "项目支出", "项目项目支出"),
    ("标点重复", "万元。", "万元。。"),
    ("占位符", "本部门", "XX局"),
    ("两可用语", "增加", "增加（减少）"),
    ("款名错", "文化和旅游（款）", "文化旅游（款）"),
    ("类名错", "住房保障支出（类）", "卫生健康支出（类）"),
];
