//! The words a relation may use, per dimension (`docs/vocabulary.md`).

use mingzhang_model::Dimension;

const MEASURES: &[&str] = &[
    "收入",
    "支出",
    "收入总计",
    "支出总计",
    "年初结转和结余",
    "年末结转和结余",
    "使用非财政拨款结余",
    "结余分配",
    "三公经费",
    "机关运行经费",
    "政府采购",
    "会议费",
    "培训费",
    "车辆",
    "公务用车保有量",
    "公务用车购置数",
    "因公出国团组",
    "因公出国人次",
    "国内接待批次",
    "国内接待人次",
    "外事接待批次",
    "外事接待人次",
    "通用设备",
    "专用设备",
    "大型设备",
    "固定资产",
    "绩效目标项目数",
    "绩效目标金额",
    "绩效监控项目数",
    "绩效监控金额",
    "绩效自评项目数",
    "绩效自评金额",
    "绩效评级项目数",
    "绩效问题",
    "绩效问题整改",
    "绩效项目金额",
    "公务用车购置金额",
    "专用设备总数",
    "机构",
];
const STAGES: &[&str] = &["年初预算", "全年预算", "预算", "执行数", "决算"];
const PURSES: &[&str] = &["财政拨款", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"];
const NATURES: &[&str] = &["基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"];
const SOURCES: &[&str] = &[
    "财政拨款收入",
    "一般公共预算财政拨款收入",
    "政府性基金预算财政拨款收入",
    "国有资本经营预算财政拨款收入",
    "上级补助收入",
    "事业收入",
    "经营收入",
    "附属单位上缴收入",
    "其他收入",
];
const ITEMS: &[&str] = &[
    "因公出国（境）费",
    "公务用车购置及运行维护费",
    "公务用车购置费",
    "公务用车运行维护费",
    "公务接待费",
    "国内公务接待费",
    "外事接待费",
    "货物",
    "工程",
    "服务",
    "授予中小企业",
    "授予小微企业",
    "预留中小企业",
    "预留小微企业",
    "预留中小企业成交",
    "预留小微企业成交",
    "其他中小企业成交",
    "部级领导干部用车",
    "主要领导干部用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部用车",
    "其他用车",
    "定向保障用车",
    "一般公务用车",
    "轿车",
    "越野车",
    "载客汽车",
    "人员经费",
    "公用经费",
    "原值",
    "累计折旧",
    "净值",
    "运转类项目",
    "特定目标类项目",
    "优",
    "良",
    "合格",
    "不合格",
    "已整改",
    "正在整改",
    "下属单位",
    "行政单位",
    "参公单位",
    "事业单位",
    "运行经费行政单位",
    "运行经费参公单位",
];
const BASES: &[&str] = &[
    "上年",
    "上年执行数",
    "年初预算",
    "全年预算",
    "预算",
    "本年收入",
    "本年支出",
    "财政拨款支出",
    "一般公共预算财政拨款支出",
    "基本支出",
    "三公经费",
    "政府采购",
    "项目支出",
    "收入总计",
    "支出总计",
    "授予中小企业",
    "一般公共预算项目支出",
];

const ECONOMIC: &[&str] = &["人员经费", "公用经费"];
const ASPECTS: &[&str] = &["增减额", "增长率", "占比", "完成率", "用途", "增减事由"];

fn digits(word: &str, lengths: &[usize]) -> bool {
    lengths.contains(&word.len()) && word.bytes().all(|b| b.is_ascii_digit())
}

/// The words of a dimension, codes not among them.
pub(super) fn all(d: Dimension) -> &'static [&'static str] {
    match d {
        Dimension::Measure => MEASURES,
        Dimension::Year => &["上年"],
        Dimension::Stage => STAGES,
        Dimension::Purse => PURSES,
        Dimension::Nature => NATURES,
        Dimension::Source => SOURCES,
        Dimension::Subject => &[],
        Dimension::Economic => ECONOMIC,
        Dimension::Item => ITEMS,
        Dimension::Aspect => ASPECTS,
        Dimension::Base => BASES,
    }
}

/// True if `word` belongs to the dimension.
pub(super) fn known(d: Dimension, word: &str) -> bool {
    let code = match d {
        Dimension::Subject => digits(word, &[3, 5, 7]),
        Dimension::Economic => digits(word, &[3, 5]),
        _ => false,
    };
    code || all(d).contains(&word)
}
