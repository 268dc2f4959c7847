//! The page: XHTML with a tag around every figure.

use super::model::{Context, Model, Period, Tag};
use super::taxonomy::{NAMESPACE, SCHEMA, axis, member};
use crate::package::{XML, escape};
use crate::text::{contents, frame};
use mingzhang_model::publication::{Align, Piece, PrintedTable, Publication};
use std::fmt::Write;

const STYLE: &str = "body{max-width:60em;margin:2em auto;padding:0 1em;font-family:\"Songti SC\",SimSun,serif;line-height:1.8}\
    p{text-indent:2em;margin:0.4em 0}.c{text-align:center;text-indent:0}.r{text-align:right;text-indent:0}.n{text-indent:0}\
    table{border-collapse:collapse;width:100%;font-size:90%}td{border:1px solid #000000;padding:0.1em 0.4em}\
    .b{font-weight:bold}";

/// The whole page.
pub(super) fn page(publication: &Publication, model: &Model) -> String {
    let title = escape(&publication.title());
    let mut out = format!(
        "{XML}<html xmlns=\"http://www.w3.org/1999/xhtml\" \
         xmlns:ix=\"http://www.xbrl.org/2013/inlineXBRL\" \
         xmlns:ixt=\"http://www.xbrl.org/inlineXBRL/transformation/2020-02-12\" \
         xmlns:xbrli=\"http://www.xbrl.org/2003/instance\" xmlns:link=\"http://www.xbrl.org/2003/linkbase\" \
         xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:xbrldi=\"http://xbrl.org/2006/xbrldi\" \
         xmlns:iso4217=\"http://www.xbrl.org/2003/iso4217\" xmlns:mz=\"{NAMESPACE}\" xml:lang=\"zh-CN\">\n\
         <head>\n<title>{title}</title>\n<style type=\"text/css\">{STYLE}</style>\n</head>\n<body>\n"
    );
    header(&mut out, publication, model);
    for line in &publication.cover {
        let _ = writeln!(out, "<p class=\"c b\">{}</p>", escape(line));
    }
    let mut tags = Tags { model, count: 0 };
    for (k, piece) in publication.pieces.iter().enumerate() {
        match piece {
            Piece::Contents => {
                out += "<p class=\"c\">目录</p>\n";
                for line in contents(publication) {
                    let _ = writeln!(out, "<p class=\"n\">{}</p>", escape(&line));
                }
            }
            Piece::Heading(h) => {
                let level = (h.level + 1).clamp(2, 6);
                let _ = writeln!(out, "<h{level}>{}</h{level}>", tags.text(k, &h.line()));
            }
            Piece::Paragraph(p) => {
                let _ = writeln!(out, "<p>{}</p>", tags.text(k, &p.text));
            }
            Piece::Chart(c) => {
                let caption = if c.caption.is_empty() { &c.alternative } else { &c.caption };
                let _ = writeln!(out, "<p class=\"c\">（{}）</p>", escape(caption));
            }
            Piece::Table(t) => table(&mut out, t, k, &mut tags),
        }
    }
    out + "</body>\n</html>\n"
}

fn header(out: &mut String, publication: &Publication, model: &Model) {
    let _ = writeln!(
        out,
        "<div style=\"display:none\">\n<ix:header>\n<ix:references><link:schemaRef xlink:type=\"simple\" \
         xlink:href=\"../taxonomy/{SCHEMA}\"/></ix:references>\n<ix:resources>"
    );
    for (i, context) in model.contexts.iter().enumerate() {
        let Context { period, members } = context;
        let period = match period {
            Period::Year(year) => format!(
                "<xbrli:startDate>{year:04}-01-01</xbrli:startDate><xbrli:endDate>{year:04}-12-31</xbrli:endDate>"
            ),
            Period::Day(year, month, day) => {
                format!("<xbrli:instant>{year:04}-{month:02}-{day:02}</xbrli:instant>")
            }
        };
        let _ = writeln!(
            out,
            "<xbrli:context id=\"c{}\"><xbrli:entity><xbrli:identifier scheme=\"urn:mingzhang:entity\">{}</xbrli:identifier>\
             </xbrli:entity><xbrli:period>{period}</xbrli:period>{}</xbrli:context>",
            i + 1,
            escape(&publication.entity),
            scenario(members)
        );
    }
    *out += "<xbrli:unit id=\"CNY\"><xbrli:measure>iso4217:CNY</xbrli:measure></xbrli:unit>\n\
        <xbrli:unit id=\"pure\"><xbrli:measure>xbrli:pure</xbrli:measure></xbrli:unit>\n\
        </ix:resources>\n</ix:header>\n</div>\n";
}

fn scenario(members: &[(usize, &'static str)]) -> String {
    if members.is_empty() {
        return String::new();
    }
    let one = |(d, word): &(usize, &'static str)| {
        format!("<xbrldi:explicitMember dimension=\"mz:{}\">mz:{}</xbrldi:explicitMember>", axis(*d), member(*d, word))
    };
    format!("<xbrli:scenario>{}</xbrli:scenario>", members.iter().map(one).collect::<String>())
}

struct Tags<'a> {
    model: &'a Model,
    /// Tags so far, for their identifiers.
    count: usize,
}

impl Tags<'_> {
    /// A bare number with its tag.
    fn number(&mut self, tag: &Tag, number: &str) -> String {
        self.count += 1;
        let unit = if tag.money { "CNY" } else { "pure" };
        let decimals = tag.decimals.map_or_else(|| "INF".to_owned(), |d| d.to_string());
        let scale = if tag.scale == 0 { String::new() } else { format!(" scale=\"{}\"", tag.scale) };
        // Zero has no sign.
        let zero = !number.contains(|c: char| ('1'..='9').contains(&c));
        let sign = if tag.negative && !zero { " sign=\"-\"" } else { "" };
        format!(
            "<ix:nonFraction id=\"f{}\" name=\"mz:{}\" contextRef=\"c{}\" unitRef=\"{unit}\" decimals=\"{decimals}\"{scale}{sign} \
             format=\"ixt:num-dot-decimal\">{number}</ix:nonFraction>",
            self.count,
            tag.concept,
            tag.context + 1
        )
    }

    /// A paragraph or heading.
    fn text(&mut self, piece: usize, text: &str) -> String {
        let model = self.model;
        let mut out = String::new();
        let mut at = 0;
        for (start, end, tag) in model.spans.get(&piece).map_or(&[][..], Vec::as_slice) {
            let (Some(before), Some(number)) = (text.get(at..*start), text.get(*start..*end)) else { continue };
            out += &escape(before);
            out += &self.number(tag, number);
            at = *end;
        }
        out + &escape(text.get(at..).unwrap_or(""))
    }

    /// A cell of a table.
    fn cell(&mut self, at: (usize, usize, usize), text: &str) -> String {
        let model = self.model;
        let Some(tag) = model.cells.get(&at) else { return escape(text) };
        let number = text.trim_matches(|c: char| !c.is_ascii_digit());
        match text.split_once(number) {
            Some((before, after)) if !number.is_empty() => {
                format!("{}{}{}", escape(before), self.number(tag, number), escape(after))
            }
            _ => escape(text),
        }
    }
}

fn table(out: &mut String, t: &PrintedTable, piece: usize, tags: &mut Tags<'_>) {
    for (i, line) in frame(t).iter().enumerate() {
        let class = match i {
            0 => "c b",
            _ if *line == t.maker => "n",
            _ => "r",
        };
        let _ = writeln!(out, "<p class=\"{class}\">{}</p>", escape(line));
    }
    *out += "<table>\n";
    for (r, row) in t.rows.iter().enumerate() {
        *out += "<tr>";
        for cell in row {
            let span = |name: &str, n: usize| if n > 1 { format!(" {name}=\"{n}\"") } else { String::new() };
            let align = match cell.align {
                Align::Left => "left",
                Align::Centre => "center",
                Align::Right => "right",
            };
            let bold = if cell.bold { " class=\"b\"" } else { "" };
            let indent = if cell.indent > 0 { format!(";padding-left:{}em", cell.indent) } else { String::new() };
            let _ = write!(
                out,
                "<td{bold}{}{} style=\"text-align:{align}{indent}\">{}</td>",
                span("rowspan", cell.spans.0),
                span("colspan", cell.spans.1),
                tags.cell((piece, r, cell.column), &cell.content.text())
            );
        }
        // XHTML knows no row without cells.
        *out += if row.is_empty() { "<td></td></tr>\n" } else { "</tr>\n" };
    }
    *out += "</table>\n";
    for note in &t.notes {
        let _ = writeln!(out, "<p class=\"n\">{}</p>", escape(&note.text));
    }
}
