//! Charts of projects: how the scores are spread, execution against result, targets met by kind.

use super::Evaluated;
use mingzhang_model::Amount;
use mingzhang_model::number::SCALE;
use mingzhang_model::publication::{Chart, ChartKind};
use mingzhang_model::{Figure, Unit};
use mingzhang_performance::Fraction;

/// Lowest score of each band and its name; 100 stands alone.
const BANDS: [(i64, &str); 6] =
    [(100, "100分"), (95, "95—100分"), (90, "90—95分"), (80, "80—90分"), (60, "60—80分"), (0, "60分以下")];

pub(super) fn chart(projects: &[Evaluated], name: &str, caption: &str) -> Option<Chart> {
    let made = match name {
        "得分分布" => spread(projects),
        "执行与得分" => against(projects),
        "指标完成" => met(projects),
        _ => None,
    }?;
    Some(Chart { caption: caption.to_owned(), alternative: format!("{caption}：{}。", made.alternative), ..made })
}

fn bars(categories: Vec<String>, series: Vec<(String, Vec<Amount>)>, told: Vec<String>) -> Chart {
    Chart {
        kind: ChartKind::Bars,
        caption: String::new(),
        categories,
        series,
        unit: Unit::Piece,
        places: 0,
        alternative: told.join("，"),
    }
}

fn count(n: usize) -> Amount {
    Amount(i64::try_from(n).unwrap_or(0) * SCALE)
}

fn score(project: &Evaluated) -> Option<Fraction> {
    project.scored.total.should
}

fn spread(projects: &[Evaluated]) -> Option<Chart> {
    let scores: Vec<Fraction> = projects.iter().filter_map(score).collect();
    if scores.is_empty() {
        return None;
    }
    let band = |s: &Fraction| BANDS.iter().position(|(low, _)| *s >= Fraction::whole(*low));
    let counts: Vec<usize> = (0..BANDS.len()).map(|k| scores.iter().filter(|s| band(s) == Some(k)).count()).collect();
    let told = BANDS.iter().zip(&counts).filter(|(_, n)| **n > 0).map(|((_, name), n)| format!("{name}{n}个项目"));
    let told = told.collect();
    let names = BANDS.iter().map(|(_, name)| (*name).to_owned()).collect();
    Some(bars(names, vec![("项目数（个）".to_owned(), counts.into_iter().map(count).collect())], told))
}

/// A fraction in ten-thousandths.
fn amount(value: Fraction) -> Option<Amount> {
    Figure::parse(&value.fixed(4), Unit::Piece).map(|f| f.value)
}

fn against(projects: &[Evaluated]) -> Option<Chart> {
    let point = |p: &Evaluated| {
        let rate = p.form.funds.first()?.rate.as_ref()?.text.strip_suffix('%')?.to_owned();
        let rate = Figure::parse(&rate, Unit::Percent)?.value;
        Some((p.project.name.text().to_owned(), rate, amount(score(p)?)?))
    };
    let points: Vec<(String, Amount, Amount)> = projects.iter().filter_map(point).collect();
    if points.is_empty() {
        return None;
    }
    let show = |v: Amount| {
        let words = Figure::show(v, Unit::Piece, 2);
        words.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let told: Vec<String> =
        points.iter().map(|(n, x, y)| format!("{n}执行率{}%、得分{}分", show(*x), show(*y))).collect();
    Some(Chart {
        kind: ChartKind::Scatter,
        caption: String::new(),
        categories: points.iter().map(|(n, ..)| n.clone()).collect(),
        series: vec![
            ("预算执行率（%）".to_owned(), points.iter().map(|(_, x, _)| *x).collect()),
            ("自评得分（分）".to_owned(), points.iter().map(|(.., y)| *y).collect()),
        ],
        unit: Unit::Piece,
        places: 2,
        alternative: told.join("；"),
    })
}

fn met(projects: &[Evaluated]) -> Option<Chart> {
    let mut kinds: Vec<(String, usize, usize)> = Vec::new();
    for project in projects {
        for (row, scored) in project.form.indicators.iter().zip(&project.scored.indicators) {
            let Some(met) = scored.situation.is_met() else { continue };
            let name = row.level2.text.trim_end_matches("指标").trim_start_matches("服务对象");
            let name = if name.is_empty() { row.level1.text.trim_end_matches("指标") } else { name };
            if !kinds.iter().any(|(k, ..)| k == name) {
                kinds.push((name.to_owned(), 0, 0));
            }
            if let Some(kind) = kinds.iter_mut().find(|(k, ..)| k == name) {
                kind.1 += 1;
                kind.2 += usize::from(met);
            }
        }
    }
    if kinds.is_empty() {
        return None;
    }
    let told = kinds.iter().map(|(k, all, met)| format!("{k}指标{all}项，完成{met}项")).collect();
    let series = vec![
        ("指标数（项）".to_owned(), kinds.iter().map(|k| count(k.1)).collect()),
        ("完成数（项）".to_owned(), kinds.iter().map(|k| count(k.2)).collect()),
    ];
    Some(bars(kinds.into_iter().map(|k| k.0).collect(), series, told))
}
