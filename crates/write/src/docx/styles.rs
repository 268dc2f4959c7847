//! Styles, fonts, settings and footer: what official papers look like, said once.

use super::W;
use crate::package::XML;
use std::fmt::Write;

/// Type of the text.
pub(super) const BODY: &str = "仿宋_GB2312";
/// Type of tables, notes and page numbers.
pub(super) const SONG: &str = "宋体";
/// Type of headings.
const HEI: &str = "黑体";
/// Type of headings of the third level.
const KAI: &str = "楷体_GB2312";
/// Type of titles.
const TITLE: &str = "方正小标宋简体";
/// Each type with the name it has where it is not installed, its shape and family.
const FONTS: [(&str, &str, &str, &str); 5] = [
    (BODY, "仿宋", "02010609030101010101", "modern"),
    (HEI, "SimHei", "02010609060101010101", "modern"),
    (KAI, "楷体", "02010609030101010101", "modern"),
    (SONG, "SimSun", "02010600030101010101", "auto"),
    (TITLE, "宋体", "02010600030101010101", "auto"),
];

/// The same type for Chinese and Latin letters, so that quotation marks stay as wide as Chinese ones.
fn fonts(name: &str) -> String {
    format!(
        "<w:rFonts w:ascii=\"{name}\" w:eastAsia=\"{name}\" w:hAnsi=\"{name}\" w:cs=\"Times New Roman\" w:hint=\"eastAsia\"/>"
    )
}

/// Type, weight and size (half points) of a run.
fn letters(font: &str, bold: bool, size: u32) -> String {
    let bold = if bold { "<w:b/><w:bCs/>" } else { "<w:b w:val=\"0\"/><w:bCs w:val=\"0\"/>" };
    format!("<w:rPr>{}{bold}<w:sz w:val=\"{size}\"/><w:szCs w:val=\"{size}\"/></w:rPr>", fonts(font))
}

struct Style<'a> {
    id: &'a str,
    name: &'a str,
    base: &'a str,
    next: &'a str,
    /// Paragraph properties, in the order of the schema.
    shape: String,
    letters: String,
}

/// A line of the text.
pub(super) const LINE: u32 = 579;
/// Line spacing of the text: 22 lines fill a page.
const LINES: &str = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/>";
const FIRST_LINE: &str = "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>";
/// Lines as high as what stands in them.
const FREE_LINES: &str = "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>";

fn headings(out: &mut Vec<Style<'static>>) {
    const KINDS: [(&str, &str, &str, &str, bool); 4] = [
        ("Heading1", "Heading1Unlisted", "heading 1", HEI, false),
        ("Heading2", "Heading2Unlisted", "heading 2", HEI, false),
        ("Heading3", "Heading3Unlisted", "heading 3", KAI, false),
        ("Heading4", "Heading4Unlisted", "heading 4", BODY, true),
    ];
    const UNLISTED: [&str; 4] =
        ["标题 1（不入目录）", "标题 2（不入目录）", "标题 3（不入目录）", "标题 4（不入目录）"];
    for (k, (id, unlisted, name, font, bold)) in KINDS.iter().enumerate() {
        let numbered = format!("<w:numPr><w:ilvl w:val=\"{k}\"/><w:numId w:val=\"1\"/></w:numPr>");
        let (page, place) = match k {
            0 => (
                "<w:pageBreakBefore/>",
                "<w:spacing w:before=\"0\" w:after=\"579\" w:line=\"579\" w:lineRule=\"exact\"/><w:ind w:firstLine=\"0\"/><w:jc w:val=\"center\"/>".to_owned(),
            ),
            _ => ("", format!("{LINES}{FIRST_LINE}")),
        };
        let shape = format!("<w:keepNext/>{page}{numbered}{place}<w:outlineLvl w:val=\"{k}\"/>");
        out.push(Style { id, name, base: "Normal", next: "BodyText", shape, letters: letters(font, *bold, 32) });
        let shape = format!("{numbered}<w:outlineLvl w:val=\"9\"/>");
        let name = UNLISTED.get(k).copied().unwrap_or_default();
        out.push(Style { id: unlisted, name, base: id, next: "BodyText", shape, letters: String::new() });
    }
}

fn list(listed: usize) -> Vec<Style<'static>> {
    let plain = |id, name, base, shape: String, letters| Style { id, name, base, next: "", shape, letters };
    let centred = |before: u32, after: u32| {
        format!(
            "<w:spacing w:before=\"{before}\" w:after=\"{after}\" w:line=\"240\" w:lineRule=\"auto\"/><w:jc w:val=\"center\"/>"
        )
    };
    let mut out = vec![
        plain("BodyText", "Body Text", "Normal", FIRST_LINE.to_owned(), String::new()),
        plain("Title", "Title", "Normal", centred(0, 480), letters(TITLE, false, 52)),
        plain("Subtitle", "Subtitle", "Normal", centred(0, 480), letters(TITLE, false, 44)),
        plain(
            "TOCHeading",
            "TOC Heading",
            "Normal",
            format!("<w:keepNext/>{}", centred(0, 400)),
            letters(TITLE, false, 44),
        ),
    ];
    headings(&mut out);
    let width = super::paper::TEXT_WIDTH;
    // A few lines too many for one page move closer together.
    let line = 11_600 / u32::try_from(listed.max(1)).unwrap_or(1);
    let line = if line < 380 { 520 } else { line.min(520) };
    for (k, id) in ["TOC1", "TOC2", "TOC3", "TOC4"].into_iter().enumerate() {
        let name = ["toc 1", "toc 2", "toc 3", "toc 4"].get(k).copied().unwrap_or_default();
        let left = k * 320;
        let shape = format!(
            "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{width}\"/></w:tabs>\
             <w:spacing w:before=\"0\" w:after=\"0\" w:line=\"{line}\" w:lineRule=\"exact\"/><w:ind w:left=\"{left}\"/>"
        );
        let font = if k == 0 { HEI } else { BODY };
        out.push(Style { id, name, base: "Normal", next: "Normal", shape, letters: letters(font, false, 28) });
    }
    out.extend([
        plain("Caption", "caption", "Normal", centred(60, 240), letters(BODY, false, 24)),
        plain("Chart", "图", "Normal", format!("<w:keepNext/>{}", centred(120, 0)), String::new()),
        plain("TableTitle", "表题", "Normal", format!("<w:keepNext/>{}", centred(0, 60)), letters(HEI, false, 32)),
        plain("TableFrame", "表头说明", "Normal", format!("<w:keepNext/>{FREE_LINES}"), letters(SONG, false, 21)),
        plain(
            "TableText",
            "表内文字",
            "Normal",
            format!("{FREE_LINES}<w:jc w:val=\"left\"/>"),
            letters(SONG, false, 18),
        ),
        plain(
            "TableNote",
            "表注",
            "Normal",
            "<w:spacing w:before=\"60\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>".to_owned(),
            letters(SONG, false, 18),
        ),
        plain("Footer", "footer", "Normal", format!("{FREE_LINES}<w:jc w:val=\"center\"/>"), letters(SONG, false, 28)),
    ]);
    out
}

/// The part of styles; the contents take `listed` lines.
pub(super) fn styles(listed: usize) -> String {
    let mut out = format!(
        "{XML}<w:styles xmlns:w=\"{W}\"><w:docDefaults><w:rPrDefault><w:rPr>{}<w:kern w:val=\"2\"/><w:sz w:val=\"32\"/>\
         <w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault/></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/>\
         <w:pPr><w:widowControl w:val=\"0\"/>{LINES}<w:jc w:val=\"both\"/></w:pPr></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/>\
         <w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/>\
         <w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/>\
         <w:left w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/><w:uiPriority w:val=\"99\"/>\
         <w:semiHidden/><w:unhideWhenUsed/></w:style>",
        fonts(BODY)
    );
    for style in list(listed) {
        let next = if style.next.is_empty() { String::new() } else { format!("<w:next w:val=\"{}\"/>", style.next) };
        // The names of our own styles are Chinese; all others are Word's.
        let own = if style.name.is_ascii() { "" } else { " w:customStyle=\"1\"" };
        let _ = write!(
            out,
            "<w:style w:type=\"paragraph\"{own} w:styleId=\"{}\"><w:name w:val=\"{}\"/><w:basedOn w:val=\"{}\"/>{next}<w:qFormat/>\
             <w:pPr>{}</w:pPr>{}</w:style>",
            style.id, style.name, style.base, style.shape, style.letters
        );
    }
    out.push_str("</w:styles>");
    out
}

/// The part of fonts: what stands in for one that is not installed.
pub(super) fn font_table() -> String {
    let mut out = format!("{XML}<w:fonts xmlns:w=\"{W}\">");
    for (name, alternative, shape, family) in FONTS {
        let pitch = if family == "modern" { "fixed" } else { "variable" };
        let _ = write!(
            out,
            "<w:font w:name=\"{name}\"><w:altName w:val=\"{alternative}\"/><w:panose1 w:val=\"{shape}\"/><w:charset w:val=\"86\"/>\
             <w:family w:val=\"{family}\"/><w:pitch w:val=\"{pitch}\"/></w:font>"
        );
    }
    out.push_str(
        "<w:font w:name=\"Times New Roman\"><w:panose1 w:val=\"02020603050405020304\"/><w:charset w:val=\"00\"/>\
         <w:family w:val=\"roman\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>",
    );
    out
}

/// The part of settings; fields are brought up to date when the document is opened.
pub(super) fn settings() -> String {
    format!(
        "{XML}<w:settings xmlns:w=\"{W}\"><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"420\"/>\
         <w:characterSpacingControl w:val=\"compressPunctuation\"/><w:updateFields w:val=\"true\"/><w:compat><w:useFELayout/>\
         <w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>\
         <w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/><w:decimalSymbol w:val=\".\"/><w:listSeparator w:val=\",\"/></w:settings>"
    )
}

/// The footer: — 1 —.
pub(super) fn footer() -> String {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    format!(
        "{XML}<w:ftr xmlns:w=\"{W}\"><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr><w:r><w:t xml:space=\"preserve\">— </w:t></w:r>{}\
         <w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>{}<w:r><w:t>1</w:t></w:r>{}\
         <w:r><w:t xml:space=\"preserve\"> —</w:t></w:r></w:p></w:ftr>",
        mark("begin"),
        mark("separate"),
        mark("end")
    )
}
