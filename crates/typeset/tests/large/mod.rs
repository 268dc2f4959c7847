//! The sample publication with tables over several pages, twelve columns on a page that lies, an empty table, words that look like markup.

use mingzhang_model::number::SCALE;
use mingzhang_model::publication::{Align, Content, Heading, Piece, PrintedCell, PrintedTable, Publication};
use mingzhang_model::{Amount, Unit};

fn text(column: usize, words: &str, align: Align) -> PrintedCell {
    PrintedCell::new(column, Content::Text(words.to_owned()), align)
}

fn head(column: usize, rows: usize, columns: usize, words: &str) -> PrintedCell {
    PrintedCell { spans: (rows, columns), bold: true, ..text(column, words, Align::Centre) }
}

fn amount(column: usize, yuan: i64) -> PrintedCell {
    let value = Amount(yuan * SCALE);
    let content = Content::Amount { value, unit: Unit::WanYuan, places: 2, comma: true };
    PrintedCell::new(column, content, Align::Right)
}

fn table(title: &str, number: &str, widths: Vec<u16>, header_rows: usize, rows: Vec<Vec<PrintedCell>>) -> PrintedTable {
    PrintedTable {
        title: title.into(),
        listed: true,
        number: number.to_owned(),
        maker: "部门：青禾市文化和旅游局".to_owned(),
        unit: "金额单位：万元".to_owned(),
        widths,
        header_rows,
        rows,
        ..PrintedTable::default()
    }
}

/// A table of `count` subjects, each 类 with its 款 and 项, and a column of figures for every head.
pub fn subjects(title: &str, number: &str, heads: &[&str], count: usize, seed: usize) -> PrintedTable {
    let mut rows = vec![
        std::iter::once(head(0, 1, 2, "项目"))
            .chain(heads.iter().enumerate().map(|(i, h)| head(i + 2, 2, 1, h)))
            .collect(),
        vec![head(0, 1, 1, "科目代码"), head(1, 1, 1, "科目名称")],
    ];
    let mut list: Vec<_> = mingzhang_catalog::Catalog::embedded().subjects.functional.iter().collect();
    list.sort_by(|a, b| a.code.cmp(&b.code));
    for (k, subject) in list.into_iter().take(count).enumerate() {
        let mut cells = vec![text(0, &subject.code, Align::Left), text(1, &subject.name, Align::Left)];
        cells[1].indent = u8::try_from(subject.code.len().saturating_sub(3) / 2).unwrap();
        let figures = (0..heads.len())
            .map(|i| amount(i + 2, i64::try_from((k * 7919 + i * 104_729 + seed * 999_983) % 90_000_019).unwrap()));
        cells.extend(figures);
        rows.push(cells);
    }
    let widths = [7, 16].into_iter().chain(std::iter::repeat_n(8, heads.len())).collect();
    table(title, number, widths, 2, rows)
}

fn three_public() -> PrintedTable {
    let mut rows =
        vec![vec![head(0, 1, 6, "预算数"), head(6, 1, 6, "决算数")], Vec::new(), Vec::new(), Vec::new(), Vec::new()];
    for from in [0, 6] {
        rows[1].extend([
            head(from, 2, 1, "合计"),
            head(from + 1, 2, 1, "因公出国（境）费"),
            head(from + 2, 1, 3, "公务用车购置及运行费"),
            head(from + 5, 2, 1, "公务接待费"),
        ]);
        rows[2].extend([
            head(from + 2, 1, 1, "小计"),
            head(from + 3, 1, 1, "公务用车购置费"),
            head(from + 4, 1, 1, "公务用车运行费"),
        ]);
    }
    for column in 0..12 {
        rows[3].push(text(column, &(column + 1).to_string(), Align::Centre));
        rows[4].push(amount(column, 1_234_567_800 + 100 * i64::try_from(column).unwrap()));
    }
    let mut table = table("财政拨款“三公”经费支出决算表", "公开09表", vec![6; 12], 4, rows);
    table.landscape = true;
    table.notes = vec!["注：本表反映部门本年度“三公”经费支出预决算情况。".into()];
    table
}

/// The sample, and `count` rows in each of three more tables.
pub fn publication(count: usize) -> Publication {
    let mut p = mingzhang_write::sample::publication();
    let parts = p.pieces.iter().position(|x| matches!(x, Piece::Heading(h) if h.level == 1 && h.ordinal == 3)).unwrap();
    let deep = Heading { level: 4, ordinal: 1, text: "“四级”标题".into(), listed: false };
    let odd = "一段像标记的话：#set page()、*星号*、_下划线_、$x$、<标签>、@引用、A&B、“引号”、\\n、[方括号]、//注释、①②③≥≤×÷★，——完……";
    p.pieces.insert(parts, Piece::Paragraph(odd.into()));
    p.pieces.insert(parts, Piece::Heading(deep));
    let five = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出"];
    let mut lying = subjects("支出决算表", "公开03表", &five, count, 0);
    lying.landscape = true;
    let upright = subjects("一般公共预算财政拨款支出决算表", "公开05表", &["合计", "基本支出", "项目支出"], count, 0);
    let mut empty = subjects("政府性基金预算财政拨款支出决算表", "公开08表", &["合计", "基本支出", "项目支出"], 0, 0);
    empty.rows.push((0..5).map(|c| PrintedCell::new(c, Content::Empty, Align::Right)).collect());
    empty.notes = vec!["注：本部门没有政府性基金预算财政拨款支出，故本表为空。".into()];
    p.pieces.extend([lying, upright, empty, three_public()].map(|t| Piece::Table(Box::new(t))));
    p
}

/// The sample with twelve tables of thirty rows and sixty paragraphs; another seed, other figures.
pub fn twelve(seed: usize) -> Publication {
    let mut p = mingzhang_write::sample::publication();
    p.pieces.retain(|x| !matches!(x, Piece::Table(_)));
    for k in 0..60 {
        let words = format!(
            "{}年度一般公共预算财政拨款支出决算为{}.{:02}万元，完成预算{}.5%，决算数小于预算数的主要原因是压减一般性支出，\
             部分项目按进度结转下年使用。",
            2024,
            (seed * 31 + k * 977) % 9000,
            (seed + k * 7) % 100,
            90 + k % 10,
        );
        p.pieces.insert(3, Piece::Paragraph(words.as_str().into()));
    }
    for k in 0..12 {
        let heads = ["本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出"];
        let mut table = subjects("支出决算表", "公开03表", heads.get(..2 + k % 4).unwrap_or_default(), 30, seed + k);
        table.landscape = k % 3 == 0;
        p.pieces.push(Piece::Table(Box::new(table)));
    }
    p
}
