//! One mistake in one cell of a form that is right: found, and at which place.

use super::{Made, Options, fields, is_around, of_forms, read};
use mingzhang_catalog::Catalog;
use mingzhang_model::performance::{FormCell, FundRow, PerformanceForm};
use mingzhang_model::{Finding, Place};
use mingzhang_performance::{Measure, Verdict, score};
use mingzhang_specimen::random::Random;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::process::ExitCode;

/// Kinds of mistakes.
const KINDS: [&str; 14] = [
    "指标得分",
    "指标权重",
    "完成值",
    "指标值",
    "度量单位",
    "指标性质",
    "执行率",
    "执行数",
    "调整后预算数",
    "年初预算",
    "执行得分",
    "合计得分",
    "合计权重",
    "结论得分",
];

/// Units that count something else, whatever stands there.
const UNITS: [&str; 6] = ["%", "万元", "人次", "天", "台", "元"];

/// What became of a mistake.
#[derive(Clone, Debug, Default)]
struct Tally {
    count: usize,
    /// No rule can tell it from what is right: the score is what the new values give.
    hidden: usize,
    found: usize,
    /// Not told to be wrong, but asked about.
    asked: usize,
    /// The first place told is the cell.
    first: usize,
    /// Some place told is the cell.
    any: usize,
    /// Those not told to be wrong.
    missed: Vec<String>,
}

impl Tally {
    fn add(&mut self, t: &Tally) {
        self.count += t.count;
        self.hidden += t.hidden;
        self.found += t.found;
        self.asked += t.asked;
        self.first += t.first;
        self.any += t.any;
        self.missed.extend(t.missed.iter().cloned());
    }

    /// Mistakes that something in the form speaks against.
    fn seen(&self) -> usize {
        self.count - self.hidden
    }

    fn row(&self, name: &str) -> String {
        let of = |part: usize| percent(part, self.seen());
        let (found, asked) = (of(self.found), of(self.found + self.asked));
        format!(
            "| {name} | {} | {} | {found} | {asked} | {} | {} |",
            self.count,
            self.hidden,
            of(self.first),
            of(self.any)
        )
    }
}

/// A decimal with one digit changed.
fn slip(text: &str, r: &mut Random) -> Option<String> {
    let digits: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
    let at = *digits.get(r.below(digits.len()))?;
    let old = text.as_bytes().get(at)? - b'0';
    let new = (old + 1 + u8::try_from(r.below(9)).ok()?) % 10;
    let put = format!("{}{new}{}", text.get(..at)?, text.get(at + 1..)?);
    // A whole number does not begin with nothing.
    let whole = put.trim_start_matches(|c: char| !c.is_ascii_digit()).split('.').next().unwrap_or("");
    (!(whole.len() > 1 && whole.starts_with('0'))).then_some(put)
}

/// Puts a mistake into a form; the name of the field, what stood and what stands there.
fn apply(form: &mut PerformanceForm, kind: &str, r: &mut Random) -> Option<(String, String, String)> {
    let n = form.indicators.len();
    let k = r.below(n.max(1));
    let put = |name: String, cell: &mut FormCell, text: String| {
        let old = std::mem::replace(&mut cell.text, text.clone());
        (old != text).then_some((name, old, text))
    };
    match kind {
        "指标得分" | "指标权重" | "完成值" | "指标值" | "度量单位" | "指标性质" => {
            let i = form.indicators.get_mut(k)?;
            let (name, cell) = match kind {
                "指标得分" => ("得分", i.score.as_mut()?),
                "指标权重" => ("权重", i.weight.as_mut()?),
                "完成值" => ("完成值", i.actual.as_mut()?),
                "指标值" => ("指标值", &mut i.target),
                "度量单位" => ("单位", i.unit.as_mut()?),
                _ => ("性质", i.comparator.as_mut()?),
            };
            let text = match kind {
                "度量单位" => {
                    let known = cell.text.clone();
                    // An indicator by grade has no unit to be mistaken.
                    let words = &Catalog::embedded().scoring.words;
                    // 天 for 工作日 is no mistake.
                    let same = |u: &str| Measure::parse(words, u) == Measure::parse(words, &known);
                    let others: Vec<&str> = UNITS.into_iter().filter(|u| !same(u)).collect();
                    (!known.is_empty()).then(|| others[r.below(others.len())])?.to_owned()
                }
                "指标性质" => match cell.text.as_str() {
                    "≥" | "＞" => "≤".to_owned(),
                    "≤" | "＜" => "≥".to_owned(),
                    "＝" => "＜".to_owned(),
                    _ => "≥".to_owned(),
                },
                _ => slip(&cell.text, r)?,
            };
            put(format!("指标{k} {name}"), cell, text)
        }
        "执行率" | "执行数" | "调整后预算数" | "年初预算" => {
            let rows: Vec<usize> = (0..form.funds.len()).collect();
            let f = form.funds.get_mut(rows[r.below(rows.len().min(2))])?;
            let label = f.label.text.clone();
            let (name, cell) = match kind {
                "执行率" => ("执行率", f.rate.as_mut()?),
                "执行数" => ("执行数", f.executed.as_mut()?),
                "调整后预算数" => ("调整后预算", f.adjusted.as_mut()?),
                _ => ("年初预算", f.initial.as_mut()?),
            };
            let text = slip(&cell.text, r)?;
            put(format!("资金 {label} {name}"), cell, text)
        }
        "执行得分" => {
            let f = form.funds.first_mut()?;
            let label = f.label.text.clone();
            let cell = f.score.as_mut()?;
            let text = slip(&cell.text, r)?;
            put(format!("资金 {label} 得分"), cell, text)
        }
        "合计得分" | "合计权重" => {
            let t = form.total.as_mut()?;
            let cell = if kind == "合计得分" { &mut t.score } else { &mut t.weight };
            let text = slip(&cell.text, r)?;
            put(kind.to_owned(), cell, text)
        }
        _ => {
            let text = slip(&form.conclusion.text, r)?;
            put("评价结论".to_owned(), &mut form.conclusion, text)
        }
    }
}

fn decimal(cell: Option<&FormCell>) -> Option<f64> {
    cell?.text.trim_end_matches('%').parse().ok()
}

/// True if no printed figure of the form speaks against an amount: neither a sum nor a rate, beyond the rounding.
fn fits(form: &PerformanceForm, get: fn(&FundRow) -> Option<&FormCell>) -> bool {
    const STEP: f64 = 0.01;
    let whole = |f: &&FundRow| f.label.text.contains("总额");
    let parts: Vec<f64> = form.funds.iter().filter(|f| !whole(f)).filter_map(|f| decimal(get(f))).collect();
    let total = form.funds.iter().find(whole).and_then(|f| decimal(get(f)));
    let count = parts.iter().filter(|p| **p != 0.0).count();
    let adds_up = match total {
        // Half a step for every addend, rounded to whole steps.
        Some(total) if parts.len() > 1 => (parts.iter().sum::<f64>() - total).abs() < STEP * ((count / 2) as f64 + 0.5),
        _ => true,
    };
    let rated = form.funds.iter().all(|f| {
        let values = (decimal(f.adjusted.as_ref()), decimal(f.executed.as_ref()), decimal(f.rate.as_ref()));
        let (Some(budget), Some(spent), Some(rate)) = values else { return true };
        let least = (spent - STEP / 2.0) / (budget + STEP / 2.0) * 100.0;
        let most = (spent + STEP / 2.0) / (budget - STEP / 2.0) * 100.0;
        budget <= 0.0 || rate + STEP / 2.0 >= least && rate - STEP / 2.0 <= most
    });
    adds_up && rated
}

/// 12月31日前 as month and day.
fn day(text: &str) -> Option<(u32, u32)> {
    let (month, rest) = text.split_once('月')?;
    Some((month.parse().ok()?, rest.split_once('日')?.0.parse().ok()?))
}

/// True if nothing in the form speaks against the mistake.
fn hidden(before: &PerformanceForm, after: &PerformanceForm, kind: &str) -> bool {
    match kind {
        "执行数" => return fits(after, |f| f.executed.as_ref()),
        "执行率" => return fits(after, |_| None),
        "年初预算" => return fits(after, |f| f.initial.as_ref()),
        "调整后预算数" => return fits(after, |f| f.adjusted.as_ref()),
        // Weights without a total make up the whole, or the whole without the execution.
        "指标权重" if after.total.is_none() => {
            let sum: f64 = after.indicators.iter().filter_map(|i| decimal(i.weight.as_ref())).sum();
            return (sum - 100.0).abs() < 0.001 || (sum - 90.0).abs() < 0.001;
        }
        _ => {}
    }
    if !matches!(kind, "完成值" | "指标值" | "指标性质") {
        return false;
    }
    let scoring = &Catalog::embedded().scoring;
    let Some(rules) = scoring.of("sichuan-final") else { return false };
    let told = |f: &PerformanceForm| {
        let s = score(f, rules, &scoring.words);
        let row = |i: &mingzhang_performance::IndicatorScore| {
            (i.row.verdict.is_accepted(), i.row.verdict == Verdict::Differs, i.situation.is_met(), i.notes.clone())
        };
        s.indicators.iter().map(row).collect::<Vec<_>>()
    };
    // A day that exists and is not after the target.
    let early = |f: &PerformanceForm| {
        f.indicators.iter().all(|i| match (day(&i.target.text), i.actual.as_ref().and_then(|a| day(&a.text))) {
            (Some(target), Some(done)) => done <= target && (1..=31).contains(&done.1) && done.0 <= 12,
            _ => true,
        })
    };
    let moved = before
        .indicators
        .iter()
        .zip(&after.indicators)
        .any(|(b, a)| b.actual != a.actual && day(&b.target.text).is_some());
    told(before) == told(after) || moved && early(after)
}

fn meets(a: &Place, b: &Place) -> bool {
    match (a.offset, b.offset) {
        (Some(a), Some(b)) => a[0] < b[1].max(b[0] + 1) && b[0] < a[1].max(a[0] + 1),
        _ => false,
    }
}

fn findings(made: &Made) -> (Vec<Finding>, mingzhang_model::Disclosure) {
    let back = read(mingzhang_write::document(&made.publication()).0);
    let mut found = mingzhang_audit::audit(&back, Catalog::embedded()).findings;
    found.retain(|f| !is_around(f));
    (found, back)
}

/// The mistakes of a seed.
fn one(seed: u64, layout: Option<&str>) -> Vec<(&'static str, &'static str, Tally)> {
    let Ok(made) = Made::new(seed, layout) else { return Vec::new() };
    let (clean, _) = findings(&made);
    let known: Vec<(&str, &str)> = clean.iter().map(|f| (f.rule.as_str(), f.message.as_str())).collect();
    let mut out = Vec::new();
    let mut r = Random::new(seed ^ 0x3307);
    for kind in KINDS {
        let mut wrong = Made { layout: made.layout, shape: made.shape.clone(), forms: made.forms.clone() };
        let n = r.below(wrong.forms.len());
        let Some((field, old, new)) = wrong.forms.get_mut(n).and_then(|f| apply(f, kind, &mut r)) else { continue };
        let mut tally = Tally { count: 1, ..Tally::default() };
        let (found, back) = findings(&wrong);
        let fresh: Vec<&Finding> =
            found.iter().filter(|f| !known.contains(&(f.rule.as_str(), f.message.as_str()))).collect();
        let cell = back
            .forms
            .get(n)
            .and_then(|f| fields(f).into_iter().find(|(name, _)| *name == field))
            .map(|(_, c)| c.place);
        let at = |f: &&&Finding, first: bool| {
            let mut places = f.evidence.iter().take(if first { 1 } else { usize::MAX });
            places.any(|e| cell.as_ref().is_some_and(|c| meets(&e.place, c)))
        };
        tally.found = usize::from(fresh.iter().any(|f| of_forms(f)));
        // An amount within the rounding may be asked about, but nothing speaks against it.
        let amount = matches!(kind, "年初预算" | "调整后预算数" | "执行数" | "执行率");
        if tally.found == 0 && amount && hidden(&made.forms[n], &wrong.forms[n], kind) {
            tally.hidden = 1;
            out.push((kind, made.layout, tally));
            continue;
        }
        tally.asked = usize::from(!fresh.is_empty() && tally.found == 0);
        tally.first = usize::from(fresh.iter().any(|f| at(&f, true)));
        tally.any = usize::from(fresh.iter().any(|f| at(&f, false)));
        let line = format!("{seed} {} 第{n}张 {field}：{old} → {new}", made.layout);
        if fresh.is_empty() {
            if hidden(&made.forms[n], &wrong.forms[n], kind) {
                tally.hidden = 1;
            } else {
                tally.missed.push(line);
            }
        } else if tally.found == 0 {
            tally.missed.push(format!("{line}（只询问：{}）", fresh[0].title));
        }
        out.push((kind, made.layout, tally));
    }
    out
}

fn percent(part: usize, whole: usize) -> String {
    if whole == 0 { "—".to_owned() } else { format!("{:.1}%", part as f64 * 100.0 / whole as f64) }
}

type Sums = BTreeMap<&'static str, Tally>;

/// The mistakes of some seeds, by kind and by layout.
fn sample(seeds: std::ops::Range<u64>, layout: Option<&str>) -> (Sums, Sums) {
    let all: Vec<_> = seeds.into_par_iter().flat_map_iter(|s| one(s, layout)).collect();
    let (mut kinds, mut layouts) = (Sums::new(), Sums::new());
    for (kind, layout, tally) in all {
        kinds.entry(kind).or_default().add(&tally);
        layouts.entry(layout).or_default().add(&tally);
    }
    (kinds, layouts)
}

/// Runs the bench and prints its tables.
pub fn run(options: &Options) -> ExitCode {
    let (kinds, layouts) = sample(options.seed..options.seed + options.count, options.layout.as_deref());
    let head = "个数 | 看不出的 | 发现 | 发现或询问 | 指在该格 | 提到该格 |\n|---|---:|---:|---:|---:|---:|---:|";
    println!("| 改动 | {head}");
    let mut sum = Tally::default();
    for kind in KINDS {
        let Some(tally) = kinds.get(kind) else { continue };
        println!("{}", tally.row(kind));
        sum.add(tally);
    }
    println!("{}\n\n| 表样 | {head}", sum.row("合计"));
    for (layout, tally) in &layouts {
        println!("{}", tally.row(layout));
    }
    if options.missed {
        for line in kinds.values().flat_map(|t| t.missed.iter().take(12)) {
            println!("{line}");
        }
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the sample must reach, in per mille of the mistakes that something speaks against: told to be wrong, told or asked, cell named.
    const LEAST: [(&str, [usize; 3]); 14] = [
        ("指标得分", [1000, 1000, 960]),
        ("指标权重", [1000, 1000, 970]),
        ("完成值", [750, 1000, 1000]),
        ("指标值", [400, 1000, 1000]),
        ("度量单位", [960, 1000, 1000]),
        ("指标性质", [600, 1000, 1000]),
        ("执行率", [1000, 1000, 1000]),
        ("执行数", [1000, 1000, 1000]),
        ("调整后预算数", [1000, 1000, 1000]),
        ("年初预算", [1000, 1000, 1000]),
        ("执行得分", [990, 1000, 990]),
        ("合计得分", [930, 1000, 1000]),
        ("合计权重", [1000, 1000, 1000]),
        ("结论得分", [1000, 1000, 1000]),
    ];

    #[test]
    fn the_sample_reaches_its_thresholds() {
        let (kinds, layouts) = sample(0..400, None);
        let mut behind = Vec::new();
        for (kind, least) in LEAST {
            let t = &kinds[kind];
            let reached = [t.found, t.found + t.asked, t.any].map(|n| crate::tally::per_mille(n, t.seen()));
            // What cannot be seen is no excuse for what can: targets still met, amounts within the rounding.
            let most = match kind {
                "指标值" | "完成值" | "指标性质" => 650,
                "年初预算" | "执行率" | "调整后预算数" | "指标权重" => 250,
                "执行数" => 20,
                _ => 0,
            };
            if reached.iter().zip(least).any(|(a, b)| *a < b) || crate::tally::per_mille(t.hidden, t.count) > most {
                behind.push(format!("{kind}：{reached:?}，应不低于 {least:?}；{}个中看不出{}个", t.count, t.hidden));
            }
        }
        assert!(behind.is_empty(), "{behind:#?}");
        assert!(layouts.len() > 4, "{:?}", layouts.keys());
        assert!(kinds.values().all(|t| t.seen() > 4), "{kinds:#?}");
    }
}
