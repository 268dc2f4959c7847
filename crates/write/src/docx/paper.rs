//! Pages and sections. Lengths are twentieths of a point; margins are those of official papers (GB/T 9704).

/// Width of the text of an upright page.
pub(super) const TEXT_WIDTH: u32 = 11_906 - 1_587 - 1_474;
/// Width of the text of a page on its side.
pub(super) const WIDE_WIDTH: u32 = 16_838 - 1_701 - 1_701;

/// A section of the document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    /// The cover: no page number.
    Cover,
    /// Upright pages.
    Upright,
    /// Pages on their side.
    Wide,
}

impl Paper {
    /// Width of its text.
    pub(super) fn width(self) -> u32 {
        if self == Paper::Wide { WIDE_WIDTH } else { TEXT_WIDTH }
    }

    /// Height of its text.
    pub(super) fn height(self) -> u32 {
        if self == Paper::Wide { 11_906 - 1_587 - 1_474 } else { 16_838 - 2_098 - 1_984 }
    }

    /// The properties of a section on this paper; `first` counts its pages from 1.
    pub(super) fn section(self, first: bool) -> String {
        let footer =
            if self == Paper::Cover { "" } else { "<w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/>" };
        let page = if self == Paper::Wide {
            "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>\
             <w:pgMar w:top=\"1587\" w:right=\"1701\" w:bottom=\"1474\" w:left=\"1701\" w:header=\"851\" w:footer=\"850\" w:gutter=\"0\"/>"
        } else {
            "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
             <w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\" w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/>"
        };
        let start = if first { "<w:pgNumType w:start=\"1\"/>" } else { "" };
        format!("<w:sectPr>{footer}<w:type w:val=\"nextPage\"/>{page}{start}<w:cols w:space=\"425\"/></w:sectPr>")
    }
}
