//! Final accounts in the eastern city's form: nine tables, eleven sections, both comparisons for “三公”经费.

use crate::accounts::{Cost, Item, Purse};
use crate::narrator::Narrator;
use crate::sichuan;
use crate::tables::{Layout, Tables};

/// Writes the report.
pub fn write(mut n: Narrator) -> String {
    let (year, name) = (n.a.year, n.a.entity.name.clone());
    n.page.heading("第一部分 部门概况");
    n.overview("一、主要职能", "二、部门决算单位构成");
    n.page.heading(format!("第二部分 {name}{year}年度部门决算表"));
    tables(&mut n);
    n.page.heading(format!("第三部分 {name}{year}年度部门决算情况说明"));
    totals(&mut n, &name);
    general(&mut n);
    n.page.heading("六、一般公共预算财政拨款基本支出决算情况说明");
    n.basic("一般公共预算财政拨款基本支出", true);
    three(&mut n, &name);
    purses(&mut n, &name);
    n.page.heading("十、预算绩效管理情况");
    let (k, project) = (n.a.projects, n.wan(n.a.sum(Some(Purse::General), |i| i.project)));
    n.page.say(format!(
        "{name}{year}年度预算绩效管理工作开展情况如下：编报绩效目标的{year}年度项目{k}个，涉及预算金额{project}；绩效跟踪评价的{year}年度项目{k}个，涉及预算金额{project}；绩效自评的{year}年度项目{k}个，涉及预算金额{project}。"
    ));
    n.page.heading("十一、其他重要事项的情况说明");
    n.page.say("（一）机关运行经费支出情况");
    sichuan::operating(&mut n, &name);
    n.page.say("（二）政府采购支出情况");
    procurement(&mut n, &name);
    n.page.say("（三）国有资产占有使用情况说明");
    n.assets(&name);
    n.glossary("第四部分 名词解释", "、");
    let cover = [name, format!("{year}年度部门决算")];
    let leaders = n.r.chance(40);
    n.page.finish(&cover, leaders)
}

fn tables(n: &mut Narrator) {
    const TITLES: [&str; 9] = [
        "一、收入支出决算总表",
        "二、收入决算表",
        "三、支出决算表",
        "四、财政拨款收入支出决算总表",
        "五、一般公共预算财政拨款支出决算表",
        "六、一般公共预算财政拨款基本支出决算表",
        "七、财政拨款“三公”经费支出决算表",
        "八、政府性基金预算财政拨款收入支出决算表",
        "九、国有资本经营预算财政拨款收入支出决算表",
    ];
    for title in TITLES {
        n.page.announce(title);
    }
    let full = n.r.chance(80);
    let mut t =
        Tables { accounts: &n.a, look: &n.look, layout: Layout { official: false, detailed: false, full }, number: 0 };
    let page = &mut n.page;
    t.summary(page);
    t.income(page);
    t.expenditure(page);
    t.appropriation(page);
    t.general(page);
    t.basic(page);
    t.three(page);
    t.purse(page, Purse::Fund, "政府性基金预算");
    t.purse(page, Purse::Capital, "国有资本经营预算");
}

fn total(n: &mut Narrator, what: &str, now: i64, before: i64, name: &str) {
    let year = n.a.year;
    let amount = n.wan(now);
    let text = format!("{name}{year}年度{what}{amount}。");
    let change = match n.change(now, before) {
        None => format!("与{}年度相比，{what}持平。", year - 1),
        Some((s, words)) => format!("与{}年度相比，{what}{words}。主要原因：{}。", year - 1, n.reason(s)),
    };
    n.page.say(format!("{text}{change}"));
}

fn totals(n: &mut Narrator, name: &str) {
    n.page.heading("一、收入支出决算总体情况说明");
    total(n, "收入支出总计", n.a.total(), n.a.prior[0], name);
    n.page.heading("二、收入决算情况说明");
    let income = n.a.income();
    let names = ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"];
    let mut parts = vec![("财政拨款收入", n.a.sum(None, |i| i.income))];
    parts.extend(names.iter().enumerate().map(|(k, w)| (*w, n.a.sum(None, |i| i.earned[k]))));
    let list = |n: &Narrator, parts: &[(&str, i64)], whole: i64| -> String {
        let list: Vec<String> = parts
            .iter()
            .filter(|(_, v)| *v != 0)
            .map(|(w, v)| format!("{w}{}{}", n.wan(*v), n.share(*v, whole)))
            .collect();
        list.join("；")
    };
    let text = format!("本年收入合计{}，其中：{}。", n.wan(income), list(n, &parts, income));
    n.page.say(text);
    n.page.heading("三、支出决算情况说明");
    let [basic, project, business] = n.a.outlay();
    let whole = basic + project + business;
    let parts = [("基本支出", basic), ("项目支出", project), ("经营支出", business)];
    let text = format!("本年支出合计{}，其中：{}。", n.wan(whole), list(n, &parts, whole));
    n.page.say(text);
    n.page.heading("四、财政拨款收入支出决算总体情况说明");
    total(n, "财政拨款收入支出总计", n.a.appropriation_total(), n.a.prior[1], name);
}

fn general(n: &mut Narrator) {
    n.page.heading("五、一般公共预算财政拨款支出决算情况说明");
    n.page.say("（一）一般公共预算财政拨款支出决算总体情况");
    let spent = n.a.spent(Some(Purse::General));
    let whole: i64 = n.a.outlay().iter().sum();
    let (amount, share) = (n.wan(spent), n.rate(spent, whole));
    let change = match n.change(spent, n.a.prior[2]) {
        None => "一般公共预算财政拨款支出持平。".to_owned(),
        Some((s, words)) => format!("一般公共预算财政拨款支出{words}。主要原因：{}。", n.reason(s)),
    };
    let last = n.a.year - 1;
    n.page.say(format!("一般公共预算财政拨款支出{amount}，占本年支出合计的{share}。与{last}年度相比，{change}"));
    n.page.say("（二）一般公共预算财政拨款支出决算结构情况");
    let list = n.structure(Purse::General);
    n.page.say(format!("一般公共预算财政拨款支出{amount}，主要用于以下方面：{list}"));
    n.page.say("（三）一般公共预算财政拨款支出决算具体情况");
    let items = n.listed(Purse::General);
    let initial: i64 = items.iter().map(|i| i.initial).sum();
    let done = n.completion(Cost { spent, budget: initial, prior: 0 }, "年初预算的");
    let compared = n.compared("决算数", "预算数", spent, initial).replacen('，', "。", 1);
    let budget = n.wan(initial);
    n.page.say(format!("一般公共预算财政拨款支出年初预算为{budget}，支出决算为{amount}{done}{compared}。其中："));
    for (k, item) in items.iter().enumerate() {
        one(n, k + 1, item);
    }
}

fn one(n: &mut Narrator, k: usize, item: &Item) {
    let spent = item.spent();
    let usage = n.usage();
    let done = n.completion(Cost { spent, budget: item.initial, prior: 0 }, "年初预算的");
    let compared = n.compared("决算数", "预算数", spent, item.initial).replacen('，', "。", 1);
    let (budget, amount) = (n.wan(item.initial), n.wan(spent));
    n.page.say(format!(
        "{k}、{}。主要用于：{usage}。年初预算为{budget}，支出决算为{amount}{done}{compared}。",
        Narrator::triple(item)
    ));
}

fn three(n: &mut Narrator, name: &str) {
    let (year, t) = (n.a.year, n.a.three.clone());
    n.page.heading("七、财政拨款“三公”经费支出决算情况说明");
    let total = t.total();
    n.page.say("（一）“三公”经费财政拨款支出决算总体情况说明");
    let parts =
        [("因公出国（境）费", t.abroad), ("公务用车购置及运行维护费", t.vehicles()), ("公务接待费", t.reception)];
    let list: Vec<String> = parts
        .iter()
        .map(|(w, c)| {
            let done = n.completion(*c, "预算的");
            format!("{w}支出决算为{}{done}", n.wan(c.spent))
        })
        .collect();
    let done = n.completion(total, "预算的");
    let compared = n.compared("决算数", "预算数", total.spent, total.budget);
    let compared = compared.trim_start_matches('，').to_owned();
    n.page.say(format!(
        "“三公”经费财政拨款支出年初预算为{}，支出决算为{}{done}，其中：{}。{year}年度“三公”经费支出{compared}。",
        n.wan(total.budget),
        n.wan(total.spent),
        list.join("；")
    ));
    let last: Vec<String> = parts
        .iter()
        .map(|(w, c)| match n.change(c.spent, c.prior) {
            Some((_, words)) => format!("{w}支出决算{words}"),
            None => format!("{w}支出决算持平"),
        })
        .collect();
    let head = match n.change(total.spent, total.prior) {
        Some((_, words)) => format!("“三公”经费财政拨款支出决算数比{}年度{words}", year - 1),
        None => format!("“三公”经费财政拨款支出决算数与{}年度持平", year - 1),
    };
    n.page.say(format!("{year}年度{head}，其中：{}。", last.join("；")));
    n.page.say("（二）“三公”经费财政拨款支出决算具体情况说明");
    let shares: Vec<String> =
        parts.iter().map(|(w, c)| format!("{w}支出决算{}{}", n.wan(c.spent), n.share(c.spent, total.spent))).collect();
    n.page.say(format!("“三公”经费财政拨款支出决算中，{}。具体情况如下：", shares.join("；")));
    n.page.say(format!(
        "1、因公出国（境）费支出{}。全年安排因公出国（境）团组{}个、累计{}人次。",
        n.wan(t.abroad.spent),
        t.trips.0,
        t.trips.1
    ));
    n.page.say(format!("2、公务用车购置及运行维护费支出{}。其中：", n.wan(t.vehicles().spent)));
    let bought = if t.bought > 0 { format!("，更新公务用车{}辆", t.bought) } else { String::new() };
    n.page.say(format!("公务用车购置支出为{}{bought}。", n.wan(t.purchase.spent)));
    n.page.say(format!("公务用车运行维护支出{}。", n.wan(t.running.spent)));
    let count: i64 = n.a.vehicles.iter().sum();
    n.page.say(format!("{year}年，{name}所属各预算单位开支财政拨款的公务用车保有量为{count}辆。"));
    n.page.say(format!("3、公务接待费支出{}。其中：", n.wan(t.reception.spent)));
    let visitors = if t.foreign > 0 {
        format!("，其中：接待外宾{}批次、{}人次", t.foreign_visits.0, t.foreign_visits.1)
    } else {
        String::new()
    };
    n.page.say(format!(
        "国内公务接待支出{}（含外宾接待支出{}）。主要用于接待上级部门和兄弟单位调研学习，公务接待{}批次、{}人次{visitors}。",
        n.wan(t.reception.spent),
        n.wan(t.foreign),
        t.visits.0,
        t.visits.1
    ));
}

fn purses(n: &mut Narrator, name: &str) {
    let year = n.a.year;
    for (number, purse, word) in [("八", Purse::Fund, "政府性基金预算"), ("九", Purse::Capital, "国有资本经营预算")]
    {
        n.page.heading(format!("{number}、{word}财政拨款收入支出决算情况说明"));
        let items = n.listed(purse);
        if items.is_empty() {
            n.page.say(format!("{name}{year}年度无{word}财政拨款收入和支出。"));
            continue;
        }
        let (income, spent) = (n.wan(n.a.sum(Some(purse), |i| i.income)), n.wan(n.a.spent(Some(purse))));
        n.page.say(format!("{name}{year}年度{word}财政拨款收入{income}，{word}财政拨款支出{spent}。其中："));
        for (k, item) in items.iter().enumerate() {
            one(n, k + 1, item);
        }
    }
}

fn procurement(n: &mut Narrator, name: &str) {
    let year = n.a.year;
    let [goods, works, services] = n.a.procurement;
    let [medium, small] = n.a.firms;
    n.page.say(format!(
        "{name}{year}年度政府采购金额（以合同签订为准）为{}，其中：货物采购金额{}、工程采购金额{}、服务采购金额{}。",
        n.wan(goods + works + services),
        n.wan(goods),
        n.wan(works),
        n.wan(services)
    ));
    n.page.say(format!(
        "{year}年度本部门面向中小企业预留政府采购项目预算金额{}，面向小微企业预留政府采购项目预算金额{}。",
        n.wan(medium),
        n.wan(small)
    ));
}
