//! scratch
#[allow(dead_code)]
#[path = "../tests/large/mod.rs"]
mod large;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    for k in 0..3 {
        let p = if a[2] == "l" { large::publication(130) } else { large::twelve(k * 1000) };
        let t = std::time::Instant::now();
        match mingzhang_typeset::pdf(&p) {
            Ok(b) => std::fs::write(&a[1], b).unwrap(),
            Err(e) => eprintln!("{e}"),
        }
        eprintln!("{:?}", t.elapsed());
    }
}
