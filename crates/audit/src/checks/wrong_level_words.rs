//! Words of another level: a unit's report that calls itself a department's, a district's glossary that speaks of the city, and income
//! compared with another base than expenditure.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Finding, Kind, Level};

const RULE: &str = "wrong-level-words";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    unit_called_department(scene, out);
    titles(scene, out);
    scope(scene, out);
    glossary_level(scene, out);
    if scene.kind() == Some(Kind::Budget) {
        bases(scene, out);
    }
}

fn unit_called_department(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    if scene.level() != Some(Level::Unit) || scene.kind() != Some(Kind::FinalAccounts) {
        return;
    }
    let places: Vec<(&Line, std::ops::Range<usize>)> = scene
        .lines
        .iter()
        .filter(|l| l.zone == Zone::Report && !l.heading)
        .filter_map(|l| {
            re!("(?:上下年度|本年度|本年)部门决算(?:收入|支出|收支|数)").find(&l.text).map(|m| (l, m.range()))
        })
        .collect();
    let Some((line, at)) = places.first() else { return };
    let words = line.text.get(at.clone()).unwrap_or("").to_owned();
    let mut draft = Draft::warning(RULE, "单位决算中称部门决算")
        .say(format!("这是单位决算，文中有{}处称“部门决算”。", places.len()))
        .stated("部门决算")
        .expected("单位决算")
        .suggest(words.replace("部门", "单位"), None, 80, 1)
        .at(scene.around(line, at.clone(), 16, 10));
    for (l, r) in places.iter().skip(1).take(3) {
        draft = draft.witness(scene.around(l, r.clone(), 16, 10));
    }
    out.push(draft.done());
}

/// One title that calls the report by the other level, where all others call it by its own.
fn titles(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let (Some(level), Some(entity)) = (scene.level(), scene.entity()) else { return };
    let (own, other) = if level == Level::Unit { ("单位", "部门") } else { ("部门", "单位") };
    let pattern = re!(
        "^(?:第[一二三四五六七八九十]+部分)?[^，。；0-9]{0,24}?(?:20[0-9]{2}年度?)?[^，。；0-9]{0,6}?(部门|单位)((?:预算|决算)(?:表|情况说明|编制说明|收支总表|公开|报告)?)[…·.]*[0-9]*$"
    );
    let named: Vec<(&Line, std::ops::Range<usize>, String, String)> = scene
        .lines
        .iter()
        .filter(|l| matches!(l.zone, Zone::Cover | Zone::Contents | Zone::Report) && l.text.chars().count() <= 50)
        .filter_map(|l| {
            let found = pattern.groups(&l.text)?;
            Some((l, range(&found, 1), group(&found, 1).to_owned(), group(&found, 2).to_owned()))
        })
        .filter(|(l, ..)| l.zone != Zone::Report || l.heading)
        .collect();
    let wrong: Vec<_> = named.iter().filter(|(_, _, said, _)| said == other).collect();
    let right: Vec<_> = named.iter().filter(|(_, _, said, _)| said == own).collect();
    let [(line, at, _, rest)] = wrong.as_slice() else { return };
    // A report may hold those of its units: a title that names another body is that body's.
    let body = line.text.get(..at.start).unwrap_or("").replace(&entity, "");
    let foreign = re!("(?:局|委员会|办公室|中心|院|校|所|站|队|馆)").is_match(&body);
    let Some((witness, at_witness, ..)) = right.iter().find(|(_, _, _, r)| r == rest).or(right.first()) else { return };
    if right.len() < 2 || foreign {
        return;
    }
    out.push(
        Draft::warning(RULE, "标题的部门、单位用词不符")
            .say(format!("标题写作“{other}{rest}”，本报告其他标题都是“{own}”。"))
            .stated(format!("{other}{rest}"))
            .expected(format!("{own}{rest}"))
            .suggest(format!("{own}{rest}"), None, 90, 1)
            .at(scene.spot(line, at.start..at.end + rest.len()))
            .witness(scene.spot(witness, at_witness.start..witness.text.len()))
            .done(),
    );
}

/// 纳入…单位决算编制范围 in a department's report.
fn scope(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    if scene.level() != Some(Level::Department) {
        return;
    }
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report) {
        let found =
            re!("^纳入[^，。；]{0,40}?20[0-9]{2}年度?(单位(?:决算|预算))(?:汇总)?编制范围的[^。]{0,16}(?:包括|共)")
                .groups(&line.text);
        let Some(found) = found else { continue };
        let right = group(&found, 1).replacen("单位", "部门", 1);
        out.push(
            Draft::warning(RULE, "部门的编制范围写作单位")
                .say(format!("本报告是部门的，编制范围写作“{}”，应为“{right}”。", group(&found, 1)))
                .stated(group(&found, 1))
                .expected(right.clone())
                .suggest(right, None, 90, 1)
                .at(scene.around(line, range(&found, 1), 8, 8))
                .done(),
        );
    }
}

/// The level the cover names against the level the glossary names.
fn glossary_level(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let cover = scene.lines.iter().take(12).filter(|l| l.zone != Zone::Glossary).find_map(|l| {
        re!("([省市区县])级(?:部门|单位)(?:预算|决算)")
            .groups(&l.text)
            .map(|c| (l, group(&c, 1).to_owned(), range(&c, 0)))
    });
    let Some((cover_line, level, cover_at)) = cover else { return };
    let wrong: Vec<(&Line, std::ops::Range<usize>, String)> = scene
        .lines
        .iter()
        .filter(|l| l.text.contains("级预算主管部门"))
        .filter_map(|l| {
            re!("是([省市区县])级预算主管部门").groups(&l.text).map(|c| (l, range(&c, 0), group(&c, 1).to_owned()))
        })
        .filter(|(_, _, said)| *said != level)
        .collect();
    let Some((line, at, said)) = wrong.first() else { return };
    let mut draft = Draft::warning(RULE, "名词解释的预算级次不符")
        .say(format!("封面是{level}级，名词解释有{}处写作“{said}级预算主管部门”。", wrong.len()))
        .stated(format!("{said}级"))
        .expected(format!("{level}级"))
        .suggest(format!("{level}级"), None, 90, 1)
        .at(scene.around(line, at.clone(), 12, 12));
    draft = draft.witness(scene.spot(cover_line, cover_at));
    for (l, r, _) in wrong.iter().skip(1).take(2) {
        draft = draft.witness(scene.around(l, r.clone(), 12, 12));
    }
    out.push(draft.done());
}

/// 收入 against 预算执行数, 支出 against 预算.
fn bases(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let by_execution = re!("收入[^。；]{0,40}?(比20[0-9]{2}年预算执行数(?:增加|减少)[0-9][0-9,.]*(?:万元|元))");
    let by_budget = re!("支出(?:预算)?[^。；]{0,40}?(比20[0-9]{2}年预算(?:增加|减少)[0-9][0-9,.]*(?:万元|元))");
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains("预算执行数")) {
        let Some(income) = by_execution.groups(&line.text) else { continue };
        let mut expense = scene
            .near(line, 2)
            .filter(|l| l.zone == Zone::Report)
            .filter_map(|l| by_budget.groups(&l.text).map(|c| (l, range(&c, 1), group(&c, 1).to_owned())));
        let Some((other, at, words)) = expense.next() else { continue };
        let said = group(&income, 1);
        if said.get(..said.len().min("比0000年".len())) != words.get(..words.len().min("比0000年".len())) {
            continue;
        }
        out.push(
            Draft::warning(RULE, "收入与支出的比较基数不同")
                .say("收入的增减与上年预算执行数相比，支出的增减与上年预算数相比，两者基数不同，增减额不能对应。")
                .stated("预算执行数")
                .expected(format!("统一为{}", said.split("执行数").next().unwrap_or("同一基数")))
                .at(scene.spot(line, range(&income, 1)))
                .witness(scene.spot(other, at))
                .done(),
        );
        return;
    }
}
