//! Why a file cannot be marked, in one sentence that tells what to do.

use mingzhang_decode::DecodeError;
use std::fmt;

/// Why a file cannot be marked, or its marks not be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AnnotateError {
    /// It cannot be read.
    Unreadable(DecodeError),
    /// A workbook of Excel 97-2003.
    OldWorkbook,
    /// A picture.
    Picture,
    /// An encrypted PDF.
    Encrypted,
    /// A signed PDF.
    Signed,
    /// A PDF whose table of objects is broken: nothing can be added to it.
    BrokenPdf,
    /// A package that cannot be unpacked or whose parts are not as they should be.
    Damaged,
    /// A text or page with bytes of no encoding, or a tag without end: what is put in would be taken for a part of it.
    Garbled,
    /// A file that was saved by another program after it was marked.
    Resaved,
}

impl fmt::Display for AnnotateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unreadable(error) => return error.fmt(f),
            Self::OldWorkbook => "旧版XLS工作簿不能加标记；请用Excel或WPS另存为XLSX后再标记。",
            Self::Picture => "图片不能加标记；请把图片另存为PDF后再标记。",
            Self::Encrypted => "此PDF有加密或权限限制，不能加标记；请先去除限制，或用未加密的PDF。",
            Self::Signed => "此PDF有数字签名，加标记会使签名失效，未作标记；请用签名之前的PDF。",
            Self::BrokenPdf => "此PDF的结构已损坏，不能加标记；请重新导出PDF。",
            Self::Damaged => "文件的内部结构已损坏，不能加标记；请用Word、Excel或WPS重新保存后再标记。",
            Self::Garbled => "文件中有乱码或残缺的标签，标记会与原文混在一起，未作标记；请在浏览器或编辑器中打开，另存为UTF-8编码后再标记。",
            Self::Resaved => "此PDF在加标记之后又被其他程序修改过，不能去标；请用加标记之前的原件。",
        })
    }
}

impl std::error::Error for AnnotateError {}

impl From<DecodeError> for AnnotateError {
    fn from(error: DecodeError) -> AnnotateError {
        AnnotateError::Unreadable(error)
    }
}
