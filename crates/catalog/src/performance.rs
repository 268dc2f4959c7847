//! Words of performance forms and evaluation reports: by which labels and column heads a reader knows what a cell is.

use crate::coords::plain_label;
use crate::mistake::{CatalogError, Source};
use crate::toml_file;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// 项目名称, 部门名称
    Name,
    /// 主管部门
    Supervisor,
    /// 实施单位
    Unit,
    /// 年度目标
    Goal,
    /// 年度目标完成情况
    Achieved,
    /// 项目实施内容及过程概述
    Process,
    /// 任务名称
    Task,
    /// 主要内容
    TaskText,
    /// 合计
    Total,
    /// 评价结论
    Conclusion,
    /// 存在问题
    Problems,
    /// 改进措施
    Measures,
    /// 项目负责人, 财务负责人
    Signature,
    /// 项目性质, 计划开始日期 …
    Other,
}

/// A column of 预算执行情况.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FundColumn {
    /// 年初预算
    Initial,
    /// 调整后预算数
    Adjusted,
    /// 预算执行数
    Executed,
    /// 全年预计执行数
    Expected,
    /// 预算执行率
    Rate,
    /// 权重
    Weight,
    /// 得分
    Score,
    /// 原因
    Reason,
    /// 资金来源
    Label,
}

/// A column of the indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndicatorColumn {
    /// 一级指标
    Level1,
    /// 二级指标
    Level2,
    /// 三级指标
    Name,
    /// 指标性质
    Comparator,
    /// 指标值
    Target,
    /// 度量单位
    Unit,
    /// 完成值
    Actual,
    /// 全年预计完成情况
    Expected,
    /// 完成目标可能性
    Likelihood,
    /// 权重
    Weight,
    /// 得分
    Score,
    /// 未完成原因分析
    Reason,
}

/// Words of a title that tell what a form is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TitleWords {
    /// 整体支出
    pub overall: Vec<String>,
    /// 监控
    pub monitoring: Vec<String>,
    /// 自评
    pub evaluation: Vec<String>,
    /// 绩效目标
    pub targets: Vec<String>,
}

/// Sentences of evaluation reports; `{}` stands for a score.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportWords {
    /// How titles end.
    pub titles: Vec<String>,
    /// Of an item: weight and score.
    pub items: Vec<String>,
    /// Of the total score.
    pub totals: Vec<String>,
    /// Of the total score under a heading that says 结论.
    pub conclusions: Vec<String>,
    /// Of a group of points, after its name.
    pub groups: Vec<String>,
}

/// The words, plain: without number, colon and what stands in brackets.
#[derive(Clone, Debug, Default)]
pub struct PerformanceWords {
    /// Of titles.
    pub titles: TitleWords,
    /// Labels beside or above what is filled in.
    labels: Words<Label>,
    /// Labels of groups, which have no content of their own.
    groups: Words<()>,
    /// Column heads of 预算执行情况.
    funds: Words<FundColumn>,
    /// Row labels of 预算执行情况.
    fund_rows: Words<()>,
    /// Column heads of the indicators.
    indicators: Words<IndicatorColumn>,
    /// ≥ ＞ ＝ ≤ ＜ 定性, and as else they are printed.
    pub comparators: Vec<String>,
    /// Names of level 1 with those of level 2 under them.
    pub levels: Vec<(String, Vec<String>)>,
    /// Of reports.
    pub reports: ReportWords,
}

/// Words with what they mean; those that are the end of a word apart.
#[derive(Clone, Debug)]
struct Words<T>(Vec<(String, bool, T)>);

impl<T> Default for Words<T> {
    fn default() -> Self {
        Words(Vec::new())
    }
}

impl<T: Copy> Words<T> {
    fn add(&mut self, words: &[String], means: T) {
        for word in words {
            let ending = word.strip_prefix('*');
            self.0.push((plain_label(ending.unwrap_or(word)), ending.is_some(), means));
        }
    }

    fn find(&self, text: &str) -> Option<T> {
        if text.is_empty() {
            return None;
        }
        let exact = self.0.iter().find(|(w, ending, _)| !ending && w == text);
        exact.or_else(|| self.0.iter().find(|(w, ending, _)| *ending && text.ends_with(w.as_str()))).map(|w| w.2)
    }
}

/// A label without number, colon, what stands in brackets, and 其中：.
#[must_use]
pub fn bare(text: &str) -> String {
    let mut out = String::new();
    let mut depth = 0_usize;
    for c in plain_label(text).chars() {
        match c {
            '（' | '【' => depth += 1,
            '）' | '】' => depth = depth.saturating_sub(1),
            _ if depth == 0 => out.push(c),
            _ => {}
        }
    }
    let numbered = out.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    if let Some(rest) = numbered.strip_prefix(['.', '、', '．'])
        && numbered.len() < out.len()
    {
        out = rest.to_owned();
    }
    let out = out.strip_prefix("其中：").unwrap_or(&out);
    out.trim_matches(['：', '*', '※', ' ']).to_owned()
}

impl PerformanceWords {
    /// What a label names.
    #[must_use]
    pub fn label(&self, text: &str) -> Option<Label> {
        self.labels.find(&bare(text))
    }

    /// True for the label of a group.
    #[must_use]
    pub fn group(&self, text: &str) -> bool {
        self.groups.find(&bare(text)).is_some()
    }

    /// The column of 预算执行情况 that a head names.
    #[must_use]
    pub fn fund_column(&self, text: &str) -> Option<FundColumn> {
        self.funds.find(&bare(text))
    }

    /// True for the label of a row of 预算执行情况.
    #[must_use]
    pub fn fund_row(&self, text: &str) -> bool {
        self.fund_rows.find(&bare(text)).is_some()
    }

    /// The column of the indicators that a head names.
    #[must_use]
    pub fn indicator_column(&self, text: &str) -> Option<IndicatorColumn> {
        self.indicators.find(&bare(text))
    }

    /// True for a comparator.
    #[must_use]
    pub fn comparator(&self, text: &str) -> bool {
        let text = text.trim();
        self.comparators.iter().any(|c| c == text)
    }

    /// True for a name of level 1.
    #[must_use]
    pub fn level1(&self, text: &str) -> bool {
        let text = bare(text);
        self.levels.iter().any(|(l, _)| *l == text)
    }

    /// The name of level 1 that a name of level 2 belongs to.
    #[must_use]
    pub fn parent(&self, level2: &str) -> Option<&str> {
        let text = bare(level2);
        self.levels.iter().find(|(_, under)| under.contains(&text)).map(|(l, _)| l.as_str())
    }
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    titles: TitleWords,
    labels: BTreeMap<Label, Vec<String>>,
    groups: Vec<String>,
    funds: Funds,
    indicators: Indicators,
    levels: BTreeMap<String, Vec<String>>,
    reports: ReportWords,
}

#[derive(Default, Deserialize)]
struct Funds {
    rows: Vec<String>,
    #[serde(flatten)]
    columns: BTreeMap<FundColumn, Vec<String>>,
}

#[derive(Default, Deserialize)]
struct Indicators {
    comparators: Vec<String>,
    #[serde(flatten)]
    columns: BTreeMap<IndicatorColumn, Vec<String>>,
}

/// Loads `forms/performance.toml`.
///
/// # Errors
/// Every mistake in the file, at its place.
pub fn load(text: &str, file: &str) -> Result<PerformanceWords, CatalogError> {
    let mut source = Source::new(file, text);
    let raw: File = toml_file::read(&mut source).unwrap_or_default();
    let mut out = PerformanceWords {
        titles: raw.titles,
        comparators: raw.indicators.comparators,
        levels: raw.levels.into_iter().collect(),
        reports: raw.reports,
        ..PerformanceWords::default()
    };
    for (label, words) in &raw.labels {
        out.labels.add(words, *label);
    }
    for (column, words) in &raw.funds.columns {
        out.funds.add(words, *column);
    }
    for (column, words) in &raw.indicators.columns {
        out.indicators.add(words, *column);
    }
    out.groups.add(&raw.groups, ());
    out.fund_rows.add(&raw.funds.rows, ());
    let slots = |list: &[String], n: usize| list.iter().find(|p| p.matches("{}").count() != n).cloned();
    let lists =
        [(&out.reports.items, 2), (&out.reports.totals, 1), (&out.reports.conclusions, 1), (&out.reports.groups, 1)];
    for wrong in lists.into_iter().filter_map(|(list, n)| slots(list, n)) {
        let at = text.find(&format!("\"{wrong}\"")).map_or(0..0, |n| n..n + wrong.len() + 2);
        source.wrong(at, format!("“{wrong}”里 {{}} 的个数不对"), "items 里写两个 {}，其他各行写一个");
    }
    source.done(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> &'static PerformanceWords {
        &crate::Catalog::embedded().performance
    }

    #[test]
    fn labels_are_known_without_number_brackets_and_colon() {
        assert_eq!(words().label("实施单位 （盖章）"), Some(Label::Unit));
        assert_eq!(words().label("2.项目实施内容及过程概述"), Some(Label::Process));
        assert_eq!(words().label("市级预算部门（单位）名称"), Some(Label::Name));
        assert_eq!(words().label("考试经费"), None);
        assert!(words().group("绩效指标（90分）"));
        assert_eq!(words().indicator_column("年度(/项目)指标值"), Some(IndicatorColumn::Target));
        assert_eq!(words().fund_column("1-7月执行数"), Some(FundColumn::Executed));
        assert!(words().fund_row("其中：财政资金"));
        assert_eq!(words().parent("时效指标"), Some("产出指标"));
    }

    #[test]
    fn a_sentence_without_its_scores_is_refused() {
        let text = include_str!("../../../catalog/forms/performance.toml");
        let bad = text.replace("最终得分{}分", "最终得分");
        assert!(load(text, "forms/performance.toml").is_ok());
        let wrong = load(&bad, "forms/performance.toml").unwrap_err().to_string();
        assert!(wrong.contains("个数不对"), "{wrong}");
    }
}
