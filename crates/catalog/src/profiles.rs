//! Profiles: what a jurisdiction's disclosure consists of.

use crate::CatalogError;
use crate::forms::toml_error;
use mingzhang_model::Kind;
use serde::Deserialize;

/// A jurisdiction's set.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Stable name, e.g. `sichuan-final`.
    pub id: String,
    /// In Chinese.
    pub title: String,
    /// 决算 or 预算.
    pub kind: Kind,
    /// Phrases that show it; the profile with the largest share of its signs in a document is taken.
    pub signs: Vec<String>,
    /// How many of the signs must occur.
    pub needs: usize,
    /// Form ids of its tables in order.
    pub tables: Vec<String>,
    /// Topics of its narrative in order.
    pub topics: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    profile: Vec<Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    id: String,
    title: String,
    kind: String,
    signs: Vec<String>,
    needs: usize,
    #[serde(default)]
    tables: Vec<String>,
    #[serde(default)]
    topics: Vec<String>,
}

/// Loads profiles.
///
/// # Errors
/// The first entry that is not a profile, with its line.
pub fn load(text: &str, file: &str) -> Result<Vec<Profile>, CatalogError> {
    let raw: File = toml::from_str(text).map_err(|e| toml_error(file, text, &e))?;
    raw.profile
        .into_iter()
        .map(|r| {
            let kind = match r.kind.as_str() {
                "final" => Kind::FinalAccounts,
                "budget" => Kind::Budget,
                other => {
                    return Err(CatalogError::at(
                        file,
                        0,
                        format!("版式 {}：kind 应为 final 或 budget，不是“{other}”", r.id),
                    ));
                }
            };
            Ok(Profile {
                id: r.id,
                title: r.title,
                kind,
                signs: r.signs,
                needs: r.needs,
                tables: r.tables,
                topics: r.topics,
            })
        })
        .collect()
}
