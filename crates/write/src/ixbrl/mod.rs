//! Inline XBRL: the report as a page that people read and machines compute with, and the taxonomy its tags are defined in.
//!
//! A concept is a measure (支出, 年初结转和结余 …) or what is said of it (支出_增长率); every other coordinate is a dimension of its
//! context. Names are the field's own words, so the same figure has the same name in every report.

mod model;
mod page;
mod sums;
mod taxonomy;

use crate::package::zip;
use mingzhang_model::Disclosure;
use mingzhang_model::publication::Publication;
use model::Model;

/// Folder of all files in the package.
const TOP: &str = "report";

/// The report as an Inline XBRL report package (`.xbri`): page, schema, labels, definitions, calculations.
///
/// `disclosure` is the publication read back: every figure of it that is printed is tagged, in tables and in running text.
#[must_use]
pub fn ixbrl(publication: &Publication, disclosure: &Disclosure) -> Vec<u8> {
    let files = ixbrl_files(publication, disclosure);
    let packed: Vec<(String, Vec<u8>)> =
        files.into_iter().map(|(name, text)| (format!("{TOP}/{name}"), text.into_bytes())).collect();
    zip(&packed)
}

/// The files of the package by their paths.
pub(crate) fn ixbrl_files(publication: &Publication, disclosure: &Disclosure) -> Vec<(String, String)> {
    let model = Model::new(publication, disclosure);
    let package = "{\"documentInfo\":{\"documentType\":\"https://xbrl.org/report-package/2023/xbri\"}}\n";
    let mut out = vec![
        ("META-INF/reportPackage.json".to_owned(), package.to_owned()),
        ("reports/report.xhtml".to_owned(), page::page(publication, &model)),
    ];
    let parts = taxonomy::files(&model, &sums::sums(publication, disclosure, &model));
    out.extend(parts.into_iter().map(|(name, text)| (format!("taxonomy/{name}"), text)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document, sample};
    use mingzhang_catalog::Catalog;
    use quick_xml::events::Event;

    fn files() -> (Disclosure, Vec<(String, String)>) {
        let publication = sample::accounts();
        let disclosure = mingzhang_read::read(document(&publication).0, Catalog::embedded());
        let files = ixbrl_files(&publication, &disclosure);
        assert_eq!(files, ixbrl_files(&publication, &disclosure));
        (disclosure, files)
    }

    fn text<'a>(files: &'a [(String, String)], name: &str) -> &'a str {
        &files.iter().find(|f| f.0.ends_with(name)).unwrap_or_else(|| panic!("{name}")).1
    }

    #[test]
    fn every_printed_figure_is_tagged() {
        let (disclosure, files) = files();
        let page = text(&files, "report.xhtml");
        let printed = disclosure.facts.iter().filter(|f| !f.blank).count();
        assert!(printed > 30);
        assert_eq!(page.matches("<ix:nonFraction").count(), printed);
        let tag = "decimals=\"-2\" scale=\"4\" format=\"ixt:num-dot-decimal\">2,222.22</ix:nonFraction>";
        assert!(page.contains(tag), "{page}");
        // Running text keeps its words around the tag.
        assert!(page.contains("下属单位<ix:nonFraction") && page.contains(">2</ix:nonFraction>个。"), "{page}");
        for (name, xml) in &files[1..] {
            let mut reader = quick_xml::Reader::from_str(xml);
            while !matches!(reader.read_event().unwrap_or_else(|e| panic!("{name}: {e}")), Event::Eof) {}
        }
    }

    #[test]
    fn the_taxonomy_declares_what_the_page_uses() {
        let (_, files) = files();
        let (page, schema) = (text(&files, "report.xhtml"), text(&files, "mingzhang.xsd"));
        let mut used = 0;
        for part in page.split("mz:").skip(1).filter(|p| !p.starts_with("\"")) {
            let name: String = part.chars().take_while(|c| !matches!(c, '"' | '<')).collect();
            assert!(schema.contains(&format!("<xsd:element name=\"{name}\"")), "{name}");
            used += 1;
        }
        assert!(used > 60, "{used}");
        let labels = text(&files, "label-zh.xml");
        assert!(labels.contains(">2070104 图书馆</link:label>"), "{labels}");
    }

    #[test]
    fn what_there_is_holds_on_a_day() {
        let (_, files) = files();
        let (page, schema) = (text(&files, "report.xhtml"), text(&files, "mingzhang.xsd"));
        let mut instants = 0;
        for tag in page.split("<ix:nonFraction ").skip(1) {
            let value = |name: &str| tag.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap();
            let concept = value("name").strip_prefix("mz:").unwrap();
            let declared = schema.split(&format!("<xsd:element name=\"{concept}\"")).nth(1).unwrap();
            let context = page.split(&format!("<xbrli:context id=\"{}\">", value("contextRef"))).nth(1).unwrap();
            let instant = context.split("</xbrli:context>").next().unwrap().contains("<xbrli:instant>");
            assert_eq!(instant, declared.split("/>").next().unwrap().contains("\"instant\""), "{concept}");
            instants += usize::from(instant);
        }
        assert!(instants > 0 && page.contains("<xbrli:instant>2024-12-31</xbrli:instant>"), "{instants}");
    }

    #[test]
    fn formulas_over_measures_are_calculations() {
        let (_, files) = files();
        let (schema, sums) = (text(&files, "mingzhang.xsd"), text(&files, "calculation.xml"));
        let id = |name: &str| {
            let at = schema.find(&format!("name=\"{name}\" id=\"")).unwrap() + format!("name=\"{name}\" id=\"").len();
            schema[at..].split('"').next().unwrap().to_owned()
        };
        for (total, addend) in [("收入总计", "收入"), ("收入总计", "年初结转和结余"), ("支出总计", "支出")]
        {
            let arc = format!("xlink:from=\"{}\" xlink:to=\"{}\"", id(total), id(addend));
            assert!(sums.contains(&arc), "{total} {addend}: {sums}");
        }
        assert_eq!(sums.matches("calculationArc xlink").count(), 4, "{sums}");
    }
}
