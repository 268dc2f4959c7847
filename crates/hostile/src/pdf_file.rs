//! A PDF from its objects.

use flate2::Compression;
use flate2::write::ZlibEncoder;
use std::io::Write;

/// A document under construction; object 1 is the catalog, 2 the page tree, 3 a font that needs no embedding.
pub(crate) struct Pdf {
    out: Vec<u8>,
    offsets: Vec<(usize, usize)>,
    next: usize,
}

impl Pdf {
    pub(crate) fn new() -> Pdf {
        let mut pdf = Pdf { out: b"%PDF-1.7\n".to_vec(), offsets: Vec::new(), next: 6 };
        pdf.set(1, b"<</Type/Catalog/Pages 2 0 R>>");
        pdf.set(3, b"<</Type/Font/Subtype/Type0/BaseFont/SimSun/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>");
        pdf.set(
            4,
            b"<</Type/Font/Subtype/CIDFontType0/BaseFont/SimSun/DW 1000/W[1 95 500]\
              /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        );
        pdf
    }

    /// A number for an object to come.
    pub(crate) fn reserve(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    pub(crate) fn set(&mut self, number: usize, body: &[u8]) {
        self.offsets.push((number, self.out.len()));
        self.out.extend(format!("{number} 0 obj\n").bytes());
        self.out.extend_from_slice(body);
        self.out.extend_from_slice(b"\nendobj\n");
    }

    pub(crate) fn add(&mut self, body: &str) -> usize {
        let number = self.reserve();
        self.set(number, body.as_bytes());
        number
    }

    /// A stream with entries of its dictionary.
    pub(crate) fn stream(&mut self, entries: &str, data: &[u8]) -> usize {
        let number = self.reserve();
        self.set_stream(number, entries, data);
        number
    }

    pub(crate) fn set_stream(&mut self, number: usize, entries: &str, data: &[u8]) {
        let mut body = format!("<<{entries}/Length {}>>\nstream\n", data.len()).into_bytes();
        body.extend_from_slice(data);
        body.extend_from_slice(b"\nendstream");
        self.set(number, &body);
    }

    /// A page with a content; its number.
    pub(crate) fn page(&mut self, content: usize, resources: &str) -> usize {
        self.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources<</Font<</F1 3 0 R>>{resources}>>>>"
        ))
    }

    /// The page tree.
    pub(crate) fn pages(&mut self, pages: &[usize]) {
        let kids: String = pages.iter().map(|p| format!("{p} 0 R ")).collect();
        self.set(2, format!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()).as_bytes());
    }

    pub(crate) fn finish(mut self) -> Vec<u8> {
        let start = self.out.len();
        let mut table = String::from("xref\n0 1\n0000000000 65535 f \n");
        for (number, offset) in &self.offsets {
            table += &format!("{number} 1\n{offset:010} 00000 n \n");
        }
        self.out.extend(table.bytes());
        self.out
            .extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", self.next).into_bytes());
        self.out
    }
}

/// A document of one page.
pub(crate) fn one(content: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let content = pdf.stream("", content);
    let page = pdf.page(content, "");
    pdf.pages(&[page]);
    pdf.finish()
}

/// A document of one page with a packed content.
pub(crate) fn one_packed(content: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let content = pdf.stream("/Filter/FlateDecode", &deflate(content));
    let page = pdf.page(content, "");
    pdf.pages(&[page]);
    pdf.finish()
}

pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// The same, as short as it gets.
pub(crate) fn deflate_well(bytes: &[u8]) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A text so many times over, packed piece by piece.
pub(crate) fn deflate_repeated(piece: &[u8], times: usize) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..times {
        out.write_all(piece).unwrap();
    }
    out.finish().unwrap()
}

/// Text at a place.
pub(crate) fn text(x: f64, y: f64, size: f64, text: &str) -> String {
    let codes: String = text.encode_utf16().map(|u| format!("{u:04X}")).collect();
    format!("BT /F1 {size} Tf {x:.2} {y:.2} Td <{codes}> Tj ET\n")
}
