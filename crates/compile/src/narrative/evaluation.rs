//! What a template may ask of performance forms and evaluation reports.

use super::{Number, World, lines};
use crate::book::{Filled, Row};
use crate::gap::Gap;
use crate::numbers;
use crate::performance::Evaluated;
use crate::projects::Stage;
use mingzhang_model::{Amount, Coordinates};
use mingzhang_performance::Fraction;
use minijinja::Environment;
use minijinja::value::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Forms, what follows from them, and their charts.
pub(super) fn performance(env: &mut Environment<'_>, world: &Arc<World>) {
    env.add_function("绩效表", |which: &str| format!("\n[绩效表 {which}]\n"));
    let w = world.clone();
    env.add_function("绩效图", move |name: &str, caption: &str| {
        let Some(chart) = w.forms.chart(name, caption) else { return String::new() };
        let mut made = w.made();
        made.charts.push(chart);
        format!("\n[图 {}]\n", made.charts.len() - 1)
    });
    let w = world.clone();
    env.add_function("自评项目", move || {
        Value::from(w.forms.projects.iter().map(|e| evaluated(&w, e)).collect::<Vec<Value>>())
    });
    let w = world.clone();
    // Numbers of the evaluated projects of a kind, or of all.
    env.add_function("汇总", move |kind: &str| {
        let mine = |e: &&Evaluated| kind.is_empty() || e.project.kind.text() == kind;
        summary(&w.forms.projects.iter().filter(mine).collect::<Vec<_>>())
    });
    let w = world.clone();
    env.add_function("整体自评", move || w.forms.whole.as_ref().map(|e| evaluated(&w, e)));
}

/// Evaluation reports: words and scores by report and part.
pub(super) fn reports(env: &mut Environment<'_>, world: &Arc<World>) {
    const WORDS: &str = "评价报告";
    const ITEMS: &str = "评价指标";
    fn is(row: &Row, key: &str, value: &str) -> bool {
        row.texts.get(key).is_some_and(|t| t.value.trim() == value)
    }
    let of = |w: &World, sheet: &str, report: &str, part: &str| -> Vec<Row> {
        let mine = |r: &&Row| is(r, "报告", report) && (part.is_empty() || is(r, "部分", part));
        w.book.list(sheet).iter().filter(mine).cloned().collect()
    };
    let said = move |w: &World, report: &str, part: &str| -> Vec<String> {
        let rows = of(w, WORDS, report, part);
        rows.iter().filter_map(|r| r.texts.get("内容")).flat_map(|t| lines(w, t)).collect()
    };
    let w = world.clone();
    env.add_function("有报告", move |report: &str| {
        !of(&w, WORDS, report, "").is_empty() || !of(&w, ITEMS, report, "").is_empty()
    });
    let w = world.clone();
    env.add_function("评价文字", move |report: &str, part: &str| Value::from(said(&w, report, part)));
    let w = world.clone();
    env.add_function("须评", move |report: &str, part: &str| {
        let found = said(&w, report, part);
        if !found.is_empty() {
            return Value::from(found);
        }
        let what = format!("“{report}”绩效评价报告的“{part}”");
        let mut made = w.made();
        if !made.gaps.iter().any(|g| g.what == what) {
            let known = [("报告", report), ("部分", part)].map(|(k, v)| (k.to_owned(), v.to_owned()));
            let row = Some((WORDS.to_owned(), known.to_vec()));
            let (name, about) = ("内容".to_owned(), Coordinates::default());
            made.gaps.push(Gap { what: what.clone(), name, about, source: None, row, unit: String::new() });
        }
        Value::from(if w.draft { vec![format!("【待补充：{what}】")] } else { Vec::new() })
    });
    let w = world.clone();
    env.add_function("评价指标", move |report: &str, part: &str| {
        let item = |row: &Row| {
            let said = |t: &Filled<String>| {
                let plain = t.value.replace('\n', "");
                w.marked(plain.trim().trim_end_matches('。'), t.source.as_ref())
            };
            let texts = row.texts.iter().map(|(k, t)| (k.clone(), Value::from(said(t))));
            let points = row.amounts.iter().map(|(k, a)| {
                (k.clone(), Value::from(w.marked(&crate::performance::plain(a.value), a.source.as_ref())))
            });
            Value::from(texts.chain(points).collect::<BTreeMap<String, Value>>())
        };
        Value::from(of(&w, ITEMS, report, part).iter().map(item).collect::<Vec<Value>>())
    });
    let w = world.clone();
    env.add_function("评价得分", move |report: &str| {
        let rows = of(&w, ITEMS, report, "");
        let sum = |key: &str| rows.iter().filter_map(|r| r.amounts.get(key)).fold(Amount::ZERO, |s, a| s + a.value);
        let (full, score) = (sum("分值"), sum("得分"));
        (!rows.is_empty()).then(|| {
            Value::from(BTreeMap::from([
                ("满分", crate::performance::plain(full)),
                ("得分", crate::performance::plain(score)),
                ("等级", w.forms.grade(score, full).unwrap_or_default().to_owned()),
            ]))
        })
    });
}

fn summary(list: &[&Evaluated]) -> Value {
    let sum =
        |of: &dyn Fn(&Evaluated) -> Option<Amount>| list.iter().filter_map(|e| of(e)).fold(Amount::ZERO, |s, v| s + v);
    let budget = sum(&|e| e.project.budget());
    let spent = sum(&|e| e.project.total(Stage::Executed));
    let amount = |value| Value::from_object(Number { value, source: None });
    let mut grades: Vec<(&str, usize)> = Vec::new();
    for grade in list.iter().filter_map(|e| e.scored.total.should_grade.as_deref()) {
        match grades.iter_mut().find(|(g, _)| *g == grade) {
            Some((_, n)) => *n += 1,
            None => grades.push((grade, 1)),
        }
    }
    let told =
        |(name, n): (&str, usize)| Value::from(BTreeMap::from([("名称", Value::from(name)), ("个数", Value::from(n))]));
    Value::from(BTreeMap::from([
        ("个数", Value::from(list.len())),
        ("预算", amount(budget)),
        ("执行", amount(spent)),
        ("进度", Value::from(numbers::rate(spent, budget).unwrap_or_default())),
        ("结余多", Value::from(list.iter().filter(|e| e.has_surplus()).count())),
        ("平均", Value::from(average(list).unwrap_or_default())),
        ("等级", Value::from(grades.into_iter().map(told).collect::<Vec<Value>>())),
    ]))
}

/// The average of the scores, with two decimals.
pub(crate) fn average(list: &[&Evaluated]) -> Option<String> {
    let mut sum = Some(Fraction::ZERO);
    for e in list {
        sum = sum.zip(e.scored.total.should).and_then(|(s, t)| s.plus(t));
    }
    Some(sum?.over(Fraction::whole(i64::try_from(list.len()).ok()?))?.fixed(2))
}

/// An evaluated project in a template.
fn evaluated(w: &World, e: &Evaluated) -> Value {
    let p = &e.project;
    let said =
        |entry: &crate::projects::Entry<String>| Value::from(w.marked(entry.text().trim(), entry.source.as_ref()));
    let money = |stage| Value::from_object(Number { value: p.total(stage).unwrap_or(Amount::ZERO), source: None });
    let budget = p.budget().unwrap_or(Amount::ZERO);
    let spent = p.total(Stage::Executed).unwrap_or(Amount::ZERO);
    let met: Vec<bool> = e.scored.indicators.iter().filter_map(|i| i.situation.is_met()).collect();
    let total = e.scored.total.should;
    let show = |v: Option<Fraction>| Value::from(v.map_or_else(String::new, |v| v.to_string()));
    let part = |v: Option<&str>| Value::from(v.unwrap_or_default());
    Value::from(BTreeMap::from([
        ("名称", said(&p.name)),
        ("编码", said(&p.code)),
        ("类型", said(&p.kind)),
        ("单位", said(&p.unit)),
        ("目标", said(&p.goal)),
        ("完成", said(&p.achieved)),
        ("结论", said(&p.conclusion)),
        ("问题", said(&p.problems)),
        ("措施", said(&p.measures)),
        ("年初预算", money(Stage::Initial)),
        ("预算", Value::from_object(Number { value: budget, source: None })),
        ("执行", money(Stage::Executed)),
        ("结余", Value::from_object(Number { value: budget - spent, source: None })),
        ("执行率", Value::from(numbers::rate(spent, budget).unwrap_or_default())),
        ("结余多", Value::from(e.has_surplus())),
        ("得分", show(total)),
        ("等级", part(e.scored.total.should_grade.as_deref())),
        ("指标数", Value::from(met.len())),
        ("完成数", Value::from(met.iter().filter(|m| **m).count())),
    ]))
}
