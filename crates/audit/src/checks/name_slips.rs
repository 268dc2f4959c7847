//! The entity's name in running text with a letter lost or two letters changed places.

use super::build::Draft;
use super::scene::{Scene, Zone, plain};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use mingzhang_model::{Certainty, Finding};

const RULE: &str = "entity-name";

/// So often a form of the name is no slip but what they call themselves.
const HABIT: usize = 3;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, entity: &str, printed: usize, out: &mut Vec<Finding>) {
    let (wrong, short): (Vec<String>, Vec<bool>) = variants(entity).into_iter().unzip();
    // Made anew for every report: the automaton that is built fastest.
    let Ok(search) = AhoCorasick::builder().kind(Some(AhoCorasickKind::NoncontiguousNFA)).build(&wrong) else { return };
    // What all the forms have in common, so that few lines need be searched.
    let Some(first) = entity.chars().next() else { return };
    let told: Vec<_> = out.iter().filter(|f| f.rule == RULE).filter_map(|f| f.evidence.first()?.place.offset).collect();
    let known: Vec<String> = scene.d.units.iter().map(|u| plain(u)).collect();
    let mut found = Vec::new();
    for line in scene.lines.iter().filter(|l| !matches!(l.zone, Zone::Glossary | Zone::Attachment)) {
        if !line.text.contains(first) {
            continue;
        }
        for m in search.find_iter(&line.text) {
            found.push((line, m.range(), m.pattern().as_usize()));
        }
    }
    for (line, at, n) in &found {
        let Some(name) = wrong.get(*n) else { continue };
        let times = found.iter().filter(|f| f.2 == *n).count();
        if times >= HABIT || times * 4 > printed || known.iter().any(|u| u.contains(name.as_str())) {
            continue;
        }
        let spot = scene.spot(line, at.clone());
        if spot.place.offset.is_some_and(|p| told.iter().any(|t| t[0] < p[1] && p[0] < t[1])) {
            continue;
        }
        // 青禾财政局 for 青禾市财政局 is a short form.
        let draft = if short.get(*n).copied().unwrap_or(true) {
            Draft::info(RULE, "单位名称像是简称")
        } else {
            Draft::warning(RULE, "单位名称有误").certainty(Certainty::Likely)
        };
        out.push(
            draft
                .say(format!("单位名称写作“{name}”，全文其他{printed}处为“{entity}”。"))
                .stated(name.clone())
                .expected(entity)
                .suggest(entity, None, 90, 1)
                .at(spot)
                .done(),
        );
    }
}

/// The name with one letter lost or two neighbours changed, each with whether it may be a short form.
fn variants(entity: &str) -> Vec<(String, bool)> {
    let letters: Vec<char> = entity.chars().collect();
    let mut out: Vec<(String, bool)> = Vec::new();
    for k in 1..letters.len().saturating_sub(1) {
        let mut lost = letters.clone();
        let letter = lost.remove(k);
        if !matches!(letter, '和' | '与' | '、' | '（' | '）') {
            out.push((lost.into_iter().collect(), "省市县区州镇乡旗".contains(letter)));
        }
        let mut turned = letters.clone();
        turned.swap(k, k + 1);
        out.push((turned.into_iter().collect(), false));
    }
    out.retain(|(name, _)| !entity.contains(name.as_str()) && name.chars().count() >= 5);
    out
}
