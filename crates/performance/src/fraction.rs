//! Exact fractions: scores and rates are quotients of printed decimals and are rounded only where they are printed.

use std::cmp::Ordering;
use std::fmt;

/// An exact fraction in lowest terms. Arithmetic that does not fit gives `None`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

fn divisor(a: i128, b: i128) -> i128 {
    let (mut a, mut b) = (a.unsigned_abs(), b.unsigned_abs());
    while b != 0 {
        (a, b) = (b, a % b);
    }
    i128::try_from(a).unwrap_or(1).max(1)
}

impl Fraction {
    /// 0
    pub const ZERO: Fraction = Fraction { numerator: 0, denominator: 1 };
    /// 1
    pub const ONE: Fraction = Fraction { numerator: 1, denominator: 1 };

    /// A quotient; `None` if the divisor is zero.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Fraction> {
        if denominator == 0 || numerator == i128::MIN || denominator == i128::MIN {
            return None;
        }
        let by = divisor(numerator, denominator) * denominator.signum();
        Some(Fraction { numerator: numerator / by, denominator: denominator / by })
    }

    /// A whole number.
    #[must_use]
    pub fn whole(value: impl Into<i64>) -> Fraction {
        Fraction { numerator: i128::from(value.into()), denominator: 1 }
    }

    /// So many per cent.
    #[must_use]
    pub fn percent(value: u32) -> Fraction {
        Fraction::new(i128::from(value), 100).unwrap_or(Fraction::ZERO)
    }

    /// Reads a plain decimal: digits, one point, a sign, thousands separators between groups of three; full-width too.
    #[must_use]
    pub fn parse(text: &str) -> Option<(Fraction, u32)> {
        let (mut number, mut places, mut negative, mut digits) = (0i128, None::<u32>, false, 0u32);
        let text: Vec<char> = text.trim().chars().map(narrow).collect();
        for (index, c) in text.iter().enumerate() {
            match c {
                '-' if index == 0 => negative = true,
                '0'..='9' => {
                    number = number.checked_mul(10)?.checked_add(i128::from(c.to_digit(10)?))?;
                    digits += 1;
                    places = places.map(|p| p + 1);
                }
                '.' if places.is_none() && digits > 0 => places = Some(0),
                ',' if places.is_none() && digits > 0 => {
                    let group = text.get(index + 1..)?.iter().take_while(|c| c.is_ascii_digit()).count();
                    if group != 3 {
                        return None;
                    }
                }
                _ => return None,
            }
        }
        let places = places.unwrap_or(0);
        // A point at the end is no decimal, and more digits than this are no figure of a form.
        if digits == 0 || digits > 20 || text.last() == Some(&'.') {
            return None;
        }
        let value = Fraction::new(if negative { -number } else { number }, 10i128.checked_pow(places)?)?;
        Some((value, places))
    }

    /// Sum.
    #[must_use]
    pub fn plus(self, other: Fraction) -> Option<Fraction> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Fraction::new(left.checked_add(right)?, self.denominator.checked_mul(other.denominator)?)
    }

    /// Difference.
    #[must_use]
    pub fn minus(self, other: Fraction) -> Option<Fraction> {
        self.plus(Fraction { numerator: -other.numerator, ..other })
    }

    /// Product.
    #[must_use]
    pub fn times(self, other: Fraction) -> Option<Fraction> {
        let (a, b) = (divisor(self.numerator, other.denominator), divisor(other.numerator, self.denominator));
        let numerator = (self.numerator / a).checked_mul(other.numerator / b)?;
        Fraction::new(numerator, (self.denominator / b).checked_mul(other.denominator / a)?)
    }

    /// Quotient; `None` by zero.
    #[must_use]
    pub fn over(self, other: Fraction) -> Option<Fraction> {
        self.times(Fraction::new(other.denominator, other.numerator)?)
    }

    /// True for 0.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.numerator == 0
    }

    /// True below 0.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.numerator < 0
    }

    /// True if it has no more decimals than these.
    #[must_use]
    pub fn has_places(self, places: u32) -> bool {
        10i128.checked_pow(places).is_some_and(|p| p % self.denominator == 0)
    }

    /// The size of a decimal place.
    #[must_use]
    pub fn place(places: u32) -> Fraction {
        10i128.checked_pow(places).and_then(|p| Fraction::new(1, p)).unwrap_or(Fraction::ZERO)
    }

    /// Rounded half-up (away from zero) to decimals.
    #[must_use]
    pub fn rounded(self, places: u32) -> Fraction {
        let round = || {
            let power = 10i128.checked_pow(places)?;
            let twice = self.numerator.checked_abs()?.checked_mul(power)?.checked_mul(2)?;
            let units = twice.checked_add(self.denominator)? / self.denominator.checked_mul(2)?;
            Fraction::new(units * self.numerator.signum(), power)
        };
        round().unwrap_or(self)
    }

    /// True if the last of these decimals is an even digit.
    #[must_use]
    pub fn is_even(self, places: u32) -> bool {
        let units = 10i128.checked_pow(places).and_then(|p| self.times(Fraction { numerator: p, denominator: 1 }));
        units.is_some_and(|u| u.denominator == 1 && u.numerator % 2 == 0)
    }

    /// Printed with a fixed number of decimals, rounded half-up.
    #[must_use]
    pub fn fixed(self, places: u32) -> String {
        let rounded = self.rounded(places);
        let power = 10i128.checked_pow(places).unwrap_or(1);
        let units = rounded.numerator * (power / rounded.denominator.clamp(1, power));
        let (sign, units) = if units < 0 { ("-", units.unsigned_abs()) } else { ("", units.unsigned_abs()) };
        let power = power.unsigned_abs();
        match places as usize {
            0 => format!("{sign}{units}"),
            width => format!("{sign}{}.{:0width$}", units / power, units % power),
        }
    }
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10).unwrap_or(c),
        '．' => '.',
        '，' => ',',
        '－' | '−' => '-',
        _ => c,
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Fraction) -> Ordering {
        // By continued fractions: products of two numerators need not fit.
        let (mut a, mut b) = ((self.numerator, self.denominator), (other.numerator, other.denominator));
        let mut turned = false;
        loop {
            let (x, y) = (a.0.div_euclid(a.1), b.0.div_euclid(b.1));
            let (r, s) = (a.0.rem_euclid(a.1), b.0.rem_euclid(b.1));
            let order = match (x.cmp(&y), r, s) {
                (Ordering::Equal, 0, 0) => return Ordering::Equal,
                (Ordering::Equal, 0, _) => Ordering::Less,
                (Ordering::Equal, _, 0) => Ordering::Greater,
                (Ordering::Equal, _, _) => {
                    (a, b) = ((a.1, r), (b.1, s));
                    turned = !turned;
                    continue;
                }
                (order, _, _) => order,
            };
            return if turned { order.reverse() } else { order };
        }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Fraction) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Fraction {
    /// The shortest decimal that is exact, or six decimals.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = (0..6).find(|p| self.has_places(*p)).unwrap_or(6);
        f.write_str(&self.fixed(places))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Fraction {
        Fraction::parse(text).unwrap().0
    }

    #[test]
    fn decimals_are_read_exactly() {
        assert_eq!(Fraction::parse("2,656.37").unwrap(), (Fraction::new(265_637, 100).unwrap(), 2));
        assert_eq!(of("－９.5").to_string(), "-9.5");
        for wrong in ["", ".", "1.", "1.2.3", "1,23", "12月", "--1", "123456789012345678901"] {
            assert_eq!(Fraction::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn roundings_are_half_up() {
        assert_eq!(of("9.525").fixed(2), "9.53");
        assert_eq!(of("-0.5").fixed(0), "-1");
        assert_eq!(of("2").over(of("3")).unwrap().fixed(4), "0.6667");
        assert_eq!((of("4.5").fixed(1), of("100").fixed(2)), ("4.5".to_owned(), "100.00".to_owned()));
    }

    #[test]
    fn order_is_exact_beyond_products() {
        let near = Fraction::new(10i128.pow(30), 10i128.pow(30) + 1).unwrap();
        assert!(near < Fraction::ONE && near > of("0.999999"));
        let nearer = Fraction::new(10i128.pow(30) + 1, 10i128.pow(30) + 2).unwrap();
        assert!(near < nearer && of("-1.5") < of("-1.4") && of("-1") < Fraction::ZERO);
    }
}
