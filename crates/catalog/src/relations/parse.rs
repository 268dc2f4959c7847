//! The formula of a relation: what was written, compiled to patterns.

use super::raw::{self, Fault, RawFact, RawSide, RawTerm, RawValue, fault};
use super::{Addend, Body, Order, Pattern, Slot};
use mingzhang_model::{Dimension, Term};
use std::ops::Range;

/// A compiled formula.
pub(super) struct Formula {
    pub left: Vec<Addend>,
    pub order: Order,
    pub right: Vec<Addend>,
    pub variables: Vec<Dimension>,
}

/// What the compiler knows of the whole formula.
struct Names {
    mentioned: [bool; 11],
    letters: Vec<(char, usize)>,
    free: [Option<usize>; 11],
    variables: Vec<Dimension>,
}

impl Names {
    fn see(&mut self, fact: &RawFact) -> Result<(), Fault> {
        for (d, value) in &fact.places {
            self.mentioned[*d as usize] = true;
            if let RawValue::Variable(c) = value {
                match self.letters.iter().find(|(l, _)| l == c) {
                    Some((_, v)) if self.variables.get(*v) != Some(d) => {
                        return fault(fact.at.clone(), format!("变量“{c}”用在了两个维度上"), "另用一个字母");
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

    fn letter(&self, fact: &RawFact, c: char, d: Dimension) -> Result<usize, Fault> {
        match self.letters.iter().find(|(l, _)| *l == c) {
            Some((_, v)) if self.variables.get(*v) == Some(&d) => Ok(*v),
            _ => fault(
                fact.at.clone(),
                format!("“下级({c})”“各项({c})”里的变量 {c} 没有在别的指标里出现"),
                format!("另一个指标要写 {}={c}", d.name()),
            ),
        }
    }

    fn pattern(&mut self, fact: &RawFact) -> Result<Pattern, Fault> {
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
                    RawValue::Variable(c) => Slot::Variable(self.letter(fact, *c, d)?),
                    RawValue::Children(c) => Slot::Children(self.letter(fact, *c, d)?),
                    RawValue::Level(n) => Slot::Level(*n),
                    RawValue::Leaves(Some(c)) => Slot::Leaves(Some(self.letter(fact, *c, d)?)),
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

fn each_fact(terms: &[(i8, RawTerm)], visit: &mut dyn FnMut(&RawFact) -> Result<(), Fault>) -> Result<(), Fault> {
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

fn single(fact: &RawFact, names: &mut Names) -> Result<Pattern, Fault> {
    if fact.places.iter().any(|(_, v)| matches!(v, RawValue::Children(_) | RawValue::Level(_) | RawValue::Leaves(_))) {
        return fault(fact.at.clone(), "“下级(…)”“各类”“各款”“各项”是许多数", "在指标前面写 Σ");
    }
    names.pattern(fact)
}

fn summed(fact: &RawFact, names: &mut Names) -> Result<Pattern, Fault> {
    let pattern = names.pattern(fact)?;
    match Dimension::ALL.into_iter().filter(|d| pattern.slot(*d).is_many()).count() {
        1 => Ok(pattern),
        0 => fault(fact.at.clone(), "Σ 后面的指标没有写明对什么求和", "写上 科目=下级(s)、各类、各款或各项"),
        _ => fault(fact.at.clone(), "Σ 一次只能对一个维度求和", ""),
    }
}

fn linear(terms: &[(i8, RawTerm)], sign: i8, names: &mut Names, out: &mut Vec<(i8, Pattern)>) -> Result<(), Fault> {
    for (s, term) in terms {
        match term {
            RawTerm::Fact(f) => out.push((sign * s, single(f, names)?)),
            RawTerm::Group(g) => linear(g, sign * s, names, out)?,
            _ => return fault(place_of(term), "除号两边只能是指标的加减", "Σ 和另一个除式不能写在除号旁边"),
        }
    }
    Ok(())
}

fn compile(terms: &[(i8, RawTerm)], sign: i8, names: &mut Names, out: &mut Vec<Addend>) -> Result<(), Fault> {
    for (s, term) in terms {
        let sign = sign * s;
        let body = match term {
            RawTerm::Fact(f) => Body::Fact(single(f, names)?),
            RawTerm::Sum(f) => Body::Sum(summed(f, names)?),
            RawTerm::SumOfRatios(a, b) => {
                let (above, below) = (summed(a, names)?, summed(b, names)?);
                if above.many() != below.many() {
                    return fault(b.at.clone(), "Σ ( 甲 ÷ 乙 ) 里的甲和乙要对同一个维度求和", "");
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

/// Where a term stands: its first figure.
fn place_of(term: &RawTerm) -> Range<usize> {
    match term {
        RawTerm::Fact(f) | RawTerm::Sum(f) | RawTerm::SumOfRatios(f, _) => f.at.clone(),
        RawTerm::Ratio(list, _) | RawTerm::Group(list) => list.first().map_or(0..1, |(_, t)| place_of(t)),
    }
}

/// Reads and compiles a formula.
///
/// # Errors
/// Every word that does not exist, then the first place where the grammar is broken; only a formula without either is checked further.
pub(super) fn formula(text: &str) -> Result<Formula, Vec<Fault>> {
    let (left, order, right) = raw::read(text)?;
    compiled(&left, order, &right, text).map_err(|fault| vec![fault])
}

fn compiled(raw_left: &RawSide, order: Order, raw_right: &RawSide, text: &str) -> Result<Formula, Fault> {
    let mut names = Names { mentioned: [false; 11], letters: Vec::new(), free: [None; 11], variables: Vec::new() };
    each_fact(raw_left, &mut |f| names.see(f))?;
    each_fact(raw_right, &mut |f| names.see(f))?;
    let (mut left, mut right) = (Vec::new(), Vec::new());
    compile(raw_left, 1, &mut names, &mut left)?;
    compile(raw_right, 1, &mut names, &mut right)?;
    let formula = Formula { left, order, right, variables: names.variables };
    if !bound(&formula) {
        return fault(
            0..text.chars().count(),
            "没有一个单独的指标（不在 Σ 里）带上全部变量，核对无从开始",
            "让一个不在 Σ 里的指标写上每一个变量",
        );
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
