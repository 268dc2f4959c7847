//! A hand-made disclosure for the tests of this module.

use mingzhang_model::disclosure::{SeenFigure, Span};
use mingzhang_model::performance::{
    EvaluationItem, EvaluationReport, FormCell, FormKind, FormTotal, FundRow, Indicator, PerformanceForm,
};
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
        forms: vec![form()],
        evaluations: vec![evaluation()],
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

fn cell(text: &str, line: usize) -> FormCell {
    FormCell { text: text.into(), place: Place { line: Some(line), ..Place::default() }, ..FormCell::default() }
}

fn form() -> PerformanceForm {
    let some = |text: &str| Some(cell(text, 8));
    PerformanceForm {
        name: cell("考试经费", 7),
        unit: cell("青禾市人事考试中心", 7),
        year: Some(2024),
        funds: vec![FundRow {
            label: cell("总额", 8),
            adjusted: some("10.00"),
            executed: some("8.00"),
            ..FundRow::default()
        }],
        indicators: vec![Indicator {
            level1: cell("产出指标", 8),
            level2: cell("数量指标", 8),
            prints: (true, true),
            name: cell("考试场次", 8),
            comparator: some("≥"),
            target: cell("5", 8),
            actual: some("6"),
            score: some("10"),
            ..Indicator::default()
        }],
        total: Some(FormTotal { score: cell("98", 9), ..FormTotal::default() }),
        ..PerformanceForm::new(FormKind::ProjectSelfEvaluation)
    }
}

fn evaluation() -> EvaluationReport {
    let points = |text: &str| Figure::parse(text, Unit::Piece).unwrap();
    let group = |name: &str, n: &str| (name.to_owned(), points(n), FormCell::default());
    EvaluationReport {
        title: cell("专项预算项目绩效评价报告", 8),
        blocks: (0, 1),
        items: vec![EvaluationItem {
            name: "决策程序".into(),
            path: vec!["绩效分析".into(), "项目决策".into()],
            weight: points("6"),
            score: points("5.5"),
            quote: String::new(),
            place: Place { line: Some(9), ..Place::default() },
            block: 0,
        }],
        announced: vec![group("通用指标", "60"), group("个性指标", "40")],
        totals: vec![],
    }
}
