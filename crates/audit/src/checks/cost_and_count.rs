//! What was bought, travelled or received costs something, and what cost something was counted.

use super::build::{Draft, Spot};
use super::scene::Scene;
use mingzhang_model::{Certainty, Coordinates, Dimension, Fact, Finding, Kind};

const RULE: &str = "cost-and-count";

/// A cost and the count that goes with it.
struct Pair {
    cost: &'static str,
    count: &'static str,
    unit: &'static str,
    /// A count without the cost is a contradiction too.
    both: bool,
}

const PAIRS: &[Pair] = &[
    Pair { cost: "公务用车购置费", count: "公务用车购置数", unit: "辆", both: true },
    // A delegation may be paid for by those who sent it.
    Pair { cost: "因公出国（境）费", count: "因公出国团组", unit: "个团组", both: false },
    Pair { cost: "国内公务接待费", count: "国内接待批次", unit: "批次", both: true },
    Pair { cost: "外事接待费", count: "外事接待批次", unit: "批次", both: true },
    // A car that is kept may stand still, one that is rented is not kept.
    Pair { cost: "公务用车运行维护费", count: "公务用车保有量", unit: "辆", both: false },
];

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    // A budget plans what may be bought from other money, or not yet.
    if scene.kind() != Some(Kind::FinalAccounts) {
        return;
    }
    for pair in PAIRS {
        let cost = one(scene, Coordinates::of("三公经费").at(Dimension::Item, pair.cost));
        let (Some(cost), Some(count)) = (cost, one(scene, Coordinates::of(pair.count))) else { continue };
        scene.compare_facts([cost, count]);
        let (free, none) = (cost.figure.value.is_zero(), count.figure.value.is_zero());
        if free == none || (free && !pair.both) {
            continue;
        }
        let stated = format!("{}{}", count.figure.number(), pair.unit);
        let message = if free {
            format!("{}是零，却有{stated}，请核对费用或数量。", pair.cost)
        } else {
            format!("{}有{}，数量却是{stated}，请核对费用或数量。", pair.cost, cost.figure)
        };
        out.push(
            Draft::warning(RULE, "费用与数量不相应")
                .certainty(Certainty::Ask)
                .say(message)
                .stated(stated)
                .expected(if free { "没有费用就没有数量" } else { "有费用就有数量" })
                .at(spot(count))
                .witness(spot(cost))
                .done(),
        );
    }
}

fn spot(fact: &Fact) -> Spot {
    Spot { quote: fact.quote.clone(), place: fact.place.clone() }
}

/// The figure at some coordinates, if all printings agree.
fn one<'a>(scene: &'a Scene<'_>, at: Coordinates) -> Option<&'a Fact> {
    let mut all = scene.d.facts.iter().filter(|f| f.coordinates == at && !f.part && !f.blank);
    // What stands in running text says more than a cell.
    let first = all.clone().max_by_key(|f| f.span)?;
    all.all(|f| f.figure.value.is_zero() == first.figure.value.is_zero()).then_some(first)
}
