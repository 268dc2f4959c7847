//! The outline: parts and sections by their numbers or by titles the lexicon knows, tolerant of lost numbers and cut headings.

use mingzhang_catalog::coords::plain_label;
use mingzhang_catalog::narrative::Lexicon;
use mingzhang_model::limits;
use mingzhang_model::publication::han;
use mingzhang_model::{Block, Coordinates, Document, Kind, RunOrigin, Section, Term};

const NUMERALS: &str = "一二三四五六七八九十百";

/// A number at the start of a line: level, number as printed, characters it takes.
pub(crate) fn numbering(text: &str) -> Option<(u8, String, usize)> {
    // No number is longer.
    let chars: Vec<char> = text.chars().take(16).collect();
    let count = |from: usize, test: &dyn Fn(char) -> bool| chars.iter().skip(from).take_while(|c| test(**c)).count();
    let numeral = |c: char| NUMERALS.contains(c);
    let collect = |to: usize| chars.iter().take(to).collect::<String>();
    if chars.first() == Some(&'第') {
        let n = count(1, &numeral);
        if n > 0 && chars.get(1 + n..3 + n) == Some(&['部', '分']) {
            return Some((1, collect(3 + n), 3 + n));
        }
    }
    let n = count(0, &numeral);
    if n > 0 && matches!(chars.get(n), Some('、' | '.' | '．')) {
        return Some((2, collect(n + 1), n + 1));
    }
    if chars.first() == Some(&'（') {
        let n = count(1, &numeral);
        if n > 0 && chars.get(1 + n) == Some(&'）') {
            return Some((3, collect(2 + n), 2 + n));
        }
    }
    let n = count(0, &|c| c.is_ascii_digit());
    if (1..=2).contains(&n)
        && matches!(chars.get(n), Some('、' | '.' | '．'))
        && !chars.get(n + 1).is_some_and(char::is_ascii_digit)
    {
        return Some((4, collect(n + 1), n + 1));
    }
    None
}

/// 六、 follows 五、.
fn follows(before: &str, number: &str) -> bool {
    let value = |text: &str| {
        let word: String = text.chars().filter(|c| NUMERALS.contains(*c)).collect();
        (1..100).find(|n| han(*n) == word)
    };
    value(before).zip(value(number)).is_some_and(|(a, b)| a + 1 == b)
}

/// True for text that can be a heading: short, no sentence, no figure with a unit of money.
fn heading_like(body: &str) -> bool {
    let length = body.chars().count();
    (1..=50).contains(&length)
        && !body.contains('；')
        && !body.contains("万元")
        && !body.trim_end_matches('。').contains('。')
        && (length <= 24 || !(body.ends_with('。') || body.contains('：')))
        && !body.contains("……")
        && !body.contains("...")
}

/// The title of a paragraph that opens with it, closed by a full stop or a colon; never what the section above reads as a figure's label.
fn run_in_title(body: &str, lexicon: &Lexicon, above: Option<&str>, kind: Option<Kind>) -> Option<String> {
    const NAMES: &[&str] = &[
        "情况",
        "说明",
        "总体",
        "机关运行经费",
        "运行经费",
        "政府采购",
        "国有资产",
        "绩效",
        "收入预算",
        "支出预算",
        "“三公“",
    ];
    let end = body.char_indices().take(30).find(|(_, c)| matches!(c, '。' | '：'))?.0;
    let title = body.get(..end)?;
    // An entry of a glossary explains the word, it does not head a section.
    if body
        .get(end..)
        .is_some_and(|t| ["指", "是", "反映"].iter().any(|w| t.trim_start_matches(['：', '。']).starts_with(w)))
    {
        return None;
    }
    let bare: String = crate::gap::years(title).iter().fold(title.to_owned(), |t, y| t.replace(&y.to_string(), ""));
    if bare.contains('，') || bare.chars().any(|c| c.is_ascii_digit()) || !NAMES.iter().any(|n| bare.contains(n)) {
        return None;
    }
    let topic =
        lexicon.topic_of_heading(title, above, kind).filter(|t| t.base.is_some() && Some(t.id.as_str()) != above)?;
    let label = lexicon.phrases.iter().any(|p| {
        p.text == bare
            && above.is_some_and(|a| p.topics.iter().any(|t| t == a))
            && Some(p.means.over(Coordinates::default())) != topic.base
    });
    (!label && !topic.id.is_empty()).then(|| title.to_owned())
}

/// The sheet of a workbook a block stands on: what stands on another is neither its title nor its note.
pub(crate) fn sheet(block: &Block) -> Option<&str> {
    let cell = match block {
        Block::Paragraph(p) => match &p.runs.first()?.origin {
            RunOrigin::Cell { cell, .. } => cell,
            _ => return None,
        },
        Block::Table(t) => t.cells.first()?.place.cell.as_ref()?,
    };
    cell.rsplit_once('!').map(|(sheet, _)| sheet)
}

/// Where the table of contents stands: from 目录 to the second coming of its first part or, without parts, of its first line; where that
/// never comes again, of another of its lines. In a workbook it ends with its sheet.
pub(crate) fn contents(document: &Document) -> Option<(usize, usize)> {
    let plain = |i: usize| document.blocks.get(i).and_then(Block::paragraph).map(|p| plain_label(&p.text));
    let start = (0..document.blocks.len().min(60)).find(|i| {
        plain(*i).is_some_and(|t| t == "目录" || t.strip_prefix("目录").is_some_and(|rest| numbering(rest).is_some()))
    })?;
    if let Some(own) = document.blocks.get(start).and_then(sheet) {
        let end = (start..document.blocks.len()).find(|i| document.blocks.get(*i).and_then(sheet) != Some(own))?;
        return Some((start, end));
    }
    let squeeze = |t: &str| -> String {
        let body = t.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '页' | '-' | ' '));
        body.chars().filter(|c| !c.is_ascii_punctuation() && *c != '…' && *c != '·').collect()
    };
    // Number and title of a line; a heading of the text may have lost its number.
    let entry = |line: &str| {
        let (number, taken) = numbering(line).map_or((String::new(), 0), |(_, number, taken)| (number, taken));
        (number, line.chars().skip(taken).collect::<String>().replace("部门", "").replace("单位", ""))
    };
    let mut first: Option<String> = None;
    let mut entries: Vec<(String, String)> = Vec::new();
    for i in start + 1..document.blocks.len() {
        let Some(text) = plain(i) else {
            if first.is_some() {
                return Some((start, i));
            }
            continue;
        };
        if text.is_empty() {
            continue;
        }
        match &first {
            None if numbering(&text).is_some() => first = Some(squeeze(&text)),
            None => {}
            Some(f) => {
                let here = squeeze(&text);
                let same_part = |a: &str, b: &str| match (numbering(a), numbering(b)) {
                    (Some((1, x, _)), Some((1, y, _))) => x == y,
                    _ => false,
                };
                if here == *f
                    || same_part(&here, f)
                    || (here.len() >= 12 && f.len() >= 12 && (f.ends_with(&here) || here.ends_with(f.as_str())))
                {
                    return Some((start, i));
                }
                if text.chars().count() > 90 {
                    return Some((start, i));
                }
                let (number, title) = entry(&here);
                let same = |e: &(String, String)| e.1 == title && (number.is_empty() || e.0 == number);
                // What comes again together with what follows it is a list within the contents.
                let next = (i + 1..document.blocks.len()).find_map(|k| plain(k).filter(|t| !t.is_empty()));
                let listed =
                    |k: usize| next.as_deref().is_some_and(|n| entries.get(k + 1) == Some(&entry(&squeeze(n))));
                if title.chars().count() >= 4 && entries.iter().position(same).is_some_and(|k| !listed(k)) {
                    return Some((start, i));
                }
            }
        }
        entries.push(entry(&squeeze(&text)));
    }
    None
}

/// The sections of a document; blocks of the table of contents and of `skip` are not looked at.
pub(crate) fn outline(
    document: &Document,
    lexicon: &Lexicon,
    kind: Option<Kind>,
    contents: Option<(usize, usize)>,
) -> Vec<Section> {
    let mut out: Vec<Section> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (i, block) in document.blocks.iter().enumerate() {
        if contents.is_some_and(|(a, b)| a <= i && i < b) {
            continue;
        }
        if out.len() >= limits::SECTIONS {
            break;
        }
        let Some(paragraph) = block.paragraph() else { continue };
        let text = plain_label(&paragraph.text);
        let length = text.chars().count();
        if length == 0 {
            continue;
        }
        let above = |open: &[usize], out: &[Section]| {
            open.iter().rev().find_map(|s| out.get(*s)).map(|s| s.topic.word().to_owned())
        };
        let numbered = numbering(&text);
        let (level, number, title) = match numbered {
            Some((level, number, taken)) => {
                let body: String = text.chars().skip(taken).collect();
                let bare_part = level == 1 && body.is_empty();
                let mut body = body;
                if length > 70 || (!bare_part && !heading_like(&body)) {
                    // A heading may run into its text: （一）收入预算：2024年…
                    let silent = open
                        .iter()
                        .filter_map(|s| out.get(*s))
                        .any(|s| lexicon.topic(s.topic.word(), kind).is_some_and(|t| t.silent));
                    let below: Vec<usize> =
                        open.iter().copied().filter(|s| out.get(*s).is_some_and(|s| s.level < level)).collect();
                    match run_in_title(&body, lexicon, above(&below, &out).as_deref(), kind) {
                        Some(title) if level > 1 && !silent => body = title,
                        _ => continue,
                    }
                }
                if level == 4 && lexicon.topic_of_heading(&body, above(&open, &out).as_deref(), kind).is_none() {
                    continue;
                }
                (level, number, body)
            }
            None if length > 70 => continue,
            None => {
                // An unnumbered line is a heading only if the lexicon knows it and it looks like one.
                let known = lexicon.topic_of_heading(&text, above(&open, &out).as_deref(), kind);
                let marked = paragraph.heading > 0 || paragraph.centred;
                let ends = [
                    "说明",
                    "情况",
                    "名词解释",
                    "概况",
                    "附件",
                    "附表",
                    "职责",
                    "职能",
                    "设置",
                    "构成",
                    "决算表",
                    "预算表",
                ];
                let title_like = ends.iter().any(|e| text.ends_with(e)) && length <= 40;
                if known.is_none()
                    || !heading_like(&text)
                    || text.contains('，')
                    || text.starts_with('（')
                    || !(marked || title_like)
                {
                    continue;
                }
                let level = if text.contains("编制说明")
                    || text.contains("相关情况说明")
                    || text.ends_with("名词解释")
                    || text.ends_with("概况")
                    || text.ends_with("预算表")
                    || text.ends_with("决算表")
                {
                    1
                } else {
                    2
                };
                (level, String::new(), text.clone())
            }
        };
        // A part's title may stand on the lines after its number.
        let mut title = title;
        if level == 1 && title.is_empty() {
            for k in i + 1..(i + 4).min(document.blocks.len()) {
                if let Some(next) = document.blocks.get(k).and_then(Block::paragraph) {
                    let t = plain_label(&next.text);
                    let table = t.ends_with('表') && !title.is_empty() || t.starts_with("公开") || t.contains('：');
                    if numbering(&t).is_some() || t.chars().count() > 40 || t.is_empty() || table {
                        break;
                    }
                    title.push_str(&t);
                }
            }
        }
        // 六、 after 五、 goes on counting: titles of tables between them head no part.
        let before = out.iter().rposition(|s| s.level == level && !s.number.is_empty());
        let counts_on = level == 2
            && before.and_then(|b| out.get(b)).is_some_and(|b| follows(&b.number, &number))
            && before.is_some_and(|b| out.iter().skip(b + 1).all(|s| s.number.is_empty() || s.level > 2));
        while open.last().and_then(|s| out.get(*s)).is_some_and(|s| {
            s.level >= level
                || (counts_on && s.number.is_empty() && (s.title.ends_with("预算表") || s.title.ends_with("决算表")))
        }) {
            if let Some(done) = open.pop()
                && let Some(s) = out.get_mut(done)
            {
                s.blocks.1 = i;
            }
        }
        let parent = above(&open, &out);
        let topic = lexicon.topic_of_heading(&title, parent.as_deref(), kind).map_or(Term::WHOLE, |t| Term::new(&t.id));
        open.push(out.len());
        out.push(Section { level, number, title, topic, blocks: (i, document.blocks.len()) });
    }
    out
}
