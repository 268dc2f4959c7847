//! Where something stands in its source.

use serde::{Deserialize, Serialize};

/// A place: character offsets and line for text, page and box for pages, cell for tables. Serialised as the findings contract asks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// First and one-past-last character (not byte) of the source text, for text formats.
    pub offset: Option<[usize; 2]>,
    /// Line, from 1, for text formats.
    pub line: Option<usize>,
    /// Page, from 1.
    pub page: Option<u32>,
    /// x0, y0, x1, y1 in PDF points from the top left of the page.
    pub bbox: Option<[f32; 4]>,
    /// `table 3, row 5, column 2` or `sheet!B12`.
    pub cell: Option<String>,
    /// The file, where several are read as one report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// How sure the reading of what stands there is, per mille; only where it was read from a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u16>,
}

impl Place {
    /// The smallest place that covers both; a place on another page keeps the first one's page and box.
    #[must_use]
    pub fn cover(&self, other: &Place) -> Place {
        let mut out = self.clone();
        if self.file != other.file {
            return out;
        }
        out.confidence = match (self.confidence, other.confidence) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if let (Some(a), Some(b)) = (self.offset, other.offset) {
            out.offset = Some([a[0].min(b[0]), a[1].max(b[1])]);
            out.line = self.line.min(other.line);
        }
        if self.page == other.page
            && let (Some(a), Some(b)) = (self.bbox, other.bbox)
        {
            out.bbox = Some([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
        }
        if self.cell != other.cell {
            out.cell = None;
        }
        out
    }

    /// An ordering key in reading order.
    #[must_use]
    pub fn order(&self) -> (u32, usize, i64, i64) {
        let (y, x) = self.bbox.map_or((0, 0), |b| (b[1] as i64, b[0] as i64));
        (self.page.unwrap_or(0), self.offset.map_or(0, |o| o[0]), y, x)
    }
}
