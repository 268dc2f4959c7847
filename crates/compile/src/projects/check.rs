//! What is wrong with the projects of a workbook.

use super::{Entry, INDICATORS, PROGRESS, PROJECTS, Project, Projects, Stage, Target, WHOLE_INDICATORS};
use crate::book::Book;
use crate::workbook::Problem;
use crate::workbook::sheet::{exact, money};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::Publishing;
use mingzhang_model::Amount;
use mingzhang_model::number::SCALE;
use mingzhang_model::publication::Source;
use mingzhang_performance::library::{self, Issue};
use std::collections::BTreeMap;

/// Checks the projects of a book.
pub(crate) fn check(book: &Book, publishing: &Publishing, out: &mut Vec<Problem>) {
    let projects = book.projects();
    doubled(&projects, out);
    lost(&projects, out);
    for (sheet, project) in
        projects.list.iter().map(|p| (INDICATORS, p)).chain(projects.whole.iter().map(|p| (WHOLE_INDICATORS, p)))
    {
        twice(project, out);
        weights(project, &allowed(publishing, sheet), out);
        project.indicators.iter().for_each(|t| target(t, out));
        progress(project, book.year(), out);
    }
}

/// What the library has against the indicators: hints, no errors.
pub(crate) fn hints(book: &Book, catalog: &Catalog) -> Vec<Problem> {
    let projects = book.projects();
    let mut out = Vec::new();
    for target in projects.list.iter().chain(&projects.whole).flat_map(|p| &p.indicators) {
        for remark in library::check(catalog, &crate::monitor::target(target)) {
            let cell = match remark.issue {
                Issue::Level | Issue::LongTerm => &target.level2,
                Issue::Comparator => &target.comparator,
                Issue::Unit => &target.unit,
                Issue::Range => &target.target,
            };
            out.push(Problem::hint(at(cell), remark.message));
        }
    }
    out
}

/// Cells of entries.
fn at<T>(entry: &Entry<T>) -> Vec<Source> {
    entry.source.clone().into_iter().collect()
}

/// Two projects of one code, or without a code of one name that other rows tell them by.
fn doubled(projects: &Projects, out: &mut Vec<Problem>) {
    let mut seen: BTreeMap<&str, &Entry<String>> = BTreeMap::new();
    for project in &projects.list {
        let cell = if project.code.is_blank() { &project.name } else { &project.code };
        let told = |p: &&Project| p.is_told_by(cell.text()) && !(p.indicators.is_empty() && p.progress.is_empty());
        if project.code.is_blank() && !projects.list.iter().any(|p| told(&p)) {
            continue;
        }
        if let Some(first) = seen.insert(cell.text(), cell).filter(|f| !f.is_blank()) {
            let cells = at(first).into_iter().chain(at(cell)).collect();
            let what = if project.code.is_blank() { "没有编码的项目" } else { "项目编码" };
            out.push(Problem::error(cells, format!("{what}“{}”填了两行；请合并为一行，或改正其中一个。", cell.text())));
        }
    }
}

/// Rows of no project.
fn lost(projects: &Projects, out: &mut Vec<Problem>) {
    let told = projects
        .lost
        .iter()
        .map(|t| (&t.project, INDICATORS))
        .chain(projects.astray.iter().map(|p| (&p.project, PROGRESS)));
    let mut missing: BTreeMap<(&str, &str), Vec<Source>> = BTreeMap::new();
    // Who names no project is told by the cell that must be filled in.
    for (entry, sheet) in told.filter(|(e, _)| !e.is_blank()) {
        missing.entry((sheet, entry.text())).or_default().extend(at(entry));
    }
    for ((_, code), cells) in missing {
        let known: Vec<&str> =
            projects.list.iter().flat_map(|p| [p.code.text(), p.name.text()]).filter(|w| !w.is_empty()).collect();
        let near = nearest(code, &known).map_or_else(String::new, |w| format!("，是不是“{w}”？"));
        let message =
            format!("“{PROJECTS}”表中没有项目“{code}”{near}；请从下拉列表选择，或先在“{PROJECTS}”表中填写这个项目。");
        out.push(Problem::error(cells, message.replace("？；", "？")));
    }
}

/// The word with the fewest other letters at its places, if it is as long and few differ.
fn nearest<'w>(word: &str, words: &[&'w str]) -> Option<&'w str> {
    let length = word.chars().count();
    let unlike = |w: &str| word.chars().zip(w.chars()).filter(|(a, b)| a != b).count();
    let like = words.iter().filter(|w| w.chars().count() == length && length > 3 && unlike(w) <= length / 8 + 1);
    like.min_by_key(|w| unlike(w)).copied()
}

/// Two rows of one indicator.
fn twice(project: &Project, out: &mut Vec<Problem>) {
    let mut seen: BTreeMap<(&str, &str), &Target> = BTreeMap::new();
    for target in project.indicators.iter().filter(|t| !t.name.is_blank()) {
        if let Some(first) = seen.insert((target.level2.text(), target.name.text()), target) {
            let cells = at(&first.name).into_iter().chain(at(&target.name)).collect();
            let message =
                format!("{}的指标“{}”填了两行；请合并为一行，或改写指标名称。", called(project), target.name.text());
            out.push(Problem::error(cells, message));
        }
    }
}

/// 项目“…”, or 整体绩效.
fn called(project: &Project) -> String {
    if project.indicators.first().is_some_and(|t| t.project.is_blank()) {
        return "整体绩效".to_owned();
    }
    format!("项目“{}”", project.name.text())
}

/// What the weights of a sheet's indicators may add up to.
fn allowed(publishing: &Publishing, sheet: &str) -> Vec<u32> {
    let declared = publishing.sheets.iter().find(|s| s.name == sheet);
    declared.into_iter().flat_map(|s| &s.shows).flat_map(|s| s.to.clone()).collect()
}

fn weights(project: &Project, allowed: &[u32], out: &mut Vec<Problem>) {
    let filled: Vec<(&Target, Amount)> = project.indicators.iter().filter_map(|t| Some((t, t.weight.value?))).collect();
    let Some((first, _)) = filled.first().filter(|_| !allowed.is_empty()) else { return };
    let sum = filled.iter().fold(Amount::ZERO, |s, (_, w)| s + *w);
    if !allowed.iter().any(|n| Amount(i64::from(*n) * SCALE) == sum) {
        let cells = at(&first.weight)
            .into_iter()
            .chain(filled.iter().skip(1).flat_map(|(t, _)| at(&t.weight)))
            .take(8)
            .collect();
        let words: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let blank = project.indicators.len() - filled.len();
        let more = if blank > 0 { format!("，还有 {blank} 个指标没有填权重") } else { String::new() };
        let message =
            format!("{}的权重合计是 {}，应为{}{more}；请核对权重。", called(project), exact(sum), words.join("或"));
        out.push(Problem::error(cells, message));
        return;
    }
    for target in project.indicators.iter().filter(|t| t.weight.is_blank()) {
        out.push(Problem::warning(at(&target.weight), format!("指标“{}”没有填权重。", target.name.text())));
    }
}

/// What contradicts itself in one row.
fn target(target: &Target, out: &mut Vec<Problem>) {
    let name = target.name.text();
    if !target.target.is_blank() && target.comparator.is_blank() {
        out.push(Problem::warning(at(&target.comparator), format!("指标“{name}”填了指标值，没有选指标性质。")));
    }
    if target.target.is_blank() && !target.comparator.is_blank() {
        out.push(Problem::warning(at(&target.target), format!("指标“{name}”没有填指标值。")));
    }
    if let (Some(score), Some(weight)) = (target.score.value, target.weight.value)
        && score > weight
    {
        let cells = at(&target.score).into_iter().chain(at(&target.weight)).collect();
        let message = format!("指标“{name}”的评定得分 {} 大于权重 {}；请核对。", exact(score), exact(weight));
        out.push(Problem::error(cells, message));
    }
}

/// Money spent does not come back, and is of the year.
fn progress(project: &Project, year: i32, out: &mut Vec<Problem>) {
    for (n, now) in project.progress.iter().enumerate() {
        let Some(date) = now.date.value else { continue };
        if date.year() != year && year > 0 {
            out.push(Problem::error(at(&now.date), format!("截止日期 {date} 不在 {year} 年；请核对日期。")));
        }
        let before = n.checked_sub(1).and_then(|k| project.progress.get(k)).filter(|b| !b.date.is_blank());
        if let Some(before) = before.filter(|b| b.date.value == now.date.value) {
            let cells = at(&before.date).into_iter().chain(at(&now.date)).collect();
            out.push(Problem::error(cells, format!("{}在 {date} 填了两行；请合并为一行。", called(project))));
        } else if let Some(before) = before
            && let (Some(then), Some(since)) = (before.executed.value, now.executed.value)
            && since < then
        {
            let cells = at(&before.executed).into_iter().chain(at(&now.executed)).collect();
            let message = format!("累计执行数由 {} 变为 {}，减少了；请填从年初起的累计数。", money(then), money(since));
            out.push(Problem::warning(cells, message));
        }
        if let (Some(spent), Some(budget)) = (now.executed.value, project.budget())
            && spent > budget
        {
            let message =
                format!("累计执行数 {} 大于全年预算 {}；请核对，或补填调整后预算。", money(spent), money(budget));
            out.push(Problem::warning(at(&now.executed), message));
        }
        if let Some(planned) = now.planned.value.filter(|p| p.0 > 100 * SCALE) {
            out.push(Problem::error(at(&now.planned), format!("计划进度 {}% 大于100%；请核对。", exact(planned))));
        }
    }
    let (adjusted, executed) =
        (project.total(Stage::Adjusted).or(project.total(Stage::Initial)), project.total(Stage::Executed));
    if let (Some(budget), Some(spent)) = (adjusted, executed)
        && spent > budget
    {
        let cells = super::Fund::ALL.iter().flat_map(|f| at(project.fund(Stage::Executed, *f))).collect();
        let message = format!("{}的执行数 {} 大于全年预算 {}；请核对。", called(project), money(spent), money(budget));
        out.push(Problem::warning(cells, message));
    }
}
