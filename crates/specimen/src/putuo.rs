//! A budget in the eastern districts' form: explanation, nine tables in 元, other matters.

use crate::accounts::{Accounts, Item, Purse, is_staff};
use crate::narrator::Narrator;
use crate::page::cells;
use crate::subjects;
use crate::tables::tree;
use crate::words::duties;
use mingzhang_model::publication::han;

/// Writes the report.
pub fn write(mut n: Narrator) -> String {
    for item in n.a.items.iter_mut().filter(|i| i.purse == Purse::General) {
        if n.r.chance(12) {
            item.earned[[1, 2, 4][n.r.below(3)]] = n.r.amount(4, 6);
        }
    }
    let (year, name) = (n.a.year, n.a.entity.name.clone());
    n.page.heading("一、部门主要职能");
    let entity = n.a.entity.clone();
    for (i, d) in duties(&mut n.r, &entity).iter().enumerate() {
        n.page.say(format!("（{}）{d}", han(i + 1)));
    }
    n.page.heading("二、部门机构设置");
    n.page.say(format!("{name}部门预算是包括本部以及下属{}家预算单位的综合收支计划。", entity.units.len()));
    for (i, unit) in std::iter::once(&format!("{name}（本部）")).chain(&entity.units).enumerate() {
        n.page.say(format!("{}. {unit}。", i + 1));
    }
    n.page.heading("三、名词解释");
    for (i, line) in TERMS.iter().enumerate() {
        n.page.say(format!("（{}）{line}", han(i + 1)));
    }
    n.page.heading("四、部门预算编制说明");
    explanation(&mut n);
    n.page.heading("五、部门预算表");
    tables(&mut n);
    n.page.heading("六、其他相关情况说明");
    others(&mut n);
    let cover = [format!("{year}年区级部门预算"), format!("预算主管部门：{name}")];
    let leaders = n.r.chance(50);
    n.page.finish(&cover, leaders)
}

const TERMS: [&str; 8] = [
    "财政拨款收入：预算主管部门及所属预算单位从本级财政部门取得的财政拨款。",
    "事业收入：事业单位开展专业业务活动及其辅助活动取得的收入。",
    "事业单位经营收入：事业单位开展非独立核算经营活动取得的收入。",
    "其他收入：上述收入以外的收入。",
    "基本支出预算：为保障机构正常运转、完成日常工作任务而编制的年度基本支出计划。",
    "项目支出预算：为完成特定任务在基本支出之外编制的年度支出计划。",
    "“三公”经费：用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。",
    "机关运行经费：行政单位和参照公务员法管理的事业单位的日常公用经费。",
];

/// Income of the budget by source: appropriation, 事业, 经营, 其他. What is earned is spent on projects.
fn sources(a: &Accounts) -> [i64; 4] {
    let earned = |k: usize| a.sum(None, |i| i.earned[k]);
    [a.sum(None, Item::spent), earned(1), earned(2), earned(4)]
}

fn all(i: &Item) -> i64 {
    i.spent() + i.earned.iter().sum::<i64>()
}

fn versus(n: &mut Narrator, now: i64, before: i64) -> String {
    let last = n.a.year - 1;
    let change = now - before;
    if crate::look::printed(change) == 0 {
        return format!("比{last}年预算持平");
    }
    let word = if change > 0 { "增加" } else { "减少" };
    format!("比{last}年预算{word}{}", n.wan(change))
}

fn explanation(n: &mut Narrator) {
    let (year, last) = (n.a.year, n.a.year - 1);
    let name = n.a.entity.name.clone();
    let [money, business, trade, other] = sources(&n.a);
    let total = money + business + trade + other;
    let by = |n: &Narrator, p: Purse| n.a.spent(Some(p));
    let (general, fund, capital) = (by(n, Purse::General), by(n, Purse::Fund), by(n, Purse::Capital));
    let before = [n.a.prior[2], n.a.prior[3], capital];
    let prior: i64 = before.iter().sum();
    let change = versus(n, money, prior);
    n.page.say(format!(
        "{year}年，{name}收入预算{}，其中：财政拨款收入{}，{change}；事业收入{}；事业单位经营收入{}；其他收入{}。",
        n.wan(total),
        n.wan(money),
        n.wan(business),
        n.wan(trade),
        n.wan(other)
    ));
    let parts = [versus(n, general, before[0]), versus(n, fund, before[1]), versus(n, capital, before[2])];
    n.page.say(format!(
        "支出预算{}，其中：财政拨款支出预算{}，{change}。财政拨款支出预算中，一般公共预算拨款支出预算{}，{}；政府性基金拨款支出预算{}，{}；国有资本经营预算拨款支出预算{}，{}。",
        n.wan(total),
        n.wan(money),
        n.wan(general),
        parts[0],
        n.wan(fund),
        parts[1],
        n.wan(capital),
        parts[2]
    ));
    let sign = (money - prior).signum();
    let reason = n.reason(sign);
    if sign != 0 {
        let word = if sign > 0 { "增加" } else { "减少" };
        n.page.say(format!("财政拨款收入支出{word}的主要原因是{reason}。"));
    }
    n.page.say("财政拨款支出主要内容如下：");
    let form = n.r.below(3);
    for (k, item) in n.a.items.clone().iter().filter(|i| i.spent() != 0).enumerate() {
        let [a, b, c] = &item.subject.names;
        let spent = item.spent();
        let amount = n.wan(spent);
        let usage = n.usage();
        let head = match form {
            0 => format!("“{a}（类）{b}（款）{c}（项）”{amount}"),
            1 => format!("“{a}（类）{b}（款）{c}（项）”科目{amount}"),
            _ => format!("“{a}-{b}-{c}”科目{amount}"),
        };
        let more = if form == 0 {
            let before = n.wan(item.prior);
            let change = if crate::look::printed(spent - item.prior) == 0 {
                format!("比{last}年预算执行数持平。")
            } else if item.prior == 0 {
                "上年无此项支出。".to_owned()
            } else {
                let sign = (spent - item.prior).signum();
                let word = if sign > 0 { "增加" } else { "减少" };
                let rate = n.rate(spent - item.prior, item.prior);
                let reason = n.reason(sign);
                format!("比{last}年预算执行数{word}{rate}。主要原因是：{reason}。")
            };
            format!("。{last}年当年预算执行数为{before}，{year}年预算安排{amount}，{change}")
        } else {
            "。".to_owned()
        };
        n.page.say(format!("{}. {head}，主要用于{usage}{more}", k + 1));
    }
}

fn head(n: &mut Narrator, title: &str, unit: &str) {
    let year = n.a.year;
    n.page.say(format!("{year}年部门{title}"));
    let name = n.a.entity.name.clone();
    n.page.line(format!("编制部门：{name}"));
    n.page.line(format!("单位：{unit}"));
    n.page.gap();
}

fn codes(code: &str) -> [String; 3] {
    [0..3, 3..5, 5..7].map(|range| code.get(range).unwrap_or("").to_owned())
}

/// A functional table in three code columns; the total last.
fn functional(n: &mut Narrator, title: &str, group: &str, columns: &[&str], of: &dyn Fn(&Item) -> Vec<i64>) {
    head(n, title, "元");
    let width = columns.len();
    let mut first = cells(&["项目", "", "", "", group]);
    first.extend(vec![String::new(); width - 1]);
    let mut second = cells(&["功能分类科目编码", "", "", "功能分类科目名称"]);
    second.extend(cells(columns));
    let mut third = cells(&["类", "款", "项", ""]);
    third.extend(vec![String::new(); width]);
    let mut rows = vec![first, second, third];
    let list: Vec<(String, Vec<i64>)> = n.a.items.iter().map(|i| (i.subject.code.clone(), of(i))).collect();
    let mut total = vec![0; width];
    for (_, v) in &list {
        for (sum, x) in total.iter_mut().zip(v) {
            *sum += x;
        }
    }
    for (code, values) in tree(&list) {
        let mut row = codes(&code).to_vec();
        row.push(subjects::name(&code));
        row.extend(values.iter().map(|v| n.look.yuan(*v)));
        rows.push(row);
    }
    let mut last = cells(&["合计", "", "", ""]);
    last.extend(total.iter().map(|v| n.look.yuan(*v)));
    rows.push(last);
    n.page.table(&rows);
}

fn none(n: &mut Narrator, purse: Purse, word: &str) {
    if n.a.items.iter().all(|i| i.purse != purse) {
        let year = n.a.year;
        n.page.say(format!("注：本部门{year}年无{word}预算财政拨款安排的预算，故本表为空表。"));
    }
}

fn classes(a: &Accounts, of: &dyn Fn(&Item) -> Vec<i64>) -> Vec<(String, Vec<i64>)> {
    let list: Vec<(String, Vec<i64>)> = a.items.iter().map(|i| (i.subject.code.clone(), of(i))).collect();
    tree(&list).into_iter().filter(|(c, _)| c.len() == 3).map(|(c, v)| (subjects::name(&c), v)).collect()
}

fn tables(n: &mut Narrator) {
    let year = n.a.year;
    for title in [
        "财务收支预算总表",
        "收入预算总表",
        "支出预算总表",
        "财政拨款收支预算总表",
        "一般公共预算支出功能分类预算表",
        "政府性基金预算支出功能分类预算表",
        "国有资本经营预算支出功能分类预算表",
        "一般公共预算基本支出部门预算经济分类预算表",
        "“三公”经费和机关运行经费预算表",
    ]
    .iter()
    .enumerate()
    .map(|(k, t)| format!("{}. {year}年部门{t}", k + 1))
    {
        n.page.announce(title);
    }
    let [money, business, trade, other] = sources(&n.a);
    let total = money + business + trade + other;
    let purse = |a: &Accounts, p: Purse| a.spent(Some(p));
    let three = [Purse::General, Purse::Fund, Purse::Capital].map(|p| purse(&n.a, p));
    head(n, "财务收支预算总表", "元");
    let left = [
        ("一、财政拨款收入", money),
        ("1. 一般公共预算资金", three[0]),
        ("2. 政府性基金", three[1]),
        ("3. 国有资本经营预算", three[2]),
        ("二、事业收入", business),
        ("三、事业单位经营收入", trade),
        ("四、其他收入", other),
    ];
    let right = classes(&n.a, &|i| vec![all(i)]);
    let mut rows = vec![cells(&["本年收入", "", "本年支出", ""]), cells(&["项目", "预算数", "项目", "预算数"])];
    for k in 0..left.len().max(right.len()) {
        let (l, x) = left.get(k).map_or((String::new(), String::new()), |(w, v)| ((*w).to_owned(), n.look.yuan(*v)));
        let (r, y) = right
            .get(k)
            .map_or((String::new(), String::new()), |(w, v)| (format!("{}、{w}", han(k + 1)), n.look.yuan(v[0])));
        rows.push(vec![l, x, r, y]);
    }
    rows.push(vec!["收入总计".to_owned(), n.look.yuan(total), "支出总计".to_owned(), n.look.yuan(total)]);
    n.page.table(&rows);
    functional(
        n,
        "收入预算总表",
        "收入预算",
        &["合计", "财政拨款收入", "事业收入", "事业单位经营收入", "其他收入"],
        &|i| vec![all(i), i.spent(), i.earned[1], i.earned[2], i.earned[4]],
    );
    let split = ["合计", "基本支出", "项目支出"];
    functional(n, "支出预算总表", "支出预算", &split, &|i| vec![all(i), i.basic, all(i) - i.basic]);
    appropriation(n, three);
    let of = |p: Purse| move |i: &Item| if i.purse == p { vec![i.spent(), i.basic, i.project] } else { vec![0; 3] };
    functional(n, "一般公共预算支出功能分类预算表", "一般公共预算支出", &split, &of(Purse::General));
    functional(n, "政府性基金预算支出功能分类预算表", "政府性基金预算支出", &split, &of(Purse::Fund));
    none(n, Purse::Fund, "政府性基金");
    functional(n, "国有资本经营预算支出功能分类预算表", "国有资本经营预算支出", &split, &of(Purse::Capital));
    none(n, Purse::Capital, "国有资本经营");
    basic(n);
    head(n, "“三公”经费和机关运行经费预算表", "万元");
    let t = n.a.three.clone();
    let cost = [t.total(), t.abroad, t.reception, t.vehicles(), t.purchase, t.running].map(|c| n.look.cell(c.spent));
    let operating = n.look.cell(n.a.operating.map_or(0, |c| c.spent));
    n.page.table(&[
        vec![
            format!("{year}年“三公”经费预算数"),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            format!("{year}年机关运行经费预算数"),
        ],
        cells(&["合计", "因公出国（境）费", "公务接待费", "公务用车购置及运行费", "", "", ""]),
        cells(&["", "", "", "小计", "购置费", "运行费", ""]),
        cost.into_iter().chain([operating]).collect(),
    ]);
    if t.total().spent == 0 && n.a.operating.is_none_or(|c| c.spent == 0) {
        n.page.say(format!("注：本部门{year}年无“三公”经费和机关运行经费预算，故本表为空表。"));
    }
}

fn appropriation(n: &mut Narrator, three: [i64; 3]) {
    head(n, "财政拨款收支预算总表", "元");
    let purses = [Purse::General, Purse::Fund, Purse::Capital];
    let row = |i: &Item| {
        let mut out = vec![i.spent()];
        out.extend(purses.map(|p| if i.purse == p { i.spent() } else { 0 }));
        out
    };
    let right = classes(&n.a, &row);
    let left = ["一、一般公共预算资金", "二、政府性基金", "三、国有资本经营预算"];
    let mut rows = vec![
        cells(&["财政拨款收入", "", "财政拨款支出", "", "", "", ""]),
        cells(&["项目", "预算数", "项目", "合计", "一般公共预算", "政府性基金预算", "国有资本经营预算"]),
    ];
    for k in 0..left.len().max(right.len()) {
        let mut out = match left.get(k).zip(three.get(k)) {
            Some((w, v)) => vec![(*w).to_owned(), n.look.yuan(*v)],
            None => vec![String::new(); 2],
        };
        match right.get(k) {
            Some((w, v)) => {
                out.push(format!("{}、{w}", han(k + 1)));
                out.extend(v.iter().map(|x| n.look.yuan(*x)));
            }
            None => out.extend(vec![String::new(); 5]),
        }
        rows.push(out);
    }
    let total: i64 = three.iter().sum();
    let mut last = vec!["收入总计".to_owned(), n.look.yuan(total), "支出总计".to_owned(), n.look.yuan(total)];
    last.extend(three.map(|v| n.look.yuan(v)));
    rows.push(last);
    n.page.table(&rows);
}

fn basic(n: &mut Narrator) {
    head(n, "一般公共预算基本支出部门预算经济分类预算表", "元");
    let mut rows = vec![
        cells(&["项目", "", "", "一般公共预算基本支出", "", ""]),
        cells(&["部门预算经济分类科目编码", "", "经济分类科目名称", "合计", "人员经费", "公用经费"]),
        cells(&["类", "款", "", "", "", ""]),
    ];
    let push = |rows: &mut Vec<Vec<String>>, n: &Narrator, code: &str, v: i64| {
        let (staff, public) = if is_staff(code) { (v, 0) } else { (0, v) };
        rows.push(vec![
            code.get(..3).unwrap_or("").to_owned(),
            code.get(3..).unwrap_or("").to_owned(),
            subjects::economic_name(code),
            n.look.yuan(v),
            n.look.yuan(staff),
            n.look.yuan(public),
        ]);
    };
    let mut class = String::new();
    for (code, v) in n.a.economic.clone() {
        let own = code.get(..3).unwrap_or("").to_owned();
        if own != class {
            push(&mut rows, n, &own, n.a.economic_class(&own));
            class = own;
        }
        push(&mut rows, n, &code, v);
    }
    let (staff, public) = n.a.basic();
    let mut last = cells(&["合计", "", ""]);
    last.extend([staff + public, staff, public].map(|v| n.look.yuan(v)));
    rows.push(last);
    n.page.table(&rows);
}

fn others(n: &mut Narrator) {
    let (year, t, name) = (n.a.year, n.a.three.clone(), n.a.entity.name.clone());
    let reasons = |n: &mut Narrator, now: i64, before: i64| {
        let sign = crate::look::printed(now - before).signum();
        n.reason(sign)
    };
    n.page.say(format!("一、{year}年“三公”经费预算情况说明"));
    let total = t.total();
    let change = versus(n, total.spent, total.prior);
    n.page.say(format!("{year}年“三公”经费预算数为{}，{change}。其中：", n.wan(total.spent)));
    let line = |n: &mut Narrator, word: &str, now: i64, before: i64| {
        let (change, reason) = (versus(n, now, before), reasons(n, now, before));
        format!("{word}{}，{change}，主要原因是{reason}", n.wan(now))
    };
    let abroad = line(n, "因公出国（境）费", t.abroad.spent, t.abroad.prior);
    n.page.say(format!("（一）{abroad}。"));
    let v = t.vehicles();
    let cars = line(n, "公务用车购置及运行费", v.spent, v.prior);
    let purchase = line(n, "公务用车购置费", t.purchase.spent, t.purchase.prior);
    let running = line(n, "公务用车运行费", t.running.spent, t.running.prior);
    n.page.say(format!("（二）{cars}。其中：{purchase}；{running}。"));
    let reception = line(n, "公务接待费", t.reception.spent, t.reception.prior);
    n.page.say(format!("（三）{reception}。"));
    n.page.say("二、机关运行经费预算");
    match n.a.operating {
        Some(c) => {
            let units = n.a.entity.units.len();
            let amount = n.wan(c.spent);
            n.page.say(format!(
                "{year}年{name}（部门）下属1家机关和{units}家参公事业单位财政拨款的机关运行经费预算为{amount}。"
            ));
        }
        None => n.page.say("本部门无机关运行经费。"),
    }
    n.page.say("三、政府采购预算情况");
    let [goods, works, services] = n.a.procurement;
    n.page.say(format!(
        "{year}年本部门政府采购预算{}，其中：政府采购货物预算{}、政府采购工程预算{}、政府采购服务预算{}。",
        n.wan(goods + works + services),
        n.wan(goods),
        n.wan(works),
        n.wan(services)
    ));
    let [medium, small] = n.a.firms;
    n.page.say(format!(
        "{year}年本部门面向中小企业预留政府采购项目预算金额{}，其中，预留给小型和微型企业的政府采购项目预算为{}。",
        n.wan(medium),
        n.wan(small)
    ));
    n.page.say("四、绩效目标设置情况");
    let amount = n.wan(n.a.sum(None, |i| all(i) - i.basic));
    let k = n.a.projects;
    n.page.say(format!(
        "按照预算绩效管理工作的总体要求，本部门开展了{year}年项目预算绩效目标编报工作，编报绩效目标的项目{k}个，涉及项目预算资金{amount}。"
    ));
    n.page.say("五、国有资产占有使用情况");
    let count: i64 = n.a.vehicles.iter().sum();
    let uses: Vec<String> = crate::accounts::USES.iter().zip(n.a.vehicles).map(|(w, k)| format!("{w}{k}辆")).collect();
    let others = if n.a.vehicles[7] > 0 { "，其他用车主要是业务用车" } else { "" };
    let (last, special) = (year - 1, n.a.equipment[1]);
    n.page.say(format!(
        "截至{last}年8月31日，{name}（部门）共有车辆{count}辆，其中：{}{others}；单价100万元（含）以上设备（不含车辆）{special}台（套）。",
        uses.join("、")
    ));
}
