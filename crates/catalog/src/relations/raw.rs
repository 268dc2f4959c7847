//! A formula as it is written: a hand-written descent over characters.

use super::{Order, words};
use crate::mistake::perhaps;
use mingzhang_model::{Dimension, Term};
use std::ops::Range;

#[derive(Clone, Debug)]
pub(super) enum RawValue {
    Word(Term),
    Variable(char),
    Children(char),
    Level(u8),
    Leaves(Option<char>),
}

#[derive(Clone, Debug)]
pub(super) struct RawFact {
    /// `None` is 量.
    pub measure: Option<Term>,
    pub places: Vec<(Dimension, RawValue)>,
    pub required: bool,
    /// Its characters in the formula.
    pub at: Range<usize>,
}

#[derive(Clone, Debug)]
pub(super) enum RawTerm {
    Fact(RawFact),
    Sum(RawFact),
    SumOfRatios(RawFact, RawFact),
    Ratio(Vec<(i8, RawTerm)>, Vec<(i8, RawTerm)>),
    Group(Vec<(i8, RawTerm)>),
}

/// The terms of one side with their signs.
pub(super) type RawSide = Vec<(i8, RawTerm)>;

/// A mistake in a formula, at some of its characters.
#[derive(Clone, Debug)]
pub(super) struct Fault {
    pub at: Range<usize>,
    pub message: String,
    pub help: String,
}

pub(super) fn fault<T>(at: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Result<T, Fault> {
    Err(Fault { at, message: message.into(), help: help.into() })
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    /// Words that do not exist: reading goes on after them.
    faults: Vec<Fault>,
}

impl Reader {
    fn space(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn peek(&mut self) -> Option<char> {
        self.space();
        self.chars.get(self.at).copied()
    }

    fn take(&mut self, any: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| any.contains(c))?;
        self.at += 1;
        Some(c)
    }

    /// Takes what must stand here.
    fn need(&mut self, any: &[char], message: &str) -> Result<(), Fault> {
        if self.take(any).is_some() {
            return Ok(());
        }
        fault(self.at..self.at + 1, message, "")
    }

    /// Words that do not exist are noted and read as whole.
    fn note(&mut self, at: Range<usize>, message: String, help: String) {
        self.faults.push(Fault { at, message, help });
    }

    fn text(&self, at: &Range<usize>) -> String {
        self.chars.get(at.clone()).unwrap_or_default().iter().collect()
    }

    /// A stretch without the white space around it.
    fn trim(&self, mut at: Range<usize>) -> Range<usize> {
        let blank = |i: usize| self.chars.get(i).is_some_and(|c| c.is_whitespace());
        while at.start < at.end && blank(at.start) {
            at.start += 1;
        }
        while at.start < at.end && blank(at.end - 1) {
            at.end -= 1;
        }
        at
    }

    /// Characters up to the end.
    fn rest(&self) -> usize {
        self.chars.len().saturating_sub(self.at).max(1)
    }

    fn side(&mut self) -> Result<Vec<(i8, RawTerm)>, Fault> {
        let mut out = vec![(1, self.term()?)];
        while let Some(c) = self.take(&['+', '＋', '-', '−', '－']) {
            let sign = if matches!(c, '+' | '＋') { 1 } else { -1 };
            out.push((sign, self.term()?));
        }
        Ok(out)
    }

    fn term(&mut self) -> Result<RawTerm, Fault> {
        if self.take(&['Σ', '∑']).is_some() {
            if self.take(&['(']).is_some() {
                let above = self.fact()?;
                self.need(&['÷', '/'], "Σ ( … ) 里面要写成“甲 ÷ 乙”")?;
                let below = self.fact()?;
                self.need(&[')'], "Σ ( … ) 没有写右括号")?;
                return Ok(RawTerm::SumOfRatios(above, below));
            }
            return Ok(RawTerm::Sum(self.fact()?));
        }
        let first = self.atom()?;
        if self.take(&['÷', '/']).is_some() {
            let second = self.atom()?;
            return Ok(RawTerm::Ratio(vec![(1, first)], vec![(1, second)]));
        }
        Ok(first)
    }

    fn atom(&mut self) -> Result<RawTerm, Fault> {
        if self.take(&['(']).is_some() {
            let inner = self.side()?;
            self.need(&[')'], "括号没有配对，这里要写右括号")?;
            return Ok(RawTerm::Group(inner));
        }
        Ok(RawTerm::Fact(self.fact()?))
    }

    fn fact(&mut self) -> Result<RawFact, Fault> {
        self.space();
        let start = self.at;
        while self
            .chars
            .get(self.at)
            .is_some_and(|c| !c.is_whitespace() && !"[](){}+＋-−－÷/=＝≤≥<>Σ∑!！*×".contains(*c))
        {
            self.at += 1;
        }
        let word = self.text(&(start..self.at));
        if word.is_empty() {
            return match self.peek() {
                Some('*' | '×') => fault(self.at..self.at + 1, "公式里不能用乘号", NO_PRODUCT),
                Some(c) => fault(self.at..self.at + 1, format!("“{c}”前面少了一个指标"), ""),
                None => fault(self.at..self.at + 1, "公式不完整，末尾少了一个指标", ""),
            };
        }
        let measure = match word.as_str() {
            "量" => None,
            _ if words::known(Dimension::Measure, &word) => Some(Term::new(&word)),
            _ => {
                let help = perhaps(&word, words::all(Dimension::Measure));
                self.note(
                    start..self.at,
                    format!("没有“{word}”这个指标"),
                    format!("{help}{}任何指标都行的地方写“量”", if help.ends_with('？') { "" } else { "；" }),
                );
                Some(Term::WHOLE)
            }
        };
        let mut places = Vec::new();
        let bracket = self.at;
        if self.take(&['[']).is_some() {
            let inside = self.at;
            while self.chars.get(self.at).is_some_and(|c| *c != ']') {
                self.at += 1;
            }
            if self.at >= self.chars.len() {
                return fault(bracket..bracket + 1, "方括号没有配对", "写成 指标[维度=值, 维度=值]");
            }
            let end = self.at;
            self.at += 1;
            let mut from = inside;
            for i in inside..=end {
                if i == end || matches!(self.chars.get(i), Some(',' | '，' | '、')) {
                    self.place(from..i, &mut places);
                    from = i + 1;
                }
            }
        }
        let at = start..self.at;
        let required = self.take(&['!', '！']).is_some();
        Ok(RawFact { measure, places, required, at })
    }

    /// One 维度=值.
    fn place(&mut self, at: Range<usize>, places: &mut Vec<(Dimension, RawValue)>) {
        let at = self.trim(at);
        let whole = self.text(&at);
        let Some(equal) = at.clone().find(|i| matches!(self.chars.get(*i), Some('=' | '＝'))) else {
            let at = if at.is_empty() { at.start.saturating_sub(1)..at.start } else { at };
            return self.note(at, format!("“{whole}”少了等号"), "写成 维度=值，如 性质=基本支出".to_owned());
        };
        let (left, right) = (self.trim(at.start..equal), self.trim(equal + 1..at.end));
        let (name, value) = (self.text(&left), self.text(&right));
        let Some(d) = Dimension::named(&name).filter(|d| *d != Dimension::Measure) else {
            let names: Vec<&str> =
                Dimension::ALL.iter().filter(|d| **d != Dimension::Measure).map(|d| d.name()).collect();
            return self.note(left, format!("没有“{name}”这个维度"), perhaps(&name, &names));
        };
        if places.iter().any(|(other, _)| *other == d) {
            return self.note(left, format!("维度“{name}”写了两次"), "删去其中一处".to_owned());
        }
        match value_of(d, &value) {
            Ok(value) => places.push((d, value)),
            Err((message, help)) => {
                let at = if right.is_empty() { equal..equal + 1 } else { right };
                self.note(at, message, help);
            }
        }
    }
}

fn value_of(d: Dimension, value: &str) -> Result<RawValue, (String, String)> {
    let letter = |text: &str| -> Option<char> {
        let mut chars = text.trim().chars();
        let c = chars.next().filter(char::is_ascii_lowercase)?;
        chars.next().is_none().then_some(c)
    };
    let within = |head: &str| value.strip_prefix(head).and_then(|r| r.strip_suffix(')')).and_then(letter);
    let coded = matches!(d, Dimension::Subject | Dimension::Economic);
    let many = if let Some(c) = within("下级(") {
        Some(RawValue::Children(c))
    } else if let Some(c) = within("各项(") {
        Some(RawValue::Leaves(Some(c)))
    } else {
        match value {
            "各类" => Some(RawValue::Level(3)),
            "各款" => Some(RawValue::Level(5)),
            "各项" => Some(RawValue::Leaves(None)),
            _ => None,
        }
    };
    if let Some(many) = many {
        let elsewhere = || (format!("“{value}”不能用在维度“{}”上", d.name()), "只能用在科目和经济科目上".to_owned());
        return if coded { Ok(many) } else { Err(elsewhere()) };
    }
    if let Some(c) = letter(value) {
        return Ok(RawValue::Variable(c));
    }
    if value == "合计" {
        return Ok(RawValue::Word(Term::WHOLE));
    }
    if words::known(d, value) {
        return Ok(RawValue::Word(Term::new(value)));
    }
    let name = d.name();
    let code = value.bytes().all(|b| b.is_ascii_digit()) && !value.is_empty();
    let help = match d {
        Dimension::Subject => {
            "写3位（类）、5位（款）、7位（项）代码，一个小写字母，合计、各类、各款、各项、下级(s)".to_owned()
        }
        Dimension::Economic if code => "写3位（类）、5位（款）代码".to_owned(),
        _ => perhaps(value, words::all(d)),
    };
    if value.is_empty() {
        return Err((format!("维度“{name}”没有写值"), help));
    }
    Err((format!("维度“{name}”没有“{value}”这个词"), help))
}

/// Reads both sides of a formula.
///
/// # Errors
/// Every word that does not exist, then the first place where the grammar is broken.
pub(super) fn read(text: &str) -> Result<(RawSide, Order, RawSide), Vec<Fault>> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0, faults: Vec::new() };
    let sides = sides(&mut reader);
    let mut faults = reader.faults;
    match sides {
        Ok(sides) if faults.is_empty() => Ok(sides),
        Ok(_) => Err(faults),
        Err(fault) => {
            faults.push(fault);
            Err(faults)
        }
    }
}

const NO_PRODUCT: &str = "可以用 +、−、÷、Σ";

fn sides(reader: &mut Reader) -> Result<(RawSide, Order, RawSide), Fault> {
    let left = reader.side()?;
    let order = match reader.take(&['=', '＝', '≤', '≥']) {
        Some('=' | '＝') => Order::Equal,
        Some('≤') => Order::AtMost,
        Some(_) => Order::AtLeast,
        None => {
            let (width, help) = match reader.peek() {
                Some('<' | '>') => (2, "小于等于写 ≤，大于等于写 ≥"),
                Some('*' | '×') => (1, NO_PRODUCT),
                _ => (reader.rest(), "两边之间要写 =、≤ 或 ≥"),
            };
            return fault(reader.at..reader.at + width, "公式的两边没有连起来", help);
        }
    };
    let right = reader.side()?;
    match reader.peek() {
        Some(c @ ('=' | '＝' | '≤' | '≥' | '<' | '>')) => {
            fault(reader.at..reader.at + 1, format!("公式里又有一个“{c}”"), "一条关系只写一个 =、≤ 或 ≥")
        }
        Some('*' | '×') => fault(reader.at..reader.at + 1, "公式里不能用乘号", NO_PRODUCT),
        Some(_) => {
            let at = reader.at..reader.at + reader.rest();
            fault(at.clone(), format!("公式末尾多了“{}”", reader.text(&at)), "两个指标之间要写 +、− 或 ÷")
        }
        None => Ok((left, order, right)),
    }
}
