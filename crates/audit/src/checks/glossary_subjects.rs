//! The glossary explains the subjects the report uses, under the names it uses, and no others.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone, plain};
use mingzhang_model::disclosure::SubjectItem;
use mingzhang_model::{Certainty, Finding, Severity};

const RULE: &str = "glossary-subjects";

/// A subject's name for comparison: without local additions and the closing 支出.
pub(crate) fn bare(name: &str) -> String {
    let mut text = plain(name);
    if let Some(at) = text.find('（').filter(|at| *at > 0 && text.ends_with('）')) {
        text.truncate(at);
    }
    while text.ends_with("支出") {
        text.truncate(text.len() - "支出".len());
    }
    if text.contains("其它") { text.replace("其它", "其他") } else { text }
}

/// An item with the names it is compared by.
struct Named<'a> {
    item: &'a SubjectItem,
    group: String,
    leaf: String,
}

fn named(item: &SubjectItem) -> Named<'_> {
    Named { item, group: bare(&item.names[1]), leaf: bare(&item.names[2]) }
}

fn same(a: &Named<'_>, b: &Named<'_>) -> bool {
    a.leaf == b.leaf && a.group == b.group
}

/// 类（类）款（款）项（项）.
fn shown(item: &SubjectItem) -> String {
    format!("{}（类）{}（款）{}（项）", plain(&item.names[0]), plain(&item.names[1]), plain(&item.names[2]))
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    swallowed(scene, out);
    if scene.d.items.len() > 2000 {
        return;
    }
    let explained: Vec<Named<'_>> = scene.d.items.iter().filter(|i| i.glossary).map(named).collect();
    let mut used: Vec<Named<'_>> = Vec::new();
    for item in scene.d.items.iter().filter(|i| !i.glossary).map(named) {
        if !used.iter().any(|u| same(u, &item)) {
            used.push(item);
        }
    }
    // A glossary without subjects explains terms only; an incomplete list of items proves nothing.
    if explained.len() < 3 || used.len() < 3 {
        return;
    }
    let code_in_tables = |code: &str| scene.d.tables.iter().any(|t| t.rows.iter().any(|r| r.code == code));
    let covers = |e: &Named<'_>, u: &Named<'_>| same(e, u) || (e.item.code.is_some() && e.item.code == u.item.code);
    // A glossary that explains a few subjects only is a choice, not a gap.
    let covered = used.iter().filter(|u| explained.iter().any(|e| covers(e, u))).count();
    let selective = covered * 2 < used.len();
    let mentioned = |name: &str| {
        name.chars().count() >= 5
            && scene.lines.iter().any(|l| l.zone == Zone::Glossary && l.text.contains(&format!("{name}（项）")))
    };
    let lacking = out.len();
    let missing = used.len() - covered;
    let severity = if missing > 3 && missing * 4 > used.len() { Severity::Info } else { Severity::Warning };
    for item in used.iter().filter(|_| !selective) {
        if explained.iter().any(|e| covers(e, item)) || mentioned(&plain(&item.item.names[2])) {
            continue;
        }
        // The same 项 under a 款 written differently is explained.
        if explained.iter().any(|e| e.leaf == item.leaf && near(&e.group, &item.group)) {
            continue;
        }
        if explained.iter().any(|e| e.group == item.group && near(&e.leaf, &item.leaf)) {
            continue; // reported as a different name below
        }
        out.push(
            Draft::of(severity, RULE, "名词解释缺少所用科目")
                .say(format!("情况说明用到“{}”，名词解释解释了其他科目而没有这一项。", shown(item.item)))
                .stated("名词解释无此科目")
                .expected(format!("名词解释应有“{}”", shown(item.item)))
                .at(scene.spot_of(item.item.name_span))
                .done(),
        );
    }
    let mut idle: Vec<&Named<'_>> = Vec::new();
    for entry in &explained {
        let twin = used.iter().find(|u| u.group == entry.group && u.leaf != entry.leaf && near(&u.leaf, &entry.leaf));
        let exact = used.iter().any(|u| same(u, entry));
        if let (Some(item), false) = (twin, exact) {
            let other_entry = explained.iter().any(|e| same(e, item));
            if !other_entry {
                different(scene, entry.item, item.item, out);
                continue;
            }
        }
        let known = exact
            || used.iter().any(|u| covers(entry, u))
            || used.iter().any(|u| u.leaf == entry.leaf && near(&u.group, &entry.group))
            || entry.item.code.as_deref().is_some_and(code_in_tables);
        if known || other_purse(scene, entry.item) {
            continue;
        }
        idle.push(entry);
    }
    // One entry too many and one too few that differ by one name: the entry has the wrong name.
    let absent: Vec<&Named<'_>> = used
        .iter()
        .filter(|u| out.iter().skip(lacking).any(|f| f.expected.contains(&format!("“{}”", shown(u.item)))))
        .collect();
    if let ([entry], [item]) = (idle.as_slice(), absent.as_slice()) {
        // The class of an entry may have its number before it.
        let differ: Vec<usize> =
            (0..3).filter(|k| !bare(&entry.item.names[*k]).ends_with(&bare(&item.item.names[*k]))).collect();
        if let [k] = differ.as_slice() {
            let (wrong, right) = (plain(&entry.item.names[*k]), plain(&item.item.names[*k]));
            out.retain(|f| f.rule != RULE || !f.expected.contains(&format!("“{}”", shown(item.item))));
            out.push(
                Draft::warning(RULE, "名词解释与说明的科目名称不一致")
                    .say(format!(
                        "名词解释解释了“{}”，情况说明没有用到；用到的是“{}”，名词解释没有。",
                        shown(entry.item),
                        shown(item.item)
                    ))
                    .stated(wrong)
                    .expected(right.clone())
                    .suggest(right, None, 60, 1)
                    .at(scene.spot_of(entry.item.name_span))
                    .witness(scene.spot_of(item.item.name_span))
                    .done(),
            );
            return;
        }
    }
    // A glossary that is mostly of others' subjects was written for many reports at once.
    let many = idle.len() > 3 && idle.len() * 4 > explained.len();
    for entry in idle {
        out.push(
            Draft::of(if many { Severity::Info } else { Severity::Warning }, RULE, "名词解释列有未使用的科目")
                .say(format!("名词解释解释了“{}”，情况说明没有用到这一科目。", shown(entry.item)))
                .stated("名词解释有、说明无此科目")
                .expected("只解释本报告用到的科目")
                .at(scene.spot_of(entry.item.name_span))
                .done(),
        );
    }
}

/// Bare names that differ in one or two letters.
fn near(a: &str, b: &str) -> bool {
    let length = a.chars().count().min(b.chars().count());
    length >= 5
        && a.chars().count().abs_diff(b.chars().count()) <= 2
        && strsim::levenshtein(a, b) <= 2
        && !(a.starts_with("其他") ^ b.starts_with("其他"))
        && !opposite(a, b)
}

/// Names of two subjects that really exist side by side (行政单位医疗, 事业单位医疗).
fn opposite(a: &str, b: &str) -> bool {
    [("行政", "事业"), ("城市", "农村"), ("城镇", "农村"), ("中央", "地方"), ("小学", "初中"), ("初中", "高中")]
        .iter()
        .any(|(x, y)| (a.contains(x) && b.contains(y)) || (a.contains(y) && b.contains(x)))
}

fn different(scene: &Scene<'_>, entry: &SubjectItem, item: &SubjectItem, out: &mut Vec<Finding>) {
    let functional = &scene.catalog.subjects.functional;
    let official = |i: &SubjectItem| {
        [plain(&i.names[2]), format!("{}支出", plain(&i.names[2]))].iter().any(|n| !functional.named(n).is_empty())
    };
    let (wrong, right) = match (official(entry), official(item)) {
        // Both are official names: two subjects, not one misspelt.
        (true, true) => return,
        (true, false) => (item, entry),
        _ => (entry, item),
    };
    let name = plain(&right.names[2]);
    let draft = Draft::warning(RULE, "名词解释与说明的科目名称不一致")
        .say(format!(
            "名词解释写作“{}”，情况说明写作“{}”，应当是同一科目。",
            plain(&entry.names[2]),
            plain(&item.names[2])
        ))
        .stated(plain(&wrong.names[2]))
        .expected(name.clone())
        .suggest(name, None, if official(right) { 95 } else { 50 }, 1)
        .at(scene.spot_of(wrong.name_span))
        .witness(scene.spot_of(right.name_span));
    out.push(draft.done());
}

/// A subject of another purse may be explained without standing in the list of the general budget.
fn other_purse(scene: &Scene<'_>, entry: &SubjectItem) -> bool {
    let class = plain(&entry.names[0]);
    class.contains("国有资本")
        || entry
            .code
            .as_deref()
            .and_then(|c| scene.catalog.subjects.functional.get(c))
            .is_some_and(|s| !s.group.contains("一般公共"))
}

/// An entry that runs on into the next: 35.购房补贴：….27.基本支出：….
fn swallowed(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Glossary) {
        let Some(own) = re!("^([0-9]{1,2})[.、．]").groups(&line.text) else { continue };
        let Some(inner) = re!("[。；]([0-9]{1,2})[.、．]([一-龥“”（）]{2,16})：").groups(&line.text)
        else {
            continue;
        };
        let (a, b): (u32, u32) = (group(&own, 1).parse().unwrap_or(0), group(&inner, 1).parse().unwrap_or(0));
        // The next entry may stand in the same paragraph: then the numbers go on.
        if b == a + 1 {
            continue;
        }
        let at = range(&inner, 1).start..range(&inner, 2).end;
        let words = line.text.get(at.clone()).unwrap_or("").to_owned();
        out.push(
            Draft::warning(RULE, "名词解释编号错乱")
                .certainty(Certainty::Proven)
                .say(format!("第{a}条的文字后面接着编号为{b}的“{}”，没有另起一条，编号也不对。", group(&inner, 2)))
                .stated(words)
                .expected("另起一条，顺次编号")
                .at(scene.around(line, at, 16, 12))
                .done(),
        );
    }
}
