//! The plain data of Mingzhang: exact numbers, places, documents, coordinates, facts and findings.
//!
//! Nothing here reads a file, knows a format or uses floating-point arithmetic. Every other crate speaks in these types.

pub mod coordinates;
pub mod date;
pub mod disclosure;
pub mod document;
pub mod finding;
pub mod limits;
pub mod number;
pub mod performance;
pub mod place;
pub mod publication;
pub mod recognised;

pub use coordinates::{Coordinates, Dimension, Term};
pub use date::Date;
pub use disclosure::{
    Claim, Comparison, Disclosure, Fact, Identity, Kind, Level, Origin, Part, Section, SubjectItem, TableReading,
};
pub use document::{Block, Cell, Document, Paragraph, Problem, Run, RunOrigin, SourceKind, Table};
pub use finding::{Certainty, Coverage, Evidence, Finding, Role, Severity, Suggestion, slip_name};
pub use number::{Amount, Figure, Interval, Quantity, Unit};
pub use performance::{
    EvaluationItem, EvaluationReport, FormCell, FormKind, FormTotal, FundRow, Indicator, PerformanceForm,
};
pub use place::Place;
pub use publication::Publication;
pub use recognised::{Doubt, Recognised};
