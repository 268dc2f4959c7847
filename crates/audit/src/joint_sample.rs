//! Random accounts, printed: the truth is kept in 分, the figures are what a clerk would print of it.

use std::collections::BTreeMap;

/// How the figures of a report come about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// Table totals are added up from the printed figures of the last level, not rounded on their own.
    pub added: bool,
    /// Rates and changes are worked out from printed figures.
    pub printed: bool,
    /// The table by purse is in 元.
    pub yuan: bool,
    /// Largest amount of a last level, in 元.
    pub size: u64,
}

pub(crate) struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below.max(1)
    }
}

/// A truth in 分 as printed in 万元, in 0.01 万元.
fn round(truth: i128) -> i128 {
    (truth.abs() + 5_000) / 10_000 * truth.signum()
}

fn wan(cents: i128) -> String {
    format!("{}{}.{:02}万元", if cents < 0 { "-" } else { "" }, cents.abs() / 100, cents.abs() % 100)
}

fn yuan(truth: i128) -> String {
    format!("{}.{:02}元", truth / 100, truth % 100)
}

fn percent(n: i128, d: i128) -> String {
    let m = (n.abs() * 20_000 + d) / (2 * d);
    format!("{}{}.{:02}%", if n < 0 { "-" } else { "" }, m / 100, m % 100)
}

/// A row: truths of 合计, 基本支出, 项目支出.
type Row = [i128; 3];

/// A table by subject: truths and, in 0.01 万元, prints.
struct Rows {
    truth: BTreeMap<String, Row>,
    print: BTreeMap<String, Row>,
}

fn rows(items: &[(String, Row)], added: bool) -> Rows {
    let mut out = Rows { truth: BTreeMap::new(), print: BTreeMap::new() };
    for (code, row) in items {
        for level in [0, 3, 5, 7] {
            let at = code.get(..level).unwrap_or("").to_owned();
            let (truth, print) = (out.truth.entry(at.clone()).or_default(), out.print.entry(at).or_default());
            for n in 0..3 {
                truth[n] += row[n];
                print[n] += round(row[n]);
            }
        }
    }
    if !added {
        out.print = out.truth.iter().map(|(code, row)| (code.clone(), row.map(round))).collect();
    }
    out
}

/// The lines of one report, for `sample::disclosure`.
pub(crate) fn report(seed: u64, style: Style) -> String {
    const GP: &str = "资金=一般公共预算财政拨款";
    let r = &mut Numbers(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x2545_f491_4f6c_dd1d);
    let mut items: Vec<(String, Row)> = Vec::new();
    let mut own: Vec<(String, Row)> = Vec::new();
    for class in 0..1 + r.next(3) {
        for group in 0..1 + r.next(2) {
            for item in 0..1 + r.next(4) {
                let code = format!("{}{:02}{:02}", 201 + class, group + 1, item + 1);
                let mut some = |odds: u64| if r.next(4) < odds { i128::from(1 + r.next(style.size * 100)) } else { 0 };
                // Where totals are added up from printed items, an item is of one nature: two would not close in its row.
                let (basic, project) = (some(3), some(if style.added { 0 } else { 3 }) + 1_000_000);
                let (basic, project) = if style.added && basic > 0 { (basic, 0) } else { (basic, project) };
                items.push((code.clone(), [basic + project, basic, project]));
                let part = if r.next(3) == 0 { i128::from(r.next(100)) } else { 100 };
                let gp = [basic * part / 100, project * part / 100];
                own.push((code, [gp[0] + gp[1], gp[0], gp[1]]));
            }
        }
    }
    let (all, gp) = (rows(&items, style.added), rows(&own, style.added));
    let mut out = String::from("S0 2 0..1000\nS1 3 100..600\n");
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let at = |purse: &str, code: &str, nature: &str| {
        let code = if code.is_empty() { String::new() } else { format!("科目={code}") };
        let nature = if nature.is_empty() { String::new() } else { format!("性质={nature}") };
        let parts: Vec<&str> = [purse, &code, &nature].into_iter().filter(|p| !p.is_empty()).collect();
        if parts.is_empty() { "支出".to_owned() } else { format!("支出[{}]", parts.join(",")) }
    };
    let natures = ["", "基本支出", "项目支出"];
    for (code, row) in &all.print {
        for (n, nature) in natures.iter().enumerate() {
            line(format!("T3 {} {}", at("", code, nature), wan(row[n])));
        }
        if code.len() <= 3 {
            line(format!("T1 {} {}", at("", code, ""), wan(round(all.truth[code][0]))));
        }
    }
    for (code, row) in &gp.print {
        for (n, nature) in natures.iter().enumerate() {
            let shown = if style.yuan { yuan(gp.truth[code][n]) } else { wan(row[n]) };
            line(format!("T5 {} {shown}", at(GP, code, nature)));
        }
    }
    let (total, begin, end) = (all.truth[""][0], i128::from(r.next(40_000_000)), i128::from(r.next(40_000_000)));
    let income = total + end - begin;
    if income > 0 {
        for (m, v) in [("收入", income), ("年初结转和结余", begin), ("年末结转和结余", end)] {
            line(format!("T1 {m} {}", wan(round(v))));
        }
        line(format!("T1 收入总计 {}", wan(round(income + begin))));
        line(format!("T1 支出总计 {}", wan(round(total + end))));
    }
    let basic = gp.truth[""][1];
    let staff: Vec<i128> = (0..3).map(|_| i128::from(r.next(u64::try_from(basic / 4).unwrap_or(1)))).collect();
    let salaries: i128 = staff.iter().sum();
    let table = |v: i128| if style.yuan { yuan(v) } else { wan(round(v)) };
    let printed = |v: i128, parts: &[i128]| {
        if style.added && !style.yuan { wan(parts.iter().map(|p| round(*p)).sum()) } else { table(v) }
    };
    for (n, v) in staff.iter().enumerate() {
        line(format!("T6 支出[{GP},性质=基本支出,经济科目=3010{}] {}", n + 1, table(*v)));
    }
    for e in ["301", "人员经费"] {
        line(format!("T6 支出[{GP},性质=基本支出,经济科目={e}] {}", printed(salaries, &staff)));
    }
    for e in ["302", "公用经费"] {
        line(format!("T6 支出[{GP},性质=基本支出,经济科目={e}] {}", table(basic - salaries)));
    }
    // Sentences: what stands in the tables, and what is worked out from it.
    let shown = if style.yuan { round(gp.truth[""][0]) } else { gp.print[""][0] };
    line(format!("N20 {} {}", at(GP, "", ""), wan(shown)));
    for (n, (code, row)) in gp.truth.iter().filter(|(c, _)| c.len() == 7).enumerate() {
        let budget = (row[0] + i128::from(r.next(20_000_000)) - 5_000_000).max(1_000_000);
        let (a, b) = if style.printed { (round(row[0]), round(budget)) } else { (row[0], budget) };
        let block = 100 + n;
        line(format!("N{block}/1 {} {}", at(GP, code, ""), wan(round(row[0]))));
        line(format!("N{block}/1 支出[{GP},科目={code},阶段=年初预算] {}", wan(round(budget))));
        line(format!("N{block}/1 支出[{GP},科目={code},口径=完成率,基数=年初预算] {}", percent(a, b)));
    }
    for (code, row) in all.truth.iter().filter(|(c, _)| c.len() == 3) {
        let (v, whole) = (all.print[code][0], all.print[""][0]);
        let (a, b) = if style.printed { (v, whole) } else { (row[0], total) };
        line(format!("N30 {} {}", at("", code, ""), wan(v)));
        line(format!("N30 支出 {}", wan(whole)));
        line(format!("N30 支出[科目={code},口径=占比,基数=本年支出] {}", percent(a, b)));
    }
    let (now, prior) = (total, total * i128::from(600 + r.next(800)) / 1000 + i128::from(r.next(1000)));
    let (n, p) = (all.print[""][0], round(prior));
    let (change, rate) =
        if style.printed { (n - p, percent(n - p, p)) } else { (round(now - prior), percent(now - prior, prior)) };
    line(format!("N40 支出 {}", wan(n)));
    line(format!("N40 支出[年度=上年] {}", wan(p)));
    line(format!("N40 支出[口径=增减额,基数=上年] {}", wan(change)));
    line(format!("N40 支出[口径=增长率,基数=上年] {rate}"));
    out
}
