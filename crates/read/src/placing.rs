//! The coordinates of one figure, from its gap and what was spoken of before it.

use crate::figures::Found;
use crate::gap::{Aspect, place};
use crate::items::Head;
use crate::narrative::Reader;
use crate::rows::class_code;
use crate::stretch::{Figured, State, Stretch};
use mingzhang_model::{Amount, Coordinates, Dimension, Figure, Origin, Quantity, SubjectItem, Term, Unit};

impl Reader<'_> {
    /// The coordinates and the signed figure of a found figure, or why the words leave doubt.
    pub(crate) fn fact(
        &self,
        figured: &Figured<'_>,
        stretch: &Stretch<'_>,
        state: &mut State,
    ) -> Result<(Coordinates, Figure), String> {
        let residue = figured.gap.residue.clone();
        self.place(figured, stretch, state).ok_or_else(|| match residue.as_str() {
            "" => "不知道说的是什么".to_owned(),
            words => format!("不认识“{words}”"),
        })
    }

    fn place(&self, figured: &Figured<'_>, stretch: &Stretch<'_>, state: &mut State) -> Option<(Coordinates, Figure)> {
        let Figured { found: f, ref gap, rate, bare, ended } = *figured;
        let (topic, base, item) = (stretch.topic, stretch.base, self.item.is_some());
        if state.foreign {
            state.current = None;
            return None;
        }
        // 甲100万元，其中：乙…、丙…。比上年增加…: after the list nobody can tell of whom.
        if ended && gap.label.is_none() && state.head.is_some() {
            state.current = None;
            state.head = None;
            state.base = None;
        }
        let figure = self.normal(f, rate);
        let completes = state.completes.take();
        // 提高2.3个百分点: the difference of two rates, no rate of growth.
        if f.unit == "个百分点" || (f.negative && !matches!(gap.aspect, Aspect::Change(_))) {
            return None;
        }
        if gap.opens_list && state.current.is_some() && state.head.is_none() {
            state.head = state.current;
        }
        if !gap.residue.is_empty() {
            if gap.aspect == Aspect::Amount || gap.label.is_some() {
                state.current = None;
                state.lost = true;
                state.part = gap.part;
            }
            return None;
        }
        let lexicon = &self.catalog.narrative;
        let first = state.facts.is_empty();
        let counts = |c: Coordinates| lexicon.counts.iter().any(|m| m == c.get(Dimension::Measure).word());
        if let Some(label) = &gap.label {
            if !label.anew && state.lost {
                return None;
            }
            state.lost = false;
            // 轿车0辆、金额0万元，越野车0辆: what is counted goes on after the money.
            let counting = f.figure.quantity() == Quantity::Count;
            let current = state.current.map(|c| if counting && !counts(c) { state.counted.unwrap_or(c) } else { c });
            let start = if label.anew { base } else { current.unwrap_or(base) };
            let start = start.with(Dimension::Item, base.get(Dimension::Item));
            state.current = Some(label.means.over(start));
            state.base = None;
        }
        match gap.aspect {
            Aspect::Amount => {
                if rate {
                    let (current, against) = (state.current?, completes.filter(|_| gap.label.is_none())?);
                    return Some((current.at(Dimension::Aspect, "完成率").with(Dimension::Base, against), figure));
                }
                let mut coordinates = match (&gap.label, state.current) {
                    (Some(_), Some(c)) => c,
                    (None, Some(c)) => {
                        let unit = if f.unit.contains('人') {
                            "人"
                        } else if figure.quantity() == Quantity::Money {
                            "元"
                        } else {
                            ""
                        };
                        let follow =
                            lexicon.follow.iter().find(|(m, u, _)| m == c.get(Dimension::Measure).word() && u == unit);
                        match follow {
                            Some((_, _, means)) => means.over(base.with(Dimension::Item, c.get(Dimension::Item))),
                            None if gap.stage.is_some() || bare => c,
                            None => return None,
                        }
                    }
                    (None, None) if gap.stage.is_some() && (item || (first && topic.total)) => base,
                    (None, None) => return None,
                    (Some(_), None) => return None,
                };
                if counts(coordinates) != (figure.quantity() == Quantity::Count) {
                    state.current = None;
                    return None;
                }
                if counts(coordinates)
                    && f.unit.contains('人')
                    && coordinates.get(Dimension::Measure).word().ends_with("批次")
                {
                    return None;
                }
                if state.buying && !coordinates.get(Dimension::Measure).word().ends_with("购置数") {
                    state.current = None;
                    return None;
                }
                state.current = Some(coordinates);
                if gap.completes {
                    state.completes = gap.stage.map(|(stage, _)| stage);
                }
                if gap.base.is_some() {
                    state.base = gap.base;
                }
                coordinates = place(gap, coordinates);
                Some((coordinates, figure))
            }
            Aspect::Change(sign) => {
                let current = state.current?;
                let sign = sign?;
                if gap.base.is_some() {
                    state.base = gap.base;
                }
                let against = state.base.unwrap_or_else(|| Term::new("上年"));
                state.base = Some(against);
                let aspect = if rate { "增长率" } else { "增减额" };
                if !rate && counts(current) != (figure.quantity() == Quantity::Count) {
                    return None;
                }
                let value = if (sign < 0) == f.negative { figure.value } else { -figure.value };
                Some((current.at(Dimension::Aspect, aspect).with(Dimension::Base, against), Figure { value, ..figure }))
            }
            Aspect::Share => {
                let current = state.current?;
                let base =
                    gap.base.or_else(|| (!topic.share.is_empty()).then(|| Term::new(&topic.share))).or_else(|| {
                        state
                            .head
                            .and_then(|h| lexicon.shares.iter().find(|s| s.whole == h))
                            .map(|s| Term::new(&s.base))
                    })?;
                if lexicon.shares.iter().any(|s| Term::new(&s.base) == base && s.whole == current) {
                    return None;
                }
                Some((current.at(Dimension::Aspect, "占比").with(Dimension::Base, base), figure))
            }
            Aspect::Completion => {
                let current = state.current?;
                let said = gap.base?;
                let stages: Vec<Term> = state
                    .facts
                    .iter()
                    .filter_map(|i| self.report.facts.get(*i))
                    .filter(|x| {
                        x.coordinates.with(Dimension::Stage, Term::WHOLE) == current
                            && !x.coordinates.get(Dimension::Stage).is_whole()
                    })
                    .map(|x| x.coordinates.get(Dimension::Stage))
                    .collect();
                let against = if said.word() == "预算" && !stages.contains(&said) {
                    match stages.as_slice() {
                        [one] => *one,
                        _ => said,
                    }
                } else {
                    said
                };
                Some((current.at(Dimension::Aspect, "完成率").with(Dimension::Base, against), figure))
            }
        }
    }

    /// The figure with the step of the report's text and, where no unit was printed, the unit its place asks for.
    pub(crate) fn normal(&self, f: &Found, rate: bool) -> Figure {
        let mut figure = f.figure;
        if f.unit.is_empty() && rate {
            let number = figure.number();
            figure = Figure::parse(&number, Unit::Percent).unwrap_or(figure);
        }
        if figure.unit == Unit::WanYuan && figure.step > self.step && self.step.0 > 1 {
            figure.step = self.step;
        }
        figure
    }

    /// An item the catalog does not know is the table's row of the same 类 whose amount it states and no other item names.
    pub(crate) fn resolve_by_value(&self, item: &mut SubjectItem, head: &Head, to: usize, found: &[Found]) {
        if item.code.is_some() {
            return;
        }
        let class = class_code(self.catalog, &item.names[0]);
        let amounts: Vec<Amount> = found
            .iter()
            .filter(|f| f.start >= head.name.1 && f.end <= to && f.figure.quantity() == Quantity::Money)
            .map(|f| f.figure.value)
            .collect();
        let named = |code: &str| self.report.items.iter().any(|i| i.code.as_deref() == Some(code));
        let mut fitting: Vec<&str> = self
            .report
            .facts
            .iter()
            .filter(|f| {
                matches!(f.origin, Origin::Table { .. })
                    && f.coordinates.get(Dimension::Measure).word() == "支出"
                    && !f.figure.value.is_zero()
            })
            .filter(|f| amounts.contains(&f.figure.value))
            .map(|f| f.coordinates.get(Dimension::Subject).word())
            .filter(|c| c.len() == 7 && class.as_ref().is_none_or(|k| c.starts_with(k.as_str())) && !named(c))
            .collect();
        fitting.sort_unstable();
        fitting.dedup();
        item.code = match fitting.as_slice() {
            [one] => Some((*one).to_owned()),
            _ => None,
        };
    }
}
