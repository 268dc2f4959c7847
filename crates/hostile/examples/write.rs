//! Writes the hostile files whose names have the words given, or all, into a folder: `write FOLDER [WORD...]`.
#![allow(clippy::unwrap_used)]

fn main() {
    let mut args = std::env::args().skip(1);
    let folder = std::path::PathBuf::from(args.next().unwrap_or_else(|| "hostile-files".to_owned()));
    let words: Vec<String> = args.collect();
    std::fs::create_dir_all(&folder).unwrap();
    for case in mingzhang_hostile::cases() {
        if words.iter().all(|w| case.name.contains(w.as_str())) {
            std::fs::write(folder.join(format!("{}.{}", case.name, case.extension)), case.bytes()).unwrap();
        }
    }
}
