//! Charts as SVG: grouped bars with their values, pies with a legend that carries names, amounts and shares, points by two figures.
//!
//! `plotters` gives the scale, the axis and the primitives. What is written where is laid out here: text is as wide as its characters say, so
//! that no font of the machine has a say, and the labels plotters puts around a pie lie on top of each other when slices are thin.

mod bars;
mod paint;
mod pie;
mod scatter;

use mingzhang_model::publication::{Chart, ChartKind};

/// The chart as an SVG element of its own: fonts by name, no script, nothing fetched. The same chart gives the same bytes.
#[must_use]
pub fn svg(chart: &Chart) -> String {
    let drawn = match chart.kind {
        ChartKind::Bars => bars::draw(chart),
        ChartKind::Pie => pie::draw(chart),
        ChartKind::Scatter => scatter::draw(chart),
    };
    // Drawing into a string does not fail; if a later plotters should find a way, the words still stand.
    drawn.unwrap_or_else(|_| paint::words(chart))
}

#[cfg(test)]
mod tests {
    use super::*;
    use mingzhang_model::number::SCALE;
    use mingzhang_model::{Amount, Unit};

    pub(super) fn chart(kind: ChartKind, names: &[&str], series: &[(&str, &[i64])]) -> Chart {
        Chart {
            kind,
            caption: "图1：“结构”图<&>".to_owned(),
            categories: names.iter().map(|n| (*n).to_owned()).collect(),
            series: (series.iter())
                .map(|(n, v)| ((*n).to_owned(), v.iter().map(|x| Amount(x * SCALE)).collect()))
                .collect(),
            unit: Unit::WanYuan,
            places: 2,
            alternative: "见正文。".to_owned(),
        }
    }

    /// Centre, baseline, half width of every text, by the widths the layout reckons with.
    fn texts(svg: &str) -> Vec<(f64, f64, f64, f64, String)> {
        let attribute = |tag: &str, name: &str| -> String {
            let from = tag.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
            tag[from..].split('"').next().unwrap().to_owned()
        };
        svg.split("<text")
            .skip(1)
            .map(|t| {
                let (tag, rest) = t.split_once('>').unwrap();
                let text = rest.split('<').next().unwrap().trim().to_owned();
                let size: f64 = attribute(tag, "font-size").parse().unwrap();
                let width = paint::width(&text) * size;
                let x: f64 = attribute(tag, "x").parse().unwrap();
                let left = match attribute(tag, "text-anchor").as_str() {
                    "start" => x,
                    "middle" => x - width / 2.0,
                    _ => x - width,
                };
                (left, left + width, attribute(tag, "y").parse().unwrap(), size, text)
            })
            .collect()
    }

    fn assert_apart(svg: &str) {
        let all = texts(svg);
        let size: Vec<f64> =
            svg.split("viewBox=\"0 0 ").nth(1).unwrap().split(['"', ' ']).take(2).map(|n| n.parse().unwrap()).collect();
        for (i, a) in all.iter().enumerate() {
            assert!(
                a.0 >= 0.0 && a.1 <= size[0] && a.2 >= 0.0 && a.2 + a.3 * 0.9 <= size[1],
                "outside: {a:?} {size:?}"
            );
            for b in &all[i + 1..] {
                let apart = a.1 <= b.0 || b.1 <= a.0 || (a.2 - b.2).abs() >= a.3.min(b.3) * 0.9;
                assert!(apart, "{a:?} {b:?}");
            }
        }
    }

    const LONG: [&str; 8] = [
        "一般公共服务支出",
        "使用非财政拨款结余和专用结余（含以前年度结转的专项债券对应项目专项收入安排的支出）",
        "卫生健康支出",
        "文化旅游体育与传媒支出",
        "住房保障支出",
        "城乡社区支出",
        "灾害防治及应急管理支出",
        "其他支出",
    ];

    #[test]
    fn no_label_lies_on_another_or_outside() {
        let tiny = [12_345_678, 23_000, 12_000, 8_000_000, 600_000, 9_000, 11_000, 3_400_000];
        let pie = svg(&chart(ChartKind::Pie, &LONG, &[("", &tiny)]));
        assert_apart(&pie);
        assert!(pie.contains("1234.57万元") && pie.contains("占50.60%"), "{pie}");
        let many: Vec<String> = (0..40).map(|k| format!("第{k}项支出")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_apart(&svg(&chart(ChartKind::Pie, &many, &[("", &[1_000_000; 40])])));
        let bars = [("2023年度决算数", &tiny[..]), ("2024年度决算数", &[98_765_432_109_876; 8])];
        assert_apart(&svg(&chart(ChartKind::Bars, &LONG, &bars)));
        let mixed = [("2023年度", &[-5_000_000, 0][..]), ("2024年度", &[3_000_000, -1])];
        assert_apart(&svg(&chart(ChartKind::Bars, &LONG[..2], &mixed)));
    }

    #[test]
    fn points_of_one_place_are_counted() {
        let made = chart(
            ChartKind::Scatter,
            &LONG,
            &[("执行率（%）", &[100, 100, 88, 45]), ("得分（分）", &[100, 100, 97, 60])],
        );
        let svg = svg(&made);
        assert_apart(&svg);
        assert_eq!(svg.matches("<circle").count(), 6, "{svg}");
        assert!(svg.contains("2个") && svg.contains("执行率（%）") && svg.contains("得分（分）"), "{svg}");
    }

    #[test]
    fn nothing_to_draw_is_said() {
        let zero = svg(&chart(ChartKind::Pie, &LONG, &[("", &[0; 8])]));
        assert!(zero.contains("均为零") && zero.contains("0.00万元"), "{zero}");
        let negative = svg(&chart(ChartKind::Pie, &LONG[..2], &[("", &[-10_000, 20_000])]));
        assert!(negative.contains("负数") && !negative.contains("，占"), "{negative}");
        for none in [ChartKind::Pie, ChartKind::Bars, ChartKind::Scatter].map(|k| svg(&chart(k, &[], &[]))) {
            assert!(none.contains("没有数据"), "{none}");
        }
        assert_apart(&zero);
        assert_apart(&svg(&chart(ChartKind::Bars, &LONG[..1], &[("2024年度", &[0])])));
    }

    #[test]
    fn the_words_come_first_and_are_escaped() {
        let made = svg(&chart(ChartKind::Pie, &LONG[..1], &[("", &[10_000])]));
        assert!(made.starts_with("<svg ") && made.trim_end().ends_with("</svg>"));
        assert!(made.contains("<title>图1：“结构”图&lt;&amp;&gt;</title><desc>见正文。</desc>"), "{made}");
        // One whole slice is a disc, not an arc of nothing.
        assert!(made.contains("100.00%") && made.contains("<polygon"));
    }
}
