//! Web pages: what a reader sees as the report, and nothing of the site around it.

#![allow(clippy::unwrap_used)]

mod support;

use mingzhang_decode::{DecodeError, decode};
use mingzhang_model::{Block, Document, SourceKind};
use support::{paragraphs, problems};

fn page(body: &str) -> Document {
    decode(format!("<!DOCTYPE html><html><body>{body}</body></html>").as_bytes(), "a.html").unwrap()
}

fn tables(document: &Document) -> Vec<&mingzhang_model::Table> {
    document.blocks.iter().filter_map(Block::table).collect()
}

const DATA: &str = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>5.00</td></tr></table>";

#[test]
fn a_page_is_told_by_its_content() {
    let is_page = |text: &str| {
        let document = decode(text.as_bytes(), "a").unwrap();
        paragraphs(&document).iter().all(|p| !p.contains('<'))
    };
    for yes in [
        "\u{feff}\n<!DOCTYPE html><p>正文</p>",
        "<?xml version=\"1.0\"?><!-- 由系统生成 --><HTML><p>正文</p></HTML>",
        "<div class=\"TRS_Editor\"><p>一、概况</p><p>二、收入</p></div>",
        "<table><tr><td>项目</td><td>金额</td></tr></table>",
    ] {
        assert!(is_page(yes), "{yes}");
    }
    for no in ["正文说到<html>和<table>标签。", "<某局>部门决算\n一、概况", "a < b <c> d </c> <e>"] {
        assert!(!is_page(no), "{no}");
    }
    let named = decode(b"<html><p>a", "report.xls").unwrap();
    assert_eq!(problems(&named), ["misnamed-file"]);
    assert!(problems(&decode(b"<html><p>a", "report.htm").unwrap()).is_empty());
}

#[test]
fn any_encoding_a_site_writes() {
    let text =
        "<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"></head><p>决算公开，镕㎡</p>";
    let (gb, ..) = encoding_rs::GB18030.encode(text);
    let (big5, ..) = encoding_rs::BIG5.encode("<html><meta charset='big5'><p>歲入歲出決算總表</p>");
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for (bytes, expected) in [
        (gb.as_ref(), "决算公开，镕㎡"),
        (text.as_bytes(), "决算公开，镕㎡"),
        (&utf16, "决算公开，镕㎡"),
        (&big5, "歲入歲出決算總表"),
    ] {
        let document = decode(bytes, "a.html").unwrap();
        assert_eq!((paragraphs(&document), problems(&document)), (vec![expected], vec![]));
    }
}

#[test]
fn paragraphs_are_the_lines_a_reader_sees() {
    let document = page(
        "<div>第一部分&nbsp;&nbsp;概况<p>　　一、主要职责</p>负责\n   财政\u{200b}工作，\n预算 2024\nyear<br>二、<b>机</b><span>构</span>设置</div>\
         <h2>三、<a href='http://x'>说明</a></h2><ul><li>甲</li><li>乙<ol><li>丙</ol></ul>尾&lt;&amp;",
    );
    let expected = [
        "第一部分 概况",
        "一、主要职责",
        "负责财政工作，预算 2024 year",
        "二、机构设置",
        "三、说明",
        "甲",
        "乙",
        "丙",
        "尾<&",
    ];
    assert_eq!(paragraphs(&document), expected);
    assert_eq!(document.kind, SourceKind::Text);
    let headings: Vec<u8> = document.blocks.iter().filter_map(Block::paragraph).map(|p| p.heading).collect();
    assert_eq!(headings, [0, 0, 0, 0, 2, 0, 0, 0, 0]);
    let all: Vec<char> = expected.join("\n").chars().collect();
    for p in document.blocks.iter().filter_map(Block::paragraph) {
        let [a, b] = p.place(0, p.text.len()).offset.unwrap();
        assert_eq!(all[a..b].iter().collect::<String>(), p.text);
    }
}

#[test]
fn spans_become_a_grid() {
    let document = page(
        "<table><caption><div>支出决算表</div><div>公开03表</div></caption>\
         <thead><tr><th colspan=2 rowspan=1>项 目</th><th rowspan=2>合&nbsp;&nbsp;计</th></tr><tr><th>代码<th>名称</tr></thead>\
         <tr><td rowspan=0>207<td>文化<br>旅游<td>1,<span>000</span>.00<tr><td>体育<td></td></tr></table>",
    );
    assert_eq!(paragraphs(&document), ["支出决算表", "公开03表"]);
    let all = tables(&document);
    let t = all[0];
    assert_eq!((t.rows, t.columns), (4, 3));
    let rows: Vec<Vec<&str>> = (0..t.rows).map(|r| (0..t.columns).map(|c| t.text(r, c)).collect()).collect();
    assert_eq!(rows[0], ["项目", "项目", "合计"]);
    assert_eq!(rows[1], ["代码", "名称", "合计"]);
    assert_eq!(rows[2], ["207", "文化旅游", "1,000.00"]);
    assert_eq!(rows[3], ["207", "体育", ""]);
    assert_eq!(t.at(2, 2).unwrap().place.cell.as_deref(), Some("table 1, row 3, column 3"));
}

#[test]
fn a_span_ends_with_its_group_and_where_another_stands() {
    let document = page(
        "<table><thead><tr><th rowspan=9>甲<th>乙</thead><tbody><tr><td>1<td rowspan=2>2<tr><td colspan=5>3</tbody></table>",
    );
    let all = tables(&document);
    let t = all[0];
    assert_eq!((t.rows, t.columns), (3, 2));
    assert_eq!((t.text(1, 0), t.text(2, 0), t.text(2, 1)), ("1", "3", "2"));
}

#[test]
fn a_table_that_lays_out_text_is_none() {
    let long = "本部门负责统筹公共服务体系建设工作。".repeat(20);
    let document = page(&format!(
        "<table><tr><td>上</td></tr><tr><td>左</td><td><p>{long}</p><p>文</p>{DATA}</td></tr></table>\
         <table><tr><td>注：一行</td></tr></table><table role=presentation>{DATA}</table>\
         <table><tr><td>甲<td>乙<tr><td>丙<td><p>{long}<p>{long}</table>",
    ));
    let all = tables(&document);
    assert_eq!(all.len(), 2);
    assert!(all.iter().all(|t| (t.rows, t.columns, t.text(1, 1)) == (2, 2, "5.00")));
    assert_eq!(paragraphs(&document), ["上", "左", &long, "文", "注：一行", "甲", "乙", "丙", &long, &long]);
}

#[test]
fn the_site_around_the_report_is_left_out() {
    let links: String = (0..9).map(|k| format!("<li><a href='/{k}'>栏目{k}</a></li>")).collect();
    let entries: String = (0..9).map(|k| format!("<li><a href='#s{k}'>{k}、说明</a></li>")).collect();
    let text = "<p>本年收入合计5万元，比上年增加1万元。</p>".repeat(8);
    let document = decode(
        format!(
            "<html><head><title>题</title><meta name=ArticleTitle content='某局2024年度部门决算'></head><body>\
             <header>政府网 <nav>{links}</nav></header><script>var a = '<p>x</p>'</script><style>p{{}}</style>\
             <div class='breadcrumb'>当前位置：首页</div><div class=list><ul>{links}</ul></div>\
             <div id=zoom><p style='display: none'>隐</p><p hidden>藏</p><ul>{entries}</ul>{text}{DATA}<svg><text>3</text></svg></div>\
             <form><select><option>甲</select></form><div id='footer'>主办：某局</div><footer>版权所有</footer></body></html>"
        )
        .as_bytes(),
        "a.html",
    )
    .unwrap();
    let got = paragraphs(&document);
    assert_eq!((got.len(), got[0], got[1]), (18, "某局2024年度部门决算", "0、说明"), "{got:?}");
    assert_eq!(tables(&document).len(), 1);
    // Where the page says what its content is, all else is the site's.
    let document =
        page(&format!("<p>网站</p><main><header>某局决算</header>{text}<footer>注：说明</footer></main><p>版权</p>"));
    let got = paragraphs(&document);
    assert_eq!((got.len(), got[0], got[9]), (10, "某局决算", "注：说明"));
    // Where a site has it wrong, the text is kept.
    let document = page(&format!("<main>空</main><div class=menu>{text}</div>"));
    assert_eq!(paragraphs(&document).len(), 9);
}

#[test]
fn a_page_without_text_is_empty() {
    assert_eq!(decode(b"<html><body><script>load()</script></body></html>", "a").unwrap_err(), DecodeError::Empty);
}

#[test]
fn hostile_pages_are_cut_off() {
    let cut = |body: &str| problems(&page(&format!("<p>正文</p>{body}"))) == ["document-truncated"];
    assert!(cut(&"<div>".repeat(200_000)));
    assert!(cut(&"<table><tr><td>".repeat(50_000)));
    assert!(cut(&"<b><i>x".repeat(100_000)));
    let attributes: String = (0..9_000).map(|k| format!(" a{k}='>'")).collect();
    assert!(cut(&format!("<p {attributes}>")) && cut(&format!("<p {}>", attributes.replace(' ', ""))));
    // Scripts, comments and long values are full of all this.
    let words = "a <b ".repeat(4_000);
    assert!(!cut(&format!("<script>{words}</script><!-- {words} --><p title='{words}'>")));
    let fonts: String = (0..400).map(|k| format!("<font size={k}>")).collect();
    assert!(cut(&format!("<p>{fonts}{}", "<p>x".repeat(100_000))));
    // Misnested formatting, foster-parented text, spans beyond all measure: read, but bounded.
    page(&"<b><p></b>x</p>".repeat(5_000));
    page(&format!("<table>{}", "x<tr>y<td>z".repeat(20_000)));
    let spans = "<td colspan=1000 rowspan=65534>1</td><td>2</td>".repeat(20);
    page(&format!("<p>正文<table>{}</table>", format!("<tr>{spans}</tr>").repeat(30)));
    let wide = format!("<p>正文</p><table>{}</table>", "<tr><td colspan=1000>1<td colspan=1000>2</tr>".repeat(3_000));
    assert_eq!(problems(&page(&wide)), ["table-too-large"]);
}

#[test]
fn lines_of_preformatted_text_end_where_they_do() {
    let d = page(
        "<pre>一、收入\n<b>本年</b>收入5.00\n6.00</pre><p>换\n行</p><div style=\"white-space: pre-wrap\">甲\n乙</div>",
    );
    assert_eq!(paragraphs(&d), ["一、收入", "本年收入5.00", "6.00", "换行", "甲", "乙"]);
}

#[test]
fn a_page_that_is_a_text_is_that_text() {
    let text = "收入决算表\n项目\t行次\t金额\n一、收入\t1\t5.00\n\t2\t\n\n总计\t3\t5.00\n\n注：本表为年\n初数。";
    let typed = page(&format!("<pre>{}</pre>", text.replace("收入\t", "<font>收入</font>\t")));
    let own = decode(text.as_bytes(), "a.txt").unwrap();
    assert_eq!(format!("{:?}", typed.blocks), format!("{:?}", own.blocks));
    assert!(tables(&page(&format!("<pre>{text}</pre><p>别的</p>"))).is_empty());
    let titled = format!("<html><meta name=ArticleTitle content='某局2024年度部门决算'><pre>{text}</pre>");
    let titled = decode(titled.as_bytes(), "a.html").unwrap();
    assert_eq!((paragraphs(&titled)[0], tables(&titled).len()), ("某局2024年度部门决算", 1));
    assert_eq!(format!("{:?}", &titled.blocks[1..]).matches("总计").count(), 1);
}

#[test]
fn files_linked_are_told() {
    let d = page(
        "<p>正文</p><a href='/x/P1.xls?v=1'>附件1：公开表</a><a href='a.PDF'></a><a href='/x/P1.xls?v=2'>再</a><a href='b.html'>别页</a>",
    );
    assert_eq!(problems(&d), ["attachment-unread"]);
    assert!(d.problems[0].message.contains("2个文件（《附件1：公开表》、《a.PDF》）"), "{}", d.problems[0].message);
}
