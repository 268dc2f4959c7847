//! PDFs of our own making, read end to end.

mod support;

use mingzhang_decode::{DecodeError, decode};
use mingzhang_model::{Block, RunOrigin};
use support::{line, paragraphs, pdf, pdf_with, problems, read, rows, table, tables, text};

#[test]
fn soft_breaks_are_joined_and_places_kept() {
    let first = "本部门二〇二四年度收入总计五百万元，支出总计五百万元，比";
    let page = text(60.0, 800.0, 20.0, "一、总体情况")
        + &text(90.0, 760.0, 15.0, first)
        + &text(60.0, 730.0, 15.0, "上年增加一百万元，主要原因是机构改革后人员经费和项目经费")
        + &text(60.0, 700.0, 15.0, "增加。")
        + &text(90.0, 670.0, 15.0, "没有其他情况。");
    let document = read(&pdf(&[page]));
    assert_eq!(
        paragraphs(&document),
        [
            "一、总体情况",
            "本部门二〇二四年度收入总计五百万元，支出总计五百万元，比上年增加一百万元，主要原因是机构改革后人员经费和项目经费增加。",
            "没有其他情况。"
        ]
    );
    let paragraph = document.blocks[1].paragraph().unwrap();
    assert_eq!(paragraph.runs.len(), 3);
    for (i, run) in paragraph.runs.iter().enumerate() {
        let end = paragraph.runs.get(i + 1).map_or(paragraph.text.len(), |r| r.start);
        let RunOrigin::Page { edges, .. } = &run.origin else { panic!() };
        assert_eq!(edges.len(), paragraph.text[run.start..end].chars().count());
    }
    let at = paragraph.text.find("增加一百万元").unwrap();
    let place = paragraph.place(at, at + "增加".len());
    let bbox = place.bbox.unwrap();
    assert_eq!(place.page, Some(1));
    assert!((bbox[0] - 90.0).abs() < 0.1 && (bbox[2] - 120.0).abs() < 0.1, "{bbox:?}");
    assert!((bbox[1] - (842.0 - 730.0 - 13.2)).abs() < 0.1, "{bbox:?}");
}

#[test]
fn a_paragraph_goes_on_over_a_page_break() {
    let full = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬";
    let one = text(60.0, 400.0, 15.0, full) + &text(60.0, 120.0, 15.0, full) + &text(290.0, 40.0, 9.0, "- 1 -");
    let two = text(60.0, 780.0, 15.0, "完。") + &text(90.0, 750.0, 15.0, "又一段。") + &text(290.0, 40.0, 9.0, "- 2 -");
    let document = read(&pdf(&[one, two]));
    assert_eq!(paragraphs(&document), [full, &format!("{full}完。"), "又一段。"]);
}

#[test]
fn a_page_printed_smaller_has_its_own_margins() {
    let full = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬";
    let normal = |n: usize| (0..n).map(|i| text(60.0, 780.0 - 30.0 * i as f64, 15.0, full)).collect::<String>();
    let small = text(134.0, 700.0, 12.0, "八、本年收入合计五百万元，其中财政拨款收入四百万元，事")
        + &text(110.0, 680.0, 12.0, "业收入一百万元，主要原因是机构改革后人员和项目的经费都有增")
        + &text(110.0, 660.0, 12.0, "加；没有其他情况，也没有需要说明的其他事项，请予审议通过并")
        + &text(110.0, 640.0, 12.0, "批复。");
    let document = read(&pdf(&[normal(8), normal(8), small]));
    let last = *paragraphs(&document).last().unwrap();
    assert!(last.starts_with("八、") && last.contains("，事业收入") && last.ends_with("审议通过并批复。"), "{last}");
}

#[test]
fn a_legend_beside_a_chart_is_no_prose() {
    let full = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬";
    // The name ends where the amount below it would not have fitted.
    let page = text(60.0, 780.0, 15.0, full)
        + &text(340.0, 700.0, 10.0, "国有资本经营预算财政拨款收入")
        + &text(340.0, 686.0, 10.0, "4325129.79万元，占36.42%");
    let document = read(&pdf(&[page]));
    assert_eq!(paragraphs(&document), [full, "国有资本经营预算财政拨款收入", "4325129.79万元，占36.42%"]);
}

#[test]
fn a_long_centred_title_is_one_and_contents_are_many() {
    let page = text(70.0, 780.0, 36.0, "某市某区规划和自然资源和")
        + &text(235.0, 730.0, 36.0, "林业局")
        + &text(60.0, 600.0, 15.0, "一、职能…………………………………………………………………3")
        + &text(60.0, 570.0, 15.0, "二、机构…………………………………………………………………4")
        + &text(60.0, 540.0, 15.0, "三、名词…………………………………………………………………5");
    let document = read(&pdf(&[page]));
    assert_eq!(paragraphs(&document)[0], "某市某区规划和自然资源和林业局");
    assert_eq!(paragraphs(&document).len(), 4);
}

#[test]
fn a_ruled_table_has_cells_with_places() {
    let page = text(200.0, 760.0, 12.0, "收入决算表")
        + &table(&[60.0, 200.0, 300.0], 700.0, 20.0, &[&["项 目", "金额"], &["一、收 入", "1,234.50"]])
        + &text(60.0, 600.0, 10.0, "注：说明。");
    let document = read(&pdf(&[page]));
    assert_eq!(document.blocks.len(), 3);
    let Block::Table(t) = &document.blocks[1] else { panic!("{:?}", document.blocks) };
    assert_eq!(rows(t), ["项目|金额", "一、收入|1,234.50"]);
    let place = &t.at(1, 1).unwrap().place;
    assert_eq!((place.page, place.cell.as_deref()), (Some(1), Some("table 1, row 2, column 2")));
    let bbox = place.bbox.unwrap();
    assert!(bbox.iter().zip([200.0, 162.0, 300.0, 182.0]).all(|(a, b)| (a - b).abs() < 1.0), "{bbox:?}");
    assert_eq!(t.row_pages, [1, 1]);
}

#[test]
fn a_table_goes_on_over_pages() {
    let xs = [60.0, 120.0, 260.0, 360.0];
    let head: &[&str] = &["编码", "名称", "金额"];
    let one = table(&xs, 200.0, 20.0, &[head, &["201", "公共服务", "5.00"], &["20101", "机构基本养", "5.00"]])
        + &text(290.0, 40.0, 9.0, "3");
    let two = table(&xs, 800.0, 20.0, &[head, &["", "老保险支出", ""], &["202", "外交", "1.00"]])
        + &text(290.0, 40.0, 9.0, "4");
    let three = table(&[60.0, 260.0, 360.0], 800.0, 20.0, &[&["合计", "6.00"]]) + &text(290.0, 40.0, 9.0, "5");
    let document = read(&pdf(&[one, two, three]));
    assert_eq!(document.blocks.len(), 1);
    let t = tables(&document)[0];
    assert_eq!(
        rows(t),
        ["编码|名称|金额", "201|公共服务|5.00", "20101|机构基本养老保险支出|5.00", "202|外交|1.00", "合计|合计|6.00"]
    );
    assert_eq!(t.row_pages, [1, 1, 1, 2, 3]);
    assert_eq!(t.at(4, 0).unwrap().column_span, 2);
}

#[test]
fn a_title_between_parts_two_tables() {
    let xs = [60.0, 200.0, 300.0];
    let one = table(&xs, 200.0, 20.0, &[&["项目", "金额"], &["甲", "1"]]);
    let two = text(200.0, 790.0, 12.0, "支出决算表") + &table(&xs, 760.0, 20.0, &[&["项目", "金额"], &["乙", "2"]]);
    let document = read(&pdf(&[one, two]));
    let found = tables(&document);
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].at(1, 1).unwrap().place.cell.as_deref(), Some("table 2, row 2, column 2"));
}

#[test]
fn frames_and_white_fills_are_no_tables() {
    let frame = "50 700 400 100 re S\n1 g 60 650 200 20 re f 0 g\n".to_owned();
    let page = frame + &text(60.0, 760.0, 15.0, "目录") + &text(60.0, 730.0, 15.0, "一、职能");
    let document = read(&pdf(&[page]));
    assert_eq!(paragraphs(&document), ["目录", "一、职能"]);
}

#[test]
fn charts_are_no_tables() {
    let xs = [60.0, 120.0, 180.0, 240.0, 300.0];
    let plot = [["", "2371.55", "", "2473.73"], ["", "", "", ""], ["", "", "", ""], ["", "", "", ""]];
    let rows: Vec<&[&str]> = plot.iter().map(|r| &r[..]).collect();
    let document = read(&pdf(&[table(&xs, 700.0, 20.0, &rows)]));
    assert!(tables(&document).is_empty());
    assert_eq!(paragraphs(&document).concat().replace(' ', ""), "2371.552473.73");
    // Figures all over are the rest of a table, a word makes it one.
    let full: Vec<&[&str]> = vec![&["1.00", "2.00", "3.00", "4.00"]; 4];
    assert_eq!(tables(&read(&pdf(&[table(&xs, 700.0, 20.0, &full)]))).len(), 1);
    let named: Vec<&[&str]> = vec![&["合计", "", "", "5.00"], &["", "", "", ""], &["", "", "", ""]];
    assert_eq!(tables(&read(&pdf(&[table(&xs, 700.0, 20.0, &named)]))).len(), 1);
}

#[test]
fn a_missing_wall_merges_cells() {
    let mut page = text(62.0, 685.0, 10.0, "财政拨款收入")
        + &text(62.0, 665.0, 10.0, "预算数")
        + &text(162.0, 665.0, 10.0, "决算数");
    for (y, x0) in [(700.0, 60.0), (680.0, 60.0), (660.0, 60.0)] {
        page += &line(x0, y, 260.0, y);
    }
    page += &(line(60.0, 660.0, 60.0, 700.0) + &line(260.0, 660.0, 260.0, 700.0) + &line(160.0, 660.0, 160.0, 680.0));
    let document = read(&pdf(&[page]));
    let t = tables(&document)[0];
    assert_eq!(rows(t), ["财政拨款收入|财政拨款收入", "预算数|决算数"]);
    assert_eq!(t.at(0, 1).unwrap().column_span, 2);
}

#[test]
fn clipped_text_is_hidden_and_half_clipped_text_reported() {
    let page = "q 0 690 200 60 re W n\n".to_owned()
        + &text(100.0, 720.0, 20.0, "看得见的看不见")
        + &text(60.0, 682.0, 20.0, "半个")
        + "Q\n"
        + &text(60.0, 600.0, 20.0, "完整的一行文字说明情况");
    let document = read(&pdf(&[page]));
    assert_eq!(paragraphs(&document)[0], "看得见的看");
    assert_eq!(problems(&document), ["clipped-text"]);
    assert!(document.problems[0].message.contains("半个"), "{}", document.problems[0].message);
    assert_eq!(document.problems[0].place.page, Some(1));
}

#[test]
fn bold_by_double_printing_is_one_glyph() {
    let page = text(60.0, 700.0, 15.0, "人民人民政府办公室预算") + &text(60.3, 700.0, 15.0, "人民人民政府办公室预算");
    assert_eq!(paragraphs(&read(&pdf(&[page]))), ["人民人民政府办公室预算"]);
}

#[test]
fn stretched_lines_and_parted_lines() {
    let stretched =
        "收入合计".chars().enumerate().map(|(i, c)| text(60.0 + 30.0 * i as f64, 700.0, 15.0, &c.to_string()));
    let page = stretched.collect::<String>()
        + &text(200.0, 700.0, 15.0, "2946.25 万 元")
        + &text(60.0, 660.0, 10.0, "部门：甲局")
        + &text(400.0, 660.0, 10.0, "单位：万元");
    assert_eq!(paragraphs(&read(&pdf(&[page]))), ["收入合计2946.25万元", "部门：甲局", "单位：万元"]);
}

#[test]
fn glyphs_without_meaning_are_counted() {
    let page = text(60.0, 700.0, 15.0, "这一页的文字大多可以读出来") + "BT /F2 15 Tf 60 600 Td <00010002> Tj ET\n";
    let document = read(&pdf(&[page]));
    assert_eq!(problems(&document), ["unmapped-glyphs"]);
    assert!(document.problems[0].message.contains("2个字符"));
}

#[test]
fn a_scan_has_no_text_layer() {
    let scan = "q 595 0 0 842 0 0 cm /Im Do Q\n".to_owned();
    assert_eq!(
        decode(&pdf(&[scan.clone(), scan.clone()]), "a.pdf").unwrap_err(),
        DecodeError::NoTextLayer { pages: 2 }
    );
    let mixed = read(&pdf(&[text(60.0, 700.0, 15.0, "第一页有足够多的文字可读"), scan.clone()]));
    assert_eq!((problems(&mixed), mixed.problems[0].place.page), (vec!["no-text-layer"], Some(2)));
    let recognised = scan + "3 Tr\n" + &text(60.0, 700.0, 15.0, "识别出来的文字在图像之下");
    assert_eq!(paragraphs(&read(&pdf(&[recognised]))), ["识别出来的文字在图像之下"]);
}

#[test]
fn invisible_text_is_not_read() {
    let page = text(60.0, 700.0, 15.0, "看得见的一行文字不少于十个") + "3 Tr\n" + &text(60.0, 600.0, 15.0, "看不见");
    assert_eq!(paragraphs(&read(&pdf(&[page]))), ["看得见的一行文字不少于十个"]);
}

#[test]
fn running_headers_go() {
    let page = |n: usize| {
        text(200.0, 800.0, 9.0, "某局部门决算")
            + &text(60.0, 700.0, 15.0, &format!("第{n}段不同的内容在这里。"))
            + &text(280.0, 30.0, 9.0, &format!("第{n}页"))
    };
    let document = read(&pdf(&(1..=4).map(page).collect::<Vec<_>>()));
    assert_eq!(paragraphs(&document).len(), 4);
    assert!(paragraphs(&document).iter().all(|p| p.contains('段')));
}

#[test]
fn locked_and_broken_files_say_so() {
    let page = [text(60.0, 700.0, 15.0, "内容")];
    let key = "A".repeat(64);
    let locked = format!("/ID[<00><00>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{key}>/U<{key}>>>");
    assert_eq!(decode(&pdf_with(&page, &locked), "a.pdf").unwrap_err(), DecodeError::Encrypted);
    assert_eq!(decode(b"%PDF-1.7\nnothing", "a.pdf").unwrap_err(), DecodeError::Damaged);
    let whole = pdf(&page);
    let cut = whole.get(..whole.len() - 200).unwrap();
    assert!(decode(cut, "a.pdf").is_ok(), "a lost cross-reference table is rebuilt");
}

#[test]
fn forms_that_call_themselves_end() {
    let mut bytes = pdf(&["/Im Do\n".to_owned()]);
    let text = String::from_utf8(bytes).unwrap().replace(
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>\nstream\n0\nendstream",
        "<</Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Im 7 0 R>>>>/Length 15>>\nstream\n/Im Do /Im Do  \nendstream",
    );
    bytes = text.into_bytes();
    assert!(decode(&bytes, "a.pdf").is_err());
}
