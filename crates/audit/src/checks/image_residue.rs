//! What a conversion left behind: image placeholders, announced parts without contents.

use super::build::Draft;
use super::pattern::re;
use super::scene::{Line, Scene, Zone, plain};
use mingzhang_model::Finding;

const RULE: &str = "image-residue";

/// Runs the check.
pub(crate) fn run(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    images(scene, out);
    attachments(scene, out);
}

fn images(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let places: Vec<(&Line, std::ops::Range<usize>)> = scene
        .lines
        .iter()
        .filter(|l| l.text.contains('['))
        .flat_map(|l| {
            re!("\\[image[^\\]]{0,40}\\]|!\\[[^\\]]{0,60}\\]（[^）]{0,120}）")
                .find_all(&l.text)
                .into_iter()
                .map(move |m| (l, m.range()))
        })
        .collect();
    let Some((line, at)) = places.first() else { return };
    let words = line.text.get(at.clone()).unwrap_or("").to_owned();
    let mut draft = Draft::warning(RULE, "残留图片占位符")
        .say(format!("文中有{}处图片占位符，图没有呈现。", places.len()))
        .stated(words)
        .expected("图，或图中的数据")
        .at(scene.around(line, at.clone(), 0, 20));
    for (l, r) in places.iter().skip(1).take(3) {
        draft = draft.witness(scene.around(l, r.clone(), 0, 20));
    }
    out.push(draft.done());
}

/// 详见第四部分附件, and nothing there but a title.
fn attachments(scene: &Scene<'_>, out: &mut Vec<Finding>) {
    let promise = scene.lines.iter().filter(|l| l.zone == Zone::Report).find_map(|l| {
        re!("详见(?:本报告|本文)?(?:第[一二三四五六七八九十]部分)?[，、]?附件[^，。；]{0,6}")
            .find(&l.text)
            .map(|m| (l, m.range()))
    });
    let Some((line, at)) = promise else { return };
    let part = scene.d.sections.iter().find(|s| s.level == 1 && plain(&s.title).contains("附件"));
    let Some(part) = part else { return };
    let heading = scene.line(part.blocks.0);
    let below: Vec<&Line> = scene.lines.iter().filter(|l| part.blocks.0 < l.block && l.block < part.blocks.1).collect();
    let letters: usize = below.iter().map(|l| l.text.chars().count()).sum();
    let tables = scene.d.document.blocks.iter().take(part.blocks.1).skip(part.blocks.0).any(|b| b.table().is_some());
    // Scanned pages are not read as text: a picture may be the attachment.
    let pictures = scene.d.document.problems.iter().any(|p| p.code == "no-text-layer" || p.code == "image-page");
    if tables || pictures || letters > 60 || below.len() > 3 {
        return;
    }
    let Some(heading) = heading else { return };
    out.push(
        Draft::warning(RULE, "附件只有标题没有内容")
            .say(format!("正文说“{}”，附件部分却只有标题。", line.text.get(at.clone()).unwrap_or("")))
            .stated("只有标题")
            .expected("附件的内容")
            .at(below.first().map_or_else(|| scene.whole(heading), |l| scene.whole(l)))
            .witness(scene.around(line, at, 12, 4))
            .done(),
    );
}
