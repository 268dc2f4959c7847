//! What somebody else sees on pages that are pictures. Reading pictures is no business of this crate; laying out what was read is.

use mingzhang_model::Recognised;

/// Reads pictures of pages.
pub trait Eye: Sync {
    /// What page `number` (from 1) of a PDF shows, in points of that page.
    ///
    /// # Errors
    /// The second half of a sentence in Chinese that begins with the page.
    fn page(&self, pdf: &[u8], number: u32) -> Result<Seen, String>;

    /// What a picture file shows.
    ///
    /// # Errors
    /// One sentence in Chinese.
    fn picture(&self, bytes: &[u8]) -> Result<Seen, String>;
}

/// A page as it was read from a picture, set upright. Positions are in points from its top left.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Width of the page.
    pub width: f32,
    /// Height of the page.
    pub height: f32,
    /// Its characters, in any order.
    pub signs: Vec<Sign>,
    /// Its rulings: left, top, right, bottom.
    pub rules: Vec<[f32; 4]>,
}

/// A character read from a picture.
#[derive(Clone, Copy, Debug)]
pub struct Sign {
    /// The character.
    pub c: char,
    /// Left edge.
    pub x0: f32,
    /// Right edge.
    pub x1: f32,
    /// The baseline.
    pub base: f32,
    /// Size of the type.
    pub em: f32,
    /// How it was read.
    pub recognised: Recognised,
}
