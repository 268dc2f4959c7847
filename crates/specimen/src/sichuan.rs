//! Final accounts in the western form: the explanation first, the tables as an annex or not at all.

use crate::accounts::{Cost, Item, Purse};
use crate::mof;
use crate::narrator::{Narrator, sign};
use crate::page::cells;
use crate::tables::{Layout, Tables};
use mingzhang_model::publication::han;

/// Writes the report.
pub fn write(mut n: Narrator) -> String {
    let (year, entity) = (n.a.year, n.a.entity.clone());
    let word = entity.word;
    n.page.heading(format!("第一部分 {word}概况"));
    n.overview(&format!("一、{word}职责"), "二、机构设置");
    n.page.heading(format!("第二部分 {year}年度{word}决算情况说明"));
    mof::totals(&mut n);
    n.page.say("（图1：收、支决算总计变动情况图）");
    general(&mut n);
    n.page.heading("六、一般公共预算财政拨款基本支出决算情况说明");
    let joined = n.r.chance(30);
    n.basic(&format!("{year}年度一般公共预算财政拨款基本支出"), joined);
    three(&mut n);
    purses(&mut n);
    others(&mut n);
    n.glossary("第三部分 名词解释", ".");
    let with_tables = n.r.chance(60);
    n.page.heading("第四部分 附件");
    annex(&mut n);
    n.page.heading("第五部分 附表");
    if with_tables {
        tables(&mut n);
    } else {
        n.page.say("决算公开表格随文另附。");
    }
    let title = if n.r.chance(50) {
        format!("{}{year}年度{word}决算", entity.name)
    } else {
        format!("{year}年度{word}决算")
    };
    let cover = if title.starts_with(&entity.name) { vec![title] } else { vec![entity.name.clone(), title] };
    let leaders = n.r.chance(40);
    n.page.finish(&cover, leaders)
}

fn annex(n: &mut Narrator) {
    let year = n.a.year;
    n.page.say(format!("{year}年度项目支出绩效自评情况表"));
    let mut rows = vec![cells(&["序号", "项目名称", "自评结果"])];
    for k in 1..=n.a.projects.min(6) {
        let name = format!("第{}类项目", han(usize::try_from(k).unwrap_or(1)));
        rows.push(vec![k.to_string(), name, n.r.pick(&["优", "优", "良"]).to_owned()]);
    }
    n.page.table(&rows);
}

fn tables(n: &mut Narrator) {
    const TITLES: [&str; 11] = [
        "一、收入支出决算总表",
        "二、收入决算表",
        "三、支出决算表",
        "四、财政拨款收入支出决算总表",
        "五、一般公共预算财政拨款支出决算表",
        "六、一般公共预算财政拨款基本支出决算表",
        "七、一般公共预算财政拨款项目支出决算表",
        "八、政府性基金预算财政拨款收入支出决算表",
        "九、国有资本经营预算财政拨款收入支出决算表",
        "十、国有资本经营预算财政拨款支出决算表",
        "十一、财政拨款“三公”经费支出决算表",
    ];
    for title in TITLES {
        n.page.announce(title);
    }
    let layout = Layout { official: n.r.chance(50), detailed: false, full: n.r.chance(50) };
    let mut t = Tables { accounts: &n.a, look: &n.look, layout, number: 0 };
    let page = &mut n.page;
    t.summary(page);
    t.income(page);
    t.expenditure(page);
    t.appropriation(page);
    t.general(page);
    t.basic(page);
    t.project(page);
    t.purse(page, Purse::Fund, "政府性基金预算");
    t.purse(page, Purse::Capital, "国有资本经营预算");
    t.capital(page);
    t.three(page);
}

fn general(n: &mut Narrator) {
    let year = n.a.year;
    n.page.heading("五、一般公共预算财政拨款支出决算情况说明");
    n.page.say("（一）一般公共预算财政拨款支出决算总体情况");
    mof::opening(n);
    n.page.say("（图5：一般公共预算财政拨款支出决算变动情况）");
    n.page.say("（二）一般公共预算财政拨款支出决算结构情况");
    let list = n.structure(Purse::General);
    let spent = n.a.spent(Some(Purse::General));
    let amount = n.wan(spent);
    n.page.say(format!("{year}年度一般公共预算财政拨款支出{amount}，主要用于以下方面：{list}"));
    n.page.say("（图6：一般公共预算财政拨款支出决算结构）");
    n.page.say("（三）一般公共预算财政拨款支出决算具体情况");
    let items = n.listed(Purse::General);
    let budget: i64 = items.iter().map(|i| i.full).sum();
    let done = n.completion(Cost { spent, budget, prior: 0 }, "预算");
    n.page.say(format!("{year}年度一般公共预算支出决算数为{amount}{done}。其中："));
    let colon = if n.r.chance(50) { "：" } else { ": " };
    let figure = n.r.chance(85);
    for (k, item) in items.iter().enumerate() {
        let spent = item.spent();
        let done =
            if figure { n.completion(Cost { spent, budget: item.full, prior: 0 }, "预算") } else { String::new() };
        // Of the budget only the rate is printed: where that is 100%, nothing larger or smaller can be seen.
        let compared = if sign(spent, item.full) != 0 && done.ends_with("预算100%") {
            String::new()
        } else {
            n.compared("决算数", "预算数", spent, item.full)
        };
        let amount = n.wan(spent);
        n.page.say(format!("{}.{}{colon}支出决算为{amount}{done}{compared}。", k + 1, Narrator::triple(item)));
    }
}

fn three(n: &mut Narrator) {
    let (year, t, word) = (n.a.year, n.a.three.clone(), n.a.entity.word);
    n.page.heading("七、财政拨款“三公”经费支出决算情况说明");
    n.page.say("（一）“三公”经费财政拨款支出决算总体情况说明");
    let total = t.total();
    let done = n.completion(total, "预算");
    let change = match n.change(total.spent, total.prior) {
        Some((_, words)) => format!("，较上年度{words}"),
        None => "，与上年度持平".to_owned(),
    };
    let compared = n.compared("决算数", "预算数", total.spent, total.budget).replacen('，', "。", 1);
    n.page.say(format!("{year}年度“三公”经费财政拨款支出决算为{}{done}{change}{compared}。", n.wan(total.spent)));
    n.page.say("（二）“三公”经费财政拨款支出决算具体情况说明");
    let vehicles = t.vehicles();
    let part = |n: &Narrator, w: &str, v: i64| format!("{w}支出决算{}{}", n.wan(v), n.share(v, total.spent));
    n.page.say(format!(
        "{year}年度“三公”经费财政拨款支出决算中，{}；{}；{}。具体情况如下：",
        part(n, "因公出国（境）费", t.abroad.spent),
        part(n, "公务用车购置及运行维护费", vehicles.spent),
        part(n, "公务接待费", t.reception.spent)
    ));
    let last = |n: &mut Narrator, what: &str, c: Cost| -> String {
        match n.change(c.spent, c.prior) {
            Some((s, words)) => format!("{what}支出决算比{}年度{words}。主要原因是{}。", year - 1, n.reason(s)),
            None => format!("{what}支出决算与{}年度持平。", year - 1),
        }
    };
    let (done, change) = (n.completion(t.abroad, "预算"), last(n, "因公出国（境）", t.abroad));
    n.page.say(format!(
        "1.因公出国（境）经费支出{}{done}。全年安排因公出国（境）团组{}次，出国（境）{}人。{change}",
        n.wan(t.abroad.spent),
        t.trips.0,
        t.trips.1
    ));
    let (done, change) = (n.completion(vehicles, "预算"), last(n, "公务用车购置及运行维护费", vehicles));
    n.page.say(format!("2.公务用车购置及运行维护费支出{}{done}。{change}", n.wan(vehicles.spent)));
    let count: i64 = n.a.vehicles.iter().sum();
    let [sedans, jeeps, buses] = n.a.cars;
    n.page.say(format!(
        "其中：公务用车购置支出{}。全年按规定更新购置公务用车{}辆。截至{year}年12月31日，{word}共有公务用车{count}辆，其中：轿车{sedans}辆、越野车{jeeps}辆、载客汽车{buses}辆。",
        n.wan(t.purchase.spent),
        t.bought
    ));
    let usage = n.usage();
    n.page.say(format!("公务用车运行维护费支出{}。主要用于{usage}。", n.wan(t.running.spent)));
    let (done, change) = (n.completion(t.reception, "预算"), last(n, "公务接待费", t.reception));
    n.page.say(format!("3.公务接待费支出{}{done}。{change}其中：", n.wan(t.reception.spent)));
    let domestic = t.reception.spent - t.foreign;
    let first = domestic / 3;
    let list = if domestic > 300 && n.r.chance(50) {
        // Two pieces of a printed amount that add up to it as printed.
        let first = first / 100 * 100;
        let rest = (domestic + 50) / 100 * 100 - first;
        format!("，具体内容包括：上级检查指导{}、同级单位交流{}", n.wan(first), n.wan(rest))
    } else {
        String::new()
    };
    n.page.say(format!(
        "国内公务接待支出{0}，主要用于开展业务活动开支的用餐费等。国内公务接待{1}批次，{2}人次（不包括陪同人员），共计支出{0}{list}。",
        n.wan(domestic),
        t.visits.0,
        t.visits.1
    ));
    let who = if t.foreign > 0 {
        format!("，外事接待{}批次，{}人", t.foreign_visits.0, t.foreign_visits.1)
    } else {
        String::new()
    };
    n.page.say(format!("外事接待支出{}{who}。", n.wan(t.foreign)));
}

fn purses(n: &mut Narrator) {
    let year = n.a.year;
    for (heading, purse, word) in [
        ("八、政府性基金预算支出决算情况说明", Purse::Fund, "政府性基金预算"),
        ("九、国有资本经营预算支出决算情况说明", Purse::Capital, "国有资本经营预算"),
    ] {
        n.page.heading(heading);
        let items = n.listed(purse);
        let amount = n.wan(n.a.spent(Some(purse)));
        n.page.say(format!("{year}年度{word}财政拨款支出{amount}。"));
        if items.len() > 1 || n.r.chance(30) {
            for (k, item) in items.iter().enumerate() {
                let amount = n.wan(Item::spent(item));
                n.page.say(format!("{}.{}: 支出决算为{amount}。", k + 1, Narrator::triple(item)));
            }
        }
    }
}

fn others(n: &mut Narrator) {
    let (year, name, word) = (n.a.year, n.a.entity.name.clone(), n.a.entity.word);
    n.page.heading("十、其他重要事项的情况说明");
    n.page.say("（一）机关运行经费支出情况");
    operating(n, &name);
    n.page.say("（二）政府采购支出情况");
    n.procurement(&name);
    n.page.say("（三）国有资产占有使用情况");
    n.assets(&name);
    n.page.say("（四）预算绩效管理情况");
    let k = n.a.projects;
    let usage = n.r.pick(&["信息系统运行维护项目", "业务培训项目", "设施维修项目"]).to_owned();
    let some = k.min(2);
    n.page.say(format!(
        "根据预算绩效管理要求，本{word}在{year}年度预算编制阶段，组织对{usage}等{some}个项目开展了预算事前绩效评估，对{k}个项目编制了绩效目标，预算执行过程中，选取{k}个项目开展绩效监控，组织对{k}个项目开展绩效自评，绩效自评表详见第四部分附件。"
    ));
}

/// 机关运行经费支出 against last year.
pub(crate) fn operating(n: &mut Narrator, name: &str) {
    let year = n.a.year;
    match n.a.operating {
        None => n.page.say(format!("{name}{year}年度无机关运行经费支出。")),
        Some(cost) => {
            let change = match n.change(cost.spent, cost.prior) {
                Some((s, words)) => format!("比{}年度{words}。主要原因是{}", year - 1, n.reason(s)),
                None => format!("与{}年度持平", year - 1),
            };
            let amount = n.wan(cost.spent);
            n.page.say(format!("{year}年度，{name}机关运行经费支出{amount}，{change}。"));
        }
    }
}
