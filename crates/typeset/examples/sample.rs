fn main() {
    let t = std::time::Instant::now();
    let p = mingzhang_write::sample::publication();
    match mingzhang_typeset::pdf(&p) {
        Ok(b) => std::fs::write(std::env::args().nth(1).unwrap(), b).unwrap(),
        Err(e) => eprintln!("{e}"),
    }
    eprintln!("{:?}", t.elapsed());
}
