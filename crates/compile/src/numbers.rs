//! Figures as the narrative prints them: rounded half-up, equal if they print alike.

use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Figure, Unit};

/// Decimals of amounts and rates in the narrative.
const PLACES: u32 = 2;

/// 12.34, in 万元.
pub(crate) fn wan(value: Amount) -> String {
    Figure::show(value, Unit::WanYuan, PLACES)
}

/// 12.34万元, without a sign: words carry it.
pub(crate) fn wan_yuan(value: Amount) -> String {
    format!("{}万元", wan(value.abs()))
}

/// A rate, 12.34% for 0.1234; `None` for a base of nothing.
pub(crate) fn rate(part: Amount, whole: Amount) -> Option<String> {
    if whole.is_zero() {
        return None;
    }
    let percent = 10i128.pow(PLACES) * 100;
    let (n, d) = (i128::from(part.0.unsigned_abs()) * percent, i128::from(whole.0.unsigned_abs()));
    let rounded = i64::try_from((2 * n + d) / (2 * d)).ok()?;
    let value = Amount(rounded.saturating_mul(SCALE / 10i64.pow(PLACES)));
    Some(format!("{}%", Figure::show(value, Unit::Percent, PLACES)))
}

/// A whole number of pieces.
pub(crate) fn count(value: Amount) -> String {
    Figure::show(value, Unit::Piece, 0)
}

/// 1, 0, -1: how one amount changed against another, nothing if the change prints as nothing.
pub(crate) fn change(now: Amount, then: Amount) -> i64 {
    if wan((now - then).abs()) == "0.00" { 0 } else { (now - then).0.signum() }
}

/// 1, 0, -1: how two amounts compare that are both printed.
pub(crate) fn compare(left: Amount, right: Amount) -> i64 {
    if wan(left) == wan(right) { 0 } else { (left - right).0.signum() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_are_exact_and_zero_bases_have_none() {
        let yuan = |n: i64| Amount(n * SCALE);
        assert_eq!(rate(yuan(1), yuan(3)).as_deref(), Some("33.33%"));
        assert_eq!(rate(yuan(-2), yuan(3)).as_deref(), Some("66.67%"));
        assert_eq!((rate(yuan(1), Amount::ZERO), wan_yuan(yuan(-123_456)).as_str()), (None, "12.35万元"));
        assert_eq!(
            (change(yuan(149), yuan(100)), change(yuan(150), yuan(100)), change(yuan(0), yuan(500))),
            (0, 1, -1)
        );
        assert_eq!((compare(yuan(149), yuan(151)), compare(yuan(151), yuan(190))), (-1, 0));
    }
}
