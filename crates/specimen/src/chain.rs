//! Departments with units over years: a department is the sum of its units without what they pay each other, a year begins where the last
//! one ended, and a budget is what the year's accounts say was planned.

use crate::accounts::{self, Accounts, Cost, Item, Purse, ThreePublic};
use crate::cases;
use crate::random::Random;
use crate::words::Entity;

/// One year of a department.
#[derive(Clone, Debug)]
pub struct Year {
    /// The department.
    pub department: Accounts,
    /// Its units, the head office first. What they pay each other is in their accounts and not in the department's.
    pub units: Vec<Accounts>,
}

/// A department with `units` units over some years, first year first.
#[must_use]
pub fn years(seed: u64, units: usize, first: i64, last: i64) -> Vec<Year> {
    let mut r = Random::new(seed ^ 0xc4a1);
    let mut head = Entity::random(&mut r, false);
    let kinds = ["事务中心", "综合服务中心", "信息中心", "技术推广站", "档案馆", "培训中心", "监测站", "项目管理中心"];
    let short = head.name.trim_end_matches("委员会").trim_end_matches('局').to_owned();
    let name = |k: usize| match k / kinds.len() {
        0 => format!("{short}{}", kinds[k % kinds.len()]),
        n => format!("{short}第{}{}", mingzhang_model::publication::han(n + 1), kinds[k % kinds.len()]),
    };
    head.units = (0..units).map(name).collect();
    let mut entities = vec![cases::unit(&head, format!("{}（本级）", head.name))];
    entities.extend(head.units.iter().map(|n| cases::unit(&head, n.clone())));
    let mut now: Vec<Accounts> = Vec::new();
    let mut out = Vec::new();
    for year in first..=last {
        now = if now.is_empty() {
            entities.iter().map(|e| begin(e, year, &mut r)).collect()
        } else {
            now.iter().map(|a| next(a, &mut r)).collect()
        };
        let paid = pay(&mut now, &mut r);
        out.push(Year { department: sum(&head, &now, paid, out.last()), units: now.clone() });
    }
    out
}

fn begin(entity: &Entity, year: i64, r: &mut Random) -> Accounts {
    let mut a = Accounts { entity: entity.clone(), year, ..accounts::random_of(r, entity, false) };
    a.rebalance();
    a
}

/// The year after: the same subjects and some new ones, everything before it taken from the accounts.
#[must_use]
pub fn next(a: &Accounts, r: &mut Random) -> Accounts {
    let mut b = accounts::random_of(r, &a.entity, false);
    b.year = a.year + 1;
    for old in &a.items {
        if b.items.iter().all(|i| (i.purse, &i.subject.code) != (old.purse, &old.subject.code)) {
            // Done with: only what was carried over is spent.
            let mut item = Item { basic: 0, project: 0, income: 0, end: 0, initial: 0, full: 0, ..old.clone() };
            (item.other, item.earned, item.project, item.full) = ([0; 3], [0; 5], old.end, old.end);
            let taken = b.items.iter().any(|i| i.subject.code == item.subject.code);
            if !taken && (old.end > 0 || old.spent() > 0) {
                b.items.push(item);
            }
        }
    }
    b.items.sort_by(|x, y| (x.purse, &x.subject.code).cmp(&(y.purse, &y.subject.code)));
    for i in &mut b.items {
        let old = a.items.iter().find(|o| (o.purse, &o.subject.code) == (i.purse, &i.subject.code));
        (i.begin, i.prior) = old.map_or((0, 0), |o| (o.end, o.spent()));
        // What is carried over and not spent is carried on.
        i.end = i.end.max(i.begin - i.spent());
    }
    b.other_carry.0 = a.other_carry.1;
    // What is missing of other money is taken from what was saved in earlier years.
    let before = a.other_carry.1;
    b.rebalance();
    b.used += b.other_carry.0 - before;
    b.other_carry.0 = before;
    b.rebalance();
    let spent = |p: Purse| a.spent(Some(p));
    b.prior = [a.total(), a.appropriation_total(), spent(Purse::General), spent(Purse::Fund)];
    let t = &a.three;
    let [meetings, training] = &mut b.meetings;
    for (c, old) in [
        (&mut b.three.abroad, t.abroad),
        (&mut b.three.purchase, t.purchase),
        (&mut b.three.running, t.running),
        (&mut b.three.reception, t.reception),
        (meetings, a.meetings[0]),
        (training, a.meetings[1]),
    ] {
        c.prior = old.spent;
    }
    // Whether a unit has operating costs does not change from year to year.
    b.operating = match (b.operating, a.operating) {
        (Some(c), Some(old)) => Some(Cost { prior: old.spent, ..c }),
        (None, Some(old)) => Some(Cost { prior: old.spent, ..old }),
        (_, None) => None,
    };
    b.rebalance();
    b
}

/// The head office pays its units from other money; how much each got.
fn pay(units: &mut [Accounts], r: &mut Random) -> i64 {
    let Some((head, others)) = units.split_first_mut() else { return 0 };
    let mut paid = 0;
    for unit in others {
        if !r.chance(30) {
            continue;
        }
        let amount = r.between(5_000, 900_000).min(head.other_carry.1 - paid);
        if amount < 5_000 {
            continue;
        }
        if let Some(item) = unit.items.iter_mut().find(|i| i.purse == Purse::General) {
            item.earned[0] += amount;
            paid += amount;
        }
        unit.rebalance();
    }
    head.passed[1] += paid;
    head.rebalance();
    paid
}

fn add(a: Cost, b: Cost) -> Cost {
    Cost { spent: a.spent + b.spent, budget: a.budget + b.budget, prior: a.prior + b.prior }
}

/// The department: the sum of its units without the payments among them.
fn sum(entity: &Entity, units: &[Accounts], paid: i64, before: Option<&Year>) -> Accounts {
    let Some((head, others)) = units.split_first() else { return accounts::random(&mut Random::new(0), false, false) };
    let mut d = Accounts { entity: entity.clone(), ..head.clone() };
    for u in others {
        for i in &u.items {
            let key = (i.purse, &i.subject.code);
            match d.items.iter_mut().find(|x| (x.purse, &x.subject.code) == key) {
                Some(x) => {
                    let pairs = [
                        (&mut x.basic, i.basic),
                        (&mut x.project, i.project),
                        (&mut x.begin, i.begin),
                        (&mut x.income, i.income),
                        (&mut x.end, i.end),
                        (&mut x.initial, i.initial),
                        (&mut x.full, i.full),
                        (&mut x.prior, i.prior),
                    ];
                    let others = x.other.iter_mut().chain(&mut x.earned).zip(i.other.iter().chain(&i.earned));
                    pairs.into_iter().chain(others.map(|(a, b)| (a, *b))).for_each(|(a, b)| *a += b);
                }
                None => d.items.push(i.clone()),
            }
        }
        for (code, v) in &u.economic {
            *d.economic.entry(code.clone()).or_insert(0) += v;
        }
        d.three = three(&d.three, &u.three);
        d.operating = match (d.operating, u.operating) {
            (Some(a), Some(b)) => Some(add(a, b)),
            (a, b) => a.or(b),
        };
        d.meetings = [add(d.meetings[0], u.meetings[0]), add(d.meetings[1], u.meetings[1])];
        let carried = [
            (&mut d.used, u.used),
            (&mut d.allotted, u.allotted),
            (&mut d.other_carry.0, u.other_carry.0),
            (&mut d.other_carry.1, u.other_carry.1),
            (&mut d.projects, u.projects),
        ];
        carried.into_iter().for_each(|(a, b)| *a += b);
        let lists = d.procurement.iter_mut().chain(&mut d.firms).chain(&mut d.vehicles).chain(&mut d.cars);
        let more = u.procurement.iter().chain(&u.firms).chain(&u.vehicles).chain(&u.cars);
        lists.zip(more).for_each(|(a, b)| *a += b);
        let lists = d.equipment.iter_mut().chain(&mut d.assets).chain(&mut d.passed).chain(&mut d.prior);
        lists.zip(u.equipment.iter().chain(&u.assets).chain(&u.passed).chain(&u.prior)).for_each(|(a, b)| *a += b);
    }
    d.items.sort_by(|x, y| (x.purse, &x.subject.code).cmp(&(y.purse, &y.subject.code)));
    d.passed[1] -= paid;
    let mut left = paid;
    for i in &mut d.items {
        let off = left.min(i.earned[0]);
        i.earned[0] -= off;
        left -= off;
    }
    if let Some(y) = before {
        // The sum of the units' totals of last year has their payments in it.
        d.prior[0] = y.department.total();
    }
    d
}

fn three(a: &ThreePublic, b: &ThreePublic) -> ThreePublic {
    let two = |x: (i64, i64), y: (i64, i64)| (x.0 + y.0, x.1 + y.1);
    ThreePublic {
        abroad: add(a.abroad, b.abroad),
        purchase: add(a.purchase, b.purchase),
        running: add(a.running, b.running),
        reception: add(a.reception, b.reception),
        foreign: a.foreign + b.foreign,
        trips: two(a.trips, b.trips),
        bought: a.bought + b.bought,
        visits: two(a.visits, b.visits),
        foreign_visits: two(a.foreign_visits, b.foreign_visits),
    }
}

/// The budget of the year whose accounts these are: what was planned at its beginning, beside last year's plan.
#[must_use]
pub fn budget(a: &Accounts, before: Option<&Accounts>) -> Accounts {
    let mut b = a.clone();
    for i in &mut b.items {
        let planned =
            before.and_then(|p| p.items.iter().find(|o| (o.purse, &o.subject.code) == (i.purse, &i.subject.code)));
        i.prior = planned.map_or(0, |o| o.initial);
        i.basic = i.basic.min(i.initial);
        i.project = i.initial - i.basic;
        (i.begin, i.end, i.income, i.other, i.earned) = (0, 0, i.initial, [0; 3], [0; 5]);
    }
    (b.used, b.allotted, b.other_carry, b.passed) = (0, 0, (0, 0), [0; 2]);
    // Less basic expenditure than was paid in the end: the largest economic subjects were planned lower.
    let mut over = b.economic.values().sum::<i64>() - b.sum(Some(Purse::General), |i| i.basic);
    let mut largest: Vec<&mut i64> = b.economic.values_mut().collect();
    largest.sort_by_key(|v| std::cmp::Reverse(**v));
    for v in largest {
        let off = over.clamp(0, (*v - 50).max(0));
        *v -= off;
        over -= off;
    }
    let planned = |c: &mut Cost, old: Option<Cost>| {
        (c.spent, c.prior) = (c.budget, old.map_or(0, |o| o.budget));
    };
    let t = before.map(|p| &p.three);
    planned(&mut b.three.abroad, t.map(|t| t.abroad));
    planned(&mut b.three.purchase, t.map(|t| t.purchase));
    planned(&mut b.three.running, t.map(|t| t.running));
    planned(&mut b.three.reception, t.map(|t| t.reception));
    if let Some(c) = &mut b.operating {
        planned(c, before.and_then(|p| p.operating));
    }
    b.rebalance();
    b
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::books;
    use crate::{Style, accounts};
    use mingzhang_compile::{Cube, Publishing, coordinates};

    fn all() -> Vec<Vec<Year>> {
        (0..12).map(|seed| years(seed, seed as usize % 5, 2021, 2024)).collect()
    }

    #[test]
    fn a_year_begins_where_the_last_one_ended() {
        for chain in all() {
            for w in chain.windows(2) {
                let pairs = w[0].units.iter().zip(&w[1].units);
                for (old, new) in pairs.chain([(&w[0].department, &w[1].department)]) {
                    assert_eq!(old.sum(None, |i| i.end), new.sum(None, |i| i.begin));
                    assert_eq!(old.sum(None, accounts::Item::spent), new.sum(None, |i| i.prior));
                    assert_eq!((old.total(), old.appropriation_total()), (new.prior[0], new.prior[1]));
                    assert_eq!(
                        (old.other_carry.1, old.three.total().spent),
                        (new.other_carry.0, new.three.total().prior)
                    );
                    assert!(new.other_carry.1 >= 0 && new.items.iter().all(|i| i.income >= 0 && i.end >= 0));
                }
            }
        }
    }

    #[test]
    fn a_department_is_its_units_without_what_they_pay_each_other() {
        let mut paid = 0;
        for year in all().iter().flatten() {
            let finals = Publishing::load("mof-final", None).map_err(|e| e.to_string()).unwrap();
            let cube = |a: &Accounts| Cube::new(&books::of(Style::Mof, a, Random::new(1)), &finals);
            let (whole, units): (Cube, Vec<Cube>) = (cube(&year.department), year.units.iter().map(cube).collect());
            let sum = |t: &str| -> (i64, i64) {
                let c = coordinates(t).unwrap();
                (whole.get(&c).0, units.iter().map(|u| u.get(&c).0).sum())
            };
            for same in ["支出[资金=财政拨款]", "年末结转和结余", "三公经费", "收入[来源=财政拨款收入]", "政府采购"]
            {
                let (department, units) = sum(same);
                assert_eq!(department, units, "{same}");
            }
            let (passed, income) = (sum("支出[性质=对附属单位补助支出]"), sum("收入[来源=上级补助收入]"));
            assert_eq!(passed.1 - passed.0, income.1 - income.0);
            assert_eq!(sum("支出").1 - sum("支出").0, passed.1 - passed.0);
            paid += passed.1 - passed.0;
        }
        assert!(paid > 0);
    }
}
