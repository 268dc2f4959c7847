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
        forms: Vec::new(),
        evaluations: Vec::new(),
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
        let place =
            Place { line: Some(number + 1), offset: Some([number * 100, number * 100 + 10]), ..Place::default() };
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
                                uneven: vec![],
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
                    span: if kind == 'T' { (0, 0) } else { tie.map_or((10_000 + fact, 10_001 + fact), |t| (t, t + 1)) },
                });
                out.figures.push(SeenFigure {
                    text: line.to_owned(),
                    place,
                    fact: Some(fact),
                    ..SeenFigure::default()
                });
            }
            _ => return None,
        }
    }
    Some(out)
}

/// A small generator of numbers, the same everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below.max(1)
    }
}

fn wan(yuan: i128) -> String {
    let cents = (yuan * 2 + 100) / 200;
    format!("{}.{:02}万元", cents / 100, cents % 100)
}

fn percent(n: i128, d: i128) -> String {
    let m = (n.abs() * 20_000 + d) / (2 * d);
    format!("{}{}.{:02}%", if n < 0 { "-" } else { "" }, m / 100, m % 100)
}

/// The lines of a consistent final-accounts report with so many 类 of four 项 each: tables 01, 03, 05, 06 and the narrative.
#[must_use]
pub fn report(seed: u64, classes: usize) -> String {
    const GP: &str = "资金=一般公共预算财政拨款";
    let mut r = Numbers(seed.wrapping_add(88_172_645_463_325_252));
    let mut out = String::from("S0 2 0..1000\nS1 3 100..600\n");
    let mut line = |text: String| {
        out.push_str(&text);
        out.push('\n');
    };
    let mut totals = [0i128; 3];
    let mut classes_of: Vec<(String, i128)> = Vec::new();
    for c in 0..classes {
        let class = format!("{}", 201 + c);
        let mut own = [0i128; 3];
        let mut rows: Vec<(String, [i128; 3])> = Vec::new();
        for g in 0..2 {
            let group = format!("{class}{:02}", g + 1);
            let mut sum = [0i128; 3];
            for i in 0..2 {
                let basic = i128::from(r.next(90_000_000)) + 10_000;
                let project = i128::from(r.next(90_000_000)) + 10_000;
                let v = [basic + project, basic, project];
                rows.push((format!("{group}{:02}", i + 1), v));
                for (s, x) in sum.iter_mut().zip(v) {
                    *s += x;
                }
            }
            for (s, x) in own.iter_mut().zip(sum) {
                *s += x;
            }
            rows.push((group, sum));
        }
        rows.push((class.clone(), own));
        for (code, v) in &rows {
            for (t, purse) in [(3, String::new()), (5, format!("{GP},"))] {
                line(format!("T{t} 支出[{purse}科目={code}] {}", wan(v[0])));
                line(format!("T{t} 支出[{purse}科目={code},性质=基本支出] {}", wan(v[1])));
                line(format!("T{t} 支出[{purse}科目={code},性质=项目支出] {}", wan(v[2])));
            }
            if code.len() == 7 {
                let budget = v[0] + i128::from(r.next(900_000)) - 300_000;
                let budget = budget.max(10_000) / 100 * 100;
                let block = 100 + c * 20 + usize::from(code.ends_with('2')) + 2 * usize::from(code.contains("02"));
                line(format!("N{block}/1 支出[{GP},科目={code}] {}", wan(v[0])));
                line(format!("N{block}/1 支出[{GP},科目={code},阶段=年初预算] {}", wan(budget)));
                line(format!("N{block}/1 支出[{GP},科目={code},口径=完成率,基数=年初预算] {}", percent(v[0], budget)));
            }
        }
        line(format!("T1 支出[科目={class}] {}", wan(own[0])));
        for (s, x) in totals.iter_mut().zip(own) {
            *s += x;
        }
        classes_of.push((class, own[0]));
    }
    let [all, basic, project] = totals;
    for (t, purse) in [(3, ""), (5, GP)] {
        let with = |more: &str| match (purse, more) {
            ("", "") => "支出".to_owned(),
            ("", m) => format!("支出[{m}]"),
            (p, "") => format!("支出[{p}]"),
            (p, m) => format!("支出[{p},{m}]"),
        };
        line(format!("T{t} {} {}", with(""), wan(all)));
        line(format!("T{t} {} {}", with("性质=基本支出"), wan(basic)));
        line(format!("T{t} {} {}", with("性质=项目支出"), wan(project)));
    }
    for m in ["收入", "支出", "收入总计", "支出总计", "收入[来源=一般公共预算财政拨款收入]"]
    {
        line(format!("T1 {m} {}", wan(all)));
    }
    let staff = basic * 4 / 5;
    for (e, v) in [("人员经费", staff), ("公用经费", basic - staff), ("301", staff), ("302", basic - staff)] {
        line(format!("T6 支出[{GP},性质=基本支出,经济科目={e}] {}", wan(v)));
    }
    let prior = all - i128::from(r.next(30_000_000)) - 1_000_000;
    line(format!("N10 收入总计 {} @1", wan(all)));
    line(format!("N10 支出总计 {} @1", wan(all)));
    for m in ["收入总计", "支出总计"] {
        line(format!("N10 {m}[口径=增减额,基数=上年] {} @2", wan(all - prior)));
        line(format!("N10 {m}[口径=增长率,基数=上年] {} @3", percent(all - prior, prior)));
    }
    line(format!("N20 支出 {}", wan(all)));
    for (n, v) in [("基本支出", basic), ("项目支出", project)] {
        line(format!("N20 支出[性质={n}] {}", wan(v)));
        line(format!("N20 支出[性质={n},口径=占比,基数=本年支出] {}", percent(v, all)));
    }
    line(format!("N30 支出[{GP}] {}", wan(all)));
    for (class, v) in &classes_of {
        line(format!("N30 支出[{GP},科目={class}] {}", wan(*v)));
        line(format!("N30 支出[{GP},科目={class},口径=占比,基数=一般公共预算财政拨款支出] {}", percent(*v, all)));
    }
    line(format!("N40 支出[{GP},性质=基本支出] {}", wan(basic)));
    line(format!("N40 支出[{GP},性质=基本支出,经济科目=人员经费] {}", wan(staff)));
    line(format!("N40 支出[{GP},性质=基本支出,经济科目=公用经费] {}", wan(basic - staff)));
    out
}
