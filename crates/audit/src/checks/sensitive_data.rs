//! Personal data that must not be published: identity numbers, mobile numbers, bank cards.

use super::build::{Draft, Spot};
use super::scene::{Scene, is_han, plain};
use mingzhang_model::{Certainty, Finding};

const RULE: &str = "sensitive-data";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    for line in &scene.lines {
        for (digits, at) in runs(&line.text) {
            let label: String = line
                .text
                .get(..at.start)
                .unwrap_or("")
                .chars()
                .rev()
                .take(8)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            judge(&digits, &label, scene.spot(line, at), out);
        }
    }
    for block in &scene.d.document.blocks {
        let Some(grid) = block.table() else { continue };
        for cell in grid.cells.iter().filter(|c| c.text.len() >= 11) {
            let text = plain(&cell.text);
            for (digits, at) in runs(&text) {
                let left = cell.column.checked_sub(1).map_or("", |c| grid.text(cell.row, c));
                let head = grid.text(0, cell.column);
                let label = format!("{}{}{}", plain(left), plain(head), text.get(..at.start).unwrap_or(""));
                // A bare number in a table may be an amount: the labels around must say what it is.
                let bare = at.len() == text.len()
                    && !["电话", "手机", "联系", "身份证", "证件", "账号", "卡号"].iter().any(|w| label.contains(w));
                if !bare || id(&digits) {
                    judge(&digits, &label, Spot { quote: text.clone(), place: cell.place.clone() }, out);
                }
            }
        }
    }
}

/// Runs of digits (with a closing X) that no letter, point or comma touches.
fn runs(text: &str) -> Vec<(String, std::ops::Range<usize>)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        if !bytes.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
            continue;
        }
        let start = i;
        while bytes.get(i).is_some_and(u8::is_ascii_digit) {
            i += 1;
        }
        if i - start == 17 && bytes.get(i).is_some_and(|b| matches!(b, b'X' | b'x')) {
            i += 1;
        }
        let touched = |b: Option<&u8>| {
            b.is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b',' | b'-' | b'_' | b'/'))
        };
        if !touched(start.checked_sub(1).and_then(|p| bytes.get(p))) && !touched(bytes.get(i)) && i - start >= 11 {
            out.push((text.get(start..i).unwrap_or("").to_owned(), start..i));
        }
    }
    out
}

/// GB 11643: 17 digits and a check digit.
fn id(number: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
    let chars: Vec<char> = number.to_uppercase().chars().collect();
    let digits: Vec<u32> = chars.iter().filter_map(|c| c.to_digit(10)).collect();
    if chars.len() != 18 || digits.len() < 17 {
        return false;
    }
    let number_at = |from: usize, to: usize| digits.get(from..to).map_or(0, |d| d.iter().fold(0, |n, d| n * 10 + d));
    let (year, month, day) = (number_at(6, 10), number_at(10, 12), number_at(12, 14));
    let dated = (1900..=2099).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && digits.first() != Some(&0);
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(d, w)| d * w).sum();
    dated && CHECK.get((sum % 11) as usize) == chars.last()
}

fn luhn(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| if i % 2 == 1 { if d * 2 > 9 { d * 2 - 9 } else { d * 2 } } else { *d })
        .sum();
    digits.len() == number.len() && sum.is_multiple_of(10)
}

fn judge(digits: &str, label: &str, spot: Spot, out: &mut Vec<Finding>) {
    let masked =
        |keep: usize| format!("{}{}", digits.get(..keep).unwrap_or(""), "*".repeat(digits.len().saturating_sub(keep)));
    if id(digits) {
        out.push(
            Draft::error(RULE, "公开了身份证号码")
                .say("文中有一个校验位正确的身份证号码，公开前应当删去或遮盖。")
                .stated(digits)
                .expected(masked(6))
                .at(spot)
                .done(),
        );
        return;
    }
    let mobile =
        digits.len() == 11 && digits.starts_with('1') && digits.get(1..2).is_some_and(|d| ("3"..="9").contains(&d));
    if mobile {
        // A number given so that the public can ask is meant to be read.
        let meant = ["咨询", "联系电话", "监督", "举报", "热线", "电话："].iter().any(|w| label.contains(w));
        let named = label.chars().any(is_han) || label.is_empty();
        if !named {
            return;
        }
        let draft = if meant {
            Draft::info(RULE, "公开了手机号码")
        } else {
            Draft::warning(RULE, "公开了手机号码")
        };
        out.push(
            draft
                .say("文中有一个手机号码，如属个人信息，公开前应当删去或遮盖。")
                .stated(digits)
                .expected(masked(3))
                .at(spot)
                .done(),
        );
        return;
    }
    let labelled = ["账号", "帐号", "卡号", "账户", "帐户"].iter().any(|w| label.contains(w));
    // Codes of projects and organisations may begin with 62 too (that of a province).
    let coded = ["编码", "编号", "代码", "文号", "单号"].iter().any(|w| label.contains(w));
    let issued = digits.starts_with("62") && matches!(digits.len(), 16 | 19) && !coded;
    let card = (16..=19).contains(&digits.len()) && luhn(digits) && (issued || labelled);
    if card {
        out.push(
            Draft::warning(RULE, "公开了银行卡号")
                .certainty(Certainty::Likely)
                .say("文中有一个像是银行卡号的号码，公开前应当删去或遮盖。")
                .stated(digits)
                .expected(masked(6))
                .at(spot)
                .done(),
        );
    }
}
