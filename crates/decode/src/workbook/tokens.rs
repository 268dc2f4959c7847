//! Formulas of Excel 97-2003, which are stored as tokens: sums and differences written out, as far as they are computed again.

use super::compound::u16_at;
use super::decimal::Decimal;
use super::sheet::address;

/// The formula at a cell, without `=`; `None` if it holds anything but `SUM`, cells, numbers, `+` and `-`.
pub(super) fn written(tokens: &[u8], at: (u32, u32)) -> Option<String> {
    let mut stack: Vec<String> = Vec::new();
    let mut rest = tokens;
    while let Some((token, more)) = rest.split_first() {
        // References, ranges and functions have three classes that differ in what a formula does with them.
        let kind = if *token >= 0x20 { token & 0x1f | 0x20 } else { *token };
        let taken = match kind {
            0x03 | 0x04 => {
                let (right, left) = (stack.pop()?, stack.pop()?);
                stack.push(format!("{left}{}{right}", if kind == 0x03 { '+' } else { '-' }));
                0
            }
            0x12 => 0,
            0x13 => {
                let term = stack.pop()?;
                stack.push(format!("-{term}"));
                0
            }
            // Brackets are left alone where formulas are computed again, and keep what is in them from being taken apart here.
            0x15 => {
                let term = stack.pop()?;
                stack.push(format!("({term})"));
                0
            }
            0x19 => {
                match more.first()? {
                    0x10 => {
                        let range = stack.pop()?;
                        stack.push(format!("SUM({range})"));
                    }
                    // Volatile, or blanks between the tokens.
                    0x01 | 0x40 | 0x41 => {}
                    _ => return None,
                }
                3
            }
            0x1e => {
                stack.push(u16_at(more, 0)?.to_string());
                2
            }
            0x1f => {
                let bytes: [u8; 8] = more.get(..8)?.try_into().ok()?;
                stack.push(Decimal::of(f64::from_le_bytes(bytes))?.text());
                8
            }
            0x22 => {
                let count = usize::from(more.first()? & 0x7f);
                let arguments = stack.split_off(stack.len().checked_sub(count)?);
                // SUM is function 4.
                (u16_at(more, 1)? == 4).then_some(())?;
                stack.push(format!("SUM({})", arguments.join(",")));
                3
            }
            0x24 | 0x2c => {
                stack.push(reference(u16_at(more, 0)?, u16_at(more, 2)?, (kind == 0x2c).then_some(at))?);
                4
            }
            0x25 | 0x2d => {
                let from = (kind == 0x2d).then_some(at);
                let first = reference(u16_at(more, 0)?, u16_at(more, 4)?, from)?;
                let last = reference(u16_at(more, 2)?, u16_at(more, 6)?, from)?;
                stack.push(format!("{first}:{last}"));
                8
            }
            _ => return None,
        };
        rest = more.get(taken..)?;
    }
    let formula = stack.pop()?;
    stack.is_empty().then_some(formula)
}

/// A cell. In formulas that several cells share, what is relative counts from the cell and goes round at the ends of the sheet.
fn reference(row: u16, column: u16, from: Option<(u32, u32)>) -> Option<String> {
    let (row_moves, column_moves) = (column & 0x8000 != 0, column & 0x4000 != 0);
    let low = u8::try_from(column & 0xff).ok()?;
    let row = match from {
        Some((at, _)) if row_moves => row.wrapping_add(u16::try_from(at).ok()?),
        _ => row,
    };
    let column = match from {
        Some((_, at)) if column_moves => low.wrapping_add(u8::try_from(at).ok()?),
        _ => low,
    };
    Some(address(u32::from(row), u32::from(column)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A1_TO_B1: [u8; 9] = [0x25, 0, 0, 0, 0, 0, 0xc0, 1, 0xc0];

    fn formula(parts: &[&[u8]]) -> Option<String> {
        written(&parts.concat(), (4, 2))
    }

    #[test]
    fn sums_are_written_out() {
        let sum: &[u8] = &[0x19, 0x10, 0, 0];
        assert_eq!(formula(&[&A1_TO_B1, sum]).as_deref(), Some("SUM(A1:B1)"));
        let two: &[u8] = &[0x42, 2, 4, 0];
        let a2: &[u8] = &[0x44, 1, 0, 0, 0xc0];
        assert_eq!(formula(&[&A1_TO_B1, a2, two]).as_deref(), Some("SUM(A1:B1,A2)"));
        let minus_five: &[u8] = &[0x1e, 5, 0, 0x04];
        assert_eq!(formula(&[&A1_TO_B1, sum, minus_five]).as_deref(), Some("SUM(A1:B1)-5"));
        assert_eq!(formula(&[a2, a2, &[0x03], &[0x15], &[0x13]]).as_deref(), Some("-(A2+A2)"));
    }

    #[test]
    fn shared_formulas_count_from_their_cell() {
        // Two rows up in the same column, to one row up; and a fixed cell.
        let up: &[u8] = &[0x2d, 0xfe, 0xff, 0xff, 0xff, 0, 0xc0, 0, 0xc0];
        assert_eq!(formula(&[up, &[0x19, 0x10, 0, 0]]).as_deref(), Some("SUM(C3:C4)"));
        assert_eq!(formula(&[&[0x2c, 1, 0, 1, 0]]).as_deref(), Some("B2"));
    }

    #[test]
    fn all_else_is_left_alone() {
        let a2: &[u8] = &[0x44, 1, 0, 0, 0xc0];
        assert_eq!(formula(&[a2, a2, &[0x05]]), None);
        assert_eq!(formula(&[&A1_TO_B1, &[0x42, 1, 5, 0]]), None);
        assert_eq!(formula(&[&[0x03]]), None);
        assert_eq!(formula(&[&A1_TO_B1[..4]]), None);
        assert_eq!(formula(&[a2, a2]), None);
        assert_eq!(formula(&[]), None);
    }
}
