//! scratch
#[allow(dead_code)]
#[path = "../tests/large/mod.rs"]
mod large;
fn main() {
    let p = large::publication(130);
    for _ in 0..3 {
    let t = std::time::Instant::now();
    match mingzhang_typeset::pdf(&p) {
        Ok(b) => std::fs::write(std::env::args().nth(1).unwrap(), b).unwrap(),
        Err(e) => eprintln!("{e}"),
    }
    eprintln!("{:?}", t.elapsed());
    }
}
