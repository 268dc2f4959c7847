//! The first sheet: what to do, and how far it is done.

use super::START;
use super::look;
use super::sheet::money;
use super::slots::address;
use mingzhang_catalog::publish::Publishing;
use mingzhang_model::{Amount, Coordinates, Dimension};
use rust_xlsxwriter::{
    ConditionalFormatText, ConditionalFormatTextRule, FormatAlign, Formula, Url, Worksheet, XlsxError,
};

/// What the first sheet says of another one.
#[derive(Clone, Debug, Default)]
pub(super) struct Summary {
    pub name: String,
    pub about: String,
    /// Inputs that are counted.
    pub inputs: String,
    /// Formulas among them.
    pub derived: usize,
    /// First cells of rows.
    pub rows: String,
    /// Names of the subjects.
    pub names: String,
    /// Differences of the rows.
    pub balance: String,
    /// Cells that must be filled in.
    pub required: Vec<String>,
    /// Rows in which something is wrong.
    pub alarms: Vec<Alarm>,
    /// What stands there now: inputs, rows, missing, unbalanced rows.
    pub filled: usize,
    pub count: usize,
    pub missing: usize,
    pub unbalanced: usize,
    /// Sums of functional subjects by purse: meaning, cell, value.
    pub ledger: Vec<(Coordinates, String, Amount)>,
    /// Sums of economic subjects: meaning, cell, value.
    pub totals: Vec<(Coordinates, String, Amount)>,
}

/// A count of what is wrong on a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Alarm {
    /// The formula; `{}` before each range stands for the sheet.
    pub count: String,
    /// What is said of none.
    pub good: String,
    /// What is said behind their number.
    pub bad: String,
}

const STEPS: [&str; 6] = [
    "1. 先填“基本信息”，再按下表顺序逐张填写。没有的内容留空，不必填 0。",
    "2. 只填浅黄色的格；灰色格是公式或不需要填写，已经锁定（没有密码）。选中一格会显示填写提示。",
    "3. 金额一律按元填写，可以有两位小数；数量填整数。",
    "4. 科目编码填7位项级编码，也可以从下拉列表选择，名称自动带出；经济分类的科目已经列好，只填金额。",
    "5. 合计、占比、增减、完成率、万元换算、正文、表格、图和名词解释都由程序生成，不用填写。",
    "6. 填完保存，在命令行运行：mingzhang compile 本文件.xlsx -o 输出文件夹。有问题时会指出是哪张表的哪一格。",
];

/// Writes the sheet.
pub(super) fn write(publishing: &Publishing, summaries: &[Summary]) -> Result<Worksheet, XlsxError> {
    let mut page = Worksheet::new();
    page.set_name(START)?;
    for (c, width) in (0u16..).zip([6.0, 26.0, 58.0, 16.0, 42.0]) {
        page.set_column_width(c, width)?;
    }
    page.merge_range(0, 0, 0, 4, &format!("{}填报工作簿", publishing.layout.title), &look::title())?;
    page.set_row_height(0, 34)?;
    for (row, step) in (1u32..).zip(STEPS) {
        page.merge_range(row, 0, row, 4, step, &look::wrapped())?;
        page.set_row_height(row, 20)?;
    }
    let legend = 1 + u32::try_from(STEPS.len()).unwrap_or(0);
    page.merge_range(legend, 0, legend, 1, "颜色", &look::header())?;
    let centre = look::label().set_align(FormatAlign::Center);
    for (c, (text, colour)) in (2u16..).zip([
        ("填写；橙色的必填项还没有填", look::YELLOW),
        ("公式或不填", look::GREY),
        ("对不上，需要检查", look::RED),
    ]) {
        page.write_string_with_format(legend, c, text, &centre.clone().set_background_color(colour))?;
    }
    page.set_row_height(legend, 22)?;
    let head = legend + 2;
    for (c, text) in (0u16..).zip(["序号", "工作表", "填什么", "进度", "检查"]) {
        page.write_string_with_format(head, c, text, &look::header())?;
    }
    page.set_row_height(head, 22)?;
    for ((n, row), summary) in (1u32..).zip(head + 1..).zip(summaries) {
        page.write_number_with_format(row, 0, n, &centre)?;
        let link = Url::new(format!("internal:'{}'!A1", summary.name)).set_text(&summary.name);
        let format = look::label().set_font_color(rust_xlsxwriter::Color::RGB(0x0005_63C1));
        let format = format.set_underline(rust_xlsxwriter::FormatUnderline::Single);
        page.write_url_with_format(row, 1, link, &format)?;
        page.write_string_with_format(row, 2, &summary.about, &look::label())?;
        let (formula, result) = summary.progress();
        page.write_formula_with_format(row, 3, Formula::new(formula).set_result(result), &centre)?;
        let checks: Vec<(String, String)> = summary.checks(summaries);
        if checks.is_empty() {
            page.write_blank(row, 4, &look::label())?;
        } else {
            let formula: Vec<&str> = checks.iter().map(|c| c.0.as_str()).collect();
            let result: Vec<&str> = checks.iter().map(|c| c.1.as_str()).collect();
            let formula = Formula::new(format!("={}", formula.join("&CHAR(10)&"))).set_result(result.join("\n"));
            page.write_formula_with_format(row, 4, formula, &look::label())?;
        }
        let lines = f64::from(u32::try_from(checks.len()).unwrap_or(1));
        page.set_row_height(row, look::height(&summary.about, 58.0).max(15.0 * lines + 5.0).max(22.0))?;
    }
    let end = head + u32::try_from(summaries.len()).unwrap_or(0);
    for (mark, format) in [("×", look::red()), ("√", look::green())] {
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::Contains(mark.to_owned()))
            .set_format(format)
            .set_stop_if_true(true);
        page.add_conditional_format(head + 1, 4, end, 4, &rule)?;
    }
    look::print(&mut page, true);
    page.set_print_fit_to_pages(1, 1);
    look::protect(&mut page);
    page.set_active(true);
    page.set_tab_color(rust_xlsxwriter::Color::RGB(0x0005_63C1));
    page.set_selection(0, 0, 0, 0)?;
    Ok(page)
}

impl Summary {
    fn on(&self, range: &str) -> String {
        format!("'{}'!{}", self.name, range)
    }

    fn progress(&self) -> (String, String) {
        if self.rows.is_empty() {
            let formula = format!("=\"已填 \"&(COUNTA({})-{})&\" 格\"", self.on(&self.inputs), self.derived);
            return (formula, format!("已填 {} 格", self.filled));
        }
        (format!("=\"已填 \"&COUNTA({})&\" 行\"", self.on(&self.rows)), format!("已填 {} 行", self.count))
    }

    /// Formulas that give a mark and a sentence, and what they give now.
    fn checks(&self, all: &[Summary]) -> Vec<(String, String)> {
        let mut out = Vec::new();
        if !self.required.is_empty() {
            let cells: Vec<String> = self.required.iter().map(|c| self.on(c)).collect();
            let count = format!("({}-COUNTA({}))", cells.len(), cells.join(","));
            let formula = format!("IF({count}=0,\"√ 必填项已填\",\"× 还有 \"&{count}&\" 个必填项没有填\")");
            out.push((
                formula,
                match self.missing {
                    0 => "√ 必填项已填".to_owned(),
                    n => format!("× 还有 {n} 个必填项没有填"),
                },
            ));
        }
        if !self.names.is_empty() {
            let names = self.on(&self.names);
            let wrong = format!("(COUNTIF({names},\"没有此科目\")+COUNTIF({names},\"缺科目编码\"))");
            out.push((
                format!("IF({wrong}=0,\"√ 科目编码有效\",\"× \"&{wrong}&\" 行的科目编码不对\")"),
                "√ 科目编码有效".to_owned(),
            ));
        }
        if !self.balance.is_empty() {
            let range = self.on(&self.balance);
            let wrong = format!("(COUNTIF({range},\">0.004\")+COUNTIF({range},\"<-0.004\"))");
            let result = match self.unbalanced {
                0 => "√ 各行收支平衡".to_owned(),
                n => format!("× {n} 行收支不平衡"),
            };
            out.push((format!("IF({wrong}=0,\"√ 各行收支平衡\",\"× \"&{wrong}&\" 行收支不平衡\")"), result));
        }
        for alarm in &self.alarms {
            let count = alarm.count.replace("{}", &format!("'{}'!", self.name));
            let formula = format!("IF({count}=0,\"{}\",\"× \"&{count}&\" {}\")", alarm.good, alarm.bad);
            out.push((formula, alarm.good.clone()));
        }
        out.extend(self.totals.iter().filter_map(|(c, cell, sum)| {
            let found = all.iter().flat_map(|s| &s.ledger).find(|(other, _, _)| other == c)?;
            Some(equal(&short(c), &self.on(cell), *sum, &found.1, found.2))
        }));
        out.extend(self.against_natures(all));
        out
    }

    /// Functional subjects by economic classes: together what they spend on basics and projects.
    fn against_natures(&self, all: &[Summary]) -> Option<(String, String)> {
        let whole = |c: &Coordinates| {
            let bare = c.with(Dimension::Economic, mingzhang_model::Term::WHOLE);
            bare.with(Dimension::Nature, mingzhang_model::Term::WHOLE)
        };
        let economic = |c: &Coordinates| !c.get(Dimension::Economic).is_whole();
        let (first, _, _) = self.ledger.first().filter(|_| self.ledger.iter().all(|l| economic(&l.0)))?;
        let others: Vec<&(Coordinates, String, Amount)> = all
            .iter()
            .flat_map(|s| &s.ledger)
            .filter(|(c, _, _)| !economic(c) && !c.get(Dimension::Nature).is_whole() && whole(c) == whole(first))
            .collect();
        if others.is_empty() {
            return None;
        }
        let sum = |list: &[&(Coordinates, String, Amount)]| {
            let cells: Vec<&str> = list.iter().map(|l| l.1.as_str()).collect();
            (format!("SUM({})", cells.join(",")), list.iter().fold(Amount::ZERO, |s, l| s + l.2))
        };
        let own: Vec<&(Coordinates, String, Amount)> = self.ledger.iter().collect();
        let ((left, l), (right, r)) = (sum(&own), sum(&others));
        Some(equal("基本支出与项目支出", &left, l, &right, r))
    }
}

/// 一般公共预算基本支出.
fn short(c: &Coordinates) -> String {
    let purse = c.get(Dimension::Purse).word();
    format!("{}{}", purse.trim_end_matches("财政拨款"), c.get(Dimension::Nature).word())
}

fn equal(what: &str, left: &str, l: Amount, right: &str, r: Amount) -> (String, String) {
    let difference = format!("ROUND({left}-{right},2)");
    let good = format!("√ 与{what}合计相等");
    let formula =
        format!("IF({difference}=0,\"{good}\",\"× 与{what}合计相差 \"&TEXT({difference},\"#,##0.00\")&\" 元\")");
    let result = if l == r { good } else { format!("× 与{what}合计相差 {} 元", money(l - r)) };
    (formula, result)
}

/// Range of a list.
pub(super) fn range(sheet: &str, column: (u16, u16), rows: (u32, u32)) -> String {
    let absolute = |row: u32, c: u16| {
        let plain = address(row, c);
        let at = plain.find(|ch: char| ch.is_ascii_digit()).unwrap_or(0);
        let (letters, digits) = plain.split_at(at);
        format!("${letters}${digits}")
    };
    format!("='{sheet}'!{}:{}", absolute(rows.0, column.0), absolute(rows.1, column.1))
}
