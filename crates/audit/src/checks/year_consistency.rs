//! A report speaks of its own year and of the year before; another year in a title, a date of assets or a comparison is a slip.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Finding, Kind};

const RULE: &str = "year-consistency";

/// True for a text that names the report or a part or table of it.
pub(crate) fn is_title(text: &str) -> bool {
    text.chars().count() <= 45
        && !text.contains(['。', '；', '，'])
        && re!("(?:决算|预算)(?:表|情况说明|编制说明|公开|报告|总表)?$").is_match(text)
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let (Some(year), Some(kind)) = (scene.year(), scene.kind()) else { return };
    if cover(scene, year, out) {
        return;
    }
    titles(scene, year, kind, out);
    for line in scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report)) {
        dates(scene, line, year, kind, out);
        comparisons(scene, line, year, kind, out);
        openings(scene, line, year, kind, out);
    }
    super::year_habits::run(scene, year, kind, out);
}

/// The year on the cover where everything after it speaks of another; true if so.
fn cover(scene: &Scene<'_>, year: i32, out: &mut Vec<Finding>) -> bool {
    let mentions = |y: i32| scene.lines.iter().map(|l| l.text.matches(&format!("{y}年")).count()).sum::<usize>();
    // A line of its own that says the year and nothing else.
    let alone = scene.lines.iter().filter(|l| l.zone == Zone::Cover).find_map(|l| {
        let said: i32 = group(&re!("^(20[0-9]{2})年度$").groups(&l.text)?, 1).parse().ok()?;
        (said != year && mentions(year) >= 8 && mentions(year) >= 3 * mentions(said)).then_some(l)
    });
    if let Some(line) = alone {
        out.push(
            Draft::error(RULE, "封面年度与正文不符")
                .say(format!("封面写作{}，正文的标题和说明都是{year}年度的。", line.text))
                .stated(line.text.clone())
                .expected(format!("{year}年度"))
                .suggest(format!("{year}年度"), None, 90, 1)
                .at(scene.whole(line))
                .done(),
        );
        return false;
    }
    let own = format!("{year}年");
    let first = scene.lines.iter().filter(|l| l.zone == Zone::Cover).find_map(|l| l.text.find(&own).map(|at| (l, at)));
    let Some((line, at)) = first else { return false };
    let titles = |y: i32| {
        let said = format!("{y}年");
        scene
            .lines
            .iter()
            .filter(|l| l.zone != Zone::Cover && (l.heading || is_title(&l.text)) && l.text.contains(&said))
            .count()
    };
    // A budget is made in the year before: only titles of the next or the year before that outnumber decide.
    let other = [year - 1, year + 1, year - 2].into_iter().find(|y| {
        titles(*y) >= 1 && titles(year) == 0 && mentions(*y) >= 8 && mentions(*y) >= 3 * mentions(year).max(1)
    });
    let Some(right) = other else { return false };
    let words = if line.text.get(at + own.len()..).is_some_and(|t| t.starts_with('度')) { "年度" } else { "年" };
    out.push(
        Draft::error(RULE, "封面年度与正文不符")
            .say(format!("封面写作{year}{words}，正文的标题和说明都是{right}年度的。"))
            .stated(format!("{year}{words}"))
            .expected(format!("{right}{words}"))
            .suggest(format!("{right}{words}"), None, 90, 1)
            .at(scene.spot(line, at..at + own.len()))
            .done(),
    );
    true
}

fn titles(scene: &Scene<'_>, year: i32, kind: Kind, out: &mut Vec<Finding>) {
    let word = match kind {
        Kind::FinalAccounts => re!("(20[0-9]{2})年度?[^，。；]{0,30}决算"),
        Kind::Budget => re!("(20[0-9]{2})年度?[^，。；]{0,30}预算"),
    };
    // 审计局2024年度部门决算: the entity's name says nothing of the title.
    let entity = scene.entity();
    let is_candidate = |line: &Line| {
        let own = entity.as_deref().map_or_else(|| line.text.clone(), |e| line.text.replace(e, ""));
        line.zone != Zone::Attachment
            && line.zone != Zone::Note
            && (line.heading || line.zone == Zone::Cover || line.zone == Zone::Contents || is_title(&line.text))
            && line.text.chars().count() <= 60
            && !line.text.contains(['。', '；'])
            && !["相比", "执行情况", "上年", "回顾", "较", "比20", "审计", "整改", "批复"]
                .iter()
                .any(|w| own.contains(w))
    };
    let named: Vec<(&Line, std::ops::Range<usize>, i32)> = scene
        .lines
        .iter()
        .filter(|l| is_candidate(l))
        .filter_map(|l| {
            let found = word.groups(&l.text)?;
            let said: i32 = group(&found, 1).parse().ok()?;
            Some((l, range(&found, 1), said))
        })
        .collect();
    if named.len() > 2000 {
        return; // not a report's outline
    }
    let own: Vec<_> = named.iter().filter(|(_, _, y)| *y == year).collect();
    for (line, at, said) in named.iter().filter(|(_, _, y)| *y != year) {
        // The titles of the report's own year must outnumber those of the other, or the year itself is in doubt.
        let same = named.iter().filter(|(_, _, y)| y == said).count();
        let mentions = |y: i32| scene.lines.iter().map(|l| l.text.matches(&format!("{y}年")).count()).sum::<usize>();
        let sure = mentions(year) >= 8 && mentions(year) >= 4 * mentions(*said);
        // Without other titles, the sentences that open with the year.
        let opens = |y: i32| scene.lines.iter().filter(|l| l.text.starts_with(&format!("{y}年")) && !l.heading).count();
        let alone = named.len() == same && same == 1 && opens(year) >= 5 && opens(*said) == 0;
        if !alone && (own.is_empty() || own.len() <= same && !sure) {
            continue;
        }
        let in_contents = if line.zone == Zone::Contents { "目录" } else { "标题" };
        let suffix = if line.text.get(at.end..).is_some_and(|t| t.starts_with("年度")) { "年度" } else { "年" };
        let mut draft = Draft::error(RULE, "标题年度与报告年度不符")
            .say(format!("{in_contents}写作{said}{suffix}，而本报告是{year}年度的。"))
            .stated(format!("{said}{suffix}"))
            .expected(format!("{year}{suffix}"))
            .suggest(format!("{year}{suffix}"), None, 95, 1)
            .at(scene.whole(line));
        if let Some((witness, _, _)) = own.iter().find(|(l, _, _)| l.zone != line.zone).or(own.first()) {
            draft = draft.witness(scene.whole(witness));
        }
        out.push(draft.done());
    }
}

/// 截至…12月31日 of vehicles and equipment: the end of the year reported on; in budgets the year before.
fn dates(scene: &Scene<'_>, line: &Line, year: i32, kind: Kind, out: &mut Vec<Finding>) {
    if !line.text.contains("截") {
        return;
    }
    for found in re!("截[至止]到?(20[0-9]{2})年([0-9]{1,2})月(?:([0-9]{1,2})日|底|末)").all(&line.text) {
        let Ok(said) = group(&found, 1).parse::<i32>() else { continue };
        let month = group(&found, 2);
        let at = range(&found, 0);
        let sentence = line.text.get(line.sentence(at.start)).unwrap_or("");
        let both = line.text.contains(&format!("{year}年12月")) && said != year;
        if both || !["车辆", "公务用车", "设备", "固定资产"].iter().any(|w| sentence.contains(w)) {
            continue;
        }
        let right = match kind {
            Kind::FinalAccounts => year,
            Kind::Budget => year - 1,
        };
        let wrong = match kind {
            Kind::FinalAccounts => month == "12" && said != year,
            // Budgets are drawn up in autumn: the end of the year before last is an admissible date too.
            Kind::Budget => said >= year || said < year - 2,
        };
        if !wrong {
            continue;
        }
        let words = line.text.get(at.clone()).unwrap_or("").to_owned();
        let fixed = words.replacen(&said.to_string(), &right.to_string(), 1);
        let draft = match kind {
            Kind::FinalAccounts => Draft::error(RULE, "资产时点年度与报告年度不符"),
            Kind::Budget => Draft::warning(RULE, "资产时点年度与报告年度不符"),
        };
        out.push(
            draft
                .say(format!("资产情况的时点写作{said}年，本报告是{year}年度的，应为{right}年。"))
                .stated(words)
                .expected(fixed.clone())
                .suggest(fixed, None, 90, 1)
                .at(scene.around(line, at, 0, 24))
                .done(),
        );
    }
}

/// 与{Y−1}年度相比.
fn comparisons(scene: &Scene<'_>, line: &Line, year: i32, kind: Kind, out: &mut Vec<Finding>) {
    if !line.text.contains("20") {
        return;
    }
    let pattern =
        re!("(与|比|较)(20[0-9]{2})年度?((?:决算|执行|预算执行)数?)?(相比|(?:各|均)?(?:增加|减少|增长|下降|持平))");
    for found in pattern.all(&line.text) {
        let Ok(said) = group(&found, 2).parse::<i32>() else { continue };
        let at = range(&found, 0);
        let sentence = line.text.get(line.sentence(at.start)).unwrap_or("");
        // With the year's own budget, or in an outlook on years to come.
        let own = ["预算数", "年初预算", "全年预算", "调整预算", "年预算", "年度预算"];
        let budget = kind == Kind::FinalAccounts && own.iter().any(|w| sentence.contains(w));
        let outlook = re!("20[0-9]{2}").find_all(sentence).iter().any(|m| m.as_str() > group(&found, 2));
        if said < year || budget || outlook {
            continue;
        }
        if sentence.contains("预计") || sentence.contains("计划") {
            continue;
        }
        let words = line.text.get(at.clone()).unwrap_or("").to_owned();
        let right = year - 1;
        out.push(
            Draft::error(RULE, "比较的年度不是上年")
                .say(format!("本报告是{year}年度的，增减应与{right}年度相比，文中写作与{said}年度相比。"))
                .stated(words.clone())
                .expected(words.replacen(&said.to_string(), &right.to_string(), 1))
                .suggest(words.replacen(&said.to_string(), &right.to_string(), 1), None, 90, 1)
                .at(scene.around(line, at, 0, 24))
                .done(),
        );
    }
}

/// `{Y}年度…支出决算为` at the head of a section: last year's sentence left in.
fn openings(scene: &Scene<'_>, line: &Line, year: i32, kind: Kind, out: &mut Vec<Finding>) {
    if kind != Kind::FinalAccounts || !line.text.contains("20") || line.text.contains(&year.to_string()) {
        return;
    }
    let pattern = re!(
        "^(?:[一-龥]{0,30}?)(20[0-9]{2})年度?，?(?:本部门|我部门|本单位|我单位|我局)?(本年收入合计|本年支出合计|财政拨款收、?支|收、?支总计|收入支出总计|财政拨款收入支出总计|一般公共预算财政拨款(?:基本)?支出|政府性基金预算(?:财政)?拨款支出|国有资本经营预算(?:财政)?拨款支出|“三公”经费财政拨款支出|机关运行经费|政府采购支出|会议费|培训费)"
    );
    let text = scene.entity().map_or_else(|| line.text.clone(), |e| line.text.replacen(&e, "本部门", 1));
    let Some(found) = pattern.groups(&text) else { return };
    let Ok(said) = group(&found, 1).parse::<i32>() else { return };
    if said == year || line.text.contains(&year.to_string()) {
        return;
    }
    // The year before may be told first where this year follows in the section.
    let elsewhere = scene.lines.iter().any(|l| {
        l.section == line.section
            && l.block != line.block
            && l.text.contains(&format!("{year}年"))
            && l.text.contains(group(&found, 2))
    });
    if elsewhere || line.section.is_none() {
        return;
    }
    let Some(from) = line.text.find(group(&found, 1)) else { return };
    let at = from..from + group(&found, 1).len();
    out.push(
        Draft::error(RULE, "说明的年度与报告年度不符")
            .say(format!("本节说的是{said}年度，而本报告是{year}年度的。"))
            .stated(format!("{said}年"))
            .expected(format!("{year}年"))
            .suggest(format!("{year}年"), None, 85, 1)
            .at(scene.around(line, at, 30, 24))
            .done(),
    );
}
