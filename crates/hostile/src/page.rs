//! Web pages.

use crate::List;

pub(crate) const LIST: List = &[
    ("html-elements-nested-1000000-deep", || page(&"<div>".repeat(1_000_000))),
    ("html-tables-nested-200000-deep", || page(&"<table><tr><td>5.00".repeat(200_000))),
    ("html-tables-nested-100-deep-1000-times", || {
        page(
            &format!(
                "{}{}",
                "<table><tr><td>收入</td><td>5.00</td></tr><tr><td>".repeat(100),
                "</td></tr></table>".repeat(100)
            )
            .repeat(300),
        )
    }),
    ("html-bold-without-end", || page(&"<b id=a><i id=b><p>收入5.00万元".repeat(100_000))),
    ("html-bold-of-different-kinds-before-paragraphs", || {
        let bold: String = (0..20_000).map(|i| format!("<b id=a{i}>")).collect();
        page(&format!("{bold}{}", "<p>5</p>".repeat(20_000)))
    }),
    ("html-links-crossed", || page(&"<a href=x><p></a>".repeat(200_000))),
    ("html-text-where-only-rows-may-be", || page(&format!("<table>{}", "5<b>收入".repeat(200_000)))),
    ("html-cells-that-cover-1000000-columns", || {
        page(&format!("<table>{}</table>", "<tr><td colspan=1000000 rowspan=1000000>5<td>5</tr>".repeat(50_000)))
    }),
    ("html-cells-that-cover-1000-columns", || {
        page(&format!("<table>{}</table>", "<tr><td colspan=1000>5<td>5</tr>".repeat(20_000)))
    }),
    ("html-cells-down-all-rows", || page(&format!("<table>{}</table>", "<tr><td rowspan=0>5<td>5</tr>".repeat(5_000)))),
    ("html-one-row-of-300000-cells", || page(&format!("<table><tr>{}<tr><td>5</table>", "<td>5".repeat(300_000)))),
    ("html-tables-100000", || page(&"<table><tr><td>收入<td>5.00<tr><td>支出<td>5.00</table>".repeat(100_000))),
    ("html-attributes-1000000-in-one-tag", || {
        let attributes: String = (0..1_000_000).map(|i| format!(" a{i}=1")).collect();
        page(&format!("<p{attributes}>收入</p>"))
    }),
    ("html-attributes-900-in-each-of-2000-tags", || {
        let attributes: String = (0..900).map(|i| format!(" a{i}=1")).collect();
        page(&format!("<p{attributes}>收入</p>").repeat(2_000))
    }),
    ("html-entities-10-million", || page(&"&nbsp;&#x4e00;&lt;&notanentity;".repeat(700_000))),
    ("html-ampersands-20-million", || page(&"&".repeat(20 << 20))),
    ("html-angles-30-million", || page(&"<".repeat(30 << 20))),
    ("html-comments-open-without-end", || page(&"<!--".repeat(7 << 20))),
    ("html-comments-closed-without-end", || page(&"<!---->".repeat(4 << 20))),
    ("html-scripts-open-without-end", || page(&"<script><title><style>".repeat(1 << 20))),
    ("html-templates-nested", || page(&"<template>".repeat(500_000))),
    ("html-svg-nested", || page(&"<svg><math>".repeat(500_000))),
    ("html-selects-nested", || page(&"<select><option>".repeat(300_000))),
    ("html-one-text-of-30-mib", || page(&"收入5.00万元，".repeat(1_600_000))),
    ("html-one-word-of-30-mib", || page(&"5".repeat(30 << 20))),
    ("html-line-breaks-5000000", || page(&"5<br>".repeat(5_000_000))),
    ("html-source-lines-15-million", || page(&format!("<pre>{}</pre>", "5\n".repeat(15_000_000)))),
    ("html-paragraphs-500000", || page(&"<p>收入合计5.00万元，支出5万元。</p>".repeat(400_000))),
    ("html-headings-300000", || page(&"<h1>一、收入</h1><h2>（一）支出</h2>".repeat(150_000))),
    ("html-links-to-files-200000", || {
        let links: String = (0..200_000).map(|i| format!("<a href=a{i}.xls>附件{i}</a>")).collect();
        page(&links)
    }),
    ("html-wide-letters-and-zeros", || {
        let mut out = vec![0xff, 0xfe];
        out.extend("<html><p>收入5.00万元\0\0".repeat(300_000).encode_utf16().flat_map(u16::to_le_bytes));
        out
    }),
    ("html-encoding-that-does-not-fit", || {
        let mut out = b"<html><meta charset=\"gb2312\">".to_vec();
        out.extend([0xff, 0xfe, 0x80, b'<', b'p', b'>'].repeat(1_000_000));
        out
    }),
    ("html-styles-of-a-megabyte", || {
        page(&format!("<p style=\"{}\" class=\"{}\">5</p>", "a:b; ".repeat(200_000), "nav ".repeat(200_000)).repeat(10))
    }),
];

fn page(body: &str) -> Vec<u8> {
    format!("<!doctype html><html><head><meta charset=utf-8></head><body>{body}").into_bytes()
}
