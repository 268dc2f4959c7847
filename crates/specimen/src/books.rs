//! Made-up workbooks, filled in completely: what a clerk would have to say of the accounts.

use crate::Style;
use crate::accounts::{self, Accounts, Cost, Item, Purse, USES as VEHICLES};
use crate::cases::{self, Case};
use crate::forms;
use crate::random::Random;
use crate::words::{LESS, MORE, USES, duties};
use mingzhang_compile::{Book, OTHER_MONEY, Row, coordinates};
use mingzhang_model::number::SCALE;
use mingzhang_model::{Amount, Coordinates, Dimension};
use std::collections::BTreeSet;

/// Who fills in.
struct Clerk {
    book: Book,
    r: Random,
    budget: bool,
    western: bool,
    purposes: BTreeSet<String>,
}

/// The workbook of a seed for a profile.
#[must_use]
pub fn book(style: Style, seed: u64) -> Book {
    let mut r = Random::new(seed ^ 0xb00c);
    let budget = matches!(style, Style::Putuo | Style::Bazhong);
    let mut a = accounts::random(&mut r, budget, true);
    if style == Style::Bazhong && r.chance(60) {
        cases::carried_into_budget(&mut a, &mut r);
    }
    of(style, &a, r)
}

/// A workbook of a case that seldom happens.
#[must_use]
pub fn hard(style: Style, seed: u64) -> Book {
    let mut r = Random::new(seed ^ 0xb00c);
    let (mut a, list) = cases::random(&mut r, matches!(style, Style::Putuo | Style::Bazhong));
    if style == Style::Bazhong && list.iter().any(|c| matches!(c, Case::CarryOver | Case::OtherMoney | Case::Rich)) {
        cases::carried_into_budget(&mut a, &mut r);
    }
    of(style, &a, r)
}

/// The workbook of accounts; whoever fills it in chooses words as `r` says.
#[must_use]
pub fn of(style: Style, a: &Accounts, r: Random) -> Book {
    let budget = matches!(style, Style::Putuo | Style::Bazhong);
    let mut clerk = Clerk {
        book: Book { profile: style.name().to_owned(), ..Book::default() },
        r,
        budget,
        western: style == Style::Sichuan,
        purposes: BTreeSet::new(),
    };
    clerk.identity(a);
    for item in &a.items {
        clerk.item(item);
    }
    for (code, v) in &a.economic {
        clerk.put(&format!("支出[资金=一般公共预算财政拨款,性质=基本支出,经济科目={code}]"), *v);
    }
    clerk.totals(a);
    clerk.three(a);
    clerk.others(a);
    match style {
        Style::Sichuan => clerk.economic(a),
        Style::Shanghai => clerk.firms(a),
        _ => {}
    }
    clerk.projects(style, a);
    clerk.book
}

/// The purse as reports name it.
fn purse(p: Purse) -> &'static str {
    match p {
        Purse::General => "一般公共预算财政拨款",
        Purse::Fund => "政府性基金预算财政拨款",
        Purse::Capital => "国有资本经营预算财政拨款",
    }
}

fn at(text: &str) -> Coordinates {
    coordinates(text).unwrap_or_default()
}

impl Clerk {
    /// The forms of all projects, in some books: one project for each subject that has any.
    fn projects(&mut self, style: Style, a: &Accounts) {
        let mine: Vec<&Item> = a.items.iter().filter(|i| i.project > 0).collect();
        let most = if self.budget { 12 } else { 5 };
        if mine.is_empty() || mine.len() > most || !self.r.chance(50) {
            return;
        }
        if self.budget {
            return self.aims(style, a, &mine);
        }
        let national = style != Style::Sichuan;
        let mut made = Vec::new();
        for (k, item) in mine.iter().enumerate() {
            let spent = item.project;
            let adjusted = if self.r.chance(50) { spent } else { spent / 100 * self.r.between(101, 160) + 1_000_000 };
            let initial = if self.r.chance(60) { adjusted } else { self.r.near(adjusted, 70, 130).max(10_000) };
            let funds = [[initial, 0, 0, 0], [adjusted, 0, 0, 0], [spent, 0, 0, 0]];
            let mut project =
                forms::with(&mut self.r, k, i32::try_from(a.year).unwrap_or(0), &a.entity.name, national, funds);
            project.subject.clone_from(&item.subject.code);
            made.push(project);
        }
        forms::fill(&mut self.book, &made);
        if self.r.chance(40) {
            let mut r = self.r.clone();
            forms::evaluate(&mut self.book, made.first(), &mut r);
        }
        let count = i64::try_from(made.len()).unwrap_or(0);
        let sum: i64 = made.iter().map(|p| p.funds[2].iter().sum::<i64>()).sum();
        // What is evaluated had its aims.
        let aimed = count.max(a.projects);
        for (what, value) in [("绩效目标项目数", aimed), ("绩效自评项目数", count), ("绩效自评金额", sum)]
        {
            self.book.amounts.retain(|(c, _)| *c != at(what));
            self.put(what, value);
        }
        self.book.amounts.retain(|(c, _)| c.get(Dimension::Measure).word() != "绩效评级项目数");
        self.book.texts.retain(|(name, _), _| name != "平均得分");
    }

    /// What the projects of a budget aim at, and in the west the whole department; what the report says of them may be left to the program.
    fn aims(&mut self, style: Style, a: &Accounts, mine: &[&Item]) {
        let western = style == Style::Bazhong;
        let year = i32::try_from(a.year).unwrap_or(0);
        let mut made = Vec::new();
        for (k, item) in mine.iter().enumerate() {
            let funds = [[item.project, 0, 0, 0]; 3];
            let mut project = forms::with(&mut self.r, k, year, &a.entity.name, !western, funds);
            project.subject.clone_from(&item.subject.code);
            made.push(project);
        }
        let mut r = self.r.clone();
        forms::plan(&mut self.book, &made, !western, &mut r);
        if western {
            let other = a.sum(None, |i| i.other.iter().sum());
            forms::aim(&mut self.book, &made, &a.entity.name, [a.sum(None, Item::spent), 0, other, 0], &mut r);
        }
        for what in ["绩效目标项目数", "绩效目标金额"] {
            self.book.amounts.retain(|(c, _)| *c != at(what));
        }
        if self.r.chance(50) {
            self.put("绩效目标项目数", i64::try_from(made.len()).unwrap_or(0));
            self.put("绩效目标金额", mine.iter().map(|i| i.project).sum());
        }
    }

    fn put(&mut self, what: &str, yuan: i64) {
        if yuan != 0 {
            self.book.put(at(what), Amount(yuan * SCALE), None);
        }
    }

    fn say(&mut self, name: &str, about: &str, text: &str) {
        let about = if about.is_empty() { Coordinates::default() } else { at(about) };
        self.book.say(name, about, text, None);
    }

    fn pick(&mut self, list: &[&str]) -> String {
        self.r.pick(list).to_owned()
    }

    /// A purpose that no other subject has.
    fn purpose(&mut self) -> String {
        loop {
            let (a, b) = (self.r.below(USES.len()), self.r.below(USES.len() + 1));
            let text = match USES.get(b).filter(|_| a != b) {
                Some(second) => format!("{}，{second}", USES[a]),
                None => USES[a].to_owned(),
            };
            if self.purposes.insert(text.clone()) || self.purposes.len() >= 90 {
                return text;
            }
        }
    }

    /// A reason why `now` differs from `then`, where it does.
    fn reason(&mut self, name: &str, about: &str, now: i64, then: i64) {
        let list: &[&str] = match now.cmp(&then) {
            std::cmp::Ordering::Equal => return,
            std::cmp::Ordering::Greater => &MORE,
            std::cmp::Ordering::Less => &LESS,
        };
        let text = self.pick(list);
        self.say(name, about, &text);
    }

    fn identity(&mut self, a: &Accounts) {
        self.say("单位全称", "", &a.entity.name);
        self.say("年度", "", &a.year.to_string());
        self.say("公开主体", "", a.entity.word);
        let list = duties(&mut self.r, &a.entity);
        self.say("主要职责", "", &list.join("\n"));
        let rooms = self.r.between(3, 12);
        self.put("机构[事项=内设机构]", rooms);
        let natures = ["行政单位", "参照公务员法管理的事业单位", "其他事业单位"];
        let rows = a.entity.units.iter().map(|name| {
            let mut row = Row::default();
            for (key, value) in [("名称", name.as_str()), ("性质", self.r.pick(&natures))] {
                row.texts.insert(key.to_owned(), mingzhang_compile::Filled { value: value.to_owned(), source: None });
            }
            row
        });
        let rows = rows.collect();
        self.book.lists.insert("所属单位".to_owned(), rows);
    }

    fn item(&mut self, i: &Item) {
        let (code, p) = (&i.subject.code, purse(i.purse));
        let key = format!("资金={p},科目={code}");
        self.put(&format!("支出[性质=基本支出,{key}]"), i.basic);
        self.put(&format!("支出[性质=项目支出,{key}]"), i.project);
        self.put(&format!("支出[年度=上年,{key}]"), i.prior);
        let used = self.purpose();
        self.say("用途", &format!("支出[{key}]"), &used);
        self.put(&format!("年初结转和结余[{key}]"), i.begin);
        self.put(&format!("年末结转和结余[{key}]"), i.end);
        if !self.budget {
            self.put(&format!("收入[{key}]"), i.income);
            self.put(&format!("支出[阶段=年初预算,{key}]"), i.initial);
            self.put(&format!("支出[阶段=全年预算,{key}]"), i.full);
            self.reason("预算差异原因", &format!("支出[{key}]"), i.spent(), i.initial);
            // The eastern and the ministry's form compare with the budget at the beginning, the western form with the last one.
            if self.western {
                self.reason("预算差异原因", &format!("支出[{key}]"), i.spent(), i.full);
            }
        }
        let other = format!("资金={OTHER_MONEY},科目={code}");
        for (nature, v) in ["基本支出", "项目支出", "经营支出"].into_iter().zip(i.other) {
            self.put(&format!("支出[性质={nature},{other}]"), v);
        }
        let sources = ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"];
        for (source, v) in sources.into_iter().zip(i.earned) {
            self.put(&format!("收入[来源={source},{other}]"), v);
        }
    }

    fn totals(&mut self, a: &Accounts) {
        self.put("使用非财政拨款结余", a.used);
        self.put("结余分配", a.allotted);
        if let Some(first) = a.items.first().map(|i| i.subject.code.as_str()) {
            for (nature, v) in ["上缴上级支出", "对附属单位补助支出"].into_iter().zip(a.passed) {
                self.put(&format!("支出[性质={nature},资金={OTHER_MONEY},科目={first}]"), v);
            }
        }
        // A budget says of other money, too, under which subjects it is carried.
        let carrier = a.items.iter().find(|i| self.budget && i.other != [0; 3]).map(|i| &i.subject.code);
        let of = carrier.map_or_else(String::new, |code| format!(",科目={code}"));
        self.put(&format!("年初结转和结余[资金={OTHER_MONEY}{of}]"), a.other_carry.0);
        self.put(&format!("年末结转和结余[资金={OTHER_MONEY}{of}]"), a.other_carry.1);
        let prior = |p: Option<Purse>| a.sum(p, |i| i.prior);
        let general = prior(Some(Purse::General));
        // Last year, too, each is a part of the one before it.
        let fiscal = if self.budget { prior(None) } else { a.prior[1].max(prior(None)) };
        let all = if self.budget { fiscal } else { a.prior[0].max(fiscal) };
        self.put("收入总计[年度=上年]", all);
        self.put("收入总计[年度=上年,资金=财政拨款]", fiscal);
        let (total, appropriated) = (a.total(), a.appropriation_total());
        self.reason("变动原因", "收入总计", total, all);
        self.reason("变动原因", "收入总计[资金=财政拨款]", appropriated, fiscal);
        self.reason("变动原因", "支出[资金=一般公共预算财政拨款]", a.spent(Some(Purse::General)), general);
        let fund = prior(Some(Purse::Fund));
        self.reason("变动原因", "支出[资金=政府性基金预算财政拨款]", a.spent(Some(Purse::Fund)), fund);
        let capital = prior(Some(Purse::Capital));
        self.reason("变动原因", "支出[资金=国有资本经营预算财政拨款]", a.spent(Some(Purse::Capital)), capital);
    }

    fn cost(&mut self, what: &str, stage: &str, c: Cost) {
        let staged = |stage: &str| match what.split_once('[') {
            Some((m, rest)) => format!("{m}[{stage},{rest}"),
            None => format!("{what}[{stage}]"),
        };
        self.put(what, c.spent);
        self.put(&staged("年度=上年"), c.prior);
        self.reason("变动原因", what, c.spent, c.prior);
        if !self.budget {
            self.put(&staged(&format!("阶段={stage}")), c.budget);
            self.reason("预算差异原因", what, c.spent, c.budget);
        }
    }

    fn three(&mut self, a: &Accounts) {
        let t = &a.three;
        for (item, c) in [
            ("因公出国（境）费", t.abroad),
            ("公务用车购置费", t.purchase),
            ("公务用车运行维护费", t.running),
            ("公务接待费", t.reception),
        ] {
            self.cost(&format!("三公经费[事项={item}]"), "预算", c);
        }
        for (what, c) in [("三公经费", t.total()), ("三公经费[事项=公务用车购置及运行维护费]", t.vehicles())]
        {
            self.reason("变动原因", what, c.spent, c.prior);
            self.reason("预算差异原因", what, c.spent, c.budget);
        }
        self.put("公务用车购置数", t.bought);
        if self.budget {
            return;
        }
        self.put("三公经费[事项=外事接待费]", t.foreign);
        for (what, n) in [
            ("因公出国团组", t.trips.0),
            ("因公出国人次", t.trips.1),
            ("国内接待批次", t.visits.0),
            ("国内接待人次", t.visits.1),
            ("外事接待批次", t.foreign_visits.0),
            ("外事接待人次", t.foreign_visits.1),
        ] {
            self.put(what, n);
        }
        if self.western {
            for (what, n) in ["轿车", "越野车", "载客汽车"].into_iter().zip(a.cars) {
                self.put(&format!("公务用车保有量[事项={what}]"), n);
            }
        } else {
            self.put("公务用车保有量", a.cars.iter().sum());
        }
        self.say("用车用途", "", "开展业务检查和基层调研所需的燃料费、维修费、保险费等支出");
        self.say("接待用途", "", "上级检查指导和同级单位交流所需的用餐费等支出");
    }

    fn others(&mut self, a: &Accounts) {
        if let Some(c) = a.operating {
            self.cost("机关运行经费", "年初预算", c);
        }
        for (what, c) in ["会议费", "培训费"].into_iter().zip(a.meetings) {
            if !self.budget {
                self.cost(what, "年初预算", c);
            }
        }
        for (what, v) in ["货物", "工程", "服务"].into_iter().zip(a.procurement) {
            self.put(&format!("政府采购[事项={what}]"), v);
        }
        let firms = if self.budget {
            ["预留中小企业", "预留小微企业"]
        } else {
            ["授予中小企业", "授予小微企业"]
        };
        for (what, v) in firms.into_iter().zip(a.firms) {
            self.put(&format!("政府采购[事项={what}]"), v);
        }
        for (what, n) in VEHICLES.into_iter().zip(a.vehicles) {
            if self.budget {
                self.put("车辆", n);
            } else {
                self.put(&format!("车辆[事项={what}]"), n);
            }
        }
        if a.vehicles[7] > 0 {
            self.say("其他用车", "", "业务用车");
        }
        self.put("大型设备", a.equipment[1]);
        if self.budget {
            self.put("固定资产[事项=原值]", a.assets[0]);
            self.put("固定资产[事项=累计折旧]", a.assets[1]);
            self.say("资产日期", "", &format!("{}年8月31日", a.year - 1));
            self.put("机构[事项=绩效单位]", 1 + i64::try_from(a.entity.units.len()).unwrap_or(0));
            self.say("批复机关", "", "财政局");
        }
        for what in ["绩效目标项目数", "绩效监控项目数", "绩效自评项目数"] {
            self.put(what, a.projects);
        }
        self.put("绩效评估项目数", a.projects.min(2));
        let project = a.sum(None, |i| i.project);
        for what in ["绩效目标金额", "绩效监控金额", "绩效自评金额"] {
            self.put(what, project);
        }
        if !self.budget {
            self.say("绩效说明", "", "从自评情况来看，年度绩效目标基本完成。");
        }
    }

    /// What the eastern form asks for beyond the others.
    fn firms(&mut self, a: &Accounts) {
        let [medium, small] = a.firms;
        for (what, v) in [
            ("预留中小企业", medium),
            ("预留小微企业", small),
            ("预留中小企业成交", medium / 100 * 95),
            ("预留小微企业成交", small / 100 * 96),
            ("其他中小企业成交", (a.procurement.iter().sum::<i64>() - medium) / 10),
        ] {
            self.put(&format!("政府采购[事项={what}]"), v);
        }
        let good = self.r.between(0, a.projects);
        self.put("绩效评级项目数[事项=优]", a.projects - good);
        self.put("绩效评级项目数[事项=良]", good);
        let solved = self.r.between(0, good);
        self.put("绩效问题", good);
        self.put("绩效问题整改[事项=已整改]", solved);
        self.put("绩效问题整改[事项=正在整改]", good - solved);
        self.say("平均得分", "", "95.60");
        self.say("绩效制度", "", "本年度修订了预算绩效管理办法，建立了编制有目标、执行有监控、完成有评价的工作机制。");
    }

    /// Everything but the basic expenditure of the general budget by economic 款, and the general budget by subject and economic 类.
    fn economic(&mut self, a: &Accounts) {
        const PAID: [&str; 6] = ["30201", "30213", "30226", "30227", "31003", "39999"];
        let mut pool: Vec<(String, i64)> = Vec::new();
        for (code, v) in &a.economic {
            let class = code.get(..3).unwrap_or("").to_owned();
            match pool.last_mut().filter(|(c, _)| *c == class) {
                Some((_, sum)) => *sum += v,
                None => pool.push((class, *v)),
            }
        }
        let mut paid: std::collections::BTreeMap<(Purse, &str), i64> = std::collections::BTreeMap::new();
        for i in &a.items {
            let mut classes: Vec<(String, i64)> = Vec::new();
            if i.purse == Purse::General {
                let mut due = i.basic;
                while let Some((class, left)) = pool.iter_mut().find(|(_, v)| *v > 0).filter(|_| due > 0) {
                    let take = due.min(*left);
                    *left -= take;
                    due -= take;
                    classes.push((class.clone(), take));
                }
            }
            if i.project > 0 {
                let code = PAID[self.r.below(PAID.len())];
                *paid.entry((i.purse, code)).or_insert(0) += i.project;
                classes.push((code.get(..3).unwrap_or("").to_owned(), i.project));
            }
            if i.purse == Purse::General {
                for (class, v) in classes {
                    let subject = &i.subject.code;
                    self.put(&format!("支出[资金=一般公共预算财政拨款,科目={subject},经济科目={class}]"), v);
                }
            }
        }
        for ((p, code), v) in paid {
            self.put(&format!("支出[资金={},性质=项目支出,经济科目={code}]", purse(p)), v);
        }
    }
}
