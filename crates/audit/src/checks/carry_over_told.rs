//! Money told to be carried over must be in the carry-over the accounts state.

use super::amounts::Amount;
use super::build::{Draft, Spot};
use super::pattern::re;
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Amount as Value, Certainty, Coordinates, Figure, Finding, Kind, Unit};
use std::ops::Range;

const RULE: &str = "carry-over-told";

/// An amount with the words that say what becomes of it.
struct Told<'a> {
    line: &'a Line,
    amount: &'a Amount,
    at: Range<usize>,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    if scene.kind() != Some(Kind::FinalAccounts) {
        return;
    }
    if let Some((opening, spot)) = stated(scene, "年初结转和结余", &["收入总计"], "收入") {
        from_last_year(scene, opening, &spot, out);
    }
    if let Some((closing, spot)) = stated(scene, "年末结转和结余", &["支出总计", "收入总计"], "支出")
        && closing.is_zero()
    {
        to_next_year(scene, &spot, out);
        left_of_projects(scene, &spot, out);
    }
}

/// The carry-over as printed, or the total less the year's own.
fn stated(scene: &Scene<'_>, name: &str, totals: &[&str], own: &str) -> Option<(Value, Spot)> {
    let fact = |measure: &str| {
        let whole = Coordinates::of(measure);
        scene.d.facts.iter().find(|f| f.coordinates == whole && !f.part && !f.blank && f.figure.unit != Unit::Percent)
    };
    if let Some(f) = fact(name) {
        return Some((f.figure.value, Spot { quote: f.quote.clone(), place: f.place.clone() }));
    }
    // Both totals are printed as one: 收、支总计.
    let (total, own) = (totals.iter().find_map(|t| fact(t))?, fact(own)?);
    let spot = Spot { quote: total.quote.clone(), place: total.place.clone() };
    let rest = total.figure.value - own.figure.value;
    (rest.0 >= 0).then_some((rest, spot))
}

fn lines<'a>(scene: &'a Scene<'_>) -> impl Iterator<Item = &'a Line> {
    scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Attachment) && l.text.contains('结'))
}

fn shown(value: Value) -> String {
    let text = Figure::show(value, Unit::WanYuan, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Positive amounts that end a match of a pattern, or begin it.
fn told<'a>(line: &'a Line, matches: &[Range<usize>]) -> Vec<Told<'a>> {
    let inside = |m: &Range<usize>| {
        line.amounts().iter().find(|a| a.is_money() && m.start <= a.whole.start && a.whole.end <= m.end)
    };
    matches
        .iter()
        .filter_map(|m| inside(m).map(|amount| Told { line, amount, at: m.clone() }))
        .filter(|t| !t.amount.figure.value.is_zero())
        .collect()
}

fn ranges(found: &[regex::Match<'_>]) -> Vec<Range<usize>> {
    found.iter().map(regex::Match::range).collect()
}

/// 上年度结转资金924.91万元 with an opening carry-over of 211.02.
fn from_last_year(scene: &Scene<'_>, opening: Value, spot: &Spot, out: &mut Vec<Finding>) {
    let mut all: Vec<Told<'_>> = Vec::new();
    for line in lines(scene) {
        let direct = ranges(
            &re!("上年度?(?:财政)?结转(?:资金|项目)?(?:和结余)?[一-龥]{0,16}?[0-9][0-9,.]*万元").find_all(&line.text),
        );
        all.extend(told(line, &direct));
        let behind = ranges(&re!("[0-9][0-9,.]*万元（上年(?:度)?结转(?:资金)?）").find_all(&line.text));
        all.extend(told(line, &behind));
    }
    let Some(first) = largest(&all) else { return };
    // One amount within the carry-over proves nothing, nor do several that overlap.
    if first.amount.figure.value.0 <= opening.0 {
        return;
    }
    let words = first.line.text.get(first.at.clone()).unwrap_or("").to_owned();
    let mut draft = Draft::warning(RULE, "所说的上年结转大于年初结转和结余")
        .certainty(Certainty::Ask)
        .say(format!(
            "文中说“{words}”，而年初结转和结余一共是{}万元；请核实，属于财政收回后重新下达的应当说明。",
            shown(opening)
        ))
        .stated(words)
        .expected(format!("不大于{}万元", shown(opening)))
        .at(scene.spot(first.line, first.at.clone()))
        .witness(spot.clone());
    for other in all.iter().filter(|t| t.line.block != first.line.block).take(4) {
        draft = draft.witness(scene.spot(other.line, other.at.clone()));
    }
    out.push(draft.done());
}

fn largest<'a, 'b>(all: &'b [Told<'a>]) -> Option<&'b Told<'a>> {
    all.iter().max_by_key(|t| (t.amount.figure.value.0, std::cmp::Reverse(t.line.block)))
}

/// 19.87万元结转至次年支付 with nothing left at the end of the year.
fn to_next_year(scene: &Scene<'_>, spot: &Spot, out: &mut Vec<Finding>) {
    let next = scene.year().map(|y| format!("{}年", y + 1));
    let mut all: Vec<Told<'_>> = Vec::new();
    for line in lines(scene) {
        let found =
            re!("[0-9][0-9,.]*万元[^，。；、0-9]{0,8}结转(?:至|到|入|于)?(?:次年|下年|下一年|明年|20[0-9]{2}年)")
                .find_all(&line.text);
        let ahead: Vec<_> = found
            .into_iter()
            .filter(|m| {
                let words = m.as_str();
                let next = next.as_deref().is_some_and(|n| words.ends_with(n));
                let named = ["次年", "下年", "下一年", "明年"].iter().any(|w| words.ends_with(w));
                (next || named) && !words.contains('上')
            })
            .collect();
        all.extend(told(line, &ranges(&ahead)));
    }
    let Some(first) = largest(&all) else { return };
    let words = first.line.text.get(first.at.clone()).unwrap_or("").to_owned();
    let mut draft = Draft::warning(RULE, "年末结转为0却有资金结转下年")
        .certainty(Certainty::Ask)
        .say(format!("文中说“{words}”，年末结转和结余却是0；请核实。"))
        .stated(words)
        .expected("与年末结转和结余一致")
        .at(scene.spot(first.line, first.at.clone()))
        .witness(spot.clone());
    for other in all.iter().filter(|t| t.line.block != first.line.block).take(4) {
        draft = draft.witness(scene.spot(other.line, other.at.clone()));
    }
    out.push(draft.done());
}

/// What is left of the projects of one list, with nothing left in the accounts.
fn left_of_projects(scene: &Scene<'_>, spot: &Spot, out: &mut Vec<Finding>) {
    let mut all: Vec<Told<'_>> = Vec::new();
    for line in lines(scene) {
        let found = re!("(?:结余结转|结转结余|结转和结余|结余和结转)(?:资金)?[0-9][0-9,.]*万元").find_all(&line.text);
        // What came from last year is no rest of this one.
        let left: Vec<_> = found
            .into_iter()
            .filter(|m| {
                let before = line.text.get(..m.start()).unwrap_or("");
                !["年初", "年末", "上年", "上年度", "期初", "使用", "财政拨款"].iter().any(|w| before.ends_with(w))
            })
            .collect();
        all.extend(told(line, &ranges(&left)));
    }
    let Some(section) = all.first().and_then(|t| t.line.section) else { return };
    all.retain(|t| t.line.section == Some(section));
    let Some(first) = largest(&all) else { return };
    if all.len() < 3 {
        return;
    }
    let sum = all.iter().fold(Value::ZERO, |s, t| s + t.amount.figure.value);
    let parts: Vec<String> = all.iter().map(|t| t.amount.figure.number()).collect();
    let mut draft = Draft::warning(RULE, "各项目结转结余与年末结转和结余不符")
        .certainty(Certainty::Ask)
        .say(format!("文中{}个项目的结转结余合计{}万元，年末结转和结余却是0；请核实。", all.len(), shown(sum)))
        .stated(format!("结余结转合计{}万元", shown(sum)))
        .expected("与年末结转和结余一致")
        .workings(format!("{} = {}", parts.join(" + "), shown(sum)))
        .at(scene.spot(first.line, first.at.clone()))
        .witness(spot.clone());
    for other in all.iter().filter(|t| t.line.block != first.line.block).take(6) {
        draft = draft.witness(scene.spot(other.line, other.at.clone()));
    }
    out.push(draft.done());
}
