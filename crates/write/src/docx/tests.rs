//! Word documents as they read back.

use crate::{document, docx, sample};
use mingzhang_catalog::Catalog;
use mingzhang_model::publication::{Heading, Piece, PrintedTable, Publication};
use mingzhang_model::{Block, Document};

fn facts(document: Document) -> Vec<String> {
    let read = mingzhang_read::read(document, Catalog::embedded());
    let mut list: Vec<String> = read.facts.iter().map(|f| format!("{} {}", f.coordinates, f.figure)).collect();
    list.sort();
    list
}

fn back(publication: &Publication) -> Document {
    let read = mingzhang_decode::decode(&docx(publication), "report.docx").unwrap();
    assert!(read.problems.is_empty(), "{:?}", read.problems);
    read
}

#[test]
fn a_word_document_reads_back_as_the_document_it_is() {
    for publication in [sample::publication(), sample::rich()] {
        let expected = facts(document(&publication).0);
        assert!(expected.len() > 10, "{expected:?}");
        assert_eq!(facts(back(&publication)), expected);
    }
}

#[test]
fn every_line_and_cell_is_there() {
    let publication = sample::rich();
    let words = |d: &Document| -> Vec<String> {
        let mut out = Vec::new();
        for block in &d.blocks {
            match block {
                // What a report may print with a blank, a tab or on two lines.
                Block::Paragraph(p) => out.push(p.text.split_whitespace().collect::<String>()),
                Block::Table(t) => out.extend(
                    t.cells
                        .iter()
                        .map(|c| format!("{},{} {}x{} {}", c.row, c.column, c.row_span, c.column_span, c.text)),
                ),
            }
        }
        out
    };
    let expected = words(&document(&publication).0);
    // Maker and unit of a table stand on one line.
    let mut joined: Vec<String> = Vec::new();
    for line in expected {
        match joined.last_mut() {
            Some(last) if last.starts_with("部门：") && line.starts_with("金额单位") => last.push_str(&line),
            _ => joined.push(line),
        }
    }
    assert_eq!(words(&back(&publication)), joined);
}

#[test]
fn each_form_with_its_heading_begins_a_page() {
    let mut publication = sample::publication();
    let table = publication.pieces.iter().find_map(|p| if let Piece::Table(t) = p { Some(t.clone()) } else { None });
    let table = Piece::Table(Box::new(PrintedTable { landscape: false, ..*table.unwrap() }));
    let heading = |text: &str| Piece::Heading(Heading { level: 3, ordinal: 0, text: text.into(), listed: true });
    let line = Piece::Paragraph("各项目的绩效表如下。".into());
    publication.pieces = vec![line, heading("甲项目"), table.clone(), heading("乙项目"), table.clone(), table];
    let bytes = docx(&publication);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
    let breaks = |text: &str| -> Vec<bool> {
        let with = xml.split("</w:p>").filter(|p| p.contains(text));
        with.map(|p| p.rsplit("<w:p>").next().unwrap().contains("<w:pageBreakBefore/>")).collect()
    };
    let Some(Piece::Table(t)) = publication.pieces.last() else { panic!() };
    assert_eq!((breaks("甲项目"), breaks("乙项目")), (vec![true], vec![true]));
    // The title below a heading stands on its page; a form without a heading begins one itself.
    assert_eq!(breaks(&format!(">{}<", t.title.text)), [false, false, true]);
}

#[test]
fn headings_bear_the_numbers_they_are_given() {
    let mut publication = sample::publication();
    let heading = |(level, ordinal): (u8, u32)| {
        Piece::Heading(Heading { level, ordinal, text: "标题".into(), listed: level == 1 })
    };
    let given = [
        (2, 3),
        (2, 4),
        (1, 2),
        (3, 1),
        (3, 2),
        (2, 1),
        (3, 1),
        (4, 7),
        (4, 8),
        (3, 2),
        (4, 1),
        (1, 0),
        (2, 2),
        (2, 100),
        (2, 3),
        (1, 11),
        (2, 1),
    ];
    publication.pieces = given.into_iter().map(heading).collect();
    let lines = |d: &Document| -> Vec<(String, u8)> {
        d.blocks.iter().filter_map(Block::paragraph).map(|p| (p.text.clone(), p.heading)).collect()
    };
    let expected: Vec<String> = lines(&document(&publication).0).into_iter().map(|l| l.0).collect();
    let got = lines(&back(&publication));
    assert_eq!(got.iter().map(|l| l.0.clone()).collect::<Vec<_>>(), expected);
    // Those that are not to stand in the contents have left the outline down to the depth of the contents.
    assert_eq!(got.iter().map(|l| l.1).collect::<Vec<_>>(), [0, 0, 0, 0, 1, 3, 3, 0, 3, 4, 4, 3, 4, 1, 0, 0, 0, 1, 0]);
}

#[test]
fn the_same_publication_gives_the_same_bytes() {
    let publication = sample::rich();
    assert!(docx(&publication) == docx(&publication));
}
