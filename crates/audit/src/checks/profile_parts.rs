//! What the form of a jurisdiction demands: each of its sections and tables is there, and in its order.

use super::build::Draft;
use super::missing_table::{core, untitled};
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_catalog::narrative::Topic;
use mingzhang_catalog::profiles::Profile;
use mingzhang_model::{Coordinates, Dimension, Finding, Origin, Severity};

const RULE: &str = "profile-parts";

/// More than so many missing: an excerpt, or a form of another kind.
const MANY: usize = 2;

/// Something the form demands, and the block where it stands.
struct Due {
    name: String,
    block: Option<usize>,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let Some(profile) = scene.catalog.profile(&scene.d.identity.profile) else { return };
    sections(scene, profile, out);
    tables(scene, profile, out);
}

fn sections(scene: &Scene<'_>, profile: &Profile, out: &mut Vec<Finding>) {
    let lexicon = &scene.catalog.narrative;
    let topics: Vec<&Topic> = profile.topics.iter().filter_map(|id| lexicon.topic(id, scene.kind())).collect();
    let due: Vec<(Due, bool)> = topics
        .iter()
        .map(|t| {
            let name = t.headings.first().map(|parts| parts.concat()).unwrap_or_default();
            let block = heading(scene, t);
            (Due { name, block }, block.is_some() || told(scene, t, &topics))
        })
        .collect();
    let missing: Vec<usize> = (0..due.len())
        .filter(|k| due.get(*k).is_some_and(|(_, told)| !told))
        // What belongs to a section goes with it.
        .filter(|k| {
            let of =
                |j: usize| topics.get(*k).zip(topics.get(j)).is_some_and(|(a, b)| *k != j && a.id.starts_with(&b.id));
            !(0..due.len()).any(|j| of(j) && due.get(j).is_some_and(|(_, told)| !told))
        })
        .collect();
    let printed = due.iter().filter(|(d, _)| d.block.is_some()).count();
    if printed * 4 < due.len() * 3 {
        return;
    }
    in_order(scene, &due.iter().map(|(d, _)| d).collect::<Vec<_>>(), "一节", out);
    // A report that opens or ends amid its sections is an excerpt.
    let last = due.len().saturating_sub(1);
    let cut = [[0, 1], [last.saturating_sub(1), last]].iter().any(|pair| pair.iter().all(|k| missing.contains(k)));
    if cut || missing.len() > MANY {
        return;
    }
    for k in missing {
        let Some((gone, _)) = due.get(k) else { continue };
        let before = due.iter().take(k).rev().find_map(|(d, _)| d.block);
        let after = due.iter().skip(k + 1).find_map(|(d, _)| d.block);
        let Some(finding) = absent(scene, profile, &gone.name, "一节", (before, after)) else { continue };
        // The gap it leaves in the numbers is the same mistake.
        let between = |l: &&Line| before.is_none_or(|b| b < l.block) && after.is_none_or(|b| l.block <= b);
        let lines: Vec<_> =
            scene.lines.iter().filter(|l| l.heading).filter(between).map(|l| scene.whole(l).place).collect();
        out.retain(|f| {
            let here = f.evidence.first().is_some_and(|e| lines.iter().any(|l| crate::overlap(&e.place, l)));
            !(f.rule == "heading-sequence" && f.severity == Severity::Info && f.title.contains("编号") && here)
        });
        out.push(finding);
    }
}

/// Where the section of a topic begins: the highest heading of that name that is not a line of a list; what is called 表 is one only if
/// nothing else is.
fn heading(scene: &Scene<'_>, topic: &Topic) -> Option<usize> {
    let sections = &scene.d.sections;
    let silent = |word: &str| scene.catalog.narrative.topic(word, scene.kind()).is_some_and(|t| t.silent);
    let listed = |block: usize| {
        sections.iter().any(|s| s.blocks.0 < block && block < s.blocks.1 && s.level > 1 && silent(s.topic.word()))
    };
    let all = sections.iter().filter(|s| s.topic.word() == topic.id && !listed(s.blocks.0));
    let form = |block: usize| scene.line(block).is_some_and(|l| l.text.trim_end().ends_with('表'));
    all.filter(|s| scene.line(s.blocks.0).is_some_and(|l| l.zone != Zone::Attachment))
        .min_by_key(|s| (form(s.blocks.0), s.level, s.blocks.0))
        .map(|s| s.blocks.0)
}

/// True if the report, under whatever heading, announces the topic or prints the figure it is about.
fn told(scene: &Scene<'_>, topic: &Topic, topics: &[&Topic]) -> bool {
    let named = |l: &Line| {
        l.text.chars().count() <= 45
            && !l.text.contains('。')
            && (topic.names.iter().any(|w| l.text.contains(w.as_str()))
                || topic.headings.iter().any(|parts| parts.iter().all(|p| plain(&l.text).contains(p.as_str())))
                    && !l
                        .text
                        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·'))
                        .ends_with('表'))
    };
    if scene.lines.iter().any(named) {
        return true;
    }
    // A figure that several sections tell proves none of them.
    let Some(base) = topic.base.filter(|b| topics.iter().filter(|t| t.base == Some(*b)).count() == 1) else {
        return false;
    };
    let whole = |c: &Coordinates| {
        [Dimension::Measure, Dimension::Purse, Dimension::Nature, Dimension::Subject]
            .iter()
            .all(|d| c.get(*d) == base.get(*d))
    };
    scene.d.facts.iter().any(|f| matches!(f.origin, Origin::Narrative { .. }) && whole(&f.coordinates))
}

fn tables(scene: &Scene<'_>, profile: &Profile, out: &mut Vec<Finding>) {
    let printed = |id: &str| scene.d.tables.iter().find(|t| t.form.as_deref() == Some(id));
    let forms = profile.tables.iter().filter_map(|id| scene.catalog.forms.iter().find(|f| f.id == *id));
    let due: Vec<(Due, Vec<String>)> = forms
        .map(|f| {
            let block = printed(&f.id).map(|t| t.title.as_ref().map_or(t.block, |(_, b)| *b));
            (
                Due { name: f.titles.first().cloned().unwrap_or_default(), block },
                f.titles.iter().map(|t| core(t)).collect(),
            )
        })
        .collect();
    let missing: Vec<usize> = (0..due.len()).filter(|k| due.get(*k).is_some_and(|(d, _)| d.block.is_none())).collect();
    if due.len() < 5 || missing.len() > MANY {
        return;
    }
    in_order(scene, &due.iter().map(|(d, _)| d).collect::<Vec<_>>(), "", out);
    // A table that was not recognised may be the missing one; a title without a table of text may head a picture.
    let strange = scene.d.tables.iter().any(|t| {
        let zone = scene.line(t.title.as_ref().map_or(t.block, |(_, b)| *b)).map(|l| l.zone);
        t.form.is_none() && t.figures >= 12 && zone != Some(Zone::Attachment)
    });
    if strange || untitled(scene) > 0 {
        return;
    }
    for k in missing {
        let Some((gone, names)) = due.get(k) else { continue };
        let same = |text: &str| text.contains('表') && names.contains(&core(text));
        let mut cells = scene.d.document.blocks.iter().filter_map(|b| b.table()).flat_map(|t| &t.cells);
        let elsewhere =
            scene.lines.iter().any(|l| l.text.chars().count() <= 60 && same(&l.text)) || cells.any(|c| same(&c.text));
        let said = out.iter().any(|f| {
            matches!(f.rule.as_str(), "missing-table" | "heading-sequence")
                && names.iter().any(|n| f.message.contains(n.as_str()))
        });
        if elsewhere || said {
            continue;
        }
        let before = due.iter().take(k).rev().find_map(|(d, _)| d.block);
        let after = due.iter().skip(k + 1).find_map(|(d, _)| d.block);
        out.extend(absent(scene, profile, &gone.name, "", (before, after)));
    }
}

fn absent(
    scene: &Scene<'_>,
    profile: &Profile,
    name: &str,
    what: &str,
    (before, after): (Option<usize>, Option<usize>),
) -> Option<Finding> {
    let near = |block: Option<usize>| block.and_then(|b| scene.line(b));
    let (first, second) = match (near(after), near(before)) {
        (Some(after), before) => (after, before),
        (None, before) => (before?, None),
    };
    let place = if after.is_some() { "之前" } else { "之后" };
    let mut draft = Draft::warning(RULE, if what.is_empty() { "缺少应有的表" } else { "缺少应有的说明" })
        .say(format!("按{}的格式，“{}”{place}应有“{name}”{what}，文中没有。", profile.title, first.text))
        .stated(format!("缺“{name}”"))
        .expected(name.to_owned())
        .at(scene.whole(first));
    if let Some(second) = second {
        draft = draft.witness(scene.whole(second));
    }
    Some(draft.done())
}

/// One that does not stand where the form has it, the others in their order.
fn in_order(scene: &Scene<'_>, due: &[&Due], what: &str, out: &mut Vec<Finding>) {
    let placed: Vec<(&str, usize)> = due.iter().filter_map(|d| Some((d.name.as_str(), d.block?))).collect();
    let rising = |skip: usize| {
        let blocks: Vec<usize> = placed.iter().enumerate().filter(|(k, _)| *k != skip).map(|(_, p)| p.1).collect();
        blocks.is_sorted()
    };
    if placed.len() < 5 || rising(placed.len()) {
        return;
    }
    let Some(k) = (0..placed.len()).find(|k| rising(*k)) else { return };
    let Some((name, block)) = placed.get(k) else { return };
    // Where it should stand: behind the one before it in the form, or before the one behind it.
    let neighbour = k.checked_sub(1).and_then(|j| placed.get(j)).filter(|(_, b)| b > block);
    let (other, word) = match neighbour.or_else(|| placed.get(k + 1)) {
        Some(other) if other.1 > *block => (other, "之后"),
        Some(other) => (other, "之前"),
        None => return,
    };
    let (Some(line), Some(witness)) = (scene.line(*block), scene.line(other.1)) else { return };
    out.push(
        Draft::warning(RULE, "次序与格式不符")
            .say(format!("“{name}”{what}应在“{}”{word}，文中次序颠倒。", other.0))
            .stated(line.text.clone())
            .expected(format!("在“{}”{word}", witness.text))
            .at(scene.whole(line))
            .witness(scene.whole(witness))
            .done(),
    );
}
