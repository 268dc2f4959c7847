//! TOML with every mistake at its place and in Chinese: the parser's and serde's own sentences are English.

use crate::mistake::{Source, perhaps};
use serde::de::DeserializeOwned;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, ValueDeserializer};

/// What the parser complains of, by the beginning of its sentence: what is wrong and what to do.
const SYNTAX: &[(&str, &str, &str)] = &[
    ("duplicate key", "这一项写了两次", "删去其中一处"),
    ("missing opening quote", "文字少了左边的引号", "文字写在英文引号里：\"…\""),
    ("string values must be quoted", "文字没有写在引号里", "文字写在英文引号里：\"…\""),
    (
        "invalid basic string",
        "引号没有配对，或者引号里有不能用的字符",
        "文字写在一对英文引号里：\"…\"；里面的反斜杠写成 \\\\",
    ),
    ("invalid literal string", "引号没有配对", "文字写在一对英文引号里：\"…\""),
    ("invalid multi-line", "三个一组的引号没有配对", "三个引号开头，也要三个引号结尾"),
    ("missing escaped value", "反斜杠后面少了字符", "反斜杠本身写成 \\\\"),
    ("missing comma between array elements", "数组的两项之间少了逗号", "写成 [\"甲\", \"乙\"]"),
    ("missing comma", "两项之间少了逗号", "补上英文逗号"),
    ("extra comma", "多了逗号", "删去多余的逗号"),
    ("missing assignment", "项目名和值之间少了等号", "写成 项目名 = 值"),
    ("key with no value", "这一项没有等号和值", "写成 项目名 = 值；说明文字前面加 #"),
    ("extra", "多了等号", "一项只写一个等号"),
    ("unexpected `=`", "数组里不能有等号", "写成 [\"甲\", \"乙\"]"),
    ("missing value", "等号后面没有值", "补上值，文字写在英文引号里"),
    ("invalid value", "等号后面的值写得不对", "值是 \"文字\"、[\"数组\"]、true 或 false"),
    ("unclosed array table", "“[[”没有配上“]]”", "写成 [[relation]] 这样"),
    ("unclosed table", "“[”没有配上“]”", "写成 [[relation]] 这样"),
    ("unclosed array", "数组的方括号没有配对", "在数组末尾补上 ]"),
    ("unclosed inline table", "花括号没有配对", "补上 }"),
    ("invalid unquoted key", "项目名写得不对", "项目名只用小写字母、数字、连字符和下划线"),
    ("unquoted keys cannot be empty", "等号前面没有项目名", "写成 项目名 = 值"),
    ("missing key", "少了项目名", "写成 项目名 = 值"),
    ("invalid key-value pair", "这一行不是“项目名 = 值”", "写成 项目名 = 值；说明文字前面加 #"),
    ("unexpected key or value", "值的后面多了内容", "一行写一项；说明文字前面加 #"),
    ("cannot recurse", "方括号或花括号套得太深", "删去多余的括号"),
    ("recursion limit", "方括号或花括号套得太深", "删去多余的括号"),
    ("unexpected content", "后面多了内容", "一行写一项；说明文字前面加 #"),
];

/// Letters of a Chinese keyboard where TOML wants English ones.
const WIDE: &[(char, &str)] = &[
    ('“', "\""),
    ('”', "\""),
    ('‘', "'"),
    ('’', "'"),
    ('＝', "="),
    ('，', ","),
    ('、', ","),
    ('【', "["),
    ('】', "]"),
    ('［', "["),
    ('］', "]"),
    ('＃', "#"),
    ('：', "="),
];

/// Parses a file as far as it goes; what is wrong is noted, one mistake a line.
pub(crate) fn parse<'a>(source: &mut Source<'a>) -> DeTable<'a> {
    let (table, errors) = DeTable::parse_recoverable(source.text);
    for error in errors {
        let at = error.span().unwrap_or(0..0);
        let line = source.text.get(..at.start).unwrap_or("").matches('\n').count() + 1;
        let (at, message, help) = syntax(source.text, at, error.message());
        source.wrong(at, message, help);
        source.torn.push(line);
        if source.full() {
            break;
        }
    }
    table.into_inner()
}

fn syntax(text: &str, at: Range<usize>, message: &str) -> (Range<usize>, String, String) {
    // A letter of the wrong width anywhere outside quotes explains whatever the parser stumbles over.
    let start = text.get(..at.start).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let line = text.get(start..).and_then(|t| t.lines().next()).unwrap_or("");
    let mut quote = None;
    for (i, c) in line.char_indices() {
        match quote {
            Some(q) if q == c => quote = None,
            Some(_) => {}
            None if c == '#' => break,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {
                if let Some((_, right)) = WIDE.iter().find(|(wide, _)| *wide == c) {
                    let at = start + i..start + i + c.len_utf8();
                    return (at, format!("{c} 是中文标点"), format!("改用英文的 {right}"));
                }
            }
        }
    }
    let after = text.get(at.start..).and_then(|t| t.lines().next()).unwrap_or("").trim();
    let message = match message {
        m if m.starts_with("key with no value") && after.starts_with(['"', '\'', '[']) => "missing assignment",
        m if m.starts_with("string values must be quoted") && after.is_empty() => "missing value",
        m => m,
    };
    let known = SYNTAX.iter().find(|(begin, _, _)| message.starts_with(begin));
    let (what, help) = known.map_or(("这里不合 TOML 的写法", "写成 项目名 = \"文字\"，一行一项"), |(_, w, h)| (*w, *h));
    (at, what.to_owned(), help.to_owned())
}

/// Reads a whole file into a type. What is mistaken is noted and taken out, and the rest is read without it.
pub(crate) fn read<T: DeserializeOwned>(source: &mut Source<'_>) -> Option<T> {
    if let Ok(out) = toml::from_str(source.text) {
        return Some(out);
    }
    let mut table = parse(source);
    // What is broken or was taken out is not missing.
    let torn = !source.mistakes.is_empty();
    let mut gone: Vec<String> = Vec::new();
    let mut complete = !torn;
    // Each round notes one mistake at most and takes out what is mistaken.
    for _ in 0..1000 {
        let whole = Spanned::new(0..source.text.len(), DeValue::Table(table.clone()));
        let error = match T::deserialize(ValueDeserializer::from(whole)) {
            Ok(out) => return complete.then_some(out),
            Err(error) => error,
        };
        complete = false;
        let at = error.span().unwrap_or(0..0);
        let missing = error.message().strip_prefix("missing field `").and_then(|m| m.strip_suffix('`'));
        if !missing.is_some_and(|m| torn || gone.iter().any(|g| g == m)) {
            let wrong = source.text.get(at.clone()).unwrap_or("");
            let (message, help) = content(error.message(), wrong);
            // Of a long value the word that the sentence names.
            let word = message.split('“').nth(1).and_then(|m| m.split('”').next()).unwrap_or("");
            let place = match wrong.find(word) {
                Some(n) if !word.is_empty() => at.start + n..at.start + n + word.len(),
                _ => at.clone(),
            };
            source.wrong(place, message, help);
        }
        if source.full() || !remove(&mut table, &at, missing.is_none(), &mut gone) {
            break;
        }
    }
    None
}

/// Takes out the smallest thing that holds some bytes: a key of an entry if a key is mistaken, or else an entry, or else a key.
fn remove(table: &mut DeTable<'_>, at: &Range<usize>, key: bool, gone: &mut Vec<String>) -> bool {
    let holds = |span: Range<usize>| span.start <= at.start && at.end <= span.end;
    for (_, value) in table.iter_mut() {
        if let (true, DeValue::Table(own)) = (key, value.get_mut())
            && let Some(name) = key_around(own, at)
        {
            gone.push(name.get_ref().to_string());
            return own.remove(&name).is_some();
        }
        let DeValue::Array(entries) = value.get_mut() else { continue };
        for n in 0..entries.len() {
            let Some(entry) = entries.get_mut(n) else { continue };
            let around = holds(entry.span());
            if let (true, DeValue::Table(own)) = (key, entry.get_mut())
                && let Some(name) = key_around(own, at)
            {
                gone.push(name.get_ref().to_string());
                return own.remove(&name).is_some();
            }
            if around {
                let rest = entries.iter().enumerate().filter(|(i, _)| *i != n).map(|(_, e)| e.clone());
                let rest: Vec<_> = rest.collect();
                *entries = rest.into_iter().collect();
                return true;
            }
        }
    }
    let Some(name) = key_around(table, at) else { return false };
    gone.push(name.get_ref().to_string());
    table.remove(&name).is_some()
}

/// The key of a table that holds some bytes, itself or in its value.
fn key_around<'a>(table: &DeTable<'a>, at: &Range<usize>) -> Option<Spanned<DeString<'a>>> {
    let holds = |span: Range<usize>| span.start <= at.start && at.end <= span.end;
    table.iter().find(|(k, v)| holds(k.span()) || holds(v.span())).map(|(k, _)| k.clone())
}

/// Serde's sentences in Chinese; ours are so already.
fn content(message: &str, wrong: &str) -> (String, String) {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let rest = quoted.get(1..).unwrap_or_default();
    let first = quoted.first().copied().unwrap_or("");
    if message.starts_with("unknown field") {
        return (format!("不认识的项目“{first}”"), perhaps(first, rest));
    }
    if message.starts_with("unknown variant") {
        return (format!("不能写“{first}”"), perhaps(first, rest));
    }
    if message.starts_with("missing field") {
        return (format!("缺少“{first}”一项"), format!("补上 {first} = …"));
    }
    if message.starts_with("invalid length") {
        return ("项数不对".to_owned(), "写成 [\"名称\", \"含义\"]".to_owned());
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        let wanted = [
            ("expected a string", "文字，写在英文引号里：\"…\""),
            ("expected a boolean", "true 或 false"),
            ("expected a sequence", "数组：[\"甲\", \"乙\"]"),
            ("expected a tuple", "成对的数组：[\"名称\", \"含义\"]"),
            ("expected usize", "整数"),
            ("expected u32", "整数"),
            ("expected struct", "以 [[…]] 开头的一段"),
        ];
        let wanted = wanted.iter().find(|(e, _)| message.contains(e)).map_or("另一种值", |(_, w)| *w);
        let short: String = wrong.lines().next().unwrap_or("").chars().take(20).collect();
        return (format!("“{short}”的种类不对"), format!("这里要写{wanted}"));
    }
    match message.split_once('\n') {
        Some((what, help)) => (what.to_owned(), help.to_owned()),
        None => (message.to_owned(), String::new()),
    }
}
