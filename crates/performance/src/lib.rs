//! What performance forms mean: values with comparators and units, scores and how they follow, the indicator library, progress over the year.
//!
//! Pure functions over [`mingzhang_model::performance`]; rules and words are data of the catalog (`catalog/scoring`, `catalog/indicators`).
//! No floating-point arithmetic.

mod comparator;
mod fraction;
pub mod library;
mod measure;
pub mod progress;
pub mod score;
mod value;

pub use comparator::Comparator;
pub use fraction::Fraction;
pub use measure::Measure;
pub use score::{IndicatorScore, RowScore, Scored, Situation, Verdict, score};
pub use value::{Content, Measured};
