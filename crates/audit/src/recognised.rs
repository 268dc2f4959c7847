//! Figures read from pictures: what they may be instead, and how far findings that rest on them are believed.
//!
//! A misreading is told from a mistake of the report by the reader of the picture itself: only what it had doubts about, and only in the way
//! it doubted, is put right without asking. All else stays a finding, of a lower level and with the advice to look at the original.

use crate::slip::Slip;
use mingzhang_model::{
    Block, Certainty, Disclosure, Document, Evidence, Fact, Figure, Finding, Origin, RunOrigin, Severity,
};

/// The slip of a figure that was misread.
pub(crate) const MISREAD: Slip = "misread";

/// A figure read less surely than this, per mille, is doubtful: it may be off by any one digit or its point.
const DOUBTFUL: u16 = 900;

/// A figure read at least as surely as this was not misread: it may be called wrong outright, if all else agrees.
const SURE: u16 = 990;

/// So many relations must hold once a figure of a picture is put right, for it to be called wrong outright.
const AGREE: u32 = 2;

/// Rules about single letters: a letter that fell out in reading leaves no doubt behind.
const LETTERS: [&str; 4] = ["misspelling", "doubled-words", "stray-characters", "unbalanced-marks"];

/// The amounts a fact may have instead, as its picture was read.
pub(crate) fn others(disclosure: &Disclosure, fact: &Fact) -> Vec<i64> {
    // What was read surely is as it was read, whatever would make the sums close.
    if fact.blank || fact.place.confidence.is_none_or(|c| c >= SURE) {
        return Vec::new();
    }
    let (own, others) = match fact.origin {
        Origin::Table { table, row, column } => {
            let block = disclosure.tables.get(table).and_then(|t| disclosure.document.blocks.get(t.block));
            let Some(cell) = block.and_then(Block::table).and_then(|t| t.at(row, column)) else { return Vec::new() };
            (cell.text.as_str(), cell.others.clone())
        }
        Origin::Narrative { block, .. } => {
            let paragraph = disclosure.document.blocks.get(block).and_then(Block::paragraph);
            let (start, end) = fact.span;
            let Some((p, own)) = paragraph.and_then(|p| Some((p, p.text.get(start..end)?))) else { return Vec::new() };
            (own, p.others(start, end))
        }
    };
    let stated = fact.figure.value;
    let size = |text: &str| {
        let digits = text.trim_matches(|c: char| !c.is_ascii_digit());
        Figure::parse(digits, fact.figure.unit).map(|f| f.value)
    };
    // A figure that was put together of several words is not read again from one.
    if size(own) != Some(stated.abs()) {
        return Vec::new();
    }
    let mut out: Vec<i64> = Vec::new();
    for value in others.iter().filter_map(|o| size(o)) {
        let value = if stated.0 < 0 { -value.0 } else { value.0 };
        if value != stated.0 && !out.contains(&value) {
            out.push(value);
        }
    }
    out
}

/// True if a figure of a picture is put right without asking: its reader had just this doubt, or many, and the digits differ by one.
pub(crate) fn is_misread(slip: Option<Slip>, confidence: Option<u16>) -> bool {
    match slip {
        Some(MISREAD) => true,
        Some("wrong-digit" | "dropped-digit" | "doubled-digit" | "extra-digit" | "decimal-shift") => {
            confidence.is_some_and(|c| c < DOUBTFUL)
        }
        _ => false,
    }
}

/// Puts findings on what was read from pictures at the level they deserve.
pub(crate) fn soften(disclosure: &Disclosure, findings: &mut [Finding]) {
    if !is_recognised(&disclosure.document) {
        return;
    }
    for finding in findings.iter_mut() {
        let placed = |e: &&Evidence| e.place.page.is_some();
        let confidence = match finding.evidence.iter().find(placed) {
            // What is missing may only have been overlooked.
            None => Some(0),
            Some(_) => finding.evidence.iter().filter_map(|e| e.place.confidence).min(),
        };
        let Some(confidence) = confidence else { continue };
        let agreed =
            finding.certainty == Certainty::Proven && finding.suggestion.as_ref().is_some_and(|s| s.satisfies >= AGREE);
        if finding.severity == Severity::Error && !(confidence >= SURE && agreed) {
            finding.severity = Severity::Warning;
        }
        let letters = LETTERS.contains(&finding.rule.as_str());
        if confidence < DOUBTFUL || letters {
            // A word that looks wrong was most likely misread.
            if letters || !finding.stated.contains(|c: char| c.is_ascii_digit()) {
                finding.severity = Severity::Info;
            }
            finding.certainty = Certainty::Ask;
            finding.title.push_str("（识别存疑）");
        }
        finding.message.push_str("（由图像识别，请对照原件核对）");
    }
}

/// Whether anything of a document was read from a picture.
fn is_recognised(document: &Document) -> bool {
    document.blocks.iter().any(|block| match block {
        Block::Paragraph(p) => {
            p.runs.iter().any(|r| matches!(&r.origin, RunOrigin::Page { recognised, .. } if !recognised.is_empty()))
        }
        Block::Table(t) => t.cells.iter().any(|c| c.place.confidence.is_some()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Audit, audit};
    use mingzhang_catalog::Catalog;
    use mingzhang_model::{Cell, Paragraph, Place, Recognised, Run, SourceKind, Table};

    const HEAD: [&str; 8] = [
        "功能分类科目编码",
        "科目名称",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ];

    /// A figure read from a picture: its text, how sure, what else it may be.
    type Sight = (&'static str, u16, &'static [&'static str]);

    fn page(confidence: Option<u16>) -> Place {
        Place { page: Some(1), bbox: Some([0.0, 0.0, 10.0, 10.0]), confidence, ..Place::default() }
    }

    fn words(text: &str) -> Block {
        let origin = RunOrigin::Page { page: 1, top: 0.0, bottom: 10.0, edges: Vec::new(), recognised: Vec::new() };
        Block::Paragraph(Paragraph {
            text: text.to_owned(),
            runs: vec![Run { start: 0, origin }],
            ..Paragraph::default()
        })
    }

    /// A table of expenditure, as it is or as it was seen, with one figure of its own.
    fn run(at: (usize, usize), sight: Sight, seen: bool) -> Audit {
        let rows = [
            ["", "合计", "900.75", "300.00", "600.75"],
            ["208", "社会保障和就业支出", "500.25", "200.00", "300.25"],
            ["20805", "行政事业单位养老支出", "500.25", "200.00", "300.25"],
            ["2080501", "行政单位离退休", "500.25", "200.00", "300.25"],
            ["210", "卫生健康支出", "400.50", "100.00", "300.50"],
            ["21011", "行政事业单位医疗", "400.50", "100.00", "300.50"],
            ["2101101", "行政单位医疗", "400.50", "100.00", "300.50"],
        ];
        let mut cells: Vec<Cell> = Vec::new();
        let mut put = |row: usize, column: usize, text: &str, confidence: u16, others: &[&str]| {
            cells.push(Cell {
                row,
                column,
                row_span: 1,
                column_span: 1,
                text: text.to_owned(),
                place: page(seen.then_some(confidence)),
                others: others.iter().map(|o| (*o).to_owned()).collect(),
            });
        };
        for (c, name) in HEAD.iter().enumerate() {
            put(0, c, name, 999, &[]);
        }
        for (r, row) in rows.iter().enumerate() {
            for c in 0..HEAD.len() {
                let text = row.get(c).copied().unwrap_or("");
                let (text, confidence, others): Sight = if (r, c) == at { sight } else { (text, 999, &[]) };
                put(r + 1, c, text, confidence, others);
            }
        }
        let table = Table::new(rows.len() + 1, HEAD.len(), cells, vec![1; rows.len() + 1]);
        let blocks = vec![words("支出决算表"), words("单位：万元"), Block::Table(table)];
        let document = Document { kind: SourceKind::Pages, blocks, pages: 1, problems: Vec::new() };
        let catalog = Catalog::embedded();
        audit(&mingzhang_read::read(document, catalog), catalog)
    }

    fn one(at: (usize, usize), sight: Sight, seen: bool) -> Finding {
        let found = run(at, sight, seen).findings;
        let [finding] = found.as_slice() else { panic!("{found:#?}") };
        finding.clone()
    }

    #[test]
    fn a_doubted_digit_is_put_right_and_told() {
        let f = one((3, 2), ("560.25", 700, &["580.25", "500.25"]), true);
        assert_eq!((f.severity, f.stated.as_str(), f.expected.as_str()), (Severity::Info, "560.25", "500.25万元"));
        assert!(f.title.starts_with("已按勾稽关系更正识别"), "{f:?}");
        assert_eq!(f.suggestion.and_then(|s| s.slip).as_deref(), Some(MISREAD));
        // Its reader was unsure of a digit without saying what else it may be.
        let f = one((3, 2), ("560.25", 700, &[]), true);
        assert_eq!((f.severity, f.expected.as_str()), (Severity::Info, "500.25万元"));
    }

    #[test]
    fn what_was_read_surely_stays_wrong() {
        let f = one((3, 2), ("560.25", 999, &[]), true);
        assert!(f.severity <= Severity::Warning && f.expected == "500.25万元", "{f:?}");
        assert!(f.message.contains("请对照原件核对") && !f.title.contains("更正"), "{f:?}");
        // The digit that would make the sums close was thought of, but hardly.
        let f = one((3, 2), ("560.25", 995, &["500.25"]), true);
        assert!(f.severity <= Severity::Warning && !f.title.contains("更正"), "{f:?}");
        // A doubt that does not make the sums close is none.
        let f = one((3, 2), ("560.25", 950, &["580.25"]), true);
        assert!(f.severity <= Severity::Warning && f.expected == "500.25万元", "{f:?}");
    }

    #[test]
    fn a_letter_that_fell_out_is_asked_about() {
        let text = "国有资本经营预财政拨款支出说明";
        let level = |confidence: Option<u16>| {
            let sure = confidence.map(|confidence| Recognised { confidence, doubts: [None, None] });
            let recognised = sure.map_or_else(Vec::new, |r| vec![r; text.chars().count()]);
            let edges = vec![[0.0, 1.0]; text.chars().count()];
            let origin = RunOrigin::Page { page: 1, top: 0.0, bottom: 10.0, edges, recognised };
            let runs = vec![Run { start: 0, origin }];
            let block = Block::Paragraph(Paragraph { text: text.to_owned(), runs, ..Paragraph::default() });
            let document = Document { kind: SourceKind::Pages, blocks: vec![block], pages: 1, problems: Vec::new() };
            let catalog = Catalog::embedded();
            let found = audit(&mingzhang_read::read(document, catalog), catalog).findings;
            found.iter().find(|f| f.rule == "misspelling").map(|f| (f.severity, f.certainty))
        };
        assert!(level(None).is_some_and(|(severity, _)| severity <= Severity::Warning));
        assert_eq!(level(Some(985)), Some((Severity::Info, Certainty::Ask)));
    }

    #[test]
    fn only_print_and_agreement_make_an_error() {
        assert_eq!(one((3, 2), ("560.25", 999, &[]), false).severity, Severity::Error);
        for f in run((0, 2), ("950.75", 850, &[]), true).findings {
            assert_eq!(f.severity.min(Severity::Warning), Severity::Warning, "{f:?}");
        }
        // Two figures that could both be wrong: nobody knows which, and it was a picture.
        for f in run((3, 4), ("377.25", 960, &[]), true).findings {
            assert_ne!(f.severity, Severity::Error, "{f:?}");
        }
    }
}
