//! Headings and titles of tables that lack their last letters.

use super::build::Draft;
use super::missing_table::core;
use super::pattern::re;
use super::scene::{Line, Scene, Zone};
use mingzhang_model::Finding;

const RULE: &str = "heading-sequence";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let entries: Vec<&str> = scene
        .lines
        .iter()
        .filter(|l| l.zone == Zone::Contents)
        .map(|l| l.text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '页' | ' ')))
        .collect();
    for (i, line) in scene.lines.iter().enumerate() {
        if !matches!(line.zone, Zone::Report | Zone::Attachment) || !(6..=60).contains(&line.text.chars().count()) {
            continue;
        }
        let found = if entries.contains(&line.text.as_str()) {
            None
        } else if let Some((entry, rest)) = entries.iter().filter(|_| line.heading).find_map(|e| longer(e, &line.text))
        {
            Some((entry.to_owned(), rest.to_owned(), format!("，目录中是“{entry}”")))
        } else {
            let rest = headed(line).or_else(|| of_a_table(scene, line));
            rest.map(|rest| (format!("{}{rest}", line.text), rest, String::new()))
        };
        let Some((whole, rest, elsewhere)) = found else { continue };
        // The rest may stand on the next line.
        if scene.lines.get(i + 1).is_some_and(|l| l.text.starts_with(&rest)) {
            continue;
        }
        // Without 说明 or 表 a title is shorter, not torn: a word cut in two is a slip.
        let torn = rest.chars().count() == 1 && rest != "表" || rest == "算表";
        let draft = if torn { Draft::warning(RULE, "标题不完整") } else { Draft::info(RULE, "标题不完整") };
        out.push(
            draft
                .say(format!("标题“{}”少了“{rest}”{elsewhere}。", line.text))
                .stated(line.text.clone())
                .expected(whole.clone())
                .suggest(whole, None, 95, 1)
                .at(scene.whole(line))
                .done(),
        );
    }
}

/// What a title lacks of an entry of the table of contents.
fn longer<'e>(entry: &'e str, title: &str) -> Option<(&'e str, &'e str)> {
    let rest = entry.strip_prefix(title)?;
    (1..=3).contains(&rest.chars().count()).then_some((entry, rest))
}

/// The last letter of the words that headings end in, where a heading lacks it.
fn headed(line: &Line) -> Option<String> {
    let title = line.text.as_str();
    let torn = [("情况说", "明"), ("编制说", "明"), ("名词解", "释")];
    let found = torn.iter().find(|(end, _)| title.ends_with(end)).map(|(_, rest)| *rest);
    let state = || {
        re!("(?:使用|管理|设置|安排|占有|占用|收支|采购|绩效|经费|收入|支出|预算|决算)情$")
            .is_match(title)
            .then_some("况")
    };
    let budget = || re!("(?:经费|收支|采购)[预决]$").is_match(title).then_some("算");
    found.or_else(state).or_else(budget).filter(|_| line.heading).map(str::to_owned)
}

/// What the title of a table lacks of the name of an official form.
fn of_a_table(scene: &Scene<'_>, line: &Line) -> Option<String> {
    if line.text.ends_with('表') || line.text.contains(['。', '，', '：', '；']) {
        return None;
    }
    // A table with another title has its own.
    let before = |b: usize| line.block < b && b <= line.block + 4;
    if !scene.d.tables.iter().any(|t| before(t.block) && t.title.as_ref().is_none_or(|(_, at)| *at == line.block)) {
        return None;
    }
    let title = core(&line.text);
    let entity = scene.entity().unwrap_or_default();
    let forms = scene.catalog.forms.iter().filter(|f| Some(f.kind) == scene.kind());
    forms.flat_map(|f| &f.titles).find_map(|name| {
        let name = core(name);
        (1..=2).find_map(|n| {
            let (at, _) = name.char_indices().rev().nth(n - 1).filter(|(at, _)| *at >= 15)?;
            let owner = title.strip_suffix(name.get(..at)?)?;
            (owner.is_empty() || owner == "预算单位" || owner == entity)
                .then(|| name.get(at..).unwrap_or("").to_owned())
        })
    })
}
