//! The taxonomy: schema and linkbases, generated from what the report says.

use super::model::{Concept, DIMENSIONS, Model, ncname};
use crate::package::{XML, escape};
use mingzhang_model::Quantity;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Namespace of all names.
pub(super) const NAMESPACE: &str = "urn:mingzhang:disclosure";
/// File of the schema.
pub(super) const SCHEMA: &str = "mingzhang.xsd";
/// The abstract concept above all others, and the hypercube of all dimensions.
const ROOT: &str = "公开数据";
const CUBE: &str = "公开数据口径";
const ROLE: &str = "http://www.xbrl.org/2003/role/link";
const LABEL: &str = "http://www.xbrl.org/2003/role/label";
const LINKBASE: &str = "xmlns:link=\"http://www.xbrl.org/2003/linkbase\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
    xmlns:xbrldt=\"http://xbrl.org/2005/xbrldt\"";

/// Name of a dimension.
pub(super) fn axis(dimension: usize) -> String {
    format!("{}轴", DIMENSIONS.get(dimension).map_or("", |d| d.name()))
}

/// Name of a member.
pub(super) fn member(dimension: usize, word: &str) -> String {
    ncname(&format!("{}_{word}", DIMENSIONS.get(dimension).map_or("", |d| d.name())))
}

/// Everything the schema declares, in order: name, label and how. Identifiers are counted, for names of Chinese characters in the
/// fragments of addresses are read in two ways.
struct Elements {
    list: Vec<(String, String, &'static str)>,
    ids: BTreeMap<String, usize>,
}

impl Elements {
    fn add(&mut self, name: String, label: String, how: &'static str) {
        self.ids.entry(name.clone()).or_insert_with(|| {
            self.list.push((name, label, how));
            self.list.len()
        });
    }

    fn id(&self, name: &str) -> usize {
        self.ids.get(name).copied().unwrap_or(0)
    }
}

const ABSTRACT: &str =
    "type=\"xbrli:stringItemType\" substitutionGroup=\"xbrli:item\" abstract=\"true\" xbrli:periodType=\"duration\"";

fn item(concept: &Concept) -> &'static str {
    match (concept.quantity, concept.instant) {
        (Quantity::Money, false) => {
            "type=\"xbrli:monetaryItemType\" substitutionGroup=\"xbrli:item\" xbrli:periodType=\"duration\""
        }
        (Quantity::Money, true) => {
            "type=\"xbrli:monetaryItemType\" substitutionGroup=\"xbrli:item\" xbrli:periodType=\"instant\""
        }
        (_, false) => "type=\"xbrli:pureItemType\" substitutionGroup=\"xbrli:item\" xbrli:periodType=\"duration\"",
        (_, true) => "type=\"xbrli:pureItemType\" substitutionGroup=\"xbrli:item\" xbrli:periodType=\"instant\"",
    }
}

/// The files of the taxonomy.
pub(super) fn files(model: &Model, sums: &BTreeMap<String, BTreeMap<String, bool>>) -> Vec<(String, String)> {
    let mut elements = Elements { list: Vec::new(), ids: BTreeMap::new() };
    elements.add(ROOT.to_owned(), ROOT.to_owned(), ABSTRACT);
    for (name, concept) in &model.concepts {
        elements.add(name.clone(), concept.label.clone(), item(concept));
    }
    let axes: Vec<usize> = (0..DIMENSIONS.len()).filter(|d| model.members.keys().any(|m| m.0 == *d)).collect();
    if !axes.is_empty() {
        let how = "type=\"xbrli:stringItemType\" substitutionGroup=\"xbrldt:hypercubeItem\" abstract=\"true\" xbrli:periodType=\"duration\"";
        elements.add(CUBE.to_owned(), CUBE.to_owned(), how);
    }
    for d in &axes {
        let how = "type=\"xbrli:stringItemType\" substitutionGroup=\"xbrldt:dimensionItem\" abstract=\"true\" xbrli:periodType=\"duration\"";
        elements.add(axis(*d), DIMENSIONS.get(*d).map_or("", |x| x.name()).to_owned(), how);
        elements.add(member(*d, "合计"), "合计".to_owned(), ABSTRACT);
    }
    for ((d, word), label) in &model.members {
        elements.add(member(*d, word), label.clone(), ABSTRACT);
    }
    let mut out = vec![
        (SCHEMA.to_owned(), schema(&elements, !sums.is_empty())),
        ("label-zh.xml".to_owned(), labels(&elements)),
        ("presentation.xml".to_owned(), presentation(model, &elements)),
        ("definition.xml".to_owned(), definition(model, &axes, &elements)),
    ];
    if !sums.is_empty() {
        out.push(("calculation.xml".to_owned(), calculation(sums, &elements)));
    }
    out
}

fn schema(elements: &Elements, sums: bool) -> String {
    let mut out = format!(
        "{XML}<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:xbrli=\"http://www.xbrl.org/2003/instance\" \
         {LINKBASE} targetNamespace=\"{NAMESPACE}\" elementFormDefault=\"qualified\" attributeFormDefault=\"unqualified\">\n\
         <xsd:annotation><xsd:appinfo>\n"
    );
    let reference = |role: &str, file: &str| {
        format!(
            "<link:linkbaseRef xlink:type=\"simple\" xlink:href=\"{file}\" \
             xlink:role=\"http://www.xbrl.org/2003/role/{role}LinkbaseRef\" \
             xlink:arcrole=\"http://www.w3.org/1999/xlink/properties/linkbase\"/>\n"
        )
    };
    out += &reference("label", "label-zh.xml");
    out += &reference("presentation", "presentation.xml");
    out += &reference("definition", "definition.xml");
    if sums {
        out += &reference("calculation", "calculation.xml");
    }
    out += "</xsd:appinfo></xsd:annotation>\n\
        <xsd:import namespace=\"http://www.xbrl.org/2003/instance\" \
        schemaLocation=\"http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd\"/>\n\
        <xsd:import namespace=\"http://xbrl.org/2005/xbrldt\" schemaLocation=\"http://www.xbrl.org/2005/xbrldt-2005.xsd\"/>\n";
    for (i, (name, _, how)) in elements.list.iter().enumerate() {
        let _ = writeln!(out, "<xsd:element name=\"{name}\" id=\"e{}\" {how} nillable=\"true\"/>", i + 1);
    }
    out + "</xsd:schema>\n"
}

/// A locator for each element named.
fn locators<'a>(names: impl Iterator<Item = &'a String>, elements: &Elements) -> String {
    let mut ids: Vec<usize> = names.map(|n| elements.id(n)).collect();
    ids.sort_unstable();
    ids.dedup();
    let loc =
        |id: usize| format!("<link:loc xlink:type=\"locator\" xlink:href=\"{SCHEMA}#e{id}\" xlink:label=\"e{id}\"/>\n");
    ids.into_iter().map(loc).collect()
}

fn linkbase(references: &str, link: &str, content: &str) -> String {
    if content.is_empty() {
        return format!("{XML}<link:linkbase {LINKBASE}/>\n");
    }
    format!(
        "{XML}<link:linkbase {LINKBASE}>\n{references}<link:{link} xlink:type=\"extended\" xlink:role=\"{ROLE}\">\n{content}</link:{link}>\n\
         </link:linkbase>\n"
    )
}

fn labels(elements: &Elements) -> String {
    let mut out = locators(elements.list.iter().map(|e| &e.0), elements);
    for (i, (_, label, _)) in elements.list.iter().enumerate() {
        let id = i + 1;
        let _ = writeln!(
            out,
            "<link:label xlink:type=\"resource\" xlink:label=\"l{id}\" xlink:role=\"{LABEL}\" xml:lang=\"zh\">{}</link:label>\n\
             <link:labelArc xlink:type=\"arc\" xlink:arcrole=\"http://www.xbrl.org/2003/arcrole/concept-label\" \
             xlink:from=\"e{id}\" xlink:to=\"l{id}\"/>",
            escape(label)
        );
    }
    linkbase("", "labelLink", &out)
}

fn arc(kind: &str, arcrole: &str, from: usize, to: usize, order: usize, more: &str) -> String {
    format!(
        "<link:{kind} xlink:type=\"arc\" xlink:arcrole=\"{arcrole}\" xlink:from=\"e{from}\" xlink:to=\"e{to}\" order=\"{order}\"{more}/>\n"
    )
}

fn presentation(model: &Model, elements: &Elements) -> String {
    let root = ROOT.to_owned();
    let mut out = locators(model.concepts.keys().chain([&root]), elements);
    for (i, name) in model.concepts.keys().enumerate() {
        let arcrole = "http://www.xbrl.org/2003/arcrole/parent-child";
        out += &arc("presentationArc", arcrole, elements.id(ROOT), elements.id(name), i + 1, "");
    }
    linkbase("", "presentationLink", &out)
}

fn definition(model: &Model, axes: &[usize], elements: &Elements) -> String {
    if axes.is_empty() {
        return linkbase("", "definitionLink", "");
    }
    const ROLES: [&str; 5] = ["all", "hypercube-dimension", "dimension-domain", "domain-member", "dimension-default"];
    let references: String = ROLES
        .iter()
        .map(|r| {
            format!(
                "<link:arcroleRef xlink:type=\"simple\" arcroleURI=\"http://xbrl.org/int/dim/arcrole/{r}\" \
                 xlink:href=\"http://www.xbrl.org/2005/xbrldt-2005.xsd#{r}\"/>\n"
            )
        })
        .collect();
    let arcrole = |r: &str| format!("http://xbrl.org/int/dim/arcrole/{r}");
    let go = |r: &str, from: usize, to: usize, order: usize, more: &str| {
        arc("definitionArc", &arcrole(r), from, to, order, more)
    };
    let mut out = locators(elements.list.iter().map(|e| &e.0), elements);
    let (root, cube) = (elements.id(ROOT), elements.id(CUBE));
    out += &go("all", root, cube, 1, " xbrldt:contextElement=\"scenario\" xbrldt:closed=\"true\"");
    for (i, name) in model.concepts.keys().enumerate() {
        out += &go("domain-member", root, elements.id(name), i + 1, "");
    }
    for (i, d) in axes.iter().enumerate() {
        let (axis, whole) = (elements.id(&axis(*d)), elements.id(&member(*d, "合计")));
        out += &go("hypercube-dimension", cube, axis, i + 1, "");
        out += &go("dimension-domain", axis, whole, 1, "");
        // Two arcs of one extended link may not join the same locators: the default has one of its own.
        let _ = writeln!(
            out,
            "<link:loc xlink:type=\"locator\" xlink:href=\"{SCHEMA}#e{whole}\" xlink:label=\"d{whole}\"/>\n\
             <link:definitionArc xlink:type=\"arc\" xlink:arcrole=\"{}\" xlink:from=\"e{axis}\" xlink:to=\"d{whole}\"/>",
            arcrole("dimension-default")
        );
        for (k, (_, word)) in model.members.keys().filter(|m| m.0 == *d).enumerate() {
            out += &go("domain-member", whole, elements.id(&member(*d, word)), k + 1, "");
        }
    }
    linkbase(&references, "definitionLink", &out)
}

fn calculation(sums: &BTreeMap<String, BTreeMap<String, bool>>, elements: &Elements) -> String {
    let mut out = locators(sums.iter().flat_map(|(t, a)| a.keys().chain([t])), elements);
    for (total, addends) in sums {
        for (i, (addend, plus)) in addends.iter().enumerate() {
            let weight = if *plus { " weight=\"1\"" } else { " weight=\"-1\"" };
            let arcrole = "http://www.xbrl.org/2003/arcrole/summation-item";
            out += &arc("calculationArc", arcrole, elements.id(total), elements.id(addend), i + 1, weight);
        }
    }
    linkbase("", "calculationLink", &out)
}
