//! Every bound on work and memory, in one place. They count bytes, pages and cells, never time. The largest real reports need a tenth of each,
//! an ordinary one a hundredth; together they keep any file within two seconds and 256 MiB.

// Of every file.

/// Largest file, in bytes.
pub const FILE_BYTES: usize = 64 << 20;
/// Most paragraphs and tables of a document.
pub const BLOCKS: usize = 30_000;
/// Most tables of a document.
pub const TABLES: usize = 3_000;
/// Most bytes of text of a document: a million characters, seven hundred pages.
pub const DOCUMENT_BYTES: usize = 3 << 20;
/// A paragraph of this many bytes takes no further lines, and a longer one is read in pieces: what is done with a figure looks at its paragraph.
pub const PARAGRAPH_BYTES: usize = 12_000;
/// Most unit cells (rows times columns) of all tables of a document.
pub const TABLE_CELLS: usize = 180_000;
/// Most columns of a table.
pub const COLUMNS: usize = 1_000;

// Of what is read in it.

/// Most sections: what belongs to which is asked for each paragraph.
pub const SECTIONS: usize = 1_000;
/// Most figures that are understood: each is held against all that speak of the same.
pub const FACTS: usize = 30_000;
/// Most names that may be the entity's and are looked for in the whole text.
pub const NAMES: usize = 200;
/// Most printings of one thing that are held against each other.
pub const AGREEING: usize = 300;
/// Most tables that break for the most part and are looked through for a single wrong figure that explains it.
pub const DIAGNOSED: usize = 100;
/// Most findings of one check: what goes wrong more often is told by the first of them.
pub const FINDINGS: usize = 500;

// Of texts.

/// Largest text, in bytes.
pub const TEXT_BYTES: usize = 8 << 20;
/// Most lines read of a text.
pub const LINES: usize = 200_000;

// Of web pages.

/// Largest web page, in bytes; pictures may be written into it.
pub const HTML_BYTES: usize = 32 << 20;
/// Most bytes of text of a web page, its scripts and styles included.
pub const HTML_TEXT_BYTES: usize = 8 << 20;
/// Deepest nesting of elements of a web page.
pub const HTML_DEPTH: usize = 256;
/// Most nodes and attributes of a web page.
pub const HTML_NODES: usize = 300_000;
/// Most attributes of one tag of a web page.
pub const HTML_ATTRIBUTES: usize = 1_000;
/// Most links to files that are told of a web page.
pub const LINKS: usize = 200;

// Of PDF.

/// Most pages read of a PDF.
pub const PAGES: usize = 3_000;
/// Most operators interpreted in a document.
pub const OPERATORS: usize = 12_000_000;
/// Most glyphs kept in a document.
pub const GLYPHS: usize = 1_200_000;
/// Most bytes the content of one page or form unpacks to.
pub const CONTENT_BYTES: usize = 32 << 20;
/// Most bytes all contents of a document unpack to, forms as often as they are drawn.
pub const STREAM_BYTES: usize = 256 << 20;
/// Most bytes the streams of objects of a PDF unpack to, which the parser keeps.
pub const OBJECT_STREAM_BYTES: usize = 32 << 20;
/// Most locks the trailers of a PDF tell of: one, or one for each of its versions.
pub const PDF_LOCKS: usize = 4;
/// Most streams of objects of a locked PDF that have one number.
pub const PDF_VERSIONS: usize = 4;
/// Deepest nesting of dictionaries of a PDF.
pub const PDF_DEPTH: usize = 256;
/// Most bytes the parser may look through again because something has no end.
pub const PDF_LOOKS: usize = 1 << 30;
/// Most entries of dictionaries that the parser reads before the first page, counted as if all were as long as the longest.
pub const PDF_ENTRIES: usize = 50_000_000;
/// Most pages that the parser lists, read or not.
pub const PDF_PAGES: usize = 30_000;
/// Most names in a dictionary of a PDF and all that is in it.
pub const PDF_NAMES: usize = 300_000;
/// Most objects of a PDF: where its table is broken, the parser makes one of all that it finds.
pub const PDF_OBJECTS: usize = 1_000_000;
/// Operators that drawing a form is worth.
pub const FORM_OPERATORS: usize = 300;
/// Deepest nesting of form XObjects.
pub const FORM_DEPTH: u32 = 12;
/// Deepest nesting of saved graphics states.
pub const STATE_DEPTH: usize = 512;
/// Most fonts of a document.
pub const FONTS: usize = 4_000;
/// Most glyph widths of one font.
pub const FONT_WIDTHS: usize = 100_000;
/// Most bytes of the map of one font.
pub const FONT_MAP_BYTES: usize = 2 << 20;
/// Most bytes of the maps of all fonts.
pub const FONT_MAPS_BYTES: usize = 24 << 20;
/// Most maps one map of a font is built on.
pub const FONT_MAP_BASES: usize = 8;
/// Most points of one path.
pub const PATH_POINTS: usize = 100_000;
/// Most rulings taken of one page.
pub const RULES: usize = 40_000;
/// Most pairs of horizontal and vertical edges compared on a page.
pub const EDGE_PAIRS: usize = 4_000_000;
/// Most grids of a page.
pub const GRIDS: usize = 100;
/// Most first rows compared to find a repeated header.
pub const HEADER_ROWS: usize = 40;

// Of Office packages.

/// Most bytes all parts read of a package unpack to.
pub const UNPACKED_BYTES: usize = 64 << 20;
/// How many times its packed size a part of more than a megabyte may unpack to.
pub const UNPACK_RATIO: usize = 400;
/// Most parts of a package.
pub const PACKAGE_PARTS: usize = 20_000;
/// Deepest nesting of XML elements.
pub const XML_DEPTH: usize = 512;
/// Longest attribute that is looked at; names of styles and formats are kept again and again.
pub const ATTRIBUTE_BYTES: usize = 4_096;
/// Deepest nesting of tables and text boxes.
pub const NESTED_TABLES: usize = 16;
/// Most fields open at once.
pub const NESTED_FIELDS: usize = 64;
/// Most characters that a list prints around its numbers.
pub const LABEL_CHARS: usize = 100;

// Of workbooks.

/// Most cells with content of a workbook.
pub const SHEET_CELLS: usize = 400_000;
/// Most bytes of text of its cells, each text as often as it is shown.
pub const SHEET_BYTES: usize = 16 << 20;
/// Most strings that its cells share.
pub const SHARED_STRINGS: usize = 400_000;
/// Greatest number of a cell that is one; a greater one is text.
pub const GREATEST: f64 = 1e30;
/// A number of a cell that is less is nothing.
pub const LEAST: f64 = 1e-30;
/// Most cells looked at to compute the sums of a sheet again.
pub const FORMULA_CELLS: usize = 4_000_000;
/// Bytes of the formulas of a sheet that are written out from tokens.
pub const FORMULA_BYTES: usize = 16 << 20;
/// Most sheets of a workbook.
pub const SHEETS: usize = 500;
/// Most records of an old workbook.
pub const RECORDS: usize = 8_000_000;
/// Most cell styles of a workbook.
pub const STYLES: usize = 70_000;
/// Longest number format, in characters; no program writes a longer one.
pub const FORMAT_CHARS: usize = 255;
/// Most merged areas of a sheet.
pub const MERGES: usize = 100_000;

// Of archives.

/// Most bytes the files of an archive unpack to.
pub const ARCHIVE_BYTES: usize = 64 << 20;
/// Most entries of an archive, folders included.
pub const ARCHIVE_ENTRIES: usize = 20_000;
/// Most files taken of an archive, which is to hold one disclosure.
pub const ARCHIVE_FILES: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_on_reliability_says_what_holds() {
        let page = include_str!("../../../docs/reliability.md");
        let all = [
            ("FILE_BYTES", FILE_BYTES),
            ("BLOCKS", BLOCKS),
            ("DOCUMENT_BYTES", DOCUMENT_BYTES),
            ("PARAGRAPH_BYTES", PARAGRAPH_BYTES),
            ("TABLE_CELLS", TABLE_CELLS),
            ("COLUMNS", COLUMNS),
            ("SECTIONS", SECTIONS),
            ("FACTS", FACTS),
            ("PAGES", PAGES),
            ("OPERATORS", OPERATORS),
            ("CONTENT_BYTES", CONTENT_BYTES),
            ("STREAM_BYTES", STREAM_BYTES),
            ("OBJECT_STREAM_BYTES", OBJECT_STREAM_BYTES),
            ("UNPACKED_BYTES", UNPACKED_BYTES),
            ("UNPACK_RATIO", UNPACK_RATIO),
            ("XML_DEPTH", XML_DEPTH),
            ("SHEET_CELLS", SHEET_CELLS),
            ("HTML_NODES", HTML_NODES),
            ("ARCHIVE_BYTES", ARCHIVE_BYTES),
        ];
        let rows = page.lines().filter(|l| l.starts_with("| `")).count();
        assert_eq!(rows, all.len());
        for (name, value) in all {
            let mebibytes = value.is_multiple_of(1 << 20).then(|| format!("{} MiB", value >> 20));
            let row = format!("| `{name}` | {} |", mebibytes.unwrap_or_else(|| value.to_string()));
            assert!(page.contains(&row), "{row}");
        }
    }
}
