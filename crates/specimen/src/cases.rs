//! Cases that seldom happen and every form must bear: tiny and huge departments, nothing where something is usual, first years.

use crate::accounts::{self, Accounts, Cost, Purse};
use crate::random::Random;
use crate::subjects;
use crate::words::Entity;

/// A case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Case {
    /// Three subjects, a handful of staff.
    Tiny,
    /// More than sixty subjects of every class.
    Huge,
    /// No “三公” expenditure in any year.
    NoThreePublic,
    /// Nothing but the general budget.
    GeneralOnly,
    /// Nothing but basic expenditure.
    NoProjects,
    /// Nothing bought, no vehicles, no equipment, no operating costs.
    NoProcurement,
    /// Every figure as last year and as planned.
    Same,
    /// The first year: nothing before, nothing planned.
    First,
    /// Money carried over in every project, some of it not touched this year.
    CarryOver,
    /// Income and expenditure of every kind beside the appropriation.
    OtherMoney,
    /// Hundreds of 亿.
    Rich,
    /// Amounts of the size of the last place, and some below it that are in no sum. A true amount that prints as 0.00 in a table is
    /// read as nothing, so that three of them in a sum would be told.
    Poor,
    /// Long names with brackets, many units.
    Names,
}

/// All of them.
pub const CASES: [Case; 13] = [
    Case::Tiny,
    Case::Huge,
    Case::NoThreePublic,
    Case::GeneralOnly,
    Case::NoProjects,
    Case::NoProcurement,
    Case::Same,
    Case::First,
    Case::CarryOver,
    Case::OtherMoney,
    Case::Rich,
    Case::Poor,
    Case::Names,
];

impl Accounts {
    /// Income follows from what was spent and carried; other money is never carried below nothing.
    pub fn rebalance(&mut self) {
        for i in &mut self.items {
            i.begin = i.begin.min(i.spent() + i.end);
            i.income = i.spent() + i.end - i.begin;
        }
        let earned: i64 = self.items.iter().flat_map(|i| i.earned).sum();
        let other: i64 = self.items.iter().flat_map(|i| i.other).sum();
        let balance = earned + self.used - other - self.allotted - self.passed.iter().sum::<i64>();
        self.other_carry.0 = self.other_carry.0.max(-balance);
        self.other_carry.1 = self.other_carry.0 + balance;
        // What basic expenditure says of receptions and cars is a part of “三公”, operating costs are a part of 公用经费.
        let part = |code: &str| self.economic.get(code).copied().unwrap_or(0);
        for (c, code) in [(&mut self.three.running, "30231"), (&mut self.three.reception, "30217")] {
            c.spent = c.spent.max(part(code));
            c.budget = c.budget.max(c.spent);
        }
        let public = self.economic.iter().filter(|(c, _)| !accounts::is_staff(c)).map(|(_, v)| *v).sum();
        if let Some(c) = &mut self.operating {
            c.spent = c.spent.min(public);
        }
        // Basic expenditure of the general budget is what the economic subjects say.
        let economic: i64 = self.economic.values().sum();
        let basic = self.sum(Some(Purse::General), |i| i.basic);
        let largest = self.items.iter_mut().filter(|i| i.purse == Purse::General).max_by_key(|i| i.basic);
        if let Some(run) = largest.filter(|_| basic != economic) {
            run.basic += economic - basic;
            run.income += economic - basic;
        }
    }

    /// Multiplies every amount of money.
    fn scale(&mut self, k: i64) {
        for i in &mut self.items {
            let amounts = [&mut i.basic, &mut i.project, &mut i.begin, &mut i.income, &mut i.end];
            let planned = [&mut i.initial, &mut i.full, &mut i.prior];
            amounts.into_iter().chain(planned).chain(&mut i.other).chain(&mut i.earned).for_each(|v| *v *= k);
        }
        self.economic.values_mut().for_each(|v| *v *= k);
        let carried = [&mut self.used, &mut self.allotted, &mut self.other_carry.0, &mut self.other_carry.1];
        let lists = self.prior.iter_mut().chain(&mut self.procurement).chain(&mut self.firms);
        carried.into_iter().chain(lists).chain(&mut self.passed).chain(&mut self.assets).for_each(|v| *v *= k);
        self.three.foreign *= k;
        self.costs(|c| {
            for v in [&mut c.spent, &mut c.budget, &mut c.prior] {
                *v *= k;
            }
        });
    }

    fn costs(&mut self, mut change: impl FnMut(&mut Cost)) {
        let t = &mut self.three;
        for c in [&mut t.abroad, &mut t.purchase, &mut t.running, &mut t.reception] {
            change(c);
        }
        self.meetings.iter_mut().chain(self.operating.as_mut()).for_each(change);
    }
}

/// Makes accounts a case.
pub fn shape(a: &mut Accounts, case: Case, r: &mut Random, budget: bool) {
    match case {
        Case::Tiny => {
            let run = a.items.iter().max_by_key(|i| i.basic).map(|i| i.subject.code.clone()).unwrap_or_default();
            a.items.retain(|i| i.purse == Purse::General && (i.subject.code == run || i.subject.code == "2080505"));
            a.economic.retain(|c, _| ["30101", "30108", "30201", "30217"].contains(&c.as_str()));
            a.economic.values_mut().for_each(|v| *v = *v / 20 + 50);
            for i in &mut a.items {
                i.basic = if i.subject.code == "2080505" { a.economic.get("30108").copied().unwrap_or(0) } else { 0 };
                i.project = 0;
                (i.begin, i.end, i.initial, i.full) = (0, 0, i.basic, i.basic);
            }
            a.entity.units.clear();
        }
        Case::Huge => {
            for _ in 0..70 {
                let purse = [Purse::General, Purse::General, Purse::General, Purse::Fund, Purse::Capital][r.below(5)];
                let group = ["一般公共", "政府性基金", "国有资本经营"][purse as usize];
                if let Some(s) = subjects::random(r, group, "") {
                    a.add(s, purse, r);
                }
            }
        }
        Case::NoThreePublic => {
            for (code, into) in [("30212", "30211"), ("30217", "30211"), ("30231", "30211"), ("31013", "31002")] {
                if let Some(v) = a.economic.remove(code) {
                    *a.economic.entry(into.to_owned()).or_insert(0) += v;
                }
            }
            a.three = accounts::ThreePublic::default();
        }
        Case::GeneralOnly => a.items.retain(|i| i.purse == Purse::General),
        Case::NoProjects => {
            a.items.retain(|i| i.basic > 0);
            for i in &mut a.items {
                (i.project, i.begin, i.end) = (0, 0, 0);
                (i.initial, i.full) = (i.basic, i.basic);
            }
            a.projects = 0;
        }
        Case::NoProcurement => {
            (a.procurement, a.firms, a.vehicles, a.cars, a.equipment) = ([0; 3], [0; 2], [0; 8], [0; 3], [0; 2]);
            (a.three.purchase, a.three.running, a.three.bought) = (Cost::default(), Cost::default(), 0);
            if let Some(v) = a.economic.remove("30231") {
                *a.economic.entry("30239".to_owned()).or_insert(0) += v;
            }
            a.operating = None;
        }
        Case::Same => {}
        Case::First => {
            a.items.iter_mut().for_each(|i| (i.prior, i.begin, i.initial) = (0, 0, 0));
            a.prior = [0; 4];
            a.costs(|c| (c.prior, c.budget) = (0, c.spent));
        }
        // See `carried_into_budget`: only the western form has a place for it.
        Case::CarryOver if budget => {}
        Case::CarryOver => {
            for i in a.items.iter_mut().filter(|i| i.project > 0 && i.basic == 0) {
                i.begin = r.between(50, i.project + 50);
                i.end = r.amount(3, 7);
                if r.chance(20) {
                    // Not touched this year.
                    (i.project, i.initial, i.full) = (0, 0, 0);
                    i.end = i.begin;
                }
            }
        }
        Case::OtherMoney if !budget => {
            for i in a.items.iter_mut().filter(|i| i.purse == Purse::General) {
                i.earned[r.below(5)] += r.amount(4, 7);
                i.other[r.below(3)] += r.amount(4, 7);
            }
            (a.used, a.allotted) = (r.amount(4, 6), r.amount(3, 5));
            a.passed = [r.amount(4, 6), r.amount(4, 6)];
        }
        Case::OtherMoney => {}
        Case::Rich => a.scale(r.between(101, 997)),
        Case::Poor => {
            for i in a.items.iter_mut().filter(|i| i.basic == 0) {
                if r.chance(50) {
                    i.project = r.between(50, 160);
                    (i.begin, i.end) = (0, [0, r.between(50, 90)][r.below(2)] * i64::from(!budget));
                    i.initial = [0, i.project, r.between(50, 160)][r.below(3)];
                    i.full = i.project;
                    i.prior = [0, i.project, r.between(0, 120)][r.below(3)];
                }
            }
            a.costs(|c| {
                if c.spent < 30_000 && c.spent > 0 {
                    let spent = 50 + c.spent % 90;
                    *c = Cost { spent, budget: spent + c.budget % 40, prior: c.prior % 90 };
                }
            });
            for code in ["30217", "30231"] {
                if let Some(v) = a.economic.get_mut(code) {
                    *v = (*v).min(50);
                }
            }
            // Who was received cost something that can be seen.
            a.three.foreign = a.three.foreign.min(a.three.reception.spent / 2);
            if a.three.foreign < 50 {
                a.three.foreign = 0;
                a.three.foreign_visits = (0, 0);
            }
        }
        Case::Names => {
            let topic = a.entity.name.trim_end_matches('局').to_owned();
            let tail = ["（知识产权局）", "（人民防空办公室）", "机关（本级）"];
            a.entity.name.push_str(tail[r.below(tail.len())]);
            if a.entity.word == "部门" {
                let units = r.between(5, 40);
                let kind = ["附属单位服务中心", "第一实验学校（附属幼儿园）", "直属机关后勤服务中心"];
                let more = (1..=units)
                    .map(|n| format!("{topic}第{}{}", mingzhang_model::publication::han(n as usize), kind[r.below(3)]));
                a.entity.units.extend(more.collect::<Vec<_>>());
            }
        }
    }
    a.rebalance();
    match case {
        Case::Same => {
            a.items.iter_mut().for_each(|i| (i.prior, i.initial, i.full) = (i.spent(), i.spent(), i.spent()));
            a.costs(|c| (c.prior, c.budget) = (c.spent, c.spent));
            let (general, fund) = (a.spent(Some(Purse::General)), a.spent(Some(Purse::Fund)));
            a.prior = [a.total(), a.appropriation_total(), general, fund];
        }
        Case::First => {}
        _ => {
            let prior = a.sum(None, |i| i.prior);
            a.prior = [a.prior[0].max(prior), a.prior[1].max(prior), a.prior[2], a.prior[3]];
        }
    }
}

/// Makes a budget one of a department that carries money over from last year, some of it to the next, and has money of its own.
pub fn carried_into_budget(a: &mut Accounts, r: &mut Random) {
    for i in a.items.iter_mut().filter(|i| i.project >= 50) {
        if r.chance(50) {
            continue;
        }
        // Some projects are paid with nothing but what was left.
        i.begin = if r.chance(20) { i.project } else { r.between(50, i.project) };
        i.end = if r.chance(10) { r.amount(3, 6) } else { 0 };
    }
    if r.chance(40)
        && let Some(i) = a.items.iter_mut().find(|i| i.purse == Purse::General)
    {
        i.earned[r.below(5)] = r.amount(4, 7);
        i.other[r.below(2)] = r.amount(4, 7);
    }
    a.rebalance();
    for i in &mut a.items {
        // An amount below 50 元 prints as 0.00, which a reader must take for nothing.
        if (1..50).contains(&i.income) {
            (i.end, i.income) = (i.end + 50, i.income + 50);
        }
    }
}

/// Accounts with a case that follows from the seed, sometimes two.
pub fn random(r: &mut Random, budget: bool) -> (Accounts, Vec<Case>) {
    let mut a = accounts::random(r, budget, true);
    let mut cases = vec![CASES[r.below(CASES.len())]];
    if r.chance(40) {
        cases.push(CASES[r.below(CASES.len())]);
    }
    cases.sort_unstable();
    cases.dedup();
    for case in &cases {
        shape(&mut a, *case, r, budget);
    }
    (a, cases)
}

/// A unit's entity below a department's.
#[must_use]
pub fn unit(department: &Entity, name: String) -> Entity {
    Entity { name, units: Vec::new(), word: "单位", ..department.clone() }
}
