//! Making findings: what is called wrong, where, and what speaks against it.

use mingzhang_model::{Certainty, Evidence, Finding, Place, Role, Severity, Suggestion};
use sha2::{Digest, Sha256};

/// The longest quote of the findings contract, in characters.
const QUOTE: usize = 120;

/// A piece of the document with its place.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    /// Verbatim.
    pub quote: String,
    /// Where.
    pub place: Place,
}

/// A finding in the making.
pub(crate) struct Draft {
    finding: Finding,
}

impl Draft {
    /// A contradiction.
    pub(crate) fn error(rule: &str, title: &str) -> Draft {
        Draft::new(rule, title, Severity::Error, Certainty::Proven)
    }

    /// Probable, or a duty not met.
    pub(crate) fn warning(rule: &str, title: &str) -> Draft {
        Draft::new(rule, title, Severity::Warning, Certainty::Likely)
    }

    /// A hint.
    pub(crate) fn info(rule: &str, title: &str) -> Draft {
        Draft::new(rule, title, Severity::Info, Certainty::Ask)
    }

    /// Any severity.
    pub(crate) fn of(severity: Severity, rule: &str, title: &str) -> Draft {
        match severity {
            Severity::Error => Draft::error(rule, title),
            Severity::Warning => Draft::warning(rule, title),
            Severity::Info => Draft::info(rule, title),
        }
    }

    fn new(rule: &str, title: &str, severity: Severity, certainty: Certainty) -> Draft {
        Draft {
            finding: Finding {
                id: String::new(),
                rule: rule.to_owned(),
                severity,
                certainty,
                title: title.to_owned(),
                message: String::new(),
                stated: String::new(),
                expected: String::new(),
                suggestion: None,
                relation: String::new(),
                workings: String::new(),
                evidence: Vec::new(),
                basis: String::new(),
            },
        }
    }

    /// How sure, where it is not what the severity implies.
    pub(crate) fn certainty(mut self, certainty: Certainty) -> Draft {
        self.finding.certainty = certainty;
        self
    }

    /// The sentence.
    pub(crate) fn say(mut self, message: impl Into<String>) -> Draft {
        self.finding.message = message.into();
        self
    }

    /// The wrong words as printed.
    pub(crate) fn stated(mut self, words: impl Into<String>) -> Draft {
        self.finding.stated = words.into();
        self
    }

    /// What should stand there.
    pub(crate) fn expected(mut self, words: impl Into<String>) -> Draft {
        self.finding.expected = words.into();
        self
    }

    /// The one right value, with how sure in hundredths and how many relations it satisfies.
    pub(crate) fn suggest(
        mut self,
        value: impl Into<String>,
        slip: Option<&str>,
        confidence: u8,
        satisfies: u32,
    ) -> Draft {
        self.finding.suggestion =
            Some(Suggestion { value: value.into(), slip: slip.map(str::to_owned), confidence, satisfies });
        self
    }

    /// The relation with its numbers.
    pub(crate) fn workings(mut self, text: impl Into<String>) -> Draft {
        self.finding.workings = text.into();
        self
    }

    /// Where the wrong words stand.
    pub(crate) fn at(self, spot: Spot) -> Draft {
        self.evidence(Role::Primary, spot)
    }

    /// What speaks against them.
    pub(crate) fn witness(self, spot: Spot) -> Draft {
        self.evidence(Role::Witness, spot)
    }

    fn evidence(mut self, role: Role, spot: Spot) -> Draft {
        if !spot.quote.is_empty() {
            let quote: String = spot.quote.chars().take(QUOTE).collect();
            self.finding.evidence.push(Evidence { role, quote, place: spot.place });
        }
        self
    }

    /// The finding.
    pub(crate) fn done(mut self) -> Finding {
        let mut hash = Sha256::new();
        hash.update(self.finding.rule.as_bytes());
        hash.update([0]);
        hash.update(self.finding.stated.as_bytes());
        for e in &self.finding.evidence {
            hash.update([0]);
            hash.update(e.quote.as_bytes());
            if let Some([start, _]) = e.place.offset {
                hash.update(start.to_le_bytes());
            }
        }
        self.finding.id = hash.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
        self.finding
    }
}
