//! scratch
#[allow(dead_code)]
#[path = "../tests/large/mod.rs"]
mod large;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let _ = rayon::ThreadPoolBuilder::new().num_threads(1).build_global();
    for k in 0..3 {
        let mut p = if a[2] == "l" { large::publication(130) } else { large::twelve(k * 1000) };
        if a[2] == "r" {
            p.pieces.insert(3, mingzhang_model::publication::Piece::Paragraph("负责人：王㐂䶮\u{20021}。".into()));
        }
        if a[2] == "e" {
            p.pieces
                .insert(3, mingzhang_model::publication::Piece::Paragraph("负责人：王\u{2ebf0}😀\u{e001}。".into()));
        }
        let t = std::time::Instant::now();
        match mingzhang_typeset::pdf(&p) {
            Ok(b) => std::fs::write(&a[1], b).unwrap(),
            Err(e) => eprintln!("{e}"),
        }
        eprintln!("{:?}", t.elapsed());
    }
}
