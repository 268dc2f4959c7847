//! What the official form asks to be filled in or struck out, and was not.

use super::build::{Draft, Spot};
use super::pattern::{group, range, re};
use super::scene::{Line, Scene, Zone, is_han, plain};
use mingzhang_model::{Cell, Certainty, Finding, Severity};
use std::ops::Range;

const RULE: &str = "template-residue";

/// More placeholders than an author forgets: the document is the form itself.
const BLANK: usize = 20;

/// Placeholders: a run of X or × that stands for a name, a year or a number.
fn placeholders(text: &str) -> Vec<Range<usize>> {
    if !text.contains(['X', 'x', 'Ｘ', '×', '╳']) {
        return Vec::new();
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let is_x = |c: char| matches!(c, 'X' | 'x' | 'Ｘ' | '×' | '╳');
    let mut out = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let Some((at, c)) = chars.get(i).copied() else { break };
        let mut j = i;
        while chars.get(j).is_some_and(|(_, x)| is_x(*x) && *x == c) {
            j += 1;
        }
        if j < i + 2 {
            i += 1;
            continue;
        }
        let end = chars.get(j).map_or(text.len(), |(e, _)| *e);
        let before = i.checked_sub(1).and_then(|p| chars.get(p)).map(|(_, c)| *c);
        let code = before.is_some_and(|c| c.is_ascii_alphanumeric())
            || chars.get(j).is_some_and(|(_, c)| c.is_ascii_alphanumeric());
        // A masked personal name (张××) is no residue: only what the form itself leaves open is.
        let opens = text.get(end..).is_some_and(|rest| {
            const AFTER: [&str; 32] = [
                "局",
                "委",
                "办",
                "厅",
                "院",
                "部门",
                "单位",
                "中心",
                "街道",
                "镇",
                "乡",
                "学校",
                "年",
                "月",
                "万元",
                "亿元",
                "元",
                "%",
                "个",
                "辆",
                "台",
                "人",
                "批",
                "次",
                "分",
                "项目",
                "工作",
                "支出",
                "收入",
                "（类）",
                "（款）",
                "（项）",
            ];
            AFTER.iter().any(|w| rest.starts_with(w))
        });
        if !code && (opens || j - i >= 4) {
            out.push(at..end);
        }
        i = j.max(i + 1);
    }
    out
}

/// True if the document is a blank form: many placeholders, and hardly an amount.
pub(crate) fn is_blank_form(scene: &Scene<'_>) -> bool {
    let open = scene.lines.iter().map(|l| placeholders(&l.text).len()).sum::<usize>();
    if open <= BLANK {
        return false;
    }
    let filled = |l: &Line| l.amounts().iter().filter(|a| a.is_money() && !a.figure.value.is_zero()).count();
    let printed = scene.d.facts.iter().filter(|f| !f.blank && !f.figure.value.is_zero()).count();
    let filled = printed.max(scene.lines.iter().map(filled).sum());
    filled * 4 < open
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    if scene.blank_form {
        let found = scene.lines.iter().find_map(|l| placeholders(&l.text).into_iter().next().map(|r| (l, r)));
        if let Some((line, place)) = found {
            let words = line.text.get(place.clone()).unwrap_or("").to_owned();
            out.push(
                Draft::warning(RULE, "文件是空白范本")
                    .say("文件中有二十处以上待填的占位符，几乎没有金额，是一份空白范本；没有任何数字得到核对。")
                    .stated(words)
                    .at(scene.around(line, place, 12, 12))
                    .done(),
            );
        }
        return;
    }
    for line in &scene.lines {
        names(scene, line, out);
        if line.zone != Zone::Contents {
            remarks(scene, line, out);
            choices(scene, line, out);
            instructions(scene, line, out);
        }
    }
    let mut hinted: Vec<(String, Vec<Spot>)> = Vec::new();
    for block in &scene.d.document.blocks {
        let Some(grid) = block.table() else { continue };
        for cell in grid.cells.iter().filter(|c| c.text.contains(['X', 'x', 'Ｘ', '×', '╳', '字'])) {
            let text = plain(&cell.text);
            hints(cell, &text, &mut hinted, out);
            if let Some(at) = placeholders(&text).into_iter().next() {
                let words = placeholder_words(&text, &at);
                out.push(
                    Draft::warning(RULE, "占位符未替换")
                        .say(format!("表格中的“{words}”是范本的占位符，应当换成实际内容。"))
                        .stated(words)
                        .at(Spot { quote: cell.text.clone(), place: cell.place.clone() })
                        .done(),
                );
            }
        }
    }
    for (words, spots) in hinted {
        let mut draft = Draft::info(RULE, "表中留有填写提示")
            .say(format!("表中有{}处留着“{words}”的填写提示，填好后应当删去。", spots.len()))
            .stated(words);
        for (i, spot) in spots.into_iter().take(60).enumerate() {
            draft = if i == 0 { draft.at(spot) } else { draft.witness(spot) };
        }
        out.push(draft.done());
    }
}

/// The placeholder with the word it is part of: `XX局`, `XXXX年`.
fn placeholder_words(text: &str, at: &Range<usize>) -> String {
    let after: String =
        text.get(at.end..).unwrap_or("").chars().take_while(|c| is_han(*c) || *c == '%').take(2).collect();
    let after = ["万元", "亿元", "部门", "单位", "中心", "街道", "项目", "学校"]
        .iter()
        .find(|w| after.starts_with(**w))
        .map_or_else(|| after.chars().take(1).collect(), |w| (*w).to_owned());
    format!("{}{after}", text.get(at.clone()).unwrap_or(""))
}

fn names(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let Some(at) = placeholders(&line.text).into_iter().next() else { return };
    let words = placeholder_words(&line.text, &at);
    let named = ["局", "委", "办", "厅", "院", "部门", "单位", "中心", "街道", "镇", "乡", "年"]
        .iter()
        .any(|w| words.ends_with(w));
    let title = line.heading || line.zone == Zone::Cover || super::year_consistency::is_title(&line.text);
    let severity = if named && (title || words.ends_with('年') || words.ends_with('局')) {
        Severity::Error
    } else {
        Severity::Warning
    };
    let mut draft = Draft::of(severity, RULE, "占位符未替换")
        .say(format!("“{words}”是范本的占位符，应当换成实际内容。"))
        .stated(words.clone())
        .at(scene.around(line, at.clone(), 24, 24));
    if let Some(entity) = scene.entity()
        && named
        && let Some(last) = words.chars().last()
        && entity.ends_with(last)
    {
        draft = draft.expected(entity);
    }
    out.push(draft.done());
}

/// Both words of a choice left in: 增加（减少）.
fn choices(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.contains('（') {
        return;
    }
    let pattern = re!(
        "(增加|减少|增长|下降|上升|大于|小于|高于|低于|等于)（(增加|减少|增长|下降|上升|大于|小于|高于|低于|等于|持平)(?:[/、或](?:增加|减少|增长|下降|上升|大于|小于|高于|低于|等于|持平))*）"
    );
    for found in pattern.all(&line.text) {
        let at = range(&found, 0);
        let (kept, other) = (range(&found, 1), range(&found, 2));
        if line.text.get(kept.clone()) == line.text.get(other) {
            continue;
        }
        let sentence = line.sentence(at.start);
        // 年份 is not a figure of the sentence.
        let figures =
            super::amounts::amounts(line.text.get(sentence.clone()).unwrap_or("")).iter().any(|a| !a.unit.is_empty());
        // The reason of a comparison follows the figures of the sentence before.
        let reasoned =
            line.text.get(at.end..sentence.end).is_some_and(|t| t.contains("主要原因") || t.contains("预算数"));
        if !figures && (!reasoned || line.amounts().is_empty()) {
            continue;
        }
        let rest = line.text.get(at.end..sentence.end).unwrap_or("");
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
        let unit = super::amounts::unit_at(rest.get(number.len()..).unwrap_or(""));
        let words = format!("{}{number}{unit}", line.text.get(at.clone()).unwrap_or(""));
        out.push(
            Draft::warning(RULE, "范本的两可用语未删去一种")
                .say(format!("“{words}”把范本中二选一的词都留下了，应当只留与数字相符的一个。"))
                .stated(words)
                .at(scene.around(line, at.start..at.end + number.len() + unit.len(), 24, 0))
                .done(),
        );
    }
}

/// A remark of the one who edited the form, at the end of a title: （增加内容）.
fn remarks(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let title = line.heading || super::year_consistency::is_title(&line.text);
    if !title || line.text.chars().count() > 50 {
        return;
    }
    let pattern = re!(
        "（(?:增加内容|新增内容|新增|修改内容|修改|删除|选填|可选|样式|样表|供参考|仅供参考|待定|待补充|如有|此处填写)）$"
    );
    let Some(found) = pattern.find(&line.text) else { return };
    out.push(
        Draft::warning(RULE, "标题里留有编辑说明")
            .say(format!("标题末尾的“{}”是编辑时的说明，应当删去。", found.as_str()))
            .stated(found.as_str())
            .at(scene.whole(line))
            .done(),
    );
}

/// Instructions of the form left in the text.
fn instructions(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    let text = &line.text;
    asked(scene, line, out);
    if !["表述", "表格式", "下方", "不用说明", "不列", "填写", "请填", "字", "列明", "部门（单位）"]
        .iter()
        .any(|w| text.contains(w))
    {
        return;
    }
    let loud = re!(
        "如(?:预决算)?(?:无变化|持平)作?持平表述|仍保留(?:该|此)表格式|并在本表下方作(?:如下|下述)说明|预决算持平的不用说明|不涉及的(?:项目)?不列|（此处(?:填写|请填)[^）]*）|请根据实际情况(?:填写|修改)"
    );
    for found in loud.find_all(text) {
        out.push(
            Draft::warning(RULE, "范本的填写说明留在文中")
                .say(format!("“{}”是范本的填写说明，应当删去。", found.as_str()))
                .stated(found.as_str())
                .at(scene.around(line, found.range(), 16, 16))
                .done(),
        );
    }
    let quiet = re!(
        "（(?:不超过)?[0-9]{2,4}字(?:以内)?）|列明(?:公务接待|国内公务接待|外事接待|团组|因公出国)|部门（单位）共有"
    );
    for found in quiet.find_all(text) {
        let after = text.get(found.end()..).unwrap_or("");
        let filled = after.chars().take(12).any(|c| c.is_ascii_digit());
        if !found.as_str().starts_with('（') && !filled {
            continue;
        }
        out.push(
            Draft::info(RULE, "疑似范本用语留在文中")
                .say(format!("“{}”像是范本的填写提示，请看是否应当删去。", found.as_str()))
                .stated(found.as_str())
                .at(scene.around(line, found.range(), 16, 16))
                .done(),
        );
    }
}

/// What the form asks the author to tell, left in brackets behind the words it was asked of: 主要原因是（请说明具体原因）.
fn asked(scene: &Scene<'_>, line: &Line, out: &mut Vec<Finding>) {
    if !line.text.contains('（') {
        return;
    }
    let pattern = re!(
        "([一-龥：]{0,5})（(?:请[^（）。]{0,4})?(?:说明|写明|注明|列明|简述|描述|填写|分析)(?:具体|主要|变动|增减|相关|有关|本部门|本单位)*(?:原因|用途|理由|情况|内容|事项)(?:即可|等)?）"
    );
    for found in pattern.all(&line.text) {
        let (words, before) = (group(&found, 0).to_owned(), group(&found, 1).to_owned());
        let residue = words.get(before.len()..).unwrap_or("");
        out.push(
            Draft::warning(RULE, "范本的填写说明留在文中")
                .certainty(Certainty::Proven)
                .say(format!("“{residue}”是范本的填写说明，应当删去。"))
                .stated(words.clone())
                .expected(before.clone())
                .suggest(before.clone(), Some("residue"), 95, 1)
                .at(scene.around(line, range(&found, 0), 12, 12))
                .done(),
        );
    }
}

/// A cell of a form that still carries its instruction: alone, or at the end of what was filled in.
fn hints(cell: &Cell, text: &str, hinted: &mut Vec<(String, Vec<Spot>)>, out: &mut Vec<Finding>) {
    let Some(hint) = re!("（(?:不超过)?[0-9]{2,4}字(?:以内)?）").find(text) else { return };
    let spot = Spot { quote: cell.text.clone(), place: cell.place.clone() };
    if re!("^(?:请)?结合[^，。]{2,12}，(?:请)?(?:说明|分析|总结|提出|阐述)[^（]{2,60}（[0-9]{2,4}字(?:以内)?）$")
        .is_match(text)
    {
        out.push(
            Draft::warning(RULE, "只有填写说明没有内容")
                .certainty(Certainty::Proven)
                .say(format!("这一格只有表式的填写说明文字“{text}”，没有填写内容。"))
                .stated("填表说明文字")
                .expected("应填写的内容")
                .at(spot)
                .done(),
        );
        return;
    }
    match hinted.iter_mut().find(|(words, _)| words == hint.as_str()) {
        Some((_, spots)) => spots.push(spot),
        None => hinted.push((hint.as_str().to_owned(), vec![spot])),
    }
}
