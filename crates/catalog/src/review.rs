//! Words for reviewing performance forms: instructions left in, rates that should be full, what is no reason.

use crate::CatalogError;
use crate::mistake::Source;
use crate::toml_file;
use serde::Deserialize;

/// The words.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Instructions of the forms: a cell that holds nothing else is blank.
    pub instructions: Vec<String>,
    /// Words before the colon of notes that an exporting system appends.
    pub exports: Vec<String>,
    /// Rows of the funds that make up the whole, one list per way of dividing it.
    pub sources: Vec<Vec<String>>,
    /// Words that tell why a budget was adjusted.
    pub adjustment: Vec<String>,
    /// Words that with figures alone make no reason.
    pub no_reason: Vec<String>,
    /// Rates that ought to be full.
    pub full_rates: Vec<String>,
    /// Letters before such a word that turn it round.
    pub adverse: Vec<String>,
    /// Words that say cost and not of what part.
    pub whole_cost: Vec<String>,
    /// Words of a cost per unit.
    pub unit_cost: Vec<String>,
    /// Words of a cost per unit that say of what, with the unit of its count.
    pub unit_of: Vec<(String, String)>,
    /// Words in level-2 names of costs that the project does not pay.
    pub outside_cost: Vec<String>,
    /// Units of things that names count by, beside those of values.
    pub things: Vec<String>,
    /// Rows of the funds that are fiscal money.
    pub fiscal: Vec<String>,
    /// Words shortly before a score that is not the project's.
    pub other_scores: Vec<String>,
    /// Irregularities.
    pub irregular: Vec<String>,
    /// Words before them that deny them.
    pub negations: Vec<String>,
    /// Level-2 names as they are miswritten, with the standard name.
    pub second_names: Vec<(String, String)>,
}

/// Loads the words.
///
/// # Errors
/// Every mistake with its place.
pub fn load(text: &str, file: &str) -> Result<Review, CatalogError> {
    let mut source = Source::new(file, text);
    let review = toml_file::read::<Review>(&mut source).unwrap_or_default();
    source.done(review)
}
