//! Why a file could not be read at all, in one sentence that tells what to do.

use std::fmt;

/// Why nothing could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeError {
    /// The file has no content.
    Empty,
    /// A known format that this version does not read.
    Unsupported {
        /// Its name, as users say it.
        format: &'static str,
    },
    /// A format that an office suite can turn into one that is read.
    Convertible {
        /// Its name, as users say it.
        format: &'static str,
        /// The extension it has.
        from: &'static str,
        /// The extension of the format to turn it into.
        to: &'static str,
    },
    /// Neither text nor any document format.
    NotAReport,
    /// A PDF that needs a password.
    Encrypted,
    /// A PDF that is cut off or broken beyond repair.
    Damaged,
    /// An Office file that needs a password.
    Locked,
    /// A Word document that is cut off or broken beyond repair.
    WordDamaged,
    /// A workbook that is cut off or broken.
    WorkbookDamaged,
    /// An archive that is cut off or broken.
    ArchiveDamaged,
    /// A file that was to be read as a workbook and is none.
    NotAWorkbook,
    /// An Office file that unpacks to more than this program takes.
    UnpacksTooLarge {
        /// What is taken, in bytes.
        limit: usize,
    },
    /// A PDF of pictures only.
    NoTextLayer {
        /// How many pages it has.
        pages: usize,
    },
    /// A picture, and no eye to read it.
    Picture,
    /// A picture that the eye could not read.
    Unrecognised {
        /// One sentence in Chinese.
        why: String,
    },
    /// More than this program takes.
    TooLarge {
        /// Its size.
        bytes: usize,
        /// What is taken.
        limit: usize,
    },
}

impl DecodeError {
    /// Whether the file passed a bound, which took as much work as reading one.
    #[must_use]
    pub fn is_too_much(&self) -> bool {
        matches!(self, Self::TooLarge { .. } | Self::UnpacksTooLarge { .. } | Self::Damaged)
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "文件是空的，没有可读的内容；请检查是否选错文件或下载不完整。"),
            Self::Unsupported { format } => {
                write!(
                    f,
                    "暂不支持{format}；本版本读取PDF、Word、工作簿、网页、TXT、Markdown和ZIP压缩包，请另存为其中一种后再检查。"
                )
            }
            Self::Convertible { format, to, .. } => {
                write!(f, "{format}不能直接读取；请用Word、Excel或WPS另存为.{to}，或安装LibreOffice后再检查。")
            }
            Self::NotAReport => {
                write!(f, "无法识别的文件格式；请提供PDF、Word、工作簿、网页、TXT、Markdown或ZIP格式的文件。")
            }
            Self::Encrypted => write!(f, "此PDF设有打开密码，无法读取；请提供去除密码的PDF。"),
            Self::Damaged => write!(f, "此PDF已损坏或不完整，无法读取；请重新下载或重新导出后再检查。"),
            Self::Locked => write!(f, "此文件设有打开密码，无法读取；请取消密码后另存再检查。"),
            Self::WordDamaged => write!(f, "此Word文件已损坏或不完整，无法读取；请在Word或WPS中重新保存后再检查。"),
            Self::WorkbookDamaged => {
                write!(f, "此工作簿已损坏或不完整，无法完整读取；请用Excel或WPS打开后另存再检查。")
            }
            Self::ArchiveDamaged => write!(f, "此压缩包已损坏或不完整，无法读取；请重新打包，或解压后再检查。"),
            Self::NotAWorkbook => write!(f, "此文件不是工作簿；请提供XLSX或XLS格式的文件。"),
            Self::UnpacksTooLarge { limit } => {
                write!(
                    f,
                    "文件解压后过大（上限{}MB），未作检查；请拆分文件或删去多余的行列和图片后再检查。",
                    limit.div_ceil(1 << 20)
                )
            }
            Self::NoTextLayer { pages } => {
                write!(f, "此PDF没有文字层（{pages}页均为图像），未作检查；请提供可复制文字的PDF或先做文字识别。")
            }
            Self::Picture => write!(f, "这是图片，没有可复制的文字，未作检查；请提供可复制文字的文件或先做文字识别。"),
            Self::Unrecognised { why } => f.write_str(why),
            Self::TooLarge { bytes, limit } => write!(
                f,
                "文件过大（{}MB，上限{}MB），未作检查；请压缩图片或拆分后再检查。",
                bytes.div_ceil(1 << 20),
                limit >> 20
            ),
        }
    }
}

impl std::error::Error for DecodeError {}
