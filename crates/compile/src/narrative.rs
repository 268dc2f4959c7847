//! The narrative: the profile's template, rendered over the cube. What functions a template may call is told in `docs/templates.md`.

use crate::book::{Book, Filled, Row};
use crate::cube::{Cube, coordinates};
use crate::gap::Gap;
use crate::numbers;
use crate::performance::{Evaluated, Performance};
use crate::projects::{PROJECTS, Stage};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::publish::Publishing;
use mingzhang_catalog::subjects::Subjects;
use mingzhang_model::publication::{Chart, ChartKind, Source};
use mingzhang_model::{Amount, Coordinates, Dimension, Kind, Level, Unit};
use mingzhang_performance::Fraction;
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

/// Forms, what follows from them, and their charts.
fn performance(env: &mut Environment<'_>, world: &Arc<World>) {
    env.add_function("绩效表", |which: &str| format!("\n[绩效表 {which}]\n"));
    let w = world.clone();
    env.add_function("绩效图", move |name: &str, caption: &str| {
        let Some(chart) = w.forms.chart(name, caption) else { return String::new() };
        let mut made = w.made();
        made.charts.push(chart);
        format!("\n[图 {}]\n", made.charts.len() - 1)
    });
    let w = world.clone();
    env.add_function("自评项目", move || {
        Value::from(w.forms.projects.iter().map(|e| evaluated(&w, e)).collect::<Vec<Value>>())
    });
    let w = world.clone();
    // Numbers of the evaluated projects of a kind, or of all.
    env.add_function("汇总", move |kind: &str| {
        let mine = |e: &&Evaluated| kind.is_empty() || e.project.kind.text() == kind;
        summary(&w.forms.projects.iter().filter(mine).collect::<Vec<_>>())
    });
    let w = world.clone();
    env.add_function("整体自评", move || w.forms.whole.as_ref().map(|e| evaluated(&w, e)));
}

/// Evaluation reports: words and scores by report and part.
fn reports(env: &mut Environment<'_>, world: &Arc<World>) {
    const WORDS: &str = "评价报告";
    const ITEMS: &str = "评价指标";
    fn is(row: &Row, key: &str, value: &str) -> bool {
        row.texts.get(key).is_some_and(|t| t.value.trim() == value)
    }
    let of = |w: &World, sheet: &str, report: &str, part: &str| -> Vec<Row> {
        let mine = |r: &&Row| is(r, "报告", report) && (part.is_empty() || is(r, "部分", part));
        w.book.list(sheet).iter().filter(mine).cloned().collect()
    };
    let said = move |w: &World, report: &str, part: &str| -> Vec<String> {
        let rows = of(w, WORDS, report, part);
        rows.iter().filter_map(|r| r.texts.get("内容")).flat_map(|t| lines(w, t)).collect()
    };
    let w = world.clone();
    env.add_function("有报告", move |report: &str| {
        !of(&w, WORDS, report, "").is_empty() || !of(&w, ITEMS, report, "").is_empty()
    });
    let w = world.clone();
    env.add_function("评价文字", move |report: &str, part: &str| Value::from(said(&w, report, part)));
    let w = world.clone();
    env.add_function("须评", move |report: &str, part: &str| {
        let found = said(&w, report, part);
        if !found.is_empty() {
            return Value::from(found);
        }
        let what = format!("“{report}”绩效评价报告的“{part}”");
        let mut made = w.made();
        if !made.gaps.iter().any(|g| g.what == what) {
            let known = [("报告", report), ("部分", part)].map(|(k, v)| (k.to_owned(), v.to_owned()));
            let row = Some((WORDS.to_owned(), known.to_vec()));
            let (name, about) = ("内容".to_owned(), Coordinates::default());
            made.gaps.push(Gap { what: what.clone(), name, about, source: None, row, unit: String::new() });
        }
        Value::from(if w.draft { vec![format!("【待补充：{what}】")] } else { Vec::new() })
    });
    let w = world.clone();
    env.add_function("评价指标", move |report: &str, part: &str| {
        let item = |row: &Row| {
            let said = |t: &Filled<String>| {
                let plain = t.value.replace('\n', "");
                w.marked(plain.trim().trim_end_matches('。'), t.source.as_ref())
            };
            let texts = row.texts.iter().map(|(k, t)| (k.clone(), Value::from(said(t))));
            let points = row.amounts.iter().map(|(k, a)| {
                (k.clone(), Value::from(w.marked(&crate::performance::plain(a.value), a.source.as_ref())))
            });
            Value::from(texts.chain(points).collect::<BTreeMap<String, Value>>())
        };
        Value::from(of(&w, ITEMS, report, part).iter().map(item).collect::<Vec<Value>>())
    });
    let w = world.clone();
    env.add_function("评价得分", move |report: &str| {
        let rows = of(&w, ITEMS, report, "");
        let sum = |key: &str| rows.iter().filter_map(|r| r.amounts.get(key)).fold(Amount::ZERO, |s, a| s + a.value);
        let (full, score) = (sum("分值"), sum("得分"));
        (!rows.is_empty()).then(|| {
            Value::from(BTreeMap::from([
                ("满分", crate::performance::plain(full)),
                ("得分", crate::performance::plain(score)),
                ("等级", w.forms.grade(score, full).unwrap_or_default().to_owned()),
            ]))
        })
    });
}

fn summary(list: &[&Evaluated]) -> Value {
    let sum =
        |of: &dyn Fn(&Evaluated) -> Option<Amount>| list.iter().filter_map(|e| of(e)).fold(Amount::ZERO, |s, v| s + v);
    let budget = sum(&|e| e.project.budget());
    let spent = sum(&|e| e.project.total(Stage::Executed));
    let amount = |value| Value::from_object(Number { value, source: None });
    let mut grades: Vec<(&str, usize)> = Vec::new();
    for grade in list.iter().filter_map(|e| e.scored.total.should_grade.as_deref()) {
        match grades.iter_mut().find(|(g, _)| *g == grade) {
            Some((_, n)) => *n += 1,
            None => grades.push((grade, 1)),
        }
    }
    let told =
        |(name, n): (&str, usize)| Value::from(BTreeMap::from([("名称", Value::from(name)), ("个数", Value::from(n))]));
    Value::from(BTreeMap::from([
        ("个数", Value::from(list.len())),
        ("预算", amount(budget)),
        ("执行", amount(spent)),
        ("进度", Value::from(numbers::rate(spent, budget).unwrap_or_default())),
        ("结余多", Value::from(list.iter().filter(|e| e.has_surplus()).count())),
        ("平均", Value::from(average(list).unwrap_or_default())),
        ("等级", Value::from(grades.into_iter().map(told).collect::<Vec<Value>>())),
    ]))
}

/// The average of the scores, with two decimals.
pub(crate) fn average(list: &[&Evaluated]) -> Option<String> {
    let mut sum = Some(Fraction::ZERO);
    for e in list {
        sum = sum.zip(e.scored.total.should).and_then(|(s, t)| s.plus(t));
    }
    Some(sum?.over(Fraction::whole(i64::try_from(list.len()).ok()?))?.fixed(2))
}

/// An evaluated project in a template.
fn evaluated(w: &World, e: &Evaluated) -> Value {
    let p = &e.project;
    let said =
        |entry: &crate::projects::Entry<String>| Value::from(w.marked(entry.text().trim(), entry.source.as_ref()));
    let money = |stage| Value::from_object(Number { value: p.total(stage).unwrap_or(Amount::ZERO), source: None });
    let budget = p.budget().unwrap_or(Amount::ZERO);
    let spent = p.total(Stage::Executed).unwrap_or(Amount::ZERO);
    let met: Vec<bool> = e.scored.indicators.iter().filter_map(|i| i.situation.is_met()).collect();
    let total = e.scored.total.should;
    let show = |v: Option<Fraction>| Value::from(v.map_or_else(String::new, |v| v.to_string()));
    let part = |v: Option<&str>| Value::from(v.unwrap_or_default());
    Value::from(BTreeMap::from([
        ("名称", said(&p.name)),
        ("编码", said(&p.code)),
        ("类型", said(&p.kind)),
        ("单位", said(&p.unit)),
        ("目标", said(&p.goal)),
        ("完成", said(&p.achieved)),
        ("结论", said(&p.conclusion)),
        ("问题", said(&p.problems)),
        ("措施", said(&p.measures)),
        ("年初预算", money(Stage::Initial)),
        ("预算", Value::from_object(Number { value: budget, source: None })),
        ("执行", money(Stage::Executed)),
        ("结余", Value::from_object(Number { value: budget - spent, source: None })),
        ("执行率", Value::from(numbers::rate(spent, budget).unwrap_or_default())),
        ("结余多", Value::from(e.has_surplus())),
        ("得分", show(total)),
        ("等级", part(e.scored.total.should_grade.as_deref())),
        ("指标数", Value::from(met.len())),
        ("完成数", Value::from(met.iter().filter(|m| **m).count())),
    ]))
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
