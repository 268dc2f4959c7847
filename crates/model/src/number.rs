//! Exact numbers: a printed figure is a value with the size of its last printed place, hence an interval.
//!
//! Everything is an integer count of 1/10 000 of a base unit: 元 for money, one percentage point for rates, one piece for counts.
//! 922 万亿元 fit. Products are made in `i128`.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Units of [`Amount`] in one base unit.
pub const SCALE: i64 = 10_000;

/// An exact amount: a count of 1/10 000 of the base unit (元, percentage point, piece).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Amount(pub i64);

impl Amount {
    /// Nothing.
    pub const ZERO: Amount = Amount(0);

    /// The distance from zero, saturating.
    #[must_use]
    pub fn abs(self) -> Amount {
        Amount(self.0.saturating_abs())
    }

    /// True for zero.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl std::ops::Add for Amount {
    type Output = Amount;
    fn add(self, other: Amount) -> Amount {
        Amount(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Amount {
    type Output = Amount;
    fn sub(self, other: Amount) -> Amount {
        Amount(self.0.saturating_sub(other.0))
    }
}

impl std::ops::Neg for Amount {
    type Output = Amount;
    fn neg(self) -> Amount {
        Amount(self.0.saturating_neg())
    }
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Money; base unit 元.
    Money,
    /// A rate; base unit one percentage point.
    Rate,
    /// Pieces, people, vehicles, visits.
    Count,
}

/// The unit a figure is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// 元
    Yuan,
    /// 万元
    WanYuan,
    /// 亿元
    YiYuan,
    /// %
    Percent,
    /// 个, 人, 辆, 次, 批 …
    Piece,
    /// 万人, 万个, 万人次 …
    WanPiece,
}

impl Unit {
    /// How many base units one printed unit is.
    #[must_use]
    pub fn factor(self) -> i64 {
        match self {
            Unit::Yuan | Unit::Percent | Unit::Piece => 1,
            Unit::WanYuan | Unit::WanPiece => 10_000,
            Unit::YiYuan => 100_000_000,
        }
    }

    /// What figures in this unit count.
    #[must_use]
    pub fn quantity(self) -> Quantity {
        match self {
            Unit::Yuan | Unit::WanYuan | Unit::YiYuan => Quantity::Money,
            Unit::Percent => Quantity::Rate,
            Unit::Piece | Unit::WanPiece => Quantity::Count,
        }
    }

    /// The unit as printed after a figure; pieces have none of their own.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Unit::Yuan => "元",
            Unit::WanYuan => "万元",
            Unit::YiYuan => "亿元",
            Unit::Percent => "%",
            Unit::Piece => "",
            Unit::WanPiece => "万",
        }
    }
}

/// A printed figure: exact value, size of its last place, unit as printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Figure {
    /// The value as printed.
    pub value: Amount,
    /// The size of the last printed place (of the table's, where the table fixes it), in the same base unit.
    pub step: Amount,
    /// The unit as printed.
    pub unit: Unit,
}

/// A closed interval of amounts, in half units of [`Amount`] so that half a last place is exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// Lower end, in half units.
    pub low: i128,
    /// Upper end, in half units.
    pub high: i128,
}

impl Interval {
    /// True if the two share more than a boundary point: rounding is half-up, so an end is never reached on both sides.
    #[must_use]
    pub fn overlaps(self, other: Interval) -> bool {
        let (low, high) = (self.low.max(other.low), self.high.min(other.high));
        low < high || (low == high && (self.low == self.high || other.low == other.high))
    }
}

impl Figure {
    /// Reads a plain decimal with optional sign and thousands separators; `None` if it is not one or does not fit.
    ///
    /// Accepts full-width digits, `，` and `,` as separators, and brackets or a full-width minus for negatives.
    #[must_use]
    pub fn parse(text: &str, unit: Unit) -> Option<Figure> {
        let mut negative = false;
        let mut digits: i128 = 0;
        let mut places: Option<u32> = None;
        let mut seen = 0u32;
        for (index, raw) in text.trim().chars().enumerate() {
            let c = match raw {
                '０'..='９' => char::from(u8::try_from(raw as u32 - '０' as u32).ok()? + b'0'),
                '．' => '.',
                '－' | '−' => '-',
                '（' => '(',
                '）' => ')',
                '，' => ',',
                other => other,
            };
            match c {
                '-' | '(' if index == 0 => negative = true,
                ')' => {}
                ',' | ' ' | '\u{a0}' => {}
                '.' if places.is_none() => places = Some(0),
                '0'..='9' => {
                    digits = digits.checked_mul(10)?.checked_add(i128::from(c as u32 - '0' as u32))?;
                    seen += 1;
                    if let Some(p) = &mut places {
                        *p += 1;
                    }
                }
                _ => return None,
            }
        }
        if seen == 0 || seen > 24 {
            return None;
        }
        let places = places.unwrap_or(0);
        let whole = i128::from(SCALE) * i128::from(unit.factor());
        let divisor = 10i128.checked_pow(places)?;
        let value = digits.checked_mul(whole)? / divisor;
        let step = (whole / divisor).max(1);
        let value = i64::try_from(if negative { -value } else { value }).ok()?;
        Some(Figure { value: Amount(value), step: Amount(i64::try_from(step).ok()?), unit })
    }

    /// A figure from parts.
    #[must_use]
    pub fn new(value: Amount, step: Amount, unit: Unit) -> Figure {
        Figure { value, step, unit }
    }

    /// What it counts.
    #[must_use]
    pub fn quantity(self) -> Quantity {
        self.unit.quantity()
    }

    /// Half of the last place in half units, i.e. the half width of its interval. Zero has none: a blank or 0 cell is exact
    /// (blank and 0 cells do not count among the rounded addends). Whole counts are exact too.
    #[must_use]
    pub fn slack(self) -> i128 {
        if self.value.is_zero() || self.unit == Unit::Piece { 0 } else { i128::from(self.step.0) }
    }

    /// The interval of true values that print as this figure.
    #[must_use]
    pub fn interval(self) -> Interval {
        let twice = i128::from(self.value.0) * 2;
        Interval { low: twice - self.slack(), high: twice + self.slack() }
    }

    /// The same value shown in `unit` with the given number of decimals, rounded half-up.
    #[must_use]
    pub fn show(value: Amount, unit: Unit, decimals: u32) -> String {
        let whole = i128::from(SCALE) * i128::from(unit.factor());
        let power = 10i128.pow(decimals.min(8));
        let scaled = i128::from(value.0.unsigned_abs()) * power;
        let rounded = (scaled * 2 + whole) / (whole * 2);
        let sign = if value.0 < 0 && rounded != 0 { "-" } else { "" };
        if decimals == 0 {
            format!("{sign}{rounded}")
        } else {
            let width = decimals.min(8) as usize;
            format!("{sign}{}.{:0width$}", rounded / power, rounded % power)
        }
    }

    /// Decimals of the printed place in the printed unit.
    #[must_use]
    pub fn decimals(self) -> u32 {
        let whole = i128::from(SCALE) * i128::from(self.unit.factor());
        let mut step = i128::from(self.step.0.max(1));
        let mut n = 0;
        while step < whole && n < 8 {
            step *= 10;
            n += 1;
        }
        n
    }

    /// The bare number as a person would print it: its own unit, its own decimals.
    #[must_use]
    pub fn number(self) -> String {
        Figure::show(self.value, self.unit, self.decimals())
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.number(), self.unit.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn printed_figures_keep_value_and_place() {
        let f = Figure::parse("9,205.13", Unit::WanYuan).unwrap();
        assert_eq!((f.value.0, f.step.0), (9205_1300 * SCALE, 100 * SCALE));
        assert_eq!(f.to_string(), "9205.13万元");
        assert_eq!(Figure::parse("２７．６", Unit::Percent).unwrap().to_string(), "27.6%");
        assert_eq!(Figure::parse("(3.5)", Unit::WanYuan).unwrap().to_string(), "-3.5万元");
        assert_eq!(Figure::parse("1.2.3", Unit::Yuan), None);
        assert_eq!(Figure::parse("", Unit::Yuan), None);
    }

    #[test]
    fn intervals_touch_only_at_ends() {
        let a = Figure::parse("326.71", Unit::WanYuan).unwrap();
        let b = Figure::parse("326.72", Unit::WanYuan).unwrap();
        assert!(!a.interval().overlaps(b.interval()));
        let yuan = Figure::parse("1710062", Unit::Yuan).unwrap();
        assert!(Figure::parse("171.01", Unit::WanYuan).unwrap().interval().overlaps(yuan.interval()));
    }

    proptest! {
        #[test]
        fn parse_of_display_is_identity(v in -9_000_000_000i64..9_000_000_000, d in 0u32..3) {
            let shown = Figure::show(Amount(v * SCALE), Unit::WanYuan, d);
            let f = Figure::parse(&shown, Unit::WanYuan).unwrap();
            prop_assert_eq!(f.number(), shown);
        }
    }
}
