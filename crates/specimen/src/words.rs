//! Made-up names, duties, purposes and reasons. None stands for a real place or department.

use crate::random::Random;

const CITIES: [&str; 7] = ["青禾市", "岚川市", "朔陵市", "砚湖市", "柳坪市", "澜石市", "松岭市"];
const DISTRICTS: [&str; 8] = ["河湾区", "松月区", "望溪县", "云屏县", "芦汀区", "梧塘县", "白石桥区", "霜林县"];

/// What a department is called, and the 款 that is its home.
const DEPARTMENTS: [(&str, &str); 21] = [
    ("文化和旅游局", "20701"),
    ("教育局", "20501"),
    ("科学技术局", "20601"),
    ("民政局", "20802"),
    ("人力资源和社会保障局", "20801"),
    ("卫生健康委员会", "21001"),
    ("生态环境局", "21101"),
    ("住房和城乡建设局", "21201"),
    ("农业农村局", "21301"),
    ("林业局", "21302"),
    ("水利局", "21303"),
    ("交通运输局", "21401"),
    ("商务局", "21602"),
    ("自然资源和规划局", "22001"),
    ("应急管理局", "22401"),
    ("司法局", "20406"),
    ("统计局", "20105"),
    ("财政局", "20106"),
    ("审计局", "20108"),
    ("市场监督管理局", "20138"),
    ("退役军人事务局", "20828"),
];

const UNITS: [&str; 9] = [
    "事务中心",
    "综合服务中心",
    "信息中心",
    "综合行政执法大队",
    "技术推广站",
    "档案馆",
    "培训中心",
    "监测站",
    "项目管理中心",
];

/// Who reports.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Full name.
    pub name: String,
    /// 市, 区 or 县: the level of its government.
    pub level: &'static str,
    /// The 款 that is its home.
    pub home: &'static str,
    /// Subordinate units.
    pub units: Vec<String>,
    /// 部门 or 单位.
    pub word: &'static str,
}

impl Entity {
    /// A department at random.
    pub fn random(r: &mut Random, may_be_unit: bool) -> Entity {
        let (kind, home) = DEPARTMENTS[r.below(DEPARTMENTS.len())];
        let mut place = CITIES[r.below(CITIES.len())].to_owned();
        let mut level = "市";
        let mut short = place.clone();
        if r.chance(65) {
            let district = DISTRICTS[r.below(DISTRICTS.len())];
            level = if district.ends_with('县') { "县" } else { "区" };
            place.push_str(district);
            short = district.to_owned();
        }
        let mut names: Vec<&str> = UNITS.to_vec();
        r.shuffle(&mut names);
        let topic = kind.trim_end_matches("委员会").trim_end_matches('局');
        let word = if may_be_unit && r.chance(25) { "单位" } else { "部门" };
        let count = if word == "单位" { 0 } else { r.below(4) };
        let units = names.iter().take(count).map(|n| format!("{short}{topic}{n}")).collect();
        Entity { name: format!("{place}{kind}"), level, home, units, word }
    }
}

const DUTIES: [&str; 10] = [
    "贯彻执行国家和省有关法律法规、方针政策，起草本行业的规划和管理办法并组织实施。",
    "统筹推进本行业公共服务体系建设，指导基层单位开展日常工作。",
    "负责本行业的统计、信息化建设和宣传教育工作。",
    "组织开展行业监督检查，依法查处违法违规行为，受理投诉举报。",
    "负责本行业人才队伍建设和业务培训。",
    "指导所属单位的资产、财务和内部审计工作。",
    "组织实施重点项目，协调解决项目推进中的困难和问题。",
    "负责本行业安全生产和应急管理的指导监督。",
    "开展对外交流与合作，组织行业调查研究。",
    "落实生态环境保护和节能降耗责任，推进绿色机关建设。",
];

/// Duties, the closing one included.
pub fn duties(r: &mut Random, entity: &Entity) -> Vec<String> {
    let mut list: Vec<String> = DUTIES.iter().map(|d| (*d).to_owned()).collect();
    let keep = 3 + r.below(5);
    r.shuffle(&mut list);
    list.truncate(keep);
    list.push(format!("完成{0}委、{0}人民政府交办的其他任务。", entity.level));
    list
}

/// Why there is more.
pub const MORE: [&str; 12] = [
    "年中追加了专项资金",
    "人员晋级调资，社保缴费基数上调",
    "上级下达的专项补助在年内执行",
    "新增公共服务项目并完成采购",
    "上年结转资金在本年继续使用",
    "新招录人员到岗",
    "重点工程集中结算",
    "新承接了上级布置的工作任务",
    "设备到期集中更新",
    "信息系统完成验收并支付尾款",
    "活动场次和服务对象多于往年",
    "补助标准提高",
];

/// Why there is less.
pub const LESS: [&str; 12] = [
    "厉行节约，压减一般性支出",
    "部分人员调出，岗位暂未补充",
    "项目招标价格低于预算",
    "部分项目进度放缓，尾款留待下年支付",
    "一次性项目在上年已经完成",
    "部分会议改为视频形式",
    "机构调整，部分职能划出",
    "严格执行公务接待和公务用车管理规定",
    "服务合同到期后不再续签",
    "部分活动取消",
    "补助对象少于预期",
    "退休人员死亡",
];

/// Why nothing changed.
pub const SAME: [&str; 4] = ["工作任务与往年一致", "按定额核定", "合同金额没有变化", "支出标准没有调整"];

/// What money is used for.
pub const USES: [&str; 10] = [
    "保障机构正常运转和日常工作开展",
    "支付工作人员工资福利和日常公用开支",
    "开展业务检查、调查研究和培训",
    "按规定缴纳相关费用",
    "设施维修养护和设备更新",
    "发放相关补助",
    "委托第三方机构提供技术服务",
    "组织宣传活动、印制宣传材料",
    "信息系统运行维护",
    "落实相关政策，服务基层群众",
];
