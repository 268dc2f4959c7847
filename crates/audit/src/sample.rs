//! Disclosures from hand-written lines, for tests and benches.
//!
//! `T3 支出[科目=208,性质=基本支出] 12.34万元` is a cell of table 3; `N5 三公经费[口径=增长率,基数=上年] -27.6%` a figure in paragraph 5.
//! `N5/2 …` puts the paragraph in section 2. A trailing `*` marks a piece, `~` a blank cell; `@n` ties literals with the same n together.
//! `C5 左 > 右` is a claim in words (`>`, `<`, `=`, `≈`), `S2 3 10..40` section 2 of level 3 over blocks 10 to 39.

use mingzhang_model::disclosure::SeenFigure;
use mingzhang_model::{
    Claim, Comparison, Coordinates, Dimension, Disclosure, Document, Fact, Figure, Identity, Origin, Place, Section,
    SourceKind, TableReading, Term, Unit,
};

fn coordinates(text: &str) -> Option<Coordinates> {
    let (measure, rest) = match text.split_once('[') {
        Some((m, rest)) => (m, rest.strip_suffix(']')?),
        None => (text, ""),
    };
    let mut c = Coordinates::of(measure);
    for part in rest.split(',').filter(|p| !p.is_empty()) {
        let (d, w) = part.split_once('=')?;
        c.set(Dimension::named(d)?, Term::new(w));
    }
    Some(c)
}

fn figure(text: &str) -> Option<Figure> {
    let units = [("万元", Unit::WanYuan), ("亿元", Unit::YiYuan), ("元", Unit::Yuan), ("%", Unit::Percent)];
    for (name, unit) in units {
        if let Some(number) = text.strip_suffix(name) {
            return Figure::parse(number, unit);
        }
    }
    Figure::parse(text, Unit::Piece)
}

/// A disclosure with nothing in it.
#[must_use]
pub fn empty() -> Disclosure {
    Disclosure {
        document: Document { kind: SourceKind::Text, blocks: Vec::new(), pages: 0, problems: Vec::new() },
        identity: Identity::default(),
        units: Vec::new(),
        sections: Vec::new(),
        contents: None,
        tables: Vec::new(),
        items: Vec::new(),
        facts: Vec::new(),
        claims: Vec::new(),
        figures: Vec::new(),
    }
}

/// Reads lines; `None` if one is not understood.
#[must_use]
pub fn disclosure(text: &str) -> Option<Disclosure> {
    let mut out = empty();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut words = line.split_whitespace();
        let (at, rest) = (words.next()?, words.collect::<Vec<&str>>());
        let kind = at.chars().next()?;
        let (index, section) = match at.get(1..)?.split_once('/') {
            Some((i, s)) => (i.parse::<usize>().ok()?, s.parse::<usize>().ok()?),
            None => (at.get(1..)?.parse::<usize>().ok()?, usize::MAX),
        };
        let place = Place { line: Some(number + 1), offset: Some([number * 100, number * 100 + 10]), ..Place::default() };
        match (kind, rest.as_slice()) {
            ('S', [level, range]) => {
                let (from, to) = range.split_once("..")?;
                out.sections.push(Section {
                    level: level.parse().ok()?,
                    number: String::new(),
                    title: String::new(),
                    topic: Term::WHOLE,
                    blocks: (from.parse().ok()?, to.parse().ok()?),
                });
            }
            ('C', [left, sign, right]) => out.claims.push(Claim {
                left: coordinates(left)?,
                right: coordinates(right)?,
                says: match *sign {
                    ">" => Comparison::Greater,
                    "<" => Comparison::Less,
                    "=" => Comparison::Equal,
                    _ => Comparison::NearlyEqual,
                },
                printed: match *sign {
                    ">" => "决算数大于预算数",
                    "<" => "决算数小于预算数",
                    "=" => "决算数等于预算数",
                    _ => "基本持平",
                }
                .to_owned(),
                quote: line.to_owned(),
                place,
                origin: Origin::Narrative { section, block: index },
                facts: None,
            }),
            ('T' | 'N', [c, value, marks @ ..]) => {
                let tie = marks.iter().find_map(|m| m.strip_prefix('@')).and_then(|n| n.parse::<usize>().ok());
                let fact = out.facts.len();
                out.facts.push(Fact {
                    coordinates: coordinates(c)?,
                    figure: figure(value)?,
                    origin: if kind == 'T' {
                        while out.tables.len() <= index {
                            let n = out.tables.len();
                            out.tables.push(TableReading {
                                block: n,
                                title: Some((format!("表{n}"), n)),
                                form: None,
                                unit: Unit::WanYuan,
                                header_rows: 1,
                                columns: Vec::new(),
                                notes: Vec::new(),
                                figures: 0,
                                misread: None,
                                rows: Vec::new(),
                            });
                        }
                        Origin::Table { table: index, row: tie.map_or(fact + 1000, |t| t), column: 1 }
                    } else {
                        Origin::Narrative { section, block: index }
                    },
                    part: marks.contains(&"*"),
                    blank: marks.contains(&"~"),
                    printed: (*value).to_owned(),
                    quote: line.to_owned(),
                    place: place.clone(),
                    span: if kind == 'T' {
                        (0, 0)
                    } else {
                        tie.map_or((10_000 + fact, 10_001 + fact), |t| (t, t + 1))
                    },
                });
                out.figures.push(SeenFigure { text: line.to_owned(), place, fact: Some(fact) });
            }
            _ => return None,
        }
    }
    Some(out)
}
