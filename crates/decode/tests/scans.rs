//! Pages that are pictures: what an eye sees of them is laid out as printed pages are, and every character keeps its confidence.

use mingzhang_decode::{DecodeError, Eye, Kind, Seen, Sign, decode, decode_with, kind, pictures};
use mingzhang_model::{Block, Doubt, Recognised};

/// Sees a table of two columns under a title, on every page; page 3 is more than it can do.
struct Glance;

fn set(text: &str, x: f32, base: f32, confidence: u16) -> Vec<Sign> {
    let doubts = [Some(Doubt::Other('8', 40)), None];
    (text.chars().zip(0_u8..))
        .map(|(c, i)| Sign {
            c,
            x0: x + 10.0 * f32::from(i),
            x1: x + 10.0 * f32::from(i) + 10.0,
            base,
            em: 10.0,
            recognised: Recognised { confidence, doubts: if c == '3' { doubts } else { [None, None] } },
        })
        .collect()
}

impl Eye for Glance {
    fn page(&self, _: &[u8], number: u32) -> Result<Seen, String> {
        if number == 3 {
            return Err("看不清。".to_owned());
        }
        self.picture(&[])
    }

    fn picture(&self, _: &[u8]) -> Result<Seen, String> {
        let mut rules: Vec<[f32; 4]> = [100.0, 120.0, 140.0].map(|y| [50.0, y, 250.0, y + 0.5]).to_vec();
        rules.extend([50.0, 150.0, 250.0].map(|x| [x, 100.0, x + 0.5, 140.0]));
        let signs = [
            set("决算表", 120.0, 90.0, 990),
            set("项目", 60.0, 115.0, 980),
            set("金额", 160.0, 115.0, 970),
            set("合计", 60.0, 135.0, 600),
            set("13.5", 160.0, 135.0, 870),
        ];
        Ok(Seen { width: 300.0, height: 400.0, signs: signs.concat(), rules })
    }
}

/// A PDF whose pages are text or a picture that covers them; `layer` is printed invisibly over the picture.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            (0..pages.len()).map(|i| format!("{} 0 R ", 5 + 2 * i)).collect::<String>()
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>stream\nX\nendstream".to_owned(),
    ];
    for (i, content) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Contents {} 0 R/Resources<</Font<</F 3 0 R>>/XObject<</I 4 0 R>>>>>>",
            6 + 2 * i
        ));
        objects.push(format!("<</Length {}>>stream\n{content}\nendstream", content.len()));
    }
    let mut out = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (i, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.push_str(&format!("{} 0 obj\n{object}\nendobj\n", i + 1));
    }
    let table = out.len();
    out.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    places.iter().for_each(|p| out.push_str(&format!("{p:010} 00000 n \n")));
    out.push_str(&format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF", objects.len() + 1));
    out.into_bytes()
}

const PICTURE: &str = "q 300 0 0 400 0 0 cm /I Do Q";
const TEXT: &str = "BT /F 12 Tf 50 300 Td (Text that is plainly printed here) Tj ET";

#[test]
fn a_picture_becomes_tables_and_paragraphs_with_confidence() {
    let document = pictures(&[("1.png", b"")], &Glance).unwrap();
    let title = document.blocks[0].paragraph().unwrap();
    assert_eq!((title.text.as_str(), title.place(0, title.text.len()).confidence), ("决算表", Some(990)));
    let table = document.blocks[1].table().unwrap();
    assert_eq!((table.rows, table.columns, table.text(1, 1)), (2, 2, "13.5"));
    let cell = table.at(1, 1).unwrap();
    assert_eq!((cell.place.page, cell.place.confidence), (Some(1), Some(870)));
    assert_eq!(cell.others, ["18.5"]);
    assert_eq!(document.problems[0].code, "recognised-pages");
}

#[test]
fn only_pages_that_are_pictures_are_looked_at() {
    let strips = "q 300 0 0 180 0 220 cm /I Do Q q 300 0 0 180 0 20 cm /I Do Q";
    let bytes = pdf(&[TEXT, strips, PICTURE]);
    let document = decode_with(&bytes, "x.pdf", Some(&Glance)).unwrap();
    let tables: Vec<_> = document.blocks.iter().filter_map(Block::table).collect();
    assert_eq!(tables.len(), 1);
    assert_eq!(tables[0].at(1, 1).unwrap().place.page, Some(2));
    let text = document.blocks[0].paragraph().unwrap();
    assert_eq!((text.text.as_str(), text.place(0, 4).confidence), ("Text that is plainly printed here", None));
    let told: Vec<&str> = document.problems.iter().map(|p| p.message.as_str()).collect();
    assert!(told.iter().any(|m| m.starts_with("第2页是图像，文字和数字由本机识别")), "{told:?}");
    assert!(told.contains(&"第3页是图像，看不清。"), "{told:?}");
}

#[test]
fn a_table_that_is_a_picture_beside_text_is_read() {
    // The eye's table lies in the picture on the first page, beside it on the second, and under print on the third.
    let beside = format!("{TEXT} q 220 0 0 100 40 230 cm /I Do Q").replace("50 300 Td", "50 380 Td");
    let apart = format!("{TEXT} q 220 0 0 100 40 50 cm /I Do Q").replace("50 300 Td", "50 380 Td");
    let under = format!("q 220 0 0 100 40 230 cm /I Do Q {}", TEXT.replace("50 300 Td", "60 270 Td"));
    let blank = "BT /F 12 Tf 50 380 Td (Text that is plainly printed here) Tj ET";
    let document = decode_with(&pdf(&[&beside, &apart, blank, &under]), "x.pdf", Some(&Glance)).unwrap();
    let tables: Vec<_> = document.blocks.iter().filter_map(Block::table).collect();
    assert_eq!(tables.len(), 1);
    let cell = tables[0].at(1, 1).unwrap();
    assert_eq!((cell.text.as_str(), cell.place.page, cell.place.confidence), ("13.5", Some(1), Some(870)));
    let told: Vec<&str> = document.problems.iter().map(|p| p.message.as_str()).collect();
    assert!(told.iter().any(|m| m.starts_with("第1页有图片形式的表格，文字和数字由本机识别")), "{told:?}");
    assert!(told.iter().any(|m| m.starts_with("第2、4页共有2幅图片")), "{told:?}");
    let alone = decode(&pdf(&[&beside]), "x.pdf").unwrap();
    assert_eq!(alone.problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["picture-unread"]);
}

#[test]
fn without_an_eye_pictures_are_told() {
    let document = decode(&pdf(&[TEXT, PICTURE]), "x.pdf").unwrap();
    assert_eq!(document.problems.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["no-text-layer"]);
    assert_eq!(decode(&pdf(&[PICTURE]), "x.pdf").unwrap_err(), DecodeError::NoTextLayer { pages: 1 });
    assert_eq!(decode(b"\x89PNG\r\n\x1a\n", "x.png").unwrap_err(), DecodeError::Picture);
}

#[test]
fn text_that_somebody_recognised_is_not_sure() {
    let layer = format!("{PICTURE} BT 3 Tr /F 12 Tf 50 300 Td (Text that was once recognised) Tj ET");
    let document = decode(&pdf(&[&layer]), "x.pdf").unwrap();
    let text = document.blocks[0].paragraph().unwrap();
    assert_eq!(text.place(0, 4).confidence, Some(0));
    assert!(document.problems.is_empty(), "{:?}", document.problems);
}

/// Sees a sentence without its full stop, a heading and another sentence.
struct Lost;

impl Eye for Lost {
    fn page(&self, _: &[u8], _: u32) -> Result<Seen, String> {
        self.picture(&[])
    }

    fn picture(&self, _: &[u8]) -> Result<Seen, String> {
        let lines = [
            "机关运行经费预算为七百八十六点零九万元比上年增加",
            "三、政府采购情况",
            "本部门政府采购预算为八百三十万元其中政府采购货物",
            "预算十万元。",
        ];
        let signs = (lines.iter().zip([0.0, 8.0, 20.0, 0.0]).enumerate())
            .flat_map(|(i, (line, indent))| set(line, 30.0 + indent, 100.0 + 20.0 * i as f32, 995));
        Ok(Seen { width: 300.0, height: 400.0, signs: signs.collect(), rules: Vec::new() })
    }
}

#[test]
fn a_heading_after_a_lost_full_stop_is_one() {
    let document = pictures(&[("1.png", b"")], &Lost).unwrap();
    let texts: Vec<&str> = document.blocks.iter().filter_map(Block::paragraph).map(|p| p.text.as_str()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(texts[1], "三、政府采购情况");
}

#[test]
fn pictures_are_known_by_their_bytes() {
    let bitmap = [b"BM".as_slice(), &[1; 4], &[0; 4], &[54, 0, 0, 0]].concat();
    for mark in [b"\x89PNG\r\n\x1a\n".as_slice(), b"\xff\xd8\xff\xe0", b"II*\0", b"MM\0*", &bitmap] {
        assert_eq!(kind(mark), Ok(Kind::Picture), "{mark:?}");
    }
    assert_eq!(kind("BM集团2024年决算".as_bytes()), Ok(Kind::Text));
}
