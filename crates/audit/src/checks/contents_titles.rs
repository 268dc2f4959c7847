//! Titles in the table of contents are those of the report.

use super::build::Draft;
use super::heading_sequence::ordinal;
use super::missing_table::announced;
use super::pattern::re;
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::Finding;

const RULE: &str = "contents-titles";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    headings(scene, out);
    tables(scene, out);
}

/// The title for comparison: without number, year, page, quotation marks, and the words 部门 and 单位.
fn title(text: &str) -> String {
    let text = plain(text);
    let text =
        text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '页' | ' ' | '。' | '-'));
    let text = re!("^(?:第[一二三四五六七八九十]+部分|（[一二三四五六七八九十]{1,3}）、?|[一二三四五六七八九十]{1,3}、|[0-9]{1,2}[.．、])")
        .find(text)
        .map_or(text, |m| text.get(m.end()..).unwrap_or(""));
    let text = re!("20[0-9]{2}年度?").find(text).map_or(text.to_owned(), |m| text.replace(m.as_str(), ""));
    text.replace(['“', '”', '"', '（', '）', '、', '＂'], "").replace("部门", "").replace("单位", "")
}

/// Without the words that titles take or leave.
fn bare(title: &str) -> String {
    title.replace("情况", "").replace("说明", "").replace(['的', '和', '及'], "")
}

/// Two names for one thing: a few letters apart, and long enough for that to mean something.
fn alike(a: &str, b: &str) -> bool {
    let (n, m) = (a.chars().count(), b.chars().count());
    let distance = strsim::levenshtein(a, b);
    n.min(m) >= 5 && distance * 3 <= n.max(m)
}

/// How far apart two names are; one that ends in the other, long enough to be a name, is close.
fn apart(a: &str, b: &str) -> usize {
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    if long.ends_with(short) && short.chars().count() >= 8 { 1 } else { strsim::levenshtein(a, b) }
}

/// Entries of the table of contents with the part and the number each has.
fn entries<'a>(scene: &'a Scene<'_>) -> Vec<(u32, u32, &'a Line, String)> {
    let mut part = 0;
    let mut out = Vec::new();
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Contents) {
        if line.text.chars().count() > 90 || line.text.contains(['。', '；']) {
            break;
        }
        if let Some(found) = re!("^第([一二三四五六七八九十]+)部分").find(&line.text) {
            part = ordinal(found.as_str()).unwrap_or(0);
        } else if let Some(found) = re!("^[一二三四五六七八九十]{1,3}、").find(&line.text) {
            out.push((part, ordinal(found.as_str()).unwrap_or(0), line, title(&line.text)));
        }
    }
    out
}

fn headings(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let entries = entries(scene);
    let mut part = 0;
    let mut headings: Vec<(u32, u32, &Line, String)> = Vec::new();
    for section in &scene.d.sections {
        let Some(line) = scene.line(section.blocks.0) else { continue };
        if let Some(found) = re!("^第([一二三四五六七八九十]+)部分").find(&line.text) {
            part = ordinal(found.as_str()).unwrap_or(0);
        } else if re!("^[一二三四五六七八九十]{1,3}、").is_match(&line.text) {
            headings.push((part, ordinal(&section.number).unwrap_or(0), line, title(&line.text)));
        }
    }
    let at = |p: u32, n: u32| headings.iter().filter(move |h| h.0 == p && h.1 == n);
    let same = entries.iter().filter(|e| at(e.0, e.1).any(|h| h.3 == e.3)).count();
    // Numbers that do not lead to the same titles are another numbering.
    if same < 3 || same * 3 < entries.len() {
        return;
    }
    for (p, n, line, name) in &entries {
        let mut there = at(*p, *n);
        let (Some((_, _, heading, printed)), None) = (there.next(), there.next()) else { continue };
        // A title of which the end is missing is told as such.
        let cut = name.starts_with(printed.as_str()) || printed.starts_with(name.as_str());
        let printed_line = printed.chars().count() < 40;
        if name == printed || !printed_line || cut || !alike(name, printed) {
            continue;
        }
        let only_words = bare(name) == bare(printed);
        let draft = if only_words { Draft::info } else { Draft::warning };
        out.push(
            draft(RULE, "目录与正文标题不一致")
                .say(format!("目录中是“{}”，正文中是“{}”。", shown(line), shown(heading)))
                .stated(differing(&shown(line), &shown(heading)))
                .expected(differing(&shown(heading), &shown(line)))
                .at(scene.whole(line))
                .witness(scene.whole(heading))
                .done(),
        );
    }
}

fn shown(line: &Line) -> String {
    line.text
        .trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '页' | ' ' | '-'))
        .to_owned()
}

/// A title from a few letters before it differs from another.
fn differing(title: &str, other: &str) -> String {
    let unnumbered = |text: &str| -> String {
        let number = re!("^(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.．]").find(text);
        number.map_or(text, |m| text.get(m.end()..).unwrap_or("")).to_owned()
    };
    let (title, other) = (unnumbered(title), unnumbered(other));
    let same = title.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    title.chars().skip(same.saturating_sub(4)).collect()
}

/// Tables announced under one name and printed under another.
fn tables(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let announced = announced(scene);
    let present: Vec<(String, usize)> =
        scene.d.tables.iter().filter_map(|t| t.title.as_ref()).map(|(t, block)| (title(t), *block)).collect();
    let names: Vec<(&Line, String)> = announced.into_iter().map(|(l, _)| (l, title(&l.text))).collect();
    // The name of the body may stand before the title, but no word of the tables' own names.
    let is = |printed: &str, name: &str| {
        let before = printed.strip_suffix(name).filter(|_| !name.is_empty());
        before.is_some_and(|b| !["预算", "拨款", "基金", "资本", "收入", "支出"].iter().any(|w| b.contains(w)))
    };
    let found = names.iter().filter(|(_, n)| present.iter().any(|(p, _)| is(p, n))).count();
    if found < 3 || found * 2 < names.len() {
        return;
    }
    let spare: Vec<&(String, usize)> = present.iter().filter(|(p, _)| !names.iter().any(|(_, n)| is(p, n))).collect();
    let lost: Vec<&(&Line, String)> = names.iter().filter(|(_, n)| !present.iter().any(|(p, _)| is(p, n))).collect();
    for (line, name) in &lost {
        let closest = |to: &str, of: &mut dyn Iterator<Item = &str>| -> Option<usize> {
            let near: Vec<usize> = of.map(|o| apart(to, o)).collect();
            let best = near.iter().min()?;
            near.iter().filter(|d| *d == best).count().eq(&1).then(|| near.iter().position(|d| d == best)).flatten()
        };
        // Each must be the closest to the other.
        let there = closest(name, &mut spare.iter().map(|(p, _)| p.as_str())).and_then(|i| spare.get(i));
        let Some((printed, block)) = there.filter(|(p, _)| alike(p, name)) else { continue };
        let back = closest(printed, &mut lost.iter().map(|(_, n)| n.as_str())).and_then(|i| lost.get(i));
        if back.is_none_or(|(l, _)| l.block != line.block) {
            continue;
        }
        let Some(there) = scene.line(*block) else { continue };
        let only_words = bare(name) == bare(printed);
        let draft = if only_words { Draft::info } else { Draft::warning };
        out.push(
            draft(RULE, "目录与表题不一致")
                .say(format!("目录中是“{}”，表题是“{}”。", shown(line), shown(there)))
                .stated(differing(&shown(line), &shown(there)))
                .expected(differing(&shown(there), &shown(line)))
                .at(scene.whole(line))
                .witness(scene.whole(there))
                .done(),
        );
    }
}
