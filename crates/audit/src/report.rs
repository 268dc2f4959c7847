//! Verdicts to findings: title, message, evidence, workings.

use crate::bind::Rule;
use crate::diagnose::{Correction, Diagnosis, Verdict};
use crate::engine::Engine;
use crate::evaluate::{Corrected, Values};
use crate::label::{label, workings};
use crate::recognised;
use crate::slip;
use mingzhang_catalog::relations::Order;
use mingzhang_catalog::subjects::Subjects;
use mingzhang_model::{Certainty, Coordinates, Dimension, Evidence, Fact, Finding, Role, Severity, Suggestion, Unit};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

/// A stable identity: rule, coordinates, quotes.
pub(crate) fn identity(rule: &str, coordinates: &str, evidence: &[Evidence]) -> String {
    let mut hash = Sha256::new();
    hash.update(rule.as_bytes());
    hash.update([0]);
    hash.update(coordinates.as_bytes());
    for e in evidence {
        hash.update([0]);
        hash.update(e.quote.as_bytes());
    }
    hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect()
}

/// A fact as evidence.
pub(crate) fn evidence(role: Role, fact: &Fact) -> Evidence {
    Evidence { role, quote: fact.quote.chars().take(120).collect(), place: fact.place.clone() }
}

/// Builds findings from verdicts.
pub(crate) struct Reporter<'a, 'e> {
    pub engine: &'e Engine<'a>,
    pub subjects: &'e Subjects,
    pub corrections: &'e FxHashMap<usize, i128>,
}

impl Reporter<'_, '_> {
    pub(crate) fn fact(&self, p: usize) -> Option<&Fact> {
        self.engine.print(p).and_then(|q| self.engine.disclosure.facts.get(q.fact()))
    }

    pub(crate) fn name(&self, p: usize) -> String {
        label(&self.engine.coordinates(p), self.subjects)
    }

    pub(crate) fn printed(&self, p: usize) -> String {
        match (self.fact(p), self.engine.print(p)) {
            (_, Some(q)) if q.blank => "空白".to_owned(),
            (Some(f), Some(q)) if q.table.is_some() && !f.printed.ends_with(f.figure.unit.name()) => {
                format!("{}{}", f.printed, f.figure.unit.name())
            }
            (Some(f), _) => f.printed.clone(),
            _ => String::new(),
        }
    }

    /// Where a witness stands, seen from the primary.
    fn elsewhere(&self, p: usize, primary: usize) -> &'static str {
        let table = |p: usize| self.engine.print(p).is_some_and(|q| q.table.is_some());
        match (table(p), table(primary)) {
            (true, true) => "另一张表为",
            (true, false) => "表中为",
            (false, true) => "文中为",
            (false, false) => "另一处为",
        }
    }

    pub(crate) fn place(&self, p: usize) -> &'static str {
        if self.engine.print(p).is_some_and(|q| q.table.is_some()) { "表中" } else { "文中" }
    }

    /// A value as it would be printed instead of `p`: bare number and number with direction and unit.
    fn shown(&self, p: usize, value: i128) -> (String, String) {
        let Some(print) = self.engine.print(p) else { return (String::new(), String::new()) };
        let aspect = self.engine.coordinates(p).get(Dimension::Aspect);
        let worded = matches!(aspect.word(), "增减额" | "增长率")
            && self.fact(p).is_some_and(|f| !f.printed.contains(['-', '−', '－']));
        // 元 for 万元: the number stays, the unit changes.
        let (unit, place) = match print.unit {
            Unit::Yuan if value == print.value * 10_000 => (Unit::WanYuan, print.step * 10_000),
            Unit::WanYuan if value * 10_000 == print.value => (Unit::Yuan, (print.step / 10_000).max(1)),
            unit => (unit, print.place),
        };
        let moved = unit != print.unit;
        let number = slip::show(if worded { value.abs() } else { value }, place, unit);
        let unit = unit.name();
        if worded && value.signum() != print.value.signum() && value != 0 {
            let word = match (aspect.word(), value > 0) {
                ("增长率", true) => "增长",
                ("增长率", false) => "下降",
                (_, true) => "增加",
                _ => "减少",
            };
            return (format!("{word}{number}"), format!("{word}{number}{unit}"));
        }
        let full = format!("{number}{unit}");
        (if moved { full.clone() } else { number }, full)
    }

    pub(crate) fn values<'v>(&'v self, changes: &'v [(usize, i128)]) -> Corrected<'v> {
        Corrected { prints: &self.engine.prints.all, changes, base: None }
    }

    /// The instance that names the finding: an equality first, then the strictest and smallest relation.
    fn lead(&self, v: &Verdict) -> Option<usize> {
        v.broken.iter().copied().min_by_key(|i| {
            let rule = self
                .engine
                .instances
                .get(*i)
                .map(|x| (x.rule != Rule::Same, x.formula.order != Order::Equal, x.formula.prints().len()));
            let severity = self.engine.relation(*i).map(|r| r.severity);
            (severity, rule, *i)
        })
    }

    /// One finding for one verdict.
    pub fn finding(&self, v: &Verdict) -> Option<Finding> {
        let lead = self.lead(v)?;
        let instance = self.engine.instances.get(lead)?;
        let relation = self.engine.relation(lead);
        let rule = relation.map_or("same-fact", |r| r.id.as_str());
        let name = self.name(v.primary);
        let mut primaries = vec![v.primary];
        primaries.extend(&v.also);
        primaries.extend(&v.suspects);
        let witnesses = self.witnesses(v, &primaries);
        let mut list: Vec<Evidence> = Vec::new();
        list.extend(primaries.iter().filter_map(|p| self.fact(*p)).map(|f| evidence(Role::Primary, f)));
        list.extend(witnesses.iter().filter_map(|p| self.fact(*p)).map(|f| evidence(Role::Witness, f)));
        let follows = v.correction.as_ref().map(|c| self.follow(v, c)).unwrap_or_default();
        let shown: Vec<usize> = follows.iter().map(|(p, _)| *p).filter(|p| !witnesses.contains(p)).collect();
        list.extend(shown.into_iter().filter_map(|p| self.fact(p)).map(|f| evidence(Role::Witness, f)));
        let misread = v.correction.as_ref().filter(|c| {
            let confidence = self.fact(v.primary).and_then(|f| f.place.confidence);
            c.exact && recognised::is_misread(c.slip, confidence)
        });
        let severity = if misread.is_some() { Severity::Info } else { Diagnosis::severity(self.engine, v) };
        let stated = if self.engine.print(v.primary).is_some_and(|p| p.blank) {
            String::new()
        } else {
            self.fact(v.primary).map(|f| f.printed.clone()).unwrap_or_default()
        };
        let (title, message, expected, suggestion) = match &v.correction {
            Some(c) if misread.is_some() => self.reread(v, c, &name),
            Some(c) => self.accused(v, c, &name, relation.map(|r| r.title.as_str()), &witnesses, &follows),
            None => self.open(v, &name, relation.map(|r| r.title.as_str()), lead),
        };
        let certainty = match &v.correction {
            Some(c) if c.proven => Certainty::Proven,
            _ => Certainty::Likely,
        };
        let relation_text = relation.map_or("同一指标各处数字应当一致".to_owned(), |r| r.title.clone());
        let text = self.workings(v, lead);
        let coordinates = self.engine.coordinates(v.primary).to_string();
        let _ = instance;
        Some(Finding {
            id: identity(rule, &coordinates, &list),
            rule: rule.to_owned(),
            severity,
            certainty,
            title,
            message,
            stated,
            expected,
            suggestion,
            relation: relation_text,
            workings: text,
            evidence: list,
            basis: relation.map(|r| r.basis.clone()).unwrap_or_default(),
        })
    }

    fn workings(&self, v: &Verdict, lead: usize) -> String {
        let mut order: Vec<usize> = vec![lead];
        order.extend(v.broken.iter().copied().filter(|i| *i != lead));
        let stated = self.values(&[]);
        let changes: Vec<(usize, i128)> = match &v.correction {
            Some(c) => std::iter::once(v.primary).chain(v.also.iter().copied()).map(|p| (p, c.value)).collect(),
            None => Vec::new(),
        };
        let mended = self.values(&changes);
        let mut out: Vec<String> = Vec::new();
        for i in order.into_iter().take(3) {
            let Some(x) = self.engine.instances.get(i) else { continue };
            let text = workings(self.engine, x, &stated);
            if !out.contains(&text) {
                out.push(text);
            }
            if v.correction.is_some() && x.rule != Rule::Same {
                out.push(workings(self.engine, x, &mended));
            }
        }
        out.join("；")
    }

    /// A figure that the picture was misread for: it goes on as it should have been read.
    fn reread(&self, v: &Verdict, c: &Correction, name: &str) -> (String, String, String, Option<Suggestion>) {
        let (number, full) = self.shown(v.primary, c.value);
        let message = format!(
            "{name}{}识别为{}，按勾稽关系应读作{full}，已按{full}核对。",
            self.place(v.primary),
            self.printed(v.primary)
        );
        let suggestion = Suggestion {
            value: number,
            slip: Some(recognised::MISREAD.to_owned()),
            confidence: c.confidence,
            satisfies: v.satisfies,
        };
        (format!("已按勾稽关系更正识别：{name}"), message, full, Some(suggestion))
    }

    fn accused(
        &self,
        v: &Verdict,
        c: &Correction,
        name: &str,
        relation: Option<&str>,
        witnesses: &[usize],
        follows: &[(usize, String)],
    ) -> (String, String, String, Option<Suggestion>) {
        let (number, full) = self.shown(v.primary, c.value);
        let printed = self.printed(v.primary);
        let title = match relation {
            None => format!("{name}前后不一致"),
            Some(_) => format!("{name}与相关数字不符"),
        };
        let why = match relation {
            None => {
                let others: Vec<String> = witnesses
                    .iter()
                    .filter(|p| self.engine.coordinates(**p) == self.engine.coordinates(v.primary))
                    .take(3)
                    .map(|p| format!("{}{}", self.elsewhere(*p, v.primary), self.printed(*p)))
                    .collect();
                if others.is_empty() { "与其他各处不一致".to_owned() } else { others.join("，") }
            }
            Some(title) => format!("按“{title}”算不出这个数"),
        };
        let more = match c.satisfies(v) {
            0 | 1 => String::new(),
            n => format!("，改后有关的{n}个勾稽关系都成立"),
        };
        let slip = c
            .slip
            .map(|s| format!("，像是{}", mingzhang_model::slip_name(s).unwrap_or("数字有误")))
            .unwrap_or_default();
        let about = if c.exact { "应为" } else { "应约为" };
        let mut message = format!("{name}{}写的是{printed}，{why}；{about}{full}{slip}{more}。", self.place(v.primary));
        if !follows.is_empty() {
            let parts: Vec<String> =
                follows.iter().map(|(p, full)| format!("{}由{}改为{full}", self.name(*p), self.printed(*p))).collect();
            message.push_str(&format!("随之{}。", parts.join("，")));
        }
        let suggestion = c.exact.then(|| Suggestion {
            value: number,
            slip: c.slip.map(str::to_owned),
            confidence: c.confidence,
            satisfies: v.satisfies,
        });
        (title, message, full, suggestion)
    }

    /// Figures derived from the wrong one, each with what it becomes.
    fn follow(&self, v: &Verdict, c: &Correction) -> Vec<(usize, String)> {
        let changes: Vec<(usize, i128)> =
            std::iter::once(v.primary).chain(v.also.iter().copied()).map(|p| (p, c.value)).collect();
        let values = Corrected { prints: &self.engine.prints.all, changes: &changes, base: Some(self.corrections) };
        let mut out: Vec<(usize, String)> = Vec::new();
        for x in v.follow.iter().filter_map(|i| self.engine.instances.get(*i)).filter(|x| x.rule != Rule::Same) {
            let Some(target) = x.formula.plain.first().map(|(_, p)| *p) else { continue };
            if target == v.primary || v.also.contains(&target) || out.iter().any(|(p, _)| *p == target) {
                continue;
            }
            let (Some(solved), Some(print)) = (x.formula.solve(target, &values), self.engine.print(target)) else {
                continue;
            };
            let solved = print.round(solved);
            if solved != values.value(target) {
                out.push((target, self.shown(target, solved).1));
            }
        }
        out
    }

    fn open(
        &self,
        v: &Verdict,
        name: &str,
        relation: Option<&str>,
        lead: usize,
    ) -> (String, String, String, Option<Suggestion>) {
        let printed = self.printed(v.primary);
        let expected = v.required.map(|r| self.shown(v.primary, r).1).unwrap_or_default();
        match relation {
            None => {
                let other = self
                    .engine
                    .instances
                    .get(lead)
                    .and_then(|x| x.formula.prints().into_iter().find(|p| *p != v.primary));
                let other =
                    other.map(|p| format!("{}{}", self.elsewhere(p, v.primary), self.printed(p))).unwrap_or_default();
                (
                    format!("{name}前后不一致"),
                    format!(
                        "{name}{}写的是{printed}，{other}，两处不一致，无法断定哪一处有误，请核对。",
                        self.place(v.primary)
                    ),
                    expected,
                    None,
                )
            }
            Some(title) => {
                let text = self
                    .engine
                    .instances
                    .get(lead)
                    .map(|x| workings(self.engine, x, &self.values(&[])))
                    .unwrap_or_default();
                let residual =
                    self.engine.instances.get(lead).and_then(|x| self.residual(x)).filter(|p| *p != v.primary);
                let need = match residual {
                    Some(p) => format!("；差额与{}{}相当，可能漏计或重复计算了这一项", self.name(p), self.printed(p)),
                    None if expected.is_empty() => String::new(),
                    None => format!("；如其他数字无误，{name}应为{expected}"),
                };
                (
                    format!("“{title}”不成立"),
                    format!(
                        "{name}{}写的是{printed}，与“{title}”不符（{text}）{need}，请核对这几个数。",
                        self.place(v.primary)
                    ),
                    expected,
                    None,
                )
            }
        }
    }

    /// A rate that misses by its last place.
    pub fn tail(&self, i: usize) -> Option<Finding> {
        let x = self.engine.instances.get(i)?;
        let relation = self.engine.relation(i)?;
        let (_, rate) = *x.formula.plain.first()?;
        let print = self.engine.print(rate)?;
        let stated = self.values(&[]);
        let right = print.round(x.formula.worked(&stated)?);
        if right == print.value {
            return None;
        }
        let (number, full) = self.shown(rate, right);
        let mut list = vec![evidence(Role::Primary, self.fact(rate)?)];
        let others = x.formula.prints().into_iter().filter(|p| *p != rate);
        list.extend(others.filter_map(|p| self.fact(p)).map(|f| evidence(Role::Witness, f)));
        let name = self.name(rate);
        let coordinates = self.engine.coordinates(rate).to_string();
        Some(Finding {
            id: identity(&relation.id, &coordinates, &list),
            rule: relation.id.clone(),
            severity: Severity::Warning,
            certainty: Certainty::Proven,
            title: format!("百分比尾数：{name}"),
            message: format!(
                "{name}写的是{}，按文中数字四舍五入应为{full}，尾数差一，可能是截去了后面的位数或为凑成100%调整过。",
                self.printed(rate)
            ),
            stated: self.fact(rate)?.printed.clone(),
            expected: full,
            suggestion: Some(Suggestion {
                value: number,
                slip: Some("truncated".to_owned()),
                confidence: 80,
                satisfies: 1,
            }),
            relation: relation.title.clone(),
            workings: workings(self.engine, x, &stated),
            evidence: list,
            basis: relation.basis.clone(),
        })
    }
}

impl Correction {
    fn satisfies(&self, v: &Verdict) -> u32 {
        v.satisfies
    }
}

/// The words of coordinates for an identity.
pub(crate) fn key(a: &Coordinates, b: &Coordinates) -> String {
    format!("{a}|{b}")
}
