//! No bytes make the decoder panic, and places stay true.

mod support;

use mingzhang_decode::decode;
use mingzhang_model::{Block, RunOrigin};
use proptest::prelude::*;
use support::{pdf, table, text, word_text};

/// What must hold of any document.
fn check(bytes: &[u8], name: &str) {
    let Ok(document) = decode(bytes, name) else { return };
    for block in &document.blocks {
        match block {
            Block::Paragraph(p) => {
                assert!(!p.text.is_empty() && p.runs.first().is_some_and(|r| r.start == 0));
                for (i, run) in p.runs.iter().enumerate() {
                    let end = p.runs.get(i + 1).map_or(p.text.len(), |r| r.start);
                    let part = &p.text[run.start..end];
                    if let RunOrigin::Page { edges, .. } = &run.origin {
                        assert_eq!(edges.len(), part.chars().count());
                    }
                }
            }
            Block::Table(t) => {
                assert!(t.columns >= 1 && t.cells.iter().all(|c| c.place.cell.is_some() && !c.text.contains('\n')));
                assert!(t.row_pages.is_empty() || t.row_pages.len() == t.rows);
            }
        }
    }
}

fn sample() -> Vec<u8> {
    let one = text(60.0, 700.0, 15.0, "本年收入合计100万元，比上年增加")
        + &table(&[60.0, 120.0, 260.0], 600.0, 20.0, &[&["项目", "金额"], &["合计", "1.00"]])
        + "q 0 0 100 100 re W n\n"
        + &text(60.0, 90.0, 20.0, "裁去")
        + "Q /Im Do\n";
    pdf(&[one.clone(), one])
}

/// What Word documents are made of, well-formed or not as chance has it.
const WORDS: [&str; 44] = [
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>",
    "</w:t>",
    "一、收入5.00万元",
    "，\n",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr>",
    "</w:tcPr>",
    "<w:gridSpan w:val=\"3\"/>",
    "<w:gridSpan w:val=\"99999999\"/>",
    "<w:vMerge w:val=\"restart\"/>",
    "<w:vMerge/>",
    "<w:hMerge/>",
    "<w:trPr><w:gridBefore w:val=\"2\"/></w:trPr>",
    "<w:pPr>",
    "</w:pPr>",
    "<w:numPr><w:numId w:val=\"1\"/></w:numPr>",
    "<w:rPr><w:del/></w:rPr>",
    "<w:txbxContent>",
    "</w:txbxContent>",
    "<w:del>",
    "</w:del>",
    "<w:br/>",
    "<w:br w:type=\"page\"/>",
    "<w:tab/>",
    "<w:fldChar w:fldCharType=\"begin\"/>",
    "<w:fldChar w:fldCharType=\"end\"/>",
    "<w:sym w:char=\"F0FE\"/>",
    "<w:sym w:char=\"D800\"/>",
    "&amp;",
    "&#0;",
    "<w:abstractNum w:abstractNumId=\"0\">",
    "<w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1%9%0、\"/></w:lvl>",
    "</w:abstractNum>",
    "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
    "<w:style w:styleId=\"\"><w:basedOn w:val=\"\"/></w:style>",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2000), head in 0..3) {
        let mut all = match head { 0 => b"%PDF-1.7\n".to_vec(), 1 => b"\xef\xbb\xbf".to_vec(), _ => Vec::new() };
        all.extend(bytes);
        check(&all, "a.pdf");
    }

    #[test]
    fn arbitrary_text(text in "([\t|\\-# *一二（）(），。1-9.a-c:\r\n  ]|\\*\\*|<b>|\n\n){0,200}") {
        check(text.as_bytes(), "a.md");
    }

    #[test]
    fn mutated_pdf(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40), cut in any::<prop::sample::Index>(), cuts in any::<bool>()) {
        let mut bytes = sample();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cuts {
            bytes.truncate(cut.index(bytes.len()));
        }
        check(&bytes, "a.pdf");
    }

    #[test]
    fn arbitrary_word_text(words in proptest::collection::vec(prop::sample::select(WORDS.to_vec()), 0..150)) {
        check(&word_text(&words.concat(), &words.concat(), &words.concat()), "a.docx");
    }

    #[test]
    fn mutated_word(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20), cut in any::<prop::sample::Index>()) {
        let mut bytes = word_text(&WORDS.concat(), "", "");
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) * 4);
        check(&bytes, "a.docx");
    }

    #[test]
    fn mutated_operators(words in proptest::collection::vec("(-?[0-9]{1,7}(\\.[0-9])?|q|Q|cm|re|W|n|f|S|BT|ET|/F1|Tf|Td|Tm|Tj|<4E004E8C0031>|m|l|h|Tz|Tr|Ts|Do|/Im) ", 0..120)) {
        check(&pdf(&[words.concat()]), "a.pdf");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_markup(text in "(</?(table|tr|td|th|tbody|thead|caption|p|b|a|div|br|li|ul|h2|main|nav|template|svg|select|form|font|pre)( (colspan|rowspan)=[0-9]{1,5}| href=#| hidden)?>|[一二1. \n]{1,4}|&nbsp;|&#0;|<!--|-->|<!\\[CDATA\\[|<script>){0,150}") {
        check(format!("<html>{text}").as_bytes(), "a.html");
    }
}
