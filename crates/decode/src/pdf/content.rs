//! What a page holds once its operators are interpreted: glyphs and rulings, nothing else.

use super::geometry::Bounds;
use mingzhang_model::Recognised;

/// One visible character. Positions are in points from the top left of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glyph {
    pub(super) c: char,
    pub(super) x0: f32,
    pub(super) x1: f32,
    /// Top and bottom of the em box around the baseline: 0.88 em above it, 0.12 em below. Boxes in font descriptors are often wrong.
    pub(super) top: f32,
    pub(super) bottom: f32,
    /// The baseline.
    pub(super) base: f32,
    /// Size of the type.
    pub(super) em: f32,
    /// Whether it runs from left to right. Stamps and watermarks often do not.
    pub(super) level: bool,
    /// How it was read from a picture, where it was.
    pub(super) recognised: Option<Recognised>,
}

impl Glyph {
    pub(super) fn centre(&self) -> (f32, f32) {
        ((self.x0 + self.x1) / 2.0, (self.top + self.bottom) / 2.0)
    }
}

/// A stroke, or a filled shape, by its box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) x0: f32,
    pub(super) y0: f32,
    pub(super) x1: f32,
    pub(super) y1: f32,
}

/// A page.
#[derive(Clone, Debug, Default)]
pub(super) struct Content {
    /// From 1.
    pub(super) page: u32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) glyphs: Vec<Glyph>,
    /// Glyphs printed invisibly, as the text layer behind a scan is.
    pub(super) invisible: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    /// Characters of which only a part can be seen, in the order of printing.
    pub(super) cut: String,
    /// Glyphs that no font table maps to a character.
    pub(super) unmapped: usize,
    /// Whether its content could not be decoded at all.
    pub(super) unreadable: bool,
    /// Whether a part of it was left out because it passed a limit.
    pub(super) partial: bool,
    /// The share of the page that pictures cover; scanners cut pages into strips.
    pub(super) picture: f64,
    /// Pictures large enough for a table.
    pub(super) pictures: Vec<Bounds>,
}
