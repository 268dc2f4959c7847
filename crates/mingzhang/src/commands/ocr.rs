//! `mingzhang ocr`

use crate::args::{Ocr, OcrCommand};
use crate::{CLEAN, FAILED, output, scan};
use mingzhang_ocr::{Reader, models};

/// Runs the command; the exit code.
pub fn run(args: &Ocr) -> u8 {
    let done = match &args.command {
        OcrCommand::Install { package } => directory().and_then(|to| {
            models::install(package, &to)?;
            Ok(format!("文字识别模型已安装到 {}，扫描的PDF和图片可以直接核对。", to.display()))
        }),
        OcrCommand::Status => directory().and_then(|at| {
            if !models::are_installed(&at) {
                return Err(format!("文字识别模型没有安装（应在 {}）。{}", at.display(), scan::ADVICE));
            }
            Reader::open(&at)?;
            Ok(format!("文字识别模型已安装在 {}，完好可用。", at.display()))
        }),
    };
    match done.and_then(|sentence| output::print(&format!("{sentence}\n"))) {
        Ok(()) => CLEAN,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn directory() -> Result<std::path::PathBuf, String> {
    models::directory()
        .ok_or_else(|| format!("找不到用户的数据文件夹；请用环境变量 {} 指定模型放在哪里。", models::VARIABLE))
}
