//! "No festivals, galas, forums, contests" in a report that pays for one.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone};
use mingzhang_model::{Certainty, Finding};

const RULE: &str = "no-activity-claims";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let claim = re!(
        "(?:本(?:单位|部门)|我(?:单位|部门|局))?[^，。；]{0,8}(?:无|没有|未)(?:举办|开展|安排)?[^，。；]{0,4}节庆、(?:晚会|论坛)[^。；]{0,24}"
    );
    let found = scene
        .lines
        .iter()
        .filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment) && l.text.contains("节庆、"))
        .find_map(|l| claim.find(&l.text).map(|m| (l, m.range())));
    let Some((line, at)) = found else { return };
    let claimed = line.text.get(at.clone()).unwrap_or("");
    let amounts = re!(
        "([^，。；、：（）“”]{2,24}(?:大赛|竞赛|运动会|论坛|晚会|赛事|文化节|艺术节))(?:[^，。；、：（）0-9]{0,10})([0-9][0-9,]*(?:\\.[0-9]+)?)(万元|元)"
    );
    let mut paid = Vec::new();
    for other in
        scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment) && l.block != line.block)
    {
        for c in amounts.all(&other.text) {
            let zero = super::amounts::amounts(group(&c, 2)).iter().all(|a| a.figure.value.is_zero());
            // Taking part is not holding.
            let guest = ["参加", "参赛", "参与", "组队", "选派", "赴"].iter().any(|w| group(&c, 1).contains(w));
            if !zero && !guest && claimed.contains(kind(group(&c, 1))) {
                let value = super::amounts::amounts(group(&c, 0)).iter().map(|a| a.figure.value.0).max().unwrap_or(0);
                paid.push((value, other, range(&c, 0)));
            }
        }
    }
    paid.sort_by_key(|(value, _, _)| std::cmp::Reverse(*value));
    let Some((_, first, place)) = paid.first() else { return };
    let words = first.text.get(place.clone()).unwrap_or("");
    // What another paid for may have been held by others.
    let mut draft = Draft::warning(RULE, "称无此类活动而有此类支出")
        .certainty(Certainty::Ask)
        .say(format!("文中称没有举办{}，另一处却列有“{words}”等支出，请核对是否由本单位举办。", kind(words)))
        .stated(kind(words))
        .expected("与所列支出一致的说明")
        .at(scene.spot(line, at));
    for (_, l, place) in paid.iter().take(3) {
        draft = draft.witness(scene.around(l, place.clone(), 8, 0));
    }
    out.push(draft.done());
}

/// The word of the claim that an activity falls under.
fn kind(words: &str) -> &'static str {
    [("论坛", "论坛"), ("晚会", "晚会"), ("文化节", "节庆"), ("艺术节", "节庆")]
        .iter()
        .find(|(w, _)| words.contains(w))
        .map_or("赛事", |(_, k)| *k)
}
