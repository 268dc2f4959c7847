//! Words of made-up projects.

/// An indicator that a project may have. A qualitative one has its grade for a unit.
pub(super) struct Bank {
    pub level2: &'static str,
    pub name: &'static str,
    pub unit: &'static str,
    pub comparators: &'static [&'static str],
    pub low: i64,
    pub high: i64,
    /// No actual value is above this.
    pub most: Option<i64>,
    pub decimals: bool,
}

const fn quantity(name: &'static str, unit: &'static str, low: i64, high: i64) -> Bank {
    Bank {
        level2: "数量指标", name, unit, comparators: &["≥", "＞", "＝"], low, high, most: None, decimals: false
    }
}

const fn rate(level2: &'static str, name: &'static str) -> Bank {
    Bank { level2, name, unit: "%", comparators: &["≥", "＞"], low: 80, high: 95, most: Some(100), decimals: true }
}

const fn grade(level2: &'static str, name: &'static str, unit: &'static str) -> Bank {
    Bank { level2, name, unit, comparators: &["定性"], low: 0, high: 0, most: None, decimals: false }
}

const fn bound(level2: &'static str, name: &'static str, unit: &'static str, low: i64, high: i64) -> Bank {
    Bank { level2, name, unit, comparators: &["≤", "＜"], low, high, most: None, decimals: false }
}

pub(super) const BANK: &[Bank] = &[
    quantity("组织培训人数", "人次", 60, 2000),
    quantity("开展宣传活动场次", "场次", 10, 60),
    quantity("服务企业户数", "户", 20, 400),
    quantity("维护设备台数", "台", 12, 300),
    quantity("印发宣传资料份数", "份", 500, 9000),
    quantity("检查单位家数", "家", 15, 120),
    quantity("采集信息条数", "条", 300, 6000),
    quantity("整理档案卷数", "卷", 100, 5000),
    bound("数量指标", "系统故障次数", "次", 6, 20),
    rate("质量指标", "培训合格率"),
    rate("质量指标", "设备验收合格率"),
    rate("质量指标", "资料归档率"),
    grade("质量指标", "服务工作质量", "优"),
    rate("时效指标", "任务按期完成率"),
    bound("时效指标", "事项平均办理天数", "个工作日", 6, 20),
    bound("时效指标", "资金拨付天数", "天", 10, 30),
    grade("时效指标", "全年任务完成时间", "12月31日前"),
    grade("社会效益指标", "公共服务水平", "明显提升"),
    grade("社会效益指标", "群众政策知晓程度", "良"),
    rate("社会效益指标", "服务对象政策知晓率"),
    grade("可持续影响指标", "长效管理机制", "健全"),
    grade("可持续影响指标", "人员队伍稳定程度", "优"),
    rate("可持续影响指标", "设施持续使用率"),
    rate("服务对象满意度指标", "服务对象满意度"),
    rate("服务对象满意度指标", "参加人员满意度"),
];

/// What a project is about, and what it does.
pub(super) const THEMES: [(&str, &str); 12] = [
    ("技能培训", "提高从业人员的技能水平"),
    ("信息系统运行维护", "保障业务系统稳定运行"),
    ("档案整理", "推进档案规范化管理"),
    ("政策宣传", "扩大政策的社会影响"),
    ("执法检查", "维护良好的市场秩序"),
    ("场馆免费开放", "满足群众的文化需求"),
    ("人才引进服务", "优化人才发展环境"),
    ("就业服务", "促进重点群体就业"),
    ("窗口服务", "提升办事便利程度"),
    ("设备购置", "改善基础设施条件"),
    ("课题研究", "为决策提供参考"),
    ("统计调查", "提高统计数据质量"),
];

pub(super) const PLACES: [&str; 6] = ["", "城区", "乡镇", "园区", "社区", "基层"];

pub(super) const WAYS: [&str; 4] = ["坚持统筹安排", "围绕年度工作要点", "坚持以服务群众为中心", "按照项目实施方案"];

pub(super) const REASONS: [&str; 4] =
    ["参加人数少于预期", "部分活动改为线上举办", "招标时间较长，部分工作推迟到次年", "服务对象需求减少"];
