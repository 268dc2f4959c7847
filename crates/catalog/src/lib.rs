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
pub mod wording;

/// A mistake in a catalog file: where, and what to do.
#[derive(Clone, Debug)]
pub struct CatalogError {
    /// The file, relative to the catalog directory.
    pub file: String,
    /// Line from 1, 0 if the whole file is meant.
    pub line: usize,
    /// One sentence; the words it quotes first are the mistaken ones.
    pub message: String,
    /// The line as written, empty if it was not kept.
    pub source: String,
}

impl CatalogError {
    /// A mistake at a line of a file.
    #[must_use]
    pub fn at(file: &str, line: usize, message: impl Into<String>) -> CatalogError {
        CatalogError { file: file.to_owned(), line, message: message.into(), source: String::new() }
    }

    /// The same with its line of the file's text.
    #[must_use]
    pub fn within(mut self, text: &str) -> CatalogError {
        self.source = self.line.checked_sub(1).and_then(|n| text.lines().nth(n)).unwrap_or("").to_owned();
        self
    }

    /// First character and number of characters of the mistaken words in the line, where they can be found there.
    #[must_use]
    pub fn columns(&self) -> Option<(usize, usize)> {
        let word = self.message.split('“').nth(1)?.split('”').next().filter(|w| !w.is_empty())?;
        let at = self.source.find(word)?;
        Some((self.source.get(..at)?.chars().count(), word.chars().count()))
    }
}

impl fmt::Display for CatalogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return write!(f, "规则文件 {}：{}", self.file, self.message);
        }
        write!(f, "规则文件 {} 第{}行：{}", self.file, self.line, self.message)?;
        if self.source.trim().is_empty() {
            return Ok(());
        }
        write!(f, "\n   | {}", self.source.trim_end())?;
        let Some((start, count)) = self.columns() else { return Ok(()) };
        // Chinese letters take two cells of a terminal.
        let cells = |from: usize, n: usize| {
            self.source.chars().skip(from).take(n).map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum::<usize>()
        };
        write!(f, "\n   | {}{}", " ".repeat(cells(0, start)), "^".repeat(cells(start, count)))
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
    /// Misspellings and set phrases.
    pub wording: wording::Wording,
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
    ("narrative/wording.toml", include_str!("../../../catalog/narrative/wording.toml")),
    ("profiles/profiles.toml", include_str!("../../../catalog/profiles/profiles.toml")),
];

const VERSION: &str = "2024.1";

fn embedded(file: &str) -> Result<String, CatalogError> {
    EMBEDDED
        .iter()
        .find(|(name, _)| *name == file)
        .map(|(_, text)| (*text).to_owned())
        .ok_or_else(|| CatalogError::at(file, 0, "没有这个规则文件"))
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

    /// The same catalog with relations of the user's own; one with the id of a built-in relation takes its place.
    ///
    /// # Errors
    /// The first entry that does not type-check, with its line.
    pub fn with_relations(mut self, text: &str, file: &str) -> Result<Catalog, CatalogError> {
        let own = relations::load(text, file).map_err(|e| e.within(text))?;
        self.relations.retain(|r| own.iter().all(|o| o.id != r.id));
        self.relations.extend(own);
        self.version = format!("{}+{file}", self.version);
        Ok(self)
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
            relations: {
                let text = read("relations/relations.toml")?;
                relations::load(&text, "relations/relations.toml").map_err(|e| e.within(&text))?
            },
            narrative: narrative::load(&read("narrative/lexicon.toml")?, "narrative/lexicon.toml")?,
            wording: wording::load(&read("narrative/wording.toml")?, "narrative/wording.toml")?,
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
            wording: wording::Wording::default(),
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
    fn own_relations_join_and_mistakes_show_their_place() {
        let own = "[[relation]]\nid = \"own\"\ntitle = \"t\"\nholds = \"车辆 ≤ 通用设备\"\nbasis = \"b\"\n";
        let with = Catalog::embedded().clone().with_relations(own, "own.toml").unwrap();
        assert_eq!(with.relations.len(), Catalog::embedded().relations.len() + 1);
        let wrong = own.replace("通用设备", "支出[性格=基本支出]");
        let shown = Catalog::embedded().clone().with_relations(&wrong, "own.toml").unwrap_err().to_string();
        assert!(
            shown.ends_with("   | holds = \"车辆 ≤ 支出[性格=基本支出]\"\n   |                      ^^^^"),
            "{shown}"
        );
    }

    #[test]
    fn embedded_catalog_type_checks() {
        Catalog::read(&embedded, VERSION.to_owned()).unwrap();
    }
}
