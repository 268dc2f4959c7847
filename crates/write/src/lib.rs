//! Publications to bytes: every format a report is published in, from one [`Publication`].
//!
//! Nothing here computes a figure or decides a word; the same publication gives the same bytes on every run. PDF has a crate of its own
//! (`typeset`), because typesetting is heavy to build.

mod chart;
mod datapackage;
mod docx;
mod html;
mod ixbrl;
mod markup;
mod memory;
mod package;
#[doc(hidden)]
pub mod sample;
mod text;
mod xlsx;

pub use chart::svg;
pub use datapackage::{Licence, data_package};
pub use docx::{Letter, docx, letter};
pub use html::html;
pub use ixbrl::ixbrl;
pub use memory::document;
pub use mingzhang_model::Publication;
pub use text::text;
pub use xlsx::xlsx;
