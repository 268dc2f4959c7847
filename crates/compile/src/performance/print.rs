//! A form on paper: the blocks of its layout, filled.

use mingzhang_catalog::form_layout::{Each, FormBlock, FormLayout, FormText};
use mingzhang_model::number::SCALE;
use mingzhang_model::performance::{FormCell, FormKind, FundRow, Indicator, PerformanceForm};
use mingzhang_model::publication::{Align, Content, PrintedCell, PrintedTable, Source};
use mingzhang_model::{Amount, Unit};
use std::collections::BTreeMap;

/// Fields of several words, which stand at the left; everything else is centred.
const LONG: [&str; 15] = [
    "项目名称",
    "主管部门",
    "实施单位",
    "年度目标",
    "完成情况",
    "实施内容",
    "三级指标",
    "原因",
    "评价结论",
    "存在问题",
    "改进措施",
    "任务名称",
    "主要内容",
    "项目负责人",
    "财务负责人",
];

/// The form with nothing but what its layout prints: comparator, value and unit in one cell where they have no columns of their own.
#[must_use]
pub fn fit(form: &PerformanceForm, layout: &FormLayout) -> PerformanceForm {
    let mut out = form.clone();
    let words: Vec<&str> = layout.blocks.iter().flat_map(|b| b.rows.iter().flatten().map(FormText::text)).collect();
    let says = |field: &str| words.iter().any(|w| w.contains(&format!("{{{field}}}")));
    for (field, cell) in [
        ("主管部门", &mut out.supervisor),
        ("实施单位", &mut out.unit),
        ("实施内容", &mut out.process),
        ("评价结论", &mut out.conclusion),
        ("存在问题", &mut out.problems),
        ("改进措施", &mut out.measures),
    ] {
        if !says(field) {
            *cell = FormCell::default();
        }
    }
    if !says("完成情况") {
        out.achieved.clear();
    }
    if !says("合计得分") {
        out.total = None;
    }
    if !says("项目负责人") {
        out.signatures.clear();
    }
    let block = |each: Each| layout.blocks.iter().find(|b| b.each == Some(each));
    if block(Each::Tasks).is_none() {
        out.tasks.clear();
    }
    let columns = |each: Each| -> Vec<&str> {
        block(each).map_or_else(Vec::new, |b| b.columns.iter().map(|c| c.parts().1).collect())
    };
    let funds = columns(Each::Funds);
    for row in &mut out.funds {
        for (field, cell) in [
            ("年初预算", &mut row.initial),
            ("调整后预算", &mut row.adjusted),
            ("执行数", &mut row.executed),
            ("执行率", &mut row.rate),
            ("权重", &mut row.weight),
            ("得分", &mut row.score),
            ("原因", &mut row.reason),
        ] {
            let at = format!("{{{field}@{}}}", row.label.text);
            if !funds.contains(&format!("{{{field}}}").as_str()) && !words.iter().any(|w| w.contains(&at)) {
                *cell = None;
            }
        }
    }
    let own = columns(Each::Indicators);
    let column = |field: &str| own.iter().find(|c| c.contains(&format!("{{{field}}}")));
    for row in &mut out.indicators {
        let joined = |field: &str| -> Option<String> {
            let template = column(field)?;
            let value = indicator(row, field).filter(|c| !c.is_blank()).map(|_| *template);
            let mut text = value.unwrap_or_default().to_owned();
            for field in ["指标性质", "指标值", "度量单位", "完成值"] {
                // A grade needs no word that it is one.
                let words = indicator(row, field).map_or("", |c| &c.text);
                text = text.replace(&format!("{{{field}}}"), if words == "定性" { "" } else { words });
            }
            Some(text)
        };
        let (target, actual) = (joined("指标值"), joined("完成值"));
        row.target.text = target.unwrap_or_default();
        row.actual = row.actual.take().zip(actual).map(|(cell, text)| FormCell { text, ..cell });
        for (field, cell) in [
            ("指标性质", &mut row.comparator),
            ("度量单位", &mut row.unit),
            ("权重", &mut row.weight),
            ("得分", &mut row.score),
            ("原因", &mut row.reason),
        ] {
            if !own.contains(&format!("{{{field}}}").as_str()) {
                *cell = None;
            }
        }
    }
    out
}

/// The table of a form. The title is the form's own; level names that a row does not print are merged with the row that does.
#[must_use]
pub fn form_table(form: &PerformanceForm, layout: &FormLayout) -> PrintedTable {
    table(form, &BTreeMap::new(), layout)
}

/// The table of a form that is nothing but named fields.
#[must_use]
pub fn field_table(title: &FormCell, fields: &BTreeMap<String, FormCell>, layout: &FormLayout) -> PrintedTable {
    let form = PerformanceForm { title: title.clone(), ..PerformanceForm::new(FormKind::ProjectTargets) };
    table(&form, fields, layout)
}

fn table(form: &PerformanceForm, fields: &BTreeMap<String, FormCell>, layout: &FormLayout) -> PrintedTable {
    let mut grid = Grid { form, fields, rows: Vec::new(), addends: [Vec::new(), Vec::new()] };
    for block in &layout.blocks {
        grid.block(block);
    }
    for row in &mut grid.rows {
        row.sort_by_key(|c| c.column);
    }
    PrintedTable {
        form: String::new(),
        title: form.title.text.as_str().into(),
        listed: false,
        unit: layout.unit_label.clone(),
        widths: layout.widths.clone(),
        header_rows: 0,
        rows: grid.rows,
        landscape: layout.landscape,
        ..PrintedTable::default()
    }
}

/// What a row is repeated for.
#[derive(Clone, Copy)]
enum Row<'a> {
    None,
    Fund(&'a FundRow),
    Task(&'a (FormCell, FormCell)),
    Indicator(&'a Indicator),
}

struct Grid<'a> {
    form: &'a PerformanceForm,
    /// Fields by name, before those of the form.
    fields: &'a BTreeMap<String, FormCell>,
    rows: Vec<Vec<PrintedCell>>,
    /// Cells of weights and scores that the totals are the sums of.
    addends: [Vec<(usize, usize, Amount)>; 2],
}

impl<'a> Grid<'a> {
    fn block(&mut self, block: &FormBlock) {
        let start = self.rows.len();
        let side = block.side.as_ref().map_or(0, |s| s.spans().1);
        let mut above: Vec<usize> = Vec::new();
        for row in &block.rows {
            let y = self.rows.len();
            self.rows.push(Vec::new());
            let mut x = side;
            let mut cover = above.split_off(0);
            for cell in row {
                while let Some(left) = cover.get(x).copied().filter(|n| *n > 0) {
                    mark(&mut above, x, left - 1);
                    mark(&mut cover, x, 0);
                    x += 1;
                }
                let spans = cell.spans();
                self.cell(y, x, spans, cell.text(), Row::None);
                for column in x..x + spans.1 {
                    mark(&mut above, column, spans.0 - 1);
                }
                x += spans.1;
            }
            for (column, left) in cover.into_iter().enumerate().filter(|(_, n)| *n > 0) {
                mark(&mut above, column, left - 1);
            }
        }
        if let Some(each) = block.each {
            self.each(block, each, side);
        }
        if let Some(text) = &block.side {
            let height = self.rows.len() - start;
            self.cell(start, 0, (height, text.spans().1), text.text(), Row::None);
        }
    }

    fn each(&mut self, block: &FormBlock, each: Each, side: usize) {
        let form = self.form;
        let rows: Vec<Row<'_>> = match each {
            Each::Funds => form.funds.iter().map(Row::Fund).collect(),
            Each::Tasks => form.tasks.iter().map(Row::Task).collect(),
            Each::Indicators => form.indicators.iter().map(Row::Indicator).collect(),
        };
        let y = self.rows.len();
        self.rows.resize_with(y + 1 + rows.len(), Vec::new);
        let mut x = side;
        for column in &block.columns {
            let (head, content, columns) = column.parts();
            self.cell(y, x, (1, columns), head, Row::None);
            for (k, row) in rows.iter().enumerate() {
                let mut down = 1;
                if let (Row::Indicator(i), Some(level)) = (row, level(content)) {
                    // A row under a level of its own prints the lower level too.
                    let prints = |i: &Indicator| i.prints.0 || level == 1 && i.prints.1;
                    if !prints(i) && k > 0 {
                        continue;
                    }
                    down += form.indicators.iter().skip(k + 1).take_while(|i| !prints(i)).count();
                }
                self.cell(y + 1 + k, x, (down, columns), content, *row);
                let total = matches!(row, Row::Indicator(_)) || k == 0 && matches!(row, Row::Fund(_));
                let list = match content {
                    "{权重}" => self.addends.first_mut(),
                    "{得分}" => self.addends.last_mut(),
                    _ => None,
                };
                let made = self.rows.get(y + 1 + k).and_then(|r| r.last()).map(|c| &c.content);
                if let (Some(list), true, Some(Content::Amount { value, .. })) = (list, total, made) {
                    list.push((y + 1 + k, x, *value));
                }
            }
            x += columns;
        }
    }

    fn cell(&mut self, row: usize, column: usize, spans: (usize, usize), template: &str, each: Row<'a>) {
        let (text, source) = self.fill(template, each);
        let long = LONG.iter().any(|f| template.contains(&format!("{{{f}}}")))
            || template.contains('：')
            || template.ends_with("意见}");
        let align = if long { Align::Left } else { Align::Centre };
        let content = content(text);
        let mut cell = PrintedCell::new(column, content, align);
        cell.spans = spans;
        cell.source = source;
        // Words of the form, not what was filled in.
        cell.bold = !template.contains('{');
        let addends = match template {
            "{合计权重}" => self.addends.first(),
            "{合计得分}" => self.addends.last(),
            _ => None,
        };
        if let (Some(list), Content::Amount { value, .. }) = (addends, &cell.content)
            && list.iter().map(|(_, _, v)| v.0).sum::<i64>() == value.0
        {
            cell.formula = list.iter().map(|(r, c, _)| (true, *r, *c)).collect();
        }
        if let Some(list) = self.rows.get_mut(row) {
            list.push(cell);
        }
    }

    /// The words with their fields filled in, and the workbook cell of the first field that has one.
    fn fill(&self, template: &str, each: Row<'a>) -> (String, Option<Source>) {
        let mut out = String::new();
        let mut source = None;
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((field, tail)) = after.split_once('}') else { break };
            if let Some(cell) = self.field(field, each) {
                out.push_str(&cell.text);
                source = source.or_else(|| told(cell));
            } else if field.ends_with("负责人") {
                out.push_str(&format!("{field}："));
            }
            rest = tail;
        }
        out.push_str(rest);
        (out, source)
    }

    fn field(&self, field: &str, each: Row<'a>) -> Option<&'a FormCell> {
        let form = self.form;
        if let Some(cell) = self.fields.get(field) {
            return Some(cell);
        }
        if let Some((field, label)) = field.split_once('@') {
            let row = form.funds.iter().find(|f| f.label.text == label)?;
            return fund(row, field);
        }
        match (each, field) {
            (Row::Fund(row), _) => fund(row, field),
            (Row::Task(t), "任务名称") => Some(&t.0),
            (Row::Task(t), "主要内容") => Some(&t.1),
            (Row::Indicator(i), _) => indicator(i, field),
            (_, "项目名称") => Some(&form.name),
            (_, "主管部门") => Some(&form.supervisor),
            (_, "实施单位") => Some(&form.unit),
            (_, "年度目标") => form.goal.first(),
            (_, "完成情况") => form.achieved.first(),
            (_, "实施内容") => Some(&form.process),
            (_, "合计权重") => form.total.as_ref().map(|t| &t.weight),
            (_, "合计得分") => form.total.as_ref().map(|t| &t.score),
            (_, "评价结论") => Some(&form.conclusion),
            (_, "存在问题") => Some(&form.problems),
            (_, "改进措施") => Some(&form.measures),
            (_, "项目负责人" | "财务负责人") => form.signatures.iter().find(|s| s.text.starts_with(field)),
            _ => None,
        }
    }
}

fn mark(list: &mut Vec<usize>, column: usize, rows: usize) {
    if list.len() <= column {
        list.resize(column + 1, 0);
    }
    if let Some(slot) = list.get_mut(column) {
        *slot = rows;
    }
}

fn level(content: &str) -> Option<u8> {
    match content {
        "{一级指标}" => Some(0),
        "{二级指标}" => Some(1),
        _ => None,
    }
}

fn fund<'a>(row: &'a FundRow, field: &str) -> Option<&'a FormCell> {
    match field {
        "资金来源" => Some(&row.label),
        "年初预算" => row.initial.as_ref(),
        "调整后预算" => row.adjusted.as_ref(),
        "执行数" => row.executed.as_ref(),
        "执行率" => row.rate.as_ref(),
        "权重" => row.weight.as_ref(),
        "得分" => row.score.as_ref(),
        "原因" => row.reason.as_ref(),
        _ => None,
    }
}

fn indicator<'a>(row: &'a Indicator, field: &str) -> Option<&'a FormCell> {
    match field {
        "一级指标" => Some(&row.level1),
        "二级指标" => Some(&row.level2),
        "三级指标" => Some(&row.name),
        "指标性质" => row.comparator.as_ref(),
        "指标值" => Some(&row.target),
        "度量单位" => row.unit.as_ref(),
        "完成值" => row.actual.as_ref(),
        "权重" => row.weight.as_ref(),
        "得分" => row.score.as_ref(),
        "原因" => row.reason.as_ref(),
        _ => None,
    }
}

/// The workbook cell a form's cell was filled in.
fn told(cell: &FormCell) -> Option<Source> {
    let (sheet, cell) = cell.place.cell.as_ref()?.rsplit_once('!')?;
    Some(Source { sheet: sheet.to_owned(), cell: cell.to_owned() })
}

/// A plain decimal is a number of its workbook's sheet; it prints as it was written.
fn content(text: String) -> Content {
    if text.is_empty() {
        return Content::Empty;
    }
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    let plain = !whole.is_empty() && whole.len() < 12 && digits(whole) && digits(part) && part.len() <= 4;
    let own = plain && (whole == "0" || !whole.starts_with('0')) && !text.ends_with('.');
    let places = u32::try_from(part.len()).unwrap_or(0);
    let scaled = || {
        let tail: i64 = format!("{part:0<4}").parse().ok()?;
        whole.parse::<i64>().ok()?.checked_mul(SCALE)?.checked_add(tail)
    };
    match own.then(scaled).flatten() {
        Some(value) => Content::Amount { value: Amount(value), unit: Unit::Yuan, places, comma: false },
        None => Content::Text(text),
    }
}
