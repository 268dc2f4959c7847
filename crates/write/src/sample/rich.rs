//! All that makes writing hard, after the small publication: a wide table, an empty one, many slices, deep headings, marks of markup.

use super::{amount, chart, head, heading, publication, words};
use mingzhang_model::publication::{Align, ChartKind, Content, Piece, PrintedCell, PrintedTable, Publication};

/// The publication.
#[must_use]
pub fn rich() -> Publication {
    let mut publication = publication();
    publication.pieces.extend([
        heading(1, 4, "其他说明"),
        heading(2, 1, "“三公”经费支出情况"),
        heading(3, 1, "结构"),
        heading(4, 1, "口径"),
        Piece::Paragraph("按照“三重一大”<A&B>\"制度\"执行，单位名称中的'引号'与 & 号照登。".into()),
        chart(
            ChartKind::Pie,
            "图3：支出功能分类结构图",
            &[
                "一般公共服务支出",
                "文化旅游体育与传媒支出（含图书馆、文化馆、博物馆、美术馆等公共文化场馆免费开放支出）",
                "社会保障和就业支出",
                "卫生健康支出",
                "城乡社区支出",
                "住房保障支出",
                "灾害防治及应急管理支出",
                "其他支出",
            ],
            vec![("2024年度", vec![1_000, 18_000_000, 1_500_000, 900_000, 12_000, 1_700_000, 9_000, 100_221])],
        ),
        Piece::Table(Box::new(vehicles())),
        Piece::Table(Box::new(fund())),
    ]);
    publication
}

fn table(title: &str, number: &str, rows: Vec<Vec<PrintedCell>>, widths: Vec<u16>, header_rows: usize) -> PrintedTable {
    PrintedTable {
        title: title.into(),
        listed: true,
        number: number.to_owned(),
        maker: "部门：青禾市文化和旅游局".to_owned(),
        unit: "金额单位：万元".to_owned(),
        landscape: widths.len() > 6,
        widths,
        header_rows,
        rows,
        ..PrintedTable::default()
    }
}

fn vehicles() -> PrintedTable {
    let half = |at: usize, title: &str| {
        let top = vec![head(at, 1, 6, title)];
        let middle = vec![
            head(at, 2, 1, "合计"),
            head(at + 1, 2, 1, "因公出国（境）费"),
            head(at + 2, 1, 3, "公务用车购置及运行维护费"),
            head(at + 5, 2, 1, "公务接待费"),
        ];
        let low = vec![
            head(at + 2, 1, 1, "小计"),
            head(at + 3, 1, 1, "公务用车购置费"),
            head(at + 4, 1, 1, "公务用车运行维护费"),
        ];
        [top, middle, low]
    };
    let (left, right) = (half(0, "预算数"), half(6, "决算数"));
    let mut rows: Vec<Vec<PrintedCell>> = left.into_iter().zip(right).map(|(a, b)| [a, b].concat()).collect();
    rows.push((0..12).map(|c| head(c, 1, 1, &(c + 1).to_string())).collect());
    let yuan = [452_000, 0, 332_000, 180_000, 152_000, 120_000, 401_234, 0, 331_000, 179_800, 151_200, 70_234];
    rows.push(yuan.iter().enumerate().map(|(c, y)| amount(c, *y, &[])).collect());
    let title = "财政拨款“三公”经费支出决算表";
    let mut made = table(title, "公开09表", rows, vec![7; 12], 4);
    made.notes = vec!["注：本表反映部门本年度财政拨款“三公”经费支出预决算情况。".into()];
    made
}

fn fund() -> PrintedTable {
    let rows = vec![
        vec![
            head(0, 1, 1, "科目编码"),
            head(1, 1, 1, "科目名称"),
            head(2, 1, 1, "合计"),
            head(3, 1, 1, "基本支出"),
            head(4, 1, 1, "项目支出"),
        ],
        std::iter::once(PrintedCell::new(0, Content::Empty, Align::Centre))
            .chain([words(1, "合计", 0)])
            .chain((2..5).map(|c| PrintedCell::new(c, Content::Empty, Align::Right)))
            .collect(),
    ];
    let mut made = table("国有资本经营预算财政拨款支出决算表", "公开08表", rows, vec![6, 14, 8, 8, 8], 1);
    made.notes = vec!["注：本部门没有使用国有资本经营预算安排的支出，故本表为空表。".into()];
    made
}
