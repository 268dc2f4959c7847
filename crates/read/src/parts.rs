//! The part of the report each block belongs to: tables of the accounts, running text, or performance forms and reports.

use crate::tables::Prepared;
use mingzhang_model::{Block, Document, Part, Section};

/// The part of every block.
pub(crate) fn parts(document: &Document, sections: &[Section], tables: &[Prepared<'_>]) -> Vec<Part> {
    let mut out: Vec<Part> = document
        .blocks
        .iter()
        .map(|b| if matches!(b, Block::Table(_)) { Part::Tables } else { Part::Narrative })
        .collect();
    for section in sections.iter().filter(|s| performance(s)) {
        if let Some(range) = out.get_mut(section.blocks.0..section.blocks.1.min(document.blocks.len())) {
            range.fill(Part::Performance);
        }
    }
    for table in tables {
        let form = table.table.cells.iter().any(|c| ["绩效", "指标值", "自评"].iter().any(|w| c.text.contains(w)));
        if let Some(part) = out.get_mut(table.block) {
            // The accounts may follow the performance reports without a heading of their own.
            *part = match table.form {
                Some(_) => Part::Tables,
                None if form => Part::Performance,
                None => *part,
            };
        }
    }
    out
}

fn performance(section: &Section) -> bool {
    let title = section.title.trim_end_matches(['。', '：']);
    section.topic.word() == "附件"
        || title == "绩效目标"
        || ["绩效评价报告", "自评", "绩效目标表", "绩效评价"].iter().any(|w| title.contains(w))
}
