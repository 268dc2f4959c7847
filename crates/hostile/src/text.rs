//! Texts.

use crate::{Chance, List};
use std::fmt::Write;

pub(crate) const LIST: List = &[
    ("txt-one-line-of-8-mib", || "收入5.00万元，".repeat(400_000).into_bytes()),
    ("txt-one-line-of-64-mib", || "a".repeat(64 << 20).into_bytes()),
    ("txt-one-number-of-8-mib", || format!("收入合计{}万元。", "5".repeat(8_000_000)).into_bytes()),
    ("txt-one-number-in-groups", || format!("收入合计{}万元。", "5,000".repeat(1_500_000)).into_bytes()),
    ("txt-one-line-of-brackets", || "（".repeat(2_700_000).into_bytes()),
    ("txt-brackets-on-lines", || "（【《“\n".repeat(600_000).into_bytes()),
    ("txt-line-ends-8-million", || "\n".repeat(8_000_000).into_bytes()),
    ("txt-blanks-on-lines", || format!("5\n{}", " \t \n".repeat(2_000_000)).into_bytes()),
    ("txt-lines-of-one-figure-400000", || "5.00\n".repeat(400_000).into_bytes()),
    ("txt-lines-that-go-on-400000", || "本年收入合计增加5万元，\n".repeat(250_000).into_bytes()),
    ("txt-marks-of-ours-without-end", || {
        format!("{}〕\n〔明账核对结果：以下各行及文中的〔问题…〕由明账加注，不属于原文〕\n", "〔问题".repeat(900_000))
            .into_bytes()
    }),
    ("txt-marks-of-ours-nested", || {
        "〔问题1〔明账核对结果：以下各行及文中的〔问题…〕由明账加注，不属于原文〕\n".repeat(80_000).into_bytes()
    }),
    ("txt-rows-of-cells-400000", || format!("项目\t金额\n{}", "行政运行\t5.00\n".repeat(300_000)).into_bytes()),
    ("txt-one-row-of-2-million-cells", || format!("项目\t金额\n{}\n", "5\t".repeat(2_000_000)).into_bytes()),
    ("txt-rows-of-many-cells-and-one", || format!("{}\n{}", "5\t".repeat(5_000), "5\t\n".repeat(300_000)).into_bytes()),
    ("txt-lone-cells", || "\t收入\n\n".repeat(700_000).into_bytes()),
    ("txt-lone-cells-and-then-none", || {
        format!("{}\t", "\t收入决算表格的标题很长所以不会是表格而是一段文字，一段文字一段文字一段文字\n".repeat(70_000))
            .into_bytes()
    }),
    ("txt-bars-without-end", || "|".repeat(8_000_000).into_bytes()),
    ("txt-bars-on-lines", || "|5|5\n|--|--\n".repeat(600_000).into_bytes()),
    ("txt-one-bar-table-400000-rows", || {
        format!("|项目|金额|\n|--|--|\n{}", "|行政运行|5.00|\n".repeat(380_000)).into_bytes()
    }),
    ("txt-stars-without-end", || "**".repeat(4_000_000).into_bytes()),
    ("txt-nothing-but-zeros", || vec![0; 8 << 20]),
    ("txt-bytes-of-no-letter", || [0x80_u8, 0xff, 0xc0, b'\n'].repeat(2_000_000)),
    ("txt-wide-letters-cut", || {
        let mut out = vec![0xff, 0xfe];
        out.extend([0x00, 0xd8, 0x35].repeat(2_000_000));
        out
    }),
    ("txt-combining-marks", || format!("收{}", "\u{301}\u{200d}\u{fe0f}".repeat(900_000)).into_bytes()),
    ("txt-facts-200000-that-contradict", || {
        let mut out = report();
        for i in 0..150_000 {
            let _ = writeln!(out, "2024年度本年收入合计{i}.00万元。");
        }
        out.into_bytes()
    }),
    ("txt-facts-200000-that-agree", || (report() + &"2024年度本年收入合计100.00万元。\n".repeat(180_000)).into_bytes()),
    ("txt-sentences-that-compare-60000", || {
        let mut out = report();
        for i in 0..60_000 {
            let _ = writeln!(
                out,
                "（{i}）一般公共服务支出（类）行政运行（项）年初预算为{i}.00万元，支出决算为{}.00万元，完成年初预算的{}%，决算数大于年初预算数的主要原因是人员增加。",
                i + 7,
                i % 90
            );
        }
        out.into_bytes()
    }),
    ("txt-one-paragraph-of-100000-figures", || {
        let mut out = report();
        for i in 0..100_000 {
            let _ = write!(out, "其中：项目支出{i}.00万元，占{}%；", i % 100);
        }
        out.into_bytes()
    }),
    ("txt-table-of-income-with-20000-subjects", || subjects(20_000, 6)),
    ("txt-table-of-income-with-100000-subjects", || subjects(60_000, 3)),
    ("txt-tables-of-income-2000", || {
        let mut out = report();
        for i in 0..3_000 {
            let _ = write!(
                out,
                "收入决算表\n单位：万元\n项目\t\t本年收入合计\t财政拨款收入\t其他收入\n功能分类科目编码\t科目名称\t\t\t\n合计\t\t{i}.00\t5.00\t6.00\n201\t一般公共服务支出\t{i}.00\t5.00\t7.00\n20101\t人大事务\t{i}.00\t9.00\t7.00\n2010101\t行政运行\t1.00\t2.00\t3.00\n\n"
            );
        }
        out.into_bytes()
    }),
    ("txt-headings-200000", || (report() + &"一、收入决算情况说明\n（一）支出\n1.预算\n".repeat(80_000)).into_bytes()),
    ("txt-parts-100000", || {
        (report() + &"第二部分 部门决算情况说明\n一、收入支出决算总体情况说明\n".repeat(60_000)).into_bytes()
    }),
    ("txt-contents-200000", || format!("目录\n{}", "一、收入决算表………………5\n".repeat(180_000)).into_bytes()),
    ("txt-list-of-units-300000", || {
        format!("{}纳入决算编制范围的单位包括：\n{}", report(), "某市某区某局机关服务中心\n".repeat(200_000))
            .into_bytes()
    }),
    ("txt-paragraphs-nearly-alike-50000", || {
        let mut out = report();
        for i in 0..50_000 {
            let _ = writeln!(
                out,
                "本部门认真贯彻落实第{i}次会议精神，切实履行财政工作职责，持续推进预算绩效管理改革，取得明显成效。"
            );
        }
        out.into_bytes()
    }),
    ("txt-one-clause-50000-times-in-a-row", || {
        format!("{}{}", report(), "的的了了是是收入收入合计合计".repeat(190_000)).into_bytes()
    }),
    ("txt-glossary-100000", || {
        (report()
            + "第四部分 名词解释\n"
            + &"一、财政拨款收入：指单位从同级财政部门取得的财政预算资金。\n".repeat(90_000))
            .into_bytes()
    }),
    ("txt-performance-forms-5000", || {
        let form = "项目支出绩效自评表\n（2024年度）\n项目名称\t考试经费\t\t\t\t\n主管部门\t某局\t实施单位\t某局\t\t\n项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t得分\n年度资金总额\t10.00\t10.00\t9.00\t10\t9\n一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n产出指标\t数量指标\t考试次数\t≥5次\t5次\t50\t40\n满意度指标\t服务对象满意度\t满意度\t≥90%\t95%\t40\t41\n总分\t\t\t\t\t100\t95\n\n";
        (report() + &form.repeat(5_000)).into_bytes()
    }),
    ("txt-digits-and-letters-of-chance", || {
        let mut chance = Chance(1);
        let letters: Vec<char> =
            "收入支出合计万元亿元年度预算决算增减少为，。；：、（）0123456789.%\n\t其中类款项主要原因是比上完成一二三"
                .chars()
                .collect();
        let text: String = (0..2_700_000).map(|_| letters[chance.below(letters.len())]).collect();
        (report() + &text).into_bytes()
    }),
    ("txt-numbers-of-persons-and-telephones", || {
        "联系电话13800138000，身份证号110101199003077777，账号6222020200112233445；".repeat(80_000).into_bytes()
    }),
    ("txt-dates-and-numbers-of-documents", || {
        "（财预〔2024〕12号）2024年13月32日至2023年2月30日，第1234567890次；".repeat(90_000).into_bytes()
    }),
];

/// The first lines of a report, so that what follows is read as one.
fn report() -> String {
    "某市某局2024年度部门决算\n\n第一部分 部门概况\n一、主要职责\n负责财政工作。\n第二部分 2024年度部门决算情况说明\n一、收入决算情况说明\n".to_owned()
}

/// A table of income with so many subjects below each other.
fn subjects(rows: usize, columns: usize) -> Vec<u8> {
    let mut out = report();
    out += "收入决算表\n单位：万元\n功能分类科目编码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入\n合计\t\t5.00\t5.00\t5.00\n";
    for i in 0..rows {
        let _ = write!(out, "{}\t科目{i}", 2_010_101 + i);
        for c in 0..columns {
            let _ = write!(out, "\t{}.{:02}", i % 977, c);
        }
        out.push('\n');
    }
    out.into_bytes()
}
