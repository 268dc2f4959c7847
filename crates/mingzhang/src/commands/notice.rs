//! `mingzhang notice`
use crate::args::Notice;
pub fn run(_: &Notice) -> u8 { 0 }
