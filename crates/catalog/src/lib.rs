//! The catalog: subjects, forms, relations, narrative lexicon and profiles, loaded from data files and type-checked.
//!
//! The files under `catalog/` are embedded in the binary; [`Catalog::load`] reads a directory of the same shape instead, file by file:
//! what the directory does not hold is taken from the embedded catalog.

use std::fmt;
use std::path::Path;
use std::sync::OnceLock;

pub mod coords;
pub mod forms;
pub mod narrative;
pub mod profiles;
pub mod relations;
pub mod subjects;

/// A mistake in a catalog file: where, and what to do.
#[derive(Clone, Debug)]
pub struct CatalogError {
    /// The file, relative to the catalog directory.
    pub file: String,
    /// Line from 1, 0 if the whole file is meant.
    pub line: usize,
    /// One sentence.
    pub message: String,
}

impl CatalogError {
    /// A mistake at a line of a file.
    #[must_use]
    pub fn at(file: &str, line: usize, message: impl Into<String>) -> CatalogError {
        CatalogError { file: file.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            write!(f, "目录文件 {}：{}", self.file, self.message)
        } else {
            write!(f, "目录文件 {} 第{}行：{}", self.file, self.line, self.message)
        }
    }
}

impl std::error::Error for CatalogError {}

/// Everything the program knows as data.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Version of the data.
    pub version: String,
    /// Classifications.
    pub subjects: subjects::Subjects,
    /// Table forms.
    pub forms: Vec<forms::Form>,
    /// Relations that must hold.
    pub relations: Vec<relations::Relation>,
    /// Section topics and phrases.
    pub narrative: narrative::Lexicon,
    /// Jurisdictions.
    pub profiles: Vec<profiles::Profile>,
}

const EMBEDDED: &[(&str, &str)] = &[
    ("subjects/functional.tsv", include_str!("../../../catalog/subjects/functional.tsv")),
    ("subjects/economic.tsv", include_str!("../../../catalog/subjects/economic.tsv")),
    ("subjects/aliases.tsv", include_str!("../../../catalog/subjects/aliases.tsv")),
    ("forms/final.toml", include_str!("../../../catalog/forms/final.toml")),
    ("forms/budget.toml", include_str!("../../../catalog/forms/budget.toml")),
    ("relations/relations.toml", include_str!("../../../catalog/relations/relations.toml")),
    ("narrative/lexicon.toml", include_str!("../../../catalog/narrative/lexicon.toml")),
    ("profiles/profiles.toml", include_str!("../../../catalog/profiles/profiles.toml")),
];

const VERSION: &str = "2024.1";

fn embedded(file: &str) -> Result<String, CatalogError> {
    EMBEDDED
        .iter()
        .find(|(name, _)| *name == file)
        .map(|(_, text)| (*text).to_owned())
        .ok_or_else(|| CatalogError::at(file, 0, "没有这个目录文件"))
}

impl Catalog {
    /// The catalog built into the program.
    #[must_use]
    pub fn embedded() -> &'static Catalog {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        // The embedded files are checked by this crate's tests, so the fallback is never seen outside a broken build.
        CATALOG.get_or_init(|| Catalog::read(&embedded, VERSION.to_owned()).unwrap_or_else(|e| Catalog::broken(&e)))
    }

    /// The embedded catalog with the files of `directory` over it.
    ///
    /// # Errors
    /// The first file that cannot be read or does not type-check, with its line.
    pub fn load(directory: &Path) -> Result<Catalog, CatalogError> {
        if !directory.is_dir() {
            return Err(CatalogError::at(&directory.display().to_string(), 0, "不是文件夹"));
        }
        let read = |file: &str| -> Result<String, CatalogError> {
            let path = directory.join(file);
            if path.is_file() {
                std::fs::read_to_string(&path).map_err(|e| CatalogError::at(file, 0, format!("读不出来：{e}")))
            } else {
                embedded(file)
            }
        };
        Catalog::read(&read, format!("{VERSION}+{}", directory.display()))
    }

    fn read(read: &dyn Fn(&str) -> Result<String, CatalogError>, version: String) -> Result<Catalog, CatalogError> {
        let mut forms = Vec::new();
        for file in ["forms/final.toml", "forms/budget.toml"] {
            forms.extend(forms::load(&read(file)?, file)?);
        }
        Ok(Catalog {
            version,
            subjects: subjects::Subjects::load(read)?,
            forms,
            relations: relations::load(&read("relations/relations.toml")?, "relations/relations.toml")?,
            narrative: narrative::load(&read("narrative/lexicon.toml")?, "narrative/lexicon.toml")?,
            profiles: profiles::load(&read("profiles/profiles.toml")?, "profiles/profiles.toml")?,
        })
    }

    fn broken(error: &CatalogError) -> Catalog {
        Catalog {
            version: format!("{VERSION}（{error}）"),
            subjects: subjects::Subjects::default(),
            forms: Vec::new(),
            relations: Vec::new(),
            narrative: narrative::Lexicon::default(),
            profiles: Vec::new(),
        }
    }

    /// The form of an id.
    #[must_use]
    pub fn form(&self, id: &str) -> Option<&forms::Form> {
        self.forms.iter().find(|f| f.id == id)
    }

    /// The profile of an id.
    #[must_use]
    pub fn profile(&self, id: &str) -> Option<&profiles::Profile> {
        self.profiles.iter().find(|p| p.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_catalog_type_checks() {
        Catalog::read(&embedded, VERSION.to_owned()).unwrap();
    }
}
