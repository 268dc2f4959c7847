//! 人员经费…主要包括：… : the economic subjects listed are those that have an amount in the table of basic expenditure.

use super::build::Draft;
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::{Dimension, Finding, Origin};

const RULE: &str = "listed-subjects";

/// A row of the table of basic expenditure.
struct Row {
    code: String,
    name: String,
    /// Some amount is not zero.
    spent: bool,
    table: usize,
    at: (usize, usize),
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let rows = rows(scene);
    // Where the table of basic expenditure is printed, it says what is to be listed.
    if rows.is_empty() {
        counterparts(scene, out);
        halves(scene, out);
    }
    if rows.len() < 8 || rows.iter().filter(|r| r.spent).count() < 4 {
        return;
    }
    let pattern = re!("(人员经费|公用经费)[^。；]{0,60}?主要(?:包括|用于)：?([^。；：]+)");
    for line in
        scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains("主要") && l.text.contains("经费"))
    {
        for found in pattern.all(&line.text) {
            let list = group(&found, 2);
            if list.matches('、').count() >= 3 {
                judge(scene, line, group(&found, 1), list, range(&found, 2).start, &rows, out);
            }
        }
    }
}

/// The form of a name for comparison.
fn key(name: &str) -> String {
    let text = plain(name).replace("（", "").replace('）', "");
    let text = text.trim_end_matches("支出").to_owned();
    match text.as_str() {
        "其他交通费" => "其他交通费用".to_owned(),
        "因公出国境费" => "因公出国境费用".to_owned(),
        "税金及附加" => "税金及附加费用".to_owned(),
        "维修费" => "维修护费".to_owned(),
        "公车运行维护费" | "公务用车运行费" => "公务用车运行维护费".to_owned(),
        "津补贴" => "津贴补贴".to_owned(),
        _ => text,
    }
}

fn rows(scene: &Scene<'_>) -> Vec<Row> {
    let economic = &scene.catalog.subjects.economic;
    let mut out: Vec<Row> = Vec::new();
    for fact in &scene.d.facts {
        let Origin::Table { table, row, column } = fact.origin else { continue };
        let code = fact.coordinates.get(Dimension::Economic).word();
        let reading = scene.d.tables.get(table);
        let basic = reading.is_some_and(|t| {
            t.misread.is_none()
                && (t.form.as_deref().is_some_and(|f| f.contains("basic"))
                    || t.title.as_ref().is_some_and(|(title, _)| title.contains("基本支出")))
        });
        if code.len() != 5
            || !basic
            || !fact.coordinates.get(Dimension::Year).is_whole()
            || !fact.coordinates.get(Dimension::Aspect).is_whole()
        {
            continue;
        }
        let spent = !fact.figure.value.is_zero();
        if let Some(known) = out.iter_mut().find(|r| r.code == code) {
            known.spent |= spent;
            continue;
        }
        let label =
            reading.and_then(|t| t.rows.iter().find(|r| r.row == row && r.code == code)).map(|r| r.label.clone());
        let Some(name) = economic.get(code).map(|s| s.name.clone()).or(label) else { continue };
        out.push(Row { code: code.to_owned(), name: key(&name), spent, table, at: (row, column) });
    }
    out
}

fn judge(scene: &Scene<'_>, line: &Line, group: &str, list: &str, start: usize, rows: &[Row], out: &mut Vec<Finding>) {
    let open = list.trim_end_matches(['。', '，']).ends_with('等') || list.contains("等支出") || list.contains("等。");
    let mut named: Vec<&Row> = Vec::new();
    let mut idle: Vec<(&Row, String, std::ops::Range<usize>)> = Vec::new();
    let mut foreign: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let mut at = start;
    for part in list.split_inclusive('、') {
        let words = part.trim_end_matches('、').trim_end_matches('等');
        let place = at..at + words.len();
        at += part.len();
        let Some(row) = rows.iter().find(|r| r.name == key(words)) else {
            // A subject of the classification that the table does not even list.
            let known = scene.catalog.subjects.economic.named(words).iter().any(|c| c.len() == 5);
            if known && words.chars().count() >= 3 {
                foreign.push((words.to_owned(), place));
            }
            continue;
        };
        named.push(row);
        // In the list of the other half too: there it belongs.
        let staff = row.code.starts_with("301") || row.code.starts_with("303");
        let twice = (group == "人员经费") != staff
            && scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains("经费")).any(|l| {
                l.text.match_indices(&format!("、{words}")).any(|(i, _)| {
                    !(l.block == line.block && i < place.end && place.start < i + words.len() + '、'.len_utf8())
                })
            });
        if twice && row.spent {
            foreign.push((words.to_owned(), place.clone()));
        }
        if !row.spent {
            idle.push((row, words.to_owned(), place));
        }
    }
    // A list that is not that of the table's subjects says nothing.
    if named.len() < 4 || idle.len() * 2 > named.len() {
        return;
    }
    if let [(words, place)] = foreign.as_slice() {
        out.push(
            Draft::warning(RULE, "所列科目不在基本支出表的这一类中")
                .certainty(mingzhang_model::Certainty::Likely)
                .say(format!("{group}列举的{words}，基本支出表的{group}中没有这一科目的金额。"))
                .stated(words.clone())
                .expected("只列有金额的科目")
                .at(scene.around(line, place.clone(), 10, 10))
                .done(),
        );
    }
    if let (Some((_, first, from)), Some((_, _, to))) = (idle.first(), idle.last()) {
        let words: Vec<&str> = idle.iter().map(|(_, w, _)| w.as_str()).collect();
        let mut draft = Draft::warning(RULE, "所列科目在表中没有金额")
            .say(format!("{group}列举的{}在基本支出表中都是零。", words.join("、")))
            .stated(words.join("、"))
            .expected("只列有金额的科目")
            .at(scene.around(line, from.clone(), 30, 30));
        if idle.len() > 1 && to.start > from.end && first.as_str() != "" {
            draft = draft.witness(scene.around(line, to.clone(), 30, 10));
        }
        // The sentence's own head: it is the list that is called wrong.
        draft = draft.witness(scene.around(line, line.sentence(start).start..line.sentence(start).start, 0, 60));
        for (row, _, _) in idle.iter().take(3) {
            if let Some(cell) = scene
                .d
                .tables
                .get(row.table)
                .and_then(|t| scene.d.document.blocks.get(t.block))
                .and_then(|b| b.table())
                .and_then(|g| label_of(g, row.at.0, &row.name))
            {
                draft = draft.witness(scene.cell(cell));
            }
        }
        out.push(draft.done());
    }
    let of_group = |code: &str| match group {
        "人员经费" => code.starts_with("301") || code.starts_with("303"),
        _ => !code.starts_with("301") && !code.starts_with("303"),
    };
    let silent: Vec<&Row> =
        rows.iter().filter(|r| r.spent && of_group(&r.code) && named.iter().all(|n| n.code != r.code)).collect();
    if !open && !silent.is_empty() && silent.len() <= 6 {
        let words: Vec<&str> = silent.iter().map(|r| r.name.as_str()).collect();
        let sentence = line.sentence(start);
        out.push(
            Draft::info(RULE, "有金额的科目未列举")
                .say(format!("{group}的列举没有“等”字，基本支出表中有金额的{}却没有列出。", words.join("、")))
                .expected(words.join("、"))
                .at(scene.spot(line, start.max(sentence.start)..start + list.len()))
                .done(),
        );
    }
}

fn label_of<'t>(grid: &'t mingzhang_model::Table, row: usize, name: &str) -> Option<&'t mingzhang_model::Cell> {
    (0..grid.columns).filter_map(|c| grid.at(row, c)).find(|c| key(&c.text) == name)
}

/// A subject of the other half in a list of 人员经费 or 公用经费, where no table is printed.
fn halves(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let economic = &scene.catalog.subjects.economic;
    let pattern = re!("(人员经费|公用经费)[^。；]{0,60}?主要(?:包括|用于)：?([^。；：]+)");
    // A name may belong to several subjects: it is foreign if none of them is of this half.
    let half = |words: &str, staff: bool| {
        let codes: Vec<&String> = economic.named(words).iter().filter(|c| c.len() == 5).collect();
        (!codes.is_empty()).then(|| codes.iter().any(|c| matches!(c.get(..3), Some("301" | "303")) == staff))
    };
    for line in scene.lines.iter().filter(|l| l.zone == Zone::Report && l.text.contains("主要")) {
        for found in pattern.all(&line.text) {
            let (group, list, mut at) = (group(&found, 1), group(&found, 2), range(&found, 2).start);
            let mut own = 0usize;
            let mut foreign: Vec<(&str, std::ops::Range<usize>)> = Vec::new();
            for part in list.split_inclusive('、') {
                let words = part.trim_end_matches('、').trim_end_matches('等');
                match half(words, group == "人员经费") {
                    Some(true) => own += 1,
                    Some(false) => foreign.push((words, at..at + words.len())),
                    None => {}
                }
                at += part.len();
            }
            let ([(words, place)], true) = (foreign.as_slice(), own >= 4) else { continue };
            out.push(
                Draft::warning(RULE, "所列科目不属于这一类经费")
                    .certainty(mingzhang_model::Certainty::Likely)
                    .say(format!("{group}列举的{words}，按经济分类科目不属于{group}。"))
                    .stated(*words)
                    .expected(format!("只列{group}的科目"))
                    .at(scene.around(line, place.clone(), 10, 10))
                    .done(),
            );
        }
    }
}

/// A list of 人员经费 without the subject from which an item of the functional list is paid: housing fund, insurances.
fn counterparts(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let pattern = re!("(人员经费[^。；]{0,60}?主要(?:包括|用于)：?)([^。；：]+)");
    let Some((line, list, at)) = scene.lines.iter().filter(|l| l.zone == Zone::Report).find_map(|l| {
        let c = pattern.groups(&l.text)?;
        (group(&c, 2).matches('、').count() >= 5).then(|| (l, group(&c, 2).to_owned(), range(&c, 2)))
    }) else {
        return;
    };
    let spent = |code: &str| {
        scene.d.items.iter().filter(|i| !i.glossary && i.code.as_deref() == Some(code)).find_map(|i| {
            let fact = i.facts.first().and_then(|f| scene.d.facts.get(*f))?;
            (fact.coordinates.get(Dimension::Aspect).is_whole() && !fact.figure.value.is_zero())
                .then_some((fact.figure.value, i.name_span))
        })
    };
    let mut absent: Vec<(mingzhang_model::Amount, &str, mingzhang_model::disclosure::Span)> = Vec::new();
    for (code, word, name) in &scene.catalog.wording.counterparts {
        if let Some((value, span)) = spent(code).filter(|_| !list.contains(word.as_str())) {
            absent.push((value, name, span));
        }
    }
    absent.sort_by_key(|a| std::cmp::Reverse(a.0));
    let mut names: Vec<&str> = Vec::new();
    for (_, name, _) in &absent {
        if !names.contains(name) {
            names.push(name);
        }
    }
    let witnesses: Vec<_> = absent.iter().map(|a| scene.spot_of(a.2)).collect();
    if names.is_empty() {
        return;
    }
    let tail = list.char_indices().rev().nth(40).map_or(0, |(i, _)| i);
    let mut draft = Draft::warning(RULE, "人员经费的列举缺有支出的科目")
        .certainty(mingzhang_model::Certainty::Ask)
        .say(format!("情况说明列有相应的功能科目支出，人员经费的列举却没有{}。", names.join("、")))
        .stated(format!("人员经费列举无{}", names.join("、")))
        .expected(format!("列举{}", names.join("、")))
        .at(scene.spot(line, at.start + tail..at.end));
    for witness in witnesses {
        draft = draft.witness(witness);
    }
    out.push(draft.done());
}
