//! Word documents: what is printed, and only that.

#![allow(clippy::unwrap_used)]

mod support;

use mingzhang_decode::{DecodeError, decode};
use mingzhang_model::{Block, Document};
use support::{paragraphs, problems, rows, tables, word, word_text};

fn body(text: &str) -> Document {
    decode(&word_text(text, "", ""), "a.docx").unwrap()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

#[test]
fn runs_are_joined_and_references_resolved() {
    let d = body(
        "<w:p><w:r><w:t>收入5</w:t></w:r><w:r><w:t>0.0</w:t></w:r><w:bookmarkStart/><w:r><w:t>0万元 &lt;甲&amp;乙&gt; &#x4E00;</w:t></w:r></w:p><w:p/>",
    );
    assert_eq!(paragraphs(&d), ["收入50.00万元 <甲&乙> 一"]);
    assert!(d.problems.is_empty());
}

#[test]
fn revisions_are_accepted() {
    let d = body(
        "<w:p><w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del>\
         <w:moveFrom><w:r><w:t>去</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>\
         <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前半</w:t></w:r></w:p><w:p><w:r><w:t>后半</w:t></w:r></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id=\"1\"></w:del></w:rPr></w:pPr><w:del><w:r><w:delText>全删</w:delText></w:r></w:del></w:p>",
    );
    assert_eq!(paragraphs(&d), ["新来", "前半后半"]);
    let d =
        body(&format!("<w:tbl><w:tr>{0}{0}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{0}{0}</w:tr></w:tbl>", cell("", "1")));
    assert_eq!(rows(tables(&d)[0]), ["1|1"]);
    let d = body(&format!(
        "<w:tbl><w:tr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr></w:tbl>",
        cell("<w:cellMerge w:vMerge=\"rest\"/>", "合并"),
        cell("<w:cellDel w:id=\"1\"/>", "旧"),
        cell("<w:cellIns w:id=\"2\"/>", "新"),
        cell("<w:cellMerge w:vMerge=\"cont\"/>", ""),
        cell("<w:cellDel w:id=\"3\"/>", "1.00"),
        cell("", "2.00"),
    ));
    assert_eq!(rows(tables(&d)[0]), ["合并|新", "合并|2.00"]);
}

#[test]
fn walls_a_letter_cannot_stand_between_are_one() {
    let span = |n: usize, text: &str| cell(&format!("<w:gridSpan w:val=\"{n}\"/>"), text);
    let table = |sliver: usize, last: &str| {
        format!(
            "<w:tbl><w:tblGrid><w:gridCol w:w=\"1100\"/><w:gridCol w:w=\"{sliver}\"/><w:gridCol w:w=\"1128\"/></w:tblGrid>\
             <w:tr>{}{}</w:tr><w:tr>{}{}</w:tr>{last}</w:tbl>",
            cell("", "公务接待费"),
            span(2, "合计"),
            span(2, "3.00"),
            cell("", "31.70"),
        )
    };
    let read = |text: &str| rows(tables(&body(text))[0]).join(" / ");
    assert_eq!(read(&table(1, "")), "公务接待费|合计 / 3.00|31.70");
    // A column with room for a letter, or with a cell of its own, is one.
    assert_eq!(read(&table(400, "")), "公务接待费|合计|合计 / 3.00|3.00|31.70");
    let own = format!("<w:tr>{0}{0}{0}</w:tr>", cell("", "a"));
    assert_eq!(read(&table(1, &own)), "公务接待费|合计|合计 / 3.00|3.00|31.70 / a|a|a");
}

#[test]
fn pictures_that_may_be_tables_are_told() {
    let picture = |cx: u32, cy: u32| {
        format!(
            "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"{cx}\" cy=\"{cy}\"/><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
    };
    let d = body(&[p("一、收入"), picture(5_000_000, 2_000_000), p("二、支出"), picture(300_000, 300_000)].concat());
    assert_eq!(paragraphs(&d), ["一、收入", "二、支出"]);
    assert_eq!(problems(&d), ["picture-unread"]);
    assert!(d.problems[0].message.starts_with("第2段处共有1幅图片"), "{}", d.problems[0].message);
    assert!(problems(&body(&[p("甲"), picture(300_000, 300_000)].concat())).is_empty());
}

#[test]
fn letters_lost_from_automatic_numbers_come_back() {
    let level = |n: usize, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{n}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:lvlText w:val=\"{text}\"/><w:suff w:val=\"nothing\"/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:numbering><w:abstractNum w:abstractNumId=\"1\">{}{}{}</w:abstractNum>\
         <w:num w:numId=\"1\"><w:abstractNumId w:val=\"1\"/></w:num></w:numbering>",
        level(0, "?%1??"),
        level(1, "%2?"),
        level(2, "(%3)?")
    );
    let at = |n: usize| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{n}\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
        )
    };
    let d = decode(&word_text(&[at(0), at(1), at(2)].concat(), "", &numbering), "a.docx").unwrap();
    assert_eq!(paragraphs(&d), ["第一部分甲", "一、甲", "(一)?甲"]);
}

#[test]
fn hidden_text_codes_and_notes_are_not_printed() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let (begin, separate, end) = (field("begin"), field("separate"), field("end"));
    let d = body(&format!(
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>显</w:t></w:r></w:p>\
         <w:p><w:r><w:t>共</w:t></w:r>{begin}<w:r><w:instrText>=SUM</w:instrText><w:t>码</w:t></w:r>{begin}<w:r><w:t>码</w:t></w:r>{separate}\
         <w:r><w:t>码</w:t></w:r>{end}{separate}<w:r><w:t>5</w:t></w:r>{end}<w:r><w:footnoteReference w:id=\"2\"/><w:t>页</w:t></w:r></w:p>\
         <w:p>{begin}<w:r><w:t>无尾</w:t></w:r></w:p><w:p><w:r><w:t>照读</w:t></w:r></w:p>\
         <w:p><w:fldSimple w:instr=\"PAGE\"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>"
    ));
    assert_eq!(paragraphs(&d), ["显", "共5页", "照读", "3"]);
}

#[test]
fn a_text_box_is_read_once() {
    let inner = p("框内");
    let shape =
        format!("<v:shape xmlns:v=\"v\"><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>");
    let d = body(&format!(
        "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent xmlns:mc=\"m\"><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx xmlns:wps=\"s\">\
         <w:txbxContent>{inner}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{shape}</w:pict></mc:Fallback>\
         </mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p><w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    ));
    assert_eq!(paragraphs(&d), ["前后", "框内", "框内"]);
}

#[test]
fn notes_come_after_what_they_are_to() {
    let note = |id: u8, text: &str| format!("<w:footnote w:id=\"{id}\">{}</w:footnote>", p(text));
    let separator = format!("<w:footnote w:id=\"0\" w:type=\"separator\">{}</w:footnote>", p("——"));
    let notes = format!("<w:footnotes xmlns:w=\"w\">{separator}{}{}</w:footnotes>", note(2, "脚注一"), note(3, "表注"));
    let reference = |id: u8| format!("<w:r><w:footnoteReference w:id=\"{id}\"/></w:r>");
    let text = format!(
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>前</w:t></w:r>{}<w:r><w:t>后</w:t></w:r></w:p><w:tbl><w:tr>{}\
         <w:tc><w:p><w:r><w:t>5.00</w:t></w:r>{}</w:p></w:tc></w:tr></w:tbl>{}</w:body></w:document>",
        reference(2),
        cell("", "金额"),
        reference(3),
        p("末")
    );
    let bytes = word(&[("word/document.xml", &text), ("word/footnotes.xml", &notes)]);
    let d = decode(&bytes, "a.docx").unwrap();
    assert_eq!(
        (paragraphs(&d), rows(tables(&d)[0])),
        (vec!["前后", "脚注一", "表注", "末"], vec!["金额|5.00".to_owned()])
    );
    // They are not written in the part with the text; the place of each is the paragraph it is to.
    let spans = mingzhang_decode::trace(&bytes).unwrap().unwrap().spans;
    for (note, to) in [("脚注一", "<w:p><w:r><w:t>前"), ("表注", "<w:p><w:r><w:t>5.00")] {
        let p = d.blocks.iter().filter_map(|b| b.paragraph()).find(|p| p.text == note).unwrap();
        let [from, end] = p.place(0, note.len()).offset.unwrap();
        assert!(spans[from..end].iter().all(|s| !s.is_somewhere()), "{note}");
        assert_eq!(spans[end].start as usize, text.find(to).unwrap(), "{note}");
    }
}

#[test]
fn merged_cells_make_a_grid() {
    let span = |n: usize| format!("<w:gridSpan w:val=\"{n}\"/>");
    let (first, rest) = ("<w:vMerge w:val=\"restart\"/>", "<w:vMerge/>");
    let d = body(&format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>{}{}</w:tr></w:tbl>",
        cell(first, "项 目"),
        cell(&span(2), "金额"),
        cell(rest, "看不见"),
        cell("", "本年"),
        cell("", "上年"),
        cell("", "1"),
        cell(rest, "孤"),
    ));
    let table = tables(&d)[0];
    assert_eq!(rows(table), ["项目|金额|金额", "项目|本年|上年", "|1|孤"]);
    let place = &table.at(2, 1).unwrap().place;
    assert_eq!((place.cell.as_deref(), place.line), (Some("table 1, row 3, column 2"), Some(1)));
}

#[test]
fn figures_below_each_other_in_a_cell_are_two() {
    let two = format!("<w:tc>{}{}</w:tc>", p("1.00"), p("2.00"));
    let words = format!("<w:tc>{}{}</w:tc>", p("公务用车"), p("运行费"));
    let d = body(&format!("<w:tbl><w:tr>{words}{two}</w:tr></w:tbl>"));
    assert_eq!(rows(tables(&d)[0]), ["公务用车运行费|1.00 2.00"]);
}

#[test]
fn tables_in_tables_come_after_them_and_frames_vanish() {
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>", cell("", "内1"), cell("", "内2"));
    let d = body(&format!(
        "<w:tbl><w:tr><w:tc>{}{inner}</w:tc></w:tr></w:tbl><w:tbl><w:tr>{}<w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>",
        p("框"),
        cell("", "外")
    ));
    assert_eq!(paragraphs(&d), ["框"]);
    let all: Vec<_> = tables(&d).into_iter().map(rows).collect();
    assert_eq!(all, [vec!["内1|内2"], vec!["外|"], vec!["内1|内2"]]);
}

const STYLES: &str = "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/></w:numPr></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"小标题\"/><w:basedOn w:val=\"1\"/><w:pPr><w:jc w:val=\"center\"/>\
    <w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"3\"><w:name w:val=\"更小标题\"/><w:basedOn w:val=\"2\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"t\"><w:name w:val=\"toc 1\"/></w:style>";

const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"7\">\
    <w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/><w:pStyle w:val=\"1\"/><w:lvlText w:val=\"第%1部分\"/></w:lvl>\
    <w:lvl w:ilvl=\"1\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"%1.%2、\"/></w:lvl></w:abstractNum>\
    <w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"●\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"1\"><w:abstractNumId w:val=\"7\"/></w:num>\
    <w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"11\"/></w:lvlOverride></w:num>\
    <w:num w:numId=\"3\"><w:abstractNumId w:val=\"8\"/></w:num>";

#[test]
fn automatic_numbers_are_printed() {
    let by = |style: &str, own: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{own}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let list = |n: usize| format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{n}\"/></w:numPr>");
    let text = [
        by("1", "", "甲"),
        by("2", "", "子"),
        by("3", "", "丑"),
        by("1", "", "乙"),
        by("2", "", "</w:t><w:br w:type=\"page\"/><w:t>寅"),
        by("1", &list(2), "丙"),
        by("1", &list(2), "丁"),
        by("1", &list(0), "无号"),
        by("", &list(3), "点"),
    ];
    let d = decode(&word_text(&text.concat(), STYLES, NUMBERING), "a.docx").unwrap();
    assert_eq!(
        paragraphs(&d),
        [
            "第一部分 甲",
            "一.1、子",
            "一.2、丑",
            "第二部分 乙",
            "二.1、寅",
            "第十一部分 丙",
            "第十二部分 丁",
            "无号",
            "点"
        ]
    );
    let levels: Vec<_> = d.blocks.iter().filter_map(Block::paragraph).map(|p| (p.heading, p.centred)).collect();
    assert_eq!(levels[..3], [(1, false), (2, true), (2, true)]);
    assert_eq!(levels[8], (0, false));
}

#[test]
fn breaks_end_what_has_ended() {
    let d = body(
        "<w:p><w:r><w:t>2024年度</w:t><w:br/><w:t>部门决算</w:t></w:r></w:p>\
         <w:p><w:r><w:t>本年收入合计50.00万元，与上年相比</w:t><w:br/><w:t>增加。</w:t><w:br/><w:t>（二）支出</w:t><w:br w:type=\"page\"/><w:t>次页</w:t></w:r></w:p>",
    );
    assert_eq!(
        paragraphs(&d),
        ["2024年度", "部门决算", "本年收入合计50.00万元，与上年相比增加。", "（二）支出", "次页"]
    );
    let line = "<w:p><w:pPr><w:pStyle w:val=\"t\"/></w:pPr><w:r><w:t>一、收入</w:t><w:tab/><w:t>12</w:t></w:r></w:p>";
    let d = decode(&word_text(line, STYLES, ""), "a.docx").unwrap();
    assert_eq!(paragraphs(&d), ["一、收入………………12"]);
}

#[test]
fn places_count_characters_and_paragraphs() {
    let d = body(&(p("一二") + &p("三四")));
    let place = d.blocks[1].paragraph().unwrap().place(3, 6);
    assert_eq!((place.offset, place.line), (Some([4, 5]), Some(2)));
}

#[test]
fn what_can_be_read_of_a_damaged_document_is_read() {
    let cut =
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>前文</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>1";
    let d = decode(&word(&[("word/document.xml", cut)]), "a.docx").unwrap();
    assert_eq!((paragraphs(&d), problems(&d)), (vec!["前文", "1"], vec!["document-truncated"]));
    let nothing = word(&[("word/document.xml", "<w:document")]);
    assert_eq!(decode(&nothing, "a.docx").unwrap_err(), DecodeError::WordDamaged);
    let whole = word_text(&p("内容"), "", "");
    assert_eq!(decode(&whole[..whole.len() / 2], "a.docx").unwrap_err(), DecodeError::WordDamaged);
    assert_eq!(decode(&word_text("", "", ""), "a.docx").unwrap_err(), DecodeError::Empty);
}

#[test]
fn the_main_part_may_have_another_name() {
    let relations = "<Relationships><Relationship Type=\"http://x/officeDocument\" Target=\"/word/document.two.xml\"/></Relationships>";
    let text = format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", p("内容"));
    let d = decode(&word(&[("_rels/.rels", relations), ("word/document.two.xml", &text)]), "a.txt").unwrap();
    assert_eq!((paragraphs(&d), problems(&d)), (vec!["内容"], vec!["misnamed-file"]));
}

#[test]
fn bombs_are_refused() {
    let bomb = word(&[("word/document.xml", &" ".repeat(200 << 20))]);
    assert!(bomb.len() < 1 << 20);
    assert!(matches!(decode(&bomb, "a.docx").unwrap_err(), DecodeError::UnpacksTooLarge { .. }));
    let deep = "<w:p>".repeat(100_000);
    assert!(problems(&body(&(p("前") + &deep))).contains(&"document-truncated"));
    let nested = format!("{}{}{}", "<w:tbl><w:tr><w:tc>".repeat(60), p("深"), "</w:tc></w:tr></w:tbl>".repeat(60));
    assert_eq!(problems(&body(&(p("前") + &nested))), ["document-truncated"]);
    let wide = format!("<w:tr>{}</w:tr>", cell("<w:gridSpan w:val=\"4000\"/>", "宽").repeat(2_000));
    let d = body(&format!("<w:tbl>{}</w:tbl>", wide.repeat(3)));
    assert_eq!((problems(&d), tables(&d)[0].columns), (vec!["document-truncated"], mingzhang_decode::limits::COLUMNS));
}

#[test]
fn a_text_opened_in_a_word_processor_is_that_text() {
    let text =
        "收入决算表\n单位：万元\n项目\t行次\t金额\n一、收入\t1\t5.00\n\t2\t\n\n总计\t3\t5.00\n\n注：本表为年\n初数。";
    let lines = |line: &str| format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", line.replace('\t', "</w:t><w:tab/><w:t>"));
    let typed = body(&text.split('\n').map(lines).collect::<String>());
    let own = decode(text.as_bytes(), "a.txt").unwrap();
    assert_eq!(rows(tables(&typed)[0]), ["项目|行次|金额", "一、收入|1|5.00", "|2|", "总计|3|5.00"]);
    assert_eq!(format!("{:?}", typed.blocks), format!("{:?}", own.blocks));
    // Headings and titles in the middle are what they were made; a document that has tables has them elsewhere.
    let heading =
        "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/><w:jc w:val=\"center\"/></w:pPr><w:r><w:t>概况</w:t></w:r></w:p>";
    let lines: String = text.split('\n').map(lines).collect();
    let made = body(&format!("{heading}{lines}"));
    assert_eq!(tables(&made).len(), 1);
    let first = made.blocks[0].paragraph().unwrap();
    assert_eq!((first.text.as_str(), first.heading, first.centred), ("概况", 1, true));
    let table = format!("<w:tbl><w:tr>{0}{0}</w:tr><w:tr>{0}{0}</w:tr></w:tbl>", cell("", "1"));
    assert_eq!(tables(&body(&format!("{lines}{table}"))).len(), 1);
}
