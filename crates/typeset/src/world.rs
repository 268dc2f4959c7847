//! What typst sees: the template, the report as data, the fonts; no disk, no network, no clock.

use crate::fonts;
use std::sync::OnceLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// What is the same for all reports, and dear to make.
struct Common {
    library: LazyHash<Library>,
    template: Source,
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

fn common() -> &'static Common {
    static COMMON: OnceLock<Common> = OnceLock::new();
    COMMON.get_or_init(|| {
        let fonts = fonts::own();
        let book = LazyHash::new(FontBook::from_fonts(&fonts));
        let template = Source::detached(include_str!("report.typ"));
        Common { library: LazyHash::new(Library::default()), template, fonts, book }
    })
}

/// One report to be typeset.
pub(crate) struct Report {
    common: &'static Common,
    data: Bytes,
    /// Fonts of the machine for characters that ours do not have, and the book of all fonts.
    extra: Option<(Vec<Font>, LazyHash<FontBook>)>,
}

impl Report {
    pub(crate) fn new(data: Vec<u8>, extra: Vec<Font>) -> Report {
        let common = common();
        let extra = (!extra.is_empty()).then(|| {
            let book = LazyHash::new(FontBook::from_fonts(common.fonts.iter().chain(&extra)));
            (extra, book)
        });
        Report { common, data: Bytes::new(data), extra }
    }
}

impl World for Report {
    fn library(&self) -> &LazyHash<Library> {
        &self.common.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.extra.as_ref().map_or(&self.common.book, |e| &e.1)
    }

    fn main(&self) -> FileId {
        self.common.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main() { Ok(self.common.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id.vpath().get_without_slash() == "report.json" {
            Ok(self.data.clone())
        } else {
            Err(FileError::AccessDenied)
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        let own = &self.common.fonts;
        own.get(index).or_else(|| self.extra.as_ref()?.0.get(index.checked_sub(own.len())?)).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
