//! PDF: structure.

use crate::pdf_file::{Pdf, deflate, one, text};
use crate::{Chance, List};

pub(crate) const LIST: List = &[
    ("pdf-nothing-but-its-mark", || b"%PDF-1.7\n".to_vec()),
    ("pdf-cut-in-half", || {
        let whole = one(text(60.0, 700.0, 12.0, "本年收入合计100.00万元。").repeat(400).as_bytes());
        whole[..whole.len() / 2].to_vec()
    }),
    ("pdf-noise-after-its-mark-64-mib", noise),
    ("pdf-blanks-64-mib", || {
        let mut out = b"%PDF-1.7\n".to_vec();
        out.resize(64 << 20, b' ');
        out
    }),
    ("pdf-comment-64-mib", || {
        let mut out = b"%PDF-1.7\n%".to_vec();
        out.resize(64 << 20, b'x');
        out
    }),
    ("pdf-page-tree-in-a-circle", || {
        let mut pdf = Pdf::new();
        let (a, b) = (pdf.reserve(), pdf.reserve());
        pdf.set(a, format!("<</Type/Pages/Count 9/Kids[{b} 0 R 2 0 R]>>").as_bytes());
        pdf.set(b, format!("<</Type/Pages/Count 9/Kids[{a} 0 R {b} 0 R]>>").as_bytes());
        pdf.pages(&[a, b, a]);
        pdf.finish()
    }),
    ("pdf-page-tree-100000-deep", || {
        let mut pdf = Pdf::new();
        let content = pdf.stream("", text(60.0, 700.0, 12.0, "收入合计100.00万元。").as_bytes());
        let mut below = pdf.page(content, "");
        for _ in 0..100_000 {
            below = pdf.add(&format!("<</Type/Pages/Count 1/Kids[{below} 0 R]>>"));
        }
        pdf.pages(&[below]);
        pdf.finish()
    }),
    ("pdf-one-page-3000000-times", || {
        let mut pdf = Pdf::new();
        let content = pdf.stream("", text(60.0, 700.0, 12.0, "收入合计100.00万元。").as_bytes());
        let page = pdf.page(content, "");
        pdf.pages(&vec![page; 3_000_000]);
        pdf.finish()
    }),
    ("pdf-pages-written-in-place-1000000", || {
        let mut pdf = Pdf::new();
        let kids = "<</Type/Page/MediaBox[0 0 9 9]>>".repeat(1_000_000);
        pdf.set(2, format!("<</Type/Pages/Count 1/Kids[{kids}]>>").as_bytes());
        pdf.finish()
    }),
    ("pdf-pages-300000", || {
        let mut pdf = Pdf::new();
        let content = pdf.stream("", text(60.0, 700.0, 12.0, "收入合计100.00万元。").as_bytes());
        let pages: Vec<usize> = (0..300_000).map(|_| pdf.page(content, "")).collect();
        pdf.pages(&pages);
        pdf.finish()
    }),
    ("pdf-objects-without-a-table-2700000", || {
        let mut out = b"%PDF-1.7\n".to_vec();
        for i in 1..2_700_000 {
            out.extend(format!("{i} 0 obj<<>>endobj\n").bytes());
        }
        out
    }),
    ("pdf-object-heads-without-end", || [b"%PDF-1.7\n".as_slice(), &b"1 0 obj<<".repeat(6 << 20)].concat()),
    ("pdf-object-heads-before-one-long-array", || {
        let mut out = b"%PDF-1.7\n".to_vec();
        for i in 1..200_000 {
            out.extend(format!("{i} 0 obj [").bytes());
        }
        out.extend(b"0 ".repeat(1 << 20));
        out
    }),
    ("pdf-dictionaries-open-without-end", || [b"%PDF-1.7\n".as_slice(), &b"<<".repeat(31 << 20)].concat()),
    ("pdf-dictionaries-of-type-without-end", || [b"%PDF-1.7\n".as_slice(), &b"<</Type ".repeat(7 << 20)].concat()),
    ("pdf-arrays-open-without-end", || [b"%PDF-1.7\n1 0 obj ".as_slice(), &b"[".repeat(60 << 20)].concat()),
    ("pdf-strings-open-without-end", || [b"%PDF-1.7\n".as_slice(), &b"1 0 obj(".repeat(7 << 20)].concat()),
    ("pdf-streams-without-end", || {
        let mut out = b"%PDF-1.7\n".to_vec();
        for i in 1..500_000 {
            out.extend(format!("{i} 0 obj<</Length 9>>stream\n").bytes());
        }
        out
    }),
    ("pdf-object-streams-without-end", || {
        let mut out = b"%PDF-1.7\n".to_vec();
        for i in 1..300_000 {
            out.extend(format!("{i} 0 obj<</Type/ObjStm/N 9/First 9/Length 99>>stream\n").bytes());
        }
        out
    }),
    ("pdf-tables-of-objects-in-a-chain", || {
        let mut out = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n".to_vec();
        let mut before = 0;
        for _ in 0..200_000 {
            let at = out.len();
            out.extend(format!("xref\n0 0\ntrailer<</Size 3/Root 1 0 R/Prev {before}>>\n").bytes());
            before = at;
        }
        out.extend(format!("startxref\n{before}\n%%EOF").bytes());
        out
    }),
    ("pdf-table-of-objects-is-its-own-parent", || {
        let mut out = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n".to_vec();
        let at = out.len();
        out.extend(format!("xref\n0 0\ntrailer<</Size 3/Root 1 0 R/Prev {at}>>\nstartxref\n{at}\n%%EOF").bytes());
        out
    }),
    ("pdf-references-in-a-circle", || {
        let mut pdf = Pdf::new();
        let (a, b) = (pdf.reserve(), pdf.reserve());
        pdf.set(a, format!("{b} 0 R").as_bytes());
        pdf.set(b, format!("{a} 0 R").as_bytes());
        let page =
            pdf.add(&format!("<</Type/Page/MediaBox {a} 0 R/Contents {a} 0 R/Resources {b} 0 R/Rotate {a} 0 R>>"));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-length-is-its-own-stream", || {
        let mut pdf = Pdf::new();
        let content = pdf.reserve();
        let body = format!("<</Length {content} 0 R>>stream\nBT ET\nendstream");
        pdf.set(content, body.as_bytes());
        let page = pdf.page(content, "");
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-sheet-of-no-size", || sized("[0 0 0 0]")),
    ("pdf-sheet-beyond-all-size", || sized("[-1e38 -1e38 1e38 1e38]")),
    ("pdf-sheet-inside-out", || sized("[9999999999999999999 842 0 -842]")),
    ("pdf-encrypted-with-nonsense", || {
        let mut pdf = Pdf::new();
        let content = pdf.stream("", b"BT ET");
        let page = pdf.page(content, "");
        pdf.pages(&[page]);
        let whole = String::from_utf8(pdf.finish()).unwrap();
        let key = "00".repeat(3000);
        whole
            .replace(
                "/Root 1 0 R",
                &format!("/Root 1 0 R/Encrypt<</Filter/Standard/V 5/R 6/Length 99999/O<{key}>/U<{key}>/OE<{key}>/UE<{key}>/P -4>>/ID[<00>]"),
            )
            .into_bytes()
    }),
    ("pdf-object-numbers-beyond-all-size", || {
        let mut out = b"%PDF-1.7\n".to_vec();
        for i in 0..1_000_u64 {
            out.extend(format!("{} 99999999999 obj<</Root {} 0 R>>endobj\n", u64::MAX - i, u64::MAX).bytes());
        }
        out.extend(b"trailer<</Root 18446744073709551615 0 R/Size -1/Prev -1>>startxref\n-99999999999\n%%EOF");
        out
    }),
    ("pdf-packed-table-of-objects-swells", || table_of_objects(&deflate(&vec![0; 60 << 20]), "/Filter/FlateDecode")),
    ("pdf-packed-table-of-objects-packed-twice", || {
        table_of_objects(&deflate(&deflate(&vec![0; 100 << 20])), "/Filter[/FlateDecode/FlateDecode]")
    }),
    ("pdf-packed-table-of-60-million-objects", || {
        let entries: Vec<u8> = [1_u8, 9].repeat(30 << 20);
        let body = deflate(&entries);
        let mut out = b"%PDF-1.7\n".to_vec();
        let at = out.len();
        out.extend(
            format!(
                "9 0 obj<</Type/XRef/W[1 1 0]/Size 30000000/Root 1 0 R/Filter/FlateDecode/Length {}>>stream\n",
                body.len()
            )
            .bytes(),
        );
        out.extend_from_slice(&body);
        out.extend(format!("\nendstream endobj\nstartxref\n{at}\n%%EOF").bytes());
        out
    }),
];

fn noise() -> Vec<u8> {
    let mut chance = Chance(7);
    let mut out = b"%PDF-1.7\n".to_vec();
    while out.len() < (64 << 20) - 8 {
        out.extend(chance.next().to_le_bytes());
    }
    out
}

fn sized(sheet: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let content = pdf.stream("", text(60.0, 700.0, 12.0, "收入合计100.00万元。").as_bytes());
    let page = pdf.add(&format!(
        "<</Type/Page/MediaBox{sheet}/CropBox{sheet}/Rotate 2147483647/UserUnit 1e30/Contents {content} 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
    ));
    pdf.pages(&[page]);
    pdf.finish()
}

/// A document whose table of objects is a stream of these bytes.
fn table_of_objects(body: &[u8], filter: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n".to_vec();
    let at = out.len();
    out.extend(
        format!("9 0 obj<</Type/XRef/W[1 2 1]/Size 9/Root 1 0 R{filter}/Length {}>>stream\n", body.len()).bytes(),
    );
    out.extend_from_slice(body);
    out.extend(format!("\nendstream endobj\nstartxref\n{at}\n%%EOF").bytes());
    out
}
