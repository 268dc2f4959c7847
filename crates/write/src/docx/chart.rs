//! Native charts with the values they show and the workbook behind them. Fills are told apart on a black and white print.

use crate::package::{XML, escape};
use mingzhang_model::number::Figure;
use mingzhang_model::publication::{Chart, ChartKind};
use std::fmt::Write;

/// What a chart needs beside its paragraph.
pub(super) struct Parts {
    /// The chart.
    pub chart: String,
    /// Rows of the sheet its data stand in.
    pub sheet: String,
    /// Height in EMU.
    height: usize,
}

/// 1 mm in EMU.
const MM: usize = 36_000;

/// Fills in the order of use: grey, then patterns.
const FILLS: [&str; 9] = [
    "<a:solidFill><a:srgbClr val=\"595959\"/></a:solidFill>",
    "<a:solidFill><a:srgbClr val=\"BFBFBF\"/></a:solidFill>",
    "<a:pattFill prst=\"wdUpDiag\"><a:fgClr><a:srgbClr val=\"000000\"/></a:fgClr><a:bgClr><a:srgbClr val=\"FFFFFF\"/></a:bgClr></a:pattFill>",
    "<a:pattFill prst=\"dotGrid\"><a:fgClr><a:srgbClr val=\"000000\"/></a:fgClr><a:bgClr><a:srgbClr val=\"FFFFFF\"/></a:bgClr></a:pattFill>",
    "<a:solidFill><a:srgbClr val=\"8C8C8C\"/></a:solidFill>",
    "<a:pattFill prst=\"dkHorz\"><a:fgClr><a:srgbClr val=\"404040\"/></a:fgClr><a:bgClr><a:srgbClr val=\"FFFFFF\"/></a:bgClr></a:pattFill>",
    "<a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill>",
    "<a:pattFill prst=\"openDmnd\"><a:fgClr><a:srgbClr val=\"000000\"/></a:fgClr><a:bgClr><a:srgbClr val=\"FFFFFF\"/></a:bgClr></a:pattFill>",
    "<a:pattFill prst=\"ltVert\"><a:fgClr><a:srgbClr val=\"000000\"/></a:fgClr><a:bgClr><a:srgbClr val=\"D9D9D9\"/></a:bgClr></a:pattFill>",
];

fn fill(k: usize) -> String {
    let fill = FILLS.get(k % FILLS.len()).copied().unwrap_or_default();
    format!("<c:spPr>{fill}<a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln></c:spPr>")
}

/// The chart in the text, with the same in words for those who cannot see it.
pub(super) fn drawing(c: &Chart, parts: &Parts, n: usize) -> String {
    format!(
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{}\" cy=\"{}\"/>\
         <wp:effectExtent l=\"0\" t=\"0\" r=\"0\" b=\"0\"/><wp:docPr id=\"{n}\" name=\"图表 {n}\" descr=\"{}\"/><wp:cNvGraphicFramePr/>\
         <a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\">\
         <c:chart xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"rIdChart{n}\"/></a:graphicData></a:graphic>\
         </wp:inline></w:drawing></w:r>",
        150 * MM,
        parts.height,
        escape(&c.alternative)
    )
}

/// The chart of a publication's chart.
pub(super) fn parts(c: &Chart) -> Parts {
    let data = Data::new(c);
    let (plot, height) = match c.kind {
        ChartKind::Bars => (data.bars(), 75 * MM),
        ChartKind::Pie => (data.pie(), (20 + 9 * c.categories.len()).clamp(65, 130) * MM),
        ChartKind::Scatter => (data.scatter(), 85 * MM),
    };
    // Left to themselves, word processors shrink a pie to nothing beside a legend of long names.
    let (side, room, place) = match c.kind {
        ChartKind::Bars | ChartKind::Scatter => ("b", "<c:layout/>".to_owned(), String::new()),
        ChartKind::Pie => {
            ("r", layout("<c:layoutTarget val=\"inner\"/>", [80, 140, 330, 720]), layout("", [520, 40, 475, 920]))
        }
    };
    let legend = match c.kind {
        ChartKind::Scatter => String::new(),
        _ => {
            format!("<c:legend><c:legendPos val=\"{side}\"/>{place}<c:overlay val=\"0\"/>{}</c:legend>", letters(1050))
        }
    };
    let chart = format!(
        "{XML}<c:chartSpace xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" \
         xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         <c:date1904 val=\"0\"/><c:lang val=\"zh-CN\"/><c:roundedCorners val=\"0\"/><c:chart><c:autoTitleDeleted val=\"1\"/>\
         <c:plotArea>{room}{plot}</c:plotArea>{legend}<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart>\
         <c:spPr><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>{}\
         <c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData></c:chartSpace>",
        letters(1050)
    );
    Parts { chart, sheet: data.sheet(), height }
}

/// A place in the chart, in thousandths of its width and height: left, top, width, height.
fn layout(target: &str, [x, y, w, h]: [u32; 4]) -> String {
    format!(
        "<c:layout><c:manualLayout>{target}<c:xMode val=\"edge\"/><c:yMode val=\"edge\"/><c:x val=\"0.{x:03}\"/><c:y val=\"0.{y:03}\"/>\
         <c:w val=\"0.{w:03}\"/><c:h val=\"0.{h:03}\"/></c:manualLayout></c:layout>"
    )
}

fn letters(size: u32) -> String {
    let font = super::styles::SONG;
    format!(
        "<c:txPr><a:bodyPr wrap=\"none\"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz=\"{size}\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>\
         <a:latin typeface=\"{font}\"/><a:ea typeface=\"{font}\"/></a:defRPr></a:pPr><a:endParaRPr lang=\"zh-CN\"/></a:p></c:txPr>"
    )
}

/// A chart's data as printed.
struct Data<'a> {
    chart: &'a Chart,
    /// Each series' values.
    values: Vec<Vec<String>>,
    /// The values of the first series as shares in hundredths of a percent, if they are parts of a whole.
    shares: Vec<Option<i64>>,
    /// Number format with the unit behind it.
    format: String,
}

impl Data<'_> {
    fn new(chart: &Chart) -> Data<'_> {
        let print = |v: &Vec<mingzhang_model::Amount>| -> Vec<String> {
            v.iter().map(|a| Figure::show(*a, chart.unit, chart.places)).collect()
        };
        let slices = chart.series.first().map(|(_, v)| v.as_slice()).unwrap_or_default();
        let whole: i128 = slices.iter().map(|a| i128::from(a.0)).sum();
        let parts = whole > 0 && slices.iter().all(|a| a.0 >= 0);
        let share = |a: i64| i64::try_from((i128::from(a) * 20_000 + whole) / (2 * whole)).unwrap_or(0);
        let shares = slices.iter().map(|a| parts.then(|| share(a.0))).collect();
        let places = usize::try_from(chart.places).unwrap_or(0);
        let point = if places > 0 { "." } else { "" };
        let format = format!("0{point}{}\"{}\"", "0".repeat(places), chart.unit.name());
        Data { chart, values: chart.series.iter().map(|(_, v)| print(v)).collect(), shares, format }
    }

    /// Names of the categories; a slice's name carries its amount and share, which no pie of many slices has room for.
    fn names(&self) -> Vec<String> {
        let plain = self.chart.categories.iter();
        if self.chart.kind != ChartKind::Pie {
            return plain.cloned().collect();
        }
        let value = |k: usize| self.values.first().and_then(|v| v.get(k)).map_or("", String::as_str);
        let share = |k: usize| match self.shares.get(k) {
            Some(Some(s)) => format!("，{}.{:02}%", s / 100, s % 100),
            _ => String::new(),
        };
        plain.enumerate().map(|(k, n)| format!("{n}：{}{}{}", value(k), self.chart.unit.name(), share(k))).collect()
    }

    /// References and printed values of a series.
    fn series(&self, k: usize, fills: &str, labels: &str) -> String {
        let column = column(k + 1);
        let names = self.names();
        let last = names.len() + 1;
        let points = |list: &[String]| {
            let mut out = format!("<c:ptCount val=\"{}\"/>", list.len());
            for (i, v) in list.iter().enumerate() {
                let _ = write!(out, "<c:pt idx=\"{i}\"><c:v>{}</c:v></c:pt>", escape(v));
            }
            out
        };
        let name = self.chart.series.get(k).map_or("", |(n, _)| n.as_str());
        let values = self.values.get(k).map(Vec::as_slice).unwrap_or_default();
        format!(
            "<c:ser><c:idx val=\"{k}\"/><c:order val=\"{k}\"/><c:tx><c:strRef><c:f>Sheet1!${column}$1</c:f><c:strCache>{}</c:strCache></c:strRef></c:tx>\
             {fills}{labels}<c:cat><c:strRef><c:f>Sheet1!$A$2:$A${last}</c:f><c:strCache>{}</c:strCache></c:strRef></c:cat>\
             <c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>{}</c:formatCode>{}</c:numCache></c:numRef></c:val></c:ser>",
            points(std::slice::from_ref(&name.to_owned())),
            points(&names),
            escape(&self.format),
            points(values),
        )
    }

    fn bars(&self) -> String {
        let mut series = String::new();
        for k in 0..self.values.len() {
            series.push_str(&self.series(
                k,
                &format!("{}<c:invertIfNegative val=\"0\"/>", fill(k)),
                &self.labels("outEnd"),
            ));
        }
        format!(
            "<c:barChart><c:barDir val=\"col\"/><c:grouping val=\"clustered\"/><c:varyColors val=\"0\"/>{series}\
             <c:gapWidth val=\"70\"/><c:overlap val=\"-15\"/><c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:barChart>\
             <c:catAx><c:axId val=\"1001\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"b\"/>\
             <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>\
             <c:tickLblPos val=\"low\"/>{AXIS}<c:crossAx val=\"1002\"/><c:crosses val=\"autoZero\"/></c:catAx>\
             <c:valAx><c:axId val=\"1002\"/><c:scaling><c:orientation val=\"minMax\"/>{}</c:scaling><c:delete val=\"1\"/><c:axPos val=\"l\"/>\
             <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"none\"/><c:minorTickMark val=\"none\"/>\
             <c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1001\"/><c:crosses val=\"autoZero\"/></c:valAx>",
            if self.chart.series.iter().flat_map(|(_, v)| v).all(|a| a.0 >= 0) { "<c:min val=\"0\"/>" } else { "" }
        )
    }

    fn pie(&self) -> String {
        let mut fills = String::new();
        for k in 0..self.chart.categories.len() {
            let _ = write!(fills, "<c:dPt><c:idx val=\"{k}\"/><c:bubble3D val=\"0\"/>{}</c:dPt>", fill(k));
        }
        format!(
            "<c:pieChart><c:varyColors val=\"1\"/>{}<c:firstSliceAng val=\"0\"/></c:pieChart>",
            self.series(0, &fills, &self.shares_shown())
        )
    }

    /// Points without a line; what they are by stands at the axes.
    fn scatter(&self) -> String {
        let last = self.chart.categories.len() + 1;
        let figures = |k: usize| {
            let values = self.values.get(k).map(Vec::as_slice).unwrap_or_default();
            let mut out = format!(
                "<c:numRef><c:f>Sheet1!${0}$2:${0}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val=\"{1}\"/>",
                column(k + 1),
                values.len()
            );
            for (i, v) in values.iter().enumerate() {
                let _ = write!(out, "<c:pt idx=\"{i}\"><c:v>{v}</c:v></c:pt>");
            }
            out.push_str("</c:numCache></c:numRef>");
            out
        };
        let axis = |id: u32, other: u32, place: &str, k: usize| {
            let name = self.chart.series.get(k).map_or("", |(n, _)| n.as_str());
            let values = self.chart.series.get(k).map(|(_, v)| v.as_slice()).unwrap_or_default();
            let tens = i64::from(10_u8) * mingzhang_model::number::SCALE * self.chart.unit.factor();
            let low = values.iter().map(|v| v.0.div_euclid(tens) * 10).min().unwrap_or(0);
            let high = values.iter().map(|v| (v.0 + tens - 1).div_euclid(tens) * 10).max().unwrap_or(100);
            let low = low.min(high - 20);
            // Points at the edge are not cut; the scale counts in quarters of what is within.
            let (edge, unit) = (high + (high - low) / 10, (high - low) / 4);
            let turn = if place == "l" { "<a:bodyPr rot=\"-5400000\" vert=\"horz\"/>" } else { "<a:bodyPr/>" };
            format!(
                "<c:valAx><c:axId val=\"{id}\"/><c:scaling><c:orientation val=\"minMax\"/><c:max val=\"{edge}\"/><c:min val=\"{low}\"/></c:scaling>\
                 <c:delete val=\"0\"/><c:axPos val=\"{place}\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill><a:srgbClr val=\"D9D9D9\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>\
                 <c:title><c:tx><c:rich>{turn}<a:p><a:pPr><a:defRPr sz=\"1050\" b=\"0\"/></a:pPr><a:r><a:rPr lang=\"zh-CN\" sz=\"1050\" b=\"0\"/><a:t>{}</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>\
                 <c:numFmt formatCode=\"General\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>\
                 <c:tickLblPos val=\"low\"/>{AXIS}<c:crossAx val=\"{other}\"/><c:crosses val=\"min\"/><c:majorUnit val=\"{unit}\"/></c:valAx>",
                escape(name)
            )
        };
        format!(
            "<c:scatterChart><c:scatterStyle val=\"lineMarker\"/><c:varyColors val=\"0\"/><c:ser><c:idx val=\"0\"/><c:order val=\"0\"/>\
             <c:spPr><a:ln w=\"19050\"><a:noFill/></a:ln></c:spPr><c:marker><c:symbol val=\"circle\"/><c:size val=\"8\"/><c:spPr>\
             <a:solidFill><a:srgbClr val=\"595959\"/></a:solidFill><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln></c:spPr></c:marker>\
             <c:xVal>{}</c:xVal><c:yVal>{}</c:yVal><c:smooth val=\"0\"/></c:ser><c:axId val=\"1001\"/><c:axId val=\"1002\"/></c:scatterChart>{}{}",
            figures(0),
            figures(1),
            axis(1001, 1002, "b", 0),
            axis(1002, 1001, "l", 1),
        )
    }

    fn labels(&self, place: &str) -> String {
        format!(
            "<c:dLbls><c:numFmt formatCode=\"{}\" sourceLinked=\"0\"/>{NO_BOX}{}<c:dLblPos val=\"{place}\"/><c:showLegendKey val=\"0\"/>\
             <c:showVal val=\"1\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"0\"/><c:showBubbleSize val=\"0\"/></c:dLbls>",
            escape(&self.format),
            letters(900)
        )
    }

    /// Shares beside the slices that have room for them; the legend has all.
    fn shares_shown(&self) -> String {
        let mut out = String::from("<c:dLbls>");
        for (k, share) in self.shares.iter().enumerate() {
            if share.is_none_or(|s| s < 500) {
                let _ = write!(out, "<c:dLbl><c:idx val=\"{k}\"/><c:delete val=\"1\"/></c:dLbl>");
            }
        }
        let _ = write!(
            out,
            "<c:numFmt formatCode=\"0.00%\" sourceLinked=\"0\"/>{NO_BOX}{}<c:dLblPos val=\"outEnd\"/><c:showLegendKey val=\"0\"/>\
             <c:showVal val=\"0\"/><c:showCatName val=\"0\"/><c:showSerName val=\"0\"/><c:showPercent val=\"1\"/>\
             <c:showBubbleSize val=\"0\"/><c:showLeaderLines val=\"1\"/></c:dLbls>",
            letters(1050)
        );
        out
    }

    /// The data's rows. A slice's long name is made by a formula from its name, which stands behind, and its amount.
    fn sheet(&self) -> String {
        let text = |at: &str, v: &str| format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{}</t></is></c>", escape(v));
        let mut out = String::from("<row r=\"1\">");
        for (k, (name, _)) in self.chart.series.iter().enumerate() {
            out.push_str(&text(&format!("{}1", column(k + 1)), name));
        }
        out.push_str("</row>");
        let last = self.chart.categories.len() + 1;
        for (i, (plain, name)) in self.chart.categories.iter().zip(self.names()).enumerate() {
            let r = i + 2;
            let _ = write!(out, "<row r=\"{r}\">");
            if self.chart.kind == ChartKind::Pie {
                let digits = self.format.split('"').next().unwrap_or("0");
                let share = match self.shares.get(i) {
                    Some(Some(_)) => format!("&\"，\"&TEXT(B{r}/SUM(B$2:B${last}),\"0.00%\")"),
                    _ => String::new(),
                };
                let formula = format!("C{r}&\"：\"&TEXT(B{r},\"{digits}\")&\"{}\"{share}", self.chart.unit.name());
                let _ = write!(out, "<c r=\"A{r}\" t=\"str\"><f>{}</f><v>{}</v></c>", escape(&formula), escape(&name));
            } else {
                out.push_str(&text(&format!("A{r}"), &name));
            }
            for (k, values) in self.values.iter().enumerate() {
                if let Some(v) = values.get(i) {
                    let _ = write!(out, "<c r=\"{}{r}\"><v>{v}</v></c>", column(k + 1));
                }
            }
            if self.chart.kind == ChartKind::Pie {
                out.push_str(&text(&format!("{}{r}", column(self.values.len() + 1)), plain));
            }
            out.push_str("</row>");
        }
        out
    }
}

const NO_BOX: &str = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>";
const AXIS: &str = "<c:spPr><a:ln w=\"9525\"><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></a:ln></c:spPr>";

/// The letters of a column, from 0.
fn column(k: usize) -> String {
    let letter = |k: usize| char::from(b'A' + u8::try_from(k % 26).unwrap_or(0));
    if k < 26 { letter(k).to_string() } else { format!("{}{}", letter(k / 26 - 1), letter(k)) }
}
