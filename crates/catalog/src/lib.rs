//! The catalog: subjects, forms, relations, narrative lexicon and profiles, loaded from data files and type-checked.
//!
//! The files under `catalog/` are embedded in the binary; [`Catalog::load`] reads a directory of the same shape instead, file by file:
//! what the directory does not hold is taken from the embedded catalog.

pub use mistake::{CatalogError, Mistake};
use std::path::Path;
use std::sync::OnceLock;

pub mod coords;
pub mod form_layout;
pub mod forms;
pub mod indicators;
mod mistake;
pub mod narrative;
pub mod performance;
pub mod profiles;
pub mod publish;
pub mod relations;
pub mod review;
pub mod scoring;
pub mod subjects;
pub mod sums;
mod toml_file;
pub mod wording;

/// Everything the program knows as data.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// Version of the data.
    pub version: String,
    /// Classifications.
    pub subjects: std::sync::Arc<subjects::Subjects>,
    /// Table forms.
    pub forms: Vec<forms::Form>,
    /// Relations that must hold.
    pub relations: Vec<relations::Relation>,
    /// Section topics and phrases.
    pub narrative: narrative::Lexicon,
    /// Misspellings and set phrases.
    pub wording: wording::Wording,
    /// Words of performance forms and reports.
    pub performance: performance::PerformanceWords,
    /// Words for reviewing performance forms.
    pub review: review::Review,
    /// Jurisdictions.
    pub profiles: Vec<profiles::Profile>,
    /// Performance indicators.
    pub indicators: std::sync::Arc<indicators::Indicators>,
    /// Scoring of performance forms.
    pub scoring: scoring::Scoring,
}

const EMBEDDED: &[(&str, &str)] = &[
    ("subjects/functional.tsv", include_str!("../../../catalog/subjects/functional.tsv")),
    ("subjects/economic.tsv", include_str!("../../../catalog/subjects/economic.tsv")),
    ("subjects/aliases.tsv", include_str!("../../../catalog/subjects/aliases.tsv")),
    ("forms/final.toml", include_str!("../../../catalog/forms/final.toml")),
    ("forms/budget.toml", include_str!("../../../catalog/forms/budget.toml")),
    ("forms/performance.toml", include_str!("../../../catalog/forms/performance.toml")),
    ("relations/relations.toml", include_str!("../../../catalog/relations/relations.toml")),
    ("narrative/lexicon.toml", include_str!("../../../catalog/narrative/lexicon.toml")),
    ("narrative/wording.toml", include_str!("../../../catalog/narrative/wording.toml")),
    ("narrative/review.toml", include_str!("../../../catalog/narrative/review.toml")),
    ("profiles/profiles.toml", include_str!("../../../catalog/profiles/profiles.toml")),
    ("indicators/kinds.toml", include_str!("../../../catalog/indicators/kinds.toml")),
    ("indicators/employment.toml", include_str!("../../../catalog/indicators/employment.toml")),
    ("indicators/insurance.toml", include_str!("../../../catalog/indicators/insurance.toml")),
    ("indicators/talent.toml", include_str!("../../../catalog/indicators/talent.toml")),
    ("indicators/labour.toml", include_str!("../../../catalog/indicators/labour.toml")),
    ("indicators/exams.toml", include_str!("../../../catalog/indicators/exams.toml")),
    ("indicators/archives.toml", include_str!("../../../catalog/indicators/archives.toml")),
    ("indicators/skills.toml", include_str!("../../../catalog/indicators/skills.toml")),
    ("indicators/general.toml", include_str!("../../../catalog/indicators/general.toml")),
    ("indicators/monitoring.toml", include_str!("../../../catalog/indicators/monitoring.toml")),
    ("scoring/words.toml", include_str!("../../../catalog/scoring/words.toml")),
    ("scoring/national.toml", include_str!("../../../catalog/scoring/national.toml")),
    ("scoring/sichuan.toml", include_str!("../../../catalog/scoring/sichuan.toml")),
    ("scoring/hunan.toml", include_str!("../../../catalog/scoring/hunan.toml")),
    ("scoring/shanghai.toml", include_str!("../../../catalog/scoring/shanghai.toml")),
];

/// Files that are no fields of work.
const NO_FIELDS: [&str; 2] = ["indicators/kinds.toml", "indicators/monitoring.toml"];

const VERSION: &str = "2024.1";

fn embedded(file: &str) -> Result<String, CatalogError> {
    EMBEDDED
        .iter()
        .find(|(name, _)| *name == file)
        .map(|(_, text)| (*text).to_owned())
        .ok_or_else(|| CatalogError::of_file(file, "没有这个规则文件"))
}

/// The files a catalog directory may hold.
pub fn files() -> impl Iterator<Item = &'static str> {
    EMBEDDED.iter().map(|(name, _)| *name)
}

impl Catalog {
    /// The catalog built into the program.
    #[must_use]
    pub fn embedded() -> &'static Catalog {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        // The embedded files are checked by this crate's tests, so the fallback is never seen outside a broken build.
        CATALOG
            .get_or_init(|| Catalog::read(&embedded, VERSION.to_owned(), true).unwrap_or_else(|e| Catalog::broken(&e)))
    }

    /// The embedded catalog with the files of `directory` over it.
    ///
    /// # Errors
    /// Every mistake in every file, each at its place.
    pub fn load(directory: &Path) -> Result<Catalog, CatalogError> {
        if !directory.is_dir() {
            return Err(CatalogError::of_file(&directory.display().to_string(), "不是文件夹"));
        }
        let read = |file: &str| -> Result<String, CatalogError> {
            let path = directory.join(file);
            if path.is_file() {
                std::fs::read_to_string(&path).map_err(|e| CatalogError::of_file(file, unreadable(&e)))
            } else {
                embedded(file)
            }
        };
        let references = directory.join("profiles/profiles.toml").is_file();
        Catalog::read(&read, format!("{VERSION}+{}", directory.display()), references)
    }

    /// The same catalog with relations of the user's own; one with the id of a built-in relation takes its place.
    ///
    /// # Errors
    /// Every mistake, each at its place.
    pub fn with_relations(mut self, text: &str, file: &str) -> Result<Catalog, CatalogError> {
        let own = relations::load(text, file)?;
        self.relations.retain(|r| own.iter().all(|o| o.id != r.id));
        self.relations.extend(own);
        self.version = format!("{}+{file}", self.version);
        Ok(self)
    }

    /// Profiles that were not written for these forms and topics may name others (`references`).
    fn read(
        read: &dyn Fn(&str) -> Result<String, CatalogError>,
        version: String,
        references: bool,
    ) -> Result<Catalog, CatalogError> {
        let mut wrong = CatalogError::default();
        let mut all = Loader { read, wrong: &mut wrong };
        let subjects = all.part(subjects::Subjects::load(read));
        let mut forms = all.file("forms/final.toml", forms::load);
        forms.extend(all.file("forms/budget.toml", forms::load));
        let performance = all.file("forms/performance.toml", performance::load);
        let relations = all.file("relations/relations.toml", relations::load);
        let narrative = all.file("narrative/lexicon.toml", narrative::load);
        let wording = all.file("narrative/wording.toml", wording::load);
        let review = all.file("narrative/review.toml", review::load);
        let sound = all.wrong.mistakes.is_empty();
        let known = (references && sound).then_some((forms.as_slice(), &narrative));
        let profiles = all.file("profiles/profiles.toml", |text, file| profiles::load(text, file, known));
        let mut indicators = indicators::Indicators {
            kinds: all.file("indicators/kinds.toml", indicators::kinds),
            monitoring: all.file("indicators/monitoring.toml", indicators::monitoring),
            ..indicators::Indicators::default()
        };
        let mut names = std::collections::BTreeMap::new();
        for file in files().filter(|f| f.starts_with("indicators/") && !NO_FIELDS.contains(f)) {
            indicators
                .list
                .extend(all.file(file, |text, file| indicators::load(text, file, &indicators.kinds, &mut names)));
        }
        // A profile of the built-in catalog that a directory does without is no mistake of the scoring.
        let built_in = embedded("profiles/profiles.toml").and_then(|text| profiles::load(&text, "", None));
        let mut known: Vec<&str> = profiles.iter().chain(built_in.iter().flatten()).map(|p| p.id.as_str()).collect();
        known.sort_unstable();
        known.dedup();
        let words = all.file("scoring/words.toml", scoring::words);
        let mut scoring = scoring::Scoring { words, profiles: Vec::new() };
        for (file, _) in EMBEDDED.iter().filter(|(f, _)| f.starts_with("scoring/") && *f != "scoring/words.toml") {
            scoring.profiles.extend(all.file(file, |text, file| scoring::load(text, file, Some(&known))));
        }
        if !wrong.mistakes.is_empty() {
            return Err(wrong);
        }
        Ok(Catalog {
            version,
            subjects: std::sync::Arc::new(subjects),
            forms,
            relations,
            narrative,
            wording,
            performance,
            review,
            profiles,
            indicators: std::sync::Arc::new(indicators),
            scoring,
        })
    }

    fn broken(error: &CatalogError) -> Catalog {
        Catalog {
            version: format!("{VERSION}（{error}）"),
            subjects: std::sync::Arc::default(),
            forms: Vec::new(),
            relations: Vec::new(),
            narrative: narrative::Lexicon::default(),
            wording: wording::Wording::default(),
            performance: performance::PerformanceWords::default(),
            review: review::Review::default(),
            profiles: Vec::new(),
            indicators: std::sync::Arc::default(),
            scoring: scoring::Scoring::default(),
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

fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::InvalidData => "读不出来：不是 UTF-8 编码的文字，请另存为 UTF-8".to_owned(),
        std::io::ErrorKind::PermissionDenied => "读不出来：没有权限".to_owned(),
        _ => format!("读不出来：系统报告“{error}”"),
    }
}

/// Loads the parts and keeps what is wrong with them.
struct Loader<'a> {
    read: &'a dyn Fn(&str) -> Result<String, CatalogError>,
    wrong: &'a mut CatalogError,
}

impl Loader<'_> {
    fn part<T: Default>(&mut self, part: Result<T, CatalogError>) -> T {
        part.unwrap_or_else(|e| {
            self.wrong.mistakes.extend(e.mistakes);
            T::default()
        })
    }

    fn file<T: Default>(&mut self, file: &str, load: impl FnOnce(&str, &str) -> Result<T, CatalogError>) -> T {
        let loaded = (self.read)(file).and_then(|text| load(&text, file));
        self.part(loaded)
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
        assert!(shown.contains("own.toml:4:18：没有“性格”这个维度\n  4 | holds = \"车辆 ≤ 支出[性格=基本支出]\"\n    |                      ^^^^\n"), "{shown}");
    }

    #[test]
    fn embedded_catalog_type_checks() {
        Catalog::read(&embedded, VERSION.to_owned(), true).unwrap();
    }
}
