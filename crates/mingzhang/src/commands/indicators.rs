//! `mingzhang indicators`: the library of indicators.

use super::load;
use crate::args::{Indicators as Args, Plain};
use crate::{CLEAN, FAILED, output};
use mingzhang_catalog::indicators::{Indicator, Percent};
use mingzhang_model::{Figure, Unit};
use mingzhang_report::text::Ruler;
use serde_json::{Value, json};
use std::fmt::Write;

/// Runs the command; the exit code.
pub fn run(args: &Args) -> u8 {
    match list(args).and_then(|text| output::print(&text)) {
        Ok(()) => CLEAN,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn list(args: &Args) -> Result<String, String> {
    let catalog = load(&args.catalog)?;
    let words: Vec<&str> = args.words.iter().map(String::as_str).collect();
    let found = catalog.indicators.search(&words);
    if args.printed.format == Plain::Json {
        let list: Vec<Value> = found.iter().map(|i| object(i)).collect();
        return Ok(format!("{:#}\n", json!({ "indicators": list })));
    }
    if found.is_empty() {
        return Err(format!("指标库里没有含“{}”的指标；可以换一个短一些的词。", args.words.join("”“")));
    }
    Ok(text(&found))
}

fn plain(p: Percent) -> String {
    Figure::show(p.0, Unit::Yuan, 4).trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn range(i: &Indicator) -> String {
    i.range.map_or_else(String::new, |[a, b]| if a == b { plain(a) } else { format!("{}至{}", plain(a), plain(b)) })
}

fn object(i: &Indicator) -> Value {
    json!({
        "field": i.field, "name": i.name, "synonyms": i.synonyms, "level1": i.level[0], "level2": i.level[1],
        "units": i.units, "comparators": i.signs, "type": i.kind.name(),
        "range": i.range.map(|r| r.map(plain)), "span": i.span.name(),
    })
}

fn text(found: &[&Indicator]) -> String {
    let ruler = Ruler::default();
    let mut out = format!("指标 {} 个（范围是常见的，不是规定的）\n", found.len());
    let mut field = "";
    let widest = found.iter().map(|i| ruler.text(&i.name)).max().unwrap_or(0);
    for i in found {
        if i.field != field {
            field = &i.field;
            let _ = writeln!(out, "\n{field}");
        }
        let unit = i.units.first().map_or("", String::as_str);
        let usual = if i.range.is_some() { format!("，{}{unit}", range(i)) } else { String::new() };
        let measured = if unit.is_empty() { "定性".to_owned() } else { format!("{} {unit}", i.signs.join("")) };
        let _ = writeln!(
            out,
            "  {}  {}  {measured}（{}{usual}）",
            ruler.pad(&i.name, widest),
            ruler.pad(&i.level[1], 18),
            i.span.name()
        );
    }
    out
}
