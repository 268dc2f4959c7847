//! The example report as a scanner would give it, against the text it was printed from. Skipped where the models are not installed.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use image::{DynamicImage, GrayImage, ImageFormat, Luma, imageops};
use mingzhang_audit::{Audit, audit};
use mingzhang_catalog::Catalog;
use mingzhang_decode::{decode, decode_with, pictures};
use mingzhang_model::{Block, Disclosure, Document, Origin, Severity};
use mingzhang_ocr::{Reader, models};
use std::collections::HashMap;
use std::io::Cursor;
use std::ops::Range;

fn reader() -> Option<Reader> {
    let directory = models::directory().filter(|d| models::are_installed(d));
    if directory.is_none() {
        println!("skipped: the models are not installed ({})", models::FETCH);
    }
    directory.map(|d| Reader::open(&d).unwrap())
}

fn example() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/qinghe-culture-final-2024.pdf");
    std::fs::read(path).unwrap()
}

/// Pages of a PDF as a scanner sees them, in grey.
fn scanned(pdf: &[u8], pages: Range<usize>, dots: f32) -> Vec<GrayImage> {
    let pdf = Pdf::new(pdf.to_vec()).unwrap();
    let size = PixmapSettings { x_scale: dots / 72.0, y_scale: dots / 72.0, bg_color: WHITE };
    let pages = pdf.pages().get(pages).unwrap();
    let picture = |page| {
        let settings = (InterpreterSettings::default(), RenderSettings::default());
        let map = render(page, &RenderCache::new(), &settings.0, &settings.1, &size);
        let (width, height) = (u32::from(map.width()), u32::from(map.height()));
        let rgba = image::RgbaImage::from_raw(width, height, map.data_as_u8_slice().to_vec()).unwrap();
        DynamicImage::from(rgba).to_luma8()
    };
    pages.iter().map(picture).collect()
}

fn file(picture: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Pictures as the pages of a PDF, as scanners write it.
fn bound(pictures: &[GrayImage], dots: f32) -> Vec<u8> {
    let kids: String = (0..pictures.len()).map(|i| format!("{} 0 R ", 3 + 3 * i)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pictures.len()).into_bytes(),
    ];
    for (i, picture) in pictures.iter().enumerate() {
        let (w, h) = (picture.width() as f32 * 72.0 / dots, picture.height() as f32 * 72.0 / dots);
        let (content, image) = (4 + 3 * i, 5 + 3 * i);
        objects.push(
            format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 {w} {h}]/Contents {content} 0 R/Resources<</XObject<</I {image} 0 R>>>>>>")
                .into_bytes(),
        );
        let drawn = format!("q {w} 0 0 {h} 0 0 cm /I Do Q");
        objects.push(format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()).into_bytes());
        let bytes = file(picture, ImageFormat::Jpeg);
        let head = format!(
            "<</Type/XObject/Subtype/Image/Width {}/Height {}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Length {}>>stream\n",
            picture.width(),
            picture.height(),
            bytes.len()
        );
        objects.push([head.as_bytes(), &bytes, b"\nendstream"].concat());
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n", i + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    let table = out.len();
    out.extend_from_slice(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).as_bytes());
    places.iter().for_each(|p| out.extend_from_slice(format!("{p:010} 00000 n \n").as_bytes()));
    let end = format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", objects.len() + 1);
    [out, end.into_bytes()].concat()
}

fn understood(document: Document) -> (Disclosure, Audit) {
    let catalog = Catalog::embedded();
    let disclosure = mingzhang_read::read(document, catalog);
    let audited = audit(&disclosure, catalog);
    (disclosure, audited)
}

/// How often each fact stands in tables, by what it is about and its value.
fn facts(disclosure: &Disclosure) -> HashMap<String, usize> {
    let mut out = HashMap::new();
    let printed = disclosure.facts.iter().filter(|f| matches!(f.origin, Origin::Table { .. }) && !f.blank);
    for f in printed {
        *out.entry(format!("{} = {}", f.coordinates, f.figure.value.0)).or_default() += 1;
    }
    out
}

/// Figures of the tables of some pages, in reading order.
fn figures(document: &Document, pages: Range<usize>) -> Vec<String> {
    let shown = |page: Option<u32>| page.is_some_and(|p| pages.contains(&(p as usize - 1)));
    (document.blocks.iter().filter_map(Block::table))
        .flat_map(|t| &t.cells)
        .filter(|c| {
            shown(c.place.page) && c.text.contains('.') && c.text.chars().all(|c| c.is_ascii_digit() || c == '.')
        })
        .map(|c| c.text.clone())
        .collect()
}

#[test]
fn a_scan_says_what_the_text_says() {
    let Some(reader) = reader() else { return };
    let pdf = example();
    let scan = bound(&scanned(&pdf, 0..22, 150.0), 150.0);
    let (text, audited) = understood(decode(&pdf, "x.pdf").unwrap());
    let (seen, looked) = understood(decode_with(&scan, "x.pdf", Some(&reader)).unwrap());
    assert_eq!(seen.identity.profile, text.identity.profile);
    assert_eq!(seen.identity.entity, text.identity.entity);
    let (right, read) = (facts(&text), facts(&seen));
    let all: usize = right.values().sum();
    let missed: Vec<&String> =
        right.iter().filter(|(k, n)| read.get(*k).copied().unwrap_or(0) < **n).map(|(k, _)| k).collect();
    println!("{all} figures of tables, {} missed: {missed:#?}", missed.len());
    assert!(all > 150 && missed.len() * 100 <= all, "{} of {all}: {missed:#?}", missed.len());
    // Every mistake of the example is found; nothing that is none is called an error.
    let errors = |a: &Audit| {
        a.findings.iter().filter(|f| f.severity == Severity::Error).map(|f| f.rule.clone()).collect::<Vec<_>>()
    };
    let (known, told) = (errors(&audited), errors(&looked));
    assert!(told.iter().all(|r| known.contains(r)), "{told:?}");
    for rule in &known {
        assert!(looked.findings.iter().any(|f| f.rule == *rule), "{rule} was not found");
    }
    assert!(looked.findings.iter().all(|f| f.message.contains("请对照原件核对")));
}

#[test]
fn pages_askew_and_on_their_side_are_read() {
    let Some(reader) = reader() else { return };
    let pdf = example();
    let text = decode(&pdf, "x.pdf").unwrap();
    let page = (0..22).find(|p| figures(&text, *p..p + 1).len() > 20).unwrap();
    let right = figures(&text, page..page + 1);
    let picture = scanned(&pdf, page..page + 1, 200.0).remove(0);
    let askew = turned(&picture, 1.4);
    for (name, picture) in
        [("upright", picture.clone()), ("askew", askew), ("on its side", imageops::rotate90(&picture))]
    {
        let bytes = file(&picture, ImageFormat::Png);
        let read = pictures(&[("1.png", &bytes)], &reader).unwrap();
        assert_eq!(figures(&read, 0..1), right, "{name}");
    }
}

/// A picture turned about its middle by a few degrees.
fn turned(picture: &GrayImage, degrees: f32) -> GrayImage {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (w, h) = (picture.width() as f32 / 2.0, picture.height() as f32 / 2.0);
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let (dx, dy) = (x as f32 - w, y as f32 - h);
        let at = (w + dx * cos - dy * sin, h + dx * sin + dy * cos);
        imageops::interpolate_bilinear(picture, at.0, at.1).unwrap_or(Luma([255]))
    })
}

#[test]
fn what_is_no_picture_is_told() {
    let Some(reader) = reader() else { return };
    let why = pictures(&[("1.png", b"\x89PNG\r\n\x1a\n")], &reader).unwrap_err().to_string();
    assert!(why.contains("图片已损坏"), "{why}");
    let white = file(&GrayImage::from_pixel(300, 400, Luma([255])), ImageFormat::Bmp);
    assert!(pictures(&[("1.bmp", &white)], &reader).unwrap().blocks.is_empty());
}
