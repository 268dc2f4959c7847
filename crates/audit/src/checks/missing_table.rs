//! Tables that the table of contents announces and the report does not hold.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::{Finding, Section, TableReading};

const RULE: &str = "missing-table";

/// A table's name without ordinal, year, level and leaders: what two printings of it share.
pub(crate) fn core(title: &str) -> String {
    let text = plain(title);
    let text = re!("^(?:附?(?:表|件))?[（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）、.．]")
        .find(&text)
        .map_or(text.as_str(), |m| text.get(m.end()..).unwrap_or(""));
    let text = re!("^20[0-9]{2}年度?").find(text).map_or(text, |m| text.get(m.end()..).unwrap_or(""));
    let end = text.rfind('表').map_or(text.len(), |i| i + '表'.len_utf8());
    let text = text.get(..end).unwrap_or(text);
    text.replace(['“', '”', '"', '（', '）'], "")
        .trim_start_matches("部门")
        .trim_start_matches("单位")
        .replace("预算部门", "部门")
        .replace("决算明细表", "决算表")
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let announced = announced(scene);
    if announced.len() < 4 {
        return;
    }
    let mut present: Vec<(String, usize)> =
        scene.d.tables.iter().filter_map(|t| t.title.as_ref()).map(|(t, block)| (core(t), *block)).collect();
    // A title before a table that was not recognised as one of the forms is a printed table all the same.
    for line in scene.lines.iter().filter(|l| l.zone != Zone::Contents && l.text.chars().count() <= 50) {
        let name = core(&line.text);
        if announced.iter().any(|(_, a)| *a == name) && before_a_table(scene, line.block) {
            present.push((name, line.block));
        }
    }
    present.sort();
    present.dedup_by(|a, b| a.0 == b.0);
    let named_elsewhere = |name: &str| {
        let line = scene
            .lines
            .iter()
            .any(|l| l.zone != Zone::Contents && l.text.chars().count() <= 50 && core(&l.text) == name)
            || scene
                .lines
                .iter()
                .any(|l| l.zone != Zone::Contents && torn(&core(&l.text), name) && before_a_table(scene, l.block));
        let cell = scene.d.document.blocks.iter().filter_map(|b| b.table()).flat_map(|t| &t.cells);
        line || cell.filter(|c| c.text.contains('表')).any(|c| core(&c.text) == name)
    };
    if present.iter().all(|(p, _)| announced.iter().all(|(_, a)| a != p)) {
        none_at_all(scene, &announced, out);
        return;
    }
    let exact: Vec<bool> = announced.iter().map(|(_, a)| present.iter().any(|(p, _)| p == a)).collect();
    let found = exact.iter().filter(|e| **e).count();
    if found * 10 < announced.len() * 6 {
        return;
    }
    // Performance forms and reports are no table of the accounts.
    let performance = |p: &str| ["绩效", "自评"].iter().any(|w| p.contains(w));
    let mut spare: Vec<&(String, usize)> =
        present.iter().filter(|(p, _)| !performance(p) && announced.iter().all(|(_, a)| a != p)).collect();
    // Each table that is named otherwise is the announced one most like it.
    let mut open: Vec<usize> = (0..announced.len()).filter(|i| exact.get(*i) == Some(&false)).collect();
    let name_of = |i: usize| announced.get(i).map_or("", |(_, n)| n.as_str());
    let alike =
        |p: &str, name: &str| p.contains(name) || name.contains(p) || 2 * common(p, name) > name.chars().count();
    spare.retain(|(p, _)| {
        let of = open.iter().filter(|i| alike(p, name_of(**i)));
        let holds = |name: &str| p.contains(name) || name.contains(p.as_str());
        let best = of.min_by_key(|i| (!holds(name_of(**i)), strsim::levenshtein(p, name_of(**i)))).copied();
        open.retain(|i| Some(*i) != best);
        best.is_none()
    });
    let missing: Vec<_> = open.iter().filter_map(|i| announced.get(*i).map(|(line, name)| (*i, line, name))).collect();
    // Tables without a title may be the missing ones: then nothing is known.
    let untitled = untitled(scene);
    if missing.is_empty() || !spare.is_empty() || untitled > 0 || missing.len() > 2 {
        return;
    }
    for (i, line, name) in missing {
        // A title without a table of text may head a picture.
        if named_elsewhere(name) {
            continue;
        }
        let neighbour = announced
            .iter()
            .enumerate()
            .filter(|(j, _)| exact.get(*j).copied().unwrap_or(false))
            .min_by_key(|(j, _)| j.abs_diff(i))
            .and_then(|(_, (_, n))| present.iter().find(|(p, _)| p == n))
            .and_then(|(_, block)| scene.line(*block));
        // Where the text says that there is nothing to print, the empty table is still due, but nothing is hidden.
        let none = super::empty_table_note::said_none(scene, name);
        let draft = if none { Draft::warning } else { Draft::error };
        let mut draft = draft(RULE, "目录所列的表正文中没有")
            .say(format!(
                "目录列有“{}”，正文中没有这张表，其余{found}张都在。",
                line.text.trim_end_matches(['.', '…', ' '])
            ))
            .stated(format!("缺{:02}{name}", i + 1))
            .expected(name.clone())
            .at(scene.whole(line));
        // The entries around it show where in the contents, the title of a neighbour where in the report.
        for (beside, _) in [i.checked_sub(1), Some(i + 1)].into_iter().flatten().filter_map(|j| announced.get(j)) {
            draft = draft.witness(scene.whole(beside));
        }
        if let Some(witness) = neighbour {
            draft = draft.witness(scene.whole(witness));
        }
        out.push(draft.done());
    }
}

/// True for a name that lacks its last letters: the table is there, its title is told.
fn torn(title: &str, name: &str) -> bool {
    title.chars().count() >= 4 && name.strip_prefix(title).is_some_and(|rest| (1..=2).contains(&rest.chars().count()))
}

/// Length of the longest common subsequence of two names.
fn common(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut best = vec![0usize; b.len() + 1];
    for x in a.chars() {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = best.get(j + 1).copied().unwrap_or(0);
            let left = best.get(j).copied().unwrap_or(0);
            let here = if x == *y { diagonal + 1 } else { above.max(left) };
            diagonal = above;
            if let Some(slot) = best.get_mut(j + 1) {
                *slot = here;
            }
        }
    }
    best.last().copied().unwrap_or(0)
}

/// True if the table has a row of its own for the total: a table and its continuation share one.
fn totals(scene: &Scene<'_>, table: &TableReading) -> bool {
    let grid = scene.d.document.blocks.get(table.block).and_then(|b| b.table());
    grid.is_some_and(|g| {
        g.cells.iter().filter(|c| c.column < 4).any(|c| matches!(plain(&c.text).as_str(), "合计" | "总计" | "收入总计"))
    })
}

fn before_a_table(scene: &Scene<'_>, block: usize) -> bool {
    let blocks = &scene.d.document.blocks;
    blocks.iter().skip(block + 1).take(4).any(|b| b.table().is_some())
}

/// Tables whose title was not found and that do not simply go on from the one before.
pub(crate) fn untitled(scene: &Scene<'_>) -> usize {
    scene
        .d
        .tables
        .iter()
        .enumerate()
        .filter(|(i, t)| {
            let goes_on = i.checked_sub(1).and_then(|p| scene.d.tables.get(p)).is_some_and(|p| {
                (p.columns.len() == t.columns.len() || (t.form.is_some() && p.form == t.form))
                    && !(totals(scene, p) && totals(scene, t))
            });
            let in_attachment =
                scene.lines.iter().rfind(|l| l.block < t.block).is_some_and(|l| l.zone == Zone::Attachment);
            // A list of units or staff has no amounts to speak of.
            t.title.is_none() && t.form.is_none() && t.figures >= 12 && !goes_on && !in_attachment
        })
        .count()
}

/// The tables that the table of contents or the list under 附表 names, with the line that names each.
pub(crate) fn announced<'a>(scene: &'a Scene<'_>) -> Vec<(&'a Line, String)> {
    let named = |l: &&'a Line| {
        re!("^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[、.．].{2,40}表[.…· ]*[0-9]*页?$").is_match(&l.text)
    };
    let contents: Vec<&Line> = scene.lines.iter().filter(|l| l.zone == Zone::Contents).filter(named).collect();
    let lines = if contents.is_empty() {
        let lists: Vec<&Section> = scene.d.sections.iter().filter(|s| plain(&s.title).ends_with("附表")).collect();
        scene
            .lines
            .iter()
            .filter(|l| lists.iter().any(|s| s.blocks.0 < l.block && l.block < s.blocks.1))
            .filter(named)
            .collect()
    } else {
        contents
    };
    let mut out: Vec<(&Line, String)> = Vec::new();
    for line in lines {
        let name = core(&line.text);
        let of_the_form = name.contains("决算") || name.contains("预算");
        // 五、部门预算表 is the part that holds the tables.
        let part = matches!(name.as_str(), "预算表" | "决算表" | "预算公开表" | "决算公开表");
        if of_the_form && !part && !name.contains("绩效") && out.iter().all(|(l, _)| l.text != line.text) {
            out.push((line, name));
        }
    }
    out
}

fn none_at_all(scene: &Scene<'_>, announced: &[(&Line, String)], out: &mut Vec<Finding>) {
    if scene.d.tables.iter().any(|t| t.form.is_some()) {
        return;
    }
    let Some((first, _)) = announced.first() else { return };
    let part = scene
        .lines
        .iter()
        .find(|l| l.heading && l.zone != Zone::Contents && l.text.ends_with("附表"))
        .map_or_else(|| scene.whole(first), |l| scene.whole(l));
    let mut draft = Draft::warning(RULE, "只有表名没有表")
        .say(format!("文件列出{}张表的名称，却没有一张表的内容，文字与表无从核对。", announced.len()))
        .stated(format!("{}个表名", announced.len()))
        .expected(format!("{}张表", announced.len()))
        .at(part);
    for (line, _) in announced.iter().take(3) {
        draft = draft.witness(scene.whole(line));
    }
    out.push(draft.done());
}
