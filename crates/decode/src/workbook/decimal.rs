//! Exact decimals as text: what a cell holds, rounded as spreadsheets round, without a floating point operation on the way.

use crate::limits;

/// Digits a spreadsheet shows of a number; what a float carries beyond them is noise of its representation.
const SIGNIFICANT: usize = 15;

/// A decimal number: digits with `places` of them behind the point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    pub negative: bool,
    /// ASCII digits; at least `places` of them.
    digits: Vec<u8>,
    places: usize,
}

impl Decimal {
    /// The shortest decimal that reads back as the same float; `None` if it is no number.
    pub fn of(value: f64) -> Option<Decimal> {
        // Beyond these no account goes, and each number would be hundreds of digits long.
        if value.abs() < limits::LEAST {
            return Decimal::plain("0");
        }
        (value.abs() <= limits::GREATEST).then(|| Decimal::plain(&value.to_string())).flatten()
    }

    /// What a cell of XML says, which may have an exponent and digits no float has.
    pub fn parse(text: &str) -> Option<Decimal> {
        text.trim().parse::<f64>().ok().and_then(Decimal::of)
    }

    fn plain(text: &str) -> Option<Decimal> {
        let (negative, rest) = text.strip_prefix('-').map_or((false, text), |r| (true, r));
        let (whole, part) = rest.split_once('.').unwrap_or((rest, ""));
        let digits: Vec<u8> = whole.bytes().chain(part.bytes()).collect();
        digits.iter().all(u8::is_ascii_digit).then(|| Decimal { negative, digits, places: part.len() }.trimmed())
    }

    /// Without zeros that say nothing.
    fn trimmed(mut self) -> Decimal {
        while self.places > 0 && self.digits.last() == Some(&b'0') {
            self.digits.pop();
            self.places -= 1;
        }
        let zeros = self.digits.iter().take_while(|d| **d == b'0').count();
        self.digits.drain(..zeros.min(self.digits.len() - self.places));
        self.negative &= !self.is_zero();
        self
    }

    pub fn is_zero(&self) -> bool {
        self.digits.iter().all(|d| *d == b'0')
    }

    /// Times a power of ten.
    pub fn shift(mut self, power: isize) -> Decimal {
        if power >= 0 {
            let power = power.unsigned_abs();
            let more = power.saturating_sub(self.places);
            self.digits.resize(self.digits.len() + more, b'0');
            self.places = (self.places + more).saturating_sub(power);
        } else {
            self.places += power.unsigned_abs();
            let missing = self.places.saturating_sub(self.digits.len());
            self.digits.splice(0..0, std::iter::repeat_n(b'0', missing));
        }
        self.trimmed()
    }

    /// Rounded to a number of places, halves away from zero.
    pub fn round(mut self, places: usize) -> Decimal {
        if self.places <= places {
            return self;
        }
        let keep = self.digits.len() - (self.places - places);
        let up = self.digits.get(keep).is_some_and(|d| *d >= b'5');
        self.digits.truncate(keep);
        self.places = places;
        if up {
            let mut carry = true;
            for d in self.digits.iter_mut().rev() {
                *d = if *d == b'9' { b'0' } else { *d + 1 };
                carry = *d == b'0';
                if !carry {
                    break;
                }
            }
            if carry {
                self.digits.insert(0, b'1');
            }
        }
        self.trimmed()
    }

    /// Without the noise of floats: 0.30000000000000004 is 0.3.
    pub fn quiet(self) -> Decimal {
        let leading = self.digits.iter().take_while(|d| **d == b'0').count();
        let used = self.digits.len() - leading;
        let drop = used.saturating_sub(SIGNIFICANT).min(self.places);
        let places = self.places - drop;
        self.round(places)
    }

    /// How many digits stand behind the point.
    pub fn places(&self) -> usize {
        self.places
    }

    /// Digits before and behind the point.
    pub fn parts(&self) -> (&[u8], &[u8]) {
        self.digits.split_at(self.digits.len() - self.places)
    }

    /// The number in plain notation.
    pub fn text(&self) -> String {
        let (whole, part) = self.parts();
        let text = |d: &[u8]| String::from_utf8_lossy(d).into_owned();
        let whole = if whole.is_empty() { "0".to_owned() } else { text(whole) };
        let point = if part.is_empty() { "" } else { "." };
        format!("{}{whole}{point}{}", if self.negative { "-" } else { "" }, text(part))
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;
    use proptest::prelude::*;

    fn read(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    #[test]
    fn the_shortest_text_of_a_float() {
        for (xml, exact) in [
            ("9746.5", "9746.5"),
            ("0.1", "0.1"),
            ("1234.5678900000001", "1234.56789"),
            ("2.50", "2.5"),
            ("-0", "0"),
            ("1E-3", "0.001"),
        ] {
            assert_eq!(read(xml).text(), exact);
        }
        assert_eq!(read("12345678901234567890").text(), "12345678901234567000");
        assert!(Decimal::parse("1,5").is_none() && Decimal::parse("NaN").is_none());
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(read("1.005").round(2).text(), "1.01");
        assert_eq!(read("-2.5").round(0).text(), "-3");
        assert_eq!(read("999.995").round(2).text(), "1000");
        assert_eq!(read("-0.004").round(2).text(), "0");
        assert_eq!(read("326.71000000000004").quiet().text(), "326.71");
        assert_eq!(read("0.30000000000000004").quiet().text(), "0.3");
    }

    #[test]
    fn powers_of_ten() {
        assert_eq!(read("0.1234").shift(2).text(), "12.34");
        assert_eq!(read("12345").shift(-3).text(), "12.345");
        assert_eq!(read("5").shift(-3).text(), "0.005");
        assert_eq!(read("5").shift(3).text(), "5000");
    }

    proptest! {
        #[test]
        fn texts_read_back(v in -1.0e12f64..1.0e12) {
            prop_assert_eq!(Decimal::of(v).unwrap().text().parse::<f64>().unwrap(), v);
        }
    }
}
