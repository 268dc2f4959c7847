//! The entity's name as it stands in titles and in the text: one name, letter by letter.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::{Finding, Severity};
use std::ops::Range;

const RULE: &str = "entity-name";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    super::units_twice::run(scene, out);
    let Some(entity) = scene.entity() else { return };
    if entity.chars().count() < 6 {
        return;
    }
    let mut entity = entity;
    let mut printed = count(scene, &entity);
    if printed == 0 {
        return;
    }
    // The name was taken from one place: where nearly all others print another, that is the right one.
    let names: Vec<_> = names(scene).collect();
    let other = names
        .iter()
        .map(|(_, name, _)| name.clone())
        .find(|n| slip(&entity, n).is_some() && count(scene, n) > 4 * printed);
    if let Some(name) = other {
        printed = count(scene, &name);
        entity = name;
    }
    titles(scene, &entity, printed, &names, out);
    inserted(scene, &entity, out);
    joined(scene, &entity, printed, out);
    super::name_slips::run(scene, &entity, printed, out);
}

fn count(scene: &Scene<'_>, name: &str) -> usize {
    scene.lines.iter().map(|l| l.text.matches(name).count()).sum()
}

/// How a printed name differs from the right one.
enum Slip {
    /// A place is missing inside: the name became that of a higher body.
    Place(String),
    /// 与 for 和 or the reverse.
    Joiner,
    /// 和 left out, as in a short form.
    Short,
    /// A few letters.
    Letters,
}

fn slip(name: &str, entity: &str) -> Option<Slip> {
    if name == entity {
        return None;
    }
    if name.replace('与', "和") == entity.replace('与', "和") {
        return Some(Slip::Joiner);
    }
    if name.replace(['与', '和', '、'], "") == entity.replace(['与', '和', '、'], "") {
        return Some(Slip::Short);
    }
    let (n, e): (Vec<char>, Vec<char>) = (name.chars().collect(), entity.chars().collect());
    if e.len() > n.len() {
        // A single stretch left out that closes with the word of a place.
        let head = n.iter().zip(&e).take_while(|(a, b)| a == b).count();
        let gap = e.len() - n.len();
        let stretch: String = e.iter().skip(head).take(gap).collect();
        if head >= 2 && e.iter().skip(head + gap).eq(n.iter().skip(head)) {
            return if stretch.ends_with(['区', '县', '市', '州', '镇', '乡', '旗']) && gap <= 5 {
                Some(Slip::Place(stretch))
            } else if gap <= 2 {
                Some(Slip::Letters)
            } else {
                None
            };
        }
    }
    let same_head = n.iter().zip(&e).take_while(|(a, b)| a == b).count();
    let distance = strsim::levenshtein(name, entity);
    // Another body's name may lie close by (财政局, 民政局): only long names with a common head are one name misspelt.
    (distance <= 2 && n.len().min(e.len()) >= 8 && same_head >= 4 && n.last() == e.last()).then_some(Slip::Letters)
}

/// Names in the titles of parts and tables, on the cover and before tables.
fn names<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = (&'a Line, String, Range<usize>)> {
    let title = re!(
        "^(?:第[一二三四五六七八九十]+部分)?([一-龥]{4,40}?(?:局|委员会|委|办公室|办事处|中心|厅|院|校|馆|站|队|会|所|处|部))(?:20[0-9]{2}年度?)?(?:部门|单位)?(?:预算|决算|概况|基本情况|主要职能|主要职责|机构设置)"
    );
    let header = re!("^(?:编制部门|编制单位|预算主管部门|公开部门|部门|单位名称)：([一-龥（）]{6,40})");
    let cover = re!("^([一-龥]{6,40}(?:局|委员会|办公室|办事处|中心|厅))$");
    scene
        .lines
        .iter()
        .filter(|l| !matches!(l.zone, Zone::Attachment | Zone::Glossary | Zone::Note))
        .filter(|l| l.text.chars().count() <= 60 && !l.text.contains('。'))
        .filter_map(|l| {
            let found = title.groups(&l.text).or_else(|| header.groups(&l.text));
            let found = found.or_else(|| cover.groups(&l.text).filter(|_| l.zone == Zone::Cover))?;
            Some((l, group(&found, 1).to_owned(), range(&found, 1)))
        })
}

fn titles(
    scene: &Scene<'_>,
    entity: &str,
    printed: usize,
    names: &[(&Line, String, Range<usize>)],
    out: &mut Vec<Finding>,
) {
    for (line, name, at) in names {
        let name = name.as_str();
        let Some(kind) = slip(name, entity) else { continue };
        if scene.d.units.iter().any(|u| plain(u) == name) || count(scene, name) * 2 > printed {
            continue;
        }
        let (severity, why) = match &kind {
            // A cover may name who issues the report.
            Slip::Place(place) if line.zone == Zone::Cover => (Severity::Warning, format!("缺“{place}”")),
            Slip::Place(place) => (Severity::Error, format!("缺“{place}”，成了另一级机构的名称")),
            Slip::Joiner => (Severity::Warning, "“与”“和”不一致".to_owned()),
            Slip::Short => (Severity::Info, "像是简称".to_owned()),
            Slip::Letters => (Severity::Warning, "与其他各处不一致".to_owned()),
        };
        out.push(
            Draft::of(severity, RULE, "标题中的单位名称有误")
                .say(format!("此处单位名称写作“{name}”，{why}，全文其他各处为“{entity}”。"))
                .stated(name)
                .expected(entity)
                .suggest(entity, None, 90, 1)
                .at(scene.spot(line, title_range(line, at.clone())))
                .done(),
        );
    }
}

fn title_range(line: &Line, name: Range<usize>) -> Range<usize> {
    0..line.text.len().max(name.end)
}

/// Digits or Latin letters inside the name.
fn inserted(scene: &Scene<'_>, entity: &str, out: &mut Vec<Finding>) {
    for line in &scene.lines {
        if !line.text.bytes().any(|b| b.is_ascii_alphanumeric()) {
            continue;
        }
        let kept: Vec<(usize, char)> = line.text.char_indices().filter(|(_, c)| !c.is_ascii_alphanumeric()).collect();
        let bare: String = kept.iter().map(|(_, c)| *c).collect();
        for (at, _) in bare.match_indices(entity) {
            let first = bare.get(..at).map_or(0, |s| s.chars().count());
            let last = first + entity.chars().count() - 1;
            let (Some((start, _)), Some((end, c))) = (kept.get(first), kept.get(last)) else { continue };
            let whole = *start..end + c.len_utf8();
            let words = line.text.get(whole.clone()).unwrap_or("");
            if words == entity || words.len() > entity.len() + 4 {
                continue;
            }
            out.push(
                Draft::warning(RULE, "单位名称中混入字符")
                    .certainty(mingzhang_model::Certainty::Proven)
                    .say(format!("单位名称写作“{words}”，中间混入了多余的字符，应为“{entity}”。"))
                    .stated(words)
                    .expected(entity)
                    .suggest(entity, None, 99, 1)
                    .at(scene.around(line, whole, 0, 8))
                    .done(),
            );
        }
    }
}

/// 与 for 和 in the text.
fn joined(scene: &Scene<'_>, entity: &str, printed: usize, out: &mut Vec<Finding>) {
    let variants = [entity.replace('和', "与"), entity.replace('与', "和")];
    for variant in variants.iter().filter(|v| *v != entity) {
        let places: Vec<(&Line, usize)> = scene
            .lines
            .iter()
            .filter(|l| !l.heading)
            .filter_map(|l| l.text.find(variant.as_str()).map(|at| (l, at)))
            .collect();
        if places.is_empty() || places.len() * 2 > printed {
            continue;
        }
        let mut draft = Draft::info(RULE, "单位名称前后不一致")
            .say(format!("单位名称有{}处写作“{variant}”，全文其他各处为“{entity}”。", places.len()))
            .stated(variant.clone())
            .expected(entity)
            .suggest(entity, None, 80, 1);
        for (i, (line, at)) in places.iter().take(4).enumerate() {
            let spot = scene.spot(line, *at..at + variant.len());
            draft = if i == 0 { draft.at(spot) } else { draft.witness(spot) };
        }
        out.push(draft.done());
    }
}
