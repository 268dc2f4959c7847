//! The rectification notice (整改通知书): an official letter to those whose report it is, with what is wrong, where and what should stand there,
//! and a form on which they say what they did about it. What only the sender knows is left blank: number, deadline, name, date.

use crate::words;
use mingzhang_model::publication::{Align, Content, Heading, Piece, PrintedCell, PrintedTable, Prose};
use mingzhang_model::{Certainty, Finding, Identity, Role};

/// What is wrong with one report.
#[derive(Clone, Debug)]
pub struct Matter {
    /// Whose, which year, what.
    pub identity: Identity,
    /// Its file.
    pub file: String,
    /// What is to be put right, in order.
    pub findings: Vec<Finding>,
}

/// A notice to one entity about its reports.
#[derive(Clone, Debug)]
pub struct Notice {
    /// 关于……的整改通知书
    pub title: String,
    /// The entity.
    pub to: String,
    /// The text.
    pub pieces: Vec<Piece>,
    /// The form for the answer.
    pub form: Vec<Piece>,
    /// Its name.
    pub form_name: String,
    /// Blanks for sender and date.
    pub signature: Vec<String>,
}

/// Writes the notice for an entity.
#[must_use]
pub fn notice(to: &str, matters: &[Matter]) -> Notice {
    let count: usize = matters.iter().map(|m| m.findings.len()).sum();
    let about: Vec<String> = matters.iter().map(|m| document(&m.identity)).collect();
    let title = match about.as_slice() {
        [one] => format!("关于{one}公开文本的整改通知书"),
        _ => "关于预决算公开文本的整改通知书".to_owned(),
    };
    let mut pieces = vec![text(format!(
        "经核对你单位公开的{}，发现下列{count}个问题。请逐项核实，于＿＿＿＿年＿＿月＿＿日前完成整改，\
         按规定重新公开，并将《整改情况反馈表》（见附件）报送我单位。认为原数无误的，请在反馈表中说明口径和理由。",
        about.join("、")
    ))];
    let mut number = 0;
    for (matter, about) in matters.iter().zip(&about) {
        if matters.len() > 1 {
            pieces.push(text(format!("《{about}》（文件：{}）：", words::file_name(&matter.file))));
        }
        for f in &matter.findings {
            number += 1;
            problem(&mut pieces, f, number);
        }
    }
    let form_name = "整改情况反馈表".to_owned();
    let signature = vec!["（发文单位）".to_owned(), "＿＿＿＿年＿＿月＿＿日".to_owned()];
    Notice { title, to: to.to_owned(), pieces, form: form(&form_name, to, matters), form_name, signature }
}

/// 2024年度部门决算, as much of it as is known.
fn document(i: &Identity) -> String {
    let year = match i.kind {
        Some(mingzhang_model::Kind::Budget) => "年",
        _ => "年度",
    };
    let year = i.fiscal_year.map_or(String::new(), |y| format!("{y}{year}"));
    let kind = i.kind.map_or("预决算", words::kind);
    format!("{year}{}{kind}", i.level.map_or("", words::level))
}

fn problem(pieces: &mut Vec<Piece>, f: &Finding, number: usize) {
    let ask = if f.certainty == Certainty::Ask { "（请核实）" } else { "" };
    let ordinal = u32::try_from(number).unwrap_or(0);
    let title = Prose::from(format!("{}{ask}", words::line(&f.title)).as_str());
    pieces.push(Piece::Heading(Heading { level: 2, ordinal, text: title, listed: true }));
    let mut say = |label: &str, said: &str| {
        if !said.is_empty() {
            let said = words::line(said);
            let end = said.trim_end_matches('”');
            let stop = if end.ends_with(['。', '；', '！', '？']) { "" } else { "。" };
            pieces.push(text(format!("{label}：{said}{stop}")));
        }
    };
    for (role, label) in [(Role::Primary, "原文"), (Role::Witness, "对照")] {
        let quoted: Vec<String> =
            words::quotes(f).into_iter().filter(|e| e.role == role).take(QUOTES).map(quoted).collect();
        say(label, &quoted.join("；"));
    }
    say("问题", &f.message);
    say("应为", should_be(f));
    say("依据", if f.basis.is_empty() { words::relation(f) } else { &f.basis });
}

/// Quotes of each side worth printing in a letter.
const QUOTES: usize = 3;

fn quoted(e: &mingzhang_model::Evidence) -> String {
    let place = words::place(&e.place);
    let quote = e.quote.trim();
    match (place.is_empty(), quote.is_empty()) {
        (true, _) => format!("“{quote}”"),
        (false, true) => place,
        (false, false) => format!("{place}“{quote}”"),
    }
}

/// What should stand there, only where one value is the answer.
fn should_be(f: &Finding) -> &str {
    if f.suggestion.is_some() || f.certainty == Certainty::Proven { &f.expected } else { "" }
}

fn form(name: &str, to: &str, matters: &[Matter]) -> Vec<Piece> {
    let cell =
        |column: usize, words: &str, align: Align| PrintedCell::new(column, Content::Text(words.to_owned()), align);
    let heads = ["序号", "问题", "位置", "写的是", "应为", "是否属实", "整改情况和理由"];
    let head = |(c, name): (usize, &&str)| PrintedCell { bold: true, ..cell(c, name, Align::Centre) };
    let mut rows: Vec<Vec<PrintedCell>> = vec![heads.iter().enumerate().map(head).collect()];
    for (n, f) in matters.iter().flat_map(|m| &m.findings).enumerate() {
        let place = f.evidence.first().map_or(String::new(), |e| words::place(&e.place));
        let texts = [(n + 1).to_string(), f.title.clone(), place, f.stated.clone(), should_be(f).to_owned()];
        let mut row: Vec<PrintedCell> = texts
            .iter()
            .enumerate()
            .map(|(c, t)| cell(c, &words::line(t), if c == 0 { Align::Centre } else { Align::Left }))
            .collect();
        row.extend([5, 6].map(|c| PrintedCell::new(c, Content::Empty, Align::Left)));
        rows.push(row);
    }
    let table = PrintedTable {
        title: Prose::from(name),
        number: "附件".to_owned(),
        maker: format!("填报单位（盖章）：{to}"),
        unit: "填报人：　　　　　电话：".to_owned(),
        widths: vec![3, 16, 9, 9, 9, 5, 18],
        header_rows: 1,
        rows,
        landscape: true,
        ..PrintedTable::default()
    };
    vec![Piece::Table(Box::new(table))]
}

fn text(words: String) -> Piece {
    Piece::Paragraph(Prose::from(words.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Outcome, samples};

    fn matter() -> Matter {
        let report = samples::report();
        let Outcome::Read(read) = report.outcome else { panic!() };
        Matter { identity: read.identity, file: report.file, findings: read.findings }
    }

    fn lines(n: &Notice) -> Vec<String> {
        let line = |p: &Piece| match p {
            Piece::Heading(h) => h.line(),
            Piece::Paragraph(p) => p.text.clone(),
            _ => String::new(),
        };
        n.pieces.iter().map(line).collect()
    }

    #[test]
    fn a_notice_says_where_what_and_why() {
        let n = notice("青禾市河湾区文化和旅游局", &[matter()]);
        assert_eq!(n.title, "关于2023年度单位决算公开文本的整改通知书");
        let lines = lines(&n);
        assert!(lines[0].contains("发现下列2个问题") && lines[0].contains("＿＿日前完成整改"));
        assert_eq!(lines[1], "一、“三公”经费增加额与增长率不符");
        assert_eq!(lines[2], "原文：第105行“较上年度增加39.5万元，增长27.6%”。");
        assert!(lines.contains(&"应为：3.95万元。".to_owned()));
        assert!(lines.contains(&"依据：财预〔2016〕143号。".to_owned()));
        // What is only likely is explained, not prescribed.
        assert!(!lines.contains(&"应为：2832.40。".to_owned()));
        let Piece::Table(form) = &n.form[0] else { panic!() };
        assert_eq!(form.rows.len(), 3);
    }

    #[test]
    fn several_reports_are_named() {
        let mut budget = matter();
        budget.identity.kind = Some(mingzhang_model::Kind::Budget);
        let n = notice("甲局", &[matter(), budget]);
        let lines = lines(&n);
        assert!(lines[0].contains("2023年度单位决算、2023年单位预算"), "{}", lines[0]);
        assert!(lines.iter().any(|l| l.starts_with("三、")), "numbers go on");
    }
}
