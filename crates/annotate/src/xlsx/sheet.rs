//! The cells of a sheet and the styles they bear.

use super::styles::Styles;
use super::{At, Said};
use crate::edit::without;
use crate::xml::{self, Does, attribute, with_attribute};
use std::collections::BTreeMap;

/// Row and column of an address; `None` if it is none.
pub(super) fn position(address: &str) -> Option<At> {
    let letters = address.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = address.split_at_checked(letters)?;
    let column = column
        .bytes()
        .try_fold(0_u32, |n, b| n.checked_mul(26)?.checked_add(u32::from(b.to_ascii_uppercase() - b'A') + 1))?;
    let row = row.parse::<u32>().ok()?;
    (row > 0 && row <= 1 << 20 && column > 0 && column <= 1 << 14).then(|| (row - 1, column - 1))
}

/// The address of a cell.
pub(super) fn address((row, column): At) -> String {
    let mut letters = Vec::new();
    let mut n = column + 1;
    while n > 0 {
        letters.push(char::from(b'A' + u8::try_from((n - 1) % 26).unwrap_or(0)));
        n = (n - 1) / 26;
    }
    format!("{}{}", letters.iter().rev().collect::<String>(), row + 1)
}

/// Each cell of a sheet with the bytes of its first tag.
fn cells(text: &str, mut each: impl FnMut(At, usize, &str)) {
    let (mut row, mut column) = (0_u32, 0_u32);
    xml::tags(text, |tag| match (tag.name, tag.does) {
        ("row", Does::Begin | Does::Both) => {
            if let Some(n) = attribute(tag.raw, "r").and_then(|r| r.parse::<u32>().ok()) {
                row = n.saturating_sub(1);
            }
            column = 0;
            row = row.saturating_add(u32::from(tag.does == Does::Both));
        }
        ("row", Does::End) => row = row.saturating_add(1),
        ("c", Does::Begin | Does::Both) => {
            if let Some(at) = attribute(tag.raw, "r").and_then(|r| position(&r)) {
                (row, column) = at;
            }
            each((row, column), tag.start, tag.raw);
            column = column.saturating_add(1);
        }
        _ => {}
    });
}

/// The sheet with its cells marked; a cell that is not there has only its note.
pub(super) fn filled(text: &str, said: &BTreeMap<At, Said>, styles: &mut Styles) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    cells(text, |at, start, raw| {
        let Some(said) = said.get(&at) else { return };
        let Some(style) = styles.marked(attribute(raw, "s").as_deref(), said.colour) else { return };
        out.push_str(text.get(from..start).unwrap_or_default());
        out.push_str(&with_attribute(raw, "s", &style.to_string()));
        from = start + raw.len();
    });
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

/// The sheet with the styles its cells had before; `before` tells the attribute each of our styles stands for.
pub(super) fn restored(text: &str, before: &BTreeMap<String, Option<String>>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    cells(text, |_, start, raw| {
        let Some(was) = attribute(raw, "s").and_then(|s| before.get(&s)) else { return };
        out.push_str(text.get(from..start).unwrap_or_default());
        match was {
            Some(style) => out.push_str(&with_attribute(raw, "s", style)),
            None => {
                // As it was put there: behind the name, one blank before it.
                let end = xml::value(raw, "s").map_or(0, |(_, end)| end + 1);
                let begin = raw.find(char::is_whitespace).unwrap_or(end);
                out.push_str(&without(raw, &[(begin, end)]));
            }
        }
        from = start + raw.len();
    });
    out.push_str(text.get(from..).unwrap_or_default());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_count_on_without_addresses() {
        let mut seen = Vec::new();
        cells(
            "<s><row><c/><c><v/></c></row><row/><row r=\"5\"><c r=\"C5\"/><c/></row><row><c/></row></s>",
            |at, _, _| {
                seen.push(address(at));
            },
        );
        assert_eq!(seen, ["A1", "B1", "C5", "D5", "A6"]);
    }

    #[test]
    fn styles_come_back() {
        let before = BTreeMap::from([("9".to_owned(), None), ("8".to_owned(), Some("2".to_owned()))]);
        let marked = "<s><row><c s=\"9\" r=\"A1\"/><c r=\"B1\" s=\"8\" t=\"s\"><v>1</v></c><c s=\"9\"/></row></s>";
        let plain = "<s><row><c r=\"A1\"/><c r=\"B1\" s=\"2\" t=\"s\"><v>1</v></c><c/></row></s>";
        assert_eq!(restored(marked, &before), plain);
    }
}
