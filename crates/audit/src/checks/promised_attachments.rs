//! Attachments the text sends the reader to (详见附件3-1) are there, where the others are.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone};
use mingzhang_model::publication::han;
use mingzhang_model::{Certainty, Finding};

const RULE: &str = "promised-attachments";

/// A line that only names an attachment is no longer.
const TITLE: usize = 60;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let own = re!("^附件([0-9]{1,2}(?:[-－—.．][0-9]{1,2})?|[一二三四五六七八九十]{1,3})(?:[^0-9]|$)");
    let there: Vec<String> = scene
        .lines
        .iter()
        .filter(|l| l.zone != Zone::Contents && l.text.chars().count() <= TITLE)
        .flat_map(|l| own.all(&l.text).iter().map(|f| number(group(f, 1))).collect::<Vec<_>>())
        .collect();
    let mut promised: Vec<(String, Draft)> = Vec::new();
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Note | Zone::Attachment)) {
        let told = re!("(?:详见|参见|见)附件([0-9]{1,2}(?:[-－—.．][0-9]{1,2})?|[一二三四五六七八九十]{1,3})");
        for found in told.all(&line.text) {
            let name = number(group(&found, 1));
            if promised.iter().all(|(n, _)| *n != name) {
                let draft = Draft::warning(RULE, "文中所说的附件没有找到")
                    .certainty(Certainty::Likely)
                    .say(format!("文中说详见附件{name}，本报告附有其他附件，却没有附件{name}；请补上或改正附件号。"))
                    .stated(format!("附件{name}"))
                    .expected(format!("缺少附件{name}"))
                    .at(scene.around(line, range(&found, 0), 20, 4));
                promised.push((name, draft));
            }
        }
    }
    // Attachments that are published as files of their own are not here at all.
    let (here, missing): (Vec<_>, Vec<_>) = promised.into_iter().partition(|(n, _)| there.contains(n));
    if here.len() >= 2 && here.len() > missing.len() {
        out.extend(missing.into_iter().map(|(_, draft)| draft.done()));
    }
}

/// 3-1 for 3－1 and 3.1, 3 for 三.
fn number(text: &str) -> String {
    let plain: String = text.chars().map(|c| if matches!(c, '－' | '—' | '.' | '．') { '-' } else { c }).collect();
    (1..100).find(|n| han(*n) == plain).map_or(plain, |n| n.to_string())
}
