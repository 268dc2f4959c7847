//! Evaluation of bound relations in exact integers: intervals of printed figures, no tolerance but rounding.
//!
//! Values are in half units of an amount. A quotient of like things is a rate: it is multiplied by [`RATE`], and so is money over a rate.

use crate::prints::Print;
use mingzhang_catalog::relations::Order;
use mingzhang_model::{Quantity, Unit};

/// One whole in units of a rate (100 % in 1/10 000 of a percentage point).
pub(crate) const RATE: i128 = 1_000_000;

/// A signed print.
pub(crate) type Part = (i8, usize);

/// A signed quotient of signed sums.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Quotient {
    pub sign: i8,
    pub above: Vec<Part>,
    pub below: Vec<Part>,
}

/// Left side minus right side, compared with zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Formula {
    pub plain: Vec<Part>,
    pub quotients: Vec<Quotient>,
    pub order: Order,
    /// More half width than the prints themselves have (sums of rounded leaves).
    pub extra: i128,
    /// Addends that are nowhere printed could still raise the left, the right side.
    pub open: (bool, bool),
}

/// The result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Outcome {
    /// Holds to the digit.
    Held,
    /// Holds within rounding.
    Rounding,
    /// A rate that misses by its last place: cut off, or bent so that shares close at 100.
    Tail,
    /// Cannot hold.
    Broken,
    /// Says nothing.
    Unknown,
}

impl Outcome {
    /// True if the printed figures can all be roundings of one truth.
    pub fn holds(self) -> bool {
        matches!(self, Outcome::Held | Outcome::Rounding)
    }
}

/// The value and half width of a print, possibly with a correction.
pub(crate) trait Values {
    fn value(&self, print: usize) -> i128;
    fn slack(&self, print: usize) -> i128;
}

/// The prints as they stand, with corrections laid over them.
#[derive(Clone, Copy)]
pub(crate) struct Corrected<'a> {
    pub prints: &'a [Print],
    pub changes: &'a [(usize, i128)],
    pub base: Option<&'a rustc_hash::FxHashMap<usize, i128>>,
}

impl Values for Corrected<'_> {
    fn value(&self, print: usize) -> i128 {
        if let Some((_, v)) = self.changes.iter().find(|(p, _)| *p == print) {
            return *v;
        }
        if let Some(v) = self.base.and_then(|b| b.get(&print)) {
            return *v;
        }
        self.prints.get(print).map_or(0, |p| p.value)
    }

    fn slack(&self, print: usize) -> i128 {
        let Some(p) = self.prints.get(print) else { return 0 };
        if p.unit == Unit::Yuan && p.value != 0 && self.value(print) == p.value * 10_000 {
            // 元 read as 万元 takes its last place along.
            return p.slack * 10_000;
        }
        if p.slack == 0 && self.value(print) != p.value && p.unit.quantity() == Quantity::Money {
            // A corrected zero or blank is rounded like any other amount.
            return p.step;
        }
        if p.place > p.step && self.value(print) != p.value {
            // A corrected figure is printed to the usual place.
            return p.place;
        }
        p.slack
    }
}

/// The prints as they stand, each printed 0.00 taken for anything that rounds to it.
pub(crate) struct RoundedZeros<'a>(pub Corrected<'a>);

impl Values for RoundedZeros<'_> {
    fn value(&self, print: usize) -> i128 {
        self.0.value(print)
    }

    fn slack(&self, print: usize) -> i128 {
        let zero =
            |p: &&Print| p.value == 0 && !p.blank && p.unit != Unit::Yuan && p.unit.quantity() == Quantity::Money;
        match self.0.prints.get(print).filter(zero) {
            Some(p) => p.place,
            None => self.0.slack(print),
        }
    }
}

/// Sum of signed prints: value and half width.
pub(crate) fn sum(parts: &[Part], values: &impl Values) -> (i128, i128) {
    parts.iter().fold((0, 0), |(v, s), (sign, p)| (v + i128::from(*sign) * values.value(*p), s + values.slack(*p)))
}

/// An exact fraction with a positive denominator.
type Fraction = (i128, i128);

fn less(a: Fraction, b: Fraction) -> Option<bool> {
    Some(a.0.checked_mul(b.1)? < b.0.checked_mul(a.1)?)
}

/// The least and the greatest value of a quotient; `None` if the denominator can be zero or numbers grow out of range.
fn bounds(q: &Quotient, values: &impl Values) -> Option<(Fraction, Fraction)> {
    let mut names: Vec<usize> = q.above.iter().chain(&q.below).map(|(_, p)| *p).collect();
    names.sort_unstable();
    names.dedup();
    if names.len() > 10 {
        return None;
    }
    let (below, width) = sum(&q.below, values);
    if below.abs() <= width {
        return None;
    }
    let mut out: Option<(Fraction, Fraction)> = None;
    // The quotient is monotone in every variable while the denominator keeps its sign, so the extremes lie at corners.
    for corner in 0u32..(1u32 << names.len()) {
        let at = |parts: &[Part]| -> i128 {
            parts
                .iter()
                .map(|(sign, p)| {
                    let i = names.binary_search(p).unwrap_or(0);
                    let s = values.slack(*p);
                    i128::from(*sign) * (values.value(*p) + if corner >> i & 1 == 1 { s } else { -s })
                })
                .sum()
        };
        let (mut n, mut d) = (at(&q.above).checked_mul(RATE)?, at(&q.below));
        if d == 0 {
            return None;
        }
        if d < 0 {
            (n, d) = (-n, -d);
        }
        out = Some(match out {
            None => ((n, d), (n, d)),
            Some((low, high)) => {
                (if less((n, d), low)? { (n, d) } else { low }, if less(high, (n, d))? { (n, d) } else { high })
            }
        });
    }
    out
}

fn floor((n, d): Fraction) -> i128 {
    n.div_euclid(d)
}

fn ceil((n, d): Fraction) -> i128 {
    -((-n).div_euclid(d))
}

impl Formula {
    /// All prints that take part.
    pub fn prints(&self) -> Vec<usize> {
        let quotients = self.quotients.iter().flat_map(|q| q.above.iter().chain(&q.below));
        let mut out: Vec<usize> = self.plain.iter().chain(quotients).map(|(_, p)| *p).collect();
        let mut seen = rustc_hash::FxHashSet::default();
        out.retain(|p| seen.insert(*p));
        out
    }

    /// A single rate against a single quotient.
    pub fn rate(&self) -> Option<(usize, &Quotient)> {
        match (self.plain.as_slice(), self.quotients.as_slice()) {
            ([(sign, p)], [q]) if *sign == -q.sign && self.order == Order::Equal => Some((*p, q)),
            _ => None,
        }
    }

    /// Evaluates.
    pub fn evaluate(&self, values: &impl Values) -> Outcome {
        if self.quotients.is_empty() {
            return self.linear(values);
        }
        if let Some((p, q)) = self.rate() {
            return rate(p, q, values).unwrap_or(Outcome::Unknown);
        }
        self.mixed(values).unwrap_or(Outcome::Unknown)
    }

    fn linear(&self, values: &impl Values) -> Outcome {
        let (value, slack) = sum(&self.plain, values);
        self.judge(value, slack + self.extra)
    }

    /// `value` = left − right with all terms at their printed values, `slack` their joint half width.
    fn judge(&self, value: i128, slack: i128) -> Outcome {
        let excess = match self.order {
            Order::Equal => value.abs(),
            Order::AtMost => value.max(0),
            Order::AtLeast => (-value).max(0),
        };
        if excess == 0 {
            return Outcome::Held;
        }
        if excess < slack {
            return Outcome::Rounding;
        }
        let (left, right) = self.open;
        if (value < 0 && left) || (value > 0 && right) { Outcome::Unknown } else { Outcome::Broken }
    }

    /// Sums of quotients, by outward rounding to half units.
    fn mixed(&self, values: &impl Values) -> Option<Outcome> {
        let (value, slack) = sum(&self.plain, values);
        let (mut low, mut high) = (value - slack - self.extra, value + slack + self.extra);
        for q in &self.quotients {
            let (a, b) = bounds(q, values)?;
            let (a, b) = (floor(a), ceil(b));
            // Money over a rate, or like over like: half units cancel, so they are put back.
            let (a, b) = (a.checked_mul(2)?, b.checked_mul(2)?);
            if q.sign > 0 {
                (low, high) = (low + a, high + b);
            } else {
                (low, high) = (low - b, high - a);
            }
        }
        Some(match self.order {
            Order::Equal if low <= 0 && high >= 0 => Outcome::Rounding,
            Order::AtMost if low <= 0 => Outcome::Rounding,
            Order::AtLeast if high >= 0 => Outcome::Rounding,
            _ => {
                let (left, right) = self.open;
                if (high < 0 && left) || (low > 0 && right) { Outcome::Unknown } else { Outcome::Broken }
            }
        })
    }

    /// The value of `print` for which the relation holds exactly, everything else as it stands. `None` for inequalities and sums of quotients.
    pub fn solve(&self, print: usize, values: &impl Values) -> Option<i128> {
        if self.order != Order::Equal {
            return None;
        }
        if self.quotients.is_empty() {
            let own: i128 = self.plain.iter().filter(|(_, p)| *p == print).map(|(s, _)| i128::from(*s)).sum();
            let (value, _) = sum(&self.plain, values);
            let rest = value - own * values.value(print);
            return if own == 0 { None } else { Some(-rest / own) };
        }
        let (rate, q) = self.rate()?;
        let (above, _) = sum(&q.above, values);
        let (below, _) = sum(&q.below, values);
        if rate == print {
            // Cut off, not rounded: the caller rounds to the printed place, and rounding twice can miss.
            return (below != 0).then(|| 2 * RATE * above / below);
        }
        // (a·x + b) / (c·x + d) = r  ⇒  x = (d·r − b) / (a − c·r), with r = rate / (2·RATE)
        let share =
            |parts: &[Part]| -> i128 { parts.iter().filter(|(_, p)| *p == print).map(|(s, _)| i128::from(*s)).sum() };
        let (a, c) = (share(&q.above), share(&q.below));
        let x = values.value(print);
        let (b, d) = (above - a * x, below - c * x);
        let (r, one) = (values.value(rate), 2 * RATE);
        let bottom = a * one - c * r;
        if bottom == 0 {
            return None;
        }
        Some(divide_round(d.checked_mul(r)?.checked_sub(b.checked_mul(one)?)?, bottom))
    }

    /// The rate that one quotient needs to equal all others, for sums of quotients; with its print.
    pub fn overall(&self, values: &impl Values) -> Option<(usize, i128)> {
        let alone = |sign: i8| self.quotients.iter().filter(|q| q.sign == sign).count() == 1;
        let sign = [-1, 1].into_iter().find(|s| alone(*s))?;
        let last = self.quotients.iter().find(|q| q.sign == sign)?;
        let rest: Vec<&Quotient> = self.quotients.iter().filter(|q| q.sign != sign).collect();
        let [(1, rate)] = last.below.as_slice() else { return None };
        if rest.is_empty() || !self.plain.is_empty() {
            return None;
        }
        let mut needed = 0i128;
        for q in rest {
            let (a, b) = (sum(&q.above, values).0, sum(&q.below, values).0);
            needed += if b == 0 { 0 } else { divide_round(RATE.checked_mul(a)?.checked_mul(2)?, b) };
        }
        let above = sum(&last.above, values).0;
        (needed != 0).then(|| (*rate, divide_round(2 * RATE * above, needed)))
    }

    /// The value the quotient side works out to, for a rate relation, in half units.
    pub fn worked(&self, values: &impl Values) -> Option<i128> {
        let (_, q) = self.rate()?;
        let (above, below) = (sum(&q.above, values).0, sum(&q.below, values).0);
        (below != 0).then(|| divide_round(2 * RATE * above, below))
    }
}

fn divide_round(n: i128, d: i128) -> i128 {
    let (n, d) = if d < 0 { (-n, -d) } else { (n, d) };
    (2 * n + d).div_euclid(2 * d)
}

fn rate(print: usize, q: &Quotient, values: &impl Values) -> Option<Outcome> {
    let (low, high) = bounds(q, values)?;
    let (value, slack) = (values.value(print), values.slack(print));
    // In half units the quotient is 2·n/d; compare (value ± slack) with it by cross multiplication.
    let (low, high) = ((low.0.checked_mul(2)?, low.1), (high.0.checked_mul(2)?, high.1));
    let touches = |width: i128| -> Option<bool> {
        let (from, to) = ((value - width, 1), (value + width, 1));
        if less(high, from)? || less(to, low)? {
            return Some(false);
        }
        // Rounding is half-up, so a common end point is shared only by an exact side.
        let exact = width == 0 || (!less(low, high)? && !less(high, low)?);
        let end = (!less(high, from)? && !less(from, high)?) || (!less(to, low)? && !less(low, to)?);
        Some(exact || !end)
    };
    if touches(slack)? {
        let (above, below) = (sum(&q.above, values).0, sum(&q.below, values).0);
        let to_the_digit = value.checked_mul(below)? == above.checked_mul(2 * RATE)?;
        return Some(if to_the_digit { Outcome::Held } else { Outcome::Rounding });
    }
    // One last place further: the slack of a rate is half a last place, in half units exactly one step.
    if touches(3 * slack)? { Some(Outcome::Tail) } else { Some(Outcome::Broken) }
}
