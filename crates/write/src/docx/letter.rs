//! Official letters (公文): title, addressee, text, signature, attachments. GB/T 9704 as far as it does not ask for a red head.

use super::{Body, KEEP, package, run};
use mingzhang_model::publication::{Piece, Publication};
use mingzhang_model::{Kind, Level};

/// A letter.
#[derive(Clone, Debug, Default)]
pub struct Letter {
    /// 关于…的通知.
    pub title: String,
    /// Whom it is for, without the colon.
    pub to: String,
    /// The text.
    pub pieces: Vec<Piece>,
    /// Names of what is attached, without numbers.
    pub attachments: Vec<String>,
    /// Who signs, and the line of the date.
    pub signature: Vec<String>,
    /// What is attached, each on a page of its own.
    pub attached: Vec<Vec<Piece>>,
}

/// The letter as a Word document.
#[must_use]
pub fn letter(letter: &Letter) -> Vec<u8> {
    let mut pieces = letter.pieces.clone();
    pieces.extend(letter.attached.iter().flatten().cloned());
    // A letter has no cover, level or year; what the document says of itself is its title and whom it is for.
    let publication = Publication {
        name: String::new(),
        entity: letter.to.clone(),
        level: Level::Unit,
        kind: Kind::FinalAccounts,
        year: 2000,
        profile: String::new(),
        cover: Vec::new(),
        pieces,
    };
    let mut body = Body::new(&publication);
    body.paper = super::Paper::Upright;
    body.paragraph("Title", "<w:spacing w:before=\"300\" w:after=\"579\"/>", run(&letter.title));
    body.paragraph("BodyText", "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>", run(&format!("{}：", letter.to)));
    let text = letter.pieces.len();
    for (k, piece) in publication.pieces.iter().enumerate().take(text) {
        body.piece(piece, k);
    }
    body.close(letter);
    let attached = letter.attached.iter().flat_map(|list| list.iter().enumerate());
    for (k, (n, piece)) in (text..).zip(attached) {
        body.fresh |= n == 0;
        body.piece(piece, k);
    }
    let document = body.finish();
    package::write(&letter.title, &publication, &document, &body)
}

impl Body<'_> {
    /// Attachments and signature.
    fn close(&mut self, letter: &Letter) {
        let single = letter.attachments.len() == 1;
        for (k, name) in letter.attachments.iter().enumerate() {
            let label = if k == 0 { "附件：" } else { "　　　" };
            let number = if single { String::new() } else { format!("{}.", k + 1) };
            let above = if k == 0 { "<w:spacing w:before=\"579\"/>" } else { "" };
            self.paragraph("BodyText", &format!("{KEEP}{above}"), run(&format!("{label}{number}{name}")));
        }
        let last = letter.signature.len().saturating_sub(1);
        for (k, line) in letter.signature.iter().enumerate() {
            let above = if k == 0 { "<w:spacing w:before=\"1158\"/>" } else { "" };
            let keep = if k < last { KEEP } else { "" };
            let place = "<w:ind w:rightChars=\"400\" w:right=\"1280\" w:firstLineChars=\"0\" w:firstLine=\"0\"/><w:jc w:val=\"right\"/>";
            self.paragraph("BodyText", &format!("{keep}{above}{place}"), run(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingzhang_model::publication::Heading;

    #[test]
    fn a_letter_reads_from_title_to_signature() {
        let heading = Heading { level: 2, ordinal: 1, text: "数字不符".into(), listed: false };
        let bytes = letter(&Letter {
            title: "关于整改的通知".into(),
            to: "甲局".into(),
            pieces: vec![Piece::Heading(heading), Piece::Paragraph("应为12万元。".into())],
            attachments: vec!["反馈表".into(), "清单".into()],
            signature: vec!["乙局".into(), "2024年　月　日".into()],
            attached: vec![vec![Piece::Paragraph("附件1".into())]],
        });
        let read = mingzhang_decode::decode(&bytes, "x.docx").unwrap();
        let lines: Vec<String> = read.blocks.iter().filter_map(|b| b.paragraph()).map(|p| p.text.clone()).collect();
        assert_eq!(
            lines,
            [
                "关于整改的通知",
                "甲局：",
                "一、数字不符",
                "应为12万元。",
                "附件：1.反馈表",
                "2.清单",
                "乙局",
                "2024年　月　日",
                "附件1"
            ]
        );
    }
}
