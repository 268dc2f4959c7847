//! Small PDFs of our own making.
#![allow(dead_code, clippy::unwrap_used)]

use mingzhang_model::{Block, Document, Table};
use std::fmt::Write;

/// Text at a place, in points from the bottom left, in a font that needs no embedding.
pub fn text(x: f64, y: f64, size: f64, text: &str) -> String {
    let codes = text.encode_utf16().fold(String::new(), |mut out, unit| {
        let _ = write!(out, "{unit:04X}");
        out
    });
    format!("BT /F1 {size} Tf {x} {y} Td <{codes}> Tj ET\n")
}

/// A stroked line.
pub fn line(x0: f64, y0: f64, x1: f64, y1: f64) -> String {
    format!("0.5 w {x0} {y0} m {x1} {y1} l S\n")
}

/// A ruled table: edges of columns, top, height of rows, cells by row.
pub fn table(xs: &[f64], top: f64, height: f64, rows: &[&[&str]]) -> String {
    let mut out = String::new();
    let bottom = top - height * rows.len() as f64;
    for r in 0..=rows.len() {
        let y = top - height * r as f64;
        out += &line(xs[0], y, xs[xs.len() - 1], y);
    }
    for x in xs {
        out += &line(*x, bottom, *x, top);
    }
    for (r, row) in rows.iter().enumerate() {
        for (c, cell) in row.iter().enumerate() {
            out += &text(xs[c] + 2.0, top - height * (r as f64 + 0.7), 10.0, cell);
        }
    }
    out
}

/// A document of A4 pages.
pub fn pdf(pages: &[String]) -> Vec<u8> {
    pdf_with(pages, "")
}

/// The same with something more in the trailer.
pub fn pdf_with(pages: &[String], trailer: &str) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            (0..pages.len()).map(|i| format!("{} 0 R ", 8 + 2 * i)).collect::<String>()
        ),
        "<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000/W[1 95 500]\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>"
            .to_owned(),
        "<</Type/Font/Subtype/Type0/BaseFont/Nameless/Encoding/Identity-H/DescendantFonts[6 0 R]>>".to_owned(),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Nameless/DW 1000\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>"
            .to_owned(),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\nstream\n0\nendstream".to_owned(),
    ];
    for (i, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {} 0 R\
             /Resources<</Font<</F1 3 0 R/F2 5 0 R>>/XObject<</Im 7 0 R>>>>>>",
            9 + 2 * i
        ));
        objects.push(format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()));
    }
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", i + 1).into_bytes());
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").into_bytes());
    }
    let size = objects.len() + 1;
    out.extend(format!("trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n").into_bytes());
    out
}

/// A Word document of these parts.
pub fn word(parts: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document with this text, these styles and this numbering.
pub fn word_text(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    let part =
        |name: &str, content: &str| format!("<?xml version=\"1.0\"?><w:{name} xmlns:w=\"w\">{content}</w:{name}>");
    word(&[
        ("word/document.xml", &part("document", &format!("<w:body>{body}</w:body>"))),
        ("word/styles.xml", &part("styles", styles)),
        ("word/numbering.xml", &part("numbering", numbering)),
    ])
}

/// A compound file with empty streams of these names, three at most.
pub fn compound(names: &[&str]) -> Vec<u8> {
    let mut out = vec![0; 512 * 3];
    out[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    let mut put = |at: usize, bytes: &[u8]| out[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &[1, 0, 0, 0, 1, 0, 0, 0]);
    put(56, &[0, 16, 0, 0]);
    put(60, &[0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff]);
    put(76, &[0xff; 436]);
    put(76, &[0; 4]);
    // The table of sectors: itself, then the end of the directory.
    put(512, &[0xff; 512]);
    put(512, &[0xfd, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]);
    for (i, name) in ["Root Entry"].iter().chain(names).enumerate() {
        let entry = 1024 + 128 * i;
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        put(entry, &wide);
        put(entry + 64, &[u8::try_from(wide.len() + 2).unwrap(), 0, if i == 0 { 5 } else { 2 }, 1]);
        put(entry + 68, &[0xff; 12]);
        put(entry + 116, &[0xfe, 0xff, 0xff, 0xff]);
    }
    out
}

pub fn read(bytes: &[u8]) -> Document {
    mingzhang_decode::decode(bytes, "report.pdf").unwrap()
}

/// The texts of the paragraphs.
pub fn paragraphs(document: &Document) -> Vec<&str> {
    document.blocks.iter().filter_map(Block::paragraph).map(|p| p.text.as_str()).collect()
}

pub fn tables(document: &Document) -> Vec<&Table> {
    document.blocks.iter().filter_map(Block::table).collect()
}

/// The rows of a table, cells joined by bars.
pub fn rows(table: &Table) -> Vec<String> {
    (0..table.rows).map(|r| (0..table.columns).map(|c| table.text(r, c)).collect::<Vec<_>>().join("|")).collect()
}

/// Codes of the problems.
pub fn problems(document: &Document) -> Vec<&str> {
    document.problems.iter().map(|p| p.code.as_str()).collect()
}
