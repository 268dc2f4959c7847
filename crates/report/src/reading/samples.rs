//! A hand-made disclosure for the tests of this module.

use mingzhang_model::disclosure::{SeenFigure, Span};
use mingzhang_model::{
    Block, Claim, Comparison, Coordinates, Dimension, Disclosure, Document, Fact, Figure, Identity, Kind, Level,
    Origin, Paragraph, Place, Section, SourceKind, SubjectItem, Table, TableReading, Term, Unit,
};

fn fact(coordinates: Coordinates, printed: &str, unit: Unit, origin: Origin, line: usize) -> Fact {
    Fact {
        coordinates,
        figure: Figure::parse(printed.trim_end_matches(unit.name()), unit).unwrap(),
        origin,
        part: false,
        blank: false,
        printed: printed.to_owned(),
        quote: printed.to_owned(),
        place: Place { line: Some(line), ..Place::default() },
        span: (0, 0),
    }
}

/// One section, one table, three facts, one figure not understood.
pub fn disclosure() -> Disclosure {
    let spending = Coordinates::of("三公经费");
    let budget = spending.at(Dimension::Stage, "预算");
    let narrative = Origin::Narrative { section: 0, block: 0 };
    Disclosure {
        document: Document {
            kind: SourceKind::Text,
            blocks: vec![
                Block::Paragraph(Paragraph {
                    text: "支出决算为18.26万元。共有车辆12".into(), ..Paragraph::default()
                }),
                Block::Table(Table::new(2, 2, vec![], vec![])),
            ],
            pages: 0,
            problems: vec![],
        },
        identity: Identity {
            entity: Some("青禾市河湾区文化和旅游局".into()),
            level: Some(Level::Unit),
            kind: Some(Kind::FinalAccounts),
            fiscal_year: Some(2023),
            profile: "sichuan-final".into(),
            profile_title: "四川决算".into(),
        },
        units: vec!["市人社局".into()],
        sections: vec![Section {
            level: 2,
            number: "（一）".into(),
            title: "“三公”经费".into(),
            topic: Term::new("三公总体"),
            blocks: (0, 1),
        }],
        contents: None,
        tables: vec![TableReading {
            block: 1,
            title: Some(("收入决算表".into(), 0)),
            form: Some("final-income".into()),
            unit: Unit::WanYuan,
            header_rows: 1,
            columns: vec!["项目".into(), "金额".into()],
            notes: vec![],
            figures: 1,
            misread: None,
            uneven: vec![],
            rows: vec![],
        }],
        forms: Vec::new(),
        evaluations: Vec::new(),
        items: vec![SubjectItem {
            ordinal: "1.".into(),
            names: ["社会保障和就业".into(), String::new(), "行政运行".into()],
            code: Some("2080101".into()),
            name_span: Span { block: 0, start: 0, end: 0 },
            purpose: None,
            reason: None,
            facts: vec![0],
            glossary: false,
        }],
        facts: vec![
            fact(spending, "18.26万元", Unit::WanYuan, narrative, 105),
            fact(Coordinates::of("收入"), "9.50", Unit::WanYuan, Origin::Table { table: 0, row: 1, column: 1 }, 7),
            fact(budget, "18万元", Unit::WanYuan, Origin::Narrative { section: usize::MAX, block: 1 }, 106),
        ],
        claims: vec![Claim {
            left: spending,
            right: budget,
            says: Comparison::Greater,
            printed: "决算数大于预算数".into(),
            quote: "决算数大于预算数".into(),
            place: Place { line: Some(106), ..Place::default() },
            origin: narrative,
            facts: Some((0, 2)),
        }],
        figures: [(0, Some(0)), (7, Some(1)), (106, Some(2)), (12, None)]
            .map(|(line, fact)| SeenFigure {
                block: 0,
                text: "共有车辆12".into(),
                place: Place { line: Some(line), ..Place::default() },
                fact,
                reason: if fact.is_none() { "不认识“库存”".into() } else { String::new() },
                ..SeenFigure::default()
            })
            .to_vec(),
    }
}
