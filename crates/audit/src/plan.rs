//! Where the binding of a relation starts, and how its patterns match and fill coordinates.

use mingzhang_catalog::relations::{Body, Pattern, Relation, Slot};
use mingzhang_model::{Coordinates, Dimension, Term};

pub(crate) type Vars = [Term; 16];

pub(crate) struct Plan<'a> {
    pub relation: &'a Relation,
    pub index: usize,
    pub anchor: &'a Pattern,
    /// The anchor's measure, if fixed, and its aspect.
    pub measure: Option<Term>,
    pub aspect: Term,
}

pub(crate) fn plan(index: usize, relation: &Relation) -> Option<Plan<'_>> {
    let facts = relation.left.iter().chain(&relation.right).flat_map(|a| match &a.body {
        Body::Fact(p) => vec![p],
        Body::Ratio { above, below } => above.iter().chain(below).map(|(_, p)| p).collect(),
        Body::Sum(_) | Body::SumOfRatios { .. } => Vec::new(),
    });
    let full = |p: &Pattern| (0..relation.variables.len()).all(|v| p.slots.contains(&Slot::Variable(v)));
    let aspect = |p: &Pattern| match p.slot(Dimension::Aspect) {
        Slot::Fixed(t) => t,
        _ => Term::WHOLE,
    };
    let anchor = facts.filter(|p| full(p)).max_by_key(|p| (!aspect(p).is_whole(), p.required))?;
    // `max_by_key` keeps the last of equals; the first term of the left side is the natural one.
    let anchor = match relation.left.first().map(|a| &a.body) {
        Some(Body::Fact(p)) if full(p) && aspect(p) == aspect(anchor) && !anchor.required => p,
        _ => anchor,
    };
    let measure = match anchor.slot(Dimension::Measure) {
        Slot::Fixed(t) => Some(t),
        _ => None,
    };
    Some(Plan { relation, index, anchor, measure, aspect: aspect(anchor) })
}

pub(crate) fn matches(pattern: &Pattern, c: &Coordinates, variables: usize) -> Option<Vars> {
    let mut vars = [Term::WHOLE; 16];
    let mut set = [false; 16];
    // Most coordinates fail here.
    let fixed = |d: Dimension| !matches!(pattern.slot(d), Slot::Fixed(w) if w != c.get(d));
    if variables > 16 || !Dimension::ALL.into_iter().all(fixed) {
        return None;
    }
    for d in Dimension::ALL {
        let t = c.get(d);
        match pattern.slot(d) {
            Slot::Fixed(_) => {}
            Slot::Variable(v) => {
                if *set.get(v)? && *vars.get(v)? != t {
                    return None;
                }
                *vars.get_mut(v)? = t;
                *set.get_mut(v)? = true;
            }
            _ => return None,
        }
    }
    Some(vars)
}

pub(crate) fn place(pattern: &Pattern, vars: &Vars) -> Coordinates {
    let mut c = Coordinates::default();
    for d in Dimension::ALL {
        match pattern.slot(d) {
            Slot::Fixed(t) => c.set(d, t),
            Slot::Variable(v) => c.set(d, vars.get(v).copied().unwrap_or_default()),
            _ => {}
        }
    }
    c
}
