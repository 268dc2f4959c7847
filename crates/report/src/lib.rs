//! Findings and readings to every output a person or machine reads: JSON, terminal, Markdown. Nothing here finds anything.

pub mod baseline;
pub mod json;
pub mod markdown;
pub mod reading;
mod report;
mod snippet;
pub mod terminal;
pub mod text;
pub mod words;

#[cfg(test)]
mod samples;

pub use baseline::{Changes, Status};
pub use report::{Outcome, Read, ReadingStatus, Report, Tally, textless};
pub use terminal::Style;
