//! The pages are the tests: every fenced example of a check's page is built into a small report and checked as it says.

use super::*;
use crate::checks::scene::plain;
use crate::pages::{Example, Page};
use mingzhang_model::disclosure::{Identity, RowReading, Section, Span, SubjectItem, TableReading, Uneven};
use mingzhang_model::document::{Cell, Paragraph, Problem, Run, RunOrigin, Table};
use mingzhang_model::{
    Block, Coordinates, Dimension, Document, Fact, Figure, Kind, Level, Origin, Place, Severity, SourceKind, Term, Unit,
};
use regex::Regex;

fn examples(page: &str) -> Vec<Example<'_>> {
    Page::read(page).unwrap_or_else(|e| panic!("{e}")).examples
}

fn level_of(text: &str) -> (u8, String, String) {
    for (level, pattern) in [
        (1, "^(第[一二三四五六七八九十]+部分) *(.*)$"),
        (2, "^([一二三四五六七八九十]+、)(.*)$"),
        (3, "^(（[一二三四五六七八九十]+）)(.*)$"),
        (4, "^([0-9]+[.、])(.*)$"),
    ] {
        if let Some(c) = Regex::new(pattern).unwrap().captures(text) {
            return (level, c[1].to_owned(), c[2].to_owned());
        }
    }
    (1, String::new(), text.to_owned())
}

#[derive(Default)]
struct Builder {
    blocks: Vec<Block>,
    offset: usize,
    sections: Vec<Section>,
    contents: Option<(usize, usize)>,
    tables: Vec<TableReading>,
    items: Vec<SubjectItem>,
    facts: Vec<Fact>,
    identity: Identity,
}

impl Builder {
    fn paragraph(&mut self, text: &str) -> usize {
        let line = self.blocks.len() + 1;
        let run = Run { start: 0, origin: RunOrigin::Text { offset: self.offset, line } };
        self.offset += text.chars().count() + 1;
        self.blocks.push(Block::Paragraph(Paragraph {
            text: text.to_owned(),
            runs: vec![run],
            ..Paragraph::default()
        }));
        self.blocks.len() - 1
    }

    fn table(&mut self, rows: &[Vec<String>]) {
        let block = self.blocks.len();
        // 单位：元 may stand between the title and the table.
        let said = |n: usize| block.checked_sub(n).and_then(|b| self.blocks[b].paragraph()).map(|p| p.text.clone());
        let unit = said(1).filter(|t| t.starts_with("单位："));
        let above = if unit.is_some() { 2 } else { 1 };
        let title = said(above).filter(|t| t.ends_with('表')).map(|t| (t, block - above));
        let unit = if unit.as_deref() == Some("单位：元") { Unit::Yuan } else { Unit::WanYuan };
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut cells = Vec::new();
        let mut readings = Vec::new();
        let mut figures = 0;
        for (row, texts) in rows.iter().enumerate() {
            for (column, text) in texts.iter().enumerate() {
                let place = Place { cell: Some(format!("table 1, row {row}, column {column}")), ..Place::default() };
                cells.push(Cell {
                    row,
                    column,
                    row_span: 1,
                    column_span: 1,
                    text: text.clone(),
                    place,
                    ..Cell::default()
                });
            }
            let code = texts.first().filter(|t| t.len() >= 3 && t.chars().all(|c| c.is_ascii_digit()));
            if let (Some(code), Some(label)) = (code, texts.get(1)) {
                readings.push(RowReading { row, code: code.clone(), label: label.clone() });
                if let Some(figure) = texts.get(2).and_then(|t| Figure::parse(t, unit)) {
                    let coordinates = match code.starts_with('3') {
                        true => Coordinates::of("支出").at(Dimension::Nature, "基本支出").at(Dimension::Economic, code),
                        false => Coordinates::of("支出")
                            .at(Dimension::Purse, "一般公共预算财政拨款")
                            .at(Dimension::Subject, code),
                    };
                    let origin = Origin::Table { table: self.tables.len(), row, column: 2 };
                    self.fact(coordinates, figure, origin, texts.join(" "));
                }
            }
            if row > 0 {
                figures += texts.iter().filter(|t| Figure::parse(t, Unit::WanYuan).is_some()).count();
            }
        }
        self.blocks.push(Block::Table(Table::new(rows.len(), columns, cells, Vec::new())));
        let head = rows.first().map_or(0, Vec::len);
        let longer = rows.iter().enumerate().filter(|(_, r)| r.len() > head);
        let uneven = longer.map(|(row, r)| Uneven { row, cells: r.len(), columns: head, ordinals: false }).collect();
        self.tables.push(TableReading {
            block,
            title,
            form: None,
            unit,
            header_rows: 1,
            columns: rows.first().cloned().unwrap_or_default(),
            notes: Vec::new(),
            figures,
            misread: None,
            uneven,
            rows: readings,
        });
    }

    fn fact(&mut self, coordinates: Coordinates, figure: Figure, origin: Origin, quote: String) {
        let printed = figure.to_string();
        self.facts.push(Fact {
            coordinates,
            figure,
            origin,
            part: false,
            blank: false,
            printed,
            quote,
            place: Place::default(),
            span: (0, 0),
        });
    }

    fn text(&mut self, text: &str) {
        let block = self.paragraph(text);
        let glossary = self.sections.last().is_some_and(|s| s.title.contains("名词解释"));
        let name =
            Regex::new("^(?:([0-9]+)[.、])?[“]?([一-龥（）]+?)（类）([一-龥]+?)（款）([一-龥]+?)（项）").unwrap();
        if let Some(c) = name.captures(text) {
            let span = |pattern: &str| {
                Regex::new(pattern).unwrap().captures(text).map(|c| {
                    let m = c.get(1).unwrap();
                    Span { block, start: m.start(), end: m.end() }
                })
            };
            let names = [c[2].to_owned(), c[3].to_owned(), c[4].to_owned()];
            let code = Catalog::embedded().subjects.functional.resolve([&names[0], &names[1], &names[2]]);
            let from = c.get(2).unwrap().start();
            let mut facts = Vec::new();
            if let (Some(code), Some(c)) = (&code, Regex::new("([0-9.]+)万元").unwrap().captures(text)) {
                let coordinates =
                    Coordinates::of("支出").at(Dimension::Purse, "一般公共预算财政拨款").at(Dimension::Subject, code);
                facts.push(self.facts.len());
                let origin = Origin::Narrative { section: usize::MAX, block };
                self.fact(coordinates, Figure::parse(&c[1], Unit::WanYuan).unwrap(), origin, c[0].to_owned());
            }
            self.items.push(SubjectItem {
                ordinal: c.get(1).map_or(String::new(), |m| m.as_str().to_owned()),
                names,
                code,
                name_span: Span { block, start: from, end: c.get(0).unwrap().end() },
                purpose: span("主要用于：?([^。]+)"),
                reason: span("原因(?:是|：)+([^。]+)"),
                facts,
                glossary,
            });
        }
        let origin = Origin::Narrative { section: usize::MAX, block };
        let spent = Coordinates::of("三公经费");
        for (pattern, coordinates, unit) in [
            ("项目支出([0-9.]+)万元", Coordinates::of("支出").at(Dimension::Nature, "项目支出"), Unit::WanYuan),
            ("“三公”经费[^，。]*?为([0-9.]+)万元", spent, Unit::WanYuan),
            ("国内公务接待费([0-9.]+)万元", spent.at(Dimension::Item, "国内公务接待费"), Unit::WanYuan),
            ("国内公务接待([0-9]+)批次", Coordinates::of("国内接待批次"), Unit::Piece),
            ("年初结转和结余([0-9.]+)万元", Coordinates::of("年初结转和结余"), Unit::WanYuan),
            ("年末结转和结余([0-9.]+)万元", Coordinates::of("年末结转和结余"), Unit::WanYuan),
        ] {
            if let Some(c) = Regex::new(pattern).unwrap().captures(text) {
                let figure = Figure::parse(&c[1], unit).unwrap();
                self.fact(coordinates, figure, origin, c[0].to_owned());
            }
        }
    }

    fn heading(&mut self, text: &str) {
        let block = self.paragraph(text);
        let (level, number, title) = level_of(text);
        let topic = if title.contains("名词解释") { Term::new("名词解释") } else { Term::WHOLE };
        self.sections.push(Section { level, number, title, topic, blocks: (block, block) });
    }

    fn done(mut self) -> Disclosure {
        let end = self.blocks.len();
        for i in 0..self.sections.len() {
            let level = self.sections[i].level;
            let next = self.sections[i + 1..].iter().find(|s| s.level <= level).map_or(end, |s| s.blocks.0);
            self.sections[i].blocks.1 = next;
        }
        let problems: Vec<Problem> = Vec::new();
        let document = Document { kind: SourceKind::Text, blocks: self.blocks, pages: 0, problems };
        // Forms are not made by hand: their reader knows them best.
        let read = mingzhang_read::read(document.clone(), Catalog::embedded());
        // Rows of forms are of several widths by nature.
        let of_form = |block: usize| read.forms.iter().any(|f| (f.blocks.0..f.blocks.1).contains(&block));
        for table in self.tables.iter_mut().filter(|t| of_form(t.block)) {
            table.uneven.clear();
        }
        Disclosure {
            document,
            identity: self.identity,
            units: Vec::new(),
            sections: self.sections,
            contents: self.contents,
            tables: self.tables,
            items: self.items,
            forms: read.forms,
            evaluations: read.evaluations,
            facts: self.facts,
            claims: Vec::new(),
            figures: Vec::new(),
        }
    }
}

fn build(text: &str) -> Disclosure {
    let mut b =
        Builder { identity: Identity { profile: "generic".into(), ..Identity::default() }, ..Builder::default() };
    let (head, body) = text.split_once("\n\n").expect("先是名称、类型、年度，再空一行");
    for line in head.lines() {
        let (key, value) = line.split_once('：').expect("名称：、类型：或年度：");
        match key {
            "名称" => b.identity.entity = Some(value.to_owned()),
            "类型" => {
                b.identity.level = Some(if value.starts_with("部门") { Level::Department } else { Level::Unit });
                b.identity.kind = Some(if value.ends_with("决算") { Kind::FinalAccounts } else { Kind::Budget });
            }
            "版式" => b.identity.profile = value.to_owned(),
            "年度" => b.identity.fiscal_year = value.parse().ok(),
            other => panic!("不认识的“{other}”"),
        }
    }
    let known = b.identity.profile != "generic";
    let mut rows: Vec<Vec<String>> = Vec::new();
    for line in body.lines().chain([""]) {
        if let Some(row) = line.strip_prefix('|') {
            rows.push(row.trim_end_matches('|').split('|').map(|c| c.trim().to_owned()).collect());
            continue;
        }
        if !rows.is_empty() {
            b.table(&std::mem::take(&mut rows));
        }
        if let Some(entry) = line.strip_prefix("~ ") {
            let block = b.paragraph(entry);
            b.contents = Some((b.contents.map_or(block, |c| c.0), block + 1));
        } else if let Some(title) = line.strip_prefix("# ") {
            b.heading(title);
        } else if let Some(note) = line.strip_prefix("> ") {
            let block = b.paragraph(note);
            b.tables.last_mut().expect("表注前要有表").notes.push(block);
        } else if !line.trim().is_empty() {
            b.text(line);
        }
    }
    // Where the form of the jurisdiction is named, sections and tables are read as it has them.
    if known {
        let catalog = Catalog::embedded();
        for s in &mut b.sections {
            let topic = catalog.narrative.topic_of_heading(&s.title, None, b.identity.kind);
            s.topic = topic.map_or(Term::WHOLE, |t| Term::new(&t.id));
        }
        for t in &mut b.tables {
            let form =
                catalog.forms.iter().find(|f| t.title.as_ref().is_some_and(|(title, _)| f.titles.contains(title)));
            t.form = form.map(|f| f.id.clone());
        }
    }
    b.done()
}

#[test]
fn pages_say_what_the_checks_do() {
    let mut wrong: Vec<String> = Vec::new();
    for check in CHECKS {
        let all = examples(check.page);
        assert!(all.iter().any(|e| e.wants.is_some()), "{}: 没有不合要求的例子", check.id);
        assert!(all.iter().any(|e| e.wants.is_none()), "{}: 没有合要求的例子", check.id);
        for example in all {
            let disclosure = build(&example.text);
            let found: Vec<Finding> =
                run(&disclosure, Catalog::embedded()).0.into_iter().filter(|f| f.rule == check.id).collect();
            let shown: Vec<_> = found.iter().map(|f| (f.severity, f.stated.as_str(), f.message.as_str())).collect();
            match example.wants {
                Some((severity, words)) => {
                    let says = |f: &Finding| {
                        let all = [&f.stated, &f.expected, &f.message].map(|t| plain(t));
                        f.severity == severity && all.iter().any(|t| t.contains(&plain(words)))
                    };
                    if !found.iter().any(says) {
                        wrong.push(format!("{} 第{}行：没有报出“{words}”：{shown:?}", check.id, example.line));
                    }
                }
                None if !found.is_empty() => {
                    wrong.push(format!("{} 第{}行：不该报：{shown:?}", check.id, example.line))
                }
                None => {}
            }
            for f in &found {
                assert!(!f.evidence.is_empty(), "{}: 没有引文", check.id);
                assert!(f.evidence.iter().all(|e| e.quote.chars().count() <= 120), "{}: 引文过长", check.id);
                assert_eq!(f.id.len(), 16);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn examples_break_nothing_else() {
    // What one check calls right must not be called wrong by another, above the level of a hint.
    for check in CHECKS {
        for example in examples(check.page).into_iter().filter(|e| e.wants.is_none()) {
            let (found, _) = run(&build(&example.text), Catalog::embedded());
            let loud: Vec<_> =
                found.iter().filter(|f| f.severity != Severity::Info).map(|f| (&f.rule, &f.message)).collect();
            assert!(loud.is_empty(), "{} 第{}行：{loud:?}", check.id, example.line);
        }
    }
}

#[test]
fn rules_have_title_and_description() {
    for rule in rules() {
        assert!(!rule.title.is_empty() && rule.title != rule.id, "{}", rule.id);
        assert!(rule.description.chars().count() > 10, "{}", rule.id);
    }
}
