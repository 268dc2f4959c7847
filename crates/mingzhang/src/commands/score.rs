//! `mingzhang score`

use super::{VERSION, load};
use crate::args::{Format, Score};
use crate::{CLEAN, FAILED, FAULTY, one, output};
use mingzhang_catalog::Catalog;
use mingzhang_catalog::scoring::{self, ScoringProfile};
use mingzhang_performance::score::announced_levels;
use mingzhang_report::scores::{Scores, json, markdown, pretty};
use std::borrow::Cow;

/// Runs the command; the exit code.
pub fn run(args: &Score) -> u8 {
    match scores(args) {
        Ok(code) => code,
        Err(message) => {
            output::complain(&message);
            FAILED
        }
    }
}

fn scores(args: &Score) -> Result<u8, String> {
    let catalog = load(&args.output.catalog)?;
    let asked = args.profile.as_deref().map(|id| profile(&catalog, id)).transpose()?;
    let asked = asked.as_deref();
    let (mut all, mut failed) = (Vec::new(), false);
    for path in &args.files {
        let file = path.display().to_string();
        let disclosure = match one::read(path, &catalog) {
            Ok((disclosure, _)) => disclosure,
            Err((_, message)) => {
                output::complain(&format!("无法读取 {file}：{message}"));
                failed = true;
                continue;
            }
        };
        // The first form that prints the points of its levels says whose they are.
        let printed = disclosure.forms.iter().map(announced_levels).find(|l| !l.is_empty()).unwrap_or_default();
        let own = || catalog.scoring.of_form(&disclosure.identity.profile, &printed);
        let Some(profile) = asked.or_else(own) else {
            return Err("规则中没有计分办法。".to_owned());
        };
        let scores = Scores::of(file, &disclosure, profile, &catalog.scoring.words);
        if scores.forms.is_empty() {
            output::complain(&format!("{}：没有找到绩效自评表。", scores.file));
            failed = true;
            continue;
        }
        all.push(scores);
    }
    if all.is_empty() {
        return Ok(FAILED);
    }
    let text = match args.shape.format {
        Format::Json => json::render(&all, VERSION, &catalog.version),
        Format::Md => markdown::render(&all),
        Format::Pretty => pretty::render(&all, &output::style(&args.output, true)),
    };
    output::write(&args.output, &text)?;
    Ok(match all.iter().any(|s| s.tally().wrong > 0) {
        _ if failed => FAILED,
        true => FAULTY,
        false => CLEAN,
    })
}

/// A profile of the catalog, or of a file of the user's own.
fn profile<'c>(catalog: &'c Catalog, id: &str) -> Result<Cow<'c, ScoringProfile>, String> {
    if id.ends_with(".toml") {
        let text = std::fs::read_to_string(id).map_err(|e| format!("无法读取 {id}：{}", output::why(&e)))?;
        let own = scoring::load(&text, id, None).map_err(|e| e.to_string())?;
        return own.into_iter().next().map(Cow::Owned).ok_or_else(|| format!("{id} 中没有计分办法。"));
    }
    catalog.scoring.profile(id).map(Cow::Borrowed).ok_or_else(|| {
        let known = catalog.scoring.profiles.iter().map(|p| format!("{}（{}）", p.id, p.title));
        format!("没有“{id}”这个计分办法。可用的有：{}。", known.collect::<Vec<_>>().join("、"))
    })
}
