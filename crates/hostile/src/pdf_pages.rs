//! PDF: many pages of much.

use crate::List;
use crate::pdf_file::text;
use crate::pdf_streams::many_pages;

pub(crate) const LIST: List = &[
    ("pdf-one-table-over-3000-pages", || many_pages(3_000, &table(40, 6))),
    ("pdf-one-table-over-3000-pages-its-rows-all-alike", || many_pages(3_000, &table(80, 2))),
    ("pdf-3000-pages-of-running-text", || {
        let mut out = String::new();
        for i in 0..40 {
            out += &text(
                60.0,
                800.0 - 19.0 * f64::from(i),
                12.0,
                "本年收入合计100.00万元，比上年增加5.00万元，增长5.26%，主要原因是人员",
            );
        }
        many_pages(3_000, &out)
    }),
    ("pdf-3000-pages-of-one-sentence-without-end", || {
        let mut out = String::new();
        for i in 0..40 {
            out += &text(
                60.0,
                800.0 - 19.0 * f64::from(i),
                12.0,
                "收入收入收入收入收入收入收入收入收入收入收入收入收入收入收入收入收入收入",
            );
        }
        many_pages(3_000, &out)
    }),
    ("pdf-each-page-cuts-its-text", || {
        let mut out = String::from("0 0 600 402 re W n ");
        for i in 0..1_000 {
            out += &text(60.0 + f64::from(i % 50) * 10.0, 400.0, 10.0, "收");
        }
        many_pages(3_000, &out)
    }),
];

/// A ruled table that fills a page.
fn table(rows: usize, columns: usize) -> String {
    let (height, width) = (800.0 / rows as f64, 560.0 / columns as f64);
    let mut out = String::from("0.2 w ");
    for r in 0..=rows {
        out += &format!("10 {} m 570 {} l S ", 20.0 + r as f64 * height, 20.0 + r as f64 * height);
    }
    for c in 0..=columns {
        out += &format!("{} 20 m {} 820 l S ", 10.0 + c as f64 * width, 10.0 + c as f64 * width);
    }
    for r in 0..rows {
        for c in 0..columns {
            let word = if c == 0 { "行政运行" } else { "12.34" };
            out += &text(12.0 + c as f64 * width, 22.0 + r as f64 * height, 6.0, word);
        }
    }
    out
}
