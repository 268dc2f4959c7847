//! `--baseline`: an earlier run beside this one.

use super::VERSION;
use crate::{one, output};
use mingzhang_catalog::Catalog;
use mingzhang_report::Report;
use mingzhang_report::baseline::{self, Earlier};
use std::path::Path;

/// A findings document.
pub fn read(file: &Path) -> Result<Earlier, String> {
    let told = |why: String| format!("无法读取 {}：{why}", file.display());
    let bytes = one::bytes(file).map_err(told)?;
    baseline::read(&String::from_utf8_lossy(&bytes)).map_err(told)
}

/// Notes what changed, and says what of the earlier run has no counterpart.
pub fn compare(earlier: &Earlier, reports: &mut [Report], catalog: &Catalog) {
    for gone in earlier.compare(reports, VERSION, &catalog.version) {
        output::complain(&format!(
            "上次核对过、这次没有的材料：{}（{} 个问题未作比较）",
            gone.file,
            gone.findings.len()
        ));
    }
    for report in reports.iter().filter(|r| r.changes.is_none() && !r.is_unreadable()) {
        output::complain(&format!("上次的结果里没有这份材料，未作比较：{}", report.file));
    }
}
