//! Procurement said to go to small firms while nothing was procured.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Certainty, Finding};

const RULE: &str = "procurement-words";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let none = re!("政府采购(?:支出)?(?:总额|金额|预算)(?:合计)?(?:为|是)?0(?:\\.0+)?万?元");
    let Some((line, at)) =
        scene.lines.iter().filter(|l| l.zone == Zone::Report).find_map(|l| Some((l, none.find(&l.text)?.range())))
    else {
        return;
    };
    // Another total means that this one is of a part only.
    let some = re!("政府采购(?:支出)?(?:总额|金额|预算)(?:合计)?(?:为|是)?(?:[1-9]|0\\.0*[1-9])");
    if scene.lines.iter().any(|l| some.is_match(&l.text)) {
        return;
    }
    let told = scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment)).find_map(|l| {
        let found = re!("采购[^，。；]{0,12}面向(?:中小|小微|中小微)企业[^，。；]{0,6}").find(&l.text)?;
        says_so(l, found.start()).then(|| (l, found.range()))
    });
    let Some((where_, words)) = told else { return };
    let phrase = where_.text.get(words.clone()).unwrap_or("").to_owned();
    out.push(
        Draft::warning(RULE, "说有采购而采购额为0")
            .certainty(Certainty::Ask)
            .say(format!("文中说“{phrase}”，政府采购总额却是0；请核实。"))
            .stated(phrase)
            .expected("与政府采购总额一致")
            .at(scene.around(where_, words, 16, 4))
            .witness(scene.spot(line, at))
            .done(),
    );
}

/// True if the clause speaks of what was done, with no denial and no plan.
fn says_so(line: &Line, at: usize) -> bool {
    let clause = line.text.get(line.sentence(at)).unwrap_or("");
    !["未", "无", "没有", "不", "0万元", "应", "预留", "将", "今后", "要求", "计划"]
        .iter()
        .any(|w| clause.split('，').find(|c| c.contains("面向")).unwrap_or(clause).contains(w))
}
