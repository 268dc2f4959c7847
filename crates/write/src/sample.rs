//! A small publication with everything a writer must be able to write; for tests and benchmarks.

mod accounts;
mod rich;

pub use accounts::accounts;
pub use rich::rich;

use mingzhang_model::number::SCALE;
use mingzhang_model::publication::{
    Align, Chart, ChartKind, Content, Heading, Piece, PrintedCell, PrintedTable, Prose, Publication, Source,
};
use mingzhang_model::{Amount, Kind, Level, Unit};

fn heading(level: u8, ordinal: u32, text: &str) -> Piece {
    Piece::Heading(Heading { level, ordinal, text: text.into(), listed: level < 3 })
}

fn head(column: usize, rows: usize, columns: usize, text: &str) -> PrintedCell {
    let mut cell = PrintedCell::new(column, Content::Text(text.to_owned()), Align::Centre);
    cell.spans = (rows, columns);
    cell.bold = true;
    cell
}

fn words(column: usize, text: &str, indent: u8) -> PrintedCell {
    let mut cell = PrintedCell::new(column, Content::Text(text.to_owned()), Align::Left);
    cell.indent = indent;
    cell
}

/// 元, printed in 万元.
fn amount(column: usize, yuan: i64, formula: &[(bool, usize, usize)]) -> PrintedCell {
    let content = Content::Amount { value: Amount(yuan * SCALE), unit: Unit::WanYuan, places: 2, comma: true };
    let mut cell = PrintedCell::new(column, content, Align::Right);
    cell.formula = formula.to_vec();
    cell
}

fn expenditure() -> PrintedTable {
    let row = |code: &str, name: &str, indent: u8, basic: i64, project: i64, below: &[usize], r: usize| {
        let of = |column: usize| -> Vec<(bool, usize, usize)> { below.iter().map(|b| (true, *b, column)).collect() };
        vec![
            PrintedCell::new(0, Content::Text(code.to_owned()), Align::Centre),
            words(1, name, indent),
            amount(2, basic + project, &[(true, r, 3), (true, r, 4)]),
            amount(3, basic, &of(3)),
            amount(4, project, &of(4)),
        ]
    };
    let mut rows = vec![
        vec![
            head(0, 1, 2, "项目"),
            head(2, 2, 1, "本年支出合计"),
            head(3, 2, 1, "基本支出"),
            head(4, 2, 1, "项目支出"),
        ],
        vec![head(0, 1, 1, "科目代码"), head(1, 1, 1, "科目名称")],
        vec![head(0, 1, 2, "栏次"), head(2, 1, 1, "1"), head(3, 1, 1, "2"), head(4, 1, 1, "3")],
    ];
    rows.push(row("", "合计", 0, 9_876_543, 12_345_678, &[4], 3));
    rows.push(row("207", "文化旅游体育与传媒支出", 0, 9_876_543, 12_345_678, &[5], 4));
    rows.push(row("20701", "文化和旅游", 1, 9_876_543, 12_345_678, &[6, 7], 5));
    rows.push(row("2070101", "行政运行", 2, 9_876_543, 0, &[], 6));
    rows.push(row("2070104", "图书馆", 2, 0, 12_345_678, &[], 7));
    PrintedTable {
        form: "final-expenditure".to_owned(),
        title: "支出决算表".into(),
        listed: true,
        number: "公开03表".to_owned(),
        maker: "部门：青禾市文化和旅游局".to_owned(),
        unit: "金额单位：万元".to_owned(),
        widths: vec![6, 14, 9, 9, 9],
        header_rows: 3,
        rows,
        notes: vec!["注：本表反映部门本年度各项支出情况。".into()],
        landscape: true,
    }
}

fn chart(kind: ChartKind, caption: &str, categories: &[&str], series: Vec<(&str, Vec<i64>)>) -> Piece {
    Piece::Chart(Chart {
        kind,
        caption: caption.to_owned(),
        categories: categories.iter().map(|c| (*c).to_owned()).collect(),
        series: series
            .into_iter()
            .map(|(n, v)| (n.to_owned(), v.into_iter().map(|x| Amount(x * SCALE)).collect()))
            .collect(),
        unit: Unit::WanYuan,
        places: 2,
        alternative: format!("{caption}，数据见正文。"),
    })
}

/// The publication.
#[must_use]
pub fn publication() -> Publication {
    let text = "2024年度支出合计2222.22万元，与2023年度相比，增加222.22万元，增长11.11%。主要原因是设备到期集中更新。";
    let reason = text.find("设备").map_or((0, 0), |s| (s, s + "设备到期集中更新".len()));
    let source = Source { sheet: "变动原因".to_owned(), cell: "C4".to_owned() };
    let prose = Prose { text: text.to_owned(), sources: vec![(reason.0, reason.1, source)] };
    Publication {
        entity: "青禾市文化和旅游局".to_owned(),
        level: Level::Department,
        kind: Kind::FinalAccounts,
        year: 2024,
        profile: "sichuan-final".to_owned(),
        name: String::new(),
        cover: vec!["青禾市文化和旅游局".to_owned(), "2024年度部门决算".to_owned()],
        pieces: vec![
            Piece::Contents,
            heading(1, 1, "部门概况"),
            heading(2, 1, "主要职责"),
            Piece::Paragraph("统筹公共文化服务体系建设，指导图书馆、文化馆开展工作。".into()),
            heading(2, 2, "机构设置"),
            Piece::Paragraph("青禾市文化和旅游局下属单位2个。".into()),
            heading(1, 2, "2024年度部门决算情况说明"),
            heading(2, 1, "支出决算总体情况说明"),
            heading(3, 1, "总体情况"),
            Piece::Paragraph(prose),
            chart(
                ChartKind::Bars,
                "图1：支出决算变动情况图",
                &["支出合计"],
                vec![("2023年度", vec![20_000_000]), ("2024年度", vec![22_222_221])],
            ),
            chart(
                ChartKind::Pie,
                "图2：支出决算结构图",
                &["基本支出", "项目支出"],
                vec![("2024年度", vec![9_876_543, 12_345_678])],
            ),
            heading(1, 3, "附表"),
            Piece::Table(Box::new(expenditure())),
        ],
    }
}

#[cfg(test)]
mod tests {
    use crate::{document, text};
    use mingzhang_catalog::Catalog;

    #[test]
    fn text_reads_back_as_the_document_it_is() {
        let publication = super::publication();
        let (direct, pieces) = document(&publication);
        assert_eq!(direct.blocks.len(), pieces.len());
        let facts = |d| {
            let read = mingzhang_read::read(d, Catalog::embedded());
            let mut list: Vec<String> = read.facts.iter().map(|f| format!("{} {}", f.coordinates, f.figure)).collect();
            list.sort();
            list
        };
        let bytes = text(&publication);
        let back = mingzhang_decode::decode(bytes.as_bytes(), "report.txt").unwrap();
        let expected = facts(direct);
        assert!(expected.len() > 10, "{expected:?}");
        assert_eq!(facts(back), expected);
    }
}
