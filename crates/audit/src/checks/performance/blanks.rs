//! What the form asks for and nobody filled in; what was left in that nobody should publish.

use super::Sheet;
use crate::checks::build::{Draft, Spot};
use crate::checks::pattern::{group, range, re};
use crate::checks::scene::{Scene, plain};
use mingzhang_model::performance::{FormCell, FormKind};
use mingzhang_model::{Certainty, Finding};

const BLANK: &str = "performance-blanks";
const SENTENCE: &str = "blank-in-sentence";
const RESIDUE: &str = "performance-residue";

/// Names, process and conclusion.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for sheet in scene.sheets().iter().filter(|s| s.form.kind == FormKind::ProjectSelfEvaluation) {
        signatures(sheet, out);
        let process = &sheet.form.process;
        if sheet.says_nothing(process) && process.place != mingzhang_model::Place::default() {
            out.push(
                Draft::info(BLANK, "项目实施内容及过程概述空白")
                    .say(format!("{}没有填写项目实施内容及过程概述。", sheet.name()))
                    .stated("（空白）")
                    .expected("项目实施内容及过程")
                    .at(beside(process, "项目实施内容及过程概述"))
                    .done(),
            );
        }
        let conclusion = &sheet.form.conclusion;
        if sheet.says_nothing(conclusion) {
            continue;
        }
        let scored = !super::scores::is_unscored(sheet);
        if scored && !re!("[0-9]分").is_match(&plain(&conclusion.text)) {
            let mut draft = Draft::info(BLANK, "评价结论没有说自评总分")
                .say(format!("{}的评价结论没有说自评总分。", sheet.name()))
                .stated("（没有得分）")
                .expected(sheet.scored.total.printed.map(|p| format!("{p}分")).unwrap_or_default())
                .at(super::at(conclusion));
            draft = sheet.total().into_iter().fold(draft, Draft::witness);
            out.push(draft.done());
        }
    }
}

/// A blank cell is quoted by its label.
fn beside(cell: &FormCell, label: &str) -> Spot {
    let quote = if cell.text.is_empty() { label.to_owned() } else { cell.text.clone() };
    Spot { quote, place: cell.place.clone() }
}

fn signatures(sheet: &Sheet<'_>, out: &mut Vec<Finding>) {
    let open = |c: &FormCell| {
        let text = plain(&c.text);
        text.ends_with('：') || !text.contains('：')
    };
    let cells = &sheet.form.signatures;
    if cells.is_empty() || !cells.iter().all(open) {
        return;
    }
    let labels: Vec<String> = cells.iter().map(|c| plain(&c.text).trim_end_matches('：').to_owned()).collect();
    out.push(
        Draft::warning(BLANK, "签名栏空白")
            .say(format!("{}的{}都没有填。", sheet.name(), labels.join("、")))
            .stated("（空白）")
            .expected("姓名")
            .at(super::spot(&cells.iter().collect::<Vec<_>>()))
            .done(),
    );
}

/// 支出工伤调查费   万元: a unit without its number.
pub(crate) fn sentence(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let pattern =
        re!(r"[\p{Han}）]+[ \u{3000}\t]{2,}(?:万元|亿元|元|%|％|人次|人|个|件|次|项|户|家|场)(?:[，。；、,;]|$)");
    let say = |found: &str, name: &str| {
        let unit: String = found.chars().rev().take_while(|c| !c.is_whitespace()).collect();
        let unit: String = unit.chars().rev().filter(|c| !matches!(c, '，' | '。' | '；' | '、' | ',' | ';')).collect();
        format!("{name}句中“{}”前面空着，没有填数。", unit)
    };
    for line in &scene.lines {
        let Some(paragraph) = scene.d.document.blocks.get(line.block).and_then(|b| b.paragraph()) else { continue };
        for found in pattern.find_all(&paragraph.text) {
            let words = tail(found.as_str());
            let span = mingzhang_model::disclosure::Span {
                block: line.block,
                start: found.end() - words.len(),
                end: found.end(),
            };
            out.push(
                Draft::warning(SENTENCE, "句中的数空着")
                    .say(say(found.as_str(), ""))
                    .stated("（空白）")
                    .expected("数")
                    .at(scene.spot_of(span))
                    .done(),
            );
        }
    }
    for sheet in scene.sheets() {
        let form = sheet.form;
        let cells = form.goal.iter().chain(&form.achieved).chain([&form.process, &form.conclusion]);
        for cell in cells.chain([&form.problems, &form.measures]) {
            let Some(found) = pattern.find(&cell.text) else { continue };
            let quote = tail(found.as_str()).to_owned();
            out.push(
                Draft::warning(SENTENCE, "句中的数空着")
                    .say(say(found.as_str(), &format!("{}：", sheet.name())))
                    .stated("（空白）")
                    .expected("数")
                    .at(Spot { quote, place: cell.place.clone() })
                    .done(),
            );
        }
    }
}

/// The last letters of a match: enough to find the place.
fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().nth(24).map_or(0, |(i, _)| i);
    text.get(start..).unwrap_or(text)
}

/// Notes of the exporting system, brackets of a hint half deleted.
pub(crate) fn residue(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    if scene.sheets().is_empty() {
        return;
    }
    let exports = &scene.catalog.review.exports;
    let is_note = |text: &str| {
        let bare = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '、' | '.'));
        exports.iter().any(|w| bare.strip_prefix(w.as_str()).is_some_and(|r| r.starts_with('：')))
    };
    let mut notes: Vec<(usize, Spot)> =
        scene.lines.iter().filter(|l| is_note(&l.text)).map(|l| (l.block, scene.whole(l))).collect();
    for (block, table) in scene.d.document.blocks.iter().enumerate().filter_map(|(n, b)| Some((n, b.table()?))) {
        let cells = table.cells.iter().filter(|c| c.text.contains(['：', ':']) && is_note(&plain(&c.text)));
        notes.extend(cells.map(|c| (block, scene.cell(c))));
    }
    notes.sort_by_key(|(block, _)| *block);
    // Notes that follow one another are one.
    let mut groups: Vec<Vec<Spot>> = Vec::new();
    let mut last = usize::MAX;
    for (block, spot) in notes {
        match groups.last_mut().filter(|_| block.saturating_sub(last) <= 3) {
            Some(group) => group.push(spot),
            None => groups.push(vec![spot]),
        }
        last = block;
    }
    for group in groups {
        let mut spots = group.into_iter();
        let Some(first) = spots.next() else { continue };
        let draft = Draft::warning(RESIDUE, "系统导出表格的说明留在文中")
            .certainty(Certainty::Proven)
            .say("绩效表后面留着导出系统的报表说明、取数口径等文字，应当删去。")
            .stated("系统报表说明")
            .expected("（删去）")
            .at(first);
        out.push(spots.fold(draft, Draft::witness).done());
    }
    for sheet in scene.sheets() {
        let form = sheet.form;
        for cell in form.achieved.iter().chain([&form.process, &form.conclusion, &form.problems, &form.measures]) {
            let text = plain(&cell.text);
            let Some(found) = re!("(.{0,12})（(?:[0-9]{0,4}字?(?:以内)?)?$").groups(&text) else { continue };
            let hint = text.get(range(&found, 1).end..).unwrap_or("").to_owned();
            out.push(
                Draft::info(RESIDUE, "填写提示没有删干净")
                    .say(format!("{}：“{}”末尾的“{hint}”是没有删干净的填写提示。", sheet.name(), group(&found, 0)))
                    .stated(group(&found, 0))
                    .expected(group(&found, 1))
                    .at(super::at(cell))
                    .done(),
            );
        }
    }
}
