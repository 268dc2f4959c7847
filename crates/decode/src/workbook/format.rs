//! Number formats: what a cell's number looks like on the sheet (`#,##0.00`, `0.0%`, `yyyy年m月d日`).

use super::date;
use super::decimal::Decimal;

/// A number format, read once for all cells that have it.
#[derive(Clone, Debug, Default)]
pub(super) struct Format {
    sections: Vec<Section>,
}

#[derive(Clone, Debug, Default)]
struct Section {
    tokens: Vec<Token>,
    coloured: bool,
    /// `[>=100]`: the comparison and its number.
    condition: Option<(String, f64)>,
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Literal(String),
    /// A digit; true if it is printed even when there is none.
    Digit(bool),
    Point,
    Comma,
    Percent,
    Exponent,
    Slash,
    General,
    Text,
    /// A part of a date: letter and how often it stands.
    Date(char, usize),
    AmPm,
}

/// A number as its cell shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The text, and whether the format fixes its decimals.
    Number(String, bool),
    /// ISO date or time, and as shown.
    Date(String, String),
}

impl Format {
    /// Reads a format code.
    pub fn parse(code: &str) -> Format {
        let mut sections = vec![Section::default()];
        let mut chars = code.chars().peekable();
        while let Some(c) = chars.next() {
            if c == ';' {
                sections.push(Section::default());
                continue;
            }
            let Some(section) = sections.last_mut() else { break };
            let token = match c {
                '"' => Token::Literal(chars.by_ref().take_while(|c| *c != '"').collect()),
                '\\' | '!' => Token::Literal(chars.next().map(String::from).unwrap_or_default()),
                '_' | '*' => {
                    chars.next();
                    continue;
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    match section.bracket(&inside) {
                        Some(token) => token,
                        None => continue,
                    }
                }
                '0' => Token::Digit(true),
                '#' | '?' => Token::Digit(false),
                '.' => Token::Point,
                ',' => Token::Comma,
                '%' => Token::Percent,
                '/' => Token::Slash,
                '@' => Token::Text,
                'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => {
                    chars.next();
                    Token::Exponent
                }
                'G' | 'g' => {
                    while chars.next_if(char::is_ascii_alphabetic).is_some() {}
                    Token::General
                }
                'A' | 'a' if chars.peek().is_some_and(|c| matches!(c, 'M' | 'm' | '/')) => {
                    while chars.next_if(|c| matches!(c, 'A' | 'a' | 'P' | 'p' | 'M' | 'm' | '/')).is_some() {}
                    Token::AmPm
                }
                'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' => {
                    let mut n = 1;
                    while chars.next_if(|x| x.eq_ignore_ascii_case(&c)).is_some() {
                        n += 1;
                    }
                    Token::Date(c.to_ascii_lowercase(), n)
                }
                other => Token::Literal(other.to_string()),
            };
            section.tokens.push(token);
        }
        Format { sections }
    }

    /// The format of a number that is built in.
    pub fn builtin(id: u16) -> Format {
        Format::parse(match id {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            5..=8 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 => "0.00E+00",
            12 | 13 => "# ?/?",
            14 | 30 => "yyyy/m/d",
            15..=17 | 27..=29 | 31 | 36 | 50..=54 | 57 | 58 => "yyyy\"年\"m\"月\"d\"日\"",
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => "h:mm:ss",
            22 => "yyyy/m/d h:mm",
            37 | 38 => "#,##0;-#,##0",
            39 | 40 => "#,##0.00;-#,##0.00",
            41 | 42 => "#,##0;-#,##0;\"-\"",
            43 | 44 => "#,##0.00;-#,##0.00;\"-\"",
            48 => "##0.0E+0",
            _ => "General",
        })
    }

    /// How a number is shown. `late` counts days from 1904.
    pub fn show(&self, number: &Decimal, late: bool) -> Shown {
        let number = number.clone().quiet();
        if let Some(first) = self.sections.first()
            && first.tokens.iter().any(|t| matches!(t, Token::Date(..)))
            && let Some(moment) = date::moment(&number, late)
        {
            return Shown::Date(moment.iso(), first.date(&moment));
        }
        let (section, signed) = self.choose(&number);
        section.map_or_else(|| Shown::Number(number.text(), false), |s| s.number(&number, signed))
    }

    /// The section for a number, and whether the number's own sign is printed.
    fn choose(&self, number: &Decimal) -> (Option<&Section>, bool) {
        let at = |i: usize| self.sections.get(i);
        if self.sections.iter().any(|s| s.condition.is_some()) {
            let fits = |s: &&Section| s.condition.as_ref().is_none_or(|(is, limit)| holds(number, is, *limit));
            return (self.sections.iter().find(fits), true);
        }
        match (self.sections.len(), number.negative, number.is_zero()) {
            (0 | 1, ..) => (at(0), true),
            // Red ink does not survive in text: a negative section that says so by colour alone keeps its minus.
            (_, true, _) => (at(1), at(1).is_some_and(|s| s.coloured && !s.says_negative())),
            (n, _, true) if n >= 3 => (at(2), false),
            _ => (at(0), false),
        }
    }
}

fn holds(number: &Decimal, is: &str, limit: f64) -> bool {
    let Ok(value) = number.text().parse::<f64>() else { return false };
    match is {
        "<" => value < limit,
        "<=" => value <= limit,
        ">" => value > limit,
        ">=" => value >= limit,
        "<>" => value != limit,
        _ => value == limit,
    }
}

impl Section {
    /// What stands in brackets: a currency sign, a time, a condition, a colour.
    fn bracket(&mut self, inside: &str) -> Option<Token> {
        if let Some(rest) = inside.strip_prefix('$') {
            return Some(Token::Literal(rest.split('-').next().unwrap_or("").to_owned()));
        }
        let first = inside.chars().next()?;
        if matches!(first, '<' | '>' | '=') {
            let at = inside.find(|c| !matches!(c, '<' | '>' | '=')).unwrap_or(inside.len());
            let (is, limit) = inside.split_at(at);
            self.condition = limit.trim().parse().ok().map(|l| (is.to_owned(), l));
            return None;
        }
        if inside.chars().all(|c| c.eq_ignore_ascii_case(&first)) && matches!(first, 'h' | 'H' | 'm' | 'M' | 's' | 'S')
        {
            return Some(Token::Date(first.to_ascii_lowercase(), inside.len()));
        }
        self.coloured |= !inside.starts_with("DBNum");
        None
    }

    fn says_negative(&self) -> bool {
        self.tokens.iter().any(|t| matches!(t, Token::Literal(l) if l.contains(['-', '(', '（', '△', '▲'])))
    }

    fn number(&self, number: &Decimal, signed: bool) -> Shown {
        let has = |token: &Token| self.tokens.contains(token);
        let digits = self.tokens.iter().filter(|t| matches!(t, Token::Digit(_))).count();
        let sign = if number.negative && signed { "-" } else { "" };
        if digits == 0 {
            let plain = number.text();
            let plain = plain.trim_start_matches('-');
            let text: String = (self.tokens.iter())
                .map(|t| match t {
                    Token::Literal(l) => l.as_str(),
                    Token::General | Token::Text => plain,
                    _ => "",
                })
                .collect();
            let shows = has(&Token::General) || has(&Token::Text) || !text.is_empty();
            return Shown::Number(if shows { format!("{sign}{text}") } else { String::new() }, false);
        }
        if has(&Token::Exponent) || has(&Token::Slash) {
            return Shown::Number(number.text(), false);
        }
        let point = self.tokens.iter().position(|t| *t == Token::Point).unwrap_or(self.tokens.len());
        let (whole, part) = self.tokens.split_at(point);
        let last = whole.iter().rposition(|t| matches!(t, Token::Digit(_)));
        let first = whole.iter().position(|t| matches!(t, Token::Digit(_)));
        let inner = |i: usize| first.is_some_and(|f| f < i) && last.is_some_and(|l| i < l);
        let commas = |from: usize| whole.iter().skip(from).filter(|t| **t == Token::Comma).count();
        // A comma behind the last digit divides by a thousand, one between digits groups them.
        let tail = part
            .iter()
            .rposition(|t| matches!(t, Token::Digit(_)))
            .map_or(0, |l| part.iter().skip(l).filter(|t| **t == Token::Comma).count());
        let thousands = last.map_or(0, |l| commas(l + 1)) + tail;
        let grouped = whole.iter().enumerate().any(|(i, t)| *t == Token::Comma && inner(i));
        let percents = self.tokens.iter().filter(|t| **t == Token::Percent).count();
        let power = isize::try_from(percents * 2).unwrap_or(0) - isize::try_from(thousands * 3).unwrap_or(0);
        let places = part.iter().filter(|t| matches!(t, Token::Digit(_))).count();
        let number = number.clone().shift(power).round(places);
        let (units, decimals) = number.parts();
        let sign = if number.is_zero() { "" } else { sign };
        let text = format!("{sign}{}{}", integer(whole, units, grouped), fraction(part, decimals));
        Shown::Number(text, true)
    }

    fn date(&self, moment: &date::Moment) -> String {
        let twelve = self.tokens.contains(&Token::AmPm);
        let mut out = String::new();
        let mut before = ' ';
        for (i, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Literal(l) => out.push_str(l),
                Token::Slash => out.push('/'),
                Token::Point => out.push('.'),
                Token::Comma => out.push(','),
                Token::AmPm => out.push_str(if moment.hour < 12 { "上午" } else { "下午" }),
                Token::Date(c, n) => {
                    // m is a minute behind hours and before seconds.
                    let next = self.tokens.iter().skip(i + 1).find_map(|t| match t {
                        Token::Date(c, _) => Some(*c),
                        _ => None,
                    });
                    let letter = if *c == 'm' && (before == 'h' || next == Some('s')) { 'M' } else { *c };
                    out.push_str(&moment.part(letter, *n, twelve));
                    before = *c;
                }
                _ => {}
            }
        }
        out
    }
}

/// A plain number with thousands separators.
pub(super) fn grouped(plain: &str) -> String {
    let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |r| ("-", r));
    let (whole, part) = rest.split_at(rest.find('.').unwrap_or(rest.len()));
    let tokens = [Token::Digit(true)];
    format!("{sign}{}{part}", integer(&tokens, whole.as_bytes(), true))
}

/// The digits before the point through their placeholders, from the right.
fn integer(tokens: &[Token], digits: &[u8], grouped: bool) -> String {
    let mut out: Vec<char> = Vec::new();
    let mut left = digits.iter().rev().map(|d| char::from(*d));
    let mut printed = 0;
    let mut placeholders = tokens.iter().filter(|t| matches!(t, Token::Digit(_))).count();
    let push = |out: &mut Vec<char>, c: char, printed: &mut usize| {
        if grouped && *printed > 0 && printed.is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
        *printed += 1;
    };
    for token in tokens.iter().rev() {
        match token {
            Token::Literal(l) => out.extend(l.chars().rev()),
            Token::Percent => out.push('%'),
            Token::Digit(always) => {
                match left.next() {
                    Some(c) => push(&mut out, c, &mut printed),
                    None if *always => push(&mut out, '0', &mut printed),
                    None => {}
                }
                placeholders -= 1;
                if placeholders == 0 {
                    left.by_ref().for_each(|c| push(&mut out, c, &mut printed));
                }
            }
            _ => {}
        }
    }
    out.iter().rev().collect()
}

/// The digits behind the point and what follows them.
fn fraction(tokens: &[Token], digits: &[u8]) -> String {
    let mut left = digits.iter().map(|d| char::from(*d));
    let mut out = String::new();
    for token in tokens {
        match token {
            Token::Literal(l) => out.push_str(l),
            Token::Percent => out.push('%'),
            Token::Digit(always) => match left.next() {
                Some(c) => out.push(c),
                None if *always => out.push('0'),
                None => {}
            },
            _ => {}
        }
    }
    if out.starts_with(|c: char| c.is_ascii_digit()) { format!(".{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(code: &str, value: &str) -> String {
        match Format::parse(code).show(&Decimal::parse(value).unwrap(), false) {
            Shown::Number(n, _) => n,
            Shown::Date(iso, shown) => format!("{iso} {shown}"),
        }
    }

    #[test]
    fn amounts() {
        for (code, value, shown) in [
            ("0.00", "9746.5", "9746.50"),
            ("#,##0.00", "9746.5", "9,746.50"),
            ("#,##0.00_ ", "-1234567.891", "-1,234,567.89"),
            ("####0.00_ ", "0.5", "0.50"),
            ("#,##0.00_);(#,##0.00)", "-3.5", "(3.50)"),
            ("#,##0.00;[Red]#,##0.00", "-3.5", "-3.50"),
            ("#,##0.00_);[Red]\\(#,##0.00\\)", "-3.5", "(3.50)"),
            ("0.00;-0.00;;@", "0", ""),
            ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "0", "-"),
            ("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "1000", "1,000.00"),
            ("#.##", "0.5", ".5"),
            ("0.##", "5", "5"),
            ("General", "326.71000000000004", "326.71"),
            ("@", "205", "205"),
            ("0.00\"万元\"", "1.005", "1.01万元"),
            ("0!.0000", "12345", "1.2345"),
            ("0.00,", "1234567", "1234.57"),
            ("[$¥-804]#,##0.00", "12", "¥12.00"),
            ("000", "7", "007"),
            ("#,##0", "1234567", "1,234,567"),
            ("[>=10000]0.0,\"千\";0", "12345", "12.3千"),
            ("[>=10000]0.0,\"千\";0", "-5", "-5"),
            ("0.00", "-0.001", "0.00"),
            ("0.00E+00", "1234", "1234"),
        ] {
            assert_eq!(show(code, value), shown, "{code} {value}");
        }
    }

    #[test]
    fn rates_and_dates() {
        assert_eq!(show("0.00%", "0.1111"), "11.11%");
        assert_eq!(show("0%", "1.055"), "106%");
        assert_eq!(show("yyyy\"年\"m\"月\"d\"日\"", "45357"), "2024-03-06 2024年3月6日");
        assert_eq!(show("yyyy/m/d h:mm", "45357.75"), "2024-03-06T18:00:00 2024/3/6 18:00");
        assert_eq!(show("[$-804]yyyy-mm-dd", "1"), "1900-01-01 1900-01-01");
        assert_eq!(show("h:mm AM/PM", "0.25"), "06:00:00 6:00 上午");
    }
}
