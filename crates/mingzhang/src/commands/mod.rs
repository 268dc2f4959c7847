//! The commands.

pub mod audit;
pub mod catalog;
pub mod read;

use crate::args::CatalogPath;
use mingzhang_catalog::Catalog;
use std::borrow::Cow;

/// The catalog asked for.
fn load(path: &CatalogPath) -> Result<Cow<'static, Catalog>, String> {
    match &path.directory {
        None => Ok(Cow::Borrowed(Catalog::embedded())),
        Some(directory) => Catalog::load(directory).map(Cow::Owned).map_err(|e| e.to_string()),
    }
}

/// The version of the program.
const VERSION: &str = env!("CARGO_PKG_VERSION");
