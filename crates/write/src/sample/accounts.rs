//! The rich publication and the summary of the accounts, in which measures are sums of measures.

use super::{amount, head, rich, words};
use mingzhang_model::publication::{Align, Content, Piece, PrintedCell, PrintedTable, Publication};

/// The publication.
#[must_use]
pub fn accounts() -> Publication {
    let mut publication = rich();
    publication.pieces.push(Piece::Table(Box::new(summary())));
    publication
}

fn summary() -> PrintedTable {
    let side = |at: usize, title: &str| [head(at, 1, 3, title), head(at, 1, 1, "项目"), head(at + 1, 1, 1, "行次")];
    let [left, item, line] = side(0, "收入");
    let [right, item2, line2] = side(3, "支出");
    let mut rows =
        vec![vec![left, right], vec![item, line, head(2, 1, 1, "金额"), item2, line2, head(5, 1, 1, "金额")]];
    // Label, amount and addends (rows) of income, then of expenditure.
    type Side = (&'static str, i64, &'static [usize]);
    let body: [(Side, Side); 5] = [
        (("一、一般公共预算财政拨款收入", 21_000_000, &[]), ("七、文化旅游体育与传媒支出", 22_222_221, &[])),
        (("八、其他收入", 1_000_000, &[]), ("", 0, &[])),
        (("本年收入合计", 22_000_000, &[2, 3]), ("本年支出合计", 22_222_221, &[])),
        (("年初结转和结余", 300_000, &[]), ("年末结转和结余", 77_779, &[])),
        (("总计", 22_300_000, &[4, 5]), ("总计", 22_300_000, &[4, 5])),
    ];
    for (i, ((income, yuan, of), (expenditure, spent, from))) in body.into_iter().enumerate() {
        let sum = |rows: &[usize], column: usize| rows.iter().map(|r| (true, *r, column)).collect::<Vec<_>>();
        let number = |column: usize, n: usize| PrintedCell::new(column, Content::Text(n.to_string()), Align::Centre);
        let blank = PrintedCell::new(5, Content::Empty, Align::Right);
        rows.push(vec![
            words(0, income, 0),
            number(1, i + 1),
            amount(2, yuan, &sum(of, 2)),
            words(3, expenditure, 0),
            number(4, i + 6),
            if expenditure.is_empty() { blank } else { amount(5, spent, &sum(from, 5)) },
        ]);
    }
    PrintedTable {
        form: "final-summary".to_owned(),
        title: "收入支出决算总表".into(),
        listed: true,
        number: "公开01表".to_owned(),
        maker: "部门：青禾市文化和旅游局".to_owned(),
        unit: "金额单位：万元".to_owned(),
        widths: vec![16, 4, 9, 16, 4, 9],
        header_rows: 2,
        rows,
        ..PrintedTable::default()
    }
}
