//! One self-contained page for a government website: no script, nothing fetched, readable on a phone, on paper and by a screen reader.

mod table;

use crate::chart::svg;
use crate::markup::escape;
use mingzhang_model::publication::{Chart, Heading, Piece, Publication};

/// The look, for screen and print.
const STYLE: &str = include_str!("html/page.css");

/// The report as a page (UTF-8).
#[must_use]
pub fn html(publication: &Publication) -> String {
    let title = escape(&publication.title());
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#main\">跳到正文</a>\n<main id=\"main\">\n"
    );
    cover(&mut page, &publication.cover);
    // Anchors are counted through: the contents list and the pieces come to the same.
    let mut anchor = 0;
    let mut listed = false;
    for piece in &publication.pieces {
        match piece {
            Piece::Contents => {
                contents(&mut page, publication);
                listed = true;
            }
            Piece::Heading(h) => {
                anchor += 1;
                heading(&mut page, h, anchor);
            }
            Piece::Paragraph(p) => page.push_str(&format!("<p>{}</p>\n", escape(&p.text))),
            Piece::Table(t) => {
                anchor += 1;
                table::table(&mut page, t, anchor);
            }
            Piece::Chart(c) => chart(&mut page, c),
        }
    }
    page.push_str("</main>\n");
    if listed {
        page.push_str("<a class=\"back\" href=\"#contents\" aria-label=\"回到目录\">目录</a>\n");
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// Longest line of the cover is the title.
fn cover(page: &mut String, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let longest = lines.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    page.push_str("<header class=\"cover\">\n");
    for line in lines {
        let class = if line.chars().count() == longest { " class=\"title\"" } else { "" };
        page.push_str(&format!("<p{class}>{}</p>\n", escape(line)));
    }
    page.push_str("</header>\n");
}

fn contents(page: &mut String, publication: &Publication) {
    page.push_str("<nav class=\"contents\" id=\"contents\" role=\"doc-toc\" aria-labelledby=\"contents-title\">\n");
    page.push_str("<p id=\"contents-title\">目录</p>\n<ul>\n");
    let mut anchor = 0;
    let mut above = 1;
    for piece in &publication.pieces {
        let entry = match piece {
            Piece::Heading(h) => {
                anchor += 1;
                let level = h.level.clamp(1, 4);
                above = if h.listed { level } else { above };
                h.listed.then(|| (format!("l{level}"), h.line()))
            }
            Piece::Table(t) => {
                anchor += 1;
                // Below the heading it is under.
                t.listed.then(|| (format!("l{}", (above + 1).min(4)), t.title.text.clone()))
            }
            _ => None,
        };
        if let Some((class, line)) = entry {
            page.push_str(&format!("<li class=\"{class}\"><a href=\"#s{anchor}\">{}</a></li>\n", escape(&line)));
        }
    }
    page.push_str("</ul>\n</nav>\n");
}

fn heading(page: &mut String, h: &Heading, anchor: usize) {
    let level = h.level.clamp(1, 4);
    page.push_str(&format!("<h{level} id=\"s{anchor}\">{}</h{level}>\n", escape(&h.line())));
}

fn chart(page: &mut String, c: &Chart) {
    page.push_str("<figure class=\"chart\">\n");
    page.push_str(&svg(c));
    if !c.caption.is_empty() {
        page.push_str(&format!("<figcaption>{}</figcaption>\n", escape(&c.caption)));
    }
    page.push_str("</figure>\n");
}

#[cfg(test)]
mod tests {
    use super::html;
    use crate::{document, sample};
    use mingzhang_catalog::Catalog;

    fn facts(document: mingzhang_model::Document) -> Vec<String> {
        let read = mingzhang_read::read(document, Catalog::embedded());
        let mut list: Vec<String> = read.facts.iter().map(|f| format!("{} {}", f.coordinates, f.figure)).collect();
        list.sort();
        list
    }

    #[test]
    fn the_page_reads_back_as_the_report_it_is() {
        for publication in [sample::publication(), sample::rich()] {
            let back = mingzhang_decode::decode(html(&publication).as_bytes(), "report.html").unwrap();
            assert!(back.problems.is_empty(), "{:?}", back.problems);
            let expected = facts(document(&publication).0);
            assert!(expected.len() > 10);
            assert_eq!(facts(back), expected);
        }
    }

    #[test]
    fn the_text_is_that_of_the_report_block_by_block() {
        let publication = sample::rich();
        let lines = |d: &mingzhang_model::Document| -> Vec<(u8, String)> {
            let chart = |t: &str| t.trim_matches(['（', '）']).starts_with('图');
            let tidy = |t: &str| t.trim_matches(['（', '）']).replace(' ', "");
            (d.blocks.iter())
                .map(|b| match b {
                    mingzhang_model::Block::Paragraph(p) if chart(&p.text) => (0, tidy(&p.text)),
                    mingzhang_model::Block::Paragraph(p) => (p.heading, p.text.replace(' ', "")),
                    mingzhang_model::Block::Table(t) => {
                        (9, t.cells.iter().map(|c| c.text.replace(' ', "")).collect::<Vec<_>>().join("\t"))
                    }
                })
                .collect()
        };
        let back = mingzhang_decode::decode(html(&publication).as_bytes(), "report.html").unwrap();
        assert_eq!(lines(&back), lines(&document(&publication).0));
    }

    #[test]
    fn the_page_stands_alone() {
        let page = html(&sample::rich());
        assert_eq!(page, html(&sample::rich()));
        for fetched in ["src=", "<link", "<script", "@import", "url(", "href=\"http", "xlink", "javascript:"] {
            assert!(!page.contains(fetched), "{fetched}");
        }
        assert!(page.contains("“三重一大”&lt;A&amp;B&gt;&quot;") && !page.contains("<A&B>"));
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|r| r.split('"').next()).collect();
        for target in page.split("href=\"#").skip(1).filter_map(|r| r.split('"').next()) {
            assert_eq!(ids.iter().filter(|id| **id == target).count(), 1, "{target}");
        }
    }
}
