//! Measures how the release takes the hostile files.

use mingzhang_hostile::{cases, measure};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Duration;

/// What any file may take.
const TIME: Duration = Duration::from_secs(2);
const PEAK: u64 = 256 << 20;
/// Where the table stands in `docs/reliability.md`.
const MARKS: [&str; 2] = ["<!-- hostile -->\n", "<!-- end of hostile -->\n"];

pub struct Options {
    /// Only files whose names have this.
    only: String,
    /// Write the table into the page.
    write: bool,
    program: PathBuf,
    /// Only make a file: its name, and where.
    make: Option<(String, PathBuf)>,
}

impl Options {
    pub fn read(args: impl Iterator<Item = String>) -> Option<Options> {
        // Beside this program, where the release is built too.
        let beside = std::env::current_exe().ok()?.with_file_name("mingzhang");
        let mut options = Options { only: String::new(), write: false, program: beside, make: None };
        let mut args = args;
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "--only" => options.only = args.next()?,
                "--program" => options.program = args.next()?.into(),
                "--write" => options.write = true,
                "--make" => options.make = Some((args.next()?, args.next()?.into())),
                _ => return None,
            }
        }
        Some(options)
    }
}

pub fn run(options: &Options) -> ExitCode {
    match options.make.as_ref().map_or_else(|| measured(options), |(name, file)| make(name, file)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn make(name: &str, file: &Path) -> Result<bool, String> {
    let case = cases().into_iter().find(|c| c.name == name).ok_or_else(|| format!("there is no {name}"))?;
    std::fs::write(file, case.bytes()).map_err(|e| e.to_string())?;
    Ok(true)
}

/// True if every file stays within what it may take.
fn measured(options: &Options) -> Result<bool, String> {
    let program = &options.program;
    if !program.is_file() {
        return Err(format!("{} is not there: cargo build --release -p mingzhang", program.display()));
    }
    let folder = std::env::temp_dir().join(format!("mingzhang-hostile-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| e.to_string())?;
    let mut table = "| file | KiB | exit | s | MiB |\n|---|--:|--:|--:|--:|\n".to_owned();
    let (mut whole, mut count, mut slowest, mut largest) = (true, 0, Duration::ZERO, 0);
    for case in cases().into_iter().filter(|c| c.name.contains(&options.only)) {
        let file = folder.join(format!("{}.{}", case.name, case.extension));
        // Made by another process: what this one once held, the system would count for the programs it starts.
        let own = std::env::current_exe().map_err(|e| e.to_string())?;
        let made = Command::new(own).args(["hostile", "--make", &case.name]).arg(&file).status();
        made.map_err(|e| e.to_string())?.success().then_some(()).ok_or_else(|| format!("{} is not made", case.name))?;
        let size = std::fs::metadata(&file).map_err(|e| e.to_string())?.len();
        let run = measure::audit(program, &file).map_err(|e| e.to_string())?;
        std::fs::remove_file(&file).map_err(|e| e.to_string())?;
        let fine = matches!(run.code, Some(0..=2)) && run.time <= TIME && run.peak <= PEAK;
        whole &= fine;
        let row = format!(
            "| {} | {} | {} | {:.2} | {} |{}\n",
            case.name,
            size.div_ceil(1 << 10),
            run.code.map_or("signal".to_owned(), |c| c.to_string()),
            run.time.as_secs_f64(),
            run.peak.div_ceil(1 << 20),
            if fine { "" } else { " **too much**" }
        );
        print!("{row}");
        table += &row;
        (count, slowest, largest) = (count + 1, slowest.max(run.time), largest.max(run.peak));
    }
    let _ = std::fs::remove_dir_all(&folder);
    let sum = format!(
        "{count} files; the slowest takes {:.2} s, the largest {} MiB.\n",
        slowest.as_secs_f64(),
        largest.div_ceil(1 << 20)
    );
    print!("{sum}");
    if options.write {
        write(&format!("{sum}\n{table}"))?;
    }
    Ok(whole)
}

/// Puts the table into the page.
fn write(text: &str) -> Result<(), String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reliability.md");
    let page = std::fs::read_to_string(&path).map_err(|e| e.to_string())?;
    let [open, close] = MARKS;
    let split = page.split_once(open).and_then(|(before, rest)| Some((before, rest.split_once(close)?.1)));
    let (before, after) = split.ok_or("docs/reliability.md has no place for the table")?;
    std::fs::write(&path, format!("{before}{open}{text}{close}{after}")).map_err(|e| e.to_string())
}
