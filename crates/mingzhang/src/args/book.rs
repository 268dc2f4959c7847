//! The commands that make reports and workbooks.

use super::{CatalogPath, Screen};
use clap::ValueEnum;
use std::path::PathBuf;

pub(super) const NEW_HELP: &str = "示例：
  mingzhang new --profile mof-final --entity 某市文化和旅游局 --year 2024 --level 部门 -o 决算填报.xlsx
全部版式：写一个不存在的版式，如 mingzhang new --profile ? -o x.xlsx";

pub(super) const COMPILE_HELP: &str = "示例：
  mingzhang compile 决算填报.xlsx -o 公开材料/
  mingzhang compile 决算填报.xlsx --prior 上年决算填报.xlsx -o 公开材料/
  mingzhang compile 本级.xlsx 单位一.xlsx 单位二.xlsx --into 部门.xlsx -o 公开材料/
  mingzhang compile 决算填报.xlsx --draft -o 草稿/
  mingzhang compile 决算填报.xlsx --owed 待填写.xlsx -o 公开材料/
  mingzhang compile 决算填报.xlsx --answers 待填写.xlsx -o 公开材料/
退出码：0 已写出；1 工作簿有错、内容不全或核对有错，没有写出；2 文件无法读取、写入，或命令有误。";

/// The workbook to be written.
#[derive(Debug, clap::Args)]
pub struct NewFile {
    /// 工作簿的文件名（.xlsx）
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
    /// 文件已经存在时覆盖
    #[arg(long)]
    pub force: bool,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct New {
    /// 版式，如 mof-final
    #[arg(long, value_name = "版式")]
    pub profile: String,
    /// 部门或单位全称，填入工作簿
    #[arg(long, value_name = "全称")]
    pub entity: Option<String>,
    /// 年度，填入工作簿
    #[arg(long, value_name = "年度", value_parser = clap::value_parser!(u16).range(2000..=2099))]
    pub year: Option<u16>,
    /// 公开主体：部门（汇总本级和所属单位）或 单位，填入工作簿
    #[arg(long, value_name = "主体", value_parser = ["部门", "单位"], hide_possible_values = true)]
    pub level: Option<String>,
    #[command(flatten)]
    pub target: NewFile,
    #[command(flatten)]
    pub catalog: CatalogPath,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Compile {
    /// 填好的工作簿（.xlsx）；汇总时为各单位的工作簿
    #[arg(value_name = "工作簿", required = true, help_heading = "参数")]
    pub files: Vec<PathBuf>,
    /// 汇总：各单位的金额和数量相加，抵销内部转拨，汇入这本部门工作簿；名称、文字和原因以它为准
    #[arg(long, value_name = "部门工作簿")]
    pub into: Option<PathBuf>,
    /// 上年的工作簿：空着的上年数由它带入，两边都有而不同的指出来
    #[arg(long, value_name = "文件")]
    pub prior: Option<PathBuf>,
    /// 缺内容也写出，缺的地方在文中标明
    #[arg(long)]
    pub draft: bool,
    /// 把还缺的内容（原因、说明、指标值、评价文字）写成一张表，分发给各单位填写
    #[arg(long, value_name = "待填表")]
    pub owed: Option<PathBuf>,
    /// 填好交回的待填表，可以给多张；答复填入工作簿后再编制，补充后的工作簿一并写出
    #[arg(long, value_name = "待填表")]
    pub answers: Vec<PathBuf>,
    /// 写入的文件夹，没有就新建
    #[arg(short, long, value_name = "文件夹")]
    pub output: PathBuf,
    #[command(flatten)]
    pub catalog: CatalogPath,
    #[command(flatten)]
    pub screen: Screen,
}

pub(super) const MONITOR_HELP: &str = "示例：
  mingzhang monitor 预算填报.xlsx --as-of 2024-06-30
  mingzhang monitor 预算填报.xlsx --as-of 2024-06-30 -o 监控/
退出码：0 没有落后和风险；1 有落后的项目、有风险的目标或没有说明的原因，或工作簿有错；2 文件无法读取、写入，或命令有误。";

pub(super) const INDICATORS_HELP: &str = "示例：
  mingzhang indicators
  mingzhang indicators 就业 满意度";

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Monitor {
    /// 填好“项目”“绩效指标”“监控”表的工作簿（.xlsx）
    #[arg(value_name = "工作簿", help_heading = "参数")]
    pub file: PathBuf,
    /// 监控到哪一天，如 2024-06-30
    #[arg(long, value_name = "日期", value_parser = date)]
    pub as_of: mingzhang_model::Date,
    #[command(flatten)]
    pub printed: Printed,
    /// 写入监控表（Word、Excel）的文件夹，没有就新建
    #[arg(short, long, value_name = "文件夹")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    pub catalog: CatalogPath,
    #[command(flatten)]
    pub screen: Screen,
}

fn date(text: &str) -> Result<mingzhang_model::Date, String> {
    mingzhang_model::Date::parse(text).ok_or_else(|| "不是日期".to_owned())
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Indicators {
    /// 名称、领域或级别里的词，几个词都要有；不写就全部列出
    #[arg(value_name = "词", help_heading = "参数")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub printed: Printed,
    #[command(flatten)]
    pub catalog: CatalogPath,
}

/// How the result is printed.
#[derive(Debug, clap::Args)]
pub struct Printed {
    /// 输出格式：text 供阅读，json 供程序读取（默认 text）
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Plain,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Plain {
    #[default]
    Text,
    Json,
}

pub(super) const EXTRACT_HELP: &str = "示例：
  mingzhang extract 某局2023年决算.pdf -o 2024年决算填报.xlsx
  mingzhang extract 部门决算公开表.xlsx --as-is -o 2023年决算填报.xlsx";

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Extract {
    /// 公开的报告，或报表软件导出的公开表
    #[arg(value_name = "报告", help_heading = "参数")]
    pub file: PathBuf,
    /// 工作簿的版式，如 mof-final（默认与报告相同）
    #[arg(long, value_name = "版式")]
    pub profile: Option<String>,
    /// 按报告的年度原样取数（默认作为下一年度的起点：取上年数和年初数，年度加一）
    #[arg(long)]
    pub as_is: bool,
    #[command(flatten)]
    pub target: NewFile,
    #[command(flatten)]
    pub catalog: CatalogPath,
}
