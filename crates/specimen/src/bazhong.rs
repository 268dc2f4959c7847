//! A budget in the western cities' form: the explanation alone, tables as annexes of their own.

use crate::accounts::{Item, Purse};
use crate::look::printed;
use crate::narrator::Narrator;
use crate::subjects;
use crate::words::duties;
use mingzhang_model::publication::han;

fn versus(n: &mut Narrator, now: i64, before: i64) -> (i64, String) {
    let last = n.a.year - 1;
    let with = n.r.pick(&["比", "较"]);
    match printed(now - before).signum() {
        0 => (0, format!("与{last}年预算数持平")),
        s => (s, format!("{with}{last}年预算数{}{}", if s > 0 { "增加" } else { "减少" }, n.wan(now - before))),
    }
}

fn explained(n: &mut Narrator, now: i64, before: i64) -> String {
    let (sign, words) = versus(n, now, before);
    if sign == 0 {
        return words;
    }
    let reason = n.reason(sign);
    let is = n.r.pick(&["主要原因：", "主要原因是：", "主要原因是"]);
    format!("{words}，{is}{reason}")
}

/// Writes the report.
pub fn write(mut n: Narrator) -> String {
    let (year, name) = (n.a.year, n.a.entity.name.clone());
    n.page.heading(format!("第一部分 {name}概况"));
    n.page.heading("一、基本职能及主要工作");
    let entity = n.a.entity.clone();
    for (i, d) in duties(&mut n.r, &entity).iter().enumerate() {
        n.page.say(format!("{}．{d}", i + 1));
    }
    n.page.heading("二、部门预算单位构成");
    n.page.say(format!("{name}下属二级预算单位{}个。", entity.units.len()));
    n.page.heading(format!("第二部分 {year}年部门预算情况说明"));
    n.page.say(format!("{name}{year}年部门预算已经本级财政部门批复，现将{year}年部门预算公开如下。"));
    summary(&mut n);
    appropriation(&mut n);
    general(&mut n);
    nature(&mut n);
    three(&mut n);
    for (number, purse, word) in [("六", Purse::Fund, "政府性基金预算"), ("七", Purse::Capital, "国有资本经营预算")]
    {
        n.page.heading(format!("{number}、{word}支出情况"));
        let amount = n.wan(n.a.spent(Some(purse)));
        n.page.say(format!("{year}年{word}支出{amount}。"));
        if n.a.spent(Some(purse)) == 0 {
            n.page.say(format!("{name}{year}年没有使用{word}拨款安排的支出。"));
        }
    }
    others(&mut n, &name);
    n.page.heading("第三部分 名词解释");
    n.page.say("（一）一般公共预算拨款收入：本级财政当年拨付的资金。");
    n.page.say("（二）基本支出：为保障机构正常运转、完成日常工作任务而发生的支出。");
    n.page.say("（三）项目支出：在基本支出之外为完成特定任务而发生的支出。");
    n.page.say("（四）“三公”经费：用财政拨款安排的因公出国（境）费、公务用车购置及运行费和公务接待费。");
    let cover = [name, format!("{year}年部门预算")];
    n.page.finish(&cover, false)
}

fn summary(n: &mut Narrator) {
    let (year, name) = (n.a.year, n.a.entity.name.clone());
    let total = n.a.spent(None);
    let prior: i64 = n.a.prior[2] + n.a.prior[3] + n.a.spent(Some(Purse::Capital));
    n.page.heading("一、收支预算情况说明");
    let change = explained(n, total, prior).replace("年预算数", "年收支预算总数");
    let amount = n.wan(total);
    n.page.say(format!(
        "按照综合预算原则，{name}所有收入和支出纳入预算管理。{name}{year}年收支总预算{amount}，{change}。"
    ));
    n.page.say("（详见附件1）");
    n.page.say("（一）收入预算情况");
    let change = versus(n, total, prior).1;
    n.page.say(format!("收入预算总额{amount}，{change}，其中："));
    for (word, purse) in [
        ("一般公共预算拨款收入", Purse::General),
        ("政府性基金预算拨款收入", Purse::Fund),
        ("国有资本经营预算拨款收入", Purse::Capital),
    ] {
        let v = n.a.spent(Some(purse));
        if v != 0 {
            let line = format!("{word}{}，占总收入{}。", n.wan(v), n.rate(v, total));
            n.page.say(line);
        }
    }
    n.page.say("（二）支出预算情况");
    let change = versus(n, total, prior).1;
    n.page.say(format!("支出预算总额{amount}，{change}，其中："));
    let (basic, project) = (n.a.sum(None, |i| i.basic), n.a.sum(None, |i| i.project));
    n.page.say(format!("基本支出{}，占总支出{}；", n.wan(basic), n.rate(basic, total)));
    n.page.say(format!("项目支出{}，占总支出{}。", n.wan(project), n.rate(project, total)));
}

fn appropriation(n: &mut Narrator) {
    let year = n.a.year;
    let total = n.a.spent(None);
    let prior: i64 = n.a.prior[2] + n.a.prior[3] + n.a.spent(Some(Purse::Capital));
    n.page.heading("二、财政拨款收支预算情况说明");
    let change = explained(n, total, prior).replace("年预算数", "年财政拨款收支总预算");
    let amount = n.wan(total);
    n.page.say(format!("{year}年财政拨款收支总预算{amount}，{change}。"));
    n.page.say("收入包括：");
    for (word, purse) in [
        ("一般公共预算拨款收入", Purse::General),
        ("政府性基金预算拨款收入", Purse::Fund),
        ("国有资本经营预算拨款收入", Purse::Capital),
    ] {
        let v = n.a.spent(Some(purse));
        if v != 0 {
            n.page.say(format!("{word}{}。", n.wan(v)));
        }
    }
}

fn general(n: &mut Narrator) {
    let year = n.a.year;
    let spent = n.a.spent(Some(Purse::General));
    n.page.heading("三、一般公共预算当年拨款情况说明");
    n.page.say("（一）一般公共预算当年拨款规模变化情况");
    let change = explained(n, spent, n.a.prior[2]);
    let amount = n.wan(spent);
    n.page.say(format!("{year}年一般公共预算财政拨款{amount}，{change}。"));
    n.page.say("（二）一般公共预算支出结构情况");
    let classes = n.classes(Purse::General);
    let last = classes.len();
    for (k, (code, v)) in classes.into_iter().enumerate() {
        let stop = if k + 1 == last { "。" } else { "；" };
        let line = format!("{}{}，占{}{stop}", subjects::name(&code), n.wan(v), n.rate(v, spent));
        n.page.say(line);
    }
    n.page.say("（三）一般公共预算当年拨款具体使用情况");
    let mark = if n.r.chance(50) { "．" } else { "." };
    // The same 项 listed once per unit: pieces that together make it.
    let mut list: Vec<(Item, i64)> = Vec::new();
    let mut second: Vec<(Item, i64)> = Vec::new();
    for item in n.listed(Purse::General) {
        let whole = item.spent();
        if item.basic > 0 && !n.a.entity.units.is_empty() && n.r.chance(40) {
            let first = whole / 100 * n.r.between(40, 90) / 100 * 100;
            list.push((item.clone(), first));
            second.push((item, whole - first));
        } else {
            list.push((item, whole));
        }
    }
    list.extend(second);
    for (k, (item, v)) in list.iter().enumerate() {
        let usage = n.usage();
        let amount = n.wan(*v);
        n.page.say(format!("{}{mark}{}{year}年预算数为{amount}，主要用于{usage}。", k + 1, Narrator::triple(item)));
    }
}

fn nature(n: &mut Narrator) {
    n.page.heading("四、一般公共预算基本支出及项目支出情况说明");
    n.page.say("（一）基本支出（人员类项目）");
    let (staff, public) = n.a.basic();
    let amount = n.wan(staff);
    n.page.say(format!("一般公共预算基本支出（人员类项目）{amount}，其中："));
    for (k, (class, word)) in [("301", "人员支出"), ("303", "对个人和家庭的补助支出")].into_iter().enumerate()
    {
        let v = n.a.economic_class(class);
        let names: Vec<(String, i64)> =
            n.a.economic
                .iter()
                .filter(|(c, _)| c.starts_with(class))
                .map(|(c, v)| (subjects::economic_name(c), *v))
                .collect();
        let list: Vec<String> = names.iter().take(4).map(|(w, v)| format!("{w}{}", n.wan(*v))).collect();
        let tail = if list.is_empty() { String::new() } else { format!("，其中：{}等", list.join("，")) };
        let amount = n.wan(v);
        n.page.say(format!("{}.{word}{amount}{tail}。", k + 1));
    }
    n.page.say("（二）基本支出（公用经费）");
    let amount = n.wan(public);
    n.page.say(format!("一般公共预算基本支出（公用经费）{amount}，主要包括：办公费、印刷费、水费、电费等支出。"));
    n.page.say("（三）其他运转类及特定目标类项目支出");
    let project = n.a.sum(Some(Purse::General), |i| i.project);
    let amount = n.wan(project);
    n.page.say(format!("一般公共预算项目支出{amount}。"));
}

fn three(n: &mut Narrator) {
    let (year, t) = (n.a.year, n.a.three.clone());
    n.page.heading("五、“三公”经费财政拨款预算安排情况");
    let total = t.total();
    let change = versus(n, total.spent, total.prior).1;
    n.page.say(format!("{year}年“三公”经费财政拨款预算总额{}，{change}，其中：", n.wan(total.spent)));
    let list = [
        ("因公出国（境）经费", t.abroad),
        ("公务接待费", t.reception),
        ("公务用车购置费", t.purchase),
        ("公务用车运行维护费", t.running),
    ];
    for (k, (word, c)) in list.into_iter().enumerate() {
        let change = explained(n, c.spent, c.prior);
        let amount = n.wan(c.spent);
        n.page.say(format!("（{}）{word}{amount}，{change}。", han(k + 1)));
    }
}

fn others(n: &mut Narrator, name: &str) {
    let year = n.a.year;
    n.page.heading("八、其他重要事项的情况说明");
    n.page.say("（一）机关运行经费情况。");
    match n.a.operating {
        Some(c) => {
            let change = explained(n, c.spent, c.prior);
            let amount = n.wan(c.spent);
            n.page.say(format!("{year}年，{name}机关运行经费财政拨款预算为{amount}，{change}。"));
        }
        None => n.page.say(format!("{name}{year}年无机关运行经费。")),
    }
    n.page.say("（二）政府采购及政府购买公共服务情况");
    let amount = n.wan(n.a.procurement.iter().sum());
    n.page.say(format!("{year}年安排政府采购预算支出{amount}。"));
    n.page.say("（三）国有资产占有使用情况说明");
    let [original, worn] = n.a.assets;
    let last = year - 1;
    n.page.say(format!(
        "截至{last}年底，{name}及所属各预算单位固定资产原值{}，累计折旧{}，净值{}。",
        n.wan(original),
        n.wan(worn),
        n.wan(original - worn)
    ));
    let count: i64 = n.a.vehicles.iter().sum();
    n.page.say(format!("截至{last}年底，{name}及所属各预算单位现有公务用车{count}辆。"));
    let [general, special] = n.a.equipment;
    n.page.say(format!(
        "截至{last}年底，{name}及所属各预算单位单价50万元以上通用设备{general}台（套），单价100万元以上专用设备{special}台（套）。"
    ));
    n.page.say("（四）预算绩效目标情况说明");
    let amount = n.wan(n.a.sum(None, |i| i.project));
    let k = n.a.projects;
    n.page.say(format!(
        "按照全面实施预算绩效管理要求，{name}{year}年预算编制了整体支出绩效目标和项目支出绩效目标，其中：涉及项目{k}个，预算项目资金{amount}。"
    ));
}
