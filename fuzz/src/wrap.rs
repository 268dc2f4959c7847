//! Files around what chance gives.

use std::borrow::Cow;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Parts of some bytes, apart by zeros.
fn parts(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|b| *b == 0)
}

fn package<'p>(parts: impl IntoIterator<Item = (Cow<'p, str>, Cow<'p, [u8]>)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Unpacked: packing takes longer than reading.
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        zip.start_file(name, options).expect("memory takes what is written");
        zip.write_all(&content).expect("memory takes what is written");
    }
    zip.finish().expect("memory takes what is written").into_inner()
}

fn around<'p>(before: &str, content: &'p [u8], after: &str) -> Cow<'p, [u8]> {
    if content.starts_with(b"<?xml") {
        return Cow::Borrowed(content);
    }
    Cow::Owned([before.as_bytes(), content, after.as_bytes()].concat())
}

pub(crate) fn pdf(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"%PDF-") {
        return bytes.to_vec();
    }
    let mut parts = parts(bytes);
    let (content, map) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let stream = |entries: &str, data: &[u8]| {
        [format!("<<{entries}/Length {}>>stream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
    };
    let objects: [Vec<u8>; 8] = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Count 2/Kids[3 0 R 3 0 R]>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R/F2 7 0 R>>/XObject<</A 8 0 R>>>>>>".to_vec(),
        stream("", content),
        b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/W[1 95 500]>>]>>".to_vec(),
        stream("", map),
        b"<</Type/Font/Subtype/Type1/BaseFont/A/FirstChar 32/Widths[500 500]/Encoding<</Differences[65/one/uni4E00]>>/ToUnicode 6 0 R>>".to_vec(),
        stream("/Type/XObject/Subtype/Form/BBox[0 0 500 500]", content),
    ];
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (i, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", out.len());
        out.extend(format!("{} 0 obj", i + 1).bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"endobj\n");
    }
    let at = out.len();
    out.extend(format!("{table}trailer<</Size 9/Root 1 0 R>>\nstartxref\n{at}\n%%EOF\n").bytes());
    out
}

pub(crate) fn docx(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK\x03\x04") {
        return bytes.to_vec();
    }
    let names = [
        ("document", "<w:document xmlns:w=\"w\"><w:body>", "</w:body></w:document>"),
        ("styles", "<w:styles xmlns:w=\"w\">", "</w:styles>"),
        ("numbering", "<w:numbering xmlns:w=\"w\">", "</w:numbering>"),
        ("footnotes", "<w:footnotes xmlns:w=\"w\">", "</w:footnotes>"),
    ];
    let types = ("[Content_Types].xml".into(), Cow::Borrowed(&b"<Types></Types>"[..]));
    let own = names
        .iter()
        .zip(parts(bytes))
        .map(|((name, before, after), content)| (format!("word/{name}.xml").into(), around(before, content, after)));
    package([types].into_iter().chain(own))
}

const RELATIONS: &[u8] = b"<Relationships><Relationship Id=\"r1\" Type=\"a/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"a/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\"a/styles\" Target=\"styles.xml\"/></Relationships>";

pub(crate) fn xlsx(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK\x03\x04") {
        return bytes.to_vec();
    }
    let mut parts = parts(bytes);
    let mut next = || parts.next().unwrap_or_default();
    package([
        ("[Content_Types].xml".into(), Cow::Borrowed(&b"<Types></Types>"[..])),
        (
            "xl/workbook.xml".into(),
            Cow::Borrowed(
                &"<workbook><sheets><sheet name=\"收入决算表\" id=\"r1\"/></sheets></workbook>".as_bytes()[..],
            ),
        ),
        ("xl/_rels/workbook.xml.rels".into(), Cow::Borrowed(RELATIONS)),
        ("xl/worksheets/sheet1.xml".into(), around("<worksheet><sheetData>", next(), "</sheetData></worksheet>")),
        ("xl/sharedStrings.xml".into(), around("<sst>", next(), "</sst>")),
        ("xl/styles.xml".into(), around("<styleSheet>", next(), "</styleSheet>")),
    ])
}

/// A workbook of the cells that lines give, `sheet!B12=text`; the first line is the profile it is for.
pub(crate) fn book(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK\x03\x04") {
        return bytes.to_vec();
    }
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let profile = lines.next().unwrap_or_default();
    let head = format!("明账!A1=明账\n明账!B2={profile}\n明账!B3=1");
    let mut sheets: Vec<(&str, String)> = Vec::new();
    for line in head.lines().chain(lines) {
        let Some((place, value)) = line.split_once('=') else { continue };
        let Some((sheet, cell)) = place.rsplit_once('!') else { continue };
        let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        let (cell, value) = (escaped(cell), escaped(value));
        let xml = if value.parse::<f64>().is_ok() {
            format!("<c r=\"{cell}\"><v>{value}</v></c>")
        } else {
            format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{value}</t></is></c>")
        };
        match sheets.iter_mut().find(|s| s.0 == sheet) {
            Some(known) => known.1 += &xml,
            None => sheets.push((sheet, xml)),
        }
    }
    let (mut list, mut relations) = (String::new(), String::new());
    let mut made: Vec<(Cow<'_, str>, Cow<'_, [u8]>)> = Vec::new();
    for (i, (name, cells)) in sheets.iter().enumerate() {
        list += &format!(
            "<sheet name=\"{}\" id=\"r{i}\"/>",
            name.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
        );
        relations += &format!("<Relationship Id=\"r{i}\" Type=\"a/worksheet\" Target=\"worksheets/sheet{i}.xml\"/>");
        let xml = format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>");
        made.push((format!("xl/worksheets/sheet{i}.xml").into(), Cow::Owned(xml.into_bytes())));
    }
    let book = format!("<workbook><sheets>{list}</sheets></workbook>").into_bytes();
    let relations = format!("<Relationships>{relations}</Relationships>").into_bytes();
    made.push(("xl/workbook.xml".into(), Cow::Owned(book)));
    made.push(("xl/_rels/workbook.xml.rels".into(), Cow::Owned(relations)));
    package(made)
}

pub(crate) fn html(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"<") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return bytes.to_vec();
    }
    [b"<html>", bytes].concat()
}

pub(crate) fn zip(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(b"PK\x03\x04") {
        return bytes.to_vec();
    }
    package(parts(bytes).take(6).enumerate().map(|(i, content)| {
        let ending = if content.starts_with(b"<") { "html" } else { "txt" };
        (format!("{i}.{ending}").into(), Cow::Borrowed(content))
    }))
}

/// A stream, the records of globals and a sheet (how many bytes the globals have stands first), or a whole file.
pub(crate) fn xls(bytes: &[u8]) -> Vec<u8> {
    match bytes {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => bytes.to_vec(),
        [0x09, 0x08, ..] => mingzhang_hostile::compound(bytes),
        [low, high, records @ ..] => {
            let (globals, sheet) = records.split_at(usize::from(u16::from_le_bytes([*low, *high])).min(records.len()));
            mingzhang_hostile::compound(&mingzhang_hostile::stream(globals, sheet, 1))
        }
        _ => Vec::new(),
    }
}
