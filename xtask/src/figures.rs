//! Mistakes in figures: every slip on every kind of fact, with what the relations can know of each.

use crate::slips::{Slip, tidy};
use crate::source::{Group, Mistake, Source};
use mingzhang_audit::probe::Probe;
use mingzhang_model::{Amount, Coordinates, Dimension, Fact, Figure, Origin, Quantity, Term, Unit};
use mingzhang_specimen::random::Random;
use std::collections::{BTreeMap, HashMap};

/// What kind of figure a fact is.
pub fn object(fact: &Fact) -> &'static str {
    let c = &fact.coordinates;
    let whole = |d| c.get(d).is_whole();
    let measure = c.get(Dimension::Measure);
    let code = c.get(Dimension::Subject).word().len();
    if matches!(fact.origin, Origin::Table { .. }) {
        return match measure.word() {
            "三公经费" | "机关运行经费" => "表：三公经费",
            _ if !whole(Dimension::Economic) => "表：经济科目",
            _ if whole(Dimension::Subject) => "表：合计",
            _ if code == 3 => "表：类",
            _ => "表：款和项",
        };
    }
    match (c.get(Dimension::Aspect).word(), measure.word()) {
        ("增减额", _) => "文：增减额",
        ("增长率", _) => "文：增长率",
        ("占比", _) => "文：占比",
        ("完成率", _) => "文：完成率",
        (_, "车辆" | "通用设备" | "专用设备" | "大型设备" | "公务用车保有量" | "公务用车购置数") => {
            "文：车辆和设备"
        }
        (_, m) if m.starts_with("绩效") => "文：绩效",
        _ if fact.figure.quantity() == Quantity::Count => "文：批次和人次",
        _ if !whole(Dimension::Stage) => "文：预算数",
        (_, "三公经费") => "文：三公经费",
        (_, "政府采购") => "文：政府采购",
        (_, "固定资产") => "文：资产",
        (_, "机关运行经费" | "会议费" | "培训费") => "文：机关运行等经费",
        _ if !whole(Dimension::Economic) => "文：基本支出",
        _ if !whole(Dimension::Subject) => "文：科目金额",
        _ => "文：总额",
    }
}

/// The figures of a report, by kind.
pub struct Figures<'a> {
    source: &'a Source,
    probe: &'a Probe<'a>,
    by_object: BTreeMap<&'static str, Vec<usize>>,
    by_coordinates: HashMap<Coordinates, Vec<usize>>,
    cells: HashMap<(usize, usize, usize), usize>,
}

/// The digits of a figure within its place.
struct Number {
    start: usize,
    text: String,
}

/// The number in a stretch of text: the last run of digits, points and commas.
fn number(source: &Source, [from, to]: [usize; 2]) -> Option<Number> {
    let chars = source.text.get(from..to)?;
    let digit = |c: &char| c.is_ascii_digit();
    let last = chars.iter().rposition(digit)?;
    let part = |c: &char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let first = chars.get(..=last)?.iter().rposition(|c| !part(c)).map_or(0, |i| i + 1);
    let text: String = chars.get(first..=last)?.iter().collect();
    text.starts_with(|c: char| c.is_ascii_digit()).then_some(Number { start: from + first, text })
}

impl<'a> Figures<'a> {
    /// Sorts the figures of a source.
    pub fn new(source: &'a Source, probe: &'a Probe<'a>) -> Figures<'a> {
        let mut out = Figures {
            source,
            probe,
            by_object: BTreeMap::new(),
            by_coordinates: HashMap::new(),
            cells: HashMap::new(),
        };
        for (i, fact) in source.report.facts.iter().enumerate() {
            if fact.blank {
                continue;
            }
            out.by_coordinates.entry(fact.coordinates).or_default().push(i);
            if let Origin::Table { table, row, column } = fact.origin {
                out.cells.insert((table, row, column), i);
            }
            if !fact.figure.value.is_zero()
                && let Some([a, b]) = fact.place.offset
                && source.free(a, b)
            {
                out.by_object.entry(object(fact)).or_default().push(i);
            }
        }
        out
    }

    /// A mistake of this slip on some figure, `None` if none was met that it can happen to. Changes that rounding would allow are drawn
    /// again a few times.
    pub fn draw(&self, slip: Slip, r: &mut Random) -> Option<Mistake> {
        let objects: Vec<&Vec<usize>> = self.by_object.values().collect();
        if objects.is_empty() {
            return None;
        }
        let mut best = None;
        for _ in 0..40 {
            let list = objects[r.below(objects.len())];
            let Some(m) = self.mistake(slip, list[r.below(list.len())], r) else { continue };
            if m.group != Group::Hidden {
                return Some(m);
            }
            best = Some(m);
        }
        best
    }

    /// A slip of the digits of a figure that was not understood.
    pub fn unread(&self, slip: Slip, r: &mut Random) -> Option<Mistake> {
        let seen: Vec<[usize; 2]> = self
            .source
            .report
            .figures
            .iter()
            .filter(|f| f.fact.is_none())
            .filter_map(|f| f.place.offset)
            .filter(|[a, b]| self.source.free(*a, *b))
            .collect();
        let place = seen.get(r.below(seen.len()))?;
        let n = number(self.source, *place)?;
        let put = slip.digits(&n.text, r.below(1000))?;
        Some(Mistake {
            kind: slip.name(),
            object: "未读懂的数",
            group: Group::Alone,
            start: n.start,
            end: n.start + n.text.chars().count(),
            put,
            right: n.text.replace(',', ""),
            hint: String::new(),
        })
    }

    fn mistake(&self, slip: Slip, i: usize, r: &mut Random) -> Option<Mistake> {
        let fact = self.source.report.facts.get(i)?;
        let n = number(self.source, fact.place.offset?)?;
        let (start, end) = (n.start, n.start + n.text.chars().count());
        let own = fact.figure;
        let table = matches!(fact.origin, Origin::Table { .. });
        let sign = if own.value.0 < 0 { -1 } else { 1 };
        let mut m = Mistake {
            kind: slip.name(),
            object: object(fact),
            group: Group::Hidden,
            start,
            end,
            put: String::new(),
            right: n.text.replace(',', ""),
            hint: String::new(),
        };
        let figure = match slip {
            Slip::Unit => {
                let (there, put, unit) = match (self.source.slice(end, end + 2).as_str(), own.unit) {
                    ("万元", Unit::WanYuan) => ("万元", "元", Unit::Yuan),
                    (t, Unit::Yuan) if t.starts_with('元') => ("元", "万元", Unit::WanYuan),
                    _ => return None,
                };
                m.end = end + there.chars().count();
                m.put = format!("{}{put}", n.text);
                Figure::parse(&m.right, unit)?
            }
            Slip::Sign => {
                let (word, put, at) = self.direction(start)?;
                (m.start, m.end, m.put, m.right) = (at, at + word.chars().count(), put.to_owned(), word.to_owned());
                Figure::new(-own.value, own.step, own.unit)
            }
            _ => {
                m.put = match slip {
                    Slip::Row | Slip::Column | Slip::Prior | Slip::Other | Slip::Neighbour => {
                        tidy(&n.text, self.borrowed(slip, i, fact, r)?)?
                    }
                    _ => slip.digits(&n.text, r.below(1000))?,
                };
                let put = Figure::parse(&m.put, own.unit)?;
                let step = if table { own.step } else { put.step };
                Figure::new(put.value, step, own.unit)
            }
        };
        let figure =
            if slip == Slip::Sign { figure } else { Figure { value: Amount(sign * figure.value.0), ..figure } };
        m.group = match (self.probe.witnesses(i), self.probe.contradictions(i, figure)) {
            (0, _) => Group::Alone,
            (_, 0) => Group::Hidden,
            (_, 1) => Group::Once,
            _ => Group::Twice,
        };
        Some(m)
    }

    /// The word of direction right before a number.
    fn direction(&self, start: usize) -> Option<(&'static str, &'static str, usize)> {
        const WORDS: [(&str, &str); 6] = [
            ("增加", "减少"),
            ("减少", "增加"),
            ("增长", "下降"),
            ("下降", "增长"),
            ("上升", "下降"),
            ("降低", "上升"),
        ];
        let at = start.checked_sub(2)?;
        let before = self.source.slice(at, start);
        WORDS.iter().find(|(w, _)| *w == before).map(|(w, put)| (*w, *put, at))
    }

    /// The number of another figure, in this one's unit and places.
    fn borrowed(&self, slip: Slip, i: usize, fact: &Fact, r: &mut Random) -> Option<String> {
        let facts = &self.source.report.facts;
        let like = |f: &&Fact| f.figure.quantity() == fact.figure.quantity() && !f.figure.value.is_zero();
        let show = |v: Amount| Figure::show(Amount(v.0.abs()), fact.figure.unit, fact.figure.decimals());
        let c = fact.coordinates;
        let value = match (slip, fact.origin) {
            (Slip::Row | Slip::Column, Origin::Table { table, row, column }) => {
                let steps: [isize; 4] = if r.chance(50) { [-1, 1, -2, 2] } else { [1, -1, 2, -2] };
                let near = steps.iter().filter_map(|s| {
                    let at = if slip == Slip::Row {
                        (table, row.checked_add_signed(*s)?, column)
                    } else {
                        (table, row, column.checked_add_signed(*s)?)
                    };
                    facts.get(*self.cells.get(&at)?)
                });
                near.filter(like).map(|f| f.figure.value).find(|v| *v != fact.figure.value)?
            }
            (Slip::Prior, _) if c.get(Dimension::Aspect).is_whole() => {
                let base = if c.get(Dimension::Stage).is_whole() { "上年" } else { return None };
                let at = c.with(Dimension::Aspect, Term::new("增减额")).with(Dimension::Base, Term::new(base));
                let change = facts.get(*self.by_coordinates.get(&at)?.first()?)?;
                fact.figure.value - change.figure.value
            }
            (Slip::Other, _) => {
                const NEAR: [Dimension; 4] = [Dimension::Purse, Dimension::Nature, Dimension::Stage, Dimension::Source];
                let d = NEAR[r.below(NEAR.len())];
                let same = |f: &&Fact| f.coordinates != c && f.coordinates.with(d, c.get(d)) == c;
                facts.iter().filter(like).filter(same).map(|f| f.figure.value).find(|v| *v != fact.figure.value)?
            }
            (Slip::Neighbour, Origin::Narrative { block, .. }) => {
                let before = facts.get(..i)?.iter().rev().take(6);
                before
                    .filter(like)
                    .find(|f| {
                        matches!(f.origin, Origin::Narrative { block: b, .. } if b == block)
                            && f.figure.value != fact.figure.value
                    })?
                    .figure
                    .value
            }
            _ => return None,
        };
        (!value.is_zero()).then(|| show(value))
    }
}
