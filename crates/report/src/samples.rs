//! Hand-made values for the tests of this crate.

use crate::report::{Outcome, Read, ReadingStatus, Report};
use mingzhang_model::finding::{PartCoverage, RelationCounts, Unchecked};
use mingzhang_model::{
    Certainty, Coverage, Evidence, Finding, Identity, Kind, Level, Place, Role, Severity, Suggestion,
};

/// The place of a line of a text.
pub fn line(line: usize, from: usize, to: usize) -> Place {
    Place { line: Some(line), offset: Some([from, to]), ..Place::default() }
}

/// The example of the contract.
pub fn growth() -> Finding {
    Finding {
        id: "b3c1".into(),
        rule: "growth-matches-change".into(),
        severity: Severity::Error,
        certainty: Certainty::Proven,
        title: "“三公”经费增加额与增长率不符".into(),
        message: "增加39.5万元与增长27.6%不能同时成立，增加额大于本年总额，可能应为3.95万元。".into(),
        stated: "39.5万元".into(),
        expected: "3.95万元".into(),
        suggestion: Some(Suggestion {
            value: "3.95".into(),
            slip: Some("decimal-shift".into()),
            confidence: 98,
            satisfies: 3,
        }),
        relation: "增长率 = 增减额 ÷ (本年 − 增减额)".into(),
        workings: "39.5 ÷ (18.26 − 39.5) ≠ 27.6%".into(),
        evidence: vec![
            Evidence {
                role: Role::Primary,
                quote: "较上年度增加39.5万元，增长27.6%".into(),
                place: line(105, 5120, 5140),
            },
            Evidence {
                role: Role::Witness,
                quote: "2023年度“三公”经费财政拨款支出决算为18.26万元".into(),
                place: line(105, 5080, 5101),
            },
        ],
        basis: "财预〔2016〕143号".into(),
    }
}

/// A hint on a page.
pub fn hint() -> Finding {
    Finding {
        id: "77aa".into(),
        rule: "trailing-zero".into(),
        severity: Severity::Info,
        certainty: Certainty::Likely,
        title: "小数位数不一".into(),
        message: "建议补0。".into(),
        stated: "2832.4".into(),
        expected: "2832.40".into(),
        suggestion: None,
        relation: String::new(),
        workings: String::new(),
        evidence: vec![Evidence {
            role: Role::Primary,
            quote: "基本支出2832.4万元".into(),
            place: Place { page: Some(3), bbox: Some([72.34, 100.0, -0.01, 112.06]), ..Place::default() },
        }],
        basis: String::new(),
    }
}

/// A report with both.
pub fn report() -> Report {
    Report {
        file: "qinghe-unit-final-2023.txt".into(),
        sha256: "00ff".into(),
        outcome: Outcome::Read(Box::new(Read {
            identity: Identity {
                entity: Some("青禾市河湾区文化和旅游局".into()),
                level: Some(Level::Unit),
                kind: Some(Kind::FinalAccounts),
                fiscal_year: Some(2023),
                profile: "sichuan-final".into(),
                profile_title: "四川决算".into(),
            },
            status: ReadingStatus::Complete,
            problems: vec![],
            tables: 0,
            sentences: 214,
            forms: 0,
            coverage: Coverage {
                figures: 412,
                understood: 405,
                related: 371,
                related_twice: 318,
                unread: vec![Unchecked {
                    text: "共有车辆12".into(),
                    part: mingzhang_model::Part::Narrative,
                    reason: "不认识“库存”".into(),
                    place: line(12, 310, 318),
                }],
                unrelated: vec![],
                by_part: vec![PartCoverage {
                    part: mingzhang_model::Part::Narrative,
                    figures: 412,
                    understood: 405,
                    related: 371,
                    related_twice: 318,
                }],
                relations: RelationCounts { held: 214, held_by_rounding: 9, broken: 4, not_evaluable: 11 },
                rules: std::collections::BTreeMap::from([(
                    "growth-matches-change".to_owned(),
                    RelationCounts { held: 12, held_by_rounding: 0, broken: 1, not_evaluable: 0 },
                )]),
            },
            findings: vec![growth(), hint()],
        })),
        changes: None,
    }
}
