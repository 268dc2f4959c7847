//! One file through the pipeline, so that whatever happens in it stays with it.

use crate::output::why;
use crate::{apart, convert, scan};
use mingzhang_catalog::Catalog;
use mingzhang_decode::limits::FILE_BYTES;
use mingzhang_decode::{DecodeError, Kind, Member, Room, decode_with, is_archive, join, kind, pictures, unpack};
use mingzhang_model::{Disclosure, Document, Place, Problem};
use mingzhang_report::Report;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps panics from printing; each remembers its place for the sentence that reports it.
pub fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(|| "位置不明".to_owned(), ToString::to_string);
        // A panic while another one is being noted is not worth a second panic.
        let _ = LAST_PANIC.try_with(|last| last.try_borrow_mut().map(|mut l| *l = place));
    }));
}

/// Runs something that may hold a bug; the place of the panic if it does.
pub fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| LAST_PANIC.with(|last| last.take()))
}

/// A file understood, with the SHA-256 of its bytes; or the sum as far as known and one sentence.
pub fn read(path: &Path, catalog: &Catalog) -> Result<(Disclosure, String), (String, String)> {
    let bytes = bytes(path).map_err(|message| (String::new(), message))?;
    let sum: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    let understood = guarded(|| {
        let document = document(&bytes, &name, catalog)?;
        // A large file and all that is made of it need not be held at once.
        drop(bytes);
        Ok(mingzhang_read::read(document, catalog))
    });
    match understood {
        Ok(Ok(disclosure)) => Ok((disclosure, sum)),
        Ok(Err(error)) => Err((sum, error)),
        Err(place) => Err((sum, bug(&place))),
    }
}

/// An archive or a file decoded.
fn document(bytes: &[u8], name: &str, catalog: &Catalog) -> Result<Document, String> {
    if bytes.len() <= FILE_BYTES && is_archive(bytes) {
        let members = unpack(bytes).map_err(|e| e.to_string())?;
        return joined(members, catalog);
    }
    single(bytes, name).map_err(|why| why.message)
}

/// Most files of one disclosure that pass a bound; the others are not read then.
const LARGE: usize = 3;
/// Why they are not.
const TOO_MUCH: &str = "与其他文件合计内容过于庞大；请单独检查。";

/// Several files as one document; those that cannot be read are told.
fn joined(members: Vec<Member>, catalog: &Catalog) -> Result<Document, String> {
    if let Some(pages) = all_pictures(&members) {
        return shown(pages);
    }
    let mut read = Vec::new();
    let mut problems = Vec::new();
    let mut room = Room::default();
    // Files that are too much each take as much work as one that is not.
    let mut large = 0;
    for Member { name, content } in members {
        let document = content.and_then(|bytes| {
            if large >= LARGE {
                return Err(TOO_MUCH.to_owned());
            }
            let document = single(&bytes, &name);
            large += usize::from(match &document {
                Ok(document) => document.problems.iter().any(|p| p.code == "document-truncated"),
                Err(why) => why.large,
            });
            let document = document.map_err(|why| why.message)?;
            if room.holds(&document) {
                return Ok(document);
            }
            large += 1;
            Err(TOO_MUCH.to_owned())
        });
        match document {
            Ok(document) => read.push((name, document)),
            Err(why) => problems.push(Problem {
                code: "file-unread".to_owned(),
                message: format!("《{name}》未读取：{why}"),
                place: Place { file: Some(name), ..Place::default() },
            }),
        }
    }
    if let Some(sentence) = apart::told(&read, catalog) {
        return Err(sentence);
    }
    let Some(mut document) = join(read) else {
        let first = problems.into_iter().next().map(|p| p.message);
        return Err(first.unwrap_or_else(|| DecodeError::Empty.to_string()));
    };
    document.problems.append(&mut problems);
    Ok(document)
}

/// Files that are all pictures, in the order of their names, as people number pages; `None` if there is another among them.
fn all_pictures(members: &[Member]) -> Option<Vec<(&str, &[u8])>> {
    let picture = |m: &'_ Member| m.content.as_ref().is_ok_and(|b| kind(b) == Ok(Kind::Picture));
    if members.is_empty() || !members.iter().all(picture) {
        return None;
    }
    let mut pages: Vec<(&str, &[u8])> =
        members.iter().filter_map(|m| Some((m.name.as_str(), m.content.as_deref().ok()?))).collect();
    pages.sort_by_cached_key(|(name, _)| numbered(name));
    Some(pages)
}

/// A name with its numbers as numbers, so that 第10页 comes after 第9页.
fn numbered(name: &str) -> Vec<(String, u64)> {
    let digits = |c: char| c.is_ascii_digit();
    let mut rest = name;
    let mut out = Vec::new();
    while !rest.is_empty() {
        let (words, after) = rest.split_at(rest.find(digits).unwrap_or(rest.len()));
        let (number, after) = after.split_at(after.find(|c| !digits(c)).unwrap_or(after.len()));
        out.push((words.to_owned(), number.parse().unwrap_or(0)));
        rest = after;
    }
    out
}

/// Pictures as the pages of one document.
fn shown(pages: Vec<(&str, &[u8])>) -> Result<Document, String> {
    let Some(eye) = scan::eye() else { return Err(advised(&DecodeError::Picture)) };
    pictures(&pages, eye).map_err(|e| e.to_string())
}

/// A sentence on a file that could not be read; for a scan, with what can be done about it.
fn advised(error: &DecodeError) -> String {
    match error {
        DecodeError::Picture | DecodeError::NoTextLayer { .. } if scan::eye().is_none() => {
            format!("{error}{}", scan::ADVICE)
        }
        _ => error.to_string(),
    }
}

/// Files understood as one disclosure, with the SHA-256 of their bytes one after the other.
pub fn read_as_one(paths: &[&Path], catalog: &Catalog) -> Result<(Disclosure, String), (String, String)> {
    let mut sum = Sha256::new();
    let members = paths.iter().flat_map(|path| {
        let content = bytes(path).inspect(|b| sum.update(b));
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match content.as_ref().ok().filter(|b| is_archive(b)).map(|b| unpack(b)) {
            Some(Ok(members)) => members,
            Some(Err(e)) => vec![Member { name, content: Err(e.to_string()) }],
            None => vec![Member { name, content }],
        }
    });
    let members: Vec<Member> = members.collect();
    let sum: String = sum.finalize().iter().map(|b| format!("{b:02x}")).collect();
    match guarded(|| joined(members, catalog).map(|document| mingzhang_read::read(document, catalog))) {
        Ok(Ok(disclosure)) => Ok((disclosure, sum)),
        Ok(Err(error)) => Err((sum, error)),
        Err(place) => Err((sum, bug(&place))),
    }
}

/// Why a file was not read.
struct Unread {
    message: String,
    /// It passed a bound.
    large: bool,
}

impl From<DecodeError> for Unread {
    fn from(error: DecodeError) -> Unread {
        Unread { large: error.is_too_much(), message: advised(&error) }
    }
}

/// A file decoded, turned into a format we read first where that is needed and possible.
fn single(bytes: &[u8], name: &str) -> Result<Document, Unread> {
    let error = match decode_with(bytes, name, scan::eye()) {
        Ok(mut document) => {
            if let Some(page) =
                document.problems.iter_mut().find(|p| p.code == "no-text-layer" && scan::eye().is_none())
            {
                page.message.push_str(scan::ADVICE);
            }
            return Ok(document);
        }
        Err(error) => error,
    };
    let DecodeError::Convertible { format, from, to } = error else { return Err(error.into()) };
    let Some(converted) = convert::office(bytes, from, to) else { return Err(error.into()) };
    let converted = converted.map_err(|message| Unread { message, large: false })?;
    let mut document = decode_with(&converted, &format!("report.{to}"), scan::eye())?;
    let message =
        format!("{format}已由LibreOffice转换为.{to}后读取，版面和编号可能与原件略有不同；位置请对照原件核实。");
    document.problems.insert(0, Problem { code: "converted-file".to_owned(), message, place: Place::default() });
    Ok(document)
}

/// A file audited, and what somebody makes of it while the document is at hand; nothing of a file that could not be read. Never fails:
/// what goes wrong is in the report.
pub fn audit<T>(path: &Path, catalog: &Catalog, look: impl FnOnce(&Disclosure, &Report) -> T) -> (Report, Option<T>) {
    told(path.display().to_string(), read(path, catalog), catalog, look)
}

/// Several files audited as one.
pub fn audit_as_one<T>(
    name: String,
    paths: &[&Path],
    catalog: &Catalog,
    look: impl FnOnce(&Disclosure, &Report) -> T,
) -> (Report, Option<T>) {
    told(name, read_as_one(paths, catalog), catalog, look)
}

fn told<T>(
    file: String,
    read: Result<(Disclosure, String), (String, String)>,
    catalog: &Catalog,
    look: impl FnOnce(&Disclosure, &Report) -> T,
) -> (Report, Option<T>) {
    let (disclosure, sum) = match read {
        Ok(understood) => understood,
        Err((sum, message)) => return (Report::unreadable(file, sum, message), None),
    };
    let audited = guarded(|| {
        let audit = mingzhang_audit::audit(&disclosure, catalog);
        let report = Report::of(file.as_str(), sum.as_str(), &disclosure, audit.findings, audit.coverage);
        let seen = (!report.is_unreadable()).then(|| look(&disclosure, &report));
        (report, seen)
    });
    audited.unwrap_or_else(|place| (Report::unreadable(file, sum, bug(&place)), None))
}

fn bug(place: &str) -> String {
    format!("程序内部出错，这个文件没有核对完（{place}）；其他文件不受影响。")
}

/// The bytes of a file, if it is one and not too large.
pub fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    let meta = std::fs::metadata(path).map_err(|e| why(&e))?;
    if meta.is_dir() {
        return Err("这是一个文件夹，请给出其中的文件。".to_owned());
    }
    // Pipes and devices may never end.
    if !meta.is_file() {
        return Err("这不是普通文件。".to_owned());
    }
    let size = usize::try_from(meta.len()).unwrap_or(usize::MAX);
    if size > FILE_BYTES {
        return Err(DecodeError::TooLarge { bytes: size, limit: FILE_BYTES }.to_string());
    }
    let mut out = Vec::with_capacity(size);
    let limit = u64::try_from(FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(path).and_then(|f| f.take(limit).read_to_end(&mut out)).map_err(|e| why(&e))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_come_in_the_order_of_their_numbers() {
        let page = |name: &str| Member { name: name.to_owned(), content: Ok(b"\x89PNG".to_vec()) };
        let members = [page("第10页.png"), page("第9页.png"), page("第1页.png")];
        let names: Vec<&str> = all_pictures(&members).unwrap().into_iter().map(|p| p.0).collect();
        assert_eq!(names, ["第1页.png", "第9页.png", "第10页.png"]);
        let text = Member { name: "正文.txt".to_owned(), content: Ok("正文".into()) };
        assert!(all_pictures(&[page("1.png"), text]).is_none());
    }

    #[test]
    fn a_bug_becomes_a_place() {
        quiet_panics();
        let place = guarded(|| panic!("a bug")).unwrap_err();
        let _ = std::panic::take_hook();
        assert!(place.contains("one.rs"), "{place}");
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
