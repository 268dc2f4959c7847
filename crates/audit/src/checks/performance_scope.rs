//! Performance targets cover the projects: the amount they cover is not a fraction of project expenditure.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone};
use mingzhang_model::{Coordinates, Dimension, Figure, Finding, Kind, Origin, Unit};

const RULE: &str = "performance-scope";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    // Final accounts compare budgets with accounts: no relation holds there.
    if scene.kind() != Some(Kind::Budget) {
        return;
    }
    let whole = Coordinates::of("支出").at(Dimension::Nature, "项目支出");
    let total = scene
        .d
        .facts
        .iter()
        .filter(|f| f.coordinates == whole && !f.part && !f.figure.value.is_zero())
        .min_by_key(|f| matches!(f.origin, Origin::Narrative { .. }));
    let Some(total) = total else { return };
    let pattern = re!("编报绩效目标的项目共?[0-9]+个，涉及(?:项目)?(?:预算)?(?:资金|金额)([0-9][0-9,.]*)万元");
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains("绩效目标")) {
        let Some(found) = pattern.groups(&line.text) else { continue };
        let Some(covered) = Figure::parse(group(&found, 1), Unit::WanYuan) else { continue };
        scene.compare([(line, range(&found, 1))]);
        if covered.value.is_zero() || covered.value.0.saturating_mul(2) >= total.figure.value.0 {
            continue;
        }
        let share = i128::from(covered.value.0) * 1000 / i128::from(total.figure.value.0.max(1));
        let amount = Figure::show(total.figure.value, Unit::WanYuan, 2);
        out.push(
            Draft::warning(RULE, "绩效目标金额远小于项目支出")
                .certainty(mingzhang_model::Certainty::Ask)
                .say(format!(
                    "编报绩效目标的项目金额{}只占项目支出{amount}万元的{}.{}%，请核实口径或是否为调整前的数。",
                    covered,
                    share / 10,
                    share % 10
                ))
                .stated(covered.to_string())
                .expected(format!("与项目支出{amount}万元相称"))
                .workings(format!("{} ÷ {amount} = {}.{}%", covered.number(), share / 10, share % 10))
                .at(scene.spot(line, range(&found, 0)))
                .witness(super::build::Spot { quote: total.quote.clone(), place: total.place.clone() })
                .done(),
        );
    }
}
