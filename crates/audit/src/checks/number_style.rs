//! One style of writing numbers in one list: thousands separators, ordinals, codes with their leading zeros.

use super::build::Draft;
use super::pattern::{group, re};
use super::scene::{Line, Scene, Zone};
use mingzhang_model::Finding;

const RULE: &str = "number-style";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let mut from = 0;
    while from < scene.lines.len() {
        let section = scene.lines.get(from).and_then(|l| l.section);
        let run = scene.lines.iter().skip(from).take_while(|l| l.section == section).count().max(1);
        let lines = scene.lines.get(from..from + run).unwrap_or(&[]);
        from += run;
        separators(scene, lines, out);
        ordinals(scene, lines, out);
    }
    codes(scene, out);
}

/// 3136.40万元 among 29,381.00万元.
fn separators(scene: &Scene<'_>, lines: &[Line], out: &mut Vec<Finding>) {
    let mut with = 0;
    let mut without: Vec<(&Line, std::ops::Range<usize>)> = Vec::new();
    for line in lines.iter().filter(|l| matches!(l.zone, Zone::Report)) {
        for amount in line.amounts().iter().filter(|a| a.is_money()) {
            let text = line.text.get(amount.number.clone()).unwrap_or("");
            let whole = text.split('.').next().unwrap_or("");
            if whole.contains(',') {
                with += 1;
            } else if whole.len() >= 4 {
                without.push((line, amount.number.clone()));
            }
        }
    }
    // One or two against a habit.
    if with < 3 || without.is_empty() || without.len() * 3 > with {
        return;
    }
    for (line, at) in without {
        let text = line.text.get(at.clone()).unwrap_or("");
        let right = separated(text);
        out.push(
            Draft::info(RULE, "千分位写法不一致")
                .say(format!("同一节的其他金额都有千分位，{text}没有，应为{right}。"))
                .stated(text)
                .expected(right.clone())
                .suggest(right, None, 90, 1)
                .at(scene.around(line, at, 16, 4))
                .done(),
        );
    }
}

fn separated(number: &str) -> String {
    let (whole, rest) = number.split_at(number.find('.').unwrap_or(number.len()));
    let mut out = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out + rest
}

/// 8、 in a list numbered 1. 2. 3.
fn ordinals(scene: &Scene<'_>, lines: &[Line], out: &mut Vec<Finding>) {
    let numbered: Vec<(&Line, u32, String)> = lines
        .iter()
        .filter_map(|l| {
            let c = re!("^([0-9]{1,2})([.．、])[^0-9]").groups(&l.text)?;
            Some((l, group(&c, 1).parse().ok()?, group(&c, 2).replace('．', ".")))
        })
        .collect();
    let runs = numbered.windows(2).all(|w| matches!(w, [a, b] if b.1 == a.1 + 1));
    let odd: Vec<_> = numbered.iter().filter(|n| n.2 == "、").collect();
    let even: Vec<_> = numbered.iter().filter(|n| n.2 == ".").collect();
    if !runs || numbered.len() < 5 {
        return;
    }
    let (slip, right) = match (odd.as_slice(), even.as_slice()) {
        ([slip], [_, ..]) => (slip, "."),
        ([_, ..], [slip]) => (slip, "、"),
        _ => return,
    };
    let at = re!("^[0-9]{1,2}[.．、]").find(&slip.0.text).map_or(0..0, |m| m.range());
    let printed = slip.0.text.get(at.clone()).unwrap_or("").to_owned();
    let right = format!("{}{right}", slip.1);
    out.push(
        Draft::info(RULE, "编号样式不一致")
            .say(format!(
                "同一列表的其他编号都写作“数字{}”，此处写作“{printed}”。",
                right.trim_start_matches(|c: char| c.is_ascii_digit())
            ))
            .stated(printed)
            .expected(right.clone())
            .suggest(right, None, 90, 1)
            .at(scene.around(slip.0, at, 0, 10))
            .done(),
    );
}

/// 301 | 2 | 津贴补贴: the code of the 款 has two digits.
fn codes(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for table in &scene.d.tables {
        let Some(grid) = scene.d.document.blocks.get(table.block).and_then(|b| b.table()) else { continue };
        for row in table.rows.iter().filter(|r| r.code.len() == 5 && r.code.starts_with('3')) {
            let (class, group) = row.code.split_at(3);
            let short = group.trim_start_matches('0');
            if short.len() != 1 {
                continue;
            }
            let cells: Vec<_> = grid.cells.iter().filter(|c| c.row == row.row).collect();
            let split = cells.iter().any(|c| c.text.trim() == class);
            let Some(cell) = cells.iter().find(|c| split && c.text.trim() == short) else { continue };
            // The whole column may be printed so.
            let full = table
                .rows
                .iter()
                .filter(|r| r.code.len() == 5 && r.code.starts_with('3') && r.code.get(3..4) == Some("0"));
            let padded = full
                .filter(|r| {
                    grid.cells.iter().any(|c| c.row == r.row && c.column == cell.column && c.text.trim().len() == 2)
                })
                .count();
            if padded < 2 {
                continue;
            }
            let mut spot = scene.cell(cell);
            if let Some(name) = cells.iter().find(|c| c.column > cell.column && !c.text.trim().is_empty()) {
                spot.quote = format!("{}{}", spot.quote.trim(), name.text.trim());
            }
            out.push(
                Draft::info(RULE, "科目代码缺前导0")
                    .say(format!("款级代码有两位，此处写作“{short}”，应为“{group}”（{}）。", row.code))
                    .stated(short)
                    .expected(group)
                    .suggest(group, None, 95, 1)
                    .at(spot)
                    .done(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn thousands() {
        assert_eq!(super::separated("3136.40"), "3,136.40");
        assert_eq!(super::separated("1234567"), "1,234,567");
    }
}
