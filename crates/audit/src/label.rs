//! Names for coordinates and formulas, in the field's words.

use crate::bind::{Instance, Rule};
use crate::engine::Engine;
use crate::evaluate::{Part, Quotient, Values};
use crate::slip;
use mingzhang_catalog::relations::Order;
use mingzhang_catalog::subjects::Subjects;
use mingzhang_model::{Coordinates, Dimension, Unit};

/// What a figure is about, as a clerk would say it: `一般公共预算财政拨款基本支出`, `“三公”经费比上年增减额`.
pub(crate) fn label(c: &Coordinates, subjects: &Subjects) -> String {
    let word = |d: Dimension| c.get(d).word();
    let is = |d: Dimension| !c.get(d).is_whole();
    let mut out = String::new();
    if is(Dimension::Year) {
        out.push_str(word(Dimension::Year));
    }
    let (purse, nature, item) = (word(Dimension::Purse), word(Dimension::Nature), word(Dimension::Item));
    match word(Dimension::Measure) {
        "支出" => {
            let broken_down = is(Dimension::Subject) || is(Dimension::Economic);
            out.push_str(purse);
            if nature.is_empty() {
                out.push_str(match (purse.is_empty(), broken_down) {
                    (true, false) => "本年支出合计",
                    (true, true) => "本年支出",
                    _ => "支出",
                });
            } else {
                out.push_str(nature);
            }
        }
        "收入" => out.push_str(match (word(Dimension::Source), purse) {
            ("", "") => "本年收入合计",
            ("", _) => "",
            (source, _) => source,
        }),
        "三公经费" if item.is_empty() => {
            out.push_str(purse);
            out.push_str("“三公”经费");
        }
        "三公经费" => out.push_str(item),
        "车辆" if item.is_empty() => out.push_str("车辆总数"),
        "车辆" => out.push_str(item),
        measure => {
            out.push_str(purse);
            out.push_str(measure);
            out.push_str(item);
        }
    }
    if word(Dimension::Measure) == "收入" && !is(Dimension::Source) && is(Dimension::Purse) {
        out.push_str(purse);
        out.push_str("收入");
    }
    for (d, list) in [(Dimension::Subject, &subjects.functional), (Dimension::Economic, &subjects.economic)] {
        let code = word(d);
        if code.is_empty() {
            continue;
        }
        match list.get(code) {
            Some(s) => out.push_str(&format!("“{}（{code}）”", s.name)),
            None => out.push_str(&format!("“{code}”")),
        }
    }
    let measure = word(Dimension::Measure);
    if measure == "支出" && !item.is_empty() {
        out.push_str(&format!("（{item}）"));
    }
    match word(Dimension::Stage) {
        "" => {}
        "执行数" | "决算" => out.push_str(if out.ends_with("执行数") { "" } else { "执行数" }),
        stage => out.push_str(&format!("{stage}数")),
    }
    let base = match word(Dimension::Base) {
        "" => "基数",
        base => base,
    };
    match word(Dimension::Aspect) {
        "增减额" => out.push_str(&format!("比{base}增减额")),
        "增长率" => out.push_str(&format!("比{base}增减幅度")),
        "占比" => out.push_str(&format!("占{base}的比重")),
        "完成率" => out.push_str(&format!("完成{base}的比例")),
        _ => {}
    }
    out
}

fn figure(engine: &Engine<'_>, p: usize, values: &impl Values) -> String {
    let Some(print) = engine.print(p) else { return String::new() };
    let value = values.value(p);
    let step = if value == print.value { print.step } else { print.place };
    // The zeros a literal dropped are not shown in a sum.
    let shown = slip::show(value, step, print.unit);
    let shown = shown.replace('-', "−");
    if print.unit == Unit::Percent { format!("{shown}%") } else { shown }
}

fn sum(engine: &Engine<'_>, parts: &[Part], flip: bool, values: &impl Values) -> String {
    const SHOWN: usize = 7;
    let mut out = String::new();
    // Zeros say nothing in a long sum.
    let shown: Vec<&Part> = match parts.len() {
        0..=3 => parts.iter().collect(),
        _ => {
            let some = parts.iter().filter(|(_, p)| values.value(*p) != 0).count();
            // One figure alone would not look like a sum: a zero stands beside it.
            let zero = parts.iter().position(|(_, p)| values.value(*p) == 0).filter(|_| some < 2);
            let kept = |(i, (_, p)): &(usize, &Part)| values.value(*p) != 0 || Some(*i) == zero;
            parts.iter().enumerate().filter(kept).map(|(_, part)| part).collect()
        }
    };
    for (n, (sign, p)) in shown.iter().enumerate() {
        if n >= SHOWN {
            out.push_str(&format!(" + …（共{}项）", shown.len()));
            break;
        }
        let plus = (*sign > 0) != flip;
        let text = figure(engine, *p, values);
        let text = if text.starts_with('−') && (n > 0 || !plus) { format!("({text})") } else { text };
        out.push_str(match (n, plus) {
            (0, true) => "",
            (0, false) => "−",
            (_, true) => " + ",
            (_, false) => " − ",
        });
        out.push_str(&text);
    }
    if out.is_empty() { "0".to_owned() } else { out }
}

fn quotient(engine: &Engine<'_>, q: &Quotient, values: &impl Values) -> String {
    let group = |parts: &[Part]| {
        let text = sum(engine, parts, false, values);
        if parts.len() > 1 { format!("({text})") } else { text }
    };
    format!("{} ÷ {}", group(&q.above), group(&q.below))
}

/// The total of a side in the unit and place of a print.
fn total(engine: &Engine<'_>, like: usize, parts: &[Part], flip: bool, values: &impl Values) -> String {
    let (value, _) = crate::evaluate::sum(parts, values);
    let Some(print) = engine.print(like) else { return String::new() };
    let finest = parts
        .iter()
        .filter_map(|(_, p)| engine.print(*p))
        .filter(|p| p.unit == print.unit)
        .map(|p| p.step)
        .min()
        .unwrap_or(print.place)
        .min(print.place);
    slip::show(if flip { -value } else { value }, finest, print.unit).replace('-', "−")
}

/// A relation with its numbers: `5377.64 ≠ 4884.09 + 480.66 = 5364.75`.
pub(crate) fn workings(engine: &Engine<'_>, instance: &Instance, values: &impl Values) -> String {
    let f = &instance.formula;
    let holds = f.evaluate(values).holds();
    let sign = match (f.order, holds) {
        (Order::Equal, true) => "=",
        (Order::Equal, false) => "≠",
        (Order::AtMost, true) | (Order::AtLeast, false) => {
            if f.order == Order::AtMost {
                "≤"
            } else {
                "<"
            }
        }
        (Order::AtMost, false) => ">",
        (Order::AtLeast, true) => "≥",
    };
    if instance.rule == Rule::Same {
        let named = |p: usize| {
            let unit = engine.print(p).map_or("", |p| if p.unit == Unit::Percent { "" } else { p.unit.name() });
            format!("{}{unit}", figure(engine, p, values))
        };
        return match f.plain.as_slice() {
            [(_, a), (_, b)] => format!("{} {sign} {}", named(*a), named(*b)),
            [parts @ .., (_, b)] => format!("{} {sign} {}", sum(engine, parts, false, values), named(*b)),
            [] => String::new(),
        };
    }
    if let ([(_, rate)], [q]) = (f.plain.as_slice(), f.quotients.as_slice())
        && f.order == Order::Equal
    {
        let worked =
            f.worked(values).and_then(|v| engine.print(*rate).map(|p| slip::show(p.round(v), p.place, p.unit)));
        let worked = worked.unwrap_or_default().replace('-', "−");
        let text = quotient(engine, q, values);
        let stated = figure(engine, *rate, values);
        return if holds { format!("{text} = {stated}") } else { format!("{text} = {worked}% {sign} {stated}") };
    }
    if !f.quotients.is_empty() {
        let (left, right): (Vec<&Quotient>, Vec<&Quotient>) = f.quotients.iter().partition(|q| q.sign > 0);
        let side = |list: &[&Quotient]| -> String {
            let value: i128 = list
                .iter()
                .filter_map(|q| {
                    let (a, b) = (crate::evaluate::sum(&q.above, values).0, crate::evaluate::sum(&q.below, values).0);
                    (b != 0).then(|| 2 * crate::evaluate::RATE * a / b)
                })
                .sum();
            let like = list.first().and_then(|q| q.above.first()).and_then(|(_, p)| engine.print(*p));
            let shown = like.map(|p| slip::show(p.round(value), p.place, p.unit)).unwrap_or_default();
            match list {
                [one] => format!("{} = {shown}", quotient(engine, one, values)),
                many => format!("Σ({}项决算数÷完成率) = {shown}", many.len()),
            }
        };
        return format!("{} {sign} {}", side(&left), side(&right));
    }
    let (left, right) = f.plain.split_at(instance.left.min(f.plain.len()));
    let like = f.plain.first().map_or(0, |(_, p)| *p);
    let side = |parts: &[Part], flip: bool| {
        let text = sum(engine, parts, flip, values);
        if parts.len() > 1 { format!("{text} = {}", total(engine, like, parts, flip, values)) } else { text }
    };
    // Money in two units in one relation is named.
    let units: Vec<Unit> = f.prints().iter().filter_map(|p| engine.print(*p)).map(|p| p.unit).collect();
    let mixed = units.iter().any(|u| Some(u) != units.first());
    let note = if mixed { "（已按单位换算）" } else { "" };
    format!("{} {sign} {}{note}", side(left, false), side(right, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_the_fields_words() {
        let s = &mingzhang_catalog::Catalog::embedded().subjects;
        let c = Coordinates::of("支出").at(Dimension::Purse, "一般公共预算财政拨款").at(Dimension::Nature, "基本支出");
        assert_eq!(label(&c, s), "一般公共预算财政拨款基本支出");
        let c = Coordinates::of("三公经费").at(Dimension::Aspect, "增减额").at(Dimension::Base, "上年");
        assert_eq!(label(&c, s), "“三公”经费比上年增减额");
        let c = Coordinates::of("支出").at(Dimension::Subject, "2080101");
        assert_eq!(label(&c, s), "本年支出“行政运行（2080101）”");
    }
}
