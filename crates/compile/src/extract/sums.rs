//! What follows from sums: an amount is known when all others of its sum are.

use super::said::{How, Known};
use crate::cube::{SUMMED, above, coordinates, reached};
use mingzhang_catalog::sums::Sums;
use mingzhang_model::{Amount, Coordinates, Dimension};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A sum that is nothing: terms with their signs.
pub(super) type Sum = Vec<(bool, Coordinates)>;

/// The part of `whole` along a dimension that a leaf belongs to; `None` if the leaf is not told apart there.
fn branch(leaf: &Coordinates, whole: &Coordinates, d: Dimension, sums: &Sums) -> Option<Coordinates> {
    let (mut c, mut part) = (*leaf, None);
    while c.get(d) != whole.get(d) {
        part = Some(c.get(d));
        c = c.with(d, above(&c, d, sums)?);
    }
    part.map(|term| whole.with(d, term))
}

/// Every sum of amounts of a workbook: totals of its cells along each hierarchy. A total that has a cell of its own may be more than its parts.
pub(super) fn hierarchies(cells: &[Coordinates], declared: &Sums) -> (BTreeSet<Coordinates>, Vec<Sum>) {
    let mut all: BTreeSet<Coordinates> = cells.iter().copied().collect();
    // `None`: some cell of the total is not told apart along the dimension.
    let mut sums: BTreeMap<(Coordinates, Dimension), Option<BTreeSet<Coordinates>>> = BTreeMap::new();
    for cell in all.clone() {
        for whole in reached(cell, declared).into_iter().skip(1) {
            for d in SUMMED {
                let entry = sums.entry((whole, d)).or_insert_with(|| Some(BTreeSet::new()));
                match branch(&cell, &whole, d, declared) {
                    Some(part) => {
                        if let Some(parts) = entry {
                            parts.insert(part);
                        }
                    }
                    None => *entry = None,
                }
            }
        }
    }
    let list = sums.iter().filter(|((whole, _), _)| !all.contains(whole)).filter_map(|((whole, _), parts)| {
        let parts = parts.iter().flatten().map(|p| (true, *p));
        Some(std::iter::once((false, *whole)).chain(parts).collect::<Sum>()).filter(|sum| sum.len() > 1)
    });
    let list = list.collect();
    all.extend(sums.into_keys().map(|(whole, _)| whole));
    (all, list)
}

/// What both sides of the accounts come to.
pub(super) fn accounts() -> Vec<Sum> {
    const SAME: [&str; 5] = [
        "",
        "[资金=财政拨款]",
        "[资金=一般公共预算财政拨款]",
        "[资金=政府性基金预算财政拨款]",
        "[资金=国有资本经营预算财政拨款]",
    ];
    let mut out = Vec::new();
    for of in SAME {
        let at = |measure: &str| coordinates(&format!("{measure}{of}")).map(crate::book::placed).unwrap_or_default();
        let plus = |names: &[&str]| names.iter().map(|n| (true, at(n))).collect::<Sum>();
        let mut left = plus(&["收入", "年初结转和结余"]);
        let mut right = plus(&["支出", "年末结转和结余"]);
        if of.is_empty() {
            left.extend(plus(&["使用非财政拨款结余"]));
            right.extend(plus(&["结余分配"]));
        }
        left.push((false, at("收入总计")));
        right.push((false, at("支出总计")));
        out.extend([left, right, vec![(true, at("收入总计")), (false, at("支出总计"))]]);
    }
    out
}

/// Works out what follows, round after round, until nothing more does.
pub(super) fn work_out(known: &mut HashMap<Coordinates, Known>, sums: &[Sum]) {
    let mut open: Vec<&Sum> = sums.iter().collect();
    loop {
        let before = known.len();
        open.retain(|sum| !solve(known, sum));
        if known.len() == before {
            return;
        }
    }
}

/// Takes from a sum what it says; true when it says nothing more.
fn solve(known: &mut HashMap<Coordinates, Known>, sum: &Sum) -> bool {
    let (mut rest, mut slack) = (Amount::ZERO, 0);
    let mut unknown: Vec<(bool, Coordinates)> = Vec::new();
    for (plus, c) in sum {
        match known.get(c) {
            Some(k) => {
                rest = if *plus { rest + k.value } else { rest - k.value };
                slack += k.slack;
            }
            None => unknown.push((*plus, *c)),
        }
    }
    let Some((plus, first)) = unknown.first().copied() else { return true };
    // What is left within the roundings is nothing, and amounts of one sign that add up to nothing are nothing each.
    let nothing = i128::from(rest.abs().0) * 2 <= slack;
    if nothing && unknown.iter().all(|(p, _)| *p == plus) {
        for (_, c) in unknown {
            known.insert(c, Known::NOTHING);
        }
        return true;
    }
    if unknown.len() > 1 {
        return false;
    }
    let value = if plus { -rest } else { rest };
    // Nothing of the kind is below nothing: a printed figure of this sum is wrong, and which is the audit's matter.
    if value.0 >= 0 {
        known.insert(first, Known { value, slack, how: How::Worked });
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingzhang_catalog::publish::Publishing;

    fn declared() -> Sums {
        Publishing::load("mof-final", None).map_err(|e| e.to_string()).unwrap().sums
    }

    fn at(text: &str) -> Coordinates {
        coordinates(text).unwrap()
    }

    #[test]
    fn one_unknown_of_a_sum_is_worked_out_and_several_are_nothing_when_nothing_is_left() {
        let cells: Vec<Coordinates> =
            ["货物", "工程", "服务"].iter().map(|i| at(&format!("政府采购[事项={i}]"))).collect();
        let (_, sums) = hierarchies(&cells, &declared());
        let put = |list: &[(&str, i64)]| {
            let known = list.iter().map(|(c, v)| (at(c), Known { value: Amount(*v), slack: 1, how: How::Printed }));
            let mut known = known.collect();
            work_out(&mut known, &sums);
            cells.iter().map(|c| known.get(c).map(|k| k.value.0)).collect::<Vec<_>>()
        };
        assert_eq!(
            put(&[("政府采购", 9), ("政府采购[事项=货物]", 4), ("政府采购[事项=服务]", 2)]),
            [Some(4), Some(3), Some(2)]
        );
        assert_eq!(put(&[("政府采购", 9), ("政府采购[事项=货物]", 9)]), [Some(9), Some(0), Some(0)]);
        assert_eq!(put(&[("政府采购", 9), ("政府采购[事项=货物]", 4)]), [Some(4), None, None]);
        assert_eq!(put(&[("政府采购", 9), ("政府采购[事项=货物]", 8), ("政府采购[事项=工程]", 8)])[2], None);
    }

    #[test]
    fn a_total_with_a_cell_of_its_own_may_be_more_than_its_parts() {
        let (whole, part) = (at("三公经费"), at("三公经费[事项=公务接待费]"));
        assert_eq!(hierarchies(&[whole, part], &declared()).1, Vec::<Sum>::new());
        assert_eq!(hierarchies(&[part], &declared()).1, [vec![(false, whole), (true, part)]]);
    }
}
