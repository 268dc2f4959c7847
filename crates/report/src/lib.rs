//! Findings and readings to every output a person or machine reads: JSON, terminal, Markdown. Nothing here finds anything.

pub mod baseline;
pub mod json;
pub mod ledger;
pub mod markdown;
pub mod notice;
pub mod overview;
pub mod reading;
mod report;
pub mod sarif;
pub mod scores;
mod snippet;
pub mod terminal;
pub mod text;
pub mod viewer;
pub mod words;

#[cfg(test)]
mod samples;

pub use baseline::{Changes, Status};
pub use report::{Outcome, Read, ReadingStatus, Report, Tally, textless};
pub use terminal::Style;
