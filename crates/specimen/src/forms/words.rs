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
    Bank { low: 95, high: 99, ..rate("质量指标", "设备验收合格率") },
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

/// Parts of an evaluation of a department, as an evaluator writes them.
pub(super) const DEPARTMENT: [(&str, &str); 6] = [
    ("机构职能", "承担本行业的政策制定、公共服务和监督管理工作。"),
    ("人员概况", "人员编制执行情况良好，实有人员没有超出编制。"),
    ("结果应用", "自评结果作为编制下一年度预算的依据，发现的问题已经列入整改清单。"),
    ("评价结论", "预算管理规范，资金使用合规，履职效果较好。"),
    ("存在问题", "少数项目的前期论证不够充分。"),
    ("改进建议", "做实项目储备，加快前期工作。"),
];

pub(super) const DEPARTMENT_ITEMS: [(&str, &str, i64, &str); 9] = [
    ("履职效能", "核心职能目标", 15, "年度重点任务已经完成，服务对象反映良好。"),
    ("履职效能", "部门整体绩效", 10, "整体绩效目标设置合理，完成情况较好。"),
    ("预算管理", "预算编制质量", 15, "预算编制完整，科目使用准确。"),
    ("财务管理", "财务制度建设", 10, "制定了财务管理办法和内部控制制度。"),
    ("资产管理", "资产管理规范", 10, "资产按规定登记入账，定期盘点。"),
    ("采购管理", "采购执行规范", 10, "采购方式符合规定，合同按时备案。"),
    ("项目决策", "决策程序", 10, "项目经过集体研究，依据充分。"),
    ("项目执行", "执行规范", 10, "按照实施方案推进，资金拨付手续完整。"),
    ("目标实现", "目标完成", 10, "主要产出指标已经完成。"),
];

pub(super) const PROJECT: [(&str, &str); 10] = [
    ("设立背景", "为了提高公共服务水平，经研究设立该项目。"),
    ("实施目的", "支持基层改善服务条件，惠及更多群众。"),
    ("评价目的", "了解资金使用效果，提出改进意见。"),
    ("评价重点", "资金使用是否合规，目标是否实现。"),
    ("评价选点", "选取具有代表性的实施单位开展评价。"),
    ("评价方法", "采用资料核查、实地查看和座谈了解相结合的方法。"),
    ("评价组织", "由财务部门牵头，业务部门配合开展。"),
    ("评价结论", "项目立项依据充分，管理规范，效果较好。"),
    ("存在问题", "宣传覆盖面还不够广。"),
    ("改进建议", "丰富宣传形式，扩大覆盖范围。"),
];

pub(super) const PROJECT_ITEMS: [(&str, &str, i64, &str); 9] = [
    ("项目决策", "决策程序", 8, "履行了申报、审核和集体决策程序。"),
    ("项目决策", "规划论证", 8, "目标明确，与职能相符。"),
    ("项目管理", "制度办法", 10, "制定了资金管理办法。"),
    ("项目实施", "资金使用", 12, "专款专用，手续齐全。"),
    ("项目结果", "目标完成", 16, "各项任务按计划推进。"),
    ("专用指标", "民生保障", 20, "服务对象得到实惠。"),
    ("专用指标", "经济性", 10, "成本控制在预算以内。"),
    ("个性指标", "服务质量", 8, "服务流程清楚，办理及时。"),
    ("个性指标", "群众评价", 8, "群众评价较好。"),
];

pub(super) const BEFORE: [(&str, &str); 5] = [
    ("必要性", "符合事业发展规划，需求明确。"),
    ("经济性", "投入与产出匹配，成本测算有依据。"),
    ("目标", "绩效目标明确，指标可以衡量。"),
    ("方案", "实施方案完整，进度安排合理。"),
    ("筹资", "资金来源合规，财政承受能力允许。"),
];
