//! Forms of performance targets: the money adds up, to what the text says, and every target can be measured.

use super::build::{Draft, Spot};
use super::pattern::{group, range, re};
use super::scene::{Scene, Zone, is_han, plain};
use mingzhang_model::document::Table;
use mingzhang_model::{Amount, Cell, Figure, Finding, Unit};

const RULE: &str = "performance-forms";

/// A labelled amount of a form.
struct Entry<'a> {
    figure: Figure,
    cell: &'a Cell,
}

/// The money of one form.
struct Money<'a> {
    unit: Unit,
    /// 年度资金申请总额 with its parts.
    year: (Entry<'a>, Vec<Entry<'a>>),
    /// 项目资金总额 with its parts.
    project: Option<(Entry<'a>, Vec<Entry<'a>>)>,
}

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut forms = Vec::new();
    for grid in scene.d.document.blocks.iter().filter_map(|b| b.table()) {
        if let Some(money) = money(grid) {
            balanced(scene, &money, out);
            forms.push(money);
        }
        targets(scene, grid, out);
    }
    told(scene, &forms, out);
}

/// The cells of a row, each once.
fn row(grid: &Table, row: usize) -> Vec<&Cell> {
    let mut out: Vec<&Cell> = Vec::new();
    for cell in (0..grid.columns).filter_map(|c| grid.at(row, c)) {
        if !out.last().is_some_and(|l| l.row == cell.row && l.column == cell.column) {
            out.push(cell);
        }
    }
    out
}

fn money(grid: &Table) -> Option<Money<'_>> {
    let head = grid.cells.iter().find(|c| c.text.contains('申') && plain(&c.text) == "年度资金申请总额")?;
    let whole = grid.cells.iter().find(|c| plain(&c.text) == "项目资金总额" && c.row == head.row);
    let label = grid.cells.iter().find(|c| re!("^项目资金（(?:万元|元)）$").is_match(&plain(&c.text)))?;
    let unit = if plain(&label.text).contains("万元") { Unit::WanYuan } else { Unit::Yuan };
    // What stands in the column of the head, under it, is a part; blank is nothing.
    let under = |head: &Cell, names: &[&str]| -> Vec<Entry<'_>> {
        let mut found = Vec::new();
        let mut last = head.row;
        for r in head.row + 1..(head.row + 6).min(grid.rows) {
            let cells = row(grid, r);
            let Some(at) = cells.iter().position(|c| c.column == head.column && c.row > last) else { continue };
            let Some((label, value)) = cells.get(at).zip(cells.get(at + 1)) else { continue };
            let name = plain(&label.text);
            if !names.iter().any(|n| name.trim_start_matches("其中：") == *n) {
                continue;
            }
            last = label.row;
            if let Some(figure) = Figure::parse(&value.text, unit) {
                found.push(Entry { figure, cell: value });
            }
        }
        found
    };
    let entry = |head: &Cell| {
        let cells = row(grid, head.row);
        let at = cells.iter().position(|c| c.column == head.column)?;
        let cell = cells.get(at + 1)?;
        Some(Entry { figure: Figure::parse(&cell.text, unit)?, cell })
    };
    let year = (entry(head)?, under(head, &["当年财政拨款", "上年结转资金", "其他资金"]));
    let project = whole.and_then(|w| Some((entry(w)?, under(w, &["财政资金", "其他资金"]))));
    Some(Money { unit, year, project })
}

fn balanced(scene: &Scene<'_>, money: &Money<'_>, out: &mut Vec<Finding>) {
    let mut both = vec![("年度资金申请总额", "当年财政拨款＋上年结转资金＋其他资金", &money.year, 3)];
    if let Some(project) = &money.project {
        both.push(("项目资金总额", "财政资金＋其他资金", project, 2));
    }
    for (name, formula, (whole, parts), count) in both {
        let sum = parts.iter().fold(Amount::ZERO, |s, p| s + p.figure.value);
        if parts.len() != count || sum == whole.figure.value {
            continue;
        }
        let larger = parts.iter().find(|p| p.figure.value.0 > whole.figure.value.0);
        let shown: Vec<String> = parts.iter().map(|p| p.figure.number()).collect();
        let draft = if larger.is_some() { Draft::error } else { Draft::warning };
        let wrong = larger.unwrap_or(whole);
        let mut draft = draft(RULE, "绩效目标表的资金加不起来")
            .say(format!("{name}{}与{formula}不符。", whole.figure.number()))
            .stated(wrong.cell.text.trim())
            .expected(if larger.is_some() {
                format!("不大于{}", whole.figure.number())
            } else {
                Figure::show(sum, money.unit, whole.figure.decimals())
            })
            .workings(format!(
                "{} = {} ≠ {}",
                shown.join(" + "),
                Figure::show(sum, money.unit, whole.figure.decimals()),
                whole.figure.number()
            ))
            .at(scene.cell(wrong.cell));
        for other in parts.iter().chain([whole]).filter(|e| e.cell.place != wrong.cell.place) {
            draft = draft.witness(scene.cell(other.cell));
        }
        out.push(draft.done());
    }
    if let Some((project, _)) = &money.project
        && money.year.0.figure.value.0 > project.figure.value.0
    {
        out.push(
            Draft::warning(RULE, "年度资金大于项目资金总额")
                .say(format!(
                    "年度资金申请总额{}大于项目资金总额{}。",
                    money.year.0.figure.number(),
                    project.figure.number()
                ))
                .stated(money.year.0.cell.text.trim())
                .at(scene.cell(money.year.0.cell))
                .witness(scene.cell(project.cell))
                .done(),
        );
    }
}

/// 编报绩效目标的项目5个，涉及项目预算资金3328.13万元 with just so many forms attached.
fn told(scene: &Scene<'_>, forms: &[Money<'_>], out: &mut Vec<Finding>) {
    let pattern = re!("编报绩效目标的项目共?([0-9]+)个，涉及(?:项目)?(?:预算)?(?:资金|金额)([0-9][0-9,.]*)万元");
    let found =
        scene.lines.iter().filter(|l| l.zone == Zone::Report).find_map(|l| pattern.groups(&l.text).map(|g| (l, g)));
    let Some((line, found)) = found else { return };
    let Some(stated) = Figure::parse(group(&found, 2), Unit::WanYuan) else { return };
    if forms.is_empty() || group(&found, 1).parse() != Ok(forms.len()) {
        return;
    }
    let sum = forms.iter().fold(Amount::ZERO, |s, f| s + f.year.0.figure.value);
    let steps = i64::try_from(forms.len().div_ceil(2)).unwrap_or(i64::MAX);
    if (sum - stated.value).abs().0 <= stated.step.0.saturating_mul(steps) {
        return;
    }
    let parts: Vec<String> = forms.iter().map(|f| Figure::show(f.year.0.figure.value, Unit::WanYuan, 2)).collect();
    let right = Figure::show(sum, Unit::WanYuan, 2);
    let mut draft = Draft::warning(RULE, "绩效目标表的金额与文字不符")
        .say(format!("文中说{}个项目涉及{stated}，所附{0}张表的年度资金申请总额合计{right}万元。", forms.len()))
        .stated(stated.to_string())
        .expected(format!("{right}万元"))
        .workings(format!("{} = {right}", parts.join(" + ")))
        .at(scene.spot(line, range(&found, 0)));
    for form in forms.iter().take(8) {
        draft = draft.witness(scene.cell(form.year.0.cell));
    }
    out.push(draft.done());
}

/// A target that repeats a kind of measure and gives no value.
fn targets(scene: &Scene<'_>, grid: &Table, out: &mut Vec<Finding>) {
    let head = grid.cells.iter().filter(|c| c.text.contains('值')).find(|c| {
        let text = plain(&c.text);
        text.ends_with("指标值") && !text.contains("完成") && !text.contains("实际") && text.chars().count() <= 14
    });
    let Some(head) = head else { return };
    let mut empty: Vec<&Cell> = Vec::new();
    for r in head.row + head.row_span.max(1)..grid.rows {
        let Some(cell) = grid.at(r, head.column).filter(|c| c.row == r && c.column == head.column) else { continue };
        let text = plain(&cell.text);
        let named = text.ends_with(['率', '度']) && text.chars().count() <= 8 && text.chars().all(is_han);
        let said = text.contains([
            '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '百', '全', '高', '低', '零', '无', '大', '小',
            '较', '提', '增', '升', '降', '显', '适', '进', '制', '年', '季', '月',
        ]) || text.chars().count() < 3;
        if named && !said {
            empty.push(cell);
        }
        let unit = re!("^[≥≤＞＜><=＝]?[0-9.]+（([^）]+)）$");
        let name =
            row(grid, r).iter().rev().find(|c| c.column < cell.column).map(|c| plain(&c.text)).unwrap_or_default();
        if let Some(found) = unit.groups(&text)
            && name.contains("满意")
            && !matches!(group(&found, 1), "%" | "分" | "‰" | "人" | "户" | "家" | "个" | "人次")
        {
            out.push(
                Draft::info(RULE, "满意度的单位")
                    .say(format!("“{name}”的指标值{text}，单位应当是%或分。"))
                    .stated(text.clone())
                    .expected("%")
                    .at(scene.cell(cell))
                    .done(),
            );
        }
    }
    let Some(first) = empty.first() else { return };
    // A column of nothing else holds the names of the indicators.
    let values = grid.cells.iter().filter(|c| c.column == head.column && c.row > head.row).count();
    if empty.len() > 3 && empty.len() * 2 > values {
        return;
    }
    let words: Vec<String> = empty.iter().map(|c| plain(&c.text)).collect();
    let mut draft = Draft::warning(RULE, "指标值没有目标值")
        .say(format!("{}个指标的指标值只写了“{}”，没有目标值，无法考核。", words.len(), words.join("”“")))
        .stated(words.join("、"))
        .expected("应有数值")
        .at(scene.cell(first));
    for cell in empty.iter().skip(1).take(20) {
        draft = draft.witness(Spot { quote: cell.text.clone(), place: cell.place.clone() });
    }
    out.push(draft.done());
}
