//! The commands.

pub mod annotate;
pub mod audit;
mod baseline;
pub mod catalog;
mod check;
pub mod compile;
mod explain;
pub mod extract;
pub mod indicators;
pub mod monitor;
pub mod new;
pub mod notice;
#[cfg(feature = "ocr")]
pub mod ocr;
mod pages;
pub mod read;
pub mod score;
pub mod unmark;

use crate::args::{CatalogPath, NewFile};
use crate::output::{complain, why};
use mingzhang_catalog::{Catalog, CatalogError};
use mingzhang_compile::Publishing;
use std::borrow::Cow;
use std::path::PathBuf;

/// The catalog asked for.
fn load(path: &CatalogPath) -> Result<Cow<'static, Catalog>, String> {
    match &path.directory {
        None => Ok(Cow::Borrowed(Catalog::embedded())),
        Some(directory) => Catalog::load(directory).map(Cow::Owned).map_err(|e| e.to_string()),
    }
}

/// The catalog with the user's own relations; what is wrong in all files together.
fn own<'c>(mut catalog: Cow<'c, Catalog>, files: &[PathBuf]) -> Result<Cow<'c, Catalog>, String> {
    let mut wrong = CatalogError::default();
    for file in files {
        let name = file.display().to_string();
        let text = std::fs::read_to_string(file).map_err(|e| format!("无法读取 {name}：{}", why(&e)))?;
        match catalog.clone().into_owned().with_relations(&text, &name) {
            Ok(with) => catalog = Cow::Owned(with),
            Err(e) => wrong.mistakes.extend(e.mistakes),
        }
    }
    if wrong.mistakes.is_empty() { Ok(catalog) } else { Err(wrong.to_string()) }
}

/// Nothing that a clerk has filled in is written over unasked.
fn unoccupied(target: &NewFile) -> Result<(), String> {
    if target.output.exists() && !target.force {
        let file = target.output.display();
        return Err(format!("{file} 已经存在，没有覆盖；请换一个文件名，或加 --force。"));
    }
    Ok(())
}

/// Writes a workbook and says so.
fn write_book(target: &NewFile, bytes: &[u8], publishing: &Publishing) -> Result<(), String> {
    let file = target.output.display();
    std::fs::write(&target.output, bytes).map_err(|e| format!("无法写入 {file}：{}", why(&e)))?;
    complain(&format!("已写入 {file}（{}）", publishing.layout.title));
    Ok(())
}

/// The version of the program.
const VERSION: &str = env!("CARGO_PKG_VERSION");
