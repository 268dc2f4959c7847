//! Costs that are told beside the accounts: “三公”经费 and the like.

use crate::random::Random;
use std::collections::BTreeMap;

/// This year, its budget, last year.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// Spent.
    pub spent: i64,
    /// 预算数.
    pub budget: i64,
    /// Last year's.
    pub prior: i64,
}

/// “三公”经费 and what is counted with it.
#[derive(Clone, Debug, Default)]
pub struct ThreePublic {
    /// 因公出国（境）费
    pub abroad: Cost,
    /// 公务用车购置费
    pub purchase: Cost,
    /// 公务用车运行维护费
    pub running: Cost,
    /// 公务接待费
    pub reception: Cost,
    /// 外事接待费, a part of the reception.
    pub foreign: i64,
    /// 团组, 人次 abroad.
    pub trips: (i64, i64),
    /// Cars bought.
    pub bought: i64,
    /// 国内公务接待 批次, 人次.
    pub visits: (i64, i64),
    /// 外事接待 批次, 人次.
    pub foreign_visits: (i64, i64),
}

impl ThreePublic {
    /// 公务用车购置及运行维护费
    #[must_use]
    pub fn vehicles(&self) -> Cost {
        sum(&[self.purchase, self.running])
    }

    /// 合计
    #[must_use]
    pub fn total(&self) -> Cost {
        sum(&[self.abroad, self.purchase, self.running, self.reception])
    }
}

fn sum(list: &[Cost]) -> Cost {
    list.iter().fold(Cost::default(), |a, b| Cost {
        spent: a.spent + b.spent,
        budget: a.budget + b.budget,
        prior: a.prior + b.prior,
    })
}

pub(super) fn cost(r: &mut Random, spent: i64) -> Cost {
    let budget = match r.below(3) {
        0 => spent,
        _ => r.near(spent, 101, 140).max(spent),
    };
    let prior = match r.below(8) {
        0 => 0,
        1 => spent,
        _ => r.near(spent, 70, 150),
    };
    let prior = if (prior - spent).abs() < 50 { spent } else { prior };
    Cost { spent, budget, prior }
}

pub(super) fn three(r: &mut Random, economic: &BTreeMap<String, i64>) -> ThreePublic {
    let basic = |code: &str| economic.get(code).copied().unwrap_or(0);
    let extra = |r: &mut Random| if r.chance(30) { r.amount(4, 5) } else { 0 };
    let mut t = ThreePublic::default();
    let abroad = if r.chance(20) { r.amount(5, 6) } else { 0 };
    t.abroad = if abroad == 0 && r.chance(80) { Cost::default() } else { cost(r, abroad) };
    let bought = if r.chance(15) { r.between(150_000, 250_000) } else { 0 };
    t.purchase = if bought == 0 && r.chance(85) { Cost::default() } else { cost(r, bought) };
    let (running, reception) = (basic("30231") + extra(r), basic("30217") + extra(r));
    t.running = cost(r, running);
    t.reception = cost(r, reception);
    if abroad > 0 {
        let groups = r.between(1, 3);
        t.trips = (groups, groups * r.between(1, 4));
    }
    t.bought = i64::from(bought > 0);
    if reception > 0 {
        if r.chance(12) {
            t.foreign = reception / 10;
            t.foreign_visits = (1, r.between(2, 12));
        }
        let times = r.between(3, 90);
        t.visits = (times, times * r.between(4, 12) + r.between(0, 3));
    }
    t
}
