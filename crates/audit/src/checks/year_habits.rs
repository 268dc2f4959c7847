//! Years in sentences: what a report says in the same words many times, it says of the same year.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::{Finding, Kind};
use std::ops::Range;

const RULE: &str = "year-consistency";

/// So often the same words must name the same year before another year is a slip.
const OFTEN: usize = 4;

/// A year in a sentence, with the words around it that make it comparable with others.
struct Said<'a> {
    line: &'a Line,
    at: Range<usize>,
    year: i32,
    key: String,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, year: i32, kind: Kind, out: &mut Vec<Finding>) {
    let from = out.len();
    let lines = || scene.lines.iter().filter(|l| matches!(l.zone, Zone::Report | Zone::Note) && l.text.contains("20"));
    for line in lines() {
        let told = out.len();
        own(scene, line, year, kind, out);
        if line.zone == Zone::Report && out.len() == told {
            against_itself(scene, line, year, out);
        }
    }
    headings(scene, year, out);
    forms(scene, year, kind, out);
    let told: Vec<_> = out.iter().filter(|f| f.rule == RULE).filter_map(|f| f.evidence.first()?.place.offset).collect();
    let mut found: Vec<Finding> = Vec::new();
    outliers(scene, &lines().collect::<Vec<_>>(), year, &mut found);
    let earlier: Vec<_> =
        out.iter().take(from).filter(|f| f.rule == RULE).filter_map(|f| f.evidence.first()?.place.offset).collect();
    let mut n = 0;
    out.retain(|f| {
        n += 1;
        let place = f.evidence.first().and_then(|e| e.place.offset);
        n <= from || place.is_none_or(|p| !earlier.iter().any(|t| t[0] < p[1] && p[0] < t[1]))
    });
    found.retain(|f| {
        let place = f.evidence.first().and_then(|e| e.place.offset);
        place.is_none_or(|p| !told.iter().any(|t| t[0] < p[1] && p[0] < t[1]))
    });
    out.append(&mut found);
    // Sentences of another year many times over: the year itself is in doubt, and others tell it.
    if out.len() - from > 6 {
        out.truncate(from);
    }
}

fn slip(scene: &Scene<'_>, line: &Line, at: Range<usize>, right: i32, why: &str) -> Finding {
    let said = line.text.get(at.clone()).unwrap_or("").to_owned();
    Draft::warning(RULE, "句中年度有误")
        .say(format!("此处写作{said}年，{why}，应为{right}年。"))
        .stated(format!("{said}年"))
        .expected(format!("{right}年"))
        .suggest(format!("{right}年"), None, 85, 1)
        .at(scene.around(line, at, 4, 24))
        .done()
}

/// Sentences that can only speak of the year reported on.
fn own(scene: &Scene<'_>, line: &Line, year: i32, kind: Kind, out: &mut Vec<Finding>) {
    let none = re!(
        "^(?:(?:注|说明)：)?[^，。；0-9]{0,30}(20[0-9]{2})年度?(?:无|没有|未安排)(?:使用)?(?:政府性基金|国有资本经营)[^。；]{2,40}(?:收入|支出|预算|空表|无数据)"
    );
    let scope = re!("纳入[^，。；]{0,40}?(20[0-9]{2})年度?(?:部门|单位)?(?:决算|预算)(?:汇总)?编制范围");
    let goals = re!("开展了?(20[0-9]{2})年度?(?:部门)?(?:整体|项目)?(?:支出)?(?:预算)?绩效目标编报");
    let due = re!(
        "^(20[0-9]{2})年度?[^，。；]{0,60}?(?:机关运行经费|政府采购|“三公”经费)[^，。；0-9]{0,12}预算(?:总额|数)?为?[0-9]"
    );
    let cars = re!("^(20[0-9]{2})年度?，?[^，。；0-9]{0,40}开支财政拨款的公务用车保有量");
    let performance =
        re!("在(20[0-9]{2})年度?预算编制阶段|对(20[0-9]{2})年度?一般公共预算项目支出[^，。；]{0,10}开展绩效自评");
    let goals_made = re!(
        "^[^，。；0-9]{0,40}(20[0-9]{2})年度?预算编制了[^，。；]{0,20}绩效目标|全面实施预算绩效管理要求，[^，。；0-9]{2,40}(20[0-9]{2})年度?预算编制了[^，。；]{0,20}绩效目标"
    );
    let procured = re!("^(20[0-9]{2})年度?(?:本部门|本单位)?(?:安排政府采购预算|面向中小企业预留政府采购)");
    let funds = re!(
        "^[^，。；0-9]{0,40}(20[0-9]{2})年度?(?:政府性基金|国有资本经营)预算(?:财政拨款)?(?:本年)?(?:收入|支出|年初结转和结余)[0-9]"
    );
    let running = re!("^[^，。；0-9]{0,40}(20[0-9]{2})年度?(?:无|没有)机关运行经费支出");
    let patterns = [
        Some(none),
        Some(scope),
        Some(goals),
        (kind == Kind::Budget).then_some(due),
        (kind == Kind::Budget).then_some(procured),
        (kind == Kind::Budget).then_some(goals_made),
        (kind == Kind::FinalAccounts).then_some(cars),
        (kind == Kind::FinalAccounts).then_some(performance),
        Some(funds),
        Some(running),
    ];
    for pattern in patterns.into_iter().flatten() {
        let Some(found) = pattern.groups(&line.text) else { continue };
        let n = if found.get(1).is_some() { 1 } else { 2 };
        let Ok(said) = group(&found, n).parse::<i32>() else { continue };
        // Where the own year is told too, the other is told beside it.
        if said == year || line.text.contains(&format!("{year}年")) {
            continue;
        }
        out.push(slip(scene, line, range(&found, n), year, &format!("而本报告是{year}年度的")));
    }
    // X局2023年度预算绩效管理工作开展情况如下：编报绩效目标的2024年度项目…: the head against its own sentence.
    let head = re!("^[^，。；：0-9]{0,40}(20[0-9]{2})年度?预算绩效管理工作开展情况如下：");
    if let Some(found) = head.groups(&line.text)
        && let Ok(said) = group(&found, 1).parse::<i32>()
        && said != year
    {
        let rest = line.text.get(range(&found, 0).end..).unwrap_or("");
        let years: Vec<&str> = re!("20[0-9]{2}年").find_all(rest).iter().map(|m| m.as_str()).collect();
        if years.iter().all(|y| *y == format!("{year}年")) {
            out.push(slip(scene, line, range(&found, 1), year, &format!("而本报告是{year}年度的")));
        }
    }
}

/// A year compared with itself: 2024年…，比2024年增加….
fn against_itself(scene: &Scene<'_>, line: &Line, year: i32, out: &mut Vec<Finding>) {
    let pattern = re!(
        "^[^0-9，。；]{0,40}(20[0-9]{2})年度?([^。；]*?[0-9](?:万元|亿元|元))，(?:与|比|较)(20[0-9]{2})年度?(?:预算数?|决算数?|执行数|预算执行数|[^，。；0-9]{0,8}总预算|[^，。；0-9]{0,8}预算总数)?(?:相比|各?增加|各?减少|增长|下降|持平)"
    );
    for sentence in line.sentences() {
        let text = line.text.get(sentence.clone()).unwrap_or("");
        let Some(found) = pattern.groups(text) else { continue };
        let (a, b) = (group(&found, 1), group(&found, 3));
        // 2023年执行数…，2024年安排…，比2023年: another year stands between. A final account compares with its own budget, and says so.
        // The next year's amount against last year's: one of the report's own years was meant.
        let ahead = b.parse() == Ok(year - 1) && a.parse() == Ok(year + 1);
        if a != b && !ahead
            || group(&found, 2).contains("年")
            || group(&found, 0).contains("预算") && scene.kind() == Some(Kind::FinalAccounts)
        {
            continue;
        }
        let Ok(said) = a.parse::<i32>() else { continue };
        let (at, right) = match said {
            _ if ahead => (range(&found, 1), year),
            _ if said == year => (range(&found, 3), year - 1),
            _ => (range(&found, 1), said + 1),
        };
        if right != year && right != year - 1 {
            continue;
        }
        let at = sentence.start + at.start..sentence.start + at.end;
        let why = if ahead { "比较的是上年" } else { "同一年不能与自己相比" };
        out.push(slip(scene, line, at, right, why));
    }
}

/// A heading of another year over a section of this one.
fn headings(scene: &Scene<'_>, year: i32, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| l.heading && l.zone == Zone::Report && l.text.chars().count() <= 40) {
        let Some(found) = re!("^[^0-9]{0,12}(20[0-9]{2})年度?[^0-9]*$").groups(&line.text) else { continue };
        let Ok(said) = group(&found, 1).parse::<i32>() else { continue };
        let told = ["相比", "执行", "上年", "回顾", "比较", "审计", "整改"].iter().any(|w| line.text.contains(w));
        let word = if scene.kind() == Some(Kind::FinalAccounts) { "决算" } else { "预算" };
        // Titles of the report are told as such.
        if said == year || told || line.text.contains(word) {
            continue;
        }
        let body: Vec<&Line> =
            scene.lines.iter().filter(|l| l.section == line.section && l.block != line.block).collect();
        let mentions = |y: i32| body.iter().map(|l| l.text.matches(&format!("{y}年")).count()).sum::<usize>();
        if mentions(year) > 0 && mentions(said) == 0 {
            out.push(slip(scene, line, range(&found, 1), year, &format!("本节说的是{year}年")));
        }
    }
}

/// Self-evaluation forms and reports attached to final accounts are of the year reported on.
fn forms(scene: &Scene<'_>, year: i32, kind: Kind, out: &mut Vec<Finding>) {
    if kind != Kind::FinalAccounts {
        return;
    }
    let pattern = re!("^[^0-9，。；]{0,30}?(20[0-9]{2})年度?[^0-9，。；]{0,30}自评[^0-9，。；]{0,12}$");
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Attachment && l.text.chars().count() <= 60) {
        let Some(found) = pattern.groups(&line.text) else { continue };
        let Ok(said) = group(&found, 1).parse::<i32>() else { continue };
        if said != year {
            out.push(slip(scene, line, range(&found, 1), year, &format!("而本报告是{year}年度的")));
        }
    }
}

/// What is said in the same words of one year many times and of another once.
fn outliers(scene: &Scene<'_>, lines: &[&Line], year: i32, out: &mut Vec<Finding>) {
    let compared = re!("(?:与|比|较)(20[0-9]{2})年度?[^，。；0-9]{0,10}?(?:相比|各?增加|各?减少|增长|下降|持平)");
    let told = re!("(20[0-9]{2})年度?(当年预算执行数|预算安排|预算数为|项目[0-9]+个)");
    let mut all: Vec<Said<'_>> = Vec::new();
    for line in lines.iter().filter(|l| !l.heading) {
        for found in compared.all(&line.text) {
            let Ok(year) = group(&found, 1).parse::<i32>() else { continue };
            all.push(Said { line, at: range(&found, 1), year, key: "比".to_owned() });
        }
        for found in told.all(&line.text) {
            let Ok(year) = group(&found, 1).parse::<i32>() else { continue };
            let before = line.text.get(..range(&found, 1).start).unwrap_or("");
            let of = group(&found, 2);
            // Compared with, or the amount of something that is not an item: other sentences have other years.
            if before.ends_with(['与', '比', '较']) || of == "预算数为" && !before.ends_with('）') {
                continue;
            }
            let key = if of.starts_with("项目") { "项目" } else { of };
            all.push(Said { line, at: range(&found, 1), year, key: key.to_owned() });
        }
    }
    let mut keys: Vec<&str> = all.iter().map(|s| s.key.as_str()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let of: Vec<&Said<'_>> = all.iter().filter(|s| s.key == key).collect();
        for right in [year, year - 1] {
            // 与上年相比 is a comparison with the same year.
            let last = || lines.iter().map(|l| re!("[与比较]上年").find_all(&l.text).len()).sum::<usize>();
            let usual =
                of.iter().filter(|s| s.year == right).count() + if key == "比" && right < year { last() } else { 0 };
            let odd: Vec<&&Said<'_>> = of.iter().filter(|s| s.year != right).collect();
            let few = if key == "项目" { 2 } else { OFTEN };
            let [one] = odd.as_slice() else { continue };
            if usual < few || one.year == right {
                continue;
            }
            let sentence = one.line.text.get(one.line.sentence(one.at.start)).unwrap_or("");
            // 2021年比2020年增加: the year before another one that is told.
            let start = one.line.sentence(one.at.start).start;
            let before = one.line.text.get(start..one.at.start).unwrap_or("");
            let told = re!("(?:^|[^与比较0-9])(20[0-9]{2})年")
                .all(before)
                .last()
                .and_then(|m| group(m, 1).parse::<i32>().ok());
            if key == "比" && told.is_some_and(|t| t != year && t == one.year + 1) || sentence.contains("预计") {
                continue;
            }
            // A final account may be compared with its own budget.
            if key == "比" && one.year == year && sentence.contains("预算") && scene.kind() == Some(Kind::FinalAccounts)
            {
                continue;
            }
            let mut finding = slip(scene, one.line, one.at.clone(), right, &format!("同样的话别处都是{right}年"));
            finding.title = "年度与别处不一致".to_owned();
            out.push(finding);
        }
    }
}
