//! Office packages: parts read within the decoder's bounds, and copies in which only changed parts are written anew.

use crate::error::AnnotateError;
use crate::xml::{self, attribute};
use mingzhang_decode::limits;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// What our relationships are called.
pub(crate) const OURS: &str = "rIdMingzhang";
/// Part with the types of all others.
pub(crate) const TYPES: &str = "[Content_Types].xml";

/// A package with what is to change in it.
pub(crate) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: usize,
    /// Parts that change; those without content go.
    changes: BTreeMap<String, Option<String>>,
}

/// A relationship of a part.
pub(crate) struct Relation {
    pub id: String,
    /// The last word of its type.
    pub kind: String,
    /// Name of the part it leads to.
    pub target: String,
}

impl<'a> Package<'a> {
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Package<'a>, AnnotateError> {
        if bytes.windows(4).filter(|w| *w == b"PK\x01\x02").count() > limits::PACKAGE_PARTS {
            return Err(AnnotateError::Damaged);
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| AnnotateError::Damaged)?;
        Ok(Package { archive, left: limits::UNPACKED_BYTES, changes: BTreeMap::new() })
    }

    /// A part as it now is; `None` if there is none, or none in UTF-8.
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<String>, AnnotateError> {
        if let Some(changed) = self.changes.get(name) {
            return Ok(changed.clone());
        }
        let Some(index) = self.archive.index_for_name(name) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|_| AnnotateError::Damaged)?;
        let packed = usize::try_from(file.compressed_size()).unwrap_or(usize::MAX);
        let limit = self.left.min(packed.saturating_mul(limits::UNPACK_RATIO).max(1 << 20));
        let mut bytes = Vec::new();
        file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|_| AnnotateError::Damaged)?;
        if bytes.len() > limit {
            return Err(AnnotateError::Damaged);
        }
        self.left -= bytes.len();
        Ok(String::from_utf8(bytes).ok())
    }

    /// Writes a part anew.
    pub(crate) fn set(&mut self, name: &str, text: String) {
        self.changes.insert(name.to_owned(), Some(text));
    }

    /// Leaves a part out.
    pub(crate) fn drop_part(&mut self, name: &str) {
        self.changes.insert(name.to_owned(), None);
    }

    /// The relationships of a part; those of the package for an empty name.
    pub(crate) fn relations(&mut self, part: &str) -> Result<Vec<Relation>, AnnotateError> {
        let text = self.part(&relations_of(part))?.unwrap_or_default();
        let folder = part.rsplit_once('/').map_or("", |(f, _)| f).to_owned();
        let mut out = Vec::new();
        xml::tags(&text, |tag| {
            if tag.name == "Relationship" {
                let said = |name: &str| attribute(tag.raw, name).unwrap_or_default();
                let kind = said("Type").rsplit('/').next().unwrap_or_default().to_owned();
                out.push(Relation { id: said("Id"), kind, target: resolve(&folder, &said("Target")) });
            }
        });
        Ok(out)
    }

    /// A part that another leads to, by kind.
    pub(crate) fn related(&mut self, part: &str, kind: &str) -> Result<Option<String>, AnnotateError> {
        Ok(self.relations(part)?.into_iter().find(|r| r.kind == kind).map(|r| r.target))
    }

    /// Adds a part of ours: its content, its type, and the relationship that leads to it, whose id is given back.
    pub(crate) fn add(&mut self, new: &Added<'_>) -> Result<String, AnnotateError> {
        let relations = relations_of(new.owner);
        let text = self.part(&relations)?.unwrap_or_else(|| {
            format!("{}<Relationships xmlns=\"{}\"></Relationships>", xml::DECLARATION, xml::RELATIONSHIPS)
        });
        let id = format!("{OURS}{}", text.matches(OURS).count() + 1);
        let relation =
            format!("<Relationship Id=\"{id}\" Type=\"{}/{}\" Target=\"/{}\"/>", xml::OFFICE, new.kind, new.name);
        let text = xml::before_end(&text, "Relationships", &relation).ok_or(AnnotateError::Damaged)?;
        self.set(&relations, text);
        let types = self.part(TYPES)?.ok_or(AnnotateError::Damaged)?;
        let kind = format!("<Override PartName=\"/{}\" ContentType=\"{}\"/>", new.name, new.content);
        self.set(TYPES, xml::before_end(&types, "Types", &kind).ok_or(AnnotateError::Damaged)?);
        self.set(new.name, new.text.clone());
        Ok(id)
    }

    /// Takes a part of ours out again with what leads to it.
    pub(crate) fn take_out(&mut self, owner: &str, relation: &Relation) -> Result<(), AnnotateError> {
        let name = relations_of(owner);
        let text = self.part(&name)?.unwrap_or_default();
        let text = xml::without_tag(&text, "Id", &relation.id);
        let mut rest = false;
        xml::tags(&text, |tag| rest |= tag.name == "Relationship");
        let ours = format!("{}<Relationships xmlns=\"{}\"></Relationships>", xml::DECLARATION, xml::RELATIONSHIPS);
        if rest || text != ours {
            self.set(&name, text)
        } else {
            self.drop_part(&name)
        }
        let types = self.part(TYPES)?.unwrap_or_default();
        self.set(TYPES, xml::without_tag(&types, "PartName", &format!("/{}", relation.target)));
        self.drop_part(&relation.target);
        Ok(())
    }

    /// Whether a part has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        match self.changes.get(name) {
            Some(change) => change.is_some(),
            None => self.archive.index_for_name(name).is_some(),
        }
    }

    /// The package with its changes. Parts that do not change are copied as they are packed.
    pub(crate) fn finish(mut self) -> Result<Vec<u8>, AnnotateError> {
        self.write().map_err(|_| AnnotateError::Damaged)
    }

    fn write(&mut self) -> zip::result::ZipResult<Vec<u8>> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        for index in 0..self.archive.len() {
            let file = self.archive.by_index_raw(index)?;
            let name = file.name().map(|n| n.into_owned()).unwrap_or_default();
            match self.changes.remove(&name) {
                None => out.raw_copy_file(file)?,
                Some(None) => {}
                Some(Some(text)) => {
                    out.start_file(name, options)?;
                    out.write_all(text.as_bytes())?;
                }
            }
        }
        for (name, text) in std::mem::take(&mut self.changes) {
            if let Some(text) = text {
                out.start_file(name, options)?;
                out.write_all(text.as_bytes())?;
            }
        }
        Ok(out.finish()?.into_inner())
    }
}

/// A part to add.
pub(crate) struct Added<'t> {
    /// The part that leads to it.
    pub owner: &'t str,
    /// The last word of the relationship's type.
    pub kind: &'t str,
    pub name: &'t str,
    /// Its content type.
    pub content: &'t str,
    pub text: String,
}

fn relations_of(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The name of a part as seen from a folder.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}
