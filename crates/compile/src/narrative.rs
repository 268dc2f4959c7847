//! The narrative: the profile's template, rendered over the cube. What functions a template may call is told in `docs/templates.md`.

mod evaluation;

use crate::book::{Book, Filled, Row};
use crate::cube::{Cube, coordinates};
use crate::gap::Gap;
use crate::numbers;
use crate::performance::Performance;
use crate::projects::PROJECTS;
pub(crate) use evaluation::average;
use evaluation::{performance, reports};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::Publishing;
use mingzhang_catalog::subjects::Subjects;
use mingzhang_model::publication::{Chart, ChartKind, Source};
use mingzhang_model::{Amount, Coordinates, Dimension, Kind, Level, Unit};
use minijinja::value::{Object, Rest, Value};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Characters that cannot occur in a workbook mark where a cell's words begin (the first plus its number) and end.
pub(crate) const BEGIN: u32 = 0xF_0000;
/// The end of a cell's words.
pub(crate) const END: char = '\u{10_0000}';
/// Cells that can be marked.
const MARKS: usize = 0xFFF0;

/// What a rendering leaves behind beside its text.
#[derive(Debug, Default)]
pub(crate) struct Made {
    pub sources: Vec<Source>,
    pub charts: Vec<Chart>,
    pub gaps: Vec<Gap>,
}

/// What every function of a template sees.
struct World {
    book: Book,
    cube: Arc<Cube>,
    forms: Arc<Performance>,
    subjects: Arc<Subjects>,
    draft: bool,
    made: Mutex<Made>,
}

impl World {
    fn made(&self) -> MutexGuard<'_, Made> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Words with the mark of the cell they came from.
    fn marked(&self, text: &str, source: Option<&Source>) -> String {
        let Some(source) = source else { return text.to_owned() };
        let mut made = self.made();
        let known = made.sources.iter().position(|s| s == source);
        let at = known.unwrap_or(made.sources.len());
        let Some(mark) = u32::try_from(at).ok().filter(|_| at < MARKS).and_then(|n| char::from_u32(BEGIN + n)) else {
            return text.to_owned();
        };
        if known.is_none() {
            made.sources.push(source.clone());
        }
        format!("{mark}{text}{END}")
    }

    fn words(&self, filled: &Filled<String>) -> String {
        self.marked(filled.value.trim(), filled.source.as_ref())
    }

    fn number(&self, c: &Coordinates) -> Value {
        let (value, source) = (self.cube.get(c), self.cube.source(c).cloned());
        Value::from_object(Number { value, source })
    }
}

/// An amount in a template.
#[derive(Clone, Debug)]
struct Number {
    value: Amount,
    source: Option<Source>,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&numbers::wan(self.value))
    }
}

impl Object for Number {
    fn is_true(self: &Arc<Self>) -> bool {
        !self.value.is_zero()
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

fn number(value: &Value) -> Result<Number, Error> {
    let found = value.downcast_object_ref::<Number>().cloned();
    found.ok_or_else(|| wrong(format!("“{value}”不是金额：请用 额(\"…\") 取数")))
}

fn means(text: &str) -> Result<Coordinates, Error> {
    coordinates(text).ok_or_else(|| wrong(format!("“{text}”不是坐标，应写成 支出[性质=基本支出] 这样")))
}

/// Renders the narrative. The text is still in lines of markup, with marks of cells in it.
///
/// # Errors
/// One sentence: what is wrong in the template and where.
pub(crate) fn render(
    book: &Book,
    cube: &Arc<Cube>,
    forms: &Arc<Performance>,
    publishing: &Publishing,
    catalog: &Catalog,
    draft: bool,
) -> Result<(String, Made), String> {
    let world = Arc::new(World {
        book: book.clone(),
        cube: cube.clone(),
        forms: forms.clone(),
        subjects: catalog.subjects.clone(),
        draft,
        made: Mutex::new(Made::default()),
    });
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    figures(&mut env, &world);
    texts(&mut env, &world);
    lists(&mut env, &world);
    charts(&mut env, &world);
    performance(&mut env, &world);
    reports(&mut env, &world);
    let name = format!("{}.jinja", publishing.profile);
    let told = |e: Error| {
        let place = e.line().map_or_else(String::new, |l| format!("第{l}行"));
        let file = e.name().unwrap_or(&name).to_owned();
        format!("文字模板 {file} {place}有误：{}", e.detail().map_or_else(|| e.to_string(), str::to_owned))
    };
    env.add_template("common.jinja", &publishing.common).map_err(told)?;
    env.add_template("performance.jinja", &publishing.reports).map_err(told)?;
    env.add_template(&name, &publishing.narrative).map_err(told)?;
    let template = env.get_template(&name).map_err(told)?;
    let entity = book.text("单位全称").map(|t| world.words(t)).unwrap_or_default();
    let context = basics(book, publishing.layout.kind(), entity);
    let text = template.render(context).map_err(told)?;
    let made = std::mem::take(&mut *world.made());
    Ok((text, made))
}

/// A short template with nothing but the identity: titles, frames, notes.
pub(crate) fn line(text: &str, book: &Book, kind: Kind) -> Result<String, String> {
    let env = Environment::new();
    env.render_str(text, basics(book, kind, book.entity().to_owned())).map_err(|e| format!("“{text}”写得不对：{e}"))
}

fn basics(book: &Book, kind: Kind, entity: String) -> BTreeMap<&'static str, Value> {
    let year = book.year();
    BTreeMap::from([
        ("单位", Value::from(entity)),
        ("年", Value::from(year)),
        ("上年", Value::from(year - 1)),
        ("主体", Value::from(if book.level() == Level::Unit { "单位" } else { "部门" })),
        ("类型", Value::from(if kind == Kind::Budget { "预算" } else { "决算" })),
    ])
}

fn figures(env: &mut Environment<'_>, world: &Arc<World>) {
    let w = world.clone();
    env.add_function("额", move |text: &str| Ok::<Value, Error>(w.number(&means(text)?)));
    let w = world.clone();
    env.add_function("有", move |text: &str| Ok::<bool, Error>(!w.cube.get(&means(text)?).is_zero()));
    let w = world.clone();
    env.add_function("填了", move |text: &str| Ok::<bool, Error>(w.cube.known(&means(text)?).is_some()));
    let w = world.clone();
    env.add_function("万元", move |v: Value| {
        let n = number(&v)?;
        Ok::<String, Error>(w.marked(&numbers::wan_yuan(n.value), n.source.as_ref()))
    });
    let w = world.clone();
    env.add_function("数", move |v: Value| {
        let n = number(&v)?;
        Ok::<String, Error>(w.marked(&numbers::count(n.value), n.source.as_ref()))
    });
    env.add_function("差", |a: Value, b: Value| {
        let value = number(&a)?.value - number(&b)?.value;
        Ok::<Value, Error>(Value::from_object(Number { value, source: None }))
    });
    env.add_function("和", |list: Rest<Value>| {
        let mut value = Amount::ZERO;
        for v in list.iter() {
            value = value + number(v)?.value;
        }
        Ok::<Value, Error>(Value::from_object(Number { value, source: None }))
    });
    env.add_function("率", |a: Value, b: Value| {
        Ok::<String, Error>(numbers::rate(number(&a)?.value, number(&b)?.value).unwrap_or_default())
    });
    env.add_function("方向", |a: Value, b: Value| {
        Ok::<i64, Error>(numbers::change(number(&a)?.value, number(&b)?.value))
    });
    env.add_function("大小", |a: Value, b: Value| {
        Ok::<i64, Error>(numbers::compare(number(&a)?.value, number(&b)?.value))
    });
}

fn texts(env: &mut Environment<'_>, world: &Arc<World>) {
    let w = world.clone();
    env.add_function("文", move |name: &str| w.book.text(name).map(|t| w.words(t)).unwrap_or_default());
    let w = world.clone();
    env.add_function("段", move |name: &str| {
        let lines = w.book.text(name).map(|t| lines(&w, t)).unwrap_or_default();
        Value::from(lines)
    });
    let w = world.clone();
    // A text that the rules ask for: where it is missing, the compilation says so.
    env.add_function("须填", move |name: &str, about: &str, what: &str| {
        let c = if about.is_empty() { Coordinates::default() } else { means(about)? };
        if let Some(t) = w.book.text_about(name, c).filter(|t| !t.value.trim().is_empty()) {
            return Ok::<String, Error>(w.words(t).trim_end_matches('。').to_owned());
        }
        let mut made = w.made();
        if !made.gaps.iter().any(|g| g.what == what) {
            made.gaps.push(Gap {
                what: what.to_owned(),
                name: name.to_owned(),
                about: c,
                source: None,
                row: None,
                unit: String::new(),
            });
        }
        Ok(if w.draft { format!("【待补充：{what}】") } else { String::new() })
    });
}

fn lines(world: &World, filled: &Filled<String>) -> Vec<String> {
    let own = filled.value.lines().map(str::trim).filter(|l| !l.is_empty());
    own.map(|l| world.marked(l, filled.source.as_ref())).collect()
}

fn row(w: &World, row: &Row) -> Value {
    let texts = row.texts.iter().map(|(k, t)| (k.clone(), Value::from(w.words(t))));
    let amounts = row.amounts.iter().map(|(k, a)| {
        let number = Number { value: a.value, source: a.source.clone() };
        (k.clone(), Value::from_object(number))
    });
    Value::from(texts.chain(amounts).collect::<BTreeMap<String, Value>>())
}

fn lists(env: &mut Environment<'_>, world: &Arc<World>) {
    let w = world.clone();
    env.add_function("列", move |sheet: &str| {
        Value::from(w.book.printed(sheet).iter().map(|r| row(&w, r)).collect::<Vec<Value>>())
    });
    let w = world.clone();
    // Projects that have no form.
    env.add_function("未评项目", move || {
        let rows = w.book.printed(PROJECTS);
        let without = w.book.projects().list.into_iter().map(|p| p.indicators.is_empty());
        Value::from(rows.iter().zip(without).filter(|(_, w)| *w).map(|(r, _)| row(&w, r)).collect::<Vec<Value>>())
    });
    let w = world.clone();
    // Functional subjects under which any of some coordinates has an amount, by number of digits.
    env.add_function("科目", move |digits: usize, bases: Rest<String>| {
        let bases = bases.iter().map(|b| means(b)).collect::<Result<Vec<_>, Error>>()?;
        let codes = w.cube.codes(Dimension::Subject, digits, &bases);
        let subject = |code: &'static str| {
            let name = |digits: usize| {
                let found = code.get(..digits).and_then(|c| w.subjects.functional.get(c));
                Value::from(found.map_or("", |s| s.name.as_str()))
            };
            Value::from(BTreeMap::from([
                ("编码", Value::from(code)),
                ("名称", name(code.len())),
                ("类", name(3)),
                ("款", name(5)),
                ("项", name(7)),
            ]))
        };
        Ok::<Value, Error>(Value::from(codes.into_iter().map(subject).collect::<Vec<Value>>()))
    });
    let w = world.clone();
    // Names of the economic 款 under a base that have an amount, of 人员经费 or 公用经费.
    env.add_function("经济科目", move |base: &str, group: &str| {
        let base = means(base)?;
        let mut codes = w.cube.codes(Dimension::Economic, 5, &[base]);
        // What prints as nothing in the table is not named.
        codes.retain(|c| numbers::compare(w.cube.get(&base.at(Dimension::Economic, c)), Amount::ZERO) != 0);
        let list = codes.into_iter().filter_map(|c| w.subjects.economic.get(c));
        let staff = |code: &str| code.starts_with("301") || code.starts_with("303");
        let names = list.filter(|s| staff(&s.code) == (group == "人员经费")).map(|s| s.name.clone());
        Ok::<Value, Error>(Value::from(names.collect::<Vec<String>>()))
    });
    env.add_function("汉字", |n: usize| mingzhang_model::publication::han(n));
    env.add_function("表", |form: &str| format!("\n[表 {form}]\n"));
    env.add_function("目录", || "\n[目录]\n");
}

fn charts(env: &mut Environment<'_>, world: &Arc<World>) {
    let w = world.clone();
    env.add_function("柱图", move |caption: &str, groups: Vec<String>, series: Vec<Value>| {
        let mut list = Vec::new();
        for one in series {
            let (name, values) = pair(&one)?;
            let mut amounts = Vec::new();
            for v in values.try_iter()? {
                amounts.push(number(&v)?.value);
            }
            list.push((name, amounts));
        }
        Ok::<String, Error>(draw(&w, ChartKind::Bars, caption, groups, list))
    });
    let w = world.clone();
    env.add_function("饼图", move |caption: &str, slices: Vec<Value>| {
        let mut list = Vec::new();
        for one in slices {
            let (name, value) = pair(&one)?;
            list.push((name, number(&value)?.value));
        }
        list.retain(|(_, v)| !v.is_zero());
        let (names, amounts) = list.into_iter().unzip();
        Ok::<String, Error>(draw(&w, ChartKind::Pie, caption, names, vec![(String::new(), amounts)]))
    });
}

fn pair(value: &Value) -> Result<(String, Value), Error> {
    Ok((value.get_item_by_index(0)?.to_string(), value.get_item_by_index(1)?))
}

fn draw(
    world: &World,
    kind: ChartKind,
    caption: &str,
    categories: Vec<String>,
    series: Vec<(String, Vec<Amount>)>,
) -> String {
    let told: Vec<String> = series
        .iter()
        .flat_map(|(name, amounts)| {
            categories.iter().zip(amounts).map(move |(c, v)| format!("{name}{c}{}", numbers::wan_yuan(*v)))
        })
        .collect();
    let alternative = format!("{caption}：{}。", told.join("，"));
    let mut made = world.made();
    made.charts.push(Chart {
        kind,
        caption: caption.to_owned(),
        categories,
        series,
        unit: Unit::WanYuan,
        places: 2,
        alternative,
    });
    format!("\n[图 {}]\n", made.charts.len() - 1)
}
