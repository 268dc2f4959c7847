//! Slip models: how a wrong figure comes about, from the printed digits.

use mingzhang_model::{Amount, Figure, Unit};

/// A way to slip. The names are part of the findings contract.
pub(crate) type Slip = &'static str;

/// Digits of a printed value in units of its last place.
fn digits(value: i128, step: i128) -> Vec<u8> {
    (value.abs() / step.max(1)).to_string().into_bytes().into_iter().map(|b| b - b'0').collect()
}

fn number(digits: &[u8]) -> Option<i128> {
    digits.iter().try_fold(0i128, |n, d| n.checked_mul(10)?.checked_add(i128::from(*d)))
}

/// Values that a likely slip would have turned into `value` (amounts; `step` is the printed place). Only slips that leave little doubt.
pub(crate) fn variants(value: i128, step: i128, unit: Unit) -> Vec<(i128, Slip)> {
    let mut out: Vec<(i128, Slip)> = Vec::new();
    if value == 0 {
        return out;
    }
    for power in [10i128, 100, 1000] {
        out.push((value * power, "decimal-shift"));
        // A shift to next to nothing would mend any relation within its rounding.
        if value % power == 0 && (value / power).abs() >= 10 * step {
            out.push((value / power, "decimal-shift"));
        }
    }
    match unit {
        Unit::Yuan | Unit::WanYuan => {
            out.push((value * 10_000, "unit"));
            if value % 10_000 == 0 {
                out.push((value / 10_000, "unit"));
            }
        }
        _ => {}
    }
    out.push((-value, "sign"));
    let sign = if value < 0 { -1 } else { 1 };
    let d = digits(value, step);
    let mut push = |v: Vec<u8>, slip: Slip| {
        if let Some(n) = number(&v) {
            out.push((sign * n * step, slip));
        }
    };
    for i in 0..d.len() {
        if let [.., _] = d.as_slice()
            && let (Some(a), Some(b)) = (d.get(i).copied(), d.get(i + 1).copied())
        {
            if a != b {
                let mut v = d.clone();
                v.swap(i, i + 1);
                push(v, "swapped-digits");
            } else {
                let mut v = d.clone();
                v.remove(i);
                push(v, "doubled-digit");
            }
        }
        if d.len() >= 3
            && let Some(a) = d.get(i).copied()
        {
            let mut v = d.clone();
            v.insert(i, a);
            push(v, "dropped-digit");
        }
    }
    out
}

/// Values with one digit other than printed.
pub(crate) fn one_digit(value: i128, step: i128) -> Vec<i128> {
    let d = digits(value, step);
    if !(3..=9).contains(&d.len()) {
        return Vec::new();
    }
    let sign = if value < 0 { -1 } else { 1 };
    let mut out = Vec::new();
    for i in 0..d.len() {
        for other in 0..10u8 {
            let mut v = d.clone();
            if let Some(slot) = v.get_mut(i).filter(|x| **x != other) {
                *slot = other;
                out.extend(number(&v).map(|n| sign * n * step));
            }
        }
    }
    out
}

/// The slip that turns `right` into `stated`, if one does.
pub(crate) fn name(stated: i128, right: i128, step: i128, unit: Unit) -> Option<Slip> {
    if stated == 0 || right == 0 || stated == right {
        return None;
    }
    if let Some((_, slip)) = variants(stated, step, unit).into_iter().find(|(v, _)| *v == right) {
        return Some(slip);
    }
    let (a, b) = (digits(stated, step), digits(right, step));
    if stated.signum() == right.signum() {
        if a.len() == b.len() && a.len() >= 3 {
            let wrong = a.iter().zip(&b).filter(|(x, y)| x != y).count();
            if wrong == 1 {
                return Some("wrong-digit");
            }
        }
        let subsequence = |short: &[u8], long: &[u8]| {
            long.len() == short.len() + 1
                && (0..long.len()).any(|i| {
                    let mut v = long.to_vec();
                    v.remove(i);
                    v == short
                })
        };
        if a.len() >= 3 && subsequence(&a, &b) {
            return Some("dropped-digit");
        }
        if b.len() >= 3 && subsequence(&b, &a) {
            return Some("extra-digit");
        }
    }
    None
}

/// True for slips that explain a figure well enough to decide between equal candidates.
pub(crate) fn strong(slip: Slip, stated: i128, step: i128) -> bool {
    match slip {
        "decimal-shift" | "unit" | "sign" | "prior-year" | crate::recognised::MISREAD => true,
        "neighbour" => digits(stated, step).len() >= 3,
        "swapped-digits" | "dropped-digit" | "doubled-digit" => digits(stated, step).len() >= 4,
        _ => false,
    }
}

/// A value (in half units) as printed in a unit with the decimals of a step.
pub(crate) fn show(half: i128, step: i128, unit: Unit) -> String {
    let step = Amount(i64::try_from(step).unwrap_or(1));
    let value = Amount(i64::try_from(half / 2).unwrap_or(0));
    let mut text = Figure::new(value, step, unit).number();
    // A slip may have moved the last place: zeros beyond the usual two are not asked for.
    if let Some(point) = text.find('.') {
        while text.len() > point + 3 && text.ends_with('0') {
            text.pop();
        }
    }
    text
}

/// True if a figure is too short for its digits to tell how it came about.
pub(crate) fn short(stated: i128, step: i128) -> bool {
    digits(stated, step).len() < 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(stated: &str, right: &str) -> Option<Slip> {
        let (a, b) = (Figure::parse(stated, Unit::WanYuan).unwrap(), Figure::parse(right, Unit::WanYuan).unwrap());
        let step = i128::from(a.step.0.min(b.step.0));
        name(i128::from(a.value.0), i128::from(b.value.0), step, Unit::WanYuan)
    }

    #[test]
    fn slips_have_names() {
        assert_eq!(name_of("39.5", "3.95"), Some("decimal-shift"));
        assert_eq!(name_of("704.74", "740.74"), Some("swapped-digits"));
        assert_eq!(name_of("5377.64", "5377.94"), Some("wrong-digit"));
        assert_eq!(name_of("12.33", "12.30"), Some("wrong-digit"));
        assert_eq!(name_of("123.45", "1123.45"), Some("dropped-digit"));
        assert_eq!(name_of("-3.95", "3.95"), Some("sign"));
        assert_eq!(name_of("632.11", "670.77"), None);
    }
}
