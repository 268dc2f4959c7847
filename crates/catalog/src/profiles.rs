//! Profiles: what a jurisdiction's disclosure consists of.

use crate::CatalogError;
use crate::forms::{Form, KindWord};
use crate::mistake::{Source, perhaps};
use crate::narrative::Lexicon;
use crate::toml_file;
use mingzhang_model::Kind;
use serde::Deserialize;
use toml::Spanned;

/// A jurisdiction's set.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Stable name, e.g. `sichuan-final`.
    pub id: String,
    /// In Chinese.
    pub title: String,
    /// 决算 or 预算.
    pub kind: Kind,
    /// Phrases that show it; of those that have a place for the tables that are there, the profile with the largest share of its signs is taken.
    pub signs: Vec<String>,
    /// How many of the signs must occur.
    pub needs: usize,
    /// Form ids of its tables in order.
    pub tables: Vec<String>,
    /// Topics of its narrative in order.
    pub topics: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    profile: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    title: String,
    kind: KindWord,
    signs: Vec<String>,
    needs: usize,
    #[serde(default)]
    tables: Vec<Spanned<String>>,
    #[serde(default)]
    topics: Vec<Spanned<String>>,
}

/// Loads profiles; their tables must be among the forms, their topics among those of the lexicon, if these are given.
///
/// # Errors
/// Every entry that is not a profile, with its place.
pub fn load(text: &str, file: &str, known: Option<(&[Form], &Lexicon)>) -> Result<Vec<Profile>, CatalogError> {
    let mut source = Source::new(file, text);
    let raw: Option<File> = toml_file::read(&mut source);
    let raw = raw.map(|r| r.profile).unwrap_or_default();
    if let Some((forms, narrative)) = known {
        let ids: Vec<&str> = forms.iter().map(|f| f.id.as_str()).collect();
        let topics: Vec<&str> = narrative.topics.iter().map(|t| t.id.as_str()).collect();
        for (what, list, known) in raw.iter().flat_map(|r| [("表样", &r.tables, &ids), ("主题", &r.topics, &topics)])
        {
            for name in list.iter().filter(|n| !known.contains(&n.get_ref().as_str())) {
                let help = perhaps(name.get_ref(), known);
                source.wrong(name.span(), format!("没有“{}”这个{what}", name.get_ref()), help);
            }
        }
    }
    let words = |list: Vec<Spanned<String>>| list.into_iter().map(Spanned::into_inner).collect();
    let profiles = raw.into_iter().map(|r| Profile {
        id: r.id,
        title: r.title,
        kind: r.kind.into(),
        signs: r.signs,
        needs: r.needs,
        tables: words(r.tables),
        topics: words(r.topics),
    });
    let profiles = profiles.collect();
    source.done(profiles)
}
