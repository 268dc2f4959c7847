//! The arguments, declared once; help comes from here.

mod book;

pub use book::{Compile, Extract, Indicators, Monitor, New, NewFile, Plain};

use book::{COMPILE_HELP, EXTRACT_HELP, INDICATORS_HELP, MONITOR_HELP, NEW_HELP};
use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const LAYOUT: &str = "{about}\n\n用法：{usage}\n\n{all-args}{after-help}";

/// 明账：编制、核对部门预算、决算公开文本
#[derive(Debug, Parser)]
#[command(
    name = "mingzhang",
    version,
    about = "明账：编制、核对部门预算、决算公开文本。单机运行，不联网。",
    help_template = LAYOUT,
    override_usage = "mingzhang <命令> [选项]",
    subcommand_help_heading = "命令",
    subcommand_value_name = "命令",
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_required = true,
    after_help = "退出码：0 没有错误级问题；1 有错误级问题；2 有文件无法读取、没有任何数字得到核对，或命令有误。\n各命令的用法：mingzhang <命令> --help"
)]
pub struct Args {
    #[command(subcommand)]
    pub command: Command,
    /// 显示帮助
    #[arg(short, long, action = ArgAction::Help, global = true, display_order = 900, help_heading = "选项")]
    help: Option<bool>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version, display_order = 901, help_heading = "选项")]
    version: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// 核对：有什么错，错在哪里，应当是多少
    #[command(help_template = LAYOUT, override_usage = "mingzhang audit [选项] <路径>...", after_help = AUDIT_HELP)]
    Audit(Audit),
    /// 去标：去掉 audit --annotate 加上的标注，还原材料
    #[command(help_template = LAYOUT, override_usage = "mingzhang unmark <文件> -o <文件>", after_help = UNMARK_HELP)]
    Unmark(Unmark),
    /// 阅读：读懂了什么（目录、表格、数字及其含义）
    #[command(help_template = LAYOUT, override_usage = "mingzhang read [选项] <文件>")]
    Read(Read),
    /// 计分：绩效自评表每一行应得多少分、怎样算出来，等次，应当改的地方
    #[command(help_template = LAYOUT, override_usage = "mingzhang score [选项] <文件>...", after_help = SCORE_HELP)]
    Score(Score),
    /// 新建：生成填报工作簿，用 WPS 或 Excel 填写
    #[command(help_template = LAYOUT, override_usage = "mingzhang new --profile <版式> -o <工作簿> [选项]", after_help = NEW_HELP)]
    New(New),
    /// 编制：由填好的工作簿生成整套公开材料，先核对，有错不写
    #[command(help_template = LAYOUT, override_usage = "mingzhang compile [选项] <工作簿>... -o <文件夹>", after_help = COMPILE_HELP)]
    Compile(Compile),
    /// 取数：由公开的报告生成填报工作簿，上年数已填好
    #[command(help_template = LAYOUT, override_usage = "mingzhang extract [选项] <报告> -o <文件>", after_help = EXTRACT_HELP)]
    Extract(Extract),
    /// 监控：年中哪些项目落后、哪些目标有风险、哪些原因没有说明，生成监控表
    #[command(help_template = LAYOUT, override_usage = "mingzhang monitor [选项] <工作簿> --as-of <日期>", after_help = MONITOR_HELP)]
    Monitor(Monitor),
    /// 指标库：列出、查找人社部门常用的绩效指标
    #[command(help_template = LAYOUT, override_usage = "mingzhang indicators [选项] [词]...", after_help = INDICATORS_HELP)]
    Indicators(Indicators),
    /// 通知：由核对结果生成整改通知书（Word）
    #[command(help_template = LAYOUT, override_usage = "mingzhang notice [选项] <核对结果或报告>... -o <文件>", after_help = NOTICE_HELP)]
    Notice(Notice),
    /// 规则：列出、解释核对规则，检查自己写的规则
    #[command(
        help_template = LAYOUT,
        override_usage = "mingzhang catalog <list|explain|check> [选项]",
        subcommand_help_heading = "命令",
        disable_help_subcommand = true
    )]
    Catalog(Catalog),
    /// 识别：安装文字识别模型，之后扫描的PDF和图片可以直接核对
    #[cfg(feature = "ocr")]
    #[command(
        help_template = LAYOUT,
        override_usage = "mingzhang ocr <install|status>",
        subcommand_help_heading = "命令",
        disable_help_subcommand = true
    )]
    Ocr(Ocr),
}

#[cfg(feature = "ocr")]
#[derive(Debug, clap::Args)]
pub struct Ocr {
    #[command(subcommand)]
    pub command: OcrCommand,
}

#[cfg(feature = "ocr")]
#[derive(Debug, Subcommand)]
pub enum OcrCommand {
    /// 由下载的安装包（rapidocr_onnxruntime-….whl）安装模型；环境变量 MINGZHANG_MODELS 可指定放在哪里
    #[command(help_template = LAYOUT, override_usage = "mingzhang ocr install <安装包>")]
    Install {
        /// 用 pip download rapidocr-onnxruntime==1.4.4 --no-deps --ignore-requires-python 下载的 .whl
        #[arg(value_name = "安装包", help_heading = "参数")]
        package: PathBuf,
    },
    /// 模型放在哪里，装好了没有
    #[command(help_template = LAYOUT, override_usage = "mingzhang ocr status")]
    Status,
}

const AUDIT_HELP: &str = "示例：
  mingzhang audit 某局2023年决算.pdf
  mingzhang audit 全区决算/ --format md -o 核对结果.md
  mingzhang audit 全区决算/ --format html -o 核对结果/    每份材料一页，另有目录页
  mingzhang audit 全区决算/ --format xlsx -o 问题台账.xlsx
  mingzhang audit 全区决算/ --format json > 上次.json
  mingzhang audit 全区决算/ --baseline 上次.json         整改后再核对一次
  mingzhang audit 某局2023年决算.docx --annotate -o 某局2023年决算（标注）.docx
  mingzhang audit 全区决算/ --annotate -o 标注/";

const NOTICE_HELP: &str = "示例：
  mingzhang notice 某局2023年决算.pdf -o 整改通知书.docx
  mingzhang notice findings.json --pick 3f2a,91bc -o 整改通知书.docx
  mingzhang notice 全区决算/ -o 通知书/                  每个单位一份
编号见 mingzhang audit --format json 或 xlsx，可以只写前几位。";

const SCORE_HELP: &str = "示例：
  mingzhang score 项目自评表.xlsx
  mingzhang score 某局2023年决算.pdf --profile sichuan --format md -o 得分.md
全部计分办法：写一个不存在的，如 mingzhang score --profile ? x.xlsx
退出码：0 得分都相符；1 有得分不符、没有填，或没有完成值却有得分；2 文件无法读取，没有绩效表，或命令有误。";

const UNMARK_HELP: &str = "示例：
  mingzhang unmark 某局2023年决算（标注）.docx -o 某局2023年决算.docx";

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Audit {
    /// 文件或文件夹（文件夹连同下级一起核对，取其中的 .pdf .docx .doc .wps .odt .rtf .xlsx .xls .et .ods .html .txt .md .zip；只有图片时取图片）；一个 .zip 是一份材料
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 输出格式：pretty 供屏幕阅读，html 原文与问题对照的网页，xlsx 问题台账，md 可贴入 Word、WPS，json、sarif 供程序读取（默认 pretty）
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Told,
    /// 上次核对的结果（--format json 写出的文件）：比较整改前后，标出已整改、仍存在、新出现
    #[arg(long, value_name = "文件")]
    pub baseline: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output,
    /// 路径中的所有文件合为一份材料（正文、公开表、绩效表分成几个文件时）；压缩包总是作为一份材料
    #[arg(long)]
    pub as_one: bool,
    /// 同时列出提示和含义未识别的数字
    #[arg(long)]
    pub all: bool,
    /// 标注：另写一份材料的副本，问题标在原处（Word批注、PDF高亮和注释、XLSX单元格批注、网页和文本标记）；须用 -o 指定文件或文件夹
    #[arg(long, requires = "output")]
    pub annotate: bool,
    /// 自己的勾稽关系（TOML，写法见 docs/relations.md），与内置的一起核对；可写多次
    #[arg(long, value_name = "文件")]
    pub relations: Vec<PathBuf>,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Notice {
    /// 核对结果（--format json 写出的文件），或要核对的报告、文件夹
    #[arg(value_name = "路径", required = true, help_heading = "参数")]
    pub paths: Vec<PathBuf>,
    /// 只写这些编号的问题，用逗号隔开
    #[arg(long, value_name = "编号", value_delimiter = ',')]
    pub pick: Vec<String>,
    /// 写到哪一级为止：error 错误，warning 错误和警告，info 全部（默认 error；写了 --pick 则不限）
    #[arg(long, value_name = "级别", value_parser = ["error", "warning", "info"], hide_possible_values = true)]
    pub severity: Option<String>,
    /// 通知书的文件名（.docx）；涉及几个单位时为文件夹，每个单位一份
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
    /// 文件已经存在时覆盖
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub catalog: CatalogPath,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Unmark {
    /// 加了标注的文件
    #[arg(value_name = "文件", help_heading = "参数")]
    pub file: PathBuf,
    /// 写入的文件
    #[arg(short, long, value_name = "文件")]
    pub output: PathBuf,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Read {
    /// 要阅读的文件
    #[arg(value_name = "文件", help_heading = "参数")]
    pub file: PathBuf,
    #[command(flatten)]
    pub shape: Shape,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Debug, clap::Args)]
#[command(next_help_heading = "选项")]
pub struct Score {
    /// 有绩效自评表的文件
    #[arg(value_name = "文件", required = true, help_heading = "参数")]
    pub files: Vec<PathBuf>,
    /// 计分办法，如 sichuan，或自己写的 .toml 文件（默认按材料的版式选取，认不出的按 national）
    #[arg(long, value_name = "办法")]
    pub profile: Option<String>,
    #[command(flatten)]
    pub shape: Shape,
    #[command(flatten)]
    pub output: Output,
}

/// How a reading is shown.
#[derive(Debug, clap::Args)]
pub struct Shape {
    /// 输出格式：pretty 供屏幕阅读，json 供程序读取，md 可贴入 Word、WPS（默认 pretty）
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub format: Format,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Output {
    /// 写入文件，不在屏幕显示
    #[arg(id = "output", short = 'o', long = "output", value_name = "文件")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub catalog: CatalogPath,
    #[command(flatten)]
    pub screen: Screen,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Screen {
    /// 颜色：auto、always、never（默认 auto）
    #[arg(
        long,
        value_enum,
        value_name = "时机",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: Colour,
    /// 引号、省略号在终端占一格（narrow）还是两格（wide）；下划线对不齐时改用另一种（默认 auto）
    #[arg(
        long,
        value_enum,
        value_name = "宽度",
        default_value_t,
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub ambiguous: Ambiguous,
}

#[derive(Clone, Debug, clap::Args)]
pub struct CatalogPath {
    /// 用此文件夹中的规则和科目替换内置的同名文件
    #[arg(long = "catalog", value_name = "文件夹")]
    pub directory: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Catalog {
    #[command(subcommand)]
    pub command: CatalogCommand,
}

#[derive(Debug, Subcommand)]
pub enum CatalogCommand {
    /// 列出勾稽关系和文字检查
    #[command(help_template = LAYOUT, override_usage = "mingzhang catalog list [选项]")]
    List {
        /// 只列一种：relation 勾稽关系，check 检查，form 表样，profile 版式（默认列出前两种）
        #[arg(long, value_enum, value_name = "种类", hide_possible_values = true, help_heading = "选项")]
        kind: Option<Kind>,
        #[command(flatten, next_help_heading = "选项")]
        catalog: CatalogPath,
    },
    /// 解释一条规则：公式、说明、依据，成立和不成立的例子
    #[command(help_template = LAYOUT, override_usage = "mingzhang catalog explain [选项] <编号>")]
    Explain {
        /// 规则的编号，见 mingzhang catalog list
        #[arg(value_name = "编号", help_heading = "参数")]
        id: String,
        #[command(flatten, next_help_heading = "选项")]
        catalog: CatalogPath,
    },
    /// 检查自己写的规则：逐处说明错在哪里、怎样改
    #[command(help_template = LAYOUT, override_usage = "mingzhang catalog check <路径>...")]
    Check {
        /// 勾稽关系文件（TOML，写法见 docs/relations.md），或规则文件夹
        #[arg(value_name = "路径", required = true, help_heading = "参数")]
        paths: Vec<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    #[default]
    #[value(alias = "text")]
    Pretty,
    Json,
    #[value(alias = "markdown")]
    Md,
}

/// What an audit is told as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Told {
    #[default]
    Pretty,
    Json,
    Md,
    Html,
    Xlsx,
    Sarif,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Ambiguous {
    #[default]
    Auto,
    Narrow,
    Wide,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    Relation,
    Check,
    Form,
    Profile,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        super::Args::command().debug_assert();
    }
}
