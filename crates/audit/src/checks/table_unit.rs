//! A table that names another unit than its figures have: the same amounts stand elsewhere with the same digits in the other unit.

use super::build::{Draft, Spot};
use super::pattern::{group, range, re};
use super::scene::{Line, Scene};
use mingzhang_model::{Certainty, Fact, Finding, Origin, TableReading, Unit};
use rustc_hash::FxHashMap;

const RULE: &str = "table-unit";

/// So many amounts that differ by the unit alone, and hardly one that agrees, show the unit wrong.
const SHOWN: usize = 2;

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut by: FxHashMap<_, Vec<&Fact>> = FxHashMap::default();
    for fact in scene.d.facts.iter().filter(|f| !f.blank && !f.figure.value.is_zero()) {
        by.entry(fact.coordinates).or_default().push(fact);
    }
    let mut found: Vec<(Unit, Finding)> = Vec::new();
    for (t, table) in scene.d.tables.iter().enumerate().filter(|(_, t)| t.misread.is_none()) {
        let own = |f: &&&Fact| matches!(f.origin, Origin::Table { table, .. } if table == t);
        let (mut agree, mut differ, mut above) = (0usize, Vec::new(), 0usize);
        for facts in by.values() {
            let Some(mine) = facts.iter().find(own) else { continue };
            let Some(other) = facts.iter().find(|f| !own(f)) else { continue };
            let (a, b) = (mine.figure.value.0.abs(), other.figure.value.0.abs());
            if mine.figure.interval().overlaps(other.figure.interval()) {
                agree += 1;
            } else if near(b, a.saturating_mul(10_000)) || near(a, b.saturating_mul(10_000)) {
                above += usize::from(a > b);
                differ.push((*mine, *other));
            }
        }
        // One amount of many digits shows it too where none agrees and no other table counts so.
        let lone = agree == 0
            && differ.iter().all(|(a, _)| a.printed.bytes().filter(u8::is_ascii_digit).count() >= 3)
            && scene.d.tables.iter().filter(|t| t.unit == table.unit).count() == 1;
        // Where two tables differ by the unit, the one that stands alone is wrong.
        if differ.len() < SHOWN && !(lone && differ.len() == 1) || agree * 4 > differ.len() {
            continue;
        }
        let (Some(unit), Some((line, at))) = (wrong(table.unit, above, differ.len()), unit_line(scene, table)) else {
            continue;
        };
        let Some((mine, other)) = differ.first() else { continue };
        let finding = Draft::error(RULE, "表的金额单位有误")
            .certainty(Certainty::Proven)
            .say(format!(
                "这张表写明单位是{}，表中{}个数与文件别处同一事项的数只差一万倍，单位应为{unit}。",
                table.unit.name(),
                differ.len()
            ))
            .stated(format!("单位：{}", table.unit.name()))
            .expected(format!("单位：{unit}"))
            .suggest(format!("单位：{unit}"), Some("unit"), 95, u32::try_from(differ.len()).unwrap_or(u32::MAX))
            .at(scene.spot(line, at))
            .witness(Spot { quote: mine.quote.clone(), place: mine.place.clone() })
            .witness(Spot { quote: other.quote.clone(), place: other.place.clone() })
            .done();
        found.push((table.unit, finding));
    }
    // Two that accuse each other: the one whose unit hardly any other table has.
    if found.len() > 1 {
        let rare = |unit: Unit| scene.d.tables.iter().filter(|t| t.unit == unit).count() * 2 < scene.d.tables.len();
        found.retain(|(unit, _)| rare(*unit));
    }
    match found.as_slice() {
        [(_, finding)] => out.push(finding.clone()),
        [] => out.extend(alone(scene)),
        _ => {}
    }
}

/// So many other tables must count in 万元 before one in 元 is odd.
const OTHERS: usize = 4;

/// The one table of a form that says 元 where all others say 万元, though no amount shows which is meant.
fn alone(scene: &Scene<'_>) -> Option<Finding> {
    let of = |unit: Unit| scene.d.tables.iter().filter(move |t| t.form.is_some() && t.unit == unit);
    let mut odd = of(Unit::Yuan);
    let (table, None) = (odd.next()?, odd.next()) else { return None };
    let (line, at) = unit_line(scene, table)?;
    let t = scene.d.tables.iter().position(|t| std::ptr::eq(t, table))?;
    let own = |f: &&Fact| matches!(f.origin, Origin::Table { table, .. } if table == t) && !f.figure.value.is_zero();
    // Amounts of hundreds of thousands are 元 for all that is known.
    let large = |f: &Fact| f.figure.value.0.abs() >= 100_000 * mingzhang_model::number::SCALE;
    if of(Unit::WanYuan).count() < OTHERS || table.misread.is_some() || scene.d.facts.iter().filter(own).any(large) {
        return None;
    }
    Some(
        Draft::info(RULE, "表的金额单位与其他各表不同")
            .say("这张表写明单位是元，其他各表都是万元，请核对。")
            .stated("单位：元")
            .expected("单位：万元")
            .suggest("单位：万元", Some("unit"), 70, 1)
            .at(scene.spot(line, at))
            .done(),
    )
}

/// Equal up to a hundredth of a percent: printed places are not the same.
fn near(a: i64, b: i64) -> bool {
    a.abs_diff(b) <= a.unsigned_abs().max(b.unsigned_abs()) / 10_000
}

/// The unit the figures have, if all differ in one direction.
fn wrong(unit: Unit, above: usize, all: usize) -> Option<&'static str> {
    match unit {
        Unit::Yuan if above == 0 => Some(Unit::WanYuan.name()),
        Unit::WanYuan if above == all => Some(Unit::Yuan.name()),
        _ => None,
    }
}

/// The words 单位：元 nearest before the table.
fn unit_line<'a>(scene: &'a Scene<'_>, table: &TableReading) -> Option<(&'a Line, std::ops::Range<usize>)> {
    let from = table.title.as_ref().map_or(table.block.saturating_sub(4), |(_, block)| *block);
    let lines = scene.lines.iter().rev().filter(|l| from <= l.block && l.block < table.block);
    lines.into_iter().find_map(|l| {
        let found = re!("(?:金额)?(单位：(?:万|亿)?元)").groups(&l.text)?;
        (group(&found, 1).ends_with(table.unit.name())).then(|| (l, range(&found, 1)))
    })
}
