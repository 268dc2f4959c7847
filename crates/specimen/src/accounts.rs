//! One department's year, exact to the 元: everything a report prints is derived from here, so that nothing can contradict.

mod costs;

use crate::random::Random;
use crate::subjects::{self, Subject};
use crate::words::Entity;
pub use costs::{Cost, ThreePublic};
use costs::{cost, three};
use std::collections::BTreeMap;

/// Which budget pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purse {
    /// 一般公共预算
    General,
    /// 政府性基金预算
    Fund,
    /// 国有资本经营预算
    Capital,
}

/// One 项 under one purse, or under other money.
#[derive(Clone, Debug)]
pub struct Item {
    /// The 项.
    pub subject: Subject,
    /// Who pays.
    pub purse: Purse,
    /// 基本支出 of the appropriation.
    pub basic: i64,
    /// 项目支出 of the appropriation.
    pub project: i64,
    /// Carried over from last year, taken in, carried over to next year; begin + income = basic + project + end.
    pub begin: i64,
    /// 财政拨款收入
    pub income: i64,
    /// 年末结转和结余
    pub end: i64,
    /// Spending of other money: basic, project, 经营支出.
    pub other: [i64; 3],
    /// Income of other money: 上级补助, 事业, 经营, 附属单位上缴, 其他.
    pub earned: [i64; 5],
    /// 年初预算
    pub initial: i64,
    /// 全年预算
    pub full: i64,
    /// Last year's execution.
    pub prior: i64,
}

impl Item {
    /// Spending of the appropriation.
    #[must_use]
    pub fn spent(&self) -> i64 {
        self.basic + self.project
    }
}

/// The whole year.
#[derive(Clone, Debug)]
pub struct Accounts {
    /// Who.
    pub entity: Entity,
    /// Fiscal year.
    pub year: i64,
    /// By code, general first.
    pub items: Vec<Item>,
    /// 基本支出 of the general budget by economic 款.
    pub economic: BTreeMap<String, i64>,
    /// 使用非财政拨款结余
    pub used: i64,
    /// 结余分配
    pub allotted: i64,
    /// 年初 and 年末结转和结余 of other money.
    pub other_carry: (i64, i64),
    /// Last year's 总计, 财政拨款总计, 一般公共支出, 政府性基金支出.
    pub prior: [i64; 4],
    /// “三公”经费.
    pub three: ThreePublic,
    /// 机关运行经费.
    pub operating: Option<Cost>,
    /// 会议费 and 培训费.
    pub meetings: [Cost; 2],
    /// 货物, 工程, 服务.
    pub procurement: [i64; 3],
    /// 授予中小企业, 授予小微企业.
    pub firms: [i64; 2],
    /// Vehicles by use, in the order of [`USES`].
    pub vehicles: [i64; 8],
    /// 轿车, 越野车, 载客汽车.
    pub cars: [i64; 3],
    /// 通用设备, 专用设备.
    pub equipment: [i64; 2],
    /// 固定资产原值, 累计折旧.
    pub assets: [i64; 2],
    /// Projects that pursue goals.
    pub projects: i64,
    /// 上缴上级支出, 对附属单位补助支出, of other money.
    pub passed: [i64; 2],
}

/// Uses of vehicles.
pub const USES: [&str; 8] = [
    "部级领导干部用车",
    "主要领导干部用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部用车",
    "其他用车",
];

/// 人员经费 rather than 公用经费.
#[must_use]
pub fn is_staff(code: &str) -> bool {
    code.starts_with("301") || code.starts_with("303")
}

fn economic(r: &mut Random, staff: i64) -> BTreeMap<String, i64> {
    let mut out = BTreeMap::new();
    for code in subjects::economic() {
        let (chance, low, high) = match code.as_str() {
            "30101" | "30102" | "30103" => (100, 28_000, 70_000),
            "30107" => (50, 20_000, 60_000),
            "30108" | "30113" => (100, 12_000, 24_000),
            "30109" | "30110" => (95, 6_000, 12_000),
            "30111" | "30112" | "30199" => (75, 300, 4_000),
            "30302" | "30305" => (70, 500, 9_000),
            c if c.starts_with("301") => (30, 200, 5_000),
            c if c.starts_with("303") => (15, 20, 3_000),
            "30204" => (50, 1, 90),
            "30212" | "31013" => (0, 0, 0),
            "30215" | "30216" | "30217" | "30231" => (70, 200, 2_000),
            c if c.starts_with("302") => (65, 100, 6_000),
            "31002" => (60, 100, 3_000),
            c if c.starts_with("310") => (6, 100, 4_000),
            _ => (2, 100, 900),
        };
        if r.chance(chance) {
            let amount = r.between(low, high) * staff + r.between(0, 9_999) * i64::from(low > 50);
            out.insert(code, amount.max(1));
        }
    }
    out
}

/// Which 项 of the functional list an economic 款 is paid from, and how much of it.
const PAID_FROM: [(&str, &str); 6] = [
    ("30302", "2080501"),
    ("30108", "2080505"),
    ("30109", "2080506"),
    ("30110", "2101101"),
    ("30111", "2101103"),
    ("30113", "2210201"),
];

fn blank(subject: Subject, purse: Purse) -> Item {
    Item {
        subject,
        purse,
        basic: 0,
        project: 0,
        begin: 0,
        income: 0,
        end: 0,
        other: [0; 3],
        earned: [0; 5],
        initial: 0,
        full: 0,
        prior: 0,
    }
}

fn items(r: &mut Random, entity: &Entity, economic: &BTreeMap<String, i64>, budget: bool) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    let mut rest: i64 = economic.values().sum();
    for (from, code) in PAID_FROM {
        if let (Some(amount), Some(subject)) = (economic.get(from), subjects::item(code)) {
            let mut item = blank(subject, Purse::General);
            item.basic = *amount;
            rest -= item.basic;
            out.push(item);
        }
    }
    let mut home = subjects::below(entity.home, "一般公共");
    let runs = home.iter().position(|s| s.code.ends_with("01")).unwrap_or(0);
    let mut run = blank(home.remove(runs), Purse::General);
    if let Some(second) = home.iter().position(|s| s.code.ends_with("50")).filter(|_| r.chance(60)) {
        let mut item = blank(home.remove(second), Purse::General);
        item.basic = rest / 100 * r.between(10, 45);
        rest -= item.basic;
        out.push(item);
    }
    run.basic = rest;
    if r.chance(20) {
        run.project = r.amount(5, 7);
    }
    out.push(run);
    let mut chosen: Vec<Subject> = Vec::new();
    r.shuffle(&mut home);
    chosen.extend(home.into_iter().take(1 + r.below(6)));
    let class = entity.home.get(..3).unwrap_or("");
    for _ in 0..r.below(4) {
        chosen.extend(subjects::random(r, "一般公共", class));
    }
    for _ in 0..r.below(5) {
        chosen.extend(subjects::random(r, "一般公共", ""));
    }
    let project = |r: &mut Random, subject: Subject, purse: Purse| {
        let mut item = blank(subject, purse);
        item.project = r.amount(4, 8);
        item
    };
    // What is paid for staff is no project.
    chosen.retain(|s| PAID_FROM.iter().all(|(_, code)| *code != s.code));
    for s in chosen {
        if out.iter().all(|i| i.subject.code != s.code) {
            out.push(project(r, s, Purse::General));
        }
    }
    if r.chance(40) {
        for _ in 0..=r.below(2) {
            if let Some(s) =
                subjects::random(r, "政府性基金", "").filter(|s| out.iter().all(|i| i.subject.code != s.code))
            {
                out.push(project(r, s, Purse::Fund));
            }
        }
    }
    if r.chance(15)
        && let Some(s) = subjects::random(r, "国有资本经营", "")
    {
        out.push(project(r, s, Purse::Capital));
    }
    for item in &mut out {
        let spent = item.spent();
        if !budget && item.project > 0 && r.chance(25) {
            // An amount below 50 元 prints as 0.00, which a reader must take for nothing.
            item.begin = r.between(50, item.project);
        }
        if !budget && item.project > 0 && r.chance(25) {
            item.end = r.amount(3, 7);
        }
        item.income = spent + item.end - item.begin;
        if (1..50).contains(&item.income) {
            item.end += 50;
            item.income += 50;
        }
        item.initial = match r.below(10) {
            0 | 1 if item.project > 0 && item.basic == 0 => 0,
            2..=4 => spent,
            _ => r.near(spent, 80, 130),
        };
        item.full = if r.chance(60) { spent } else { r.near(spent, 100, 125) };
        item.prior = match r.below(10) {
            0 if item.basic == 0 => 0,
            1 => spent,
            _ => r.near(spent, 60, 150),
        };
    }
    out.sort_by(|a, b| (a.purse, &a.subject.code).cmp(&(b.purse, &b.subject.code)));
    out
}

/// Other money: what is earned beside the appropriation, and spent.
fn others(r: &mut Random, items: &mut [Item]) -> (i64, i64, (i64, i64)) {
    let mut balance = 0;
    for item in items.iter_mut().filter(|i| i.purse == Purse::General) {
        if r.chance(25) {
            let source = [1, 4, 4, 0, 2, 3][r.below(6)];
            item.earned[source] = r.amount(4, 7);
        }
        if r.chance(20) {
            item.other[r.below(3)] = r.amount(4, 7);
        }
        balance += item.earned.iter().sum::<i64>() - item.other.iter().sum::<i64>();
    }
    let used = if r.chance(30) { r.amount(4, 6) } else { 0 };
    let allotted = if r.chance(20) { r.amount(3, 5) } else { 0 };
    balance += used - allotted;
    let begin = r.between(0, 900_000) + (-balance).max(0);
    (used, allotted, (begin, begin + balance))
}

/// Chooses a year at random.
pub fn random(r: &mut Random, budget: bool, may_be_unit: bool) -> Accounts {
    let entity = Entity::random(r, may_be_unit);
    random_of(r, &entity, budget)
}

/// Chooses a year of an institution at random.
pub fn random_of(r: &mut Random, entity: &Entity, budget: bool) -> Accounts {
    let staff = [12, 35, 60, 140, 400][r.below(5)] + r.between(0, 20);
    let economic = economic(r, staff);
    let mut items = items(r, entity, &economic, budget);
    let (used, allotted, other_carry) = if budget { (0, 0, (0, 0)) } else { others(r, &mut items) };
    let three = three(r, &economic);
    let public: i64 = economic.iter().filter(|(c, _)| !is_staff(c)).map(|(_, v)| *v).sum();
    let operating = if r.chance(85) {
        let spent = if r.chance(50) { public } else { public / 10 * r.between(5, 9) };
        Some(cost(r, spent))
    } else {
        None
    };
    let meetings = [30_215, 30_216].map(|code| {
        let spent = economic.get(&code.to_string()).copied().unwrap_or(0);
        cost(r, spent)
    });
    let procurement = [r.amount(4, 7), if r.chance(50) { r.amount(5, 8) } else { 0 }, r.amount(4, 8)];
    let bought: i64 = procurement.iter().sum();
    let medium = if r.chance(30) { bought } else { bought / 100 * r.between(20, 99) };
    let firms = [medium, if r.chance(20) { medium } else { medium / 100 * r.between(0, 95) }];
    let mut vehicles = [0; 8];
    for v in vehicles.iter_mut().skip(1) {
        if r.chance(30) {
            *v = r.between(1, 5);
        }
    }
    // What runs or was bought is kept.
    if three.running.spent > 0 || three.bought > 0 {
        vehicles[4] += 1;
    }
    let count: i64 = vehicles.iter().sum();
    let jeeps = r.between(0, count);
    let cars = [count - jeeps, jeeps / 2, jeeps - jeeps / 2];
    let total: i64 = items.iter().map(|i| i.begin + i.income).sum();
    let earned: i64 = items.iter().flat_map(|i| i.earned).sum();
    let general: i64 = items.iter().filter(|i| i.purse == Purse::General).map(Item::spent).sum();
    let fund: i64 = items.iter().filter(|i| i.purse == Purse::Fund).map(Item::spent).sum();
    let all = total + earned + used + other_carry.0;
    // Last year, too, each is a part of the one before it.
    let (old_all, old_total) = (r.near(all, 80, 130), r.near(total, 80, 130));
    let (old_general, old_fund) = (r.near(general, 80, 130), r.near(fund, 80, 130));
    let old_total = old_total.max(old_general + old_fund);
    let prior = [old_all.max(old_total), old_total, old_general, old_fund];
    let original = r.amount(7, 8);
    Accounts {
        year: r.between(2022, 2025),
        entity: entity.clone(),
        projects: r.between(2, 40),
        passed: [0; 2],
        items,
        economic,
        used,
        allotted,
        other_carry,
        prior,
        three,
        operating,
        meetings,
        procurement,
        firms,
        vehicles,
        cars,
        equipment: [r.between(0, 4), r.between(0, 3)],
        assets: [original, original / 100 * r.between(5, 95)],
    }
}

impl Accounts {
    /// One more project under a subject that is not there yet.
    pub fn add(&mut self, subject: Subject, purse: Purse, r: &mut Random) {
        let staff = PAID_FROM.iter().any(|(_, code)| *code == subject.code);
        if staff || self.items.iter().any(|i| i.subject.code == subject.code) {
            return;
        }
        let mut item = blank(subject, purse);
        item.project = r.amount(4, 8);
        item.income = item.project;
        item.initial = [0, item.project, r.near(item.project, 80, 130)][r.below(3)];
        item.full = item.project;
        item.prior = [0, item.project, r.near(item.project, 60, 150)][r.below(3)];
        let at = self.items.partition_point(|i| (i.purse, &i.subject.code) < (purse, &item.subject.code));
        self.items.insert(at, item);
    }

    /// A sum over the items of a purse, or of all.
    pub fn sum(&self, purse: Option<Purse>, of: impl Fn(&Item) -> i64) -> i64 {
        self.items.iter().filter(|i| purse.is_none_or(|p| i.purse == p)).map(of).sum()
    }

    /// 财政拨款 spending, of one purse or of all.
    #[must_use]
    pub fn spent(&self, purse: Option<Purse>) -> i64 {
        self.sum(purse, Item::spent)
    }

    /// 本年支出合计: basic, project, 经营支出 of all money.
    #[must_use]
    pub fn outlay(&self) -> [i64; 3] {
        let other = |k: usize| self.sum(None, |i| i.other[k]);
        [self.sum(None, |i| i.basic) + other(0), self.sum(None, |i| i.project) + other(1), other(2)]
    }

    /// 本年收入合计.
    #[must_use]
    pub fn income(&self) -> i64 {
        self.sum(None, |i| i.income + i.earned.iter().sum::<i64>())
    }

    /// 收入总计, which is 支出总计.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.income() + self.used + self.sum(None, |i| i.begin) + self.other_carry.0
    }

    /// 财政拨款收入总计.
    #[must_use]
    pub fn appropriation_total(&self) -> i64 {
        self.sum(None, |i| i.begin + i.income)
    }

    /// 人员经费 and 公用经费.
    #[must_use]
    pub fn basic(&self) -> (i64, i64) {
        let staff = self.economic.iter().filter(|(c, _)| is_staff(c)).map(|(_, v)| *v).sum();
        let all: i64 = self.economic.values().sum();
        (staff, all - staff)
    }

    /// The sum of an economic 类.
    #[must_use]
    pub fn economic_class(&self, class: &str) -> i64 {
        self.economic.iter().filter(|(c, _)| c.starts_with(class)).map(|(_, v)| *v).sum()
    }
}
