//! PDF: contents, filters, forms, fonts.

use crate::pdf_file::{Pdf, deflate, deflate_repeated, deflate_well, one, one_packed, text};
use crate::{Chance, List};

pub(crate) const LIST: List = &[
    ("pdf-content-of-blanks-swells-to-1-gib", || packed(&deflate_repeated(&[b' '; 1 << 20], 1 << 10))),
    ("pdf-content-of-many-words-swells", || packed(&varied(100 << 20))),
    ("pdf-content-packed-twice", || {
        filtered("[/FlateDecode/FlateDecode]", &deflate(&deflate_repeated(&[b' '; 1 << 20], 200)))
    }),
    ("pdf-content-packed-three-times", || {
        filtered("[/Fl/Fl/Fl]", &deflate(&deflate(&deflate_repeated(&[b' '; 1 << 20], 500))))
    }),
    ("pdf-content-of-64-filters", || filtered(&format!("[{}]", "/AHx".repeat(64)), &b"20".repeat(1 << 20))),
    ("pdf-content-of-run-lengths", || filtered("/RunLengthDecode", &[129_u8, b' '].repeat(8 << 20))),
    ("pdf-content-lzw-swells", || filtered("/LZWDecode", &lzw(8_000_000))),
    ("pdf-content-predicted-in-rows-of-2-billion", || {
        filtered(
            "/FlateDecode/DecodeParms<</Predictor 15/Columns 2147483647/Colors 32/BitsPerComponent 16>>",
            &deflate(&[0; 99_999]),
        )
    }),
    ("pdf-contents-one-stream-500000-times", || {
        let mut pdf = Pdf::new();
        let content = pdf.stream("/Filter/FlateDecode", &deflate(&vec![b' '; 60_000]));
        let all = format!("{content} 0 R ").repeat(500_000);
        let page = pdf.add(&format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents[{all}]>>"));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-contents-of-3000-pages-swell-each", || {
        let mut pdf = Pdf::new();
        let content = pdf.stream("/Filter/FlateDecode", &deflate(&vec![b' '; 40 << 20]));
        let pages: Vec<usize> = (0..3_000).map(|_| pdf.page(content, "")).collect();
        pdf.pages(&pages);
        pdf.finish()
    }),
    ("pdf-content-60-mib-plain", || one(&b"1 0 0 RG ".repeat(7 << 20))),
    ("pdf-content-of-12-million-operators", || one_packed(&b"q Q ".repeat(12 << 20))),
    ("pdf-content-saves-without-end", || one_packed(&b"q ".repeat(20 << 20))),
    ("pdf-content-operands-without-operator", || one_packed(&b"1 ".repeat(50 << 20))),
    ("pdf-content-arrays-open-without-end", || one_packed(&b"[".repeat(30 << 20))),
    ("pdf-content-strings-open-without-end", || one_packed(&b"(".repeat(30 << 20))),
    ("pdf-content-dictionaries-open-without-end", || one_packed(&b"/A<<".repeat(7 << 20))),
    ("pdf-content-inline-images-without-end", || one_packed(&b"BI/W 9/H 9 ID ".repeat(2 << 20))),
    ("pdf-content-numbers-of-a-million-digits", || {
        one_packed(format!("{} Tf {}e{} Td ", "9".repeat(1 << 20), "1".repeat(1 << 20), "9".repeat(99)).as_bytes())
    }),
    ("pdf-content-of-numbers-beyond-all-size", || {
        let mut out = String::new();
        for n in ["1e308", "-1e308", "1e-308", "9999999999999999999999", "NaN", "0.0000000001"] {
            out += &format!(
                "{n} 0 0 {n} {n} {n} cm BT /F1 {n} Tf {n} {n} Td {n} Tz {n} Tc {n} Ts {n} TL <4E004E00> Tj T* ET {n} {n} m {n} {n} l S "
            );
        }
        one(out.repeat(2_000).as_bytes())
    }),
    ("pdf-one-text-of-2-million-glyphs", || {
        one_packed(text(60.0, 700.0, 0.5, &"收入5.00万元，".repeat(250_000)).as_bytes())
    }),
    ("pdf-2-million-glyphs-in-one-place", || one_packed(text(60.0, 700.0, 12.0, "收").repeat(400_000).as_bytes())),
    ("pdf-glyphs-strewn-about-400000", || {
        let mut chance = Chance(3);
        let mut out = String::new();
        for _ in 0..400_000 {
            let (x, y) = (chance.below(59_000), chance.below(84_000));
            out += &text(x as f64 / 100.0, y as f64 / 100.0, 1.0 + chance.below(30) as f64, "5");
        }
        one_packed(out.as_bytes())
    }),
    ("pdf-glyphs-each-on-a-line-of-its-own", || {
        let mut out = String::new();
        for i in 0..200_000 {
            out += &text(60.0, f64::from(i) / 250.0, 0.2, "5");
        }
        one_packed(out.as_bytes())
    }),
    ("pdf-rulings-strewn-about-200000", || {
        let mut chance = Chance(5);
        let mut out = String::from("0.1 w ");
        for _ in 0..100_000 {
            let (x, y) = (chance.below(590), chance.below(840));
            out += &format!("{x} {y} m {} {y} l S {x} {y} m {x} {} l S ", x + 5, y + 5);
        }
        one_packed((out + &text(60.0, 700.0, 12.0, "收入5.00万元")).as_bytes())
    }),
    ("pdf-grid-of-20000-by-2", || grid(20_000, 2)),
    ("pdf-grid-of-2000-by-2000", || grid(2_000, 2_000)),
    ("pdf-grid-of-600-by-600-with-holes", || {
        let mut chance = Chance(9);
        let mut out = String::from("0.1 w ");
        for i in 0..=600 {
            for k in 0..600 {
                if chance.below(10) > 0 {
                    out += &format!("{} {} m {} {} l S ", k, i, k + 1, i);
                }
            }
            out += &format!("{i} 0 m {i} 600 l S ");
        }
        one_packed((out + &text(60.0, 200.0, 1.0, "收入5.00万元")).as_bytes())
    }),
    ("pdf-grids-500-on-each-of-200-pages", || {
        let mut out = String::from("0.1 w ");
        for i in 0..500 {
            let (x, y) = (f64::from(i % 20) * 29.0, f64::from(i / 20) * 33.0);
            out += &format!(
                "{x} {y} 20 20 re {} {y} m {} {} l {x} {} m {} {} l S ",
                x + 10.0,
                x + 10.0,
                y + 20.0,
                y + 10.0,
                x + 20.0,
                y + 10.0
            );
            out += &text(x + 1.0, y + 1.0, 5.0, "5");
            out += &text(x + 11.0, y + 11.0, 5.0, "甲");
        }
        many_pages(200, &out)
    }),
    ("pdf-path-of-10-million-points", || one_packed(&[b"0 0 m ".as_slice(), &b"9 9 l ".repeat(10 << 20)].concat())),
    ("pdf-forms-that-draw-each-other-10-times", || {
        let mut pdf = Pdf::new();
        let mut below =
            pdf.stream("/Type/XObject/Subtype/Form/BBox[0 0 600 900]", b"BT /F1 9 Tf 60 700 Td <4E00> Tj ET");
        for _ in 0..30 {
            below = pdf.stream(
                &format!("/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Resources<</Font<</F1 3 0 R>>/XObject<</A {below} 0 R>>>>"),
                &b"/A Do ".repeat(10),
            );
        }
        let content = pdf.stream("", b"/A Do");
        let page = pdf.page(content, &format!("/XObject<</A {below} 0 R>>"));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-form-that-draws-itself", || {
        let mut pdf = Pdf::new();
        let form = pdf.reserve();
        pdf.set_stream(
            form,
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A {form} 0 R>>>>"),
            &b"/A Do ".repeat(1_000),
        );
        let content = pdf.stream("", b"/A Do");
        let page = pdf.page(content, &format!("/XObject<</A {form} 0 R>>"));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-form-that-swells-drawn-100000-times", || {
        let mut pdf = Pdf::new();
        let form = pdf.stream("/Subtype/Form/BBox[0 0 9 9]/Filter/FlateDecode", &deflate(&vec![b' '; 50 << 20]));
        let content = pdf.stream("", &b"/A Do ".repeat(100_000));
        let page = pdf.page(content, &format!("/XObject<</A {form} 0 R>>"));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-form-with-resources-of-a-million-names", || {
        let mut pdf = Pdf::new();
        let names: String = (0..1_000_000).map(|i| format!("/A{i} 3 0 R ")).collect();
        let resources = pdf.add(&format!("<</Font<<{names}>>/XObject<<{names}>>>>"));
        let content = pdf.stream("", &b"/A999999 9 Tf /A999999 Do ".repeat(2_000));
        let page = pdf.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources {resources} 0 R>>"
        ));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-fonts-20000-of-their-own", || {
        let mut pdf = Pdf::new();
        let mut names = String::new();
        let mut content = String::new();
        for i in 0..20_000 {
            let font = pdf.add("<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>");
            names += &format!("/A{i} {font} 0 R ");
            content += &format!("BT /A{i} 9 Tf 60 700 Td <4E00> Tj ET ");
        }
        let content = pdf.stream("", content.as_bytes());
        let page = pdf.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources<</Font<<{names}>>>>>>"
        ));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-font-written-in-place-set-100000-times", || {
        let mut pdf = Pdf::new();
        let content = pdf.stream("", &b"BT /B 9 Tf ET /A Do ".repeat(20_000));
        let form = pdf.stream("/Subtype/Form/BBox[0 0 9 9]", b"BT /B 9 Tf 60 700 Td <4E00> Tj ET");
        let font = "<</Type/Font/Subtype/Type0/Encoding/UniGB-UTF16-H/DescendantFonts[4 0 R]>>";
        let page = pdf.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources<</Font<</B {font}>>/XObject<</A {form} 0 R>>>>>>"
        ));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-font-map-of-all-codes", || {
        font_map(
            "1 beginbfrange <00000000> <FFFFFFFF> <4E00> endbfrange 1 begincidrange <00000000> <FFFFFFFF> 0 endcidrange ",
        )
    }),
    ("pdf-font-map-of-a-million-ranges", || {
        let mut out = String::new();
        for i in 0..1_000_000_u32 {
            out += &format!("1 beginbfrange <{:08X}> <{:08X}> <4E00> endbfrange\n", i * 4_000, i * 4_000 + 3_999);
        }
        font_map(&out)
    }),
    ("pdf-font-map-of-a-million-texts", || {
        let long = "4E00".repeat(8);
        let mut out = String::from("999999 beginbfchar\n");
        for i in 0..1_000_000_u32 {
            out += &format!("<{i:04X}> <{long}>\n");
        }
        font_map(&out)
    }),
    ("pdf-font-map-that-swells", || {
        let mut pdf = Pdf::new();
        let map = pdf.stream("/Filter/FlateDecode", &deflate_repeated(b"<0000> <FFFF> <4E00>\n", 6 << 20));
        with_font(pdf, &format!("/ToUnicode {map} 0 R"))
    }),
    ("pdf-font-map-that-uses-itself", || {
        let mut pdf = Pdf::new();
        let map = pdf.reserve();
        pdf.set_stream(map, &format!("/Type/CMap/UseCMap {map} 0 R"), b"/UniGB-UTF16-H usecmap /UniGB-UTF16-H usecmap");
        with_font(pdf, &format!("/ToUnicode {map} 0 R/Encoding {map} 0 R"))
    }),
    ("pdf-font-map-uses-another-100000-times", || font_map(&"/UniGB-UTF16-H usecmap\n".repeat(100_000))),
    ("pdf-font-one-code-is-a-long-text", || {
        let long = "4E005143".repeat(10_000);
        let mut pdf = Pdf::new();
        let map = pdf.stream("", format!("1 beginbfchar <4E00> <{long}> endbfchar").as_bytes());
        let font = pdf.add(&format!(
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode {map} 0 R>>"
        ));
        let content = pdf.stream("", format!("BT /B 9 Tf 60 700 Td <{}> Tj ET", "4E00".repeat(100_000)).as_bytes());
        let page = pdf.page(content, &format!("/X<<>>>>/Resources<</Font<</B {font} 0 R>>"));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-font-widths-without-end", || {
        let mut pdf = Pdf::new();
        let ranges = "0 4294967295 500 ".repeat(1 << 20);
        let wide = pdf.add(&format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/A/DW 1000/W[{ranges}]>>"));
        with_font(pdf, &format!("/DescendantFonts[{wide} 0 R]"))
    }),
    ("pdf-font-names-without-end", || {
        let mut pdf = Pdf::new();
        let names = "/a 4294967295 /b ".repeat(2 << 20);
        let font = pdf.add(&format!("<</Type/Font/Subtype/Type1/BaseFont/A/Encoding<</Differences[{names}]>>>>"));
        let content = pdf.stream("", &b"BT /B 9 Tf 60 700 Td (abc) Tj ET ".repeat(9));
        let page = pdf.page(content, &format!("/X<<>>>>/Resources<</Font<</B {font} 0 R>>"));
        pdf.pages(&[page]);
        pdf.finish()
    }),
    ("pdf-fonts-of-their-own-maps-2000", || {
        let mut pdf = Pdf::new();
        let mut body = String::from("60000 beginbfchar\n");
        for i in 0..60_000_u32 {
            body += &format!("<{i:04X}> <4E00>\n");
        }
        let map = pdf.stream("/Filter/FlateDecode", &deflate(body.as_bytes()));
        let (mut names, mut content) = (String::new(), String::new());
        for i in 0..2_000 {
            let font = pdf.add(&format!(
                "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode {map} 0 R>>"
            ));
            names += &format!("/A{i} {font} 0 R ");
            content += &format!("BT /A{i} 9 Tf 60 {} Td <4E00> Tj ET ", i % 800);
        }
        let content = pdf.stream("", content.as_bytes());
        let page = pdf.add(&format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources<</Font<<{names}>>>>>>"
        ));
        pdf.pages(&[page]);
        pdf.finish()
    }),
];

fn filtered(filter: &str, content: &[u8]) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let content = pdf.stream(&format!("/Filter{filter}"), content);
    let page = pdf.page(content, "");
    pdf.pages(&[page]);
    pdf.finish()
}

fn packed(content: &[u8]) -> Vec<u8> {
    filtered("/FlateDecode", content)
}

/// Packed bytes that swell a hundredfold and look like noise: pieces of the longest length a copy has, at places of chance.
fn varied(length: usize) -> Vec<u8> {
    let mut chance = Chance(11);
    let letters = b" qQhfnWSbBs\n";
    let pieces: Vec<Vec<u8>> = (0..24).map(|_| (0..258).map(|_| letters[chance.below(12)]).collect()).collect();
    let mut out = Vec::new();
    while out.len() < length {
        out.extend_from_slice(&pieces[chance.below(pieces.len())]);
    }
    deflate_well(&out)
}

/// LZW of one byte over and over: each code is one longer than the last.
fn lzw(codes: usize) -> Vec<u8> {
    let (mut out, mut held, mut bits) = (Vec::new(), 0_u64, 0_u32);
    let mut put = |code: u64, width: u32| {
        held = (held << width) | code;
        bits += width;
        while bits >= 8 {
            bits -= 8;
            out.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
        held &= (1 << bits) - 1;
    };
    let mut done = 0;
    while done < codes {
        put(256, 9);
        put(32, 9);
        let mut next = 258_u64;
        while next < 4_094 {
            let width = match next {
                ..=510 => 9,
                511..=1_022 => 10,
                1_023..=2_046 => 11,
                _ => 12,
            };
            put(next, width);
            next += 1;
            done += 1;
        }
        put(256, 12);
    }
    out
}

fn grid(rows: usize, columns: usize) -> Vec<u8> {
    let mut out = String::from("0.01 w ");
    let (height, width) = (840.0 / rows as f64, 590.0 / columns as f64);
    for r in 0..=rows {
        out += &format!("0 {:.3} m 590 {:.3} l S ", r as f64 * height, r as f64 * height);
    }
    for c in 0..=columns {
        out += &format!("{:.3} 0 m {:.3} 840 l S ", c as f64 * width, c as f64 * width);
    }
    one_packed((out + &text(60.0, 700.0, 9.0, "收入5.00万元")).as_bytes())
}

pub(crate) fn many_pages(count: usize, content: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let content = pdf.stream("/Filter/FlateDecode", &deflate(content.as_bytes()));
    let pages: Vec<usize> = (0..count).map(|_| pdf.page(content, "")).collect();
    pdf.pages(&pages);
    pdf.finish()
}

fn font_map(body: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let map = pdf.stream("/Filter/FlateDecode", &deflate(body.as_bytes()));
    with_font(pdf, &format!("/ToUnicode {map} 0 R/Encoding {map} 0 R"))
}

/// A page that prints with a font that has these entries.
fn with_font(mut pdf: Pdf, entries: &str) -> Vec<u8> {
    let own = ["/Encoding", "/DescendantFonts"].map(|key| !entries.contains(key));
    let rest = [if own[0] { "/Encoding/Identity-H" } else { "" }, if own[1] { "/DescendantFonts[4 0 R]" } else { "" }]
        .concat();
    let font = pdf.add(&format!("<</Type/Font/Subtype/Type0/BaseFont/A{rest}{entries}>>"));
    let content = pdf.stream("", format!("BT /B 9 Tf 60 700 Td <{}> Tj ET", "4E005143".repeat(2_000)).as_bytes());
    let page = pdf.add(&format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {content} 0 R/Resources<</Font<</B {font} 0 R>>>>>>"
    ));
    pdf.pages(&[page]);
    pdf.finish()
}
