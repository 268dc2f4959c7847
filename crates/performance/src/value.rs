//! Targets and actual values as printed: numbers with comparators and units, grades, the whole scale, nothing.

use crate::comparator::Comparator;
use crate::fraction::Fraction;
use crate::measure::Measure;
use mingzhang_catalog::scoring::Words;

/// What a cell says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Blank,
    /// `-`: nothing, and not a word that it does not apply.
    Nothing,
    /// 不适用.
    NotApplicable,
    /// A number.
    Number {
        /// The value as printed, without its unit's magnitude.
        value: Fraction,
        /// Decimals printed.
        places: u32,
    },
    /// One grade of a scale (优, 合格).
    Grade(String),
    /// The grades of a scale in a row (优良中低差): no grade at all.
    Scale(Vec<String>),
    /// Anything else.
    Words,
}

/// A target or an actual value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// As printed.
    pub text: String,
    /// What it says.
    pub content: Content,
    /// A comparator inside the text (＞90%).
    pub comparator: Option<Comparator>,
    /// A unit inside the text (8.01万元).
    pub own: Option<Measure>,
    /// The unit of the unit cell.
    pub cell: Measure,
}

impl Measured {
    /// Reads a cell with the text of the unit cell beside it.
    #[must_use]
    pub fn parse(words: &Words, text: &str, unit: &str) -> Measured {
        let cell = Measure::parse(words, unit);
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut out = Measured { text: text.to_owned(), content: Content::Words, comparator: None, own: None, cell };
        if plain.is_empty() {
            out.content = Content::Blank;
        } else if words.nothing.contains(&plain) {
            out.content = Content::Nothing;
        } else if words.not_applicable.contains(&plain) {
            out.content = Content::NotApplicable;
        } else if words.scales.iter().flatten().any(|g| *g == plain) {
            out.content = Content::Grade(plain);
        } else if let Some(scale) = scale(words, &plain) {
            out.content = Content::Scale(scale);
        } else if let Some((comparator, number, rest)) = number(words, &plain) {
            out.content = Content::Number { value: number.0, places: number.1 };
            out.comparator = comparator;
            out.own = (!rest.is_empty()).then(|| Measure::parse(words, rest));
        }
        out
    }

    /// The unit in force: its own, or else the cell's.
    #[must_use]
    pub fn unit(&self) -> &Measure {
        self.own.as_ref().unwrap_or(&self.cell)
    }

    /// The number as printed.
    #[must_use]
    pub fn number(&self) -> Option<Fraction> {
        match self.content {
            Content::Number { value, .. } => Some(value),
            _ => None,
        }
    }

    /// The number in base units (元, 人): as printed times its magnitude.
    #[must_use]
    pub fn amount(&self) -> Option<Fraction> {
        self.number()?.times(self.unit().factor())
    }

    /// Nothing is given: blank, a stroke, or not applicable.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self.content, Content::Blank | Content::Nothing | Content::NotApplicable)
    }

    /// The unit in the text counts something else than the unit cell says (12 元 beside 月).
    #[must_use]
    pub fn contradicts_cell(&self) -> bool {
        self.own.as_ref().is_some_and(|own| !own.counts_as(&self.cell))
    }
}

/// The grades of a scale written in a row, at least three or all of them, with or without separators.
fn scale(words: &Words, text: &str) -> Option<Vec<String>> {
    let mut scales: Vec<&Vec<String>> = words.scales.iter().collect();
    scales.sort_by_key(|s| std::cmp::Reverse(s.len()));
    scales.into_iter().find_map(|scale| {
        let (mut rest, mut found) = (text, Vec::new());
        while !rest.is_empty() {
            let grade = scale.iter().filter(|g| rest.starts_with(g.as_str())).max_by_key(|g| g.len())?;
            found.push(grade.clone());
            rest = rest.strip_prefix(grade.as_str())?.trim_start_matches(['/', '、', '，', ',', '／', '|']);
        }
        (found.len() >= scale.len().min(3)).then_some(found)
    })
}

type Number<'t> = (Option<Comparator>, (Fraction, u32), &'t str);

/// The one number of a text, its comparator and its unit. `每人每年25元` counts, `2023年12月` and `每月20日前发放到位` do not.
fn number<'t>(words: &Words, text: &'t str) -> Option<Number<'t>> {
    let is_digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    let start = text.find(is_digit)?;
    let (before, from) = text.split_at(start);
    let length = from.find(|c: char| !is_digit(c) && !matches!(c, '.' | '．' | ',' | '，')).unwrap_or(from.len());
    let (digits, after) = from.split_at(length);
    let digits = digits.trim_end_matches([',', '，']);
    let (mut value, places) = Fraction::parse(digits)?;
    let (before, negative) = match before.strip_suffix(['-', '－', '−']) {
        Some(rest) => (rest, true),
        None => (before, false),
    };
    if negative {
        value = Fraction::ZERO.minus(value)?;
    }
    if after.contains(is_digit) || after.chars().count() > 8 {
        return None;
    }
    let mut signs: Vec<(&str, &str)> = Vec::new();
    for list in &words.comparators {
        let standard = list.first().map_or("", String::as_str);
        signs.extend(list.iter().map(|w| (w.as_str(), standard)));
    }
    signs.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    let leading = signs.iter().find(|(word, _)| before.ends_with(word));
    let trailing = signs.iter().find(|(word, _)| after.ends_with(word) && word.chars().count() > 1);
    let rest = trailing.map_or(after, |(word, _)| after.strip_suffix(word).unwrap_or(after));
    let comparator = leading.or(trailing).and_then(|(_, standard)| Comparator::standard(standard));
    // Words before the number that are no comparator: then what follows must be a unit that is known.
    let lead = leading.map_or(before, |(word, _)| before.strip_suffix(word).unwrap_or(before));
    if !lead.is_empty() {
        let unit = Measure::parse(words, rest);
        let known = unit.is_none() || unit.is_money(words) || words.units.iter().flatten().any(|u| *u == unit.base);
        if negative || !known {
            return None;
        }
    }
    Some((comparator, (value, places), rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingzhang_catalog::Catalog;

    fn read(text: &str, unit: &str) -> Measured {
        Measured::parse(&Catalog::embedded().scoring.words, text, unit)
    }

    fn amount(text: &str, unit: &str) -> String {
        read(text, unit).amount().map(|a| a.to_string()).unwrap_or_default()
    }

    #[test]
    fn numbers_with_units_repeated_or_converted() {
        assert_eq!(amount("100%", "%"), "100");
        assert_eq!(amount("12月", "月"), "12");
        assert_eq!(amount("8.01万元", "万元"), "80100");
        assert_eq!(amount("8.01万元", "万"), "80100");
        assert_eq!(amount("80100", "元"), amount("8.01", "万元"));
        assert_eq!(amount("12,487,500", "元"), "12487500");
        assert_eq!(amount("0.5", "万元/场"), "5000");
        assert_eq!(amount("每人每年25元", "人/年"), "25");
        assert!(!read("12月", "月").contradicts_cell() && !read("8.01万元", "万").contradicts_cell());
        assert!(read("1.48万元", "人").contradicts_cell());
    }

    #[test]
    fn comparators_inside_the_text() {
        assert_eq!(read("＞90%", "%").comparator, Some(Comparator::Above));
        assert_eq!(read("≤12月", "").comparator, Some(Comparator::AtMost));
        assert_eq!(read("不少于 3 次", "次").comparator, Some(Comparator::AtLeast));
        let above = read("90%以上", "");
        assert_eq!((above.comparator, above.unit().base.as_str()), (Some(Comparator::AtLeast), "%"));
    }

    #[test]
    fn grades_scales_and_nothing() {
        assert_eq!(read("优", "").content, Content::Grade("优".to_owned()));
        assert!(matches!(read("优良中低差", "其他").content, Content::Scale(s) if s.len() == 5));
        assert!(matches!(read("优/良/中/差", "").content, Content::Scale(s) if s.len() == 4));
        assert!(matches!(read("合格", "").content, Content::Grade(_)));
        assert_eq!(read(" ", "月").content, Content::Blank);
        assert_eq!(read("-", "次").content, Content::Nothing);
        assert_eq!(read("不适用", "次").content, Content::NotApplicable);
        for words in ["不断增强", "每月20日前发放到位", "2023年12月", "3-5天", "优化"] {
            assert_eq!(read(words, "").content, Content::Words, "{words}");
        }
    }

    #[test]
    fn units_are_taken_apart() {
        let words = &Catalog::embedded().scoring.words;
        let unit = Measure::parse(words, "元/人·次");
        assert_eq!((unit.base.as_str(), unit.per.join("，")), ("元", "人，次".to_owned()));
        assert_eq!(Measure::parse(words, "万条").scale, 10_000);
        assert_eq!(
            (Measure::parse(words, "百分比").base, Measure::parse(words, "个（套）").base),
            ("%".into(), "个".into())
        );
        assert!(Measure::parse(words, "其他").is_none() && Measure::parse(words, "").is_none());
        assert!(Measure::parse(words, "场次").counts_as(&Measure::parse(words, "场")));
        assert!(!Measure::parse(words, "万人").counts_as(&Measure::parse(words, "万元")));
    }
}
