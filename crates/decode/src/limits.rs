//! Every bound on work and memory, in one place. A real report needs about a hundredth of each.

/// Largest file, in bytes.
pub const FILE_BYTES: usize = 64 << 20;
/// Largest text, in bytes: a book of three million characters.
pub const TEXT_BYTES: usize = 8 << 20;
/// Largest web page, in bytes; pictures may be written into it.
pub const HTML_BYTES: usize = 32 << 20;
/// Deepest nesting of elements of a web page.
pub const HTML_DEPTH: usize = 512;
/// Most nodes of a web page.
pub const HTML_NODES: usize = 1_000_000;
/// Most attributes of one tag of a web page.
pub const HTML_ATTRIBUTES: usize = 1_000;
/// Most links to files that are told of a web page.
pub const LINKS: usize = 200;
/// Most columns one cell of a web page covers.
pub const HTML_SPAN: usize = 1_000;
/// Most lines read of a text.
pub const LINES: usize = 400_000;
/// Most pages read of a PDF.
pub const PAGES: usize = 3_000;
/// Most operators interpreted in a document.
pub const OPERATORS: usize = 12_000_000;
/// Most glyphs kept in a document.
pub const GLYPHS: usize = 2_000_000;
/// Most bytes of decoded content streams in a document.
pub const STREAM_BYTES: usize = 512 << 20;
/// Compressed streams up to this size are decoded without a look at them first.
pub const SMALL_STREAM: usize = 64 << 10;
/// Deepest nesting of form XObjects.
pub const FORM_DEPTH: u32 = 12;
/// Deepest nesting of saved graphics states.
pub const STATE_DEPTH: usize = 512;
/// Most glyph widths of one font.
pub const FONT_WIDTHS: usize = 200_000;
/// Most points of one path.
pub const PATH_POINTS: usize = 100_000;
/// Most rulings taken of one page.
pub const RULES: usize = 40_000;
/// Most pairs of horizontal and vertical edges compared on a page.
pub const EDGE_PAIRS: usize = 4_000_000;
/// Most unit cells (rows times columns) of one grid on a page, and of all tables of a workbook.
pub const GRID_CELLS: usize = 400_000;
/// Most unit cells of all tables of a document.
pub const TABLE_CELLS: usize = 4_000_000;
/// Most first rows compared to find a repeated header.
pub const HEADER_ROWS: usize = 40;
/// Most bytes all parts read of a Word document unpack to.
pub const WORD_BYTES: usize = 128 << 20;
/// Most entries of a Word document.
pub const WORD_PARTS: usize = 20_000;
/// How many times its packed size a part of more than a megabyte may unpack to.
pub const UNPACK_RATIO: usize = 400;
/// Deepest nesting of XML elements.
pub const XML_DEPTH: usize = 512;
/// Most fields open at once.
pub const NESTED_FIELDS: usize = 64;
/// Most columns of a table of a Word document.
pub const WORD_COLUMNS: usize = 4_096;
/// Deepest nesting of tables and text boxes.
pub const NESTED_TABLES: usize = 16;
/// A paragraph of this many bytes takes no further lines.
pub const PARAGRAPH_BYTES: usize = 100_000;
/// Most bytes all parts of an Office package unpack to.
pub const UNPACKED_BYTES: usize = 256 << 20;
/// Most parts of an Office package.
pub const PACKAGE_PARTS: usize = 20_000;
/// Most bytes the files of an archive unpack to.
pub const ARCHIVE_BYTES: usize = 128 << 20;
/// Most entries of an archive, folders included.
pub const ARCHIVE_ENTRIES: usize = 20_000;
/// Most files taken of an archive, which is to hold one disclosure.
pub const ARCHIVE_FILES: usize = 200;
/// Most cells with content of a workbook.
pub const SHEET_CELLS: usize = 1_000_000;
/// Most cells looked at to compute the sums of a sheet again.
pub const FORMULA_CELLS: usize = 4_000_000;

/// Bytes of the formulas of a sheet that are written out from tokens.
pub const FORMULA_BYTES: usize = 16 << 20;
/// Most sheets of a workbook.
pub const SHEETS: usize = 500;
/// Most cell styles of a workbook.
pub const STYLES: usize = 70_000;
/// Most merged areas of a sheet.
pub const MERGES: usize = 100_000;
