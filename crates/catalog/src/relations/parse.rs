//! The formula of a relation: a hand-written descent over characters, then compilation to patterns.

use super::{Addend, Body, Order, Pattern, Slot, words};
use mingzhang_model::{Dimension, Term};

/// A compiled formula.
pub(super) struct Formula {
    pub left: Vec<Addend>,
    pub order: Order,
    pub right: Vec<Addend>,
    pub variables: Vec<Dimension>,
}

#[derive(Clone, Debug)]
enum RawValue {
    Word(Term),
    Variable(char),
    Children(char),
    Level(u8),
    Leaves(Option<char>),
}

#[derive(Clone, Debug)]
struct RawFact {
    /// `None` is 量.
    measure: Option<Term>,
    places: Vec<(Dimension, RawValue)>,
    required: bool,
}

#[derive(Clone, Debug)]
enum RawTerm {
    Fact(RawFact),
    Sum(RawFact),
    SumOfRatios(RawFact, RawFact),
    Ratio(Vec<(i8, RawTerm)>, Vec<(i8, RawTerm)>),
    Group(Vec<(i8, RawTerm)>),
}

struct Reader {
    chars: Vec<char>,
    at: usize,
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

    fn side(&mut self) -> Result<Vec<(i8, RawTerm)>, String> {
        let mut out = vec![(1, self.term()?)];
        while let Some(c) = self.take(&['+', '＋', '-', '−', '－']) {
            let sign = if matches!(c, '+' | '＋') { 1 } else { -1 };
            out.push((sign, self.term()?));
        }
        Ok(out)
    }

    fn term(&mut self) -> Result<RawTerm, String> {
        if self.take(&['Σ', '∑']).is_some() {
            if self.take(&['(']).is_some() {
                let above = self.fact()?;
                self.take(&['÷', '/']).ok_or("Σ ( … ) 里面要写成“甲 ÷ 乙”")?;
                let below = self.fact()?;
                self.take(&[')']).ok_or("Σ ( … ) 没有写右括号")?;
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

    fn atom(&mut self) -> Result<RawTerm, String> {
        if self.take(&['(']).is_some() {
            let inner = self.side()?;
            self.take(&[')']).ok_or("括号没有配对")?;
            return Ok(RawTerm::Group(inner));
        }
        Ok(RawTerm::Fact(self.fact()?))
    }

    fn fact(&mut self) -> Result<RawFact, String> {
        self.space();
        let start = self.at;
        while self.chars.get(self.at).is_some_and(|c| !c.is_whitespace() && !"[](){}+＋-−－÷/=≤≥Σ!".contains(*c))
        {
            self.at += 1;
        }
        let word: String = self.chars[start..self.at].iter().collect();
        if word.is_empty() {
            return Err(match self.peek() {
                Some(c) => format!("“{c}”前面少了一个指标"),
                None => "公式不完整，末尾少了一个指标".to_owned(),
            });
        }
        let measure = if word == "量" {
            None
        } else if words::known(Dimension::Measure, &word) {
            Some(Term::new(&word))
        } else {
            return Err(format!("没有“{word}”这个指标；任何指标都行的地方写“量”"));
        };
        let mut places = Vec::new();
        if self.take(&['[']).is_some() {
            let start = self.at;
            while self.chars.get(self.at).is_some_and(|c| *c != ']') {
                self.at += 1;
            }
            if self.at >= self.chars.len() {
                return Err("方括号没有配对".to_owned());
            }
            let inside: String = self.chars[start..self.at].iter().collect();
            self.at += 1;
            for part in inside.split([',', '，']) {
                let (name, value) = part.split_once('=').ok_or_else(|| format!("“{part}”要写成“维度=值”"))?;
                let (name, value) = (name.trim(), value.trim());
                let d = Dimension::named(name)
                    .filter(|d| *d != Dimension::Measure)
                    .ok_or_else(|| format!("没有“{name}”这个维度"))?;
                if places.iter().any(|(other, _)| *other == d) {
                    return Err(format!("维度“{name}”写了两次"));
                }
                places.push((d, value_of(d, value)?));
            }
        }
        let required = self.take(&['!', '！']).is_some();
        Ok(RawFact { measure, places, required })
    }
}

fn value_of(d: Dimension, value: &str) -> Result<RawValue, String> {
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
        return if coded { Ok(many) } else { Err(format!("“{value}”只能用在科目和经济科目上")) };
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
    Err(format!("维度“{}”没有“{value}”这个词", d.name()))
}

/// What the compiler knows of the whole formula.
struct Names {
    mentioned: [bool; 11],
    letters: Vec<(char, usize)>,
    free: [Option<usize>; 11],
    variables: Vec<Dimension>,
}

impl Names {
    fn see(&mut self, fact: &RawFact) -> Result<(), String> {
        for (d, value) in &fact.places {
            self.mentioned[*d as usize] = true;
            if let RawValue::Variable(c) = value {
                match self.letters.iter().find(|(l, _)| l == c) {
                    Some((_, v)) if self.variables.get(*v) != Some(d) => {
                        return Err(format!("变量“{c}”用在了两个维度上"));
                    }
                    Some(_) => {}
                    None => {
                        self.letters.push((*c, self.variables.len()));
                        self.variables.push(*d);
                    }
                }
            }
        }
        if fact.measure.is_none() {
            self.free_of(Dimension::Measure);
        }
        Ok(())
    }

    fn free_of(&mut self, d: Dimension) -> usize {
        if let Some(v) = self.free[d as usize] {
            return v;
        }
        let v = self.variables.len();
        self.variables.push(d);
        self.free[d as usize] = Some(v);
        v
    }

    fn letter(&self, c: char, d: Dimension) -> Result<usize, String> {
        match self.letters.iter().find(|(l, _)| *l == c) {
            Some((_, v)) if self.variables.get(*v) == Some(&d) => Ok(*v),
            _ => Err(format!("“下级({c})”“各项({c})”里的变量 {c} 没有在别的指标里出现")),
        }
    }

    fn pattern(&mut self, fact: &RawFact) -> Result<Pattern, String> {
        let mut slots = [Slot::Fixed(Term::WHOLE); 11];
        for d in Dimension::ALL {
            let i = d as usize;
            slots[i] = match (d, fact.places.iter().find(|(p, _)| *p == d)) {
                (Dimension::Measure, _) => match fact.measure {
                    Some(m) => Slot::Fixed(m),
                    None => Slot::Variable(self.free_of(d)),
                },
                (_, Some((_, value))) => match value {
                    RawValue::Word(t) => Slot::Fixed(*t),
                    RawValue::Variable(c) => Slot::Variable(self.letter(*c, d)?),
                    RawValue::Children(c) => Slot::Children(self.letter(*c, d)?),
                    RawValue::Level(n) => Slot::Level(*n),
                    RawValue::Leaves(Some(c)) => Slot::Leaves(Some(self.letter(*c, d)?)),
                    RawValue::Leaves(None) => Slot::Leaves(None),
                },
                (Dimension::Aspect | Dimension::Base, None) => Slot::Fixed(Term::WHOLE),
                (_, None) if self.mentioned[i] => Slot::Fixed(Term::WHOLE),
                (_, None) => Slot::Variable(self.free_of(d)),
            };
        }
        Ok(Pattern { slots, required: fact.required })
    }
}

fn each_fact(terms: &[(i8, RawTerm)], visit: &mut dyn FnMut(&RawFact) -> Result<(), String>) -> Result<(), String> {
    for (_, term) in terms {
        match term {
            RawTerm::Fact(f) | RawTerm::Sum(f) => visit(f)?,
            RawTerm::SumOfRatios(a, b) => {
                visit(a)?;
                visit(b)?;
            }
            RawTerm::Ratio(a, b) => {
                each_fact(a, visit)?;
                each_fact(b, visit)?;
            }
            RawTerm::Group(g) => each_fact(g, visit)?,
        }
    }
    Ok(())
}

fn single(fact: &RawFact, names: &mut Names) -> Result<Pattern, String> {
    if fact.places.iter().any(|(_, v)| matches!(v, RawValue::Children(_) | RawValue::Level(_) | RawValue::Leaves(_))) {
        return Err("“下级(…)”“各类”“各款”“各项”前面要写 Σ".to_owned());
    }
    names.pattern(fact)
}

fn summed(fact: &RawFact, names: &mut Names) -> Result<Pattern, String> {
    let pattern = names.pattern(fact)?;
    match Dimension::ALL.into_iter().filter(|d| pattern.slot(*d).is_many()).count() {
        1 => Ok(pattern),
        0 => Err("Σ 后面的指标要写明对什么求和：下级(s)、各类、各款、各项".to_owned()),
        _ => Err("Σ 一次只能对一个维度求和".to_owned()),
    }
}

fn linear(terms: &[(i8, RawTerm)], sign: i8, names: &mut Names, out: &mut Vec<(i8, Pattern)>) -> Result<(), String> {
    for (s, term) in terms {
        match term {
            RawTerm::Fact(f) => out.push((sign * s, single(f, names)?)),
            RawTerm::Group(g) => linear(g, sign * s, names, out)?,
            _ => return Err("除号两边只能是指标的加减".to_owned()),
        }
    }
    Ok(())
}

fn compile(terms: &[(i8, RawTerm)], sign: i8, names: &mut Names, out: &mut Vec<Addend>) -> Result<(), String> {
    for (s, term) in terms {
        let sign = sign * s;
        let body = match term {
            RawTerm::Fact(f) => Body::Fact(single(f, names)?),
            RawTerm::Sum(f) => Body::Sum(summed(f, names)?),
            RawTerm::SumOfRatios(a, b) => {
                let (above, below) = (summed(a, names)?, summed(b, names)?);
                if above.many() != below.many() {
                    return Err("Σ ( 甲 ÷ 乙 ) 里的甲和乙要对同一个维度求和".to_owned());
                }
                Body::SumOfRatios { above, below }
            }
            RawTerm::Ratio(a, b) => {
                let (mut above, mut below) = (Vec::new(), Vec::new());
                linear(a, 1, names, &mut above)?;
                linear(b, 1, names, &mut below)?;
                Body::Ratio { above, below }
            }
            RawTerm::Group(g) => {
                compile(g, sign, names, out)?;
                continue;
            }
        };
        out.push(Addend { sign, body });
    }
    Ok(())
}

/// Reads and compiles a formula.
pub(super) fn formula(text: &str) -> Result<Formula, String> {
    let mut reader = Reader { chars: text.chars().collect(), at: 0 };
    let raw_left = reader.side()?;
    let order = match reader.take(&['=', '＝', '≤', '≥']) {
        Some('=' | '＝') => Order::Equal,
        Some('≤') => Order::AtMost,
        Some(_) => Order::AtLeast,
        None => return Err("两边之间要写 =、≤ 或 ≥".to_owned()),
    };
    let raw_right = reader.side()?;
    if let Some(c) = reader.peek() {
        return Err(format!("公式末尾多了“{c}”"));
    }
    let mut names = Names { mentioned: [false; 11], letters: Vec::new(), free: [None; 11], variables: Vec::new() };
    each_fact(&raw_left, &mut |f| names.see(f))?;
    each_fact(&raw_right, &mut |f| names.see(f))?;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    compile(&raw_left, 1, &mut names, &mut left)?;
    compile(&raw_right, 1, &mut names, &mut right)?;
    let formula = Formula { left, order, right, variables: names.variables };
    if !bound(&formula) {
        return Err("至少要有一个单独的指标（不在 Σ 里）带上全部变量".to_owned());
    }
    Ok(formula)
}

/// True if some single figure mentions every variable: the audit starts from it.
fn bound(f: &Formula) -> bool {
    let full = |p: &Pattern| (0..f.variables.len()).all(|v| p.slots.contains(&Slot::Variable(v)));
    f.left.iter().chain(&f.right).any(|a| match &a.body {
        Body::Fact(p) => full(p),
        Body::Ratio { above, below } => above.iter().chain(below).any(|(_, p)| full(p)),
        Body::Sum(_) | Body::SumOfRatios { .. } => false,
    })
}
