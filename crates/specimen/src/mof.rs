//! Final accounts in the form of the ministry: nine tables, then fourteen sections of explanation.

use crate::accounts::{Cost, Item, Purse};
use crate::narrator::Narrator;
use crate::tables::{Layout, Tables};

/// Writes the report.
pub fn write(mut n: Narrator) -> String {
    let (year, entity) = (n.a.year, n.a.entity.clone());
    let ours = format!("本{}", entity.word);
    n.page.heading(format!("第一部分 {}概况", entity.word));
    n.overview("一、主要职能", "二、机构设置");
    n.page.heading(format!("第二部分 {}决算表", entity.word));
    tables(&mut n);
    n.page.heading(format!("第三部分 {year}年度{}决算情况说明", entity.word));
    totals(&mut n);
    general(&mut n);
    n.page.heading("六、一般公共预算财政拨款基本支出决算情况说明");
    let joined = n.r.chance(50);
    n.basic(&format!("{year}年度一般公共预算财政拨款基本支出"), joined);
    three(&mut n);
    purses(&mut n);
    operating(&mut n);
    n.page.heading("十二、政府采购支出说明");
    n.procurement("");
    n.page.heading("十三、国有资产占用情况说明");
    n.assets(if n.a.year % 2 == 0 { &ours } else { &entity.name });
    n.page.heading(format!("十四、{year}年度预算绩效情况说明"));
    let project = n.a.sum(Some(Purse::General), |i| i.project);
    let amount = n.wan(project);
    let all = if project > 0 {
        format!("，占一般公共预算项目支出总额的{}", n.rate(project, project))
    } else {
        String::new()
    };
    n.page.say(format!(
        "根据预算绩效管理要求，{ours}组织对{year}年度一般公共预算项目支出全面开展绩效自评，涉及项目{}个，涉及资金{amount}{all}。",
        n.a.projects
    ));
    n.page.say("从评价情况来看，年度绩效目标基本完成。");
    n.glossary("第四部分 名词解释", "、");
    let cover = [format!("{year}年度"), entity.name, format!("{}决算", entity.word)];
    let leaders = n.r.chance(30);
    n.page.finish(&cover, leaders)
}

fn tables(n: &mut Narrator) {
    const TITLES: [&str; 9] = [
        "一、收入支出决算总表",
        "二、收入决算表",
        "三、支出决算表",
        "四、财政拨款收入支出决算总表",
        "五、一般公共预算财政拨款支出决算表",
        "六、一般公共预算财政拨款基本支出决算明细表",
        "七、政府性基金预算财政拨款收入支出决算表",
        "八、国有资本经营预算财政拨款支出决算表",
        "九、财政拨款“三公”经费支出决算表",
    ];
    for title in TITLES {
        n.page.announce(title);
    }
    let full = n.r.chance(70);
    let mut t =
        Tables { accounts: &n.a, look: &n.look, layout: Layout { official: true, detailed: true, full }, number: 0 };
    let page = &mut n.page;
    t.summary(page);
    t.income(page);
    t.expenditure(page);
    t.appropriation(page);
    t.general(page);
    t.basic(page);
    t.purse(page, Purse::Fund, "政府性基金预算");
    t.capital(page);
    t.three(page);
}

/// Sections one to four.
pub(crate) fn totals(n: &mut Narrator) {
    let year = n.a.year;
    n.page.heading("一、收入支出决算总体情况说明");
    let total = n.a.total();
    let change = n.against_last_year("收、支总计各", total, n.a.prior[0]).replace("收、支总计各持平", "收、支总计持平");
    let amount = n.wan(total);
    n.page.say(format!("{year}年度收、支总计均为{amount}。{change}"));
    n.page.heading("二、收入决算情况说明");
    let income = n.a.income();
    let mut parts: Vec<(&str, i64)> = if n.r.chance(50) {
        vec![("财政拨款收入", n.a.sum(None, |i| i.income))]
    } else {
        [
            ("一般公共预算财政拨款收入", Purse::General),
            ("政府性基金预算财政拨款收入", Purse::Fund),
            ("国有资本经营预算财政拨款收入", Purse::Capital),
        ]
        .map(|(w, p)| (w, n.a.sum(Some(p), |i| i.income)))
        .to_vec()
    };
    let names = ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"];
    parts.extend(names.iter().enumerate().map(|(k, w)| (*w, n.a.sum(None, |i| i.earned[k]))));
    let every = n.r.chance(40);
    let list: Vec<String> = parts
        .into_iter()
        .filter(|(_, v)| every || *v != 0)
        .map(|(w, v)| format!("{w}{}{}", n.wan(v), n.share(v, income)))
        .collect();
    let amount = n.wan(income);
    n.page.say(format!("本年收入合计{amount}，其中：{}。", list.join("；")));
    n.page.heading("三、支出决算情况说明");
    let [basic, project, business] = n.a.outlay();
    let whole = basic + project + business;
    let parts = [
        ("基本支出", basic),
        ("项目支出", project),
        ("上缴上级支出", 0),
        ("经营支出", business),
        ("对附属单位补助支出", 0),
    ];
    let list: Vec<String> = parts
        .into_iter()
        .filter(|(_, v)| every || *v != 0)
        .map(|(w, v)| format!("{w}{}{}", n.wan(v), n.share(v, whole)))
        .collect();
    let amount = n.wan(whole);
    n.page.say(format!("本年支出合计{amount}，其中：{}。", list.join("；")));
    n.page.heading("四、财政拨款收入支出决算总体情况说明");
    let total = n.a.appropriation_total();
    let carry = if n.r.chance(50) {
        format!(
            "（财政拨款收入总计含年初财政拨款结转和结余{}，财政拨款支出总计含年末财政拨款结转和结余{}）",
            n.wan(n.a.sum(None, |i| i.begin)),
            n.wan(n.a.sum(None, |i| i.end))
        )
    } else {
        String::new()
    };
    let change = n
        .against_last_year("财政拨款收、支总计各", total, n.a.prior[1])
        .replace("财政拨款收、支总计各持平", "财政拨款收、支总计持平");
    let amount = n.wan(total);
    n.page.say(format!("{year}年度财政拨款收、支总计均为{amount}{carry}。{change}"));
}

fn general(n: &mut Narrator) {
    let year = n.a.year;
    n.page.heading("五、一般公共预算财政拨款支出决算情况说明");
    n.page.say("（一）一般公共预算财政拨款支出决算总体情况");
    opening(n);
    n.page.say("（二）一般公共预算财政拨款支出决算结构情况");
    let spent = n.a.spent(Some(Purse::General));
    let list = n.structure(Purse::General);
    let amount = n.wan(spent);
    n.page.say(format!("{year}年度一般公共预算财政拨款支出{amount}，主要用于以下方面：{list}"));
    n.page.say("（三）一般公共预算财政拨款支出决算具体情况");
    let items = n.listed(Purse::General);
    let initial: i64 = items.iter().map(|i| i.initial).sum();
    let cost = Cost { spent, budget: initial, prior: 0 };
    let full = n.r.chance(20);
    let budget = if full {
        let full: i64 = items.iter().map(|i| i.full).sum();
        format!("年初预算为{}，全年预算为{}", n.wan(initial), n.wan(full))
    } else {
        format!("年初预算为{}", n.wan(initial))
    };
    let done = n.completion(cost, "年初预算的");
    n.page.say(format!("{year}年度一般公共预算财政拨款支出{budget}，支出决算为{amount}{done}。其中："));
    let mark = if n.r.chance(50) { "、" } else { "." };
    let joined = n.r.chance(40);
    for (k, item) in items.iter().enumerate() {
        let body = one(n, item, full);
        let head = format!("{}{mark}{}", k + 1, Narrator::triple(item));
        if joined {
            n.page.say(format!("{head}。{body}"));
        } else {
            n.page.say(format!("{head}。"));
            n.page.say(body);
        }
    }
}

/// 占本年支出合计的 … and the change.
pub(crate) fn opening(n: &mut Narrator) {
    let spent = n.a.spent(Some(Purse::General));
    let whole: i64 = n.a.outlay().iter().sum();
    let change = n.against_last_year("一般公共预算财政拨款支出", spent, n.a.prior[2]);
    let (amount, share) = (n.wan(spent), n.rate(spent, whole));
    let year = n.a.year;
    n.page.say(format!("{year}年度一般公共预算财政拨款支出{amount}，占本年支出合计的{share}。{change}"));
}

fn one(n: &mut Narrator, item: &Item, full: bool) -> String {
    let spent = item.spent();
    let cost = Cost { spent, budget: item.initial, prior: 0 };
    let also = if full { format!("，全年预算为{}", n.wan(item.full)) } else { String::new() };
    let done = n.completion(cost, "年初预算的");
    let right = n.r.pick(&["年初预算数", "预算数", "年初预算数"]);
    let right = if full { "年初预算数" } else { right };
    let compared = n.compared("决算数", right, spent, item.initial);
    format!("年初预算为{}{also}，支出决算为{}{done}{compared}。", n.wan(item.initial), n.wan(spent))
}

fn three(n: &mut Narrator) {
    let year = n.a.year;
    n.page.heading("七、财政拨款“三公”经费支出决算情况说明");
    n.page.say("（一）“三公”经费财政拨款支出决算总体情况说明");
    let t = n.a.three.clone();
    let total = t.total();
    let done = n.completion(total, "预算的");
    let change = match n.change(total.spent, total.prior) {
        Some((_, words)) => format!("；与上年相比，{words}"),
        None => "；与上年持平".to_owned(),
    };
    n.page.say(format!(
        "{year}年度“三公”经费财政拨款支出预算为{}，支出决算为{}{done}{change}。其中：",
        n.wan(total.budget),
        n.wan(total.spent)
    ));
    let mut list = vec![
        ("因公出国（境）费", t.abroad),
        ("公务用车购置费", t.purchase),
        ("公务用车运行维护费", t.running),
        ("公务接待费", t.reception),
    ];
    if n.r.chance(30) {
        list.swap(1, 3);
    }
    for (name, cost) in list {
        let done = n.completion(cost, "预算的");
        let compared = if cost.budget == cost.spent {
            String::new()
        } else {
            n.compared("决算数", "预算数", cost.spent, cost.budget)
        };
        let change = match n.change(cost.spent, cost.prior) {
            Some((sign, words)) => format!("；与上年相比，{words}，主要原因是{}", n.reason(sign)),
            None => "，与上年持平".to_owned(),
        };
        let change = if compared.contains("原因") { change } else { change.replacen('；', "，", 1) };
        let text = format!(
            "{name}支出预算为{}，支出决算为{}{done}{compared}{change}。",
            n.wan(cost.budget),
            n.wan(cost.spent)
        );
        n.page.say(text);
    }
    n.page.say("（二）“三公”经费财政拨款支出决算具体情况说明");
    details(n);
}

fn details(n: &mut Narrator) {
    let (year, t) = (n.a.year, n.a.three.clone());
    let total = t.total().spent;
    let vehicles = t.vehicles().spent;
    let part = |n: &Narrator, w: &str, v: i64| format!("{w}支出决算{}{}", n.wan(v), n.share(v, total));
    n.page.say(format!(
        "{year}年度“三公”经费财政拨款支出决算中，{}；{}；{}。其中：",
        part(n, "因公出国（境）费", t.abroad.spent),
        part(n, "公务用车购置及运行维护费", vehicles),
        part(n, "公务接待费", t.reception.spent)
    ));
    n.page.say(format!(
        "1.因公出国（境）费支出决算为{}，全年安排因公出国（境）团组{}个，累计{}人次。",
        n.wan(t.abroad.spent),
        t.trips.0,
        t.trips.1
    ));
    let foreign = if t.foreign > 0 {
        format!("；外事接待{}批次、{}人次，支出{}", t.foreign_visits.0, t.foreign_visits.1, n.wan(t.foreign))
    } else {
        String::new()
    };
    let visits = match n.r.below(2) {
        0 => format!("全年共接待国内来访{}批次、{}人次", t.visits.0, t.visits.1),
        _ => format!("其中：国内公务接待{}批次、{}人次", t.visits.0, t.visits.1),
    };
    n.page.say(format!("2.公务接待费支出决算为{}，{visits}{foreign}。", n.wan(t.reception.spent)));
    let count: i64 = n.a.vehicles.iter().sum();
    n.page.say(format!(
        "3.公务用车购置及运行维护费支出决算为{}，其中：公务用车购置费{}，全年更新公务用车{}辆；公务用车运行维护费{}，主要是燃料费、维修费、保险费等支出。截至{year}年12月31日，本{}开支财政拨款的公务用车保有量为{count}辆。",
        n.wan(vehicles),
        n.wan(t.purchase.spent),
        t.bought,
        n.wan(t.running.spent),
        n.a.entity.word
    ));
}

fn purses(n: &mut Narrator) {
    let (year, ours) = (n.a.year, format!("本{}", n.a.entity.word));
    n.page.heading("八、政府性基金预算收入支出决算情况说明");
    let items = n.listed(Purse::Fund);
    if items.is_empty() {
        n.page.say(format!("{ours}没有政府性基金预算财政拨款收入，也没有使用政府性基金预算财政拨款安排的支出。"));
    } else {
        let sum = |f: &dyn Fn(&Item) -> i64| n.wan(n.a.sum(Some(Purse::Fund), f));
        let text = format!(
            "{year}年度政府性基金预算财政拨款年初结转和结余{}，本年收入{}，本年支出{}，年末结转和结余{}。",
            sum(&|i| i.begin),
            sum(&|i| i.income),
            sum(&|i| i.spent()),
            sum(&|i| i.end)
        );
        let spent = n.a.spent(Some(Purse::Fund));
        let change = n.against_last_year("政府性基金预算财政拨款支出", spent, n.a.prior[3]);
        n.page.say(format!("{text}{change}具体情况如下："));
        for (k, item) in items.iter().enumerate() {
            let usage = n.usage();
            let amount = n.wan(item.spent());
            n.page.say(format!("{}.{}{amount}，主要用于{usage}。", k + 1, Narrator::triple(item)));
        }
    }
    n.page.heading("九、国有资本经营预算支出决算情况说明");
    let items = n.listed(Purse::Capital);
    if items.is_empty() {
        n.page.say(format!("{ours}没有使用国有资本经营预算安排的支出。"));
    } else {
        let amount = n.wan(n.a.spent(Some(Purse::Capital)));
        n.page.say(format!("{year}年度国有资本经营预算财政拨款支出{amount}，主要用于以下方面："));
        for (k, item) in items.iter().enumerate() {
            let amount = n.wan(item.spent());
            n.page.say(format!("{}.{}{amount}。", k + 1, Narrator::triple(item)));
        }
    }
}

fn operating(n: &mut Narrator) {
    let year = n.a.year;
    n.page.heading("十、机关运行经费支出说明");
    match n.a.operating {
        None => n.page.say(format!("{}{year}年度无机关运行经费支出。", n.a.entity.name)),
        Some(cost) => {
            let change = match n.change(cost.spent, cost.budget) {
                Some((_, words)) => format!("比年初预算数{words}；"),
                None => "与年初预算数持平；".to_owned(),
            };
            let last = match n.change(cost.spent, cost.prior) {
                Some((sign, words)) => format!("比上年决算数{words}，主要原因是{}", n.reason(sign)),
                None => "与上年决算数持平".to_owned(),
            };
            let amount = n.wan(cost.spent);
            n.page.say(format!("{year}年度，机关运行经费支出{amount}，{change}{last}。"));
        }
    }
    n.page.heading("十一、一般性支出情况说明");
    for (k, word) in ["会议费", "培训费"].into_iter().enumerate() {
        let cost = n.a.meetings[k];
        let done = n.completion(cost, "年初预算的");
        let text =
            format!("{year}年度，{word}年初预算为{}，支出决算为{}{done}。", n.wan(cost.budget), n.wan(cost.spent));
        n.page.say(text);
    }
    n.page.say("没有举办节庆、晚会、论坛等活动的开支。");
}
