//! The laws of marked copies, on the example reports with slips planted in their bytes: the copy reads and audits as the original does, the
//! marks stand at the words meant, and without the marks it is the original.

// Helpers of an integration test are not under `cfg(test)`, where the lints allow this.
#![allow(clippy::unwrap_used, clippy::panic)]

use encoding_rs::GB18030;
use mingzhang_annotate::{AUTHOR, AnnotateError, annotate, remove};
use mingzhang_catalog::Catalog;
use mingzhang_model::{Disclosure, Finding, Role};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const REPORT: &str = "department/2024/公开/云岭省青禾市柳塘区文化和旅游局2024年度部门决算";

fn example(name: &str) -> Vec<u8> {
    let path = format!("{}/../../examples/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn audit(bytes: &[u8]) -> (Disclosure, Vec<Finding>) {
    let catalog = Catalog::embedded();
    let disclosure = mingzhang_read::read(mingzhang_decode::decode(bytes, "").unwrap(), catalog);
    let findings = mingzhang_audit::audit(&disclosure, catalog).findings;
    (disclosure, findings)
}

/// Facts and findings as text: equal for equal readings.
fn said(bytes: &[u8]) -> String {
    let (disclosure, findings) = audit(bytes);
    format!("{:#?}\n{findings:#?}", disclosure.facts)
}

/// The marked copy of a file with at least some findings, after the laws that hold for every format.
fn marked(bytes: &[u8], least: usize) -> (Vec<u8>, Vec<Finding>) {
    let (_, findings) = audit(bytes);
    assert!(findings.len() >= least, "{} findings", findings.len());
    let list: Vec<&Finding> = findings.iter().collect();
    let copy = annotate(bytes, &list).unwrap();
    assert_eq!(copy.unplaced, Vec::<usize>::new());
    assert_ne!(copy.bytes, bytes);
    assert!(said(&copy.bytes) == said(bytes), "the copy is read otherwise");
    let again = annotate(&copy.bytes, &list).unwrap();
    assert!(same(&again.bytes, &copy.bytes), "marks pile up");
    assert!(same(&remove(&copy.bytes).unwrap(), bytes), "the original does not come back");
    assert_eq!(remove(bytes).unwrap(), bytes);
    (copy.bytes, findings)
}

/// Equal, packages part by part.
fn same(a: &[u8], b: &[u8]) -> bool {
    if a.starts_with(b"PK") { parts(a) == parts(b) } else { a == b }
}

fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|i| {
            let mut file = zip.by_index(i).unwrap();
            let mut out = Vec::new();
            file.read_to_end(&mut out).unwrap();
            (file.name().unwrap().into_owned(), out)
        })
        .collect()
}

/// The package with one part changed.
fn patched(bytes: &[u8], part: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..zip.len() {
        let name = zip.by_index(i).unwrap().name().unwrap().into_owned();
        if name == part {
            let mut text = String::new();
            zip.by_index(i).unwrap().read_to_string(&mut text).unwrap();
            out.start_file(name, SimpleFileOptions::default()).unwrap();
            out.write_all(change(&text).as_bytes()).unwrap();
        } else {
            out.raw_copy_file(zip.by_index_raw(i).unwrap()).unwrap();
        }
    }
    out.finish().unwrap().into_inner()
}

/// A text with something replaced that must be there; of several the `nth`.
fn slip(text: &str, nth: usize, from: &str, to: &str) -> String {
    let (at, _) = text.match_indices(from).nth(nth).unwrap_or_else(|| panic!("{from} is not there"));
    format!("{}{to}{}", &text[..at], &text[at + from.len()..])
}

/// Slips in the running text of the report in any format.
fn slips(text: &str) -> String {
    let text = slip(text, 0, "各增加126.36万元", "各增加162.36万元");
    slip(&text, 0, "机关运行经费支出134.76万元", "机关运行经费支出1347.6万元")
}

fn word() -> Vec<u8> {
    patched(&example(&format!("{REPORT}.docx")), "word/document.xml", |text| {
        let split =
            "比2023年度增加1</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>3.</w:t></w:r><w:r><w:t>75 </w:t><w:t>万元";
        let text = slip(&slips(text), 0, "比2023年度增加17.35万元", split);
        slip(&text, 1, "2,383.68</w:t>", "2,338.68</w:t>")
    })
}

/// The words each comment of ours stands around, with what it says.
fn comments(bytes: &[u8]) -> Vec<(String, String)> {
    let parts = parts(bytes);
    let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    let (document, comments) = (text("word/document.xml"), text("word/comments.xml"));
    let words = |xml: &str| -> String {
        let texts = xml.split("<w:t").skip(1).filter(|t| t.starts_with(['>', ' ']));
        texts.filter_map(|t| t.split_once('>')).map(|(_, t)| t.split("</w:t>").next().unwrap_or("")).collect()
    };
    let mut out = Vec::new();
    for comment in comments.split("<w:comment ").skip(1).filter(|c| c.contains(AUTHOR)) {
        let id = comment.split("w:id=\"").nth(1).unwrap().split('"').next().unwrap();
        let start = format!("<w:commentRangeStart w:id=\"{id}\"/>");
        let end = format!("<w:commentRangeEnd w:id=\"{id}\"/>");
        let range = document.split(&start).nth(1).unwrap().split(&end).next().unwrap();
        assert!(document.contains(&format!("<w:commentReference w:id=\"{id}\"/>")));
        out.push((words(range), words(comment)));
    }
    out
}

/// The text of a document at an offset.
fn text_at(document: &mingzhang_model::Document, [from, to]: [usize; 2]) -> String {
    let at = |text: &str, offset: usize| {
        let inside = offset <= from && to <= offset + text.chars().count();
        inside.then(|| text.chars().skip(from - offset).take(to - from).collect::<String>())
    };
    let block = |block: &mingzhang_model::Block| match (block.paragraph(), block.table()) {
        (Some(p), _) => at(&p.text, p.place(0, p.text.len()).offset?[0]),
        (_, Some(t)) => t.cells.iter().find_map(|c| at(&c.text, c.place.offset?[0])),
        _ => None,
    };
    document.blocks.iter().find_map(block).unwrap_or_default()
}

#[test]
fn comments_of_word_documents_stand_at_their_words() {
    let (copy, findings) = marked(&word(), 4);
    let (comments, document) = (comments(&copy), mingzhang_decode::decode(&word(), "").unwrap());
    let tight = |text: &str| text.replace(' ', "");
    for (number, finding) in (1..).zip(&findings) {
        for evidence in &finding.evidence {
            let head = match evidence.role {
                Role::Primary => format!("问题{number}（错误）：{}{}", finding.title, finding.message),
                Role::Witness => format!("见问题{number}：{}", finding.title),
            };
            let words = text_at(&document, evidence.place.offset.unwrap());
            assert!(!words.is_empty() && evidence.quote.contains(&words), "{words} / {}", evidence.quote);
            assert!(comments.iter().any(|(r, s)| tight(r) == tight(&words) && s.starts_with(&head)), "{words}");
        }
    }
    let mut ranges = comments.iter().filter(|c| c.1.starts_with('问')).map(|c| c.0.as_str());
    assert!(ranges.any(|r| r == "增加13.75 万元"), "a figure split over runs is not marked");
    // Everything but what must change is as it was packed.
    let (before, after) = (parts(&word()), parts(&copy));
    let changed: Vec<&String> = after.iter().filter(|(name, b)| before.get(*name) != Some(b)).map(|(n, _)| n).collect();
    assert_eq!(
        changed,
        ["[Content_Types].xml", "word/_rels/document.xml.rels", "word/comments.xml", "word/document.xml"]
    );
}

#[test]
fn comments_that_were_there_stay() {
    let theirs = "<w:comment w:id=\"7\" w:author=\"审核人\"><w:p><w:r><w:t>已阅</w:t></w:r></w:p></w:comment>";
    let (first, _) = marked(&word(), 4);
    // A document with comments is one whose comments are no longer ours.
    let others = patched(&first, "word/comments.xml", |text| {
        let head = text.split_once("<w:comments ").unwrap().0;
        format!(
            "{head}<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{theirs}</w:comments>"
        )
    });
    let plain = String::from_utf8(parts(&word())["word/document.xml"].clone()).unwrap();
    let others = patched(&others, "word/document.xml", |_| plain.clone());
    let (copy, _) = marked(&others, 4);
    let text = String::from_utf8(parts(&copy)["word/comments.xml"].clone()).unwrap();
    assert!(text.contains(theirs) && text.contains("w:id=\"8\""), "numbers go on");
}

#[test]
fn a_copy_that_a_word_processor_saved_loses_its_comments_too() {
    let (copy, _) = marked(&word(), 4);
    let saved = patched(&copy, "word/document.xml", without_xml_comments);
    let saved = patched(&saved, "word/comments.xml", without_xml_comments);
    let clean = remove(&saved).unwrap();
    let text = String::from_utf8(parts(&clean)["word/document.xml"].clone()).unwrap();
    assert!(!text.contains("comment") && said(&clean) == said(&copy));
}

fn without_xml_comments(text: &str) -> String {
    let mut parts = text.split("<!--");
    let first = parts.next().unwrap_or("").to_owned();
    first + &parts.map(|p| p.split_once("-->").unwrap().1).collect::<String>()
}

#[test]
fn an_empty_cell_is_marked_too() {
    // As it is written with properties, and as one empty tag.
    let cell = |text: &str| {
        let (at, _) = text.match_indices("2,383.68</w:t>").nth(1).unwrap();
        let (start, end) =
            (text[..at].rfind("<w:p>").unwrap(), at + text[at..].find("</w:p>").unwrap() + "</w:p>".len());
        (start, end)
    };
    let filled = |paragraph: &'static str| {
        patched(&word(), "word/document.xml", |text| {
            let text = slip(text, 0, "2,338.68</w:t>", "2,383.68</w:t>");
            let (start, end) = cell(&text);
            format!("{}{paragraph}{}", &text[..start], &text[end..])
        })
    };
    for paragraph in ["<w:p><w:pPr/></w:p>", "<w:p/>", "<w:p w:rsidR=\"00AB\" />"] {
        let bytes = filled(paragraph);
        let document = mingzhang_decode::decode(&bytes, "").unwrap();
        // The cell before it tells which one it is.
        let full = mingzhang_decode::decode(&filled("<w:p><w:r><w:t>此处</w:t></w:r></w:p>"), "").unwrap();
        let cells = |d: &mingzhang_model::Document| -> Vec<mingzhang_model::Cell> {
            d.blocks.iter().filter_map(|b| b.table()).flat_map(|t| t.cells.clone()).collect()
        };
        let index = cells(&full).iter().position(|c| c.text == "此处").unwrap();
        let empty = cells(&document)[index].clone();
        assert_eq!(empty.text, "");
        let mut finding = audit(&word()).1.remove(0);
        finding.evidence.truncate(1);
        (finding.evidence[0].place, finding.evidence[0].quote) = (empty.place, String::new());
        let copy = annotate(&bytes, &[&finding]).unwrap();
        assert!(copy.unplaced.is_empty());
        let text = String::from_utf8(parts(&copy.bytes)["word/document.xml"].clone()).unwrap();
        let plain = String::from_utf8(parts(&bytes)["word/document.xml"].clone()).unwrap();
        let at = plain.find(paragraph).unwrap();
        let first = text.bytes().zip(plain.bytes()).position(|(a, b)| a != b).unwrap();
        assert!((at..at + paragraph.len() + 8).contains(&first), "not in the cell: {paragraph}");
        assert!(same(&remove(&copy.bytes).unwrap(), &bytes), "{paragraph}");
        assert!(said(&copy.bytes) == said(&bytes));
    }
}

#[test]
fn pages_and_texts_keep_their_encoding() {
    let page = String::from_utf8(example(&format!("{REPORT}.html"))).unwrap();
    let page = slip(&slips(&page), 0, "比2023年度增加17.35万元", "比2023年度增加<b>1<i>3&#46;</i></b>75&#x4E07;元");
    let page = slip(&page, 1, ">2,383.68<", "> 2,338.68 <");
    let gb = GB18030.encode(&page.replace("utf-8", "gb2312")).0.into_owned();
    for bytes in [page.clone().into_bytes(), gb] {
        let (copy, findings) = marked(&bytes, 4);
        let text = mingzhang_decode::page(&copy).text;
        for number in 1..=findings.len() {
            assert_eq!(text.matches(&format!(" id=\"mingzhang-{number}\"")).count(), 1);
            assert_eq!(text.matches(&format!("href=\"#mingzhang-{number}\"")).count(), 1);
        }
        let cut = ["3&#46;</mark>", "</mark><!--mingzhang--></i></b><mark", ">75&#x4E07;元</mark>"];
        assert!(cut.iter().all(|c| text.contains(c)), "marks do not follow the tags");
        assert!(text.contains("\">2,338.68</mark>"));
    }
    let plain = slips(&String::from_utf8(example(&format!("{REPORT}.txt"))).unwrap());
    let gb = GB18030.encode(&plain.replace('\n', "\r\n")).0.into_owned();
    for bytes in [plain.into_bytes(), gb] {
        let (copy, _) = marked(&bytes, 2);
        let text = mingzhang_decode::Source::of(&copy).text;
        assert!(text.contains("各增加162.36万元〔问题") && text.contains("1347.6万元〔问题"));
    }
}

#[test]
fn marks_of_cut_off_and_garbled_pages() {
    let place = |bytes: &[u8]| {
        let document = mingzhang_decode::decode(bytes, "a.html").unwrap();
        let paragraph = document.blocks.iter().find_map(|b| b.paragraph()).unwrap();
        paragraph.place(0, paragraph.text.len())
    };
    let mut finding = audit(&word()).1.remove(0);
    finding.evidence.truncate(1);
    let cut = "<html><body><p>收入一百万元</p><p>支出</p><t".as_bytes();
    finding.evidence[0].place = place(cut);
    let copy = annotate(cut, &[&finding]).unwrap().bytes;
    assert!(copy.ends_with(b"<!--mingzhang--><t") && remove(&copy).unwrap() == cut);
    let garbled = [
        "<td class=\"r\">78.00</td><td>新增藏书1.1万册，全年免费开放不少于300天，接待读者25万人次\u{4}\n三、其他。</td></tr>\n".as_bytes(),
        "<收入：指除上述tr><th scope=\"row\" cla".as_bytes(),
        b"\xe6\x94\xb6\xe5\x85ss=\"key\">",
        "群众文化活动".as_bytes(),
        b"\xe5\xa5\xe4\xbb\xa5\xe5\xa4\x96\xe7\x9a\x84\xe5\x90\x84\x92\x8c\xe5\x85\x8d\xe9\xa1\xe8\xb4\xb9",
        "开放</th><t".as_bytes(),
    ]
    .concat();
    finding.evidence[0].place = place(&garbled);
    let copy = annotate(&garbled, &[&finding]).unwrap().bytes;
    let texts = |bytes: &[u8]| {
        format!(
            "{:?}",
            mingzhang_decode::decode(bytes, "a.html")
                .unwrap()
                .blocks
                .iter()
                .map(|b| b.paragraph().map(|p| p.text.clone()))
                .collect::<Vec<_>>()
        )
    };
    assert!(texts(&copy) == texts(&garbled) && remove(&copy).unwrap() == garbled);
    let open = b"<html><body><p>100<a title=\"</p>";
    finding.evidence[0].place = place(b"<html><body><p>100</p>");
    assert_eq!(annotate(open, &[&finding]).map(|m| m.bytes.len()), Err(AnnotateError::Garbled));
    // A mark behind half a character would become its other half.
    let broken = [&*GB18030.encode("本年收入合计").0, b"\x81\n", &*GB18030.encode("本年支出合计。").0].concat();
    let document = mingzhang_decode::decode(&broken, "a.txt").unwrap();
    let paragraph = document.blocks[0].paragraph().unwrap();
    assert!(paragraph.text.ends_with('\u{fffd}'));
    finding.evidence[0].place = paragraph.place(0, paragraph.text.len());
    assert_eq!(annotate(&broken, &[&finding]).map(|m| m.bytes.len()), Err(AnnotateError::Garbled));
}

#[test]
fn cells_of_workbooks_are_marked() {
    let book = example(&format!("{REPORT}（表格）.xlsx"));
    // The last figure beyond a thousand of the first table that has one: tens of thousands and thousands change places.
    fn large(text: &str) -> Option<&str> {
        let figures: Vec<&str> = text.split("<v>").skip(1).filter_map(|v| v.split("</v>").next()).collect();
        figures.into_iter().rev().find(|v| v.len() > 7 && v.contains('.'))
    }
    let there = parts(&book);
    let has = |n: &usize| large(&String::from_utf8_lossy(&there[&format!("xl/worksheets/sheet{n}.xml")])).is_some();
    let number = (1..).find(has).unwrap();
    let sheet = format!("xl/worksheets/sheet{number}.xml");
    let bytes = patched(&book, &sheet, |text| {
        let figure = large(text).unwrap();
        let digits: Vec<char> = figure.chars().collect();
        let swapped: String = [digits[1], digits[0]].iter().chain(&digits[2..]).collect();
        let at = text.rfind(&format!("<v>{figure}</v>")).unwrap();
        format!("{}{}", &text[..at], slip(&text[at..], 0, figure, &swapped))
    });
    let (copy, findings) = marked(&bytes, 1);
    let parts = parts(&copy);
    let text = |name: &str| String::from_utf8(parts[name].clone()).unwrap();
    let cell = findings[0].evidence[0].place.cell.clone().unwrap();
    let address = cell.rsplit_once('!').unwrap().1;
    let notes = text(&format!("xl/commentsMingzhang{number}.xml"));
    assert!(notes.contains(&format!("<comment ref=\"{address}\"")) && notes.contains("问题1（"));
    let style = |sheet: &str| {
        let tag = sheet.split("<c ").find(|c| c.contains(&format!("r=\"{address}\""))).unwrap().to_owned();
        tag.split("s=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let (styles, before) = (text("xl/styles.xml"), String::from_utf8(self::parts(&bytes)[&sheet].clone()).unwrap());
    let told = format!("{}={}", style(&text(&sheet)), style(&before));
    assert!(styles.contains(&told) && styles.contains("<fgColor rgb=\"FFFFB3B3\"/>"), "{told}");
    assert!(text(&sheet).contains("<legacyDrawing "));
}

#[test]
fn pdf_is_updated_behind_its_bytes() {
    let bytes = example("qinghe-culture-final-2024.pdf");
    let (copy, findings) = marked(&bytes, 5);
    assert!(copy.starts_with(&bytes));
    let added = String::from_utf8_lossy(&copy[bytes.len()..]).into_owned();
    assert!(added.matches("/Subtype/Highlight").count() >= findings.len());
    assert_eq!(added.matches("/QuadPoints").count(), added.matches("/AP<</N").count());
    let message: String = findings[0].message.encode_utf16().map(|u| format!("{u:04X}")).collect();
    assert!(added.contains(&message));
    // What another program writes behind ours cannot be taken out.
    let resaved = [copy.as_slice(), b"1 0 obj\nnull\nendobj\nstartxref\n0\n%%EOF\n"].concat();
    assert_eq!(remove(&resaved), Err(AnnotateError::Resaved));
    let signed = [bytes.as_slice(), b"%/ByteRange [0 1]\n"].concat();
    let list: Vec<&Finding> = findings.iter().collect();
    assert_eq!(annotate(&signed, &list).map(|m| m.bytes.len()), Err(AnnotateError::Signed));
}

#[test]
fn broken_files_are_told_and_never_panic() {
    let (_, findings) = audit(&word());
    let list: Vec<&Finding> = findings.iter().collect();
    for bytes in [word(), example(&format!("{REPORT}（表格）.xlsx")), example("qinghe-culture-final-2024.pdf")] {
        for part in 1..40 {
            let cut = &bytes[..bytes.len() * part / 40];
            let _ = annotate(cut, &list);
            let mut bent = bytes.clone();
            let at = bytes.len() * part / 41;
            bent[at..(at + 64).min(bytes.len())].fill(b'<');
            let _ = annotate(&bent, &list);
            let _ = remove(&bent);
        }
    }
}

/// A PDF of one page with objects as given, the first its catalog, with a table.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in (1..).zip(objects) {
        places.push(out.len());
        out.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f\r\n", objects.len() + 1).bytes());
    places.iter().for_each(|p| out.extend(format!("{p:010} 00000 n\r\n").bytes()));
    let size = objects.len() + 1;
    out.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF").bytes());
    out
}

#[test]
fn highlights_follow_turned_and_cropped_pages() {
    // Text that is read upright on a page turned by an angle, its first letter at (200, 300) of the page's own coordinates.
    for (angle, matrix) in [(0, "1 0 0 1"), (90, "0 1 -1 0"), (180, "-1 0 0 -1"), (270, "0 -1 1 0")] {
        let content = format!("BT /F 20 Tf {matrix} 200 300 Tm (Departmental accounts) Tj ET");
        let bytes = pdf(&[
            "<</Type/Catalog/Pages 2 0 R>>".into(),
            "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 600 800]>>".into(),
            format!(
                "<</Type/Page/Parent 2 0 R/Rotate {angle}/CropBox[50 40 550 700]/Contents 4 0 R/Annots 6 0 R/Resources<</Font<</F 5 0 R>>>>>>"
            ),
            format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".into(),
            "[<</Type/Annot/Subtype/Text/Rect[60 60 80 80]/Contents(theirs)>>]".into(),
        ]);
        let document = mingzhang_decode::decode(&bytes, "").unwrap();
        let paragraph = document.blocks[0].paragraph().unwrap();
        let mut finding = audit(&word()).1.remove(0);
        finding.evidence.truncate(1);
        finding.evidence[0].place = paragraph.place(0, "Departmental".len());
        finding.evidence[0].quote = "Departmental".into();
        let copy = annotate(&bytes, &[&finding]).unwrap();
        let added = String::from_utf8_lossy(&copy.bytes[bytes.len()..]).into_owned();
        let quad = added.split("/QuadPoints [").nth(1).unwrap().split(']').next().unwrap();
        let points: Vec<f64> = quad.split(' ').map(|n| n.parse().unwrap()).collect();
        // The lower left corner is where the text begins, and the text goes on towards the lower right one.
        let near = |a: f64, b: f64| (a - b).abs() < 8.0;
        assert!(near(points[4], 200.0) && near(points[5], 300.0), "{angle}: {points:?}");
        let along = ((points[6] - points[4]).round(), (points[7] - points[5]).round());
        let length = along.0.abs().max(along.1.abs());
        let way = match angle {
            0 => (length, 0.0),
            90 => (0.0, length),
            180 => (-length, 0.0),
            _ => (0.0, -length),
        };
        assert!(length > 80.0 && (along.0 - way.0).abs() < 1.0 && (along.1 - way.1).abs() < 1.0, "{angle}: {points:?}");
        assert!(added.contains("(theirs)") && added.contains("/Subtype/Highlight"));
        assert_eq!(remove(&copy.bytes).unwrap(), bytes);
    }
}
