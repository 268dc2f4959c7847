//! The pages that are not a check's, written by `cargo xtask rules`.

pub(super) const PAGES: &[(&str, &str)] = &[];
