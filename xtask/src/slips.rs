//! Slips of the hand on the digits of a printed number.

/// What happens to a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Slip {
    /// Two neighbouring digits swapped.
    Swap,
    /// The decimal point one place to the right.
    Tenfold,
    /// The decimal point one place to the left.
    Tenth,
    /// The decimal point two places to the right.
    Hundredfold,
    /// One digit left out.
    Drop,
    /// One digit typed twice.
    Double,
    /// One digit wrong.
    Wrong,
    /// The last place one off.
    Last,
    /// 元 for 万元 or the reverse.
    Unit,
    /// 增加 for 减少 or the reverse.
    Sign,
    /// The figure of the row above or below.
    Row,
    /// The figure of the column beside.
    Column,
    /// Last year's figure.
    Prior,
    /// The figure of another purse, nature or stage of the same thing.
    Other,
    /// The figure before it in the text.
    Neighbour,
}

/// All slips.
pub const SLIPS: [Slip; 15] = [
    Slip::Swap,
    Slip::Tenfold,
    Slip::Tenth,
    Slip::Hundredfold,
    Slip::Drop,
    Slip::Double,
    Slip::Wrong,
    Slip::Last,
    Slip::Unit,
    Slip::Sign,
    Slip::Row,
    Slip::Column,
    Slip::Prior,
    Slip::Other,
    Slip::Neighbour,
];

impl Slip {
    /// Its name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Slip::Swap => "数字颠倒",
            Slip::Tenfold => "小数点右移一位",
            Slip::Tenth => "小数点左移一位",
            Slip::Hundredfold => "小数点右移两位",
            Slip::Drop => "漏一位",
            Slip::Double => "多一位",
            Slip::Wrong => "错一位",
            Slip::Last => "末位差一",
            Slip::Unit => "元与万元混淆",
            Slip::Sign => "增减方向相反",
            Slip::Row => "误用邻行的数",
            Slip::Column => "误用邻列的数",
            Slip::Prior => "误用上年数",
            Slip::Other => "误用另一口径的数",
            Slip::Neighbour => "误用前一个数",
        }
    }

    /// The number after a slip of the digits, `None` if it cannot happen to it or changes nothing. `at` chooses the digit.
    pub fn digits(self, number: &str, at: usize) -> Option<String> {
        let chars: Vec<char> = number.chars().filter(|c| *c != ',').collect();
        let digits: Vec<usize> = (0..chars.len()).filter(|i| chars[*i].is_ascii_digit()).collect();
        if digits.len() < 2 && self != Slip::Last && self != Slip::Wrong {
            return None;
        }
        let pick = *digits.get(at % digits.len().max(1))?;
        let dot = chars.iter().position(|c| *c == '.');
        let turned = |c: char, by: u8| char::from(b'0' + (c as u8 - b'0' + by) % 10);
        let mut out = chars.clone();
        match self {
            Slip::Swap => {
                let pairs: Vec<(usize, usize)> =
                    digits.windows(2).map(|w| (w[0], w[1])).filter(|(a, b)| chars[*a] != chars[*b]).collect();
                let (a, b) = *pairs.get(at % pairs.len().max(1))?;
                out.swap(a, b);
            }
            Slip::Tenfold | Slip::Hundredfold => {
                let places = if self == Slip::Tenfold { 1 } else { 2 };
                let dot = dot.filter(|d| d + places < chars.len())?;
                out.remove(dot);
                out.insert(dot + places, '.');
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
            Slip::Wrong => out[pick] = turned(chars[pick], 1 + u8::try_from(at / 7 % 9).unwrap_or(0)),
            Slip::Last => {
                let last = *digits.last()?;
                let up = chars[last] != '9' && (at.is_multiple_of(2) || chars[last] == '0');
                out[last] = if up { turned(chars[last], 1) } else { turned(chars[last], 9) };
            }
            _ => return None,
        }
        tidy(number, out.into_iter().collect())
    }
}

/// The number with leading zeros as nobody would type them refused, and only if it differs in value.
pub fn tidy(number: &str, put: String) -> Option<String> {
    let value = |s: &str| {
        let s = s.replace(',', "");
        let s = if s.contains('.') { s.trim_end_matches('0').trim_end_matches('.').to_owned() } else { s };
        s.trim_start_matches('0').to_owned()
    };
    let odd = put.starts_with('.')
        || put.ends_with('.')
        || (put.starts_with('0') && put.chars().nth(1).is_some_and(|c| c.is_ascii_digit()));
    (!odd && !put.is_empty() && value(&put) != value(number)).then_some(put)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_digits() {
        let done = |s: Slip, n: &str, at| s.digits(n, at);
        assert_eq!(done(Slip::Swap, "1,234.50", 0).as_deref(), Some("2134.50"));
        assert_eq!(done(Slip::Swap, "11.11", 0), None);
        assert_eq!(done(Slip::Tenfold, "12.34", 0).as_deref(), Some("123.4"));
        assert_eq!(done(Slip::Hundredfold, "12.34", 0).as_deref(), Some("1234"));
        assert_eq!(done(Slip::Tenth, "12.34", 0).as_deref(), Some("1.234"));
        assert_eq!(done(Slip::Tenth, "2.34", 0), None);
        assert_eq!(done(Slip::Drop, "12.34", 1).as_deref(), Some("1.34"));
        assert_eq!(done(Slip::Double, "12.34", 1).as_deref(), Some("122.34"));
        assert_eq!(done(Slip::Wrong, "12.34", 0).as_deref(), Some("22.34"));
        assert_eq!(done(Slip::Last, "12.30", 1).as_deref(), Some("12.31"));
        assert_eq!(done(Slip::Last, "12.39", 0).as_deref(), Some("12.38"));
        assert_eq!(done(Slip::Row, "12.34", 0), None);
    }

    #[test]
    fn a_slip_changes_the_value() {
        assert_eq!(tidy("5.00", "5".to_owned()), None);
        assert_eq!(tidy("105", "05".to_owned()), None);
        assert_eq!(tidy("5.3", "5.".to_owned()), None);
        assert_eq!(tidy("5.00", "50".to_owned()).as_deref(), Some("50"));
    }
}
