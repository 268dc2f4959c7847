//! The syntax of PDF as far as entries of a dictionary are told apart.

/// Deepest nesting looked into.
const DEPTH: usize = 64;

fn is_blank(b: u8) -> bool {
    matches!(b, 0 | 9 | 10 | 12 | 13 | 32)
}

fn is_regular(b: u8) -> bool {
    !is_blank(b) && !matches!(b, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// The first byte at or behind a place that is neither blank nor comment.
fn next(data: &[u8], mut at: usize) -> usize {
    while let Some(b) = data.get(at) {
        if *b == b'%' {
            at += data.get(at..).unwrap_or_default().iter().take_while(|b| !matches!(b, 10 | 13)).count();
        } else if is_blank(*b) {
            at += 1;
        } else {
            break;
        }
    }
    at
}

fn word(data: &[u8], at: usize) -> usize {
    at + data.get(at..).unwrap_or_default().iter().take_while(|b| is_regular(**b)).count()
}

/// The end of an object that begins at a place; a reference is one object.
fn object(data: &[u8], at: usize, depth: usize) -> Option<usize> {
    if depth > DEPTH {
        return None;
    }
    let rest = data.get(at..)?;
    let first = *rest.first()?;
    Some(match first {
        b'(' => at + string(rest)?,
        b'<' if rest.starts_with(b"<<") => inside(data, at + 2, b">>", depth)?,
        b'<' => at + rest.iter().position(|b| *b == b'>')? + 1,
        b'[' => inside(data, at + 1, b"]", depth)?,
        b'/' => word(data, at + 1),
        b if is_regular(b) => {
            let end = word(data, at);
            reference(data, at, end).unwrap_or(end)
        }
        _ => return None,
    })
}

/// The end of `12 0 R`, if that is what begins here.
fn reference(data: &[u8], at: usize, end: usize) -> Option<usize> {
    let digits =
        |from: usize, to: usize| to > from && data.get(from..to).is_some_and(|w| w.iter().all(u8::is_ascii_digit));
    let generation = next(data, end);
    let stop = word(data, generation);
    let sign = next(data, stop);
    let whole = digits(at, end) && digits(generation, stop) && data.get(sign..word(data, sign)) == Some(b"R");
    whole.then_some(sign + 1)
}

fn inside(data: &[u8], mut at: usize, close: &[u8], depth: usize) -> Option<usize> {
    loop {
        at = next(data, at);
        if data.get(at..)?.starts_with(close) {
            return Some(at + close.len());
        }
        at = object(data, at, depth + 1)?;
    }
}

fn string(rest: &[u8]) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (i, b) in rest.iter().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return Some(i + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The end of the dictionary that begins at a place.
pub(super) fn dictionary(data: &[u8], at: usize) -> Option<usize> {
    data.get(at..)?.starts_with(b"<<").then(|| object(data, at, 0)).flatten()
}

/// An entry of a dictionary: the range of its key with its slash, and of its value.
type Entry = ((usize, usize), (usize, usize));

/// The entries of a dictionary; `None` if it is none.
fn entries(data: &[u8]) -> Option<Vec<Entry>> {
    let mut at = if data.starts_with(b"<<") { 2 } else { 0 };
    let mut out = Vec::new();
    loop {
        at = next(data, at);
        match data.get(at) {
            None | Some(b'>') => return Some(out),
            Some(b'/') => {}
            Some(_) => return None,
        }
        let key = (at, word(data, at + 1));
        let start = next(data, key.1);
        let end = object(data, start, 0)?;
        out.push((key, (start, end)));
        at = end;
    }
}

/// The value of an entry as it is written.
pub(super) fn entry<'d>(data: &'d [u8], name: &[u8]) -> Option<&'d [u8]> {
    let ((_, _), (start, end)) = entries(data)?.into_iter().find(|((a, b), _)| data.get(a + 1..*b) == Some(name))?;
    data.get(start..end)
}

/// The dictionary with one entry of another value, new or not.
pub(super) fn with_entry(data: &[u8], name: &[u8], value: &[u8]) -> Option<Vec<u8>> {
    let mut out = b"<<".to_vec();
    for ((a, b), (start, end)) in entries(data)? {
        if data.get(a + 1..b) != Some(name) {
            out.extend_from_slice(data.get(a..b)?);
            out.push(b' ');
            out.extend_from_slice(data.get(start..end)?);
            out.push(b'\n');
        }
    }
    out.push(b'/');
    out.extend_from_slice(name);
    out.push(b' ');
    out.extend_from_slice(value);
    out.extend_from_slice(b">>");
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_told_apart() {
        let data =
            b"<</Type/Page % /Annots 1\n/T (a\\)(>>)) /MediaBox [0 0 1 [2]]/Annots 12 0 R/R<</A<AB>>>/N 5/U true>>";
        assert_eq!(entry(data, b"Annots"), Some(&b"12 0 R"[..]));
        assert_eq!(entry(data, b"R"), Some(&b"<</A<AB>>>"[..]));
        let new = with_entry(data, b"Annots", b"[]").unwrap();
        assert_eq!(entry(&new, b"Annots"), Some(&b"[]"[..]));
        assert_eq!((entry(&new, b"T"), entry(&new, b"U")), (Some(&b"(a\\)(>>))"[..]), Some(&b"true"[..])));
        assert_eq!(entries(b"<</A"), None);
    }
}
