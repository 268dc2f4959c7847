//! Streams of objects of a file that is locked with an empty password: it opens for everybody, and what is in them shows only then.
//!
//! They are put as they are into a file of their own that has the lock of the whole, and the parser, which unlocks a stream before it
//! unpacks it, is asked for what is locked.

use super::streams::{SLOW, Stream, TOO_LARGE, identity, uncommented};
use crate::error::DecodeError;
use crate::limits;
use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Object, ObjectIdentifier, String as Text};
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::collections::{BTreeMap, BTreeSet};

/// How far behind its beginning a dictionary may say how the file is locked, and how far behind that it may end.
const REACH: [usize; 2] = [4 << 10, 64 << 10];

/// The contents of streams that hold objects, unlocked and unpacked; none if the file is not locked, or nobody can open it.
pub(super) fn unlocked(bytes: &[u8], streams: &[&Stream<'_>], left: &mut usize) -> Result<Vec<Vec<u8>>, DecodeError> {
    let mut out = Vec::new();
    let locks = if streams.is_empty() { BTreeSet::new() } else { locks(bytes)? };
    if locks.is_empty() {
        return Ok(out);
    }
    // What is packed is no longer than what it unpacks to, and each lock is tried on it.
    if streams.iter().map(|s| s.raw(bytes).len()).sum::<usize>() > *left {
        return Err(TOO_LARGE);
    }
    // A file has one stream of a number.
    let mut versions: Vec<BTreeMap<u32, &Stream<'_>>> = Vec::new();
    for stream in streams {
        match versions.iter_mut().find(|v| !v.contains_key(&stream.number)) {
            Some(version) => {
                version.insert(stream.number, stream);
            }
            None => versions.push(BTreeMap::from([(stream.number, *stream)])),
        }
        if versions.len() > limits::PDF_VERSIONS {
            return Err(DecodeError::Damaged);
        }
    }
    for lock in locks {
        for version in &versions {
            let pdf = match Pdf::new(file(bytes, &lock, version)) {
                Ok(pdf) => pdf,
                // Nor will the whole.
                Err(LoadPdfError::Decryption(
                    DecryptionError::PasswordProtected | DecryptionError::UnsupportedAlgorithm,
                )) => break,
                Err(_) => return Err(DecodeError::Damaged),
            };
            for (number, stream) in version {
                let id = ObjectIdentifier::new(*number, stream.generation);
                let Some(unlocked) = pdf.xref().get::<hayro_syntax::object::Stream<'_>>(id) else {
                    return Err(DecodeError::Damaged);
                };
                out.push(stream.unlocked(unlocked.raw_data(), left)?);
            }
        }
    }
    Ok(out)
}

/// What the file's trailers say of a lock, as entries of one.
fn locks(bytes: &[u8]) -> Result<BTreeSet<Vec<u8>>, DecodeError> {
    const KEY: &[u8] = b"/Encrypt";
    let mut out = BTreeSet::new();
    let mut work = 0_usize;
    if spelled_otherwise(bytes) {
        return Err(DecodeError::Damaged);
    }
    for at in memchr::memmem::find_iter(bytes, KEY) {
        let [before, after] = REACH;
        let near = bytes.get(at.saturating_sub(before)..bytes.len().min(at + after)).unwrap_or_default();
        // The dictionary around it is the nearest that has it.
        let trailer = memchr::memmem::rfind_iter(near.get(..at.min(before)).unwrap_or_default(), b"<<").find_map(|d| {
            let text = near.get(d..).filter(|_| work <= limits::PDF_LOOKS)?;
            let dict = Dict::from_bytes(text);
            work = work.saturating_add(SLOW * dict.as_ref().map_or(text.len(), |d| d.data().len()));
            dict.filter(|d| d.contains_key("Encrypt"))
        });
        if let Some(trailer) = trailer {
            work = work.saturating_add(bytes.len());
            out.extend(entries(bytes, &trailer)?);
        }
        if out.len() > limits::PDF_LOCKS || work > limits::PDF_LOOKS {
            return Err(DecodeError::Damaged);
        }
    }
    Ok(out)
}

/// Nobody who means well writes the name with numbers for its letters.
fn spelled_otherwise(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'#', bytes).any(|at| {
        let before = bytes.get(at.saturating_sub(20)..at).unwrap_or_default();
        let Some(slash) = before.iter().rposition(|b| *b == b'/') else { return false };
        let word = bytes.get(at - (before.len() - slash)..).unwrap_or_default();
        Name::from_bytes(word).is_some_and(|n| n.as_ref() == b"Encrypt")
    })
}

/// The lock of a trailer: the dictionary itself, wherever it stands, and the name of the file, which is a part of the key.
fn entries(bytes: &[u8], trailer: &Dict<'_>) -> Result<Vec<Vec<u8>>, DecodeError> {
    let dicts = match trailer.get_raw::<Object<'_>>("Encrypt") {
        Some(MaybeRef::NotRef(Object::Dict(dict))) => vec![dict],
        Some(MaybeRef::Ref(to)) => {
            let objects = memchr::memmem::find_iter(bytes, b"obj").filter(|at| {
                let near = bytes.get(at.saturating_sub(64)..*at).unwrap_or_default();
                identity(near) == (to.obj_number, to.gen_number)
            });
            let dicts: Vec<Dict<'_>> = objects
                .filter_map(|at| Dict::from_bytes(uncommented(bytes.get(at + 3..)?)))
                .take(limits::PDF_LOCKS + 1)
                .collect();
            if dicts.is_empty() {
                return Err(DecodeError::Damaged);
            }
            dicts
        }
        _ => return Ok(Vec::new()),
    };
    let name = match trailer.get_raw::<Array<'_>>("ID") {
        Some(MaybeRef::NotRef(names)) => names.flex_iter().next::<Text<'_>>(),
        Some(MaybeRef::Ref(_)) => return Err(DecodeError::Damaged),
        None => None,
    };
    let name: String = name.iter().flat_map(|n| n.as_bytes()).map(|b| format!("{b:02x}")).collect();
    let of = |dict: Dict<'_>| [b"/Encrypt", dict.data(), format!("/ID[<{name}>]").as_bytes()].concat();
    Ok(dicts.into_iter().map(of).collect())
}

/// A file with nothing but streams under their own numbers, and the lock.
fn file(bytes: &[u8], lock: &[u8], streams: &BTreeMap<u32, &Stream<'_>>) -> Vec<u8> {
    let mut free = (1..).filter(|n| !streams.contains_key(n));
    let (catalog, pages) = (free.next().unwrap_or(0), free.next().unwrap_or(0));
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = String::from("xref\n");
    let mut put = |number: u32, generation: i32, body: &[&[u8]]| {
        table += &format!("{number} 1\n{:010} {generation:05} n \n", out.len());
        out.extend(format!("{number} {generation} obj").bytes());
        body.iter().for_each(|piece| out.extend_from_slice(piece));
        out.extend_from_slice(b"\nendobj\n");
    };
    put(catalog, 0, &[format!("<</Type/Catalog/Pages {pages} 0 R>>").as_bytes()]);
    put(pages, 0, &[b"<</Type/Pages/Kids[]/Count 0>>"]);
    for (number, stream) in streams {
        let raw = stream.raw(bytes);
        let head = format!("<</Length {}>>stream\n", raw.len());
        put(*number, stream.generation, &[head.as_bytes(), raw, b"\nendstream"]);
    }
    let start = out.len();
    out.extend(table.bytes());
    out.extend(format!("trailer<</Root {catalog} 0 R/Size {}", u32::MAX).bytes());
    out.extend_from_slice(lock);
    out.extend(format!(">>\nstartxref\n{start}\n%%EOF").bytes());
    out
}
