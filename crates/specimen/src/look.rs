//! How one report prints its figures: everything is held in 元 and printed half-up.

use crate::random::Random;
use mingzhang_model::publication::grouped;

/// The habits of a report's author.
#[derive(Clone, Debug)]
pub struct Look {
    /// Thousands separators in tables.
    pub comma: bool,
    /// Thousands separators in the text.
    pub comma_text: bool,
    /// A cell of nothing.
    pub zero: &'static str,
    /// 620万元 for 620.00万元 in the text.
    pub trim: bool,
    /// Decimals of percentages.
    pub places: u32,
    /// 100% for 100.00%.
    pub trim_rate: bool,
}

/// Half-up division of magnitudes.
fn half_up(n: i128, d: i128) -> i128 {
    (2 * n + d) / (2 * d)
}

fn decimal(value: i128, places: u32, comma: bool) -> String {
    let power = 10i128.pow(places);
    let whole = (value / power).to_string();
    let whole = if comma { grouped(&whole) } else { whole };
    if places == 0 {
        return whole;
    }
    let width = usize::try_from(places).unwrap_or(2);
    format!("{whole}.{:0width$}", value % power)
}

fn trimmed(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// 元 in hundredths of 万元, half-up: two amounts that print alike.
#[must_use]
pub fn printed(yuan: i64) -> i64 {
    let value = i64::try_from(half_up(i128::from(yuan.abs()), 100)).unwrap_or(0);
    if yuan < 0 { -value } else { value }
}

impl Look {
    /// Habits at random.
    pub fn random(r: &mut Random) -> Look {
        Look {
            comma: r.chance(60),
            comma_text: r.chance(12),
            zero: r.pick(&["0.00", "0.00", "0.00", "", "", "-"]),
            trim: r.chance(20),
            places: if r.chance(75) { 2 } else { 1 },
            trim_rate: r.chance(40),
        }
    }

    /// A cell of a table in 万元.
    #[must_use]
    pub fn cell(&self, yuan: i64) -> String {
        if yuan == 0 {
            return self.zero.to_owned();
        }
        let text = decimal(i128::from(printed(yuan).abs()), 2, self.comma);
        if yuan < 0 { format!("-{text}") } else { text }
    }

    /// A cell of a table in 元.
    #[must_use]
    pub fn yuan(&self, yuan: i64) -> String {
        if yuan == 0 && self.zero != "0.00" {
            return self.zero.to_owned();
        }
        decimal(i128::from(yuan), 0, self.comma)
    }

    /// 万元 in the text, without the unit; the magnitude of a change.
    #[must_use]
    pub fn wan(&self, yuan: i64) -> String {
        let text = decimal(i128::from(printed(yuan).abs()), 2, self.comma_text);
        if self.trim { trimmed(text) } else { text }
    }

    /// A percentage, without the mark; the magnitude of a rate. The whole must not be zero.
    #[must_use]
    pub fn rate(&self, part: i64, whole: i64) -> String {
        let n = i128::from(part.abs()) * 100 * 10i128.pow(self.places);
        let text = decimal(half_up(n, i128::from(whole.abs().max(1))), self.places, false);
        if self.trim_rate { trimmed(text) } else { text }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look() -> Look {
        Look { comma: true, comma_text: false, zero: "-", trim: true, places: 2, trim_rate: false }
    }

    #[test]
    fn figures_are_rounded_half_up() {
        assert_eq!(look().cell(12_345_650), "1,234.57");
        assert_eq!(look().cell(12_345_649), "1,234.56");
        assert_eq!((look().cell(0).as_str(), look().cell(49).as_str()), ("-", "0.00"));
        assert_eq!((look().wan(6_200_000).as_str(), look().wan(-27_421_000).as_str()), ("620", "2742.1"));
        assert_eq!((look().rate(1, 3).as_str(), look().rate(5, 5).as_str()), ("33.33", "100.00"));
        assert_eq!(look().yuan(1_234_567), "1,234,567");
    }
}
